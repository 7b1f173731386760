"""Hidden jumps: an antiderivative changes little where its integrand is bounded, and one that jumps there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.enclosures.roundoff import enclose, magnitude
from symtutor.verdict import Witness

__all__ = ["jump_of", "step_of"]

_GRID = np.linspace(-9.87, 10.13, 641)
_HALVINGS = 22
_INNER = np.array([0.0, 0.21, 0.5, 0.83, 1.0])
_DIGITS = 30
_PARAMETER, _PARAMETER_STEP = sp.Rational(137, 100), sp.Rational(613, 1000)
_WHOLE = (0, 1, -1, 2, -2, 3)
_BESIDE = sp.Rational(1, 10**25)
_MANY = 60  # digits of values beside a step
_SEEN = sp.Rational(1, 10**15)
_LEAST = 1e-4  # a smaller change is not told from the rounding of float64
# functions that jump or have poles, where inside an inverse function a pole becomes a jump
_SUSPECT = (
    *(sp.tan, sp.cot, sp.sec, sp.csc, sp.coth, sp.csch, sp.acot, sp.asec, sp.acsc),
    *(sp.sign, sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise),
)


def jump_of(antiderivative: sp.Expr, f: sp.Expr, x: sp.Symbol) -> Witness | None:
    """Return where an antiderivative jumps although its integrand is defined and bounded there, or None where no jump was found.

    Parameters
    ----------
    antiderivative, f : Expr
        What differentiates to f, and f; with no letter but x.
    x : Symbol
        The variable.

    Returns
    -------
    Witness or None
        An interval of width h on which an enclosure shows |f| ≤ M, and on which the antiderivative
        changes by more than h·M: the mean value theorem rules that out for an antiderivative of f.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> jump_of(sp.sign(x) + x, sp.S.One, x) is None
    False
    >>> jump_of(sp.tan(x), sp.sec(x) ** 2, x) is None
    True
    """
    if (antiderivative.free_symbols | f.free_symbols) - {x} or not _may_jump(antiderivative, x):
        return None
    for low, high in _steep_cells(antiderivative, f, x):
        found = _proved(antiderivative, f, x, low, high)
        if found is not None:
            return found
    return None


def step_of(antiderivative: Any, f: Any, x: Any) -> Witness | None:
    """Return a place at which a floor, ceiling or sign makes an antiderivative jump although the integrand is bounded there, or None.

    Parameters
    ----------
    antiderivative, f : Expr
        What differentiates to f, and f; other letters get fixed values.
    x : Symbol
        The variable.

    Notes
    -----
    The steps of a function of a line are known exactly, so that a step far from 0, or a small one, is found as well.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(step_of(x + sp.floor(x / 100 + sp.S.Half), sp.S.One, x))
    at x = -50: the antiderivative jumps by 1 ≠ the integrand is at most 1 there
    >>> step_of(x * sp.sign(x), sp.sign(x), x)
    """
    others = sorted((antiderivative.free_symbols | f.free_symbols) - {x}, key=lambda s: s.name)
    values = {s: _PARAMETER + i * _PARAMETER_STEP for i, s in enumerate(others)}
    outer, inner = antiderivative.xreplace(values), f.xreplace(values)
    for part in sorted(outer.atoms(sp.floor, sp.ceiling, sp.sign, sp.Heaviside), key=sp.default_sort_key):
        argument = part.args[0]
        if not argument.is_polynomial(x) or sp.degree(argument, x) != 1:
            continue
        slope, level = sp.Poly(argument, x).all_coeffs()
        for whole in _WHOLE if isinstance(part, sp.floor | sp.ceiling) else (0,):
            place = (whole - level) / slope
            sides = [place + side * _BESIDE for side in (-1, 1)]
            ends = [sp.N(outer.xreplace({x: side}), _MANY) for side in sides]
            slopes = [sp.N(inner.xreplace({x: side}), _MANY) for side in sides]
            if not all(v.is_real and v.is_finite for v in (*ends, *slopes)):
                continue
            change, most = ends[1] - ends[0], max(map(abs, slopes))
            if abs(change) > _SEEN and abs(change) > 1000 * _BESIDE * most:
                told = f"the antiderivative jumps by {float(change):.6g}"
                return Witness({**values, x: place}, told, f"the integrand is at most {float(most):.3g} there", ("", ""), _MANY)
    return None


def _may_jump(expr: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether an expression holds a function with jumps or poles, or a denominator."""
    return expr.has(*_SUSPECT) or any(p.exp.could_extract_minus_sign() and p.base.has(x) for p in expr.atoms(sp.Pow))


def _steep_cells(antiderivative: sp.Expr, f: sp.Expr, x: sp.Symbol) -> list[tuple[float, float]]:
    """Return short intervals over which the antiderivative changes far more than the values of f allow."""
    outer, inner = (_numeric(e, x) for e in (antiderivative, f))
    if outer is None or inner is None:
        return []
    low, high = _GRID[:-1], _GRID[1:]
    with np.errstate(all="ignore"):
        for step in range(_HALVINGS + 1):
            steep = _excess(outer, inner, low, high) > 0
            low, high = low[steep], high[steep]
            if step == _HALVINGS or not low.size:
                break
            middle = (low + high) / 2
            low, high = np.concatenate((low, middle)), np.concatenate((middle, high))
    return sorted(zip(map(float, low), map(float, high), strict=True), key=lambda cell: (abs(cell[0] + cell[1]), cell))


def _excess(outer: Any, inner: Any, low: Any, high: Any) -> Any:
    """Return by how much the change of the antiderivative exceeds thrice what the largest value of f met allows."""
    points = low + np.outer(_INNER, high - low)
    largest = np.max(np.abs(inner(points)), axis=0)
    change = np.abs(outer(high) - outer(low))
    found = change - 3 * (high - low) * largest - _LEAST
    return np.where(np.isfinite(found), found, -1.0)


def _numeric(expr: sp.Expr, x: sp.Symbol) -> Any:
    """Return an expression as a numpy function with real values, nan where there is none; None where numpy has no such function."""
    try:
        plain = sp.lambdify(x, expr, "numpy")
        with np.errstate(all="ignore"):
            plain(np.array([0.37]))
    except (TypeError, ValueError, NameError, AttributeError, NotImplementedError, ArithmeticError, SyntaxError, KeyError):
        return None
    return lambda points: np.broadcast_to(np.asarray(plain(points), dtype=np.float64), points.shape)


def _proved(antiderivative: sp.Basic, f: sp.Expr, x: sp.Symbol, low: float, high: float) -> Witness | None:
    """Return the jump on a short interval as a witness, if enclosures prove it."""
    bound = float(magnitude(enclose(f, {x: (low, high)})))
    ends = [sp.Rational(end) for end in (low, high)]
    values = [sp.N(antiderivative.xreplace({x: end}), _DIGITS) for end in ends]
    if not np.isfinite(bound) or not all(v.is_Float or v.is_Rational for v in values):
        return None
    change = values[1] - values[0]
    if not abs(change) > 2 * (ends[1] - ends[0]) * sp.Rational(bound) + _LEAST / 2:
        return None
    near = sp.Float(round(float(ends[0]), 6), 8)
    near = sp.Integer(near) if near == int(near) else near
    shown = (str(sp.N(change - sp.Rational(1, 10**9), 12)), str(sp.N(change + sp.Rational(1, 10**9), 12)))
    told = f"the antiderivative jumps by {float(change):.6g}"
    return Witness({x: near}, told, f"the integrand is at most {bound:.3g} there", shown, _DIGITS)
