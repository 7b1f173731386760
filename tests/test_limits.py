"""Limits: the exercise types of a course, and what the rules may and may not do."""

from functools import cache
from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.search import derive
from symtutor.goals.core import Limit
from symtutor.problem import Problem
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.verdict import Status
from tests.approach import expression, is_unsettled, tends_to, with_numbers
from tests.limit_cases import CASES
from tests.limits_of_sympy import OF_SYMPY

NO_LIMIT = "none"
NAMES = [f"{f}, {x} to {to}{direction}" for f, x, to, direction, _ in CASES]
Case = tuple[str, str, str, str, str]


@cache
def solved(f: str, variable: str = "x", to: str = "0", direction: str = "+-") -> Solved:
    goal = Limit(expression(f), sp.Symbol(variable), expression(to), sp.Symbol(direction))
    return derive(Problem(goal), BOOK)


def rules_of(found: Solved) -> list[str]:
    return [node.rule.id for node in found.nodes()]


def sides(to: Any, direction: str) -> tuple[int, ...]:
    return (1,) if to.is_infinite or direction == "+" else (-1,) if direction == "-" else (1, -1)


def same(found: Any, wanted: Any) -> bool:
    if found == wanted:
        return True
    if found.is_finite is False or wanted.is_finite is False or sp.nan in {found, wanted}:
        return False
    return bool(abs(sp.N(with_numbers(found - wanted), 40)) < sp.Float(10) ** -30)


def alternates(f: Any) -> bool:
    """Tell whether an expression is real at whole numbers only."""
    return any(p.base == -1 and p.exp.free_symbols for p in f.atoms(sp.Pow))


def test_there_are_enough_cases() -> None:
    assert len(set(CASES)) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_limit_is_right(case: Case) -> None:
    answer = case[-1]
    assert same(solved(*case[:4]).value, sp.nan if answer == NO_LIMIT else expression(answer))


UNSETTLED = [case for case in CASES if case[-1] == NO_LIMIT and not alternates(expression(case[0]))]


@pytest.mark.parametrize("case", UNSETTLED, ids=[f"{f}, {x} to {to}{direction}" for f, x, to, direction, _ in UNSETTLED])
def test_values_on_the_way_do_not_settle_where_there_is_no_limit(case: Case) -> None:
    f, variable, to, direction, _ = case
    x = sp.Symbol(variable)
    point = with_numbers(expression(to), x)
    assert is_unsettled(with_numbers(expression(f), x), x, point, sides(point, direction))


def is_borne_out(node: Derivation) -> bool:
    """Tell whether values on the way to the point come to the value of a limit."""
    expr, x, to, way = node.goal.args
    if not expr.has(x) or alternates(expr):
        return True
    expr, wanted, to = with_numbers(expr, x), with_numbers(node.value), with_numbers(to, x)
    return all(tends_to(expr, x, to, side, wanted) for side in sides(to, str(way)))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_rule_that_fires_keeps_the_limit(case: Case) -> None:
    for node in solved(*case[:4]).nodes():
        assert node.left() == node.goal, node
        assert isinstance(node.rule, Rule), node
        assert set(node.bindings) == set(node.rule.parameters), node
        if isinstance(node.goal, Limit) and node.value is not sp.nan:
            assert is_borne_out(node), node


# Bounded oscillations, steps and values that are real on one side have no expansion.
WITHOUT_EXPANSION = {
    "0": "x*sin(1/x); x**2*sin(1/x); sqrt(x)*exp(sin(pi/x)); sin(1/x); cos(1/x)".split("; "),
    "3": ["sqrt(x - 3)"],
    "oo": (
        "sin(x)/x; (x + sin(x))/x; exp(-x)*cos(x); cos(x)**2/(x**2 + 1); floor(x)/x; x + cos(x); x*(2 + sin(x)); "
        "(-1)**n/n; sin(x); x*sin(x); exp(x)*cos(x); (-1)**n; tan(x); sin(x)**2; x/(x + 1) + sin(x); "
        "exp(sin(x)/x)"
    ).split("; "),
}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_expansion_agrees_where_there_is_one(case: Case) -> None:
    f, variable, to, direction, answer = case
    point = expression(to)
    found = {limit_value(expression(f), sp.Symbol(variable), point, side) for side in sides(point, direction)}
    if f in WITHOUT_EXPANSION.get(to, ()) and (f, direction) != ("sqrt(x - 3)", "+"):
        assert None in found
    elif answer != NO_LIMIT:
        assert len(found) == 1 or None not in found
        assert all(same(v, expression(answer)) for v in found)
    else:
        assert len(found) == 2


# ---- the way there ------------------------------------------------------------------------------
ELEMENTARY = (
    ("sin(x)/x", "0", "+-"),
    ("sin(3*x)/sin(5*x)", "0", "+-"),
    ("(1 - cos(x))/x", "0", "+-"),
    ("(exp(2*x) - 1)/x", "0", "+-"),
    ("log(1 + 3*x)/x", "0", "+-"),
    ("x**2*sin(1/x)", "0", "+-"),
    ("(x**2 - 4)/(x - 2)", "2", "+-"),
    ("(sqrt(x + 1) - 1)/x", "0", "+-"),
    ("(3*x**2 + 1)/(x**2 - x)", "oo", "+-"),
    ("sqrt(x**2 + x) - x", "oo", "+-"),
    ("(1 + 2/x)**x", "oo", "+-"),
    ("x**5/exp(x)", "oo", "+-"),
    ("(1/x - 1/2)/(x - 2)", "2", "+-"),
    ("x*sin(1/x)", "oo", "+-"),
)


