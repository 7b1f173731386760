"""Verdicts where something jumps: steps are not constant, equal slopes prove equality only where both sides are continuous."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.core import Integral


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("floor(x + 1/1000)", "floor(x)"),
        ("floor(|t|/700)", "0"),
        ("floor(e^(x - 50))", "0"),
        ("ceil(x/900)", "ceil(x/901)"),
        ("x + sign(x - 4000)", "x - 1"),
    ],
)
def test_steps_that_stand_far_apart_or_close_are_found(a: str, b: str) -> None:
    assert st.equivalent(a, b).status == "incorrect"


@pytest.mark.parametrize(("a", "b"), [("floor(sin(2x)^2)", "0"), ("ceil(cos(3x)^2)", "1")])
def test_a_step_at_single_points_is_no_proof_of_equality(a: str, b: str) -> None:
    assert st.equivalent(a, b).status != "correct"


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("∫ 2x dx", "x^2 + floor(x) + C"),
        ("∫ 2x dx", "x^2 + floor(x)/10^6"),
        ("∫ 2x dx", "x^2 + C floor(x)"),
        ("∫ 2t dt", "t^2 + sign(b t)"),
        ("∫ cos x dx", "sin x + floor(x^2/900) + C"),
        ("∫ floor(x) dx", "x floor(x)"),
        ("∫ floor(x) dx", "x floor(x) + C"),
        ("∫ ceil(2t) dt", "t ceil(2t) + K"),
        ("∫ |2x - 1| dx", "(x^2 - x) sign(2x - 1) + C"),
        ("∫ a|x| dx", "a x|x|/2 + C sign(x)"),
    ],
)
def test_an_answer_that_jumps_is_no_antiderivative(problem: str, answer: str) -> None:
    verdict = st.check(problem, answer)
    assert verdict.status == "incorrect"
    assert "jump" in str(verdict)


def test_floors_without_jumps_are_right() -> None:
    assert st.check("∫ floor(x) dx", "x floor(x) - floor(x)(floor(x) + 1)/2 + C").status == "correct"
    assert st.check("∫ x dx", "x^2/2 + floor(a)").status == "correct"
    assert st.check("∫ |x| dx", "x |x|/2 + C").status == "correct"
    assert str(st.check("∫ |x| dx", "x^2/2 sign(x) + C")) == "Correct."
    assert st.check("∫ |2x - 1| dx", "(x^2 - x + 1/4) sign(2x - 1) + C").status == "correct"


def test_a_jump_where_the_integrand_has_no_value_is_another_constant() -> None:
    assert st.check("∫ 1/x^2 dx", "-1/x + sign(x) + C").status != "incorrect"


@pytest.mark.parametrize(
    ("extra", "status"), [("sign(x)", "incorrect"), ("floor(2y)", "incorrect"), ("7", "correct"), ("floor(x y)", "undecided")]
)
def test_potentials_are_continuous(extra: str, status: str) -> None:
    assert st.potential("(2x y, x^2)").check(f"x^2 y + {extra}").status == status


def test_a_potential_may_step_where_its_field_is_not_defined() -> None:
    field = st.potential(["1/x", "1"])
    assert field.check("ln|x| + y + sign(x)").status == "correct"
    assert field.check("ln|x| + y + sign(x - 1)").status == "incorrect"
    assert field.check("ln|x| + y + sign(y)").status == "incorrect"


@pytest.mark.parametrize(
    ("problem", "answer"), [("∫ x^4 dx", "x^5"), ("∫ x e^x dx", "x e^x + e^x"), ("∫ e^(3x) dx", "e^(3x)"), ("∫ sin x dx", "cos x")]
)
def test_a_mistake_has_the_same_name_with_the_constant(problem: str, answer: str) -> None:
    plain, whole = st.check(problem, answer), st.check(problem, f"{answer} + C")
    assert (plain.status, whole.status) == ("incorrect", "incorrect")
    assert plain.mistake == whole.mistake
    assert whole.mistake is not None


def test_the_constant_is_told_when_it_is_missing() -> None:
    assert str(st.check("∫ 4x^3 dx", "x^4 + C")) == "Correct."
    assert "+ C is missing" in str(st.check("∫ 4x^3 dx", "x^4"))
    assert str(st.check("∫ 1/x dx", "ln|x| + C")) == "Correct for x ≠ 0."
    assert st.check("∫ 2x dx", "x^2 + C x").status == "incorrect"


def test_a_step_is_found_where_the_integrand_is_huge() -> None:
    x = sp.Symbol("x")
    f, found = (2 * x**2 + 1) * sp.exp(x**2), x * sp.exp(x**2)
    assert judge(Integral(f, x), found).status == "correct"
    assert judge(Integral(f, x), found + sp.floor(x / 100 + sp.S.Half)).status == "incorrect"


def test_ceilings_are_floors_turned_over() -> None:
    assert st.equivalent("ceil(x)", "-floor(-x)").status == "correct"
    assert st.equivalent("floor(x) + ceil(-x)", "0").status == "correct"
    assert st.equivalent("ceil(x)", "floor(x) + 1").status == "incorrect"


def test_a_long_sum_of_powers_is_written_by_its_formula() -> None:
    k = sp.Symbol("k")
    assert st.equivalent(sp.Sum(k / 50 - 2, (k, 0, 200)), 0).status == "correct"
    assert st.equivalent(sp.Sum(k**2, (k, 1, 1000)), 333833499).status == "incorrect"
