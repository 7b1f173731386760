"""Judging an answer to a problem of the usual kind: the same as what was found, or a mistake with a name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.calculus.regions import merged
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.checking.equivalence.sameness import same
from symtutor.derivation import Solved
from symtutor.diagnosing.entries import judge_matrix
from symtutor.diagnosing.mistakes import name_mistake
from symtutor.goals.core import inert
from symtutor.problem import Problem
from symtutor.verdict import Status, Verdict, Witness

__all__ = ["judge_answer", "judge_derivative", "judge_several_for_one"]


def judge_answer(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge an answer by the sameness that the problem asks for, entry by entry where it is a matrix.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        The right derivation.
    found : Basic or Matrix
        The answer.
    book : Book
        The rules with their mistakes.

    Returns
    -------
    Verdict
        An incorrect one names the mistake where the book knows it.
    """
    if isinstance(solved.value, sp.MatrixBase):
        return judge_matrix(problem, solved, found, book)
    verdict = same(problem, found, solved.value)
    return verdict if verdict.status is not Status.INCORRECT else name_mistake(problem, solved, found, verdict, book)


def judge_derivative(problem: Problem, solved: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Judge a derivative where its function is real: that of ln x for x > 0 alone, where it is 1/|x| too.

    Where a floor or ceiling in the function jumps, so that there is none, is told.
    Parameters are those of `judge_answer`; the second argument of the goal holds its variables.
    """
    goal: Any = problem.goal
    real = {s: where for s, where in _where_it_is_real(goal.args[0], solved.value).items() if s not in problem.domain}
    verdict = judge_answer(replace(problem, domain={**problem.domain, **real}), solved, found, book)
    if verdict.status is not Status.CORRECT:
        return verdict
    if real and verdict.explanation.startswith("Correct."):
        parts = [part for part in sp.And.make_args(natural_domain(goal.args[0])) if part.free_symbols <= real.keys()]
        domain = merged(sp.And(verdict.domain, *parts))
        told = f"Correct for {condition_text(domain)}."
        verdict = replace(verdict, domain=domain, explanation=verdict.explanation.replace("Correct.", told, 1))
    variables = sp.Tuple(goal.args[1]).free_symbols
    inside = {part.args[0] for part in _steps(inert(goal)) if part.free_symbols & variables}
    if not inside:
        return verdict
    listed = sorted(inside, key=sp.default_sort_key)
    told = f"Correct for {', '.join(map(str, listed))} not a whole number."
    domain = sp.And(verdict.domain, *[sp.Ne(sp.floor(u), u) for u in listed])
    return replace(verdict, domain=domain, explanation=verdict.explanation.replace("Correct.", told, 1))


def _where_it_is_real(expr: Any, value: Any) -> dict[Any, Any]:
    """Return the letters that a function confines to intervals to which its derivative does not, with these."""
    if not isinstance(expr, sp.Expr) or not isinstance(value, sp.Expr | sp.MatrixBase):
        return {}
    entries = value.flat() if isinstance(value, sp.MatrixBase) else [value]
    known = {part for entry in entries for part in sp.And.make_args(natural_domain(entry))}
    found: dict[Any, Any] = {}
    for part in sp.And.make_args(natural_domain(expr)):
        if part in known or len(part.free_symbols) != 1 or not part.atoms(sp.Gt, sp.Ge, sp.Lt, sp.Le):
            continue
        (letter,) = part.free_symbols
        try:
            found[letter] = sp.Intersection(found.get(letter, sp.S.Reals), part.as_set())
        except (NotImplementedError, TypeError):  # not a finite union of intervals
            continue
    return {letter: where for letter, where in found.items() if isinstance(where, sp.Interval)}


def _steps(asked: Any) -> set[Any]:
    """Return the floors and ceilings of what is asked."""
    found: set[sp.Expr] = asked.atoms(sp.floor, sp.ceiling)
    return found


def judge_several_for_one(found: sp.Basic, wanted: sp.Expr) -> Verdict | None:
    """Return that an answer of several entries is wrong where a single expression is asked for, else None."""
    if not isinstance(found, sp.Tuple | sp.MatrixBase) or isinstance(wanted, sp.Tuple | sp.MatrixBase):
        return None
    count = len(found)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    told = f"The answer is a list of {entries}, and a single expression was asked for."
    return Verdict(Status.INCORRECT, Witness({}, entries, "one expression", ("", ""), 0), explanation=told)
