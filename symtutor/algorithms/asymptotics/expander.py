"""Expansions of expressions near a point: sums, products and powers; functions come from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics import series
from symtutor.algorithms.asymptotics.series import UNIT, Expansion, Monomial, compare
from symtutor.algorithms.asymptotics.signs import Unknown, is_zero, sign_of

__all__ = ["Expander", "Leading", "Rule", "holds_near"]

Rule = Callable[..., Expansion]


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

    def limit(self) -> sp.Expr:
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


class Expander:
    """One expansion: what was expanded already is kept.

    Parameters
    ----------
    x, to : Expr
        The variable and the point.
    side : int
        1 above the point, -1 below.
    length : int
        The number of terms.
    functions : mapping
        What each function makes of its arguments' expansions.
    """

    def __init__(self, x: sp.Expr, to: sp.Basic, side: int, length: int, functions: Mapping[Any, Rule]) -> None:
        self.x, self.to, self.side, self.length = x, to, side, length
        self.functions = functions
        self._known: dict[Any, Expansion] = {}

    def expand(self, expr: Any) -> Expansion:
        """Return the expansion of an expression; raise Unknown where there is none."""
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._expand(expr)
        return found

    def _expand(self, expr: sp.Expr) -> Expansion:
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
        expand = self.functions.get(type(expr))
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
        if base == 0:
            if self._sign(exponent) <= 0:
                raise Unknown  # 0 to a negative power is no number
            return series.constant(sp.S.Zero, self.length)
        logarithm = series.constant(sp.log(base), self.length) if not base.has(self.x) else series.log(self.expand(base))
        return series.exp(series.multiply(self.expand(exponent), logarithm))

    def limit_of(self, a: Expansion) -> Any:
        """Return the limit of an expansion."""
        size = a.size()
        if size is None or (not a.terms and compare(size, UNIT) < 0):
            return sp.S.Zero
        return Leading(a.lead()[1], a.lead()[0]).limit()

    def centered(self, a: Expansion) -> tuple[sp.Expr, Expansion]:
        """Return the finite limit of an expansion and the rest."""
        at = self.limit_of(a)
        if at.is_infinite:
            raise Unknown
        return at, series.add(a, series.constant(-at, self.length))

    def holds(self, condition: sp.Rel) -> bool:
        """Tell whether a condition holds close to the point."""
        return holds_near(condition, self._sign)

    def _sign(self, expr: sp.Basic) -> int:
        return 0 if is_zero(expr) else sign_of(self.expand(expr).lead()[1])


def holds_near(condition: Any, sign: Callable[[Any], int]) -> bool:
    """Tell whether a condition holds close to a point.

    Parameters
    ----------
    condition : Boolean
        Comparisons, joined by and and or.
    sign : callable
        Returns the sign of an expression close to the point.

    Raises
    ------
    Unknown
        If it cannot be told.
    """
    if condition in {sp.true, sp.false}:
        return bool(condition)
    if isinstance(condition, sp.And | sp.Or):
        return (all if isinstance(condition, sp.And) else any)(holds_near(c, sign) for c in condition.args)
    if not condition.is_Relational:
        raise Unknown
    return bool(condition.func(sp.Integer(sign(condition.lhs - condition.rhs)), 0))
