"""Every mistake of the rules of limits, definitions and Taylor polynomials shows on its example."""

from collections.abc import Iterator

import pytest
import sympy as sp

from symtutor.deriving.search import derive
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.errors import NoRuleApplies
from symtutor.goals.core import (
    AbsoluteBound,
    DerivativeFromDefinitionAt,
    Goal,
    Limit,
    TaylorPolynomial,
    TaylorRemainder,
)
from symtutor.problem import Problem
from symtutor.rule import Mistake, Rule
from symtutor.rules import BOOK
from symtutor.rules.definition.at_a_point import DEFINITION_AT_RULES
from symtutor.rules.limits.order import LIMITS
from symtutor.rules.taylor.polynomials import TAYLOR
from tests.approach import expression

X, H = sp.symbols("x h")
BOTH = sp.Symbol("+-")
RULES = (*LIMITS, *DEFINITION_AT_RULES, *TAYLOR)
MISTAKES = [(rule, mistake) for rule in RULES for mistake in rule.mistakes]
POINTS = (
    (sp.S.Zero, "+-"),
    (sp.oo, "+-"),
    (sp.S.Zero, "+"),
    (sp.S.Zero, "-"),
    (sp.S.One, "+-"),
    (sp.S.One, "-"),
    (sp.Integer(2), "+-"),
    (sp.Integer(2), "-"),
    (sp.pi / 2, "-"),
    (-sp.oo, "+-"),
)


def goals_of(rule: Rule, mistake: Mistake) -> Iterator[Goal]:
    """Yield the questions that the example of a mistake may ask."""
    f = expression(mistake.example)
    if rule in DEFINITION_AT_RULES:
        yield from (DerivativeFromDefinitionAt(f, X, H, a) for a in (sp.S.One, sp.S.Zero, sp.Integer(2)))
    elif rule.goal in {TaylorRemainder, AbsoluteBound}:
        yield from (TaylorRemainder(f, X, sp.S.Zero, n, sp.Rational(-1, 2), sp.Integer(3)) for n in (0, 2, 3))
        yield AbsoluteBound(f, X, sp.Rational(-1, 2), sp.Integer(3))
    elif rule in TAYLOR:
        yield from (TaylorPolynomial(f, X, a, n) for a in (sp.S.Zero, sp.S.One) for n in (4, 6))
    else:
        yield from (Limit(f, X, to, sp.Symbol(direction)) for to, direction in POINTS)


def shows(rule: Rule, mistake: Mistake) -> bool:
    """Tell whether some question of the example uses the rule and comes out wrong with the mistake."""
    for goal in goals_of(rule, mistake):
        problem = Problem(goal)
        try:
            solved = derive(problem, BOOK)
        except NoRuleApplies:
            continue
        if all(node.rule is not rule for node in solved.nodes()):
            continue
        if any(r is rule and m is mistake for r, m, _ in mistaken_answers(problem, solved, BOOK)):
            return True
    return False


@pytest.mark.parametrize("rule, mistake", MISTAKES, ids=[f"{r.id}/{m.id}" for r, m in MISTAKES])
def test_a_mistake_shows_on_its_example(rule: Rule, mistake: Mistake) -> None:
    assert shows(rule, mistake)


@pytest.mark.parametrize("rule", RULES, ids=[r.id for r in RULES])
def test_a_rule_knows_two_mistakes(rule: Rule) -> None:
    assert len(rule.mistakes) >= 2
