"""Plain text to Terms and SymPy objects: the notation of learners, pages and Python."""

from typing import Any

import pytest
import sympy as sp
from sympy.abc import a, b, c, n, t, x, y

from symtutor.functions import FUNCTIONS, Relu
from symtutor.reading import Limits, read_expression, read_term
from symtutor.term import Constant, Decimal, Negation, Number, Quotient, Root, Term, Variable, value

f, g, h = map(sp.Function, "fgh")
e, pi, oo = sp.E, sp.pi, sp.oo
theta, sigma = sp.symbols("theta sigma")

VALUES = [
    # sums, products, powers
    ("x^3 - 2x^2 + 1", x**3 - 2 * x**2 + 1),
    ("x**3-2*x**2+1", x**3 - 2 * x**2 + 1),
    ("a - (b - c)", a - b + c),
    ("a - b - c", a - b - c),
    ("-x^2", -(x**2)),
    ("(-x)^2", x**2),
    ("2^3^2", sp.Integer(512)),
    ("x^-2y", y / x**2),
    ("2*-3", sp.Integer(-6)),
    ("6/-2*3", sp.Integer(-9)),
    ("a/b/c", a / b / c),
    ("a/b*c", a * c / b),
    ("1/2x", x / 2),
    ("3/4x^4", sp.Rational(3, 4) * x**4),
    ("2(x+1)(x-1)", sp.Mul(2, x + 1, x - 1)),
    ("(x+1)2", 2 * (x + 1)),
    ("x(x+1)", x * (x + 1)),
    ("5!", sp.Integer(120)),
    ("2^3!", sp.Integer(64)),
    ("(n+1)!/n!", sp.factorial(n + 1) / sp.factorial(n)),
    # constants
    ("e^x", sp.exp(x)),
    ("exp(x)", sp.exp(x)),
    ("2x e^x", 2 * x * sp.exp(x)),
    ("e^-x^2", sp.exp(-(x**2))),
    ("e^(2x)(x+1)", sp.exp(2 * x) * (x + 1)),
    ("2pi", 2 * pi),
    ("pi^2", pi**2),
    ("i^2", sp.Integer(-1)),
    ("0.67", sp.Rational(67, 100)),
    (".5x", x / 2),
    ("1e-5", sp.Rational(1, 100000)),
    ("1.5e3", sp.Integer(1500)),
    # functions
    ("sin x cos x", sp.sin(x) * sp.cos(x)),
    ("sin^2 x", sp.sin(x) ** 2),
    ("sin^2(x) + cos^2(x)", sp.sin(x) ** 2 + sp.cos(x) ** 2),
    ("sin^-1 x", sp.asin(x)),
    ("tanh^-1(x)", sp.atanh(x)),
    ("sin x^2", sp.sin(x**2)),
    ("sin(x)^2", sp.sin(x) ** 2),
    ("sin 2x", sp.sin(2 * x)),
    ("sin2x", sp.sin(2 * x)),
    ("xcosx", x * sp.cos(x)),
    ("sinxcosx", sp.sin(x) * sp.cos(x)),
    ("sin -x", -sp.sin(x)),
    ("cos 2πx", sp.cos(2 * pi * x)),
    ("sin x/2", sp.sin(x) / 2),
    ("sin 2(x+1)", sp.sin(2 * (x + 1))),
    ("sin x (x+1)", sp.sin(x) * (x + 1)),
    ("ln sin x", sp.log(sp.sin(x))),
    ("ln t e^t", sp.log(t) * sp.exp(t)),
    ("ln(x)x", x * sp.log(x)),
    ("arctan x + arcsin(x)", sp.atan(x) + sp.asin(x)),
    ("log(x, 2)", sp.log(x) / sp.log(2)),
    ("log_2 x", sp.log(x) / sp.log(2)),
    ("log_{10}(x)", sp.log(x) / sp.log(10)),
    ("lg x", sp.log(x) / sp.log(10)),
    ("sqrt(x) + cbrt(x)", sp.sqrt(x) + sp.cbrt(x)),
    ("root(x, 5)", sp.root(x, 5)),
    ("max(a, b, c) + min(a, 1)", sp.Max(a, b, c) + sp.Min(a, 1)),
    ("relu(x)", sp.Max(0, x)),
    ("sigmoid(x)", 1 / (1 + sp.exp(-x))),
    ("softplus(x)", sp.log(1 + sp.exp(x))),
    ("swish(x)", x / (1 + sp.exp(-x))),
    ("gelu(x)", x * (1 + sp.erf(x / sp.sqrt(2))) / 2),
    ("floor(x) + ceil(x) + sign(x) + erf(x)", sp.floor(x) + sp.ceiling(x) + sp.sign(x) + sp.erf(x)),
    ("factorial(5) + binomial(5, 2)", sp.Integer(130)),
    ("Sin(x) + Abs(x)", sp.sin(x) + sp.Abs(x)),
    ("heaviside(x)", sp.Heaviside(x)),
    # absolute values
    ("|x|", sp.Abs(x)),
    ("ln|x|", sp.log(sp.Abs(x))),
    ("2|x||y|", 2 * sp.Abs(x) * sp.Abs(y)),
    ("||x| - 1|", sp.Abs(sp.Abs(x) - 1)),
    ("|x + |y||", sp.Abs(x + sp.Abs(y))),
    # names
    ("x1 + x_1 + w_{12} + x_max", sum(sp.symbols("x1 x_1 w_12 x_max"))),
    ("beta x + gamma - lambda", sp.Symbol("beta") * x + sp.Symbol("gamma") - sp.Symbol("lambda")),
    ("S + N Q + E I", sp.Symbol("S") + sp.Symbol("N") * sp.Symbol("Q") + sp.Symbol("E") * sp.Symbol("I")),
    ("gamma(x+1)", sp.gamma(x + 1)),
    ("Γ(x) + Gamma(x)", 2 * sp.gamma(x)),
    ("gamma*(x+1) + gamma^2", sp.Symbol("gamma") * (x + 1) + sp.Symbol("gamma") ** 2),
    ("ψ(x) + psi(x) + digamma(x)", 3 * sp.digamma(x)),
    ("xy", x * y),
    ("2abc", 2 * a * b * c),
    ("a_i + i", sp.Symbol("a_i") + sp.I),
    ("e_1", sp.Symbol("e_1")),
    ("theta^2", theta**2),
    ("sintheta", sp.sin(theta)),
    # applications
    ("f(x) + g(x, y)", f(x) + g(x, y)),
    ("f'(x)", sp.Derivative(f(x), x)),
    ("f''(x)", sp.Derivative(f(x), x, x)),
    ("f^(3)(x)", sp.Derivative(f(x), (x, 3))),
    ("p'(x)", sp.Derivative(sp.Function("p")(x), x)),
    ("f'(1)", sp.Subs(sp.Derivative(f(x), x), x, 1)),
    ("f'(2x)", sp.Subs(sp.Derivative(f(t), t), t, 2 * x)),
    ("f^2(x)", f(x) ** 2),
    ("s(t) = t^2", sp.Eq(sp.Function("s")(t), t**2)),
    ("σ(2x)", 1 / (1 + sp.exp(-2 * x))),
    ("σ^2", sigma**2),
    # calculus
    ("d/dx x^2 sin x", sp.Derivative(x**2 * sp.sin(x), x)),
    ("d/dx x^2 + 1", sp.Derivative(x**2, x) + 1),
    ("d/dx(x^2) sin x", sp.Derivative(x**2, x) * sp.sin(x)),
    ("d/dx (x+1)(x+2)", sp.Derivative((x + 1) * (x + 2), x)),
    ("d/dx f(x)", sp.Derivative(f(x), x)),
    ("d^2/dx^2 x^5", sp.Derivative(x**5, x, x)),
    ("d²y/dx²", sp.Derivative(y, x, x)),
    ("dy/dx = 2x", sp.Eq(sp.Derivative(y, x), 2 * x, evaluate=False)),
    ("df(x)/dx", sp.Derivative(f(x), x)),
    ("∂f/∂x", sp.Derivative(sp.Symbol("f"), x)),
    ("∂/∂x x^2 y", sp.Derivative(x**2 * y, x)),
    ("∂²/∂x∂y (x^2 y)", sp.Derivative(x**2 * y, y, x)),
    ("d/dtheta sin theta", sp.Derivative(sp.sin(theta), theta)),
    ("∫ 2x dx", sp.Integral(2 * x, x)),
    ("∫ dx", sp.Integral(1, x)),
    ("∫ dx/x", sp.Integral(1 / x, x)),
    ("∫ x dx/(1+x^2) + 1", sp.Integral(x / (1 + x**2), x) + 1),
    ("int xsinx dx", sp.Integral(x * sp.sin(x), x)),
    ("∫3xdx", sp.Integral(3 * x, x)),
    ("∫ x^2 + 1 dx", sp.Integral(x**2 + 1, x)),
    ("∫[0..1] x dx", sp.Integral(x, (x, 0, 1))),
    ("∫[0, 2pi] sin(x) dx", sp.Integral(sp.sin(x), (x, 0, 2 * pi))),
    ("∫_0^∞ e^(-x) dx", sp.Integral(sp.exp(-x), (x, 0, oo))),
    ("∫_{-1}^{1} x dx", sp.Integral(x, (x, -1, 1))),
    ("∫₀¹ x dx", sp.Integral(x, (x, 0, 1))),
    ("∫∫ x y dy dx", sp.Integral(x * y, y, x)),
    ("∫ sec^2 θ dθ", sp.Integral(sp.sec(theta) ** 2, theta)),
    ("lim x→0 sin(x)/x", sp.Limit(sp.sin(x) / x, x, 0, "+-")),
    ("lim x->0+ ln x", sp.Limit(sp.log(x), x, 0, "+")),
    ("lim_{x→0^-} 1/x", sp.Limit(1 / x, x, 0, "-")),
    ("lim x→0⁻ 1/x", sp.Limit(1 / x, x, 0, "-")),
    ("lim x->pi/4 cos x", sp.Limit(sp.cos(x), x, pi / 4, "+-")),
    ("lim x → -∞ e^x", sp.Limit(sp.exp(x), x, -oo)),
    ("lim(x->2) x^2", sp.Limit(x**2, x, 2, "+-")),
    ("sum_{i=1}^n i^2 + 1", sp.Sum(sp.Symbol("i") ** 2, (sp.Symbol("i"), 1, n)) + 1),
    ("Σ_{k=0}^∞ x^k/k!", sp.Sum(x ** sp.Symbol("k") / sp.factorial(sp.Symbol("k")), (sp.Symbol("k"), 0, oo))),
    ("sum[i=1..n] a_i", sp.Sum(sp.Symbol("a_i"), (sp.Symbol("i"), 1, n))),
    ("∏_{k=1}^n k", sp.Product(sp.Symbol("k"), (sp.Symbol("k"), 1, n))),
    # relations and lists
    ("x = 2", sp.Eq(x, 2)),
    ("x == 2", sp.Eq(x, 2)),
    ("x >= 2", sp.Ge(x, 2)),
    ("x ≤ 2", sp.Le(x, 2)),
    ("x != 2", sp.Ne(x, 2)),
    ("2 = 2", sp.Eq(2, 2, evaluate=False)),
    ("0 < x <= 1", sp.And(sp.Lt(0, x), sp.Le(x, 1))),
    ("a = b = c", (a, b, c)),
    ("(2x, x^2 y)", sp.Tuple(2 * x, x**2 * y)),
    ("x, y", sp.Tuple(x, y)),
    ("[[1, 2], [3, x]]", sp.Matrix([[1, 2], [3, x]])),
    ("[[1], [x]]", sp.Matrix([1, x])),
    ("[[x]]", sp.Matrix([x])),
    ("[x] + [y]", x + y),
    ("[x, y]", sp.Tuple(x, y)),
    ("det [[1, 2], [3, 4]]", sp.Integer(-2)),
    ("[[1, 2], [3, 4]]^T", sp.Matrix([[1, 3], [2, 4]])),
    # characters from pages
    ("x² + x⁻¹ + xⁿ + x¹⁰", x**2 + 1 / x + x**n + x**10),
    ("√x + √(x+1) + ∛x", sp.sqrt(x) + sp.sqrt(x + 1) + sp.cbrt(x)),
    ("√2x", sp.sqrt(2) * x),
    ("½x + ¾", x / 2 + sp.Rational(3, 4)),
    ("x − 1 – y", x - 1 - y),
    ("2×3·x", 6 * x),
    ("6÷2", sp.Integer(3)),
    ("f’(x) + f″(x)", sp.Derivative(f(x), x) + sp.Derivative(f(x), x, x)),
    ("𝑥² + ｙ", x**2 + y),
    ("x₁ + x_1", 2 * sp.Symbol("x_1")),
    ("x\u00a0+\u200b1", x + 1),
    ("α + π", sp.Symbol("alpha") + pi),
]


