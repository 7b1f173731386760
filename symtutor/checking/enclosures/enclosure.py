"""Intervals that surely hold the value of an expression at an exact point.

A part that is rational is computed exactly; the rest is enclosed in intervals,
so that an interval of a difference that excludes 0 refutes equality.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures import balls, intervals
from symtutor.checking.enclosures.intervals import Blurred, Interval, Outside, Undefined, Unknown, contains_zero
from symtutor.checking.enclosures.rules import EXACT, RULES, Value

__all__ = [
    "Blurred",
    "Interval",
    "Outside",
    "Undefined",
    "Unknown",
    "contains_zero",
    "digits_of",
    "enclose",
    "exact_value",
    "is_true",
    "subtract",
]


def enclose(expr: Any, point: Mapping[Any, Any], precision: int = 64) -> Interval:
    """Return an interval that holds the value of an expression at an exact point.

    Parameters
    ----------
    expr : Expr
        All its parts must be real at the point.
    point : mapping of Symbol to Rational, or to a pair of Fractions
        A value for every free symbol, or the ends of an interval that holds it.
    precision : int
        Working precision in bits.

    Returns
    -------
    tuple of raw mpmath numbers
        Lower and upper end.

    Raises
    ------
    Outside
        If a part is surely undefined or not real there.
    Blurred
        If this cannot be told at the precision, or a function has no enclosure.

    Notes
    -----
    Functions come from ball arithmetic where python-flint is installed, see
    `balls`; else elementary functions from mpmath's interval routines with 24
    guard bits, monotone special functions from their end points [1]_.

    References
    ----------
    .. [1] W. Tucker, *Validated Numerics*, Princeton University Press, 2011, ch. 3.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> digits_of(enclose(sp.sqrt(x) - 1, {x: sp.Rational(9, 4)}), 5)
    '0.50000'
    """
    return _Evaluation(point, precision).value(expr)


def exact_value(expr: sp.Basic, point: Mapping[sp.Expr, sp.Rational], precision: int = 64) -> Fraction | None:
    """Return the value of an expression at an exact point where every part is plainly rational, else None.

    Raises
    ------
    Undefined
        As `enclose` does.
    """
    found = _Evaluation(point, precision).number(expr)
    return found if isinstance(found, Fraction) else None


def is_true(condition: Any, point: Mapping[Any, Any], precision: int = 64) -> bool:
    """Tell whether a condition holds at an exact point.

    Raises
    ------
    Blurred
        If the enclosures do not decide it.
    """
    return _Evaluation(point, precision).truth(condition)


def subtract(a: Interval, b: Interval, precision: int) -> Interval:
    """Return an interval that holds the difference."""
    return libmp.mpi_sub(a, b, precision)


def digits_of(interval: Interval, digits: int = 15) -> str:
    """Return the middle of an interval as a decimal."""
    return str(libmp.to_str(libmp.mpi_mid(interval, 4 * digits + 20), digits, strip_zeros=False))


class _Evaluation:
    """The values of subexpressions at one point and precision."""

    def __init__(self, point: Mapping[sp.Expr, sp.Rational], precision: int) -> None:
        self.precision = precision
        self.memo: dict[Any, Value] = {s: _coordinate(v, precision) for s, v in point.items()}

    def value(self, expr: Any) -> Interval:
        """Return the interval of a subexpression."""
        found = self.number(expr)
        return intervals.exact(found, self.precision) if isinstance(found, Fraction) else found

    def number(self, expr: Any) -> Value:
        """Return the exact value of a subexpression where it is plainly rational, else its interval."""
        found = self.memo.get(expr)
        if found is None:
            head = type(expr)
            found = self._exactly(head, expr)
            if found is None and balls.serves(head):
                found = balls.enclosed(head, [self.value(a) for a in expr.args], self.precision)
            if found is None:
                found = self._by_rule(head, expr)
            self.memo[expr] = found
        return found

    def _exactly(self, head: Any, expr: sp.Basic) -> Fraction | None:
        """Return a value at the edge of a domain, such as that of asin(cosh x) at 0, that no interval would settle."""
        values = EXACT.get(head)
        place = self.number(expr.args[0]) if values else None
        return values.get(place) if values and isinstance(place, Fraction) else None

    def _by_rule(self, head: Any, expr: Any) -> Value:
        rule = RULES.get(head) or next((RULES[c] for c in head.__mro__ if c in RULES), None)
        if rule is None:
            raise Unknown(f"no enclosure for {head.__name__}")
        return rule(self, expr)

    def truth(self, condition: Any) -> bool:
        """Return the truth of a condition."""
        if condition in {sp.true, sp.false}:
            return bool(condition)
        if isinstance(condition, sp.And):
            return all(self.truth(c) for c in condition.args)
        if isinstance(condition, sp.Or):
            return any(self.truth(c) for c in condition.args)
        if isinstance(condition, sp.Not):
            return not self.truth(condition.args[0])
        if isinstance(condition, sp.core.relational.Relational):
            return self._relation(condition)
        raise Unknown(f"no truth for {type(condition).__name__}")

    def _relation(self, condition: Any) -> bool:
        left, right = self.number(condition.lhs), self.number(condition.rhs)
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return RELATIONS[type(condition)]((left > right) - (left < right))
        gap = subtract(self.value(condition.lhs), self.value(condition.rhs), self.precision)
        low, high = libmp.mpf_sign(gap[0]), libmp.mpf_sign(gap[1])
        if low == high == 0 or low > 0 or high < 0:
            return RELATIONS[type(condition)](low)
        raise Blurred("too close to a boundary")


def _coordinate(value: Any, precision: int) -> Value:
    """Return an exact coordinate, or the interval between two."""
    if isinstance(value, tuple):
        return intervals.exact(value[0], precision)[0], intervals.exact(value[1], precision)[1]
    return Fraction(int(value.p), int(value.q))


RELATIONS: dict[Any, Callable[[int], bool]] = {
    sp.Gt: lambda sign: sign > 0,
    sp.Ge: lambda sign: sign >= 0,
    sp.Lt: lambda sign: sign < 0,
    sp.Le: lambda sign: sign <= 0,
    sp.Eq: lambda sign: sign == 0,
    sp.Ne: lambda sign: sign != 0,
}
