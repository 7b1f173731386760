"""Judging answers to the question for a potential: by the gradient, and the claim that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.places.singularities import places_lost
from symtutor.book import Book
from symtutor.checking.equivalence.domains import condition_text
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.sentences import of_an_answer
from symtutor.checking.equivalence.simple_points import at_a_simple_point
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Solved
from symtutor.diagnosing.mistakes import name_mistake
from symtutor.goals.vectors import Potential
from symtutor.problem import Problem
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["NO_POTENTIAL", "judge_potential", "region_of_potential"]

NO_POTENTIAL = sp.Symbol("none")  # stands for the answer None
_RIGHTLY_NONE = "Correct: there is no potential."


def region_of_potential(solved: Solved) -> sp.Basic:
    """Return the condition under which the answer is a potential where the field has values."""
    return sp.And(*(condition for node in solved.nodes() if isinstance(node.goal, Potential) for condition in node.conditions))


def judge_potential(problem: Problem, solved: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Judge a potential by its gradient, so that a constant may be added.

    Parameters are those of `symtutor.diagnosing.answers.judge_answer`; the answer may be `NO_POTENTIAL`.
    """
    exists = not isinstance(solved.value, sp.Ne)
    if found == NO_POTENTIAL:
        return _judged_none(solved) if exists else Verdict(Status.CORRECT, Proof("cross derivatives"), explanation=_RIGHTLY_NONE)
    goal: Any = problem.goal
    verdict = judge(goal, found, problem.domain)
    if not exists:
        return replace(verdict, explanation="There is no potential: cross derivatives differ.")
    if verdict.status is Status.CORRECT:
        return _on_its_parts(verdict, sp.And(*places_lost(found, *goal.args)))
    if verdict.status is not Status.INCORRECT:
        return verdict
    named = replace(verdict, explanation=f"The gradient of the answer is not the field: {_where(verdict, found, goal, problem.domain)}.")
    return name_mistake(problem, solved, found, named, book)


def _where(verdict: Verdict, found: Any, goal: Any, domain: Mapping[Any, Any]) -> str:
    """Return a place at which a derivative of an answer is not its component of the field."""
    for component, variable in zip(*goal.args, strict=True):
        slope = sp.diff(found, variable)
        one = equivalence(slope, component, domain=domain)
        if one.status is Status.INCORRECT:
            told = of_an_answer(at_a_simple_point(one, slope, component, domain)).explanation.removesuffix(".").partition(": ")[2]
            return told.replace("your answer is", f"its derivative in {variable} is", 1)
    return str(verdict.evidence)


def _judged_none(solved: Solved) -> Verdict:
    """Judge the claim that there is no potential where there is one, at least on parts of the domain."""
    holds = region_of_potential(solved)
    if holds == sp.true:
        return Verdict(Status.INCORRECT, Proof("cross derivatives"), explanation="There is a potential.")
    told = f"There is a potential for {condition_text(holds)}, on each part by itself; whether one reaches around the place"
    return Verdict(
        Status.UNDECIDED,
        Agreement(0, 0, "cross derivatives decide on regions without holes only"),
        explanation=f"{told} where the field has no value is not decided by the cross derivatives.",
    )


def _on_its_parts(verdict: Verdict, holds: Any) -> Verdict:
    """Return a verdict that says on which parts a right answer is a potential."""
    if holds == sp.true:
        return replace(verdict, explanation="Correct.")
    told = f"Correct for {condition_text(holds)}, on each part by itself."
    return replace(verdict, domain=sp.And(verdict.domain, holds), explanation=told)
