"""Exponents of a scale of sizes: fractions where they are rational, else real numbers that are compared by their signs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.signs import is_zero, sign_of

__all__ = ["Exponent", "Irrational", "as_exponent", "as_expression", "is_whole"]

_MOST_DENOMINATOR = 24


class Irrational:
    """A real exponent that is no fraction, such as π or a parameter.

    Parameters
    ----------
    value : Expr
        The number; letters count as positive where their sign decides.

    Examples
    --------
    >>> pi = as_exponent(sp.pi)
    >>> pi > Fraction(3), pi - pi, Fraction(1, 2) * pi
    (True, Fraction(0, 1), Irrational(pi/2))
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Irrational({self.value})"

    def __add__(self, other: Exponent) -> Exponent:
        return as_exponent(self.value + as_expression(other))

    def __sub__(self, other: Exponent) -> Exponent:
        return as_exponent(self.value - as_expression(other))

    def __mul__(self, other: Exponent) -> Exponent:
        return as_exponent(self.value * as_expression(other))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Exponent:
        return as_exponent(-self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Irrational) and is_zero(self.value - other.value)

    def __hash__(self) -> int:
        return hash(frozenset(self.value.free_symbols))

    def __lt__(self, other: Exponent) -> bool:
        return sign_of(self.value - as_expression(other)) < 0

    def __gt__(self, other: Exponent) -> bool:
        return sign_of(self.value - as_expression(other)) > 0

    def __le__(self, other: Exponent) -> bool:
        return not self > other

    def __ge__(self, other: Exponent) -> bool:
        return not self < other


Exponent = Fraction | Irrational


def as_exponent(value: Any) -> Exponent:
    """Return a real number as an exponent: a fraction where it is one, in whatever form it comes.

    Examples
    --------
    >>> as_exponent(sp.log(8) / sp.log(2))
    Fraction(3, 1)
    """
    value = value if value.is_Rational else sp.expand(value)
    if not value.is_Rational and value.is_number:
        sign_of(value)  # raises where it is not real
        near = sp.Rational(Fraction(float(value)).limit_denominator(_MOST_DENOMINATOR)) if abs(value) < sp.Integer(10) ** 6 else value
        value = near if is_zero(value - near) else value
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else Irrational(value)


def as_expression(exponent: Exponent) -> Any:
    """Return an exponent as SymPy writes it."""
    return exponent.value if isinstance(exponent, Irrational) else sp.Rational(exponent.numerator, exponent.denominator)


def is_whole(exponent: Exponent) -> bool:
    """Tell whether an exponent is an integer."""
    return isinstance(exponent, Fraction) and exponent.denominator == 1
