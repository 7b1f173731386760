"""Integrals: named examples, methods, real answers, definite integrals, what diverges."""

import pytest
import sympy as sp

import symtutor
from symtutor.checking.derivation import check_derivation
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.methods import solved_by_methods
from symtutor.deriving.search import derive
from symtutor.errors import NoRuleApplies, OutOfBudget, StepRefuted
from symtutor.goals.core import I
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.rules.integrals.black_box import BLACK_BOX_RULES
from symtutor.rules.integrals.order import METHODS
from symtutor.verdict import Status
from tests.integration_helpers import X, antiderivative, definite, is_antiderivative, parsed, rules_of

EXPLAINED = """
x**x*(log(x) + 1);
sec(x)/(1 + sin(x)); 1/(sin(x) + tan(x)); sqrt((1 + x)/(1 - x)); sqrt(x**2 + x)/x; log(tan(x))/(sin(x)*cos(x)); 1/(5 - 4*x - x**2)**(5/2);
exp(x)/(x + 1)**2; 1/(a*sin(x) + b*cos(x))**2; csc(x)**3; sec(x)**3; 1/(1 - cos(x)); x**2*cosh(x); 1/(x**2 + 2*x + 2)**2; 1/(x**6 - 2);
sqrt(tan(x)); log(1 + exp(x)); 1/(x**4 + 1); exp(x**2) + 2*x**2*exp(x**2); exp(2*x)*sin(3*x); x**3*exp(x)*sin(x); 1/(sqrt(x) + x**(1/3));
1/(1 + exp(-x)); tanh(x); exp(-x**2/2); Max(0, x); x*log(x)**2; 1/(x*sqrt(x**2 - 1)); sin(x)**4*cos(x)**4; 1/(5 + 3*cos(x)); x**n; 1/x
"""


@pytest.mark.parametrize("text", [t.strip() for t in EXPLAINED.split(";")])
def test_integrals_that_a_course_meets_are_explained_to_the_end(text: str) -> None:
    found = antiderivative(text)
    assert "int.black_box" not in rules_of(found)
    assert is_antiderivative(found.value, parsed(text))


@pytest.mark.parametrize(
    "text, answer",
    [
        ("2*x", "x**2"),
        ("3*x**2 - 4*x", "x**3 - 2*x**2"),
        ("x*exp(x)", "x*exp(x) - exp(x)"),
        ("1/x", "log(Abs(x))"),
        ("x/(x**2 + 1)", "log(x**2 + 1)/2"),
        ("1/(x**2 + 4)", "atan(x/2)/2"),
        ("1/sqrt(9 - x**2)", "asin(x/3)"),
        ("exp(x)*sin(x)", "exp(x)*sin(x)/2 - exp(x)*cos(x)/2"),
        ("2*x*cos(x**2)", "sin(x**2)"),
        ("sin(x)**3*cos(x)**2", "cos(x)**5/5 - cos(x)**3/3"),
        ("sec(x)", "log(Abs(tan(x) + sec(x)))"),
        ("log(x)", "x*log(x) - x"),
        ("Abs(x)", "x*Abs(x)/2"),
    ],
)
def test_answers_have_the_form_of_the_textbook(text: str, answer: str) -> None:
    assert antiderivative(text).value == parsed(answer)


def test_the_shortest_way_is_kept() -> None:
    assert rules_of(antiderivative("sin(x)**3*cos(x)**2")).count("int.parts") == 0
    assert "int.substitution_exact" in rules_of(antiderivative("2*x*cos(x**2)"))
    assert rules_of(antiderivative("atan(x)/(1 + x**2)")) == ["int.power", "int.substitution"]


def test_a_parameter_brings_its_condition() -> None:
    found = antiderivative("1/(a**2*x**2 - 2)")
    assert {c for node in found.nodes() for c in node.conditions} == {sp.Ne(sp.Symbol("a"), 0)}
    conditions = {c for node in antiderivative("1/(a*x**2 + 2)").nodes() for c in node.conditions}
    assert conditions == {2 * sp.Symbol("a") > 0}
    assert sp.Ne(sp.Symbol("n"), -1) in {c for node in antiderivative("x**n").nodes() for c in node.conditions}


