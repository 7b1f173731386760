"""The course: lessons as data.  What a lesson shows is derived from its SymPy expressions when it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Ask", "Draw", "Judge", "Lesson", "Measure", "Section"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of a public function whose worked solution is shown.

    Parameters
    ----------
    function : str
        Its name, such as "differentiate".
    arguments : tuple
        SymPy expressions.
    options : mapping
        Keyword arguments.
    """

    function: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measurement of the numeric lab, shown as its sentence.

    Parameters
    ----------
    function : str
        Its name in the lab, such as "gap_on_grid".
    arguments : tuple
        Expressions and numbers.
    options : mapping
        Keyword arguments.
    """

    function: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draw:
    """A picture.

    Parameters
    ----------
    function : str
        The kind of figure, such as "derivative_figure".
    arguments : tuple
        Expressions and numbers; an `Ask` or `Measure` stands for its answer.
    options : mapping
        Keyword arguments.
    """

    function: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judge:
    """An answer that somebody gave, with the verdict on it.

    Parameters
    ----------
    ask : Ask
        The question.
    answer : object
        The answer as `Solution.check` takes it.
    words : str
        Whose answer it is, as the beginning of a sentence.
    """

    ask: Ask
    answer: Any
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson: a worked example, a task, a reader's question.

    Parameters
    ----------
    id : str
        Such as "W1" or "T1"; empty for what has no number in the course.
    title : str
        Its heading.
    items : tuple of Ask, Measure, Draw or Judge
        What is shown, in order.
    wrong : tuple
        For a task: answers that learners give, as text.
    """

    id: str
    title: str
    items: tuple[Ask | Measure | Draw | Judge, ...]
    wrong: tuple[str, ...] = ()

    @property
    def is_task(self) -> bool:
        """Whether the reader is to work it out."""
        return self.id.startswith("T")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its number, its title, its sections."""

    number: int
    title: str
    sections: tuple[Section, ...]

    def tasks(self) -> tuple[Section, ...]:
        """Return the sections that the reader is to work out."""
        return tuple(s for s in self.sections if s.is_task)
