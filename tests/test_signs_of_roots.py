"""Signs of exact numbers in the checker: 0 is proved and not rounded to."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.optimization.constrained import judge_optimum
from symtutor.checking.optimization.zeros.algebraic import sign_of_roots, zero_bound
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.verdict import Status

T = sp.Symbol("t")
ROOT = sp.CRootOf(T**5 - T - 1, 0)
HALF = sp.CRootOf(T**10 - T**2 - 1, 1)  # its square is the root
SMALL = sp.Rational(1, 10**60)


@pytest.mark.parametrize("number", [ROOT**5 - ROOT - 1, HALF**2 - ROOT, sp.sqrt(2) * ROOT - sp.sqrt(8) * HALF**2 / 2])
def test_zero_is_told_from_a_number_that_is_very_small(number: sp.Expr) -> None:
    assert [sign_of_number(number + step) for step in (0, SMALL, -SMALL)] == [0, 1, -1]


def test_a_common_denominator_counts_in_the_bound() -> None:
    x = sp.Symbol("x")
    far = sp.Integer(10) ** 80
    assert (zero_bound(x / far, {x: sp.sqrt(2)}) or 0) > 80
    assert sign_of_roots(ROOT / far - sp.Rational(7, 6) / far) == 1


def test_a_number_that_is_not_algebraic_is_not_taken_for_zero() -> None:
    assert sign_of_number(sp.exp(ROOT) - sp.exp(HALF**2)) != 1
    assert sign_of_number(sp.exp(ROOT) - 3) == 1


def test_an_optimum_with_a_value_that_is_off_by_less_than_any_rounding_is_refuted() -> None:
    solved = st.minimize("x^4 - 4x + y^2", subject_to="x + y >= 1")
    goal, best = solved.problem.goal, solved.derivation.value
    nearly = best.func(*(best.height + SMALL if name == "height" else getattr(best, name) for name in best.fields))
    assert judge_optimum(goal, best, {}, {}).status is Status.CORRECT
    assert judge_optimum(goal, nearly, {}, {}).status is Status.INCORRECT
