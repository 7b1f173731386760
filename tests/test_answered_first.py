"""Answers that come before their steps: certified, and the same as the worked solution's."""

from fractions import Fraction
from random import Random

import pytest
import sympy as sp

import symtutor as st
from symtutor.ask.optimization.certified import certified_optimum
from symtutor.checking.optimization.certificates import is_certified
from symtutor.goals.optimization import MinimumOf
from symtutor.verdict import Status
from tests.optimization_problems import least_value, programme_in_letters, quadratic_programme

X, Y = sp.symbols("x y")
GOAL = MinimumOf(X**2 + Y**2, sp.Tuple(X + Y - 2), sp.Tuple(X - 2 * Y), sp.Tuple(X, Y), sp.S.One, sp.Tuple(1, -1), sp.Tuple())
PLACE, LAMS = (sp.Rational(4, 3), sp.Rational(2, 3)), (sp.Rational(20, 9), sp.Rational(4, 9))


@pytest.mark.parametrize("seed", range(30))
def test_the_first_answer_is_that_of_the_worked_solution(seed: int) -> None:
    q, c, rows = quadratic_programme(Random(seed))
    f, constraints, names = programme_in_letters(q, c, rows)
    solution = st.minimize(f, subject_to=constraints, variables=names)
    first, worked = solution.answer, solution.kind.answer(solution.case)
    assert (first.status, first.point, first.value, first.multipliers) == (worked.status, worked.point, worked.value, worked.multipliers)
    wanted = least_value(q, c, rows)
    if isinstance(wanted, Fraction):
        assert first.value == sp.Rational(wanted.numerator, wanted.denominator)


def test_everything_else_is_made_when_it_is_asked_for() -> None:
    solution = st.maximize("4x - x^2 - y^2", subject_to=["x + y <= 1", "y >= 0"])
    answer = solution.answer
    assert (answer.point, answer.value, answer.dual, answer.status, answer.reason) == ({X: 1, Y: 0}, 3, 3, "maximum", "convex")
    assert "derivation" not in vars(solution)
    assert len(answer.cases) == 4
    assert solution.report.status is Status.CORRECT
    assert solution.check({"x": 1, "y": 0}).status is Status.CORRECT
    assert "Put the constraints into a Lagrangian" in str(solution)


def test_a_certificate_holds() -> None:
    assert certified_optimum(GOAL) == (PLACE, LAMS)
    assert is_certified(GOAL, PLACE, LAMS)


@pytest.mark.parametrize(
    ("f", "place", "lams"),
    [
        (X**2 + Y**2, (2, 1), LAMS),  # not stationary
        (X**2 + Y**2, (0, 0), (0, 0)),  # not feasible
        (X**2 + Y**2, PLACE, (LAMS[1], LAMS[0])),  # not stationary with these
        (-(X**2) - Y**2, PLACE, tuple(-m for m in LAMS)),  # not convex, and a sign is wrong
        (X**4, PLACE, LAMS),  # no quadratic
    ],
)
def test_what_is_no_certificate_is_refused(f: sp.Expr, place: tuple[int, ...], lams: tuple[int, ...]) -> None:
    goal = MinimumOf(f, *GOAL.args[1:])
    assert not is_certified(goal, [sp.Rational(p) for p in place], [sp.Rational(m) for m in lams])
