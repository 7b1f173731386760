"""The numeric lab over many steps or points: the V-curve of the error, and the largest gap on a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy as sp

from symtutor.errors import InputError
from symtutor.lab.quotient_errors import SCHEMES, DifferenceErrors, Differentiable, Kind, finite_number

__all__ = ["DifferenceCurve", "ErrorCurve", "GridGap", "error_curve", "gap_on_grid"]

Floats = npt.NDArray[np.float64]

# Four steps a decade from 1 down to below the float spacing of numbers near 1.
_STEPS = tuple(10.0 ** (-k / 4) for k in range(65))


@dataclass(frozen=True, eq=False)
class DifferenceCurve:
    """The error of one kind of quotient over the step.

    Parameters
    ----------
    kind : Kind
        The quotient.
    steps : array
        The steps h, largest first.
    errors : DifferenceErrors
        Values, observed errors and the three bounds, one a step.
    rule : str
        The rule for the best step, such as "√ε".
    rule_step, rule_error : float
        That rule times the length scale of f (a power of two), and the error predicted there.
    """

    kind: Kind
    steps: Floats
    errors: DifferenceErrors
    rule: str
    rule_step: float
    rule_error: float

    @property
    def observed(self) -> Floats:
        """The observed errors."""
        return self.errors.observed

    @property
    def predicted(self) -> Floats:
        """The predicted bounds."""
        return self.errors.predicted

    @property
    def best(self) -> int:
        """The index of the smallest observed error; of the largest such step, since that is the safest."""
        return int(np.argmin(np.where(np.isnan(self.observed), np.inf, self.observed)))

    @property
    def best_step(self) -> float:
        """The step with the smallest observed error."""
        return float(self.steps[self.best])

    @property
    def best_error(self) -> float:
        """The smallest observed error."""
        return float(self.observed[self.best])

    def __str__(self) -> str:
        return (
            f"{SCHEMES[self.kind].name}: smallest error {self.best_error:.2g} at h = {self.best_step:.2g}; "
            f"the {self.rule} rule gives h = {self.rule_step:.2g} and at most {self.rule_error:.2g}"
        )


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """The error over the step, at one point, for several kinds of quotient.

    Parameters
    ----------
    f, variable : Expr, Symbol
        The function and its variable.
    at, exact : float
        The point and the derivative there.
    curves : tuple of DifferenceCurve
        One a kind.
    """

    f: Any
    variable: sp.Symbol
    at: float
    exact: float
    curves: tuple[DifferenceCurve, ...]

    def __str__(self) -> str:
        return f"{self.f} at {self.variable.name} = {self.at:.6g}: " + "; ".join(str(c) for c in self.curves) + "."


def error_curve(
    f: Any,
    x: sp.Symbol,
    at: Any,
    kinds: Sequence[str] | None = None,
    steps: Any = None,
    *,
    derivative: Any = None,
) -> ErrorCurve:
    """Return how the error of difference quotients depends on the step: the V-curve.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    at : number
        The point.
    kinds : sequence of str, optional
        Kinds of quotients; forward, central and, where f is analytic, complex step.
    steps : sequence of float, optional
        The steps; four a decade from 1 to 1e-16 where they are not given.
    derivative : Expr, optional
        The derivative to compare with; SymPy's where it is not given.

    Returns
    -------
    ErrorCurve
        Observed errors and predicted bounds over the steps, largest step first.

    Raises
    ------
    InputError
        As for `difference_quotient`.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> forward, central, complex_step = error_curve(sp.exp(x), x, 0).curves
    >>> forward.best_error > central.best_error > complex_step.best_error
    True
    """
    lab = Differentiable(f, x, derivative)
    place = finite_number(at, "the point")
    sizes = np.sort(np.asarray(_STEPS if steps is None else steps, dtype=np.float64).ravel())[::-1]
    if not sizes.size:
        raise InputError("an error curve needs at least one step")
    chosen = [k for k in lab.kinds if k is not Kind.BACKWARD] if kinds is None else kinds
    if not chosen:
        raise InputError("an error curve needs at least one kind of difference quotient")
    curves = tuple(_curve(lab, place, sizes, kind) for kind in chosen)
    return ErrorCurve(lab.f, x, place, float(curves[0].errors.exact[0]), curves)


def _curve(lab: Differentiable, at: float, steps: Floats, kind: str) -> DifferenceCurve:
    errors = lab.errors(at, steps, kind)
    chosen = Kind(kind)
    best = lab.rule_step(at, chosen)
    return DifferenceCurve(chosen, steps, errors, SCHEMES[chosen].rule, best, float(lab.errors(at, best, chosen).predicted))


@dataclass(frozen=True, eq=False)
class GridGap:
    """Difference quotients over a grid beside the derivative.

    Parameters
    ----------
    kind : Kind
        The quotient.
    f, variable : Expr, Symbol
        The function and its variable.
    step : float
        The step h.
    points : array
        The grid.
    errors : DifferenceErrors
        Quotients, derivative, observed errors and bounds, one a point.
    """

    kind: Kind
    f: Any
    variable: sp.Symbol
    step: float
    points: Floats
    errors: DifferenceErrors

    @property
    def worst(self) -> int | None:
        """The index of the largest observed error; None where nothing is defined."""
        observed = self.errors.observed
        return None if np.all(np.isnan(observed)) else int(np.nanargmax(observed))

    @property
    def largest(self) -> float:
        """The largest observed error; nan where nothing is defined."""
        return float("nan") if self.worst is None else float(self.errors.observed[self.worst])

    @property
    def holds(self) -> bool:
        """Whether no observed error exceeds its bound."""
        return not np.any(self.errors.observed > self.errors.predicted)

    def __str__(self) -> str:
        grid = f"{self.points.size} points of [{self.points.min():.6g}, {self.points.max():.6g}]"
        if self.worst is None:
            return f"the {SCHEMES[self.kind].name} of {self.f} is defined nowhere on {grid}."
        place, bound = self.points[self.worst], self.errors.predicted[self.worst]
        return (
            f"on {grid} the {SCHEMES[self.kind].name} of {self.f} with h = {self.step:.3g} is off by at most {self.largest:.8g}, "
            f"at {self.variable.name} = {place:.6g}, where at most {bound:.8g} was predicted."
        )


def gap_on_grid(f: Any, x: sp.Symbol, points: Any, step: Any = 1e-4, kind: str = Kind.FORWARD, *, derivative: Any = None) -> GridGap:
    """Return the gap between difference quotient and derivative over a grid.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    points : array of float
        The grid.
    step : number, default 1e-4
        The step h > 0.
    kind : {"forward", "backward", "central", "complex step"}
        The quotient.
    derivative : Expr, optional
        The derivative to compare with; SymPy's where it is not given.

    Returns
    -------
    GridGap
        The errors point by point, and the largest.

    Raises
    ------
    InputError
        As for `difference_quotient`.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = gap_on_grid(x**3 - 2 * x**2 + 1, x, np.linspace(-10, 10, 500), 1e-4)
    >>> print(f"{found.largest:.1e} at {found.points[found.worst]:.0f}")
    3.2e-03 at -10
    """
    grid = np.asarray(points, dtype=np.float64).ravel()
    if not grid.size:
        raise InputError("a grid needs at least one point")
    h = finite_number(step, "the step")
    return GridGap(Kind(kind), f, x, h, grid, Differentiable(f, x, derivative).errors(grid, h, kind))
