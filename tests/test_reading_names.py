"""Names before brackets: functions, products, and what is neither."""

import pytest
import sympy as sp
from sympy.abc import a, b, t, x, y

from symtutor.errors import ReadError
from symtutor.reading import read_expression, read_term

theta, omega, alpha = sp.symbols("theta omega alpha")


@pytest.mark.parametrize(
    "text", ["sinc(x)", "erfinv(t)", "cosec2(x)", "mish2(x)", "sin2x(x+1)", "gd(x)", "atan2(y, x)", "abs2(x)", "selu(x)", "tanhx(y)"]
)
def test_an_unknown_function_is_no_product(text: str) -> None:
    with pytest.raises(ReadError, match="is not a known name"):
        read_expression(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("x(x+1)", x * (x + 1)),
        ("xy(x+1)", x * y * (x + 1)),
        ("ab(a+1)", a * b * (a + 1)),
        ("xsin(2x)", x * sp.sin(2 * x)),
        ("ysqrt(x)", y * sp.sqrt(x)),
        ("tlog2(x)", t * sp.log(x, 2)),
        ("log3(x)", sp.log(x, 3)),
        ("log10(x)", sp.log(x, 10)),
        ("x2(x+1)", sp.Symbol("x2") * (x + 1)),
    ],
)
def test_a_letter_before_a_bracket_multiplies(text: str, expected: sp.Expr) -> None:
    assert read_expression(text) == expected


def test_a_product_of_letters_is_told() -> None:
    assert any("a·b" in str(note) for note in read_term("ab(a+1)").notes)


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"\theta(t)", sp.Function("theta")(t)),
        ("omega(t)", sp.Function("omega")(t)),
        (r"\alpha(x-1)", alpha * (x - 1)),
        (r"\pi(x)", sp.pi * x),
    ],
)
def test_a_greek_letter_before_a_letter_is_a_function(text: str, expected: sp.Expr) -> None:
    assert read_expression(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"3^x 5^x", 3**x * 5**x),
        (r"7^t 2^t", 7**t * 2**t),
        (r"\int x {\rm d}x", sp.Integral(x, x)),
        (r"\int t^3 \dd{t}", sp.Integral(t**3, t)),
        (r"\frac{{\rm d}}{{\rm d}t} t^2", sp.Derivative(t**2, t)),
        (r"{x}_{1} + {x}_2\cdot 1", sp.Symbol("x_1") + sp.Symbol("x_2")),
        (r"2e-3\cdot x", x / 500),
        (r"25E-1\cdot x", sp.Rational(5, 2) * x),
        (r"2e^{x}\cdot 1", 2 * sp.exp(x)),
        (r"x\negmedspace y", x * y),
    ],
)
def test_latex_as_programs_write_it(text: str, expected: sp.Expr) -> None:
    assert read_expression(text) == expected


def test_a_differential_is_no_product() -> None:
    with pytest.raises(ReadError, match="no product"):
        read_expression("d x^4 dx")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Integral(t**3, (t, 0, 2))", sp.Integral(t**3, (t, 0, 2))),
        ("integrate(x**2, x)", sp.Integral(x**2, x)),
        ("int(x^2, x, 0, b)", sp.Integral(x**2, (x, 0, b))),
        ("diff(x**3, x, 2)", sp.Derivative(x**3, (x, 2))),
        ("limit(sin(5*x)/x, x, 0)", sp.Limit(sp.sin(5 * x) / x, x, 0, "+-")),
        ("Limit(1/t, t, 0, dir='-')", sp.Limit(1 / t, t, 0, "-")),
        ("Piecewise((0, x < 0), (2*x, True))", sp.Piecewise((0, x < 0), (2 * x, True))),
        ("Piecewise((x, (x > 0) & (x < 1)))", sp.Piecewise((x, (x > 0) & (x < 1)))),
        ("Sum(i**2, (i, 1, a))", sp.Sum(sp.Symbol("i") ** 2, (sp.Symbol("i"), 1, a))),
        ("Matrix([[1, x], [a, 4]])", sp.Matrix([[1, x], [a, 4]])),
        ("Matrix([x, y])", sp.Matrix([x, y])),
        ("Rational(2, 3)*x", sp.Rational(2, 3) * x),
    ],
)
def test_what_sympy_prints_is_read_back(text: str, expected: sp.Basic) -> None:
    assert read_expression(text) == expected


@pytest.mark.parametrize("text, expected", [("log1p(x)", sp.log(1 + x)), ("expm1(2t)", sp.exp(2 * t) - 1)])
def test_numpys_names_are_known(text: str, expected: sp.Expr) -> None:
    assert read_expression(text) == expected
