"""Integrals that diverge by comparison: near an end the integrand is at least a multiple of 1/distance, and nothing makes up for it."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.integrals.continuity import continuous_on, defined_inside
from symtutor.checking.limits.constants import Constants, Undecided
from symtutor.checking.limits.expander import Expander
from symtutor.checking.limits.expansion import TooShort

__all__ = ["diverges_to"]

_LENGTHS = (1, 3, 6)


def diverges_to(f: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> tuple[sp.Expr, str] | None:
    """Return oo or -oo with the reason where an integral surely diverges to that, or None.

    Parameters
    ----------
    f : Expr
        An integrand in x alone.
    x : Symbol
        The variable.
    low, high : Expr
        Numbers or infinities, the smaller first.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> diverges_to(sp.cos(x) / x**2, x, sp.S.Zero, sp.S.One)[0], diverges_to((2 + sp.sin(x)) / x, x, sp.S.One, sp.oo)[0]
    (oo, oo)
    >>> diverges_to(sp.sin(x) / x, x, sp.S.Zero, sp.oo)
    """
    if f.free_symbols != {x}:
        return None
    for end, side, closed in ((low, 1, (False, True)), (high, -1, (True, False))):
        sign = _sign_of_excess(f, x, end, side)
        if not sign:
            continue
        other = high if side > 0 else low
        is_finite_elsewhere = other.is_finite and (
            continuous_on(f, x, low, high, closed=closed)
            or (continuous_on(f, x, low, high, closed=(False, False)) and _has_a_limit(f, x, other, -side))
        )
        if is_finite_elsewhere or defined_inside(sp.sqrt(sign * f), x, low, high):
            return sign * sp.oo, f"comparison with 1/distance at {end}: the product with the distance stays away from 0"
    return None


def _has_a_limit(f: Any, x: Any, end: Any, side: int) -> bool:
    """Tell whether an integrand surely has a finite limit at an end."""
    try:
        return Expander(x, end, side, Constants({}), _LENGTHS[-1]).centered(f) is not None
    except (Undecided, RecursionError):
        return False


def _sign_of_excess(f: sp.Expr, x: sp.Symbol, end: sp.Expr, side: int) -> int:
    """Return the sign of f near an end if |f| is at least a multiple of 1/distance there, or of 1/(distance·ln distance), else 0."""
    distance = sp.Abs(x) if end.is_infinite else side * (x - end)
    for weight in (distance, distance * sp.Abs(sp.log(distance))):
        for length in _LENGTHS:
            constants = Constants({})
            expander = Expander(x, end, side, constants, length)
            try:
                lead = expander.arithmetic.lead(expander.expand(f * weight))
                if lead is None or expander.arithmetic.scale.order(lead[0]) < 0:
                    break
                return constants.sign(lead[1])
            except TooShort:
                continue
            except (Undecided, RecursionError):
                break
    return 0
