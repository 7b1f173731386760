"""Lines of work as Terms: what a line leaves out, and what stands between its formulas."""

from typing import Any

import pytest
import sympy as sp

from symtutor.errors import ReadError
from symtutor.reading import parse_term, read_expression
from symtutor.term import LEAVES, Term

LINES = [
    # what a line leaves out
    ("= 37/3", "Equality(_, Quotient(37, 3))"),
    (r"=\frac{\pi}{7} = c", "Equality(_, Quotient(pi, 7), c)"),
    ("⇒ t = 4", "Implication(_, Equality(t, 4))"),
    (r"\therefore y > 2", "Implication(_, StrictGreaterThan(y, 2))"),
    (r"\lim\frac{e^u-1}{u}", "Limit(Quotient(Add(Pow(E, u), Negation(1)), u))"),
    (r"3\sum y_k", "Mul(3, Sum(y_k))"),
    (r"\sum_i x_{ij}^2", "Sum(Pow(x_ij, 2), i)"),
    (r"\sum_{i, j} a_{ij}", "Sum(a_ij, Tuple(i, j))"),
    (r"\prod_{i \ne k} r_i", "Product(r_i, Unequality(i, k))"),
    # between limits and at places
    (r"\left[\frac{u^3}{3}\right]_2^5", "Between(Quotient(Pow(u, 3), 3), u, 2, 5)"),
    (r"[t^2 + t]_{t=0}^{t=b}", "Between(Add(Pow(t, 2), t), t, 0, b)"),
    (r"\frac{v^2}{2}\Big|_3^4", "Between(Quotient(Pow(v, 2), 2), v, 3, 4)"),
    ("x²/2 |_0^1", "Between(Quotient(Pow(x, 2), 2), x, 0, 1)"),
    (r"\ln|w|\bigg|_1^e", "Between(log(Abs(w)), w, 1, E)"),
    (r"\left[a x\right]_0^1", "Between(Mul(a, x), _, 0, 1)"),
    ("[x^3/3] from x = 0 to x = 2", "Between(Quotient(Pow(x, 3), 3), x, 0, 2)"),
    ("[x^2 y] at x = 2, y = 3", "At(Mul(Pow(x, 2), y), Tuple(x, y), Tuple(2, 3))"),
    (r"\left. 2t \right|_{t=1}", "At(Mul(2, t), t, 1)"),
    (r"\frac{dy}{dx}\Big|_{x=2} = 3", "Equality(At(Derivative(y, x, 1), x, 2), 3)"),
    (r"(A B)_{jk}", "Entry(Mul(A, B), Mul(j, k))"),
    # signs between statements
    ("x^2 = 9 => x = 3 or x = -3", "Implication(Equality(Pow(x, 2), 9), Or(Equality(x, 3), Equality(x, Negation(3))))"),
    (r"u = 0 \iff v = 1", "Equivalence(Equality(u, 0), Equality(v, 1))"),
    ("t = 1 or 4", "Or(Equality(t, 1), Equality(t, 4))"),
    ("r > 1 and r < 3", "And(StrictGreaterThan(r, 1), StrictLessThan(r, 3))"),
    ("x, y, z ≥ 0", "And(GreaterThan(x, 0), GreaterThan(y, 0), GreaterThan(z, 0))"),
    (r"r \approx 0.33", "Approximate(r, 33/100)"),
    (r"x = 1 \pm \sqrt{7}", "Equality(x, Add(1, PlusMinus(Root(7, 2))))"),
    ("±3 ∓ a", "Add(PlusMinus(3), MinusPlus(a))"),
    # displays
    (r"\begin{align*} s &= t + 1 \\ &= 3 \end{align*}", "Lines(Equality(s, Add(t, 1)), Equality(_, 3))"),
    (r"\begin{aligned} r &= 2 \end{aligned}", "Equality(r, 2)"),
    (r"\begin{cases} x+y=1 \\ x-y=0 \end{cases}", "Tuple(Equality(Add(x, y), 1), Equality(Add(x, Negation(y)), 0))"),
    (
        r"\left\{\begin{array}{ll} x & x>0 \\ 0 & x<0 \end{array}\right.",
        "Piecewise(Tuple(x, StrictGreaterThan(x, 0)), Tuple(0, StrictLessThan(x, 0)))",
    ),
    (r"\text{slope at }(1,1)=-2/3", "Prose(slope at, Equality(Tuple(1, 1), Negation(Quotient(2, 3))))"),
    # differentials, gradients, vectors
    ("du = -e^(-t) dt", "Equality(DifferentialOf(u), Negation(Mul(Pow(E, Negation(t)), DifferentialOf(t))))"),
    (r"dv = \cos 3x\,dx", "Equality(DifferentialOf(v), Mul(cos(Mul(3, x)), DifferentialOf(x)))"),
    (r"d(w^2) = 2w\,dw", "Equality(DifferentialOf(Pow(w, 2)), Mul(2, w, DifferentialOf(w)))"),
    (r"\frac{du}{2} = x\,dx", "Equality(Quotient(DifferentialOf(u), 2), Mul(x, DifferentialOf(x)))"),
    ("c x + d y", "Add(Mul(c, x), Mul(d, y))"),
    (r"\nabla f(A)", "Nabla(f(A))"),
    (r"\nabla_w L", "Nabla(L, w)"),
    (r"\|A x - b\|_2^2", "Pow(Norm(Add(Mul(A, x), Negation(b)), 2), 2)"),
    (r"X^TWX", "Mul(Transpose(X), W, X)"),
    (r"(y z, x z) = \lambda (1, 1)", "Equality(Tuple(Mul(y, z), Mul(x, z)), Mul(lambda, Tuple(1, 1)))"),
    (r"\langle a, b \rangle", "Angled(a, b)"),
    # without a value
    (r"\frac00", "Quotient(0, 0)"),
    ("5/0 + C", "Add(Quotient(5, 0), C)"),
    # primes and letters before brackets
    ("y'(1+2y)=-2x", "Equality(Mul(y', Add(1, Mul(2, y))), Negation(Mul(2, x)))"),
    ("s'(2)", "At(Derivative(s(x), x, 1), x, 2)"),
    (r"h(\sqrt{x+h}-\sqrt x)", "Mul(h, Add(Root(Add(x, h), 2), Negation(Root(x, 2))))"),
    ("(f(x+h) - f(x))/h", "Quotient(Add(f(Add(x, h)), Negation(f(x))), h)"),
]


