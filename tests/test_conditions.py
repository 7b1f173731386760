"""Conditions on letters: they can hold, the check is made where they do, and verdicts name them."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.calculus.satisfying import holds_at, points_where, satisfiable
from symtutor.checking.derivation import check_derivation
from symtutor.checking.equivalence.domains import further_conditions
from symtutor.checking.meanings.definite_integrals import judge_definite
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.remarks import CAME_BACK
from symtutor.errors import StepRefuted
from symtutor.goals.core import D, DefiniteIntegral
from symtutor.term import quote
from symtutor.verdict import Status

A, B, X = sp.symbols("a b x")


@pytest.mark.parametrize(
    "conditions, truth",
    [
        ((), True),
        ((A > 100, B > A + 50), True),
        ((A * B > 0, sp.Abs(A - B) < sp.pi, sp.cos(A) * sp.cos(B) > 0), True),
        ((A < 1, A > 1), False),
        ((-(A**2) > 0,), False),
        ((A * B > 0, A * B + 1 < 0), False),
    ],
)
def test_conditions_hold_together_where_a_point_shows_it(conditions: tuple[object, ...], truth: bool) -> None:
    assert satisfiable(conditions) is truth
    assert all(holds_at(c, point) for point in points_where(conditions, count=3) for c in conditions)


def test_points_lie_in_the_domain() -> None:
    assert all(point[A] in {1, 2} for point in points_where((), (A,), {A: sp.FiniteSet(1, 2)}, count=5))


def test_a_value_that_is_not_real_everywhere_has_further_conditions() -> None:
    assert further_conditions(sp.sqrt(A) * sp.sqrt(B), (A * B > 0,)) == (A >= 0, B >= 0)


@pytest.mark.parametrize(
    "f, low, high, claimed",
    [
        (1 / X, -A, A, sp.S.Zero),
        (1 / X**2, -A, A, -2 / A),
        (sp.sec(X) ** 2, A, A + sp.pi, sp.S.Zero),
        (X**2, A, B, (B**3 - A**3) / 3 + sp.Rational(1, 10**6) * sp.sign(A)),
    ],
)
def test_a_value_is_tried_at_points_where_its_conditions_hold(f: sp.Expr, low: sp.Expr, high: sp.Expr, claimed: sp.Expr) -> None:
    assert judge_definite(DefiniteIntegral(f, X, low, high), claimed, {}, {}).status != "correct"


def at(verdict: st.Verdict, **place: object) -> bool:
    """Tell whether a verdict claims that the answer is right at a place."""
    return verdict.status == "correct" and verdict.domain.subs({sp.Symbol(k): v for k, v in place.items()}) == sp.true


def test_a_verdict_names_the_conditions_of_the_solution() -> None:
    verdict = st.check("∫[p..q] 1/x^2 dx", "1/p - 1/q")
    assert at(verdict, p=1, q=3)
    assert at(verdict, p=-3, q=-1)
    assert not at(verdict, p=-1, q=3)
    tangent = st.check("∫[-b..b] tan x dx", "0")
    assert at(tangent, b=1)
    assert not at(tangent, b=2)
    growth = st.check("lim x->oo e^(k x)", "oo")
    assert at(growth, k=2)
    assert not at(growth, k=-2)


def test_an_answer_that_is_right_for_other_letters_is_not_refuted() -> None:
    assert str(st.check("lim x->oo e^(k x)", "0")) == "Correct for k < 0."
    assert st.check("lim x->oo e^(k x)", "1/2").status == "incorrect"
    assert st.check("∫[0..oo] e^(-a x) dx", "2/a").status == "incorrect"


def test_a_letter_beside_infinity_does_not_count() -> None:
    assert st.limit("x + b", "x", "oo").answer is sp.oo
    assert st.limit("4x + 1 - c/2", "x", "-oo").answer is -sp.oo


def test_roots_of_polynomials_are_numbers_in_whatever_letter_they_are_written() -> None:
    (root,) = sp.Poly(X**3 - X - 2, X).real_roots()
    assert (X - root).xreplace({X: sp.S.One}) == 1 - root
    assert st.differentiate("max(x^3 - x, 2)").answer.subs(X, 3) == 26


def test_cross_derivatives_in_another_form_show_that_there_is_no_potential() -> None:
    assert st.potential(["x y", "x/(x^2+y^2)"]).answer is None


def test_values_of_named_functions_may_be_any_number() -> None:
    assert st.implicit("x^2 + y^2 = 4", "y", "x").answer == sp.sympify("-x/y")


def test_that_two_letters_differ_says_nothing_of_their_signs() -> None:
    goal = D(sp.Abs(A) * X, X)
    apart = Derivation(goal, CAME_BACK, {}, (), A, conditions=(sp.Ne(A, B),))
    with pytest.raises(StepRefuted):
        check_derivation(Solved(quote(A), (apart,), A))
    above = Derivation(goal, CAME_BACK, {}, (), A, conditions=(sp.Gt(A, 0),))
    assert check_derivation(Solved(quote(A), (above,), A)).status is Status.CORRECT
