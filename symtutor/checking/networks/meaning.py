"""What the gradient in one matrix of a network means, judged for matrices of every size by the meaning of matrix derivatives.

The change of the loss by one use Z = F(V) of a matrix V is tr(Z̄ᵀ dF), so that
the gradient in V is that of Σ tr(Z̄ᵀ F(V)) with each Z̄ held constant; by the
chain rule these local facts are all that backpropagation rests on.  Sizes are
letters in the proof: it is found once for each kind of layer.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.checking.networks.whole import judge_backpropagation
from symtutor.goals.core import Goal
from symtutor.goals.matrices import MatrixDerivative, Transposed
from symtutor.goals.networks import Adjoint, Backpropagation, CrossEntropy, CrossEntropyWithLogits, Shift, spelled_out
from symtutor.matrix_algebra import hadamard, is_matrix, plus, times, trace, transposed
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_network_goal"]

_BY_ROWS = (CrossEntropy, CrossEntropyWithLogits)


def judge_network_goal(goal: Goal, claimed: Any) -> Verdict:
    """Return whether a claimed value answers a goal of backpropagation.

    Parameters
    ----------
    goal : Goal
        A closed goal of `symtutor.goals.networks`.
    claimed : MatrixExpr or Tuple
        The value that a rule gave.

    Returns
    -------
    Verdict
        "correct" where it is proved for matrices of every size.
    """
    if isinstance(goal, Backpropagation):
        return judge_backpropagation(goal, claimed)
    if isinstance(goal, Adjoint):
        return _judge_adjoint(goal, claimed)
    return _judge_row_sums(goal, claimed)


def _judge_adjoint(goal: Any, claimed: Any) -> Verdict:
    node, uses, names = goal.args
    if claimed.shape != node.shape:
        shapes = tuple(" × ".join(map(str, m.shape)) for m in (claimed, node))
        return Verdict(Status.INCORRECT, Witness({}, f"a matrix of shape {shapes[0]}", f"one of shape {shapes[1]}", ("", ""), 0))
    meant = {name: expr for name, expr in names if not any(use[1].has(name) for use in uses)}  # what a use takes is held constant
    total = _total([(gradient, expr) for gradient, expr, _ in uses])
    found = _with_row_sums([expr for _, expr, _ in uses], claimed).xreplace(meant)
    total, found, variable = _in_letters(spelled_out(total), spelled_out(found), node)
    return judge_matrix_goal(MatrixDerivative(total, variable), found)


def _total(uses: list[tuple[Any, Any]]) -> Any:
    """Return Σ tr(Z̄ᵀ F) over the uses; a part of the loss itself counts as it is."""
    return sp.Add(*[trace(times(transposed(gradient), expr)) if is_matrix(expr) else expr for gradient, expr in uses])


def _with_row_sums(exprs: list[Any], claimed: Any) -> Any:
    """Return a claimed gradient that holds for targets of any sum, equal to the claimed one where rows of targets sum to 1.

    Each term without the targets is multiplied by the sum of its row of targets.
    """
    losses = [e for e in exprs if isinstance(e, _BY_ROWS)]
    if len(exprs) != 1 or not losses:
        return claimed
    targets: Any = losses[0].targets
    is_turned = isinstance(targets, sp.Transpose)
    Y = targets.args[0] if is_turned else targets
    rows, columns = Y.shape
    ones = (sp.OneMatrix(rows, 1), sp.OneMatrix(1, rows), Y) if is_turned else (Y, sp.OneMatrix(columns, 1), sp.OneMatrix(1, columns))
    terms = claimed.args if isinstance(claimed, sp.MatAdd) else (claimed,)
    opened = [part for term in terms for part in _distributed(term)]
    return plus(*[term if term.has(Y) else hadamard(term, times(*ones)) for term in opened])


def _distributed(term: sp.Expr) -> list[sp.Basic]:
    """Return the terms of a number times a sum."""
    if isinstance(term, sp.MatMul) and len(term.args) == 2 and isinstance(term.args[1], sp.MatAdd):
        number, inner = term.args
        return [times(number, part) for part in inner.args]
    return [term]


def _judge_row_sums(goal: Any, claimed: sp.Expr) -> Verdict:
    expr, targets = goal.args
    loss = CrossEntropy(expr, targets, sp.S.One)
    general = _with_row_sums([loss], claimed)
    wanted, found, _ = _in_letters(spelled_out(expr), spelled_out(general), None)
    if is_proved_for_all_sizes(Transposed(wanted), transposed(found)):
        return Verdict(Status.CORRECT, Proof("index notation, where each row of targets sums to 1, for matrices of every size"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "no proof for every size"))


def _in_letters(left: Any, right: Any, variable: Any) -> tuple[Any, Any, Any]:
    """Return two expressions with sizes and names by their order, so that like layers of other widths are one case.

    A number that is a size becomes a letter; equal sizes become equal letters, and 1 stays.
    """
    symbols: dict[Any, None] = {}
    for expr in (left, right):
        for part in sp.preorder_traversal(expr):
            if isinstance(part, sp.MatrixSymbol):
                symbols.setdefault(part)
    if variable is not None:
        symbols.setdefault(variable)
    sizes: dict[sp.Basic, sp.Expr] = {}

    def size(given: Any) -> Any:
        return given if given == 1 else sizes.setdefault(given, sp.Symbol(f"n{len(sizes)}"))

    letters = {s: type(s)(f"X{k}", *map(size, s.shape[: 1 if len(s.args) == 2 else 2])) for k, s in enumerate(symbols)}
    return _resized(left, letters, size), _resized(right, letters, size), letters.get(variable)


def _resized(expr: Any, letters: dict[sp.Basic, sp.Basic], size: Any) -> Any:
    if expr in letters:
        return letters[expr]
    if isinstance(expr, sp.OneMatrix | sp.ZeroMatrix):
        return expr.func(*map(size, expr.shape))
    if isinstance(expr, Shift):
        return Shift(expr.first, *(size(n) for n in expr.shape))
    if isinstance(expr, sp.Identity):
        return expr.func(size(expr.shape[0]))
    if not isinstance(expr, sp.Basic) or not expr.has(sp.MatrixExpr):
        return expr
    args = [_resized(a, letters, size) for a in expr.args]
    return expr.func(*args, evaluate=False) if isinstance(expr, sp.MatMul | sp.MatAdd) else expr.func(*args)
