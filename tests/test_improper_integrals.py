"""Improper integrals between an end and a letter, integrals that diverge, and answers that a bound of the integral refutes."""

from __future__ import annotations

import pytest
import sympy as sp

import symtutor as st

b = sp.Symbol("b")

TO_A_LETTER = [
    ("e^(-3x)", "b", "oo", "exp(-3*b)/3", ""),
    ("x e^(-x)", "b", "oo", "(b + 1)*exp(-b)", ""),
    ("e^(2x)", "-oo", "b", "exp(2*b)/2", ""),
    ("1/(1+x^2)", "-oo", "b", "atan(b) + pi/2", ""),
    ("1/x^2", "b", "oo", "1/b", "b > 0"),
    ("1/(x^2-1)", "b", "oo", "log((b + 1)/(b - 1))/2", "b > 1"),
    ("ln x", "0", "b", "b*log(b) - b", "b > 0"),
    ("x ln x", "0", "b", "b**2*log(b)/2 - b**2/4", "b > 0"),
    ("1/sqrt(x)", "0", "b", "2*sqrt(b)", "b > 0"),
    ("1/sqrt(1-x)", "b", "1", "2*sqrt(1 - b)", "b < 1"),
    ("1/sqrt(1-x^2)", "b", "1", "pi/2 - asin(b)", "b < 1"),
    ("1/x", "b", "oo", "oo", "b > 0"),
]


@pytest.mark.parametrize(("f", "low", "high", "answer", "condition"), TO_A_LETTER)
def test_an_improper_integral_may_start_or_end_at_a_letter(f: str, low: str, high: str, answer: str, condition: str) -> None:
    found = st.integrate(f, "x", (low, high))
    wanted = sp.sympify(answer)
    assert found.answer == wanted or st.equivalent(found.answer, wanted, domain={b: sp.Interval.open(1, 2)} if "- 1" in answer else None)
    assert found.report.status == "correct"
    assert condition.replace("-", "−") in str(found)
    assert f"for {condition}" in str(found) or not condition


def test_an_answer_is_right_under_the_condition_on_its_letter() -> None:
    right = st.check("∫[b..oo] 1/x^2 dx", "1/b")
    assert right.status == "correct"
    assert right.domain == (b > 0)
    assert st.check("∫[b..oo] 1/x^2 dx", "2/b").status == "incorrect"
    assert st.check("∫[0..b] ln x dx", "b ln b").status == "incorrect"
