"""L'Hôpital's rule, and Taylor polynomials in a quotient."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import leading
from symtutor.algorithms.asymptotics.exponents import as_expression
from symtutor.algorithms.asymptotics.signs import Unknown, is_zero
from symtutor.algorithms.structure import symbols
from symtutor.context import Context
from symtutor.goals.core import D, Limit
from symtutor.rule import BY_THE_RULE, Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.limits.questions import (
    STEWART,
    above_and_below,
    assumed_for,
    bound_limit,
    is_indeterminate,
    limit_as_written,
    limit_of,
    sides_of,
)
from symtutor.term import Quotient, Term, quote

__all__ = ["HOPITAL_RULES", "SERIES_RULES"]

rule = partial(Rule, goal=Limit)

_MOST_OPERATIONS = 60
_SMALL = 25
_MOST_TIMES = 3
_STEPPING = (sp.sign, sp.floor, sp.ceiling, sp.frac)


def _splits(f: sp.Expr, x: sp.Expr, to: sp.Basic, direction: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Yield ways to see an expression as a quotient: as it stands, then 0·∞ with one factor turned into a denominator."""
    above, below = above_and_below(f)
    if below.has(x):
        yield above, below
        if _is_indeterminate(above, below, x, to, direction):
            return
    factors = [a for a in sp.Mul.make_args(f) if a.has(x)]
    if len(factors) < 2:
        return
    logs = [a for a in factors if a.has(sp.log)]
    rest = [a for a in factors if a not in logs]
    if logs and rest:
        yield sp.Mul(*logs), 1 / sp.Mul(*rest)
    for factor in factors:
        yield factor, factor / f
    for factor in factors:
        yield f / factor, 1 / factor


def _is_indeterminate(above: sp.Expr, below: sp.Expr, x: sp.Expr, to: sp.Basic, direction: sp.Expr) -> bool:
    top, bottom = limit_of(above, x, to, direction), limit_of(below, x, to, direction)
    return top is not None and bottom is not None and is_indeterminate(top, bottom)


