"""Equations and optima are looked for where the formula has a value as it was typed, not only where what it was read as has one."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError, NotReal
from symtutor.verdict import Status


@pytest.mark.parametrize(
    ("equation", "wanted"),
    [
        ("e^(ln x) = -3", ()),
        ("sqrt(x)sqrt(x) = -1", ()),
        ("x^2/x = 0", ()),
        ("x(x-1)/(x-1) = 1", ()),
        ("x = 0/x", ()),
        ("x(x-1)(x-2)/(x-1) = 0", (0, 2)),
        ("e^(ln x) = 3", (3,)),
        ("1/(1/x) = 2", (2,)),
        ("(-8)^(1/3) = x", (-2,)),
        ("x^2 = (-8)^(1/3)", ()),
        ("x^3 = (-8)^(2/3) + 4", (2,)),
    ],
)
def test_an_equation_has_the_solutions_at_which_it_is_defined_as_written(equation: str, wanted: tuple[int, ...]) -> None:
    solution = st.solve_equation(equation)
    assert (solution.answer, solution.report.status) == (wanted, Status.CORRECT)


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("solve sqrt(x) sqrt(x) = -1", "no solution", "Correct."),
        ("solve x^2/x = 2", "x = 2", "Correct."),
        ("solve x^2/x = 0", "x = 0", "Not the same set: 0 does not belong."),
        ("solve sqrt(x) sqrt(x) = -1", "x = -1", "Not the same set: −1 does not belong."),
    ],
)
def test_a_set_of_solutions_is_right_without_a_condition_on_the_unknown(question: str, answer: str, told: str) -> None:
    assert st.check(question, answer).explanation == told


def test_a_condition_on_a_letter_that_is_not_asked_for_is_told() -> None:
    assert st.solve_equation("x a^2/a = 1", "x").check("x = 1/a").explanation == "Correct for a ≠ 0."


@pytest.mark.parametrize(
    ("formula", "place"), [("x^2/x", 0), ("e^(ln x)", -1), ("sqrt(x)^2", -2), ("|x|^3/|x|", 0), ("x^2 (x-3)/(x-3)", 3)]
)
def test_a_formula_has_no_slope_where_it_is_not_defined_as_written(formula: str, place: int) -> None:
    with pytest.raises(NotReal, match="as it is written this is defined only for"):
        st.differentiate(formula, at=place)
    assert st.check(f"derivative of {formula} at x = {place}", "does not exist")
    assert st.differentiate(formula, at=5).report.status is Status.CORRECT


@pytest.mark.parametrize("formula", ["sqrt(-x^2-1)^2", "sqrt(-e^x) sqrt(-e^x)", "ln(-2) x", "x arccos(2)^2", "e^(ln(-x^2))"])
def test_a_formula_with_a_part_that_is_real_nowhere_is_refused(formula: str) -> None:
    for ask in (st.differentiate, st.integrate, st.taylor, lambda f: st.limit(f, 1)):
        with pytest.raises(InputError, match=r"is real for no value of x|is no real number|imaginary"):
            ask(formula)
    assert st.equivalent(formula, formula).status is not Status.CORRECT


@pytest.mark.parametrize(("formula", "slope"), [("(-8)^(1/3) x", -2), ("(-1)^4 x", 1), ("(-27)^(2/3) x", 9)])
def test_powers_of_negative_numbers_that_are_real_are_not_refused(formula: str, slope: Any) -> None:
    assert st.differentiate(formula, "x").check(slope)


def test_an_inequality_holds_where_both_sides_are_defined_as_written() -> None:
    assert st.solve_equation("x^2/x >= 0").answer == sp.Interval.open(0, sp.oo)


@pytest.mark.parametrize(
    ("objective", "constraints", "wanted"),
    [
        ("x^2/x", "x >= 0", ("not attained", 0)),
        ("x^2/x", "x >= 1", ("minimum", 1)),
        ("sqrt(x)sqrt(x)", (), ("minimum", 0)),
        ("x^2 - 2e^(ln x)", (), ("minimum", -1)),
        ("x", "(x-1)^2/(x-1) >= 0", ("not attained", 1)),
        ("x^2 + y^2 + (x-y)/(x-y)", "x + y = 2", ("not attained", 3)),
        ("x^2 + y^2 + x/x", "x + y = 2", ("minimum", 3)),
    ],
)
def test_an_optimum_is_taken_where_all_is_defined_as_written(objective: str, constraints: Any, wanted: tuple[str, int]) -> None:
    solution = st.minimize(objective, subject_to=constraints)
    assert (str(solution.answer.status), solution.answer.value) == wanted
    assert solution.report.status is Status.CORRECT


def test_extrema_are_those_of_the_function_as_it_is_written() -> None:
    assert st.optimize("x^3/x").points == ()
    assert [p.x for p in st.optimize("e^(ln x)", domain=(0, 1)).points] == [1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: st.minimize("x/x", subject_to="x = 0"),
        lambda: st.optimize("x^2 y/y + y^2"),
        lambda: st.solve_equation("x^2/(x-a)*(x-a) = 1", "x"),
    ],
    ids=("no point left", "several variables", "a letter besides the unknown"),
)
def test_a_condition_that_is_too_deep_is_told(ask: Any) -> None:
    with pytest.raises(InputError, match=r"as it is written this is defined only for .* ≠ 0"):
        ask()


def test_gaps_without_end_ask_for_a_bounded_domain() -> None:
    with pytest.raises(InputError, match="infinitely many gaps"):
        st.solve_equation("x/sin(x)*sin x = 0")
    assert st.solve_equation("x/sin(x)*sin x = 0", domain=(0, 3)).answer == ()


@pytest.mark.parametrize(("one", "other"), [("sqrt(-1)", "i"), ("ln(-1)", "i pi"), ("sqrt(-4) x", "2 i x")])
def test_complex_numbers_are_meant_where_one_side_holds_them(one: str, other: str) -> None:
    assert st.equivalent(one, other).status == "correct"


def test_a_place_that_is_a_letter_is_not_said_to_be_left_out() -> None:
    assert st.differentiate("x^2/x", at="a").answer == 1
    with pytest.raises(st.InputError, match="not at x = 0"):
        st.differentiate("x^2/x", at=0)
