"""Values in which odd roots of negative numbers are real, which SymPy would make complex."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

__all__ = ["is_odd_root", "value_with_real_roots"]


def is_odd_root(power: Any) -> bool:
    """Tell whether a power is an odd root, or a power of one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> is_odd_root(sp.cbrt(x)), is_odd_root(sp.sqrt(x))
    (True, False)
    """
    return bool(power.exp.is_Rational and power.exp.q > 1 and power.exp.q % 2 == 1)


def value_with_real_roots(expr: Any, point: Mapping[Any, Any]) -> Any:
    """Return the value with every odd root of a negative number real: minus the root of its size.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> value_with_real_roots(1 + sp.cbrt(x), {x: sp.Integer(-8)})
    -1
    """
    if not expr.args:
        return point.get(expr, expr)
    args = [value_with_real_roots(a, point) for a in expr.args]
    if isinstance(expr, sp.Pow) and is_odd_root(expr) and args[0].is_negative:
        size = sp.Pow(-args[0], expr.exp)
        return -size if expr.exp.p % 2 else size
    return expr.func(*args)