@pytest.mark.parametrize("text", ["x*sqrt(x + 1)", "sin(x)*cos(x)", "x*exp(x**2)", "1/(x**2 - 1)", "sqrt(4 - x**2)"])
def test_every_method_that_succeeds_gives_an_antiderivative(text: str) -> None:
    found = solved_by_methods(Problem(I(parsed(text), X)), BOOK, METHODS)
    assert found
    assert all(is_antiderivative(solved.value, parsed(text)) for solved in found.values())


def test_a_method_that_does_not_fit_is_refused() -> None:
    assert "int.parts" in rules_of(antiderivative("x*sqrt(x + 1)", method=("int.parts",)))
    with pytest.raises(NoRuleApplies):
        derive(Problem(I(sp.sin(X), X)), BOOK, method=("int.partial_fractions",))


@pytest.mark.parametrize(
    "text, low, high, answer",
    [
        ("3 - x", "2", "3", "1/2"),
        ("x*exp(x**2)", "0", "1", "exp(1)/2 - 1/2"),
        ("1/(2 + cos(x))", "0", "2*pi", "2*pi/sqrt(3)"),
        ("1/(5 - 3*sin(x))", "0", "2*pi", "pi/2"),
        ("sqrt(4 - (x - 3)**2)", "1", "5", "2*pi"),
        ("sqrt(9 - x**2)", "0", "3", "9*pi/4"),
        ("Abs(x**2 - 1)", "0", "2", "2"),
        ("Abs(sin(x))", "0", "2*pi", "4"),
        ("x**3*cos(x)", "-2", "2", "0"),
        ("1/(1 + x**2)", "sqrt(3)", "1", "-pi/12"),
        ("log(x)", "0", "1", "-1"),
        ("1/sqrt(x)", "0", "4", "4"),
        ("1/sqrt(1 - x**2)", "-1", "1", "pi"),
        ("exp(-x)", "0", "oo", "1"),
        ("x/(x**2 + 1)**2", "-oo", "oo", "0"),
        ("1/(1 + x**2)", "-oo", "oo", "pi"),
        ("sin(x)**2", "0", "pi", "pi/2"),
        ("x", "1", "1", "0"),
        ("exp(-x**2)", "-oo", "oo", "sqrt(pi)"),
    ],
)
def test_definite_integrals(text: str, low: str, high: str, answer: str) -> None:
    assert sp.simplify(definite(text, low, high).value - parsed(answer)) == 0


@pytest.mark.parametrize(
    "text, low, high, answer",
    [
        ("1/x", "0", "2", sp.oo),
        ("1/x**2", "-1", "1", sp.oo),
        ("x**(-pi)", "0", "1", sp.oo),
        ("1/x", "-1", "1", sp.nan),
        ("sin(x)", "0", "oo", sp.nan),
        ("x", "-oo", "oo", sp.nan),
        ("sqrt(x)", "-1", "1", sp.nan),
        ("tan(x)", "0", "pi/2", sp.oo),
        ("1/(1 - x)", "0", "1", sp.oo),
        ("-1/x", "0", "1", -sp.oo),
    ],
)
def test_what_diverges_or_is_not_real_is_said(text: str, low: str, high: str, answer: sp.Expr) -> None:
    assert definite(text, low, high).value is answer


def test_a_hidden_pole_is_split_at_and_a_hidden_jump_is_joined() -> None:
    assert "int.definite_split" in rules_of(definite("1/x**2", "-1", "1"))
    assert "int.joined" in rules_of(definite("1/(2 + cos(x))", "0", "2*pi"))


def test_substitution_changes_the_limits() -> None:
    found = definite("x*exp(x**2)", "0", "1")
    (node,) = [n for n in found.nodes() if n.rule.id == "int.definite_substitution"]
    assert (node.bindings["low"], node.bindings["high"]) == (0, 1)


