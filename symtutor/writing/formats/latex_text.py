"""Sentences and notes in LaTeX: words and formulas, wrapped by TeX or by us."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from symtutor.term import Term
from symtutor.writing.document import Piece, Typed
from symtutor.writing.formats.breaking import broken, inline
from symtutor.writing.formats.latex_width import formula_width, text_width
from symtutor.writing.marks.latex_words import SIGNS, escaped, latex_parts, typed

__all__ = ["note_lines", "sentence", "sentence_width"]

_BREAK = r"\penalty900 "  # TeX itself puts 700 after a plus
_LINE = 40.0  # em: a line of the page
_PART = re.compile(r"\s+|\S+")


def sentence(pieces: Iterable[Piece]) -> str:
    """Return text and formulas as LaTeX text, for TeX to break into lines; a matrix wider than the page is shrunk to it."""
    return "".join(_piece(p) for p in pieces)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Typed):
        return rf"\texttt{{{typed(piece)}}}"
    return escaped(piece) if isinstance(piece, str) else _in_text(inline(piece, between_factors=_BREAK))


def sentence_width(pieces: Iterable[Piece]) -> float:
    """Return the width of text and formulas on one line, in em."""
    return sum(text_width(p) if isinstance(p, str) else formula_width(inline(p)) for p in pieces)


def _in_text(formula: str) -> str:
    is_too_wide = r"\begin{" in formula and formula_width(formula) > _LINE
    return rf"\fitted{{0.85}}{{${formula}$}}" if is_too_wide else f"${formula}$"


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a space or a formula, and how wide it is."""

    latex: str
    is_math: bool
    width: float

    def is_space(self) -> bool:
        return not self.is_math and self.latex.isspace()


def note_lines(pieces: tuple[Piece, ...], width: float) -> tuple[str, ...]:
    r"""Return a note as lines of a formula: words in ``\text``, wrapped at spaces.

    Parameters
    ----------
    pieces : tuple of str or Term
        The note.
    width : float
        Of a line, in em.

    Examples
    --------
    >>> note_lines(("power rule; sum rule",), 20)
    ('\\text{power rule; sum rule}',)
    >>> note_lines(("power rule; sum rule",), 6)
    ('\\text{power rule;}', '\\text{sum rule}')
    """
    lines: list[list[_Token]] = [[]]
    filled = 0.0
    for word in _words(pieces, width):
        needed = sum(token.width for token in word)
        if filled + needed > width and lines[-1]:
            lines.append([])
            filled = 0.0
        if lines[-1] or not word[0].is_space():
            lines[-1].extend(word)
            filled += needed
    return tuple(_joined(line) for line in lines if line)


def _words(pieces: tuple[Piece, ...], width: float) -> Iterator[list[_Token]]:
    """Yield tokens that may not be separated, one word at a time: a bracket stays at its formula."""
    word: list[_Token] = []
    for token in _tokens(pieces, width):
        if token.is_space():
            if word:
                yield word
            yield [token]
            word = []
        elif word and token.is_math and word[-1].is_math:
            yield word
            word = [token]
        else:
            word.append(token)
    if word:
        yield word


def _tokens(pieces: tuple[Piece, ...], width: float) -> Iterator[_Token]:
    for piece in pieces:
        if isinstance(piece, Term):
            for line in broken(piece, width):
                yield _Token(line, is_math=True, width=formula_width(line))
            continue
        for part in _PART.findall(piece):
            for latex, is_math in [(" ", False)] if part.isspace() else latex_parts(part):
                width_of = formula_width if is_math else text_width
                # braces: a relation or sign between words has the spaces of the words, not those of a formula
                yield _Token(rf"{{{latex}}}" if latex in SIGNS else latex, is_math=is_math, width=width_of(latex))


def _joined(line: list[_Token]) -> str:
    """Return tokens as one formula, neighbouring words in one box."""
    while line[-1].is_space():
        line = line[:-1]
    text = ""
    words = ""
    for token in line:
        if token.is_math:
            text += (rf"\text{{{words}}}" if words else "") + token.latex
            words = ""
        else:
            words += token.latex
    text += rf"\text{{{words}}}" if words else ""
    return rf"\textstyle {text}" if r"\frac" in text else text  # a note is no higher than a line
