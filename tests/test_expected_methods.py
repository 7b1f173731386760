"""Among several ways the one that textbooks take comes first; the others are there by name."""

import pytest

import symtutor

EXPECTED = {
    "(3x+5)/(x^2-x-6)": (
        "partial fractions: A/(x − 3) + B/(x + 2) with 3x + 5 = A·(x + 2) + B·(x − 3); x = 3 gives A = 14/5; x = −2 gives B = 1/5",
        "14/5·ln|x − 3| + 1/5·ln|x + 2| + C",
    ),
    "(2x+3)/(x^2-1)": ("with 2x + 3 = A·(x + 1) + B·(x − 1)", "5/2·ln|x − 1| − 1/2·ln|x + 1| + C"),
    "1/(x^2-4)": ("x = 2 gives A = 1/4; x = −2 gives B = −1/4", "1/4·ln|x − 2| − 1/4·ln|x + 2| + C"),
    "x^3/(x^2-1)": ("polynomial division", "x²/2 + 1/2·ln|x − 1| + 1/2·ln|x + 1| + C"),
    "1/(x^2 sqrt(x^2+9))": ("trigonometric substitution: x = 3 tan t", "−√(x² + 9)/(9x) + C"),
    "sqrt(4-x^2)": ("trigonometric substitution: x = 2 sin t", "x·√(4 − x²)/2 + 2 arcsin(x/2) + C"),
    "1/(x^2+1)^(3/2)": ("trigonometric substitution: x = tan t", "x/√(x² + 1) + C"),
    "sin^2 x cos^3 x": ("∫ (sin² x)·(1 − sin² x)·cos x dx (one cosine split off, cos² = 1 − sin²)", "1/3·sin³ x − 1/5·sin⁵ x + C"),
    "cos^2 x": ("half-angle identity: cos² x = 1/2·cos(2x) + 1/2", "x/2 + 1/4·sin(2x) + C (in falling powers of x)"),
    "x/sqrt(4-x^2)": ("substitution: u = 4 − x², du = −2x·dx", "−√(4 − x²) + C"),
    "x^3 sqrt(1+x^2)": ("substitution: u = 1 + x², du = 2x·dx", "(1 + x²)^(5/2)/5 − (1 + x²)^(3/2)/3 + C"),
    "e^(2x) sin x": ("5I/4 = 1/2·e^(2x)·sin x − 1/4·e^(2x)·cos x", "e^(2x)·(2 sin x − cos x)/5 + C"),
}


@pytest.mark.parametrize("text", EXPECTED)
def test_the_method_of_the_textbooks_comes_first(text: str) -> None:
    method, answer = EXPECTED[text]
    printed = " ".join(str(symtutor.integrate(text)).split())
    assert method in printed
    assert f"Answer: {answer}" in printed


def test_other_methods_are_there_by_name() -> None:
    assert "undetermined coefficients" in str(symtutor.integrate("1/(x^2 sqrt(x^2+9))", method="undetermined coefficients"))


def test_a_power_with_both_parts_varying_goes_by_the_logarithm_of_both_sides() -> None:
    printed = " ".join(str(symtutor.differentiate("x^x")).split())
    for line in ("y = x^x", "⇒ ln y = x·ln x (logarithm of both sides, for x > 0)", "= ln x + 1", "⇒ y′ = y(ln x + 1) (multiplied by y)"):
        assert line in printed
    assert "⇒ ln|y| = 1/2·ln|x − 1| + 2 ln|x + 1|" in " ".join(str(symtutor.differentiate("(x+1)^2 sqrt(x-1)/(x^2+4)^3")).split())


def test_a_bracket_stands_where_a_block_before_has_found_the_antiderivative() -> None:
    assert "= lim t→∞ [−x·e^(−x) − e^(−x)] from x = 0 to x = t" in " ".join(str(symtutor.integrate("x e^(-x)", limits=(0, "oo"))).split())
    assert "(e^π/2·sin π − e^π/2·cos π) − (1/2·e⁰·sin 0 − 1/2·e⁰·cos 0)" in str(symtutor.integrate("e^x sin x", limits=(0, "pi")))


def test_a_taylor_polynomial_has_a_table_of_derivatives() -> None:
    printed = " ".join(str(symtutor.taylor("sqrt(x)", about=4, degree=2)).split())
    for line in (
        "T₂(√x) = f(4) + f′(4)·(x − 4) + f″(4)/2!·(x − 4)² (Taylor polynomial from the derivatives)",
        "f′(x) = 1/(2√x) (f′(4) = 1/4; derivative of the square root)",
        "f″(x) = −1/(4x^(3/2)) (f″(4) = −1/32; constant multiple and power rules)",
        "T₂(√x) = 2 + 1/4·(x − 4) − 1/(32·2!)·(x − 4)²",
        "Answer: 2 + (x − 4)/4 − (x − 4)²/64",
    ):
        assert line in printed


def test_an_equation_is_factored_before_its_product_is_split_and_ends_once() -> None:
    printed = str(symtutor.solve_equation("e^(2x) - 3e^x + 2 = 0", "x"))
    assert "(e^x − 1)(e^x − 2) = 0        (factored)" in printed
    assert printed.count("x = 0 or x = ln 2") == 2  # the last line, and the answer


def test_halves_stand_before_the_integral_after_a_linear_substitution() -> None:
    told = str(symtutor.integrate("x sqrt(2x+1)"))
    assert "2.  =  1/4·∫ (u − 1)·√u du " in told
    assert "Answer: (2x + 1)^(5/2)/10 − (2x + 1)^(3/2)/6 + C\n" in told


def test_a_sum_of_cells_goes_from_the_closed_sums_to_its_powers() -> None:
    lines = [line for line in str(symtutor.riemann_sum("3x^2-4x", "x", 0, 2, "n")).splitlines() if line[:1].isdigit()]
    assert lines[-2].startswith("4.  =  2/n·(12/n²·(n·(n − 1)(2n − 1)/6) − 8/n·(n·(n − 1)/2))")
    assert lines[-1].startswith("5.  =  4/n² − 4/n ")
