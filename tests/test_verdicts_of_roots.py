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


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("(7 + 5sqrt(2))^(1/3)", "1 + sqrt(2)"),
        ("sqrt(2 + sqrt(2)) + sqrt(2 - sqrt(2))", "sqrt(4 + 2sqrt(2))"),
        ("cbrt(2 + sqrt(5)) + cbrt(2 - sqrt(5))", "1"),
        ("sin(pi/7) sin(2pi/7) sin(3pi/7)", "sqrt(7)/8"),
        ("tan(pi/8)", "sqrt(2) - 1"),
        ("sqrt(2x sqrt(x^2 + 1) + 2x^2 + 1)", "sqrt(x^2 + 1) + x"),
    ],
)
def test_equal_algebraic_numbers_and_nested_roots_are_proved(a: str, b: str) -> None:
    assert st.equivalent(a, b).status == "correct"


@pytest.mark.parametrize("small", ["10^(-9)", "10^(-40)", "2^(-300)"])
def test_algebraic_numbers_that_nearly_agree_are_told_apart(small: str) -> None:
    assert st.equivalent("cbrt(2 + sqrt(5)) + cbrt(2 - sqrt(5))", f"1 + {small}").status == "incorrect"


@pytest.mark.parametrize("factor", [1, 2])
def test_logarithms_and_arcosh_of_roots(factor: int) -> None:
    status = "correct" if factor == 1 else "incorrect"
    assert st.check("∫ 1/sqrt(x^2 - 9) dx", f"{factor} arcosh(x/3) + C").status == status
    assert st.check("∫ 1/sqrt(x^2 - 9) dx", f"{factor} ln(x + sqrt(x^2 - 9)) + C").status == status
