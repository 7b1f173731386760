"""Limits of size, checked before SymPy evaluates anything."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import sympy as sp

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "binomial_is_too_large",
    "factorial_is_too_large",
    "growth_is_too_large",
    "number_is_too_large",
    "power_is_too_large",
    "rounding_is_too_large",
]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a text, and what it stands for, may be.

    Parameters
    ----------
    characters : int
        Length of the text.
    depth : int
        How deep brackets, powers, fractions and functions may be nested.
    digits : int
        Digits of a number that is typed.
    result_digits : int
        Digits of an exact number that evaluating the text would make; Python
        refuses to print an integer from 4,300 digits on.  Where more are allowed,
        a power of more than 14,000 bits (`symtutor.runtime.sympy_mended`) stays a power.
    exponent : int
        Size of the exponent of a power that has no variables.
    """

    characters: int = 10_000
    depth: int = 200
    digits: int = 200
    result_digits: int = 4_000
    exponent: int = 100_000

    @property
    def bits(self) -> float:
        """Number of bits of the largest exact number that may be made."""
        return self.result_digits * math.log2(10)


DEFAULT_LIMITS = Limits()


def _bits(number: Any) -> float:
    """Return log2 of a rational's numerator plus log2 of its denominator; 0 for 0."""
    return math.log2(abs(number.p) or 1) + math.log2(number.q)


def _rationals(expr: sp.Basic) -> list[sp.Rational]:
    """Return the rational numbers in an expression, each as often as it stands there."""
    nodes: list[Any] = list(sp.preorder_traversal(expr))
    return [node for node in nodes if node.is_Rational]


def _content(expr: sp.Basic) -> float:
    """Return a bound on the bits that one power of an expression can add to its numbers."""
    if isinstance(expr, sp.MatrixBase):
        return float(expr.rows) + math.fsum(_content(entry) for entry in expr.flat())
    return math.fsum(_bits(node) for node in _rationals(expr))


def _uneven_content(base: Any, exponent: sp.Rational) -> float:
    """Return a bound on the bits that a root adds where prime factors have different multiplicities, as in 12**(2/3)."""
    if exponent.is_Integer or isinstance(base, sp.MatrixBase):
        return 0.0
    return math.fsum(_bits(node) for node in _rationals(base) if not (_is_square_free(abs(node.p)) and _is_square_free(node.q)))


def _is_square_free(number: int) -> bool:
    """Tell whether a number below a million has no square factor; larger ones are taken to have one."""
    return number < 1_000_000 and all(number % (divisor * divisor) for divisor in range(2, math.isqrt(number) + 1))


def _spread(expr: Any) -> float:
    """Return a bound on the size of a rational that logarithms and powers in an expression can merge into."""
    return math.fsum(math.log2(1 + abs(float(node))) if _bits(node) < 900 else math.inf for node in _rationals(expr))


def number_is_too_large(number: sp.Basic, limits: Limits) -> bool:
    """Tell whether an exact number has more digits than the limits allow."""
    return bool(number.is_Rational) and _bits(number) > 2 * limits.bits


def power_is_too_large(base: Any, exponent: Any, limits: Limits) -> bool:
    """Tell whether evaluating ``base ** exponent`` could make a number beyond the limits.

    Parameters
    ----------
    base, exponent : Expr
        Evaluated already, thus within the limits themselves.
    limits : Limits
        The limits.

    Returns
    -------
    bool
        True where SymPy would, or might, compute a too large number.

    Notes
    -----
    SymPy raises every rational factor of the base to a rational power, makes
    one radicand of ``12**(p/q)`` whose size goes with p, and merges
    ``exp(n*log(b))`` and ``b**(n*log(c)/log(b))`` into ``b**n`` and ``c**n``;
    the bound covers all of these.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> power_is_too_large(x, sp.Integer(10) ** 9, DEFAULT_LIMITS)
    False
    >>> power_is_too_large(2 * x, sp.Integer(10) ** 9, DEFAULT_LIMITS)
    True
    """
    if exponent.is_Rational:
        size = abs(exponent)
        if size > limits.exponent and not base.free_symbols and base not in _UNITS:
            return True
        size = size * _rounded(_content(base)) + max(abs(exponent.p), exponent.q) * _rounded(_uneven_content(base, exponent))
        return bool(size > _rounded(limits.bits))
    if exponent.has(sp.log):
        spread = _spread(exponent)
        if spread > 60 or 2**spread * (_content(base) + _content(exponent)) > limits.bits:
            return True
    return _is_tall(exponent, limits)


_UNITS = (sp.S.One, sp.S.NegativeOne, sp.I, -sp.I, sp.S.Zero)


def _rounded(size: float) -> sp.Expr:
    """Return a size in 1024ths as an exact integer, so that huge exponents can be multiplied with it."""
    return sp.Integer(math.ceil(size * 1024))


def _is_tall(exponent: Any, limits: Limits) -> bool:
    """Tell whether a number in an exponent is so large that its power has no usable approximation."""
    if exponent.free_symbols or not exponent.is_number:
        return False
    size = abs(exponent.evalf(5))
    return bool(size.is_Float and size > limits.exponent)


def growth_is_too_large(argument: Any, limits: Limits) -> bool:
    """Tell whether exp, sinh or cosh of a number is beyond the limits."""
    return power_is_too_large(sp.E, argument, limits)


def factorial_is_too_large(number: Any, limits: Limits) -> bool:
    """Tell whether the factorial of a number has too many digits."""
    if _is_tall(number, limits) or (number.is_Rational and abs(number) > limits.exponent):
        return True
    return bool(number.is_Integer and number > 1) and math.lgamma(int(number) + 1) / math.log(2) > limits.bits


def binomial_is_too_large(upper: Any, lower: Any, limits: Limits) -> bool:
    """Tell whether a binomial coefficient has too many digits or factors."""
    if not lower.is_Integer:
        return any(factorial_is_too_large(part, limits) for part in (upper, lower))
    count = abs(lower)
    if upper.is_Integer and 0 <= lower <= upper:
        count = min(lower, upper - lower)
    size = _bits(upper) if upper.is_Rational else 1
    return bool(count > limits.exponent) or int(count) * (size + 1) > limits.bits


def rounding_is_too_large(number: sp.Expr) -> bool:
    """Tell whether floor or ceiling of an irrational number might be a huge integer."""
    if number.is_Rational or number.free_symbols or not number.is_number:
        return False
    nodes: list[Any] = list(sp.preorder_traversal(number))
    towers = [node for node in nodes if isinstance(node, sp.exp | sp.sinh | sp.cosh) or (node.is_Pow and not node.exp.is_Rational)]
    return len(towers) > 1 or _spread(number) > 12
