"""Judging answers to integrals: antiderivatives told from running sums, slips with limits told first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.equivalence.sameness import same
from symtutor.checking.equivalence.sentences import of_an_answer, of_an_antiderivative
from symtutor.checking.meanings.antiderivatives import judge_antiderivative, verdict_of_hidden_jump
from symtutor.checking.meanings.definite_integrals import judge_definite
from symtutor.derivation import Solved
from symtutor.diagnosing.answers import judge_answer
from symtutor.diagnosing.mistakes import mistaken_at, name_mistake, name_slip
from symtutor.diagnosing.wording import mistake_first
from symtutor.goals.core import DefiniteIntegral
from symtutor.problem import Problem
from symtutor.runtime.deadline import allowed
from symtutor.verdict import Agreement, Status, Verdict, Witness

__all__ = ["judge_definite_integral", "judge_integral", "judge_open_integral"]


def judge_integral(problem: Problem, solved: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Judge an antiderivative; one with a jump inside an interval, and a running sum in its place, are told.

    Parameters are those of `judge_answer`.
    """
    f, x = problem.goal.args
    verdict = judge_answer(problem, solved, found, book)
    if verdict.status is Status.CORRECT and isinstance(found, sp.Expr):
        jump = verdict_of_hidden_jump(found, f, x)
        verdict = verdict if jump is None else jump
    if verdict.status is not Status.INCORRECT or verdict.mistake:
        return verdict
    return name_slip(problem, solved, found, verdict, book, is_proved_equal)


def judge_definite_integral(problem: Problem, solved: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Judge a definite integral; a slip with the limits is likelier than one in the antiderivative that leads to the same number.

    Parameters are those of `judge_answer`.
    """
    verdict = same(problem, found, solved.value)
    if verdict.status is not Status.INCORRECT:
        return verdict
    places = [node for node in reversed(list(solved.nodes())) if isinstance(node.goal, DefiniteIntegral)]
    is_number = isinstance(found, sp.Expr) and found.is_number
    with allowed(share=_SHARE_FOR_NUMBERS if is_number else 1.0):
        for rule, mistake, value in mistaken_at(places, problem, solved, book):
            if value == found or is_proved_equal(value, found):
                return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=mistake_first(verdict.explanation, mistake.words))
        return name_mistake(problem, solved, found, verdict, book)
    return verdict


_SHARE_FOR_NUMBERS = 0.1  # of the time of a call: many slips lead to one number, so a name for it is a guess


def judge_open_integral(problem: Problem, found: sp.Expr) -> Verdict:
    """Judge an answer to an integral that no rule reached: by its derivative, or by its number."""
    goal = problem.goal
    if isinstance(goal, DefiniteIntegral):
        return _of_a_number(of_an_answer(judge_definite(goal, found, {}, problem.domain)), found)
    f, x = goal.args
    return of_an_antiderivative(judge_antiderivative(f, x, found, problem.domain), found, x, frozenset({x, *f.free_symbols}))


def _of_a_number(verdict: Verdict, found: Any) -> Verdict:
    """Return the verdict of a quadrature in a sentence."""
    if verdict.explanation or verdict.status is Status.CORRECT:
        return verdict
    evidence = verdict.evidence
    if isinstance(evidence, Witness):
        place = ", ".join(f"{letter} = {number}" for letter, number in evidence.point.items())
        told = f"Not the same: {f'at {place} ' if place else ''}your answer is {found}, and {evidence.left} is right."
        return replace(verdict, explanation=told)
    if isinstance(evidence, Agreement) and evidence.points:
        return replace(verdict, explanation=f"Not decided: a quadrature agrees to {evidence.digits} digits, and no proof was found.")
    return verdict
