"""Verdicts on hand-solved optimization, with the words that the book has for a mistake."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.equivalence.same_value import same_value
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["right", "same", "sign", "wrong", "wrong_by"]


def right(words: str, method: str) -> Verdict:
    """Return that an answer is right."""
    return Verdict(Status.CORRECT, Proof(method), explanation=words)


def wrong(words: str, found: Any, wanted: Any) -> Verdict:
    """Return that an answer is wrong in a way that has no name."""
    return Verdict(Status.INCORRECT, Witness({}, str(found), str(wanted), ("", ""), 0), explanation=words)


def wrong_by(book: Book, mistake: str, found: Any, wanted: Any, /, **letters: Any) -> Verdict:
    """Return that an answer is wrong by a mistake of the book, whose letters stand for these things."""
    words = book.mistake(mistake).words.format(**letters)
    return Verdict(Status.INCORRECT, Witness({}, str(found), str(wanted), ("", ""), 0), mistake=mistake, explanation=words)


def same(a: Any, b: Any) -> bool:
    """Tell whether two numbers are proved equal."""
    a, b = sp.sympify(a), sp.sympify(b)
    return bool(a == b or same_value(a, b, {}).status is Status.CORRECT)


def sign(number: Any) -> int:
    """Return the sign of a number to many digits."""
    found = sp.N(number, 40)
    return 0 if abs(found) < sp.Float("1e-30") else 1 if found > 0 else -1
