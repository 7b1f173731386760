r"""Formulas in several lines: broken by us, before + and − and between factors, as far outside of brackets as possible.

A formula is printed once with marks where it may be broken and where brackets
open and close; then lines are filled, and brackets that a break has separated
get a fixed size, since ``\left( ... \right)`` must stay on one line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from symtutor.term import Term
from symtutor.writing.formats.latex_width import formula_width
from symtutor.writing.marks.latex import LatexPrinter
from symtutor.writing.marks.levels import ATOM, POWER, PRODUCT

__all__ = ["broken", "inline"]

# characters of the private use area: no formula contains them
_TERM, _FACTOR, _OVER, _DIGITS, _OPEN, _CLOSE = "\ue000\ue001\ue002\ue003\ue004\ue005"
_BREAKS = {_TERM: 0.0, _FACTOR: 0.5, _OVER: 0.8, _DIGITS: 9.0}  # how bad it is to break there, in levels of brackets
_MARK = re.compile("[\ue000-\ue005]")
_NO_BREAKS = re.compile(f"[{''.join(_BREAKS)}]")
_SIZES = {_OPEN: (r"\bigl", r"\Bigl"), _CLOSE: (r"\bigr", r"\Bigr")}

_LONG_NUMBER = 24  # digits
_INDENT = 2.0
_FEWEST = 0.3  # of a line must be filled before it is broken


class _MarkingPrinter(LatexPrinter):
    """LaTeX with marks; wide fractions, roots and exponents are written on one line."""

    plus = f" {_TERM}+ "
    less = f" {_TERM}- "
    multiply = f" {_FACTOR}" + r"\cdot "
    juxtapose = f" {_FACTOR}"

    def __init__(self, width: float) -> None:
        super().__init__()
        self._solid = width - _INDENT - 1.5  # with a sign before it
        self._small = width / 2

    def digits(self, text: str) -> str:
        if len(text) <= _LONG_NUMBER:
            return text
        return _DIGITS.join(text[i : i + 6] for i in range(0, len(text), 6))

    def brackets(self, text: str) -> str:
        return f"{_OPEN}({text}{_CLOSE})"

    def bars(self, text: str) -> str:
        return f"{_OPEN}|{text}{_CLOSE}|"

    def fraction(self, above: Term, below: Term) -> tuple[str, int]:
        solid = _finished(super().fraction(above, below)[0])
        if formula_width(solid) <= self._solid:
            return solid, PRODUCT
        return f"{self._at_level(above, PRODUCT)} {_OVER}/ {self._at_level(below, POWER)}", PRODUCT

    def superscript(self, base: str, exponent: Term) -> str:
        power = _finished(super().superscript("", exponent))
        if formula_width(power) <= self._small:
            return base + power
        if base == "e":
            return r"\exp" + self.brackets(self.render(exponent))
        return f"{base}^{{{_finished(self.render(exponent))}}}"

    def root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        solid = _finished(super().root(radicand, degree)[0])
        if formula_width(solid) <= self._small:
            return solid, ATOM
        return f"{self.brackets(self.render(radicand))}^{{1/{_finished(self.render(degree))}}}", POWER

    def at(self, text: str, places: list[tuple[str, str]]) -> str:
        where = _finished(",\\,".join(f"{name} = {place}" for name, place in places))
        return f"{_OPEN}[{text}{_CLOSE}]_{{{where}}}"

    def between(self, text: str, variable: str, low: str, high: str) -> str:
        limits = _finished(f"_{{{variable} = {low}}}^{{{variable} = {high}}}")
        return f"{_OPEN}[{text}{_CLOSE}]{limits}"

    def matrix(self, rows: list[list[str]]) -> str:
        return _finished(super().matrix(rows))

    def cases(self, rows: list[tuple[str, str]]) -> str:
        return _finished(super().cases(rows))

    def integral(self, low: str | None, high: str | None) -> str:
        return _finished(super().integral(low, high))


@lru_cache(maxsize=8)
def _marking(width: float) -> _MarkingPrinter:
    """Return the printer for lines of a width."""
    return _MarkingPrinter(width)


def broken(term: Term, width: float) -> tuple[str, ...]:
    """Return a formula as lines of LaTeX; all but the first begin with an operator.

    Parameters
    ----------
    term : Term
        The formula.
    width : float
        Of a line, in em; later lines are indented by `INDENT` and that much shorter.

    Examples
    --------
    >>> from symtutor.term import quote
    >>> import sympy as sp
    >>> x = sp.Symbol("x")
    >>> broken(quote(x**2 + x), 20)
    ('x^{2} + x',)
    >>> broken(quote(x**2 + x), 2.5)
    ('x^{2}', '{} + x')
    """
    return _broken(_marking(width).render(term), width)


@lru_cache(maxsize=4_000)
def _broken(marked: str, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    rest = marked
    while True:
        place = None if formula_width(_finished(rest)) <= width else _break_place(rest, width)
        if place is None:
            break
        lines.append(rest[:place])
        rest = rest[place:]
        width -= _INDENT if len(lines) == 1 else 0
    lines.append(rest)
    return tuple(_continued(line, is_first=i == 0) for i, line in enumerate(_with_sizes(lines)))


def _break_place(text: str, width: float) -> int | None:
    """Return where to break: outermost first, terms rather than factors, then as far right as fits."""
    depth = 0
    best: tuple[float, float, int] | None = None
    first: int | None = None
    for match in _MARK.finditer(text):
        mark, place = match.group(), match.start()
        depth += (mark == _OPEN) - (mark == _CLOSE)
        if mark not in _BREAKS or place == 0:
            continue
        filled = formula_width(_finished(text[:place]))
        if filled > width:
            return best[2] if best else first if first is not None else place
        if filled < _FEWEST * width:
            first = place
            continue
        key = (-depth - _BREAKS[mark], filled, place)
        best = max(best, key) if best else key
    return best[2] if best else first


def _with_sizes(lines: list[str]) -> list[str]:
    """Return lines whose brackets have a fixed size where they close on another line than they open on."""
    where: dict[tuple[int, int], tuple[str, bool]] = {}
    stack: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        for match in _MARK.finditer(line):
            here = (number, match.start())
            if match.group() == _OPEN:
                stack.append(here)
            elif match.group() == _CLOSE and stack:
                start = stack.pop()
                if start[0] != number:
                    tall = any("\\frac" in part for part in (lines[start[0]][start[1] :], *lines[start[0] + 1 : number], line[: here[1]]))
                    where[start], where[here] = (_OPEN, tall), (_CLOSE, tall)
    sized = []
    for number, line in enumerate(lines):
        text = ""
        last = 0
        for place in sorted(p for n, p in where if n == number):
            mark, tall = where[number, place]
            text += line[last:place] + _SIZES[mark][tall]
            last = place + 1
        sized.append(text + line[last:])
    return sized


def _continued(line: str, *, is_first: bool) -> str:
    """Return a line without marks; a later one starts with a sign that tells that it goes on."""
    if is_first:
        return _finished(line).strip()
    rest = _finished(line[1:]).strip()
    if line[0] == _FACTOR and not rest.startswith("\\cdot"):
        rest = r"\cdot " + rest
    return rest if line[0] == _DIGITS else "{} " + rest


def _finished(marked: str) -> str:
    """Return a piece of a formula on one line: marks go, brackets grow with what they hold."""
    if not _MARK.search(marked):
        return marked
    text = _NO_BREAKS.sub("", marked)
    surplus = text.count(_OPEN) - text.count(_CLOSE)
    if surplus:  # only measured, never printed: a bracket of it closes elsewhere
        return text.replace(_OPEN, r"\bigl").replace(_CLOSE, r"\bigr")
    return text.replace(_OPEN, r"\left").replace(_CLOSE, r"\right")


def inline(term: Term, width: float = 18.0, *, between_factors: str = "") -> str:
    """Return a formula for a sentence; one that is wider than a part of the line is left to be broken where it stands.

    Parameters
    ----------
    term : Term
        The formula.
    width : float
        Up to which it stays in one piece, in em.
    between_factors : str
        A command that allows a break; only TeX has one.
    """
    marked = _marking(width).render(term)
    solid = _finished(marked)
    if formula_width(solid) <= width:
        return solid
    flat = marked.replace(_TERM, "").replace(_OPEN, r"\bigl").replace(_CLOSE, r"\bigr")
    return _NO_BREAKS.sub(lambda _: between_factors, flat)
