"""Derivatives in a form that cancels: trigonometric ones over sine and cosine, polynomials in factors."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import fraction, polynomial
from symtutor.algorithms.structure import coefficients, depends, from_coefficients, linear

__all__ = ["factored", "slope", "with_fewer_sines"]

_SLOPES: dict[type, Callable[[Any], Any]] = {
    sp.sin: sp.cos,
    sp.cos: lambda a: -sp.sin(a),
    sp.tan: lambda a: sp.cos(a) ** -2,
    sp.cot: lambda a: -(sp.sin(a) ** -2),
    sp.sec: lambda a: sp.sin(a) / sp.cos(a) ** 2,
    sp.csc: lambda a: -sp.cos(a) / sp.sin(a) ** 2,
    sp.sinh: sp.cosh,
    sp.cosh: sp.sinh,
    sp.tanh: lambda a: sp.cosh(a) ** -2,
    sp.coth: lambda a: -(sp.sinh(a) ** -2),
    sp.sech: lambda a: -sp.sinh(a) / sp.cosh(a) ** 2,
    sp.csch: lambda a: -sp.cosh(a) / sp.sinh(a) ** 2,
    sp.exp: sp.exp,
    sp.log: lambda a: 1 / a,
    sp.asin: lambda a: (1 - a**2) ** -sp.S.Half,
    sp.acos: lambda a: -((1 - a**2) ** -sp.S.Half),
    sp.atan: lambda a: 1 / (1 + a**2),
    sp.acot: lambda a: -1 / (1 + a**2),
    sp.asinh: lambda a: (1 + a**2) ** -sp.S.Half,
    sp.acosh: lambda a: (a - 1) ** -sp.S.Half * (a + 1) ** -sp.S.Half,
    sp.atanh: lambda a: 1 / (1 - a**2),
    sp.acoth: lambda a: 1 / (1 - a**2),
    sp.erf: lambda a: 2 * sp.exp(-(a**2)) / sp.sqrt(sp.pi),
    sp.Si: lambda a: sp.sin(a) / a,
    sp.Ci: lambda a: sp.cos(a) / a,
    sp.Ei: lambda a: sp.exp(a) / a,
    sp.li: lambda a: 1 / sp.log(a),
}


def slope(expr: Any, x: Any) -> Any:
    """Return the derivative of an expression, or None when a function in it has none here.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> slope(sp.log(sp.tan(x)), x)
    1/(sin(x)*cos(x))
    """
    if expr == x:
        return sp.S.One
    if not depends(expr, x):
        return sp.S.Zero
    if isinstance(expr, sp.Add):
        parts = [slope(a, x) for a in expr.args]
        return None if None in parts else sp.Add(*parts)
    if isinstance(expr, sp.Mul):
        terms = []
        for i, factor in enumerate(expr.args):
            part = slope(factor, x)
            if part is None:
                return None
            terms.append(sp.Mul(part, *expr.args[:i], *expr.args[i + 1 :]))
        return sp.Add(*terms)
    if isinstance(expr, sp.Pow):
        return _power_slope(expr, x)
    outer = _SLOPES.get(expr.func)
    if outer is None or len(expr.args) != 1:
        return None
    (inner,) = expr.args
    part = slope(inner, x)
    if part is None:
        return None
    if isinstance(expr, sp.log):
        return _logarithmic_slope(inner, part, x)
    return outer(inner) * part


def _logarithmic_slope(inner: Any, part: Any, x: sp.Basic) -> sp.Basic:
    """Return inner'/inner: for a product of powers of linear expressions the sum over its factors, as one fraction."""
    pairs = [f.as_base_exp() for f in sp.Mul.make_args(inner)]
    if len(pairs) > 1 and all(not depends(n, x) and (not depends(b, x) or linear(b, x) is not None) for b, n in pairs):
        return sp.cancel(sp.Add(*[n * slope(b, x) / b for b, n in pairs]))
    return factored(part, x) / factored(inner, x)


def _power_slope(expr: sp.Pow, x: sp.Expr) -> Any:
    base, exponent = expr.args
    below, above = slope(base, x), slope(exponent, x)
    if below is None or above is None:
        return None
    if above == 0:
        return exponent * base ** (exponent - 1) * below
    if below == 0:
        return expr * sp.log(base) * above
    return expr * (above * sp.log(base) + exponent * below / base)


