"""How large an expression can be beside a singular end: |f| is at most C·d^r·(1 + |ln d|)^k at a distance d up to some width."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import mpmath
import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures.enclosure import Undefined, enclose

__all__ = ["Size", "integral_up_to", "size_near_zero"]

_PRECISION = 80
_ORDERS = 9  # of a zero
_SLACK = mpmath.mpf("1e-12")  # relative, of each constant
_BOUNDED = {sp.sin: 1, sp.cos: 1, sp.tanh: 1, sp.erf: 1, sp.sign: 1, sp.sech: 1, sp.atan: 2, sp.acot: 2, sp.asin: 2, sp.acos: 4}
_FASTER = 6  # powers of the distance that an exponential which vanishes is taken for


class Size(NamedTuple):
    """That least·d^low ≤ |f| ≤ most·d^power·(1 + |ln d|)^logs for 0 < d ≤ width; least 0 and most infinite say nothing."""

    most: Any
    power: Any
    logs: int = 0
    least: Any = mpmath.mpf(0)
    low: Any = sp.S.Zero


def size_near_zero(expr: Any, d: Any, width: Fraction) -> Size | None:
    """Return bounds of the size of an expression in a distance, or None where none are found.

    Parameters
    ----------
    expr : Expr
        An expression in d alone.
    d : Symbol
        The distance.
    width : Fraction
        Up to which the bounds hold; below 1.

    Notes
    -----
    A zero of order n is enclosed by Taylor's formula with the n-th derivative, and a logarithm, root or product by the
    sizes of its parts: each constant is a proved one.

    Examples
    --------
    >>> d = sp.Symbol("d")
    >>> found = size_near_zero(sp.log(sp.sin(d)) / sp.sqrt(d), d, Fraction(1, 100))
    >>> found.power, found.logs
    (-1/2, 1)
    """
    if d not in expr.free_symbols:
        return _of_range(_range(expr, d, width))
    plain = _of_range(_range(expr, d, width))
    if plain is not None and plain.least:
        return plain
    found = [size for size in (_of_zero(expr, d, width), _of_parts(expr, d, width), plain) if size is not None]
    return max(found, key=lambda size: (bool(size.least), size.power, -size.logs), default=None)


def integral_up_to(size: Size, width: Fraction) -> Any:
    """Return a bound of the integral of what has a size from 0 to a width, or None where it may diverge.

    Examples
    --------
    >>> print(mpmath.nstr(integral_up_to(Size(mpmath.mpf(1), -sp.S.Half), Fraction(1, 100)), 5))
    0.2
    """
    power = size.power + 1
    if not power > 0 or not mpmath.isfinite(size.most):
        return None
    with mpmath.workdps(30):
        end, p = mpmath.mpf(width.numerator) / width.denominator, mpmath.mpf(power.p) / power.q
        whole = 1 / p * end**p
        for k in range(1, size.logs + 1):  # by parts, with 1 − ln d, whose derivative is −1/d
            whole = end**p * (1 - mpmath.log(end)) ** k / p + mpmath.mpf(k) / p * whole
        return size.most * whole * (1 + _SLACK)


def _range(expr: Any, d: Any, width: Fraction) -> tuple[Any, Any] | None:
    """Return an interval of the values for 0 ≤ d ≤ width."""
    if expr.free_symbols - {d} or expr.has(sp.zoo, sp.nan, sp.oo, sp.I):
        return None
    try:
        low, high = enclose(expr, {d: (Fraction(0), width)}, _PRECISION)
    except (Undefined, TypeError, ValueError, AttributeError, OverflowError):
        return None
    ends = mpmath.mp.make_mpf(low), mpmath.mp.make_mpf(high)
    return ends if all(map(mpmath.isfinite, ends)) and libmp.mpf_le(low, high) else None


def _of_range(values: tuple[Any, Any] | None) -> Size | None:
    if values is None:
        return None
    low, high = values
    least = mpmath.mpf(0) if low <= 0 <= high else min(abs(low), abs(high)) * (1 - _SLACK)
    return Size(max(abs(low), abs(high)) * (1 + _SLACK), sp.S.Zero, 0, least)


def _of_zero(expr: Any, d: Any, width: Fraction) -> Size | None:
    """Return the size of what vanishes at 0 with so many derivatives, by Taylor's formula."""
    derivative, best = expr, None
    for n in range(1, _ORDERS + 1):
        at_end = derivative.subs(d, 0)
        if at_end != 0 and sp.expand(at_end) != 0:
            return best
        derivative = sp.diff(derivative, d)
        found = _of_range(_range(derivative, d, width))
        if found is None:
            return best
        rows = int(sp.factorial(n))
        best = Size(found.most / rows, sp.Integer(n), 0, found.least / rows, sp.Integer(n))
        if found.least:
            return best
    return best


