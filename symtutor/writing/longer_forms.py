"""A right answer in a longer form than it needs is told the shorter one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.term import quote
from symtutor.verdict import Verdict
from symtutor.writing.marks.text import UNICODE

__all__ = ["told_shorter"]

_MORE = 4  # operations by which a form is longer before a word is said
_SHARE = sp.Rational(3, 2)


def told_shorter(verdict: Verdict, found: Any, wanted: Any) -> Verdict:
    """Return a verdict on a right answer with the shorter form beside it, where that is much shorter.

    Parameters
    ----------
    verdict : Verdict
        On the answer.
    found : Expr
        The answer as it was given.
    wanted : Expr
        What the solution ends with.
    """
    if not verdict or verdict.explanation != "Correct." or not isinstance(found, sp.Expr) or not isinstance(wanted, sp.Expr):
        return verdict
    given, least = (int(sp.count_ops(expr)) for expr in (found, wanted))
    if given < least + _MORE or given < _SHARE * least or found.free_symbols != wanted.free_symbols:
        return verdict
    return replace(verdict, explanation=f"Correct. A shorter form is {UNICODE.render(quote(wanted))}.")
