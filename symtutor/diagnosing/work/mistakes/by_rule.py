"""A line that answers what stands before it at once: judged as an answer to it is, so that both doors name one mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import sympy as sp

from symtutor.checking.equivalence.sentences import of_an_answer, verdict_incorrect
from symtutor.checking.equivalence.simple_points import at_a_simple_point
from symtutor.checking.values.senses import AsFunction, worked_out
from symtutor.deriving.search import Search
from symtutor.diagnosing.work.mistakes.explanation import Explanation
from symtutor.diagnosing.work.targets import Target
from symtutor.diagnosing.work.verdicts import FAILURES, UNKNOWN
from symtutor.goals import core as goals
from symtutor.problem import Problem
from symtutor.reading.problem import problem_of_term
from symtutor.reading.work.lines import NoValue
from symtutor.rules import BOOK
from symtutor.term import Term, subterms
from symtutor.verdict import Status, Verdict, Witness

__all__ = ["Answered", "answered_at_once", "judged_at_once", "posed", "with_simple_point"]

_NODES = 800
_LARGEST = 40  # nodes of a derivation whose mistakes are tried
# Inside a sum or product these cannot be told from a term or factor that was lost.
_LOOKS_LIKE_A_LOSS = ("diff.variable/", "diff.constant_multiple/zero", "diff.exp/constant", "diff.chain/zero")
_POSING = frozenset({sp.Derivative, sp.Integral, sp.Limit})


class Answered(Protocol):
    """A problem with its right answer, and the judge of others."""

    @property
    def answer(self) -> Any:
        """The right answer."""

    def check(self, answer: Any) -> Verdict:
        """Return whether an answer is right."""


def answered_at_once(problem: Problem, line: Any, solve: Any) -> Explanation | None:
    """Return what is said of a wrong line as an answer to what stands before it; None where it is right, or that is too long to derive.

    Parameters
    ----------
    problem : Problem
        What stands before the line.
    line : Expr
        What the line says; integrals that are still open in it get their values.
    solve : callable
        Gives what is `Answered` for a problem.
    """
    try:
        first = _first_rule(problem.goal)
        if first is None:
            return None
        answer = _finished(line)
        if answer is None:
            return None
        asked: Answered = solve(problem)
        verdict = asked.check(answer)
    except (NoValue, *FAILURES):
        return None
    first = first or "several rules"
    is_open = answer != worked_out(line)
    if verdict.status is not Status.INCORRECT or (is_open and not (verdict.mistake or "").startswith(f"{first}/")):
        return None  # where an integral is still open, the mistake was made before it
    is_of_whole = (verdict.mistake or "").startswith(f"{first}/")
    looks_like_a_loss = (verdict.mistake or "").startswith(
        _LOOKS_LIKE_A_LOSS if first == "diff.sum" else (*_LOOKS_LIKE_A_LOSS, "diff.constant/")
    )
    if not is_of_whole and looks_like_a_loss:
        return None
    return Explanation(verdict.mistake, _in_a_line(verdict.explanation), None if is_open else asked.answer, is_of_whole)


def judged_at_once(problem: Problem | None, line: Any, solve: Any) -> Verdict:
    """Return the verdict on a line that only a comparison with the right answer decides; undecided where it is no answer.

    Parameters are those of `answered_at_once`.
    """
    try:
        if problem is None or solve is None or line.has(*_POSING, sp.Sum) or _first_rule(problem.goal) is None:
            return UNKNOWN
        asked: Answered = solve(problem)
        return asked.check(line)
    except (NoValue, *FAILURES):
        return UNKNOWN


def with_simple_point(verdict: Verdict, line: Any, right: Any) -> Verdict:
    """Return the verdict on a wrong line with a point at which both values are easily computed, told as that on an answer."""
    witness = verdict.evidence
    if verdict.status is not Status.INCORRECT or not isinstance(witness, Witness) or not witness.point or verdict.explanation:
        return verdict
    turned = verdict_incorrect(replace(witness, left=witness.right, right=witness.left), up_to_constant=False)
    simple = of_an_answer(at_a_simple_point(turned, worked_out(line), worked_out(right), {}))
    return replace(verdict, explanation=_in_a_line(simple.explanation))


def _first_rule(goal: Term) -> str | None:
    """Return the id of the rule that begins to work out a goal, "" for several goals, None where too many steps have mistakes to try."""
    solved = Search(BOOK, nodes=_NODES).solve(goal)
    if sum(1 for _ in solved.nodes()) > _LARGEST:
        return None
    return solved.premises[0].rule.id if len(solved.premises) == 1 else ""


def _finished(line: Any) -> Any:
    """Return a line without derivatives, integrals and limits that are still to be worked out, or None where one has no value."""
    line = worked_out(line)
    for part in sorted(line.atoms(sp.Integral), key=str):
        if len(part.limits) != 1 or part.atoms(sp.Integral) - {part}:
            return None
        goal = goals.Integral(part.function, *part.limits[0]) if len(part.limits[0]) == 1 else None
        value = None if goal is None else Search(BOOK, nodes=_NODES).solve(goal).value
        if value is None or value.has(sp.Integral):
            return None
        line = line.xreplace({part: value})
    return None if line.has(sp.Limit, sp.Sum, sp.Derivative) else line


def _in_a_line(told: str) -> str:
    """Return what is said of an answer as it stands beside a line: without "Not the same", which the mark says."""
    for beginning in ("Not the same up to a constant", "Not the same"):
        if told.startswith(beginning):
            rest = told.removeprefix(beginning).lstrip(".: ")
            return f"A{rest[1:]}" if rest.startswith("at ") else rest  # a formula keeps its letters
    return told


def posed(term: Term | None, text: str, target: Target, *, is_first: bool) -> Problem | None:
    """Return the problem that stands before a line: its derivatives, integrals and limits as they are written, or the derivative asked for.

    Parameters
    ----------
    term : Term, optional
        What the line before says.
    text : str
        As it was typed.
    target : Target
        What the whole work is about.
    is_first : bool
        Whether nothing but the problem stands before the line.
    """
    if term is not None and any(part.head in _POSING for part in subterms(term)):
        try:
            return problem_of_term(term, text)
        except FAILURES:
            return None
    if is_first and isinstance(target.sense, AsFunction) and target.function is not None:
        return Problem(goals.D(target.function, target.variable))
    return None
