"""The one place that turns a derivation and its check into headings, sentences and formulas.

Formats only format what stands here; the sentences come from the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.elementary import is_known_not_elementary
from symtutor.deriving.layout import Block, Line, Reason
from symtutor.goals.core import Goal, Integral, equal_chain
from symtutor.goals.curves import primed
from symtutor.goals.vectors import unequal
from symtutor.rule import Relation, Remark
from symtutor.term import ONE, Term, apply_head, as_term, quote
from symtutor.textbook import opened
from symtutor.verdict import Report, Verdict, with_numbers

__all__ = [
    "Bullets",
    "Chain",
    "Document",
    "Figure",
    "Folded",
    "Heading",
    "Listing",
    "Paragraph",
    "Part",
    "Piece",
    "Question",
    "Row",
    "Tabular",
    "Typed",
    "filled",
    "note_sentence",
    "verdict_document",
    "worked_solution",
]


class Typed(str):
    """What somebody typed: shown letter for letter, with nothing raised or set as a formula."""

    __slots__ = ()


Piece = str | Term


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 for the title of a whole document."""

    pieces: tuple[Piece, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text and formulas, perhaps with a word in bold before it."""

    pieces: tuple[Piece, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question(Paragraph):
    """A question to be answered by hand: its formulas at full size, on paper with room below it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chain: number, relation, formula, and why."""

    number: int
    relation: str
    term: Term
    note: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Rows aligned at their relations."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    points: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Tabular:
    """A table: the heads of its columns, and the entries below them, line by line."""

    heads: tuple[str, ...]
    entries: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A program, and what it prints."""

    code: str
    output: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered picture; its description is its caption."""

    number: int
    picture: Any

    @property
    def caption(self) -> str:
        """The description, its numbers written as in a sentence.

        Examples
        --------
        >>> from symtutor.writing.pictures.picture import Picture
        >>> Figure(1, Picture(alt="From -1 to 1 off by 9.4e-09.")).caption
        'From −1 to 1 off by 9.4·10⁻⁹.'
        """
        return with_numbers(self.picture.alt)


@dataclass(frozen=True, slots=True)
class Folded:
    """Parts that are seen when the reader asks for them: a hint, an answer."""

    title: str
    parts: tuple[Part, ...]


Part = Heading | Paragraph | Chain | Bullets | Tabular | Listing | Figure | Folded


@dataclass(frozen=True, slots=True)
class Document:
    """A title and its parts, in reading order."""

    title: tuple[Piece, ...]
    parts: tuple[Part, ...]


def filled(template: str, bindings: Mapping[str, Any]) -> tuple[Piece, ...]:
    """Return a template's text with ``{name}`` replaced by the mathematics bound to it.

    Examples
    --------
    >>> filled("put {a} for x", {"a": sp.Integer(2)})[0]
    'put '
    """
    pieces: list[Piece] = []
    for i, part in enumerate(re.split(r"\{(\w+)\}", template)):
        if i % 2:
            bound = bindings[part]
            pieces.append(bound if isinstance(bound, Term | str) else as_term(sp.Tuple(*bound) if isinstance(bound, tuple) else bound))
        elif part:
            pieces.append(part)
    return tuple(pieces)


def worked_solution(
    asked: tuple[Piece, ...],
    blocks: tuple[Block, ...],
    report: Report | None,
    *,
    detail: str = "normal",
    notes: Iterable[str] = (),
    plan: tuple[Piece, ...] = (),
    stuck: tuple[Goal, ...] = (),
    remarks: tuple[Part, ...] = (),
    concluded: tuple[Piece, ...] = (),
) -> Document:
    """Return the document of a worked solution.

    Parameters
    ----------
    asked : tuple
        The question, as text and formulas.
    blocks : tuple of Block
        From layout.
    report : Report, optional
        What independent code found.
    detail : str
        "full" adds the rules that were used, as statements and sentences.
    notes : iterable of str
        How the text was read where it could be read in two ways.
    plan : tuple
        What kind of problem it is, and why the method was chosen.
    stuck : tuple of Goal
        Goals that no rule reached.
    remarks : tuple of Part
        What else is to be said, before the last sentence.
    concluded : tuple
        The answer, where the last line is not the answer.
    """
    parts: list[Part] = [Paragraph((note_sentence(note),)) for note in notes]
    if plan:
        parts.append(Paragraph(plan, "Plan:"))
    number = 0
    for block in blocks:
        rows = []
        for line in block.lines:
            number += 1
            rows.append(Row(number, "" if line.relation is None else str(line.relation), line.term, _note(line)))
        parts.append(Chain(tuple(rows)))
    parts.extend(remark for remark in remarks if isinstance(remark, Tabular))
    if concluded:
        parts.append(Paragraph(concluded, "Answer:"))
    elif not stuck:
        parts.extend(Paragraph((answer,), "Answer:") for answer in _answer(blocks))
    if detail == "full":
        parts.extend(_rules_used(blocks))
    parts.extend(remark for remark in remarks if not isinstance(remark, Tabular))
    if stuck:
        parts.append(Paragraph(_stuck_at(stuck)))
    elif report is not None:
        followed = sum(line.relation is not None for block in blocks for line in block.lines)
        counted = "" if followed == len(report.findings) else "; a step is one use of a rule"
        parts.append(Paragraph((f"Checked: {report}{counted}.",)))
    return Document(asked, tuple(parts))


def _answer(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    """Yield what the last line of the problem's own block says, without the letter for which it was solved."""
    for block in blocks:
        if not block.answers:
            continue
        term = block.lines[-1].term
        if opened(term).head in {unequal, sp.Ne}:  # a potential that there is not
            yield "there is none."
            continue
        is_named = term.head in {sp.Eq, equal_chain} and block.node is not None and not isinstance(block.node.value, sp.Eq)
        if is_named or len(block.lines) > 1:
            found = term.args[-1] if is_named else term
            is_bound = any(line.relation is Relation.AT_MOST for line in block.lines)
            yield Term(sp.Le, (block.lines[0].term, found)) if is_bound else found


def _stuck_at(goals_left: tuple[Goal, ...]) -> tuple[Piece, ...]:
    """Return the sentence that says what no rule reached; the first few goals are enough to see why."""
    pieces: list[Piece] = ["No rule of the book applies. The search got stuck at "]
    for i, goal in enumerate(goals_left[:3]):
        pieces.extend([", " if i else "", goal.shown()])
    integrals = [goal.args for goal in goals_left if isinstance(goal, Integral)]
    if any(is_known_not_elementary(*args) for args in integrals):
        pieces.append(", which is known to have no elementary antiderivative")
    elif integrals:
        pieces.append(": this does not say whether there is an elementary antiderivative")
    return (*pieces, ".")


def _note(line: Line) -> tuple[Piece, ...]:
    """Return why a line follows: the rules with their letters, new letters, conditions."""
    pieces: list[Piece] = list(line.said)
    for because in _joined([_because(reason) for reason in line.reasons]):
        pieces.extend(["; ", *because] if pieces else because)
    told = {letter for reason in line.reasons for letter in reason.letters}
    for letter, meaning in line.lets:
        if str(letter) not in told:
            pieces.extend(["; let " if pieces else "let ", apply_head(sp.Eq, letter, meaning)])
    for condition in line.conditions:
        pieces.extend([", for " if pieces else "for ", quote(condition)])
    return tuple(pieces)


def _joined(reasons: list[list[Piece]]) -> list[list[Piece]]:
    """Return reasons with neighbours of one kind in one: "sum and power rules", "derivatives of x and of ln x"."""
    found: list[list[Piece]] = []
    for reason in reasons:
        before = found[-1] if found else []
        if len(before) == len(reason) == 1 and isinstance(before[0], str) and isinstance(reason[0], str):
            both = _in_one(before[0], reason[0])
            if both is not None:
                found[-1] = [both]
                continue
        found.append(reason)
    return found


def _in_one(before: str, name: str) -> str | None:
    """Return two names of rules in one: "sum rule" and "power rule" are "sum and power rules"."""
    for one, several in ((" rule", " rules"), (" rule", " rule")):
        if before.endswith(several) and name.endswith(one):
            held = before.removesuffix(several)
            return f"{held.replace(' and ', ', ')} and {name.removesuffix(one)} rules"
    for one, several in (("derivative of ", "derivatives of "), ("derivative of ", "derivative of ")):
        if before.startswith(several) and name.startswith(one):
            held = before.removeprefix(several)
            return f"derivatives of {held.replace(' and ', ', ')} and {name.removeprefix(one)}"
    return None


def _because(reason: Reason) -> list[Piece]:
    pieces: list[Piece] = [reason.rule.name]
    for i, (letter, meaning) in enumerate(reason.letters.items()):
        pieces.append(", " if i else ": ")
        pieces.extend(letter_meaning(letter, meaning))
    return pieces


def letter_meaning(letter: str, meaning: sp.Basic | Term) -> list[Piece]:
    """Return what a letter of a rule stands for, as an equation; a phrase such as "{} held constant" is filled in."""
    if "{}" in letter and isinstance(meaning, tuple):
        places = letter.split("{}")
        return [piece for pair in zip(places, (*meaning, ""), strict=True) for piece in pair if piece != ""]
    if "{}" in letter:
        before, _, after = letter.partition("{}")
        return [piece for piece in (before, meaning if isinstance(meaning, str) else as_term(meaning), after) if piece]
    if letter[:-1].isalpha() and letter.endswith("'"):
        return [Term(sp.Eq, (Term(primed, (as_term(sp.Symbol(letter[:-1])), ONE)), as_term(meaning)))]
    if len(letter) > 1:
        return [f"{letter} = ", as_term(meaning)]
    return [apply_head(sp.Eq, sp.Symbol(letter), meaning)]


def _rules_used(blocks: tuple[Block, ...]) -> list[Part]:
    """Return a list of the rules in order of first use, each with its statement and its sentence."""
    first: dict[str, Reason] = {}
    for block in blocks:
        for line in block.lines:
            for reason in line.reasons:
                first.setdefault(reason.rule.id, reason)
    if not first:
        return []
    return [Heading(("The rules that were used",)), *(Paragraph(_rule(r.rule, r.bindings)) for r in first.values())]


def _rule(rule: Remark, bindings: Mapping[str, Any]) -> tuple[Piece, ...]:
    name = rule.name[0].upper() + rule.name[1:]
    sides = rule.statement()
    if sides is None:
        return (f"{name}: ", *filled(rule.words, bindings))
    statement = Term(sp.Eq, sides) if rule.relation is Relation.EQUAL else sides[0]
    return (f"{name}: ", statement, ". ", *filled(rule.words, bindings))


def note_sentence(note: str) -> str:
    """Return a note as a sentence.

    Examples
    --------
    >>> note_sentence("1/2x is read as (1/2)·x")
    'Note: 1/2x is read as (1/2)·x.'
    """
    return f"Note: {note}" + "." * (not note.endswith("…"))


def _answered(answer: Any) -> tuple[Piece, ...]:
    """Return an answer as formulas: of several by name an equation each, of several in a row one after the other."""
    if isinstance(answer, str):
        return (answer,)
    if isinstance(answer, tuple) and not isinstance(answer, Term):
        pieces = [piece for part in answer if part is not None and part != () for piece in (", ", *_answered(part))]
        return ("(", *pieces[1:], ")")
    if not isinstance(answer, Mapping):
        return (as_term(answer),)
    equations = [apply_head(sp.Eq, sp.Symbol(name), value) for name, value in answer.items()]
    return tuple(piece for equation in equations for piece in (", ", equation))[1:]


def verdict_document(asked: tuple[Piece, ...], answer: Any, verdict: Verdict, notes: Sequence[str] = ()) -> Document:
    """Return the document of a verdict: the question, the answer given, how they were read, what was found, and on what it rests."""
    parts = [
        ("Your answer: ", *_answered(answer)),
        *((note_sentence(note),) for note in notes),
        (Verdict.__str__(verdict),),
        (f"Evidence: {verdict.evidence}.",),
    ]
    if verdict.mistake is not None:
        parts.append((f"The mistake's name in the book: {verdict.mistake}.",))
    return Document(asked, tuple(Paragraph(part) for part in parts))
