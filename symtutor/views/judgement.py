"""Judgements: verdicts with the question they answer, for the REPL, notebooks and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from symtutor.term import Term, Variable, subterms
from symtutor.textbook import opened
from symtutor.verdict import Status, Verdict, Witness
from symtutor.writing.document import Document, Piece, note_sentence, verdict_document
from symtutor.writing.sentences import in_marks
from symtutor.writing.written import Written

__all__ = ["Judgement"]


_DOMAINS = re.compile(r"\(the first is defined (.*), the second ")


def _strange_letters(verdict: Verdict, asked: tuple[Piece, ...]) -> list[str]:
    """Return the letters of the place of difference that the problem does not hold."""
    if not isinstance(verdict.evidence, Witness) or not asked:
        return []
    parts = [part for piece in asked if isinstance(piece, Term) for part in subterms(opened(piece))]
    known = {str(part.args[0]) for part in parts if part.head is Variable}
    return sorted(name for name in map(str, verdict.evidence.point) if known and len(name) == 1 and name not in known)


@dataclass(frozen=True, slots=True, repr=False)
class Judgement(Verdict, Written):
    """A verdict that knows what was asked and can be written in every format.

    Parameters
    ----------
    status, evidence, domain, mistake, explanation
        See `Verdict`.
    asked : tuple
        The question, as text and formulas.
    answer : Basic
        What was judged.
    notes : tuple of str
        How the question and the answer were read where the notation allows another reading.
    """

    asked: tuple[Piece, ...] = ()
    answer: Any = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, verdict: Verdict, asked: tuple[Piece, ...], answer: Any, *, notes: tuple[str, ...] = (), is_answer: bool = True
    ) -> Judgement:
        """Return a verdict with its question, what was judged, whether that is the answer to a problem, and how they were read."""
        once = tuple(dict.fromkeys(notes))
        told = verdict.explanation
        if not told and verdict.status is Status.UNDECIDED:
            found = str(verdict.evidence)
            told = f"{found[0].upper()}{found[1:]}." if found.startswith("not decided") else f"Not decided: {found}."
        if is_answer and verdict.status is Status.CORRECT:
            told = _DOMAINS.sub(r"(your answer is defined \1, the right one ", told)
        elif is_answer and verdict.status is Status.INCORRECT and (strange := _strange_letters(verdict, asked)):
            told += f" {' and '.join(strange)} {'does' if len(strange) == 1 else 'do'} not occur in the problem."
        return cls(verdict.status, verdict.evidence, verdict.domain, verdict.mistake, in_marks(told), asked, answer, once)

    def document(self) -> Document:
        """Return the judgement as headings, sentences and formulas."""
        return verdict_document(self.asked, self.answer, self, self.notes)

    def json(self) -> str:
        """Return the judgement as JSON."""
        from symtutor.writing.formats.json_solution import verdict_json

        return verdict_json(self, self.answer)

    def __str__(self) -> str:
        """Return the verdict as a sentence, after a wrong answer with the readings that may be the reason."""
        told = "" if self else " ".join(map(note_sentence, self.notes))
        return f"{Verdict.__str__(self)}{' ' + told if told else ''}"
