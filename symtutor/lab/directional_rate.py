"""Rates of change in one direction, and how far a wrong gradient is turned from the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.errors import InputError
from symtutor.lab.direction_sweep import Exact, checked_sweep, number, told, unit_vectors
from symtutor.lab.jacobians import numeric_matrix
from symtutor.term import sympified

__all__ = ["DirectionTurn", "DirectionalRate", "direction_turn", "directional_rate"]


@dataclass(frozen=True)
class DirectionalRate:
    """The forward difference in one direction.

    Parameters
    ----------
    f : Expr
        The function.
    from_y_axis : float
        The direction, in degrees clockwise from the axis up.
    rate : float
        The difference quotient.
    rounding : float
        A bound for what the rounding of two values of f in float64 does to the rate.
    components : tuple of float
        The direction times its rate.
    gradient : tuple of float
        The exact gradient.
    """

    f: Any
    from_y_axis: float
    rate: float
    rounding: float
    components: tuple[float, float]
    gradient: tuple[float, float]

    def __str__(self) -> str:
        across, up = self.gradient
        return (
            f"in the one direction {self.from_y_axis:g} degrees the difference quotient of {self.f} is {self.rate:.6g}, with components "
            f"{told(self.components, self.rounding)}; this is the gradient ({across:.6g}, {up:.6g}) "
            f"only where the direction is the steepest one."
        )


def directional_rate(f: Any, variables: Sequence[sp.Symbol], at: Sequence[Any], degrees: Any, step: Any = 1e-4) -> DirectionalRate:
    """Return the forward difference in one direction: what a sweep finds that tests only its last direction.

    Parameters
    ----------
    f, variables, at, step
        As in `direction_sweep`.
    degrees : number
        The direction, clockwise from the axis up.

    Returns
    -------
    DirectionalRate

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> [round(c, 7) for c in directional_rate(x**2 + y**2, (x, y), (1, 1), 359.9).components]
    [-0.0034847, 1.9966033]
    """
    across, up, place, h = checked_sweep(variables, at, step, 4)
    function = numeric_function(f, (across, up), "portable")
    (unit,) = unit_vectors([number(degrees, "the direction in degrees")])
    base = function(*place)
    rate = (function(place[0] + unit[0] * h, place[1] + unit[1] * h) - base) / h
    exact = Exact(f, across, up, place)
    return DirectionalRate(
        f,
        float(degrees),
        rate,
        exact.rounding(base, h),
        (unit[0] * rate, unit[1] * rate),
        (float(exact.gradient[0]), float(exact.gradient[1])),
    )


@dataclass(frozen=True)
class DirectionTurn:
    """By how much the directions of one field are turned against those of another, at the worst point of a grid."""

    wrong: tuple[Any, Any]
    right: tuple[Any, Any]
    degrees: float
    point: tuple[float, float]

    @property
    def formulas(self) -> tuple[Any, ...]:
        """The formulas of the sentence."""
        return (self.wrong, self.right)

    def __str__(self) -> str:
        return (
            f"arrows of {self.wrong} are turned against those of {self.right} by up to {self.degrees:.1f} degrees, "
            f"as at ({self.point[0]:.4g}, {self.point[1]:.4g})."
        )


def direction_turn(
    wrong: Sequence[Any], right: Sequence[Any], variables: Sequence[sp.Symbol], ends: tuple[float, float] = (-10, 10), count: int = 20
) -> DirectionTurn:
    """Compare the directions of two fields on a grid.

    Parameters
    ----------
    wrong, right : sequence of two Expr
        The fields.
    variables : sequence of Symbol, length 2
        The variables.
    ends : tuple of float
        The range of both variables.
    count : int
        Points a side.

    Returns
    -------
    DirectionTurn
        Points where a field is 0 or not defined are left out.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> print(direction_turn((2 * x, 2 * y), (2 * x, 3 * y**2), (x, y)))
    arrows of (2*x, 2*y) are turned against those of (2*x, 3*y**2) by up to 176.8 degrees, as at (-0.5263, -10).
    """
    if not len(wrong) == len(right) == len(variables) == 2:
        raise InputError("two fields of two components in two variables are compared", "Write (2*x, 2*y) for one.")
    grid = np.meshgrid(*[np.linspace(*ends, count)] * 2)
    a, b = (numeric_matrix(sp.Matrix([sympified(c) for c in field]), variables)(*grid)[..., 0] for field in (wrong, right))
    with np.errstate(all="ignore"):
        cosine = (a * b).sum(axis=-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))
    turned = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    if np.isnan(turned).all():
        raise InputError("one of the fields is nowhere defined and different from 0")
    worst = np.unravel_index(np.nanargmax(turned), turned.shape)
    return DirectionTurn(tuple(wrong), tuple(right), float(turned[worst]), (float(grid[0][worst]), float(grid[1][worst])))
