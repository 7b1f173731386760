"""Work that solves an equation or an inequality, the problem left out: what each line loses, adds or keeps."""

from __future__ import annotations

import pytest

from symtutor import check_work
from symtutor.work import LineStatus

RIGHT = [
    ["2x + 4 = 10", "2x = 6", "x = 3"],
    ["x^2 - 6x = 0", "x(x - 6) = 0", "x = 0 or x - 6 = 0", "x = 0 or x = 6"],
    ["x^3 = 4x", "x = 0 or x^2 = 4", "x = 0, x = 2, x = -2"],
    ["ln x + ln(x-3) = ln 4", "x(x-3) = 4", "x = 4 or x = -1", "x = 4"],
    ["x^2 - 5x + 6 = 0", "x = (5 ± sqrt(25-24))/2", "x = 3 or x = 2"],
    ["|x - 1| < 3", "-3 < x - 1 < 3", "-2 < x < 4"],
    ["ln x < 1", "x < e", "0 < x < e"],
    ["x^2 > 9", "x > 3 or x < -3"],
    ["x^2 + 4 = 0", "x^2 = -4", "no solution"],
    ["a x + b = c", "a x = c - b", "x = (c - b)/a"],
    ["x^2 + y^2 = 25", "2x + 2y y' = 0", "y' = -x/y"],
    ["sin x = 1/2", "x = pi/6 + 2pi n or x = 5pi/6 + 2pi n"],
    ["3x + 1 = 10 => 3x = 9 => x = 3"],
]
WRONG = [
    (["x^2 = 9", "x = 3"], 2, "solve.inverse/one-root-only"),
    (["x^2 = x", "x = 1"], 2, "solve.product/divided-by-the-unknown"),
    (["x^3 = 4x", "x^2 = 4", "x = 2 or x = -2"], 2, None),
    (["sqrt(x+2) = x", "x + 2 = x^2", "x^2 - x - 2 = 0", "(x-2)(x+1) = 0", "x = 2 or x = -1"], 5, None),
    (["-2x < 6", "x < -3"], 2, "solve.inequality/wrong-side"),
    (["1/x < 2", "1 < 2x", "x > 1/2"], 2, None),
    (["a x + b = c", "a x = c + b", "x = (c + b)/a"], 2, None),
    (["x^2 + y^2 = 25", "2x + 2y = 0", "y' = -x/y"], 2, None),
    (["x^2 = 4", "no solution"], 2, None),
]


@pytest.mark.parametrize("lines", RIGHT, ids=lambda lines: lines[0])
def test_right_lines_are_right(lines: list[str]) -> None:
    found = check_work(lines)
    assert found, found.explanation


@pytest.mark.parametrize(("lines", "first", "mistake"), WRONG, ids=lambda row: row[0] if isinstance(row, list) else "")
def test_the_first_line_with_other_solutions_is_wrong(lines: list[str], first: int, mistake: str | None) -> None:
    found = check_work(lines)
    assert (found.first_wrong, found.mistake) == (first, mistake)


def test_what_follows_from_a_wrong_line_follows() -> None:
    found = check_work(["3(x - 1) = 6", "3x - 1 = 6", "3x = 7", "x = 7/3"])
    assert [line.status for line in found.lines[2:]] == [LineStatus.FOLLOWS] * 2
    assert found.follows


def test_a_lost_solution_that_another_line_names_is_not_held_against_the_line() -> None:
    assert check_work(["x^3 = 4x", "x^2 = 4", "x = 0 or x = 2 or x = -2"]).first_wrong is None


@pytest.mark.parametrize(
    "lines", [["u = x^2", "v = 3"], ["x + y = 3", "x - y = 1", "2x = 4"], ["(x-1)(x+1) = x^2 - 1", "x^2 - 1 = x^2 - 1"]]
)
def test_definitions_systems_and_identities_are_not_solved(lines: list[str]) -> None:
    assert check_work(lines).first_wrong is None
    assert "solve" not in str(check_work(lines))


@pytest.mark.parametrize(
    "lines",
    [
        ["2x + 4 = 10", "x = 3", "check: 2*3 + 4 = 10"],
        ["sqrt(x+2) = x", "x + 2 = x^2", "x = 2 or x = -1", "x = -1: sqrt(1) = -1 is false", "x = 2"],
        ["2x - 3 < 5", "x < 4", "x ∈ (-∞, 4)"],
        ["x^2 + y^2 = 25", "y = sqrt(25 - x^2)", "y' = -x/sqrt(25 - x^2)"],
    ],
    ids=lambda lines: lines[-1],
)
def test_tests_of_solutions_intervals_and_branches(lines: list[str]) -> None:
    found = check_work(lines)
    assert found, found.explanation


def test_a_test_that_does_not_hold_is_wrong() -> None:
    assert check_work(["2x + 4 = 10", "x = 3", "2*3 + 4 = 11"]).first_wrong == 3


def test_complex_solutions_are_not_judged() -> None:
    assert check_work(["x^2 + 1 = 0", "x^2 = -1", "x = ±i"]).first_wrong is None


def test_an_alternative_that_holds_nowhere_loses_nothing() -> None:
    lines = ["|x - 2| = x", "x - 2 = x or x - 2 = -x"]
    assert check_work([*lines, "x = 1"])
    assert check_work([*lines, "x = 2"]).first_wrong == 3
    assert check_work(["|x - 2| = x", "x - 2 = x or x - 2 = x + 1", "x = 1"]).first_wrong == 2


def test_the_slope_of_a_curve_by_a_parameter_is_read_from_words() -> None:
    problem = "Find the first derivative of y with respect to x where x = t^2 and y = t^3"
    assert check_work([problem, "y′(x)", "= 3t/2"]).first_wrong is None
    assert check_work([problem, "y′(x)", "= 3t^2"]).first_wrong == 3


@pytest.mark.parametrize("answer", ["{0, 1}", "x ∈ {0, 1}", "x = 0 ∨ x = 1", "x_1 = 0, x_2 = 1", "L = {0, 1}"])
def test_solutions_without_a_problem_may_be_written_as_a_set(answer: str) -> None:
    assert check_work(["x(x-1) = 0", answer]).lines[-1].true
    assert check_work(["x(x-1) = 0", answer.replace("1", "2") if "_1" not in answer else "x_1 = 0, x_2 = 2"]).first_wrong == 2


def test_an_interval_without_a_problem_is_judged() -> None:
    assert check_work(["x^2 < 4", "x ∈ (-2, 2)"]).lines[-1].true
    assert check_work(["x^2 < 4", "x ∈ [-2, 3]"]).first_wrong == 2


def test_a_false_equation_between_numbers_is_wrong_unless_a_contradiction_is_drawn_from_it() -> None:
    assert check_work(["x = 2", "⇒ 4 = 5"]).first_wrong == 2
    assert check_work(["x = 2", "⇒ 4 = 5", "a contradiction"]).first_wrong is None
    assert check_work(["x + 1 = x", "0 = 1", "no solution"]).first_wrong is None