_OVER: dict[type, Callable[[Any], Any]] = {
    sp.tan: lambda a: sp.sin(a) / sp.cos(a),
    sp.cot: lambda a: sp.cos(a) / sp.sin(a),
    sp.sec: lambda a: 1 / sp.cos(a),
    sp.csc: lambda a: 1 / sp.sin(a),
    sp.tanh: lambda a: sp.sinh(a) / sp.cosh(a),
    sp.coth: lambda a: sp.cosh(a) / sp.sinh(a),
    sp.sech: lambda a: 1 / sp.cosh(a),
    sp.csch: lambda a: 1 / sp.sinh(a),
}


@lru_cache(maxsize=20_000)
def factored(expr: Any, x: Any) -> Any:
    """Return a product in which equal factors can meet.

    Sums lose their content and their sign, polynomials are factored over the
    rationals, and tan, cot, sec, csc become sine and cosine.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> factored(2 * x - 2 * x**3, x)
    -2*x*(x - 1)*(x + 1)
    """
    if isinstance(expr, sp.Mul):
        return sp.Mul(*[factored(a, x) for a in expr.args])
    if isinstance(expr, sp.Pow):
        base, exponent = expr.args
        if exponent.is_Integer:
            return factored(base, x) ** exponent
        found = coefficients(base, x) if isinstance(base, sp.Add) and depends(base, x) else None
        return expr if found is None else from_coefficients(found, x) ** exponent
    over = _OVER.get(expr.func)
    if over is not None:
        return over(expr.args[0])
    if isinstance(expr, sp.Add) and depends(expr, x):
        return _factored_sum(expr, x)
    return expr


def _factored_sum(expr: Any, x: Any) -> Any:
    poly = polynomial(expr, x)
    if poly is not None and poly.domain.is_QQ:
        content, pairs = poly.factor_list()
        found = [(p.clear_denoms()[1].as_expr(), p.clear_denoms()[0], k) for p, k in pairs]
        scale = content * sp.Mul(*[below**-k for _, below, k in found])
        # not evaluated: SymPy would multiply a number into a single sum
        parts = [base**k for base, _, k in found]
        return sp.Mul(scale, *parts, evaluate=len(parts) > 1 or scale == 1)
    rational = fraction(expr, x) if poly is None and _is_sum_of_fractions(expr, x) else None
    if rational is not None:
        whole = sp.Mul(*[p.as_expr() ** -k for p, k in rational.denominators])
        return factored(rational.numerator.as_expr(), x) * whole
    plain = sp.Add(*[factored(a, x) if not isinstance(a, sp.Add) else a for a in expr.args])
    terms = sp.factor_terms(with_fewer_sines(plain), clear=True)
    if isinstance(terms, sp.Add) and terms.could_extract_minus_sign():
        return sp.Mul(-1, -terms, evaluate=False)  # SymPy would multiply the minus in again
    return terms


def _is_sum_of_fractions(expr: sp.Basic, x: sp.Expr) -> bool:
    """Tell whether a sum has a denominator and no letter but x, so that bringing it over one denominator is cheap."""
    return expr.free_symbols == {x} and any(p.exp.is_Integer and p.exp < 0 for p in expr.atoms(sp.Pow))


_EVEN: dict[type, Callable[[Any], Any]] = {sp.sin: lambda a: 1 - sp.cos(a) ** 2, sp.sinh: lambda a: sp.cosh(a) ** 2 - 1}


def with_fewer_sines(expr: sp.Expr) -> sp.Expr:
    """Return a sum with even powers of sine written in the cosine, where that makes it shorter.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> with_fewer_sines(1 + sp.sin(x) ** 2 / sp.cos(x) ** 2)
    cos(x)**(-2)
    """
    table = {}
    for power in expr.atoms(sp.Pow):
        change = _EVEN.get(type(power.base))
        if change is not None and power.exp.is_Integer and power.exp > 0 and power.exp % 2 == 0:
            table[power] = change(power.base.args[0]) ** (power.exp / 2)
    if not table or not isinstance(expr, sp.Add):
        return expr
    shorter = sp.expand(expr.xreplace(table))
    return shorter if len(sp.Add.make_args(shorter)) < len(expr.args) else expr
