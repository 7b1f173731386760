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
        return _riemann_sides(goal, claimed)
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


def _riemann_sides(goal: RiemannSum, claimed: Any) -> list[tuple[Any, Any]] | None:
    """Return pairs for a Riemann sum: added up, or by induction where its cells do not depend on their number."""
    count, step = goal.args[4], goal.step()
    if count.is_Integer and 0 < count <= _TERMS:
        return [(step * sp.Add(*[goal.term(sp.Integer(i)) for i in range(int(count))]), claimed)]
    if not isinstance(count, sp.Symbol) or count in sp.cancel(step).free_symbols:
        return None
    cell = sp.cancel(step) * goal.term(goal.index()).xreplace({step: sp.cancel(step)})
    if count in cell.free_symbols:
        return None
    first, last = (cell.xreplace({goal.index(): place}) for place in (sp.S.Zero, count))
    return [(first, claimed.subs(count, 1)), (last, claimed.subs(count, count + 1) - claimed)]
