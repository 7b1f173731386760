"""Values of functions in ball arithmetic, by python-flint where it is installed.

mpmath states no error bound for its functions, so that its intervals are widened:
by guard bits, or by a guess where the slope of a special function is not known.
A ball of Arb surely holds the value.  Sums, products and powers stay with mpmath's
intervals, whose ends are sharp where a ball reaches over the edge of a domain, and
rational parts stay exact.

On 100 pairs of ``tests/verdict_pairs.py`` (processor time, both ways in one process)
refutations take 0.87 of the total and 1.0 of the median time that they take with
intervals, verdicts 1.0 of both.  One value takes 0.72 of an interval's time at 64 bits
and 0.28 at 2000 (medians over the functions below): zeta, polylog and polygamma
about 0.1 at 64 bits, other special functions about 0.5, while exp, log, atan, erf and
the hyperbolic functions take up to 1.17 there and 0.4 at 2000.  These few are
taken as balls all the same, for the bound and for the high precisions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures import intervals
from symtutor.checking.enclosures.intervals import GUARD, Blurred, Interval, Outside, Unknown

__all__ = ["enclosed", "library", "serves"]

NARROW = -16  # the binary exponent of the widest argument for which a ball is about as sharp as an interval
LARGEST = 40  # the binary exponent of the largest argument of a special function, as without python-flint


@cache
def library() -> Any:
    """Return the module ``flint``, loaded when it is first needed, or None where it is not installed."""
    try:
        import flint  # noqa: PLC0415 (optional, and not loaded before a value is asked for)
    except ImportError:
        return None
    return flint


def serves(head: Any) -> bool:
    """Tell whether values of a function can be taken as balls.

    Examples
    --------
    >>> serves(sp.Max)
    False
    """
    return head in FUNCTIONS and library() is not None


def enclosed(head: Any, places: Sequence[Interval], precision: int) -> Interval | None:
    """Return an interval that holds a function on intervals, or None where mpmath's intervals serve better.

    Parameters
    ----------
    head : type
        The class of the function, one that `serves`.
    places : sequence of Interval
        An interval for each argument.
    precision : int
        Working precision in bits.

    Returns
    -------
    Interval or None
        None for a wide argument of a function that is not monotone, and where
        an exact argument has no finite real value, since the library does not
        tell the edge of a domain or a pole from what it cannot compute.

    Raises
    ------
    Outside
        If the function is surely undefined or not real there.
    Blurred
        If this cannot be told at the precision.

    References
    ----------
    .. [1] F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius
       interval arithmetic", IEEE Transactions on Computers 66(8), 2017,
       pp. 1281-1292.
    """
    context = library().ctx
    before = context.prec
    context.prec = precision + GUARD
    try:
        return FUNCTIONS[head].on(tuple(intervals.tame(i) for i in places), precision)
    finally:
        context.prec = before


# ---- balls and intervals --------------------------------------------------------------------------
def _point(end: Any) -> Any:
    """Return the exact ball of an end."""
    sign, mantissa, exponent, _ = end
    return library().arb((-int(mantissa) if sign else int(mantissa), exponent))


def _ball(interval: Interval) -> Any:
    """Return a ball that holds an interval."""
    low, high = interval
    return _point(low) if low == high else _point(low).union(_point(high))


def _ends(low: Any, high: Any, precision: int) -> Interval:
    """Return the interval from the lower end of a ball to the upper end of another."""
    (below, shift), (above, lift) = low.lower().man_exp(), high.upper().man_exp()
    bottom = libmp.from_man_exp(int(below), int(shift), precision, "f")
    top = libmp.from_man_exp(int(above), int(lift), precision, "c")
    # Only balls know that cosh(0) is 1 and no more: a verdict that used it would depend on what is installed.
    return intervals.widen(bottom, top, precision) if bottom == top else (bottom, top)


def _is_exact(places: Sequence[Interval]) -> bool:
    return all(low == high for low, high in places)


# ---- kinds of functions ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Increasing:
    """An increasing function, enclosed by its values at both ends."""

    value: Callable[[Any], Any]

    def on(self, places: Sequence[Interval], precision: int) -> Interval | None:
        """Return the interval of values; None where an end has no value."""
        ((low, high),) = places
        first = self.value(_point(low))
        last = first if low == high else self.value(_point(high))
        return _ends(first, last, precision) if first.is_finite() and last.is_finite() else None


@dataclass(frozen=True, slots=True)
class _Smooth:
    """A function real but for its poles, enclosed by a ball about a narrow argument."""

    value: Callable[[Any], Any]

    def on(self, places: Sequence[Interval], precision: int) -> Interval | None:
        """Return the interval of values; None for a wide argument and at an exact pole."""
        (place,) = places
        if not _is_exact(places) and intervals.magnitude(libmp.mpf_sub(place[1], place[0], 53, "c")) > NARROW:
            return None
        found = self.value(_ball(place))
        if found.is_finite():
            return _ends(found, found, precision)
        if _is_exact(places):
            return None
        raise Blurred("division by an interval with 0")


@dataclass(frozen=True, slots=True)
class _Special:
    """A function of one or more arguments, real on part of them, enclosed by a ball whatever their width."""

    value: Callable[..., Any]

    def on(self, places: Sequence[Interval], precision: int) -> Interval | None:
        """Return the interval of values; None at an exact point without one."""
        if any(intervals.magnitude(end) > LARGEST for place in places for end in place):
            raise Unknown("too large a number")
        balls = [_ball(place) for place in places]
        found = self.value(*balls)
        if found.is_finite():
            return _ends(found, found, precision)
        if _is_exact(places):
            return None
        found = self.value(*map(library().acb, balls))
        if found.real.is_finite() and found.imag.is_finite() and not found.imag.contains(0):
            raise Outside("not real here")
        raise Blurred("at the edge of the domain, or near a pole")


# ---- functions whose arguments need a look --------------------------------------------------------
def _whole(number: Any) -> int | None:
    """Return the integer that an exact real or complex ball is, or None."""
    real = library().acb(number).real
    return int(real.unique_fmpz()) if real.is_integer() else None


def _lambert(x: Any, branch: Any = 0) -> Any:
    """Return Lambert's function; only its branches 0 and −1 have real values."""
    k = _whole(branch)
    if k not in {0, -1}:
        raise Outside("not real here")
    return x.lambertw(branch=k)