@pytest.mark.parametrize("text, expected", VALUES, ids=[text for text, _ in VALUES])
def test_value(text: str, expected: Any) -> None:
    found = read_expression(text, syntax="text")
    assert found == expected
    assert type(found) is type(expected) or isinstance(found, sp.MatrixBase)


def leaf(thing: Any) -> Term:
    return Term(Number, (sp.Integer(thing),)) if isinstance(thing, int) else Term(Variable, (thing,))


AS_WRITTEN = [
    ("2x + 3x", Term(sp.Add, (Term(sp.Mul, (leaf(2), leaf(x))), Term(sp.Mul, (leaf(3), leaf(x)))))),
    ("x·x", Term(sp.Mul, (leaf(x), leaf(x)))),
    ("x - 1", Term(sp.Add, (leaf(x), Term(Negation, (leaf(1),))))),
    ("x + (y + 1)", Term(sp.Add, (leaf(x), Term(sp.Add, (leaf(y), leaf(1)))))),
    ("(x y) 2", Term(sp.Mul, (Term(sp.Mul, (leaf(x), leaf(y))), leaf(2)))),
    ("1/2", Term(Quotient, (leaf(1), leaf(2)))),
    ("-2", Term(Negation, (leaf(2),))),
    ("0.67", Term(Decimal, (sp.Rational(67, 100), "0.67"))),
    ("e^x", Term(sp.Pow, (Term(Constant, (sp.E,)), leaf(x)))),
    ("sqrt(x)", Term(Root, (leaf(x), leaf(2)))),
    ("relu(x)", Term(Relu, (leaf(x),))),
    ("d^2/dx^2 x", Term(sp.Derivative, (leaf(x), leaf(x), leaf(2)))),
    ("∫[0..1] x dx", Term(sp.Integral, (leaf(x), leaf(x), leaf(0), leaf(1)))),
    ("lim x->0+ x", Term(sp.Limit, (leaf(x), leaf(x), leaf(0), "+"))),
    ("a = b = c", Term(sp.Eq, (leaf(a), leaf(b), leaf(c)))),
]


