"""Own solutions and answers pasted back as they are printed: headings, matrices over several lines, tables, answers."""

from __future__ import annotations

import pytest

from symtutor import check, check_work, differentiate, gradient, hessian, integrate, jacobian, limit, minimize, optimize
from symtutor.reading.work.documents import lines_of
from symtutor.views.solution import Solution
from symtutor.work import LineStatus


@pytest.mark.parametrize(
    "solution",
    [
        differentiate("|x|"),
        hessian("x^2 y + z^2 x + y z"),
        jacobian(["x y", "x^2 z", "y z"], ["x", "y", "z"]),
        gradient("x^2 y"),
        integrate("x e^x"),
        limit("sin(x)/x", "x", 0),
        optimize("x^3 - 3x"),
        minimize("x^2 + y^2", subject_to=["x + y >= 1"]),
    ],
    ids=lambda solution: str(solution).split("\n", maxsplit=1)[0],
)
def test_a_printed_solution_raises_no_alarm_and_its_answer_is_right(solution: Solution) -> None:
    found = check_work(str(solution))
    assert found.first_wrong is None, found.explanation
    assert found.lines[-1].true, found.lines[-1]


def test_a_heading_in_words_is_the_problem() -> None:
    found = check_work(["Find the gradient of x^2 y", "f_x = 2xy", "f_y = x^2", "Answer: (2xy, 2x)"])
    assert found.first_wrong == 4


def test_the_answer_is_that_of_the_problem_and_not_of_the_line_before() -> None:
    lines = ["d/dx |x|", "d/dx (-x)", "= -1", "Answer: {-1 for x < 0; 1 for x > 0}"]
    assert check_work(lines).first_wrong is None
    assert check_work([*lines[:3], "Answer: {1 for x < 0; -1 for x > 0}"]).first_wrong == 4


def test_a_derivative_by_cases_is_compared_beside_the_joins() -> None:
    assert check_work(["= d/dx {-x for x <= 0; x otherwise}", "= {-1 for x < 0; 1 for x > 0}"], "d/dx |x|")
    assert check_work(["= d/dx {-x for x <= 0; 2x otherwise}"], "d/dx |x|").first_wrong == 1


def test_matrices_of_three_rows_come_into_one_line() -> None:
    assert lines_of("    ⎡ 2  0 ⎤\nA = ⎢ 0  1 ⎥\n    ⎣ 1  x ⎦") == ("A = [[2, 0], [0, 1], [1, x]]",)
    assert lines_of("    ⎡ 2 ⎤   ⎡ 1 ⎤\nv = ⎣ x ⎦ + ⎣ y ⎦") == ("v = [[2], [x]] + [[1], [y]]",)


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        ("minimum 1/2 at (x, y) = (1/2, 1/2), λ₁ = 1", True),
        ("the minimum is 1/2 at x = 1/2, y = 1/2", True),
        ("x = y = 1/2", True),
        ("minimum 1/3 at (1/2, 1/2)", False),
        ("minimum 1/2 at (1/2, 1/3)", False),
        ("minimum 1/2 at (x, y) = (1/2, 1/2), λ₁ = 2", False),
    ],
)
def test_a_value_with_its_place_is_an_answer(answer: str, is_right: bool) -> None:
    solution = minimize("x^2 + y^2", subject_to=["x + y >= 1"])
    assert bool(solution.check(answer)) is is_right
    assert bool(check_work([answer], "minimize x^2 + y^2 subject to x + y >= 1")) is is_right
    assert solution.check(solution.answer)


def test_extrema_are_answers_as_they_are_printed() -> None:
    solution = optimize("x^3 - 3x")
    assert solution.check("local maximum 2 at x = −1; local minimum −2 at x = 1")
    assert not solution.check("local maximum 3 at x = −1; local minimum −2 at x = 1")


@pytest.mark.parametrize("written", ["__str__", "latex", "markdown"])
def test_extrema_with_inflections_and_a_table_raise_no_alarm(written: str) -> None:
    solution = optimize("x^4 - 32x^2 + 2")
    found = check_work(getattr(solution, written)(), solution)
    assert found.first_wrong is None, found.explanation
    assert all(line.status is not LineStatus.UNREADABLE for line in found.lines), found


def test_a_table_is_left_out_and_absolute_values_are_not() -> None:
    assert lines_of("f = |x|\n\n| x | f |\n| --- | --- |\n| 1 | 1 |\n\n|x| + |y|") == ("f = |x|", "|x| + |y|")


def test_a_constant_inside_of_a_logarithm_is_one() -> None:
    assert "missing" not in str(integrate("1/x").check("ln|C x|"))
    assert "missing" in str(integrate("1/x").check("ln|x|"))


def test_no_maximum_is_no_answer_to_a_minimum() -> None:
    assert check("maximize x^2 + y^2 subject to x + y = 1", "no maximum")
    assert check_work(["no maximum"], "minimize x^2 + y^2 subject to x + y = 1").first_wrong is None


@pytest.mark.parametrize(
    "lines",
    [
        ["Find the differential of X^2 for a change of X", "d(X^2)", "= dX X + X dX"],
        ["Find T_4(cos x - 1)", "T_4(cos x - 1)", "= T_4(cos x) - 1"],
    ],
)
def test_signs_of_a_task_that_is_not_understood_are_no_letters(lines: list[str]) -> None:
    assert check_work(lines).first_wrong is None
