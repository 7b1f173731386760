"""Pictures in the plane: surfaces, level lines with the gradient, fields of unit arrows, the image of a small square.

Every function returns a `symtutor.writing.pictures.picture.Picture`, with a description
in its ``alt``; matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function, real_derivative
from symtutor.errors import InputError
from symtutor.lab.jacobians import numeric_matrix
from symtutor.term import sympified
from symtutor.writing.pictures.drawing import BLUE, ORANGE, blank_picture, dress, formula_in_title, in_words, over

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["gradient_figure", "jacobian_figure", "quiver_figure", "slices_figure", "surface_figure"]

Range = tuple[Any, Any]

_COLOURS = "viridis"
_FINE = 81  # points a side of a surface
_LEVELS = 18
_ALMOST_STILL = 1e-12  # of the longest arrow: below it the direction is rounding


def surface_figure(
    f: sp.Expr, variables: Sequence[sp.Symbol], across: Range = (-10, 10), up: Range = (-10, 10), touching: Any = None, name: str = "plane"
) -> Picture:
    """Draw the surface z = f(x, y) over a rectangle, and what touches it at the middle.

    Parameters
    ----------
    f : Expr
        A function of the two variables alone.
    variables : sequence of Symbol, length 2
        The variable across and the one up.
    across, up : tuple of number
        Their ranges.
    touching : Expr, optional
        Another function, drawn around the middle of the rectangle.
    name : str
        What that is.

    Returns
    -------
    Picture
        One panel in three dimensions, with a colour bar.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> surface_figure(x**2 + y**3, (x, y)).alt
    'Surface z = x² + y³ over x from -10 to 10 and y from -10 to 10; z from -1000 to 1100.'
    """
    x, y, first, second = _axes_of(variables, across, up)
    grid = np.meshgrid(np.linspace(*first, _FINE), np.linspace(*second, _FINE))
    heights = _values(f, (x, y), grid)
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    alt = f"Surface z = {in_words(f)} over {_rectangle(x, y, first, second)}; z from {low:.6g} to {high:.6g}."
    a, b = sum(first) / 2, sum(second) / 2
    if touching is not None:
        alt = f"{alt[:-1]}, with the {name} z = {in_words(touching)} that touches it at ({a:g}, {b:g})."
    picture = blank_picture(alt, 7.2, 5.6)
    axes: Any = picture.add_subplot(projection="3d")
    opacity = 1.0 if touching is None else 0.6
    drawn = axes.plot_surface(*grid, heights, cmap=_COLOURS, rcount=50, ccount=50, linewidth=0.15, edgecolor="0.35", alpha=opacity)
    if touching is not None:
        part = np.meshgrid(*(np.linspace(m - w, m + w, 9) for m, w in ((a, np.ptp(first) / 4), (b, np.ptp(second) / 4))))
        axes.plot_surface(*part, _values(touching, (x, y), part), color=ORANGE, alpha=0.75, linewidth=0.2, edgecolor="0.35")
        axes.plot([a], [b], _values(f, (x, y), np.meshgrid([a], [b]))[0], "o", color="black", zorder=5)
    axes.set_xlabel(f"${sp.latex(x)}$", labelpad=10)
    axes.set_ylabel(f"${sp.latex(y)}$", labelpad=10)
    axes.set_zlabel("$z$", labelpad=8)
    axes.locator_params(nbins=5)
    axes.view_init(elev=28, azim=-58)
    picture.suptitle("$z =$ " + formula_in_title(f, "f(x, y)"), fontsize=12)
    _measured(picture, drawn, axes, "$z$", shrink=0.65, pad=0.12)
    return picture


def gradient_figure(
    f: sp.Expr,
    variables: Sequence[sp.Symbol],
    at: Sequence[Any],
    across: Range | None = None,
    up: Range | None = None,
) -> Picture:
    """Draw level lines with the gradient at a point, which is normal to the level line through it.

    Parameters
    ----------
    f : Expr
        A function of the two variables alone.
    variables : sequence of Symbol, length 2
        The variable across and the one up.
    at : sequence of number, length 2
        The point.
    across, up : tuple of number, optional
        Their ranges; two units around the point where they are not given.

    Returns
    -------
    Picture
        One panel with equal scales, so that right angles are seen as such.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> gradient_figure(x**2 + y**3, (x, y), (2, 3)).alt
    'Level lines of x² + y³ with its gradient (4, 27), of length 27.2947, at (2, 3).'
    """
    place = _point(at)
    across = across or (place[0] - 2, place[0] + 2)
    up = up or (place[1] - 2, place[1] + 2)
    x, y, first, second = _axes_of(variables, across, up)
    slopes = [numeric_function(real_derivative(f, v), (x, y))(*place) for v in (x, y)]
    length = float(np.hypot(*slopes))
    if not np.isfinite(length):
        raise InputError(f"{f} has no gradient at ({place[0]:g}, {place[1]:g})")
    slope = f"({slopes[0]:.6g}, {slopes[1]:.6g}), of length {length:.6g}"
    alt = f"Level lines of {in_words(f)} with its gradient {slope}, at ({place[0]:g}, {place[1]:g})."
    picture = blank_picture(alt, 6.2, 5.6)
    axes = picture.subplots()
    grid = np.meshgrid(np.linspace(*first, 201), np.linspace(*second, 201))
    heights = _values(f, (x, y), grid)
    filled = axes.contourf(*grid, heights, levels=_LEVELS, cmap=_COLOURS, alpha=0.75)
    axes.contour(*grid, heights, levels=_LEVELS, colors="0.3", linewidths=0.5)
    height = float(numeric_function(f, (x, y))(*place))
    if heights.min() < height < heights.max():
        axes.contour(*grid, heights, levels=[height], colors="black", linewidths=2.2)
        axes.plot([], [], color="black", linewidth=2.2, label=f"level f = {height:.6g}")
    if length > 0:
        reach = 0.28 * min(first[1] - first[0], second[1] - second[0])
        tip = (place[0] + reach * slopes[0] / length, place[1] + reach * slopes[1] / length)
        axes.annotate("", xy=tip, xytext=place, arrowprops={"arrowstyle": "-|>", "color": ORANGE, "lw": 2.6, "mutation_scale": 20})
        axes.plot([], [], color=ORANGE, linewidth=2.6, label=f"∇f = ({slopes[0]:.6g}, {slopes[1]:.6g}), its direction")
    name = "_point" if length > 0 else f"∇f = 0, f = {height:.6g}"  # a name that begins with _ is left out of the legend
    axes.plot(*place, marker="o", linestyle="none", color=ORANGE, markeredgecolor="white", markersize=8, label=name)
    axes.set_aspect("equal")
    _dress(axes, x, y, "$f =$ " + formula_in_title(f, "f(x, y)"))
    axes.set_xlim(*first)
    axes.set_ylim(*second)
    _legend_below(axes)
    _measured(picture, filled, axes, "$f$", shrink=0.85)
    return picture


def slices_figure(f: Any, variables: Sequence[sp.Symbol], at: Sequence[Any], reach: float = 2.0) -> Picture:
    """Draw the curves that two cuts through a surface leave, each with its tangent: the partial derivatives are their slopes.

    Parameters
    ----------
    f : Expr
        A function of the two variables alone.
    variables : sequence of Symbol, length 2
        The variables.
    at : sequence of number, length 2
        The point through which the cuts go.
    reach : float, default 2
        How far the cuts go on each side.

    Returns
    -------
    Picture
        Two panels: the first variable runs and the second is held, then the other way round.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> slices_figure(x**2 + y**3, (x, y), (2, 3)).alt
    'Two cuts through z = x² + y³ at (2, 3): along x with y = 3 the slope is 4; along y with x = 2 the slope is 27.'
    """
    place = dict(zip(variables, at, strict=True))
    told, panels = [], []
    for v, held in (tuple(variables), tuple(reversed(variables))):
        cut = sympified(f).subs(held, place[held])
        slope = sp.diff(cut, v).subs(v, place[v])
        told.append(f"along {v} with {held} = {in_words(place[held])} the slope is {in_words(slope)}")
        panels.append((v, held, cut, float(slope)))
    alt = f"Two cuts through z = {in_words(f)} at ({', '.join(map(in_words, at))}): {'; '.join(told)}."
    picture = blank_picture(alt, 10.0, 4.2)
    for axes, (v, held, cut, slope) in zip(picture.subplots(1, 2), panels, strict=True):
        start, height = float(place[v]), float(cut.subs(v, place[v]))
        across = np.linspace(start - reach, start + reach, 201)
        axes.plot(across, numeric_function(cut, v)(across), color=BLUE, linewidth=2, label=f"z = {formula_in_title(cut, 'f')}")
        axes.plot(across, height + slope * (across - start), color=ORANGE, linewidth=1.8, linestyle="--", label=f"slope {slope:g}")
        axes.plot([start], [height], "o", color="black", markersize=6)
        axes.legend(fontsize=10)
        dress(axes, str(v), "z", f"{held} held at {in_words(place[held])}")
    return picture


def quiver_figure(field: Any, variables: Sequence[sp.Symbol], across: Range = (-10, 10), up: Range = (-10, 10), count: int = 20) -> Picture:
    """Draw a field as arrows of unit length, coloured by the length of the vector; a scalar function stands for its gradient.

    Parameters
    ----------
    field : Expr, or sequence of two Expr
        A function, whose gradient is drawn, or the two components.
    variables : sequence of Symbol, length 2
        The variable across and the one up.
    across, up : tuple of number
        Their ranges.
    count : int, default 20
        Arrows a side.

    Returns
    -------
    Picture
        Where the vector is 0 it has no direction: a dot stands there.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> quiver_figure(x**2 + y**3, (x, y)).alt
    'Unit arrows of the gradient of x² + y³ on a 20 × 20 grid over x from -10 to 10 and y from -10 to 10, coloured by length ...'
    """
    x, y, first, second = _axes_of(variables, across, up)
    is_scalar = isinstance(field, sp.Expr) and not isinstance(field, sp.MatrixBase)
    components = [real_derivative(field, v) for v in (x, y)] if is_scalar else [sympified(c) for c in field]
    if len(components) != 2:
        raise InputError(f"a field in the plane has two components, not {len(components)}")
    grid = np.meshgrid(np.linspace(*first, count), np.linspace(*second, count))
    vectors = numeric_matrix(sp.Matrix(components), (x, y))(*grid)[..., 0]
    lengths = np.hypot(vectors[..., 0], vectors[..., 1])
    defined = np.isfinite(lengths)
    if not defined.any():
        raise InputError(f"the field is defined nowhere over {_rectangle(x, y, first, second)}")
    longest = float(lengths[defined].max())
    still = defined & (lengths <= _ALMOST_STILL * longest)
    moving = defined & ~still
    units = np.full(vectors.shape, np.nan)
    units[moving] = vectors[moving] / lengths[moving][:, None]
    name = f"the gradient of {in_words(field)}" if is_scalar else f"the field ({', '.join(map(in_words, components))})"
    shortest = float(lengths[defined].min())
    dots = f"; {_counted(int(still.sum()))} as dots" if still.any() else ""
    alt = (
        f"Unit arrows of {name} on a {count} × {count} grid over {_rectangle(x, y, first, second)}, coloured by length "
        f"from {shortest:.6g} to {longest:.6g}{dots}."
    )
    picture = blank_picture(alt, 6.8, 5.6)
    axes = picture.subplots()
    arrows = axes.quiver(
        grid[0][moving],
        grid[1][moving],
        units[moving][:, 0],
        units[moving][:, 1],
        lengths[moving],
        cmap=_COLOURS,
        pivot="mid",
        angles="xy",
        scale_units="xy",
        scale=1.2 * (count - 1) / max(first[1] - first[0], second[1] - second[0]),
        width=0.0042,
    )
    if still.any():
        axes.plot(grid[0][still], grid[1][still], linestyle="none", marker="o", color=ORANGE, label="the vector is 0")
        _legend_below(axes)
    axes.set_aspect("equal")
    drawn = field if is_scalar else sp.Tuple(*components)
    lead, short = ("Unit gradient of ", "f(x, y)") if is_scalar else ("Directions of ", "the field")
    _dress(axes, x, y, lead + formula_in_title(drawn, short))
    _measured(picture, arrows, axes, "length", shrink=0.85)
    return picture


def jacobian_figure(components: Sequence[sp.Expr], variables: Sequence[sp.Symbol], at: Sequence[Any], side: Any = 0.5) -> Picture:
    """Draw a small square, its image under a map of the plane, and its image under the Jacobian.

    Parameters
    ----------
    components : sequence of two Expr
        The map.
    variables : sequence of Symbol, length 2
        Its variables.
    at : sequence of number, length 2
        The corner of the square that the Jacobian belongs to.
    side : number, default 0.5
        The side of the square.

    Returns
    -------
    Picture
        Two panels: the square, and its curved image beside the parallelogram of the Jacobian.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> jacobian_figure([2 * x * y, x**2 * y], (x, y), (1, 1), 0.25).alt
    'A square of side 0.25 at (1, 1), its image ..., and the parallelogram of the Jacobian [[2, 2], [2, 1]] with area factor -2.'
    """
    x, y = variables
    place, h = _point(at), float(side)
    if not h > 0:
        raise InputError(f"the side of the square is {side!r}, and a positive number was expected")
    if len(components) != 2:
        raise InputError(f"a map of the plane has two components, not {len(components)}")
    exact = sp.Matrix([[real_derivative(sympified(c), v) for v in (x, y)] for c in components])
    slopes = numeric_matrix(exact, (x, y))(*place)
    image = numeric_matrix(sp.Matrix([sympified(c) for c in components]), (x, y))
    factor = float(np.linalg.det(slopes))
    rows = "[[" + "], [".join(", ".join(f"{v:.6g}" for v in row) for row in slopes) + "]]"
    alt = (
        f"A square of side {h:g} at ({place[0]:g}, {place[1]:g}), its image under ({', '.join(map(in_words, components))}), and the "
        f"parallelogram of the Jacobian {rows} with area factor {factor:.6g}."
    )
    picture = blank_picture(alt, 10.0, 4.8)
    left, right = picture.subplots(1, 2)
    edge = _square(40)
    corners = np.array(place) + h * edge
    start = image(*place)[:, 0]
    curved = image(corners[:, 0], corners[:, 1])[..., 0]
    straight = start + h * edge @ slopes.T
    left.fill(corners[:, 0], corners[:, 1], color=BLUE, alpha=0.3)
    left.plot(corners[:, 0], corners[:, 1], color=BLUE, linewidth=2)
    left.plot(*place, marker="o", color="black")
    left.set_aspect("equal")
    left.margins(0.35)
    _dress(left, x, y, f"a square of side {h:g}")
    right.fill(curved[:, 0], curved[:, 1], color=BLUE, alpha=0.3, label="its image")
    right.plot(curved[:, 0], curved[:, 1], color=BLUE, linewidth=2)
    right.plot(straight[:, 0], straight[:, 1], color=ORANGE, linewidth=2, linestyle="--", label="its image under the Jacobian")
    right.plot(*start, marker="o", color="black")
    right.set_aspect("equal", adjustable="datalim")
    right.margins(0.15)
    _dress(right, sp.Symbol("f_1"), sp.Symbol("f_2"), f"area factor det J = {factor + 0.0:.6g}".replace("-", "−"))
    right.legend(loc="best", fontsize=9)
    return picture


def _counted(points: int) -> str:
    return f"{points} stationary point{'s' * (points > 1)}"


def _square(steps: int) -> Any:
    """Return the edge of the unit square as points, back to the start."""
    t = np.linspace(0.0, 1.0, steps)
    one, zero = np.ones(steps), np.zeros(steps)
    return np.concatenate([np.stack(pair, axis=-1) for pair in ((t, zero), (one, t), (1 - t, one), (zero, 1 - t))])


def _axes_of(
    variables: Sequence[sp.Symbol], across: Range, up: Range
) -> tuple[sp.Symbol, sp.Symbol, tuple[float, float], tuple[float, float]]:
    if len(variables) != 2:
        raise InputError(f"a picture in the plane has two variables, not {len(variables)}")
    return variables[0], variables[1], _range(across), _range(up)


def _range(ends: Range) -> tuple[float, float]:
    low, high = (float(end) for end in ends)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise InputError(f"a range needs two finite ends, the smaller first, not {ends!r}")
    return low, high


def _point(at: Sequence[Any]) -> tuple[float, float]:
    if len(at) != 2:
        raise InputError(f"a point of the plane has two coordinates, not {len(at)}")
    return float(at[0]), float(at[1])


def _values(f: sp.Basic, variables: tuple[sp.Symbol, sp.Symbol], grid: Any) -> Any:
    values = numeric_function(f, variables)(*grid)
    if not np.isfinite(values).any():
        raise InputError(f"{f} is defined nowhere in this rectangle")
    return np.ma.masked_invalid(values)


def _rectangle(x: sp.Symbol, y: sp.Symbol, first: tuple[float, float], second: tuple[float, float]) -> str:
    return f"{over(x, first)} and {over(y, second)}"


def _legend_below(axes: Axes) -> None:
    """Put the legend below the panel, where it hides nothing."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2, fontsize=10, frameon=False)


def _measured(picture: Picture, drawn: Any, axes: Axes, name: str, **options: Any) -> None:
    """Add the scale of the colours, with its name upright above it."""
    bar = picture.colorbar(drawn, ax=axes, **options)
    bar.ax.set_title(name, fontsize=11)


def _dress(axes: Axes, across: sp.Symbol, up: sp.Symbol, title: str) -> None:
    """Give a panel its labels and its title."""
    axes.set_xlabel(f"${sp.latex(across)}$", fontsize=11)
    axes.set_ylabel(f"${sp.latex(up)}$", fontsize=11)
    axes.set_title(title, fontsize=12)
    axes.tick_params(labelsize=10)
