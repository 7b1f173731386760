"""What explains a wrong line: a mistake of the book, and what the line should have been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symtutor.rules import BOOK

__all__ = ["Explanation", "explanation"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mistake that leads to a line.

    Parameters
    ----------
    id : str
        Of the mistake.
    words : str
        What went wrong.
    expected : Expr, optional
        What the line should have been.
    is_of_whole : bool
        Whether it is a mistake of the rule with which the line begins.
    """

    id: str | None
    words: str
    expected: Any = None
    is_of_whole: bool = False


def explanation(id_: str, expected: Any = None, **letters: Any) -> Explanation:
    """Return a mistake of the book as the explanation of a line, in the words of the book.

    Examples
    --------
    >>> explanation("work.sign", term="x²").words
    'The sign of x² is wrong.'
    """
    return Explanation(id_, BOOK.mistake(id_).words.format(**letters), expected)
