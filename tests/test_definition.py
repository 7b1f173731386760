"""The derivative from its definition: right, without l'Hôpital's rule, at a letter and at a point."""

from functools import cache

import pytest
import sympy as sp

import symtutor as st
from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.goals.core import DerivativeFromDefinition, DerivativeFromDefinitionAt
from symtutor.problem import Problem
from symtutor.rules import BOOK
from tests.approach import expression

X, H, A = sp.symbols("x h a")

FUNCTIONS = """
5; x; x**2; x**3 - 2*x**2 + 1; a*x**2 + b*x + c; (2*x + 1)**3; 1/x; 1/x**2; 1/(x**2 + 1); (x + 1)/(x - 2); x + 1/x; sqrt(x);
sqrt(2*x + 1); sqrt(x**2 + 1);
 1/sqrt(x); x**(1/3); x**(3/2); x**(-1/3); exp(x); exp(-2*x); 3**x; log(x); log(3*x + 1); sin(x); cos(x); tan(x); sin(3*x + 1);
cos(2*x); 4*cos(x); x**2 + sin(x); sqrt(x) - 3*exp(x); x*exp(x); x**2*log(x); sin(x)*cos(x); x*sin(x)*exp(x); 2*sqrt(x)*log(x)
""".replace("\n", " ").split(";")


@cache
def at_a_letter(f: str) -> Solved:
    return derive(Problem(DerivativeFromDefinition(expression(f), X, H)), BOOK)


@cache
def at_a_point(f: str, a: sp.Expr) -> Solved:
    return derive(Problem(DerivativeFromDefinitionAt(expression(f), X, H, a)), BOOK)


def is_zero(expr: sp.Expr) -> bool:
    """Tell whether an expression in positive letters is 0, at 40 digits."""
    letters = sorted(expr.free_symbols, key=str)
    number = expr.xreplace({s: sp.Rational(7 + 5 * i, 4) for i, s in enumerate(letters)})
    return bool(abs(sp.N(number, 40)) < sp.Float(10) ** -35)


def rules_of(solved: Solved) -> set[str]:
    return {node.rule.id for node in solved.nodes()}


@pytest.mark.parametrize("f", FUNCTIONS)
def test_the_derivative_is_right(f: str) -> None:
    assert is_zero(at_a_letter(f).value - sp.diff(expression(f), X))


@pytest.mark.parametrize("f", FUNCTIONS)
def test_nothing_is_used_that_rests_on_derivatives(f: str) -> None:
    for found in (at_a_letter(f), at_a_point(f, sp.Integer(2)) if f.strip() != "(x + 1)/(x - 2)" else at_a_point(f, sp.Integer(3))):
        circular = {rule for rule in rules_of(found) if "hopital" in rule or "series" in rule or rule.startswith("diff.")}
        assert not circular


@pytest.mark.parametrize("a", [sp.Integer(1), sp.Rational(3, 2), sp.pi, A], ids=str)
@pytest.mark.parametrize("f", FUNCTIONS)
def test_the_derivative_at_a_point_is_right(f: str, a: sp.Expr) -> None:
    wanted = sp.diff(expression(f), X).xreplace({X: a})
    assert is_zero(at_a_point(f, a).value - wanted)


KINKS = (
    ("Abs(x)", 0, sp.nan),
    ("Abs(x)", 3, 1),
    ("Abs(x - 1) + x", 1, sp.nan),
    ("x*Abs(x)", 0, 0),
    ("Abs(x)**3", 0, 0),
    ("Max(x, 0)", 0, sp.nan),
    ("Piecewise((x**2, x < 1), (2*x - 1, True))", 1, 2),
    ("Piecewise((x**2, x < 1), (x, True))", 1, sp.nan),
    ("Piecewise((x**2*sin(1/x), Ne(x, 0)), (0, True))", 0, 0),
    ("Piecewise((x*sin(1/x), Ne(x, 0)), (0, True))", 0, sp.nan),
    ("sqrt(x)", 0, sp.nan),
    ("sign(x)", 0, sp.oo),
    ("x**(1/3)", 0, sp.oo),
    ("x**(2/3)", 0, sp.nan),
    ("x**(5/3)", 0, 0),
)


@pytest.mark.parametrize("f, a, answer", KINKS, ids=[f"{f} at {a}" for f, a, _ in KINKS])
def test_a_kink_is_examined_from_both_sides(f: str, a: int, answer: sp.Expr) -> None:
    assert at_a_point(f, sp.Integer(a)).value == answer


def test_the_absolute_value_has_two_one_sided_slopes() -> None:
    found = at_a_point("Abs(x)", sp.S.Zero)
    sides = next(node for node in found.nodes() if node.rule.id == "limit.sides_differ")
    assert sides.bindings == {"below": -1, "above": 1}


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        ("cos(x^2+2x)", "-(2*x + 2)*sin(x**2 + 2*x)"),
        ("sin(cos x)", "-sin(x)*cos(cos(x))"),
        ("ln(x^2+1)", "2*x/(x**2 + 1)"),
        ("1/(1+e^x)", "-exp(x)/(exp(x) + 1)**2"),
        ("arctan x", "1/(1 + x**2)"),
        ("arcsin(x/2)", "1/sqrt(4 - x**2)"),
        ("arctan(e^x)", "exp(x)/(1 + exp(2*x))"),
        ("sinh(3x)", "3*cosh(3*x)"),
        ("sec x", "sin(x)/cos(x)**2"),
        ("tanh x", "1/cosh(x)**2"),
        ("x^pi", "pi*x**(pi - 1)"),
    ],
)
def test_compositions_and_inverse_functions_have_a_derivative_from_the_definition(f: str, slope: str) -> None:
    found = st.differentiate(f, method="limit")
    assert found.report.status == "correct"
    assert not any(step.rule.startswith("diff.") for step in found.steps)
    for place in (sp.Rational(3, 10), sp.Rational(6, 5)):
        assert abs(sp.N((found.answer - sp.sympify(slope)).subs(sp.Symbol("x"), place))) < 1e-12