def _needs_many(above: sp.Expr, below: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> bool:
    """Tell whether the rule would have to be applied more than three times, or for ever."""
    if to.is_infinite:
        return False
    orders = [leading(part, x, to, sides_of(to, direction)[0]) for part in (above, below)]
    if any(o is None for o in orders):
        return False
    powers = [o.monomial.power for o in orders if o is not None]
    try:
        return min(powers) > _MOST_TIMES
    except Unknown:  # of powers with letters, whose order is not known
        return False


def _is_smooth_there(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> bool:
    """Tell whether no sign and no step of an expression changes again and again on the way to the point."""
    stepping = [part for part in expr.atoms(*_STEPPING) if part.has(x)]
    ends = [(part, limit_of(part.args[0], x, to, direction)) for part in stepping]
    return all(end not in {None, sp.nan} and (isinstance(part, sp.sign) or not end.is_infinite) for part, end in ends)


def _quotients(goal: Limit, context: Context, kind: str) -> Iterator[Bindings]:
    """Yield n and d of the form 0/0 or ∞/∞ whose derivatives have a quotient with a limit."""
    f, x, to, direction = goal.args
    if sp.count_ops(f) > _MOST_OPERATIONS:
        return
    for above, below in _splits(f, x, to, direction):
        top = limit_of(above, x, to, direction, context)
        bottom = limit_of(below, x, to, direction, context)
        if top is None or bottom is None or sp.nan in {top, bottom}:
            continue
        infinite = bool(top.is_infinite and bottom.is_infinite)
        vanishing = not top.is_infinite and not bottom.is_infinite and is_zero(top) and is_zero(bottom)
        if not (infinite if kind == "infinite" else vanishing) or (vanishing and _needs_many(above, below, x, to, direction)):
            continue
        if not all(_is_smooth_there(part, x, to, direction) for part in (above, below)):
            continue
        slopes = [context.value(D(part, x)) for part in (above, below)]
        if any(s is None for s in slopes) or slopes[1] == 0:
            continue
        quotient = slopes[0] / slopes[1]
        if sp.count_ops(quotient) > max(_SMALL, 2 * sp.count_ops(f)) or limit_of(quotient, x, to, direction) in {None, sp.nan}:
            continue
        yield {"f": above, "g": below, "x": x, "a": to, "direction": direction}
        return


def _zero_over_zero(goal: Limit, context: Context) -> Iterator[Bindings]:
    return _quotients(goal, context, "zero")


def _infinite_over_infinite(goal: Limit, context: Context) -> Iterator[Bindings]:
    return _quotients(goal, context, "infinite")


_MISTAKES = (
    Mistake(
        "quotient-rule",
        lambda f, g, x, a, direction: Limit(D(f / g, x), x, a, direction),
        "L'Hôpital's rule differentiates numerator and denominator separately; the quotient rule has no place in it.",
    ),
    Mistake(
        "numerator-only", lambda f, g, x, a, direction: Limit(D(f, x) / g, x, a, direction), "The denominator has to be differentiated too."
    ),
    Mistake(
        "upside-down",
        lambda f, g, x, a, direction: Limit(D(g, x) / D(f, x), x, a, direction),
        "The derivative of the numerator stands above, that of the denominator below.",
    ),
    Mistake("one", lambda: quote(sp.S.One), "Neither 0/0 nor ∞/∞ is 1: such a quotient can have any limit."),
    Mistake("sign", lambda f, g, x, a, direction: -Limit(D(f, x) / D(g, x), x, a, direction), "A sign was lost in one of the derivatives."),
)


def _as_fraction(bindings: Bindings) -> OnTheWay:
    """Return the fraction for a product 0·∞, of which one factor goes below."""
    f, g, x, to, direction = (bindings[key] for key in ("f", "g", "x", "a", "direction"))
    if above_and_below(f / g) == (f, g) or above_and_below(f / g)[1].has(x):
        return OnTheWay()
    return OnTheWay(
        (limit_as_written(Term(Quotient, (quote(f), quote(g))), x, to, direction),), (BY_THE_RULE,), "a factor written as a denominator"
    )


HOPITAL_ZERO = rule(
    on_the_way=_as_fraction,
    id="limit.hopital_zero",
    name="l'Hôpital's rule, 0/0",
    when=_zero_over_zero,
    left=lambda f, g, x, a, direction: Limit(f / g, x, a, direction),
    right=lambda f, g, x, a, direction: Limit(D(f, x) / D(g, x), x, a, direction),
    words="The numerator {f} and the denominator {g} both tend to 0, and the quotient of their derivatives has a limit: "
    "by l'Hôpital's rule it is the limit that is asked for.",
    why="Putting the point in gives 0/0: differentiate above and below.",
    cost=4,
    holds=lambda f, g, x, a, direction: assumed_for(x, a, direction, f, g),
    mistakes=_MISTAKES,
    source=f"{STEWART}, sec. 4.4",
)

HOPITAL_INFINITE = rule(
    on_the_way=_as_fraction,
    id="limit.hopital_infinite",
    name="l'Hôpital's rule, ∞/∞",
    when=_infinite_over_infinite,
    left=HOPITAL_ZERO.left,
    right=HOPITAL_ZERO.right,
    words="The numerator {f} and the denominator {g} both become infinite, and the quotient of their derivatives has a limit: "
    "by l'Hôpital's rule it is the limit that is asked for.",
    why="Numerator and denominator both become infinite, ∞/∞: differentiate above and below.",
    cost=4,
    holds=HOPITAL_ZERO.holds,
    mistakes=_MISTAKES,
    source=f"{STEWART}, sec. 4.4",
)


# ---- Taylor polynomials -------------------------------------------------------------------------
def _leading_power(f: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> sp.Expr | None:
    """Return the dominant power of the distance from a point in an expression, or None."""
    side = sides_of(to, direction)[0]
    found = leading(f, x, to, side)
    if found is None or found.monomial.growth or found.monomial.log or found.monomial.loglog:
        return None
    power = as_expression(found.monomial.power)
    return found.coefficient * (side * (x - to)) ** power


def _series(goal: Limit, _context: object) -> Iterator[Bindings]:
    f, x, to, direction = goal.args
    if to.is_infinite or (symbols(to) and f.has(sp.floor, sp.ceiling)):
        return
    if limit_of(f, x, to, direction) in {None, sp.nan}:
        return
    above, below = above_and_below(f)
    top, bottom = (_leading_power(part, x, to, direction) for part in (above, below))
    if top is None or bottom is None or (top == above and bottom == below):
        return
    if direction.name == "+-" and not all(_is_integer_power(p, x) for p in (top, bottom)):
        return
    yield {**bound_limit(goal), "p": top, "q": bottom, "n": above, "d": below}


def _is_integer_power(expr: sp.Expr, x: sp.Symbol) -> bool:
    return all(p.exp.is_Integer for p in expr.atoms(sp.Pow) if p.base.has(x))


SERIES = rule(
    id="limit.series",
    name="leading terms of the Taylor polynomials",
    when=_series,
    left=lambda f, p, q, n, d, x, a, direction: Limit(f, x, a, direction),
    right=lambda p, q, x, a, direction: Limit(p / q, x, a, direction),
    words="Near the point the numerator {n} is {p} and the denominator {d} is {q}, up to smaller terms: only these leading terms count.",
    why="Putting the point in gives 0/0 to a higher order: compare the leading terms above and below.",
    cost=14,
    mistakes=(
        Mistake(
            "factorial",
            lambda p, q, x, a, direction: 6 * Limit(p / q, x, a, direction),
            "The coefficients of a Taylor polynomial are derivatives over factorials: sin x = x − x³/3! + … has 3! below.",
        ),
        Mistake(
            "too-short", lambda: quote(sp.S.Zero), "The polynomials were cut too early: keep terms until one remains that does not cancel."
        ),
    ),
    source=f"{STEWART}, sec. 11.10",
)


HOPITAL_RULES = (HOPITAL_ZERO, HOPITAL_INFINITE)


def _scale(monomial: Any, coefficient: sp.Expr, x: sp.Expr) -> sp.Basic:
    """Return a leading term at infinity as an expression."""

    def member(e: Any, q: Any, r: Any) -> sp.Basic:
        return x ** -as_expression(e) * sp.log(x) ** as_expression(q) * sp.log(sp.log(x)) ** as_expression(r)

    growth = sp.Add(*[c * member(*key) for key, c in monomial.growth])
    return coefficient * sp.exp(growth) * member(*monomial[1:])


def _comparison(goal: Limit, _context: object) -> Iterator[Bindings]:
    f, x, to, _direction = goal.args
    found = leading(f, x, to) if to is sp.oo else None
    if found is not None:
        g = _scale(found.monomial, found.coefficient, x)
        if g != f:
            yield {**bound_limit(goal), "g": g}


COMPARISON = rule(
    id="limit.comparison",
    name="asymptotic comparison",
    when=_comparison,
    left=lambda f, g, x, a, direction: Limit(f, x, a, direction),
    right=lambda g, x, a, direction: Limit(g, x, a, direction),
    words="At infinity {f} behaves like {g}: their quotient tends to 1, so they have the same limit.",
    cost=20,
    holds=lambda f, x, a, direction: assumed_for(x, a, direction, f),
    mistakes=(
        Mistake("one", lambda: quote(sp.S.One), "It is the quotient of the two that tends to 1."),
        Mistake("inverse", lambda g, x, a, direction: 1 / Limit(g, x, a, direction), "The comparison was turned over."),
    ),
    source="NIST Digital Library of Mathematical Functions, 2.1(i) and 5.11",
)

SERIES_RULES = (SERIES, COMPARISON)
