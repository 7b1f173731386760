"""Improper integrals that diverge by comparison: the integrand is at least a multiple of one whose integral diverges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import leading, limit_value
from symtutor.algorithms.asymptotics.signs import NotReal, Unknown, sign_of
from symtutor.algorithms.asymptotics.squeeze import bounds_near
from symtutor.algorithms.places.breaks import breaks, is_ordered, zeros
from symtutor.algorithms.structure import symbols
from symtutor.goals.core import DefiniteIntegral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import ZERO

__all__ = ["COMPARISON"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _excess(f: sp.Expr, x: sp.Symbol, end: sp.Expr, side: int) -> tuple[int, sp.Expr] | None:
    """Return the sign of f near an end and a multiple of a function that f exceeds there and that is not integrable, or None."""
    distance = x * sp.sign(end) if end.is_infinite else side * (x - end)
    for weight in (distance, distance * sp.Abs(sp.log(distance))):
        found = leading(f * weight, x, end, side)
        low = None if found is None else found.limit()
        if low is None:
            bounds = bounds_near(f * weight, x, end, (side,))
            ends = [] if bounds is None else [limit_value(b, x, end, side) for b in bounds]
            low = next((v for v in ends if None not in ends and _sign(v) and _sign(ends[0]) == _sign(ends[1])), None)
        if low is not None and _sign(low):
            sign = _sign(low)
            return sign, (sign if low.is_infinite else low) / weight
    return None


def _sign(value: Any) -> int:
    try:
        return sign_of(value) if value.is_finite is not False else int(sp.sign(value))
    except (Unknown, NotReal, TypeError):
        return 0


def _diverging(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    """Find an end at which the integrand is too large, in an integral to which nothing else can make up for that."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or symbols(f) != {x}:
        return
    points = breaks(f, x, a, b) if a.is_finite and b.is_finite else None
    vanishing = zeros(f, x, a, b)
    for end, other, side in ((a, b, 1), (b, a, -1)):
        found = _excess(f, x, end, side)
        if found is None:
            continue
        one_sign = vanishing is not None and not any(sp.N(p - a) > 0 and sp.N(b - p) > 0 for p in vanishing)
        if one_sign or _is_square(f) or (points is not None and set(points) <= {end} and other.is_finite):
            yield {"f": f, "x": x, "a": a, "b": b, "c": end, "g": found[1], "value": found[0] * sp.oo}


def _is_square(f: Any) -> bool:
    """Tell whether an integrand is a product of what surely is not negative."""
    real = f.xreplace({s: sp.Symbol(s.name, real=True, nonzero=True) for s in f.free_symbols})
    return bool(real.is_nonnegative)


DIVERGES_BY_COMPARISON = Rule(
    id="int.comparison",
    name="comparison test",
    goal=DefiniteIntegral,
    when=_diverging,
    left=lambda f, x, a, b, c, g, value: DefiniteIntegral(f, x, a, b),
    right=lambda value: value,
    words="Near {c} the integrand is at least about as large as {g}, whose integral there diverges: so does this one.",
    cost=6,
    mistakes=(
        Mistake("zero", lambda: ZERO, "An integral that diverges has no value."),
        Mistake("other-sign", lambda value: -value, "Look at the sign of the integrand near the end at which it grows."),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
COMPARISON = (DIVERGES_BY_COMPARISON,)