@pytest.mark.parametrize(
    "text, answer",
    [
        ("besselj(1, x)", "-besselj(0, x)"),
        ("gamma(x)*polygamma(0, x)", "gamma(x)"),
        ("LambertW(x)", "x*LambertW(x) - x + x/LambertW(x)"),
    ],
)
def test_the_last_resort_is_labelled_and_verified_by_differentiating(text: str, answer: str) -> None:
    solution = symtutor.integrate(parsed(text), X)
    assert rules_of(solution.derivation) == ["int.black_box"]
    assert solution.answer == parsed(answer)
    assert not solution.explained
    assert "found by SymPy's integrate; verified by differentiating" in solution.text()


def test_a_black_box_is_differentiated_with_steps_down_to_the_integrand() -> None:
    solution = symtutor.integrate(parsed("gamma(x)*polygamma(0, x)"), X)
    block = solution.blocks()[-1]
    assert block.lines[0].term.head is sp.Derivative
    assert block.lines[-1].term.args[0] == parsed("gamma(x)*polygamma(0, x)")
    assert len(block.lines) > 1


def test_a_black_box_that_is_wrong_is_refused() -> None:
    (rule,) = BLACK_BOX_RULES
    goal = I(parsed("1/(x**6 - 2)"), X)  # SymPy's answer to this is wrong
    assert list(rule.when(goal, None)) == []


@pytest.mark.parametrize("text", ["x**x", "sin(sin(x))", "exp(sin(x))/(1 + x**3)", "log(x + log(x))"])
def test_what_no_rule_reaches_stays_open_and_says_where_it_got_stuck(text: str) -> None:
    solution = symtutor.integrate(parsed(text), X)
    assert solution.answer == sp.Integral(parsed(text), X)
    assert not solution.explained
    assert solution.stuck
    assert "No rule of the book applies" in solution.text()


def test_a_budget_that_ends_leaves_the_integral_open() -> None:
    f = parsed("1/((x**3 - 2)*sqrt(x**3 + x + 1)*log(x))")
    solution = symtutor.integrate(f, X)
    assert solution.answer == sp.Integral(f, X)
    assert solution.stuck
    assert "got stuck at" in solution.text()


def test_without_time_an_integral_stays_open_or_the_limit_is_named() -> None:
    f = parsed("1/((x**3 - 2)*sqrt(x**3 + x + 1)*log(x))")
    try:
        solution = symtutor.integrate(f, X, seconds=1e-9)
    except OutOfBudget:
        return  # the time was over before anything was found
    assert solution.answer == sp.Integral(f, X)
    assert solution.stuck


def _with_condition(condition: sp.Basic) -> Solved:
    """Return the derivation ∫ |x| dx = x²/2 under a condition."""
    goal = I(sp.Abs(X), X)
    rule = BOOK.by_id["int.constant"]
    node = Derivation(goal, rule, {"c": sp.Abs(X), "x": X}, (), X**2 / 2, (condition,))
    return Solved(goal, (node,), node.value)


def test_a_step_that_holds_under_a_condition_is_checked_where_that_is_true_and_says_so() -> None:
    report = check_derivation(_with_condition(X > 0))
    (finding,) = report.findings
    assert finding.verdict.status is Status.CORRECT
    assert finding.verdict.domain == (X > 0)


def test_a_step_that_is_false_under_its_condition_is_refuted() -> None:
    for condition in (X < 0, X < 5, sp.Ne(X, 1)):
        with pytest.raises(StepRefuted):
            check_derivation(_with_condition(condition))


def test_what_is_not_elementary_is_said() -> None:
    told = " ".join(str(symtutor.integrate("e^(-x^2)")).split())
    assert "no elementary function has this derivative; erf u is 2/√π times the integral of e^(−t²) from 0 to u" in told
    assert "which is known to have no elementary antiderivative." in " ".join(str(symtutor.integrate("x^x")).split())
