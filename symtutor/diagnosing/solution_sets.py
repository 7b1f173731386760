"""Judging answers to equations: the same solutions, whole families of them put in and counted."""

from __future__ import annotations

from itertools import product
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, rational_between
from symtutor.book import Book
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.equivalence.sameness import same_set
from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.optimization.zeros.membership import lies_in
from symtutor.derivation import Solved
from symtutor.diagnosing.mistakes import name_mistake
from symtutor.diagnosing.optimization.told import wrong, wrong_by
from symtutor.goals.optimization import Roots
from symtutor.problem import Problem
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["judge_inequality_answer", "judge_solutions"]


def judge_solutions(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge the solutions of an equation, in any order.

    Parameters are those of `symtutor.diagnosing.answers.judge_answer`; the answer is a `Roots`.
    """
    goal: Any = problem.goal
    if any(v.free_symbols for v in (*solved.value.values, *found.values)):
        verdict = judge(goal, found, problem.domain)  # a family may be written in many ways, so it is put in
        if verdict.status is Status.UNDECIDED and (place := _left_out(goal, solved.value.values, found.values)) is not None:
            return wrong(f"Not all solutions: {goal.args[2]} = {place} is one as well.", found, solved.value)
        words = {Status.CORRECT: "Correct.", Status.INCORRECT: "Not all solutions, or not only solutions: "}
        told = words.get(verdict.status, "Not decided: ")
        return Verdict(verdict.status, verdict.evidence, explanation=told if verdict else f"{told}{verdict.evidence}.")
    verdict = same_set(found.values, solved.value.values, domain=problem.domain)
    if verdict.status is not Status.INCORRECT:
        return verdict
    return name_mistake(problem, solved, Roots(goal.args[2], *found.values), verdict, book)


def _left_out(goal: Any, families: tuple[Any, ...], found: tuple[Any, ...]) -> Any:
    """Return a number of a family of solutions that solves the equation and is none of the found ones, or None."""
    left, right, x, where = goal.args
    for turn, family in product(range(_TURNS + len(found)), families):
        if len(family.free_symbols) != 1:
            continue
        place = family.xreplace(dict.fromkeys(family.free_symbols, sp.Integer(turn)))
        if not lies_in(place, where) or not all(_is_apart(place, v) for v in found):
            continue
        if same_value(sp.S.Zero, (left - right).xreplace({x: place}), {}).status is Status.CORRECT:
            return place
    return None


_TURNS = 4


def _is_apart(place: Any, found: Any) -> bool:
    """Tell whether a number is surely none of a family of equal distances, or not the number that was found."""
    if not found.free_symbols:
        return same_value(place, found, {}).status is Status.INCORRECT
    letter = min(found.free_symbols, key=str)
    step = sp.diff(found, letter)
    if len(found.free_symbols) > 1 or not step.is_number or step == 0:
        return False
    turns = sp.simplify((place - found.xreplace({letter: sp.S.Zero})) / step)
    return bool(turns.is_Rational and not turns.is_Integer)


def judge_inequality_answer(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge the set of solutions of an inequality; the answer is a set.

    Parameters are those of `symtutor.diagnosing.answers.judge_answer`.
    """
    goal: Any = problem.goal
    wanted, x, domain, relation = solved.value.set, goal.args[2], goal.args[3], str(goal.args[4])
    extra, lost = found - wanted, wanted - found
    if extra is sp.S.EmptySet and lost is sp.S.EmptySet:
        return Verdict(Status.CORRECT, Proof("the same set"), explanation="Correct.")
    single = [place for part in (extra, lost) if isinstance(part, sp.FiniteSet) for place in part]
    if single and all(isinstance(part, sp.FiniteSet) or part is sp.S.EmptySet for part in (extra, lost)):
        place = min(single, key=sp.N)
        belongs = "does not belong" if place in extra else "belongs"
        letters = {"x": x, "place": place, "belongs": belongs, "relation": relation}
        return wrong_by(book, "solve.inequality/ends", found, wanted, **letters)
    place = _inside(extra if extra is not sp.S.EmptySet else lost)
    if place is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the sets were not compared"), explanation="Not decided.")
    gap = (goal.args[0] - goal.args[1]).xreplace({x: place})
    size = gap if gap.is_Rational else sp.N(gap, 6)
    told = f"{x} = {place} is {'no' if place in found else 'a'} solution: the left side minus the right is {size}."
    if (domain - wanted).closure == found.closure:
        return wrong_by(book, "solve.inequality/wrong-side", found, wanted, told=told)
    return wrong(told, found, wanted)


def _inside(part: Any) -> Any:
    """Return a rational number inside a set of intervals, None where none is seen."""
    pieces = [p for p in intervals_of(part) if isinstance(p, sp.Interval)] if isinstance(part, sp.Interval | sp.Union) else []
    return rational_between(pieces[0].inf, pieces[0].sup) if pieces else None
