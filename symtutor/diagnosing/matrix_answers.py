"""Judging answers of matrix calculus at symbolic sizes, and naming what went wrong in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.derivation import Solved
from symtutor.diagnosing.mistakes import mistaken_answers, name_slip
from symtutor.diagnosing.small_matrices import by_hand
from symtutor.diagnosing.wording import mistake_first, of_the_right_one
from symtutor.goals.core import Goal
from symtutor.goals.matrices import Gathered, MatrixDerivative, Transposed
from symtutor.matrix_algebra import Symmetric, hadamard, is_matrix, plus, times, transposed
from symtutor.problem import Problem
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_matrix_answer"]


def judge_matrix_answer(problem: Problem, solved: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Judge an answer at symbolic sizes, and name the mistake where it is known.

    Parameters
    ----------
    problem : Problem
        What was asked; its goal is one of `symtutor.goals.matrices`.
    solved : Solved
        The right derivation.
    found : Expr or MatrixExpr
        The answer.
    book : Book
        The rules with their mistakes.

    Returns
    -------
    Verdict
        A correct one says for which sizes it is proved.
    """
    goal: Any = problem.goal
    wanted = solved.value
    if _is_row_of_slopes(goal, found, wanted) and judge_matrix_goal(goal, transposed(found)):
        told = f"That is the right answer as a row, ∂f/∂{goal.args[1].name} in numerator layout. The gradient is asked for, a column as "
        told += f"{goal.args[1].name} is (denominator layout): transpose it. Rows are asked for with layout='numerator'."
        witness = Witness({}, str(found), str(wanted), ("", ""), 0)
        return Verdict(Status.INCORRECT, witness, mistake="matrix.answer/other-layout", explanation=told)
    if _shape(found) != _shape(wanted):
        told = f"The answer has {_told(found)}, and {_told(wanted)} was expected."
        verdict = Verdict(Status.INCORRECT, Witness({}, str(found), str(wanted), ("", ""), 0), explanation=told)
    else:
        asked, claimed = (goal.args[0], transposed(found)) if isinstance(goal, Transposed) else (goal, found)
        verdict = judge_matrix_goal(asked, claimed)
        if verdict.status is Status.UNDECIDED:
            return replace(verdict, explanation=f"Not proved, and not refuted: {verdict.evidence}.")
        if verdict:
            everywhere = isinstance(verdict.evidence, Proof) and "every size" in verdict.evidence.method
            return replace(verdict, explanation="Correct, for matrices of every size." if everywhere else "Correct, at these sizes.")
        if _counts_entries_once(asked, claimed, wanted):
            told = f"Correct, with the entries on and above the diagonal of {asked.args[1]} as the variables; the gradient with "
            told += f"df = tr(G d{asked.args[1]}) has half of it off the diagonal."
            return Verdict(Status.CORRECT, Proof("index notation, for matrices of every size"), explanation=told)
        share = _share(verdict, found, wanted)
        letter = getattr(asked.args[-1], "name", "matrix")
        told = _difference(goal, verdict, wanted, found) if share is None else f"Not the same. Your answer is {share} for every {letter}."
        verdict = replace(verdict, explanation=told)
    return _named(problem, solved, found, verdict, book)


def _is_row_of_slopes(goal: Any, found: Any, wanted: Any) -> bool:
    """Tell whether an answer for the derivative of a number in a column is a row, as in numerator layout; the problem names no layout."""
    is_of_a_column = isinstance(goal, MatrixDerivative) and not is_matrix(goal.args[0]) and 1 in goal.args[1].shape
    return is_of_a_column and _shape(found) != _shape(wanted) == _shape(transposed(found) if is_matrix(found) else found)


def _counts_entries_once(goal: Any, found: Any, gradient: Any) -> bool:
    """Tell whether an answer is 2G − I ∘ G for a symmetric variable: x_ij and x_ji are one variable in it."""
    if not isinstance(goal, MatrixDerivative) or not isinstance(goal.args[1], Symmetric):
        return False
    diagonal_alone = hadamard(sp.Identity(gradient.shape[0]), gradient)
    return _are_same(found, plus(times(2, gradient), times(-1, diagonal_alone)))


def _difference(goal: Goal, verdict: Verdict, wanted: Any, found: Any) -> str:
    """Return where an answer is wrong, in one sentence."""
    witness = verdict.evidence
    if verdict.explanation:
        return f"Not the same. {verdict.explanation}"
    small = by_hand(wanted, found)
    if small is not None:
        return f"Not the same: {small[0].lower()}{small[1:]}"
    if not isinstance(witness, Witness) or isinstance(goal, Transposed):
        return f"Not the same: {witness}."
    place = ", ".join(f"{size} = {number}" for size, number in witness.point.items())
    at = f" at {place}" if place else ""
    return (
        f"Not the same: tried on numbers{at}, a small change d{goal.args[1].name} gives {witness.left}, and by the answer {witness.right}."
    )


def _share(verdict: Verdict, found: sp.Expr, wanted: sp.Expr) -> str | None:
    """Return which share of the right answer an answer is, where that is proved for every size."""
    witness = verdict.evidence
    if not isinstance(witness, Witness):
        return None
    try:
        ratio = of_the_right_one(float(witness.right), float(witness.left))
    except ValueError:
        return None
    return ratio[1] if ratio is not None and _are_same(ratio[0] * wanted, found) else None


def _shape(value: Any) -> Any:
    return tuple(value.shape) if is_matrix(value) else None


def _told(value: Any) -> str:
    return f"the shape {value.shape[0]} × {value.shape[1]}" if is_matrix(value) else "the shape of a number"


def _named(problem: Problem, solved: Solved, found: Any, verdict: Verdict, book: Book) -> Verdict:
    for rule, mistake, value in mistaken_answers(problem, solved, book):
        if _are_same(value, found):
            return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=mistake_first(verdict.explanation, mistake.words))
    return name_slip(problem, solved, found, verdict, book, _are_same)


def _are_same(one: sp.Basic, other: sp.Basic) -> bool:
    if one == other or _shape(one) != _shape(other):
        return bool(one == other)
    if is_matrix(one):
        return is_proved_for_all_sizes(Transposed(one), transposed(other))
    return is_proved_for_all_sizes(Gathered(one, sp.S.Zero), other)
