"""The record of a kind of problem, what its functions are given, and how the record of a problem is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.ask.inputs.inputs import Inputs
from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.diagnosing.answers import judge_answer, judge_several_for_one
from symtutor.diagnosing.closeness import with_closeness
from symtutor.diagnosing.under_conditions import for_positive_letters, judged_under_conditions
from symtutor.errors import InputError
from symtutor.goals.core import Goal
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.term import Term, apply_head, subterms
from symtutor.verdict import Verdict
from symtutor.writing.document import Part, Piece, filled
from symtutor.writing.longer_forms import told_shorter
from symtutor.writing.place_of_mistake import at_its_place

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["Case", "Kind", "case_of", "drawn", "judged", "judged_by", "kind_of", "not_judged", "question"]

Interval = tuple[Any, Any] | None


@dataclass(frozen=True, slots=True)
class Case:
    """A problem that was worked out.

    Parameters
    ----------
    problem : Problem
        What was asked; of several goals the first.
    solved : Solved
        Its derivation.
    is_open : bool
        Whether no rule reached it, so that the answer holds the goal itself.
    others : tuple of Case
        What was found beside it, where the problem has several goals.
    """

    problem: Problem
    solved: Solved
    is_open: bool = False
    others: tuple[Case, ...] = ()

    @property
    def goal(self) -> Any:
        """What was asked."""
        return self.problem.goal

    @property
    def value(self) -> Any:
        """What was found."""
        return self.solved.value

    @property
    def names(self) -> tuple[str, ...]:
        """The letters of the problem and of what was found that have several characters: an answer may use them."""
        letters = {s.name for s in self._atoms(sp.Symbol)}
        return tuple(sorted(name for name in letters if len(name) > 1 and name.isidentifier()))

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions by name in the problem and in what was found."""
        return tuple(sorted({f.func.__name__ for f in self._atoms(AppliedUndef)}))

    def _atoms(self, kind: Any) -> set[sp.Symbol]:
        parts = [arg for term in subterms(self.goal) for arg in term.args if not isinstance(arg, Term)]
        return {atom for part in (*parts, self.value) if isinstance(part, sp.Basic | sp.MatrixBase) for atom in part.atoms(kind)}


def _read_like_the_value(answer: Any, case: Case, reader: Inputs) -> sp.Basic:
    return reader.answer(answer, case.value)


def not_judged(_answer: Any, _case: Case, _reader: Inputs) -> Any:
    """Refuse to read an answer to a kind of problem that has no judge: a comparison with the whole record found would call it wrong.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError("answers to this kind of problem are not judged yet", "Compare your answer with that of the solution.")


def judged_by(judge: Callable[[Problem, Solved, Any, Book], Verdict]) -> Callable[[Case, Any], Verdict]:
    """Return the judge of a kind for a function of `symtutor.diagnosing`: of problem, derivation, answer and book."""
    return lambda case, found: judge(case.problem, case.solved, found, BOOK)


_judge_as_the_value = judged_by(judge_answer)


def drawn(name: str) -> Callable[[Case, Interval], Picture]:
    """Return what draws a case: a function of `symtutor.kinds.pictures`, loaded when a picture is asked for."""

    def draw(case: Case, interval: Interval) -> Picture:
        pictures = import_module("symtutor.kinds.pictures")
        found: Picture = pictures.with_letters(getattr(pictures, name), case, interval)
        return found

    return draw


def _no_picture(_case: Case, _interval: Interval) -> Picture:
    raise InputError("there is no picture for this kind of problem")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem.

    Parameters
    ----------
    title : str or callable
        The question, with the fields of the goal in braces, or what makes it of the goal; left out, "Find" and the goal as it is written.
    words : callable
        From the goal to what else the title names in braces.
    answer : callable
        What a caller gets as ``.answer``, from the case.
    read : callable
        How an answer to judge is read: from what was given, the case, and the `Inputs` that read it.
    judge : callable
        The verdict on an answer that was read, from the case and the answer; see `judged_by`.
    remarks : callable
        Paragraphs and tables before the last paragraph of the worked solution.
    concluded : callable
        The answer in words and formulas, where the last line is not the answer.
    beside : mapping
        Further attributes of the solution, by name: what finds each of them.
    data : callable
        Further entries of the solution as JSON.
    picture : callable
        What draws it, see `drawn`; an InputError says why there is no picture.
    begins : callable
        Ids of the rules with which a textbook begins such a problem, where the shortest way is not the usual one.
    may_stay_open : bool
        Whether the answer may hold the goal itself where no rule reaches it.
    entries : callable
        How many entries its answer has, each of which takes a search of its own.
    beside_name, beside_title : str
        Where it is found together with another: the attribute that holds it, and what the title adds.
    """

    title: str | Callable[[Any], tuple[Piece, ...]] = ""
    words: Callable[[Any], Mapping[str, Any]] = lambda _goal: {}
    answer: Callable[[Case], Any] = lambda case: case.value
    read: Callable[[Any, Case, Inputs], Any] = _read_like_the_value
    judge: Callable[[Case, Any], Verdict] = _judge_as_the_value
    remarks: Callable[[Case], tuple[Part, ...]] = lambda _case: ()
    concluded: Callable[[Case], tuple[Piece, ...]] = lambda _case: ()
    beside: Mapping[str, Callable[[Case], Any]] = field(default_factory=dict)
    data: Callable[[Case], Mapping[str, Any]] = lambda _case: {}
    picture: Callable[[Case, Interval], Picture] = _no_picture
    begins: Callable[[Any], tuple[str, ...]] = lambda _goal: ()
    may_stay_open: bool = False
    entries: Callable[[Any], int] = lambda _goal: 0
    beside_name: str = ""
    beside_title: str = ""

    def asked(self, goal: Goal) -> tuple[Piece, ...]:
        """Return the question as text and formulas, without its full stop."""
        if callable(self.title):
            return self.title(goal)
        return filled(self.title, _bound(self, goal)) if self.title else ("Find ", goal.shown())


