"""Expressions of whole numbers: finite sums written out, sums proved by induction, binomials, points at whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.points import Point, points_of
from symtutor.checking.normal_form.normal_form import prove_by_normal_form
from symtutor.verdict import Proof

__all__ = ["asks_for_whole_numbers", "prove_by_induction", "whole_points", "with_whole_powers", "written_out"]

_MOST_TERMS = 60
_WHOLE = tuple(map(sp.Integer, (3, 5, 2, 7, 4, 1, 6, 0, 9, -1, -2, 11)))
_POSITIVE_ORDER = 12  # of a binomial that is written as a polynomial


def written_out(expr: sp.Expr) -> sp.Basic:
    """Return an expression with finite sums and products as terms, and binomials of a whole order as polynomials.

    Examples
    --------
    >>> k, n, t = sp.symbols("k n t")
    >>> written_out(sp.Sum(t**k, (k, 1, 3))), written_out(sp.binomial(n, 2))
    (t**3 + t**2 + t, n*(n - 1)/2)
    """
    if not expr.has(sp.Sum, sp.Product, sp.binomial):
        return expr
    return expr.replace(lambda e: isinstance(e, sp.Sum | sp.Product | sp.binomial), _written)


def _written(part: Any) -> Any:
    if isinstance(part, sp.binomial):
        above, below = part.args
        if not (below.is_Integer and 0 <= below <= _POSITIVE_ORDER):
            return part
        return sp.Mul(*(above - j for j in range(int(below)))) / sp.factorial(below)
    if len(part.limits) != 1 or len(part.limits[0]) != 3:
        return part
    index, low, high = part.limits[0]
    if not (low.is_Integer and high.is_Integer):
        return part
    if high - low >= _MOST_TERMS:
        is_short = isinstance(part, sp.Sum) and part.function.is_polynomial(index) and sp.degree(part.function, index) <= _POSITIVE_ORDER
        return part.func(sp.expand(part.function), *part.limits).doit() if is_short else part  # by the sums of powers
    terms = [part.function.subs(index, value) for value in range(int(low), int(high) + 1)]
    return sp.Add(*terms) if isinstance(part, sp.Sum) else sp.Mul(*terms)


def asks_for_whole_numbers(expr: sp.Expr) -> bool:
    """Tell whether an expression has values at whole numbers alone, or is known there alone.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> asks_for_whole_numbers((-2) ** n), asks_for_whole_numbers(2**n)
    (True, False)
    """
    if any(part.free_symbols for part in expr.atoms(sp.binomial, sp.factorial)):
        return True
    if any(limit[1:] and sp.Tuple(*limit[1:]).free_symbols for part in expr.atoms(sp.Sum, sp.Product) for limit in part.limits):
        return True
    return any(p.base.is_negative and p.exp.free_symbols for p in expr.atoms(sp.Pow))


def whole_points(symbols: tuple[Any, ...], domain: Mapping[Any, Any]) -> Iterator[Point]:
    """Yield points all of whose coordinates are whole numbers."""
    return points_of(symbols, domain, dict.fromkeys(symbols, _WHOLE))


def prove_by_induction(a: Any, b: Any) -> Proof | None:
    """Return a proof for sums up to a letter: equal at the first number, and equal steps from each number to the next.

    Examples
    --------
    >>> k, n = sp.symbols("k n")
    >>> print(prove_by_induction(sp.Sum(k, (k, 1, n)), n * (n + 1) / 2))
    proved: induction over n from 1
    """
    difference = a - b
    sums = sorted(difference.atoms(sp.Sum, sp.Product), key=sp.default_sort_key)
    ends = {part.limits[0][2] for part in sums}
    starts = {part.limits[0][1] for part in sums}
    if len(ends) != 1 or len(starts) != 1 or any(len(part.limits) != 1 for part in sums):
        return None
    (end,), (start,) = ends, starts
    if not (end.is_Symbol and start.is_Integer) or any(end in part.function.free_symbols for part in sums):
        return None
    letters = {part: sp.Symbol(f"[{part}]") for part in sums}
    after = {part: _extended(part, letters[part], end) for part in sums}
    plain = {part: sp.Symbol(f"<{j}>") for j, part in enumerate(sums)}
    moved = difference.xreplace(plain).subs(end, end + 1).xreplace({plain[part]: after[part] for part in sums})
    first = written_out(difference.subs(end, start))
    begins = prove_by_normal_form(first, sp.S.Zero)
    goes_on = prove_by_normal_form(moved, difference.xreplace(letters))
    return Proof(f"induction over {end} from {start}", (begins, goes_on)) if begins and goes_on else None


def _extended(part: Any, letter: sp.Symbol, end: Any) -> sp.Expr:
    following = part.function.subs(part.limits[0][0], end + 1)
    return letter + following if isinstance(part, sp.Sum) else letter * following


def with_whole_powers(term: Any, index: Any, first: Any) -> Any:
    """Return a term that is defined where it is, without powers by a whole number that runs from a first one.

    Examples
    --------
    >>> k, r = sp.symbols("k r")
    >>> with_whole_powers(r**k, k, 0), with_whole_powers(r**k, k, -1)
    (r, 1/r)
    """
    found = {}
    for power in term.atoms(sp.Pow):
        shape = power.exp.as_poly(index) if power.exp.free_symbols == {index} else None
        if shape is not None and all(c.is_Integer for c in shape.all_coeffs()):
            is_above = shape.LC() > 0 and shape.degree() == 1 and sp.sympify(shape.eval(first)).is_nonnegative
            found[power] = power.base if is_above else 1 / power.base
    return term.xreplace(found)
