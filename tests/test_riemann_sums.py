"""Riemann sums in closed form, and their limits."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.meanings.sums import antidifference
from symtutor.deriving.search import derive
from symtutor.goals.core import Limit, RiemannSum, Summation
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.rules.integrals.definite.riemann_sums import KINDS, SHARES
from symtutor.views import solving
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


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("f", FUNCTIONS)
def test_a_sum_of_n_cells_is_proved(f: str, kind: str) -> None:
    found = st.riemann_sum(parsed(f), X, -1, 2, N, kind)
    assert found.report.status == "correct", found.report


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("f, wanted", [("x**2", "1/3"), ("exp(x)", "exp(1) - 1"), ("sin(pi*x)", "2/pi"), ("2**x", "1/log(2)"), ("5", "5")])
def test_sums_of_every_kind_tend_to_the_integral(f: str, wanted: str, kind: str) -> None:
    found = st.riemann_sum(parsed(f), X, 0, 1, "oo", kind)
    assert sp.simplify(found.answer - parsed(wanted)) == 0
    assert "⁻" not in str(found).split("\n")[-4]


def test_trapezoids_and_parabolas() -> None:
    assert st.riemann_sum("x^2", "x", 0, 1, 4, "trapezoid").answer == sp.Rational(11, 32)
    assert st.riemann_sum("x^2", "x", 0, 1, N, "trapezoid").answer == sp.Rational(1, 3) + 1 / (6 * N**2)
    assert st.riemann_sum("x^3", "x", 0, "b", N, "simpson").answer == sp.Symbol("b") ** 4 / 4
    assert st.riemann_sum("x^4", "x", 0, 1, N, "simpson").answer == sp.Rational(1, 5) + 1 / (120 * N**4)


WRONG_SUMS = [
    ("x^2", "1/3", "left"),
    ("x^2", "1/3 + 1/(2n) + 1/(6n^2)", "left"),
    ("e^x", "(1 - e)/(1 - e^(1/n))", "left"),
    ("sin x", "0", "midpoint"),
]


@pytest.mark.parametrize("f, answer, kind", WRONG_SUMS)
def test_a_wrong_sum_is_refuted(f: str, answer: str, kind: str) -> None:
    assert st.riemann_sum(f, "x", 0, 1, "n", kind).check(answer).status == "incorrect"


@pytest.mark.parametrize(
    "f, answer, mistake",
    [
        ("3x + 1", "5/2 + 3/(2n)", "riemann.in_powers/other-end"),
        ("3x + 1", "5/2 + 5/(2n)", "riemann.in_powers/one-cell-too-many"),
        ("x^2", "n/3 - 1/2 + 1/(6n)", "riemann.in_powers/width-forgotten"),
        ("e^x", "(1 - e)/(1 - e^(1/n))", "riemann.definition/width-forgotten"),
        ("e^x", "(1 - e)/n", "riemann.geometric_sum/denominator-lost"),
    ],
)
def test_the_mistake_in_a_sum_is_named(f: str, answer: str, mistake: str) -> None:
    assert st.riemann_sum(f, "x", 0, 1, "n").check(answer).mistake == mistake


def test_a_false_closed_form_is_not_proved() -> None:
    goal = riemann("x**2", "0", "1", N)
    wrong = sp.Rational(1, 3) - 1 / (2 * N) + 1 / (7 * N**2)
    assert judge(goal, wrong).status == "incorrect"
    assert judge(Summation(X**2, X, N - 1), N**3 / 3).status == "incorrect"
    assert judge(Summation(sp.factorial(X), X, N / 2), N).status == "undecided"


@pytest.mark.parametrize("term", ["i", "i**5 - 3*i", "2**(i/n)", "exp(-i)*n", "sin(3*i + 1)", "cos(i/n) - i", "(i + 1/2)**2"])
def test_an_antidifference_has_the_term_as_its_difference(term: str) -> None:
    i = sp.Symbol("i")
    below = antidifference(parsed(term), i)
    gap = below.subs(i, i + 1) - below - parsed(term)
    assert all(abs(sp.N(gap.subs({i: k, N: 3}), 30)) < 1e-25 for k in range(5))


@pytest.mark.parametrize("term", ["i*exp(i)", "log(i + 1)", "1/(i + 1)", "exp(i**2)", "sin(i**2)", "i**i"])
def test_other_terms_have_no_antidifference_here(term: str) -> None:
    assert antidifference(parsed(term), sp.Symbol("i")) is None


def test_a_sum_that_the_goal_reads_wrongly_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = RiemannSum.term
    monkeypatch.setattr(RiemannSum, "term", lambda goal, index: right(goal, index + 1))
    monkeypatch.setattr(solving, "_kept", {})  # what was derived before is derived anew
    with pytest.raises(st.StepRefuted):
        st.riemann_sum("x^2", "x", 0, 1, 4)
