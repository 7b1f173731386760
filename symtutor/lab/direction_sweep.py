"""The direction sweep: the steepest direction found by trying many, beside the exact gradient and the predicted error.

A forward difference (f(p + h u) − f(p))/h in the direction u is the rate
∇f·u plus the bias (h/2) uᵀHu, up to the third order; and of directions that
stand on a grid the best is off by up to half a step of the grid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function, real_derivative
from symtutor.errors import InputError

__all__ = ["DirectionSweep", "Exact", "checked_sweep", "direction_sweep", "number", "told", "unit_vectors"]

_DIGITS = 40
_EPSILON = 2.0**-52
_MARGIN = 4.0  # units in the last place that a value of f in float64 may be off, beyond its own rounding


@dataclass(frozen=True)
class DirectionSweep:
    """The best direction of a sweep, and what to expect of it.

    Parameters
    ----------
    f : Expr
        The function of two variables.
    variables : tuple of Symbol
        First the one across, then the one up.
    point : tuple of float
        Where.
    step : float
        How far from the point the function is asked.
    directions : int
        How many were tried, equally spaced.
    best : int
        Index of the direction with the largest rate.
    rate, exact_rate : float
        The largest difference quotient, and the length of the gradient.
    bias, grid_loss, tail : float
        (h/2) uᵀHu at the best direction; the rate lost because it stands on the
        grid, |∇f|(1 − cos of its angle to the gradient); a bound for what is left:
        the third order and rounding.
    from_y_axis, exact_from_y_axis : float
        The angle of the best direction and of the gradient, in degrees, clockwise from the axis up.
    angle_bound : float
        How far the best angle may be from the gradient's, in degrees.
    rounding : float
        A bound for what the rounding of two values of f in float64 does to a rate.
    components : tuple of float
        The best direction times its rate.
    gradient : tuple of float
        The exact gradient.
    """

    f: Any
    variables: tuple[sp.Symbol, sp.Symbol]
    point: tuple[float, float]
    step: float
    directions: int
    best: int
    rate: float
    exact_rate: float
    bias: float
    grid_loss: float
    tail: float
    from_y_axis: float
    exact_from_y_axis: float
    angle_bound: float
    rounding: float
    components: tuple[float, float]
    gradient: tuple[float, float]

    @property
    def polar(self) -> float:
        """The angle of the best direction from the axis across, counterclockwise, in degrees."""
        return (90.0 - self.from_y_axis) % 360.0

    @property
    def observed(self) -> float:
        """Best rate minus the length of the gradient."""
        return self.rate - self.exact_rate

    @property
    def predicted(self) -> float:
        """What is expected for it: bias minus what the grid loses."""
        return self.bias - self.grid_loss

    @property
    def holds(self) -> bool:
        """Whether rate and angle are within their bounds."""
        turned = abs((self.from_y_axis - self.exact_from_y_axis + 180.0) % 360.0 - 180.0)
        return abs(self.observed - self.predicted) <= self.tail and turned <= self.angle_bound

    def __str__(self) -> str:
        across, up = (v.name for v in self.variables)
        return (
            f"of {self.directions} directions of {self.f} at {across} = {self.point[0]:g}, {up} = {self.point[1]:g} the steepest is "
            f"{self.from_y_axis:g} degrees clockwise from the {up} axis; exactly, from that axis and the other one, it is "
            f"{self.exact_from_y_axis:.8f} and {(90 - self.exact_from_y_axis) % 360:.8f}. Its rate, {self.rate:.9g}, has the components "
            f"{told(self.components, self.rounding)}; the length of the gradient is {self.exact_rate:.9g}. They differ by "
            f"{self.observed:.3g}, and {self.predicted:.3g} was predicted: half the step times the second derivative in this direction "
            f"is {self.bias:.3g}, of which the grid loses {self.grid_loss:.2g}."
        )


def direction_sweep(f: Any, variables: Sequence[sp.Symbol], at: Sequence[Any], step: Any = 1e-4, directions: int = 3600) -> DirectionSweep:
    r"""Find the steepest direction of a function of two variables by trying many, and compare with the gradient.

    Parameters
    ----------
    f : Expr
        A function of two variables, smooth near the point.
    variables : sequence of Symbol, length 2
        The variable across and the one up.
    at : sequence of number, length 2
        The point.
    step : number, default 1e-4
        The step h of the forward difference in each direction.
    directions : int, default 3600
        How many directions are tried, from the axis up, clockwise.

    Returns
    -------
    DirectionSweep
        With an explanation as its ``str``.

    Raises
    ------
    InputError
        If f has other symbols, is not defined at the point, or its gradient is 0 there.

    Notes
    -----
    The rate in the direction u is :math:`\nabla f\cdot u + \frac h2 u^THu + \frac{h^2}6 f'''`.
    The third order is bounded by its values at h = 0 and h in the best direction,
    doubled; the rounding of two values of f by :math:`4\varepsilon|f|` each, over h.
    The direction of the largest rate turns with the bias by at most
    :math:`h\lVert H\rVert/(2|\nabla f|)` and is off by half a step of the grid.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> sweep = direction_sweep(x**2 + y**3, (x, y), (2, 3))
    >>> sweep.from_y_axis, [round(c, 7) for c in sweep.components]
    (8.4, [3.9874192, 27.0027503])
    >>> sweep.holds
    True
    """
    across, up, place, h = checked_sweep(variables, at, step, directions)
    function = numeric_function(f, (across, up), "portable")
    base = function(*place)
    if not np.isfinite(base):
        raise InputError(f"{f} is not defined at {across} = {place[0]:g}, {up} = {place[1]:g}")
    angles = [360.0 * k / directions for k in range(directions)]
    units = unit_vectors(angles)
    rates = [(function(place[0] + u * h, place[1] + v * h) - base) / h for u, v in units]
    best = int(np.nanargmax(rates))
    exact = Exact(f, across, up, place)
    if exact.length == 0:
        raise InputError("the gradient is 0 at the point: no direction is the steepest")
    unit = units[best]
    rate = rates[best]
    cosine = mpmath.fdot(exact.gradient, unit) / exact.length
    rounding = exact.rounding(base, h)
    third = 2 * h**2 / 6 * max(exact.third(unit, 0.0), exact.third(unit, h))
    bound = math.degrees(h * exact.hessian_norm / (2 * float(exact.length)) * 2 + math.sqrt(2 * (rounding + third) / float(exact.length)))
    return DirectionSweep(
        f,
        (across, up),
        place,
        h,
        directions,
        best,
        rate=float(rate),
        exact_rate=float(exact.length),
        bias=float(h / 2 * exact.curvature(unit)),
        grid_loss=float(exact.length * (1 - cosine)),
        tail=float(third + rounding),
        from_y_axis=angles[best],
        exact_from_y_axis=float(mpmath.degrees(mpmath.atan2(*exact.gradient)) % 360),
        angle_bound=180.0 / directions + bound,
        rounding=rounding,
        components=(float(rate * unit[0]), float(rate * unit[1])),
        gradient=(float(exact.gradient[0]), float(exact.gradient[1])),
    )


def told(values: Sequence[float], bound: float) -> str:
    """Return values with the digits that a bound on their errors vouches for."""
    digits = max(0, math.floor(-math.log10(bound)))
    return f"({', '.join(f'{value:.{digits}f}' for value in values)})"


def unit_vectors(degrees: Sequence[float]) -> list[tuple[float, float]]:
    """Return the unit vectors at angles clockwise from the axis up, across first; the same floats on every machine."""
    angle = sp.Symbol("angle")
    across, up = (
        numeric_function(e, angle, "portable")(np.array(degrees)) for e in (sp.sin(angle * sp.pi / 180), sp.cos(angle * sp.pi / 180))
    )
    return list(zip(across.tolist(), up.tolist(), strict=True))


def checked_sweep(variables: Sequence[sp.Symbol], at: Sequence[Any], step: Any, directions: int) -> tuple[Any, Any, Any, float]:
    """Return the letters, the place as given and as numbers, and the step, where they make a sweep."""
    if len(variables) != 2 or len(at) != 2:
        raise InputError(f"a sweep turns in a plane: give two variables and two values, not {len(variables)} and {len(at)}")
    if directions < 4:
        raise InputError(f"{directions} directions are too few to compare", "Take 360 or more.")
    if variables[0] == variables[1]:
        raise InputError(f"the variable {variables[0]} stands twice")
    h = number(step, "the step")
    if not h > 0:
        raise InputError(f"the step {step!r} is not positive")
    return variables[0], variables[1], (number(at[0], "a value"), number(at[1], "a value")), h


def number(given: Any, what: str) -> float:
    """Return a finite number as a float."""
    try:
        found = float(given)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{what} is {given!r}, and a number was expected")
    return found


class Exact:
    """The gradient, second and third derivatives at a point, to many digits."""

    def __init__(self, f: Any, across: sp.Symbol, up: sp.Symbol, place: tuple[float, float]) -> None:
        self._names = (across, up)
        self._place = place
        first = [real_derivative(f, v) for v in self._names]
        self._second = [[real_derivative(g, v) for v in self._names] for g in first]
        self._third = [[[real_derivative(e, v) for v in self._names] for e in row] for row in self._second]
        point = dict(zip(self._names, map(_rational, place), strict=True))
        with mpmath.workdps(_DIGITS):
            self.gradient = [mpmath.mpf(sp.N(g.xreplace(point), _DIGITS)) for g in first]
            self.length = mpmath.sqrt(mpmath.fdot(self.gradient, self.gradient))
        self._hessian = [[float(sp.N(e.xreplace(point))) for e in row] for row in self._second]
        self.hessian_norm = float(np.linalg.norm(self._hessian))
        self.size = abs(float(sp.N(f.xreplace(point))))

    def rounding(self, base: float, step: float) -> float:
        """Return a bound for what the rounding of two values of f in float64 does to their difference over the step."""
        return 2 * _MARGIN * _EPSILON * max(1.0, abs(base), self.size) / step

    def curvature(self, unit: tuple[float, float]) -> float:
        """Return uᵀHu."""
        return sum(self._hessian[i][j] * unit[i] * unit[j] for i in range(2) for j in range(2))

    def third(self, unit: tuple[float, float], distance: float) -> float:
        """Return the size of the third derivative in a direction, at a distance from the point."""
        point = {v: _rational(p + distance * u) for v, p, u in zip(self._names, self._place, unit, strict=True)}
        values = [
            float(sp.N(self._third[i][j][k].xreplace(point))) * unit[i] * unit[j] * unit[k]
            for i in range(2)
            for j in range(2)
            for k in range(2)
        ]
        return abs(sum(values))


def _rational(number: float) -> Any:
    """Return the exact value of a float."""
    exact = Fraction(number)
    return sp.Rational(exact.numerator, exact.denominator)
