"""The items of a lesson as parts of a document: derived, measured, drawn, judged, run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sympy as sp

import symtutor
from symtutor.ask.judging import posed
from symtutor.course import Ask, Claim, Draw, End, Item, Judge, Lesson, Listed, Measure, Say, Section, Table, Task
from symtutor.errors import InputError, ReadError
from symtutor.goals import vectors
from symtutor.lessons.claims import Claims, as_typed
from symtutor.lessons.lab import LAB
from symtutor.lessons.programs import listing
from symtutor.lessons.words import MATHEMATICS, PLACE
from symtutor.term import Term, apply_head, as_term, sympified
from symtutor.verdict import Status, with_numbers
from symtutor.views.solution import Solution
from symtutor.writing.document import (
    Bullets,
    Chain,
    Document,
    Figure,
    Folded,
    Heading,
    Listing,
    Paragraph,
    Part,
    Piece,
    Row,
    Tabular,
)

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["Shown"]

_HINTS = (1, 2)  # the third level is the next line: that is in the answer


class Shown:
    """What a lesson shows, each thing computed once.

    Parameters
    ----------
    content : Lesson
        The lesson as data.
    """

    def __init__(self, content: Lesson) -> None:
        self.content = content
        self._solutions: dict[int, Any] = {}
        self._measured: dict[int, Any] = {}
        self._asked: list[Ask] = []

    def document(self) -> Document:
        """Return the lesson as headings, sentences, formulas, pictures and programs.

        Raises
        ------
        InputError
            If the lesson claims what is not so.
        """
        writer = _Writer(self)
        parts = [part for section in self.content.sections for part in writer.section(section)]
        return Document((f"Lesson {self.content.number}: {self.content.title}",), (*parts, *writer.end()))

    def answered(self, question: Ask) -> Any:
        """Return the solution of a question."""
        if id(question) not in self._solutions:
            self._solutions[id(question)] = self._solved(question)
        return self._solutions[id(question)]

    def _solved(self, question: Ask) -> Any:
        if question.function != "posed":
            return getattr(symtutor, question.function)(*map(self.resolved, question.arguments), **question.options)
        try:
            return posed(*question.arguments)
        except ReadError as error:
            raise InputError(f"lesson {self.content.number}: {{{question.arguments[0]}}} cannot be asked: {error}") from None

    def measured(self, item: Measure) -> Any:
        """Return what the lab measures."""
        if id(item) not in self._measured:
            if item.function not in LAB:
                raise InputError(f"the lab has no {item.function!r}", f"It has {', '.join(LAB)}.")
            self._measured[id(item)] = LAB[item.function](*map(self.for_lab, item.arguments), **item.options)
        return self._measured[id(item)]

    def drawn(self, item: Draw) -> Picture:
        """Return a picture."""
        if item.function == "picture":  # the one that belongs to a question
            return self.answered(item.arguments[0]).plot(*item.arguments[1:])
        from symtutor.writing.pictures import curves, derivatives, integrals, networks, optimization, vectors  # noqa: PLC0415 (matplotlib)

        homes = (derivatives, integrals, vectors, networks, curves, optimization)
        home = next((module for module in homes if item.function in module.__all__), None)
        if home is None:
            raise InputError(
                f"there is no picture {item.function!r}", f"There are {', '.join(sorted(n for m in homes for n in m.__all__))}."
            )
        picture: Picture = getattr(home, item.function)(*map(self.for_lab, item.arguments), **item.options)
        return picture

    def for_lab(self, argument: Any) -> Any:
        """Return an argument as the lab wants it: an exact fraction of the lesson as a float, text as mathematics; answers stay exact."""
        return float(argument) if isinstance(argument, sp.Rational) else self.resolved(_read(argument))

    def resolved(self, argument: Any) -> Any:
        """Return the answer that stands for an argument."""
        if isinstance(argument, Ask):
            return self.answered(argument).answer
        return self.measured(argument) if isinstance(argument, Measure) else argument

    def side(self, thing: Any) -> Any:
        """Return a side of a claim: what a `Measure` measured is its value."""
        found = self.resolved(_read(thing))
        return found.value if isinstance(thing, Measure) else found

    def value(self, thing: Any, attributes: str = "", form: str | None = None) -> tuple[Piece, ...]:
        """Return the value of a name of the lesson, or of an attribute such as ".error", for a sentence or a table."""
        found = self.answered(thing) if isinstance(thing, Ask) else self.measured(thing) if isinstance(thing, Measure) else thing
        if isinstance(thing, Ask) and not attributes:
            return _answer(found)
        for name in filter(None, attributes.split(".")):
            found = self.resolved(found[int(name)] if name.isdigit() else getattr(found, name))
        return _written(found, form)


def _read(thing: Any) -> Any:
    """Return the mathematics of a text, and everything else as it is."""
    return symtutor.read(thing) if isinstance(thing, str) else thing


def _answer(solution: Any) -> tuple[Piece, ...]:
    """Return the answer of a solution as its document writes it."""
    told = [part.pieces for part in solution.document().parts if isinstance(part, Paragraph) and part.label == "Answer:"]
    return told[-1] if told else (as_term(sympified(solution.answer)),)


def _written(found: Any, form: str | None) -> tuple[Piece, ...]:
    if form is not None:
        return (with_numbers(format(float(found), form)),)
    if isinstance(found, str | int) and not isinstance(found, bool):
        return (str(found).replace("-", "−") if isinstance(found, int) else found,)
    if isinstance(found, float):
        return (f"{found:.6g}".replace("-", "−"),)
    if isinstance(found, sp.Basic | sp.MatrixBase | Term | tuple):
        return (as_term(sp.Tuple(*found) if isinstance(found, tuple) else found),)
    return (str(found),)


class _Writer:
    """Writes the sections in order: a derivation stands where it comes first and is cited afterwards."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.claims = Claims()
        self.pictures = 0
        self.here = ""
        self.stands: dict[tuple[Any, ...], str] = {}
        self.known: dict[tuple[Any, Any], str] = {}
        self.told: list[tuple[Piece, ...]] = []
        self.steps = 0
        self.open: list[str] = []

    def section(self, section: Section) -> Iterator[Part]:
        self.here = section.id or f"“{section.title}”"
        yield Heading((f"{section.id}. {section.title}" if section.id else section.title,))
        for item in section.items:
            yield from self.parts(item)

    def end(self) -> Iterator[Part]:
        """Yield what was checked."""
        if self.steps:
            told = f"all {self.steps} steps of the derivations above were proved by independent code"
            yield Paragraph((f"Checked: {told}{'; ' * bool(self.open)}{'; '.join(self.open)}.",))

    def parts(self, item: Item) -> Iterator[Part]:
        """Yield the parts of an item."""
        if isinstance(item, Say):
            yield Paragraph(self.sentence(item))
        elif isinstance(item, Listed):
            yield Bullets(tuple(map(self.sentence, item.points)))
        elif isinstance(item, Ask):
            yield from self.solution(self.shown.answered(item))
        elif isinstance(item, End):
            *_, last = (part for part in self.shown.answered(item.ask).document().parts if isinstance(part, Chain))
            yield Chain(tuple(replace(row, number=number) for number, row in enumerate(last.rows, 1)))
        elif isinstance(item, Measure):
            found = self.shown.measured(item)
            pieces = (
                found
                if isinstance(found, tuple)
                else _with_formulas(str(found), getattr(found, "formulas", map(_read, item.arguments[:1])))
            )
            yield Paragraph(pieces)
        elif isinstance(item, Draw):
            self.pictures += 1
            yield Figure(self.pictures, self.shown.drawn(item))
        elif isinstance(item, Judge | Claim):
            yield Paragraph(tuple(self.refuted(item)))
        elif isinstance(item, Task):
            yield from self.task(item)
        elif isinstance(item, Table):
            yield self.table(item)
        else:
            code, output = listing(item, self.shown.resolved)
            yield Listing(code, output)

    def sentence(self, say: Say) -> tuple[Piece, ...]:
        """Return a sentence with its mathematics read and checked, and its values computed."""
        pieces: list[Piece] = []
        for i, text in enumerate(MATHEMATICS.split(say.text)):
            if i % 2:
                pieces.append(self.claims.read(text, f"lesson {self.shown.content.number}, {self.here}"))
                continue
            end = 0
            for match in PLACE.finditer(text):
                pieces.append(text[end : match.start()])
                thing = say.names[match[1]]
                is_mistake = isinstance(thing, Judge | Claim)
                pieces.extend(self.refuted(thing) if is_mistake else self.shown.value(thing, match[2], match[3]))
                end = match.end()
            pieces.append(text[end:])
        return tuple(piece for piece in pieces if piece)

    def solution(self, solution: Any, *, is_folded: bool = False) -> Iterator[Part]:
        """Yield the question and the lines; lines that stand above are cited, and what was checked is told once at the end."""
        document = solution.document()
        yield Paragraph((*document.title, "."))
        self._count(solution)
        chains = [part for part in document.parts if isinstance(part, Chain)]
        number, cited = 1, ""
        has_slopes = isinstance(solution.problem.goal, vectors.DirectionalDerivative | vectors.DirectionalDerivativeAt)
        for part in document.parts:
            if isinstance(part, Chain):
                key = tuple((row.relation, row.term, row.note) for row in part.rows)
                place = self.stands.setdefault(key, "")
                if place and (len(chains) > 1 or not is_folded):
                    if place != cited:
                        where = "above" if place == self.here else f"in {place}"
                        yield Paragraph((f"What this begins with stands {where}." if number == 1 else f"This stands {where}.",))
                    cited = place
                    continue
                self.stands[key] = self.here
                function = chains[0].rows[0].term
                rows = [
                    row for row in part.rows if not (has_slopes and not row.relation and row.note and (function, row.term) in self.known)
                ]
                told = {self.known[function, row.term] for row in part.rows if row not in rows} - {cited}
                if told - {self.here}:
                    yield Paragraph((f"Slopes that were found in {' and '.join(sorted(told))} are used here.",))
                if told:
                    cited = min(told)
                self.known |= {(function, row.term): self.here for row in rows if not row.relation and row.note}
                if rows:
                    yield Chain(tuple(Row(number + i, row.relation, row.term, row.note) for i, row in enumerate(rows)))
                number += len(rows)
            elif isinstance(part, Paragraph) and (_is_checked(part) or (part.label == "Answer:" and not is_folded)):
                continue
            elif isinstance(part, Paragraph) and (part.label == "Plan:" or _is_note(part)):
                if part.pieces not in self.told:  # a plan or a note that is known need not be told again
                    self.told.append(part.pieces)
                    yield part
            else:
                yield part

    def _count(self, solution: Any) -> None:
        report = getattr(solution, "report", None)
        if report is not None:
            proved = report.count(Status.CORRECT)
            self.steps += proved
            if proved < len(report.findings):
                self.open.append(f"in {self.here} {report}")

    def refuted(self, item: Judge | Claim) -> Iterator[Piece]:
        """Yield what was said, the verdict on it with its witness, and what is right.

        Raises
        ------
        InputError
            If it is not refuted, or what is called right is not proved.
        """
        if isinstance(item, Judge):
            solution = self.shown.answered(item.ask)
            verdict = solution.check(item.answer)
            if str(verdict) == "Correct.":
                raise InputError(f"{self.here}: the answer {item.answer!r} is judged there as a mistake, and it is correct")
            if isinstance(item.answer, str | sp.Basic):
                yield from (as_typed(item.answer, solution.answer), ". ")
            yield _of_others(str(verdict))
            is_told = isinstance(solution.answer, sp.Expr) and solution.answer.is_number  # "your answer is −2, and 0 is right"
            if not is_told and isinstance(solution.answer, sp.Expr | sp.MatrixBase | sp.Tuple):
                yield from (" Right: ", *_answer(solution), ".")
            return
        left, wrong = map(self.shown.side, (item.left, item.wrong))
        verdict = symtutor.equivalent(left, wrong)
        if verdict.status is not Status.INCORRECT:
            raise InputError(f"{self.here}: the claim {left} = {wrong} stands there as wrong and is {verdict.status}: {verdict}")
        if isinstance(left, int | float | sp.Number) and isinstance(wrong, int | float | sp.Number):
            yield from (apply_head(sp.Ne, *map(as_term, map(sympified, (left, wrong)))), ".")  # the numbers are their own witness
        elif isinstance(left, sp.MatrixBase) != isinstance(wrong, sp.MatrixBase):  # one by one is printed as its entry
            yield with_numbers(str(verdict))
        else:
            yield from (_equation(left, wrong), f". {with_numbers(str(verdict))}")
        if item.right is not None:
            right = self.shown.side(item.right)
            if not symtutor.equivalent(left, right):
                raise InputError(f"{self.here}: {left} = {right} is called right there, and that is not proved")
            yield from (" Right: ", _equation(left, right), ".")

    def task(self, item: Task) -> Iterator[Part]:
        """Yield a question with folded hints, its folded answer, and typical wrong answers with what is wrong.

        Raises
        ------
        InputError
            If one of the wrong answers is not proved wrong.
        """
        solution: Solution = self.shown.answered(item.ask)
        yield Paragraph((*solution.document().title, "."), "Your task:")
        known = ""
        for level in _HINTS:
            hint = solution.hint(level)
            if hint != known:  # the next hint begins with the one before
                yield Folded(f"Hint {level}", (Paragraph((hint.removeprefix(known).strip(),)),))
            known = hint
        answer = list(self.solution(solution, is_folded=True))
        yield Folded("Answer", (*answer, *(part for then in item.then for part in self.parts(then))))
        judged = []
        for answer in item.wrong:
            verdict = solution.check(answer)
            if verdict.status is not Status.INCORRECT:
                raise InputError(f"{self.here}: the answer {answer!r} stands among the wrong ones and is {verdict.status}: {verdict}")
            judged.append((as_typed(answer, solution.answer), f": {with_numbers(_without_notes(str(verdict)))}"))
        if judged:
            yield Folded("Typical wrong answers", (Bullets(tuple(judged)),))

    def table(self, item: Table) -> Tabular:
        """Return a table with its values computed."""
        rows = []
        for row in item.rows:
            cells = []
            for column in item.columns.values():
                attributes, _, form = column.partition(":")
                cells.append(self.shown.value(row, f".{attributes}" if attributes else "", form or None))
            rows.append(tuple(cells))
        return Tabular(tuple(item.columns), tuple(rows))


