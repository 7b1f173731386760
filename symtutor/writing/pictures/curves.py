"""Pictures of a function beside what is found about it: a line, a polynomial, a limit.

matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.writing.pictures.drawing import BLUE, GREY, ORANGE, blank_picture, dress, formula_in_title, in_words, interval_of, over
from symtutor.writing.pictures.sampling import sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["curve_line_figure", "limit_figure", "line_figure", "taylor_figure"]

Interval = tuple[Any, Any] | None
_AROUND = 3.0  # on both sides of a point
_FAR = 20.0  # how far a picture of a limit at infinity reaches
_GRID = 401
_ROOM = 0.2  # of the height, on both sides of the curve, for the legend


def line_figure(f: Any, line: Any, x: sp.Symbol, place: Any, interval: Interval = None, *, name: str = "tangent") -> Picture:
    """Draw a graph with a line that meets it at a point.

    Parameters
    ----------
    f, line : Expr
        A function of x alone, and the line as one.
    x : Symbol
        The variable.
    place : Expr
        Where they meet.
    interval : tuple of number, optional
        Its ends; around the point where they are not given.
    name : str
        What the line is.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> line_figure(x**2, 2 * x - 1, x, sp.S.One).alt
    'Graph of y = x² for x from -2 to 4 with the tangent y = 2x − 1 at x = 1.'
    """
    ends = _around(f, x, place, interval)
    picture = blank_picture(
        f"Graph of y = {in_words(f)} for {over(x, ends)} with the {name} y = {in_words(line)} at {x} = {in_words(place)}."
    )
    axes = _with_graph(picture, f, x, ends)
    points = np.array(ends)
    heights = np.broadcast_to(np.asarray(numeric_function(line, x)(points), dtype=float), points.shape)
    axes.plot(points, heights, color=ORANGE, linewidth=1.6, label=name)
    axes.plot([float(place)], [float(line.subs(x, place))], "o", color=ORANGE)
    axes.legend(loc="best", fontsize=9)
    return picture


def curve_line_figure(gap: Any, line: Any, variables: tuple[Any, Any], place: tuple[float, float], *, name: str = "tangent") -> Picture:
    """Draw the curve on which an expression is 0, with a line at one of its points.

    Parameters
    ----------
    gap, line : Expr
        Expressions in the two variables that are 0 on the curve, and on the line.
    variables : pair of Symbol
        The variable across and the one up.
    place : pair of float
        Where they meet.
    name : str
        What the line is.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> curve_line_figure(x**2 + y**2 - 25, y - 25 / sp.S(4) + 3 * x / 4, (x, y), (3, 4)).alt
    'The curve x² + y² − 25 = 0 with its tangent at (3, 4).'
    """
    picture = blank_picture(f"The curve {in_words(gap)} = 0 with its {name} at ({place[0]:.6g}, {place[1]:.6g}).")
    axes = picture.subplots()
    reach = max(_AROUND, 1.6 * max(map(abs, place)))
    across, up = (np.linspace(min(-reach, p - _AROUND), max(reach, p + _AROUND), _GRID) for p in place)
    grid = np.meshgrid(across, up)
    for expr, colour, style in ((gap, BLUE, "-"), (line, ORANGE, "--")):
        values = np.broadcast_to(np.asarray(numeric_function(expr, variables)(*grid), dtype=float), grid[0].shape)
        axes.contour(*grid, values, levels=[0.0], colors=colour, linestyles=style)
    axes.plot([], [], color=BLUE, label="curve")
    axes.plot([], [], color=ORANGE, linestyle="--", label=name)
    axes.plot(*[[p] for p in place], "o", color=ORANGE)
    dress(axes, str(variables[0]), str(variables[1]), f"{formula_in_title(gap, 'curve')} = 0")
    axes.legend(loc="best", fontsize=9)
    return picture


def taylor_figure(f: Any, polynomial: Any, x: sp.Symbol, about: Any, interval: Interval = None) -> Picture:
    """Draw a function with its Taylor polynomial about a point.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> taylor_figure(sp.cos(x), 1 - x**2 / 2, x, sp.S.Zero).alt
    'Graph of y = cos x for x from -3 to 3 with its Taylor polynomial 1 − x²/2 about x = 0.'
    """
    ends = _around(f, x, about, interval)
    picture = blank_picture(
        f"Graph of y = {in_words(f)} for {over(x, ends)} with its Taylor polynomial {in_words(polynomial)} about {x} = {in_words(about)}."
    )
    axes = _with_graph(picture, f, x, ends)
    curve = sample(polynomial, x, ends)
    axes.plot(curve.points, curve.values, color=ORANGE, linewidth=1.6, linestyle="--", label="polynomial")
    axes.plot([float(about)], [float(polynomial.subs(x, about))], "o", color=ORANGE)
    axes.legend(loc="best", fontsize=9)
    return picture


def limit_figure(f: Any, x: sp.Symbol, to: Any, value: Any, interval: Interval = None) -> Picture:
    """Draw a function near the place of a limit, with the limit where it is a number.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> limit_figure(sp.sin(x) / x, x, sp.S.Zero, sp.S.One).alt
    'Graph of y = (sin x)/x for x from -3 to 3. As x tends to 0 it has the limit 1.'
    """
    is_far = to.is_infinite
    chosen = interval or ((1.0, _FAR) if to is sp.oo else (-_FAR, -1.0)) if is_far else interval
    ends = interval_of(f, x, chosen) if is_far else _around(f, x, to, interval)
    told = "has no limit" if value is sp.nan else f"has the limit {in_words(value)}"
    picture = blank_picture(f"Graph of y = {in_words(f)} for {over(x, ends)}. As {x} tends to {in_words(to)} it {told}.")
    axes = _with_graph(picture, f, x, ends)
    if value.is_finite and value.is_real:
        if is_far:
            axes.axhline(float(value), color=ORANGE, linestyle="--", linewidth=1.4, label=f"limit {in_words(value)}")
        else:
            axes.plot([float(to)], [float(value)], "o", color=ORANGE, markerfacecolor="white", label=f"limit {in_words(value)}")
        axes.legend(loc="best", fontsize=9)
    return picture


def _with_graph(picture: Picture, f: Any, x: sp.Symbol, ends: tuple[float, float]) -> Axes:
    """Draw the graph of a function into a picture of one panel, with room for a legend."""
    axes: Axes = picture.subplots()
    curve = sample(f, x, ends)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot(curve.points, curve.values, color=BLUE, linewidth=2, label="function")
    axes.set_xlim(*ends)
    room = _ROOM * (curve.high - curve.low)
    axes.set_ylim(curve.low - room, curve.high + room)
    dress(axes, str(x), "y", f"y = {formula_in_title(f, f'f({x})')}")
    return axes


def _around(f: Any, x: sp.Symbol, place: Any, interval: Interval) -> tuple[float, float]:
    """Return the ends of a picture around a point."""
    return interval_of(f, x, interval or (float(place) - _AROUND, float(place) + _AROUND))
