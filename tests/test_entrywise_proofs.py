"""Functions of every entry inside sums and products, proved for every size; at a kink there is no derivative and nothing is claimed."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.index_notation.kinks import vanishes_between_kinks
from symtutor.verdict import Status

x, y, z = sp.symbols("x y z")

RIGHT = (
    ("v^T sigmoid(W x + b)", "b", "v ∘ sigmoid(W x + b) ∘ (ones - sigmoid(W x + b))"),
    ("v^T tanh(W x + b)", "b", "v ∘ (ones - tanh(W x + b) ∘ tanh(W x + b))"),
    ("-y^T log(softmax(z))", "z", "sum(y) softmax(z) - y"),
    ("-t^T log(u)", "u", "-diag(u)^-1 t"),
)
WRONG = (
    ("v^T sigmoid(W x + b)", "b", "v ∘ sigmoid(W x + b)"),
    ("-y^T log(softmax(z))", "z", "softmax(z) - y"),
    ("-y^T log(softmax(z))", "z", "sum(y) softmax(z) + y"),
    ("-t^T log(u)", "u", "diag(u)^-1 t"),
)
ALL_PROVED = (
    ("v^T sigmoid(W x + b)", "W"),
    ("tr(G^T relu(Z))", "Z"),
    ("(1/2)||W_2 relu(W_1 x + b_1) + b_2 - y||^2", "W_1"),
    ("tr(G^T (A W + ones b^T))", "b"),
    ("sum(abs(w))", "w"),
)


@pytest.mark.parametrize("f, variable, answer", RIGHT)
def test_a_right_answer_is_proved_for_every_size(f: str, variable: str, answer: str) -> None:
    assert st.matrix_derivative(f, variable).check(answer).status is Status.CORRECT


@pytest.mark.parametrize("f, variable, answer", WRONG)
def test_a_wrong_answer_is_refuted(f: str, variable: str, answer: str) -> None:
    assert st.matrix_derivative(f, variable).check(answer).status is Status.INCORRECT


@pytest.mark.parametrize("f, variable", ALL_PROVED)
def test_every_step_is_proved(f: str, variable: str) -> None:
    assert st.matrix_derivative(f, variable).report.status is Status.CORRECT


def test_cases_are_told_apart_by_signs() -> None:
    step = sp.Piecewise((0, x < 0), (1, x > 0))
    assert vanishes_between_kinks(y * sp.Heaviside(x) - y * step)
    assert vanishes_between_kinks(sp.Abs(x) * sp.sign(x) - x)
    assert vanishes_between_kinks(sp.Max(x, y) + sp.Min(x, y) - x - y)
    assert vanishes_between_kinks(sp.Heaviside(2 * x) + sp.Heaviside(-x) - 1)


@pytest.mark.parametrize(
    "value",
    [
        sp.Heaviside(x) - sp.Heaviside(-x),
        sp.Heaviside(x) - 1,
        y * sp.Heaviside(x) - sp.Piecewise((0, x < 0), (z, x > 0)),
        sp.Heaviside(x - y) - sp.Heaviside(x),
        sp.Max(x, y) - x,
        sp.Piecewise((1, x <= 1), (0, True)) - sp.Heaviside(-x),
    ],
)
def test_what_differs_on_one_side_of_a_kink_is_not_zero(value: sp.Expr) -> None:
    assert not vanishes_between_kinks(value)


@pytest.mark.parametrize("f, variable", [("tr(inv(X ∘ exp(X)))", "X"), ("1/(1 + sum(softmax(B x))^2)", "x")])
def test_long_numbers_are_compared_by_digits_and_the_rest_is_proved(f: str, variable: str) -> None:
    assert st.matrix_derivative(f, variable).report.status is Status.CORRECT
