"""Hints: first the rule, then how it looks here, then the next line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symtutor.deriving.layout import Block
from symtutor.errors import InputError
from symtutor.writing.document import Piece, filled, letter_meaning

__all__ = ["hint"]

_WITH_ARTICLE = re.compile(r"^(derivative|integral|limit|definition)\b|\b(rule|law|theorem|method|formula)$")
_WITHOUT_ARTICLE = re.compile(r"'s (rule|method|substitution|theorem)|\b(substitution|differentiation|by parts|fractions|coefficients)$")


def hint(blocks: Iterable[Block], level: int) -> tuple[Piece, ...]:
    """Return a hint for the first step of a solution.

    Parameters
    ----------
    blocks : iterable of Block
        The lines of the worked solution.
    level : int
        1 names the rule, 2 says in words what it does and what its letters stand for, 3 gives the next line.
    """
    if isinstance(level, str) and level.strip().isdigit():
        level = int(level)
    if isinstance(level, bool) or not isinstance(level, int):
        raise InputError(f"level={level!r} is no level of a hint", "Give 1 for the rule, 2 for its letters, 3 for the next line.")
    line = next((line for block in blocks for line in block.lines if line.reasons), None)
    if line is None:
        return ("Nothing is left to do.",)
    reason = line.reasons[0]
    pieces: list[Piece] = [_named(reason.rule.name)]
    if level >= 2:
        pieces.extend([" ", *filled(reason.rule.words, reason.bindings)])
        letters = {k: v for k, v in reason.letters.items() if f"{{{k}}}" not in reason.rule.words}
        for i, (letter, meaning) in enumerate(letters.items()):
            pieces.extend([", " if i else " Here ", *letter_meaning(letter, meaning)])
        if letters:
            pieces.append(".")
    if level >= 3:
        pieces.extend([" The next line: ", line.term, "."])
    return tuple(pieces)


def _named(name: str) -> str:
    """Return the sentence that names a rule."""
    if _WITHOUT_ARTICLE.search(name):
        return f"Use {name}."
    if _WITH_ARTICLE.search(name):
        return f"Use the {name}."
    return f"The first step: {name}."
