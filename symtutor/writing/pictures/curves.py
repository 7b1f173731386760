"""Pictures of a function beside what is found about it: a line, a polynomial, a limit.

matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function, real_derivative
from symtutor.checking.enclosures.roundoff import enclose
from symtutor.errors import InputError
from symtutor.writing.pictures.drawing import BLUE, GREY, ORANGE, blank_picture, dress, formula_in_title, in_words, interval_of, over
from symtutor.writing.pictures.sampling import sample, within_domain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["curve_line_figure", "limit_figure", "line_figure", "parametric_figure", "taylor_figure"]

Interval = tuple[Any, Any] | None
_AROUND = 3.0  # on both sides of a point
_FAR = 20.0  # how far a picture of a limit at infinity reaches
_GRID = 401
_ALIKE = 1e-6
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FAR_OUT = 6.0  # times what a picture reaches: turns of a curve are looked for as far as that
_MOST_TURNS = 12  # of a curve; one with more turns goes on and on
_ROOM = 0.2  # of the height, on both sides of the curve, for the legend


def line_figure(f: sp.Expr, line: sp.Expr, x: sp.Symbol, place: sp.Expr, interval: Interval = None, *, name: str = "tangent") -> Picture:
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


def curve_line_figure(
    gap: sp.Expr, line: sp.Expr, variables: tuple[sp.Symbol, sp.Symbol], place: tuple[float, float], *, name: str = "tangent"
) -> Picture:
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
    reach = _with_turns(gap, variables, max(_AROUND, 1.6 * max(map(abs, place))))
    _draw_curves(axes, ((gap, BLUE, "-", "curve"), (line, ORANGE, "--", name)), variables, place, reach)
    axes.plot(*[[p] for p in place], "o", color=ORANGE)
    dress(axes, str(variables[0]), str(variables[1]), f"{formula_in_title(gap, 'curve')} = 0")
    axes.legend(loc="best", fontsize=9)
    return picture


def curve_figure(gap: Any, variables: tuple[Any, Any]) -> Picture:
    """Draw the curve on which an expression is 0.

    Parameters
    ----------
    gap : Expr
        An expression in the two variables.
    variables : pair of Symbol
        The variable across and the one up.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> curve_figure(x**2 + y**2 - 25, (x, y)).alt
    'The curve x² + y² − 25 = 0.'
    """
    picture = blank_picture(f"The curve {in_words(gap)} = 0.")
    axes = picture.subplots()
    reach = next((r for r in (2.0, 4.0, 7.0, 12.0, 20.0, 40.0) if _meets(gap, variables, r)), None)
    if reach is None:
        raise InputError(f"no point was found on the curve {gap} = 0")
    _draw_curves(axes, ((gap, BLUE, "-", "curve"),), variables, (0.0, 0.0), _with_turns(gap, variables, reach))
    dress(axes, str(variables[0]), str(variables[1]), f"{formula_in_title(gap, 'curve')} = 0")
    return picture


def _meets(gap: Any, variables: tuple[Any, Any], reach: float) -> bool:
    """Tell whether an expression changes its sign in a square well inside a picture."""
    side = np.linspace(-0.8 * reach, 0.8 * reach, 81)
    values = np.asarray(numeric_function(gap, variables)(*np.meshgrid(side, side)), dtype=float)
    return bool((values < 0).any() and (values > 0).any())


def _with_turns(gap: Any, variables: tuple[Any, Any], reach: float) -> float:
    """Return how far a picture reaches that shows where a curve turns, too, if that is not far out: a leaf is not cut open."""
    from contourpy import contour_generator  # noqa: PLC0415 (comes with matplotlib, and is loaded only by those who draw)

    side = np.linspace(-_FAR_OUT * reach, _FAR_OUT * reach, _GRID)
    values = np.asarray(numeric_function(gap, variables)(*np.meshgrid(side, side)), dtype=float)
    turns: list[float] = []
    for line in map(np.asarray, contour_generator(side, side, np.broadcast_to(values, (_GRID, _GRID))).lines(0.0)):
        steps = np.sign(np.diff(line, axis=0))
        turns += np.abs(line[1:-1][((steps[1:] * steps[:-1]) < 0).any(axis=1)]).max(axis=1).tolist()
    return reach if len(turns) > _MOST_TURNS else max([reach, *(1.15 * turn for turn in turns)])


def _draw_curves(axes: Axes, curves: Any, variables: tuple[Any, Any], place: tuple[float, float], reach: float) -> None:
    """Draw where expressions are 0, around the origin and a place."""
    across, up = (np.linspace(min(-reach, p - _AROUND), max(reach, p + _AROUND), _GRID) for p in place)
    grid = np.meshgrid(across, up)
    for expr, colour, style, label in curves:
        values = np.broadcast_to(np.asarray(numeric_function(expr, variables)(*grid), dtype=float), grid[0].shape)
        axes.contour(*grid, values, levels=[0.0], colors=colour, linestyles=style)
        axes.plot([], [], color=colour, linestyle=style, label=label)
    axes.set_aspect("equal")


def taylor_figure(f: sp.Expr, polynomial: Any, x: sp.Symbol, about: sp.Rational, degree: int, interval: Interval = None) -> Picture:
    """Draw a function with its Taylor polynomial about a point, and the band in which Lagrange's remainder holds the function.

    Parameters
    ----------
    f, polynomial : Expr
        A function of x alone, and its Taylor polynomial.
    x : Symbol
        The variable.
    about : Expr
        The point.
    degree : int
        Of the polynomial: the remainder has the derivative of the order after it.
    interval : tuple of number, optional
        Its ends; around the point where they are not given.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> taylor_figure(sp.cos(x), 1 - x**2 / 2, x, sp.S.Zero, 2).alt
    'Graph of y = cos x for x from -3 to 3 with its Taylor polynomial 1 − x²/2 about x = 0, and the band of its largest error.'
    """
    ends = _around(f, x, about, interval)
    points = np.linspace(*ends, _GRID)
    heights = np.broadcast_to(np.asarray(numeric_function(polynomial, x)(points), dtype=float), points.shape)
    bound = _remainder(f, x, float(about), degree, points)
    has_band = bool(np.isfinite(bound).any())
    told = f"its Taylor polynomial {in_words(polynomial)} about {x} = {in_words(about)}"
    band = ", and the band of its largest error" if has_band else ""
    picture = blank_picture(f"Graph of y = {in_words(f)} for {over(x, ends)} with {told}{band}.")
    axes = _with_graph(picture, f, x, ends)
    if has_band:
        order = str(degree + 1).translate(_RAISED)
        gap = str(x) if about == 0 else f"{x} − {in_words(about)}" if about > 0 else f"{x} + {in_words(-about)}"
        label = f"error ≤ M·|{gap}|{order}/{degree + 1}!, where M is\nthe largest |f⁽{order}⁾| between {in_words(about)} and {x}"
        axes.fill_between(points, heights - bound, heights + bound, color=ORANGE, alpha=0.18, linewidth=0, label=label)
    axes.plot(points, heights, color=ORANGE, linewidth=1.6, linestyle="--", label="polynomial")
    axes.plot([float(about)], [float(polynomial.subs(x, about))], "o", color=ORANGE)
    axes.legend(loc="best", fontsize=9)
    return picture


def _remainder(f: Any, x: sp.Symbol, about: float, degree: int, points: Any) -> Any:
    """Return a bound for Lagrange's remainder at each point: the derivative is enclosed on every cell between it and the center."""
    try:
        low, high = enclose(real_derivative(f, x, degree + 1), {x: (points[:-1], points[1:])})
    except InputError:
        return np.full(points.shape, np.nan)
    size = np.maximum(np.abs(low), np.abs(high))
    size = np.where(np.isfinite(size), size, np.inf)
    center = int(np.clip(np.searchsorted(points, about, side="right") - 1, 0, size.size - 1))
    largest = np.concatenate([np.maximum.accumulate(size[: center + 1][::-1])[::-1], np.maximum.accumulate(size[center:])])
    with np.errstate(invalid="ignore", over="ignore"):
        bound = largest * np.abs(points - about) ** (degree + 1) / float(sp.factorial(degree + 1))
    return np.where(np.isfinite(bound), bound, np.nan)


