"""Judging answers of matrix calculus at symbolic sizes, and naming what went wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.derivation import Solved
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.goals.matrices import Gathered, Transposed
from symtutor.matrix_algebra import is_matrix, plus, times, transposed
from symtutor.problem import Problem
from symtutor.rule import Book
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_matrix_answer"]


def judge_matrix_answer(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
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
        verdict = replace(verdict, explanation=_difference(goal, verdict))
    return _named(problem, solved, found, verdict, book)


def _difference(goal: Any, verdict: Verdict) -> str:
    """Return where an answer is wrong, in one sentence."""
    witness = verdict.evidence
    if not isinstance(witness, Witness) or isinstance(goal, Transposed):
        return f"Not the same: {witness}."
    place = ", ".join(f"{size} = {number}" for size, number in witness.point.items())
    at = f" at {place}" if place else ""
    return (
        f"Not the same: tried on numbers{at}, a small change d{goal.args[1].name} gives {witness.left}, and by the answer {witness.right}."
    )


def _shape(value: Any) -> Any:
    return tuple(value.shape) if is_matrix(value) else None


def _told(value: Any) -> str:
    return f"the shape {value.shape[0]} × {value.shape[1]}" if is_matrix(value) else "the shape of a number"


def _named(problem: Problem, solved: Solved, found: Any, verdict: Verdict, book: Book) -> Verdict:
    for rule, mistake, value in mistaken_answers(problem, solved, book):
        if _are_same(value, found):
            return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=f"{verdict.explanation} {mistake.words}")
    for name, variants, words in _SLIPS:
        if any(_are_same(value, found) for value in _fitting(variants(solved.value))):
            return replace(verdict, mistake=f"matrix.answer/{name}", explanation=f"{verdict.explanation} {words}")
    return verdict


def _are_same(one: Any, other: Any) -> bool:
    if one == other or _shape(one) != _shape(other):
        return bool(one == other)
    if is_matrix(one):
        return is_proved_for_all_sizes(Transposed(one), transposed(other))
    return is_proved_for_all_sizes(Gathered(one, sp.S.Zero), other)


# ---- slips in the answer as a whole --------------------------------------------------------------
Variants = Iterator[Callable[[], Any]]


def _fitting(variants: Variants) -> Iterator[Any]:
    """Yield the variants whose shapes fit."""
    for build in variants:
        try:
            yield build()
        except ValueError:
            continue


def _terms(value: Any) -> list[Any]:
    return list(value.args) if isinstance(value, sp.MatAdd) else [value]


def _with_term(value: Any, change: Callable[[Any], Variants]) -> Variants:
    """Yield a sum with one of its terms changed."""
    terms = _terms(value) if is_matrix(value) else []
    for place, term in enumerate(terms):
        for build in change(term):
            yield lambda place=place, build=build: plus(*terms[:place], build(), *terms[place + 1 :])  # type: ignore[misc]


def _scaled(*numbers: Any) -> Callable[[Any], Variants]:
    def variants(value: Any) -> Variants:
        for number in numbers:
            yield lambda number=number: times(number, value)  # type: ignore[misc]

    return variants


def _other_layout(value: Any) -> Variants:
    if is_matrix(value):
        yield lambda: transposed(value)


def _mixed_layout(value: Any) -> Variants:
    if len(_terms(value)) > 1:
        yield from _with_term(value, _other_layout)


def _without_term(value: Any) -> Variants:
    """Yield a sum, or a product with a sum in it, without one of the terms."""
    terms = _terms(value)
    for place in range(len(terms) if len(terms) > 1 else 0):
        yield lambda place=place: plus(*terms[:place], *terms[place + 1 :])  # type: ignore[misc]
    yield from _with_term(value, lambda term: _with_factor(term, _without_term))


def _changed_sign(value: Any) -> Variants:
    """Yield a sum, or a product with a sum in it, with the sign of one of the terms changed."""
    yield from _with_term(value, lambda term: iter([lambda: times(-1, term)]))
    yield from _with_term(value, lambda term: _with_factor(term, _changed_sign))


def _with_factor(term: Any, change: Callable[[Any], Variants]) -> Variants:
    """Yield a product in which a sum among its factors is changed."""
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k, factor in enumerate(factors):
        for build in change(factor) if isinstance(factor, sp.MatAdd) else ():
            yield lambda k=k, build=build: times(*factors[:k], build(), *factors[k + 1 :])  # type: ignore[misc]


def _without_factor(term: Any) -> Variants:
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k in range(len(factors) if len(factors) > 1 else 0):
        yield lambda k=k: times(*factors[:k], *factors[k + 1 :])  # type: ignore[misc]


def _exchanged(term: Any) -> Variants:
    """Yield a product with two neighbours exchanged, and with all factors the other way round."""
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k in range(len(factors) - 1):
        if is_matrix(factors[k]):
            yield lambda k=k: times(*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])  # type: ignore[misc]
    yield lambda: times(*reversed(factors)) if factors else term


def _turned_factor(term: Any) -> Variants:
    factors = list(term.args) if isinstance(term, sp.MatMul) else [term]
    for k, factor in enumerate(factors):
        if is_matrix(factor):
            yield lambda k=k, factor=factor: times(*factors[:k], transposed(factor), *factors[k + 1 :])  # type: ignore[misc]


_SLIPS: tuple[tuple[str, Callable[[Any], Variants], str], ...] = (
    ("other-layout", _other_layout, "This is the transpose: rows and columns are exchanged, as in the other layout."),
    ("sign", _scaled(-1), "The sign is wrong."),
    ("factor", _scaled(2, sp.Rational(1, 2), 4, sp.Rational(1, 4)), "A constant factor is wrong, the rest is right."),
    ("mixed-layout", _mixed_layout, "One term is in the other layout: all terms must be transposed, or none."),
    ("term-left-out", _without_term, "One term is missing."),
    ("sign-of-a-term", _changed_sign, "The sign of one term is wrong."),
    ("exchanged", lambda value: _with_term(value, _exchanged), "Factors were exchanged: A·B and B·A are different matrices."),
    ("factor-transposed", lambda value: _with_term(value, _turned_factor), "One factor must be transposed."),
    (
        "factor-left-out",
        lambda value: _with_term(value, _without_factor),
        "One factor is missing; the chain rule multiplies with the derivative of the inside.",
    ),
)
