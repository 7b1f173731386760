"""Naming a mistake: one wrong step somewhere in the derivation that leads to the learner's answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from symtutor import vector_goals
from symtutor.checking.equivalence import is_proved_equal, refute
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.search import Search
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.problem import Problem
from symtutor.rule import Book, Mistake, Rule, quoted
from symtutor.verdict import Verdict

__all__ = ["mistaken_answers", "name_mistake"]

_CANDIDATES = 400
_NODES = 4_000


def name_mistake(problem: Problem, solved: Solved, answer: Any, verdict: Verdict, book: Book) -> Verdict:
    """Return a verdict with the mistake that leads to the answer, if one of the book's does.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        The right derivation.
    answer : Expr
        The wrong answer.
    verdict : Verdict
        What the checker said about it.
    book : Book
        The rules with their mistakes.

    Returns
    -------
    Verdict
        The same where no mistake, or no single one, explains the answer: names only explain.
    """
    for rule, mistake, value in mistaken_answers(problem, solved, book):
        if _is_same(value, answer):
            explanation = f"{verdict.explanation} {mistake.words}".strip()
            return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=explanation)
    return verdict


def mistaken_answers(problem: Problem, solved: Solved, book: Book) -> Iterator[tuple[Rule, Mistake, Any]]:
    """Yield the answers that one mistake leads to, made at one goal, then wherever its rule is used."""
    nodes = list(solved.nodes())
    made = 0
    several = [n for n in reversed(nodes) if isinstance(n.goal, vector_goals.KINDS)]
    rest = [n for n in nodes if not isinstance(n.goal, vector_goals.KINDS)]
    for node in (*several, *rest):  # a slip in several variables first; else premises first: the most particular name wins
        for mistake in node.rule.mistakes:
            made += 1
            if made > _CANDIDATES:
                return
            value = _with_mistake(problem, solved, node, mistake, nodes, book)
            if value is not None and value != solved.value:
                yield node.rule, mistake, value
    for rule in {node.rule.id: node.rule for node in nodes}.values():
        if sum(node.rule is rule for node in nodes) < 2:
            continue
        for mistake in rule.mistakes:
            wrong = replace(rule, right=mistake.right)
            search = Search(book.with_rules(wrong), domain=problem.domain, given=problem.given, nodes=_NODES)
            value = _attempt(search, solved)
            if value is not None and value != solved.value:
                yield rule, mistake, value


def _with_mistake(problem: Problem, solved: Solved, node: Derivation, mistake: Mistake, nodes: list[Derivation], book: Book) -> Any:
    """Return the answer when one goal is worked out with a mistake, all else rightly."""
    search = Search(book, domain=problem.domain, given=problem.given, nodes=_NODES)
    search.remember(n for n in nodes if not _stands_on(n, node))
    try:
        wrong = search.value_of(mistake.right(**quoted(node.bindings)))
    except (NoRuleApplies, OutOfBudget, ZeroDivisionError, ValueError):
        return None
    if wrong is None or wrong == node.value:
        return None
    search.remember([replace(node, value=wrong)])
    return _attempt(search, solved)


def _attempt(search: Search, solved: Solved) -> Any:
    try:
        return search.value_of(solved.term)
    except (NoRuleApplies, OutOfBudget, ZeroDivisionError, ValueError):
        return None


def _stands_on(node: Derivation, premise: Derivation) -> bool:
    """Tell whether a node is the premise or was derived from it."""
    return any(n is premise for n in node.nodes())


def _is_same(value: Any, answer: Any) -> bool:
    if value == answer:
        return True
    return refute(value, answer) is None and is_proved_equal(value, answer)
