"""Where the domain of an integrand falls into several intervals, each with its own constant of integration."""

from __future__ import annotations

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
    cuts = [part for part in sp.And.make_args(condition) if isinstance(part, sp.Ne) and x in part.free_symbols]
    return sp.And(*cuts) if cuts else None
