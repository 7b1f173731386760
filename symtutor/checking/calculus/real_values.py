"""Forms of values for checking: real odd roots, and one form for derivatives of named functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

__all__ = ["in_one_form", "is_odd_root", "real_value", "with_real_odd_roots"]


def real_value(expr: sp.Basic, point: Mapping[Any, Any]) -> Any:
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
    return with_real_odd_roots(expr).subs(list(point.items()), simultaneous=True)


def is_odd_root(expr: sp.Basic) -> bool:
    """Tell whether an expression is a power with a fraction as exponent whose denominator is odd: all real numbers have one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> is_odd_root(x ** sp.Rational(2, 3)), is_odd_root(sp.sqrt(x)), is_odd_root(x**2)
    (True, False, False)
    """
    return bool(isinstance(expr, sp.Pow) and expr.exp.is_Rational and not expr.exp.is_Integer and expr.exp.q % 2)


def with_real_odd_roots(expr: sp.Basic, *, numbers_only: bool = False) -> sp.Basic:
    """Return an expression with the odd roots of negative numbers real, which SymPy takes as complex.

    Parameters
    ----------
    expr : Expr
        An expression.
    numbers_only : bool
        Whether roots of what holds letters stay as they are written.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> with_real_odd_roots((-8) ** sp.Rational(1, 3)), with_real_odd_roots(x ** sp.Rational(2, 3))
    (-2, Abs(x)**(2/3))
    """
    if not any(map(is_odd_root, expr.atoms(sp.Pow))):
        return expr
    return expr.replace(
        lambda e: is_odd_root(e) and not e.base.is_nonnegative and (e.base.is_negative or not numbers_only),
        lambda e: (sp.sign(e.base) if e.exp.p % 2 else sp.S.One) * sp.Abs(e.base) ** e.exp,
    )


def in_one_form(expr: sp.Basic) -> sp.Basic:
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
