"""Verdicts on roots: odd roots of negative numbers are real, in every part of the engine."""

import pytest

import symtutor as st

EQUAL = [
    ("cbrt(-8)", "-2"),
    ("(-7)^(2/3)", "7^(2/3)"),
    ("cbrt(-t)", "-cbrt(t)"),
    ("cbrt(x^3)", "x"),
    ("(x^2)^(1/3)", "x^(2/3)"),
    ("(x^3 - 3x^2 + 3x - 1)^(1/3)", "x - 1"),
    ("cbrt(x y)", "cbrt(x) cbrt(y)"),
    ("x^(1/5) |x|^(4/5)", "x"),
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_odd_roots_are_real_on_both_sides_of_0(a: str, b: str) -> None:
    verdict = st.equivalent(a, b)
    assert verdict.status == "correct"
    assert verdict.domain == True  # noqa: E712 (SymPy's true)


@pytest.mark.parametrize(("a", "b"), [("cbrt(-8)", "2"), ("x^(2/3)", "-x^(2/3)"), ("x^(1/5)", "|x|^(1/5)"), ("cbrt(x^2)", "x^(1/3)")])
def test_wrong_signs_of_roots_are_refuted(a: str, b: str) -> None:
    assert st.equivalent(a, b).status == "incorrect"


def test_even_roots_keep_their_domain() -> None:
    assert str(st.equivalent("sqrt(cbrt(x))", "x^(1/6)")) == "Correct for x ≥ 0."
    assert str(st.equivalent("ln cbrt(x)", "ln(x)/3")) == "Correct for x > 0."


def test_a_derivative_of_a_root_holds_on_both_sides() -> None:
    assert str(st.check("d/dx cbrt(x)", "x^(-2/3)/3")) == "Correct for x ≠ 0."
    assert abs(st.differentiate("cbrt(x)").function()(-8.0) - 1 / 12) < 1e-12
    assert st.check("∫ x^(1/3) dx", "3/4 |x|^(4/3) + C").status == "correct"
