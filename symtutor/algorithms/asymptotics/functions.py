"""Expansions of functions near a point: what each makes of the expansion of its argument."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics import series
from symtutor.algorithms.asymptotics.expander import Expander, Rule
from symtutor.algorithms.asymptotics.exponents import is_whole
from symtutor.algorithms.asymptotics.series import Expansion, Monomial
from symtutor.algorithms.asymptotics.signs import Unknown, remembering, sign_of

__all__ = ["FUNCTIONS"]

_Z = sp.Symbol("z")


def _exp(e: Expander, arg: sp.Expr) -> Expansion:
    return series.exp(e.expand(arg))


def _log(e: Expander, arg: sp.Expr, base: sp.Expr = sp.E) -> Expansion:
    return series.multiply(series.log(e.expand(arg)), series.constant(1 / sp.log(base), e.length))


def _sin(e: Expander, arg: sp.Expr) -> Expansion:
    at, small = e.centered(e.expand(arg))
    return series.taylor(lambda k: sp.sin(at + k * sp.pi / 2) / sp.factorial(k), small)


def _cos(e: Expander, arg: sp.Expr) -> Expansion:
    at, small = e.centered(e.expand(arg))
    return series.taylor(lambda k: sp.cos(at + k * sp.pi / 2) / sp.factorial(k), small)


def _rewriting(rewrite: Callable[..., Any]) -> Callable[..., Expansion]:
    """Return the expansion of a function through an expression in others."""

    def expand(e: Expander, *args: Any) -> Expansion:
        return e.expand(rewrite(*args))

    return expand


@remembering
def _slope_coefficients(slope: sp.Expr, at: sp.Expr, length: int) -> tuple[sp.Expr, ...]:
    """Return the Taylor coefficients of an algebraic function of z at a point where it is analytic."""
    expansion = Expander(_Z, at, 1, length, FUNCTIONS).expand(slope)
    found = dict(expansion.terms)
    if any(m.power < Fraction(0) or not is_whole(m.power) or m[0] or m[2] or m[3] for m in found):
        raise Unknown
    return tuple(found.get(Monomial(power=Fraction(k)), sp.S.Zero) for k in range(length))


def _by_slope(head: Any, slope: sp.Expr) -> Callable[..., Expansion]:
    """Return the expansion of a function whose derivative is algebraic or an exponential."""

    def expand(e: Expander, arg: Any) -> Expansion:
        at, small = e.centered(e.expand(arg))
        slopes = _slope_coefficients(slope, at, e.length)
        return series.taylor(lambda k: head(at) if k == 0 else slopes[k - 1] / k, small)

    return expand


def _atan(e: Expander, arg: sp.Expr) -> Expansion:
    inner = e.expand(arg)
    at = e.limit_of(inner)
    if not at.is_infinite:
        return _by_slope(sp.atan, 1 / (1 + _Z**2))(e, arg)
    end = sp.pi / 2 if at is sp.oo else -sp.pi / 2
    return series.add(series.constant(end, e.length), e.expand(-sp.atan(1 / arg)))


def _asin(e: Expander, arg: Any) -> Expansion:
    at = e.limit_of(e.expand(arg))
    if at == 1:
        return e.expand(sp.pi / 2 - 2 * sp.asin(sp.sqrt((1 - arg) / 2)))
    if at == -1:
        return e.expand(2 * sp.asin(sp.sqrt((1 + arg) / 2)) - sp.pi / 2)
    return _by_slope(sp.asin, 1 / sp.sqrt(1 - _Z**2))(e, arg)


def _erf(e: Expander, arg: sp.Expr) -> Expansion:
    inner = e.expand(arg)
    at = e.limit_of(inner)
    if not at.is_infinite:
        return _by_slope(sp.erf, 2 * sp.exp(-(_Z**2)) / sp.sqrt(sp.pi))(e, arg)
    tail = e.expand(sp.exp(-(arg**2)) / (sp.sqrt(sp.pi) * arg))
    falling = series.multiply(tail, e.expand(1 / arg**2)).size()
    first = Expansion(tuple((m, -c) for m, c in tail.terms), falling, e.length)
    return series.add(series.constant(sp.sign(at), e.length), first)


def _abs(e: Expander, arg: sp.Expr) -> Expansion:
    inner = e.expand(arg)
    if sign_of(inner.lead()[1]) > 0:
        return inner
    return series.multiply(inner, series.constant(sp.S.NegativeOne, e.length))


def _sign(e: Expander, arg: Any) -> Expansion:
    return series.constant(sp.Integer(sign_of(e.expand(arg).lead()[1])), e.length)


def _heaviside(e: Expander, arg: Any, *_at_zero: Any) -> Expansion:
    return series.constant(sp.Integer(sign_of(e.expand(arg).lead()[1]) > 0), e.length)


def _floor(e: Expander, arg: Any) -> Expansion:
    at, rest = e.centered(e.expand(arg))
    if not at.is_Integer or rest.size() is None:
        return series.constant(sp.floor(at), e.length)
    return series.constant(at if sign_of(rest.lead()[1]) > 0 else at - 1, e.length)


def _largest(e: Expander, *args: Any) -> Expansion:
    best = args[0]
    for other in args[1:]:
        gap = e.expand(other - best)
        best = other if gap.size() is not None and sign_of(gap.lead()[1]) > 0 else best
    return e.expand(best)


def _smallest(e: Expander, *args: Any) -> Expansion:
    return e.expand(-sp.Max(*(-a for a in args)))


def _piecewise(e: Expander, *pieces: sp.Tuple) -> Expansion:
    for value, condition in pieces:
        if e.holds(condition):
            return e.expand(value)
    raise Unknown


def _loggamma(e: Expander, arg: sp.Expr) -> Expansion:
    inner = e.expand(arg)
    if e.limit_of(inner) is not sp.oo:
        raise Unknown
    stirling = (arg - sp.S.Half) * sp.log(arg) - arg + sp.log(2 * sp.pi) / 2 + 1 / (12 * arg)
    expansion = e.expand(stirling)
    size = e.expand(arg**-3).size()
    return series.add(expansion, Expansion((), size, e.length))


FUNCTIONS: dict[Any, Rule] = {
    sp.exp: _exp,
    sp.log: _log,
    sp.sin: _sin,
    sp.cos: _cos,
    sp.tan: _rewriting(lambda z: sp.sin(z) / sp.cos(z)),
    sp.cot: _rewriting(lambda z: sp.cos(z) / sp.sin(z)),
    sp.sec: _rewriting(lambda z: 1 / sp.cos(z)),
    sp.csc: _rewriting(lambda z: 1 / sp.sin(z)),
    sp.sinh: _rewriting(lambda z: (sp.exp(z) - sp.exp(-z)) / 2),
    sp.cosh: _rewriting(lambda z: (sp.exp(z) + sp.exp(-z)) / 2),
    sp.tanh: _rewriting(lambda z: (sp.exp(z) - sp.exp(-z)) / (sp.exp(z) + sp.exp(-z))),
    sp.coth: _rewriting(lambda z: (sp.exp(z) + sp.exp(-z)) / (sp.exp(z) - sp.exp(-z))),
    sp.sech: _rewriting(lambda z: 2 / (sp.exp(z) + sp.exp(-z))),
    sp.csch: _rewriting(lambda z: 2 / (sp.exp(z) - sp.exp(-z))),
    sp.asin: _asin,
    sp.acos: _rewriting(lambda z: sp.pi / 2 - sp.asin(z)),
    sp.atan: _atan,
    sp.acot: _rewriting(lambda z: sp.atan(1 / z)),
    sp.asec: _rewriting(lambda z: sp.pi / 2 - sp.asin(1 / z)),
    sp.acsc: _rewriting(lambda z: sp.asin(1 / z)),
    sp.asinh: _rewriting(lambda z: sp.sign(z) * sp.log(sp.Abs(z) + sp.sqrt(z**2 + 1))),
    sp.acosh: _rewriting(lambda z: sp.log(z + sp.sqrt(z**2 - 1))),
    sp.asech: _rewriting(lambda z: sp.log((1 + sp.sqrt(1 - z**2)) / z)),
    sp.acsch: _rewriting(lambda z: sp.asinh(1 / z)),
    sp.atanh: _rewriting(lambda z: sp.log((1 + z) / (1 - z)) / 2),
    sp.acoth: _rewriting(lambda z: sp.log((z + 1) / (z - 1)) / 2),
    sp.erf: _erf,
    sp.erfc: _rewriting(lambda z: 1 - sp.erf(z)),
    sp.Abs: _abs,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.floor: _floor,
    sp.ceiling: _rewriting(lambda z: -sp.floor(-z)),
    sp.frac: _rewriting(lambda z: z - sp.floor(z)),
    sp.Max: _largest,
    sp.Min: _smallest,
    sp.Piecewise: _piecewise,
    sp.loggamma: _loggamma,
    sp.gamma: _rewriting(lambda z: sp.exp(sp.loggamma(z))),
    sp.factorial: _rewriting(lambda z: sp.exp(sp.loggamma(z + 1))),
}
