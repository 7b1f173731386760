"""A solution keeps the notation of the problem: the order of sums, and σ where σ was typed."""

import symtutor


def test_sums_stand_as_they_were_typed() -> None:
    text = str(symtutor.differentiate("sin sqrt(1 + x^2)"))
    assert "√(1 + x²)" in text
    assert "x² + 1" not in text
    assert "√(x² + 1)" in str(symtutor.differentiate("sin sqrt(x^2 + 1)"))
    assert "f(x, y) = x³ − 2x·y − y⁶" in str(symtutor.hessian("x^3 - 2x y - y^6"))


def test_sigma_stays_sigma() -> None:
    solution = symtutor.differentiate("-y ln(sigma(w x)) - (1-y) ln(1 - sigma(w x))", "w")
    assert "\nAnswer: x(σ(w·x) − y)\n" in str(solution)
    assert r"\sigma" in solution.latex()
    assert "σ" not in str(symtutor.differentiate("1/(1 + e^(-x))"))


def test_sympy_expressions_are_written_in_the_usual_order() -> None:
    x = symtutor.read("x")
    assert "x² + 1" in str(symtutor.differentiate(1 + x**2, "x"))
