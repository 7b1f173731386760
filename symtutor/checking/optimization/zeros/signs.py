"""Signs of the numbers of a problem under constraints: exact, or said to be unknown."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.optimization.zeros.membership import sign_of_number

__all__ = ["Undecided", "is_zero", "sign"]


class Undecided(Exception):  # noqa: N818 (an outcome, not an error)
    """The sign of a number was not decided."""


@lru_cache(maxsize=10_000)
def sign(number: Any) -> int:
    """Return the sign of an exact number, or of one with real letters where these leave no choice."""
    if number.is_Rational:
        return int(sp.sign(number))
    if not number.free_symbols:
        found = sign_of_number(number)
    else:
        real = number.xreplace({s: sp.Symbol(s.name, real=True) for s in number.free_symbols})
        found = 1 if real.is_positive else -1 if real.is_negative else 0 if sp.simplify(number) == 0 else None
    if found is None:
        raise Undecided(f"the sign of {number} was not decided")
    return found


def is_zero(number: Any) -> bool:
    """Tell whether a number is 0; one with letters, whether it is for all their values."""
    return sp.simplify(number) == 0 if number.free_symbols else sign(number) == 0
