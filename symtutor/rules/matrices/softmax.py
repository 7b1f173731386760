"""Differentials of a softmax and of its logarithm: ds = (diag(s) − s·sᵀ)·dz, d ln s = dz − 1·sᵀ·dz, and row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.matrices import DifferentialOf, Softmax, SoftmaxRows
from symtutor.matrix_algebra import Map, diagonal, elementwise, hadamard, plus, times, transposed
from symtutor.rule import Bindings, Mistake
from symtutor.rules.matrices.linear_forms import applied, change, inside_of
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term

__all__ = ["SOFTMAXES"]

_BISHOP = "C. M. Bishop, Pattern Recognition and Machine Learning, Springer, 2006, sec. 4.3.4"
_Z = sp.Symbol("z")


def _inside_logarithm(kind: type[sp.MatrixExpr]) -> Any:
    """Return what finds the logarithm of every entry of a softmax."""

    def when(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
        expr, X = goal.args
        body, letter, inner = expr.args
        is_softmax: bool = isinstance(inner, kind)
        return ({"A": inner.args[0], "X": X},) if body == sp.log(letter) and is_softmax else ()

    return when


def _logarithm(softmax: Term) -> Term:
    return applied(elementwise, sp.log(_Z), _Z, softmax)


def _of_column(A: Term) -> Term:
    return applied(Softmax, A)


def _of_rows(A: Term) -> Term:
    return applied(SoftmaxRows, A)


def _less(one: Term, other: Term) -> Term:
    return applied(plus, one, applied(times, -1, other))


def _ones(A: Term, side: int) -> sp.MatrixExpr:
    return sp.OneMatrix(A.args[0].shape[side], 1)


def _mean_of_rows(A: Term, X: Term) -> Term:
    """Return, in every entry, the mean of the change in its row, weighted by the softmax: ((S ∘ dA)·1)·1ᵀ."""
    ones = _ones(A, 1)
    return applied(times, applied(hadamard, _of_rows(A), change(A, X)), ones, transposed(ones))


SOFTMAX = VectorRule(
    id="matrix.softmax",
    name="derivative of the softmax: ∂s_i/∂z_j = s_i·(δ_ij − s_j)",
    goal=DifferentialOf,
    heads=(Softmax,),
    when=inside_of,
    left=lambda A, X: DifferentialOf(_of_column(A), X),
    right=lambda A, X: applied(
        times, _less(applied(diagonal, _of_column(A)), applied(times, _of_column(A), applied(transposed, _of_column(A)))), change(A, X)
    ),
    words="Each entry s_i = e^(z_i)/Σ e^(z_k) depends on its own z_i above and on every z_j below: with s for the softmax, "
    "∂s_i/∂z_i = s_i·(1 − s_i), and ∂s_i/∂z_j = −s_i·s_j for j ≠ i. As a matrix this is diag(s) − s·sᵀ.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "diagonal-only",
            lambda A, X: applied(
                times,
                _less(applied(diagonal, _of_column(A)), applied(diagonal, applied(hadamard, _of_column(A), _of_column(A)))),
                change(A, X),
            ),
            "Only the diagonal s_i·(1 − s_i) was taken: every entry of a softmax depends on every z_j through the sum below, which gives "
            "−s_i·s_j beside the diagonal.",
        ),
        Mistake(
            "denominator-constant",
            lambda A, X: applied(times, applied(diagonal, _of_column(A)), change(A, X)),
            "The sum below depends on z too: −s·sᵀ is missing.",
        ),
    ),
    source=_BISHOP,
)

SOFTMAX_OF_ROWS = VectorRule(
    id="matrix.softmax_rows",
    name="derivative of the softmax of every row",
    goal=DifferentialOf,
    heads=(SoftmaxRows,),
    when=inside_of,
    left=lambda A, X: DifferentialOf(_of_rows(A), X),
    right=lambda A, X: applied(hadamard, _of_rows(A), _less(change(A, X), _mean_of_rows(A, X))),
    words="In each row ds_i = s_i·(dz_i − Σ s_k·dz_k): the change of an entry less the mean change of its row, weighted by the softmax.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "diagonal-only",
            lambda A, X: applied(hadamard, _of_rows(A), change(A, X)),
            "The sum below every entry changes too: the mean change of the row is missing.",
        ),
    ),
    source=_BISHOP,
)

LOG_SOFTMAX = VectorRule(
    id="matrix.log_softmax",
    name="derivative of ln softmax: ln s_i = z_i − ln Σ e^(z_k)",
    goal=DifferentialOf,
    heads=(Map,),
    when=_inside_logarithm(Softmax),
    left=lambda A, X: DifferentialOf(_logarithm(_of_column(A)), X),
    right=lambda A, X: _less(change(A, X), applied(times, _ones(A, 0), applied(transposed, _of_column(A)), change(A, X))),
    words="The logarithm undoes the exponential: ln s_i = z_i − ln Σ e^(z_k), and the sum changes by Σ s_k·dz_k after the logarithm.",
    cost=0,
    commit=True,
    mistakes=(Mistake("no-sum", lambda A, X: change(A, X), "ln Σ e^(z_k) changes too: 1·sᵀ·dz is missing."),),
    source=_BISHOP,
)

LOG_SOFTMAX_OF_ROWS = VectorRule(
    id="matrix.log_softmax_rows",
    name="derivative of ln softmax in every row",
    goal=DifferentialOf,
    heads=(Map,),
    when=_inside_logarithm(SoftmaxRows),
    left=lambda A, X: DifferentialOf(_logarithm(_of_rows(A)), X),
    right=lambda A, X: _less(change(A, X), _mean_of_rows(A, X)),
    words="In each row ln s_i = z_i − ln Σ e^(z_k): the change of an entry less the mean change of its row, weighted by the softmax.",
    cost=0,
    commit=True,
    mistakes=(Mistake("no-sum", lambda A, X: change(A, X), "ln Σ e^(z_k) changes too: the mean change of the row is missing."),),
    source=_BISHOP,
)

SOFTMAXES = (SOFTMAX, SOFTMAX_OF_ROWS, LOG_SOFTMAX, LOG_SOFTMAX_OF_ROWS)
