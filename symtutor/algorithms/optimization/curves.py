"""Simple curves among constraints that go on for ever: rays, and the branches of equations between two powers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of

__all__ = ["LETTER", "feasible_curves", "seems_to_fall"]

LETTER = sp.Symbol("t")
_FAR = tuple(sp.Integer(10) ** k for k in (1, 2, 4, 8))
_MOST = 3


def feasible_curves(inequalities: Any, equations: Any, strict: Any, variables: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield curves in t that satisfy constraints for all t ≥ 0, every one of which is a polynomial in t.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> next(feasible_curves((), (y**2 - x**3,), (), (x, y)))
    (t**2, t**3)
    """
    if len(variables) > _MOST:
        return
    for curve in _curves(equations, variables):
        at = dict(zip(variables, curve, strict=True))
        if all(sp.expand(h.xreplace(at)) == 0 for h in equations) and all(
            _stays(g.xreplace(at), is_strict=is_strict) for gaps, is_strict in ((inequalities, False), (strict, True)) for g in gaps
        ):
            yield curve


def _curves(equations: Any, variables: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for h in equations:
        terms = sp.Add.make_args(sp.expand(h))
        powers = [t.as_independent(*variables, as_Add=False)[1].as_base_exp() for t in terms]
        if len(terms) == 2 and len(variables) == 2 and {b for b, _ in powers} == set(variables) and all(e.is_Integer for _, e in powers):
            (u, a), (_, b) = powers
            common = sp.gcd(a, b)
            for s, r in product((1, -1), repeat=2):
                place = {u: s * LETTER ** (b / common)}
                yield tuple(place.get(v, r * LETTER ** (a / common)) for v in variables)
    for start in (1, 0):
        for way in product((1, -1, 0), repeat=len(variables)):
            if any(way):
                yield tuple(start + d * LETTER for d in way)
    for degrees in product((1, 2), repeat=len(variables)) if not equations else ():
        if len(set(degrees)) > 1:
            for signs in product((1, -1), repeat=len(variables)):
                yield tuple(s * LETTER**p for s, p in zip(signs, degrees, strict=True))


def _stays(along: Any, *, is_strict: bool) -> bool:
    """Tell whether a polynomial in t has no negative coefficient, and for a strict constraint a positive number first."""
    if not along.is_polynomial(LETTER):
        return False
    signs = [sign_of(c) for c in sp.Poly(along, LETTER).all_coeffs()]
    return set(signs) <= {0, 1} and (not is_strict or signs[-1] == 1)


def seems_to_fall(along: Any) -> bool:
    """Tell whether values far out fall without an end in sight: a guess, which a limit must prove."""
    if LETTER not in along.free_symbols:
        return False
    try:
        heights = [numeric(along.xreplace({LETTER: t})) for t in _FAR]
    except (TypeError, ValueError, OverflowError):
        return False
    if any(h is None for h in heights):
        return False
    falls = [a - b for a, b in pairwise(heights)]
    return heights[-1] < 0 and all(d > sp.Rational(1, 10) for d in falls) and falls[-1] >= falls[-2] * sp.Rational(3, 2)
