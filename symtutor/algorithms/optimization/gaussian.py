"""Multipliers of the Gaussian kernel e^(−γ‖x − z‖²), exactly: its entries are powers of one number t = e^(−r) with a rational r.

By Lindemann's theorem t is transcendental, so that a fraction of polynomials in t is 0 only where its numerator is the polynomial 0;
its sign is told by enclosures of rising precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import sympy as sp
from mpmath import iv
from sympy.polys.matrices import DomainMatrix

from symtutor.algorithms.optimization.separation import proposed_multipliers

__all__ = ["gaussian_separation"]

_MOST_FREE = 9
_TOLERANCES = (1e-7, 1e-5, 1e-9, 1e-3)
_PRECISIONS = (60, 200, 800, 3200)


class _Powers:
    """Fractions of polynomials in t = e^(−unit), with their signs."""

    def __init__(self, unit: Fraction) -> None:
        self.unit = unit
        self.letter = sp.Symbol("_t")
        self.field = sp.QQ.frac_field(self.letter)
        self.t = self.field.gens[0]

    def sign(self, number: Any) -> int:
        """Return the sign of a fraction at t."""
        if not number:
            return 0
        return self._of_polynomial(number.numer) * self._of_polynomial(number.denom)

    def _of_polynomial(self, poly: Any) -> int:
        for precision in _PRECISIONS:
            saved, iv.prec = iv.prec, precision
            try:
                t = iv.exp(-iv.mpf(self.unit.numerator) / self.unit.denominator)
                terms = (iv.mpf(int(c.numerator)) / int(c.denominator) * t ** int(m[0]) for m, c in poly.terms())
                found = sum(terms, iv.mpf(0))
            finally:
                iv.prec = saved
            if found.a > 0 or found.b < 0:
                return 1 if found.a > 0 else -1
        raise ArithmeticError("a sign was not told")

    def written(self, number: Any) -> sp.Expr:
        """Return a fraction as an expression in powers of e."""
        power = sp.exp(-sp.Rational(self.unit.numerator, self.unit.denominator))
        return sp.sympify(number.as_expr()).xreplace({self.letter: power})


def gaussian_separation(
    points: Sequence[Sequence[Fraction]], labels: Sequence[int], bound: Fraction | None, rate: Fraction
) -> tuple[list[Any], Any, Any, list[Any]] | None:
    """Return multipliers, offset, least value and slacks of ½‖w‖² + C Σ ξ for the kernel, exactly; None where none was certified.

    Parameters
    ----------
    points : sequence of points
        Fractions.
    labels : sequence of int
        1 or −1 for each.
    bound : Fraction or None
        C, None for a hard margin.
    rate : Fraction
        γ, a positive number.

    Examples
    --------
    >>> gaussian_separation([(Fraction(0),), (Fraction(1),)], [-1, 1], None, Fraction(1))[:2]
    ([-1/(-1 + exp(-1)), -1/(-1 + exp(-1))], 0)
    """
    squares = [[rate * sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0)) for q in points] for p in points]
    if any(not squares[i][j] and labels[i] != labels[j] for i in range(len(points)) for j in range(i)):
        return None  # a point on both sides
    kinds = {s for row in squares for s in row if s}
    below = lcm(*(s.denominator for s in kinds))
    unit = Fraction(gcd(*(int(s * below) for s in kinds)), below)
    ring = _Powers(unit)
    kernel = [[ring.t ** int(s / unit) for s in row] for row in squares]
    rough = [[float(2.718281828459045 ** float(-s)) for s in row] for row in squares]
    for free, full in proposed_multipliers(rough, labels, bound, _TOLERANCES):
        if len(free) <= _MOST_FREE:
            found = _certified(ring, kernel, labels, bound, free, full)
            if found is not None:
                return found
    return None


def _certified(ring: _Powers, kernel: Any, labels: Sequence[int], bound: Fraction | None, free: list[int], full: list[int]) -> Any:
    """Return the solution for a guess of what is free and what is at C, if it satisfies all conditions."""
    number = ring.field.from_sympy
    top = ring.field.zero if bound is None else number(sp.Rational(bound.numerator, bound.denominator))
    alphas = [ring.field.zero] * len(labels)
    for i in full:
        alphas[i] = top
    fixed = [sum((top * labels[j] * row[j] for j in full), ring.field.zero) for row in kernel]
    total = sum((top * labels[j] for j in full), ring.field.zero)
    if free:
        rows = [[labels[j] * kernel[i][j] for j in free] + [ring.field.one] for i in free]
        rows.append([ring.field.one * labels[j] for j in free] + [ring.field.zero])
        right = [[labels[i] - fixed[i]] for i in free] + [[-total]]
        matrix = DomainMatrix(rows, (len(rows), len(rows)), ring.field)
        if not matrix.charpoly()[-1]:
            return None
        solved = [row[0] for row in matrix.lu_solve(DomainMatrix(right, (len(right), 1), ring.field)).to_list()]
        for i, value in zip(free, solved, strict=False):
            alphas[i] = value
        offset = solved[-1]
    else:
        middle = _between(ring, kernel, labels, fixed, full)
        if total or middle is None:
            return None
        offset = middle
    outputs = [sum((a * y * k for a, y, k in zip(alphas, labels, row, strict=True)), ring.field.zero) + offset for row in kernel]
    slacks = []
    for i, (a, y, v) in enumerate(zip(alphas, labels, outputs, strict=True)):
        gap = ring.sign(y * v - 1)
        if ring.sign(a) < 0 or (bound is not None and ring.sign(top - a) < 0):
            return None
        if (gap < 0 and i not in full) or (gap > 0 and a):
            return None
        slacks.append(1 - y * v if gap < 0 else ring.field.zero)
    square = sum((a * y * (v - offset) for a, y, v in zip(alphas, labels, outputs, strict=True)), ring.field.zero)
    height = square / 2 + top * sum(slacks, ring.field.zero)
    return [ring.written(a) for a in alphas], ring.written(offset), ring.written(height), [ring.written(s) for s in slacks]


def _between(ring: _Powers, kernel: Any, labels: Sequence[int], fixed: Sequence[Any], full: list[int]) -> Any:
    """Return an offset in the middle of those that the points allow, where none of them is free."""
    del kernel
    low = high = None
    for i, (y, v) in enumerate(zip(labels, fixed, strict=True)):
        edge = y - v  # where the margin is 1
        if (y == 1) != (i in full):
            low = edge if low is None or ring.sign(edge - low) > 0 else low
        else:
            high = edge if high is None or ring.sign(high - edge) > 0 else high
    if low is None or high is None or ring.sign(high - low) < 0:
        return None
    return (low + high) / 2
