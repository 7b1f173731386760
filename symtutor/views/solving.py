"""How a problem is solved: derived within a budget, checked by independent code, and its answer finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

import sympy as sp

from symtutor.book import Book
from symtutor.checking.derivation import check_derivation
from symtutor.checking.equivalence.as_written import real_nowhere
from symtutor.derivation import Solved
from symtutor.deriving.finishing import finished
from symtutor.deriving.search import NODES, Search
from symtutor.errors import NoRuleApplies, NotReal, OutOfBudget, StepRefuted
from symtutor.goals.core import inert
from symtutor.kinds import kind_of
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.runtime.deadline import allowed, used_up
from symtutor.runtime.recursion import deep_recursion
from symtutor.term import Term, quote, value
from symtutor.verdict import Report, Status
from symtutor.writing.marks.text import UNICODE

__all__ = ["derived", "must_be_real_somewhere"]


def derived(problem: Problem, method: tuple[str, ...] = (), *, is_typed_out: bool = False) -> tuple[Solved, Report, tuple[Term, ...]]:
    """Return the derivation of a problem, what the check found, and the goals that no rule reached.

    Parameters
    ----------
    problem : Problem
        What is asked.
    method : tuple of str
        Ids of the rules with which the derivation has to begin; those of its kind, if it has some, when left out.
    is_typed_out : bool
        Whether functions that have a name were written as formulas, so that their rules are not expected.

    Raises
    ------
    NoRuleApplies, OutOfBudget
        See `Search.solve`; never for a kind of problem that may stay open, unless a method is asked for.
    StepRefuted
        If independent code found a step to be false, and no derivation without it was found.
    """
    asked = (problem.goal, _items(problem.domain), _items(problem.given), method, is_typed_out)
    if (known := _kept.pop(asked, None)) is None:
        before = used_up()
        known = _solved(problem, method, _typed_out() if is_typed_out else BOOK)
        if used_up() > before or known[1].status is not Status.CORRECT or known[2]:  # more time may find more
            return known
    _kept[asked] = known  # as the newest
    if len(_kept) > _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return known


def must_be_real_somewhere(terms: Iterable[Term]) -> None:
    """Refuse formulas with a part that is real nowhere, as they were typed.

    Raises
    ------
    NotReal
        Naming the part.
    """
    part = real_nowhere(terms)
    if part is not None:
        letters = ", ".join(sorted(map(str, value(part).free_symbols)))
        raise NotReal(f"{UNICODE.render(part)} is {f'real for no value of {letters}' if letters else 'no real number'}")


_Found: TypeAlias = tuple[Solved, Report, tuple[Term, ...]]
# What was derived and proved as a whole: a question that is asked again, to be judged, saved or drawn, is not derived again.
_kept: dict[Any, _Found] = {}
_MOST_KEPT = 256


def _items(mapping: Mapping[Any, Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple(sorted(mapping.items(), key=str))


@cache
def _typed_out() -> Book:
    return BOOK.typed_out()


def _solved(problem: Problem, method: tuple[str, ...], book: Book) -> _Found:
    """Derive and check; where the check refutes a step, derive again without that rule at that goal.

    Raises
    ------
    StepRefuted
        The first one, if nothing else is found.
    """
    first: StepRefuted | None = None
    refused: set[tuple[str, Any]] = set()
    with deep_recursion():
        while True:
            try:
                return _once(problem, method, frozenset(refused), book)
            except StepRefuted as error:
                first = first or error
                if (error.rule, error.goal) in refused or len(refused) == _MOST_REFUSED:
                    raise first from None
                refused.add((error.rule, error.goal))
            except (NoRuleApplies, OutOfBudget):
                if first is None:
                    raise
                raise first from None


_MOST_REFUSED = 6


def _once(problem: Problem, method: tuple[str, ...], refused: frozenset[tuple[str, Any]], book: Book) -> _Found:
    """Derive and check once, without some rules at some goals."""
    stuck: tuple[Term, ...] = ()
    kind = kind_of(problem.goal)
    nodes = NODES + _NODES_AN_ENTRY * kind.entries(problem.goal) + _NODES_A_PART * max(0, _parts(problem.goal) - _ORDINARY)
    begins = method or kind.begins(problem.goal)
    search = Search(book, domain=problem.domain, given=problem.given, nodes=nodes, method=begins, refused=refused)
    try:
        derivation = _derived(search, problem.goal)
    except (NoRuleApplies, OutOfBudget):
        if method or not kind.may_stay_open:
            raise
        stuck = search.unreached or (problem.goal,)
        still_open = inert(problem.goal)
        derivation = Solved(quote(still_open), (), still_open)
    report = check_derivation(derivation, problem.domain)
    if not stuck:
        derivation, report = _finished(derivation, report, problem)
    return derivation, report, stuck


def _derived(search: Search, goal: Term) -> Solved:
    """Return the derivation, the best one so far where the time for deriving is over."""
    with allowed(share=_DERIVING):
        return search.solve(goal)
    if search.best is None:
        raise OutOfBudget("the time given by seconds= is over; give more, or ask for less")
    return search.best


_DERIVING = 0.7  # of the time of a call; the rest is for the check


def _finished(derivation: Solved, report: Report, problem: Problem) -> tuple[Solved, Report]:
    """Return a derivation whose answer is finished, with its report; as it was where that cannot be proved."""
    with allowed(share=_FINISHING):
        found = finished(derivation, BOOK)
        if found is not None and found.finish is not None:
            try:
                added = check_derivation(replace(found, premises=(), term=found.finish.goal), problem.domain)
            except StepRefuted:  # the answer stays as it was derived
                return derivation, report
            if added.status is Status.CORRECT:
                findings = (*report.findings, *added.findings)
                return found, replace(report, findings=findings, seconds=report.seconds + added.seconds)
    return derivation, report


_FINISHING = 0.5  # of what deriving and the check left


_ORDINARY = 60  # parts of an expression that the usual number of goals serves
_NODES_A_PART = 4
_NODES_AN_ENTRY = 60  # for each entry of a matrix


def _parts(goal: object) -> int:
    """Return how many parts the expressions in a goal have."""
    if isinstance(goal, Term):
        return sum(map(_parts, goal.args)) + 1
    return sum(1 for _ in sp.preorder_traversal(goal)) if isinstance(goal, sp.Basic) else 0
