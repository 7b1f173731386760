"""Strict constraints and positive letters: an optimum inside, a bound that is not attained, convexity in the logarithms."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.algorithms.optimization.open_sets import strict_optimum
from symtutor.checking.optimization.open_sets import judge_open_optimum
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.verdict import Status

X, Y = sp.symbols("x y")
POSITIVE = ["x > 0", "y > 0", "z > 0"]


@pytest.mark.parametrize(
    ("ask", "f", "held", "place", "value", "reason"),
    [
        (st.minimize, "x + 1/x", ["x > 0"], (1,), 2, "convex"),
        (st.minimize, "x^2 + 54/x", ["x > 0"], (3,), 27, "convex"),
        (st.minimize, "x - ln x", ["x > 0"], (1,), 1, "convex"),
        (st.minimize, "x + y + 1/(x y)", ["x > 0", "y > 0"], (1, 1), 3, "convex"),
        (st.minimize, "2x y + 2y z + 2x z", ["x y z = 8", *POSITIVE], (2, 2, 2), 24, "log-convex"),
        (st.minimize, "2x y + 2y z + 2x z", ["x y z >= 8", *POSITIVE], (2, 2, 2), 24, "log-convex"),
        (st.maximize, "x y z", ["2x y + 2y z + 2z x = 24", *POSITIVE], (2, 2, 2), 8, "log-convex"),
        (st.minimize, "2pi r^2 + 2pi r h", ["pi r^2 h = 16 pi", "r > 0", "h > 0"], (4, 2), 24 * sp.pi, "log-convex"),
        (st.minimize, "x/y + y/x", ["x > 0", "y > 0"], (1, 1), 2, "log-convex"),
        (st.minimize, "x^2 + y^2", ["x > -1"], (0, 0), 0, "convex"),
    ],
)
def test_an_optimum_inside_is_proved(ask: Any, f: str, held: Any, place: Any, value: Any, reason: str) -> None:
    solution = ask(f, subject_to=held)
    answer = solution.answer
    assert (tuple(answer.point.values()), answer.value, answer.reason) == (place, value, reason)
    assert len(answer.multipliers) == len(held)
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("f", "held", "status", "value"),
    [
        ("x", ["x > 0"], "not attained", 0),
        ("x^2 + y^2", ["x + y > 2"], "not attained", 2),
        ("-x", ["x > 0"], "unbounded", -sp.oo),
        ("x", ["x > 0", "x <= -1"], "infeasible", sp.nan),
        (sp.Symbol("x", positive=True), [], "not attained", 0),
        (sp.Symbol("x", nonnegative=True), [], "minimum", 0),
    ],
)
def test_what_a_strict_constraint_leaves_out_is_said(f: Any, held: Any, status: str, value: Any) -> None:
    solution = st.minimize(f, subject_to=held)
    assert (solution.answer.status, solution.answer.value) == (status, value)
    assert solution.report.status is Status.CORRECT


def test_false_claims_about_open_sets_are_not_proved() -> None:
    parts = (X + 1 / X, sp.Tuple(), sp.Tuple(), sp.Tuple(X), sp.S.One, sp.Tuple(0), sp.Tuple(X))
    best = strict_optimum(*parts)
    elsewhere = Optimum(*(sp.Tuple(sp.Integer(2)) if k == 1 else sp.Rational(5, 2) if k == 2 else a for k, a in enumerate(best.args)))
    outside = Optimum(*(sp.Tuple(sp.Integer(-1)) if k == 1 else sp.Integer(-2) if k == 2 else a for k, a in enumerate(best.args)))
    assert judge_open_optimum(MinimumOf(*parts), best).status is Status.CORRECT
    assert judge_open_optimum(MinimumOf(*parts), elsewhere).status is Status.INCORRECT
    assert judge_open_optimum(MinimumOf(*parts), outside).status is Status.INCORRECT
    bent = (X**3 - 3 * X, *parts[1:])
    claimed = Optimum(*(sp.Integer(-2) if k == 2 else a for k, a in enumerate(best.args)))
    assert judge_open_optimum(MinimumOf(*bent[:6], sp.Tuple(X + 5)), claimed).status is not Status.CORRECT


def test_a_point_on_a_strict_boundary_is_no_answer() -> None:
    verdict = st.minimize("x + 1/x", subject_to="x > 0").check("x = -1")
    assert verdict.status == "incorrect"
    assert "must be positive" in verdict.explanation


@pytest.mark.parametrize("f", ["i x", "I"])
def test_what_is_not_real_has_no_order(f: str) -> None:
    with pytest.raises(st.SymtutorError, match="imaginary"):
        st.minimize(sp.I * X if f == "I" else f, subject_to="x >= 1")


def test_nothing_found_is_not_called_empty() -> None:
    answer = str(st.minimize("x/y", subject_to="x^2 + y^2 = 2")).rpartition("Answer:")[2]
    assert "undecided" in answer
