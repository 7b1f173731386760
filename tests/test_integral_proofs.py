"""Proofs about definite integrals: what is false is never proved, however it is dressed up; numbers keep their bounds."""

from typing import Any

import mpmath
import pytest
import sympy as sp

from symtutor.checking.integrals.continuity import continuous_on, defined_inside, has_known_functions, nowhere_real, positive_inside
from symtutor.checking.integrals.enclosure import enclosed_integral
from symtutor.checking.integrals.forms_between import form_between, forms_between
from symtutor.checking.integrals.known_areas import plain_antiderivative
from symtutor.checking.integrals.proofs import Claim, proved
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.core import DefiniteIntegral, Integral
from symtutor.verdict import Status
from tests.integration_helpers import X, parsed

U = sp.Symbol("u")


def claim(f: str, low: str, high: str, value: str, known: dict[Any, Any] | None = None) -> Claim:
    return Claim(parsed(f), X, parsed(low), parsed(high), sp.nan if value == "nan" else parsed(value), known or {}, {})


def antiderivative(f: str, value: str) -> dict[Any, Any]:
    return {Integral(parsed(f), X): parsed(value)}


def integral(f: str, low: str, high: str, value: str, letter: sp.Symbol = X) -> dict[Any, Any]:
    return {DefiniteIntegral(parsed(f), letter, parsed(low), parsed(high)): parsed(value)}


FALSE = {
    "a pole inside": claim("1/x**2", "-1", "1", "-2", antiderivative("1/x**2", "-1/x")),
    "a jump of the antiderivative": claim(
        "1/(2 + cos(x))", "0", "2*pi", "0", antiderivative("1/(2 + cos(x))", "2*sqrt(3)/3*atan(tan(x/2)/sqrt(3))")
    ),
    "a jump of acot": claim("-1/(1 + x**2)", "-1", "1", "pi/2", antiderivative("-1/(1 + x**2)", "acot(x)")),
    "a floor in the antiderivative": claim("1", "0", "2", "4", antiderivative("1", "x + floor(x)")),
    "an odd pole": claim("1/x", "-1", "1", "0"),
    "an odd pole and a letter": claim("1/x", "-a", "a", "0"),
    "an odd tangent": claim("tan(x)", "-2", "2", "0"),
    "not odd": claim("x**3 + x**2", "-1", "1", "0"),
    "not real": claim("sqrt(x)", "-1", "1", "2/3", antiderivative("sqrt(x)", "2*x**(3/2)/3")),
    "real after all": claim("sqrt(x)", "0", "1", "nan"),
    "one half of an odd one": claim("x**3", "-1", "1", "1/2", integral("x**3", "0", "1", "1/4")),
    "no period": claim("x", "0", "4", "4", integral("x", "0", "2", "2")),
    "not a whole period": claim("cos(x)**2", "0", "3*pi/2", "3*pi/4 + 1", integral("cos(x)**2", "0", "pi", "pi/2")),
    "limits kept": claim("x*exp(x**2)", "0", "2", "(exp(2) - 1)/2", integral("exp(u)", "0", "2", "exp(2) - 1", U)),
    "a singular outer function": claim("2*x/x**4", "-1", "2", "3/4", integral("1/u**2", "1", "4", "3/4", U)),
    "a gap in the middle": claim("Abs(x)", "-1", "2", "2", {**integral("-x", "-1", "0", "1/2"), **integral("x", "1", "2", "3/2")}),
    "bars dropped": claim("Abs(x)", "-1", "2", "3/2", integral("x", "-1", "2", "3/2")),
    "diverges": claim("1/x", "0", "1", "7", antiderivative("1/x", "log(Abs(x))")),
    "converges": claim("1/sqrt(x)", "0", "1", "oo", antiderivative("1/sqrt(x)", "2*sqrt(x)")),
    "the wrong infinity": claim("log(x)/x", "0", "1", "oo", antiderivative("log(x)/x", "log(x)**2/2")),
    "turned the wrong way": claim("x**2", "2", "0", "8/3", antiderivative("x**2", "x**3/3")),
    "the disc": claim("sqrt(1 - x**2)", "-1", "1", "pi"),
    "a power": claim("x**a", "0", "2", "2**a/a"),
}


