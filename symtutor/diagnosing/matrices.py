"""Judging answers with several entries: which entry is wrong, whether it is the transpose, a row for a column."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.equivalence import equivalence, is_proved_equal, refute
from symtutor.derivation import Derivation, Solved
from symtutor.diagnosing.mistakes import mistaken_answers, name_mistake
from symtutor.goals import Goal
from symtutor.problem import Problem
from symtutor.rule import Book
from symtutor.term import subterms
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_matrix"]

_LARGE = 100  # entries up to which the book's mistakes are tried on the whole matrix
_NAMED = 6  # wrong entries that are named one by one


def judge_matrix(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge a matrix entry by entry, and name the mistake where the book knows it.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        The right derivation; its value is a matrix.
    found : Matrix
        The answer.
    book : Book
        The rules with their mistakes.

    Returns
    -------
    Verdict
        An incorrect one names the wrong entries by row and column, counted from 1.
    """
    wanted = solved.value
    if found.shape != wanted.shape:
        witness = Witness({}, _shape(found), _shape(wanted), ("", ""), 0)
        told = f"The answer has {_shape(found)}, and {_shape(wanted)} were expected."
        return _named(problem, solved, found, Verdict(Status.INCORRECT, witness, explanation=told), book)
    verdicts = {place: equivalence(found[place], wanted[place], domain=problem.domain) for place in _places(wanted)}
    wrong = {place: v for place, v in verdicts.items() if v.status is Status.INCORRECT}
    if wrong:
        return _wrong_entries(problem, solved, found, wrong, book)
    open_entry = next((place for place, v in verdicts.items() if v.status is Status.UNDECIDED), None)
    if open_entry is not None:
        verdict = verdicts[open_entry]
        return replace(verdict, explanation=f"The entry in {_name(open_entry, wanted)} is not decided: {verdict.evidence}.")
    domain = sp.And(*(v.domain for v in verdicts.values()))
    return Verdict(Status.CORRECT, Proof("entry by entry", tuple(v.evidence for v in verdicts.values())), domain, None, "Correct.")


def _places(matrix: Any) -> list[tuple[int, int]]:
    return [(i, j) for i in range(matrix.rows) for j in range(matrix.cols)]


def _shape(matrix: Any) -> str:
    rows, columns = matrix.shape
    return f"{rows} row{'s' * (rows > 1)} and {columns} column{'s' * (columns > 1)}"


def _name(place: tuple[int, int], matrix: Any) -> str:
    """Return the place of an entry, counted from 1."""
    return f"row {place[0] + 1}" + (f", column {place[1] + 1}" if matrix.cols > 1 else "")


def _lead(places: list[tuple[int, int]], matrix: Any) -> str:
    """Return which entries are wrong."""
    names = [_name(place, matrix) for place in places]
    if len(names) == 1:
        return f"The entry in {names[0]} is wrong"
    if len(names) == matrix.rows * matrix.cols:
        return "Every entry is wrong"
    if len(names) > _NAMED:
        return f"{len(names)} entries are wrong, the first in {names[0]}"
    return f"The entries in {'; '.join(names[:-1])} and {names[-1]} are wrong"


def _wrong_entries(problem: Problem, solved: Solved, found: Any, wrong: dict[tuple[int, int], Verdict], book: Book) -> Verdict:
    """Return the verdict that names the wrong entries and, where it is known, the mistake."""
    wanted = solved.value
    place, first = next(iter(wrong.items()))
    reason = first.explanation.removesuffix(".").split(": ", 1)[-1]
    told = f"{_lead(list(wrong), wanted)}: {reason}{f' in {_name(place, wanted)}' if len(wrong) > 1 else ''}."
    verdict = Verdict(Status.INCORRECT, first.evidence, first.domain, None, told)
    if len(wrong) > 1:
        whole = _named(problem, solved, found, verdict, book)
        if whole.mistake:
            return whole
    entry = _entry_node(solved, place)
    if entry is None:
        return _named(problem, solved, found, verdict, book) if len(wrong) == 1 else verdict
    alone = Problem(entry.goal, domain=problem.domain, given=problem.given)
    return name_mistake(alone, Solved(entry.goal, (entry,), entry.value), found[place], verdict, book)


def _named(problem: Problem, solved: Solved, found: Any, verdict: Verdict, book: Book) -> Verdict:
    """Return the verdict with the mistake that makes this whole matrix."""
    if solved.value.rows * solved.value.cols > _LARGE:
        return verdict
    for rule, mistake, value in mistaken_answers(problem, solved, book):
        if isinstance(value, sp.MatrixBase) and _same(value, found):
            return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=f"{verdict.explanation} {mistake.words}")
    return verdict


def _same(a: Any, b: Any) -> bool:
    if a.shape != b.shape:
        return False
    pairs = zip(a.flat(), b.flat(), strict=True)
    return all(p == q or (refute(p, q) is None and is_proved_equal(p, q)) for p, q in pairs)


def _entry_node(solved: Solved, place: tuple[int, int]) -> Derivation | None:
    """Return the derivation of one entry, where the last rule asks for the entries one by one."""
    if len(solved.premises) != 1 or solved.premises[0].goal != solved.term:
        return None
    (root,) = solved.premises
    right = root.right()
    if right.head is not sp.ImmutableMatrix:
        return None
    premises = iter(root.premises)
    for i, row in enumerate(right.args[0].args):
        for j, entry in enumerate(row.args):
            used = [next(premises) for part in subterms(entry) if isinstance(part, Goal)]
            if (i, j) == place:
                return used[-1] if isinstance(entry, Goal) else None
    return None