def shown(term: Any) -> str:
    """Return the heads and leaves of a Term."""
    if not isinstance(term, Term):
        return str(term)
    if term.head in LEAVES:
        return "_" if term.args[0] is None else str(term.args[0])
    return f"{getattr(term.head, '__name__', term.head)}({', '.join(map(shown, term.args))})"


@pytest.mark.parametrize("text, expected", LINES, ids=[text for text, _ in LINES])
def test_a_line_is_read_as_it_stands(text: str, expected: str) -> None:
    assert shown(parse_term(text)[0]) == expected


@pytest.mark.parametrize("text", ["= 3", "x = 2 ⇒ y = 3", "x ≈ 2", "1 ± 2", r"\lim x", "sum x_i", r"\nabla f", "x^T y", r"\|x\|"])
def test_what_has_no_value_by_itself_is_refused_as_an_expression(text: str) -> None:
    with pytest.raises(ReadError):
        read_expression(text)


@pytest.mark.parametrize("text", ["x + = 3", "= ", "=> ", "x and", "x from 2"])
def test_a_sign_with_nothing_beside_it_is_no_line(text: str) -> None:
    with pytest.raises(ReadError):
        parse_term(text)


def test_alternatives_have_their_meaning() -> None:
    x = sp.Symbol("x")
    assert read_expression("x = 1 or x = 3") == sp.Or(sp.Eq(x, 1), sp.Eq(x, 3))
    assert read_expression("x > 1 and x < 3") == sp.And(x > 1, x < 3)
