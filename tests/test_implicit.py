"""Curves: implicit and parametric derivatives, related rates, tangent and normal lines."""

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.deriving.search import derive
from symtutor.errors import InputError, NoRuleApplies, StepRefuted
from symtutor.goals import curves as kinds
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.term import as_term
from symtutor.verdict import Status

X, Y, T = sp.symbols("x y t")
CURVES = (
    ("x^2 + y^2 = 25", "-x/y"),
    ("x^3 + y^3 = 6 x y", "(2y - x^2)/(y^2 - 2x)"),
    ("sin(x + y) = y^2 cos x", "(y^2 sin x + cos(x + y))/(2y cos x - cos(x + y))"),
    ("e^(x/y) = x - y", "(y^2 - y e^(x/y))/(y^2 - x e^(x/y))"),
    ("x = y^2", "1/(2y)"),
    ("y = x^2 + 1", "2x"),
    ("ln(x y) + y = 1", "-y/(x(1 + y))"),
    ("arctan(y) = x", "1 + y^2"),
    ("x^(1/2) + y^(1/2) = 1", "-sqrt(y)/sqrt(x)"),
    ("x^2 y + a y = 3", "-2 x y/(x^2 + a)"),
)


@pytest.mark.parametrize("equation, slope", CURVES)
def test_slope_on_a_curve(equation: Any, slope: Any) -> None:
    solution = symtutor.implicit(equation, "y", "x")
    assert solution.explained
    assert solution.report.status is Status.CORRECT
    assert solution.check(slope).status is Status.CORRECT
    assert solution.check(f"{slope} + 1").status is Status.INCORRECT


def test_steps_name_the_derivative_and_solve_for_it() -> None:
    text = str(symtutor.implicit("x^2 + y^2 = 25", "y", "x"))
    for line in ("x² + y² = 25", "y is a function of x", "2x + 2y·y′ = 0", "2y·y′ = −2x", "y′ = −x/y", "y ≠ 0"):
        assert line in text, line
    assert "y(x)" not in text
    assert "y(x)" in symtutor.implicit("x^2 + y^2 = 25", "y", "x", detail="full").text()


def test_the_curve_comes_first_and_its_slope_is_put_in_once() -> None:
    text = symtutor.tangent("x^2 + y^2 = 25", at={"x": 3, "y": 4}).text(width=200)
    wanted = ("1.     x² + y² = 25 ", "5.     y′ = −3/4 ", "6.     y = 4 − 3/4·(x − 3)", "7.  ⇔  y = 25/4 − 3x/4")
    assert all(line in text for line in wanted)
    second = symtutor.implicit("x^2 + y^2 = 25", "y", "x", order=2).text()
    assert "d/dx (−x/y)" in second
    assert "∂" not in second


def test_a_tangent_begins_with_its_formula() -> None:
    text = symtutor.tangent("x^3 - 2x", at={"x": 1}).text(width=200)
    lines = [line.split("    (")[0].split(None, 1)[1].strip() for line in text.splitlines() if line[:1].isdigit()]
    assert lines == [
        "f(x) = x³ − 2x",
        "y = f(1) + f′(1)·(x − 1)",
        "f(1) = 1 − 2 = −1",
        "f′(x) = 3x² − 2",
        "f′(1) = 3 − 2 = 1",
        "y = −1 + (x − 1)",
        "⇔  y = x − 2",
    ]
    assert "y = f(4) − 1/f′(4)·(x − 4)" in symtutor.normal_line("sqrt(x)", at={"x": 4}).text()


def test_related_rates_say_what_is_given_and_what_the_rate_means() -> None:
    text = symtutor.related_rates("x^2 + y^2 = 25", "y", {"x": 3}, at={"x": 3, "y": 4}).text(width=200)
    assert text.startswith("Find dy/dt where x² + y² = 25, given that dx/dt = 3, x = 3, y = 4\n")
    assert "2x·x′ + 2y·y′ = 0" in text
    assert "At that moment y falls at the rate 9/4 per unit of t." in text


def test_an_answer_may_use_the_equation_of_the_curve() -> None:
    solution = symtutor.implicit("x^2 + y^2 = 25", "y", "x")
    assert solution.check("(y^2 - 25)/(x y)").status is Status.CORRECT


