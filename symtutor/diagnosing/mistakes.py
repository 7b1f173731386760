"""Naming a mistake: one wrong step somewhere in the derivation that leads to the learner's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.equivalence.equivalence import is_proved_equal, refute
from symtutor.checking.equivalence.sameness import same_up_to_factor
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.search import Search
from symtutor.diagnosing.wording import mistake_first, of_the_right_one
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import vectors as vector_goals
from symtutor.problem import Problem, Sameness
from symtutor.rule import Mistake, Remark, Rule, applied, quoted
from symtutor.runtime.deadline import allowed
from symtutor.term import Term
from symtutor.verdict import Verdict, Witness

__all__ = ["mistaken_answers", "mistaken_at", "name_mistake", "name_slip"]

_CANDIDATES = 400
_SHARE = 0.7  # of the time that is left to the call, for finding a name
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
    answer = _without_constant(problem, answer)
    with allowed(share=_SHARE):  # a name only explains: the verdict stands without one
        for rule, mistake, value in mistaken_answers(problem, solved, book):
            if _is_same(value, answer):
                is_guess = isinstance(answer, sp.Expr) and answer.is_number  # other slips lead to this number too
                told = mistake_first(verdict.explanation, f"Perhaps this: {mistake.words}" if is_guess else mistake.words)
                return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=told)
        return _with_ratio(verdict, answer, solved.value)
    return verdict


def _with_ratio(verdict: Verdict, answer: sp.Basic, right: Any) -> Verdict:
    """Return a verdict that says by which factor an answer is wrong, where it is one everywhere."""
    witness = verdict.evidence
    if not isinstance(witness, Witness) or not isinstance(answer, sp.Expr) or not right.free_symbols:
        return verdict
    try:
        found = of_the_right_one(float(sp.Rational(witness.left)), float(sp.Rational(witness.right)))
    except (TypeError, ValueError, ZeroDivisionError):
        return verdict
    if found is None or not is_proved_equal(found[0] * right, answer):
        return verdict
    letters = ", ".join(sorted(s.name for s in right.free_symbols))
    return replace(verdict, explanation=mistake_first(verdict.explanation, f"Your answer is {found[1]} for every {letters}."))


def name_slip(problem: Problem, solved: Solved, found: sp.Basic, verdict: Verdict, book: Book, same: Callable[[Any, Any], bool]) -> Verdict:
    """Return a verdict with the slip of the book that an answer as a whole has, if it has one.

    Parameters are those of `name_mistake`, and a test for sameness of two answers.
    """
    goal = problem.goal
    for slip in book.slips:
        letters = slip.finds(goal, solved.value, found, same) if slip.finds is not None and isinstance(goal, slip.goals) else None
        if letters is not None:
            return replace(verdict, mistake=slip.id, explanation=f"{verdict.explanation} {slip.words.format(**letters)}")
    return verdict


def mistaken_answers(problem: Problem, solved: Solved, book: Book) -> Iterator[tuple[Remark, Mistake, sp.Basic]]:
    """Yield the answers that one mistake leads to, made at one goal, then wherever its rule is used."""
    nodes = list(solved.nodes())
    several = [n for n in reversed(nodes) if isinstance(n.goal, vector_goals.KINDS)]
    several += [n for n in nodes if isinstance(n.goal, matrix_goals.KINDS)]
    whole = [n for n in solved.premises if n not in several and not n.rule.minor]
    rest = [n for n in nodes if n not in several and n not in whole]
    # several variables and matrices first, then the rule for the whole; else premises first: the most particular name wins
    yield from mistaken_at((*several, *whole, *rest), problem, solved, book)
    if sum(len(node.rule.mistakes) for node in nodes) > _CANDIDATES:
        return
    for rule in {node.rule.id: node.rule for node in nodes}.values():
        if not isinstance(rule, Rule) or sum(node.rule is rule for node in nodes) < 2:
            continue
        for mistake in rule.mistakes:
            wrong = replace(rule, right=mistake.right)
            search = Search(book.with_rules(wrong), domain=problem.domain, given=problem.given, nodes=_NODES)
            value = _attempt(search, solved)
            if value is not None and value != solved.value:
                yield rule, mistake, value


def mistaken_at(places: Iterable[Derivation], problem: Problem, solved: Solved, book: Book) -> Iterator[tuple[Remark, Mistake, sp.Basic]]:
    """Yield the answers that one mistake leads to at one of these nodes, in their order.

    Parameters
    ----------
    places : iterable of Derivation
        Nodes of the derivation.
    problem, solved, book
        See `name_mistake`.

    Yields
    ------
    tuple of Rule, Mistake and Expr
        The rule, its mistake, and what the answer becomes; only answers that differ from the right one.
    """
    nodes = list(solved.nodes())
    tried = islice(((node, mistake) for node in places for mistake in node.rule.mistakes), _CANDIDATES)
    for node, mistake in tried:
        value = _with_mistake(problem, solved, node, mistake, nodes, book)
        if value is not None and value != solved.value:
            yield node.rule, mistake, value


def _with_mistake(
    problem: Problem, solved: Solved, node: Derivation, mistake: Mistake, nodes: list[Derivation], book: Book
) -> sp.Basic | None:
    """Return the answer when one goal is worked out with a mistake, all else rightly."""
    search = Search(book, domain=problem.domain, given=problem.given, nodes=_NODES)
    search.remember(n for n in nodes if not _stands_on(n, node))
    try:
        wrong = search.value_of(applied(mistake.right, quoted(node.bindings)))
    except (NoRuleApplies, OutOfBudget, ZeroDivisionError, ValueError):
        return None
    if wrong is None or wrong == node.value:
        return None
    search.remember([replace(node, value=wrong)])
    if any(_value(search, inner.goal) == 1 for inner in _inner_derivatives(nodes, node)):
        return None  # an inner derivative that becomes 1 is not there, which is a mistake of the chain rule
    return _attempt(search, solved)


def _inner_derivatives(nodes: Iterable[Derivation], premise: Derivation) -> Iterator[Derivation]:
    """Yield the inner derivatives of chain rules that were derived from a premise."""
    for node in nodes:
        if any(mistake.id == "no-inner-derivative" for mistake in node.rule.mistakes):
            same_variable = (p for p in node.premises if p.goal.args[1:] == node.goal.args[1:])
            yield from (p for p in same_variable if p.value != 1 and _stands_on(p, premise))


def _attempt(search: Search, solved: Solved) -> sp.Basic | None:
    return _value(search, solved.term)


def _value(search: Search, term: Term) -> sp.Basic | None:
    try:
        return search.value_of(term)
    except (NoRuleApplies, OutOfBudget, ZeroDivisionError, ValueError):
        return None


def _stands_on(node: Derivation, premise: Derivation) -> bool:
    """Tell whether a node is the premise or was derived from it."""
    return any(n is premise for n in node.nodes())


def _without_constant(problem: Problem, answer: sp.Basic) -> sp.Basic:
    """Return an antiderivative without its + C, which no mistake of the book brings in."""
    if problem.sameness is not Sameness.UP_TO_CONSTANT or not isinstance(answer, sp.Add):
        return answer
    return sp.Add(*(t for t in answer.args if problem.variable in t.free_symbols or not t.free_symbols))


def _is_same(value: Any, answer: Any) -> bool:
    if value == answer:
        return True
    if isinstance(value, sp.Equality) or isinstance(answer, sp.Equality):
        return isinstance(value, type(answer)) and bool(same_up_to_factor(value, answer))
    return refute(value, answer) is None and is_proved_equal(value, answer)