def limit_figure(f: Any, x: sp.Symbol, to: Any, value: Any, interval: Interval = None) -> Picture:
    """Draw a function near the place of a limit: what it tends to from each side, the hole, the asymptote.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    to : Expr
        Where it tends.
    value : Expr
        The limit; nan where there is none.
    interval : tuple of number, optional
        Its ends; around the place where they are not given.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> limit_figure(sp.sin(x) / x, x, sp.S.Zero, sp.S.One).alt
    'Graph of y = (sin x)/x for x from -3 to 3. As x tends to 0 it has the limit 1; there it has a hole.'
    """
    is_far = to.is_infinite
    chosen = interval or ((1.0, _FAR) if to is sp.oo else (-_FAR, -1.0)) if is_far else interval
    ends = interval_of(f, x, chosen) if is_far else _around(f, x, to, interval)
    is_number = bool(value.is_finite and value.is_real)
    marks = [] if is_far else _sides(f, x, to, float(value) if is_number else None)
    told = "has no limit" if value is sp.nan else f"has the limit {in_words(value)}"
    if len(marks) > 1:
        told += f": from the left it comes near to {marks[0]:.4g}, from the right to {marks[1]:.4g}"
    own = None if is_far else _height(f, x, to)
    hole = "; there it has a hole" if is_number and marks and own is None else ""
    picture = blank_picture(f"Graph of y = {in_words(f)} for {over(x, ends)}. As {x} tends to {in_words(to)} it {told}{hole}.")
    axes = _with_graph(picture, f, x, ends)
    if is_far and is_number:
        axes.axhline(float(value), color=ORANGE, linestyle="--", linewidth=1.4, label=f"limit {in_words(value)}")
    elif value.is_infinite and not is_far:
        axes.axvline(float(to), color=ORANGE, linestyle="--", linewidth=1.4, label=f"asymptote {x} = {in_words(to)}")
    label = f"limit {in_words(value)}" if is_number else "from one side"
    for mark in marks:
        is_filled = own is not None and abs(own - mark) < _ALIKE * (1 + abs(mark))
        axes.plot([float(to)], [mark], "o", color=ORANGE, markerfacecolor=ORANGE if is_filled else "white", label=label, zorder=3)
        label = "_again"
    if own is not None and all(abs(own - mark) >= _ALIKE * (1 + abs(mark)) for mark in marks):
        axes.plot([float(to)], [own], "o", color=BLUE, label="value there", zorder=3)
    axes.legend(loc="best", fontsize=9)
    return picture


