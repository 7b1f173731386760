"""Pictures of integrals: signed area, antiderivative beside integrand, Riemann bars, running sum over antiderivative.

Every function returns a `symtutor.writing.pictures.picture.Picture`, with a description
in its ``alt``; matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.errors import InputError
from symtutor.lab.quadrature import quadrature
from symtutor.lab.running_sums import RunningSum
from symtutor.writing.pictures.drawing import BLUE, GREEN, GREY, ORANGE, blank_picture, dress, formula_in_title, in_words, interval_of, over
from symtutor.writing.pictures.sampling import Curve, sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["antiderivative_figure", "area_figure", "riemann_figure", "riemann_sequence_figure", "running_sum_figure"]

# In which points of a cell the top of its strip meets the curve: one gives a rectangle, two a trapezoid, three a parabola.
_TOPS = {"left": (0.0,), "right": (1.0,), "midpoint": (0.5,), "trapezoid": (0.0, 1.0), "simpson": (0.0, 0.5, 1.0)}
_OUTLINE = 12  # points along the top of a strip
_MOST_BARS = 400
_EDGED = 60  # beyond so many bars their edges would hide their colours
_ROOM = 0.2  # of the height, above the curves, for the legend


def area_figure(f: sp.Basic, x: sp.Symbol, interval: tuple[Any, Any], value: sp.Rational | None = None) -> Picture:
    """Draw the signed area under a curve: what lies below the axis counts negative and has another colour.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    interval : tuple of number
        The limits.
    value : Expr, optional
        The integral, for the title.

    Returns
    -------
    Picture
        A matplotlib figure with one panel.

    Raises
    ------
    InputError
        If f has another free symbol or no numeric form, or the interval is not one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> area_figure(2 * x, x, (-10, 10), sp.S.Zero).alt
    'Signed area under y = 2x from -10 to 10: parts below the axis count negative. The integral is 0.'
    """
    ends = interval_of(f, x, interval)
    known = "" if value is None else f" The integral is {in_words(value)}."
    picture = blank_picture(
        f"Signed area under y = {in_words(f)} from {ends[0]:.6g} to {ends[1]:.6g}: parts below the axis count negative.{known}"
    )
    axes = picture.subplots()
    curve = sample(f, x, ends)
    _fill(axes, curve)
    _draw(axes, curve, BLUE, formula_in_title(f, f"f({x})"))
    axes.set_ylim(min(curve.low, 0.0), _with_room(min(curve.low, 0.0), max(curve.high, 0.0)))
    axes.set_xlim(*ends)
    title = (
        f"y = {formula_in_title(f, f'f({x})')}"
        if value is None
        else f"signed area under {formula_in_title(f, f'f({x})')}: {formula_in_title(value, f'{float(value):.6g}')}"
    )
    dress(axes, str(x), "y", title)
    axes.legend(loc="upper center", fontsize=9, ncols=3)
    return picture


def antiderivative_figure(f: sp.Expr, antiderivative: sp.Basic, x: sp.Symbol, interval: tuple[Any, Any] | None = None) -> Picture:
    """Draw a function with its signed area beside its antiderivative, which rises by that area.

    Parameters
    ----------
    f, antiderivative : Expr
        A function of x alone, and an antiderivative.
    x : Symbol
        The variable.
    interval : tuple of number, optional
        Its ends; chosen from the function where they are not given.

    Returns
    -------
    Picture
        A matplotlib figure with two panels.

    Raises
    ------
    InputError
        As for `area_figure`.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> len(antiderivative_figure(2 * x, x**2, x, (-10, 10)).axes)
    2
    """
    ends = interval_of(f, x, interval)
    picture = blank_picture(
        f"Two panels for {over(x, ends)}: y = {in_words(f)} with its signed area, and its antiderivative {in_words(antiderivative)}, "
        "which rises where the function is positive and falls where it is negative.",
        width=9.6,
    )
    left, right = picture.subplots(1, 2)
    slope, curve = sample(f, x, ends), sample(antiderivative, x, ends)
    _fill(left, slope)
    _draw(left, slope, BLUE)
    left.set_ylim(slope.low, _with_room(slope.low, slope.high))
    dress(left, str(x), "y", f"integrand: y = {formula_in_title(f, f'f({x})')}")
    left.legend(loc="upper center", fontsize=9, ncols=2)
    _draw(right, curve, GREEN)
    right.set_ylim(curve.low, curve.high)
    dress(right, str(x), "y", f"antiderivative: y = {formula_in_title(antiderivative, f'F({x})')}")
    for axes in (left, right):
        axes.set_xlim(*ends)
    return picture


def riemann_figure(f: sp.Pow, x: sp.Symbol, interval: tuple[Any, Any], count: int, exact: Any = None, *, kind: str = "left") -> Picture:
    """Draw the rectangles of a Riemann sum under the curve, the strips of the trapezoid rule, or those of Simpson's.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    interval : tuple of number
        The limits.
    count : int
        The number of equal cells.
    exact : Expr, optional
        The integral, for the title.
    kind : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where the function is taken in each cell.

    Returns
    -------
    Picture
        A matplotlib figure with one panel; the title names the sum.

    Raises
    ------
    InputError
        As for `area_figure`, and for a count or kind that makes no sense.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> riemann_figure(2 * x, x, (-10, 10), 20).alt
    'The left sum of y = 2x from -10 to 10 with 20 cells, -20, as rectangles under the curve.'
    """
    ends = interval_of(f, x, interval)
    if kind not in _TOPS:
        raise InputError(f"no strips are called {kind!r}", f"There are {', '.join(_TOPS)}.")
    if count > _MOST_BARS:
        raise InputError(f"{count} strips cannot be told apart", f"Take at most {_MOST_BARS}.")
    found = quadrature(f, x, interval, count, exact, kind=kind)
    shapes = {"trapezoid": "trapezoids", "simpson": "strips under parabolas"}.get(kind, "rectangles under the curve")
    picture = blank_picture(
        f"The {kind} sum of y = {in_words(f)} from {ends[0]:.6g} to {ends[1]:.6g} with {count} cells, {found.value:.8g}, as {shapes}."
    )
    axes = picture.subplots()
    _draw_strips(axes, numeric_function(f, x), ends, count, _TOPS[kind])
    curve = sample(f, x, ends)
    _draw(axes, curve, "black", formula_in_title(f, f"f({x})"))
    low, high = min(curve.low, 0.0), max(curve.high, 0.0)
    axes.set_xlim(*ends)
    axes.set_ylim(low, _with_room(low, high))
    integral = "" if exact is None else f"; integral {formula_in_title(exact, f'{float(exact):.6g}')}"
    name = "Simpson" if kind == "simpson" else kind
    dress(axes, str(x), "y", f"{name} sum, {count} cells: {found.value:.6g}{integral}")
    axes.legend(loc="upper center", fontsize=9, ncols=3)
    return picture


def riemann_sequence_figure(
    f: Any, x: sp.Symbol, interval: tuple[Any, Any], counts: Sequence[int], exact: Any = None, *, kind: str = "left"
) -> Picture:
    """Draw Riemann sums with more and more cells beside each other.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    interval : tuple of number
        The limits.
    counts : sequence of int
        How many cells each panel has.
    exact : Expr, optional
        The integral, for the description.
    kind : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where the function is taken in each cell.

    Returns
    -------
    Picture
        A matplotlib figure with a panel for each count.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> riemann_sequence_figure(2 * x, x, (0, 3), (4, 20), 9).alt
    'Left sums of y = 2x from 0 to 3: 4 cells give 6.75, 20 cells give 8.55; the integral is 9.'
    """
    ends = interval_of(f, x, interval)
    if max(counts) > _MOST_BARS:
        raise InputError(f"{max(counts)} strips cannot be told apart", f"Take at most {_MOST_BARS}.")
    sums = [quadrature(f, x, interval, count, exact, kind=kind).value for count in counts]
    told = ", ".join(f"{count} cells give {total:.6g}" for count, total in zip(counts, sums, strict=True))
    known = "" if exact is None else f"; the integral is {in_words(exact)}"
    alt = f"{kind.capitalize()} sums of y = {in_words(f)} from {ends[0]:.6g} to {ends[1]:.6g}: {told}{known}."
    picture = blank_picture(alt, width=4.3 * len(counts), height=3.8)
    curve = sample(f, x, ends)
    low, high = min(curve.low, 0.0), max(curve.high, 0.0)
    for axes, count, total in zip(picture.subplots(1, len(counts), squeeze=False)[0], counts, sums, strict=True):
        _draw_strips(axes, numeric_function(f, x), ends, count, _TOPS[kind])
        _draw(axes, curve, "black", formula_in_title(f, f"f({x})"))
        axes.set_xlim(*ends)
        axes.set_ylim(low, _with_room(low, high))
        dress(axes, str(x), "y", f"{count} cells: {total:.6g}")
    return picture


def running_sum_figure(found: RunningSum) -> Picture:
    """Draw a running sum over the antiderivative in one panel, and the gap between the two in another.

    Parameters
    ----------
    found : RunningSum
        What `symtutor.lab.running_sums.running_sum` found.

    Returns
    -------
    Picture
        A matplotlib figure with two panels; the second shows the shift −F(low) as a
        dashed line, from which the gap differs by the skew.

    Examples
    --------
    >>> from symtutor.lab.running_sums import running_sum
    >>> x = sp.Symbol("x")
    >>> running_sum_figure(running_sum(2 * x, x, (-10, 10, sp.Rational(1, 10)))).alt[:60]
    'Two panels for x from -10 to 9.9: the running left sum of 2x'
    """
    x, points = found.variable, np.array([float(p) for p in found.points])
    gaps = np.array([float(g) for g in found.gaps])
    shift = float(found.shift)
    picture = blank_picture(
        f"Two panels for {over(x, (points[0], points[-1]))}: the running left sum of {in_words(found.f)} with its "
        f"antiderivative {in_words(found.antiderivative)}; and the gap between the two, "
        f"from {gaps.min():.8g} to {gaps.max():.8g}, around the shift {shift:.8g}.",
        width=10.4,
    )
    left, right = picture.subplots(1, 2)
    function = f"{formula_in_title(found.antiderivative, f'F({x})')}"
    left.plot(points, found.values, color=ORANGE, linewidth=2.4, label=f"running sum of {formula_in_title(found.f, f'f({x})')}")
    lower = np.asarray(numeric_function(found.antiderivative, x)(points))
    left.plot(points, lower, color=BLUE, linewidth=2.4, label=f"antiderivative {function}")
    _mark_gap(left, points, found.values, lower, gaps)
    low, high = float(min(found.values.min(), lower.min())), float(max(found.values.max(), lower.max()))
    left.set_ylim(low - 0.05 * (high - low), _with_room(low, high) + 0.12 * (high - low))
    dress(left, str(x), "y", f"running sum, step {found.step}, over antiderivative")
    right.plot(points, gaps, color=ORANGE, linewidth=2.4, label="sum − antiderivative")
    right.axhline(shift, color=GREY, linestyle="--", linewidth=1.4, label=f"shift −F({found.low}) = {shift:.6g}")
    low, high = min(float(gaps.min()), shift), max(float(gaps.max()), shift)
    right.set_ylim(low - 0.08 * (high - low), _with_room(low, high) + 0.08 * (high - low))
    dress(right, str(x), "gap", f"gap: {gaps.min():.7g} to {gaps.max():.7g}")
    for axes in (left, right):
        axes.set_xlim(points[0], points[-1])
        axes.legend(loc="upper center" if axes is right else "upper left", fontsize=9)
    return picture


def _draw_strips(axes: Axes, function: Callable[..., Any], ends: tuple[float, float], count: int, shares: tuple[float, ...]) -> None:
    """Draw a strip over each cell, its top through the curve at the shares of the cell; negative ones have another colour."""
    width = (ends[1] - ends[0]) / count
    starts = ends[0] + width * np.arange(count)
    heights = np.array([np.broadcast_to(np.asarray(function(starts + share * width), dtype=float), starts.shape) for share in shares])
    edge = 0.8 if count <= _EDGED else 0
    for colour, chosen, label in (
        (BLUE, heights.mean(axis=0) >= 0, "counts positive"),
        (ORANGE, heights.mean(axis=0) < 0, "counts negative"),
    ):
        if not chosen.any():
            continue
        if len(shares) == 1:
            axes.bar(
                starts[chosen],
                heights[0][chosen],
                width,
                align="edge",
                color=colour,
                alpha=0.35,
                edgecolor=colour,
                linewidth=edge,
                label=label,
            )
            continue
        places = np.linspace(0, 1, _OUTLINE)
        for i, k in enumerate(np.flatnonzero(chosen)):
            top = np.polynomial.Polynomial.fit(np.array(shares), heights[:, k], len(shares) - 1)(places)
            axes.fill_between(starts[k] + places * width, top, 0, color=colour, alpha=0.35, linewidth=edge, label=None if i else label)


def _mark_gap(axes: Axes, points: Any, upper: Any, lower: Any, gaps: Any) -> None:
    """Draw an arrow between the two curves, with the size of the gap there."""
    k = points.size // 2
    axes.annotate("", (points[k], upper[k]), (points[k], lower[k]), arrowprops={"arrowstyle": "<->", "color": GREY, "linewidth": 1.4})
    axes.annotate(
        f"gap {gaps[k]:.6g}",
        (points[k], (upper[k] + lower[k]) / 2),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=GREY,
    )


def _fill(axes: Axes, curve: Curve) -> None:
    """Fill the area between a curve and the axis, each sign in its colour."""
    for colour, chosen, label in (
        (BLUE, curve.values >= 0, "counts positive"),
        (ORANGE, curve.values <= 0, "counts negative"),
    ):
        if np.any(chosen & (curve.values != 0)):
            axes.fill_between(
                curve.points, curve.values, 0, where=chosen, interpolate=True, color=colour, alpha=0.3, linewidth=0, label=label
            )
    axes.axhline(0, color=GREY, linewidth=0.8)


def _draw(axes: Axes, curve: Curve, colour: str, label: str | None = None) -> None:
    axes.plot(curve.points, curve.values, color=colour, linewidth=2, label=label)


def _with_room(low: float, high: float) -> float:
    """Return the top of a range with room for a legend above the curves."""
    return high + _ROOM * (high - low)
