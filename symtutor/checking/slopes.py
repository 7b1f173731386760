"""Real derivatives, for proofs by equal derivatives; independent of the rules that derive."""

from __future__ import annotations

from typing import Any

import sympy as sp

__all__ = ["JUMPING", "derivative"]

JUMPING = (sp.sign, sp.Heaviside, sp.Piecewise, sp.floor, sp.ceiling)
KINKED = (sp.Abs, sp.Max, sp.Min, *JUMPING)


def derivative(expr: Any, variable: Any) -> Any:
    """Return the derivative of a real expression, off the points where it jumps or has a kink.

    Examples
    --------
    >>> from sympy.abc import x
    >>> derivative(sp.log(sp.Abs(x)), x)
    sign(x)/Abs(x)
    >>> derivative(x**2 + sp.sign(x), x)
    2*x
    """
    if not expr.has(*KINKED):
        return sp.diff(expr, variable)
    steps = {part: _constant_between_jumps(part) for part in expr.atoms(sp.floor, sp.ceiling, sp.sign, sp.Heaviside)}
    expr = expr.xreplace(steps)
    real = {s: sp.Symbol(s.name, real=True) for s in expr.free_symbols}
    found = sp.diff(expr.xreplace(real), real[variable]) if variable in real else sp.Integer(0)
    back = {**{v: k for k, v in real.items()}, **{v: k for k, v in steps.items()}}
    return found.xreplace(back)


def _constant_between_jumps(part: Any) -> Any:
    """Return a symbol in place of a function that is constant between its jumps."""
    return sp.Symbol(f"[{part}]", real=True)
