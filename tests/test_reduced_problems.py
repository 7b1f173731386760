"""Problems led back to others: increasing functions, |·|, max and min by parts; compared with values found by eye."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.optimization.reduced import judge_reduced
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.verdict import Status

X, Y = sp.symbols("x y")
HALF = sp.Rational(1, 2)


@pytest.mark.parametrize(
    ("ask", "f", "held", "value"),
    [
        (st.minimize, "|x| + |y|", [], 0),
        (st.minimize, "|x - 1| + x^2", [], sp.Rational(3, 4)),
        (st.minimize, "|x - 2| + |y|", ["x + y = 1"], 1),
        (st.minimize, "max(x, y)", ["x + y = -2"], -1),
        (st.maximize, "max(x, y)", ["x^2 + y^2 <= 4", "y >= 0"], 2),
        (st.maximize, "|x| + |y|", ["x >= 0", "x y >= 2"], sp.oo),
        (st.minimize, "x + y", ["|x| <= 1", "|y| <= 2"], -3),
        (st.minimize, "x^2", ["|x| <= -1"], sp.nan),
        (st.minimize, "sqrt(x^2 + y^2)", ["x + y <= 3"], 0),
        (st.minimize, "sqrt((x - 1)^2 + (y - 2)^2)", ["y = 2x + 3"], 3 * sp.sqrt(5) / 5),
        (st.minimize, "e^(x^2 + y^2)", ["x + y = 2"], sp.exp(2)),
    ],
)
def test_the_value_is_found_and_proved(ask: Any, f: str, held: Any, value: Any) -> None:
    solution = ask(f, subject_to=held)
    assert solution.answer.value == value or sp.simplify(solution.answer.value - value) == 0
    assert solution.report.status is Status.CORRECT


def test_a_part_that_is_left_out_is_not_proved() -> None:
    goal: Any = MinimumOf(sp.Abs(X), sp.Tuple(), sp.Tuple(), sp.Tuple(X), sp.S.One, sp.Tuple(), sp.Tuple())
    zero = sp.Integer(0)

    def found(*place: Any, why: str = "convex") -> Any:
        parts = (sp.Tuple(X), place, zero, (), sp.S.One, "minimum", why, (), (), (), sp.nan, (sp.Symbol("unknown"), ()))
        return Optimum(*parts)

    def part(sign: int) -> Any:
        return MinimumOf(sign * X, sp.Tuple(sign * X), sp.Tuple(), sp.Tuple(X), sp.S.One, sp.Tuple(1), sp.Tuple())

    claimed = found(zero, why="parts")
    both = judge_reduced(goal, claimed, {part(1): found(zero), part(-1): found(zero)})
    one = judge_reduced(goal, claimed, {part(1): found(zero)})
    assert both is not None
    assert one is not None
    assert (both.status, one.status) == (Status.CORRECT, Status.UNDECIDED)


def test_a_decreasing_function_is_not_taken_for_an_increasing_one() -> None:
    rows = (sp.Tuple(), sp.Tuple(X - 1), sp.Tuple(X), sp.S.One, sp.Tuple(-1), sp.Tuple())
    best = st.minimize(X**2, subject_to="x = 1")
    claimed = Optimum(sp.Tuple(X), (1,), -sp.E, (), sp.S.One, "minimum", "increasing", (), (), (), sp.nan, (sp.Symbol("unknown"), ()))
    verdict = judge_reduced(MinimumOf(-sp.exp(X**2), *rows), claimed, {MinimumOf(X**2, *rows): best.derivation.value})
    assert verdict is not None
    assert verdict.status is Status.UNDECIDED


@pytest.mark.parametrize("held", [["x^2 + y^2 = 4"], ["y <= x^2"]])
def test_a_logarithm_keeps_its_letters_positive(held: Any) -> None:
    answer = st.maximize("ln(x) + ln(y)", subject_to=held).answer
    assert answer.point is None or all(v > 0 for v in answer.point.values())


@pytest.mark.parametrize(
    ("ask", "f", "held", "value"),
    [
        (st.minimize, "max(x, -x, y)", [], 0),
        (st.minimize, "max(x, y, x + y)", ["x^2 + y^2 <= 1"], -sp.sqrt(2) / 2),
        (st.maximize, "sqrt(x y)", ["x + y <= 2"], sp.oo),
        (st.maximize, "e^x", ["x >= 0"], sp.oo),
        (st.minimize, "x + 1/x", ["x >= 1/2"], 2),
    ],
)
def test_orders_of_three_and_outer_functions_without_bound(ask: Any, f: str, held: Any, value: Any) -> None:
    solution = ask(f, subject_to=held)
    assert solution.answer.value == value
    assert solution.report.status is Status.CORRECT


def test_letters_do_not_make_gradients_dependent() -> None:
    text = " ".join(str(st.minimize("(x-p)^2 + (y-q)^2", subject_to="a x + b y + c = 0", variables="x y")).split())
    assert "are dependent" not in text
    assert "stay 0: a local minimum" in text


@pytest.mark.parametrize(
    ("f", "held", "places", "other"),
    [
        ("|x - 1| + |x + 1|", "x <= 5", {(-1,), (1,)}, "x = 0"),
        ("|x| - |y|", "x^2 + y^2 <= 1", {(0, 1), (0, -1)}, "x = 0, y = -1"),
    ],
)
def test_every_best_point_of_a_part_is_told_and_others_are_right_too(f: str, held: str, places: Any, other: str) -> None:
    solution = st.minimize(f, subject_to=held)
    assert {tuple(p) for p in solution.derivation.value.ties} == places
    assert solution.report.status is Status.CORRECT
    assert "for example" in str(solution)
    assert solution.check(other).status == "correct"


@pytest.mark.parametrize(
    ("f", "held", "place", "value"),
    [
        ("e^x + y", ["x >= 0", "x + y = -3"], (0, -3), -2),
        ("x ln x", ["x > 0"], (sp.exp(-1),), -sp.exp(-1)),
        ("x ln x", ["x <= 1"], (sp.exp(-1),), -sp.exp(-1)),
        ("ln(e^x + e^y)", ["x + y = 2"], (1, 1), sp.log(2) + 1),
        ("e^x - 2x", [], (sp.log(2),), 2 - 2 * sp.log(2)),
    ],
)
def test_one_exponential_or_logarithm_is_solved_for(f: str, held: Any, place: Any, value: Any) -> None:
    solution = st.minimize(f, subject_to=held)
    assert tuple(solution.answer.point.values()) == place
    assert sp.expand(solution.answer.value - value) == 0
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("sense", "f", "constraints", "status", "value", "points"),
    [
        (1, "sqrt(x) + sqrt(y)", "x + y = 1", "minimum", 1, {(0, 1), (1, 0)}),
        (-1, "sqrt(x) + sqrt(y)", "x + y = 1", "maximum", sp.sqrt(2), {(HALF, HALF)}),
        (1, "x ln x + y ln y", "x + y = 1", "minimum", -sp.log(2), {(HALF, HALF)}),
        (1, "x", ["x > 0", "x < 0"], "infeasible", sp.nan, set()),
        (1, "x^2 + 1", "x > 0", "not attained", 1, set()),
        (-1, "ln x", (), "unbounded", sp.oo, set()),
        (-1, "1 - 1/x", "x >= 1", "not attained", 1, set()),
        (1, "||x| - 1|", (), "minimum", 0, {(-1,), (1,)}),
        (1, "|x - 1| + |x + 1|", "x <= 5", "minimum", 2, {(-1,), (1,)}),
        (1, "x + cos(x)", ["x >= 0", "x <= 3"], "minimum", 1, {(0,)}),
        (1, "e^x + x^2", ["x^2 >= 1"], "minimum", 1 + sp.exp(-1), {(-1,)}),
    ],
)
def test_one_variable_that_is_left_decides(sense: int, f: str, constraints: Any, status: str, value: Any, points: set[Any]) -> None:
    ask = st.minimize if sense == 1 else st.maximize
    solution = ask(f, subject_to=constraints)
    found = solution.answer
    assert (found.status, found.value) == (status, value)
    assert {tuple(p.values()) for p in found.points} == points
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("ask", "f", "constraints"),
    [
        (st.maximize, "e^x - 2y", "y^2 = x^3"),
        (st.maximize, "ln(x) + ln(y)", "y <= x^2"),
        (st.minimize, "x/y", []),
        (st.minimize, "-sqrt(x + y)", ["x >= 0", "y >= 0"]),
        (st.maximize, "x + sin(y)", []),
    ],
)
def test_a_curve_shows_that_there_is_no_bound(ask: Any, f: str, constraints: Any) -> None:
    solution = ask(f, subject_to=constraints)
    assert solution.answer.status == "unbounded"
    assert solution.report.status is Status.CORRECT


def test_a_curve_that_leaves_the_constraints_shows_nothing() -> None:
    solution = st.maximize("e^x - 2y", subject_to="y^2 = x^3")
    known = {node.goal: node.value for node in solution.derivation.nodes()}
    goal: Any = solution.problem.goal
    narrower = MinimumOf(goal.args[0], sp.Tuple(1 - X), *goal.args[2:5], sp.Tuple(1, -1), sp.Tuple())
    verdict = judge_reduced(narrower, solution.derivation.value, known)
    assert verdict is not None
    assert verdict.status is not Status.CORRECT
