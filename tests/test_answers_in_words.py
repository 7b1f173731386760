"""Answers of optimization in words: what is printed is read again, and a claim that there is no optimum is judged."""

from collections.abc import Callable
from typing import Any

import pytest

import symtutor as st
from symtutor.verdict import Status

SOLVED: dict[str, Callable[[], Any]] = {
    "cubic": lambda: st.optimize("x^3-3x"),
    "corners": lambda: st.optimize("||x|-1|"),
    "none": lambda: st.optimize("ln x"),
    "periodic": lambda: st.optimize("sin x"),
    "several variables": lambda: st.optimize("x^4+y^4-4x y"),
    "equation": lambda: st.minimize("x^2+y^2", subject_to="x+y=1"),
    "inequalities": lambda: st.minimize("x^2+y^2", subject_to=["x+y>=1", "x>=0"]),
    "two of many": lambda: st.minimize("|x-1|+|x+1|", subject_to="x<=5"),
    "no bound": lambda: st.minimize("x"),
    "not attained": lambda: st.minimize("x", subject_to="x>1"),
    "no point": lambda: st.minimize("x", subject_to=["x>=1", "x<=0"]),
}


@pytest.mark.parametrize("ask", SOLVED.values(), ids=SOLVED)
def test_the_printed_answer_is_right_when_it_is_given_back(ask: Callable[[], Any]) -> None:
    solution = ask()
    text = str(solution)
    answer = text[text.index("Answer: ") + len("Answer: ") :].split("\n\n", maxsplit=1)[0].replace("\n", " ")
    assert solution.check(answer).status is Status.CORRECT, answer


CIRCLE = "minimize x^2+y^2 subject to x+y=1"
CORRECT, INCORRECT, UNDECIDED = Status.CORRECT, Status.INCORRECT, Status.UNDECIDED


@pytest.mark.parametrize(
    ("problem", "answer", "status"),
    [
        (CIRCLE, "minimum 1/2 at (1/2, 1/2)", CORRECT),
        (CIRCLE, "the minimum value is 1/2 at x = y = 1/2", CORRECT),
        (CIRCLE, "f(1/2, 1/2) = 1/2", CORRECT),
        (CIRCLE, "(1/2, 1/2), λ = 1", CORRECT),
        (CIRCLE, "(1/2, 1/2), λ = -1", INCORRECT),
        (CIRCLE, "minimum 1/3", INCORRECT),
        (CIRCLE, "f(1/2, 1/2) = 1/3", INCORRECT),
        (CIRCLE, "no minimum", INCORRECT),
        (CIRCLE, "infeasible", INCORRECT),
        ("maximize ln x", "maximum at ∞", INCORRECT),
        ("minimize x^2", "no minimum", INCORRECT),
        ("minimize x^2", "minimum at 0", CORRECT),
        ("minimize x subject to x>1", "no minimum", CORRECT),
        ("minimize x subject to x>1", "1", INCORRECT),
        ("minimize x subject to x>=1, x<=0", "0", INCORRECT),
        (CIRCLE, "maximum 1/2 at (1/2, 1/2)", INCORRECT),
        ("minimize x subject to x>1", "no minimum, the infimum is 1", CORRECT),
        ("minimize x subject to x>1", "no minimum, the infimum is 2", INCORRECT),
        ("minimize x subject to x>1", "infimum 1, not attained", CORRECT),
        ("minimize x^2-2x", "not a minimum", INCORRECT),
        ("local extrema of sin x", "maximum at pi/2 + 2 pi n, minimum at -pi/2 + 2 pi n", CORRECT),
        ("local extrema of sin x", "maximum at pi/2 + pi n, minimum at -pi/2 + 2 pi n", INCORRECT),
        ("local extrema of x^3-3x", "minimum at 1, maximum at -1", CORRECT),
        ("local extrema of x^3-3x", "minimum -3 at 1, maximum 2 at -1", INCORRECT),
    ],
)
def test_an_answer_in_words_is_judged(problem: str, answer: str, status: Status) -> None:
    assert st.check(problem, answer).status is status


def test_a_claim_is_not_called_wrong_where_the_optimum_was_not_found() -> None:
    problem = st.minimize("x sin(y) + y^3 e^x", subject_to="x^2 + y^4 <= 1 + sin(x y)")
    assert not problem.answer.place
    assert [problem.check(a).status for a in ("no minimum", "infeasible", "-3")] == [UNDECIDED] * 3


@pytest.mark.parametrize("answer", ["minimum", "", "no minimum because of the wind"])
def test_an_answer_that_names_nothing_is_asked_back(answer: str) -> None:
    with pytest.raises(st.SymtutorError, match=r"names neither|says more|nothing"):
        st.check("minimize x^2-2x", answer)
