"""The derivative where two formulas meet: values, then slopes from both sides; kinks, jumps, and places where both agree."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.cases import Cases, is_same, value_at
from symtutor.context import Context
from symtutor.goals.core import D, DerivativeFromDefinitionAt, Evaluated, HigherDerivative
from symtutor.goals.curves import Join, JoinedSlopes, JoinedValues, SlopeAtJoin
from symtutor.rule import Bindings, Mistake, Relation, Rule
from symtutor.rules.limits.local_formulas import local_form
from symtutor.term import quote

__all__ = ["JOINS"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"

rule = partial(Rule, cost=0, commit=True, source=_SOURCE)


# ---- two formulas and the value between them ----------------------------------------------------
def _meeting(goal: Join) -> dict[str, sp.Expr]:
    return dict(zip(("f", "g", "df", "dg", "x", "a", "c"), goal.args, strict=True))


def _values(goal: Join) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Return the values from below, at the point and from above; nan where a formula has none."""
    below, above, _, _, x, a, value = goal.args
    return value_at(below, x, a), value, value_at(above, x, a)


def _meets(goal: Join, _context: object) -> Iterable[Bindings]:
    below, value, above = _values(goal)
    _, _, *slopes, x, a, _ = goal.args
    if is_same(below, value) and is_same(above, value) and not any(value_at(m, x, a) is sp.nan for m in slopes):
        yield _meeting(goal)


def _jumps(goal: Join, _context: Any) -> Iterable[Bindings]:
    below, _, above = values = _values(goal)
    if sp.nan not in values and not is_same(below, above):
        yield _meeting(goal)


def _stands_apart(goal: Join, _context: object) -> Iterable[Bindings]:
    below, value, above = values = _values(goal)
    if sp.nan not in values and is_same(below, above) and not is_same(below, value):
        yield _meeting(goal)


def _by_definition(goal: Join, context: Context) -> Iterable[Bindings]:
    below, above, _, _, x, a, value = goal.args
    cases = ((below, sp.Ne(x, a)), (value, True)) if below == above else ((below, x < a), (value, sp.Eq(x, a)), (above, True))
    whole = sp.Piecewise(*cases)
    yield {**_meeting(goal), "whole": whole, "step": context.letter(whole, x, choices="hkst")}


CONTINUOUS_JOIN = rule(
    id="join.continuous",
    name="slopes from both sides",
    goal=Join,
    when=_meets,
    left=lambda f, g, df, dg, x, a, c: Join(f, g, df, dg, x, a, c),
    right=lambda df, dg, x, a: JoinedSlopes(Evaluated(df, (x,), (a,)), Evaluated(dg, (x,), (a,))),
    words="At {x} = {a} both pieces have the value {c}, so the function is continuous there; compare the slopes from both sides.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake("values-for-slopes", lambda c: c, "That is the common value of the pieces at this point; the derivative is their slope."),
        Mistake("zero", lambda: quote(sp.S.Zero), "That the pieces meet does not make the slope 0: compare the slopes from both sides."),
    ),
    samples={"df": sp.Symbol("f'"), "dg": sp.Symbol("g'")},
)

JUMP = rule(
    id="join.jump",
    name="values from both sides",
    goal=Join,
    when=_jumps,
    left=lambda f, g, df, dg, x, a, c: Join(f, g, df, dg, x, a, c),
    right=lambda f, g, x, a: JoinedValues(Evaluated(f, (x,), (a,)), Evaluated(g, (x,), (a,))),
    words="At {x} = {a} the pieces have different values: compare them before any slope.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "slope-below",
            lambda df, x, a: Evaluated(df, (x,), (a,)),
            "The function jumps here: a slope from one side is no derivative where the values do not meet.",
        ),
        Mistake(
            "slope-above",
            lambda dg, x, a: Evaluated(dg, (x,), (a,)),
            "The function jumps here: a slope from one side is no derivative where the values do not meet.",
        ),
    ),
    samples={"df": sp.Symbol("f'"), "dg": sp.Symbol("g'")},
)

