"""Riemann sums in closed form, and their limits."""

import pytest
import sympy as sp

from symtutor.deriving.search import derive
from symtutor.goals import Limit, RiemannSum
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.rules.riemann_sums import SHARES
from tests.integration_helpers import X, parsed

N = sp.Symbol("n")
FUNCTIONS = [
    "2*x",
    "3*x**2 - 4*x",
    "x**3",
    "x**2*(x + 1)",
    "exp(x)",
    "exp(-2*x + 1)",
    "2**x",
    "sin(x)",
    "cos(3*x)",
    "sin(x)**2",
    "5",
    "x*(x - 1)**4",
]


def riemann(f: str, low: str, high: str, count: sp.Expr, kind: str = "left") -> RiemannSum:
    return RiemannSum(parsed(f), X, parsed(low), parsed(high), count, SHARES[kind])


@pytest.mark.parametrize("kind", SHARES)
@pytest.mark.parametrize("f", FUNCTIONS)
def test_the_closed_form_is_the_sum(f: str, kind: str) -> None:
    value = derive(Problem(riemann(f, "-1", "2", N, kind)), BOOK).value
    for count in (1, 2, 7):
        goal = riemann(f, "-1", "2", sp.Integer(count), kind)
        total = sp.Add(*[goal.term(sp.Integer(i)) for i in range(count)]) * goal.step()
        assert abs(sp.N(value.xreplace({N: sp.Integer(count)}) - total, 30)) < 1e-20


def test_the_sums_of_the_course_are_exact() -> None:
    assert derive(Problem(riemann("2*x", "-10", "10", sp.Integer(200))), BOOK).value == -2
    assert derive(Problem(riemann("3*x**2 - 4*x", "-10", "10", sp.Integer(200))), BOOK).value == sp.Rational("2004.1")


@pytest.mark.parametrize("f, wanted", [("3*x**2 - 4*x", "2000"), ("2*x", "0"), ("exp(x/10)", "10*exp(1) - 10*exp(-1)")])
def test_the_limit_is_the_integral(f: str, wanted: str) -> None:
    goal = Limit(riemann(f, "-10", "10", N), N, sp.oo, sp.Symbol("-"))
    assert sp.simplify(derive(Problem(goal), BOOK).value - parsed(wanted)) == 0
