"""Taylor polynomials against SymPy's derivatives, and remainders against the error that is there."""

import mpmath
import pytest
import sympy as sp

from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.errors import NoRuleApplies
from symtutor.goals import TaylorPolynomial, TaylorRemainder
from symtutor.problem import Problem
from symtutor.rules import BOOK
from tests.approach import expression

X = sp.Symbol("x")

CASES = (
    ("exp(x)", "0", 5),
    ("exp(x)", "2", 3),
    ("exp(-3*x)", "0", 4),
    ("2**x", "0", 3),
    ("exp(a*x)", "0", 3),
    ("sin(x)", "0", 7),
    ("sin(x)", "pi/6", 3),
    ("cos(x)", "pi/2", 5),
    ("cos(3*x)", "0", 6),
    ("tan(x)", "0", 5),
    ("sec(x)", "0", 4),
    ("log(x)", "1", 5),
    ("log(x)", "2", 3),
    ("log(1 + x)", "0", 6),
    ("1/x", "2", 4),
    ("1/x**2", "-1", 3),
    ("1/(1 - x)", "0", 5),
    ("1/(1 + 2*x)**2", "0", 4),
    ("sqrt(x)", "4", 3),
    ("sqrt(1 + x)", "0", 4),
    ("x**(1/3)", "8", 2),
    ("(1 + x)**k", "0", 3),
    ("atan(x)", "0", 7),
    ("asin(x)", "0", 5),
    ("sinh(x)", "0", 7),
    ("tanh(x)", "0", 5),
    ("erf(x)", "0", 5),
    ("x**3 - 2*x + 1", "2", 3),
    ("x**4", "1", 2),
    ("5", "0", 2),
    ("x**x", "1", 3),
    ("exp(sin(x))", "0", 5),
    ("log(cos(x))", "0", 6),
    ("sqrt(1 + sin(x))", "0", 3),
    ("sin(x)**2", "0", 6),
    ("exp(x)*sin(x)", "0", 5),
    ("exp(x)*cos(x)", "0", 6),
    ("exp(x)/(1 - x)", "0", 5),
    ("1/((1 - x)*(1 - x**2))", "0", 6),
    ("x*log(x)", "1", 4),
    ("log(x)/x", "1", 3),
    ("exp(x**3)", "0", 9),
    ("exp(-x**2)", "0", 8),
    ("x*exp(-x**2)", "0", 7),
    ("x**2*cos(x)", "0", 8),
    ("cos(x**2) + x**2", "0", 8),
    ("3*sin(x**2)", "0", 6),
    ("sinh(x**2) - cosh(x**2)", "0", 6),
    ("log(1 + x**2)", "0", 6),
    ("atan(x**3)", "0", 9),
    ("1/(1 + x**2)", "0", 6),
    ("sqrt(1 + x**4)", "0", 8),
    ("1/sqrt(1 - x**2)", "0", 6),
    ("exp((x - 1)**2)", "1", 4),
    ("x/(1 + x)", "0", 4),
    ("exp(x)", "a", 2),
)
NAMES = [f"{f} about {a} to {n}" for f, a, n in CASES]


def polynomial(f: str, about: str, degree: int) -> Solved:
    goal = TaylorPolynomial(expression(f), X, expression(about), sp.Integer(degree))
    return derive(Problem(goal), BOOK)


def is_zero(expr: sp.Expr) -> bool:
    letters = sorted(expr.free_symbols, key=str)
    return all(
        abs(sp.N(expr.xreplace({s: sp.Rational(3 + k + 5 * i, 4) for i, s in enumerate(letters)}), 40)) < sp.Float(10) ** -30
        for k in range(12)
    )


@pytest.mark.parametrize("f, about, degree", CASES, ids=NAMES)
def test_the_polynomial_has_the_derivatives_of_the_function(f: str, about: str, degree: int) -> None:
    expr, a = expression(f), expression(about)
    wanted = sum(sp.diff(expr, X, k).subs(X, a) / sp.factorial(k) * (X - a) ** k for k in range(degree + 1))
    assert is_zero(wanted - polynomial(f, about, degree).value)


@pytest.mark.parametrize("f, about, degree", CASES, ids=NAMES)
def test_every_node_fits_its_rule(f: str, about: str, degree: int) -> None:
    for node in polynomial(f, about, degree).nodes():
        assert node.left() == node.goal, node
        assert set(node.bindings) == set(node.rule.parameters), node


def test_a_removable_gap_is_filled() -> None:
    assert polynomial("sin(x)/x", "0", 4).value == 1 - X**2 / 6 + X**4 / 120


def test_powers_of_the_distance_stay_together() -> None:
    assert str(polynomial("log(x)", "1", 2).value) == "-(x - 1)**2/2 + (x - 1)"


def test_known_series_are_used_where_derivatives_would_swell() -> None:
    assert {node.rule.id for node in polynomial("exp(x**3)", "0", 9).nodes()} == {"taylor.exp"}


@pytest.mark.parametrize("f, about", [("Abs(x)", "0"), ("sqrt(x)", "0"), ("log(x)", "0"), ("1/x", "0")])
def test_no_polynomial_where_the_function_is_not_smooth(f: str, about: str) -> None:
    with pytest.raises(NoRuleApplies):
        polynomial(f, about, 2)


REMAINDERS = (
    ("exp(x)", "0", 4, "-1", "1"),
    ("sin(x)", "0", 5, "0", "1"),
    ("cos(2*x)", "0", 4, "-1", "1"),
    ("log(x)", "1", 3, "1/2", "3/2"),
    ("cos(x)", "pi/3", 3, "0", "1"),
    ("sqrt(x)", "4", 2, "3", "5"),
    ("exp(x)*sin(x)", "0", 3, "0", "1"),
    ("1/(1 + x**2)", "0", 2, "-1", "1"),
    ("x**2*exp(-x)", "0", 3, "0", "1"),
    ("x**(1/3)", "8", 2, "7", "9"),
    ("1/x", "1", 3, "9/10", "11/10"),
    ("exp(-x**2)", "0", 2, "0", "1"),
)


@pytest.mark.parametrize("f, about, degree, low, high", REMAINDERS, ids=[r[0] for r in REMAINDERS])
def test_the_error_stays_below_its_bound(f: str, about: str, degree: int, low: str, high: str) -> None:
    expr, a, low_end, high_end = expression(f), expression(about), expression(low), expression(high)
    goal = TaylorRemainder(expr, X, a, sp.Integer(degree), low_end, high_end)
    bound = derive(Problem(goal), BOOK).value
    error = sp.lambdify(X, expr - polynomial(f, about, degree).value, "mpmath")
    with mpmath.workdps(40):
        places = [low_end + (high_end - low_end) * sp.Rational(i, 40) for i in range(41)]
        worst = max(abs(error(mpmath.mpmathify(sp.N(p, 40)))) for p in places)
    assert 0 < worst <= sp.N(bound, 40) * (1 + sp.Float(10) ** -30)
