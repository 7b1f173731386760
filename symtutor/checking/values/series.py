"""Values of series without end, or that there is none: geometric ones, exponentials, logarithms and sums of 1/k²."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.concrete.gosper import gosper_term

from symtutor.checking.equivalence.equivalence import is_proved_equal

__all__ = ["series_value"]

_MOST_TERMS = 50


def series_value(series: Any) -> tuple[Any, Any] | None:
    """Return the value of a series and the condition on its letters under which it has it, or None where it is not known.

    Parameters
    ----------
    series : Sum
        Over one index, from a whole number to ∞.

    References
    ----------
    .. [1] K. Knopp, *Theory and Application of Infinite Series*, 2nd ed., Blackie, 1951, secs. 16, 24, 32.

    Examples
    --------
    >>> k, r = sp.symbols("k r")
    >>> series_value(sp.Sum(r**k, (k, 1, sp.oo)))
    (-r/(r - 1), (r > -1) & (r < 1))
    >>> series_value(sp.Sum(k / 2**k, (k, 1, sp.oo))), series_value(sp.Sum(1 / k**2, (k, 1, sp.oo)))
    ((2, True), (pi**2/6, True))
    >>> series_value(sp.Sum(r**k / sp.factorial(k), (k, 1, sp.oo)))
    (exp(r) - 1, True)
    >>> series_value(sp.Sum((-1) ** k / k, (k, 1, sp.oo)))
    (-log(2), True)
    >>> series_value(sp.Sum(1 / (2 * k + 1), (k, 0, sp.oo)))
    (oo, True)
    """
    if len(series.limits) != 1 or series.limits[0][2] is not sp.oo or not series.limits[0][1].is_Integer:
        return None
    index, first, _ = series.limits[0]
    term = series.function
    ratio = None if term.has(sp.I) else sp.hypersimp(term, index)
    if ratio is None or not ratio.is_rational_function(index):
        return None
    ratio = sp.factor(ratio)
    for find in (_telescoping, _exponential, _logarithm, _of_even_powers):
        found = find(term, ratio, index, first)
        if found is not None and found[1] != sp.false and not found[0].has(sp.nan, sp.zoo, sp.oo):
            return found
    return _divergent(term, index)


def _limit_of_ratio(ratio: Any, index: Any) -> Any:
    """Return what the ratio of neighbouring terms tends to, or None where it grows."""
    above, below = (sp.Poly(part, index) for part in sp.fraction(sp.together(ratio)))
    if above.degree() > below.degree():
        return None
    return sp.S.Zero if above.degree() < below.degree() else sp.cancel(above.LC() / below.LC())


def _is_small(size: Any) -> Any:
    """Return the condition −1 < L < 1."""
    return sp.And(sp.Gt(size, -1), sp.Lt(size, 1))


def _telescoping(term: Any, ratio: Any, index: Any, first: Any) -> tuple[Any, Any] | None:
    """Return −G(first) for terms G(k + 1) − G(k) whose ratio stays below 1, so that G tends to 0."""
    size = _limit_of_ratio(ratio, index)
    if size is None or _is_small(size) == sp.false or size.has(index):
        return None
    share = gosper_term(term, index) if ratio.has(index) else 1 / (ratio - 1)
    if share is None or not is_proved_equal(share.subs(index, index + 1) * ratio, share + 1):
        return None
    return sp.factor(-(sp.factor(share) * term).subs(index, first)), _is_small(size)


def _exponential(term: Any, ratio: Any, index: Any, first: Any) -> tuple[Any, Any] | None:
    """Return the value of Σ c·z^k/k!, whose neighbours have the ratio z/(k + 1), perhaps with another count."""
    above, below = sp.fraction(sp.together(ratio))
    divided = sp.Poly(below, index)
    if divided.degree() != 1 or above.has(index):
        return None
    z, shift = above / divided.LC(), divided.TC() / divided.LC() + first - 1
    if not (shift.is_Integer and 0 <= shift <= _MOST_TERMS):
        return None
    begun = sp.Add(*(z**j / sp.factorial(j) for j in range(int(shift))))
    return sp.powsimp(sp.expand(term.subs(index, first) * sp.factorial(shift) * (sp.exp(z) - begun) / z**shift)), sp.true


def _logarithm(term: Any, ratio: Any, index: Any, first: Any) -> tuple[Any, Any] | None:
    """Return the value of Σ c·z^k/k, which is −c·ln(1 − z), without the terms before the first."""
    z = _limit_of_ratio(ratio, index)
    if z is None or z == 0 or first < 1 or first > _MOST_TERMS or not is_proved_equal(ratio * (index + 1), z * index):
        return None
    factor = term.subs(index, first) * first / z**first
    begun = sp.Add(*(z**j / sp.Integer(j) for j in range(1, int(first))))
    return factor * (-sp.log(1 - z) - begun), sp.And(sp.Ge(z, -1), sp.Lt(z, 1))


def _of_even_powers(term: Any, ratio: Any, index: Any, first: Any) -> tuple[Any, Any] | None:
    """Return the value of Σ c/k^(2m), all terms or with alternating signs, by Euler's sums."""
    sign = _limit_of_ratio(ratio, index)
    if sign not in {sp.S.One, sp.S.NegativeOne} or first < 1 or first > _MOST_TERMS:
        return None
    for power in range(2, 21, 2):
        if is_proved_equal(ratio * (index + 1) ** power, sign * index**power):
            factor = term.subs(index, first) * first**power * sign**first
            whole = sp.zeta(power) if sign == 1 else -(1 - sp.Integer(2) ** (1 - power)) * sp.zeta(power)
            begun = sp.Add(*(sign**j / sp.Integer(j) ** power for j in range(1, int(first))))
            return factor * (whole - begun), sp.true
    return None


def _divergent(term: Any, index: Any) -> tuple[Any, Any] | None:
    """Return ±∞ for a rational term that shrinks no faster than 1/k, nan where its sign alternates and it does not shrink."""
    ratio = sp.simplify(sp.hypersimp(term, index))
    if ratio.is_Rational and not term.free_symbols - {index} and abs(ratio) >= 1 and ratio != -1:
        return (sp.oo * sp.sign(term.subs(index, 1)) if ratio > 0 else sp.nan), sp.true
    sign = sp.Integer(-1) ** index
    plain = sp.powsimp(sp.expand_power_exp(term))
    rest = plain.xreplace({sign: sp.S.One})
    if not rest.is_rational_function(index) or not rest.free_symbols <= {index}:
        return None
    above, below = (sp.Poly(part, index) for part in sp.fraction(sp.together(rest)))
    falls = below.degree() - above.degree()
    if plain.has(sign):
        return (sp.nan, sp.true) if falls <= 0 and sp.cancel(plain / sign - rest) == 0 else None
    return (sp.oo * sp.sign(above.LC() / below.LC()), sp.true) if falls <= 1 else None
