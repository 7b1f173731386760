"""Matrices in a terminal as matrices: rows below one another between tall brackets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from symtutor.writing.marks.text import AsciiPrinter, UnicodePrinter

__all__ = ["ASCII_GRIDS", "UNICODE_GRIDS", "Piled", "piled"]

# A printer returns one string, so a matrix with several rows is marked in it by characters that no formula holds.
_OPEN, _ROW, _CELL, _CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"
_GRID = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_BETWEEN = "  "  # columns

Brackets = tuple[str, str, str, str, str, str]


class _InGrids(UnicodePrinter):
    """A printer that marks matrices of several rows, to be piled up."""

    tall: ClassVar[Brackets]

    def matrix(self, rows: list[list[str]]) -> str:
        if len(rows) == 1:
            return f"[{', '.join(rows[0])}]"
        if any(_OPEN in entry for row in rows for entry in row):  # a matrix of matrices stays on a line
            rows = [[_GRID.sub(lambda match: _in_a_line(match[1]), entry) for entry in row] for row in rows]
        return _OPEN + _ROW.join(_CELL.join(row) for row in rows) + _CLOSE


class _Unicode(_InGrids):
    tall = ("⎡", "⎤", "⎢", "⎥", "⎣", "⎦")


class _Ascii(AsciiPrinter, _InGrids):
    tall = ("[", "]", "[", "]", "[", "]")

    matrix = _InGrids.matrix


UNICODE_GRIDS = _Unicode()
ASCII_GRIDS = _Ascii()


def _in_a_line(grid: str) -> str:
    return "[" + ", ".join(f"[{row.replace(_CELL, ', ')}]" for row in grid.split(_ROW)) + "]"


@dataclass(frozen=True, slots=True)
class Piled:
    """Lines of a formula, and which of them holds its relation and what stands beside its matrices."""

    lines: tuple[str, ...]
    base: int = 0


def piled(formula: str, printer: _InGrids, width: int, indent: int, broken: Callable[[str, int], list[str]]) -> list[Piled]:
    """Return a formula as piles of lines, one below another; each has its matrices as rows between brackets.

    Parameters
    ----------
    formula : str
        What one of the printers here returned.
    printer : printer
        The one that returned it.
    width : int
        Columns that a pile may take; a matrix that is wider stays on broken lines.
    indent : int
        Of the later piles.
    broken : callable
        How a formula without such matrices is broken into lines of a width.
    """
    parts = _GRID.split(formula)  # texts and grids in turn
    if len(parts) == 1:
        return [Piled((line,)) for line in broken(formula, width)]
    grids = [_pile(grid, printer.tall) for grid in parts[1::2]]
    if any(len(grid.lines[0]) > width - indent for grid in grids):
        return _in_long_rows(parts, printer, width - indent, broken)
    found: list[Piled] = []
    row = Piled(("",))
    for text, grid in zip_longest(parts[0::2], grids):
        for piece in [*_cut(text), *([] if grid is None else [grid])]:
            room = width - (indent if found else 0)
            if row.lines[0].strip() and len(row.lines[0]) + len(piece.lines[0].rstrip()) > room:
                found.append(row)
                row, room = Piled(("",)), width - indent
            row = _beside(row, piece if row.lines[0] or len(piece.lines) > 1 else Piled((piece.lines[0].lstrip(),)))
            if len(row.lines[0].rstrip()) > room:  # a long text by itself
                *full, last = broken(row.lines[0].strip(), room)
                found.extend(Piled((line,)) for line in full)
                row = Piled((last + " " * piece.lines[0].endswith(" "),))
    return [*found, row] if row.lines[0].strip() else found


def _in_long_rows(parts: list[str], printer: _InGrids, width: int, broken: Callable[[str, int], list[str]]) -> list[Piled]:
    """Return the texts and matrices of a formula one below another, each row of a matrix on as many lines as it needs."""
    found: list[Piled] = []
    for i, part in enumerate(parts):
        if not i % 2:
            found.extend(Piled((line,)) for line in (broken(part.strip(), width) if part.strip() else ()))
            continue
        rows = [broken(row.replace(_CELL, ", "), width - 4) for row in part.split(_ROW)]
        lines = [f"{'  ' * (k > 0)}{line}" for row in rows for k, line in enumerate(row)]
        ends = [printer.tall[0], *[printer.tall[2]] * (len(lines) - 2), printer.tall[4]]
        found.append(Piled(tuple(f"{end} {line}" for end, line in zip(ends, lines, strict=True))))
    return found


def _cut(text: str) -> list[Piled]:
    """Return a text with the sign at its end, which belongs to the matrix after it, by itself."""
    sign = re.search(r" [+−=⇒-] $", text)
    pieces = [text] if sign is None else [text[: sign.start()], text[sign.start() :]]
    return [Piled((piece,)) for piece in pieces if piece]


def _pile(grid: str, tall: Brackets) -> Piled:
    """Return the rows of a matrix, its columns aligned in the middle."""
    rows = [row.split(_CELL) for row in grid.split(_ROW)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    texts = [_BETWEEN.join(f"{cell:^{size}}" for cell, size in zip(row, widths, strict=True)) for row in rows]
    ends = [tall[:2], *[tall[2:4]] * (len(rows) - 2), tall[4:]]
    lines = tuple(f"{left} {text} {right}" for (left, right), text in zip(ends, texts, strict=True))
    return Piled(lines, (len(lines) - 1) // 2)


def _beside(left: Piled, right: Piled) -> Piled:
    """Return two piles beside one another, their bases on one line."""
    base = max(left.base, right.base)
    below = max(len(left.lines) - left.base, len(right.lines) - right.base)
    rows = []
    for i in range(-base, below):
        pair = [pile.lines[pile.base + i] if 0 <= pile.base + i < len(pile.lines) else " " * len(pile.lines[0]) for pile in (left, right)]
        rows.append("".join(pair))
    return Piled(tuple(rows), base)
