"""Verdicts on decimals, tolerances and declared domains in `check`, and on equations."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st


@pytest.mark.parametrize(
    ("problem", "answer", "digits"),
    [
        ("∫[0..2] x/3 dx", "0.67", 2),
        ("∫[0..2] x/3 dx", "0.6667", 4),
        ("∫[0..1] exp(-x^2) dx", "0.74682413", 8),
        ("lim x→0 sin(x)/(3x)", "0.333", 3),
        ("∫[0..2] 100x dx", "201.5", 0),
        ("∫[0..2] x/3 dx", "0.66", 0),
    ],
)
def test_a_decimal_is_told_to_how_many_digits_it_is_right(problem: str, answer: str, digits: int) -> None:
    verdict = st.check(problem, answer)
    assert verdict.status == "incorrect"
    assert ("correct to" in str(verdict)) == bool(digits)
    assert not digits or f"correct to {digits} digits" in str(verdict)


@pytest.mark.parametrize(
    ("answer", "tolerance", "status"),
    [("6.389", 0.001, "correct"), ("6.4", 0.001, "incorrect"), ("6.4", "1/50", "correct"), ("e^2 - 1", 1e-30, "correct")],
)
def test_numbers_within_a_tolerance_are_right(answer: str, tolerance: Any, status: str) -> None:
    assert st.check("∫[0..2] e^x dx", answer, tolerance=tolerance).status == status
    assert st.equivalent("e^2 - 1", answer, tolerance=tolerance).status == status


def test_a_number_without_a_formula_is_compared_with_a_quadrature() -> None:
    integral = "∫[0..1] e^(-x^3) sin(x^2) dx"
    value = float(sp.Integral(sp.exp(-(sp.Symbol("x") ** 3)) * sp.sin(sp.Symbol("x") ** 2), (sp.Symbol("x"), 0, 1)).n())
    assert st.check(integral, f"{value:.3f}", tolerance=0.001).status == "correct"
    assert st.check(integral, f"{value + 0.1:.3f}", tolerance=0.001).status == "incorrect"


@pytest.mark.parametrize("tolerance", [0, -1, "a", True])
def test_a_tolerance_is_a_positive_number(tolerance: Any) -> None:
    with pytest.raises(st.InputError, match="no positive number"):
        st.check("d/dx x^2", "2x", tolerance=tolerance)


def test_an_answer_of_a_table_is_right_for_positive_letters() -> None:
    verdict = st.check("∫ 1/sqrt(a^2 - x^2) dx", "arcsin(x/a) + C")
    assert verdict.status == "incorrect"
    assert "For a > 0 it is right." in str(verdict)
    assert st.check("∫ 1/sqrt(a^2 - x^2) dx", "arcsin(x/a) + C", domain={"a": sp.Interval.open(0, sp.oo)}).status == "correct"
    assert "is right." in str(st.check("∫ 1/sqrt(a^2 - x^2) dx", "2 arcsin(x/a) + C"))
    assert "For a > 0" not in str(st.check("∫ 1/sqrt(a^2 - x^2) dx", "2 arcsin(x/a) + C"))


def test_an_answer_is_judged_on_a_declared_domain() -> None:
    assert st.check("d/dx sqrt(x^2)", "1", domain=(1, 2)).status == "correct"
    assert st.check("d/dx sqrt(x^2)", "1").status == "incorrect"
    assert st.differentiate("|x|").check("-1", domain=sp.Interval.open(-sp.oo, 0)).status == "correct"


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ("y = x", "x = y", "correct"),
        ("y = x", "2y = 2x", "correct"),
        ("y = 2x", "y = 3x", "incorrect"),
        ("y = 2x", "2x", "correct"),
        ("x^2 = 1", "x = 1", "incorrect"),
        ("x^2 = 1", "(x - 1)(x + 1) = 0", "correct"),
        ("x = 0", "x^2 = 0", "correct"),
        ("x^3 = 8", "x = 2", "correct"),
        ("x^2 + y^2 = 1", "y = sqrt(1 - x^2)", "incorrect"),
        ("x^2 + y^2 = 1", "2x^2 + 2y^2 = 2", "correct"),
        ("f(x) = x", "g(x) = x", "undecided"),
        ("f(x) = x", "x = f(x)", "correct"),
    ],
)
def test_equations_are_compared_by_their_solutions(a: str, b: str, status: str) -> None:
    assert st.equivalent(a, b).status == status


@pytest.mark.parametrize(
    ("curve", "wrong"), [("(x - y)^2 = 0", "5"), ("(x^2 + y^2 - 1)^2 = 0", "3"), ("sin(x - y)^2 = 0", "2"), ("(x y - 1)^3 = 0", "x")]
)
def test_not_every_slope_passes_on_a_power_of_a_curve(curve: str, wrong: str) -> None:
    solution = st.implicit(curve, "y", "x")
    assert solution.check(wrong).status == "incorrect"
    assert solution.check(solution.answer).status == "correct"


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        (r"\int_0^1 x^2 dx", "1/3", "correct"),
        (r"\int_0^1 x^2 dx", "1/2", "incorrect"),
        (r"1 + \int_0^a x^2 dx", "1 + a^3/3", "correct"),
        (r"\int_0^\pi |cos x| dx", "2", "correct"),
        ("lim x->0 sin(x)/x", "1", "correct"),
        ("lim x->0 sin(x)/x", "y", "incorrect"),
        (r"\sum_{k=1}^\infty 1/(k(k+1))", "1", "correct"),
        (r"\sum_{k=1}^\infty 1/(k(k+2))", "1/2", "incorrect"),
        (r"\sum_{k=0}^\infty 1/2^k", "2", "correct"),
        (r"\sum_{k=0}^\infty (-1)^k", "1/2", "incorrect"),
        (r"\int_0^\infty e^{-a x} dx", "1/a", "undecided"),  # for a > 0 only
        (r"\int 2x dx", "x^2", "undecided"),  # an antiderivative is no number
    ],
)
def test_what_has_a_proved_value_is_compared_by_it(a: str, b: str, status: str) -> None:
    assert st.equivalent(a, b).status == status
    assert st.equivalent(b, a).status == status


@pytest.mark.parametrize(("a", "b"), [("x", "x + 1/100"), ("[1, x]", "[1, x + 1/100]"), ("a^2", "2")])
def test_a_tolerance_that_is_not_used_is_said(a: str, b: str) -> None:
    verdict = st.equivalent(a, b, tolerance="1/10")
    assert verdict.status == "incorrect"
    assert "The tolerance was not used" in str(verdict)
    assert "olerance" not in str(st.equivalent(a, b))


def test_a_tolerance_with_letters_is_no_news_where_the_answer_is_right() -> None:
    assert str(st.equivalent("2x", "x + x", tolerance="1/10")) == "Correct."
    assert "The tolerance was not used" in str(st.check("d/dx x^2", "2x + 1/100", tolerance="1/10"))
