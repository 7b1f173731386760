"""Wrong answers of matrix calculus, and the names that are given to the mistakes in them."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.diagnosing.matrix_answers import judge_matrix_answer
from symtutor.rules import BOOK
from symtutor.verdict import Status
from tests.matrix_questions import QUESTIONS, Question, misjudged

SQUARE = {"A": ("n", "n"), "X": ("n", "n")}

NAMED: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    # what is differentiated, in what, the answer, the mistake
    ("||A x - b||^2", "x", "A'(Ax - b)", "matrix.squared_norm/no-factor", {}),  # the factor 2 is missing
    ("||A x - b||^2", "x", "2(Ax - b)'A", "matrix.answer/other-layout", {}),
    ("||A x - b||^2", "x", "-2A'(Ax - b)", "matrix.answer/sign", {}),
    ("||A x - b||^2", "x", "2A'A x", "matrix.answer/term-left-out", {}),
    ("||A x - b||^2", "x", "2A'(Ax + b)", "matrix.answer/sign-of-a-term", {}),
    ("(1/2)||A x - b||^2", "x", "2A'(Ax - b)", "matrix.answer/factor", {}),
    ("x'A x", "x", "2A x", "matrix.product/as-symmetric", {}),  # A + A for A + Aᵀ
    ("x'A x", "x", "A x", "matrix.product/first-factor-only", {}),
    ("x'A x", "x", "A'x", "matrix.product/last-factor-only", {}),
    ("tr(A X B)", "X", "B A", "matrix.read_off/transposed", SQUARE),
    ("tr(A X B)", "X", "B'A'", "matrix.answer/exchanged", SQUARE),  # the order of a product
    ("tr(A X B)", "X", "A'B", "matrix.answer/factor-transposed", SQUARE),
    ("tr(A X^2)", "X", "X'A' + X A", "matrix.answer/mixed-layout", SQUARE),
    ("ln det X", "X", "X^-1", "matrix.read_off/transposed", {}),
    ("A x", "x", "A'", "matrix.read_off_matrix/transposed", {}),
    ("ln(x'x)", "x", "x/(x'x)", "matrix.squared_norm/no-factor", {}),
    ("sum(exp(A x))", "x", "exp(A x)", "matrix.answer/factor-left-out", {}),  # a term of the chain rule
    ("tr(X^k)", "X", "(X')^(k-1)", "matrix.trace_of_power/no-factor", {}),
    ("tr(X^k)", "X", "k X^(k-1)", "matrix.read_off/transposed", {}),
    ("tr(inv(X) A)", "X", "(X^-1 A X^-1)'", "matrix.inverse/no-minus", {}),
    ("(1/2)||W relu(x + b) - y||^2", "b", "W'(W relu(x + b) - y)", "matrix.map/no-derivative", {}),  # the derivative of the activation
    ("||X W + 1 b' - Y||_F^2", "b", "(X W + 1 b' - Y)' 1", "matrix.squared_norm/no-factor", {}),
    ("-y'log(softmax(z))", "z", "softmax(z) - y", "matrix.answer/sums-to-one", {}),  # with one-hot targets alone
    ("-sum(Y ∘ log(softmax(X W)))", "W", "X'(softmax(X W) - Y)", "matrix.answer/sums-to-one", {}),
    ("1/2 x'S x - b'x", "x", "2 S x - b", "matrix.answer/factor-of-a-term", {"S": "symmetric"}),
)


@pytest.mark.parametrize("f, x, answer, mistake, shapes", NAMED, ids=[f"{f} gives {answer}" for f, _, answer, *_ in NAMED])
def test_a_mistake_has_its_name(f: str, x: str, answer: str, mistake: str, shapes: dict[str, Any]) -> None:
    verdict = st.matrix_derivative(f, x, shapes=shapes).check(answer)
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake == mistake
    assert verdict.explanation


WRONG_ON_ONE_SIDE_OF_A_KINK = (("||w||_1", "ones"), ("||w||_1", "w"), ("sum(relu(w))", "ones"), ("sum(relu(w) ∘ relu(w))", "2w"))


@pytest.mark.parametrize("f, answer", WRONG_ON_ONE_SIDE_OF_A_KINK)
def test_an_answer_that_is_right_for_positive_entries_alone_is_refuted(f: str, answer: str) -> None:
    assert st.matrix_derivative(f, "w").check(answer).status is Status.INCORRECT


def test_a_wrong_answer_in_the_other_layout_is_refuted() -> None:
    solution = st.matrix_derivative("x'A x", "x", "numerator")
    assert solution.check("x'(A + A')").status is Status.CORRECT
    assert solution.check("2x'A").status is Status.INCORRECT


RIGHT: tuple[tuple[str, str, str], ...] = (
    ("||A x - b||^2", "x", "2A'A x - 2A'b"),
    ("x'A x", "x", "(A + A')x"),
    ("ln(x'x)", "x", "2x/||x||^2"),
    ("softmax(x)", "x", "diag(softmax(x)) - softmax(x) softmax(x)'"),
    ("sum(softplus(A x))", "x", "A' sigmoid(A x)"),
    ("logsumexp(x)", "x", "softmax(x)"),
    ("tr(X^k)", "X", "k (X^(k-1))'"),
    ("ln det(X'X)", "X", "2X inv(X'X)"),
    ("||Y||_F^2", "Y", "2Y"),
    ("sum(Y ∘ Y ∘ A)", "Y", "2 A ∘ Y"),
    ("||X W + 1 b' - Y||_F^2", "b", "2 (X W + 1 b' - Y)' 1"),
    ("-y' log(softmax(z))", "z", "softmax(z) (y' 1) - y"),
    ("||w||_1", "w", "sign(w)"),
)


@pytest.mark.parametrize("f, x, answer", RIGHT, ids=[f"{f} gives {answer}" for f, _, answer in RIGHT])
def test_a_right_answer_in_another_form_is_right_for_every_size(f: str, x: str, answer: str) -> None:
    verdict = st.matrix_derivative(f, x).check(answer)
    assert verdict.status is Status.CORRECT
    assert verdict.mistake is None
    assert "every size" in verdict.explanation


def test_a_wrong_answer_without_a_name_gets_none() -> None:
    verdict = st.matrix_derivative("ln(x'x)", "x").check("2x")
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake is None
    assert "with x = 2 your answer is 4, and 1 is right" in verdict.explanation


def test_mistakes_of_a_differential() -> None:
    solution = st.matrix_differential("inv(X)", "X")
    assert solution.check("X^-1 dX X^-1").mistake == "matrix.inverse/no-minus"
    assert solution.check("-X^-1 X^-1 dX").mistake == "matrix.inverse/as-of-numbers"
    assert solution.check("-X^-1 dX inv(X)'").mistake == "matrix.answer/factor-transposed"
    assert st.matrix_differential("tr(X'X)", "X").check("tr(dX' X)").mistake == "matrix.squared_norm/no-factor"


def test_a_wrong_shape_is_told() -> None:
    solution = st.matrix_derivative("||A x - b||^2", "x")
    verdict = judge_matrix_answer(solution.problem, solution.derivation, sp.Integer(3), BOOK)
    assert verdict.explanation == "The answer has the shape of a number, and the shape n × 1 was expected."


SYMMETRIC: tuple[tuple[str, dict[str, Any], tuple[str, ...], tuple[tuple[str, str | None], ...]], ...] = (
    # what is differentiated in S, shapes, right answers, wrong ones with the mistake
    ("ln det S", {}, ("S^-1", "S^-T", "2 S^-1 - I ∘ S^-1"), (("-S^-1", "matrix.answer/sign"),)),
    (
        "tr(A S)",
        {},
        ("(A + A')/2", "A + A' - I ∘ A"),
        (("A'", "matrix.read_off_symmetric/as-free"), ("A + A'", "matrix.answer/factor"), ("A", None)),
    ),
    (
        "-1/2 ln det S - 1/2 (x - m)' S^-1 (x - m)",
        {"m": "n"},
        ("1/2 S^-1 (x - m)(x - m)' S^-1 - 1/2 S^-1",),
        (("-1/2 S^-1 (x - m)(x - m)' S^-1 - 1/2 S^-1", "matrix.inverse/no-minus"),),
    ),
)


@pytest.mark.parametrize("f, shapes, right, wrong", SYMMETRIC, ids=[row[0] for row in SYMMETRIC])
def test_the_gradient_in_a_symmetric_matrix_is_symmetric(f: str, shapes: Any, right: Any, wrong: Any) -> None:
    solution = st.matrix_derivative(f, "S", shapes={"S": "symmetric", **shapes})
    assert solution.report.status is Status.CORRECT
    assert all(solution.check(answer).status is Status.CORRECT for answer in right)
    for answer, mistake in wrong:
        verdict = solution.check(answer)
        assert (verdict.status, verdict.mistake) == (Status.INCORRECT, mistake)


def test_the_jacobian_in_a_symmetric_matrix_is_refused() -> None:
    with pytest.raises(st.InputError, match="symmetric"):
        st.matrix_derivative("A S", "S", shapes={"S": "symmetric"})


JACOBIANS = (
    ("diag(x) A x", "x", "diag(A x) + diag(x) A"),
    ("A diag(x) b", "x", "A diag(b)"),
    ("b' diag(x) A", "x", "A' diag(b)"),
    ("vec(A X B)", "X", "B' ⊗ A"),
    ("log det(2 A X)", "X", "X^-T"),
    ("sum(log(1 + exp(-y ∘ (X w))))", "w", "-X' (y ∘ sigmoid(-y ∘ (X w)))"),
    ("sum(tanh(W x))", "x", "4 W' (sigmoid(2 W x) ∘ sigmoid(-2 W x))"),
)


@pytest.mark.parametrize("f, x, answer", JACOBIANS, ids=[row[0] for row in JACOBIANS])
def test_diagonals_columns_and_functions_of_multiples_are_proved(f: str, x: str, answer: str) -> None:
    solution = st.matrix_derivative(f, x, shapes={"A": ("n", "n")} if "det" in f else None)
    assert solution.report.status is Status.CORRECT
    assert solution.check(answer).status is Status.CORRECT


def test_the_jacobian_of_a_diagonal_between_matrices_is_proved() -> None:
    solution = st.matrix_derivative("A diag(x) B", "x")
    assert solution.report.status is Status.CORRECT
    assert "Bᵀ ∗ A" in str(solution)


@pytest.mark.parametrize("question", QUESTIONS[::5], ids=[q.f for q in QUESTIONS[::5]])
def test_answers_to_questions_that_people_ask_are_judged_rightly(question: Question) -> None:
    assert misjudged(question) == []


def test_the_right_answer_as_a_row_is_told_as_that() -> None:
    square = st.matrix_derivative("x^T A x", "x")
    row = square.check("x^T (A + A^T)")
    assert (row.status, row.mistake) == (Status.INCORRECT, "matrix.answer/other-layout")
    assert "the right answer as a row, ∂f/∂x in numerator layout" in row.explanation
    assert square.check("x^T (A - A^T)").mistake != "matrix.answer/other-layout"
    assert st.matrix_derivative("x^T A x", "x", layout="numerator").check("x^T (A + A^T)").status is Status.CORRECT
    assert st.matrix_derivative("A x", "x").check("A^T").mistake == "matrix.read_off_matrix/transposed"


def test_a_small_place_names_the_letters_of_the_problem_alone() -> None:
    told = st.matrix_derivative("sum(abs(X w - y))", "w").check("X^T (X w - y)").explanation
    assert "X = 2, w = 3, y = 1 your answer is 10, and 2 is right" in told


def test_a_kronecker_product_is_differentiated_in_numbers_or_the_question_is_told() -> None:
    assert st.matrix_derivative("sum(X ⊗ A)", "X").check("sum(A) ones ones^T").status is Status.CORRECT
    with pytest.raises(st.InputError, match="matrix_differential"):
        st.matrix_derivative("A ⊗ X", "X")
    assert st.matrix_differential("A ⊗ X", "X").check("A ⊗ dX").status is Status.CORRECT
