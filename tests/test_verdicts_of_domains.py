"""Verdicts and domains: declared sets, conditions of the right answer, common domains without inner points, infinity."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st

x = sp.Symbol("x")


@pytest.mark.parametrize(
    ("a", "b", "domain", "status"),
    [
        ("t", "t^2", sp.FiniteSet(0, 1), "correct"),
        ("t", "t^2", sp.FiniteSet(0, 1, 2), "incorrect"),
        ("(x - 1)(x - 2)", "0", sp.Range(1, 3), "correct"),
        ("|x|", "x", (0, 1), "correct"),
        ("|x|", "x", (-1, 1), "incorrect"),
        ("x", "2", sp.ConditionSet(x, sp.Eq(x, 2), sp.Reals), "undecided"),
        ("|x|", "x", sp.Union(sp.Interval(1, 2), sp.Interval(3, 4)), "correct"),
        ("|x - 5/2|", "x - 5/2", sp.Union(sp.Interval(3, 4), sp.Interval(5, 6)), "correct"),
    ],
)
def test_a_witness_lies_in_the_declared_domain(a: str, b: str, domain: Any, status: str) -> None:
    assert st.equivalent(a, b, domain=domain).status == status


@pytest.mark.parametrize("domain", [5, "x y > 0", (1, 0)])
def test_what_is_no_domain_is_refused(domain: Any) -> None:
    with pytest.raises(st.InputError, match="no set of numbers"):
        st.equivalent("x", "x^2", domain=domain)


@pytest.mark.parametrize(
    ("a", "b"), [("sqrt(-2 - x^2)", "sqrt(-2 - x^2)"), ("x sqrt(-x^2)", "x sqrt(4 - x^2)"), ("arcsin(2 + x^2)", "arcsin(x^2 + 2)")]
)
def test_a_common_domain_without_inner_points_proves_nothing(a: str, b: str) -> None:
    verdict = st.equivalent(a, b)
    assert verdict.status == "undecided"
    assert "real" in str(verdict)


def test_an_answer_that_is_real_nowhere_is_not_correct() -> None:
    assert st.check("∫ dx/((x-1)(1-2x))", "-ln(x-1) + ln(1-2x) + C").status == "undecided"


@pytest.mark.parametrize(
    ("problem", "answer", "told"),
    [
        ("∫[0..oo] e^(-a x) dx", "1/a", "Correct for a > 0."),
        ("lim x->oo e^(k x)", "oo", "Correct for k > 0."),
        ("lim x->oo e^(k x)", "0", "Correct for k < 0."),
        ("lim x→0+ c/x", "-oo", "Correct for c < 0."),
        ("∫[1..b] 1/x dx", "ln|b|", "Correct for b > 0."),
        ("∫ x^n dx", "x^(n+1)/(n+1) + C", "Correct for n ≠ −1 and x > 0."),
    ],
)
def test_the_conditions_of_the_right_answer_are_said(problem: str, answer: str, told: str) -> None:
    assert str(st.check(problem, answer)) == told


def test_a_wrong_answer_stays_wrong_under_the_conditions() -> None:
    assert st.check("∫[0..oo] e^(-a x) dx", "2/a").status == "incorrect"
    assert st.check("lim x->oo e^(k x)", "3").status == "incorrect"


@pytest.mark.parametrize(
    ("question", "answer", "place"),
    [
        ("lim x->oo e^(k x)", "1", "k = 0"),
        ("lim x->oo x^p", "1", "p = 0"),
        ("lim x->oo b x^2", "0", "b = 0"),
        ("lim x->oo a^x", "1", "a = 1"),
        ("lim x->oo cos(k x)", "1", "k = 0"),
    ],
)
def test_an_answer_that_is_right_at_the_edge_of_a_condition_is_not_called_wrong(question: str, answer: str, place: str) -> None:
    verdict = st.check(question, answer)
    assert (verdict.status, f"right at {place}" in str(verdict)) == ("undecided", True)
    assert st.check(question, "1/2").status == "incorrect"
    assert st.check("∫[-s..s] 1/x dx", "0").status != "correct"


@pytest.mark.parametrize(
    ("a", "b"),
    [("∫[-oo..oo] e^(-x^2) dx", "sqrt(pi)"), ("lim x->oo 1/x", "0"), (r"\sum_{n=1}^{\infty} 1/n^2", "pi^2/6"), (sp.exp(x) * sp.oo, sp.oo)],
)
def test_infinity_inside_a_side_refutes_nothing(a: Any, b: Any) -> None:
    assert st.equivalent(a, b).status != "incorrect"


def test_infinity_is_no_number() -> None:
    assert st.equivalent("oo", "x^2").status == "incorrect"
    assert st.equivalent("oo", "-oo").status == "incorrect"
    assert st.equivalent("oo", "oo").status == "correct"


@pytest.mark.parametrize(
    ("question", "answer", "place"),
    [
        ("∫[0..a] sqrt(a^2-x^2) dx", "pi a^2/4", "For a > 0 it is right."),
        ("∫[0..2pi] 1/(b+sin x) dx", "2pi/sqrt(b^2-1)", "For b > 1 it is right."),
    ],
)
def test_where_a_wrong_answer_would_be_right_the_conditions_of_the_right_one_hold_too(question: str, answer: str, place: str) -> None:
    assert place in str(st.check(question, answer))


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("∫[a..b] 1/x dx", "ln(b/a)", "Correct for a·b > 0."),
        ("∫[0..1] 1/(x+a) dx", "ln((a+1)/a)", "Correct for a < −1 or a > 0."),
        ("∫[0..pi] 1/(c - cos x) dx", "pi/sqrt(c^2-1)", "Correct for c > 1."),
        ("∫ 1/sqrt(x^2-49) dx", "ln|x + sqrt(x^2-49)| + C", "Correct for x ≤ −7 or x ≥ 7."),
        ("∫ 1/x dx", "ln x + C", "Correct for x > 0 (your answer is defined for x > 0, the right one for x ≠ 0)."),
        ("dy/dx of x^3 + y^3 = 6x y", "(2y - x^2)/(y^2 - 2x)", "Correct for −2·x + y² ≠ 0."),
    ],
)
def test_a_domain_is_told_once(question: str, answer: str, told: str) -> None:
    assert st.check(question, answer).explanation == told
