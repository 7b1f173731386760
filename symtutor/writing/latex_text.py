"""Words in LaTeX: every character has a form that compiles, and notes are wrapped beside formulas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from symtutor.term import Term
from symtutor.writing.breaking import broken, inline
from symtutor.writing.characters import POWER, SUBSCRIPTS, SUPERSCRIPTS, exponent
from symtutor.writing.document import Piece
from symtutor.writing.latex_width import formula_width, text_width
from symtutor.writing.text_math import GREEK

__all__ = ["escaped", "note_lines", "sentence"]

_MATH = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "±": r"\pm",
    "∓": r"\mp",
    "÷": r"\div",
    "′": "'",
    "″": "''",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "≈": r"\approx",
    "<": "<",
    ">": ">",
    "|": "|",
    "^": r"\wedge",
    "\\": r"\backslash",
    "~": r"\sim",
    "→": r"\to",
    "←": r"\leftarrow",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow",
    "√": r"\surd",
    "∛": r"\sqrt[3]{\ }",
    "∜": r"\sqrt[4]{\ }",
    "∞": r"\infty",
    "∫": r"\int",
    "∂": r"\partial",
    "∇": r"\nabla",
    "∑": r"\sum",
    "∏": r"\prod",
    "∈": r"\in",
    "∉": r"\notin",
    "∪": r"\cup",
    "∩": r"\cap",
    "∘": r"\circ",
    "°": r"{}^{\circ}",
    "ℝ": r"\mathbb{R}",
    "ℚ": r"\mathbb{Q}",
    "ℤ": r"\mathbb{Z}",
    "ℕ": r"\mathbb{N}",
    "½": r"\frac{1}{2}",
    "¼": r"\frac{1}{4}",
    "¾": r"\frac{3}{4}",
    "‖": r"\|",
    "∠": r"\angle",
    "⋅": r"\cdot",
    "…": r"\dots",
    **{letter: f"\\{name.replace('lamda', 'lambda')}" for name, letter in GREEK.items()},
    **{raised: f"{{}}^{{{plain}}}" for raised, plain in SUPERSCRIPTS.items()},
    **{lowered: f"{{}}_{{{plain}}}" for lowered, plain in SUBSCRIPTS.items()},
}
_TEXT = {
    **{c: f"\\{c}" for c in "#$%&_{}"},
    "\N{NO-BREAK SPACE}": " ",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "–": "--",
    "—": "---",
    "\n": " ",
    "\t": " ",
}
_BREAK = r"\penalty900 "  # TeX itself puts 700 after a plus
_PART = re.compile(r"\s+|\S+")


def escaped(text: str) -> str:
    r"""Return plain text as LaTeX in which no character is a command.

    Parameters
    ----------
    text : str
        Words; ``e^x`` and Unicode mathematics in it become formulas.

    Examples
    --------
    >>> escaped("50% of e^x, (xⁿ)′")
    "50\\% of $e^{x}$, ($x^{n}$)$'$"
    """
    return "".join(f"${part}$" if is_math else part for part, is_math in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield pieces of LaTeX, and whether each is mathematics."""
    last = 0
    for match in POWER.finditer(text):
        yield from map(_character, text[last : match.start()])
        yield _power(match), True
        last = match.end()
    yield from map(_character, text[last:])


def _power(match: re.Match[str]) -> str:
    base = _inside(match["base"])
    if match["lowered"]:
        return f"{base}_{{{''.join(SUBSCRIPTS[c] for c in match['lowered'])}}}"
    return f"{base}^{{{''.join(map(_inside, exponent(match)))}}}"


def _inside(char: str) -> str:
    """Return a character within a formula."""
    text, is_math = _character(char)
    return text + " " if is_math and text[0] == "\\" else text if text.isascii() else rf"\text{{{text}}}"


def _character(char: str) -> tuple[str, bool]:
    """Return a character as LaTeX, and whether that is mathematics; one that the font lacks becomes its code point."""
    if char in _MATH:
        return _MATH[char], True
    if char in _TEXT:
        return _TEXT[char], False
    if char.isascii() or (char.isalpha() and "LATIN" in unicodedata.name(char, "") and ord(char) <= 0x17F and char not in "ŉĿŀĸŦŧĦħ"):
        return (char if char.isprintable() else " "), False
    return f"[U+{ord(char):04X}]", False


def sentence(pieces: Iterable[Piece]) -> str:
    """Return text and formulas as LaTeX text, for TeX to break into lines."""
    return "".join(escaped(p) if isinstance(p, str) else rf"${inline(p, between_factors=_BREAK)}$" for p in pieces)


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
            for latex, is_math in [(" ", False)] if part.isspace() else _parts(part):
                yield _Token(latex, is_math=is_math, width=formula_width(latex) if is_math else text_width(latex))


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
    return text + (rf"\text{{{words}}}" if words else "")
