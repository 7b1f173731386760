"""Expansions of expressions on one side of a point, or far out: what each function makes of its argument's expansion."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.enclosures.enclosure import Outside, Undefined, enclose
from symtutor.checking.limits.constants import Constants, Undecided
from symtutor.checking.limits.expansion import Arithmetic, Expansion, NotReal, TooShort, exact
from symtutor.checking.limits.scale import level

__all__ = ["Expander"]

_Z = sp.Symbol("_z")
_PRECISION = 96


class Expander:
    """The expansions of the parts of an expression as x → point ± 1/w, w → ∞.

    Parameters
    ----------
    x : Symbol
        The variable.
    to : Expr
        The point: a number, a parameter, oo or -oo.
    side : int
        1 from above, -1 from below; without meaning at infinity.
    constants : Constants
        Judges coefficients; an oscillating part becomes one of its bounded quantities.
    length : int
        How many terms are kept.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> e = Expander(x, sp.S.Zero, 1, Constants({}), 4)
    >>> e.arithmetic.limit(e.expand((1 - sp.cos(x)) / x**2))
    1/2
    """

    def __init__(self, x: sp.Expr, to: sp.Basic, side: int, constants: Constants, length: int) -> None:
        self.x, self.to, self.side = x, to, side
        self.constants = constants
        self.arithmetic = Arithmetic(constants, length)
        self._known: dict[Any, Expansion] = {x: self._variable()}
        self._turned: dict[Any, tuple[Any, Any]] = {}

    def _variable(self) -> Expansion:
        if self.to.is_infinite:
            return Expansion(((level(0), sp.S.One if self.to is sp.oo else sp.S.NegativeOne),))
        near = Expansion(((self.arithmetic.scale.power(level(0), sp.S.NegativeOne), sp.Integer(self.side)),))
        return self.arithmetic.add(exact(self.to), near)

    def expand(self, expr: Any) -> Expansion:
        """Return the expansion of an expression.

        Raises
        ------
        TooShort
            If more terms are needed.
        NotReal
            If it surely has no real values near the point.
        Undecided
            If it is not known.
        """
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._expand(expr)
        return found

    def _expand(self, expr: sp.Expr) -> Expansion:
        if not expr.has(self.x):
            return self._constant(expr)
        if isinstance(expr, sp.Add):
            return self.arithmetic.add(*(self.expand(a) for a in expr.args))
        if isinstance(expr, sp.Mul):
            result = self.expand(expr.args[0])
            for factor in expr.args[1:]:
                result = self.arithmetic.multiply(result, self.expand(factor))
            return result
        if isinstance(expr, sp.Pow):
            return self._power(*expr.args)
        rule = _FUNCTIONS.get(type(expr))
        if rule is None:
            raise Undecided(f"no expansion of {type(expr).__name__}")
        return rule(self, *expr.args)

    def _constant(self, expr: Any) -> Expansion:
        if expr.has(sp.zoo, sp.nan, sp.oo, sp.I):
            raise Undecided("not a real number")
        if not expr.is_Rational and not expr.free_symbols:
            _require_real(expr)
        for part in sorted(expr.atoms(sp.Pow, sp.log), key=str):
            if (isinstance(part, sp.log) or not part.exp.is_Integer) and self.constants.is_negative(part.args[0]):
                raise NotReal  # a parameter counts as positive, and what was assumed is told
        return exact(expr)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Expansion:
        if not exponent.has(self.x):
            return self.arithmetic.power(self.expand(base), exponent)
        if base == -1:
            return exact(self._bounded(-1, 1))  # real at whole numbers only, where it is 1 or −1
        if base == 0:
            if self.sign(exponent) > 0:
                return exact(sp.S.Zero)
            raise NotReal
        if base.is_negative:
            return self.expand(sp.Pow(-1, exponent, evaluate=False) * (-base) ** exponent)
        return self.arithmetic.exponential(self.arithmetic.multiply(self.expand(exponent), self._logarithm(base)))

    def turned(self, angle: sp.Expr) -> tuple[Expansion, Expansion]:
        """Return sine and cosine of an angle that may be infinite: bounded quantities.

        Of an angle that differs by d from one that was met before (or from its negative), where d has
        a finite limit, they are those of the other angle turned by d, so that differences close in.
        """
        a = self.arithmetic
        for other, (sine, cosine) in self._turned.items():
            for way in (1, -1):
                try:
                    found = self.centered(angle - way * other)
                except TooShort:
                    raise
                except Undecided:
                    continue
                if found is not None:
                    sin_d, cos_d = _taylor(self, sp.sin, *found), _taylor(self, sp.cos, *found)
                    return (
                        a.add(a.times(cos_d, way * sine), a.times(sin_d, cosine)),
                        a.add(a.times(cos_d, cosine), a.times(sin_d, -way * sine)),
                    )
        sine, cosine = self._turned[angle] = (self._bounded(-1, 1), self._bounded(-1, 1))
        return exact(sine), exact(cosine)

    def _logarithm(self, base: sp.Expr) -> Expansion:
        return self.arithmetic.logarithm(self.expand(base))

    def _bounded(self, low: int, high: int) -> Any:
        return self.constants.quantity(low, high)

    def limit(self, expr: sp.Basic) -> sp.Expr:
        """Return the limit of a part: a constant, oo or -oo."""
        return self.arithmetic.limit(self.expand(expr))

    def centered(self, expr: sp.Expr) -> tuple[sp.Basic, Expansion] | None:
        """Return the finite limit of a part and the rest; None where it may be infinite."""
        large, constant, small = self.arithmetic.parts(self.expand(expr))
        return None if large else (constant, small)

    def sign(self, expr: Any) -> int:
        """Return the sign of a part close to the point."""
        return self.arithmetic.sign(self.expand(expr))

    def holds(self, condition: sp.Basic) -> bool:
        """Tell whether a condition holds close to the point."""
        if condition in {sp.true, sp.false}:
            return bool(condition)
        if isinstance(condition, sp.And | sp.Or):
            return (all if isinstance(condition, sp.And) else any)(self.holds(c) for c in condition.args)
        if not isinstance(condition, sp.core.relational.Relational):
            raise Undecided("a condition that is no comparison")
        return bool(condition.func(sp.Integer(self.sign(condition.lhs - condition.rhs)), 0))


def _require_real(number: sp.Expr) -> None:
    """Raise NotReal for a number that surely is not real, Undecided for one that may not be."""
    try:
        enclose(number, {}, _PRECISION)
    except Outside:
        raise NotReal from None
    except Undefined:
        if number.is_extended_real is not True:
            raise Undecided("a number that may not be real") from None


# ---- functions -----------------------------------------------------------------------------------
Rule = Callable[..., Expansion]


@lru_cache(maxsize=500)
def _derivative(head: Any, order: int) -> sp.Basic:
    """Return a derivative of a function of one letter."""
    return head(_Z) if order == 0 else differentiated(_derivative(head, order - 1), _Z)


def _taylor(e: Expander, head: Any, at: sp.Basic, small: Expansion) -> Expansion:
    """Return the Taylor series of a function about a value at which it is analytic."""
    return e.arithmetic.compose(lambda k: _derivative(head, k).xreplace({_Z: at}) / sp.factorial(k), small)


def _sine(e: Expander, arg: sp.Expr) -> Expansion:
    """Expand a sine: between −1 and 1 where the angle may be infinite."""
    found = e.centered(arg)
    return e.turned(arg)[0] if found is None else _taylor(e, sp.sin, *found)


def _cosine(e: Expander, arg: sp.Expr) -> Expansion:
    found = e.centered(arg)
    return e.turned(arg)[1] if found is None else _taylor(e, sp.cos, *found)


def _rewritten(rewrite: Callable[..., Any]) -> Rule:
    """Return the rule of a function that is an expression in others."""
    return lambda e, *args: e.expand(rewrite(*args))


def _analytic(head: Any, *, above: Any = None) -> Rule:
    """Return the rule of a function that is analytic everywhere, or above a value."""

    def rule(e: Expander, arg: Any) -> Expansion:
        found = e.centered(arg)
        if found is None or (above is not None and e.constants.sign(found[0] - above) <= 0):
            raise Undecided(f"{head.__name__} at an end of its domain")
        return _taylor(e, head, *found)

    return rule


def _atan(e: Expander, arg: sp.Expr) -> Expansion:
    found = e.centered(arg)
    if found is not None:
        return _taylor(e, sp.atan, *found)
    return e.arithmetic.add(exact(e.sign(arg) * sp.pi / 2), e.expand(-sp.atan(1 / arg)))


def _asin(e: Expander, arg: sp.Expr) -> Expansion:
    inside = e.sign(1 - arg**2)
    if inside < 0:
        raise NotReal
    if inside == 0:  # the argument is 1 or −1 all around the point, as a sign may be
        return exact(e.sign(arg) * sp.pi / 2)
    return e.expand(sp.atan(arg / sp.sqrt(1 - arg**2)))


def _asinh(e: Expander, arg: Any) -> Expansion:
    found = e.centered(arg)
    if found is not None:
        return _taylor(e, sp.asinh, *found)
    way = e.sign(arg)
    return e.expand(way * sp.log(way * arg + sp.sqrt(arg**2 + 1)))


def _abs(e: Expander, arg: sp.Expr) -> Expansion:
    found = e.centered(arg)
    if found is not None and not e.constants.is_fixed(found[0]):
        at, small = found
        return e.arithmetic.add(exact(sp.Abs(at)), Expansion((), e.arithmetic.size(small)))
    return e.arithmetic.times(e.expand(arg), sp.Integer(e.sign(arg)))


def _sign(e: Expander, arg: Any) -> Expansion:
    return exact(sp.Integer(e.sign(arg)))


def _heaviside(e: Expander, arg: sp.Expr, at_zero: sp.Expr = sp.S.Half) -> Expansion:
    way = e.sign(arg)
    return exact(sp.Integer(way > 0) if way else at_zero)


def _floor(e: Expander, arg: sp.Expr) -> Expansion:
    found = e.centered(arg)
    if found is None:
        return e.arithmetic.add(e.expand(arg), exact(-e.constants.quantity(0, 1)))
    at, _ = found
    if not at.is_number:
        raise Undecided("the whole part of a parameter")
    whole = sp.floor(at)
    if not e.constants.is_zero(at - whole):
        return exact(whole)
    return exact(whole if e.sign(arg - whole) >= 0 else whole - 1)


def _largest(e: Expander, *args: sp.Expr) -> Expansion:
    best = args[0]
    for other in args[1:]:
        best = other if e.sign(other - best) > 0 else best
    return e.expand(best)


def _piecewise(e: Expander, *pieces: sp.Tuple) -> Expansion:
    for value, condition in pieces:
        if e.holds(condition):
            return e.expand(value)
    raise NotReal


def _erf(e: Expander, arg: sp.Expr) -> Expansion:
    """Expand the error function; far out by DLMF 7.12.1."""
    found = e.centered(arg)
    if found is not None:
        return _taylor(e, sp.erf, *found)
    inverse = e.expand(1 / arg)
    square = e.arithmetic.multiply(inverse, inverse)
    tail = e.arithmetic.compose(lambda k: (-1) ** k * sp.rf(sp.S.Half, k), square)
    front = e.arithmetic.multiply(e.expand(-sp.exp(-(arg**2)) / sp.sqrt(sp.pi)), inverse)
    return e.arithmetic.add(exact(sp.Integer(e.sign(arg))), e.arithmetic.multiply(front, tail))


def _loggamma(e: Expander, arg: sp.Expr) -> Expansion:
    """Expand the logarithm of the gamma function; far out by DLMF 5.11.1."""
    found = e.centered(arg)
    if found is not None:
        return _analytic(sp.loggamma, above=sp.S.Zero)(e, arg)
    if e.sign(arg) < 0:
        raise Undecided("the gamma function towards −∞")
    a = e.arithmetic
    inverse = e.expand(1 / arg)
    tail = a.compose(lambda k: sp.bernoulli(k + 1) / (k * (k + 1)) if k % 2 else sp.S.Zero, inverse)
    return a.add(e.expand((arg - sp.S.Half) * sp.log(arg) - arg + sp.log(2 * sp.pi) / 2), tail)


def _gamma(e: Expander, arg: sp.Expr) -> Expansion:
    found = e.centered(arg)
    if found is not None:
        at = found[0]
        if at.is_number and e.constants.sign(at) <= 0:
            return e.expand(sp.gamma(arg + 1, evaluate=False) / arg)
        return _analytic(sp.gamma, above=sp.S.Zero)(e, arg)
    return e.arithmetic.exponential(_loggamma(e, arg))


def _digamma(e: Expander, order: Any, arg: Any) -> Expansion:
    """Expand the digamma function; far out by DLMF 5.11.2."""
    if order != 0:
        raise Undecided("a polygamma function of higher order")
    if e.centered(arg) is not None or e.sign(arg) < 0:
        return _analytic(sp.digamma, above=sp.S.Zero)(e, arg)
    a = e.arithmetic
    tail = a.compose(lambda k: -sp.bernoulli(k) / k if k and k % 2 == 0 else sp.S.Zero, e.expand(1 / arg))
    return a.add(e.expand(sp.log(arg) - 1 / (2 * arg)), tail)


_FUNCTIONS: dict[Any, Rule] = {
    sp.exp: lambda e, z: e.arithmetic.exponential(e.expand(z)),
    sp.log: lambda e, z: e.arithmetic.logarithm(e.expand(z)),
    sp.sin: _sine,
    sp.cos: _cosine,
    sp.tan: _rewritten(lambda z: sp.sin(z) / sp.cos(z)),
    sp.cot: _rewritten(lambda z: sp.cos(z) / sp.sin(z)),
    sp.sec: _rewritten(lambda z: 1 / sp.cos(z)),
    sp.csc: _rewritten(lambda z: 1 / sp.sin(z)),
    sp.sinh: _rewritten(lambda z: sp.exp(z) / 2 - sp.exp(-z) / 2),
    sp.cosh: _rewritten(lambda z: sp.exp(z) / 2 + sp.exp(-z) / 2),
    sp.tanh: _rewritten(lambda z: 1 - 2 / (sp.exp(2 * z) + 1)),
    sp.coth: _rewritten(lambda z: 1 + 2 / (sp.exp(2 * z) - 1)),
    sp.sech: _rewritten(lambda z: 2 / (sp.exp(z) + sp.exp(-z))),
    sp.csch: _rewritten(lambda z: 2 / (sp.exp(z) - sp.exp(-z))),
    sp.atan: _atan,
    sp.asin: _asin,
    sp.acos: _rewritten(lambda z: sp.pi / 2 - sp.asin(z)),
    sp.acot: _rewritten(lambda z: sp.atan(1 / z)),
    sp.asec: _rewritten(lambda z: sp.pi / 2 - sp.asin(1 / z)),
    sp.acsc: _rewritten(lambda z: sp.asin(1 / z)),
    sp.asinh: _asinh,
    sp.acosh: _rewritten(lambda z: sp.log(z + sp.sqrt(z - 1) * sp.sqrt(z + 1))),
    sp.atanh: _rewritten(lambda z: sp.log((1 + z) / (1 - z)) / 2),
    sp.acoth: _rewritten(lambda z: sp.log((z + 1) / (z - 1)) / 2),
    sp.asech: _rewritten(lambda z: sp.acosh(1 / z)),
    sp.acsch: _rewritten(lambda z: sp.asinh(1 / z)),
    sp.erf: _erf,
    sp.erfc: _rewritten(lambda z: 1 - sp.erf(z)),
    sp.Abs: _abs,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.floor: _floor,
    sp.ceiling: _rewritten(lambda z: -sp.floor(-z)),
    sp.frac: _rewritten(lambda z: z - sp.floor(z)),
    sp.Max: _largest,
    sp.Min: _rewritten(lambda *args: -sp.Max(*(-a for a in args))),
    sp.Piecewise: _piecewise,
    sp.loggamma: _loggamma,
    sp.gamma: _gamma,
    sp.factorial: _rewritten(lambda z: sp.gamma(z + 1)),
    sp.digamma: _rewritten(lambda z: sp.polygamma(0, z)),
    sp.polygamma: _digamma,
}
