"""The behaviour of an expression near a point: leading term, sign and limit, without steps.

The rules ask it which method is worth trying; the checking code never does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms import asymptotic_series as series
from symtutor.algorithms.asymptotic_series import UNIT, Expansion, Monomial, NotReal, TooShort, Unknown, compare, is_zero, sign_of

__all__ = ["Leading", "expansion_of", "is_real_near", "leading", "limit_value", "sign_near", "taylor_terms"]

_LENGTHS = (2, 4, 7, 12)
_MOST_NODES = 120
_Z = sp.Symbol("z")


@dataclass(frozen=True, slots=True)
class Leading:
    """The dominant term of an expression near a point.

    Parameters
    ----------
    coefficient : Expr
        Its constant factor; 0 only for an expression that is 0.
    monomial : Monomial
        Its size in t, the distance from the point, or 1/x at infinity.
    """

    coefficient: Any
    monomial: Monomial

    def limit(self) -> Any:
        """Return the limit: the coefficient, 0, ∞ or −∞."""
        order = compare(self.monomial, UNIT)
        if order == 0:
            return self.coefficient
        return sp.S.Zero if order < 0 else sp.oo * sign_of(self.coefficient)

    def against(self, other: Leading | None = None) -> int | None:
        """Return 1, 0 or -1: larger than, of the size of, smaller than another leading term (a constant); None when unknown."""
        try:
            return compare(self.monomial, UNIT if other is None else other.monomial)
        except Unknown:
            return None


class _Expander:
    """One expansion: the variable, the point, the side, the number of terms, what was expanded already."""

    def __init__(self, x: Any, to: Any, side: int, length: int) -> None:
        self.x, self.to, self.side, self.length = x, to, side, length
        self._known: dict[Any, Expansion] = {}

    def expand(self, expr: Any) -> Expansion:
        """Return the expansion of an expression; raise Unknown where there is none."""
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._expand(expr)
        return found

    def _expand(self, expr: Any) -> Expansion:
        if not expr.has(self.x):
            if expr.has(sp.zoo, sp.nan, sp.oo, sp.I):
                raise Unknown
            return series.constant(expr, self.length)
        if expr == self.x:
            return self._variable()
        if isinstance(expr, sp.Add):
            return series.add(*(self.expand(a) for a in expr.args))
        if isinstance(expr, sp.Mul):
            result = self.expand(expr.args[0])
            for factor in expr.args[1:]:
                result = series.multiply(result, self.expand(factor))
            return result
        if isinstance(expr, sp.Pow):
            return self._power(*expr.args)
        expand = _FUNCTIONS.get(type(expr))
        if expand is None:
            raise Unknown
        return expand(self, *expr.args)

    def _variable(self) -> Expansion:
        if self.to.is_infinite:
            sign = sp.S.One if self.to is sp.oo else sp.S.NegativeOne
            return Expansion(((Monomial(power=Fraction(-1)), sign),), None, self.length)
        near = Expansion(((Monomial(power=Fraction(1)), sp.Integer(self.side)),), None, self.length)
        return series.add(series.constant(self.to, self.length), near)

    def _power(self, base: Any, exponent: Any) -> Expansion:
        if not exponent.has(self.x):
            return series.power(self.expand(base), exponent)
        logarithm = series.constant(sp.log(base), self.length) if not base.has(self.x) else series.log(self.expand(base))
        return series.exp(series.multiply(self.expand(exponent), logarithm))

    def limit_of(self, a: Expansion) -> Any:
        """Return the limit of an expansion."""
        size = a.size()
        if size is None or (not a.terms and compare(size, UNIT) < 0):
            return sp.S.Zero
        return Leading(a.lead()[1], a.lead()[0]).limit()

    def centered(self, a: Expansion) -> tuple[Any, Expansion]:
        """Return the finite limit of an expansion and the rest."""
        at = self.limit_of(a)
        if at.is_infinite:
            raise Unknown
        return at, series.add(a, series.constant(-at, self.length))


# ---- functions ----------------------------------------------------------------------------------
def _exp(e: _Expander, arg: Any) -> Expansion:
    return series.exp(e.expand(arg))


def _log(e: _Expander, arg: Any, base: Any = sp.E) -> Expansion:
    return series.multiply(series.log(e.expand(arg)), series.constant(1 / sp.log(base), e.length))


def _sin(e: _Expander, arg: Any) -> Expansion:
    at, small = e.centered(e.expand(arg))
    return series.taylor(lambda k: sp.sin(at + k * sp.pi / 2) / sp.factorial(k), small)


def _cos(e: _Expander, arg: Any) -> Expansion:
    at, small = e.centered(e.expand(arg))
    return series.taylor(lambda k: sp.cos(at + k * sp.pi / 2) / sp.factorial(k), small)


def _rewriting(rewrite: Callable[..., Any]) -> Callable[..., Expansion]:
    """Return the expansion of a function through an expression in others."""

    def expand(e: _Expander, *args: Any) -> Expansion:
        return e.expand(rewrite(*args))

    return expand


@lru_cache(maxsize=500)
def _slope_coefficients(slope: Any, at: Any, length: int) -> tuple[Any, ...]:
    """Return the Taylor coefficients of an algebraic function of z at a point where it is analytic."""
    expansion = _Expander(_Z, at, 1, length).expand(slope)
    found = dict(expansion.terms)
    if any(m.power < 0 or m.power.denominator != 1 or m[0] or m[2] or m[3] for m in found):
        raise Unknown
    return tuple(found.get(Monomial(power=Fraction(k)), sp.S.Zero) for k in range(length))


def _by_slope(head: Any, slope: Any) -> Callable[..., Expansion]:
    """Return the expansion of a function whose derivative is algebraic or an exponential."""

    def expand(e: _Expander, arg: Any) -> Expansion:
        at, small = e.centered(e.expand(arg))
        slopes = _slope_coefficients(slope, at, e.length)
        return series.taylor(lambda k: head(at) if k == 0 else slopes[k - 1] / k, small)

    return expand


def _atan(e: _Expander, arg: Any) -> Expansion:
    inner = e.expand(arg)
    at = e.limit_of(inner)
    if not at.is_infinite:
        return _by_slope(sp.atan, 1 / (1 + _Z**2))(e, arg)
    end = sp.pi / 2 if at is sp.oo else -sp.pi / 2
    return series.add(series.constant(end, e.length), e.expand(-sp.atan(1 / arg)))


def _asin(e: _Expander, arg: Any) -> Expansion:
    at = e.limit_of(e.expand(arg))
    if at == 1:
        return e.expand(sp.pi / 2 - 2 * sp.asin(sp.sqrt((1 - arg) / 2)))
    if at == -1:
        return e.expand(2 * sp.asin(sp.sqrt((1 + arg) / 2)) - sp.pi / 2)
    return _by_slope(sp.asin, 1 / sp.sqrt(1 - _Z**2))(e, arg)


def _erf(e: _Expander, arg: Any) -> Expansion:
    inner = e.expand(arg)
    at = e.limit_of(inner)
    if not at.is_infinite:
        return _by_slope(sp.erf, 2 * sp.exp(-(_Z**2)) / sp.sqrt(sp.pi))(e, arg)
    tail = e.expand(sp.exp(-(arg**2)) / (sp.sqrt(sp.pi) * arg))
    falling = series.multiply(tail, e.expand(1 / arg**2)).size()
    first = Expansion(tuple((m, -c) for m, c in tail.terms), falling, e.length)
    return series.add(series.constant(sp.sign(at), e.length), first)


def _abs(e: _Expander, arg: Any) -> Expansion:
    inner = e.expand(arg)
    if sign_of(inner.lead()[1]) > 0:
        return inner
    return series.multiply(inner, series.constant(sp.S.NegativeOne, e.length))


def _sign(e: _Expander, arg: Any) -> Expansion:
    return series.constant(sp.Integer(sign_of(e.expand(arg).lead()[1])), e.length)


def _heaviside(e: _Expander, arg: Any, *_at_zero: Any) -> Expansion:
    return series.constant(sp.Integer(sign_of(e.expand(arg).lead()[1]) > 0), e.length)


def _floor(e: _Expander, arg: Any) -> Expansion:
    at, rest = e.centered(e.expand(arg))
    if not at.is_Integer or rest.size() is None:
        return series.constant(sp.floor(at), e.length)
    return series.constant(at if sign_of(rest.lead()[1]) > 0 else at - 1, e.length)


def _largest(e: _Expander, *args: Any) -> Expansion:
    best = args[0]
    for other in args[1:]:
        gap = e.expand(other - best)
        best = other if gap.size() is not None and sign_of(gap.lead()[1]) > 0 else best
    return e.expand(best)


def _smallest(e: _Expander, *args: Any) -> Expansion:
    return e.expand(-sp.Max(*(-a for a in args)))


def _piecewise(e: _Expander, *pieces: Any) -> Expansion:
    for value, condition in pieces:
        if condition_near(condition, e.x, e.to, e.side):
            return e.expand(value)
    raise Unknown


def _loggamma(e: _Expander, arg: Any) -> Expansion:
    inner = e.expand(arg)
    if e.limit_of(inner) is not sp.oo:
        raise Unknown
    stirling = (arg - sp.S.Half) * sp.log(arg) - arg + sp.log(2 * sp.pi) / 2 + 1 / (12 * arg)
    expansion = e.expand(stirling)
    size = e.expand(arg**-3).size()
    return series.add(expansion, Expansion((), size, e.length))


_FUNCTIONS: dict[Any, Callable[..., Expansion]] = {
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


# ---- questions ----------------------------------------------------------------------------------
def condition_near(condition: Any, x: Any, to: Any, side: int) -> bool:
    """Tell whether a condition holds close to a point on a side of it; raise Unknown when it cannot be told."""
    if condition in {sp.true, sp.false}:
        return bool(condition)
    if isinstance(condition, sp.And):
        return all(condition_near(c, x, to, side) for c in condition.args)
    if isinstance(condition, sp.Or):
        return any(condition_near(c, x, to, side) for c in condition.args)
    if not condition.is_Relational:
        raise Unknown
    sign = sign_near(condition.lhs - condition.rhs, x, to, side)
    if sign is None:
        raise Unknown
    return bool(condition.func(sp.Integer(sign), 0))


@lru_cache(maxsize=5000)
def leading(expr: Any, x: Any, to: Any, side: int = 1) -> Leading | None:
    """Return the dominant term of an expression near a point, or None when it is not known.

    Parameters
    ----------
    expr : Expr
        In the variable `x`; other symbols are parameters and count as positive.
    x : Symbol
        The variable.
    to : Expr
        The point: a number, a parameter, oo or -oo.
    side : int
        1 for values above the point, -1 below; without meaning at infinity.

    Returns
    -------
    Leading or None
        The coefficient is 0 for an expression that is 0.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> leading(1 - sp.cos(x), x, sp.S.Zero).coefficient
    1/2
    """
    if sum(1 for _ in sp.preorder_traversal(expr)) > _MOST_NODES:
        return None
    for length in _LENGTHS:
        try:
            expansion = _Expander(x, to, side, length).expand(expr)
        except TooShort:
            continue
        except (Unknown, RecursionError):
            return None
        if expansion.terms:
            monomial, coefficient = expansion.terms[0]
            return Leading(coefficient, monomial)
        if expansion.error is None:
            return Leading(sp.S.Zero, UNIT)
    return None


@lru_cache(maxsize=5000)
def limit_value(expr: Any, x: Any, to: Any, side: int = 1) -> Any:
    """Return the one-sided limit of an expression, or None when it is not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> limit_value(x * sp.log(x), x, sp.S.Zero), limit_value((1 + 1 / x) ** x, x, sp.oo)
    (0, E)
    """
    if not expr.has(x):
        return expr
    found = leading(expr, x, to, side)
    try:
        return None if found is None else found.limit()
    except Unknown:
        return None


def sign_near(expr: Any, x: Any, to: Any, side: int = 1) -> int | None:
    """Return the sign of an expression close to a point, or None when it is not known."""
    if is_zero(expr):
        return 0
    found = leading(expr, x, to, side)
    try:
        return None if found is None else sign_of(found.coefficient)
    except Unknown:
        return None


def is_real_near(expr: Any, x: Any, to: Any, side: int = 1) -> bool:
    """Tell whether an expression is real on a side of a point, as far as its roots and logarithms say."""
    try:
        _Expander(x, to, side, _LENGTHS[0]).expand(expr)
    except NotReal:
        return False
    except (Unknown, RecursionError):
        pass
    return True


@lru_cache(maxsize=2000)
def expansion_of(expr: Any, x: Any, to: Any, length: int) -> Expansion | None:
    """Return the expansion of an expression above a point, or None."""
    try:
        return _Expander(x, to, 1, length).expand(expr)
    except (Unknown, RecursionError):
        return None


def taylor_terms(expr: Any, x: Any, to: Any, degree: int) -> tuple[Any, ...] | None:
    """Return the Taylor coefficients up to a degree, or None where the expression is not analytic or not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> taylor_terms(sp.exp(x) * sp.cos(x), x, sp.S.Zero, 3)
    (1, 1, 0, -1/3)
    """
    expansion = expansion_of(expr, x, to, degree + 3)
    if expansion is None:
        return None
    if expansion.error is not None and (expansion.error.growth or expansion.error.power <= degree):
        return None
    found = dict(expansion.terms)
    if any(m.growth or m.log or m.loglog or m.power < 0 or m.power.denominator != 1 for m in found):
        return None
    return tuple(found.get(Monomial(power=Fraction(k)), sp.S.Zero) for k in range(degree + 1))
