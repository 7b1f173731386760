"""Forms of values for checking: real odd roots, and one form for derivatives of named functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

__all__ = ["in_one_form", "real_value"]


def real_value(expr: Any, point: Mapping[Any, Any]) -> Any:
    """Return the value of an expression at a point, odd roots of negative numbers taken as real.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> real_value(x ** sp.Rational(1, 3), {x: -8})
    -2
    """
    found = expr.subs(list(point.items()), simultaneous=True)
    if not any(p.base.is_negative for p in found.atoms(sp.Pow) if p.exp.is_Rational and not p.exp.is_Integer):
        return found
    signed = expr.replace(
        lambda e: isinstance(e, sp.Pow) and e.exp.is_Rational and not e.exp.is_Integer and e.exp.q % 2 == 1,
        lambda e: sp.sign(e.base) ** e.exp.p * sp.Abs(e.base) ** e.exp,
    )
    return signed.subs(list(point.items()), simultaneous=True)


def in_one_form(expr: Any) -> Any:
    """Return a derivative with f′(g(x)) written as f′(u) at u = g(x), and without the impulses at jumps, where it does not exist.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> f, g = sp.symbols("f g", cls=sp.Function)
    >>> in_one_form(sp.diff(f(g(x)), x))
    Derivative(g(x), x)*Subs(Derivative(f(_u), _u), _u, g(x))
    >>> in_one_form(sp.diff(x * sp.Heaviside(x - 1), x))
    Heaviside(x - 1)
    """
    if expr.has(sp.DiracDelta):
        expr = expr.replace(sp.DiracDelta, lambda *_: sp.S.Zero)
    if not expr.has(sp.Derivative):
        return expr
    return expr.replace(
        lambda e: isinstance(e, sp.Derivative) and isinstance(e.variables[0], AppliedUndef) and len(set(e.variables)) == 1,
        lambda e: sp.Subs(sp.Derivative(e.expr.xreplace({e.variables[0]: _INSIDE}), (_INSIDE, len(e.variables))), _INSIDE, e.variables[0]),
    )


_INSIDE = sp.Symbol("_u")
