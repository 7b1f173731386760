"""Goals of matrix calculus: differentials, their linear forms, gradients and Jacobians read off from them."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import FIRST, Goal
from symtutor.matrix_algebra import elementwise, entries_sum, hadamard, is_matrix, times, transposed

__all__ = [
    "KINDS",
    "DifferentialOf",
    "Gathered",
    "MatrixDerivative",
    "MatrixDifferential",
    "NumberDifferential",
    "OpenMatrixDerivative",
    "ReadOff",
    "Softmax",
    "SoftmaxRows",
    "Transposed",
    "derivative_of",
    "differential_of",
    "increment",
    "spelled_out",
]

_Z = sp.Symbol("z")


class Softmax(sp.MatrixExpr):
    """The softmax of a column: its exponentials divided by their sum."""

    shape = property(lambda self: self.args[0].shape)

    def meaning(self) -> Any:
        """Return exp(z)/(1ᵀ·exp(z))."""
        raised = elementwise(sp.exp(_Z), _Z, self.args[0])
        return times(1 / entries_sum(raised), raised)


class SoftmaxRows(sp.MatrixExpr):
    """The softmax of every row: exponentials divided by their sum in the row."""

    shape = property(lambda self: self.args[0].shape)

    def meaning(self) -> sp.Basic:
        """Return exp(Z) ∘ (1/(exp(Z)·1))·1ᵀ."""
        columns = self.shape[1]
        raised = elementwise(sp.exp(_Z), _Z, self.args[0])
        sums = times(raised, sp.OneMatrix(columns, 1))
        return hadamard(raised, times(elementwise(1 / _Z, _Z, sums), sp.OneMatrix(1, columns)))


def spelled_out(expr: Any) -> Any:
    """Return an expression in which nodes that are short for others, such as a softmax, are written in matrix algebra.

    Examples
    --------
    >>> spelled_out(Softmax(sp.MatrixSymbol("z", 3, 1))).has(Softmax)
    False
    """
    if not isinstance(expr, sp.Basic) or not expr.args:
        return expr
    args = [spelled_out(a) for a in expr.args]
    inner: Any = expr if all(a is b for a, b in zip(args, expr.args, strict=True)) else expr.func(*args)
    return inner.meaning() if hasattr(inner, "meaning") else inner


class MatrixDifferential(sp.MatrixExpr):
    """The differential of a matrix, not worked out: ``args = (A, X)``."""

    shape = property(lambda self: self.args[0].shape)


class NumberDifferential(sp.Expr):
    """The differential of a number, not worked out: ``args = (f, X)``."""

    is_commutative = True


class OpenMatrixDerivative(sp.MatrixExpr):
    """A derivative of a number or column in a matrix, not worked out: ``args = (f, X, rows, columns)``."""

    shape = property(lambda self: self.args[2:])


def differential_of(expr: sp.Expr, matrix: sp.MatrixExpr) -> sp.Expr:
    """Return a differential that is not worked out."""
    return (MatrixDifferential if is_matrix(expr) else NumberDifferential)(expr, matrix)


def derivative_of(expr: Any, matrix: sp.MatrixExpr) -> sp.MatrixExpr:
    """Return a derivative that is not worked out, with its shape: that of X for a number, the Jacobian's for a matrix."""
    rows, columns = matrix.shape
    if is_matrix(expr):
        rows, columns = expr.shape[0] * expr.shape[1], rows * columns
    return OpenMatrixDerivative(expr, matrix, rows, columns)


def increment(matrix: Any) -> sp.Basic:
    """Return the symbol dX of a matrix symbol X; of a symmetric matrix it is symmetric."""
    name = f"d{matrix.name}"
    return type(matrix)(name, *matrix.shape)


class DifferentialOf(Goal, fields="expr matrix", shown=differential_of):
    """The part of the change of an expression that is linear in the change of a matrix."""


class Gathered(Goal, fields="form matrix", shown=FIRST, rewrites=True):
    """A differential to be written with the increment last: tr(Gᵀ dX), J dx or K vec dX."""


class ReadOff(Goal, fields="form matrix", shown=FIRST):
    """The factor of the increment in a gathered differential."""


class Transposed(Goal, fields="derivative", shown=transposed):
    """The transpose of a gradient, for the other layout."""


class MatrixDerivative(Goal, fields="expr matrix", shown=derivative_of):
    """The gradient of a number in a matrix, of its shape; or the Jacobian of a column or matrix, in numerator layout."""


KINDS: tuple[type[Goal], ...] = (DifferentialOf, Gathered, ReadOff, Transposed, MatrixDerivative)