def _of_parts(expr: Any, d: Any, width: Fraction) -> Size | None:
    if isinstance(expr, sp.Mul):
        return _product([size_near_zero(a, d, width) for a in expr.args])
    if isinstance(expr, sp.Add):
        return _sum([size_near_zero(a, d, width) for a in expr.args], width)
    if isinstance(expr, sp.exp):
        return _exponential(expr.args[0], d, width)
    if isinstance(expr, sp.Pow):
        if not expr.exp.is_Rational:
            return _exponential(expr.exp * sp.log(expr.base), d, width)
        inner = size_near_zero(expr.base, d, width)
        return None if inner is None else _power(inner, expr.exp)
    if isinstance(expr, sp.log):
        return _logarithm(size_near_zero(expr.args[0], d, width), width)
    if isinstance(expr, sp.Abs):
        return size_near_zero(expr.args[0], d, width)
    return Size(mpmath.mpf(_BOUNDED[expr.func]), sp.S.Zero) if expr.func in _BOUNDED else None


def _product(sizes: list[Size | None]) -> Size | None:
    found = Size(mpmath.mpf(1), sp.S.Zero, 0, mpmath.mpf(1))
    for size in sizes:
        if size is None:
            return None
        found = Size(
            found.most * size.most, found.power + size.power, found.logs + size.logs, found.least * size.least, found.low + size.low
        )
    return found


def _sum(sizes: list[Size | None], width: Fraction) -> Size | None:
    """Return the size of a sum, as if nothing cancelled: smaller powers are taken for the smallest one."""
    if any(size is None for size in sizes):
        return None
    known = [size for size in sizes if size is not None]
    power = min(size.power for size in known)
    end = mpmath.mpf(width.numerator) / width.denominator
    most = sum((size.most * end ** float(size.power - power) for size in known), mpmath.mpf(0)) * (1 + _SLACK)
    found = Size(most, power, max(size.logs for size in known))
    for k, large in enumerate(known):  # one term that outgrows the others
        others = known[:k] + known[k + 1 :]
        if large.least and all(size.power > large.low and not size.logs for size in others):
            least = large.least - sum((size.most * end ** float(size.power - large.low) for size in others), mpmath.mpf(0)) * (1 + _SLACK)
            if least > 0:
                return found._replace(least=least * (1 - _SLACK), low=large.low)
    return found


def _power(size: Size, exponent: Any) -> Size | None:
    raised = mpmath.mpf(exponent.p) / exponent.q
    if exponent > 0:
        logs = int(sp.ceiling(size.logs * exponent))
        return Size(size.most**raised * (1 + _SLACK), size.power * exponent, logs, size.least**raised, size.low * exponent)
    if not size.least:
        return None
    least = size.most**raised if not size.logs else mpmath.mpf(0)
    return Size(size.least**raised * (1 + _SLACK), size.low * exponent, 0, least, size.power * exponent)


def _logarithm(size: Size | None, width: Fraction) -> Size | None:
    """Return the size of ln g for a g of which both bounds are known: |ln g| is at most r·|ln d| and a constant."""
    if size is None or not size.least or size.logs or size.low != size.power:
        return None
    constant = max(abs(mpmath.log(size.most)), abs(mpmath.log(size.least)))
    slope = abs(mpmath.mpf(size.power.p) / size.power.q)
    least = slope * -mpmath.log(mpmath.mpf(width.numerator) / width.denominator) - constant
    return Size((slope + constant) * (1 + _SLACK), sp.S.Zero, int(slope > 0), max(mpmath.mpf(0), least * (1 - _SLACK)))


def _exponential(exponent: Any, d: Any, width: Fraction) -> Size | None:
    """Return the size of an exponential whose exponent stays bounded, or falls without bound."""
    size = size_near_zero(exponent, d, width)
    if size is None:
        return None
    end = mpmath.mpf(width.numerator) / width.denominator
    if size.power > 0 or (size.power == 0 and not size.logs):
        p = mpmath.mpf(size.power.p) / size.power.q
        if size.logs and not mpmath.log(end) < 1 - size.logs / p:
            return None
        largest = size.most * end**p * (1 - mpmath.log(end)) ** size.logs * (1 + _SLACK)
        return Size(mpmath.exp(largest) * (1 + _SLACK), sp.S.Zero, 0, mpmath.exp(-largest) * (1 - _SLACK))
    if size.least and size.low < 0:  # e^u is at least (e·u/n)^n, with u at least least·d^low
        n = max(1, int(sp.ceiling(_FASTER / -size.low)))
        least = (mpmath.e * size.least / n) ** n * (1 - _SLACK)
        if _is_negative_at(exponent, d, width):
            return Size(1 / least * (1 + _SLACK), -size.low * n)
        return Size(mpmath.inf, sp.S.Zero, 0, least, size.low * n)
    return None


def _is_negative_at(expr: Any, d: Any, width: Fraction) -> bool:
    """Tell whether what never vanishes up to a width is negative there."""
    try:
        return bool(libmp.mpf_sign(enclose(expr, {d: sp.Rational(width.numerator, width.denominator)}, _PRECISION)[1]) < 0)
    except (Undefined, TypeError, ValueError, AttributeError):
        return False
