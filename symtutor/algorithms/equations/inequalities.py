"""Where an expression is positive, negative or 0: its zeros split its domain, and one place in each stretch tells the sign there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, pieces
from symtutor.goals.optimization import Piece, SignChart

__all__ = ["JUMPS", "sign_chart"]

JUMPS = (sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise, sp.frac, sp.sign)


def sign_chart(gap: Any, x: Any, domain: Any, zeros: Sequence[Any], relation: str) -> SignChart | None:
    """Return where an expression that is continuous on its domain has the sign of a relation; None where a sign is not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> sign_chart(x**2 - 1, x, sp.S.Reals, [-1, 1], ">=").set
    Union(Interval(-oo, -1), Interval(1, oo))
    """
    places = tuple(map(sp.sympify, zeros))
    found: list[Any] = []
    chosen: Any = sp.FiniteSet(*places) if "=" in relation else sp.S.EmptySet
    wanted = 1 if ">" in relation else -1
    for part in intervals_of(domain):
        if part.inf == part.sup:
            return None
        stretches = pieces(gap, x, places, part.inf, part.sup)
        if stretches is None:
            return None
        for low, high, sign in stretches:
            found.append(Piece(low, high, sp.Integer(sign)))
            if sign == wanted:
                chosen = sp.Union(chosen, sp.Interval(low, high, low in places or low == part.inf, high in places or high == part.sup))
        if wanted in {s for _, _, s in stretches[:1]} and not part.left_open and part.inf not in places:
            chosen = sp.Union(chosen, sp.FiniteSet(part.inf))
        if wanted in {s for _, _, s in stretches[-1:]} and not part.right_open and part.sup not in places:
            chosen = sp.Union(chosen, sp.FiniteSet(part.sup))
    return SignChart(sp.S.Reals if chosen == sp.Interval(-sp.oo, sp.oo) else chosen, tuple(found), places)
