"""Plain words in LaTeX: every character has a form that compiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symtutor.writing.marks.characters import POWER, SUBSCRIPTS, SUPERSCRIPTS, exponent, index
from symtutor.writing.marks.text import GREEK

__all__ = ["SIGNS", "escaped", "latex_parts", "typed"]

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
    "∅": r"\emptyset",
    "∉": r"\notin",
    "∪": r"\cup",
    "∩": r"\cap",
    "∘": r"\circ",
    "⊗": r"\otimes",
    "⊙": r"\odot",
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
SIGNS = frozenset(_MATH[char] for char in "−·×±∓÷≠≤≥≈<>~→←↦⇒⇔∈∉∪∩∘⊗⊙⋅")  # between what they join, with spaces of their own
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

_TYPED = {
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\\": r"\textbackslash{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "|": "|",
    **{char: char + "{}" for char in "<>-,"},
}

_NOT_IN_T1 = frozenset("ĦħĸĿŀŉŦŧſ×÷")  # Latin letters that the encoding of the font lacks


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
    return "".join(f"${part}$" if is_math else part for part, is_math in latex_parts(text))


def typed(text: str) -> str:
    r"""Return a line of a program as LaTeX that prints it as it is: no power is raised, no quote curled, no two signs joined.

    Examples
    --------
    >>> print(typed("'e^x' -- <"))
    \textquotesingle{}e\textasciicircum{}x\textquotesingle{} -{}-{} <{}
    """
    return "".join(_TYPED.get(char) or (f"${part}$" if is_math else part) for char in text for part, is_math in [_character(char)])


def latex_parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a plain text as LaTeX, and whether each is mathematics."""
    last = 0
    for match in POWER.finditer(text):
        yield from map(_character, text[last : match.start()])
        yield _power(match), True
        last = match.end()
    yield from map(_character, text[last:])


def _power(match: re.Match[str]) -> str:
    base = _inside(match["base"])
    if index(match):
        return f"{base}_{{{index(match)}}}"
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
    if char.isascii():
        return (char if char.isprintable() else " "), False
    if 0xC0 <= ord(char) <= 0x17F and char not in _NOT_IN_T1:
        return char, False
    return f"[U+{ord(char):04X}]", False
