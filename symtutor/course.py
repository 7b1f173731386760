"""The course: lessons as data.  What a lesson shows is derived from its SymPy expressions when it is shown.

A lesson is a file with ``NUMBER``, ``TITLE``, ``WORDS`` and names for what the words show.  In the words

- ``# W1. Heading`` begins a section, with or without an id;
- ``{name}`` in a sentence is the value of what the file calls by that name, ``{name.error:.2g}`` one of its attributes;
- a line of such names alone shows them: worked solutions, measurements, tables, programs, tasks, pictures; ``{name.picture}`` is
  the one that belongs to a worked solution, ``{name.end}`` its last lines;
- the name of a mistake in a sentence is what was said, the verdict on it with its witness, and what is right;
- braces also hold what has no name in the file: a question in words or notation, ``{d/dx x^2}``, in a sentence its answer;
  ``{d/dx x^2 ≠ x}`` is a wrong answer to it, ``{(u + v)/2 =? u + v}`` or ``{2 =? 3 = 1 + 1}`` an equation that somebody believes and
  what is right; ``{lab.…}`` and ``{draw.…}`` are calls, of the names of the file and of text; ``{slope = d/dx x^2}`` gives a name;
- in a section whose id begins with T the first question is the reader's, with its wrong answers, and what stands in the same
  line belongs to its answer;
- an indented paragraph is a program; its lines such as ``f := x^2`` or ``f := slope`` say which functions are written for it;
- ``$x^2$`` is mathematics, read as everywhere; an equation is a claim and is proved, or the lesson is refused, except that
  ``$f(x) = x^2$`` says what f is from there on;
- lines that begin with ``- `` are a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Ask",
    "Claim",
    "Draw",
    "End",
    "Item",
    "Judge",
    "Lesson",
    "Listed",
    "Measure",
    "Program",
    "Say",
    "Section",
    "Table",
    "Task",
    "ask",
    "claim",
    "draw",
    "judge",
    "lab",
    "program",
    "table",
    "task",
]


@dataclass(frozen=True, slots=True)
class Ask:
    """A call of a public function whose worked solution is shown.

    Parameters
    ----------
    function : str
        Its name, such as "differentiate"; "posed" where the only argument is a question in words or notation.
    arguments : tuple
        SymPy expressions; an `Ask` or `Measure` stands for its answer.
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
        The kind of figure, such as "derivative_figure", or "picture" for the one that belongs to an `Ask`.
    arguments : tuple
        Expressions and numbers; an `Ask` or `Measure` stands for its answer.
    options : mapping
        Keyword arguments.
    """

    function: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """The last lines of a worked solution, where those before them stand in another one."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Judge:
    """An answer that somebody gave, with the verdict on it: a right one is an error of the lesson.

    Parameters
    ----------
    ask : Ask
        The question.
    answer : object
        The answer as `Solution.check` takes it; told where it is a string or an expression, else the words before it tell it.
    """

    ask: Ask
    answer: Any


@dataclass(frozen=True, slots=True)
class Claim:
    """An equation that somebody believes, refuted: a claim that holds is an error of the lesson.

    Parameters
    ----------
    left, wrong : object
        Its sides; an `Ask` stands for its answer, a `Measure` for its value.
    right : object, optional
        What the left side is instead; where that is not proved it is an error of the lesson.
    """

    left: Any
    wrong: Any
    right: Any = None


@dataclass(frozen=True, slots=True)
class Task:
    """A question for the reader: hints and the answer are folded away, wrong answers are judged.

    Parameters
    ----------
    ask : Ask
        The question.
    wrong : tuple
        Answers that learners give; a right one among them is an error of the lesson.
    then : tuple of Item
        What is shown with the answer: other ways, measurements, pictures.
    """

    ask: Ask
    wrong: tuple[Any, ...] = ()
    then: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Things side by side, one a row.

    Parameters
    ----------
    columns : mapping
        The head of each column, and the attribute of a row that stands in it, perhaps with a format as in "error:.2g"; the
        place counted from 0 where a row is a tuple.
    rows : tuple
        `Measure`, `Ask` or tuples of numbers and expressions.
    """

    columns: Mapping[str, str]
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A few lines of numpy that a reader can run, and what they print.

    Parameters
    ----------
    lines : str
        What is done with the functions.
    functions : mapping
        A function by name: an expression, or an `Ask` for its answer; its variables are its letters, sorted.
    """

    lines: str
    functions: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph in words.

    Parameters
    ----------
    text : str
        With ``{name}`` and ``$mathematics$``.
    names : mapping
        What the names in it stand for.
    """

    text: str
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of sentences."""

    points: tuple[Say, ...]


Item = Say | Listed | Ask | End | Measure | Draw | Judge | Claim | Task | Table | Program


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson: a worked example, a task, a reader's question.

    Parameters
    ----------
    id : str
        Such as "W1" or "T1"; empty for what has no number in the course.
    title : str
        Its heading.
    items : tuple of Item
        What is shown, in order.
    """

    id: str
    title: str
    items: tuple[Item, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the reader is to work out."""
        return tuple(item for item in self.items if isinstance(item, Task))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its number, its title, its sections."""

    number: int
    title: str
    sections: tuple[Section, ...]

    def tasks(self) -> dict[str, Task]:
        """Return what the reader is to work out, by the section's id, or title where it has none."""
        return {s.id or s.title: s.tasks[0] for s in self.sections if s.tasks}


class _Calls:
    """Makes items by the name of what is called: ``ask.differentiate(f, x)`` is ``Ask("differentiate", (f, x), {})``.

    Called itself, ``ask("d/dx x^2")`` is the question that stands in words or notation.
    """

    def __init__(self, kind: Callable[..., Any]) -> None:
        self._kind = kind

    def __call__(self, text: str) -> Any:
        return self._kind("posed", (text,))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **options: self._kind(name, arguments, options)


ask, lab, draw = _Calls(Ask), _Calls(Measure), _Calls(Draw)


def judge(question: Ask, answer: Any) -> Judge:
    """Return an answer that somebody gave, to be judged."""
    return Judge(question, answer)


def claim(left: Any, wrong: Any, right: Any = None) -> Claim:
    """Return an equation that somebody believes, to be refuted, and what is right."""
    return Claim(left, wrong, right)


def task(question: Ask, *wrong: Any, then: tuple[Any, ...] = ()) -> Task:
    """Return a question for the reader, with answers that are wrong and what is shown with the right one."""
    return Task(question, wrong, then)


def table(columns: Mapping[str, str], *rows: Any) -> Table:
    """Return things side by side; see `Table`."""
    return Table(columns, rows)


def program(lines: str, **functions: Any) -> Program:
    """Return lines of numpy over functions that are written from expressions; see `Program`."""
    return Program(lines, functions)
