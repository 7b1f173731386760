"""Numpy functions for derivatives of matrix calculus: called by the names of their letters, or with arrays of their own."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import symtutor as st
from symtutor.verdict import Status

A, b = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]]), np.array([1.0, 0.0, 2.0])


def soft(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


@pytest.mark.parametrize(
    "function, problem, letter",
    [
        (lambda x: 2 * A.T @ (A @ x - b), "||A x - b||^2", "x"),
        (lambda b, A, x: 2 * A.T @ (A @ x - b), "(A x - b)^T (A x - b)", "x"),
        (lambda x, A, b: 2 * np.outer(A @ x - b, x), "||A x - b||^2", "A"),
        (lambda X, w, y: 2 / len(y) * X.T @ (X @ w - y), "mean((X w - y)^2)", "w"),
        (lambda w, X, y, lam: 2 * X.T @ (X @ w - y) + 2 * lam * w, "||X w - y||^2 + lambda ||w||^2", "w"),
        (lambda z, y: soft(z) - y, "log(sum(exp(z))) - y^T z", "z"),
        (lambda z: np.diag(soft(z)) - np.outer(soft(z), soft(z)), "softmax(z)", "z"),
        (lambda X: np.linalg.inv(X).T, "log det X", "X"),
    ],
)
def test_right_functions_of_arrays(function: Callable[..., Any], problem: str, letter: str) -> None:
    found = st.check_gradient(function, st.matrix_derivative(problem, letter))
    assert (found.status, found.mistake) == (Status.CORRECT, None)


@pytest.mark.parametrize(
    "function, problem, letter, mistake",
    [
        (lambda x: A.T @ (A @ x - b), "||A x - b||^2", "x", "half"),
        (lambda x: 2 * A.T @ (b - A @ x), "||A x - b||^2", "x", "sign"),
        (lambda x, A, b: 2 * np.outer(x, A @ x - b), "||A x - b||^2", "A", "transposed"),
        (lambda X, w, y: 2 * X.T @ (X @ w - y), "mean((X w - y)^2)", "w", "sum-for-mean"),
        (lambda X, w, y: X.T @ (X @ w - y) / len(y), "1/2 ||X w - y||^2", "w", "mean-for-sum"),
        (lambda X: np.linalg.inv(X), "log det X", "X", "transposed"),
    ],
)
def test_wrong_functions_of_arrays_are_named(function: Callable[..., Any], problem: str, letter: str, mistake: str) -> None:
    found = st.check_gradient(function, problem, letter)
    assert (found.status, found.mistake) == (Status.INCORRECT, f"gradient/{mistake}")


def test_softmax_without_what_stands_beside_the_diagonal_is_named() -> None:
    found = st.check_gradient(lambda z: np.diag(soft(z) * (1 - soft(z))), st.matrix_derivative("softmax(z)", "z"))
    assert found.mistake == "gradient/diagonal-only"


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda x, q: 2 * x * q, "takes q"),
        (lambda x: 2 * A.T @ A @ x, "no array for B"),
        (lambda x, B, c: 1 / 0, "stopped with ZeroDivisionError"),
        (lambda x, B, c: np.ones((7, 7)), "returned an array of shape"),
    ],
)
def test_functions_that_cannot_be_called_are_told(function: Callable[..., Any], words: str) -> None:
    with pytest.raises(st.InputError, match=words):
        st.check_gradient(function, "||B x - c||^2")
