"""Taylor polynomials against SymPy's derivatives, and remainders against the error that is there."""

from functools import cache

import mpmath
import pytest
import sympy as sp

from symtutor.__main__ import main
from symtutor.ask.limits import taylor
from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.errors import InputError, NoRuleApplies
from symtutor.goals.core import AbsoluteBound, TaylorPolynomial, TaylorRemainder
from symtutor.problem import Problem
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.verdict import Status
from symtutor.views.solution import Solution
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


@cache
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
        assert isinstance(node.rule, Rule), node
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


# ---- a polynomial with a bound on its error -----------------------------------------------------
MORE_REMAINDERS = (
    ("tan(x)", "0", 3, "-1/2", "1/2"),
    ("exp(sin(x))", "0", 2, "-1", "1"),
    ("log(1 + x)", "0", 4, "-1/2", "1/2"),
    ("asin(x)", "0", 3, "0", "1/2"),
    ("cosh(x)", "0", 4, "-1", "1"),
    ("sin(x)", "pi/6", 4, "0", "pi/2"),
    ("x*log(x)", "1", 3, "1/2", "3/2"),
    ("log(cos(x))", "0", 2, "-1", "1"),
    ("exp(x)", "2", 2, "0", "1"),
    ("x**4", "1", 2, "0", "2"),
)


@pytest.mark.parametrize("f, about, degree, low, high", [*REMAINDERS, *MORE_REMAINDERS])
def test_the_bound_is_proved_and_holds(f: str, about: str, degree: int, low: str, high: str) -> None:
    expr, a, ends = expression(f), expression(about), (expression(low), expression(high))
    found = taylor(expr, X, a, degree, on=ends)
    assert found.report.status is Status.CORRECT, found.report
    error = sp.lambdify(X, expr - found.answer, "mpmath")
    with mpmath.workdps(40):
        places = [ends[0] + (ends[1] - ends[0]) * sp.Rational(i, 40) for i in range(41)]
        worst = max(abs(error(mpmath.mpmathify(sp.N(p, 40)))) for p in places)
    assert worst <= sp.N(found.bound, 40) * (1 + sp.Float(10) ** -30)


def test_a_polynomial_with_a_bound_tells_both() -> None:
    found = taylor("e^x sin x", degree=2, on=(0, 1))
    assert (found.answer, found.bound) == (X**2 + X, 2 * sp.E / 3)
    assert found.explained
    assert found.steps[-1].relation == "≤"
    shown = found.text()
    assert "and bound its error for x from 0 to 1" in shown.replace("\n", " ")
    assert shown.count("derivatives of e^x and sin)") == 1
    assert found.check("x + x^2").status == "correct"
    assert "leq" in found.latex()


@pytest.mark.parametrize("on", [(1, 0), 3, ("a", 1), (0, sp.oo), (1, 1)])
def test_an_interval_is_two_numbers_in_order(on: object) -> None:
    with pytest.raises(InputError):
        taylor("cos x", on=on)


@pytest.mark.parametrize(
    "f, low, high, bound, status",
    [
        ("exp(x)", "-1", "1", "E", Status.CORRECT),
        ("exp(x)", "-1", "1", "E - 1/10**20", Status.INCORRECT),
        ("exp(-x**2)", "-1", "2", "1", Status.CORRECT),
        ("x*(1 - x)", "0", "1", "1/4", Status.CORRECT),
        ("x*(1 - x)", "0", "1", "6/25", Status.INCORRECT),
        ("x*exp(-x**2)", "-1", "2", "1/sqrt(2*E)", Status.CORRECT),
        ("8*sin(2*x)*cos(x)**2", "0", "3", "8", Status.CORRECT),
        ("tan(x)", "-1", "1", "tan(1)", Status.CORRECT),
        ("tan(x)", "-1", "2", "100", Status.INCORRECT),
        ("1/x", "-1", "1", "100000", Status.UNDECIDED),
        ("Abs(x - 1/3)", "0", "1", "2/3", Status.UNDECIDED),
        ("Abs(x - 1/3)", "0", "1", "7/10", Status.CORRECT),
        ("exp(a*x)", "0", "1", "9", Status.UNDECIDED),
    ],
)
def test_bounds_are_judged(f: str, low: str, high: str, bound: str, status: Status) -> None:
    goal = AbsoluteBound(expression(f), X, expression(low), expression(high))
    assert judge(goal, expression(bound)).status is status


