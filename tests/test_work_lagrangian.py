"""Work with a Lagrangian: the function itself, the sign of multipliers, and what the solution satisfies."""

from __future__ import annotations

import pytest

from symtutor import check_work

UNDER_INEQUALITY = "minimize x^2 + y^2 subject to x + y >= 2"


def test_work_with_a_multiplier_that_is_not_negative() -> None:
    lines = ["L = x^2 + y^2 - λ(x + y - 2), λ >= 0", "2x - λ = 0, 2y - λ = 0", "x = y", "x = y = 1, λ = 2", "minimum 2 at (1,1)"]
    assert check_work(lines, UNDER_INEQUALITY)
    assert check_work([*lines[:4], "minimum 1 at (1,1)"], UNDER_INEQUALITY).first_wrong == 5


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("L = x^2 + y^2 + λ(x + y - 2), λ >= 0", UNDER_INEQUALITY),
        ("L = x^2 + y^2 - λ(x + y)", UNDER_INEQUALITY),
        ("L = 2x^2 + y^2 - λ(x + y - 2)", UNDER_INEQUALITY),
        ("L = x y - λ(x + y - 8)", "maximize x y subject to x + 2y = 8"),
    ],
)
def test_a_wrong_lagrangian(line: str, problem: str) -> None:
    assert check_work([line, "x = y"], problem).first_wrong == 1


@pytest.mark.parametrize("line", ["L = x y - λ(x + 2y - 8)", "L = x y + λ(8 - x - 2y)", "L = x y + μ(x + 2y - 8)"])
def test_a_multiplier_of_an_equation_has_either_sign(line: str) -> None:
    assert check_work([line], "maximize x y subject to x + 2y = 8")


def test_an_equation_on_the_way_is_no_answer() -> None:
    found = check_work(["2x - λ = 0", "2y - λ = 0", "x = 2y"], UNDER_INEQUALITY)
    assert "coordinates" not in str(found)
    assert check_work(["2x - λ = 0", "2y - λ = 0", "x = y"], UNDER_INEQUALITY).first_wrong is None


CONDITIONED = "minimize x^2+y^2 subject to x+y=1"


def test_a_name_for_the_objective_or_a_condition_is_a_definition() -> None:
    assert check_work(["f(x, y) = x^2 + y^2", "g(x, y) = x + y - 1", "x = y = 1/2"], CONDITIONED)
    assert check_work(["g = x + y - 1", "h(x) = x^2", "x = y = 1/2"], CONDITIONED).first_wrong is None
    assert check_work(["f(x, y) = x^2 + y^2", "x = y = 1"], CONDITIONED).first_wrong == 2


def test_a_multiplier_has_the_sign_of_the_lagrangian_that_was_written_down() -> None:
    for sign, value in (("-", "1"), ("+", "-1")):
        lagrangian = f"L = x^2+y^2 {sign} λ(x+y-1)"
        assert check_work([lagrangian, f"λ = {value}"], CONDITIONED)
        assert check_work([lagrangian, f"λ = {-int(value)}"], CONDITIONED).first_wrong == 2
    assert check_work(["λ = -1"], CONDITIONED).first_wrong is None


def test_the_least_value_of_the_opposite_has_a_lagrangian_too() -> None:
    problem = "maximize x y subject to x + y = 2"
    assert check_work(["L = -x y - ν(x + y - 2)", "(x, y) = (1, 1)"], problem).first_wrong is None
    assert check_work(["L = -x y + x - ν(x + y - 2)"], problem).first_wrong == 1
