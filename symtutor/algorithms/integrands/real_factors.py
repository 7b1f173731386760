"""Partial fractions over real quadratic factors that have no rational coefficients."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.structure import is_positive, likely_positive, square_root
from symtutor.term import sympified

__all__ = ["binomial_fractions", "quartic_fractions", "trinomial_fractions"]

_ANGLES = {sp.cos(sp.pi * k / 12): sp.pi * k / 12 for k in range(1, 12)} | {sp.cos(sp.pi * k / 5): sp.pi * k / 5 for k in range(1, 5)}
_LARGEST = 16


def quartic_fractions(above: Any, below: Any, x: Any) -> tuple[Any, ...] | None:
    """Return N/(x⁴ + p·x² + q) over two real quadratics, or None for another denominator.

    Parameters
    ----------
    above, below : tuple
        Coefficients, constant term first; the denominator is monic.
    x : Symbol
        The variable.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> quartic_fractions((0, 1), (1, 0, 0, 0, 1), x)
    (sqrt(2)/(4*(x**2 - sqrt(2)*x + 1)), -sqrt(2)/(4*(x**2 + sqrt(2)*x + 1)))
    """
    if len(below) != 5 or below[1] != 0 or below[3] != 0 or len(above) > 4:
        return None
    q, p = sympified(below[0]), sympified(below[2])
    n0, n1, n2, n3 = [sympified(c) for c in (*above, 0, 0, 0)][:4]
    discriminant = p**2 - 4 * q
    sign = is_positive(discriminant)
    if sign is None:
        return None
    if sign:
        low, high = (-p - sp.sqrt(discriminant)) / 2, (-p + sp.sqrt(discriminant)) / 2
        gap = high - low
        first = (_tidy((n3 * high + n1) / gap) * x + _tidy((n2 * high + n0) / gap)) / (x**2 - sp.expand(high))
        second = (_tidy(-(n3 * low + n1) / gap) * x + _tidy(-(n2 * low + n0) / gap)) / (x**2 - sp.expand(low))
        return first, second
    t = square_root(q) if is_positive(square_root(q)) else sp.sqrt(q)
    s = square_root(sp.expand(2 * t - p))
    b_sum, b_gap = n0 / t, (n1 - t * n3) / s
    a_sum, a_gap = n3, (n2 - n0 / t) / s
    one = _tidy((a_sum + a_gap) / 2) * x + _tidy((b_sum + b_gap) / 2)
    other = _tidy((a_sum - a_gap) / 2) * x + _tidy((b_sum - b_gap) / 2)
    terms = (one / (x**2 - s * x + t), other / (x**2 + s * x + t))
    return tuple(term for term in terms if term != 0)


def _tidy(number: sp.Expr) -> sp.Expr:
    """Return a number in radicals without a root below."""
    return sp.radsimp(number) if not number.free_symbols else sp.cancel(number)


def binomial_fractions(above: Any, below: Any, x: sp.Basic) -> tuple[sp.Basic, ...] | None:
    """Return N/(xⁿ + c) over its real linear and quadratic factors, or None for another denominator.

    Each root r contributes N(r)/(n·rⁿ⁻¹)/(x − r); conjugate ones are added.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> binomial_fractions((1,), (-1, 0, 0, 1), x)
    (1/(3*(x - 1)), (-x/3 - 2/3)/(x**2 + x + 1))
    """
    n = len(below) - 1
    if n < 3 or n > _LARGEST or any(c != 0 for c in below[1:-1]) or len(above) > n:
        return None
    c = -sympified(below[0])
    sign = likely_positive(c)
    if sign is None:
        return None
    radius = _root(abs(c) if c.is_number else (c if sign else -c), n)
    turn = sp.S.Zero if sign else sp.pi / n
    terms = []
    for k in range(n):
        angle = turn + 2 * sp.pi * k / n
        if angle > sp.pi:
            break
        residue = [(a * radius ** (j + 1 - n) / n, angle * (j + 1 - n)) for j, a in enumerate(above) if a != 0]
        terms.append(_conjugate_pair(residue, radius, angle, x))
    return tuple(t for t in terms if t != 0)


def _root(c: sp.Expr, n: int) -> sp.Expr:
    """Return the positive n-th root, taken out of an n-th power."""
    if isinstance(c, sp.Pow) and c.exp.is_Integer and c.exp % n == 0:
        return c.base ** (c.exp / n)
    return sp.root(c, n)


def _conjugate_pair(residue: Any, radius: Any, angle: Any, x: Any) -> sp.Basic:
    """Return c/(x − r) for a real root, else c/(x − r) with its conjugate; c is a sum of (modulus, angle)."""
    if angle in {sp.S.Zero, sp.pi}:
        return sp.Add(*[m * sp.cos(a) for m, a in residue]) / (x - radius * sp.cos(angle))
    slope = sp.Add(*[2 * m * sp.cos(a) for m, a in residue])
    constant = sp.Add(*[-2 * m * radius * sp.cos(a - angle) for m, a in residue])
    above = _plain(slope) * x + _plain(constant)
    return above / (x**2 - 2 * radius * sp.cos(angle) * x + radius**2)


def _plain(number: sp.Basic) -> Any:
    return sp.expand(number)


def trinomial_fractions(above: Any, below: Any, x: Any) -> tuple[sp.Basic, ...] | None:
    """Return N/(x²ⁿ + p·xⁿ + q) over real quadratics when its roots have known angles, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> len(trinomial_fractions((1,), (1, 0, 0, 0, -1, 0, 0, 0, 1), x))
    4
    """
    degree = len(below) - 1
    n = degree // 2
    if (
        degree % 2
        or n < 2
        or degree > _LARGEST
        or any(c != 0 for i, c in enumerate(below) if i not in {0, n, degree})
        or len(above) > degree
    ):
        return None
    q, p = sympified(below[0]), sympified(below[n])
    if is_positive(q) is not True or not p.is_number:
        return None
    size = sp.sqrt(q)
    angle = _ANGLES.get(sp.radsimp(-p / (2 * size)))
    if angle is None:
        return None
    radius = sp.root(q, degree)
    terms = []
    for k in range(n):
        turn = (angle + 2 * sp.pi * k) / n
        # N(r)/D'(r) with D'(r) = n·rⁿ⁻¹·(2rⁿ + p) and 2rⁿ + p = 2i·|r|ⁿ·sin(angle)
        scale = 2 * n * size * sp.sin(angle)
        residue = [(a * radius ** (j + 1 - n) / scale, turn * (j + 1 - n) - sp.pi / 2) for j, a in enumerate(above) if a != 0]
        terms.append(_conjugate_pair(residue, radius, turn, x))
    return tuple(t for t in terms if t != 0)
