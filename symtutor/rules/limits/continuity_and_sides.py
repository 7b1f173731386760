"""Limits: continuity, one-sided limits and what they say together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import is_real_near, leading, limit_value
from symtutor.algorithms.asymptotics.squeeze import bounds_near
from symtutor.algorithms.numbers_put_in import numbers_in
from symtutor.algorithms.structure import depends, symbols
from symtutor.context import Context
from symtutor.goals.core import BothSides, D, Limit
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.limits.local_formulas import local_form
from symtutor.rules.limits.questions import (
    ABOVE,
    BELOW,
    BOTH,
    STEWART,
    above_and_below,
    assumed_in,
    bound_limit,
    continuous_value,
    same_value,
    sides_of,
)
from symtutor.rules.notation import at
from symtutor.term import Term, quote

__all__ = ["CONTINUITY_RULES"]

rule = partial(Rule, goal=Limit, cost=0, commit=True)


def _constant(goal: Limit, context: Context) -> Iterable[Bindings]:
    return () if context.depends(goal.args[0], goal.args[1]) else (bound_limit(goal),)


def _polynomial(goal: Limit, _context: object) -> Iterable[Bindings]:
    f, x, to, _direction = goal.args
    return (bound_limit(goal),) if to.is_finite is not False and f.is_polynomial(x) else ()


def _continuous(goal: Limit, _context: object) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    if to.is_infinite or continuous_value(_steps_as_letters(f, to), x, to, direction) is None:
        return ()
    substituted = f.xreplace({x: to})
    if substituted.has(sp.nan, sp.zoo, sp.oo) or any(p.base.is_zero and symbols(p.exp) for p in substituted.atoms(sp.Pow)):
        return ()
    return (bound_limit(goal),)


def _steps_as_letters(f: sp.Expr, to: sp.Expr) -> sp.Expr:
    """Return an expression with its floors and ceilings as letters where the point is one: off their jumps they are constant."""
    steps = f.atoms(sp.floor, sp.ceiling) if symbols(to) else ()
    return f.xreplace({step: sp.Symbol(f"_step{k}") for k, step in enumerate(sorted(steps, key=sp.default_sort_key))})


def _off_the_jumps(f: sp.Expr, x: sp.Symbol, to: sp.Expr) -> tuple[Any, ...]:
    """Return the conditions under which a point with letters is none at which a sign or a floor jumps."""
    found = []
    for part in sorted(f.atoms(sp.sign, sp.Heaviside, sp.floor, sp.ceiling), key=sp.default_sort_key):
        inner = part.args[0].xreplace({x: to})
        if depends(part, x) and symbols(inner):
            found.append(sp.Ne(inner, 0) if isinstance(part, sp.sign | sp.Heaviside) else sp.Ne(sp.floor(inner), inner))
    return tuple(found)


def _numbers_put_in(bindings: Bindings) -> OnTheWay:
    """Return the expression with the point in the place of the variable, before it is worked out."""
    f, x, a = (bindings[name] for name in ("f", "x", "a"))
    return OnTheWay((numbers_in(f, {x: a}),), ("",)) if a.is_number and a.is_finite else OnTheWay()


def _not_real(goal: Limit, _context: object) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    return () if any(is_real_near(f, x, to, s) for s in sides_of(to, direction)) else (bound_limit(goal),)


def _two_sides(goal: Limit, _context: object) -> Iterable[Bindings]:
    """Find a two-sided limit whose sides have to be looked at apart."""
    f, x, to, direction = goal.args
    if direction != BOTH or to.is_infinite:
        return ()
    return ({"f": f, "x": x, "a": to},) if _sides_differ(f, x, to) else ()


def _sides_differ(f: sp.Expr, x: sp.Symbol, to: sp.Expr) -> bool:
    """Tell whether an expression is real on one side only, has two formulas or two limits, or can be bounded only on each side."""
    if is_real_near(f, x, to, 1) != is_real_near(f, x, to, -1) or local_form(f, x, to, 1) != local_form(f, x, to, -1):
        return True
    above, below = (limit_value(f, x, to, s) for s in (1, -1))
    if above is None and below is None:
        return bounds_near(f, x, to, (1, -1)) is None and None not in {bounds_near(f, x, to, (s,)) for s in (1, -1)}
    found = leading(f, x, to)
    grows = found is not None and bool(found.monomial.growth) and not isinstance(f, sp.exp)
    return above is not None and below is not None and (grows or not same_value(above, below))


def _agree(goal: BothSides, _context: Any) -> Iterable[Bindings]:
    below, above = goal.args
    return ({"below": below, "above": above},) if below is not sp.nan and same_value(below, above) else ()


def _differ(goal: BothSides, context: Context) -> Iterable[Bindings]:
    below, above = goal.args
    return () if sp.nan in {below, above} or list(_agree(goal, context)) else ({"below": below, "above": above},)


def _one_missing(goal: BothSides, _context: object) -> Iterable[Bindings]:
    below, above = goal.args
    return ({"below": below, "above": above},) if sp.nan in {below, above} else ()


def _slopes(f: Term, x: Term) -> Term:
    """Return the quotient of the derivatives of numerator and denominator; of no quotient the derivative."""
    above, below = above_and_below(f.args[0])
    return D(above, x) / D(below, x) if below.has(x.args[0]) else D(f, x)


# ---- rules -----------------------------------------------------------------------
CONSTANT = rule(
    id="limit.constant",
    name="limit of a constant",
    when=_constant,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda f: f,
    words="{f} does not depend on {x}, so it is its own limit.",
    minor=True,
    goes_without_saying=True,
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "A constant does not move: its limit is the constant, not 0."),
        Mistake("point", lambda a: a, "The limit of a constant is the constant, not the point that is approached."),
    ),
    source=f"{STEWART}, sec. 2.3",
)

POLYNOMIAL = rule(
    id="limit.polynomial",
    name="limit of a polynomial",
    when=_polynomial,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, x, a: at(f, x, a),
    words="A polynomial is continuous, so its limit is its value at the point: put {a} for {x}.",
    on_the_way=_numbers_put_in,
    why="Nothing is critical at the point: put it in.",
    mistakes=(
        Mistake("zero", lambda f, x: at(f, x, 0), "The variable tends to the given point, not to 0: put the point in."),
        Mistake("sign", lambda f, x, a: at(f, x, -a), "The sign of the point was lost when it was put in."),
    ),
    source=f"{STEWART}, sec. 2.3",
)

CONTINUITY = rule(
    id="limit.continuity",
    name="continuity: put the point in",
    when=_continuous,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, x, a: at(f, x, a),
    holds=lambda f, x, a: _off_the_jumps(f, x, a),
    words="{f} is continuous at the point, so its limit is its value there: put {a} for {x}.",
    on_the_way=_numbers_put_in,
    why="Nothing is critical at the point: put it in.",
    mistakes=(
        Mistake(
            "hopital",
            lambda f, x, a, direction: Limit(_slopes(f, x), x, a, direction),
            "L'Hôpital's rule is only for 0/0 and ∞/∞: here the point can be put in.",
        ),
        Mistake("zero", lambda f, x: at(f, x, 0), "The variable tends to the given point, not to 0: put the point in."),
    ),
    source=f"{STEWART}, sec. 2.5",
)

NOT_REAL = rule(
    id="limit.not_real",
    name="not defined beside the point",
    when=_not_real,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda: quote(sp.nan),
    words="On this side of the point {f} is not a real number, so there is nothing to approach: the limit does not exist.",
    holds=lambda f, x, a, direction: assumed_in(*(partial(is_real_near, f, x, a, s) for s in sides_of(a, direction))),
    mistakes=(
        Mistake(
            "value",
            lambda f, x, a: at(f, x, a),
            "The function has no real values on this side of the point, so it has no limit from there.",
        ),
        Mistake(
            "infinite", lambda: quote(sp.oo), "Not defined does not mean infinite: without real values beside the point there is no limit."
        ),
    ),
    source=f"{STEWART}, sec. 2.2",
)

TWO_SIDES = rule(
    id="limit.two_sides",
    name="one-sided limits",
    when=_two_sides,
    left=lambda f, x, a: Limit(f, x, a, BOTH),
    right=lambda f, x, a: BothSides(Limit(f, x, a, BELOW), Limit(f, x, a, ABOVE)),
    words="Below and above {a} the function behaves differently: take the limit from each side.",
    why="On the two sides of the point the function behaves differently: take the limit from each side.",
    mistakes=(
        Mistake(
            "only-above",
            lambda f, x, a: Limit(f, x, a, ABOVE),
            "That is only the limit from above; a two-sided limit needs the one from below as well.",
        ),
        Mistake(
            "only-below",
            lambda f, x, a: Limit(f, x, a, BELOW),
            "That is only the limit from below; a two-sided limit needs the one from above as well.",
        ),
    ),
    source=f"{STEWART}, sec. 2.2",
)


def _pair(below: Term, above: Term) -> Term:
    return BothSides(below, above)


SIDES_AGREE = rule(
    id="limit.sides_agree",
    name="both sides agree",
    goal=BothSides,
    when=_agree,
    left=_pair,
    right=lambda above: above,
    words="Both one-sided limits are {above}, so this is the limit.",
    mistakes=(
        Mistake("sum", lambda below, above: below + above, "The one-sided limits are compared, not added."),
        Mistake("none", lambda: quote(sp.nan), "The one-sided limits are equal, so the limit exists."),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 1",
)

SIDES_DIFFER = rule(
    id="limit.sides_differ",
    name="the sides differ",
    goal=BothSides,
    when=_differ,
    left=_pair,
    right=lambda: quote(sp.nan),
    words="From below the limit is {below}, from above it is {above}: they differ, so there is no limit.",
    mistakes=(
        Mistake(
            "mean", lambda below, above: (below + above) / 2, "Different one-sided limits have no compromise: the limit does not exist."
        ),
        Mistake("above", lambda above: above, "The two one-sided limits differ, so the two-sided limit does not exist."),
        Mistake("below", lambda below: below, "The two one-sided limits differ, so the two-sided limit does not exist."),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 1",
)

SIDE_MISSING = rule(
    id="limit.side_missing",
    name="one side has no limit",
    goal=BothSides,
    when=_one_missing,
    left=_pair,
    right=lambda: quote(sp.nan),
    words="On one side there is no limit, so there is no two-sided limit.",
    mistakes=(
        Mistake("above", lambda above: above, "One side alone is not enough: the two-sided limit does not exist."),
        Mistake("zero", lambda: quote(sp.S.Zero), "No limit is not the limit 0."),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 1",
)

CONTINUITY_RULES = (CONSTANT, POLYNOMIAL, CONTINUITY, NOT_REAL, TWO_SIDES, SIDES_AGREE, SIDES_DIFFER, SIDE_MISSING)
