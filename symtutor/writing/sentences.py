"""Sentences of verdicts, in which expressions stand as a program prints them, in the marks of mathematics."""

from __future__ import annotations

import re

__all__ = ["in_marks"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"\*\*(\d+)(?![\d./])")
_TIMES = re.compile(r"(?<=[\w)\]'′²³⁴⁵⁶⁷⁸⁹])\*(?=[\w(√])")
_FUNCTIONS = ((re.compile(r"\bsqrt\("), "√("), (re.compile(r"\blog\("), "ln("), (re.compile(r"\boo\b"), "∞"))
_ROOT_OF_A_LETTER = re.compile(r"√\((\w)\)")
_E = re.compile(r"(?<=[<>≤≥=≠] )E\b")


def in_marks(sentence: str) -> str:
    """Return a sentence with ·, raised exponents, √, ln and ∞ for *, **, sqrt, log and oo.

    Parameters
    ----------
    sentence : str
        Words, with expressions among them.

    Examples
    --------
    >>> in_marks("Correct for x*y ≥ 0, and sqrt(x**2 - 1) > 2*x on (0, oo).")
    'Correct for x·y ≥ 0, and √(x² - 1) > 2x on (0, ∞).'
    """
    told = _POWER.sub(lambda match: match[1].translate(_RAISED), sentence)
    for pattern, mark in _FUNCTIONS:
        told = pattern.sub(mark, told)
    told = re.sub(r"(?<![\w.])(\d+)\*(?=[A-Za-z√(])", r"\1", told)
    return _E.sub("e", _ROOT_OF_A_LETTER.sub(r"√\1", _TIMES.sub("·", told)).replace("**", "^"))
