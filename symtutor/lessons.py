"""Lessons for readers: loaded from their files, derived, checked and written when they are shown."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

import symtutor
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.course import Ask, Draw, Judge, Lesson, Measure, Section
from symtutor.errors import InputError
from symtutor.lab import direction_sweep, error_curves, jacobians, quadrature, quotients, running_sums
from symtutor.solution import Solution
from symtutor.term import as_term, sympified
from symtutor.verdict import Verdict
from symtutor.writing.document import Document, Heading, Paragraph, Part, Piece
from symtutor.writing.files import save_document
from symtutor.writing.formats.html import as_html
from symtutor.writing.formats.latex import as_latex
from symtutor.writing.formats.markdown import as_markdown
from symtutor.writing.formats.terminal import as_text

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["LessonView", "lesson"]

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "_lessons", _HERE.parent / "lessons")  # in a wheel, and in a checkout


def lesson(number_or_name: int | str | None = None) -> LessonView | CourseView:
    """Return a lesson of the course, or the list of lessons.

    Parameters
    ----------
    number_or_name : int or str, optional
        Its number, or a part of its title; left out, the list.

    Raises
    ------
    InputError
        If there is no such lesson.

    Examples
    --------
    >>> lesson(1).title
    'Differential calculus'
    """
    known = _lessons()
    if number_or_name is None:
        return CourseView(tuple(known.values()))
    key = str(number_or_name).strip()
    found = [
        entry for entry in known.values() if key == str(entry.number) or (not key.isdigit() and key and key.lower() in entry.title.lower())
    ]
    if len(found) != 1:
        listed = "; ".join(f"{entry.number}: {entry.title}" for entry in known.values())
        raise InputError(f"{number_or_name!r} names {len(found) or 'no'} lesson{'s' * (len(found) > 1)}", f"There are {listed}.")
    return LessonView(found[0])


@cache
def _lessons() -> dict[int, Lesson]:
    """Return the lessons by number, from the folder that this installation has."""
    folder = next((f for f in _FOLDERS if f.is_dir()), None)
    if folder is None:
        raise InputError("this installation has no lessons", "Install symtutor again: its lessons are part of it.")
    lessons = [_loaded(path) for path in sorted(folder.glob("lesson_*.py"))]
    return {entry.number: entry for entry in sorted(lessons, key=lambda entry: entry.number)}


def _loaded(path: Path) -> Lesson:
    spec = importlib.util.spec_from_file_location(f"symtutor_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise InputError(f"the lesson {path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.LESSON
    if not isinstance(found, Lesson):
        raise InputError(f"the lesson {path} has no LESSON")
    return found


class CourseView:
    """The list of lessons."""

    def __init__(self, lessons: tuple[Lesson, ...]) -> None:
        self.lessons = lessons

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return the list as plain text."""
        document = Document(("Lessons",), tuple(Paragraph((f"{entry.number}. {entry.title}",)) for entry in self.lessons))
        return as_text(document, width=width, ascii_only=ascii_only)

    def save(self, path: str | Path) -> Path:
        """Refuse: a list of lessons is nothing to save."""
        raise InputError(f"which lesson is to be saved to {path}?", "Name it, as in lesson(1).save('lesson.pdf').")

    def plot(self) -> Picture:
        """Refuse: a list of lessons has no picture."""
        raise InputError("which lesson is to be drawn?", "Name it, as in lesson(1).plot().")

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__


