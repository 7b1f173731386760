"""Parts of a text that stand in no bracket."""

from __future__ import annotations

import re

__all__ = ["parts_outside"]

_OPENING, _CLOSING = "([{", ")]}"


def parts_outside(text: str) -> list[str]:
    """Return the parts of a text between commas, semicolons, "and" and "or" that stand in no bracket.

    Examples
    --------
    >>> parts_outside("(1, 2) and x = 3")
    ['(1, 2) ', ' x = 3']
    """
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[()\[\]{}]|[,;]|\b(?:or|and)\b", text):
        mark = match.group()
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth -= 1
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [part for part in (*parts, text[start:]) if part.strip()]