def test_slope_at_a_point_and_second_derivative() -> None:
    assert symtutor.implicit("x^2 + y^2 = 25", "y", "x", at=(3, 4)).answer == sp.Rational(-3, 4)
    assert symtutor.implicit("x^2 + y^2 = 25", "y", "x", order=2, at={"x": 3, "y": 4}).answer == sp.Rational(-25, 64)


@pytest.mark.parametrize(
    "equation, second",
    [
        ("x^2 + y^2 = 1", -1 / Y**3),
        ("x^3 + y^3 = 6xy", 16 * X * Y / (2 * X - Y**2) ** 3),
        ("x^3 + y^3 = 1", -2 * X / Y**5),
        ("x y + y^2 = 3", 6 / (X + 2 * Y) ** 3),
        ("sin y = x", X / sp.cos(Y) ** 3),
        ("sqrt(x) + sqrt(y) = 1", 1 / (2 * X ** sp.Rational(3, 2))),
    ],
)
def test_second_derivative_is_shortened_by_the_curve(equation: str, second: Any) -> None:
    solution = symtutor.implicit(equation, "y", "x", order=2)
    assert solution.answer == second
    assert solution.report.status is Status.CORRECT


def test_independent_code_knows_what_holds_on_a_curve() -> None:
    goal = kinds.OnCurve(-(X**2 + Y**2) / Y**3, X**2 + Y**2, sp.S.One)
    assert judge(goal, -1 / Y**3).status is Status.CORRECT
    assert judge(goal, 1 / Y**3).status is Status.INCORRECT


def test_second_derivative_is_right_on_the_curve() -> None:
    second = symtutor.implicit("x^2 + y^2 = 25", "y", "x", order=2)
    assert second.check("-25/y^3").status is Status.CORRECT
    assert second.check("25/y^3").status is Status.INCORRECT


@pytest.mark.parametrize(
    "ask, args, options",
    [
        ("implicit", ("x^2 = 4", "y", "x"), {}),
        ("implicit", ("x^2 + y^2 = 25", "y", "y"), {}),
        ("implicit", ("x^2 + y^2 = 25", "y", "x"), {"at": (1, 1)}),
        ("implicit", ("x^2 + y^2 = 25", "y", "x"), {"order": 3}),
        ("related_rates", ("x^2 + y^2 = 25", "y", {"z": 1}), {}),
        ("related_rates", ("x^2 + y^2 = 25", "y", {"y": 1}), {}),
        ("tangent", ("x^2 + y^2 = 25",), {"at": {"x": 3}}),
        ("parametric", ("5", "t"), {}),
        ("inverse_derivative", ("x^5 + x", "pi"), {}),
        ("inverse_derivative", ("x^5 + x", 2), {"point": 3}),
    ],
    ids=str,
)
def test_questions_that_make_no_sense_are_refused(ask: Any, args: Any, options: Any) -> None:
    with pytest.raises(InputError):
        getattr(symtutor, ask)(*args, **options)


def test_a_false_slope_is_refuted() -> None:
    goal = kinds.Slope(X**2 + Y**2, sp.Integer(25), Y, X, ())
    assert judge(goal, X / Y).status is Status.INCORRECT
    assert judge(goal, -X / Y).status is Status.CORRECT


# ---- rates, parameters, inverse functions, differentials ----------------------------------------
def test_related_rates() -> None:
    assert symtutor.related_rates("x^2 + y^2 = 25", "y", {"x": 2}, at={"x": 3, "y": 4}).answer == sp.Rational(-3, 2)
    assert symtutor.related_rates("V = 4/3 pi r^3", "r", {"V": 100}, at={"r": 25}).answer == 1 / (25 * sp.pi)
    assert symtutor.related_rates("V = pi h^3/12", "h", {"V": 2}, at={"h": 3}).answer == 8 / (9 * sp.pi)
    rate = symtutor.related_rates("z^2 = x^2 + y^2", "z", {"x": -50, "y": -60}, at={"x": "3/10", "y": "2/5", "z": "1/2"})
    assert rate.answer == -78
    assert rate.report.status is Status.CORRECT


