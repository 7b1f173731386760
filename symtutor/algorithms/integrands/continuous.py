"""Antiderivatives without hidden jumps, and in the simple form that a triangle gives."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.places.breaks import breaks
from symtutor.algorithms.structure import coefficients, depends, is_positive, linear, nodes, symbols

__all__ = ["from_triangle", "has_hidden_jump", "joined"]

_INVERSE = (sp.asin, sp.acos, sp.atan)
_REACH = sp.Integer(10)
_NEAR = sp.Rational(1, 10**9)
_LEAST = sp.Rational(1, 10**4)


def joined(expr: sp.Expr, x: sp.Symbol) -> sp.Expr:
    r"""Return an antiderivative with each arctan(a·tan θ + b) made continuous over the poles of the tangent (cot, sec, csc).

    With z = cos θ + i·(a·sin θ + b·cos θ) the arctangent is the angle of z, which is
    θ plus the angle of 1 + (q/p)·e^(−2iθ): for a > 0 that lies in the right half-plane.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> joined(sp.atan(2 * sp.tan(x)), x)
    x + atan(sin(2*x)/(3 - cos(2*x)))
    """
    table = {}
    for node in nodes(expr, x):
        if not isinstance(node, sp.atan):
            continue
        waves = [n for n in nodes(node.args[0], x) if isinstance(n, sp.Function)]
        if len(waves) != 1 or type(waves[0]) not in _CONTINUED or linear(waves[0].args[0], x) is None:
            continue
        mark = sp.Symbol("_t")
        found = coefficients(sp.expand(node.args[0].xreplace({waves[0]: mark})), mark)
        if found is None or len(found) != 2 or depends(found[0], x) or depends(found[1], x):
            continue
        continued = _CONTINUED[type(waves[0])](found[1], found[0], waves[0].args[0])
        if continued is not None:
            table[node] = continued
    return sp.expand_mul(expr.xreplace(table), deep=False) if table else expr


def has_hidden_jump(antiderivative: sp.Expr, f: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether an antiderivative jumps at a place near 0 where its integrand is finite.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> has_hidden_jump(sp.atan(1 / x), -1 / (1 + x**2), x), has_hidden_jump(-1 / x, 1 / x**2, x)
    (True, False)
    """
    if symbols(f) | symbols(antiderivative) != {x}:
        return False
    for place in breaks(antiderivative, x, -_REACH, _REACH) or ():
        there = sp.N(f.xreplace({x: place}), 20, chop=True)
        sides = [sp.N(antiderivative.xreplace({x: sp.Rational(str(sp.N(place, 20))) + side}), 20, chop=True) for side in (-_NEAR, _NEAR)]
        if there.is_real and there.is_finite and all(s.is_real and s.is_finite for s in sides) and abs(sides[1] - sides[0]) > _LEAST:
            return True
    return False


def _of_tangent(a: Any, b: Any, theta: Any) -> Any:
    sign = is_positive(a)
    return None if sign is None else _angle(a, b, theta) if sign else -_angle(-a, -b, theta)


def _of_cotangent(a: Any, b: Any, theta: Any) -> Any:
    """Continue arctan(a·cot θ + b), cot θ being −tan(θ − π/2)."""
    return _of_tangent(-a, b, theta - sp.pi / 2)


def _of_secant(a: sp.Rational, b: sp.Rational, theta: sp.Expr) -> Any:
    """Continue arctan(a·sec θ): up to ±π/2 it is −arctan(cos θ/a)."""
    return -sp.atan(sp.cos(theta) / a) if b == 0 else None


def _of_cosecant(a: Any, b: Any, theta: Any) -> Any:
    return -sp.atan(sp.sin(theta) / a) if b == 0 else None


_CONTINUED: dict[Any, Any] = {sp.tan: _of_tangent, sp.cot: _of_cotangent, sp.sec: _of_secant, sp.csc: _of_cosecant}


def _angle(a: sp.Expr, b: sp.Rational, theta: sp.Expr) -> sp.Expr:
    """Return arctan(a·tan θ + b) for a > 0, continued over the poles of the tangent."""
    cosine, sine = sp.cos(2 * theta), sp.sin(2 * theta)
    r, s, m = sp.expand(1 - a**2 + b**2), sp.expand(2 * a * b), sp.expand((1 + a) ** 2 + b**2)
    # one number less to read: (s·cos − r·sin)/(m + r·cos + s·sin) divided by the size of r, where that is a number
    size = abs(r) if r.is_number and r != 0 else abs(s) if s.is_number and s != 0 else sp.S.One
    if size != 1 and m.is_number:
        r, s, m = (sp.radsimp(sp.expand(sp.radsimp(c / size))) for c in (r, s, m))
    moving = sp.Add(*[t for t in sp.Add.make_args(theta) if not t.is_number])
    return moving + sp.atan((s * cosine - r * sine) / (m + r * cosine + s * sine))


def from_triangle(expr: sp.Expr, x: sp.Symbol) -> sp.Expr:
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


def with_whole_roots(expr: sp.Expr) -> sp.Expr:
    """Return an expression in which no root holds fractions: √(1 − x²/4) is √(4 − x²)/2.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> with_whole_roots(sp.sqrt(x**2 / 9 + 1) / x)
    sqrt(x**2 + 9)/(3*x)
    """
    table = {}
    for power in expr.atoms(sp.Pow):
        if power.exp.is_Rational and power.exp.q == 2 and power.base.is_Add:
            below = sp.ilcm(*[term.as_coeff_Mul()[0].q for term in power.base.args if term.as_coeff_Mul()[0].is_Rational] or [1])
            if below > 1 and sp.sqrt(below).is_Integer:
                table[power] = sp.Pow(sp.expand(below * power.base), power.exp) / sp.sqrt(below) ** power.exp.p
    return expr.xreplace(table)
