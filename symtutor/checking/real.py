"""Values of real functions: SymPy's cube root of -8 is complex, the real one is -2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

__all__ = ["real_value"]


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
