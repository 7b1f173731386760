"""Sums for checking: added up where the number of terms is known, by induction where it is a letter."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals import Goal, RiemannSum

__all__ = ["summation_sides"]

_TERMS = 400


def summation_sides(goal: Goal, claimed: Any) -> list[tuple[Any, Any]] | None:
    """Return pairs that are equal exactly if a claimed closed form is the sum; None where neither way fits.

    Parameters
    ----------
    goal : Summation or RiemannSum
        A sum over an index from 0.
    claimed : Expr
        Its closed form.

    Examples
    --------
    >>> from sympy.abc import i, n
    >>> from symtutor.goals import Summation
    >>> summation_sides(Summation(i, i, n - 1), n * (n - 1) / 2)
    [(0, 0), (n, -n*(n - 1)/2 + n*(n + 1)/2)]
    """
    if isinstance(goal, RiemannSum):
        count = goal.args[4]
        if count.is_Integer and 0 < count <= _TERMS:
            return [(goal.step() * sp.Add(*[goal.term(sp.Integer(i)) for i in range(int(count))]), claimed)]
        return None
    term, index, last = goal.args
    if last.is_Integer and -1 <= last <= _TERMS:
        return [(sp.Add(*[term.xreplace({index: sp.Integer(i)}) for i in range(int(last) + 1)]), claimed)]
    letters = last.free_symbols
    if len(letters) != 1:
        return None
    (n,) = letters
    if n in term.free_symbols or last.diff(n) != 1:
        return None
    first = n - last  # the value of n for which 0 is the last index
    return [
        (term.xreplace({index: sp.S.Zero}), claimed.subs(n, first)),
        (term.xreplace({index: last.subs(n, n + 1)}), claimed.subs(n, n + 1) - claimed),
    ]
