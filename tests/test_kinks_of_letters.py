"""Cases whose edges hold several letters, or an exponential, are proved: each sign of what is compared is one case."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.calculus.regions import real_zeros
from symtutor.verdict import Status

x = sp.Symbol("x")


@pytest.mark.parametrize(
    "f, variable",
    [
        ("relu(a x + b)", "a"),
        ("max(0, 1 - y (a x + b))", "a"),
        ("elu(a x)", "x"),
        ("|a x - b|", "x"),
        ("max(0, x) + min(0, e^x - 1)", "x"),
        ("max(x, 0) - x t + ln(1 + e^(-|x|))", "x"),
        ("max(3, e^(2x) - 1)", "x"),
    ],
)
def test_every_step_at_a_kink_is_proved(f: str, variable: str) -> None:
    assert st.differentiate(f, variable).report.status is Status.CORRECT


@pytest.mark.parametrize(
    "a, b, status",
    [
        ("{1 for x + y > 0; 2 for x + y < 0}", "{1 for x + y > 0; 2 otherwise}", "correct"),
        ("{1 for x + y > 0; 2 for x + y < 0}", "{1 for x + y > 0; 3 otherwise}", "incorrect"),
        ("{x for x + y > 0; 0 for x + y < 0}", "{x for x + y > 0; y for x + y < 0}", "incorrect"),
        ("{1 for x > 0; 2 otherwise}", "{1 for x >= 0; 2 otherwise}", "incorrect"),
    ],
)
def test_cases_of_several_letters_are_compared(a: str, b: str, status: str) -> None:
    assert st.equivalent(a, b).status == status


def test_zeros_of_one_exponential_are_exact() -> None:
    assert real_zeros(1 - sp.exp(x), x) == (0,)
    assert real_zeros(sp.exp(2 * x) - 4, x) == (sp.log(2),)
    assert real_zeros(sp.exp(x) + 1, x) == ()


def test_the_determinant_of_a_jacobian_is_finished() -> None:
    found = st.jacobian_determinant(["e^a/(e^a + e^b)", "e^b/(e^a + e^b)"])
    assert found.answer == 0
    assert found.report.status is Status.CORRECT
    assert "Answer: 0\n" in str(found)
