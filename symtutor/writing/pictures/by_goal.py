"""Which picture belongs to a problem in two variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sympy as sp

from symtutor.goals import vectors as vector_goals
from symtutor.goals.core import Evaluated
from symtutor.writing.pictures.vectors import gradient_figure, jacobian_figure, quiver_figure, surface_figure

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["figure_of"]


def figure_of(goal: Any) -> Picture | None:
    """Return the picture of a problem in two variables, or None where it has none.

    Parameters
    ----------
    goal : Term
        What is asked: a gradient is drawn as arrows, at a point with level lines;
        a Jacobian as the image of a square; a Hessian, tangent plane or partial
        derivative as the surface.

    Examples
    --------
    >>> from symtutor.goals.vectors import Gradient
    >>> x, y = sp.symbols("x y")
    >>> figure_of(Gradient(x * y, (x, y))).alt[:40]
    'Unit arrows of the gradient of x*y on a '
    """
    asked, place = (goal.args[0], tuple(goal.args[2])) if isinstance(goal, Evaluated) else (goal, None)
    draw = _FIGURES.get(type(asked))
    names = _names(asked)
    free = set().union(*[a.free_symbols for a in asked.args if isinstance(a, sp.Basic)]) if draw else set()
    if draw is None or len(names) != 2 or not free <= {*names, *_letters_beside(asked)}:
        return None
    return draw(asked, names, place)


def _names(goal: Any) -> tuple[Any, ...]:
    """Return the variables of a goal in several variables."""
    if isinstance(goal, vector_goals.Partial):
        return tuple(sorted((goal.args[1], *goal.args[2]), key=str))
    return tuple(goal.args[1]) if len(goal.args) > 1 and isinstance(goal.args[1], sp.Tuple) else ()


def _letters_beside(goal: Any) -> tuple[Any, ...]:
    """Return the letter of the height of a surface."""
    return (goal.args[3],) if isinstance(goal, vector_goals.TangentPlane) else ()


def _draw_gradient(goal: Any, names: Any, place: Any) -> Picture:
    return quiver_figure(goal.args[0], names) if place is None else gradient_figure(goal.args[0], names, place)


def _draw_jacobian(goal: Any, names: Any, place: Any) -> Picture | None:
    if len(goal.args[0]) != 2:
        return None
    return jacobian_figure(tuple(goal.args[0]), names, place or (1, 1))


def _draw_surface(goal: Any, names: Any, place: Any) -> Picture:
    if place is None:
        return surface_figure(goal.args[0], names, (-3, 3), (-3, 3))
    return surface_figure(goal.args[0], names, *((float(p) - 3, float(p) + 3) for p in place))


_FIGURES: dict[Any, Callable[[Any, Any, Any], Picture | None]] = {
    vector_goals.Gradient: _draw_gradient,
    vector_goals.Jacobian: _draw_jacobian,
    vector_goals.Hessian: _draw_surface,
    vector_goals.Partial: _draw_surface,
    vector_goals.TangentPlane: lambda goal, names, _place: _draw_surface(goal, names, goal.args[2]),
    vector_goals.Approximation: lambda goal, names, _place: _draw_surface(goal, names, goal.args[2]),
    vector_goals.DirectionalDerivative: lambda goal, names, _place: _draw_gradient(goal, names, None),
    vector_goals.DirectionalDerivativeAt: lambda goal, names, _place: _draw_gradient(goal, names, goal.args[3]),
    vector_goals.Divergence: lambda goal, names, _place: quiver_figure(tuple(goal.args[0]), names, (-3, 3), (-3, 3)),
    vector_goals.Potential: lambda goal, names, _place: quiver_figure(tuple(goal.args[0]), names, (-3, 3), (-3, 3)),
}
