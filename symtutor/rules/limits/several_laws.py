"""Several limit laws at once, for sums and quotients of parts that are squeezed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import STEWART, above_and_below, limit_of
from symtutor.term import Quotient, Term, as_term, quote, total
from symtutor.textbook import summands

__all__ = ["PART_RULES"]


def _together(goal: Limit, context: Context) -> Iterator[Bindings]:
    """Find sums and quotients of parts that have finite limits, some of which oscillate."""
    f, x, to, direction = goal.args
    if limit_of(f, x, to, direction) is not None:
        return
    leaves: dict[Any, Any] = {}
    for part in _parts(f, x):
        found = limit_of(part, x, to, direction, context)
        if found is None or found is sp.nan or found.is_infinite:
            return
        leaves[part] = found
    if f not in leaves and not f.xreplace(leaves).has(sp.nan, sp.zoo):
        yield {"f": f, "x": x, "a": to, "direction": direction}


def _parts(f: sp.Basic, x: sp.Symbol) -> Iterator[Any]:
    """Yield the parts of sums, of quotients with sums, and of powers of sums, that hold the variable."""
    inner = _inner(f)
    if inner is None:
        yield f
    else:
        for part in inner:
            if part.has(x):
                yield from _parts(part, x)


def _inner(f: Any) -> tuple[sp.Basic, ...] | None:
    """Return the terms of a sum, numerator and denominator of a quotient of sums, the base of a power of a sum; else None."""
    if isinstance(f, sp.Add):
        return summands(f)
    if isinstance(f, sp.Pow) and isinstance(f.base, sp.Add) and f.exp.is_Integer and f.exp > 0:
        return (f.base,)
    above, below = above_and_below(f)
    return (above, below) if below != 1 and (isinstance(above, sp.Add) or isinstance(below, sp.Add)) else None


def _with_limits(f: Any, x: sp.Symbol, a: sp.Expr, direction: sp.Expr) -> Term:
    """Return an expression with the limits of its parts in their places."""
    if not f.has(x):
        return quote(f)
    inner = _inner(f)
    if inner is None:
        return Limit(f, x, a, direction)
    limits = [_with_limits(part, x, a, direction) for part in inner]
    if isinstance(f, sp.Add):
        return total(limits)
    return Term(Quotient, tuple(limits)) if len(limits) == 2 else limits[0] ** quote(f.exp)


TOGETHER = Rule(
    id="limit.laws",
    name="limit laws",
    goal=Limit,
    heads=(sp.Add, sp.Mul, sp.Pow),
    when=_together,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, x, a, direction: _with_limits(*(as_term(part).args[0] for part in (f, x, a, direction))),
    words="Every part has a finite limit, and no denominator tends to 0: put the limits of the parts in their places.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "The oscillating parts tend to 0, but the numbers beside them stay."),
        Mistake("no-limit", lambda: quote(sp.nan), "That a part oscillates does not mean that there is no limit: here it is squeezed."),
    ),
    samples=None,
    source=f"{STEWART}, sec. 2.3",
)

PART_RULES = (TOGETHER,)
