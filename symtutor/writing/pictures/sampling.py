"""What part of a curve to draw: an interval, points with gaps at poles and jumps, and a range of values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function, real_derivative
from symtutor.checking.enclosures.roundoff import enclose
from symtutor.errors import InputError

__all__ = ["Curve", "default_interval", "sample", "within_domain"]

Floats = npt.NDArray[np.float64]

_POINTS = 1001
_HALVINGS = 50
_HALVINGS_OF_JUMPS = 35
_STEEP = 0.05  # a step between neighbours above this part of the usual range may be a jump
_MOST_JUMPS = 200
_FEATURES = 7  # of an oscillating function only the features nearest to 0 are shown
_MARGIN = 0.6  # of the width that holds all features, on each side
_NEAR = 10.0  # bends farther out do not widen the picture
_HUGE = 1e100
_NOISE = 0.01  # of the range of values: what rounding may do to a point that is drawn
# Fine near 0, and wide enough to find what happens at 1000.
_SEARCH = np.unique(np.concatenate([np.linspace(-10, 10, 2001), np.logspace(-3, 3, 601), -np.logspace(-3, 3, 601)]))


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a curve, with nan where the pen is lifted.

    Parameters
    ----------
    points, values : array
        Increasing x and y = f(x).
    has_pole : bool
        Whether the values grow without bound in the interval.
    low, high : float
        The range of values to show: all of them, or, beside a pole, the usual ones.
    """

    points: Floats
    values: Floats
    has_pole: bool
    low: float
    high: float


def sample(f: sp.Basic, x: sp.Symbol, interval: tuple[float, float]) -> Curve:
    """Return points of a curve that a line may join.

    Where the function is not defined, and at poles and jumps, a nan interrupts
    the line; the ends of the domain are found to the last digits.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    interval : tuple of float
        Its ends.

    Returns
    -------
    Curve
        About a thousand points.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> curve = sample(1 / x, x, (-5.0, 5.0))
    >>> curve.has_pole, bool(np.isnan(curve.values).any()), -10 < curve.low < 0 < curve.high < 10
    (True, True, True)
    """
    function = numeric_function(f, x)
    points = np.linspace(*interval, _POINTS)
    values = np.asarray(function(points))
    added = [_domain_end(function, points, int(k)) for k in np.flatnonzero(np.diff(np.isfinite(values)))]
    jumps = [jump for k in _steep(values) if (jump := _jump(function, points[k], points[k + 1])) is not None]
    for left, right in jumps:  # a sample on the jump itself belongs to neither side
        values[(points > left[0]) & (points < right[0])] = np.nan
    # the line ends on one side of a jump and begins again on the other
    torn = [place for left, right in jumps for place in (left, (left[0], np.nan), right)]
    refined = [abs(v) for _, v in (*added, *torn, *_peak(function, points, values))]
    extra = np.array([*added, *torn], dtype=np.float64).reshape(-1, 2)
    order = np.argsort(np.concatenate([points, extra[:, 0]]), kind="stable")
    has_pole = _grows(values, refined)
    low, high = _value_range(values[np.isfinite(values)], has_pole=has_pole)
    if extra.size:  # beside a hole there is little but rounding: (x² − 9)/(x − 3) is 4 or 8 near 3
        below, above = enclose(f, {x: (extra[:, 0], extra[:, 0])})
        with np.errstate(invalid="ignore"):
            extra[:, 1] = np.where(above - below > _NOISE * (high - low), np.nan, extra[:, 1])
    return Curve(np.concatenate([points, extra[:, 0]])[order], np.concatenate([values, extra[:, 1]])[order], has_pole, low, high)


