"""Matrices between tall brackets, as they are printed over several lines of a terminal, in one line."""

from __future__ import annotations

import re

__all__ = ["with_matrices_in_line"]

_OPEN, _LEFT, _LAST = "⎡", "⎡⎢⎣", "⎣"
_RIGHT = "⎤⎥⎦"


def with_matrices_in_line(text: str) -> str:
    r"""Return a text in which each printed matrix stands in the line that holds what is written beside it.

    Examples
    --------
    >>> print(with_matrices_in_line("      ⎡ 2  0 ⎤\n  A = ⎢ 0  1 ⎥ (sum)\n      ⎣ 1  x ⎦"))
      A = [[2, 0], [0, 1], [1, x]] (sum)
    """
    lines = text.split("\n")
    found: list[str] = []
    place = 0
    while place < len(lines):
        height = _height(lines, place)
        found.append(_joined(lines[place : place + height]) if height > 1 else _in_one_line(lines[place]))
        place += height
    return "\n".join(found)


def _height(lines: list[str], place: int) -> int:
    """Return over how many lines the matrices run that begin in a line; 1 where none does."""
    columns = [column for column, sign in enumerate(lines[place]) if sign == _OPEN]
    if not columns or _LAST in lines[place]:
        return 1
    for height, below in enumerate(lines[place + 1 :], 2):
        signs = {below[column : column + 1] for column in columns}
        if signs == {_LAST}:
            return height
        if not signs <= {"⎢", _LAST}:
            return 1
    return 1


def _joined(rows: list[str]) -> str:
    """Return rows of print as one line: the one with most beside the matrices, these in it with brackets."""
    width = max(map(len, rows))
    padded = [row.ljust(width) for row in rows]
    spans = []
    for start, sign in enumerate(padded[0]):
        end = next((k for k in range(start, width) if padded[0][k] == "⎤"), None) if sign == _OPEN else None
        if end is not None:
            spans.append((start, end + 1))
    if any(row[end - 1] not in _RIGHT or row[start] not in _LEFT for row in padded for start, end in spans):
        return "\n".join(rows)
    pieces: list[str] = []
    before = 0
    for start, end in [*spans, (width, width)]:
        beside = [row[before:start].rstrip() for row in padded]
        pieces.append(max(beside, key=lambda piece: len(piece.strip())))
        if start < width:
            entries = (", ".join(re.split(r"\s{2,}", row[start + 1 : end - 1].strip())) for row in padded)
            pieces.append(f"{' ' if before else ''}[{', '.join(f'[{row}]' for row in entries)}]")
        before = end
    first, *others = pieces
    return f"{first} {''.join(others)}".rstrip() if first.strip() else f"{first}{''.join(others)}".rstrip()


def _in_one_line(line: str) -> str:
    """Return a line in which a matrix of two rows stands with both of them."""

    def in_line(found: re.Match[str]) -> str:
        rows = (re.split(r"\s{2,}", row.strip()) for row in found.group(1, 3))
        return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]{found.group(2)}"

    return _TWO_ROWS.sub(in_line, line)


_TWO_ROWS = re.compile("⎡([^⎤⎡]*)⎤([^⎡⎣]*)⎣([^⎦⎡]*)⎦")