@pytest.mark.parametrize("false", FALSE.values(), ids=FALSE)
def test_what_is_false_is_not_proved(false: Claim) -> None:
    verdict = proved(false)
    assert verdict is None or verdict.status is Status.INCORRECT


TRUE = {
    "from a point to itself": claim("x**x", "1", "1", "0"),
    "theorem": claim("x*exp(x)", "0", "1", "1", antiderivative("x*exp(x)", "x*exp(x) - exp(x)")),
    "trigonometric denominator": claim(
        "sin(x)/(2 + cos(x))", "0", "pi", "log(3)", antiderivative("sin(x)/(2 + cos(x))", "-log(2 + cos(x))")
    ),
    "odd": claim("x**3*cos(x)", "-2", "2", "0"),
    "odd and a letter": claim("x**3*cos(x)", "-a", "a", "0"),
    "even": claim("exp(-x**2)", "-oo", "oo", "sqrt(pi)", integral("exp(-x**2)", "0", "oo", "sqrt(pi)/2")),
    "period": claim("cos(x)**2", "1", "1 + 2*pi", "pi", integral("cos(x)**2", "0", "pi", "pi/2")),
    "substitution": claim("x*exp(x**2)", "0", "2", "(exp(4) - 1)/2", integral("exp(u)", "0", "4", "exp(4) - 1", U)),
    "substitution that turns": claim("2*x*exp(x**2)", "-1", "2", "exp(4) - E", integral("exp(u)", "1", "4", "exp(4) - E", U)),
    "discs": claim("sqrt(4 - (x - 1)**2)", "-1", "3", "2*pi"),
    "quarter": claim("sqrt(2*x - x**2)", "0", "1", "pi/4"),
    "triangles": claim("Abs(2*x - 1)", "-1", "2", "9/2"),
    "floor": claim("floor(x)", "-1", "2", "0"),
    "parts": claim("Abs(sin(x))", "0", "2*pi", "4", {**integral("sin(x)", "0", "pi", "2"), **integral("-sin(x)", "pi", "2*pi", "2")}),
    "limit": claim("1/x", "0", "1", "oo", antiderivative("1/x", "log(Abs(x))")),
    "infinite": claim("1/x**2", "1", "oo", "1"),
    "not real": claim("sqrt(1 - x**2)", "0", "2", "nan"),
    "written otherwise": claim("sin(x)**2", "0", "1", "7", integral("1 - cos(x)**2", "0", "1", "7")),
    "power test": claim("x**a", "0", "2", "2**(a + 1)/(a + 1)"),
}


@pytest.mark.parametrize("true", TRUE.values(), ids=TRUE)
def test_what_is_true_is_proved_in_many_ways(true: Claim) -> None:
    verdict = proved(true)
    assert verdict is not None
    assert verdict.status is Status.CORRECT


def test_a_wrong_number_is_refuted_without_an_antiderivative() -> None:
    goal = DefiniteIntegral(X**X, X, 1, 2)
    verdict = judge(goal, sp.Rational("2.0504462"))
    assert verdict.status is Status.INCORRECT
    assert "2.05044623453473" in str(verdict.evidence)
    assert judge(goal, sp.Rational("2.05044623453473")).status is Status.UNDECIDED


def test_an_oscillating_integral_is_not_refuted_by_an_estimate() -> None:
    assert judge(DefiniteIntegral(sp.sin(X) / X, X, 1, sp.oo), sp.pi / 2 - sp.Si(1)).status is Status.UNDECIDED


ENCLOSED = """
x**5 - x; exp(-x**2); sin(10*x); 1/(1 + 25*x**2); sqrt(1 + x); sqrt(1 - x**2); asin(x); Abs(x - 1/3); Max(x, x**2)
tanh(5*x); atan(7*x); log(2 + x); exp(sin(3*x)); x*sqrt(1 - x); cos(x)/(2 + sin(5*x)); (1 - x**2)**(3/2); floor(3*x); sign(x - 1/7)
acos(x)**2; cosh(x)/(1 + x**4)
"""


