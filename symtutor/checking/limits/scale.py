r"""Sizes far out: products of an exponential, a power of w and powers of iterated logarithms of w, for w → ∞.

Any two of them can be compared: the logarithm of their quotient is a sum of
larger and smaller sizes again, and the sign of its largest term decides.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp

from symtutor.checking.limits.constants import Constants, Undecided

__all__ = ["LEVELS", "UNIT", "Monomial", "Scale", "level"]

LEVELS = 5
_NO_POWERS = (sp.S.Zero,) * LEVELS


class Monomial(NamedTuple):
    r"""The size :math:`e^{g} w^{p_0} (\ln w)^{p_1} (\ln\ln w)^{p_2} \cdots`.

    Parameters
    ----------
    powers : tuple of Expr
        The exponents of w and of its iterated logarithms.
    growth : tuple of (Monomial, Expr)
        The terms of g: sizes that tend to infinity, other than iterated logarithms, with coefficients.
    """

    powers: tuple[Any, ...] = _NO_POWERS
    growth: tuple[tuple[Any, Any], ...] = ()

    def __str__(self) -> str:
        names = ["ln " * i + "w" for i in range(LEVELS)]
        parts = [f"({name})^({p})" for name, p in zip(names, self.powers, strict=True) if p != 0]
        inside = " + ".join(f"({c})*{m}" for m, c in self.growth)
        return "*".join([*([f"exp({inside})"] if inside else []), *parts]) or "1"


UNIT = Monomial()


def level(index: int) -> Monomial:
    """Return w, or one of its iterated logarithms, as a size."""
    return Monomial(tuple(sp.S.One if i == index else sp.S.Zero for i in range(LEVELS)))


class Scale:
    """Products, powers and the order of sizes, with coefficients that `Constants` judges.

    Examples
    --------
    >>> scale = Scale(Constants({}))
    >>> scale.order(level(1), scale.power(level(0), sp.Rational(1, 100)))
    -1
    """

    def __init__(self, constants: Constants) -> None:
        self.constants = constants
        self._orders: dict[tuple[Monomial, Monomial], int] = {}

    def product(self, a: Monomial, b: Monomial) -> Monomial:
        """Return the product of two sizes."""
        powers = tuple(_tidy(p + q) for p, q in zip(a.powers, b.powers, strict=True))
        if not a.growth and not b.growth:
            return Monomial(powers)
        merged = dict(a.growth)
        for monomial, c in b.growth:
            merged[monomial] = _tidy(merged.get(monomial, sp.S.Zero) + c)
        return Monomial(powers, _ordered(merged))

    def power(self, a: Monomial, exponent: Any) -> Monomial:
        """Return a power of a size."""
        powers = tuple(_tidy(p * exponent) for p in a.powers)
        return Monomial(powers, _ordered({m: _tidy(c * exponent) for m, c in a.growth}))

    def logarithm(self, a: Monomial) -> list[tuple[Monomial, sp.Expr]]:
        """Return the terms of the logarithm of a size."""
        if a.powers[-1] != 0:
            raise Undecided("a logarithm too many")
        return [*a.growth, *((level(i + 1), p) for i, p in enumerate(a.powers[:-1]) if p != 0)]

    def order(self, a: Monomial, b: Monomial = UNIT) -> int:
        """Return 1, 0 or -1: larger than, the same as, smaller than another size."""
        if a == b:
            return 0
        if (a, b) not in self._orders:
            self._orders[a, b] = self._compare(a, b)
        return self._orders[a, b]

    def _compare(self, a: Monomial, b: Monomial) -> int:
        quotient = self.product(a, self.power(b, sp.S.NegativeOne))
        if not quotient.growth:
            return next((sign for p in quotient.powers if p != 0 and (sign := self._sign(p))), 0)
        terms = self.logarithm(quotient)
        while terms:
            largest = terms[0][0]
            for monomial, _ in terms[1:]:
                largest = monomial if self.order(monomial, largest) > 0 else largest
            here = [c for monomial, c in terms if self.order(monomial, largest) == 0]
            sign = self._sign(sp.Add(*here))
            if sign:
                return sign
            terms = [(m, c) for m, c in terms if self.order(m, largest) != 0]
        return 0

    def _sign(self, c: Any) -> int:
        if not self.constants.is_fixed(c):
            raise Undecided("an exponent that oscillates")
        return 0 if self.constants.is_zero(c) else self.constants.sign(c)


def _tidy(c: sp.Expr) -> sp.Expr:
    return c if c.is_Rational else sp.expand(c)


def _ordered(terms: dict[Monomial, Any]) -> tuple[tuple[Monomial, Any], ...]:
    return tuple(sorted(((m, c) for m, c in terms.items() if c != 0), key=str))
