"""Matrix calculus asked for by check and equivalent: in words, in signs, and as an equality of matrices."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

import symtutor as st
from symtutor.training import two_circles
from symtutor.verdict import Status


@pytest.mark.parametrize(
    "question, answer",
    [
        ("gradient of x^T A x", "(A + A^T) x"),
        ("gradient of ||y - X w||^2", "2 X^T(X w - y)"),
        ("derivative of x^T A x with respect to x", "(A + A')x"),
        ("∂/∂W of ||X W - Y||_F^2", "2X'(X W - Y)"),
        ("gradient of tr(A X) in X", "A'"),
        ("d/dX log det X", "X^-T"),
        ("hessian of x^T A x", "A + A^T"),
        ("∂(x^T A x)/∂x", "(A + A')x"),
        (r"\frac{\partial}{\partial \mathbf{w}} \|X w - y\|^2", "2X'(Xw - y)"),
        (r"\frac{\partial x^T A x}{\partial x}", "(A + A')x"),
        (r"\nabla_x x^T A x", "(A + A^T)x"),
        ("jacobian of softmax(z)", "diag(softmax(z)) - softmax(z) softmax(z)^T"),
    ],
)
def test_a_question_of_matrix_calculus_is_judged(question: str, answer: str) -> None:
    assert st.check(question, answer).status is Status.CORRECT


def test_a_mistake_in_it_is_named() -> None:
    assert st.check("gradient of x^T A x", "2 A x").mistake == "matrix.product/as-symmetric"


def test_which_letter_varies_is_asked_where_several_may() -> None:
    with pytest.raises(st.InputError, match="in which of"):
        st.check("gradient of w^T x", "x")
    assert st.check("gradient of w^T x with respect to w", "x").status is Status.CORRECT


@pytest.mark.parametrize(
    "a, b, status",
    [
        ("x^T A y", "y^T A^T x", "correct"),
        ("x^T A y", "x^T A^T y", "incorrect"),
        ("(A B)^T", "B^T A^T", "correct"),
        ("(A B)^T", "A^T B^T", "incorrect"),
        ("||X w||^2", "w'X'X w", "correct"),
        ("tr(A^T B)", "sum(A ∘ B)", "correct"),
        ("(A + B)^-1 tr(A)", "tr(A) A^-1 + tr(A) B^-1", "incorrect"),
        ("x^T", "x", "incorrect"),
    ],
)
def test_matrices_are_the_same_at_every_size_or_not(a: str, b: str, status: str) -> None:
    assert st.equivalent(a, b).status.value == status


@pytest.mark.parametrize("count", [None, [], float("nan"), True, 3])
def test_circles_need_an_even_number_of_points(count: object) -> None:
    with pytest.raises(st.InputError, match="even number"):
        two_circles(count)  # type: ignore[arg-type]


@pytest.mark.parametrize("penalty", [float("nan"), float("inf"), -1, True])
def test_a_penalty_is_a_number_of_zero_or_more(penalty: float) -> None:
    with pytest.raises(st.InputError, match="penalty"):
        st.Network((2, 1), ("relu",), "mean squared error", l2=penalty)


@pytest.mark.parametrize(
    "f, X, given, value",
    [
        ("||x||", "x", {"x": [3.0, 4.0]}, [[0.6], [0.8]]),
        ("||x - b||_1", "x", {"x": [1.0, 2.0], "b": [2.0, 1.0]}, [[-1.0], [1.0]]),
        ("det X", "X", {"X": [[1.0, 2.0], [3.0, 4.0]]}, [[4.0, -3.0], [-2.0, 1.0]]),
        ("x^T A x", "x", {"x": [1.0, 2.0], "A": [[1.0, 2.0], [3.0, 4.0]]}, [[12.0], [21.0]]),
        ("t x'x", "x", {"x": [1.0, 2.0], "t": 3.0}, [[6.0], [12.0]]),
        ("1^T X 1", "X", {"X": [[1.0, 2.0, 3.0]]}, [[1.0, 1.0, 1.0]]),  # its size is that of X, which is not in the answer
        ("A X", "X", {"A": [[2.0]], "X": [[1.0, 2.0]]}, [[2.0, 0.0], [0.0, 2.0]]),
        ("lambda x'x", "x", {"lamda": 3.0, "x": [1.0]}, [[6.0]]),
    ],
)
def test_a_derivative_is_a_function_of_arrays(f: str, X: str, given: dict[str, Any], value: list[list[float]]) -> None:
    function = st.matrix_derivative(f, X, shapes={"t": ()} if "t" in given else None).function()
    found = function(**given)
    assert found.shape == np.shape(value)
    np.testing.assert_allclose(found, value)
    assert [*inspect.signature(function).parameters] == sorted(given)


def test_arrays_whose_sizes_do_not_fit_are_told() -> None:
    with pytest.raises(st.InputError, match="A has the shape"):
        st.matrix_derivative("x^T A x", "x").function()(A=[[1, 2, 3], [4, 5, 6]], x=[1, 2, 3])


def test_a_kronecker_product_may_be_called() -> None:
    assert st.matrix_derivative("A X B", "X").check("kron(B^T, A)").status is Status.CORRECT
    assert st.matrix_derivative("A X B", "X").check("A ⊗ B^T").mistake == "matrix.answer/exchanged"


@pytest.mark.parametrize(
    "question, right, wrong",
    [
        ("gradient of sum(relu(W x + b)) in W", "relu'(W x + b) x^T", "relu'(W x + b)"),
        ("jacobian of tanh(W x + b) in x", "diag(1 - tanh(W x + b)^2) W", "W"),
    ],
)
def test_functions_of_entries_are_questions_of_matrices(question: str, right: str, wrong: str) -> None:
    assert st.check(question, right).status is Status.CORRECT
    assert st.check(question, wrong).status is Status.INCORRECT
