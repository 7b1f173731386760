"""Gradient descent, momentum and Newton's method: exact steps, bounds of the rate, hand-made steps, pictures."""

from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.by_goal import judge
from symtutor.verdict import Status

X, Y = sp.symbols("x y")


def test_the_first_steps_are_exact_and_the_greatest_rate_is_derived() -> None:
    solution = st.descend("x^2 + 4y^2", (1, 1), rate="1/10", steps=2)
    assert solution.answer.points == ((1, 1), (sp.Rational(4, 5), sp.Rational(1, 5)), (sp.Rational(16, 25), sp.Rational(1, 25)))
    assert (solution.answer.longest, solution.answer.factor) == (sp.Rational(1, 4), sp.Rational(4, 5))
    assert solution.report.status is Status.CORRECT
    assert "0 < η < 2/L" in str(solution)


def test_one_step_of_newton_reaches_the_minimum_of_a_quadratic() -> None:
    solution = st.descend("x^2 + x y + 2y^2 - x", (2, 1), method="newton", steps=1)
    assert solution.answer.point == {X: sp.Rational(4, 7), Y: sp.Rational(-1, 7)}
    assert solution.answer.factor == 0
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize("seed", range(6))
def test_the_factor_of_a_quadratic_is_that_of_the_matrix_of_the_iteration(seed: int) -> None:
    random = Random(seed)
    a, b, c = random.randint(1, 4), random.randint(-1, 1), random.randint(1, 4)
    beta = random.choice([sp.S.Zero, sp.Rational(1, 4), sp.Rational(4, 9)])
    eta = sp.Rational(1, random.randint(2, 9))
    answer = st.descend(a * X**2 + b * X * Y + c * Y**2, (1, -2), rate=eta, momentum=beta, steps=1).answer
    hessian = np.array([[2 * a, b], [b, 2 * c]], dtype=float)
    one, zero = np.eye(2), np.zeros((2, 2))
    whole = np.block([[(1 + float(beta)) * one - float(eta) * hessian, -float(beta) * one], [one, zero]])
    assert float(answer.factor) == pytest.approx(max(abs(np.linalg.eigvals(whole))), abs=1e-6)
    assert (float(answer.factor) < 1) == (eta < answer.longest)


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (1, sp.Tuple(sp.Tuple(1, 1), sp.Tuple(sp.Rational(6, 5), sp.Rational(9, 5)))),
        (2, sp.Tuple(5, 1)),
        (3, sp.Rational(1, 2)),
        (3, sp.Rational(1, 8)),
        (4, sp.Rational(1, 2)),
        (4, sp.Rational(9, 10)),
    ],
)
def test_a_false_claim_about_steps_is_refuted(index: int, value: Any) -> None:
    solution = st.descend("x^2 + 4y^2", (1, 1), rate="1/10", steps=1)
    args = list(solution.derivation.value.args)
    assert judge(solution.problem.goal, solution.derivation.value).status is Status.CORRECT
    args[index] = value
    assert judge(solution.problem.goal, solution.derivation.value.func(*args)).status is Status.INCORRECT


PLAIN = {"f": "x^2 + 4y^2", "start": (1, 1), "steps": 2}


@pytest.mark.parametrize(
    ("options", "answer", "mistake"),
    [
        (PLAIN, [("6/5", "9/5"), ("36/25", "81/25")], "uphill"),
        (PLAIN, [(-1, -7), (1, 49)], "rate-forgotten"),
        (PLAIN, ("3/5", "-3/5"), "old-gradient"),
        (PLAIN | {"momentum": "1/2"}, ("16/25", "1/25"), "momentum-forgotten"),
        (PLAIN | {"momentum": "1/2"}, ("37/50", "11/25"), "momentum-with-wrong-sign"),
        ({"f": "x^2 + 4y^2", "start": (1, 1), "steps": 1, "method": "newton"}, (-3, -63), "not-inverted"),
        ({"f": "x^2 + 4y^2", "start": (1, 1), "steps": 1, "method": "newton"}, (-1, -7), "gradient-step"),
        ({"f": "x^2 - 2", "start": 1, "steps": 1, "method": "newton"}, "3/2", "value-for-gradient"),
    ],
)
def test_a_slip_in_hand_made_steps_is_named(options: dict[str, Any], answer: Any, mistake: str) -> None:
    verdict = st.descend(**options).check(answer)
    assert (verdict.status, verdict.mistake) == ("incorrect", f"optimize.descent/{mistake}")


@pytest.mark.parametrize("answer", [("16/25", "1/25"), {"x": "16/25", "y": "1/25"}, [(1, 1), ("4/5", "1/5"), ("16/25", "1/25")]])
def test_right_steps_are_right_at_every_door(answer: Any) -> None:
    solution = st.descend(**PLAIN)
    assert solution.check(answer).status == "correct"
    assert st.check(solution.problem, answer).status == "correct"
    assert st.Solution.from_json(solution.json()).check(answer).status == "correct"


@pytest.mark.parametrize(
    "options",
    [
        {"rate": 0},
        {"rate": -1},
        {"momentum": 1},
        {"method": "adam"},
        {"steps": 0},
        {"steps": 10**6},
        {"start": (1, 1, 1)},
        {"start": ("a", 1)},
        {"f": "a x^2 + y^2", "variables": "x y"},
        {"f": "ln x + y", "start": (-1, 0)},
    ],
)
def test_what_cannot_be_stepped_is_said(options: dict[str, Any]) -> None:
    with pytest.raises(st.SymtutorError):
        st.descend(**(PLAIN | options))


def test_newton_stops_where_the_hessian_is_singular() -> None:
    solution = st.descend("x^3", 0, method="newton")
    assert "the Hessian is singular there" in " ".join(str(solution).split())
    assert solution.report.status is not Status.CORRECT


@pytest.mark.parametrize(("f", "start"), [("x^2 + 4y^2", (1, 1)), ("x^4 - x", 1)])
def test_the_way_down_has_a_picture(f: str, start: Any) -> None:
    assert st.descend(f, start).plot().alt.startswith("3 steps downhill on")
