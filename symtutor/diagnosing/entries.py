"""Judging answers with several entries: which entry is wrong, whether it is the transpose, a row for a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal, refute
from symtutor.checking.equivalence.sentences import of_an_answer
from symtutor.checking.equivalence.simple_points import at_a_simple_point
from symtutor.derivation import Derivation, Solved
from symtutor.diagnosing.mistakes import mistaken_answers, mistaken_at, name_mistake
from symtutor.diagnosing.wording import mistake_first
from symtutor.goals.core import Evaluated, Goal
from symtutor.goals.vectors import Curl, Gradient, Hessian, stacked
from symtutor.problem import Problem
from symtutor.rule import Mistake, Remark
from symtutor.term import At, Term, subterms
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_matrix"]

_LARGE = 100  # entries up to which the book's mistakes are tried on the whole matrix
_NAMED = 6  # wrong entries that are named one by one
_UNNAMED = Verdict(Status.INCORRECT, Proof("not this entry"))
_SYMMETRIC = "By Clairaut's theorem the Hessian is symmetric here, and the answer is not."


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
    wanted, names = solved.value, _Names.of(problem, solved.value)
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
        return replace(verdict, explanation=f"{_subject([open_entry], names)} is not decided: {verdict.evidence}.")
    domain = sp.And(*(v.domain for v in verdicts.values()))
    return Verdict(Status.CORRECT, Proof("entry by entry", tuple(v.evidence for v in verdicts.values())), domain, None, "Correct.")


def _places(matrix: sp.ImmutableMatrix) -> list[tuple[int, int]]:
    return [(i, j) for i in range(matrix.rows) for j in range(matrix.cols)]


def _shape(matrix: Any) -> str:
    rows, columns = matrix.shape
    return f"{rows} row{'s' * (rows > 1)} and {columns} column{'s' * (columns > 1)}"


@dataclass(frozen=True, slots=True)
class _Names:
    """How the entries of an answer are called: by their variable where each row has one, else by row and column."""

    shape: tuple[int, int]
    letters: tuple[str, ...] = ()

    @classmethod
    def of(cls, problem: Problem, matrix: sp.ImmutableMatrix) -> _Names:
        """Return the names for the answer to a problem."""
        goal = problem.goal
        asked = goal.args[0] if isinstance(goal, Evaluated) else goal
        is_by_variable = isinstance(asked, Gradient | Curl) and len(asked.args[1]) == matrix.rows > 1
        return cls(matrix.shape, tuple(v.name for v in asked.args[1]) if is_by_variable else ())

    def of_place(self, place: tuple[int, int]) -> str:
        """Return the name of one entry, rows and columns counted from 1."""
        if self.letters:
            return f"the {self.letters[place[0]]} component"
        return f"row {place[0] + 1}" + (f", column {place[1] + 1}" if self.shape[1] > 1 else "")


def _lead(places: list[tuple[int, int]], names: _Names) -> str:
    """Return which entries are wrong."""
    if names.shape == (1, 1):
        return "The only entry is wrong"
    if len(places) == names.shape[0] * names.shape[1]:
        return "Every component is wrong" if names.letters else "Every entry is wrong"
    if len(places) > _NAMED:
        return f"{len(places)} {'components' if names.letters else 'entries'} are wrong, the first is {_subject(places[:1], names, '')}"
    return f"{_subject(places, names)} {'is' if len(places) == 1 else 'are'} wrong"


def _subject(places: list[tuple[int, int]], names: _Names, article: str = "The") -> str:
    """Return entries as the subject of a sentence."""
    if names.letters:
        letters = [names.letters[i] for i, _ in places]
        return f"{article} {_listed(letters, ', ')} component{'s' * (len(letters) > 1)}"
    return f"{article} {'entry' if len(places) == 1 else 'entries'} in {_listed([names.of_place(p) for p in places], '; ')}"


def _listed(parts: list[str], comma: str) -> str:
    return " and ".join(part for part in (comma.join(parts[:-1]), parts[-1]) if part)


def _wrong_entries(problem: Problem, solved: Solved, found: Any, wrong: dict[tuple[int, int], Verdict], book: Book) -> Verdict:
    """Return the verdict that names the wrong entries and, where it is known, the mistake."""
    wanted, names = solved.value, _Names.of(problem, solved.value)
    place, first = next(iter(wrong.items()))
    first = of_an_answer(at_a_simple_point(first, found[place], wanted[place], problem.domain))
    reason = first.explanation.removesuffix(".").split(": ", 1)[-1]
    told = f"{_lead(list(wrong), names)}: {reason}{f' in {names.of_place(place)}' if len(wrong) > 1 else ''}."
    verdict = Verdict(Status.INCORRECT, first.evidence, first.domain, None, told)
    whole = _named_at((*_at_point(solved), *_root(solved)), problem, solved, found, verdict, book)
    if whole.mistake:
        return whole
    entries = [(at, _entry(solved, at)) for at in list(wrong)[:_NAMED]]
    if any(entry is None for _, entry in entries):
        return _named(problem, solved, found, verdict, book)
    named = [(at, _entry_mistake(problem, entry, found[at], book)) for at, entry in entries if entry is not None]
    verdict = _with_names([(at, v.mistake, v.explanation) for at, v in named if v.mistake], len(named), verdict, names)
    return replace(verdict, explanation=f"{verdict.explanation} {_SYMMETRIC}") if _lost_symmetry(problem, wanted, found) else verdict


def _entry_mistake(problem: Problem, entry: Solved, found: sp.Expr, book: Book) -> Verdict:
    """Return the name of the mistake in one entry, with its words alone as the explanation."""
    alone = Problem(entry.term, domain=problem.domain, given=problem.given)
    return name_mistake(alone, entry, found, _UNNAMED, book)


def _with_names(named: list[tuple[tuple[int, int], Any, str]], looked_at: int, verdict: Verdict, names: _Names) -> Verdict:
    """Return the verdict with the mistakes of entries, each told once with its places; one that all entries share needs no place."""
    if not named:
        return verdict
    places: dict[str, list[str]] = {}
    for at, _, words in named:
        places.setdefault(words, []).append(names.of_place(at))
    is_shared = len(places) == 1 and len(named) == looked_at
    told = named[0][2] if is_shared else " ".join(f"In {' and '.join(where)}: {words}" for words, where in places.items())
    return replace(verdict, mistake=named[0][1], explanation=mistake_first(verdict.explanation, told))


def _lost_symmetry(problem: Problem, wanted: sp.ImmutableMatrix, found: sp.MatrixExpr) -> bool:
    """Tell whether an answer is not symmetric where a Hessian is asked for that is."""
    goal = problem.goal
    asked = goal.args[0] if isinstance(goal, Evaluated) else goal
    return isinstance(asked, Hessian) and wanted == wanted.T and found != found.T


def _named(problem: Problem, solved: Solved, found: Any, verdict: Verdict, book: Book) -> Verdict:
    """Return the verdict with the mistake that makes this whole matrix; in a large one only its last rule is asked."""
    if solved.value.rows * solved.value.cols > _LARGE:
        return _named_at(_root(solved), problem, solved, found, verdict, book)
    return _first_match(mistaken_answers(problem, solved, book), found, verdict)


def _named_at(
    nodes: tuple[Derivation, ...], problem: Problem, solved: Solved, found: sp.MatrixExpr, verdict: Verdict, book: Book
) -> Verdict:
    return _first_match(mistaken_at(nodes, problem, solved, book), found, verdict)


def _first_match(answers: Iterator[tuple[Remark, Mistake, Any]], found: sp.Expr, verdict: Verdict) -> Verdict:
    """Return the verdict with the first mistake whose answer is the one found."""
    for rule, mistake, value in answers:
        if isinstance(value, sp.MatrixBase) and _same(value, found):
            return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=mistake_first(verdict.explanation, mistake.words))
    return verdict


def _same(a: Any, b: Any) -> bool:
    if a.shape != b.shape:
        return False
    pairs = zip(a.flat(), b.flat(), strict=True)
    return all(p == q or (refute(p, q) is None and is_proved_equal(p, q)) for p, q in pairs)


# ---- entries and their own derivations -----------------------------------------------------------
def _at_point(solved: Solved) -> tuple[Derivation, ...]:
    """Return the derivation that puts a point into the matrix, where a point is asked for."""
    return tuple(node for node in solved.premises if isinstance(node.goal, Evaluated))[-1:] if isinstance(solved.term, Evaluated) else ()


def _root(solved: Solved) -> tuple[Derivation, ...]:
    """Return the derivation of the matrix that was asked for, at a point or not; none where goals stand in a larger term."""
    term = solved.term
    asked = term.args[0] if isinstance(term, Evaluated) and isinstance(term.args[0], Goal) else term
    return tuple(node for node in solved.premises if node.goal == asked)[:1]


def _entry(solved: Solved, place: tuple[int, int]) -> Solved | None:
    """Return the question for one entry with its derivations, where the rule of the matrix asks for its entries one by one."""
    root = _root(solved)
    found = _entry_of(root[0], place) if root else None
    if found is None:
        return None
    term, premises = found
    if isinstance(solved.term, Evaluated):
        term = Evaluated(term, *solved.term.args[1:])
    return Solved(term, premises, solved.value[place])


def _entry_of(node: Derivation, place: tuple[int, int]) -> tuple[Term, tuple[Derivation, ...]] | None:
    """Return the term of one entry and the derivations of the goals in it."""
    right = node.right()
    i, j = place
    premises = iter(node.premises)
    if right.head is stacked:
        return _entry_of(node.premises[i], (j, 0))
    matrix = right.args[0] if right.head is At else right
    if matrix.head is not sp.ImmutableMatrix:
        return None
    for k, row in enumerate(matrix.args[0].args):
        for m, entry in enumerate(row.args):
            used = tuple(next(premises) for part in subterms(entry) if isinstance(part, Goal))
            if (k, m) == place:
                return (Term(At, (entry, *right.args[1:])) if right.head is At else entry), used
    return None
