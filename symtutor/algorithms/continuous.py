"""Antiderivatives without hidden jumps, and in the simple form that a triangle gives."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, depends, is_positive, linear, nodes

__all__ = ["from_triangle", "joined"]

_INVERSE = (sp.asin, sp.acos, sp.atan)


def joined(expr: Any, x: Any) -> Any:
    r"""Return an antiderivative with each arctan(a·tan θ + b) made continuous over the poles of the tangent.

    With z = cos θ + i·(a·sin θ + b·cos θ) the arctangent is the angle of z, which is
    θ plus the angle of 1 + (q/p)·e^(−2iθ): for a > 0 that lies in the right half-plane.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> joined(sp.atan(2 * sp.tan(x)), x)
    x + atan(3*sin(2*x)/(9 - 3*cos(2*x)))
    """
    table = {}
    for node in nodes(expr, x):
        if not isinstance(node, sp.atan):
            continue
        tangents = [n for n in nodes(node.args[0], x) if isinstance(n, sp.tan)]
        if len(tangents) != 1 or linear(tangents[0].args[0], x) is None:
            continue
        mark = sp.Symbol("_t")
        found = coefficients(sp.expand(node.args[0].xreplace({tangents[0]: mark})), mark)
        if found is None or len(found) != 2 or depends(found[0], x) or depends(found[1], x):
            continue
        b, a = found
        sign = is_positive(a)
        if sign is not None:
            table[node] = _angle(a, b, tangents[0].args[0]) if sign else -_angle(-a, -b, tangents[0].args[0])
    return sp.expand_mul(expr.xreplace(table), deep=False) if table else expr


def _angle(a: Any, b: Any, theta: Any) -> Any:
    """Return arctan(a·tan θ + b) for a > 0, continued over the poles of the tangent."""
    cosine, sine = sp.cos(2 * theta), sp.sin(2 * theta)
    r, s, m = sp.expand(1 - a**2 + b**2), sp.expand(2 * a * b), sp.expand((1 + a) ** 2 + b**2)
    return theta + sp.atan((s * cosine - r * sine) / (m + r * cosine + s * sine))


def from_triangle(expr: Any, x: Any) -> Any:
    """Return an expression with functions of multiples of inverse functions written out.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> from_triangle(sp.sin(2 * sp.asin(x)), x)
    2*x*sqrt(1 - x**2)
    """
    table = {}
    for node in nodes(expr, x):
        if isinstance(node, sp.sin | sp.cos) and isinstance(node.args[0], sp.Mul):
            n, inverse = node.args[0].as_coeff_Mul()
            if n.is_Integer and isinstance(inverse, _INVERSE):
                table[node] = sp.expand_trig(node)
    return expr.xreplace(table) if table else expr
