"""Questions in notation and words to Problems."""

from typing import Any

import pytest
import sympy as sp
from sympy.abc import a, b, x, y

import symtutor
from symtutor.errors import InputError, ReadError
from symtutor.goals.core import DefiniteIntegral, Derivative, Evaluated, HigherDerivative, Integral, Limit
from symtutor.goals.vectors import Gradient, Hessian, Jacobian
from symtutor.problem import Sameness
from symtutor.reading import Kind, read_problem, read_question
from symtutor.term import subterms

BOTH, RIGHT = sp.Symbol("+-"), sp.Symbol("+")

GOALS = [
    ("d/dx x^2 sin x", Derivative(x**2 * sp.sin(x), x)),
    ("d/dx x^2 + 3x", Derivative(x**2 + 3 * x, x)),
    ("d/dx (x^2) + 3x", Derivative(x**2 + 3 * x, x)),
    ("derivative of x^2 + 3x", Derivative(x**2 + 3 * x, x)),
    ("differentiate a x^2 with respect to x", Derivative(a * x**2, x)),
    ("d^2/dx^2 x^5", HigherDerivative(x**5, x, 2)),
    ("d/dx d/dx x^4", Derivative(Derivative(x**4, x), x)),
    ("∂/∂x x^2 y", Derivative(x**2 * y, x)),
    ("d/dx relu(x)", Derivative(sp.Max(0, x), x)),
    ("f'(2)", Evaluated(Derivative(sp.Function("f")(x), x), (x,), (2,))),
    ("∫ 2x dx", Integral(2 * x, x)),
    ("integral of 2x dx", Integral(2 * x, x)),
    ("∫[0..1] x dx", DefiniteIntegral(x, x, 0, 1)),
    ("lim x→0 sin(x)/x", Limit(sp.sin(x) / x, x, 0, BOTH)),
    ("lim x->0+ 1/x + 2", Limit(1 / x + 2, x, 0, RIGHT)),
    ("limit of 1/x as x -> 0+", Limit(1 / x, x, 0, RIGHT)),
    (r"\frac{d}{dx}\left(x^2\sin x\right)", Derivative(x**2 * sp.sin(x), x)),
    (r"\int_0^1 x\,dx", DefiniteIntegral(x, x, 0, 1)),
    ("gradient of x^2 + y^3", Gradient(x**2 + y**3, (x, y))),
    ("gradient of a x^2 with respect to x", Gradient(a * x**2, (x,))),
    ("hessian of x^2 y", Hessian(x**2 * y, (x, y))),
    ("jacobian of (2xy, x^2 y)", Jacobian((2 * x * y, x**2 * y), (x, y))),
    (r"\lim_{x\to0^+}\frac{1}{x}", Limit(1 / x, x, 0, RIGHT)),
]


@pytest.mark.parametrize("text, goal", GOALS, ids=[text for text, _ in GOALS])
def test_goal(text: str, goal: Any) -> None:
    assert read_problem(text).goal == goal


def test_an_antiderivative_is_the_same_up_to_a_constant() -> None:
    problem = read_problem("∫ 2x dx + C")
    assert problem.sameness is Sameness.UP_TO_CONSTANT
    assert problem.variable == x
    assert read_problem("∫[0..1] 2x dx").sameness is Sameness.FUNCTION
    assert read_problem("d/dx ∫ x dx").sameness is Sameness.FUNCTION


def test_goals_stand_where_they_were_written() -> None:
    goal = read_problem("3 d/dx x^2 - d/dx sin x").goal
    assert [part for part in subterms(goal) if isinstance(part, Derivative)] == [Derivative(x**2, x), Derivative(sp.sin(x), x)]


def test_the_whole_sum_is_meant_and_said() -> None:
    assert [str(note) for note in read_question("d/dx x^2 + 3x").notes] == ["the question is read as that about all of x^2 + 3x"]
    assert read_question("(d/dx x^2) + 3x").values == (sp.Derivative(x**2, x) + 3 * x,)
    assert read_question("d/dx x^2 + d/dx x").notes == ()
    assert read_question("dy/dx + 2x").values == (sp.Derivative(y, x) + 2 * x,)


QUESTIONS = [
    ("gradient of x^2 + y^3", Kind.GRADIENT, (x**2 + y**3,), (), (x, y)),
    ("the hessian of x^2 y", Kind.HESSIAN, (x**2 * y,), (), (x, y)),
    ("jacobian of (2xy, x^2 y)", Kind.JACOBIAN, (2 * x * y, x**2 * y), (), (x, y)),
    ("jacobian of 2xy, x^2 y for y, x", Kind.JACOBIAN, (2 * x * y, x**2 * y), (), (y, x)),
    ("minimize a^2 + b^2 subject to a + b = 1, a >= 0", Kind.MINIMIZE, (a**2 + b**2,), (sp.Eq(a + b, 1), a >= 0), (a, b)),
    ("maximise x(1 - x)", Kind.MAXIMIZE, (x * (1 - x),), (), (x,)),
    ("solve x^2 = a for x", Kind.SOLVE, (sp.Eq(x**2, a),), (), (x,)),
    (r"gradient of $x^2 + \sin y$", Kind.GRADIENT, (x**2 + sp.sin(y),), (), (x, y)),
]


@pytest.mark.parametrize("text, kind, values, constraints, variables", QUESTIONS, ids=[text for text, *_ in QUESTIONS])
def test_questions_in_words(text: str, kind: Kind, values: Any, constraints: Any, variables: Any) -> None:
    question = read_question(text)
    assert (question.kind, question.values, question.constraints, question.variables) == (kind, values, constraints, variables)


@pytest.mark.parametrize(
    "text, message",
    [
        ("x^2", "nothing is asked"),
        ("d/dx x^2 = 2x", "an equation is no question"),
        ("derivative of a x^2", "the variable is not clear"),
        ("gradient of", "expected after 'gradient'"),
        ("limit of 1/x", "what the variable tends to is missing"),
        ("subject to x = 1", "cannot begin with 'subject'"),
        ("d/dx x^2 x = 1 for x", "an equation is no question"),
    ],
)
def test_what_is_no_question_is_said(text: str, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read_problem(text)


def test_a_kind_that_has_no_goal_yet_is_refused() -> None:
    with pytest.raises(InputError, match="'solve' cannot be posed"):
        read_problem("solve x^2 = 4")


@pytest.mark.parametrize("text", ["gradient of x = 1", "hessian of x, y", "gradient of 2", "gradient of x subject to x = 1"])
def test_a_gradient_is_that_of_an_expression_in_variables(text: str) -> None:
    with pytest.raises(InputError):
        read_problem(text)


def test_a_judgement_tells_how_question_and_answer_were_read() -> None:
    wrong = symtutor.check("d/dx 1/2x", "-1/(2x^2)")
    assert str(wrong).endswith("Note: 1/2x is read as (1/2)·x.")
    right = symtutor.check("d/dx 1/2x", "1/2")
    assert "Note" not in str(right)
    assert "Note: 1/2x is read as (1/2)·x." in right.text()
    in_answer = symtutor.differentiate("x^2/4").check("1/2x")
    assert in_answer.notes == ("1/2x is read as (1/2)·x",)
    assert symtutor.equivalent("1/2x", "x/2").notes == ("1/2x is read as (1/2)·x",)