@pytest.mark.parametrize("text", [t.strip() for line in ENCLOSED.strip().splitlines() for t in line.split(";")])
def test_the_enclosure_holds_the_integral(text: str) -> None:
    f = parsed(text)
    found = enclosed_integral(f, X, sp.S.NegativeOne, sp.S.One)
    assert found is not None
    with mpmath.workdps(30):
        places = [-1, *(mpmath.mpf(k) / 21 for k in range(-20, 21)), 1]
        wanted = mpmath.quad(sp.lambdify(X, f, "mpmath"), places)
        assert abs(wanted - found.value) <= found.error + 1e-20
        assert not found.excludes(sp.Float(wanted, 25))
        assert found.excludes(sp.Float(wanted + 3 * found.error, 25))
    assert found.error < 1e-7


@pytest.mark.parametrize(
    "f, low, high", [("1/x", "-1", "1"), ("log(x)", "0", "1"), ("a*x", "0", "1"), ("exp(-x)", "0", "oo"), ("gamma(x)", "1", "2")]
)
def test_no_enclosure_where_there_is_none(f: str, low: str, high: str) -> None:
    assert enclosed_integral(parsed(f), X, parsed(low), parsed(high)) is None


def test_continuity() -> None:
    zero, one, two = sp.S.Zero, sp.S.One, sp.Integer(2)
    assert continuous_on(sp.sqrt(X), X, zero, one)
    assert not continuous_on(1 / X, X, zero, one)
    assert continuous_on(1 / X, X, zero, one, closed=(False, True))
    assert continuous_on(1 / sp.sin(X), X, one, two)
    assert not continuous_on(1 / sp.sin(X), X, one, sp.Integer(4))
    assert not continuous_on(sp.frac(X), X, zero, one)
    assert not continuous_on(sp.Function("f")(X), X, zero, one)
    assert not continuous_on(sp.Integral(U, (U, 0, X)), X, zero, one)
    assert not continuous_on(sp.li(X), X, one / 2, two)
    assert not has_known_functions(sp.floor(X))
    assert defined_inside(1 / (X - one / 2), X, zero, one)
    assert not defined_inside(sp.log(X - one / 2), X, zero, one)
    assert nowhere_real(sp.sqrt(X - 1), X, zero, two) == (0, 1)
    assert nowhere_real(1 / X, X, -one, one) is None
    assert nowhere_real(sp.sqrt(X**2 - 1), X, -two, two) == (-1, 1)
    assert positive_inside(sp.cos(X), X, -sp.pi / 2, sp.pi / 2)
    assert not positive_inside(sp.cos(X), X, -sp.pi / 2, two)


def test_forms() -> None:
    assert forms_between(sp.Abs(X**2 - 1), X, -sp.Integer(2), sp.S.Zero) == ((X**2 - 1, -2, -1), (1 - X**2, -1, 0))
    assert form_between(sp.Abs(X), X, sp.S.NegativeOne, sp.S.One) is None
    assert forms_between(sp.Abs(sp.exp(X) - 2), X, sp.S.Zero, sp.S.One) == ((2 - sp.exp(X), 0, sp.log(2)), (sp.exp(X) - 2, sp.log(2), 1))
    assert forms_between(sp.Abs(sp.exp(X) - X - 2), X, sp.S.Zero, sp.Integer(2)) is None
    assert forms_between(sp.Piecewise((X, X < 1), (2, True)), X, sp.S.Zero, sp.Integer(3)) == ((X, 0, 1), (2, 1, 3))
    assert forms_between(sp.Max(X, 1 - X, 0), X, sp.S.Zero, sp.S.One) == ((1 - X, 0, sp.S.Half), (X, sp.S.Half, 1))


@pytest.mark.parametrize("f", ["exp(x)", "sqrt(x**2 - 1)", "sqrt(1 - x)", "sqrt(1 - x**2 + a)", "x**a"])
def test_other_antiderivatives_are_not_known_here(f: str) -> None:
    assert plain_antiderivative(parsed(f), X) is None
