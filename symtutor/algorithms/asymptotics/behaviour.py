"""The behaviour of an expression near a point: leading term, sign and limit, without steps.

The rules ask it which method is worth trying; the checking code never does.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.expander import Expander, Leading, holds_near
from symtutor.algorithms.asymptotics.exponents import is_whole
from symtutor.algorithms.asymptotics.functions import FUNCTIONS
from symtutor.algorithms.asymptotics.series import UNIT, Expansion, Monomial, TooShort
from symtutor.algorithms.asymptotics.signs import NotReal, Unknown, is_zero, remembering, sign_of

__all__ = ["Leading", "expansion_of", "is_real_near", "leading", "limit_value", "sign_near", "taylor_terms"]

_LENGTHS = (2, 4, 7, 12)
_MOST_NODES = 120


def condition_near(condition: sp.Rel, x: sp.Expr, to: sp.Expr, side: int) -> bool:
    """Tell whether a condition holds close to a point on a side of it; raise Unknown when it cannot be told."""

    def sign(gap: Any) -> int:
        found = sign_near(gap, x, to, side)
        if found is None:
            raise Unknown
        return found

    return holds_near(condition, sign)


@remembering
def leading(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, side: int = 1) -> Leading | None:
    """Return the dominant term of an expression near a point, or None when it is not known.

    Parameters
    ----------
    expr : Expr
        In the variable `x`; other symbols are parameters and count as positive.
    x : Symbol
        The variable.
    to : Expr
        The point: a number, a parameter, oo or -oo.
    side : int
        1 for values above the point, -1 below; without meaning at infinity.

    Returns
    -------
    Leading or None
        The coefficient is 0 for an expression that is 0.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> leading(1 - sp.cos(x), x, sp.S.Zero).coefficient
    1/2
    """
    if sum(1 for _ in sp.preorder_traversal(expr)) > _MOST_NODES:
        return None
    for length in _LENGTHS:
        try:
            expansion = Expander(x, to, side, length, FUNCTIONS).expand(expr)
        except TooShort:
            continue
        except (Unknown, RecursionError):
            return None
        if expansion.terms:
            monomial, coefficient = expansion.terms[0]
            return Leading(coefficient, monomial)
        if expansion.error is None:
            return Leading(sp.S.Zero, UNIT)
    return None


@remembering
def limit_value(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, side: int = 1) -> sp.Expr | None:
    """Return the one-sided limit of an expression, or None when it is not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> limit_value(x * sp.log(x), x, sp.S.Zero), limit_value((1 + 1 / x) ** x, x, sp.oo)
    (0, E)
    """
    if not expr.has(x):
        return expr
    found = leading(expr, x, to, side)
    try:
        return None if found is None else found.limit()
    except Unknown:
        return None


def sign_near(expr: sp.Basic, x: sp.Basic, to: sp.Basic, side: int = 1) -> int | None:
    """Return the sign of an expression close to a point, or None when it is not known."""
    if is_zero(expr):
        return 0
    found = leading(expr, x, to, side)
    try:
        return None if found is None else sign_of(found.coefficient)
    except Unknown:
        return None


def is_real_near(expr: Any, x: Any, to: Any, side: int = 1) -> bool:
    """Tell whether an expression is real on a side of a point, as far as its roots and logarithms say."""
    try:
        Expander(x, to, side, _LENGTHS[0], FUNCTIONS).expand(expr)
    except NotReal:
        return False
    except (Unknown, RecursionError):
        pass
    return True


@remembering
def expansion_of(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, length: int) -> Expansion | None:
    """Return the expansion of an expression above a point, or None."""
    try:
        return Expander(x, to, 1, length, FUNCTIONS).expand(expr)
    except (Unknown, RecursionError):
        return None


def taylor_terms(expr: sp.Basic, x: sp.Expr, to: sp.Expr, degree: int) -> tuple[Any, ...] | None:
    """Return the Taylor coefficients up to a degree, or None where the expression is not analytic or not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> taylor_terms(sp.exp(x) * sp.cos(x), x, sp.S.Zero, 3)
    (1, 1, 0, -1/3)
    """
    expansion = expansion_of(expr, x, to, degree + 3)
    if expansion is None:
        return None
    if expansion.error is not None and (expansion.error.growth or expansion.error.power <= degree):
        return None
    found = dict(expansion.terms)
    if any(m.growth or m.log or m.loglog or m.power < Fraction(0) or not is_whole(m.power) for m in found):
        return None
    return tuple(found.get(Monomial(power=Fraction(k)), sp.S.Zero) for k in range(degree + 1))
