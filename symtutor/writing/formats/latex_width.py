"""How wide a LaTeX formula will be, so that we can break it before TeX has to.

The widths are those of Computer Modern, rounded up a little: a line that is
broken too early looks better than one that sticks out of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["formula_width", "text_width"]

_MARK = re.compile(r"\\[A-Za-z]+|\\\\\[[\d.]+em\]|\\.|[{}^_]|\s+|.", re.DOTALL)

_LETTER, _DIGIT, _TEXT = 0.58, 0.5, 0.44
_OPERATOR, _RELATION, _BRACKET = 1.24, 1.36, 0.42
_SCRIPT, _INNER_FRACTION = 0.75, 0.8  # sizes of exponents and of fractions inside fractions

_CHARACTERS = {
    **dict.fromkeys("0123456789.", _DIGIT),
    **dict.fromkeys("+-", _OPERATOR),
    **dict.fromkeys("=<>", _RELATION),
    **dict.fromkeys("()[]", _BRACKET),
    **dict.fromkeys("|'", 0.3),
    ",": 0.46,
    "m": 0.9,
    "w": 0.74,
}
_COMMANDS = {
    r"\cdot": 0.74,
    r"\,": 0.17,
    r"\;": 0.28,
    r"\ ": 0.34,
    r"\quad": 1.0,
    r"\qquad": 2.0,
    r"\infty": 1.0,
    r"\int": 1.0,
    r"\sum": 1.45,
    r"\prod": 1.3,
    **dict.fromkeys([r"\left", r"\right"], 0.2),
    **dict.fromkeys([r"\bigl", r"\bigr"], 0.1),
    **dict.fromkeys([r"\Bigl", r"\Bigr"], 0.25),
    **dict.fromkeys([r"\leq", r"\geq", r"\neq", r"\to", r"\Rightarrow", r"\Leftrightarrow", r"\in", r"\land", r"\lor"], 1.6),
    **dict.fromkeys([r"\{", r"\}"], 0.5),
    **dict.fromkeys([r"\displaystyle", r"\textstyle"], 0.0),
}
_NAMES = frozenset(
    r"\sin \cos \tan \cot \sec \csc \sinh \cosh \tanh \coth \arcsin \arccos \arctan \ln \log \exp \max \min \lim \det".split()
)
_BOXES = {r"\text": (_TEXT, 0.0), r"\operatorname": (0.49, 0.34), r"\mathrm": (_TEXT, 0.0), r"\mathit": (_LETTER, 0.0)}


def text_width(text: str) -> float:
    """Return the width of words, in em."""
    return _TEXT * len(text)


@lru_cache(maxsize=20_000)
def formula_width(latex: str) -> float:
    r"""Return about how wide a formula is in display style, in em of its font.

    Parameters
    ----------
    latex : str
        What `LatexPrinter` writes; other commands count as one letter.

    Examples
    --------
    >>> formula_width(r"\frac{x^{2}}{2}") < formula_width("x + 1") < formula_width(r"\sin x + 1")
    True
    """
    return _Measure(_MARK.findall(latex)).run()


class _Measure:
    """One pass over the marks of a formula."""

    def __init__(self, marks: list[str]) -> None:
        self._marks = marks
        self._at = 0
        self._fractions = 0

    def run(self) -> float:
        total = 0.0
        while self._at < len(self._marks):
            total += self._one()
        return total

    def _next(self) -> str:
        mark = self._marks[self._at] if self._at < len(self._marks) else ""
        self._at += 1
        return mark

    def _one(self) -> float:
        """Return the width of the next mark with its arguments."""
        mark = self._next()
        if mark == "{":
            return self._group()
        if mark in {"^", "_"}:
            return _SCRIPT * self._one()
        if mark == r"\frac":
            return self._fraction()
        if mark == r"\sqrt":
            return self._root()
        if mark in _BOXES:
            return self._box(*_BOXES[mark])
        if mark in {r"\begin", r"\end"}:
            self._one()
            return 1.0
        if mark in _NAMES:
            return _TEXT * (len(mark) - 1) + 0.2
        return self._single(mark)

    def _single(self, mark: str) -> float:
        if mark.isspace() or mark in {"}", "&", ""} or mark.startswith("\\\\"):
            return 0.0
        return _COMMANDS.get(mark, _CHARACTERS.get(mark, _LETTER))

    def _group(self) -> float:
        total = 0.0
        while self._at < len(self._marks) and self._marks[self._at] != "}":
            total += self._one()
        self._at += 1
        return total

    def _fraction(self) -> float:
        scale = _INNER_FRACTION if self._fractions else 1.0
        self._fractions += 1
        widest = max(self._one(), self._one())
        self._fractions -= 1
        return scale * widest + 0.3

    def _root(self) -> float:
        if self._at < len(self._marks) and self._marks[self._at] == "[":
            while self._next() != "]":
                pass
        return self._one() + 0.95

    def _box(self, each: float, around: float) -> float:
        """Return the width of a box of letters, such as a word."""
        letters = 0
        depth = 0
        while self._at < len(self._marks):
            mark = self._next()
            depth += (mark == "{") - (mark == "}")
            if depth == 0:
                break
            letters += 0 if mark in {"{", "}"} else 1
        return each * letters + around