def test_the_error_itself_may_stay_below_less_than_the_bound_of_lagrange() -> None:
    goal = TaylorRemainder(sp.sin(X), X, sp.S.Zero, sp.Integer(3), sp.S.NegativeOne, sp.S.One)
    assert judge(goal, sp.Rational(1, 24)).status is Status.CORRECT
    assert judge(goal, sp.Rational(1, 120)).status is Status.CORRECT
    assert judge(goal, sp.Rational(1, 130)).status is Status.INCORRECT


def test_a_polynomial_about_a_removable_gap_is_proved_or_refuted() -> None:
    goal = TaylorPolynomial(sp.sin(X) / X, X, sp.S.Zero, sp.Integer(4))
    right = 1 - X**2 / 6 + X**4 / 120
    assert judge(goal, right).status is Status.CORRECT
    for wrong in (right + X**3 / 10**6, 1 - X**2 / 6, right - X**6 / 5040, right + sp.Rational(1, 10**9)):
        assert judge(goal, wrong).status is Status.INCORRECT


@pytest.mark.parametrize("f, about, degree", CASES, ids=NAMES)
def test_every_step_is_proved(f: str, about: str, degree: int) -> None:
    assert check_derivation(polynomial(f, about, degree)).status is Status.CORRECT


def test_the_shell_command_bounds_the_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["taylor", "cos x", "--degree", "2", "--on", "-1/2", "1/2"]) == 0
    printed = capsys.readouterr().out
    assert "bound its error for x from −1/2 to 1/2" in printed.replace("\n", " ")
    assert "1/48" in printed


@pytest.mark.parametrize(
    "f, degree, most",
    [
        ("e^(sin x)", 5, 5),
        ("tan x", 7, 5),
        ("e^(3x)", 4, 2),
        ("x/(e^x - 1)", 4, 6),
        ("x cot x", 4, 9),
        ("ln(1 + sin x)", 4, 5),
        ("1/(1 - x)^2", 4, 2),
        ("1/(1 - x)", 4, 2),
        ("sqrt(1 + x^2)", 4, 2),
        ("e^x sin x", 5, 4),
        ("sec x", 4, 7),
        ("sin^2 x", 6, 4),
        ("ln(cos x)", 6, 6),
        ("tanh x", 5, 5),
        ("3x^2 + e^(2x)", 3, 3),
    ],
)
def test_known_series_take_few_lines_and_every_step_is_proved(f: str, degree: int, most: int) -> None:
    found = taylor(f, degree=degree)
    assert sum(len(block.lines) for block in found.blocks()) <= most
    assert found.report.status is Status.CORRECT
    assert not any(step.rule.startswith("diff.") for step in found.steps)
    expr = found.problem.goal.args[0]
    error = sp.lambdify(X, expr - found.answer, "mpmath")
    with mpmath.workdps(80):
        assert abs(error(mpmath.mpf(10) ** -6)) < mpmath.mpf(10) ** (-6 * degree - 3)


@pytest.mark.parametrize("f, about, degree", [("e^x", 2, 3), ("ln x", 2, 3), ("sqrt x", 4, 2), ("1/x", 2, 3), ("x e^x", 1, 2)])
def test_known_series_about_other_points(f: str, about: int, degree: int) -> None:
    found = taylor(f, about=about, degree=degree)
    expr = found.problem.goal.args[0]
    for k in range(degree + 1):
        assert is_zero(sp.diff(expr - found.answer, X, k).subs(X, about))
    assert found.report.status is Status.CORRECT


def test_derivatives_at_the_point_remain_when_they_are_asked_for() -> None:
    found = taylor("e^x", degree=3, method="derivatives")
    assert found.answer == taylor("e^x", degree=3).answer
    assert "taylor.derivatives" in {step.rule for step in found.steps}
    with pytest.raises(InputError, match="unknown"):
        taylor("e^x", degree=3, method="guess")


def test_a_polynomial_with_a_bound_comes_back_from_json() -> None:
    text = taylor("e^x", degree=3, on=(-1, 1)).json()
    back = Solution.from_json(text)
    assert (back.answer, back.bound) == (taylor("e^x", degree=3).answer, sp.E / 24)
    assert back.json() == text
    with pytest.raises(AttributeError, match="bound"):
        _ = Solution.from_json(taylor("e^x", degree=3).json()).bound


@pytest.mark.parametrize(
    ("text", "why"), [("1/x", "is not defined at x = 0"), ("ln x", "is not defined at x = 0"), ("|x|", "changes its formula at x = 0")]
)
def test_where_there_is_no_expansion_the_error_says_why(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        taylor(text, degree=2)
