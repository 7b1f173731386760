"""Sentences of verdicts, in which expressions stand as a program prints them, in the marks of mathematics."""

from __future__ import annotations

import re

from symtutor.verdict import with_numbers

__all__ = ["in_marks"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"\*\*(\d+)(?![\d./])")
_TIMES = re.compile(r"(?<=[\w)\]'′²³⁴⁵⁶⁷⁸⁹])\*(?=[\w(√])")
_FUNCTIONS = ((re.compile(r"\bsqrt\("), "√("), (re.compile(r"\blog\("), "ln("), (re.compile(r"\boo\b"), "∞"))
_ROOT_OF_A_LETTER = re.compile(r"√\((\w)\)")
_RAISED_POWER = re.compile(r"\^(\d+)(?![\d./\w])")
_OF_A_LETTER = re.compile(r"\b((?:arc)?(?:sin|cos|tan)|ln|sinh|cosh|tanh)\((\w)\)(?=$|[ .,;])")
_MINUS = re.compile(r"(?<![\w.)\]′'²³-])-(?=[A-Za-z√(])")
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
    'Correct for x·y ≥ 0, and √(x² − 1) > 2x on (0, ∞).'
    >>> in_marks("Correct for cos(x) ≠ 0 and n^2 > -a.")
    'Correct for cos x ≠ 0 and n² > −a.'
    """
    told = _POWER.sub(lambda match: match[1].translate(_RAISED), sentence)
    for pattern, mark in _FUNCTIONS:
        told = pattern.sub(mark, told)
    told = re.sub(r"(?<![\w.])(\d+)\*(?=[A-Za-z√(])", r"\1", told)
    told = _E.sub("e", _ROOT_OF_A_LETTER.sub(r"√\1", _TIMES.sub("·", told)).replace("**", "^"))
    told = _OF_A_LETTER.sub(r"\1 \2", _RAISED_POWER.sub(lambda match: match[1].translate(_RAISED), told))
    return with_numbers(_MINUS.sub("−", told))
