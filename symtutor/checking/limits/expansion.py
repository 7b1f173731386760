"""Arithmetic of expansions for w → ∞: finitely many terms in order of size, and a bound on the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any, NamedTuple

import sympy as sp

from symtutor.checking.limits.constants import Constants, Undecided
from symtutor.checking.limits.scale import LEVELS, UNIT, Monomial, Scale, level

__all__ = ["Arithmetic", "Expansion", "NotReal", "TooShort", "exact"]

_WORK = 4_000
_LARGEST_POWER = 12


class TooShort(Undecided):
    """All terms of an expansion canceled: it needs more."""


class NotReal(Undecided):
    """The expression is surely not real near the point."""


class Expansion(NamedTuple):
    """Terms from the largest to the smallest; the rest is at most a multiple of a size, 0 where there is none."""

    terms: tuple[tuple[Monomial, Any], ...]
    error: Monomial | None = None


def exact(c: sp.Basic) -> Expansion:
    """Return a constant as an expansion."""
    return Expansion(((UNIT, c),) if c != 0 else ())


class Arithmetic:
    """Sums, products, powers, exponentials and logarithms of expansions cut to a number of terms.

    Parameters
    ----------
    constants : Constants
        Judges the coefficients.
    length : int
        The largest number of terms that are kept.

    Notes
    -----
    Every operation bounds the rest of its result by the rests of its operands, so that a term of a
    result is certain.  See [1]_ for expansions over such scales.

    References
    ----------
    .. [1] J. van der Hoeven, *Transseries and Real Differential Algebra*, Springer, 2006, ch. 1 and 4.

    Examples
    --------
    >>> a = Arithmetic(Constants({}), 4)
    >>> w = Expansion(((level(0), sp.S.One),))
    >>> [str(c) for _, c in a.logarithm(a.add(w, exact(sp.S.One))).terms]
    ['1', '1', '-1/2', '1/3']
    """

    def __init__(self, constants: Constants, length: int) -> None:
        self.constants, self.length = constants, length
        self.scale = Scale(constants)
        self._work = 0

    # ---- sums and products ----------------------------------------------------------------------
    def _made(self, terms: list[tuple[Monomial, sp.Expr]], error: Monomial | None) -> Expansion:
        """Return an expansion of terms in any order: sorted, like terms added, cut."""
        self._work += len(terms) + sum(len(c.args) for _, c in terms)
        if self._work > _WORK:
            raise Undecided("too much work")
        sums: dict[Monomial, sp.Expr] = {}
        for monomial, c in terms:
            sums[monomial] = sums[monomial] + c if monomial in sums else c
        if error is not None:
            sums = {m: c for m, c in sums.items() if self.scale.order(m, error) > 0}
        kept: list[tuple[Monomial, sp.Expr]] = []
        for monomial in sorted(sums, key=cmp_to_key(self.scale.order), reverse=True):
            c = sums[monomial]
            if kept and self.scale.order(kept[-1][0], monomial) == 0:
                kept[-1] = (kept[-1][0], kept[-1][1] + c)
            else:
                kept.append((monomial, c))
        tidy = [(m, c if c.is_Rational else sp.expand(c)) for m, c in kept]
        tidy = [(m, c) for m, c in tidy if c != 0]
        if len(tidy) > self.length:
            error, tidy = tidy[self.length][0], tidy[: self.length]
        return Expansion(tuple(tidy), error)

    def _larger(self, a: Monomial | None, b: Monomial | None) -> Monomial | None:
        if a is None or b is None:
            return a or b
        return a if self.scale.order(a, b) >= 0 else b

    def add(self, *parts: Expansion) -> Expansion:
        """Return a sum."""
        error = None
        for part in parts:
            error = self._larger(error, part.error)
        return self._made([t for part in parts for t in part.terms], error)

    def times(self, a: Expansion, c: Any, monomial: Monomial = UNIT) -> Expansion:
        """Return an expansion times a constant and a size."""
        terms = [(self.scale.product(m, monomial), k * c) for m, k in a.terms]
        return self._made(terms, None if a.error is None else self.scale.product(a.error, monomial))

    def multiply(self, a: Expansion, b: Expansion) -> Expansion:
        """Return a product."""
        error = None
        for mine, other in ((a, b), (b, a)):
            size = self.size(other)
            if mine.error is not None and size is not None:
                error = self._larger(error, self.scale.product(mine.error, size))
        return self._made([(self.scale.product(m, n), c * d) for m, c in a.terms for n, d in b.terms], error)

    # ---- what an expansion tells ----------------------------------------------------------------
    def size(self, a: Expansion) -> Monomial | None:
        """Return a size that an expansion does not exceed; None for 0."""
        return a.terms[0][0] if a.terms else a.error

    def lead(self, a: Expansion) -> tuple[Monomial, sp.Expr] | None:
        """Return the first term that is not 0; None for an expression that is 0.

        Raises
        ------
        TooShort
            If all terms that are known are 0.
        """
        for monomial, c in a.terms:
            if not self.constants.is_zero(c):
                self.constants.require_nonzero(c)
                return monomial, c
        if a.error is not None:
            raise TooShort
        return None

    def sign(self, a: Expansion) -> int:
        """Return the sign that an expression has far out."""
        lead = self.lead(a)
        return 0 if lead is None else self.constants.sign(lead[1])

    def limit(self, a: Expansion) -> sp.Expr:
        """Return the limit: a constant, which may hold bounded quantities, or oo or -oo."""
        for monomial, c in a.terms:
            order = self.scale.order(monomial)
            if order < 0:
                return sp.S.Zero
            if self.constants.is_zero(c):
                continue
            return c if order == 0 else sp.oo * self.constants.sign(c)
        if a.error is not None and self.scale.order(a.error) >= 0:
            raise TooShort
        return sp.S.Zero

    def parts(self, a: Expansion) -> tuple[list[tuple[Monomial, Any]], Any, Expansion]:
        """Return the terms that may be infinite, the constant, and the rest, which tends to 0."""
        if a.error is not None and self.scale.order(a.error) >= 0:
            raise TooShort
        large, constant, small = [], sp.S.Zero, []
        for monomial, c in a.terms:
            order = self.scale.order(monomial)
            if order > 0 and not (self.constants.is_fixed(c) and self.constants.is_zero(c)):
                large.append((monomial, c))
            elif order == 0:
                constant = c
            elif order < 0:
                small.append((monomial, c))
        return large, constant, Expansion(tuple(small), a.error)

    # ---- functions ------------------------------------------------------------------------------
    def compose(self, coefficient: Callable[[int], Any], small: Expansion) -> Expansion:
        """Return a power series, given by its coefficients, at something that tends to 0."""
        size = self.size(small)
        if size is None:
            return exact(coefficient(0))
        total, power = [exact(coefficient(0))], exact(sp.S.One)
        for k in range(1, self.length + 1):
            power = self.multiply(power, small)
            total.append(self.times(power, coefficient(k)))
        rest = Expansion((), self.scale.power(size, sp.Integer(self.length + 1)))
        return self.add(*total, rest)

    def power(self, a: Expansion, exponent: Any) -> Expansion:
        """Return a real power with a constant exponent; odd roots of negative numbers are real."""
        if exponent.is_Integer and 0 <= exponent <= _LARGEST_POWER:
            result = exact(sp.S.One)
            for _ in range(int(exponent)):
                result = self.multiply(result, a)
            return result
        lead = self.lead(a)
        if lead is None:
            if self.constants.sign(exponent) < 0:
                raise NotReal
            return a
        monomial, c = lead
        series = self.compose(lambda k: sp.ff(exponent, k) / sp.factorial(k), self._relative(a, *lead))
        return self.times(series, self._root(c, exponent), self.scale.power(monomial, exponent))

    def _relative(self, a: Expansion, monomial: Monomial, c: sp.Expr) -> Expansion:
        """Return how far an expansion is from its first term, as a share of that term."""
        rest = tuple((m, d) for m, d in a.terms if self.scale.order(m, monomial) < 0)
        return self.times(Expansion(rest, a.error), 1 / c, self.scale.power(monomial, sp.S.NegativeOne))

    def _root(self, c: Any, exponent: Any) -> Any:
        """Return a real power of a coefficient."""
        if exponent.is_Integer:
            return c**exponent
        if self.constants.sign(c) > 0:
            return c**exponent
        if exponent.is_Rational and exponent.q % 2 == 1:
            return sp.S.NegativeOne**exponent.p * (-c) ** exponent
        raise NotReal

    def logarithm(self, a: Expansion) -> Expansion:
        """Return the logarithm of an expression that is positive far out."""
        lead = self.lead(a)
        if lead is None or self.constants.sign(lead[1]) < 0:
            raise NotReal
        monomial, c = lead
        series = self.compose(lambda k: sp.Rational((-1) ** (k + 1), k) if k else sp.log(c), self._relative(a, *lead))
        return self.add(Expansion(tuple(self.scale.logarithm(monomial))), series)

    def exponential(self, a: Expansion) -> Expansion:
        """Return the exponential: of the infinite part a size, of the rest a power series."""
        large, constant, small = self.parts(a)
        powers, growth = [sp.S.Zero] * LEVELS, {}
        for monomial, c in large:
            if not self.constants.is_fixed(c):
                raise Undecided("an exponent that oscillates")
            known = next((i for i in range(1, LEVELS) if monomial == level(i)), None)
            if known is None:
                growth[monomial] = c
            else:
                powers[known - 1] = c
        size = Monomial(tuple(powers), tuple(sorted(growth.items(), key=str)))
        series = self.compose(lambda k: sp.S.One / sp.factorial(k), small)
        return self.times(series, sp.exp(constant), size)
