"""Goals of matrix calculus proved for matrices of every size, entry by entry in index notation.

The derivative of an expression is taken a second time, by ∂x_ij/∂x_kl = δ_ik δ_jl
on its entries, and compared with what the claimed differential, gradient or
Jacobian says about the same change.  Nothing here knows a rule of
differentials, a layout or a constructor of matrices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.checking.index_notation.entries import entries, number, sides
from symtutor.checking.index_notation.monomials import Index, IndexNotationError, Monomial, Slot, Sum, Z
from symtutor.checking.index_notation.slopes import Direction
from symtutor.checking.index_notation.sums import Calculation, negated
from symtutor.goals import matrices as mg
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import Symmetric

__all__ = ["is_proved_for_all_sizes"]


def is_proved_for_all_sizes(goal: Goal, claimed: sp.Basic) -> bool:
    """Tell whether a claimed value is proved to answer a goal of matrix calculus, for matrices of every size.

    Parameters
    ----------
    goal : Goal
        A closed goal of `symtutor.goals.matrices`.
    claimed : Expr or MatrixExpr
        The value that is claimed.

    Returns
    -------
    bool
        False proves nothing: an expression may have no form in index notation, or not enough may be known about it.

    References
    ----------
    .. [1] K. B. Petersen and M. S. Pedersen, *The Matrix Cookbook*, version of November 15, 2012, section 2.8.

    Examples
    --------
    >>> m, n = sp.symbols("m n")
    >>> A, x = sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("x", n, 1)
    >>> goal = mg.MatrixDerivative(sp.Trace(x.T * A.T * A * x), x)
    >>> is_proved_for_all_sizes(goal, 2 * A.T * A * x), is_proved_for_all_sizes(goal, 2 * A.T * x)
    (True, False)
    """
    try:
        return _GAPS[type(goal)](_Proof(goal), claimed)
    except (IndexNotationError, RecursionError):
        return False


class _Proof:
    """One goal with its matrix, in one calculation."""

    def __init__(self, goal: Any) -> None:
        self.goal = goal
        self.calculation = Calculation()
        self.variable = goal.args[-1]
        if isinstance(self.variable, sp.MatrixSymbol):
            self.change = f"d{self.variable.name}"
            if isinstance(self.variable, Symmetric):
                self.calculation.symmetric.add(self.change)
            if any(self.change == symbol.name for symbol in _symbols(goal.args[0])) and type(goal) in _FROM_SCRATCH:
                raise IndexNotationError("the name of the change is taken")

    # ---- places ----------------------------------------------------------------------------------
    def places(self, parts: tuple[sp.Expr, ...]) -> tuple[Index, ...]:
        """Return a free index for each part of a side."""
        return tuple(self.calculation.free(size) for size in parts)

    def entry_of(self, matrix: sp.Basic, rows: tuple[Index, ...], columns: tuple[Index, ...]) -> Sum:
        return entries(matrix, rows, columns, self.calculation)

    def number_of(self, expr: sp.Basic) -> Sum:
        return (Monomial(number(expr, self.calculation)),)

    def vanishes(self, left: Sum, right: Sum) -> bool:
        return self.calculation.is_zero((*left, *negated(right)))

    # ---- the derivative, worked out again --------------------------------------------------------
    def slope_of_number(self, expr: sp.Expr) -> Sum:
        found = number(expr, self.calculation)
        return Direction(self.calculation, self.variable.name, self.change).of_number(sp.sympify(found))

    def slope_of_entry(self, matrix: sp.MatrixExpr, rows: tuple[Index, ...], columns: tuple[Index, ...]) -> Sum:
        terms = self.calculation.reduced(self.entry_of(matrix, rows, columns))
        return Direction(self.calculation, self.variable.name, self.change).of_sum(terms)

    # ---- what a claimed factor says about the change ---------------------------------------------
    def gradient_on_change(self, gradient: Any) -> Sum:
        """Return Σ_ij G_ij dX_ij."""
        if gradient.shape != self.variable.shape:
            raise IndexNotationError("a gradient of another shape than its variable")
        rows, columns = (tuple(self.calculation.index(s) for s in side) for side in sides(self.variable))
        changed = Monomial(sp.S.One, ((Slot(self.change, rows + columns), Z),), rows + columns)
        return self.calculation.spread((changed,), self.entry_of(gradient, rows, columns))

    def jacobian_on_change(self, jacobian: sp.Expr, place: tuple[Index, ...]) -> Sum:
        """Return Σ J_(place)(lk) dX_kl, with the columns of X under each other."""
        rows, columns = (tuple(self.calculation.index(s) for s in side) for side in sides(self.variable))
        changed = Monomial(sp.S.One, ((Slot(self.change, rows + columns), Z),), rows + columns)
        return self.calculation.spread((changed,), self.entry_of(jacobian, place, columns + rows))


def _symbols(expr: sp.Expr) -> set[Any]:
    return expr.atoms(sp.MatrixSymbol) if isinstance(expr, sp.Basic) else set()


def _is_matrix(expr: sp.Expr) -> bool:
    return isinstance(expr, sp.MatrixExpr)


def _differential(proof: _Proof, claimed: Any) -> bool:
    expr = proof.goal.args[0]
    if not _is_matrix(expr):
        return proof.vanishes(proof.slope_of_number(expr), proof.number_of(claimed))
    _same_shape(expr, claimed)
    rows, columns = (proof.places(side) for side in sides(expr))
    return proof.vanishes(proof.slope_of_entry(expr, rows, columns), proof.entry_of(claimed, rows, columns))


def _derivative(proof: _Proof, claimed: sp.MatrixExpr) -> bool:
    expr = proof.goal.args[0]
    if not _is_matrix(expr):
        return proof.vanishes(proof.slope_of_number(expr), proof.gradient_on_change(claimed))
    _jacobian_shape(expr, proof.variable, claimed)
    rows, columns = (proof.places(side) for side in sides(expr))
    return proof.vanishes(proof.slope_of_entry(expr, rows, columns), proof.jacobian_on_change(claimed, columns + rows))


def _gathered(proof: _Proof, claimed: Any) -> bool:
    form = proof.goal.args[0]
    if not _is_matrix(form):
        return proof.vanishes(proof.number_of(form), proof.number_of(claimed))
    if claimed.shape != (form.shape[0] * form.shape[1], 1):
        return False
    rows, columns = (proof.places(side) for side in sides(form))
    return proof.vanishes(proof.entry_of(form, rows, columns), proof.entry_of(claimed, columns + rows, ()))


def _read_off(proof: _Proof, claimed: Any) -> bool:
    form = proof.goal.args[0]
    if not _is_matrix(form):
        return proof.vanishes(proof.number_of(form), proof.gradient_on_change(claimed))
    _jacobian_shape(form, proof.variable, claimed)
    (rows, _) = sides(form)
    place = proof.places(rows)
    return proof.vanishes(proof.entry_of(form, place, ()), proof.jacobian_on_change(claimed, place))


def _transposed(proof: _Proof, claimed: sp.MatrixExpr) -> bool:
    (matrix,) = proof.goal.args
    if claimed.shape != matrix.shape[::-1]:
        return False
    rows, columns = (proof.places(side) for side in sides(matrix))
    return proof.vanishes(proof.entry_of(matrix, rows, columns), proof.entry_of(claimed, columns, rows))


def _same_shape(expr: Any, claimed: Any) -> None:
    if claimed.shape != expr.shape:
        raise IndexNotationError("matrices of different shapes")


def _jacobian_shape(expr: sp.MatrixExpr, variable: sp.MatrixExpr, claimed: Any) -> None:
    wanted = (expr.shape[0] * expr.shape[1], variable.shape[0] * variable.shape[1])
    if claimed.shape != wanted:
        raise IndexNotationError("a Jacobian of another shape")


_GAPS: dict[type[Goal], Callable[[_Proof, Any], bool]] = {
    mg.DifferentialOf: _differential,
    mg.MatrixDerivative: _derivative,
    mg.Gathered: _gathered,
    mg.ReadOff: _read_off,
    mg.Transposed: _transposed,
}
_FROM_SCRATCH = (mg.DifferentialOf, mg.MatrixDerivative)