@pytest.mark.parametrize(
    "x, y, slope, second",
    [
        ("t^2", "t^3 - 3t", "(3t^2 - 3)/(2t)", "3(t^2 + 1)/(4t^3)"),
        ("cos t", "sin t", "-cot t", "-1/sin^3 t"),
        ("t - sin t", "1 - cos t", "sin t/(1 - cos t)", "-1/(1 - cos t)^2"),
        ("e^t", "t e^(-t)", "e^(-2t) (1 - t)", "e^(-3t) (2t - 3)"),
    ],
)
def test_curves_with_a_parameter(x: Any, y: Any, slope: Any, second: Any) -> None:
    for order, wanted in ((1, slope), (2, second)):
        solution = symtutor.parametric(x, y, order=order)
        assert solution.report.status is Status.CORRECT
        assert solution.check(wanted).status is Status.CORRECT


def test_inverse_functions_and_differentials() -> None:
    assert symtutor.inverse_derivative("x^3 + x", 2).answer == sp.Rational(1, 4)
    assert symtutor.inverse_derivative("2x + cos x", 1).answer == sp.Rational(1, 2)
    assert symtutor.inverse_derivative("sin x", "1/2", point="pi/6").answer == 2 / sp.sqrt(3)
    assert symtutor.differential("x cos x").check("(cos x - x sin x) dx").status is Status.CORRECT
    assert symtutor.differential("y = x^2", at={"x": 3, "dx": "1/10"}).answer == sp.Rational(3, 5)


# ---- lines --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "f, at, line",
    [
        ("x^2", 2, "y = 4x - 4"),
        ("3 - 4x", 2, "y = 3 - 4x"),
        ("10 e^(x/2)", 0, "y = 5x + 10"),
        ("sin x", "pi/3", "y = sqrt(3)/2 + (x - pi/3)/2"),
        ("y = 1/x", {"x": -1}, "y = -x - 2"),
        ("cbrt(x)", 0, "x = 0"),
        ("x^2 + y^2 = 25", (3, 4), "3x + 4y = 25"),
        ("x^2 + y^2 = 25", (5, 0), "x = 5"),
        ("x^2 + x y - y^2 + 7x - 3y - 26 = 0", (3, -2), "y = -11/4 x + 25/4"),
    ],
)
def test_tangent_lines(f: Any, at: Any, line: Any) -> None:
    solution = symtutor.tangent(f, at=at)
    assert solution.explained
    assert solution.report.status is Status.CORRECT
    assert solution.check(line).status is Status.CORRECT


@pytest.mark.parametrize(
    "f, at, line",
    [
        ("x^2", 1, "y = 3/2 - x/2"),
        ("cos x", 0, "x = 0"),
        ("cbrt(x)", 0, "y = 0"),
        ("x^2 + y^2 = 25", (3, 4), "y = 4x/3"),
        ("x^2 + y^2 = 25", (0, 5), "x = 0"),
        ("x^2 + y^2 = 25", (5, 0), "y = 0"),
    ],
)
def test_normal_lines(f: Any, at: Any, line: Any) -> None:
    solution = symtutor.normal_line(f, at=at)
    assert solution.report.status is Status.CORRECT
    assert solution.check(line).status is Status.CORRECT


def test_a_line_is_named_with_its_point_and_slope() -> None:
    text = str(symtutor.tangent("x^2", at=2))
    assert "y = 4 + 4(x − 2)" in text
    assert "y = 4x − 4" in text


def test_a_surface_has_a_tangent_plane() -> None:
    assert symtutor.tangent("x^2 + y^2", at={"x": 1, "y": 2}).answer == sp.Eq(sp.Symbol("z"), 2 * X + 4 * Y - 5)


def test_there_is_no_tangent_at_a_kink_or_outside_the_domain() -> None:
    for f, at in (("max(x, 2x)", 0), ("ln x", -1)):
        with pytest.raises((NoRuleApplies, InputError)):
            symtutor.tangent(f, at=at)


def test_a_false_rule_is_refuted_by_independent_code() -> None:
    wrong = replace(BOOK.by_id["implicit.divide"], right=lambda factor, rest, unknown, result: -result)
    solved = derive(Problem(as_term(0) + kinds.Slope(X**2 + Y**2, sp.Integer(25), Y, X, ())), BOOK.with_rules(wrong))
    with pytest.raises(StepRefuted, match=r"implicit\.divide"):
        check_derivation(solved)
