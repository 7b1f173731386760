"""Goals of backpropagation, and the nodes that a network's definitions are made of: softmax by rows, losses.

A node of its own keeps what a person calls one thing, such as a softmax or a
cross-entropy; `meaning` writes it in matrix algebra, which is its definition.
"""

from __future__ import annotations

from typing import Any, cast

import sympy as sp

from symtutor.goals.core import FIRST, Goal
from symtutor.goals.matrices import SoftmaxRows, spelled_out
from symtutor.matrix_algebra import elementwise, entries_sum, hadamard, plus, squared_norm, times
from symtutor.term import Term, as_term, quote

__all__ = [
    "KINDS",
    "LOSSES",
    "Adjoint",
    "Backpropagation",
    "BinaryCrossEntropy",
    "BinaryCrossEntropyWithLogits",
    "CrossEntropy",
    "CrossEntropyWithLogits",
    "Hinge",
    "OwnLoss",
    "Penalty",
    "RowSumsOne",
    "Shift",
    "SoftmaxRows",
    "SquaredError",
    "adjoint_symbol",
    "gradients_by_name",
    "spelled_out",
]

_Z = sp.Symbol("z")


class Shift(sp.MatrixExpr):
    """The rows of an identity from one on: ``args = (first, rows, columns)``, so that Shift·X are rows first, first + 1, … of X."""

    shape = property(lambda self: self.args[1:])
    first = property(lambda self: self.args[0])


class _Loss(sp.Expr):
    """A number made of a matrix of predictions and one of targets: ``args = (A, Y, count)``; the sum is divided by the count."""

    is_commutative = True
    predictions = property(lambda self: self.args[0])
    targets = property(lambda self: self.args[1])
    count = property(lambda self: self.args[2])

    def _mean(self, entries: sp.Basic) -> sp.Expr:
        return entries_sum(entries) / self.count

    def _ones(self) -> sp.MatrixExpr:
        return sp.OneMatrix(*self.predictions.shape)


class SquaredError(_Loss):
    """The squared error: Σ (a − y)² over a count."""

    def meaning(self) -> sp.Expr:
        """Return tr((A − Y)ᵀ(A − Y)) over the count."""
        return squared_norm(plus(self.predictions, times(-1, self.targets))) / self.count


class BinaryCrossEntropy(_Loss):
    """The binary cross-entropy of probabilities: −Σ (y ln a + (1 − y) ln(1 − a)) over a count."""

    def meaning(self) -> sp.Expr:
        """Return the sum of its entries over the count."""
        A, Y, one = self.predictions, self.targets, self._ones()
        right, wrong = elementwise(sp.log(_Z), _Z, A), elementwise(sp.log(1 - _Z), _Z, A)
        return -self._mean(plus(hadamard(Y, right), hadamard(plus(one, times(-1, Y)), wrong)))


class BinaryCrossEntropyWithLogits(_Loss):
    """The binary cross-entropy of σ(Z): Σ (ln(1 + e^z) − y z) over a count."""

    def meaning(self) -> sp.Expr:
        """Return the sum of its entries over the count."""
        Z, Y = self.predictions, self.targets
        return self._mean(plus(elementwise(sp.log(1 + sp.exp(_Z)), _Z, Z), times(-1, hadamard(Y, Z))))


class CrossEntropy(_Loss):
    """The cross-entropy of rows of probabilities: −Σ y ln a over a count."""

    def meaning(self) -> sp.Expr:
        """Return the sum of its entries over the count."""
        return -self._mean(hadamard(self.targets, elementwise(sp.log(_Z), _Z, self.predictions)))


class CrossEntropyWithLogits(_Loss):
    """The cross-entropy of the softmax of rows: −Σ y (z − ln Σ e^z) over a count."""

    def meaning(self) -> sp.Expr:
        """Return the sum of its entries over the count."""
        Z, Y = self.predictions, self.targets
        columns = Z.shape[1]
        sums = times(elementwise(sp.exp(_Z), _Z, Z), sp.OneMatrix(columns, 1))
        spread = times(elementwise(sp.log(_Z), _Z, sums), sp.OneMatrix(1, columns))
        return -self._mean(hadamard(Y, plus(Z, times(-1, spread))))


class Hinge(_Loss):
    """The hinge loss for targets ±1: Σ max(0, 1 − y a) over a count."""

    def meaning(self) -> sp.Expr:
        """Return the sum of its entries over the count."""
        gaps = plus(self._ones(), times(-1, hadamard(self.targets, self.predictions)))
        return self._mean(elementwise(sp.Max(0, _Z), _Z, gaps))


class OwnLoss(_Loss):
    """A loss that is written out: ``args = (A, Y, 1, expr)``."""

    def meaning(self) -> sp.Expr:
        """Return what is written."""
        return cast("sp.Expr", self.args[3])


class Penalty(sp.Expr):
    """The squares of all weights of a matrix, times a number: ``args = (number, W)``."""

    is_commutative = True

    def meaning(self) -> Any:
        """Return the number times tr(WᵀW)."""
        number, weights = self.args
        return number * squared_norm(weights)


LOSSES: tuple[type[_Loss], ...] = (
    SquaredError,
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    CrossEntropy,
    CrossEntropyWithLogits,
    Hinge,
    OwnLoss,
)


def adjoint_symbol(node: Any) -> Any:
    """Return the name of the gradient of the loss in a matrix: dW1 of the shape of W1."""
    return sp.MatrixSymbol(f"d{node.name}", *node.shape)


def gradients_by_name(names: sp.Tuple, *values: sp.MatrixExpr) -> sp.Tuple:
    """Return names with their values."""
    return sp.Tuple(*[sp.Tuple(name, value) for name, value in zip(names, values, strict=True)])


class Adjoint(Goal, fields="node uses names"):
    """The gradient of the loss in one matrix of a network, from the gradients in what it is used for.

    ``uses`` are pairs of a gradient and the definition that uses the matrix, the
    gradient in the loss itself being 1; ``names`` are pairs of a name and its
    definition that the answer may hold, such as A1 for σ(Z1).
    """

    @staticmethod
    def _shown(*args: Term) -> Term:
        return quote(adjoint_symbol(args[0].args[0]))


class RowSumsOne(Goal, fields="expr targets", shown=FIRST, rewrites=True):
    """An expression in which the rows of a matrix of targets sum to 1."""


class Backpropagation(Goal, fields="definitions wanted fused inputs", is_backward=True):
    """The gradients of a loss in all matrices of a network: ``definitions`` in order, the loss last, and the matrices of ``wanted``.

    ``fused`` are activations that are differentiated with the loss, ``inputs`` the examples among the matrices.
    """

    @staticmethod
    def _shown(*args: Term) -> Term:
        _definitions, wanted, _fused, _inputs = args
        return Term(sp.Tuple, tuple(as_term(adjoint_symbol(node)) for node in wanted.args[0]))


KINDS: tuple[type[Goal], ...] = (Adjoint, RowSumsOne, Backpropagation)
