"""Lessons and the course as objects for the REPL, notebooks and files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symtutor.course import Draw, Item, Lesson, Task
from symtutor.errors import InputError
from symtutor.lessons.items import Shown
from symtutor.lessons.loading import known_lessons
from symtutor.verdict import Verdict
from symtutor.views.solution import Solution
from symtutor.writing.document import Document, Listing, Paragraph, Part
from symtutor.writing.folding import without_answers
from symtutor.writing.formats.notebook import as_notebook
from symtutor.writing.written import Written

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["LessonSheet", "LessonView"]

_ANSWER_HERE = "Type your answer between the quotes, then run this cell."


class LessonSheet(Written):
    """A document for the hand of a learner, to be saved and printed.

    Parameters
    ----------
    content : Document
        Without hints and answers.
    """

    def __init__(self, content: Document) -> None:
        self._content = content

    def document(self) -> Document:
        """Return the document."""
        return self._content

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__


class LessonView(Written):
    """A lesson with its words, worked examples, tasks, measurements and pictures.

    Parameters
    ----------
    content : Lesson
        The lesson as data.
    """

    def __init__(self, content: Lesson) -> None:
        self.content = content
        self.title = content.title
        self._shown = Shown(content)

    def document(self) -> Document:
        """Return the lesson as headings, sentences, formulas, pictures and programs."""
        return self._document

    @cached_property
    def _document(self) -> Document:
        return self._shown.document()

    def worksheet(self) -> LessonSheet:
        """Return the lesson for the hand of a learner: without hints and answers."""
        return LessonSheet(without_answers(self.document()))

    def notebook(self) -> str:
        """Return the lesson as a Jupyter notebook: its programs in cells that run, and a cell to answer in after each task."""
        names = iter(self.content.tasks())
        told = self.document()
        parts: list[Part] = []
        for part in told.parts:
            parts.append(part)
            if isinstance(part, Paragraph) and part.label == "Your task:" and self.content.number in known_lessons():
                asked = f'print(symtutor.lesson({self.content.number}).check(answer, "{next(names)}") if answer else "{_ANSWER_HERE}")'
                parts.append(Listing(f'import symtutor\n\nanswer = ""\n{asked}', f"{_ANSWER_HERE}\n"))
        return as_notebook(Document(told.title, tuple(parts)))

    def pictures(self) -> tuple[Picture, ...]:
        """Return the lesson's pictures, in order."""
        return tuple(map(self._shown.drawn, self._drawings()))

    def plot(self, number: int = 1) -> Picture:
        """Return one of the lesson's pictures, counted from 1."""
        drawings = self._drawings()
        if not 1 <= number <= len(drawings):
            raise InputError(f"lesson {self.content.number} has {len(drawings)} pictures, and number {number} was asked for")
        return self._shown.drawn(drawings[number - 1])

    def _drawings(self) -> tuple[Draw, ...]:
        return tuple(item for section in self.content.sections for item in _with_answers(section.items) if isinstance(item, Draw))

    @cached_property
    def tasks(self) -> dict[str, Solution]:
        """The solutions of the lesson's tasks by id."""
        return {name: self._shown.answered(task.ask) for name, task in self.content.tasks().items()}

    def check(self, answer: Any, task: str | None = None) -> Verdict:
        """Judge an answer to a task of the lesson."""
        return self._task(task).check(answer)

    def hint(self, level: int = 1, task: str | None = None) -> str:
        """Return a hint for a task of the lesson."""
        return self._task(task).hint(level)

    def _task(self, name: str | None) -> Solution:
        known = self.tasks
        if name is None and len(known) == 1:
            return next(iter(known.values()))
        if name not in known:
            raise InputError(f"lesson {self.content.number} has no task {name!r}", f"Its tasks are {', '.join(known) or 'none'}.")
        return known[name]

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__


def _with_answers(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield items, after a task what is shown with its answer."""
    for item in items:
        yield item
        if isinstance(item, Task):
            yield from _with_answers(item.then)
