"""What both lexers hand to the parser: tokens of one alphabet, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Note", "Token"]


class Token(NamedTuple):
    """A piece of text with its meaning in the parser's alphabet.

    The kind is ``number``, ``name``, ``function``, ``subscript``, ``word``,
    ``environment``, ``end``, or the sign itself: ``+ - * / ^ ! ' _ = != < <=
    > >= -> .. ( ) [ ] { } |``, ``√ ∫ ∂``, ``sum``, ``prod``, ``lim``, ``frac``.
    Braces group without being seen.

    Parameters
    ----------
    kind : str
        What the parser dispatches on.
    text : str
        The name, digits or sign in its standard spelling.
    start, end : int
        Where it stands in the text that was read.
    gap : bool
        Whether space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    gap: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A reading that was chosen where the notation allows another.

    Parameters
    ----------
    message : str
        One sentence that says what was read.
    span : tuple of int
        Start and end of the place in the text.
    alternatives : tuple of str
        The readings, the one that was taken first, each as it could be typed.
    """

    message: str
    span: tuple[int, int]
    alternatives: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message
