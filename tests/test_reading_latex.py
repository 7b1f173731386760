"""LaTeX to SymPy objects, on the core that reads plain text."""

from typing import Any

import pytest
import sympy as sp
from sympy.abc import a, b, k, n, t, x, y, z

from symtutor.errors import ReadError
from symtutor.reading import read_expression, read_term

f, g = map(sp.Function, "fg")
theta, mu, sigma = sp.symbols("theta mu sigma")
pi, oo = sp.pi, sp.oo

VALUES = [
    # fractions, roots, powers
    (r"\frac{x+1}{2}", (x + 1) / 2),
    (r"\dfrac{1}{x} - \tfrac12", 1 / x - sp.Rational(1, 2)),
    (r"\frac34x", sp.Rational(3, 4) * x),
    (r"\frac x2", x / 2),
    (r"\frac{\cos{x}}3", sp.cos(x) / 3),
    (r"\frac1{x^2}", x**-2),
    (r"x^\frac{2}{3}", x ** sp.Rational(2, 3)),
    (r"x^{-1}y", y / x),
    (r"2^{x}", 2**x),
    (r"x^10", x**10),
    (r"\sqrt{x} + \sqrt[3]{y} + \sqrt2z", sp.sqrt(x) + sp.cbrt(y) + sp.sqrt(2) * z),
    (r"3 \cdot 4 \times x \div 2", 6 * x),
    (r"1{,}250", sp.Integer(1250)),
    (r"2.5", sp.Rational(5, 2)),
    (r"n! + \binom{5}{2}", sp.factorial(n) + 10),
    (r"\left(x - \left[y - 1\right]\right)^2", (x - y + 1) ** 2),
    (r"\big( x + 1 \big) \bigl(x\bigr)", x * (x + 1)),
    (r"e^{-x}", sp.exp(-x)),
    (r"\mathrm{e}^{2x}", sp.exp(2 * x)),
    (r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)", sp.exp(-((x - mu) ** 2) / (2 * sigma**2))),
    # functions
    (r"\sin x \cos x", sp.sin(x) * sp.cos(x)),
    (r"\sin^2 x + \cos^{2}(x)", sp.sin(x) ** 2 + sp.cos(x) ** 2),
    (r"\sin^{-1} x", sp.asin(x)),
    (r"\tan^{-1}\left(\frac{x}{2}\right)", sp.atan(x / 2)),
    (r"\arccos x + \operatorname{arsinh} x", sp.acos(x) + sp.asinh(x)),
    (r"\cos 2\pi x", sp.cos(2 * pi * x)),
    (r"\sin\frac{\pi}{2}x", sp.sin(pi * x / 2)),
    (r"\sin x^2", sp.sin(x**2)),
    (r"\ln x \cdot y", sp.log(x) * y),
    (r"\ln\left|x\right| + \log_2 x + \log_{10}(y)", sp.log(sp.Abs(x)) + sp.log(x, 2) + sp.log(y, 10)),
    (r"\log_28", sp.Integer(3)),
    (r"\lvert x \rvert + \left\lvert y \right\rvert + |z|", sp.Abs(x) + sp.Abs(y) + sp.Abs(z)),
    (r"\lfloor x \rfloor + \left\lceil y \right\rceil", sp.floor(x) + sp.ceiling(y)),
    (r"\max(a, b) + \min\{a, b\}", sp.Max(a, b) + sp.Min(a, b)),
    (r"\operatorname{relu}(x) + \mathrm{ReLU}(y)", sp.Max(0, x) + sp.Max(0, y)),
    (r"\sigma(x)", 1 / (1 + sp.exp(-x))),
    (r"\text{sign}(x)", sp.sign(x)),
    (r"sin(x) + ln x", sp.sin(x) + sp.log(x)),
    # names
    (r"x_{12} + w_{i,j} + y_1", sum(sp.symbols("x_12 w_i\\,j y_1"))),
    (r"\alpha \beta + h_{\theta} + x_{\text{max}}", sp.Symbol("alpha") * sp.Symbol("beta") + sp.Symbol("h_theta") + sp.Symbol("x_max")),
    (r"\hat{y} - \bar{x}", sp.Symbol("yhat") - sp.Symbol("xbar")),
    (r"\mathrm{loss}^2", sp.Symbol("loss") ** 2),
    (r"abc", a * b * sp.Symbol("c")),
    (r"f^{\prime}(x) + f''(x)", sp.Derivative(f(x), x) + sp.Derivative(f(x), x, x)),
    (r"f^{(3)}(x)", sp.Derivative(f(x), (x, 3))),
    (r"\overline{z}", sp.conjugate(z)),
    (r"f'_1(x)", sp.Derivative(sp.Function("f_1")(x), x)),
    (r"h_\theta(x_0, x_1)", sp.Function("h_theta")(*sp.symbols("x_0 x_1"))),
    (r"\operatorname{softmax}(x)", sp.Function("softmax")(x)),
    (r"\phi(x) + \phi x", sp.Function("phi")(x) + sp.Symbol("phi") * x),
    (r"1,000 x", 1000 * x),
    (r"2\frac{1}{x}", 2 / x),
    # calculus
    (r"\frac{df}{dx}(x)", sp.Derivative(f(x), x)),
    (r"\frac{df}{dx}(2)", sp.Subs(sp.Derivative(f(x), x), x, 2)),
    (r"\lim_{x \Rightarrow 3} x", sp.Limit(x, x, 3, "+-")),
    (r"\frac{d}{dx} x^2", sp.Derivative(x**2, x)),
    (r"\frac{d}{dx}(x^2)\sin x", sp.Derivative(x**2, x) * sp.sin(x)),
    (r"\frac{\mathrm{d}}{\mathrm{d}x} \left[ x \right]", sp.Derivative(x, x)),
    (r"\frac{dy}{dx} = 2x", sp.Eq(sp.Derivative(y, x), 2 * x)),
    (r"\frac{d^2 y}{dx^2}", sp.Derivative(y, x, x)),
    (r"\frac{d^{3}}{dt^{3}} t^5", sp.Derivative(t**5, (t, 3))),
    (r"\frac{\partial f}{\partial x_1}", sp.Derivative(sp.Symbol("f"), sp.Symbol("x_1"))),
    (r"\frac{\partial^2}{\partial x \partial y} x^2 y", sp.Derivative(x**2 * y, y, x)),
    (r"d/dx\, x^2", sp.Derivative(x**2, x)),
    (r"\int x\,dx", sp.Integral(x, x)),
    (r"\int \frac{dx}{x}", sp.Integral(1 / x, x)),
    (r"\int\frac{x\,dx}{1 + x^2} + C", sp.Integral(x / (1 + x**2), x) + sp.Symbol("C")),
    (r"\int 2 x \mathrm{d} x", sp.Integral(2 * x, x)),
    (r"\int_0^1 x^2 \, dx", sp.Integral(x**2, (x, 0, 1))),
    (r"\int\limits_{-\infty}^{\infty} e^{-t^2} dt", sp.Integral(sp.exp(-(t**2)), (t, -oo, oo))),
    (r"\int_0^{2\pi} \sin\theta d\theta", sp.Integral(sp.sin(theta), (theta, 0, 2 * pi))),
    (r"\iint x y \, dx \, dy", sp.Integral(x * y, x, y)),
    (r"\lim_{x \to 0^+} \frac{1}{x}", sp.Limit(1 / x, x, 0, "+")),
    (r"\lim\limits_{n \rightarrow \infty} \frac{1}{n}", sp.Limit(1 / n, n, oo)),
    (r"\lim_{x \to \pi/2^{-}} \tan x", sp.Limit(sp.tan(x), x, pi / 2, "-")),
    (r"\sum_{k=1}^{n} k^2", sp.Sum(k**2, (k, 1, n))),
    (r"\sum^n_{k=1} k", sp.Sum(k, (k, 1, n))),
    (r"\prod_{i=1}^{3} i", sp.Product(sp.Symbol("i"), (sp.Symbol("i"), 1, 3))),
    # relations, matrices, cases
    (r"x \le 2", sp.Le(x, 2)),
    (r"x \neq y", sp.Ne(x, y)),
    (r"a < b \leq 3", sp.And(sp.Lt(a, b), sp.Le(b, 3))),
    (r"x = y = z", (x, y, z)),
    (r"\begin{pmatrix} 1 & x \\ 0 & 1 \end{pmatrix}", sp.Matrix([[1, x], [0, 1]])),
    (r"\left[\begin{array}{cc} 1 & 2 \\ 3 & 4 \\ \end{array}\right]^T", sp.Matrix([[1, 3], [2, 4]])),
    (r"\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}", sp.Integer(-2)),
    (r"2 \begin{bmatrix} 1 \\ 2 \end{bmatrix}", sp.Matrix([2, 4])),
    (r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", sp.Piecewise((x, x > 0), (0, True))),
    (r"\begin{cases} 1, & x = 0 \\ x, & x \ne 0 \end{cases}", sp.Piecewise((1, sp.Eq(x, 0)), (x, sp.Ne(x, 0)), evaluate=False)),
    # what stands around a formula
    (r"$x^2 + 1$", x**2 + 1),
    (r"\boxed{x}", x),
    (r"$$x$$", x),
    (r"\[ x^2 \]", x**2),
    (r"\( x \).", x),
    (r"x + 1 % a comment", x + 1),
    (r"\displaystyle x \quad y~z", x * y * z),
    (r"x − 1 × π", x - pi),
]


@pytest.mark.parametrize("text, expected", VALUES, ids=[text for text, _ in VALUES])
def test_value(text: str, expected: Any) -> None:
    assert read_expression(text, syntax="latex") == expected


MISTAKES = [
    (r"x \pm 1", 2, "two values"),
    (r"\foo x", 0, r"\foo is not a known command"),
    (r"\frac{1}", 8, "expected"),
    (r"\frac{1}{", 9, "expected"),
    (r"\left( x", 0, "never closed"),
    (r"\left. x \right|", 0, r"\left."),
    (r"1 + \ldots + n", 4, "dots"),
    (r"30^\circ", 3, "degrees"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", 0, "same number of entries"),
    (r"\begin{pmatrix} 1", 17, "end"),
    (r"\begin{tikzpicture}", 0, "is not read"),
    (r"x \\ y", 2, "one formula"),
    (r"x & y", 2, "not expected here"),
    (r"$x$ and $y$", 2, "one formula"),
    (r"\mathbb{E}[X]", 0, "not read"),
    (r"x^\top y", 0, "matrix"),
    (r"\nabla f", 0, "variables"),
    (r"\text{the value } x", 0, "is not a name"),
    (r"\alpha loss", 7, "not a known name"),
    (r"\int x", 0, "no dx"),
    (r"2\frac{1}{3}", 1, "mixed number"),
    (r"x^{(i)}", 2, "might be a power, an index or a derivative"),
    (r"\partial_x f", 0, "∂ stands in quotients only"),
    (r"a \Rightarrow b", 2, "one formula"),
    ("x\\", 1, "not a known command"),
]


@pytest.mark.parametrize("text, position, message", MISTAKES, ids=[text for text, *_ in MISTAKES])
def test_a_mistake_is_shown_where_it_is(text: str, position: int, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_term(text, syntax="latex")
    assert message in str(caught.value)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text, alternatives",
    [
        (r"x^12", ("^{12}", "^1 2")),
        (r"sin x", (r"\sin", "s·i·n")),
        (r"x2", ("x*2", "x^2")),
        (r"\mathbf{w}", ("w", "a vector or set w")),
        (r"2x \, dx", ("a differential dx", "d x")),
        (r"\ln(x)^2", ("(ln(…))^…", "ln((…)^…)")),
    ],
)
def test_both_readings_of_an_ambiguity_are_told(text: str, alternatives: Any) -> None:
    assert [note.alternatives for note in read_term(text, syntax="latex").notes] == [alternatives]


def test_a_backslash_or_dollar_sign_means_latex() -> None:
    assert read_expression(r"\sin x") == sp.sin(x)
    assert read_expression("$xyz$") == x * y * z
