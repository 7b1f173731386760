"""Real derivatives, for proofs by equal derivatives; independent of the rules that derive."""

from __future__ import annotations

from typing import Any

import sympy as sp

__all__ = ["JUMPING", "derivative"]

JUMPING = (sp.sign, sp.Heaviside, sp.Piecewise, sp.floor, sp.ceiling, sp.frac, sp.Mod)
KINKED = (sp.Abs, sp.Max, sp.Min, *JUMPING)


def derivative(expr: Any, variable: sp.Basic) -> Any:
    """Return the derivative of a real expression, off the points where it jumps or has a kink.

    Examples
    --------
    >>> from sympy.abc import x
    >>> derivative(sp.log(sp.Abs(x)), x)
    sign(x)/Abs(x)
    >>> derivative(sp.log(sp.Abs(x + sp.sqrt(x**2 - 9))), x).has(sp.atan2)
    False
    >>> derivative(x**2 + sp.sign(x), x)
    2*x
    >>> derivative(sp.Piecewise((sp.sin(x), sp.Ne(x, 0)), (2, True)), x)
    Piecewise((cos(x), Ne(x, 0)))
    """
    if isinstance(expr, sp.Piecewise):
        return _inside_pieces(expr, variable)
    if not expr.has(*KINKED):
        return sp.diff(expr, variable)
    steps = {part: _constant_between_jumps(part) for part in expr.atoms(sp.floor, sp.ceiling, sp.sign, sp.Heaviside)}
    expr = expr.xreplace(steps).replace(sp.Abs, _Size)
    real = {s: sp.Symbol(s.name, real=True) for s in expr.free_symbols}
    found = sp.diff(expr.xreplace(real), real[variable]) if variable in real else sp.Integer(0)
    back = {**{v: k for k, v in real.items()}, **{v: k for k, v in steps.items()}}
    return found.xreplace(back).replace(_Size, sp.Abs)


class _Size(sp.Function):
    """The absolute value of what is real, whose derivative SymPy would write with angles of complex numbers."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:  # noqa: ARG002 (there is one argument)
        """Return the sign."""
        return sp.sign(self.args[0])


def _inside_pieces(expr: Any, variable: Any) -> sp.Basic:
    """Return the derivative of each piece where it holds in a whole neighborhood: the ends of intervals and single points are left out."""
    pairs = []
    before: Any = sp.true
    for piece, condition in expr.args:
        inside = _opened(sp.And(before, condition), variable)
        if inside != sp.false:
            pairs.append((derivative(piece, variable), inside))
        before = sp.And(before, sp.Not(condition))
    return sp.Piecewise(*pairs) if pairs else sp.nan


def _opened(condition: sp.Basic, variable: sp.Expr) -> sp.Basic:
    """Return a condition whose relations hold around every point at which they hold; those of other letters stay."""
    relations = (r for r in condition.atoms(sp.core.relational.Relational) if r.has(variable))
    return condition.xreplace({r: _OPEN[type(r)](r) for r in relations if type(r) in _OPEN})


_OPEN: dict[Any, Any] = {
    sp.Eq: lambda _: sp.false,
    sp.Le: lambda r: sp.Lt(r.lhs, r.rhs),
    sp.Ge: lambda r: sp.Gt(r.lhs, r.rhs),
}


def _constant_between_jumps(part: sp.Expr) -> sp.Symbol:
    """Return a symbol in place of a function that is constant between its jumps."""
    return sp.Symbol(f"[{part}]", real=True)