@pytest.mark.parametrize("text, expected", AS_WRITTEN, ids=[text for text, _ in AS_WRITTEN])
def test_the_term_keeps_what_was_written(text: str, expected: Any) -> None:
    assert read_term(text).term == expected


def test_spans_point_at_the_text() -> None:
    reading = read_term("2x + sin(x)/(x - 1)")
    first, second = reading.term.args
    assert [reading.text[slice(*term.span)] for term in (first, second, *second.args)] == ["2x", "sin(x)/(x - 1)", "sin(x)", "(x - 1)"]


def test_symbols_are_sorted_and_without_assumptions() -> None:
    assert read_term("z + a x").symbols == (a, x, sp.Symbol("z"))


NOTES = [
    ("1/2x", ("(1/2)*x", "1/(2*x)")),
    ("1/2 x", None),
    ("1/(2x)", None),
    ("xy", ("x*y", "the one name xy")),
    ("ln t e^t", ("ln(t)*e^…", "ln(t*e^…)")),
    ("sin x/2", ("sin(x)/2", "sin(x/2)")),
    ("sin 2*x", ("sin(2)*x", "sin(2*x)")),
    ("e^2x", ("e^2*x", "e^(2*x)")),
    ("x^1/2", ("(x^1)/2", "x^(1/2)")),
    ("√2x", ("sqrt(2)*x", "sqrt(2*x)")),
    ("1e-5", ("1·10^-5", "1*e*-5")),
    ("cost", ("cos(t)", "the one name cost")),
    ("5!!", ("(5!)!", "a double factorial")),
    ("p(x)", ("the function p", "p*(…)")),
    ("y(x)", ("y*x", "the function y of x")),
    ("σ(x)", ("sigmoid(…)", "sigma*(…)")),
    ("Γ(x)", ("Gamma(…)", "Gamma*(…)")),
    ("gamma(x)", ("Gamma(…)", "gamma*(…)")),
    ("ψ(x)", ("digamma(…)", "psi*(…)")),
    ("ln(x)^2", ("(ln(…))^…", "ln((…)^…)")),
    ("d/dx(x^2) x", ("(d/dx (x^2))*…", "d/dx ((x^2)*…)")),
    ("sin(x) cos(x)", None),
    ("dy/dx", None),
    ("∫ xdx", None),
    ("x^2/4", None),
    ("x^2 + 2x + 1", None),
]


