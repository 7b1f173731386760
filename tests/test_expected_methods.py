"""Among several ways the one that textbooks take comes first; the others are there by name."""

import pytest

import symtutor

EXPECTED = {
    "(3x+5)/(x^2-x-6)": ("partial fractions: denominator = (x − 3)(x + 2), A = 14/5, B = 1/5", "14 ln|x − 3|/5 + ln|x + 2|/5 + C"),
    "1/(x^2 sqrt(x^2+9))": ("trigonometric substitution: x = 3 tan t", "−√(x² + 9)/(9x) + C"),
    "sqrt(4-x^2)": ("trigonometric substitution: x = 2 sin t", "x·√(4 − x²)/2 + 2 arcsin(x/2) + C"),
    "1/(x^2+1)^(3/2)": ("trigonometric substitution: x = tan t", "x/√(x² + 1) + C"),
}


@pytest.mark.parametrize("text", EXPECTED)
def test_the_method_of_the_textbooks_comes_first(text: str) -> None:
    method, answer = EXPECTED[text]
    printed = " ".join(str(symtutor.integrate(text)).split())
    assert method in printed
    assert f"Answer: {answer}" in printed


def test_other_methods_are_there_by_name() -> None:
    assert "undetermined coefficients" in str(symtutor.integrate("1/(x^2 sqrt(x^2+9))", method="undetermined coefficients"))
