"""A mistake of a rule has one name, whether the wrong line is handed in as an answer or stands in a derivation."""

from collections.abc import Iterator
from typing import Any

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

import symtutor as st
from symtutor.ask.judging import posed as asked
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.errors import SymtutorError
from symtutor.goals import core as goals
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.term import quote
from symtutor.verdict import Status
from symtutor.writing.marks.text import UNICODE
from tests.rule_examples import examples

KINDS = (goals.Derivative, goals.Integral, goals.DefiniteIntegral, goals.Limit)
MOST = 1  # mistakes a rule
LONGEST = 60  # operations of a goal that can be typed


def posed(rule: Rule) -> tuple[Any, ...]:
    """Return the first example of a rule that a learner can be asked."""
    return tuple(goal for goal in examples().get(rule.id, ()) if isinstance(goal, KINDS) and is_plain(goal))[:1]


def is_plain(goal: Any) -> bool:
    exprs = [a for a in goal.args if isinstance(a, sp.Expr)]
    return all(isinstance(a, sp.Basic) for a in goal.args) and not any(
        e.has(AppliedUndef, sp.Derivative, sp.Piecewise, sp.Max, sp.Min, sp.floor) or e.count_ops() > LONGEST for e in exprs
    )


RULES = [rule for rule in BOOK.rules if isinstance(rule, Rule) and rule.mistakes and posed(rule)]


def typed(expr: Any) -> str:
    return UNICODE.render(quote(expr))


def wrong_answers(solution: st.Solution, rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield answers that mistakes of the rule lead to and that are named when they are handed in, with their names."""
    found = 0
    for used, _, value in mistaken_answers(solution.case.problem, solution.case.solved, BOOK):
        if used.id != rule.id or not isinstance(value, sp.Expr) or value == 0 or value.has(sp.nan, sp.zoo, sp.oo, sp.Integral):
            continue
        verdict = solution.check(value)
        if verdict.status is Status.INCORRECT and verdict.mistake:
            yield typed(value), verdict.mistake
            found += 1
        if found == MOST:
            return


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_line_and_an_answer_have_one_name(rule: Rule) -> None:
    for goal in posed(rule):
        text = UNICODE.render(goal.shown())
        try:
            solution = asked(text)
        except SymtutorError:
            continue  # a function without a spelling
        for line, name in wrong_answers(solution, rule):
            answered = solution.check(line)
            for work in ways(goal, text, line):
                found = st.check_work(work)
                assert (found.first_wrong, found.mistake) == (2, name), work
                words = BOOK.mistake(name).words.split("{")[0]
                assert words in found.explanation, work
                assert words in answered.explanation, work


def ways(goal: Any, text: str, line: str) -> Iterator[list[str]]:
    """Yield the spellings in which a learner writes a first line."""
    yield [text, f"= {line}"]
    if isinstance(goal, goals.Derivative) and goal.args[1] == sp.Symbol("x") and goal.args[0].free_symbols == {goal.args[1]}:
        function = typed(goal.args[0])
        if line == function:
            return  # f′ = f is an equation too
        yield [f"f(x) = {function}", f"f'(x) = {line}"]
        yield [f"y = {function}", f"y' = {line}"]