def default_interval(f: sp.Expr, x: sp.Symbol) -> tuple[float, float]:
    """Return an interval that shows what a function does.

    It holds the zeros, extrema, inflections and the ends of the domain (of many,
    those nearest to 0) with a margin, ends at round numbers, and does not reach
    out of the domain.  Where there are none it takes three times the length over
    which the function changes.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.

    Returns
    -------
    tuple of float
        The ends; the same for the same function.

    Raises
    ------
    InputError
        If the function is defined nowhere.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> default_interval(x**3 - 2 * x**2 + 1, x)
    (-2.0, 3.0)
    >>> default_interval(sp.log(x), x)[0]
    0.0
    """
    function = numeric_function(f, x)
    values = np.asarray(function(_SEARCH))
    if not np.isfinite(values).any():
        raise InputError(f"{f} has no real value at any point tried, so there is nothing to draw")
    bends = _bends(f, x)
    features = _nearest(_domain_ends(values) + _sign_changes(f, x) + [p for p in bends if abs(p) <= _NEAR]) or _nearest(bends)
    if not features:
        features = [0.0] if np.isfinite(function(0.0)) else [float(_SEARCH[np.isfinite(values)][0])]
    low, high = min(features), max(features)
    margin = _MARGIN * (high - low) or 3 * _length(f, x, low)
    return within_domain(f, x, _round_out(low - margin, high + margin))


def _value_range(values: Floats, *, has_pole: bool) -> tuple[float, float]:
    """Return the range of values to show, with a margin."""
    if not values.size:
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    if has_pole:
        middle = float(np.median(values))
        reach = 3 * float(np.quantile(np.abs(values - middle), 0.8))
        low, high = max(low, middle - reach), min(high, middle + reach)
    pad = 0.05 * (high - low) or max(0.5, 0.5 * abs(high))
    return low - pad, high + pad


def _domain_end(function: Callable[..., Any], points: Floats, k: int) -> tuple[float, float]:
    """Return the last point of the domain between two neighbours of which one is inside."""
    inside, outside = points[k], points[k + 1]
    if not np.isfinite(function(inside)):
        inside, outside = outside, inside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if np.isfinite(function(middle)):
            inside = middle
        else:
            outside = middle
    return float(inside), float(function(inside))


def _steep(values: Floats) -> list[int]:
    """Return where neighbours differ so much that a jump may lie between."""
    finite = values[np.isfinite(values)]
    if finite.size < 2:
        return []
    usual = float(np.quantile(finite, 0.9) - np.quantile(finite, 0.1))
    steps = np.abs(np.diff(values))
    return (
        np.flatnonzero(steps > max(_STEEP * usual, 0.0))[:_MOST_JUMPS].tolist()
        if usual
        else np.flatnonzero(steps > 0)[:_MOST_JUMPS].tolist()
    )


