"""Arithmetic of asymptotic expansions as t tends to 0 from the right.

An `Expansion` is a sum of coefficients times `Monomial`s, the dominant one
first, and a bound on what was left out.  With ℓ = ln(1/t), a monomial is
t^e · ℓ^q · (ln ℓ)^r · exp(P), where P is a sum of such terms that tends to ±∞
faster than ℓ.  Ordered by growth these are the scale of Hardy's logarithmico-
exponential functions that a calculus course needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import Any, NamedTuple

import sympy as sp

from symtutor.algorithms.asymptotics.exponents import Exponent, as_exponent, as_expression
from symtutor.algorithms.asymptotics.signs import NotReal, Unknown, is_zero, sign_of

__all__ = [
    "UNIT",
    "Expansion",
    "Monomial",
    "TooShort",
    "add",
    "constant",
    "exp",
    "integer_power",
    "is_odd_root",
    "log",
    "multiply",
    "power",
    "taylor",
]

Key = tuple[Exponent, Exponent, Exponent]


class TooShort(Unknown):
    """More terms are needed: what is known cancels."""


class Monomial(NamedTuple):
    """One member of the scale: exp(P) with P as (key, coefficient) pairs, and the exponents of t, ℓ and ln ℓ."""

    growth: tuple[tuple[Key, Any], ...] = ()
    power: Exponent = Fraction(0)
    log: Exponent = Fraction(0)
    loglog: Exponent = Fraction(0)

    def times(self, other: Monomial) -> Monomial:
        """Return the product of two monomials."""
        growth = self.growth if not other.growth else _merged(self.growth + other.growth)
        return Monomial(growth, self.power + other.power, self.log + other.log, self.loglog + other.loglog)

    def to_the(self, exponent: Fraction) -> Monomial:
        """Return a rational power of a monomial."""
        growth = tuple((key, c * sp.Rational(exponent.numerator, exponent.denominator)) for key, c in self.growth)
        return Monomial(growth, self.power * exponent, self.log * exponent, self.loglog * exponent)


UNIT = Monomial()


def _merged(pairs: tuple[tuple[Key, sp.Basic], ...]) -> tuple[tuple[Key, sp.Expr], ...]:
    """Return a sum of terms with equal keys joined, the dominant first."""
    total: dict[Key, sp.Expr] = {}
    for key, c in pairs:
        total[key] = total.get(key, sp.S.Zero) + c
    return tuple(sorted(((k, c) for k, c in total.items() if not is_zero(c)), key=lambda pair: _rank(pair[0]), reverse=True))


def _rank(key: Key) -> Key:
    """Return a key that grows with the size of t^e ℓ^q (ln ℓ)^r."""
    return (-key[0], key[1], key[2])


def compare(a: Monomial, b: Monomial) -> int:
    """Return 1 when a dominates b as t tends to 0, -1 when b dominates a, 0 when they are the same."""
    if a.growth != b.growth:
        difference = _merged(a.growth + tuple((k, -c) for k, c in b.growth))
        if difference:
            return sign_of(difference[0][1])
    left, right = _rank(a[1:]), _rank(b[1:])
    return (left > right) - (left < right)


_BY_SIZE = cmp_to_key(compare)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Terms, the dominant first, and the size of what was left out (None: nothing was).

    Parameters
    ----------
    terms : tuple of (Monomial, Expr)
        Coefficients do not hold the variable and are not 0.
    error : Monomial or None
        The rest is of the order of this monomial.
    length : int
        How many terms are kept.
    """

    terms: tuple[tuple[Monomial, Any], ...]
    error: Monomial | None
    length: int

    def lead(self) -> tuple[Monomial, sp.Expr]:
        """Return the dominant term."""
        if not self.terms:
            raise TooShort
        return self.terms[0]

    def size(self) -> Monomial | None:
        """Return the monomial that bounds the whole, or None for exactly 0."""
        return self.terms[0][0] if self.terms else self.error


def _collected(pairs: Iterable[tuple[Monomial, sp.Expr]], error: Monomial | None, length: int) -> Expansion:
    total: dict[Monomial, sp.Expr] = {}
    for monomial, c in pairs:
        total[monomial] = total[monomial] + c if monomial in total else c
    kept = [(m, c) for m, c in total.items() if not is_zero(c)]
    kept.sort(key=lambda pair: _BY_SIZE(pair[0]), reverse=True)
    if error is not None:
        kept = [pair for pair in kept if compare(pair[0], error) > 0]
    if len(kept) > length:
        error, kept = kept[length][0], kept[:length]
    return Expansion(tuple(kept), error, length)


def _larger(a: Monomial | None, b: Monomial | None) -> Monomial | None:
    if a is None or b is None:
        return b if a is None else a
    return a if compare(a, b) >= 0 else b


def constant(c: sp.Basic, length: int) -> Expansion:
    """Return the expansion of a number or parameter."""
    return Expansion(() if is_zero(c) else ((UNIT, c),), None, length)


def add(*parts: Expansion) -> Expansion:
    """Return the sum of expansions."""
    error: Monomial | None = None
    for part in parts:
        error = _larger(error, part.error)
    return _collected([pair for part in parts for pair in part.terms], error, parts[0].length)


