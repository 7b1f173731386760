"""Exercises and worksheets, for REPL, notebook and files: questions with hints, wrong answers to choose from, solutions apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import sympy as sp

from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.errors import InputError, SymtutorError
from symtutor.goals.core import Integral
from symtutor.goals.optimization import Roots
from symtutor.kinds import question
from symtutor.rules import BOOK
from symtutor.verdict import Status
from symtutor.views.judgement import Judgement
from symtutor.views.solution import Solution
from symtutor.work import Diagnosis
from symtutor.writing.document import Document, Folded, Heading, Paragraph, Part, Piece, Question
from symtutor.writing.written import Written

__all__ = ["Exercise", "Worksheet"]

_DISTRACTORS, _TRIED = 3, 40


@dataclass(frozen=True, repr=False)
class Exercise(Written):
    """A question, made from a topic, a level and a seed; the same three give the same exercise.

    Parameters
    ----------
    topic : str
        What it is about.
    level : int
        From 1 to 3.
    seed : int
        Which exercise of its kind.
    solution : Solution
        The worked solution, every step of it checked.
    """

    topic: str
    level: int
    seed: int
    solution: Solution = field(repr=False)

    @property
    def problem(self) -> Any:
        """What is asked."""
        return self.solution.problem

    @property
    def answer(self) -> Any:
        """The right answer."""
        return self.solution.answer

    @property
    def asked(self) -> tuple[Piece, ...]:
        """The question as text and formulas."""
        return question(self.solution.problem)

    def check(self, answer: Any, **options: Any) -> Judgement:
        """Return whether an answer is right; options are those of `Solution.check`."""
        return self.solution.check(answer, **options)

    def check_work(self, lines: Any) -> Diagnosis:
        """Return what is found about hand work on the exercise, line by line."""
        from symtutor.ask.work import check_work

        return check_work(lines, self.solution)

    def hint(self, level: int = 1, after: int = 0) -> str:
        """Return a hint; see `Solution.hint`."""
        return self.solution.hint(level, after)

    @cached_property
    def distractors(self) -> tuple[Any, ...]:
        """Wrong answers that mistakes of the book lead to: each is refuted, no two are the same."""
        found: list[Any] = []
        for value in islice(self._mistaken(), _TRIED):
            if len(found) == _DISTRACTORS:
                break
            if any(sp.srepr(value) == sp.srepr(other) for other in found) or not self._is_refuted(value):
                continue
            if all(self._differ(value, other) for other in found):
                found.append(value)
        return tuple(found)

    def _mistaken(self) -> Iterator[Any]:
        try:
            for _, _, value in mistaken_answers(self.solution.case.problem, self.solution.case.solved, BOOK):
                shown = self._shown(value)
                if not (isinstance(shown, sp.Basic | sp.MatrixBase) and shown.has(sp.nan, sp.zoo)):
                    yield shown
        except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError, LookupError):
            return

    def _shown(self, value: Any) -> Any:
        """Return a wrong value in the form in which answers of this kind are given."""
        return tuple(value.values) if isinstance(value, Roots) else value

    def _is_refuted(self, value: Any) -> bool:
        try:
            return self.solution.check(value).status is Status.INCORRECT
        except SymtutorError:
            return False

    def _differ(self, one: Any, other: Any) -> bool:
        """Tell whether two answers are shown to be different."""
        from symtutor.ask.judging import equivalent

        goal = self.solution.problem.goal
        is_open = isinstance(goal, Integral)
        try:
            return equivalent(one, other, goal.args[1] if is_open else None, up_to_constant=is_open).status is Status.INCORRECT
        except SymtutorError:
            return False

    def document(self) -> Document:
        """Return the question, with hints and the solution folded away where a format can."""
        hints: tuple[Part, ...] = tuple(Folded(f"Hint {n}", (Paragraph((self.hint(n),)),)) for n in (1, 2))
        return Document((f"Exercise on {self.topic}, level {self.level}",), (Paragraph((*self.asked, ".")), *hints))

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return the question as plain text."""
        from symtutor.writing.formats.terminal import as_text

        whole = self.document()
        return as_text(Document(whole.title, whole.parts[:1]), width=width, ascii_only=ascii_only)


_WHO = f"Name: {'_' * 24}  Date: {'_' * 12}"


@dataclass(frozen=True, repr=False)
class Worksheet(Written):
    """Exercises on a page; their solutions stand apart.

    Parameters
    ----------
    title : str
        Over the page.
    exercises : tuple of Exercise
        In their order.
    """

    title: str
    exercises: tuple[Exercise, ...]

    def document(self) -> Document:
        """Return the questions, numbered, under a line for the name."""
        questions = tuple(Question((f"{n}.  ", *e.asked, ".")) for n, e in enumerate(self.exercises, 1))
        return Document((self.title,), (Paragraph((_WHO,)), *questions))

    @property
    def solutions(self) -> Solutions:
        """The worked solutions, numbered as the questions."""
        return Solutions(self.title, self.exercises)

    def moodle(self) -> str:
        """Return a quiz as Moodle XML: multiple choice where the book knows wrong answers, else a short answer."""
        from symtutor.writing.formats.moodle import as_moodle

        return as_moodle(self.title, [(e.asked, e.answer, e.distractors, e.solution) for e in self.exercises])

    def stack(self) -> str:
        """Return a quiz as Moodle XML for STACK: answers are typed and compared algebraically, antiderivatives up to a constant."""
        from symtutor.writing.formats.moodle import as_stack

        return as_stack(self.title, [(e.asked, e.answer, e.distractors, e.solution) for e in self.exercises])

    def save(self, path: str | Path) -> Path:
        """Write the questions to a file, and the solutions to a second one beside it.

        A name that ends in .xml gives a Moodle quiz.

        Parameters
        ----------
        path : str or Path
            Ends in .tex, .pdf, .html, .md, .txt or .xml; the solutions of sheet.pdf are in sheet-solutions.pdf.

        Returns
        -------
        Path
            The file with the questions.
        """
        from symtutor.writing.files import save_document

        target = Path(path)
        if target.suffix.lower() == ".xml":
            if not target.parent.is_dir():
                raise InputError(f"the folder {target.parent} does not exist", "Make it first, or save elsewhere.")
            target.write_text(self.moodle(), encoding="utf-8")
            return target
        save_document(target.with_name(f"{target.stem}-solutions{target.suffix}"), self.solutions)
        return save_document(target, self)


@dataclass(frozen=True, repr=False)
class Solutions(Written):
    """The worked solutions of a worksheet."""

    title: str
    exercises: tuple[Exercise, ...]

    def document(self) -> Document:
        """Return each question with its worked solution."""
        parts: list[Part] = []
        for number, exercise in enumerate(self.exercises, 1):
            parts.append(Heading((f"{number}.  ", *exercise.asked)))
            parts.extend(exercise.solution.document().parts)
        return Document((f"{self.title}: solutions",), tuple(parts))