def _jump(function: Callable[..., Any], low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the two sides of a jump or odd pole between two points; None where the curve is only steep."""
    left, right = float(function(low)), float(function(high))
    first = abs(right - left)
    for _ in range(_HALVINGS_OF_JUMPS):
        middle = (low + high) / 2
        value = float(function(middle))
        if not np.isfinite(value):
            break
        if abs(value - left) > abs(right - value):
            high, right = middle, value
        else:
            low, left = middle, value
    if abs(right - left) < first / 4:
        return None
    # a little outside, since the value on the jump itself may be a third one: sign(0) = 0
    low, high = low - (high - low), high + (high - low)
    return (low, float(function(low))), (high, float(function(high)))


def _peak(function: Callable[..., Any], points: Floats, values: Floats) -> list[tuple[float, float]]:
    """Return the largest value found by looking closer and closer around the largest of the samples."""
    if not np.isfinite(values).any():
        return []
    best = int(np.nanargmax(np.abs(values)))
    place, size = points[best], (points[-1] - points[0]) / (_POINTS - 1)
    found = float(values[best])
    for _ in range(8):
        around = place + size * np.linspace(-1, 1, 41)
        closer = np.asarray(function(np.clip(around, points[0], points[-1])))
        if not np.isfinite(closer).any():
            break
        k = int(np.nanargmax(np.abs(closer)))
        place, found, size = float(around[k]), float(closer[k]), size / 10
    return [(float(place), found)]


def _grows(values: Floats, refined: list[float]) -> bool:
    """Tell whether values found by looking closer leave all samples far behind."""
    finite = np.abs(values[np.isfinite(values)])
    highest = max((r for r in refined if np.isfinite(r)), default=0.0)
    return bool(finite.size) and highest > 10 * float(finite.max()) and highest > 1000 * float(np.quantile(finite, 0.8)) > 0


def _joined(values: Floats) -> npt.NDArray[np.bool_]:
    """Return where values are finite and a neighbour's is too: x**x has single values at −1, −2 ..."""
    defined = np.isfinite(values)
    beside = np.zeros_like(defined)
    beside[1:] |= defined[:-1]
    beside[:-1] |= defined[1:]
    return defined & beside


def _domain_ends(values: Floats) -> list[float]:
    """Return places of the search grid where the function begins or ceases to be defined; not where it overflows."""
    defined = _joined(values)
    ends = []
    for k in np.flatnonzero(np.diff(defined)):
        inside, outside = (k, k + 1) if defined[k] else (k + 1, k)
        if abs(values[inside]) < _HUGE:
            ends.append(float(_SEARCH[outside]))
    return ends


def _sign_changes(expr: sp.Basic, x: sp.Symbol) -> list[float]:
    """Return places of the search grid where an expression surely has opposite signs on either side."""
    low, high = enclose(expr, {x: (_SEARCH, _SEARCH)})
    signs = np.where(low > 0, 1, 0) - np.where(high < 0, 1, 0)
    known = np.flatnonzero(signs)
    changes = np.flatnonzero(np.diff(signs[known]))
    return [float((_SEARCH[known[k]] + _SEARCH[known[k + 1]]) / 2) for k in changes]


def _bends(f: sp.Expr, x: sp.Symbol) -> list[float]:
    """Return places where the first or second derivative changes its sign."""
    try:
        return [place for order in (1, 2) for place in _sign_changes(real_derivative(f, x, order), x)]
    except InputError:  # there is none, as for floor
        return []


def _nearest(places: list[float]) -> list[float]:
    """Return the features nearest to 0."""
    return sorted(places, key=lambda p: (abs(p), p))[:_FEATURES]


def _length(f: sp.Expr, x: sp.Symbol, at: float) -> float:
    """Return the length over which a function changes at a point: |f/f′|, or 1 where that says nothing."""
    try:
        value, slope = (float(numeric_function(e, x)(at)) for e in (f, real_derivative(f, x)))
    except InputError:
        return 1.0
    length = abs(value / slope) if slope else np.nan
    return length if np.isfinite(length) and length > 1e-6 else 1.0


def _round_out(low: float, high: float) -> tuple[float, float]:
    """Return ends rounded outwards to a tenth of the width, in steps of 1, 2 or 5."""
    width = (high - low) / 10
    power = 10.0 ** np.floor(np.log10(width))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= width)
    return float(np.floor(low / step + 1e-9) * step), float(np.ceil(high / step - 1e-9) * step)


def within_domain(f: Any, x: sp.Symbol, interval: tuple[float, float]) -> tuple[float, float]:
    """Return the interval without the parts at its ends where the function is not defined.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> within_domain(sp.sqrt(x), x, (-3.0, 3.0))
    (0.0, 6.0)
    """
    function, (low, high) = numeric_function(f, x), interval
    points = np.linspace(low, high, _POINTS)
    inside = np.flatnonzero(_joined(np.asarray(function(points))))
    if not inside.size:
        return low, high
    first, last = int(inside[0]), int(inside[-1])
    start = _tidy(_domain_end(function, points, first - 1)[0]) if first > 1 else low
    stop = _tidy(_domain_end(function, points, last)[0]) if last < _POINTS - 2 else high
    if start > low and stop == high:  # the width that is saved on one side goes to the other
        return start, _tidy(stop + start - low)
    if start == low and stop < high:
        return _tidy(start + stop - high), stop
    return start, stop


def _tidy(end: float) -> float:
    """Return an end of a domain without the noise of halving."""
    return float(np.round(end, 9)) + 0.0
