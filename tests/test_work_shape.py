"""Claims in words about the shape of a function, and conclusions that something is no extremum."""

from __future__ import annotations

import pytest

from symtutor import check_work


@pytest.mark.parametrize(
    ("f", "claim"),
    [
        ("x^3 + x", "f is increasing"),
        ("x^3 + x", "so f has no extremum"),
        ("x^2", "so f is convex"),
        ("x^2", "f is increasing for x > 0"),
        ("x^2", "f is decreasing on (-oo, 0)"),
        ("ln x", "f is increasing"),
        ("ln x", "the graph is concave down"),
        ("x^3", "x = 0 is not an extremum"),
    ],
)
def test_what_is_said_of_the_shape_is_right(f: str, claim: str) -> None:
    found = check_work([f"f(x) = {f}", claim])
    assert found.lines[1].true, found


@pytest.mark.parametrize(
    ("f", "claim"),
    [
        ("x^3 - x", "f is increasing"),
        ("x^3 - x", "no extremum"),
        ("x^2", "so f is concave"),
        ("x^2", "f is increasing for x > -1"),
        ("x^4", "x = 0 is no extremum"),
    ],
)
def test_what_is_said_of_the_shape_is_wrong(f: str, claim: str) -> None:
    assert check_work([f"f(x) = {f}", claim]).first_wrong == 2


def test_a_kind_is_denied_where_the_work_differentiates() -> None:
    assert check_work(["f(x) = x^3 + x", "f'(x) = 3x^2 + 1 > 0", "no maximum"])
    assert check_work(["f(x) = x^2", "f'(x) = 2x", "f has no maximum"])
    assert check_work(["f(x) = x^2", "f'(x) = 2x", "f has no minimum"]).first_wrong == 3
    assert check_work(["f(x) = x^2", "f'(x) = 2x", "x = 0 is not a minimum"]).first_wrong == 3


def test_the_first_derivative_that_is_not_0_decides_the_kind() -> None:
    assert check_work(["f(x) = x^4", "f'(x) = 4x^3", "x = 0 is a minimum"])
    assert check_work(["f(x) = x^3", "f'(x) = 3x^2", "x = 0 is a minimum"]).first_wrong == 3


def test_a_function_on_two_intervals_is_not_said_to_decrease_on_both_together() -> None:
    assert check_work(["f(x) = 1/x", "f is decreasing"]).lines[1].true is None


def test_an_inequality_for_all_numbers_is_judged_and_a_condition_is_not() -> None:
    right = check_work(["f(x) = x^3 + x", "f'(x) = 3x^2 + 1 > 0", "3x^2 + 1 > 0"])
    assert [line.true for line in right.lines] == [True, True, True]
    assert check_work(["f(x) = x^2", "2x > 0"]).lines[1].true is None


@pytest.mark.parametrize(("line", "is_right"), [("y - 4 = -3/4 (x - 3)", True), ("3x + 4y = 25", True), ("y - 4 = 3/4 (x - 3)", False)])
def test_a_tangent_in_any_form(line: str, is_right: bool) -> None:
    found = check_work(["2x + 2y y' = 0", "slope at (3,4) = -3/4", line], "tangent to x^2 + y^2 = 25 at (3,4)")
    assert found.lines[-1].true is is_right


def test_a_substitution_in_an_equation_is_put_back() -> None:
    lines = ["u = x^2", "u^2 - 5u + 4 = 0", "u = 1 or u = 4", "x = ±1 or x = ±2"]
    assert check_work(lines, "solve x^4 - 5x^2 + 4 = 0")
    assert check_work([*lines[:2], "u = 1 or u = 5"], "solve x^4 - 5x^2 + 4 = 0").first_wrong == 3


def test_a_word_over_an_equal_sign_is_no_mathematics() -> None:
    assert check_work([r"\stackrel{L'H}{=} \lim_{x\to0}\frac{\sin x}{2x}"], r"\lim_{x\to 0}\frac{1-\cos x}{x^2}")


def test_a_constant_is_not_strictly_increasing() -> None:
    assert check_work(["f(x) = 5", "f is strictly increasing"]).first_wrong == 2
    assert check_work(["f(x) = x^3", "f is strictly increasing"]).first_wrong is None


def test_two_shapes_one_after_the_other_are_not_judged() -> None:
    assert check_work(["f(x) = x^2", "f decreases then increases"]).first_wrong is None


def test_on_two_intervals_together_a_sign_of_the_slope_says_nothing() -> None:
    for lines in (["f(x) = 1/x", "f is decreasing for x ≠ 0"], ["f(x) = x^3 - 3x", "f is increasing for |x| > 1"]):
        assert check_work(lines).lines[-1].true is None
    assert check_work(["f(x) = x^3 - 3x", "f is increasing for x > 1"]).lines[-1].true


def test_a_real_root_is_told_as_a_real_number() -> None:
    assert "the second derivative at x = -1 is 2/9" in check_work(["f(x) = x^(1/3)", "f is concave"]).explanation
