"""A definite integral with letters, compared with quadratures at points at which its conditions hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import mpmath
import sympy as sp

from symtutor.checking.calculus.satisfying import points_where
from symtutor.verdict import Agreement, Status, Verdict, Witness

__all__ = ["diverges_between", "tried_at_points"]

_POINTS = 6  # satisfying points that are looked at
_DIGITS = 30
_AGREES = 1e-8  # of an estimate with a claimed value, relative
_CELLS = 240
_STEPS = (6, 9, 12)  # powers of 1/10 beside a place that looks like a pole
_KEPT = 0.999  # how much of |f|·distance is left after each step towards a pole of order one or more; of x^(−0.99) it is 0.93
_REACH = 60  # how far from 0 a pole is looked for on an infinite interval

Value = Callable[[Any, Any, Any, Any], Any]


def tried_at_points(
    integral: tuple[sp.Basic, sp.Expr, sp.Rational, sp.Basic],
    claimed: sp.Basic,
    conditions: Iterable[sp.Basic],
    domain: Mapping[Any, Any],
    enclosed: Value,
    estimated: Value,
) -> Verdict | None:
    """Return what quadratures say of a claimed value under its conditions, or None where every point that was tested agrees.

    Parameters
    ----------
    integral : tuple of Expr
        Integrand, variable, limits.
    claimed : Expr
        The value that it is said to have.
    conditions : iterable of Boolean
        Under which it is said to have it.
    domain : mapping of Symbol to Set
        Where letters live.
    enclosed, estimated : callable
        Quadratures of an integral without letters: one with a bound, one without.

    Returns
    -------
    Verdict or None
        Incorrect at a point where the value differs or the integral diverges; undecided where no point was found, or none
        of those found could be tested.
    """
    f, x, low, high = integral
    wanted = [c for c in conditions if x not in c.free_symbols]
    letters = sp.Tuple(f, low, high, claimed).free_symbols - {x}
    points = points_where(wanted, letters, domain, count=_POINTS)
    if not points:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "no point was found at which the conditions hold"))
    tested = 0
    for point in points:
        here = [e.xreplace(point) for e in (f, low, high)]
        if any(not e.is_extended_real for e in here[1:]):
            continue
        verdict = _at_point(here[0], x, here[1], here[2], claimed.xreplace(point), point, enclosed, estimated)
        if verdict is None:
            continue
        if not verdict:
            return verdict
        tested += 1
    return None if tested else Verdict(Status.UNDECIDED, Agreement(0, 0, "no quadrature reached it at points where its conditions hold"))


def _at_point(
    f: Any, x: Any, low: sp.Basic, high: Any, claimed: sp.Expr, point: Mapping[sp.Expr, sp.Rational], enclosed: Value, estimated: Value
) -> Verdict | None:
    """Compare values at one point: correct, incorrect, or None where nothing could be said."""
    agrees = Verdict(Status.CORRECT, Agreement(8, 1, "quadrature"))
    if low == high:
        return agrees if claimed.is_zero or abs(sp.N(claimed, _DIGITS)) < _AGREES else _differs(point, "0", str(claimed))
    if claimed.is_finite is False or claimed is sp.nan:
        return None
    number = sp.N(claimed, _DIGITS)
    if not number.is_number or not number.is_finite:
        return None
    if diverges_between(f, x, low, high):
        return _differs(point, "it diverges between the limits", str(sp.N(claimed, 15)))
    if not number.is_real and abs(sp.im(number)) > _AGREES * (1 + abs(sp.re(number))):
        return None
    number = sp.re(number)
    bounded = enclosed(f, x, low, high)
    if bounded is not None:
        if not bounded.excludes(number):
            return agrees if bounded.error <= _AGREES * (1 + abs(bounded.value)) else None
        return _differs(point, str(bounded), str(sp.N(number, 15)))
    found = estimated(f, x, low, high)
    if found is None:
        return None
    return agrees if abs(found - number) <= _AGREES * (1 + abs(found)) else _differs(point, f"about {found:.10g}", str(sp.N(number, 15)))


def _differs(point: Mapping[Any, Any], found: str, claimed: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness(point, found, claimed, ("", ""), 15))


def diverges_between(f: sp.Basic, x: sp.Expr, low: Any, high: Any) -> bool:
    """Tell whether an integrand was found to have a pole of order one or more between limits, or to fall too slowly towards one.

    Parameters
    ----------
    f, x, low, high : Expr
        An integrand without other letters, its variable, and the limits.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> low, high = sp.Integer(-1), sp.Integer(2)
    >>> diverges_between(1 / x, x, low, high), diverges_between(1 / sp.sqrt(sp.Abs(x)), x, low, high)
    (True, False)
    """
    try:
        value = sp.lambdify(x, f, "mpmath")
        with mpmath.workdps(_DIGITS):
            ends = sorted(_end(e) for e in (low, high))
            at_ends = [(_end(e), side) for e, side in ((low, 1 if low < high else -1), (high, -1 if low < high else 1)) if e.is_finite]
            if any(_diverges_at(lambda t: _size(value, t), end, side, ends[1] - ends[0]) for end, side in at_ends):
                return True
            if any(_diverges_far_out(value, 1 if e is sp.oo else -1) for e in (low, high) if e in (sp.oo, -sp.oo)):
                return True
            return _has_pole(lambda t: _size(value, t), *ends)
    except (TypeError, ValueError, ArithmeticError, NameError, AttributeError, NotImplementedError):
        return False


def _diverges_at(size: Callable[[Any], Any], end: Any, side: int, width: Any) -> bool:
    """Tell whether |f|·distance does not fall as the distance from an end shrinks."""
    scaled = [size(end + side * distance) * distance for power in _STEPS if (distance := mpmath.mpf(10) ** -power) < width]
    return len(scaled) == len(_STEPS) and _does_not_fall(scaled)


def _diverges_far_out(value: Callable[[Any], Any], side: int) -> bool:
    """Tell whether f keeps its sign far out, and |f|·distance does not fall there."""
    places = [side * mpmath.mpf(10) ** power for power in _STEPS]
    found = [mpmath.mpmathify(value(t)) for t in places]
    if not all(mpmath.isfinite(v) and mpmath.im(v) == 0 for v in found) or len({mpmath.sign(v) for v in found}) != 1:
        return False
    scaled = [abs(v * t) for v, t in zip(found, places, strict=True)]
    more = [mpmath.mpmathify(value(t * mpmath.mpf("1.3717"))) for t in places]
    return {mpmath.sign(v) for v in more} == {mpmath.sign(found[0])} and _does_not_fall(scaled)


def _does_not_fall(scaled: list[Any]) -> bool:
    if not all(mpmath.isfinite(s) for s in scaled) or scaled[-1] < mpmath.mpf("1e-6"):
        return False
    return all(nearer >= _KEPT * farther for farther, nearer in pairwise(scaled))


def _end(end: sp.Expr) -> Any:
    return mpmath.mpf(sp.N(min(max(end, -_REACH), _REACH), _DIGITS)) if end.is_finite is False else mpmath.mpf(sp.N(end, _DIGITS))


def _size(value: Callable[[Any], Any], t: Any) -> Any:
    """Return |f(t)|: infinite where a division by zero stops it, nan where it has no value."""
    try:
        found = value(t)
    except ZeroDivisionError:
        return mpmath.inf
    except (TypeError, ValueError, ArithmeticError):
        return mpmath.nan
    return abs(found)


def _has_pole(size: Callable[[Any], Any], low: Any, high: Any) -> bool:
    """Look for places at which |f| rises above its neighbours, and follow each to where it stays like 1/distance."""
    width = (high - low) / _CELLS
    if width <= 0:
        return False
    places = [low + width * (k + mpmath.mpf("0.437")) for k in range(_CELLS)]
    sizes = [size(t) for t in places]
    for k, here in enumerate(sizes):
        before = sizes[k - 1] if k else mpmath.mpf(0)
        after = sizes[k + 1] if k + 1 < _CELLS else mpmath.mpf(0)
        if here >= before and here >= after and not mpmath.isnan(here):
            top = _climbed(size, max(low, places[k] - width), min(high, places[k] + width))
            if _stays_like_a_pole(size, top, low, high):
                return True
    return False


def _climbed(size: Callable[[Any], Any], low: Any, high: Any) -> Any:
    """Return a place between two at which |f| is largest, by thirds."""
    for _ in range(160):
        third = (high - low) / 3
        if size(low + third) < size(high - third):
            low += third
        else:
            high -= third
    return (low + high) / 2


def _stays_like_a_pole(size: Callable[[Any], Any], top: Any, low: Any, high: Any) -> bool:
    """Tell whether |f|·distance does not fall on either side of an inner place as the distance shrinks."""
    for side in (1, -1):
        scaled = []
        for power in _STEPS:
            distance = mpmath.mpf(10) ** -power
            place = top + side * distance
            if not low < place < high or abs(top - low) < distance or abs(high - top) < distance:
                return False
            scaled.append(size(place) * distance)
        if not _does_not_fall(scaled):
            return False
    return True
