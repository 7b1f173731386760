"""Kinks, jumps and pieces: where there is a derivative, what it is, and that there is none elsewhere."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.checking.calculus.real_values import real_value
from symtutor.checking.meanings.by_goal import judge
from symtutor.errors import NoRuleApplies
from symtutor.goals import curves as kinds
from symtutor.verdict import Status

X = sp.Symbol("x")
THIRD = sp.Rational(1, 3)


def slope(f: Any, **options: Any) -> Any:
    solution = symtutor.differentiate(f, "x", **options)
    assert solution.explained
    return solution


@pytest.mark.parametrize(
    "f, derivative",
    [
        (sp.Max(0, X), sp.Piecewise((1, X > 0), (0, True))),
        (sp.Max(X, X**2), sp.Piecewise((1, (X > 0) & (X < 1)), (2 * X, True))),
        (sp.Min(1, X**2), sp.Piecewise((2 * X, (X > -1) & (X < 1)), (0, True))),
        (sp.Max(0, 2 * X - 3), 2 * sp.Heaviside(2 * X - 3)),
        (sp.Max(X / 100, X), sp.Piecewise((1, X > 0), (sp.Rational(1, 100), True))),
        (sp.Max(0, X) ** 2, 2 * sp.Max(0, X)),
        (sp.exp(sp.Abs(X)), sp.exp(sp.Abs(X)) * sp.sign(X)),
        (sp.Heaviside(X - 1) * X, sp.Heaviside(X - 1)),
        (sp.sign(sp.sin(X)) * X, sp.sign(sp.sin(X))),
        (X * sp.floor(X), sp.floor(X)),
        (sp.ceiling(X / 2), sp.S.Zero),
        (sp.sign(X - 1) * sp.Abs(X - 1) ** THIRD, THIRD * sp.Abs(X - 1) ** (-2 * THIRD)),
        (sp.real_root(X, 3), THIRD * sp.Abs(X) ** (-2 * THIRD)),
        (sp.log(sp.Abs(sp.cos(X))), -sp.tan(X)),
    ],
    ids=str,
)
def test_derivative_away_from_kinks(f: Any, derivative: Any) -> None:
    solution = slope(f)
    assert solution.report.status is Status.CORRECT
    assert solution.check(derivative).status is Status.CORRECT
    assert solution.check(derivative + 1).status is Status.INCORRECT


def test_a_kink_is_stated_with_both_slopes() -> None:
    solution = slope(sp.Piecewise((X**2, X < 0), (X, True)))
    text = str(solution)
    assert "slope 0 from the left, 1 from the right" in text
    assert "a kink" in text
    assert solution.answer == sp.Piecewise((2 * X, X < 0), (1, X > 0))
    assert solution.report.status is Status.CORRECT


def test_a_jump_is_stated_with_both_values() -> None:
    solution = slope(sp.Piecewise((X**2, X < 1), (5, True)))
    text = str(solution)
    assert "value 1 from the left, 5 from the right" in text
    assert "a jump" in text
    assert solution.answer == sp.Piecewise((2 * X, X < 1), (0, X > 1))


def test_pieces_that_fit_have_a_derivative_where_they_meet() -> None:
    solution = slope(sp.Piecewise((X**2, X < 1), (2 * X - 1, True)))
    assert "the slopes agree" in solution.text(width=400)
    assert solution.answer == sp.Piecewise((2 * X, X <= 1), (2, True))
    assert slope(sp.Piecewise((X**2, X < 1), (2 * X - 1, True)), at=1).answer == 2


def test_every_meeting_place_is_examined() -> None:
    solution = slope(sp.Piecewise((-X - 1, X < -1), (1 - X**2, X < 1), (2 - 2 * X, True)))
    assert solution.answer == sp.Piecewise((-1, X < -1), (-2 * X, (X > -1) & (X <= 1)), (-2, X > 1))
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    "f, said, derivative",
    [
        (
            "max(x, x^2)",
            ["slope 0 from the left, 1 from the right", "slope 1 from the left, 2 from the right", "a kink"],
            sp.Piecewise((2 * X, X < 0), (1, (X > 0) & (X < 1)), (2 * X, X > 1)),
        ),
        ("relu(x)", ["slope 0 from the left, 1 from the right", "a kink"], sp.Piecewise((0, X < 0), (1, X > 0))),
        (
            "leaky_relu(x)",
            ["slope 1/100 from the left, 1 from the right", "a kink"],
            sp.Piecewise((sp.Rational(1, 100), X < 0), (1, X > 0)),
        ),
        (
            "|x^2-1|",
            ["slope −2 from the left, 2 from the right", "a kink"],
            sp.Piecewise((2 * X, X < -1), (-2 * X, (X > -1) & (X < 1)), (2 * X, X > 1)),
        ),
        ("x|x|", ["the slopes agree"], sp.Piecewise((-2 * X, X <= 0), (2 * X, True))),
        ("sign(x)", ["value −1 from the left, 1 from the right", "a jump"], sp.Piecewise((0, sp.Ne(X, 0)))),
        (
            "||x|-1|",
            ["slope −1 from the left, 1 from the right", "slope 1 from the left, −1 from the right"],
            sp.Piecewise((-1, X < -1), (1, (X > -1) & (X < 0)), (-1, (X > 0) & (X < 1)), (1, X > 1)),
        ),
        ("min(sin x, cos x)", ["for sin x ≠ cos x"], None),
        ("|sin x|", ["for sin x ≠ 0"], None),
    ],
)
def test_every_join_is_examined_or_said_to_be_left_out(f: str, said: list[str], derivative: Any) -> None:
    solution = slope(f)
    for words in said:
        assert words in solution.text(width=400)
    if derivative is not None:
        assert solution.answer == derivative
        assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    "f, derivative",
    [
        (sp.Piecewise((X**2, X**2 < 1), (X, True)), sp.Piecewise((1, X < -1), (2 * X, (X > -1) & (X < 1)), (1, X > 1))),
        (sp.Piecewise((X**2, sp.Abs(X) > 2), (4, True)), sp.Piecewise((2 * X, X < -2), (0, (X > -2) & (X < 2)), (2 * X, X > 2))),
        (sp.Piecewise((0, sp.Eq(X, 1)), (X, True)), sp.Piecewise((1, sp.Ne(X, 1)))),
        (sp.Piecewise((1, sp.Eq(X, 1)), (X, True)), sp.S.One),
        (
            sp.Piecewise((sp.sin(X) / X, sp.Ne(X, 0)), (1, True)),
            sp.Piecewise(((X * sp.cos(X) - sp.sin(X)) / X**2, sp.Ne(X, 0)), (0, True)),
        ),
        (
            sp.Piecewise((X**2 * sp.sin(1 / X), sp.Ne(X, 0)), (0, True)),
            sp.Piecewise((2 * X * sp.sin(1 / X) - sp.cos(1 / X), sp.Ne(X, 0)), (0, True)),
        ),
    ],
    ids=str,
)
def test_conditions_of_any_form_are_examined(f: Any, derivative: Any) -> None:
    assert slope(f).answer == derivative


def test_letters_decide_whether_there_is_a_jump() -> None:
    a = sp.Symbol("a")
    solution = slope(sp.Piecewise((X, a > X), (X**2, True)))
    assert "a ≠ a²" in str(solution)
    assert solution.report.status is Status.CORRECT


def test_there_is_no_derivative_at_a_kink() -> None:
    for f, at in ((sp.Piecewise((X**2, X < 0), (X, True)), 0), (sp.Max(0, X), 0), (sp.Abs(X - 2), 2), (sp.floor(X), 3)):
        assert slope(f, at=at).answer is sp.nan


def test_a_corner_may_be_smoothed_by_a_factor() -> None:
    assert slope("x|x|", at=0).answer == 0
    assert slope("|x|", at=-3).answer == -1
    assert slope("max(0, x^3)", at=0).answer == 0


def test_a_tangent_at_a_kink_does_not_exist_and_elsewhere_it_does() -> None:
    with pytest.raises(NoRuleApplies):
        symtutor.tangent("|x|", at=0)
    assert symtutor.tangent("|x|", at=-2).answer == sp.Eq(sp.Symbol("y"), -X)
    assert symtutor.tangent("x|x|", at=0).answer == sp.Eq(sp.Symbol("y"), 0)


@pytest.mark.parametrize(
    "f, order, at, answer",
    [
        ("|x|", 2, 0, sp.nan),
        ("|x|^3", 2, 0, sp.S.Zero),
        ("|x|^3", 3, 0, sp.nan),
        ("|x|^4", 4, 0, sp.Integer(24)),
        ("x|x|", 2, 0, sp.nan),
        ("|sin x|", 2, 0, sp.nan),
        ("sin x |sin x|", 1, 0, sp.S.Zero),
        ("max(x, x^2)", 2, 1, sp.nan),
        ("|x - 1|^3 + x^2", 2, 1, sp.Integer(2)),
        ("floor(x)", 2, 3, sp.nan),
        ("|x|", 2, 5, sp.S.Zero),
    ],
)
def test_derivatives_of_any_order_at_a_kink_are_worked_out(f: str, order: int, at: int, answer: Any) -> None:
    solution = slope(f, order=order, at=at)
    assert solution.answer is answer or solution.answer == answer
    assert solution.report.status is Status.CORRECT


def test_real_odd_roots_of_negative_numbers() -> None:
    assert slope("cbrt(x)", at=-8).answer == sp.Rational(1, 12)
    assert slope("x^(1/5)", at=-32).answer == sp.Rational(1, 80)
    assert slope("x^(5/3)", at=-8).answer == sp.Rational(20, 3)
    assert slope("x^(2/3)", at=-8).answer == -THIRD
    assert slope(sp.real_root(X, 3), at=-8).answer == sp.Rational(1, 12)
    assert real_value(X**THIRD, {X: sp.Integer(-27)}) == -3


def test_a_sum_over_gaps_keeps_the_gap() -> None:
    half = sp.Piecewise((sp.sqrt(X), X > 0))
    solution = slope(half)
    assert solution.answer.subs(X, 4) == sp.Rational(1, 4)


@pytest.mark.parametrize("claimed, status", [(sp.nan, Status.CORRECT), (sp.S.Zero, Status.INCORRECT), (sp.S.One, Status.INCORRECT)])
def test_independent_code_knows_a_kink(claimed: Any, status: Any) -> None:
    goal = kinds.Join(X**2, X, 2 * X, sp.S.One, X, sp.S.Zero, sp.S.Zero)
    assert judge(goal, claimed).status is status


def test_independent_code_knows_the_pieces() -> None:
    goal = kinds.PiecewiseSlope((2 * X, sp.S.One), (sp.nan,), (sp.S.Zero,), X)
    assert judge(goal, sp.Piecewise((2 * X, X < 0), (1, X > 0))).status is Status.CORRECT
    assert judge(goal, sp.Piecewise((2 * X, X <= 0), (1, X > 0))).status is Status.INCORRECT
    assert judge(goal, sp.Piecewise((1, X < 0), (2 * X, X > 0))).status is Status.INCORRECT


def test_a_function_of_a_function_known_by_name_is_judged_beside_kinks() -> None:
    solution = symtutor.differentiate("max(x,x^2,1/2) f(g(x)) |x-a|", "x")
    assert solution.report.count(Status.INCORRECT) == 0
    assert solution.check("0").status == "incorrect"


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (lambda: symtutor.hessian("(x^2 + y^2)^(3/2)", at={"x": 0, "y": 0}), sp.zeros(2, 2)),
        (lambda: symtutor.hessian("(x^4 + y^2)^(3/2)", at={"x": 0, "y": 0}), sp.zeros(2, 2)),
        (lambda: symtutor.differentiate("(x^2 + y^2)^(3/2)", "x", "y", at={"x": 0, "y": 0}), 0),
        (lambda: symtutor.differentiate("(x^2)^(3/2)", order=2, at=0), 0),
        (lambda: symtutor.differentiate("x^(5/3)", order=2, at=0), sp.nan),
    ],
    ids=map(str, range(5)),
)
def test_a_second_derivative_whose_formula_is_0_by_0_is_taken_from_the_first(ask: Any, wanted: Any) -> None:
    assert ask().answer == wanted
