"""Verdicts on answers to a problem whose own solution holds under conditions on its letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.regions import merged
from symtutor.checking.calculus.satisfying import points_where
from symtutor.checking.equivalence.domains import condition_text
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Solved
from symtutor.errors import SymtutorError
from symtutor.goals.core import DefiniteIntegral, Limit
from symtutor.problem import Problem
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["stated_conditions", "under_conditions"]

_TRIED = 3  # points at which each condition fails
_DIGITS = 9  # to which a quadrature must agree


def stated_conditions(problem: Problem, derivation: Solved) -> tuple[Any, ...]:
    """Return the conditions on the letters of a limit or a definite integral that stand in its derivation.

    Parameters
    ----------
    problem : Problem
        What was asked.
    derivation : Solved
        Its derivation.
    """
    goal = problem.goal
    if not isinstance(goal, DefiniteIntegral | Limit):
        return ()
    free = sp.Tuple(*[a for a in goal.args if isinstance(a, sp.Basic)]).free_symbols - {goal.args[1], goal.args[-1]}
    letters = free | {s for s in goal.args[-1].free_symbols if isinstance(goal, DefiniteIntegral)}
    found = {c: None for node in derivation.nodes() for c in node.conditions if c.free_symbols <= letters}
    return tuple(found)


def under_conditions(problem: Problem, derivation: Solved, answer: Any, verdict: Verdict) -> Verdict:
    """Return a verdict that says for which letters it was found.

    Parameters
    ----------
    problem : Problem
        What was asked.
    derivation : Solved
        Its derivation.
    answer : Expr
        What was judged.
    verdict : Verdict
        The comparison with the value of the derivation.

    Notes
    -----
    A right answer is right where the derivation holds.  One that differs there, and is right for other
    letters, is not refuted: 0 is the limit of e^(kx) for negative k.
    """
    conditions = stated_conditions(problem, derivation)
    if not conditions or verdict.status is Status.UNDECIDED:
        return verdict
    if verdict.status is Status.CORRECT:
        domain = merged(sp.And(verdict.domain, *conditions))
        if domain == verdict.domain:
            return verdict
        return replace(verdict, domain=domain, explanation=f"Correct for {condition_text(domain)}.")
    for point in _elsewhere(conditions, problem):
        if _is_right_at(problem.goal, answer, point):
            place = ", ".join(f"{letter} = {number}" for letter, number in point.items())
            told = f"Not decided: the answer is right at {place}; the solution here is for {condition_text(sp.And(*conditions))}."
            return Verdict(Status.UNDECIDED, Agreement(_DIGITS, 1, f"right at {place}"), explanation=told)
    return verdict


def _elsewhere(conditions: tuple[Any, ...], problem: Problem) -> Iterator[dict[Any, Any]]:
    """Yield points at which one of the conditions fails."""
    for condition in conditions:
        yield from points_where([sp.Not(condition)], {s for c in conditions for s in c.free_symbols}, problem.domain, count=_TRIED)


def _is_right_at(goal: Any, answer: Any, point: dict[Any, Any]) -> bool:
    here = type(goal)(*[a.xreplace(point) if isinstance(a, sp.Basic) else a for a in goal.args])
    try:
        found = judge(here, answer.xreplace(point))
    except SymtutorError:
        return False
    if found.status is Status.UNDECIDED:
        return isinstance(found.evidence, Agreement) and found.evidence.points > 0 and found.evidence.digits >= _DIGITS
    return found.status is Status.CORRECT and isinstance(found.evidence, Proof)
