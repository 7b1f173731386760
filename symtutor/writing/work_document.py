"""Hand work with marks in the margin: the learner's own lines, and what is said about each."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symtutor.errors import SymtutorError
from symtutor.term import LEAVES, Blank, DifferentialOf, Term, Variable, quote
from symtutor.verdict import Status
from symtutor.work import Diagnosis, LineStatus, MarkedLine
from symtutor.writing.document import Document, Paragraph, Piece
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import UNICODE

__all__ = ["work_document"]

_MARKS = {
    LineStatus.SAME: "✓",
    LineStatus.EXPECTED: "✓",
    LineStatus.DETOUR: "✓",
    LineStatus.GAP: "✓",
    LineStatus.MISTAKE: "✗",
    LineStatus.WRONG: "✗",
    LineStatus.FOLLOWS: "↳",
    LineStatus.UNREADABLE: "?",
    LineStatus.UNDECIDED: "?",
    LineStatus.REMARK: "·",
}
_SAID = {
    LineStatus.GAP: "a big step: the same value, and how is not shown",
    LineStatus.FOLLOWS: "follows from the wrong line",
    LineStatus.UNDECIDED: "not decided",
}


def work_document(diagnosis: Diagnosis, problem: str | None) -> Document:
    """Return the document of hand work that was judged.

    Parameters
    ----------
    diagnosis : Diagnosis
        What was found.
    problem : str, optional
        What was asked, as it was typed.
    """
    title: tuple[Piece, ...] = ("Your work", *((f" on {problem}",) if problem else ()))
    parts = [Paragraph(_row(number, line)) for number, line in enumerate(diagnosis.lines, 1)]
    parts.append(Paragraph((diagnosis.explanation,)))
    if diagnosis.mistake is not None:
        parts.append(Paragraph((f"The mistake's name in the book: {diagnosis.mistake}.",)))
    if diagnosis.rivals:
        parts.append(Paragraph((f"Several mistakes would explain it: {', '.join(diagnosis.rivals)}.",)))
    if diagnosis.status is Status.INCORRECT and diagnosis.follows:
        parts.append(Paragraph(("What comes after it follows from it.",)))
    expected = next((line.expected for line in diagnosis.lines if line.expected is not None), None)
    if isinstance(expected, sp.Expr) and diagnosis.first_wrong:
        parts.append(Paragraph((f"Line {diagnosis.first_wrong} should have been equal to ", quote(expected), ".")))
    return Document(title, tuple(parts))


def _row(number: int, line: MarkedLine) -> tuple[Piece, ...]:
    """Return one line with its mark, its number, and what is said about it."""
    said = _SAID[line.status] if line.status is LineStatus.FOLLOWS else line.explanation or _SAID.get(line.status, "")
    is_said = bool(said) and (bool(line.explanation) or line.status in _SAID)
    note: tuple[Piece, ...] = (f"    [{said.removesuffix('.')}]",) if is_said else ()
    return (f"{_MARKS[line.status]} {number}.  ", *_as_typed(line), *note)


def _as_typed(line: MarkedLine) -> Iterator[Piece]:
    """Yield a line as formulas where all of it is formulas that can be printed, else its text."""
    parts = [finding.part for finding in line.findings]
    if parts and all(part.term is not None and not part.words and part.connective in {"", ","} for part in parts) and "\\" in line.text:
        pieces: list[Piece] = []
        for part in parts:
            assert part.term is not None
            term = part.term
            pieces.append(", " if pieces else "")
            if term.args and isinstance(term.args[0], Term) and term.args[0].head is Blank:
                pieces.append("= ")
                term = term.args[1] if len(term.args) == 2 else Term(term.head, term.args[1:])
            term = _with_letters(term)
            if not _is_printable(term):
                break
            pieces.append(term)
        else:
            yield from (piece for piece in pieces if piece != "")
            return
    yield line.text


def _with_letters(term: Term) -> Term:
    """Return a term in which differentials are letters, as they are written."""
    if term.head is DifferentialOf:
        return Term(Variable, (sp.Symbol(f"d{term.args[0].args[0].name}"),))
    if term.head in LEAVES:
        return term
    return Term(term.head, tuple(_with_letters(a) if isinstance(a, Term) else a for a in term.args), term.span)


def _is_printable(term: Term) -> bool:
    """Tell whether every format has marks for a term."""
    try:
        UNICODE.render(term)
        LATEX.render(term)
    except (SymtutorError, ValueError, TypeError, AttributeError, LookupError):
        return False
    return True