class LessonView:
    """A lesson with its worked examples, tasks, measurements and pictures.

    Parameters
    ----------
    content : Lesson
        The lesson as data.
    """

    def __init__(self, content: Lesson) -> None:
        self.content = content
        self.title = content.title

    def document(self) -> Document:
        """Return the lesson as headings, sentences and formulas."""
        parts: list[Part] = []
        for section in self.content.sections:
            parts.append(Heading((f"{section.id}. {section.title}",)))
            for item in section.items:
                parts.extend(self._shown(item))
        return Document((f"Lesson {self.content.number}: {self.title}",), tuple(parts))

    def _shown(self, item: Ask | Measure | Draw | Judge) -> list[Part]:
        if isinstance(item, Ask):
            worked = self._answered(item).document()
            return [Paragraph((*worked.title, ".")), *worked.parts]
        if isinstance(item, Judge):
            return [Paragraph((f"{item.words} {self._answered(item.ask).check(item.answer)}",))]
        if isinstance(item, Measure):
            found = self._measured(item)
            return [Paragraph(_sentence(str(found), getattr(found, "formulas", item.arguments[:1])))]
        return []

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return the lesson as plain text."""
        return as_text(self.document(), width=width, ascii_only=ascii_only)

    def latex(self) -> str:
        """Return the lesson as a complete LaTeX document."""
        return as_latex(self.document())

    def markdown(self) -> str:
        """Return the lesson as Markdown with LaTeX formulas."""
        return as_markdown(self.document())

    def html(self) -> str:
        """Return the lesson as one self-contained page with its pictures."""
        return as_html(self.document(), self.pictures())

    def pictures(self) -> tuple[Picture, ...]:
        """Return the lesson's pictures, in order."""
        return tuple(self._drawn(item) for section in self.content.sections for item in section.items if isinstance(item, Draw))

    def plot(self, number: int = 1) -> Picture:
        """Return one of the lesson's pictures, counted from 1."""
        drawings = [item for section in self.content.sections for item in section.items if isinstance(item, Draw)]
        if not 1 <= number <= len(drawings):
            raise InputError(f"lesson {self.content.number} has {len(drawings)} pictures, and number {number} was asked for")
        return self._drawn(drawings[number - 1])

    def save(self, path: str | Path) -> Path:
        """Write the lesson to a file: .tex .pdf .html .md .txt, or its first picture: .png .svg."""
        return save_document(path, self)

    @cached_property
    def tasks(self) -> dict[str, Solution]:
        """The solutions of the lesson's tasks by id."""
        return {section.id: self._answered(_first_ask(section)) for section in self.content.tasks()}

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

    def _answered(self, item: Ask) -> Solution:
        return getattr(symtutor, item.function)(*map(self._resolved, item.arguments), **item.options)

    def _measured(self, item: Measure) -> Any:
        return _LAB[item.function](*map(self._for_lab, item.arguments), **item.options)

    def _drawn(self, item: Draw) -> Picture:
        if item.function == "picture":  # the picture that belongs to a question
            return self._answered(item.arguments[0]).plot(*item.arguments[1:])
        from symtutor.writing.pictures import derivatives, integrals, networks, vectors  # noqa: PLC0415 (matplotlib only when asked for)

        home = next(module for module in (derivatives, integrals, vectors, networks) if item.function in module.__all__)
        return getattr(home, item.function)(*map(self._for_lab, item.arguments), **item.options)

    def _for_lab(self, argument: Any) -> Any:
        """Return an argument as the lab wants it: an exact fraction of the lesson as a float; answers stay exact."""
        if isinstance(argument, sp.Rational):
            return float(argument)
        return self._resolved(argument)

    def _resolved(self, argument: Any) -> Any:
        if isinstance(argument, Ask):
            return self._answered(argument).answer
        return self._measured(argument) if isinstance(argument, Measure) else argument

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        return self.markdown()


def _first_ask(section: Section) -> Ask:
    return next(item for item in section.items if isinstance(item, Ask))


