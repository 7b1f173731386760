"""Matrices of numbers from matrices of expressions, and Jacobians by difference quotients with their bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import compiled
from symtutor.errors import InputError
from symtutor.lab.quotient_errors import Kind
from symtutor.lab.quotients import DifferenceQuotient, difference_quotient
from symtutor.term import sympified

__all__ = ["DifferenceJacobian", "difference_jacobian", "numeric_matrix"]

_BLOCK = 8_192  # points of which some dozens of arrays fit into the cache of a core
_MANY = 4  # shared subexpressions from which on blocks are faster


def numeric_matrix(matrix: Any, variables: Sequence[sp.Symbol]) -> Callable[..., Any]:
    """Return a function of numbers that evaluates a matrix; parts that occur several times are computed once.

    Parameters
    ----------
    matrix : Matrix, shape (m, n)
        Expressions in the variables.
    variables : sequence of Symbol
        The arguments, in order.

    Returns
    -------
    callable
        Takes one number or array a variable; arrays broadcast.  The result has shape
        (..., m, n), where ... is the shape of the arguments; a value that is not
        finite or not real is nan, without a warning.

    Raises
    ------
    InputError
        If another symbol is free or a function has no numeric form.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> numeric_matrix(sp.Matrix([[2 * x], [3 * y**2]]), (x, y))(2, 3)
    array([[ 4.],
           [27.]])
    """
    if not isinstance(matrix, sp.MatrixBase):
        raise InputError(f"{matrix} is no matrix", "Write sympy.Matrix([[x]]) for a single entry.")
    names = tuple(variables)
    free = sorted(str(s) for s in matrix.free_symbols - set(names))
    if free:
        listed = ", ".join(free)
        raise InputError(f"{listed} has no value: only {', '.join(s.name for s in names)} is a variable", f"Put a number for {listed}.")
    entries = list(matrix.flat())
    raw = compiled(sp.Tuple(*entries), names)
    shape = matrix.shape

    def function(*numbers: Any) -> Any:
        if len(numbers) != len(names):
            raise InputError(f"{len(numbers)} numbers for {len(names)} variables ({', '.join(s.name for s in names)})")
        try:
            arrays = [np.asarray(n, dtype=np.float64) for n in numbers]
            around = np.broadcast_shapes(*(a.shape for a in arrays))
        except (TypeError, ValueError) as error:
            raise InputError(f"real numbers or arrays that fit together were expected: {error}") from error
        with np.errstate(all="ignore"):
            result = _stacked(raw, arrays, around, len(entries))
        return np.moveaxis(result.reshape(*shape, *around), (0, 1), (-2, -1))

    return function


def _stacked(raw: Callable[..., Any], arrays: Sequence[Any], around: tuple[int, ...], count: int) -> Any:
    """Return the entries under each other as floats.

    Where much is computed on the way to them, points are taken in blocks, so that
    what is between stays in the processor's cache and no fresh memory is asked for.
    """
    points = int(np.prod(around))
    result = np.empty((count, points))
    if not around:
        _fill(result, raw(*map(np.float64, arrays)))
    elif raw.__code__.co_nlocals - raw.__code__.co_argcount < _MANY:
        _fill(result.reshape(count, *around), raw(*arrays))
    else:
        flat = [a if a.ndim == 0 else np.broadcast_to(a, around).reshape(points) for a in arrays]
        for start in range(0, points, _BLOCK):
            block = slice(start, start + _BLOCK)
            _fill(result[:, block], raw(*(a if a.ndim == 0 else a[block] for a in flat)))
    return result


def _fill(rows: Any, values: Sequence[Any]) -> None:
    """Write entries into rows; what is not real or not finite becomes nan."""
    for row, entry in zip(rows, values, strict=True):
        value = np.asarray(entry)
        row[...] = np.where(value.imag == 0, value.real, np.nan) if value.dtype.kind == "c" else value
        if not np.isfinite(row.sum()):  # one look at each row while it is in the cache; most have nothing to mend
            row[~np.isfinite(row)] = np.nan


@dataclass(frozen=True)
class DifferenceJacobian:
    """A Jacobian by difference quotients beside the exact one.

    Parameters
    ----------
    kind : Kind
        Forward, backward, central or complex step.
    quotients : tuple of tuple of DifferenceQuotient
        One an entry, a row a component; each with its error and the bound predicted for it.
    """

    kind: Kind
    quotients: tuple[tuple[DifferenceQuotient, ...], ...]

    @property
    def value(self) -> Any:
        """The quotients, shape (m, n)."""
        return np.array([[q.value for q in row] for row in self.quotients])

    @property
    def exact(self) -> Any:
        """The derivatives, shape (m, n)."""
        return np.array([[q.exact for q in row] for row in self.quotients])

    @property
    def observed(self) -> Any:
        """The absolute errors, shape (m, n)."""
        return np.array([[q.observed for q in row] for row in self.quotients])

    @property
    def predicted(self) -> Any:
        """The bounds on the errors, shape (m, n)."""
        return np.array([[q.predicted for q in row] for row in self.quotients])

    @property
    def holds(self) -> bool:
        """Whether no entry exceeds its bound."""
        return all(q.holds for row in self.quotients for q in row)

    def __str__(self) -> str:
        rows, columns = self.value.shape
        if not np.isfinite(self.observed).any():
            return f"the {rows} × {columns} Jacobian by {self.kind} quotients has no value at the point."
        worst = float(np.nanmax(self.observed))
        bound = float(np.nanmax(self.predicted))
        kept = "every entry keeps its bound" if self.holds else "an entry exceeds its bound"
        size = f"the {rows} × {columns} Jacobian by {self.kind} quotients"
        return f"{size} is off by at most {worst:.2g}, predicted at most {bound:.2g}; {kept}."


def difference_jacobian(
    components: Sequence[Any],
    variables: Sequence[sp.Symbol],
    at: Sequence[Any],
    step: Any = 1e-6,
    kind: str = Kind.CENTRAL,
) -> DifferenceJacobian:
    """Return the Jacobian by difference quotients at a point, each entry with its error and its bound.

    Parameters
    ----------
    components : sequence of Expr
        The components; a single one gives the gradient as a row.
    variables : sequence of Symbol
        The variables.
    at : sequence of number
        Their values.
    step : number, default 1e-6
        The step in each variable.
    kind : {"forward", "backward", "central", "complex step"}
        The quotient.

    Returns
    -------
    DifferenceJacobian

    Notes
    -----
    The other variables are held at their values, taken as exact binary numbers.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> found = difference_jacobian([2 * x * y, x**2 * y], [x, y], [2, 3], kind="complex step")
    >>> found.value.tolist()
    [[6.0, 4.0], [12.0, 4.0]]
    >>> found.holds
    True
    """
    for name, given in (("components", components), ("variables", variables), ("at", at)):
        if isinstance(given, str) or not isinstance(given, Sequence) or not given:
            raise InputError(f"{name} is {given!r}, and a list with at least one entry was expected", "Write [x**2] for a single one.")
    if len(set(variables)) != len(variables):
        raise InputError(f"a variable stands twice among {', '.join(map(str, variables))}")
    place = [sp.Rational(float(v)) if isinstance(v, float) and np.isfinite(v) else sympified(v) for v in at]
    if len(place) != len(variables):
        raise InputError(f"{len(place)} values for {len(variables)} variables")
    if not all(value.is_number and value.is_finite and value.is_extended_real for value in place):
        raise InputError(f"the values {', '.join(map(str, at))} are not all real numbers")
    rows = []
    for f in components:
        row = []
        for k, v in enumerate(variables):
            held = {u: place[i] for i, u in enumerate(variables) if i != k}
            row.append(difference_quotient(sympified(f).xreplace(held), v, float(place[k]), step, kind))
        rows.append(tuple(row))
    return DifferenceJacobian(Kind(kind), tuple(rows))
