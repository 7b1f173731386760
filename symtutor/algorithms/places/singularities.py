"""Where an expression has no value: factors of denominators and arguments of logarithms that may be 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

__all__ = ["places_lost", "vanishing"]

_REAL_ZEROS = {sp.tan: sp.cos, sp.sec: sp.cos, sp.cot: sp.sin, sp.csc: sp.sin}


def vanishing(expr: sp.Basic) -> tuple[sp.Basic, ...]:
    """Return the factors whose zeros an expression leaves out, in a fixed order; those that are never 0 are dropped.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> vanishing(sp.atan(x / y) + 1 / (x * y - y) + 1 / (x**2 + 1))
    (y, x - 1)
    """
    found: dict[sp.Basic, None] = {}
    for part in sp.preorder_traversal(expr):
        for factor in _factors(_in_danger(part)):
            if not _as_real(factor).is_nonzero:
                found.setdefault(factor)
    return tuple(sorted(found, key=sp.default_sort_key))


def places_lost(expr: sp.Expr, others: Iterable[sp.Expr], symbols: Iterable[sp.Symbol]) -> tuple[sp.Rel, ...]:
    """Return the conditions, in these symbols, under which an expression has a value beyond those of the others.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> places_lost(sp.atan(x / y), [1 / (x**2 + y**2)], [x, y])
    (Ne(y, 0),)
    """
    known = {factor for other in others for factor in vanishing(other)}
    chosen = set(symbols)
    return tuple(sp.Ne(factor, 0) for factor in vanishing(expr) if factor not in known and factor.free_symbols & chosen)


def _in_danger(part: sp.Basic) -> sp.Expr:
    """Return what must not be 0 for a node of an expression to have a value; 1 where there is nothing."""
    if isinstance(part, sp.Pow) and part.exp.is_number and part.exp.is_negative:
        return part.base
    if isinstance(part, sp.log):
        return part.args[0].args[0] if isinstance(part.args[0], sp.Abs) else part.args[0]
    head = _REAL_ZEROS.get(type(part))
    return head(part.args[0]) if head else sp.S.One


def _factors(expr: sp.Basic) -> tuple[sp.Expr, ...]:
    """Return the factors of a numerator, each with its first coefficient positive."""
    if expr.is_number:
        return ()
    above, _below = sp.fraction(sp.together(expr))
    try:
        return tuple(factor for factor, _times in sp.factor_list(above)[1])
    except sp.PolynomialError:
        return (above,)


def _as_real(expr: Any) -> Any:
    return expr.xreplace({s: sp.Symbol(s.name, real=True) for s in expr.free_symbols})
