"""Arithmetic of elements: polynomials over an integer, times powers of fixed polynomials.

Sums take the smallest power of each of these polynomials out, so no greatest
common divisor is ever computed: only "is the numerator 0?" is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd, lcm

from symtutor.checking.normal_form import polynomial
from symtutor.checking.normal_form.polynomial import BITS, MASK, Key, Poly, atom, content, exponents, key_of, multiply, split_monomial

__all__ = ["Arithmetic", "Element", "NoNormalForm"]


class NoNormalForm(Exception):  # noqa: N818 (an outcome, not an error)
    """The expression cannot be put into the tower, or not within the budget."""


@dataclass(frozen=True, slots=True)
class Element:
    """A value in the tower: num / den · product of factors."""

    num: Poly
    den: int = 1
    factors: dict[int, int] = field(default_factory=dict)


class Arithmetic:
    """Sums, products and powers of elements, with relations that lower powers of generators.

    Parameters
    ----------
    work : int
        How many products of terms may be formed before `NoNormalForm` is raised.
    """

    def __init__(self, work: int = 200_000) -> None:
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.polys: list[Poly] = []
        self._ids: dict[Key, int] = {}
        self._powers: dict[tuple[int, int], Poly] = {}
        self._pieces: dict[Key, tuple[int, dict[Key, int]]] = {}
        self.work = work

    def void(self) -> None:
        """Forget every factor, since the elements made so far are void."""
        self.polys, self._ids, self._powers, self._pieces = [], {}, {}, {}

    def relate(self, index: int, order: int, value: Poly) -> None:
        """Let generator^order be reduced to a value."""
        self.relations[index] = (order, value)

    def _multiply(self, p: Poly, q: Poly) -> Poly:
        """Return the reduced product, within the budget."""
        self.work -= len(p) * len(q) + 1
        if self.work < 0:
            raise NoNormalForm("too many terms")
        return self.reduce(multiply(p, q))

    def reduce(self, p: Poly) -> Poly:
        """Return the polynomial with every relation applied, the newest generators first."""
        if not self.relations:
            return p
        for index in sorted(self.relations, reverse=True):
            order, value = self.relations[index]
            shift = BITS * index
            if any(((m >> shift) & MASK) >= order for m in p):
                p = self._reduce_one(p, shift, order, value)
        return p

    def _reduce_one(self, p: Poly, shift: int, order: int, value: Poly) -> Poly:
        """Apply one relation; what it brings in is reduced by older ones later."""
        groups: dict[int, Poly] = {}
        for m, c in p.items():
            times = ((m >> shift) & MASK) // order
            groups.setdefault(times, {})[m - ((times * order) << shift)] = c
        total = groups.pop(0, {})
        power: Poly = {0: 1}
        for times in range(1, max(groups) + 1):
            self.work -= len(power) * len(value)
            power = multiply(power, value)
            if times in groups:
                total = self._sum(total, self._multiply_raw(groups[times], power))
        return total

    def _multiply_raw(self, p: Poly, q: Poly) -> Poly:
        self.work -= len(p) * len(q)
        if self.work < 0:
            raise NoNormalForm("too many terms")
        return multiply(p, q)

    @staticmethod
    def _sum(p: Poly, q: Poly) -> Poly:
        total = dict(p)
        for m, c in q.items():
            if s := total.get(m, 0) + c:
                total[m] = s
            else:
                total.pop(m, None)
        return total

    def factor_id(self, p: Poly) -> int:
        """Return the number of a primitive polynomial among the factors."""
        key = key_of(p)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self.polys)
            self.polys.append(p)
        return found

    def factor_power(self, number: int, exponent: int) -> Poly:
        """Return a power of a factor as a polynomial."""
        if exponent == 1:
            return self.reduce(self.polys[number])
        key = (number, exponent)
        found = self._powers.get(key)
        if found is None:
            half = self.factor_power(number, exponent // 2) if exponent > 1 else {0: 1}
            found = self._multiply(half, half)
            if exponent % 2:
                found = self._multiply(found, self.factor_power(number, 1))
            self._powers[key] = found
        return found

    def expanded(self, e: Element) -> Poly:
        """Return a whole element, without negative powers of factors, as one polynomial."""
        num = e.num
        for number, exponent in e.factors.items():
            num = self._multiply(num, self.factor_power(number, exponent))
        return num

    def number(self, numerator: int, denominator: int = 1) -> Element:
        """Return a rational number."""
        return Element({0: numerator} if numerator else {}, denominator)

    def add(self, terms: list[Element]) -> Element:
        """Return a sum."""
        terms = [t for t in terms if t.num]
        if len(terms) < 2:
            return terms[0] if terms else Element({})
        common: dict[int, int] = {}
        for number in {f for t in terms for f in t.factors}:
            if least := min(t.factors.get(number, 0) for t in terms):
                common[number] = least
        den = lcm(*(t.den for t in terms))
        total: Poly = {}
        get = total.get
        for t in terms:
            num, scale = t.num, den // t.den
            for number, exponent in t.factors.items():
                if surplus := exponent - common.get(number, 0):
                    num = self._multiply(num, self.factor_power(number, surplus))
            for number, least in common.items():
                if number not in t.factors:
                    num = self._multiply(num, self.factor_power(number, -least))
            for m, c in num.items():
                total[m] = get(m, 0) + c * scale
        return _lowest({m: c for m, c in total.items() if c}, den, common)

    def mul(self, terms: list[Element]) -> Element:
        """Return a product."""
        num: Poly = {0: 1}
        den = 1
        factors: dict[int, int] = {}
        for t in terms:
            num = self._multiply(num, t.num) if num != {0: 1} else t.num
            den *= t.den
            for number, exponent in t.factors.items():
                factors[number] = factors.get(number, 0) + exponent
        return _lowest(num, den, {f: e for f, e in factors.items() if e})

    def negative(self, e: Element) -> Element:
        """Return −e."""
        return Element({m: -c for m, c in e.num.items()}, e.den, e.factors)

    def power(self, e: Element, n: int) -> Element:
        """Return an integer power, negative ones of anything but 0."""
        if n == 1:
            return e
        if n == 0:
            return self.number(1)
        if not e.num:
            if n < 0:
                raise NoNormalForm("division by 0")
            return e
        if abs(n) > 10_000:
            raise NoNormalForm("an exponent beyond 10000")
        factors = {f: k * n for f, k in e.factors.items()}
        if n > 0 and len(e.num) == 1:
            ((m, c),) = e.num.items()
            if any(k * n > 1 << 20 for _, k in exponents(m)):
                raise NoNormalForm("an exponent beyond 10^6")
            return _lowest(self.reduce({m * n: c**n}), e.den**n, factors)
        unit, pieces = self._as_factors(e.num)
        for f, k in pieces.items():
            factors[f] = factors.get(f, 0) + k * n
        top, bottom = (unit**n, e.den**n) if n > 0 else (e.den**-n, unit**-n)
        if bottom < 0:
            top, bottom = -top, -bottom
        return _lowest({0: top}, bottom, {f: k for f, k in factors.items() if k})

    def _as_factors(self, num: Poly) -> tuple[int, dict[int, int]]:
        """Return content and factors: each generator of the common monomial, and the rest as it is."""
        unit = content(num)
        common, rest = split_monomial({m: c // unit for m, c in num.items()} if unit != 1 else num)
        pieces = {self.factor_id(atom(i)): k for i, k in exponents(common)}
        if len(rest) > 1:
            pieces[self.factor_id(rest)] = 1
        return unit, pieces

    def decompose(self, e: Element) -> tuple[int, int, dict[Key, int]]:
        """Return numerator, denominator and the irreducible factors of an element that is not 0."""
        if not e.num:
            raise NoNormalForm("0 has no factors")
        unit, found = self._split(e.num)
        top, bottom = unit, e.den
        found = dict(found)
        for number, exponent in e.factors.items():
            piece_unit, pieces = self._split(self.polys[number])
            if exponent > 0:
                top *= piece_unit**exponent
            else:
                bottom *= piece_unit**-exponent
            for piece, k in pieces.items():
                found[piece] = found.get(piece, 0) + k * exponent
        g = gcd(top, bottom) * (-1 if bottom < 0 else 1)
        return top // g, bottom // g, {k: v for k, v in found.items() if v}

    def _split(self, p: Poly) -> tuple[int, dict[Key, int]]:
        key = key_of(p)
        found = self._pieces.get(key)
        if found is None:
            self.work -= 20 * len(p)
            if self.work < 0 or len(p) > 200:
                raise NoNormalForm("a polynomial too large to factor")
            found = self._pieces[key] = polynomial.factor(p)
        return found


def _lowest(num: Poly, den: int, factors: dict[int, int]) -> Element:
    """Return an element without the common divisor of content and denominator."""
    if not num:
        return Element({})
    if den != 1:
        g = gcd(den, *num.values())
        if g != 1:
            return Element({m: c // g for m, c in num.items()}, den // g, factors)
    return Element(num, den, factors)
