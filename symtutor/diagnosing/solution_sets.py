"""Judging answers to equations: the same solutions, whole families of them put in and counted."""

from __future__ import annotations

from typing import Any

from symtutor.checking.equivalence.sameness import same_set
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Solved
from symtutor.diagnosing.mistakes import name_mistake
from symtutor.goals.optimization import Roots
from symtutor.problem import Problem
from symtutor.rule import Book
from symtutor.verdict import Status, Verdict

__all__ = ["judge_solutions"]


def judge_solutions(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge the solutions of an equation, in any order.

    Parameters are those of `symtutor.diagnosing.answers.judge_answer`; the answer is a `Roots`.
    """
    goal: Any = problem.goal
    if any(v.free_symbols for v in (*solved.value.values, *found.values)):
        verdict = judge(goal, found, problem.domain)  # a family may be written in many ways, so it is put in
        words = {Status.CORRECT: "Correct.", Status.INCORRECT: "Not all solutions, or not only solutions: "}
        told = words.get(verdict.status, "Not decided: ")
        return Verdict(verdict.status, verdict.evidence, explanation=told if verdict else f"{told}{verdict.evidence}.")
    verdict = same_set(found.values, solved.value.values, domain=problem.domain)
    if verdict.status is not Status.INCORRECT:
        return verdict
    return name_mistake(problem, solved, Roots(goal.args[2], *found.values), verdict, book)