def _is_checked(part: Paragraph) -> bool:
    return bool(part.pieces) and isinstance(part.pieces[0], str) and part.pieces[0].startswith("Checked: ")


def _is_note(part: Paragraph) -> bool:
    return bool(part.pieces) and isinstance(part.pieces[0], str) and part.pieces[0].startswith("Note: ")


def _without_notes(verdict: str) -> str:
    """Return a verdict without the notes on how the answer was read, which stand with the solution."""
    return verdict.partition(" Note: ")[0]


def _of_others(verdict: str) -> str:
    """Return a verdict on an answer that is not the reader's."""
    return with_numbers(_without_notes(verdict).replace("Your answer", "This").replace("your answer", "this"))


def _equation(left: Any, right: Any) -> Term:
    return apply_head(sp.Eq, *map(as_term, map(sympified, (left, right))))


def _with_formulas(text: str, formulas: Iterable[Any]) -> tuple[Piece, ...]:
    """Return a sentence of the lab with its formulas as mathematics and a capital letter."""
    terms = {str(f): as_term(sympified(f)) for f in formulas}
    longest_first = sorted(terms, key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", text)
    parts[0] = parts[0][:1].upper() + parts[0][1:]
    return tuple(terms.get(part, with_numbers(part)) for part in parts if part)
