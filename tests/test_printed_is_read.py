"""What the writers print, in text and in LaTeX, is read back as the same object."""

from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from sympy.abc import a, b, k, n, x, y

from symtutor.reading import read_expression
from symtutor.term import quote
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import ASCII, UNICODE
from tests.strategies import expressions, tried

f = sp.Function("f")
FORMATS = pytest.mark.parametrize(
    "printer, syntax", [(UNICODE, "text"), (ASCII, "text"), (LATEX, "latex")], ids=["unicode", "ascii", "latex"]
)
PRINTED = [
    sp.Piecewise((0, x < 0), (x**2, True)),
    sp.Piecewise((-1, x < -2), (1, x > -2)),
    sp.Piecewise((x, sp.And(x > 0, x < 1)), (0, True)),
    sp.Derivative(f(x), (x, 2)),
    sp.Derivative(x**2 * y, x),
    sp.Subs(sp.Derivative(f(x), x), x, 2),
    sp.Integral(sp.sin(x) / x, (x, 0, b)),
    sp.Integral(x * sp.exp(x), x),
    sp.Limit(1 / x, x, 0, "+"),
    sp.Limit((1 + 1 / x) ** x, x, sp.oo, "-"),
    sp.Sum(k**2, (k, 1, n)),
    sp.Product(k, (k, 1, n)),
    sp.Eq(y, x**2),
    sp.Or(sp.Eq(x, 1), sp.Eq(x, 2)),
    sp.ImmutableMatrix([[1, x], [y, 2]]),
    sp.Tuple(x, y**2),
    sp.Max(x, 0) + sp.Min(x, y, 1),
    sp.Abs(x - 1) * sp.sign(x),
    sp.loggamma(x) + sp.gamma(x),
    sp.polygamma(1, x) + sp.digamma(y),
    sp.floor(x) + sp.ceiling(x / 2),
    sp.binomial(n, k) + sp.factorial(n),
    sp.acosh(x) + sp.asec(x) + sp.coth(x) + sp.sech(x) ** 2,
    sp.erf(x) + sp.erfc(y) + sp.Si(x) + sp.Ei(y),
    sp.Symbol("theta") ** 2 + sp.Symbol("w_12") + sp.Symbol("yhat") + sp.Symbol("lambda"),
    sp.log(x) ** 2 + sp.log(sp.Abs(sp.sin(x))),
    f(x) * f(y) ** 2,
    (-1) ** n * x ** (-n),
    a * x - b,
]


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, sp.MatrixBase):
        return bool(sp.ImmutableMatrix(found) == wanted)
    if found == wanted:
        return True
    if isinstance(wanted, sp.Expr):
        return bool(found.doit() == wanted.doit() or sp.expand(found.doit() - wanted.doit()) == 0)
    return bool(found.doit() == wanted.doit())


@FORMATS
@pytest.mark.parametrize("expr", PRINTED, ids=str)
def test_what_is_printed_is_read_back(expr: Any, printer: Any, syntax: str) -> None:
    assert _same(read_expression(printer.render(quote(expr)), syntax=syntax), expr)


@FORMATS
@tried(60)
@given(expr=expressions(leaves=6), other=st.sampled_from([sp.Integer(0), x * y, -y, 1 / (1 + y**2), y ** sp.Rational(2, 3)]))
def test_any_expression_is_read_back(printer: Any, syntax: str, expr: Any, other: Any) -> None:
    whole = expr + other
    found = read_expression(printer.render(quote(whole)), syntax=syntax)
    assert found == whole or _agree(found, whole)


def _agree(found: Any, wanted: Any) -> bool:
    """Tell whether two expressions have one value at places that are no integers."""
    place = {x: sp.Rational(7, 5), y: sp.Rational(3, 7)}
    gap = (found - wanted).subs(place)
    return bool(gap == 0 or gap is sp.nan or abs(sp.N(gap, 30)) < sp.Float("1e-20"))
