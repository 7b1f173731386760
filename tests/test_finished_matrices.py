"""Answers of matrix calculus are left as machine learning writes them: factors before brackets, entries collected, each step checked."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.algorithms.finishing import finished_form, length
from symtutor.matrix_algebra import elementwise, hadamard, plus, times, transposed
from symtutor.verdict import Status

n, z = sp.symbols("n z")
A, B = (sp.MatrixSymbol(name, n, n) for name in "AB")
x, y = (sp.MatrixSymbol(name, n, 1) for name in "xy")
SIGMA = 1 / (1 + sp.exp(-z))

ANSWERS = (
    ("-(t^T log(sigmoid(X w)) + (ones - t)^T log(ones - sigmoid(X w)))", "w", "Xᵀ·(σ(X·w) − t)"),
    ("(1/m) sum(log(1 + exp(X w)) - y ∘ (X w))", "w", "Xᵀ·(σ(X·w) − y)/m"),
    ("-y^T log(softmax(z))", "z", "(1ᵀ·y)·softmax(z) − y"),
    ("log(sum(exp(x)))", "x", "softmax(x)"),
    ("x^T A x", "x", "(A + Aᵀ)·x"),
    ("||A x - b||^2 + lambda ||x||^2", "x", "2Aᵀ·(A·x − b) + 2λ·x"),
    ("a^T X^T X b", "X", "X·(a·bᵀ + b·aᵀ)"),
    ("softmax(z)", "z", "diag(softmax(z)) − softmax(z)·softmax(z)ᵀ"),
)


@pytest.mark.parametrize("f, variable, answer", ANSWERS)
def test_an_answer_is_finished(f: str, variable: str, answer: str) -> None:
    solution = st.matrix_derivative(f, variable)
    assert f"Answer: {answer}\n" in str(solution)
    assert solution.report.status is Status.CORRECT
    assert solution.check(answer).status is Status.CORRECT  # and can be read back


@pytest.mark.parametrize(
    "expr, form",
    [
        (plus(times(A, x), times(B, x)), times(plus(A, B), x)),
        (plus(times(2, A, x), times(-2, A, y)), times(2, A, plus(x, times(-1, y)))),
        (plus(times(A, x), times(B, y)), None),
        (plus(hadamard(x, y), times(-1, hadamard(x, y)), x), x),
        (plus(hadamard(x, plus(x, y)), times(-1, hadamard(x, x))), hadamard(x, y)),
        (plus(elementwise(SIGMA, z, x), times(-1, hadamard(elementwise(SIGMA, z, x), y))), None),
        (plus(transposed(A), A), None),
    ],
)
def test_forms(expr: sp.MatrixExpr, form: sp.MatrixExpr | None) -> None:
    found = finished_form(expr)
    assert found == (expr if form is None else form)
    assert length(found) <= length(expr)


def test_a_constant_derivative_in_the_other_layout_is_proved() -> None:
    assert st.matrix_derivative("ones^T x", "x", layout="numerator").report.status is Status.CORRECT