APART = rule(
    id="join.apart",
    name="values near the point and at it",
    goal=Join,
    when=_stands_apart,
    left=lambda f, g, df, dg, x, a, c: Join(f, g, df, dg, x, a, c),
    right=lambda f, x, a, c: JoinedValues(Evaluated(f, (x,), (a,)), c),
    words="Both sides come to the same value at {x} = {a}, but the function has another value there: compare them before any slope.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "slope-nearby",
            lambda df, x, a: Evaluated(df, (x,), (a,)),
            "The function is not continuous at this point, so the slope of its neighbors is no derivative there.",
        ),
        Mistake(
            "constant",
            lambda: quote(sp.S.Zero),
            "The single value at the point is no constant function with derivative 0: the function is not continuous there.",
        ),
    ),
    samples={"df": sp.Symbol("f'"), "dg": sp.Symbol("g'")},
)

BY_DEFINITION = rule(
    id="join.definition",
    name="the definition at a join",
    goal=Join,
    when=_by_definition,
    left=lambda f, g, df, dg, x, a, c, whole, step: Join(f, g, df, dg, x, a, c),
    right=lambda x, a, whole, step: DerivativeFromDefinitionAt(whole, x, step, a),
    words="At {x} = {a} a formula or its slope has no plain value, so only the definition tells whether there is a derivative.",
    mistakes=(
        Mistake(
            "value",
            lambda c: c,
            "That is the value of the function at the point; the derivative is the limit of the difference quotient there.",
        ),
        Mistake(
            "constant",
            lambda: quote(sp.S.Zero),
            "The single value at the point is no constant function: the derivative there needs the values nearby.",
        ),
    ),
    samples=None,
)


# ---- what the two sides say ---------------------------------------------------------------------
def _agree(goal: JoinedSlopes, _context: Any) -> Iterable[Bindings]:
    m, n = goal.args
    return ({"m": m, "n": n},) if is_same(m, n) else ()


def _differ(goal: JoinedSlopes, _context: object) -> Iterable[Bindings]:
    m, n = goal.args
    return ({"m": m, "n": n},)


def _slopes_differ(m: sp.Expr, n: sp.Expr) -> tuple[sp.Rel, ...]:
    gap = sp.expand(m - n)
    return () if gap.is_number else (sp.Ne(sp.primitive(gap)[1], 0),)


def _unlike(p: sp.Expr, q: sp.Expr) -> tuple[Any, ...]:
    gap = sp.expand(p - q)
    return () if gap.is_number else (sp.Ne(p, q),)


def _broken(goal: JoinedValues, _context: object) -> Iterable[Bindings]:
    p, q = goal.args
    return ({"p": p, "q": q},)


SMOOTH = rule(
    id="join.smooth",
    name="the slopes agree",
    goal=JoinedSlopes,
    when=_agree,
    left=lambda m, n: JoinedSlopes(m, n),
    right=lambda m: m,
    words="The slope is {m} from below and from above, so that is the derivative where the pieces meet.",
    mistakes=(
        Mistake(
            "difference",
            lambda m, n: n - m,
            "The slopes from both sides are compared, not subtracted: what they have in common is the derivative.",
        ),
        Mistake("sum", lambda m, n: m + n, "The two slopes are one and the same derivative; they are not added."),
    ),
)

KINK = rule(
    id="join.kink",
    name="a kink: the slopes from below and from above differ",
    goal=JoinedSlopes,
    when=_differ,
    left=lambda m, n: JoinedSlopes(m, n),
    right=lambda: quote(sp.nan),
    holds=_slopes_differ,
    words="The slope is {m} from below and {n} from above: a kink, and no derivative where the pieces meet.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "from-above",
            lambda n: n,
            "The slopes from the two sides differ where the pieces meet, so there is no derivative at that point.",
        ),
        Mistake("mean", lambda m, n: (m + n) / 2, "The mean of two different slopes is no derivative: at a kink there is none."),
    ),
)

BROKEN = rule(
    id="join.broken",
    name="a jump: the values differ",
    goal=JoinedValues,
    when=_broken,
    left=lambda p, q: JoinedValues(p, q),
    right=lambda: quote(sp.nan),
    holds=_unlike,
    words="The values {p} and {q} differ: a jump, and there is no derivative where a function is not continuous.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake("difference", lambda p, q: q - p, "The height of a jump is no slope: there is no derivative at a jump."),
        Mistake("zero", lambda: quote(sp.S.Zero), "At a jump the derivative is not 0: there is none."),
    ),
)