def multiply(a: Expansion, b: Expansion) -> Expansion:
    """Return the product of two expansions."""
    size_a, size_b = a.size(), b.size()
    if size_a is None or size_b is None:
        return Expansion((), None, a.length)
    error = _larger(
        None if a.error is None else a.error.times(size_b),
        None if b.error is None else b.error.times(size_a),
    )
    return _collected([(m.times(n), c * d) for m, c in a.terms for n, d in b.terms], error, a.length)


def _scaled(a: Expansion, monomial: Monomial, factor: sp.Expr) -> Expansion:
    error = None if a.error is None else a.error.times(monomial)
    return Expansion(tuple((m.times(monomial), sp.expand(c * factor)) for m, c in a.terms), error, a.length)


def _relative(a: Expansion) -> tuple[Monomial, sp.Expr, Expansion]:
    """Return lead monomial, its coefficient c and R with a = c·m·(1 + R)."""
    monomial, c = a.lead()
    whole = _scaled(a, monomial.to_the(Fraction(-1)), 1 / c)
    return monomial, c, Expansion(whole.terms[1:], whole.error, a.length)


def taylor(coefficient: Callable[[int], Any], small: Expansion) -> Expansion:
    """Return Σ coefficient(k)·small^k for an expansion that tends to 0."""
    size = small.size()
    total = constant(coefficient(0), small.length)
    if size is None:
        return total
    if compare(size, UNIT) >= 0:
        raise Unknown
    term = constant(sp.S.One, small.length)
    parts = [total]
    for k in range(1, small.length + 1):
        term = multiply(term, small)
        parts.append(_scaled(term, UNIT, coefficient(k)))
        if not term.terms:
            break
    error = size.to_the(Fraction(small.length + 1))
    return add(*parts, Expansion((), error, small.length))


def integer_power(a: Expansion, exponent: int) -> Expansion:
    """Return a positive integer power."""
    result = a
    for _ in range(exponent - 1):
        result = multiply(result, a)
    return result


def is_odd_root(exponent: Any) -> bool:
    """Tell whether an exponent is a fraction with an odd denominator: such a power of a negative number is real."""
    return bool(exponent.is_Rational and exponent.q > 1 and exponent.q % 2 == 1)


def power(a: Expansion, exponent: Any) -> Expansion:
    """Return a constant power; of a negative base only integer powers and odd roots are real.

    Raises
    ------
    NotReal
        For a root of something negative.
    Unknown
        Where the size of the result is outside the scale.
    """
    if exponent.is_Integer and 0 < exponent <= 4:
        return integer_power(a, int(exponent))
    monomial, c, rest = _relative(a)
    if not exponent.is_Integer and sign_of(c) < 0:
        if not is_odd_root(exponent):
            raise NotReal
        return _scaled(power(_scaled(a, UNIT, sp.S.NegativeOne), exponent), UNIT, sp.S.NegativeOne**exponent.p)
    if monomial != UNIT and not exponent.is_Rational:
        return exp(multiply(constant(exponent, a.length), log(a)))
    shifted = taylor(lambda k: sp.binomial(exponent, k) if exponent.is_number else sp.ff(exponent, k) / sp.factorial(k), rest)
    if monomial == UNIT:
        return _scaled(shifted, UNIT, c**exponent)
    return _scaled(shifted, monomial.to_the(Fraction(int(exponent.p), int(exponent.q))), c**exponent)


def log(a: Expansion) -> Expansion:
    """Return the natural logarithm.

    Raises
    ------
    NotReal
        If the expansion is negative.
    """
    monomial, c, rest = _relative(a)
    if sign_of(c) < 0:
        raise NotReal
    if monomial.loglog:
        raise Unknown
    parts = [(Monomial((), *key), d) for key, d in monomial.growth]
    if monomial.power:
        parts.append((Monomial(log=Fraction(1)), -as_expression(monomial.power)))
    if monomial.log:
        parts.append((Monomial(loglog=Fraction(1)), as_expression(monomial.log)))
    series = taylor(lambda k: sp.S.Zero if k == 0 else sp.Rational((-1) ** (k + 1), k), rest)
    return add(_collected(parts, None, max(a.length, len(parts))), constant(sp.log(c), a.length), series)


def exp(a: Expansion) -> Expansion:
    """Return the exponential function."""
    if a.error is not None and compare(a.error, UNIT) >= 0:
        raise TooShort
    growth: list[tuple[Key, sp.Expr]] = []
    exponents: dict[str, Exponent] = {"power": Fraction(0), "log": Fraction(0)}
    factor, small = sp.S.One, []
    for monomial, c in a.terms:
        order = compare(monomial, UNIT)
        if order < 0:
            small.append((monomial, c))
        elif order == 0:
            factor = sp.exp(c)
        elif monomial in {Monomial(log=Fraction(1)), Monomial(loglog=Fraction(1))}:
            ratio = as_exponent(c)
            exponents["power" if monomial.log else "log"] = -ratio if monomial.log else ratio
        elif monomial.growth or _rank(monomial[1:]) <= _rank((Fraction(0), Fraction(1), Fraction(0))):
            raise Unknown
        else:
            growth.append((monomial[1:], c))
    series = taylor(lambda k: sp.Rational(1, sp.factorial(k)), Expansion(tuple(small), a.error, a.length))
    return _scaled(series, Monomial(_merged(tuple(growth)), **exponents), factor)