def _polygamma(order: Any, x: Any) -> Any:
    """Return a derivative of the digamma function, real for every x that is no pole."""
    n = _whole(order)
    if n is None or n < 0:
        raise Unknown("no enclosure for polygamma of this order")
    return library().acb(x).polygamma(library().acb(n)).real


def _zeta(s: Any, *shift: Any) -> Any:
    """Return the zeta function of Riemann or Hurwitz; at an integer s a sum of real powers, also for a shift below 0."""
    if _whole(s) == 1:
        raise Outside("not defined here")
    found = s.zeta(*shift)
    if found.real.is_finite() or _whole(s) is None or not shift:
        return found
    return library().acb(s).zeta(library().acb(*shift)).real


FUNCTIONS: dict[Any, _Increasing | _Smooth | _Special] = {
    sp.exp: _Increasing(lambda x: x.exp()),
    sp.log: _Increasing(lambda x: x.log()),
    sp.sinh: _Increasing(lambda x: x.sinh()),
    sp.tanh: _Increasing(lambda x: x.tanh()),
    sp.atan: _Increasing(lambda x: x.atan()),
    sp.asin: _Increasing(lambda x: x.asin()),
    sp.asinh: _Increasing(lambda x: x.asinh()),
    sp.acosh: _Increasing(lambda x: x.acosh()),
    sp.atanh: _Increasing(lambda x: x.atanh()),
    sp.erf: _Increasing(lambda x: x.erf()),
    sp.erfi: _Increasing(lambda x: x.erfi()),
    sp.sin: _Smooth(lambda x: x.sin()),
    sp.cos: _Smooth(lambda x: x.cos()),
    sp.tan: _Smooth(lambda x: x.tan()),
    sp.cot: _Smooth(lambda x: x.cot()),
    sp.sec: _Smooth(lambda x: x.sec()),
    sp.csc: _Smooth(lambda x: x.csc()),
    sp.cosh: _Smooth(lambda x: x.cosh()),
    sp.coth: _Smooth(lambda x: x.coth()),
    sp.sech: _Smooth(lambda x: x.sech()),
    sp.csch: _Smooth(lambda x: x.csch()),
    sp.erfc: _Special(lambda x: x.erfc()),
    sp.Si: _Special(lambda x: x.si()),
    sp.Ci: _Special(lambda x: x.ci()),
    sp.Ei: _Special(lambda x: x.ei()),
    sp.li: _Special(lambda x: x.li()),
    sp.gamma: _Special(lambda x: x.gamma()),
    sp.loggamma: _Special(lambda x: x.lgamma()),
    sp.factorial: _Special(lambda n: (n + 1).gamma()),
    sp.LambertW: _Special(_lambert),
    sp.fresnels: _Special(lambda x: x.fresnel_s()),
    sp.fresnelc: _Special(lambda x: x.fresnel_c()),
    sp.expint: _Special(lambda order, x: x.expint(order)),
    sp.uppergamma: _Special(lambda order, x: x.gamma_upper(order)),
    sp.polylog: _Special(lambda order, x: x.polylog(order)),
    sp.polygamma: _Special(_polygamma),
    sp.zeta: _Special(_zeta),
}
