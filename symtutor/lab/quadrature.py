"""Quadratures of definite integrals by equal cells, in float64, with bounds on their errors beside."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function, real_derivative
from symtutor.checking.enclosures.roundoff import enclose, magnitude
from symtutor.errors import InputError
from symtutor.lab.running_sums import MOST_CELLS, rational
from symtutor.term import sympified

__all__ = ["Quadrature", "quadrature"]

_EPS = float(np.finfo(np.float64).eps)
# Where in its cell f is taken, with what weight, and the error of one cell: constant · width^(order + 1) · |f^(order)| at most.
_KINDS: dict[str, tuple[tuple[tuple[sp.Rational, int], ...], int, float]] = {
    "left": (((sp.S.Zero, 1),), 1, 1 / 2),
    "right": (((sp.S.One, 1),), 1, 1 / 2),
    "midpoint": (((sp.S.Half, 1),), 2, 1 / 24),
    "trapezoid": (((sp.S.Zero, 1), (sp.S.One, 1)), 2, 1 / 12),
    "simpson": (((sp.S.Zero, 1), (sp.S.Half, 4), (sp.S.One, 1)), 4, 1 / 2880),
}
_NAMES = {"trapezoid": "trapezoid rule", "simpson": "Simpson's rule"}


@dataclass(frozen=True)
class Quadrature:
    """A quadrature in float64 with a bound on its error.

    Parameters
    ----------
    kind : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where the function is taken in each cell.
    f, variable : Expr, Symbol
        The function and its variable.
    low, high : Rational
        The limits.
    count : int
        The number of cells.
    value : float
        What was found.
    truncation, rounding : float
        Bounds on the error of the method and of float64; inf where none was found.
    exact : Expr, optional
        The integral.
    """

    kind: str
    f: Any
    variable: sp.Symbol
    low: Any
    high: Any
    count: int
    value: float
    truncation: float
    rounding: float
    exact: Any = None

    @property
    def predicted(self) -> float:
        """The bound on the whole error."""
        return self.truncation + self.rounding

    @property
    def observed(self) -> float:
        """The error found; nan where the integral is not given."""
        return float("nan") if self.exact is None else abs(float(sp.N(sp.Float(self.value, 40) - self.exact, 20)))

    @property
    def holds(self) -> bool:
        """Whether the error keeps its bound."""
        return not self.observed > self.predicted

    @property
    def formulas(self) -> tuple[Any, ...]:
        """The formulas of the sentence."""
        return (self.f,)

    def __str__(self) -> str:
        what = f"the {_NAMES[self.kind]}" if self.kind == "trapezoid" else _NAMES.get(self.kind, f"the {self.kind} sum")
        found = f"{what} of {self.f} from {self.low} to {self.high} with {self.count} cells is {self.value:.10g}"
        bound = f"at most {self.predicted:.3g} was predicted" if np.isfinite(self.predicted) else "no bound on its error was found"
        if self.exact is None:
            return f"{found}; {bound}."
        return f"{found}, off the integral {self.exact} by {self.observed:.3g}, and {bound}."


def quadrature(f: sp.Expr, x: sp.Symbol, limits: tuple[Any, Any], count: int, exact: Any = None, *, kind: str = "left") -> Quadrature:
    """Approximate a definite integral by equal cells, with a bound on the error.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    limits : tuple of number
        The limits, the smaller first.
    count : int
        The number of cells.
    exact : Expr, optional
        The integral, to be compared.
    kind : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where the function is taken in each cell.

    Returns
    -------
    Quadrature

    Raises
    ------
    InputError
        If f has other symbols, or the limits or the count make no sense.

    Notes
    -----
    The derivative in the error formula is enclosed cell by cell, so that no maximum has
    to be found.  The values are added without rounding in between.

    References
    ----------
    .. [1] P. J. Davis and P. Rabinowitz, *Methods of Numerical Integration*, 2nd ed.,
       Academic Press, 1984, sec. 2.1.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(quadrature(2 * x, x, (-10, 10), 200, sp.S.Zero))
    the left sum of 2*x from -10 to 10 with 200 cells is -2, off the integral 0 by 2, and at most 2 was predicted.
    """
    low, high = (rational(end) for end in limits)
    cells = int(count)
    if not low < high or not 0 < cells <= MOST_CELLS or cells != count:
        raise InputError(f"{count} cells from {low} to {high} are no grid", f"Give the smaller limit first, and 1 to {MOST_CELLS:,} cells.")
    if kind not in _KINDS:
        raise InputError(f"no sum is called {kind!r}", f"There are {', '.join(_KINDS)}.")
    shares, order, constant = _KINDS[kind]
    weights = sum(weight for _, weight in shares)
    width = (high - low) / cells
    edges = np.array([float(low + k * width) for k in range(cells + 1)])
    values: list[float] = []
    doubt = 0.0
    for share, weight in shares:
        nodes = np.array([float(low + (k + share) * width) for k in range(cells)])
        values.extend((weight * np.asarray(numeric_function(f, x)(nodes))).tolist())
        # the nodes are rounded, too: the true ones lie between the neighbouring floats
        around = enclose(sympified(f), {x: (np.nextafter(nodes, -np.inf), np.nextafter(nodes, np.inf))})
        doubt += weight * float(np.sum(around.high - around.low))
    value = fsum(values) * float(width) / weights
    slopes = magnitude(enclose(real_derivative(sympified(f), x, order), {x: (edges[:-1], edges[1:])}))
    truncation = constant * float(width) ** (order + 1) * float(np.sum(slopes)) * (1 + cells * _EPS)
    rounding = doubt * float(width) / weights + 3 * _EPS * abs(value)
    return Quadrature(kind, f, x, low, high, cells, value, truncation, rounding if np.isfinite(rounding) else float("inf"), exact)