@pytest.mark.parametrize("text, expected", NOTES, ids=[text for text, _ in NOTES])
def test_both_readings_of_an_ambiguity_are_told(text: str, expected: Any) -> None:
    notes = read_term(text).notes
    assert [note.alternatives for note in notes] == ([expected] if expected else [])
    assert all(str(note) for note in notes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1/2x", "1/2x is read as (1/2)·x"),
        ("ln x/(x+1)", "ln x/(x+1) is read as ln(x)/(x+1)"),
        ("1/2(x+1)(x+2)", "1/2(x+1)… is read as (1/2)·(x+1)…"),
        ("ln x/(x^2 + (x + 1)^2 + 1234567890)", "ln x/(… is read as ln(x)/(…"),
        ("(ln x/x)^2", "ln x/x is read as ln(x)/x"),
    ],
)
def test_a_note_quotes_what_was_typed_to_its_end(text: str, told: str) -> None:
    assert [str(note) for note in read_term(text).notes] == [told]


def test_declared_names_come_first() -> None:
    loss, rate = sp.symbols("loss rate")
    assert read_expression("2loss + rate x", names=("loss", "rate")) == 2 * loss + rate * x
    assert read_expression("e + i", names=("e", "i")) == sp.Symbol("e") + sp.Symbol("i")
    assert read_expression("cost(x)", functions="cost") == sp.Function("cost")(x)
    assert read_expression("y(x) y", functions=("y",)) == sp.Function("y")(x) * y
    assert read_expression("f(x)", names=("f",)) == sp.Symbol("f") * x


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_known_function_reads_in_plain_text_and_has_a_value(name: str) -> None:
    known = FUNCTIONS[name]
    text = f"{name}(x)" if known.least == 1 else f"{name}(x, 3)"
    if name in {"det", "trace"}:
        text = f"{name}([[x]])"
    reading = read_term(text)
    assert reading.expr.free_symbols == {x}
    assert reading.notes == ()


def test_a_term_without_special_heads_has_the_same_value_everywhere() -> None:
    reading = read_term("-(x - 1)^2/√(x + 1) + e^(2x) sin x")
    assert value(reading.term) == reading.expr


def test_limits_can_be_changed() -> None:
    assert read_expression("2^12000", limits=Limits(result_digits=10_000)) == 2**12000
    assert read_expression("2^20000", limits=Limits(result_digits=10_000)).is_Pow
    assert read_expression("(" * 250 + "x" + ")" * 250, limits=Limits(depth=300)) == x


def test_a_limit_of_a_bracket_ends_before_the_next_bracket() -> None:
    joined = read_expression("[x^2] from x = 0 to x = 1 + [x] from x = 0 to x = 2")
    assert joined == 3
