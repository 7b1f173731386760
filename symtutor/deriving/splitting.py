"""Where the domain of an integrand falls into several intervals, each with its own constant of integration."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import Integral
from symtutor.term import Term

__all__ = ["splitting"]


def splitting(goal: Term) -> sp.Basic | None:
    """Return the condition that cuts the domain of an integrand into several intervals, or None where it does not.

    Examples
    --------
    >>> from sympy.abc import x
    >>> splitting(Integral(1 / x, x)), splitting(Integral(sp.sqrt(x), x))
    (Ne(x, 0), None)
    """
    if not isinstance(goal, Integral) or not isinstance(goal.args[0], sp.Expr):
        return None
    f, x = goal.args
    if f.is_polynomial(x):
        return None
    from symtutor.checking.calculus.regions import intervals_of  # noqa: PLC0415 (most integrands need no domain)
    from symtutor.checking.equivalence.domains import natural_domain  # noqa: PLC0415 (most integrands need no domain)

    condition = natural_domain(f)
    if condition == sp.true or x not in condition.free_symbols:
        return None
    if condition.free_symbols == {x}:
        regions = intervals_of(condition, x)
        if regions is not None:
            return condition if sum(r.low != r.high for r in regions) > 1 else None
    parts = sp.And.make_args(condition)
    cuts = [part for part in parts if isinstance(part, sp.Ne) and x in part.free_symbols and _comes_near_zero(part, parts, x)]
    return sp.And(*cuts) if cuts else None


_PLACES = tuple(sp.Rational(k, 8) for k in range(-80, 81))
_NEAR = sp.Rational(1, 10)


def _comes_near_zero(cut: Any, parts: tuple[Any, ...], x: sp.Symbol) -> bool:
    """Tell whether both sides of u ≠ v come near each other inside the domain: 1 + √x ≠ 0 cuts nothing out of x ≥ 0."""
    gap, others = cut.args[0] - cut.args[1], [part for part in parts if part is not cut and part.free_symbols == {x}]
    if gap.free_symbols != {x}:
        return True
    inside = [place for place in _PLACES if all(part.xreplace({x: place}) == sp.true for part in others)]
    values = [found for place in inside if (found := gap.xreplace({x: place}).evalf(8)).is_Float or found == 0]
    signs = {bool(found > 0) for found in values}
    return not values or len(signs) > 1 or any(abs(found) < _NEAR for found in values)