def _height(f: Any, x: sp.Symbol, to: Any) -> float | None:
    """Return the value of a function at a place, None where it has none; floats next to a pole have one, as for tan x at π/2."""
    exact = f.subs(x, to)
    if exact.has(sp.zoo, sp.nan, sp.oo, -sp.oo):
        return None
    found = float(np.asarray(numeric_function(f, x)(np.array([float(to)])), dtype=float).reshape(-1)[0])
    return found if np.isfinite(found) else None


def _sides(f: Any, x: sp.Symbol, to: Any, value: float | None) -> list[float]:
    """Return what a function comes near to at a place, the left side first; one number where both agree or one is asked for."""
    if value is not None:
        return [value]
    steps = 10.0 ** -np.arange(3.0, 8.0)
    found = []
    for sign in (-1, 1):
        heights = np.asarray(numeric_function(f, x)(float(to) + sign * steps), dtype=float)
        if np.isfinite(heights).all() and np.ptp(heights) < _ALIKE * 100 * (1 + abs(heights[-1])):
            found.append(float(np.round(heights[-1], 4)))
    return found


def parametric_figure(x: Any, y: Any, parameter: sp.Symbol, interval: Interval = None) -> Picture:
    """Draw the curve that a point runs through, with arrows that show which way.

    Parameters
    ----------
    x, y : Expr
        Functions of the parameter alone.
    parameter : Symbol
        The parameter.
    interval : tuple of number, optional
        Its ends; a turn for functions that repeat, else from -2 to 2, without what is not defined.

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> parametric_figure(t**2, t**3, t).alt
    'The curve x = t², y = t³ for t from -2 to 2, from (4, -8) to (4, 8).'
    """
    repeats = any(e.has(sp.sin, sp.cos) for e in map(sp.sympify, (x, y)))
    ends = interval_of(x, parameter, interval or ((0.0, 2 * np.pi) if repeats else within_domain(x + y, parameter, (-2.0, 2.0))))
    points = np.linspace(*ends, _GRID)
    across, up = (np.broadcast_to(np.asarray(numeric_function(e, parameter)(points), dtype=float), points.shape) for e in (x, y))
    defined = np.flatnonzero(np.isfinite(across) & np.isfinite(up))
    if not defined.size:
        raise InputError(f"the curve ({x}, {y}) is defined nowhere for {over(parameter, ends)}")
    first, last = ((across[k], up[k]) for k in (defined[0], defined[-1]))
    way = " to ".join("(" + ", ".join(f"{c + 0.0:.4g}" if abs(c) > _ALIKE else "0" for c in place) + ")" for place in (first, last))
    picture = blank_picture(f"The curve x = {in_words(x)}, y = {in_words(y)} for {over(parameter, ends)}, from {way}.")
    axes = picture.subplots()
    axes.plot(across, up, color=BLUE, linewidth=2)
    for k in defined[np.linspace(0, defined.size - 1, 8).astype(int)[1:-1]]:
        if k + 1 < points.size and np.isfinite(across[k + 1] + up[k + 1]):
            arrow = {"arrowstyle": "-|>", "color": ORANGE, "mutation_scale": 16}
            axes.annotate("", (across[k + 1], up[k + 1]), (across[k], up[k]), arrowprops=arrow)
    for place, name in ((first, f"{parameter} = {ends[0]:.3g}"), (last, f"{parameter} = {ends[1]:.3g}")):
        axes.plot(*[[c] for c in place], "o", color=ORANGE, markersize=5)
        if place is first or np.hypot(*(np.subtract(first, last))) > _ALIKE:
            axes.annotate(name, place, (7, 5), textcoords="offset points", fontsize=9)
    axes.margins(0.12)
    if 0.25 < np.ptp(across[defined]) / max(np.ptp(up[defined]), _ALIKE) < 4:
        axes.set_aspect("equal", adjustable="datalim")
    dress(axes, "x", "y", f"x = {formula_in_title(x, 'x(t)')}, y = {formula_in_title(y, 'y(t)')}")
    return picture


def _with_graph(picture: Picture, f: sp.Expr, x: sp.Symbol, ends: tuple[float, float]) -> Axes:
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
    if interval is not None:
        return interval_of(f, x, interval)
    return within_domain(f, x, (float(place) - _AROUND, float(place) + _AROUND))
