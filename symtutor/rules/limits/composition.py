"""Limits of compositions: inside a continuous function, by substitution, of powers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import sign_near
from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import (
    ABOVE,
    BELOW,
    BOTH,
    CONTINUOUS,
    STEWART,
    assumed_in,
    continuous_value,
    limit_of,
    parts_known,
    sides_of,
    sign_of_number,
)
from symtutor.rules.notation import at, exp, log, sqrt
from symtutor.term import Term, apply_head, quote

__all__ = ["COMPOSITION_RULES", "POWER_RULES"]

rule = partial(Rule, goal=Limit, cost=0, commit=True)


def _composition(goal: Limit, context: Any) -> Iterable[Bindings]:
    """Split F(g(x)) where F is continuous at the limit of g."""
    f, x, to, direction = goal.args
    parts = _outer_and_inner(f, x, context)
    if parts is None:
        return
    outer, u, inner = parts
    found = limit_of(inner, x, to, direction, context)
    if found is None or found is sp.nan or found.is_infinite or inner == x:
        return
    near = BOTH
    if continuous_value(outer, u, found, near) is None:
        near = _side_of(inner - found, x, to, direction)
        if near is None or continuous_value(outer, u, found, near) is None:
            return
    yield {"outer": outer, "u": u, "inner": inner, "x": x, "a": to, "direction": direction}


def _outer_and_inner(f: sp.Expr, x: sp.Symbol, context: Context) -> tuple[sp.Basic, sp.Expr, sp.Basic] | None:
    """Return F(u), u and g for an expression F(g(x))."""
    if isinstance(f, sp.Pow) and not all(context.depends(a, x) for a in f.args):
        place = 0 if context.depends(f.base, x) else 1
    elif len(f.args) == 1 and (type(f) in CONTINUOUS or isinstance(f, sp.exp)):
        place = 0
    else:
        return None
    u = context.letter(f, x)
    args = list(f.args)
    inner, args[place] = args[place], u
    return f.func(*args), u, inner


def _side_of(gap: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> Any:
    """Return the side from which an inner function comes to its limit, or None when it comes from both."""
    signs = {sign_near(gap, x, to, s) for s in sides_of(to, direction)}
    return {1: ABOVE, -1: BELOW}.get(signs.pop() or 0) if len(signs) == 1 else None


def _substitution(goal: Limit, context: Any) -> Iterator[Bindings]:
    """Split F(g(x)) where g tends to a point at which F is not continuous, or to infinity."""
    f, x, to, direction = goal.args
    parts = _outer_and_inner(f, x, context)
    if parts is None or parts[2] == x:
        return
    outer, u, inner = parts
    found = limit_of(inner, x, to, direction, context)
    if found is None or found is sp.nan:
        return
    side = BOTH if found.is_infinite else _side_of(inner - found, x, to, direction)
    if side is None or limit_of(outer, u, found, side, context) is None:
        return
    yield {"outer": outer, "u": u, "inner": inner, "b": found, "side": side, "x": x, "a": to, "direction": direction}


def _of_inner(inner: sp.Expr, b: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> tuple[Any, ...]:
    """Return the conditions on which it rests that an inner function tends to b, from the side that it comes from."""
    gap = () if b.is_infinite else (partial(_side_of, inner - b, x, to, direction),)
    return assumed_in(partial(limit_of, inner, x, to, direction), *gap)


def _power(goal: Limit, context: Context) -> Iterable[Bindings]:
    """Find f(x)^g(x) with limits b > 0 and c that make a determinate power."""
    f, x, to, direction = goal.args
    if not all(context.depends(a, x) for a in f.args):
        return ()
    values = parts_known(f.args, goal, context)
    if values is None or any(v.is_infinite for v in values) or sign_of_number(values[0]) != 1:
        return ()
    return ({"f": f.base, "g": f.exp, "x": x, "a": to, "direction": direction},)


def _exponential_form(goal: Limit, context: Context) -> Iterator[Bindings]:
    f, x, to, direction = goal.args
    if not all(context.depends(a, x) for a in f.args):
        return
    inside = limit_of(f.exp * sp.log(f.base), x, to, direction, context)
    if inside is not None and inside is not sp.nan:
        yield {"f": f.base, "g": f.exp, "x": x, "a": to, "direction": direction}


def _applied(outer: Term, u: Any, inner: Term) -> Term:
    """Return F(…) as it is written, with a term in the place of the letter."""
    expr, letter = outer.args[0], u.args[0]
    if not isinstance(expr, sp.Pow):
        return apply_head(expr.func, inner)
    if expr.base != letter:
        return quote(expr.base) ** inner
    return sqrt(inner) if expr.exp is sp.S.Half else inner ** quote(expr.exp)


COMPOSITION = rule(
    id="limit.composition",
    name="limit inside a continuous function",
    when=_composition,
    left=lambda outer, u, inner, x, a, direction: Limit(at(outer, u, inner), x, a, direction),
    right=lambda outer, u, inner, x, a, direction: _applied(outer, u, Limit(inner, x, a, direction)),
    words="The outer function is continuous at the limit of {inner}: take the limit inside.",
    mistakes=(
        Mistake(
            "outer-forgotten",
            lambda inner, x, a, direction: Limit(inner, x, a, direction),
            "That is the limit of the inner function; the outer function still has to be applied.",
        ),
        Mistake(
            "at-point",
            lambda outer, u, a: at(outer, u, a),
            "The outer function is taken at the limit of the inner one, not at the point that the variable approaches.",
        ),
    ),
    source=f"{STEWART}, sec. 2.5, theorem 8",
)

SUBSTITUTION = rule(
    id="limit.substitution",
    name="substitution",
    when=_substitution,
    left=lambda outer, u, inner, b, side, x, a, direction: Limit(at(outer, u, inner), x, a, direction),
    right=lambda outer, u, b, side: Limit(outer, u, b, side),
    holds=lambda inner, b, x, a, direction: _of_inner(inner, b, x, a, direction),
    words="The inner function {inner} tends to {b}: call it {u} and let {u} tend to {b}.",
    shows=lambda bindings, _values: {str(bindings["u"]): bindings["inner"]},
    mistakes=(
        Mistake(
            "old-point",
            lambda outer, u, a, direction: Limit(outer, u, a, direction),
            "With the new variable the point changes too: it is the limit of the inner function.",
        ),
        Mistake("inner-only", lambda b: b, "That is the limit of the inner function; the outer function still has to be applied."),
    ),
    source=f"{STEWART}, sec. 2.5",
)

POWER = rule(
    id="limit.power",
    name="power law",
    heads=(sp.Pow,),
    when=_power,
    left=lambda f, g, x, a, direction: Limit(f**g, x, a, direction),
    right=lambda f, g, x, a, direction: Limit(f, x, a, direction) ** Limit(g, x, a, direction),
    words="Base and exponent have limits, and the base stays positive: take both limits.",
    mistakes=(
        Mistake(
            "product",
            lambda f, g, x, a, direction: Limit(f, x, a, direction) * Limit(g, x, a, direction),
            "A power is no product: raise the limit of the base to the limit of the exponent.",
        ),
        Mistake("base-only", lambda f, x, a, direction: Limit(f, x, a, direction), "The exponent was forgotten."),
    ),
    source=f"{STEWART}, sec. 2.5",
)

EXPONENTIAL_FORM = rule(
    id="limit.exponential_form",
    name="power written with exp and ln",
    heads=(sp.Pow,),
    when=_exponential_form,
    left=lambda f, g, x, a, direction: Limit(f**g, x, a, direction),
    right=lambda f, g, x, a, direction: exp(Limit(g * log(f), x, a, direction)),
    words="Base and exponent both vary: write the power as e to the exponent times the logarithm of the base, "
    "and take the limit in the exponent.",
    why="Base and exponent both vary: write it as e to a product, and take the limit of the exponent.",
    cost=1,
    mistakes=(
        Mistake(
            "one",
            lambda: quote(sp.S.One),
            "1 to the power ∞ is indeterminate, as are 0 to the 0 and ∞ to the 0: take the limit in the exponent.",
        ),
        Mistake(
            "exp-forgotten",
            lambda f, g, x, a, direction: Limit(g * log(f), x, a, direction),
            "That is the limit of the logarithm: the answer is e to this power.",
        ),
        Mistake("zero", lambda: quote(sp.S.Zero), "0 to the power 0 is indeterminate: take the limit in the exponent."),
    ),
    source=f"{STEWART}, sec. 4.4",
)

COMPOSITION_RULES = (COMPOSITION, SUBSTITUTION, POWER)
POWER_RULES = (EXPONENTIAL_FORM,)
