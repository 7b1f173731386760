"""Interval arithmetic: pairs of raw mpmath numbers, rounded outwards.

Every function is computed with guard bits and widened by more than its error.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mpmath import libmp

__all__ = [
    "Blurred",
    "Interval",
    "Outside",
    "Undefined",
    "Unknown",
    "absolute",
    "acosh",
    "atanh",
    "contains_zero",
    "cos_sin",
    "cosh",
    "divide",
    "exact",
    "exp",
    "floor",
    "increasing",
    "integer_power",
    "larger",
    "log",
    "magnitude",
    "rational_power",
    "require_positive",
    "sign",
    "sinh",
    "smaller",
    "tame",
    "tanh",
    "whole",
    "widen",
]

Interval = tuple[Any, Any]

GUARD = 24
MAX_MAGNITUDE = 2000


class Undefined(Exception):  # noqa: N818 (an outcome, not an error)
    """The expression has no enclosure at this point and precision."""


class Outside(Undefined):
    """The point surely lies outside the real domain of the expression."""


class Blurred(Undefined):
    """The interval touches the edge of a domain, and more precision may tell; or see `Unknown`."""


class Unknown(Blurred):
    """No precision will tell: a function has no enclosure, or a number is too large to compute with."""


def contains_zero(interval: Interval) -> bool:
    """Tell whether 0 lies in an interval."""
    low, high = interval
    return libmp.mpf_sign(low) <= 0 <= libmp.mpf_sign(high)


def exact(number: Fraction | Any, precision: int) -> Interval:
    """Return the interval of a rational number."""
    p, q = int(number.numerator), int(number.denominator)
    if q == 1 and p.bit_length() <= precision:
        value = libmp.from_int(p)
        return value, value
    return libmp.from_rational(p, q, precision, "f"), libmp.from_rational(p, q, precision, "c")


def widen(low: Any, high: Any, precision: int) -> Interval:
    """Move the ends outwards by more than the error of a function computed with guard bits."""
    grow = precision + GUARD // 2
    below = libmp.mpf_shift(libmp.mpf_abs(low), -grow)
    above = libmp.mpf_shift(libmp.mpf_abs(high), -grow)
    return libmp.mpf_sub(low, below, precision, "f"), libmp.mpf_add(high, above, precision, "c")


def magnitude(value: Any) -> int:
    """Return the binary exponent of a number."""
    return int(value[2] + value[3]) if value[1] else -MAX_MAGNITUDE


def tame(interval: Interval) -> Interval:
    """Reject arguments so large that a function of them would take forever."""
    if max(magnitude(interval[0]), magnitude(interval[1])) > MAX_MAGNITUDE:
        raise Unknown("too large a number")
    return interval


def require_positive(interval: Interval, *, strict: bool = True) -> None:
    """Raise unless an interval is positive (with `strict` false: not negative)."""
    low, high = libmp.mpf_sign(interval[0]), libmp.mpf_sign(interval[1])
    if high < 0 or (strict and high == 0):
        raise Outside("not real here")
    if low < 0 or (strict and low == 0):
        raise Blurred("at the edge of the domain")


def whole(n: int) -> Interval:
    """Return the interval of an integer."""
    value = libmp.from_int(n)
    return value, value


def divide(a: Interval, b: Interval, precision: int) -> Interval:
    """Return the interval of a quotient."""
    if contains_zero(b):
        raise Outside("division by 0") if b[0] == b[1] else Blurred("division by an interval with 0")
    return libmp.mpi_div(a, b, precision)


def integer_power(base: Interval, n: int, precision: int) -> Interval:
    """Return the interval of an integer power."""
    if abs(n) > 10**9:
        raise Unknown("too large an exponent")
    if n < 0:
        return divide(whole(1), integer_power(base, -n, precision), precision)
    if n == 0:
        return whole(1)
    low, high = tame(base)
    grown = precision + GUARD
    if n % 2 == 0 and libmp.mpf_sign(low) < 0:
        low, high = (
            (libmp.fzero, larger(libmp.mpf_neg(low), high)) if libmp.mpf_sign(high) >= 0 else (libmp.mpf_neg(high), libmp.mpf_neg(low))
        )
    return widen(libmp.mpf_pow_int(low, n, grown, "f"), libmp.mpf_pow_int(high, n, grown, "c"), precision)


def larger(a: Any, b: Any) -> tuple[int, ...]:
    """Return the larger of two numbers."""
    return a if libmp.mpf_ge(a, b) else b


def rational_power(base: Interval, exponent: Any, precision: int) -> Interval:
    """Return the interval of a rational power; odd roots of negative numbers are real."""
    if exponent.q % 2 == 0:
        require_positive(base, strict=False)
    if exponent < 0:
        return divide(whole(1), rational_power(base, -exponent, precision), precision)
    root = increasing(lambda v, p: _real_root(v, int(exponent.q), p), base, precision)
    return integer_power(root, int(exponent.p), precision)


def _real_root(number: Any, degree: int, precision: int) -> tuple[int, ...]:
    """Return a root; of a negative number minus the root of its size."""
    if libmp.mpf_sign(number) < 0:
        return libmp.mpf_neg(libmp.mpf_nthroot(libmp.mpf_neg(number), degree, precision))
    return libmp.mpf_nthroot(number, degree, precision)


def increasing(function: Callable[[Any, int], Any], interval: Interval, precision: int) -> Interval:
    """Return the interval of an increasing function."""
    low, high = tame(interval)
    grown = precision + GUARD
    first = function(low, grown)
    return widen(first, first if low == high else function(high, grown), precision)


def exp(interval: Interval, precision: int) -> Interval:
    """Return the interval of exp."""
    return increasing(libmp.mpf_exp, interval, precision)


def log(interval: Interval, precision: int) -> Interval:
    """Return the interval of log."""
    require_positive(interval)
    return increasing(libmp.mpf_log, interval, precision)


def cos_sin(interval: Interval, precision: int) -> tuple[Interval, Interval]:
    """Return the intervals of cosine and sine."""
    (low, high), (below, above) = libmp.mpi_cos_sin(tame(interval), precision + GUARD)
    return widen(low, high, precision), widen(below, above, precision)


def sinh(interval: Interval, precision: int) -> Interval:
    """Return the interval of sinh."""
    return increasing(libmp.mpf_sinh, interval, precision)


def cosh(interval: Interval, precision: int) -> Interval:
    """Return the interval of cosh."""
    low, high = interval
    if libmp.mpf_sign(low) < 0 < libmp.mpf_sign(high):
        top = larger(libmp.mpf_neg(low), high)
        return libmp.fone, increasing(libmp.mpf_cosh, (top, top), precision)[1]
    if libmp.mpf_sign(low) < 0:
        low, high = libmp.mpf_neg(high), libmp.mpf_neg(low)
    return increasing(libmp.mpf_cosh, (low, high), precision)


def tanh(interval: Interval, precision: int) -> Interval:
    """Return the interval of tanh."""
    return increasing(libmp.mpf_tanh, interval, precision)


def acosh(interval: Interval, precision: int) -> Interval:
    """Return the interval of acosh."""
    require_positive(libmp.mpi_sub(interval, whole(1), 53), strict=False)
    return increasing(libmp.mpf_acosh, interval, precision)


def atanh(interval: Interval, precision: int) -> Interval:
    """Return the interval of atanh."""
    require_positive(libmp.mpi_add(interval, whole(1), precision))
    require_positive(libmp.mpi_sub(whole(1), interval, precision))
    return increasing(libmp.mpf_atanh, interval, precision)


def absolute(interval: Interval, precision: int) -> Interval:
    """Return the interval of |x|."""
    return libmp.mpi_abs(interval, precision)


def sign(interval: Interval, _: int) -> Interval:
    """Return the interval of the sign, which must be known."""
    low, high = libmp.mpf_sign(interval[0]), libmp.mpf_sign(interval[1])
    if low != high:
        raise Blurred("a sign that is not known")
    return whole(low)


def smaller(a: Any, b: Any) -> Any:
    """Return the smaller of two numbers."""
    return a if libmp.mpf_le(a, b) else b


def floor(interval: Interval, precision: int) -> Interval:
    """Return the interval of the floor, which must be known."""
    low, high = libmp.mpf_floor(interval[0], precision), libmp.mpf_floor(interval[1], precision)
    if low != high:
        raise Blurred("a floor that is not known")
    return low, low
