"""Pictures of optimization: a graph with its extrema, contours with constraints, the street between two sets of points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.lab.jacobians import numeric_matrix
from symtutor.writing.pictures.drawing import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    blank_picture,
    dress,
    formula_in_title,
    in_words,
    interval_of,
    over,
)
from symtutor.writing.pictures.sampling import sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = [
    "chord_figure",
    "constrained_figure",
    "crossing_figure",
    "descent_figure",
    "extrema_figure",
    "paths_figure",
    "stationary_figure",
    "street_figure",
]

_GRID = 121
_WIDTH = 3.0  # on both sides of 0, where nothing else says it
_FEW = 12  # points that a description lists
_ROOM = 0.6  # of the width of the points, on both sides
_GREEN = "#2a7f3f"
_NOTHING = 1e-12  # a coordinate below it is told as 0
_MARKS = {"local maximum": "^", "local minimum": "v", "neither": "s", "saddle": "x", "inconclusive": "s"}


def extrema_figure(f: Any, x: sp.Symbol, points: Sequence[Any], inflections: Sequence[Any], ends: tuple[float, float]) -> Picture:
    """Draw a graph with its extrema and inflections marked."""
    told = "; ".join(f"{p.kind} at {in_words(p.x)}" for p in points) or "no extremum"
    picture = blank_picture(f"Graph of y = {in_words(f)} for {over(x, ends)}: {told}.")
    axes = picture.add_subplot()
    curve = sample(f, x, ends)
    axes.plot(curve.points, curve.values, color=BLUE, linewidth=1.6)
    for point in points:
        place, below = float(point.x), point.kind == "local minimum"
        axes.plot([place], [float(point.value)], _MARKS[point.kind], color=ORANGE, markersize=8)
        axes.annotate(
            f"{point.scope} {point.kind.removeprefix('local ')}",
            (place, float(point.value)),
            (0, -9 if below else 9),  # away from the curve, which lies above a minimum
            fontsize=8,
            textcoords="offset points",
            ha="left"
            if place < ends[0] + 0.1 * (ends[1] - ends[0])
            else "right"
            if place > ends[1] - 0.1 * (ends[1] - ends[0])
            else "center",
            va="top" if below else "bottom",
        )
    for place in inflections:
        axes.plot([float(place)], [float(f.xreplace({x: place}))], "o", color=GREY, markersize=5)
    axes.margins(y=0.12)  # room for the words
    axes.set_xlabel(str(x))
    axes.grid(visible=True, alpha=0.3)
    return picture


def crossing_figure(left: Any, right: Any, x: sp.Symbol, places: tuple[float, ...], interval: tuple[Any, Any] | None = None) -> Picture:
    """Draw both sides of an equation, which are equal where their graphs meet.

    Parameters
    ----------
    left, right : Expr
        Functions of x alone.
    x : Symbol
        The unknown.
    places : tuple of float
        The solutions.
    interval : tuple of number, optional
        Its ends; around the solutions where they are not given.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> crossing_figure(x**2, x, x, (0.0, 1.0)).alt
    'Graphs of y = x² and y = x for x from -1 to 2: they meet at x = 0, 1.'
    """
    room = max(1.0, 0.5 * (max(places) - min(places))) if places else _WIDTH
    ends = interval_of(left, x, interval or (min(places, default=0.0) - room, max(places, default=0.0) + room))
    inside = [place for place in sorted(places) if ends[0] <= place <= ends[1]]
    told = f"they meet at {x} = {', '.join(f'{place:.4g}' for place in inside)}" if inside else "they do not meet there"
    picture = blank_picture(f"Graphs of y = {in_words(left)} and y = {in_words(right)} for {over(x, ends)}: {told}.")
    axes: Axes = picture.subplots()
    for side, colour, style in ((left, BLUE, "-"), (right, ORANGE, "--")):
        curve = sample(side, x, ends)
        axes.plot(curve.points, curve.values, color=colour, linestyle=style, linewidth=1.8, label=f"y = {formula_in_title(side, 'side')}")
    heights = np.broadcast_to(np.asarray(numeric_function(right, x)(np.array(inside)), dtype=float), (len(inside),))
    axes.plot(inside, heights, "o", color=GREY, label="equal" if inside else "_none", zorder=3)
    dress(axes, str(x), "y", "Where both sides are equal")
    axes.legend(loc="best", fontsize=9)
    return picture


def chord_figure(f: Any, x: sp.Symbol, shape: str, interval: tuple[Any, Any] | None = None) -> Picture:
    """Draw a graph with a chord: above a convex graph, below a concave one.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    shape : str
        What is known of it.
    interval : tuple of number, optional
        The ends of the picture.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> chord_figure(x**2, x, "convex", (-2, 2)).alt
    'Graph of y = x², which is convex, for x from -2 to 2, with the chord from x = -1 to 1.'
    """
    ends = interval_of(f, x, interval)
    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 4
    tips = np.array([middle - half, middle + half])
    picture = blank_picture(
        f"Graph of y = {in_words(f)}, which is {shape}, for {over(x, ends)}, with the chord from {x} = {tips[0]:.4g} to {tips[1]:.4g}."
    )
    axes: Axes = picture.subplots()
    curve = sample(f, x, ends)
    axes.plot(curve.points, curve.values, color=BLUE, linewidth=2, label="function")
    dress(axes, str(x), "y", f"y = {formula_in_title(f, f'f({x})')}")
    heights = np.broadcast_to(np.asarray(numeric_function(f, x)(tips), dtype=float), tips.shape)
    axes.plot(tips, heights, "o-", color=ORANGE, linewidth=1.6, label="chord")
    axes.legend(loc="best", fontsize=9)
    return picture


def _window(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    across, up = zip(*points, strict=True) if points else ((0.0,), (0.0,))
    width = max(max(across) - min(across), max(up) - min(up), 2.0)
    room = _ROOM * width
    return min(across) - room, max(across) + room, min(up) - room, max(up) + room


def _plane(expr: sp.Expr, variables: Sequence[sp.Symbol], window: tuple[float, float, float, float]) -> tuple[Any, Any, Any]:
    left, right, low, high = window
    across, up = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(low, high, _GRID))
    values = np.asarray(numeric_function(expr, tuple(variables))(across, up), dtype=float)
    return across, up, np.broadcast_to(values, across.shape)


def stationary_figure(f: Any, variables: Sequence[Any], points: Sequence[Any]) -> Picture:
    """Draw contours of a function of two variables with its stationary points."""
    told = "; ".join(f"{p.kind} at {in_words(tuple(p.x))}" for p in points) or "no stationary point"
    picture = blank_picture(f"Contours of {in_words(f)}: {told}.")
    axes = picture.add_subplot()
    places = [(float(p.x[0]), float(p.x[1])) for p in points]
    axes.contour(*_plane(f, variables, _window(places)), levels=24, cmap="viridis", linewidths=0.8)
    for point, place in zip(points, places, strict=True):
        axes.plot(*([c] for c in place), _MARKS[point.kind], color=ORANGE, markersize=9)
        axes.annotate(point.kind, place, (5, 5), textcoords="offset points", fontsize=8)
    axes.set_xlabel(str(variables[0]))
    axes.set_ylabel(str(variables[1]))
    return picture


def paths_figure(
    f: Any, variables: Sequence[Any], start: Sequence[Any], rates: Sequence[Any], steps: int = 20, *, newton: bool = True
) -> Picture:
    """Draw the paths of gradient descent with several rates, and of Newton's method, over level lines.

    Parameters
    ----------
    f : Expr
        A function of the two variables.
    variables : sequence of Symbol, length 2
        The variables.
    start : sequence of number, length 2
        Where the paths begin.
    rates : sequence of number
        The factor of the gradient, one a path.
    steps : int
        How many steps each path has.
    newton : bool
        Whether the path of Newton's method is drawn too.

    Returns
    -------
    Picture
        One panel; the description says where each path ends.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> paths_figure(x**2 + y**2, (x, y), (2, 1), (sp.Rational(1, 4),), 3).alt
    'Level lines of x² + y² with paths from (2, 1): rate 1/4 ends at (0.25, 0.125) after 3 steps; Newton ends at (0, 0).'
    """
    slope = numeric_matrix(sp.Matrix([sp.diff(f, v) for v in variables]), tuple(variables))
    bend = numeric_matrix(sp.hessian(f, list(variables)), tuple(variables))
    moves: list[tuple[str, Callable[[Any], Any]]] = [(f"rate {in_words(rate)}", _downhill(slope, float(rate))) for rate in rates]
    if newton:
        moves.append(("Newton", lambda place: np.linalg.solve(bend(*place), slope(*place).ravel())))
    paths, told = [], []
    for name, move in moves:
        path = [np.array([float(c) for c in start])]
        for _ in range(steps):
            path.append(path[-1] - move(path[-1]))
        paths.append(path)
        end = ", ".join(f"{c + 0.0:.3g}" if abs(c) > _NOTHING else "0" for c in path[-1])
        told.append(f"{name} ends at ({end})" + (f" after {steps} steps" if name != "Newton" else ""))
    place = ", ".join(map(in_words, start))
    picture = blank_picture(f"Level lines of {in_words(f)} with paths from ({place}): {'; '.join(told)}.", 7.2, 5.2)
    axes = picture.subplots()
    reach = 1.15 * max(abs(float(c)) for c in start)
    grid = np.meshgrid(np.linspace(-reach, reach, 201), np.linspace(-reach, reach, 201))
    axes.contour(*grid, numeric_function(f, tuple(variables))(*grid), levels=18, colors="0.7", linewidths=0.8)
    for (name, _), path, colour, mark in zip(moves, paths, (BLUE, ORANGE, PURPLE, GREEN), "os^D", strict=False):
        axes.plot(*zip(*path, strict=True), color=colour, marker=mark, markersize=4, linewidth=1.3, label=name)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    dress(axes, str(variables[0]), str(variables[1]), f"f = {formula_in_title(f, 'f')}")
    axes.legend(fontsize=10, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return picture


def _downhill(slope: Callable[..., Any], rate: float) -> Callable[[Any], Any]:
    """Return the move of gradient descent from a place."""
    return lambda place: rate * slope(*place).ravel()


def constrained_figure(
    f: Any,
    inequalities: Sequence[Any],
    equations: Sequence[Any],
    variables: Sequence[Any],
    places: Sequence[tuple[Any, ...]],
    forces: Sequence[Any],
    sense: int = 1,
) -> Picture:
    """Draw contours, the feasible set, and at an optimum −∇f, of a maximum ∇f, beside the multiples of the constraints' gradients.

    `forces` are the pairs of a multiplier and a constraint, for the active ones, at the first of the places.
    """
    place = places[0]
    x, y = variables
    picture = blank_picture(f"Contours of {in_words(f)}, the feasible set, and the optimum at {place}, where the gradients balance.")
    axes = picture.add_subplot()
    at = dict(zip(variables, place, strict=True))
    here = (float(place[0]), float(place[1]))
    window = _window([here, (here[0] - 2, here[1] - 2), (here[0] + 2, here[1] + 2)])
    across, up, values = _plane(f, variables, window)
    axes.contour(across, up, values, levels=20, cmap="viridis", linewidths=0.8)
    inside = np.ones_like(across, dtype=bool)
    for g in inequalities:
        heights = _plane(g, variables, window)[2]
        inside &= heights >= 0
        if heights.min() < 0 < heights.max():
            axes.contour(across, up, heights, levels=[0.0], colors=[GREY], linewidths=1.2)
    for h in equations:
        heights = _plane(h, variables, window)[2]
        if heights.min() < 0 < heights.max():
            axes.contour(across, up, heights, levels=[0.0], colors=[_GREEN], linewidths=1.6)
    if inequalities:
        axes.contourf(across, up, inside.astype(float), levels=[0.5, 1.5], colors=[BLUE], alpha=0.15)
    for best in places:
        axes.plot([float(best[0])], [float(best[1])], "o", color=ORANGE)
    pairs = [tuple(float(sp.sympify(-m * sp.diff(e, v)).xreplace(at)) for v in variables) for m, e in [(sp.Integer(sense), f), *forces]]
    longest = max((float(np.hypot(p[0], p[1])) for p in pairs), default=0.0) or 1.0
    scale = 0.25 * (window[1] - window[0]) / longest
    for k, pair in enumerate(pairs):
        colour = ORANGE if k == 0 else _GREEN
        end = (here[0] + scale * pair[0], here[1] + scale * pair[1])
        width = 1.4 if k else 4.5  # the forces lie on it where one constraint is active
        axes.annotate(
            "",
            end,
            here,
            arrowprops={"arrowstyle": "->", "color": colour, "linewidth": width, "mutation_scale": 18, "shrinkA": 0, "shrinkB": 0},
        )
        force = "" if k == 0 else "ν∇h" if forces[k - 1][1] in equations else "λ∇g"
        named = f"−{force} ({k})" if k else "−∇f" if sense == 1 else "∇f"
        side = 8 if pair[0] >= 0 else -8
        axes.annotate(
            named,
            end,
            (side, 6 - 12 * k),
            textcoords="offset points",
            fontsize=8,
            color=colour,
            ha="left" if side > 0 else "right",
        )
    axes.set_xlabel(str(x))
    axes.set_ylabel(str(y))
    axes.set_aspect("equal")
    return picture


def _line(w: Sequence[Any], b: Any) -> sp.Expr:
    return w[0] * sp.Symbol("x") + w[1] * sp.Symbol("y") + b


def street_figure(points: Sequence[Any], labels: Sequence[int], w: Sequence[Any], b: Any, support: Sequence[int]) -> Picture:
    """Draw points of two sides, the separating line, its margins, and rings around the support vectors."""
    told = f"the line {in_words(_line(w, b))} = 0" if w else "no separating line"
    listed = ", ".join(map(in_words, points)) if len(points) <= _FEW else f"{len(points)} points"
    picture = blank_picture(f"{listed} of two sides with {told}; rings mark the support vectors.")
    axes = picture.add_subplot()
    places = [(float(p[0]), float(p[1])) for p in points]
    for sign, colour, mark in ((1, BLUE, "o"), (-1, ORANGE, "s")):
        chosen = [p for p, y in zip(places, labels, strict=True) if y == sign]
        axes.plot([p[0] for p in chosen], [p[1] for p in chosen], mark, color=colour, label=f"label {in_words(sign)}")
    rings = [places[i] for i in support]
    axes.plot(
        [p[0] for p in rings],
        [p[1] for p in rings],
        "o",
        markersize=14,
        markerfacecolor="none",
        markeredgecolor=GREY,
        label="support vectors",
    )
    if w:
        axes.plot([], [], "--", color=GREY, label="margins")  # a contour has no entry of its own
        window = _window(places)
        line = float(w[0]), float(w[1]), float(b)
        across, up = np.meshgrid(np.linspace(window[0], window[1], _GRID), np.linspace(window[2], window[3], _GRID))
        axes.contour(
            across,
            up,
            line[0] * across + line[1] * up + line[2],
            levels=[-1.0, 0.0, 1.0],
            colors=[GREY, "black", GREY],
            linestyles=["dashed", "solid", "dashed"],
            linewidths=1.2,
        )
    axes.legend(loc="best", fontsize=9)
    axes.set_xlabel("x")
    axes.set_ylabel("y")
    axes.set_aspect("equal")
    return picture


def descent_figure(f: sp.Expr, variables: Sequence[sp.Symbol], places: Sequence[tuple[float, ...]]) -> Picture:
    """Draw a way downhill: over contours in two variables, along the graph in one."""
    ends = f"from {_told(places[0])} to {_told(places[-1])}"
    picture = blank_picture(f"{len(places) - 1} steps downhill on {in_words(f)} {ends}.")
    axes = picture.add_subplot()
    if len(variables) == 1:
        (x,) = variables
        across = [p[0] for p in places]
        room = 0.3 * (max(across) - min(across)) or 1.0
        curve = sample(f, x, (min(across) - room, max(across) + room))
        axes.plot(curve.points, curve.values, color=BLUE, linewidth=1.6)
        way = list(zip(across, np.asarray(numeric_function(f, (x,))(np.array(across)), dtype=float) * np.ones(len(across)), strict=True))
        axes.set_xlabel(str(x))
    else:
        window = _window([(p[0], p[1]) for p in places])
        across, up, values = _plane(f, variables, window)
        through = sorted({float(v) for v in np.asarray(numeric_function(f, tuple(variables))(*np.array(places).T), dtype=float).ravel()})
        axes.contour(across, up, values, levels=20, cmap="viridis", linewidths=0.6)
        if len(through) > 1:
            axes.contour(across, up, values, levels=through, colors=[GREY], linewidths=0.8, linestyles="dashed")
        way = [(p[0], p[1]) for p in places]
        axes.set_xlabel(str(variables[0]))
        axes.set_ylabel(str(variables[1]))
    axes.plot([p[0] for p in way], [p[1] for p in way], "o-", color=ORANGE, markersize=5, linewidth=1.4)
    for k in {0, len(way) - 1}:
        axes.annotate(f"x{k}", way[k], (5, 5), textcoords="offset points", fontsize=9)
    return picture


def _told(place: Sequence[float]) -> str:
    shown = [f"{c:.4g}" for c in place]
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"