@pytest.mark.parametrize("f, to, direction", ELEMENTARY)
def test_elementary_methods_come_before_derivatives(f: str, to: str, direction: str) -> None:
    used = rules_of(solved(f, "x", to, direction))
    assert not [rule for rule in used if "hopital" in rule or "series" in rule or "comparison" in rule]


@pytest.mark.parametrize(
    "f, to, direction, rule",
    [
        ("(x**2 - 4)/(x - 2)", "2", "+-", "limit.common_factor"),
        ("(sqrt(x + 4) - 2)/x", "0", "+-", "limit.conjugate"),
        ("(1/x - 1/2)/(x - 2)", "2", "+-", "limit.common_denominator"),
        ("sin(x)/x", "0", "+-", "limit.standard_sin"),
        ("x*cos(1/x)", "0", "+-", "limit.squeeze"),
        ("cos(1/x)", "0", "+-", "limit.oscillation"),
        ("Abs(x)/x", "0", "+-", "limit.sides_differ"),
        ("x**x", "0", "+", "limit.exponential_form"),
        ("(exp(x) - 1 - x)/x**2", "0", "+-", "limit.hopital_zero"),
        ("x*log(x)", "0", "+", "limit.hopital_infinite"),
        ("log(x)/x", "oo", "+-", "limit.growth"),
        ("(2*x + 1)/(3*x - 1)", "oo", "+-", "limit.dominant"),
        ("sqrt(x)", "0", "-", "limit.not_real"),
        ("1/x", "0", "+", "limit.end_power"),
        ("(x + 1)/x**2", "0", "+-", "limit.pole"),
    ],
)
def test_the_method_is_the_one_a_course_teaches(f: str, to: str, direction: str, rule: str) -> None:
    assert rule in rules_of(solved(f, "x", to, direction))


@pytest.mark.parametrize(
    "f, to, direction, answer",
    [
        ("x**(1/3)", "-8", "+-", "-2"),
        ("x**(2/3)", "-8", "+-", "4"),
        ("x**(1/3)", "0", "+-", "0"),
        ("x**(1/3)", "-oo", "+-", "-oo"),
        ("x**(-2/3)", "0", "+-", "oo"),
        ("x**(-1/3)", "0", "+-", NO_LIMIT),
        ("(x**(1/3) + 2)/(x + 8)", "-8", "+-", "1/12"),
        ("(x**3 + x)**(1/3)/x", "-oo", "+-", "1"),
    ],
)
def test_odd_roots_of_negative_numbers_are_real(f: str, to: str, direction: str, answer: str) -> None:
    assert same(solved(f, "x", to, direction).value, sp.nan if answer == NO_LIMIT else expression(answer))


def test_a_parameter_that_counts_as_positive_is_said_to_be() -> None:
    conditions = [c for node in solved("log(x)/x**k", "x", "oo").nodes() for c in node.conditions]
    assert set(conditions) == {sp.Symbol("k") > 0}


def test_the_derivation_does_not_depend_on_what_was_asked_before() -> None:
    first = [str(node) for node in solved.__wrapped__("(exp(x) - 1 - x)/x**2").nodes()]
    for f in ("exp(x)/x", "(1 - cos(x))/x**2", "sin(x)/x"):
        solved(f)
    assert [str(node) for node in solved.__wrapped__("(exp(x) - 1 - x)/x**2").nodes()] == first


# ---- an independent judge -----------------------------------------------------------------------
def settled_by_sympy() -> dict[tuple[str, ...], str]:
    """Return what sympy.limit said of the cases, from the file that `python -m tests.limits_of_sympy` wrote."""
    rows = (line.split("\t") for line in OF_SYMPY.read_text(encoding="utf-8").splitlines())
    return {tuple(row[:4]): row[4] for row in rows}


SAID = settled_by_sympy()
COMPARED = [case for case in CASES if case[-1] != NO_LIMIT and case[:4] in SAID]


def test_another_system_was_asked() -> None:
    assert len(COMPARED) >= 170


@pytest.mark.parametrize("case", COMPARED, ids=[f"{f}, {x} to {to}{direction}" for f, x, to, direction, _ in COMPARED])
def test_the_answers_agree_with_another_system(case: Case) -> None:
    said = expression(SAID[case[:4]])
    assert same(said, expression(case[-1])) or said.free_symbols


@pytest.mark.parametrize(("text", "value"), [("(|x+h|-|x|)/h", "1"), ("((x+h)|x+h|-x|x|)/h", "2*x"), ("(max(x+h,0)-max(x,0))/h", "1")])
def test_a_difference_quotient_beside_a_kink_names_the_side_it_is_for(text: str, value: str) -> None:
    solution = symtutor.limit(text, "h", 0)
    assert str(solution.answer) == value
    assert "for x > 0" in str(solution)


@pytest.mark.parametrize(
    ("f", "variable", "to", "conditions"),
    [
        ("|x-a|/x", "x", "a", ["Ne(a, 0)"]),
        ("(x-a)/(x^2+x)", "x", "a", ["Ne(a, 0)", "Ne(a, -1)"]),
        ("sin(x-a)/ln(x)", "x", "a", ["Ne(a, 1)"]),
        ("(x-a)/(x^2+1)", "x", "a", []),
        ("(sqrt(a^2+h)-a)/h", "h", 0, ["a > 0"]),
        ("(sqrt(9a^2+h)-3a)/h", "h", 0, ["a > 0"]),
        ("(sqrt(a^4+h)-a^2)/h", "h", 0, ["Ne(a, 0)"]),
    ],
)
def test_what_must_not_be_zero_at_the_point_is_said(f: str, variable: str, to: Any, conditions: list[str]) -> None:
    solution = symtutor.limit(f, variable, to)
    assert [str(c) for step in solution.steps for c in step.conditions] == conditions
    assert solution.report.status is Status.CORRECT