def kind_of(goal: Term) -> Kind:
    """Return the kind of a problem's goal: that of its class; of several goals that of the first, of a term of like goals theirs."""
    if isinstance(goal, Goal):
        return _tables(type(goal).__module__).get(type(goal), _PLAIN)
    if goal.head is sp.Tuple:
        return kind_of(goal.args[0])
    inside = {type(part) for part in _outermost(goal)}
    found = kind_of(next(_outermost(goal))) if len(inside) == 1 else _PLAIN
    return Kind(picture=found.picture)


_PLAIN = Kind()


def _outermost(term: Term) -> Any:
    """Yield the goals of a term that stand in no other goal."""
    for arg in term.args:
        if isinstance(arg, Goal):
            yield arg
        elif isinstance(arg, Term):
            yield from _outermost(arg)


@cache
def _tables(module: str) -> Mapping[type[Goal], Kind]:
    """Return the kinds of the goals of a module: they stand in the module of the same name among the kinds."""
    home, _, name = module.rpartition(".")
    if home != "symtutor.goals":
        return {}
    found: Mapping[type[Goal], Kind] = import_module(f"symtutor.kinds.{name}").KINDS
    return found


def case_of(problem: Problem, solved: Solved, *, is_open: bool) -> Case:
    """Return the case of a solved problem; several goals become a case each, the first with the others beside it."""
    if isinstance(problem.goal, Goal) or problem.goal.head is not sp.Tuple:
        return Case(problem, solved, is_open)
    parts = zip(problem.goal.args, solved.premises, solved.value, strict=True)
    first, *others = (Case(replace(problem, goal=goal), Solved(goal, (node,), value)) for goal, node, value in parts)
    return replace(first, others=tuple(others))


def question(problem: Problem) -> tuple[Piece, ...]:
    """Return what a problem asks, as a sentence without its full stop."""
    goal = problem.goal
    if isinstance(goal, Goal):
        return (*kind_of(goal).asked(goal), *_given(problem.given))
    if goal.head is not sp.Tuple:
        return ("Find ", goal)
    first, *others = goal.args
    beside = [piece for other in others for piece in filled(kind_of(other).beside_title, _bound(kind_of(other), other))]
    return (*kind_of(first).asked(first), *beside)


def _bound(kind: Kind, goal: Goal) -> dict[str, Any]:
    """Return what the names in the title of a goal stand for; of one variable alone, and its value, without brackets."""
    bound = dict(zip(goal.fields, goal.args, strict=True))
    short = {k: bound[k][0] for k in ("held", "variables") if isinstance(bound.get(k), sp.Tuple) and len(bound[k]) == 1}
    return {**bound, **short, **kind.words(goal)}


def _given(values: Mapping[Any, Any]) -> tuple[Piece, ...]:
    """Return the values that are given, as equations."""
    pieces: list[Piece] = []
    for known, value in values.items():
        pieces.extend([", given " if not pieces else ", ", apply_head(sp.Eq, known, value)])
    return tuple(pieces)


def judged(case: Case, found: Any, tolerance: Any = None) -> Verdict:
    """Return the verdict on an answer that was read; a number within the tolerance is right."""
    several = judge_several_for_one(found, case.value)
    if several is not None:
        return several
    judge = kind_of(case.goal).judge
    verdict = judged_under_conditions(case.problem, case.solved, found, lambda problem: judge(replace(case, problem=problem), found))
    verdict = at_its_place(with_closeness(verdict, found, case.value, tolerance, case.goal), case.solved, BOOK)
    return told_shorter(for_positive_letters(case.problem, case.solved, found, verdict), found, case.value)
