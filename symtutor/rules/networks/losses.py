"""Gradients of losses: in the predictions, and in one step with the activation before them where that is simpler."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.networks import (
    Adjoint,
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    CrossEntropy,
    CrossEntropyWithLogits,
    Hinge,
    Penalty,
    RowSumsOne,
    SoftmaxRows,
    SquaredError,
)
from symtutor.matrix_algebra import Map, elementwise, hadamard, plus, times, transposed
from symtutor.rule import Bindings, Mistake
from symtutor.rules.matrices.linear_forms import applied
from symtutor.rules.networks.notation import divided, minus, named, only_use, turned
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term, as_term

__all__ = ["LOSS_RULES"]

_BISHOP = "C. M. Bishop, Pattern Recognition and Machine Learning, Springer, 2006"
_GOODFELLOW = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016"
_Z = sp.Symbol("z")
_SIGMOID = 1 / (1 + sp.exp(-_Z))
_ABOVE_ZERO: Any = sp.Piecewise((0, _Z < 0), (1, _Z > 0))


# ---- when ----------------------------------------------------------------------------------------
def _loss_of(kind: type[Any]) -> Any:
    """Return a `when` that finds a loss of the matrix itself; where examples are columns, of its transpose."""

    def when(goal: Adjoint, _context: object) -> Iterable[Bindings]:
        use, node = only_use(goal), goal.args[0]
        if use is None or not isinstance(use.expr, kind) or use.expr.predictions not in {node, transposed(node)}:
            return ()
        return (_bound(goal, use.expr.predictions, use.expr, is_turned=use.expr.predictions != node),)

    return when


def _bound(goal: Adjoint, A: sp.Basic, loss: Any, *, is_turned: bool) -> Bindings:
    return {
        "node": goal.args[0],
        "uses": goal.args[1],
        "names": goal.args[2],
        "A": A,
        "Y": loss.targets,
        "N": loss.count,
        "is_turned": sp.S(is_turned),
    }


def _after(kind: type[Any], is_activation: Any) -> Any:
    """Return a `when` that finds a loss of an activation of the matrix."""

    def when(goal: Adjoint, _context: object) -> Iterable[Bindings]:
        use = only_use(goal)
        if use is None or not isinstance(use.expr, kind) or not is_activation(use.expr.predictions, goal.args[0]):
            return ()
        predictions = use.expr.predictions
        straight = named(goal, predictions)
        A = straight if straight != predictions else transposed(named(goal, transposed(predictions)))
        is_turned = not isinstance(predictions, Map) and predictions.args[0] != goal.args[0]
        return (_bound(goal, A, use.expr, is_turned=is_turned),)

    return when


def _is_sigmoid(expr: sp.MatrixExpr, node: sp.MatrixExpr) -> bool:
    return isinstance(expr, Map) and expr.body == _SIGMOID and expr.inner == node


def _is_softmax(expr: sp.MatrixExpr, node: sp.MatrixExpr) -> bool:
    return isinstance(expr, SoftmaxRows) and expr.args[0] in {node, transposed(node)}


def _penalty(goal: Adjoint, _context: object) -> Iterable[Bindings]:
    use = only_use(goal)
    if use is None or not isinstance(use.expr, Penalty) or use.expr.args[1] != goal.args[0]:
        return ()
    return ({"node": goal.args[0], "uses": goal.args[1], "names": goal.args[2], "factor": use.expr.args[0]},)


# ---- right sides ---------------------------------------------------------------------------------
def _left(node: Term, uses: Term, names: Term, A: object, Y: object, N: object, is_turned: object) -> Term:  # noqa: ARG001
    return Adjoint(node, uses, names)


def _gap(A: Any, Y: Any) -> Term:
    return applied(plus, A, minus(Y))


def _entrywise(body: sp.Expr, A: Term) -> Term:
    return applied(elementwise, body, _Z, A)


def _row_sums(Y: Term) -> Term:
    """Return the matrix whose entries are the sums of the rows of Y: Y·1·1ᵀ."""
    columns = Y.args[0].shape[1]
    return applied(times, Y, sp.OneMatrix(columns, 1), sp.OneMatrix(1, columns))


SIGMOID_CROSS_ENTROPY = VectorRule(
    id="network.sigmoid_cross_entropy",
    name="sigmoid with binary cross-entropy",
    goal=Adjoint,
    when=_after(BinaryCrossEntropy, _is_sigmoid),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(divided(_gap(A, Y), N), is_turned),
    words="With a = σ(z) the loss −y ln a − (1 − y) ln(1 − a) has the slope a − y in z: the factor a(1 − a) of the sigmoid cancels the "
    "denominator of the loss.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "sign",
            lambda A, Y, N, is_turned: turned(divided(applied(plus, Y, minus(A)), N), is_turned),
            "The difference is prediction minus target: a − y.",
        ),
        Mistake(
            "factor-two",
            lambda A, Y, N, is_turned: turned(divided(_gap(A, Y), N, 2), is_turned),
            "There is no factor 2: that belongs to the squared error.",
        ),
    ),
    source=f"{_BISHOP}, sec. 4.3.2",
)

SOFTMAX_CROSS_ENTROPY = VectorRule(
    id="network.softmax_cross_entropy",
    name="softmax with cross-entropy",
    goal=Adjoint,
    when=_after(CrossEntropy, _is_softmax),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: RowSumsOne(
        turned(divided(applied(plus, applied(hadamard, A, _row_sums(Y)), minus(Y)), N), is_turned), Y
    ),
    words="In each row −Σ y ln a with a = softmax(z) has the slope a·Σy − y in z, and Σy = 1 where the targets of a row are probabilities.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 4.3.4",
)

CROSS_ENTROPY_LOGITS = VectorRule(
    id="network.cross_entropy_with_logits",
    name="cross-entropy of a softmax",
    goal=Adjoint,
    when=_loss_of(CrossEntropyWithLogits),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: RowSumsOne(
        turned(divided(applied(plus, applied(hadamard, applied(SoftmaxRows, A), _row_sums(Y)), minus(Y)), N), is_turned), Y
    ),
    words="In each row −Σ y (z − ln Σ e^z) has the slope softmax(z)·Σy − y, and Σy = 1 where the targets of a row are probabilities.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 4.3.4",
)

ROW_SUMS = VectorRule(
    id="network.row_sums",
    name="each row of targets sums to 1",
    goal=RowSumsOne,
    when=lambda goal, _context: ({"expr": goal.args[0], "Y": goal.args[1], "simpler": _with_row_sums_one(*goal.args)},),
    left=lambda expr, Y, simpler: RowSumsOne(expr, Y),
    right=lambda expr, Y, simpler: simpler,
    words="The targets of an example are probabilities: each row sums to 1.",
    holds=lambda expr, Y, simpler: (_sums_are_one(Y),),
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 4.3.4",
)


def _sums_are_one(Y: sp.MatrixExpr) -> sp.Rel:
    rows, columns = Y.shape
    if isinstance(Y, sp.Transpose):
        return sp.Eq(times(sp.OneMatrix(1, columns), Y.args[0]), sp.OneMatrix(1, rows))
    return sp.Eq(times(Y, sp.OneMatrix(columns, 1)), sp.OneMatrix(rows, 1))


def _with_row_sums_one(expr: sp.Expr, Y: sp.MatrixExpr) -> sp.Basic:
    """Return an expression in which Y·1 is 1; for the transpose of Y, 1ᵀ·Y is 1ᵀ."""
    before, after = (Y, sp.OneMatrix(Y.shape[1], 1)), sp.OneMatrix(Y.shape[0], 1)
    pair = (transposed(before[1]), transposed(before[0])) if isinstance(Y, sp.Transpose) else before
    one = transposed(after) if isinstance(Y, sp.Transpose) else after

    def walked(part: sp.Basic) -> sp.Basic:
        if isinstance(part, sp.MatAdd):
            return plus(*map(walked, part.args))
        if isinstance(part, sp.HadamardProduct):
            return hadamard(*map(walked, part.args))
        if not isinstance(part, sp.MatMul):
            return part
        factors = [walked(f) for f in part.args]
        for i in range(len(factors) - 1):
            if tuple(factors[i : i + 2]) == pair:
                factors[i : i + 2] = [one]
                break
        return times(*factors)

    return walked(expr)


SQUARED_ERROR = VectorRule(
    id="network.squared_error",
    name="squared error",
    goal=Adjoint,
    when=_loss_of(SquaredError),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(divided(_gap(A, Y), N, 2), is_turned),
    words="(a − y)² has the slope 2(a − y).",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-two", lambda A, Y, N, is_turned: turned(divided(_gap(A, Y), N), is_turned), "The factor 2 of the power rule is missing."
        ),
    ),
    source=f"{_BISHOP}, sec. 5.2",
)

BINARY = VectorRule(
    id="network.binary_cross_entropy",
    name="binary cross-entropy",
    goal=Adjoint,
    when=_loss_of(BinaryCrossEntropy),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(
        divided(applied(hadamard, _gap(A, Y), _entrywise(1 / (_Z * (1 - _Z)), A)), N), is_turned
    ),
    words="−y ln a − (1 − y) ln(1 − a) has the slope −y/a + (1 − y)/(1 − a) = (a − y)/(a(1 − a)).",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_GOODFELLOW}, sec. 6.2.2",
)

BINARY_LOGITS = VectorRule(
    id="network.binary_cross_entropy_with_logits",
    name="binary cross-entropy of a sigmoid",
    goal=Adjoint,
    when=_loss_of(BinaryCrossEntropyWithLogits),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(divided(_gap(_entrywise(_SIGMOID, A), Y), N), is_turned),
    words="The loss ln(1 + e^z) − y z has the slope σ(z) − y.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 4.3.2",
)

CROSS = VectorRule(
    id="network.cross_entropy",
    name="cross-entropy",
    goal=Adjoint,
    when=_loss_of(CrossEntropy),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(divided(applied(hadamard, Y, _entrywise(1 / _Z, A)), N, -1), is_turned),
    words="−y ln a has the slope −y/a.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 4.3.4",
)

HINGE = VectorRule(
    id="network.hinge",
    name="hinge loss",
    goal=Adjoint,
    when=_loss_of(Hinge),
    left=_left,
    right=lambda node, uses, names, A, Y, N, is_turned: turned(
        divided(applied(hadamard, Y, _entrywise(_ABOVE_ZERO, _margin(A, Y))), N, -1), is_turned
    ),
    words="The loss max(0, 1 − y a) has the slope −y where 1 − y a > 0, and 0 where it is below 0; at 0 there is a kink.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 7.1.2",
)


def _margin(A: Term, Y: Term) -> Term:
    return applied(plus, as_term(sp.OneMatrix(*Y.args[0].shape)), minus(applied(hadamard, Y, A)))


PENALTY = VectorRule(
    id="network.penalty",
    name="penalty on the weights",
    goal=Adjoint,
    when=_penalty,
    left=lambda node, uses, names, factor: Adjoint(node, uses, names),
    right=lambda node, uses, names, factor: applied(times, 2 * factor.args[0], node),
    words="The squares w² have the slopes 2w.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_BISHOP}, sec. 5.5",
)

LOSS_RULES = (
    SIGMOID_CROSS_ENTROPY,
    SOFTMAX_CROSS_ENTROPY,
    CROSS_ENTROPY_LOGITS,
    ROW_SUMS,
    SQUARED_ERROR,
    BINARY,
    BINARY_LOGITS,
    CROSS,
    HINGE,
    PENALTY,
)
