"""Exact rational points at which two expressions are compared: the same points for the same input, always."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy as sp

__all__ = ["Point", "points_of", "special_values"]

Point = dict[Any, Any]

_FRACTIONS = (
    "3/7 -5/3 9/4 1/10 -2/7 22/7 4/5 -19/4 13/2 1/50 -1/9 6/5 47/3 -12/13 17/9 -1/60 "
    "7/11 -33/4 29/3 1/1000 1 -1 2 0 3 -2 1/2 -1/2 101/4 1/3"
)
VALUES = tuple(sp.Rational(text) for text in _FRACTIONS.split())
DENSE = tuple(sign * sp.Rational(3 * k + 1, 17) for k in range(60) for sign in (1, -1))
MAX_SPECIAL = 24
_INSIDE = 60  # a point just inside an irrational end is a multiple of 1/60: a learner can compute with it
_STEPS = (0, 1, -1, 2)  # whole numbers at which floor and ceiling are looked at


def points_of(
    symbols: tuple[Any, ...],
    domain: Mapping[Any, Any],
    special: Mapping[sp.Expr, tuple[sp.Rational, ...]] | None = None,
    *,
    dense: bool = False,
) -> Iterator[Point]:
    """Yield points of the domain, generic ones first.

    Parameters
    ----------
    symbols : tuple of Symbol
        The coordinates, in order.
    domain : mapping of Symbol to Set
        Where a symbol lives; a symbol that is not named is any real number.
    special : mapping of Symbol to tuple of Rational, optional
        Values to try in place of the generic ones.
    dense : bool
        Take values close to each other instead, for expressions that are real in few places.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> next(points_of((x,), {x: sp.Interval(2, 3)}))
    {x: 5/2}
    """
    chosen = dict.fromkeys(symbols, DENSE) if dense else special or {}
    axes = [_values(s, domain.get(s), chosen.get(s)) for s in symbols]
    if any(not axis for axis in axes):
        return
    seen = set()
    for k in range(max((len(axis) for axis in axes), default=1)):
        point = {s: axis[(k * (1 + 2 * (j % 3)) + 3 * j) % len(axis)] for j, (s, axis) in enumerate(zip(symbols, axes, strict=True))}
        key = tuple(point.values())
        if key not in seen:
            seen.add(key)
            yield point


def _values(symbol: sp.Expr, domain: Any, special: tuple[sp.Basic, ...] | None) -> list[Any]:
    """Return the values of one coordinate that lie in its domain."""
    if special is not None:
        return [v for v in special if domain is None or domain.contains(v) == sp.true]
    if domain is None or domain == sp.S.Reals:
        return list(VALUES)
    if isinstance(domain, sp.Interval):
        return _of_interval(domain)
    if isinstance(domain, sp.FiniteSet):
        return sorted((v for v in domain if v.is_Rational), key=lambda v: (v.q, v))
    if isinstance(domain, sp.Union):
        parts = [_values(symbol, part, None) for part in domain.args]
        return [part[k] for k in range(max(map(len, parts), default=0)) for part in parts if k < len(part)]
    return [v for v in (*VALUES, *map(sp.Integer, range(4, 12))) if domain.contains(v) == sp.true]


def _of_interval(domain: Any) -> list[sp.Basic]:
    """Return values spread over an interval, its closed ends included."""
    low, high = domain.start, domain.end
    if low == 0 and high is sp.oo and domain.left_open:
        return [v for v in dict.fromkeys(map(abs, VALUES)) if v]
    if low is -sp.oo and high is sp.oo:
        return list(VALUES)
    left, right = _rational(low, 1), _rational(high, -1)
    if left is not None and right is not None and left >= right:
        left, right = (sp.Rational(str(end.evalf(15))) for end in (low, high))
    if left is None or right is None:
        start, direction = (right, -1) if left is None else (left, 1)
        inner = [start + direction * abs(v) for v in VALUES]
    else:
        inner = [left + (right - left) * abs(v) / (1 + abs(v)) for v in (sp.Integer(1), *VALUES)]
    return [v for v in dict.fromkeys(inner) if domain.contains(v) == sp.true]


def _rational(end: Any, direction: int) -> Any:
    """Return a rational end just inside the interval, or None at infinity."""
    if end.is_infinite:
        return None
    if end.is_Rational:
        return end
    return (sp.ceiling if direction > 0 else sp.floor)(end * _INSIDE) / _INSIDE


@lru_cache(maxsize=4096)
def special_values(expressions: tuple[Any, ...], symbol: Any) -> tuple[Any, ...]:
    """Return values on, between and beyond the places where a part of an expression changes its form.

    These are the real zeros of the arguments of |·|, max, min, sign, roots, log and of
    the conditions of a piecewise function, as far as these are polynomials in the symbol.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> special_values((sp.Abs(x - 100),), x)
    (99, 100, 101)
    """
    places: set[Any] = set()
    for expr in expressions:
        for part in sp.preorder_traversal(expr):
            for boundary in _boundaries(part):
                places |= _zeros(boundary, symbol)
            if len(places) > MAX_SPECIAL:
                break
    ordered = sorted(places)[:MAX_SPECIAL]
    if not ordered:
        return ()
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    return tuple(sorted({*ordered, *between, ordered[0] - 1, ordered[-1] + 1}))


def _boundaries(part: sp.Basic) -> Iterator[sp.Basic]:
    """Yield what is 0 where a part of an expression changes its form."""
    args: Any = part.args
    if isinstance(part, sp.Abs | sp.sign | sp.Heaviside | sp.log):
        yield part.args[0]
    elif isinstance(part, sp.floor | sp.ceiling | sp.frac):
        yield from (part.args[0] - k for k in _STEPS)
    elif isinstance(part, sp.Max | sp.Min):
        first, *others = args
        for other in others:
            yield first - other
    elif isinstance(part, sp.Pow) and not part.exp.is_Integer:
        yield part.base
    elif isinstance(part, sp.asin | sp.acos | sp.atanh):
        yield part.args[0] - 1
        yield part.args[0] + 1
    elif isinstance(part, sp.acosh):
        yield part.args[0] - 1
    elif isinstance(part, sp.Piecewise):
        for _, condition in args:
            for relation in condition.atoms(sp.core.relational.Relational):
                yield relation.lhs - relation.rhs


def _zeros(boundary: Any, symbol: sp.Basic) -> set[sp.Expr]:
    """Return the real zeros of a polynomial or of a numerator, irrational ones to 12 digits; none for anything else."""
    if boundary.free_symbols != {symbol}:
        return set()
    numerator = sp.fraction(sp.together(boundary))[0] if boundary.is_rational_function(symbol) else boundary
    try:
        polynomial = sp.Poly(numerator, symbol, domain=sp.QQ)
    except (sp.PolynomialError, sp.CoercionFailed):
        return set()
    if not 0 < polynomial.degree() <= 12:
        return set()
    return {r if r.is_Rational else sp.Rational(str(r.evalf(13))) for r in polynomial.real_roots()}
