"""Convex and concave functions by composition: what bends which way when it is put into what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.several_variables import signature

__all__ = ["curvature", "is_convex"]

CONVEX, CONCAVE = "convex", "concave"
_BOTH = frozenset({CONVEX, CONCAVE})
_NOTHING: frozenset[str] = frozenset()
_MOST_WAVES = 4
_CORNERS = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise)


def curvature(expr: sp.Expr, variables: Sequence[sp.Symbol], positive: Sequence[sp.Symbol] = ()) -> frozenset[str]:
    """Return which of "convex" and "concave" composition shows an expression to be; both for an affine one.

    Parameters
    ----------
    expr : Expr
        A function of the variables.
    variables : sequence of Symbol
        Real numbers.
    positive : sequence of Symbol
        Those of them that are positive.

    Notes
    -----
    Source: S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, sec. 3.2.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> sorted(curvature(sp.log(sp.exp(x) + sp.exp(y)), (x, y))), sorted(curvature(sp.sqrt(x), (x,))), curvature(x * y, (x, y))
    (['convex'], ['concave'], frozenset())
    """
    return _Composition(tuple(variables), frozenset(positive)).of(expr)


class _Composition:
    def __init__(self, variables: tuple[sp.Symbol, ...], positive: frozenset[sp.Symbol]) -> None:
        self.variables = variables
        self.positive = positive
        self.real = {v: sp.Symbol(f"{v.name}_r", **({"positive": True} if v in positive else {"real": True})) for v in variables}

    def of(self, expr: sp.Expr) -> frozenset[str]:
        if not expr.free_symbols & set(self.variables) or self._degree(expr) == 1:
            return _BOTH
        if self._degree(expr) == 2:
            return self._of_quadratic(expr)
        if isinstance(expr, sp.Add):
            return self._of_sum(expr)
        if isinstance(expr, sp.Mul):
            return self._of_product(expr)
        if isinstance(expr, sp.Pow):
            return self._of_power(*expr.as_base_exp())
        return self._of_function(expr)

    def _degree(self, expr: sp.Expr) -> int | None:
        return int(sp.Poly(expr, *self.variables).total_degree()) if expr.is_polynomial(*self.variables) else None

    def _of_quadratic(self, expr: sp.Expr) -> frozenset[str]:
        found = signature(sp.hessian(expr, list(self.variables)))
        if found is None:
            return _NOTHING
        return frozenset({CONVEX} if found[1] == 0 else {CONCAVE} if found[0] == 0 else ())

    def _of_sum(self, expr: sp.Add) -> frozenset[str]:
        """Return the curvature of a sum; its terms of degree two or less bend together."""
        low = [t for t in expr.args if (self._degree(t) or 9) <= 2 or not t.free_symbols & set(self.variables)]
        others = [t for t in expr.args if t not in low]
        return self.of(sp.Add(*low)).intersection(*map(self.of, others)) if others else _NOTHING

    def _of_product(self, expr: sp.Mul) -> frozenset[str]:
        factor, core = expr.as_independent(*self.variables, as_Add=False)
        sign = sign_of(factor)
        bent = self._of_monomial(core)
        if bent and sign:
            return bent if sign > 0 else frozenset(_OTHER[name] for name in bent)
        if factor == 1 or not sign:
            return _NOTHING if not self._is_entropy(core) else frozenset({CONVEX})
        found = frozenset({CONVEX}) if self._is_entropy(core) else self.of(core)
        return found if sign > 0 else frozenset(_OTHER[name] for name in found)

    def _of_monomial(self, core: sp.Expr) -> frozenset[str]:
        """Return the curvature of a product of powers of positive letters.

        It is convex where no exponent is positive, or where one is and all add to at least 1, and concave where none is negative and
        all add to at most 1.
        """
        powers = core.as_powers_dict()
        if not powers.keys() <= self.positive or not all(e.is_Rational for e in powers.values()):
            return _NOTHING
        rising = [e for e in powers.values() if e > 0]
        whole = sp.Add(*powers.values())
        if not rising or (len(rising) == 1 and whole >= 1):
            return frozenset({CONVEX})
        return frozenset({CONCAVE}) if len(rising) == len(powers) and whole <= 1 else _NOTHING

    def _is_entropy(self, core: sp.Expr) -> bool:
        """Tell whether an expression is u ln u with an affine u."""
        logs = [f for f in sp.Mul.make_args(core) if isinstance(f, sp.log)]
        return len(logs) == 1 and core == logs[0] * logs[0].args[0] and self._degree(logs[0].args[0]) == 1

    def _of_power(self, base: sp.Expr, exponent: sp.Expr) -> frozenset[str]:
        if base == sp.E:
            return frozenset({CONVEX}) if CONVEX in self.of(exponent) else _NOTHING
        if base in self.positive:
            return self._of_monomial(sp.Pow(base, exponent))
        inside = self.of(base)
        if exponent.is_Rational and exponent.is_negative and CONCAVE in inside and base.xreplace(self.real).is_positive:
            return frozenset({CONVEX})
        if not exponent.is_Rational or not exponent.is_positive:
            return _NOTHING
        if exponent == sp.Rational(1, 2) and self._is_length(base):
            return frozenset({CONVEX})
        if exponent < 1:  # a root of odd order is defined for negative numbers too, where it bends the other way
            is_half = sp.Rational(exponent).q % 2 == 0 or self._is_nowhere_negative(base)
            return frozenset({CONCAVE}) if CONCAVE in inside and is_half else _NOTHING
        is_even = exponent.is_Integer and exponent % 2 == 0
        if (is_even and inside == _BOTH) or (CONVEX in inside and self._is_nowhere_negative(base)):
            return frozenset({CONVEX})
        return _NOTHING

    def _is_length(self, square: sp.Expr) -> bool:
        """Tell whether an expression is ‖A x + b‖² + c with c ≥ 0, whose root is convex."""
        if self._degree(square) != 2:
            return False
        one = sp.Dummy("t")
        whole = sp.expand(one**2 * square.subs({v: v / one for v in self.variables}, simultaneous=True))
        found = signature(sp.hessian(whole, [*self.variables, one]))
        return found is not None and found[1] == 0

    def _is_nowhere_negative(self, expr: sp.Expr) -> bool:
        return expr.xreplace(self.real).is_nonnegative is True

    def _of_function(self, expr: sp.Expr) -> frozenset[str]:
        parts: tuple[Any, ...] = expr.args
        inside = [self.of(a) for a in parts]
        if isinstance(expr, sp.exp | sp.Max) and all(CONVEX in found for found in inside):
            return frozenset({CONVEX})
        if isinstance(expr, sp.Min) and all(CONCAVE in found for found in inside):
            return frozenset({CONCAVE})
        if isinstance(expr, sp.Abs | sp.cosh) and inside == [_BOTH]:
            return frozenset({CONVEX})
        if isinstance(expr, sp.log):
            return frozenset({CONVEX}) if self._is_sum_of_exponentials(expr.args[0]) else frozenset({CONCAVE}) & inside[0]
        return _NOTHING

    def _is_sum_of_exponentials(self, expr: sp.Expr) -> bool:
        """Tell whether an expression is a sum of exponentials of convex functions, with positive factors."""
        for term in sp.Add.make_args(expr):
            factor, core = term.as_independent(*self.variables, as_Add=False)
            is_exponential = core == 1 or (isinstance(core, sp.exp) and CONVEX in self.of(core.args[0]))
            if sign_of(factor) != 1 or not is_exponential:
                return False
        return expr.has(sp.exp)


_OTHER = {CONVEX: CONCAVE, CONCAVE: CONVEX}


# ---- convex or not -------------------------------------------------------------------------------
def is_convex(expr: sp.Expr, variables: Sequence[sp.Symbol], positive: Sequence[sp.Symbol] = ()) -> bool | None:
    """Return whether an expression is convex: True and False are proved, None is not known.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> is_convex(x**2 + x * y + y**2, (x, y)), is_convex(x * y, (x, y)), is_convex(sp.exp(x) + y**4, (x, y))
    (True, False, True)
    >>> is_convex(x**2 + sp.sin(x), (x,)), is_convex(x**2 / 4 + sp.sin(x), (x,))
    (True, False)
    """
    if expr.has(*_CORNERS):
        return True if CONVEX in curvature(expr, variables, positive) else None
    matrix = sp.hessian(expr, list(variables))
    if not matrix.free_symbols & set(variables):
        found = signature(matrix)
        return None if found is None else found[1] == 0
    if any(CONVEX in curvature(e, variables, positive) for e in (expr, sp.expand(expr))) or _is_bent_up_by_waves(matrix, variables):
        return True
    return False if not positive and _bends_down(matrix, variables) else None


def _is_bent_up_by_waves(matrix: Any, variables: Sequence[sp.Symbol]) -> bool:
    """Tell whether a Hessian that is affine in sines and cosines has no negative eigenvalue where each of them is 1 or −1.

    The semidefinite matrices are a convex set, so it has none between these values either.
    """
    waves = [w for w in sp.ordered(matrix.atoms(sp.sin, sp.cos)) if w.has(*variables)]
    letters = [sp.Dummy("s") for _ in waves]
    affine = matrix.xreplace(dict(zip(waves, letters, strict=True)))
    if not waves or len(waves) > _MOST_WAVES or affine.has(*variables):
        return False
    if any(e.has(*letters) and not (e.is_polynomial(*letters) and sp.Poly(e, *letters).total_degree() == 1) for e in affine):
        return False
    corners = (dict(zip(letters, corner, strict=True)) for corner in product((sp.S.One, sp.S.NegativeOne), repeat=len(letters)))
    found = [signature(affine.xreplace(corner)) for corner in corners]
    return all(shape is not None and shape[1] == 0 for shape in found)


def _bends_down(matrix: Any, variables: Sequence[sp.Expr]) -> bool:
    """Tell whether the Hessian has a negative eigenvalue at some rational point."""
    for place in _samples(len(variables)):
        found = matrix.xreplace(dict(zip(variables, place, strict=True)))
        if found.has(sp.nan, sp.zoo, sp.I):
            continue
        shape = signature(found)
        if shape is not None and shape[1] > 0:
            return True
    return False


def _samples(count: int) -> Iterable[tuple[Any, ...]]:
    values = [sp.Integer(v) for v in (0, 1, -1, 2, -2)]
    yield from list(product(values, repeat=count))[:60]
