"""An answer is left in the form in which a textbook leaves it: shorter, and the same function."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import symtutor
from symtutor.algorithms.finishing import finished_form, length
from symtutor.checking.equivalence.same_value import same_value
from symtutor.verdict import Status
from tests.strategies import tried

X, Y = sp.symbols("x y")

FINISHED = {
    "(x^2 - 1)/(x^2 + 1)": "4x/(x² + 1)²",
    "(x^2 + 1) e^(3x)": "(3x² + 2x + 3)·e^(3x)",
    "ln(x + sqrt(x^2 + 1))": "1/√(x² + 1)",
    "x/sqrt(x^2 + 1)": "1/(x² + 1)^(3/2)",
    "x sqrt(1 - x^2)": "(1 − 2x²)/√(1 − x²)",
    "sqrt((x + 1)/(x - 1))": "−1/((x − 1)²·√((x + 1)/(x − 1)))",
    "x^2 (x - 1)^3": "x(x − 1)²(5x − 2)",
    "(x - 1)(x - 2)(x - 3)": "3x² − 12x + 11",
    "e^x/(1 + e^x)": "e^x/(1 + e^x)²",
    "sin x/cos x": "1/(cos² x)",
    "x^2 sin x": "x²·cos x + 2x·sin x (in falling powers of x)",  # as short as x(x cos x + 2 sin x)
    "x ln x": "ln x + 1",
    "e^x + x e^(-x) sin x": "e^(−x)·sin x − x·e^(−x)·sin x + x·e^(−x)·cos x + e^x",
}


@pytest.mark.parametrize("text", FINISHED)
def test_the_answer_of_a_derivative_is_finished(text: str) -> None:
    solution = symtutor.differentiate(text)
    assert f"Answer: {FINISHED[text]}\n" in str(solution)
    assert solution.report.count(Status.CORRECT) == len(solution.report.findings)


def test_the_answer_is_marked_in_every_format() -> None:
    solution = symtutor.integrate("2x")
    assert "\nAnswer: x² + C\n" in str(solution)
    assert "**Answer:** $x^{2} + C$" in solution.markdown()
    assert r"\textbf{Answer:} $x^{2} + C$" in solution.latex()
    assert "<strong>Answer:</strong>" in solution.html()
    assert "Answer" not in solution.json()


def test_an_equation_solved_for_a_letter_answers_with_its_right_side() -> None:
    assert "\nAnswer: e^x·(sin x + cos x)/2 + C\n" in str(symtutor.integrate("e^x cos x"))


def test_the_finish_is_a_step_that_anyone_can_check() -> None:
    last = symtutor.differentiate("(x^2 - 1)/(x^2 + 1)").steps[-1]
    assert last.name == "multiplied out, like terms collected"
    assert sp.cancel(last.before - last.after) == 0


def test_sigmoids_are_parts_of_a_form() -> None:
    s = 1 / (1 + sp.exp(-X))
    assert finished_form(-X * Y * (1 - s) - X * (Y - 1) * s) == X * (s - Y)


ATOMS = st.sampled_from(
    [X, X + 1, X**2 + 1, sp.exp(X), sp.sin(X), sp.cos(X), sp.sqrt(X**2 + 1), 1 / (1 + sp.exp(-X)), sp.Integer(2), sp.Rational(1, 3)]
)


def _built(children: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    pairs = st.tuples(children, children)
    return pairs.map(lambda p: p[0] + p[1]) | pairs.map(lambda p: p[0] * p[1]) | pairs.map(lambda p: p[0] - p[1] / (X**2 + 1))


@tried(10)
@given(st.recursive(ATOMS, _built, max_leaves=6))
def test_a_finished_form_is_never_longer_and_never_another_function(expr: sp.Expr) -> None:
    form = finished_form(expr)
    assert form == expr or length(form) < length(expr)
    assert same_value(expr, form, {}).status is Status.CORRECT
    assert abs(complex((expr - form).subs(X, sp.Rational(7, 5)).evalf(30))) < 1e-20
