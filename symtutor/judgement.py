"""Judgements: verdicts with the question they answer, for the REPL, notebooks and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symtutor.verdict import Verdict
from symtutor.writing.document import Document, Piece, note_sentence, verdict_document

__all__ = ["Judgement"]


@dataclass(frozen=True, slots=True, repr=False)
class Judgement(Verdict):
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
    def of(cls, verdict: Verdict, asked: tuple[Piece, ...], answer: Any, *, notes: tuple[str, ...] = ()) -> Judgement:
        """Return a verdict with its question, the answer that was judged, and how they were read."""
        once = tuple(dict.fromkeys(notes))
        return cls(verdict.status, verdict.evidence, verdict.domain, verdict.mistake, verdict.explanation, asked, answer, once)

    def document(self) -> Document:
        """Return the judgement as headings, sentences and formulas."""
        return verdict_document(self.asked, self.answer, self, self.notes)

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return the judgement as plain text: the question, the answer, the verdict and its evidence."""
        from symtutor.writing.formats.terminal import as_text

        return as_text(self.document(), width=width, ascii_only=ascii_only)

    def latex(self) -> str:
        """Return the judgement as a complete LaTeX document."""
        from symtutor.writing.formats.latex import as_latex

        return as_latex(self.document())

    def markdown(self) -> str:
        """Return the judgement as Markdown with LaTeX formulas."""
        from symtutor.writing.formats.markdown import as_markdown

        return as_markdown(self.document())

    def html(self) -> str:
        """Return the judgement as one self-contained page."""
        from symtutor.writing.formats.html import as_html

        return as_html(self.document())

    def json(self) -> str:
        """Return the judgement as JSON."""
        from symtutor.writing.formats.json_solution import verdict_json

        return verdict_json(self, self.answer)

    def save(self, path: str | Path) -> Path:
        """Write the judgement to a file; the ending chooses: .tex .pdf .html .md .json .txt."""
        from symtutor.writing.files import save_document

        return save_document(path, self)

    def __str__(self) -> str:
        """Return the verdict as a sentence, after a wrong answer with the readings that may be the reason."""
        told = "" if self else " ".join(map(note_sentence, self.notes))
        return f"{Verdict.__str__(self)}{' ' + told if told else ''}"

    def _repr_markdown_(self) -> str:
        return self.markdown()