# ---- asked at one point -------------------------------------------------------------------------
def _sides(goal: SlopeAtJoin) -> tuple[sp.Basic, sp.Basic, sp.Basic] | None:
    """Return the formulas below and above a point and the value there, if near it there is one formula on each side."""
    f, x, _, a = goal.args
    below, above = (local_form(f, x, a, side) for side in (-1, 1))
    value = value_at(f, x, a)
    kept = any(form.has(sp.Abs, sp.sign, sp.Heaviside, sp.floor, sp.ceiling, sp.Max, sp.Min, sp.Piecewise) for form in (below, above))
    return None if kept or sp.nan in (below, above, value) else (below, above, value)


def _first_at(goal: SlopeAtJoin, context: Context) -> Iterable[Bindings]:
    f, x, order, a = goal.args
    sides = _sides(goal)
    if order != 1 or sides is None:
        return
    below, above, value = sides
    slopes = [context.value(D(side, x)) for side in (below, above)]
    if None not in slopes and not any(value_at(e, x, a) is sp.nan for e in (below, above, *slopes)):
        yield {"h": f, "n": order, "f": below, "g": above, "x": x, "a": a, "c": value}


def _first_by_definition(goal: SlopeAtJoin, context: Context) -> Iterable[Bindings]:
    f, x, order, a = goal.args
    if order == 1:
        yield {"f": f, "n": order, "x": x, "a": a, "step": context.letter(f, x, choices="hkst")}


def _higher_at(goal: SlopeAtJoin, _context: object) -> Iterable[Bindings]:
    f, x, order, a = goal.args
    sides = _sides(goal)
    if order > 1 and sides is not None:
        below, above, value = sides
        near = Cases((a,), (below, above), (value,)).as_piecewise(x)
        yield {"f": f, "near": near, "n": order, "x": x, "a": a}


SIDES_OF_POINT = rule(
    id="join.at_point",
    name="one formula on each side of the point",
    goal=SlopeAtJoin,
    when=_first_at,
    left=lambda h, n, f, g, x, a, c: SlopeAtJoin(h, x, n, a),
    right=lambda f, g, x, a, c: Join(f, g, D(f, x), D(g, x), x, a, c),
    words="Close to {x} = {a} the function is {f} below and {g} above. There is a derivative only if values and "
    "slopes from both sides agree.",
    mistakes=(
        Mistake(
            "from-above",
            lambda g, x, a: Evaluated(D(g, x), (x,), (a,)),
            "That is the one-sided derivative from above; there is a derivative only if the one from below is the same.",
        ),
        Mistake(
            "from-below",
            lambda f, x, a: Evaluated(D(f, x), (x,), (a,)),
            "That is the one-sided derivative from below; there is a derivative only if the one from above is the same.",
        ),
        Mistake("zero", lambda: quote(sp.S.Zero), "At a kink there is no tangent: the derivative is not 0, it does not exist."),
    ),
    samples={"h": sp.Function("h")(sp.Symbol("x")), "n": sp.S.One},
)

DEFINITION_AT_POINT = rule(
    id="join.point_definition",
    name="the definition at the point",
    goal=SlopeAtJoin,
    when=_first_by_definition,
    left=lambda f, n, x, a, step: SlopeAtJoin(f, x, n, a),
    right=lambda f, x, a, step: DerivativeFromDefinitionAt(f, x, step, a),
    words="Only the definition tells whether there is a derivative at {x} = {a}: the limit of the difference quotient, from both sides.",
    samples={"n": sp.S.One},
)

HIGHER_AT_POINT = rule(
    id="join.higher_at_point",
    name="one formula on each side of the point",
    goal=SlopeAtJoin,
    when=_higher_at,
    left=lambda f, near, n, x, a: SlopeAtJoin(f, x, n, a),
    right=lambda near, n, x, a: Evaluated(HigherDerivative(near, x, n), (x,), (a,)),
    words="Close to {x} = {a} the function is {near}. Each derivative must exist at the point before the next one can.",
    samples=None,
)

JOINS = (CONTINUOUS_JOIN, JUMP, APART, BY_DEFINITION, SMOOTH, KINK, BROKEN, SIDES_OF_POINT, DEFINITION_AT_POINT, HIGHER_AT_POINT)
