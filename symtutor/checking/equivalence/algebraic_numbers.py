r"""Whether a real algebraic number is 0: an enclosure closer to 0 than any such number but 0 itself can be.

A number built from integers by +, −, ·, / and roots has a separation bound: with upper bounds u and l of the conjugates of
a numerator and a denominator that are algebraic integers, and D the product of the degrees of all roots,

.. math:: E \ne 0 \implies |E| \ge \frac{1}{l\,u^{D-1}} .
"""

from __future__ import annotations

from math import lcm, log2
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.enclosures.enclosure import Undefined, enclose

__all__ = ["is_algebraic_zero"]

_MOST_BITS = 60_000
_SLACK = 1e-6  # of a logarithm
Bound = tuple[float, float]  # logarithms to base 2 of u and l


def is_algebraic_zero(expr: sp.Expr) -> bool:
    """Tell whether a number without letters is proved to be 0 by its separation bound; false proves nothing.

    Parameters
    ----------
    expr : Expr
        A real number made of rational numbers, roots, sines and cosines of rational multiples of π, and roots of polynomials.

    References
    ----------
    C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, "A separation bound for real algebraic expressions", ESA 2001.

    Examples
    --------
    >>> from sympy import cbrt, sqrt
    >>> is_algebraic_zero(cbrt(7 + 5 * sqrt(2)) - 1 - sqrt(2)), is_algebraic_zero(sqrt(2) + sqrt(3) - sqrt(10))
    (True, False)
    """
    if expr.free_symbols:
        return False
    bounds = _Bounds()
    try:
        above, below = bounds.of(with_real_odd_roots(expr))
    except _NotAlgebraic:
        return False
    bits = below + (bounds.degree() - 1) * max(above, 0.0) + 8
    if bits > _MOST_BITS:
        return False
    precision = int(bits) + 64
    try:
        low, high = enclose(expr, {}, precision)
    except Undefined:
        return False
    least = libmp.mpf_shift(libmp.fone, -int(bits) - 1)
    return bool(libmp.mpf_gt(low, libmp.mpf_neg(least)) and libmp.mpf_lt(high, least))


class _NotAlgebraic(Exception):  # noqa: N818 (a signal that there is no bound)
    """A part is not known to be algebraic."""


class _Bounds:
    """The bounds of the parts of one number, and the degrees of the roots that were met."""

    def __init__(self) -> None:
        self.known: dict[Any, Bound] = {}
        self.degrees: dict[Any, int] = {}
        self.circle = 1

    def degree(self) -> int:
        """Return a bound of the degree of the number."""
        total = int(sp.totient(self.circle)) if self.circle > 1 else 1
        for degree in self.degrees.values():
            total *= degree
        return total

    def of(self, expr: sp.Basic) -> Bound:
        """Return the bounds of a part."""
        if expr not in self.known:
            self.known[expr] = self._found(expr)
        return self.known[expr]

    def _found(self, expr: Any) -> Bound:
        if expr.is_Rational:
            return _log(abs(int(expr.p))), _log(int(expr.q))
        if isinstance(expr, sp.Add):
            return self._folded(expr.args, _sum)
        if isinstance(expr, sp.Mul):
            return self._folded(expr.args, _product)
        if isinstance(expr, sp.Pow) and expr.exp.is_Rational:
            return self._power(expr)
        if isinstance(expr, sp.Abs | sp.sign) and expr.args[0].is_number:
            return self.of(expr.args[0]) if isinstance(expr, sp.Abs) else (0.0, 0.0)
        if isinstance(expr, sp.cos | sp.sin):
            return self._on_circle(expr)
        if isinstance(expr, sp.tan):
            return _quotient(self._on_circle(sp.sin(expr.args[0], evaluate=False)), self._on_circle(sp.cos(expr.args[0], evaluate=False)))
        if expr is sp.GoldenRatio:
            return self.of((1 + sp.sqrt(5)) / 2)
        if isinstance(expr, sp.CRootOf):
            return self._root_of_polynomial(expr)
        raise _NotAlgebraic

    def _folded(self, args: tuple[sp.Expr, ...], join: Any) -> Bound:
        first, *others = map(self.of, args)
        for other in others:
            first = join(first, other)
        return first

    def _power(self, expr: Any) -> Bound:
        u, low = self.of(expr.base)
        degree, times = int(expr.exp.q), abs(int(expr.exp.p))
        if degree > 1:
            self.degrees[expr.base, degree] = degree
            u, low = ((u + (degree - 1) * low) / degree, low) if u >= low else (u, ((degree - 1) * u + low) / degree)
        return (times * u, times * low) if expr.exp > 0 else (times * low, times * u)

    def _on_circle(self, expr: Any) -> Bound:
        """Return the bounds of a sine or cosine: twice it is an algebraic integer in a field of roots of unity."""
        share = expr.args[0] / sp.pi
        if not share.is_Rational:
            raise _NotAlgebraic
        self.circle = lcm(self.circle, 4 * int(share.q))
        return 1.0, 1.0

    def _root_of_polynomial(self, expr: Any) -> Bound:
        poly = sp.Poly(expr.expr, expr.poly.gen)
        coefficients = poly.all_coeffs()
        if not all(c.is_Integer for c in coefficients):
            raise _NotAlgebraic
        self.degrees[expr] = poly.degree()
        lead = abs(int(coefficients[0]))
        return _log(lead + max(abs(int(c)) for c in coefficients)), _log(lead)


def _log(number: int) -> float:
    """Return a bound of a logarithm; 0 stands for 0 too, whose conjugates are not larger than 1."""
    return log2(number) + _SLACK if number > 1 else 0.0


def _sum(a: Bound, b: Bound) -> Bound:
    return max(a[0] + b[1], a[1] + b[0]) + 1.0, a[1] + b[1]


def _product(a: Bound, b: Bound) -> Bound:
    return a[0] + b[0], a[1] + b[1]


def _quotient(a: Bound, b: Bound) -> Bound:
    return a[0] + b[1], a[1] + b[0]
