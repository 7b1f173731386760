"""Differences that jump: where slopes agree and values do not, something jumps between two places of one interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.calculus.regions import intervals_of
from symtutor.checking.enclosures.enclosure import Undefined
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.points import points_of
from symtutor.checking.equivalence.refutation import compare_at
from symtutor.verdict import Witness

__all__ = ["Jump", "find_jump", "gaps_at_steps", "may_jump"]

_PRECISION = 192
_PLACES = sorted({sign * sp.Rational(3, 7) * sp.Rational(2) ** k for k in range(-6, 25) for sign in (1, -1)})
_CHOICES = 6  # values of the other letters that are tried
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Jump:
    """A point of the domain at which a difference jumps, with its values before and after."""

    witness: Witness


def may_jump(expr: sp.Basic, x: Any) -> bool:
    """Tell whether an expression holds a function of x that has values on both sides of a jump.

    Examples
    --------
    >>> x, a = sp.symbols("x a")
    >>> may_jump(sp.floor(a * x), x), may_jump(x * sp.floor(a), x), may_jump(sp.tan(x), x)
    (True, False, False)
    """
    return any(part.has(x) for part in expr.atoms(*JUMPING))


def find_jump(a: Any, b: Any, x: Any, domain: Mapping[Any, Any]) -> Jump | None:
    """Return where a − b jumps within an interval of the common domain, or None where no jump was found.

    Parameters
    ----------
    a, b : Expr
        Expressions whose derivatives in x agree wherever there are any.
    x : Symbol
        The variable.
    domain : mapping of Symbol to Set
        Where symbols live; others are real.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(find_jump(x**2 + sp.floor(x / 1000), x**2, x, {}).witness)
    at x = 0: -1 ≠ 0
    >>> find_jump(-1 / x + sp.sign(x), -1 / x, x, {}) is None
    True
    """
    difference = a - b
    others = tuple(sorted(difference.free_symbols - {x}, key=str))
    condition = sp.And(natural_domain(a), natural_domain(b), natural_domain(1 / x) if difference.has(sp.Piecewise) else sp.true)
    for at, _ in zip(points_of(others, domain) if others else ({},), range(_CHOICES), strict=False):
        for low, high in _intervals(condition.subs(at), x, domain.get(x, sp.S.Reals)):
            witness = _jump_inside(difference.subs(at), x, low, high)
            if witness is not None:
                point = {**at, **witness.point}
                return Jump(Witness(point, witness.left, witness.right, witness.enclosure, witness.digits))
    return None


def _intervals(condition: Any, x: Any, declared: sp.Set) -> Iterator[tuple[Any, Any]]:
    """Yield the intervals of a condition inside a declared set; none where it cannot be solved."""
    if not isinstance(declared, sp.Interval) or condition == sp.false or condition.free_symbols - {x}:
        return
    pairs = [(-sp.oo, sp.oo)] if condition == sp.true else [(r.low, r.high) for r in intervals_of(condition, x) or ()]
    for low, high in pairs:
        inner = sp.Max(low, declared.start), sp.Min(high, declared.end)
        if inner[0] < inner[1]:
            yield inner


def _jump_inside(difference: Any, x: Any, low: sp.Expr, high: sp.Expr) -> Witness | None:
    """Return a short interval between whose ends a difference of zero slope changes."""
    places = [p for p in _PLACES if low < p < high]
    if len(places) < 2 and low.is_finite and high.is_finite:
        places = [sp.Rational(str(sp.N(low + (high - low) * k / 16, 20))) for k in range(1, 16)]
    for p, q in sorted(pairwise(places), key=lambda pair: (max(map(abs, pair)), pair)):
        if _gap(difference, x, p, q) is not None:
            return _narrowed(difference, x, p, q)
    return None


def _gap(difference: sp.Function, x: sp.Basic, p: sp.Basic, q: sp.Expr) -> Witness | None:
    """Return a witness if the values at two places surely differ."""
    try:
        return compare_at(difference.subs(x, p), difference.subs(x, q), {}, _PRECISION)
    except (Undefined, TypeError, OverflowError):
        return None


def _narrowed(difference: sp.Function, x: Any, low: sp.Expr, high: sp.Expr) -> Witness | None:
    """Return the values on both sides of a jump, told at a place near it."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _gap(difference, x, low, middle) is not None:
            high = middle
        elif _gap(difference, x, middle, high) is not None:
            low = middle
        else:
            break
    found = _gap(difference, x, low, high)
    near = sp.Rational(round(high * 10**6), 10**6)
    return None if found is None else Witness({x: near}, found.left, found.right, found.enclosure, found.digits)


def gaps_at_steps(expr: sp.Basic, x: sp.Symbol) -> tuple[tuple[Any, Any], ...] | None:
    """Return the place of each step of an expression and by how much the expression jumps there, or None where this is not known.

    Parameters
    ----------
    expr : Expr
        An expression whose only functions with jumps are signs, floors and ceilings of what is linear in x.
    x : Symbol
        The variable.

    Returns
    -------
    tuple of (place, gap), or None
        The steps of a floor stand at a place for each whole number, the letter ``_k``.  An expression is
        continuous if each gap is 0 for every ``_k``.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> gaps_at_steps(x * sp.sign(x - 2), x)
    ((2, 4),)
    >>> [sp.expand(gap) for _, gap in gaps_at_steps(x * sp.floor(x) - sp.floor(x) * (sp.floor(x) + 1) / 2, x)]
    [0]
    """
    steps = sorted((part for part in expr.atoms(*JUMPING) if part.has(x)), key=sp.default_sort_key)
    found = []
    for part in steps:
        if type(part) not in _SIDES:
            return None
        inside = sp.expand(part.args[0])
        slope = inside.coeff(x, 1)
        if not slope.is_number or slope == 0 or inside.coeff(x, 0) + slope * x != inside:
            return None
        others = [p for p in steps if p is not part]
        if any(p.args[0].has(*JUMPING) for p in steps) or (others and type(part) not in {sp.sign, sp.Heaviside}):
            return None  # two steps may meet
        place = (_SIDES[type(part)][0] - inside.coeff(x, 0)) / slope
        after, before = (expr.xreplace({part: side}).subs(x, place) for side in _SIDES[type(part)][1:])
        found.append((place, after - before))
    return tuple(found)


_K = sp.Symbol("_k")
_SIDES: dict[Any, tuple[Any, Any, Any]] = {
    sp.sign: (sp.S.Zero, sp.S.One, sp.S.NegativeOne),
    sp.Heaviside: (sp.S.Zero, sp.S.One, sp.S.Zero),
    sp.floor: (_K, _K, _K - 1),
    sp.ceiling: (_K, _K + 1, _K),
}
