"""A softmax keeps its name in matrix calculus: in lines, in answers and in mistakes; functions one after the other are one function."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError
from symtutor.goals.matrices import Softmax
from symtutor.matrix_algebra import Map, elementwise
from symtutor.verdict import Status

z = sp.Symbol("z")


def test_functions_one_after_the_other_are_one() -> None:
    A = sp.MatrixSymbol("A", 2, 3)
    assert elementwise(sp.log(z), z, elementwise(1 + sp.exp(z), z, A)) == Map(sp.log(1 + sp.exp(z)), z, A)


@pytest.mark.parametrize(
    "f, variable, answer",
    [
        ("softmax(z)", "z", "diag(softmax(z)) - softmax(z) softmax(z)^T"),
        ("a^T softmax(W x)", "x", "W^T (diag(softmax(W x)) - softmax(W x) softmax(W x)^T) a"),
        ("-y^T log(softmax(z))", "z", "sum(y) softmax(z) - y"),
        ("tr(G^T softmax(Z))", "Z", "softmax(Z) ∘ (G - (softmax(Z) ∘ G) ones ones^T)"),
        ("-sum(Y ∘ log(softmax(Z)))", "Z", "softmax(Z) ∘ (Y ones ones^T) - Y"),
        ("softmax(Q K^T) V", "V", "I ⊗ softmax(Q K^T)"),
    ],
)
def test_derivatives_of_a_softmax_are_proved_and_named(f: str, variable: str, answer: str) -> None:
    solution = st.matrix_derivative(f, variable)
    assert solution.report.status is Status.CORRECT
    assert solution.check(answer).status is Status.CORRECT
    assert "softmax(" in str(solution).partition("Answer:")[2]
    assert "e^" not in str(solution).replace("ln Σ e^(z_k)", "")  # but for the reason
    assert not solution.answer.has(Softmax)  # an answer holds SymPy's nodes and entrywise functions


def test_a_diagonal_alone_is_the_mistake_of_a_softmax() -> None:
    solution = st.matrix_derivative("softmax(z)", "z")
    verdict = solution.check("diag(softmax(z) ∘ (ones - softmax(z)))")
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake == "matrix.softmax/diagonal-only"
    assert solution.check("diag(softmax(z))").mistake == "matrix.softmax/denominator-constant"


def test_a_sigmoid_keeps_its_name_where_it_was_typed() -> None:
    text = str(st.matrix_derivative("v^T sigmoid(X w)", "w"))
    assert "σ(X·w)" in text
    assert "σ(X·w) ∘ (1 − σ(X·w))" in text or "(1 − σ(X·w)) ∘ σ(X·w)" in text
    assert "Answer: −Xᵀ·σ(X·w)" in str(st.matrix_derivative("sum(log(ones - sigmoid(X w)))", "w"))


@pytest.mark.parametrize("sign", ["", "-"])
def test_logarithms_of_sigmoids_are_proved_for_every_size(sign: str) -> None:
    f = f"{sign}(t^T log(sigmoid(X w)) + (ones - t)^T log(ones - sigmoid(X w)))"
    solution = st.matrix_derivative(f, "w")
    assert solution.report.status is Status.CORRECT
    right, wrong = ("X^T (sigmoid(X w) - t)", "X^T (t - sigmoid(X w))")[:: 1 if sign else -1]
    assert solution.check(right).status is Status.CORRECT
    assert solution.check(wrong).status is Status.INCORRECT


@pytest.mark.parametrize(
    "f, variable, expected",
    [
        ("-y^T ln(softmax(z))", "z", "softmax(z) - y"),
        ("-y^T ln(softmax(W x + b))", "W", "(softmax(W x + b) - y) x^T"),
        ("-sum(y ∘ ln(softmax(X^T w)))", "w", "X (softmax(X^T w) - y)"),
    ],
)
def test_one_hot_labels_leave_no_sum_of_labels(f: str, variable: str, expected: str) -> None:
    solution = st.matrix_derivative(f, variable, shapes={"y": "one-hot"})
    assert solution.report.status is Status.CORRECT
    assert "whose entries sum to 1" in str(solution)
    assert solution.check(expected).status is Status.CORRECT
    assert st.matrix_derivative(f, variable).check(expected).status is Status.INCORRECT  # of any column it is not true
    assert st.Solution.from_json(solution.json()).check(expected).status is Status.CORRECT


@pytest.mark.parametrize(
    "f, answer, wrong",
    [("-ln(y^T softmax(z))", "softmax(z) - y", "softmax(z) + y"), ("-y^T ln(softmax(z))", "softmax(z) (y^T y) - y", "softmax(z) - 2y")],
)
def test_what_holds_for_one_hot_labels_alone_is_not_refuted(f: str, answer: str, wrong: str) -> None:
    labels, probabilities = (st.matrix_derivative(f, "z", shapes={"y": kind}) for kind in ("one-hot", "probabilities"))
    assert labels.check(answer).status is not Status.INCORRECT
    assert labels.check(wrong).status is Status.INCORRECT
    assert probabilities.check(answer).status is Status.INCORRECT  # yᵀy is 1 of no others


def test_a_division_by_a_sum_that_is_zero_is_refused() -> None:
    with pytest.raises(InputError, match="divided by 0"):
        st.matrix_derivative("z^T z/(ones^T y - 1)", "z", shapes={"y": "one-hot"})


def test_rows_that_sum_to_one_and_their_limits() -> None:
    solution = st.matrix_derivative("-1/N sum(Y ∘ ln(softmax(X W)))", "W", shapes={"Y": "one-hot", "N": ()})
    assert solution.report.status is Status.CORRECT
    assert solution.check("1/N X^T (softmax(X W) - Y)").status is Status.CORRECT
    assert solution.check("1/N X^T (softmax(X W) - 2Y)").status is Status.INCORRECT
    with pytest.raises(InputError, match="sum to 1"):
        st.matrix_derivative("sum(Y ∘ Y)", "Y", shapes={"Y": "one-hot"})


@pytest.mark.parametrize(
    "f, variable, right, wrong",
    [
        ("-y^T ln(softmax(z))", "z", ("softmax(z) (y^T y) - y", "softmax(z) - y ∘ y"), "softmax(z) - 2 y ∘ y"),
        ("x^T y y^T x", "x", ("2 (y ∘ x)", "2 diag(y) x"), "2 x"),
        ("sum(Y ∘ Y ∘ (X W))", "W", ("X^T Y",), "2 X^T Y"),
        ("tr(W^T Y^T Y W)", "W", ("2 diag(Y^T 1) W",), "2 W"),
    ],
)
def test_one_entry_of_a_one_hot_row_is_1_and_the_others_are_0(f: str, variable: str, right: tuple[str, ...], wrong: str) -> None:
    labels = "Y" if "Y" in f else "y"
    asked = st.matrix_derivative(f, variable, shapes={labels: "one-hot"})
    assert all("every size" in asked.check(answer).explanation for answer in right)
    assert asked.check(wrong).status is Status.INCORRECT
    free = st.matrix_derivative(f, variable, shapes={labels: "probabilities"})
    assert free.check(right[-1]).status is Status.INCORRECT