def _sentence(text: str, formulas: Iterable[Any]) -> tuple[Piece, ...]:
    """Return a sentence of the lab with its formulas as mathematics and a capital letter."""
    terms = {str(f): as_term(sympified(f)) for f in formulas}
    longest_first = sorted(terms, key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", text)
    parts[0] = parts[0][:1].upper() + parts[0][1:]
    return tuple(terms.get(part, part) for part in parts if part)


def _gap_on_grid(f: Any, x: Any, grid: tuple[float, float, int], step: float) -> Any:
    low, high, count = grid
    return error_curves.gap_on_grid(f, x, np.linspace(low, high, count), step)


def _equal_forms(form: Any, other: Any, *definitions: Any) -> str:
    """Return whether a form with named functions is the same as an answer, with the evidence."""
    opened = form
    for definition in definitions:
        (letter,) = definition.lhs.args
        opened = opened.replace(definition.lhs.func, sp.Lambda(letter, definition.rhs))
    verdict = equivalence(opened, other)
    where = "".join(f", where {d.lhs} = {d.rhs}" for d in definitions)
    return f"{form} is a shorter form of the answer{where}. {verdict} Evidence: {verdict.evidence}."


class _Sentence(str):
    """A sentence without formulas of its own."""

    __slots__ = ()
    formulas = ()


def _graded(implementation: Any, network: Any) -> str:
    """Return what the grading of numpy code says about an implementation."""
    return _Sentence(symtutor.check_gradient(implementation, network).explanation)


@cache
def _run(network: Any, **options: Any) -> Any:
    """Return a training on the two circles; the same one for the sentence and the pictures."""
    from symtutor.training import initial_parameters, train, two_circles  # noqa: PLC0415 (only lessons that train)

    X, Y = two_circles(seed=options.pop("data", 0))
    start = {name: options.pop(name) for name in ("scale", "bias") if name in options}
    parameters = initial_parameters(network, seed=options.get("seed", 0), **start)
    return train(network, X, Y, parameters=parameters, progress=False, **options)


def _trained(network: Any, what: str, **options: Any) -> str:
    """Return what a training came to, as a sentence."""
    return _Sentence(f"{what}: {_run(network, **options)}.")


def _index_form(inputs: int, units: int) -> str:
    """Return the chain rule of a hidden layer in indices, tried by scalar differentiation with a few units."""
    x, w, u = (sp.IndexedBase(name) for name in "xwu")
    f = [sp.Function(f"f{k}") for k in range(units)]
    g = sp.Function("g")
    z = [sum(w[i, k] * x[i] for i in range(inputs)) for k in range(units)]
    s = sum(u[k] * f[k](z[k]) for k in range(units))
    t = sp.Symbol("t")
    slope = [sp.Subs(h(t).diff(t), t, place) for h, place in ((g, s), *zip(f, z, strict=True))]
    for i in range(inputs):
        told = slope[0] * sum(u[k] * slope[k + 1] * w[i, k] for k in range(units))
        if sp.expand(g(s).diff(x[i]).doit() - told.doit()) != 0:
            return _Sentence("The formula in indices is not what scalar differentiation gives")
    return _Sentence(
        "With z_k = Σ_i w_ik x_i and y = g(s), s = Σ_k u_k f_k(z_k): ∂y/∂x_i = Σ_k ∂y/∂z_k · ∂z_k/∂x_i = g′(s) · Σ_k u_k f_k′(z_k) w_ik; "
        f"in matrices ∂y/∂x = Jᵀ · ∂y/∂z with J = ∂z/∂x of a row for each unit. Expanded for {inputs} inputs and {units} units, "
        "scalar differentiation gives the same."
    )


_LAB: dict[str, Callable[..., Any]] = {
    "gap_on_grid": _gap_on_grid,
    "difference_quotient": quotients.difference_quotient,
    "error_curve": error_curves.error_curve,
    "direction_sweep": direction_sweep.direction_sweep,
    "directional_rate": direction_sweep.directional_rate,
    "direction_turn": direction_sweep.direction_turn,
    "difference_jacobian": jacobians.difference_jacobian,
    "equal_forms": _equal_forms,
    "graded": _graded,
    "index_form": _index_form,
    "run": _run,
    "trained": _trained,
    "quadrature": quadrature.quadrature,
    "running_sum": running_sums.running_sum,
    "sum_by_step": running_sums.sum_by_step,
    "sum_in_closed_form": running_sums.sum_in_closed_form,
}
