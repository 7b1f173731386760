"""Laws over every entry of the book of derivatives: a new rule is tested by existing."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings

import symtutor
from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Derivation
from symtutor.deriving.search import derive
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.errors import StepRefuted
from symtutor.goals.core import D, Derivative, DerivativeFromDefinition, Evaluated, Goal, HigherDerivative
from symtutor.problem import Problem
from symtutor.rule import Book, Mistake, Rule
from symtutor.rules import BOOK
from symtutor.rules.notation import cos
from symtutor.term import total
from symtutor.verdict import Status
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import UNICODE
from tests.strategies import X, expressions

RULES = BOOK.rules
MISTAKES = [(rule, mistake) for rule in RULES for mistake in rule.mistakes]
OF_DERIVATIVES = (Derivative, HigherDerivative, DerivativeFromDefinition, Evaluated)


def example(mistake: Mistake, rule: Rule) -> Goal:
    """Return the goal that a mistake's example asks."""
    expr = sp.sympify(mistake.example)
    if rule.goal is DerivativeFromDefinition:
        return DerivativeFromDefinition(expr, X, sp.Symbol("h"))
    if rule.goal is HigherDerivative:
        return HigherDerivative(expr, X, sp.Integer(5))
    if rule.goal is Evaluated:
        return Evaluated(D(expr, X), (X,), (sp.Integer(2),))
    return D(expr, X)


def nodes_of(goal: Goal) -> Iterator[Derivation]:
    yield from derive(Problem(goal), BOOK).nodes()


def names(rules: Any) -> list[str]:
    return [rule.id for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_an_entry_says_what_it_is(rule: Rule) -> None:
    assert rule.id.count(".") == 1
    assert rule.name
    assert rule.name == rule.name.strip()
    assert rule.words.endswith(".")
    assert not rule.words[0].islower()
    assert rule.source
    assert tuple(inspect.signature(rule.right).parameters) == rule.parameters
    assert len({mistake.id for mistake in rule.mistakes}) == len(rule.mistakes)
    for mistake in rule.mistakes:
        assert tuple(inspect.signature(mistake.right).parameters) == rule.parameters, mistake.id
        assert mistake.words.endswith("."), mistake.id


@given(expressions(7))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_node_fits_its_rule_and_is_true(expr: sp.Expr) -> None:
    for node in nodes_of(D(expr, X)):
        assert node.left() == node.goal, node.rule.id
        assert set(node.bindings) == set(node.rule.parameters), node.rule.id
        assert judge(node.goal, node.value).status is not Status.INCORRECT, node


def is_same(value: Any, answer: Any) -> bool:
    return bool(value == answer or (not value.has(sp.nan, sp.zoo) and symtutor.equivalent(value, answer)))


DERIVATIVE_MISTAKES = [(r, m) for r, m in MISTAKES if r.goal in OF_DERIVATIVES]


@pytest.mark.parametrize(("rule", "mistake"), DERIVATIVE_MISTAKES, ids=[f"{r.id}/{m.id}" for r, m in DERIVATIVE_MISTAKES])
def test_a_mistake_is_wrong_on_its_example_and_is_named(rule: Rule, mistake: Mistake) -> None:
    problem = Problem(example(mistake, rule))
    solved = derive(problem, BOOK)
    made = [v for r, m, v in mistaken_answers(problem, solved, BOOK) if r.id == rule.id and m.id == mistake.id]
    assert made, "the example does not use the rule, or the mistake changes nothing"
    verdict = symtutor.check(problem, made[0])
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake is not None
    rivals = {f"{r.id}/{m.id}" for r, m, v in mistaken_answers(problem, solved, BOOK) if is_same(v, made[0])}
    assert f"{rule.id}/{mistake.id}" in rivals
    assert verdict.mistake in rivals


FALSE_RULES = (
    replace(BOOK.by_id["diff.sin"], right=lambda x: -cos(x)),
    replace(BOOK.by_id["diff.product"], right=lambda factors, x: total([D(f, x) for f in factors])),
    replace(BOOK.by_id["diff.power"], right=lambda x, n: n * x**n),
    replace(BOOK.by_id["diff.chain"], right=BOOK.by_id["diff.chain"].mistakes[0].right),
)


@pytest.mark.parametrize("rule", FALSE_RULES, ids=names(FALSE_RULES))
def test_a_false_rule_is_refuted_when_it_is_used(rule: Rule) -> None:
    book = BOOK.with_rules(rule)
    solved = derive(Problem(D(X**3 * sp.sin(X**2), X)), book)
    with pytest.raises(StepRefuted, match=rule.id) as caught:
        check_derivation(solved)
    assert caught.value.rule == rule.id


@pytest.mark.parametrize("rule", FALSE_RULES, ids=names(FALSE_RULES))
def test_the_law_of_nodes_would_catch_a_false_rule(rule: Rule) -> None:
    nodes = derive(Problem(D(X**3 * sp.sin(X**2), X)), BOOK.with_rules(rule)).nodes()
    assert any(judge(node.goal, node.value).status is Status.INCORRECT for node in nodes)


def test_two_rules_may_not_share_an_id() -> None:
    with pytest.raises(ValueError, match="same id"):
        Book.of((*RULES, RULES[0]))


def test_a_statement_is_an_equation_over_opaque_functions() -> None:
    sides = BOOK.by_id["diff.chain"].statement()
    assert sides is not None
    left, right = sides
    assert str(left) == str(D(sp.Function("f")(sp.Function("g")(X)), X))
    assert right.args


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_a_rule_is_stated_as_a_textbook_does_or_in_words_only(rule: Rule) -> None:
    sides = rule.statement()
    if sides is not None:
        for printer in (UNICODE, LATEX):
            assert all(printer.render(side) for side in sides)
