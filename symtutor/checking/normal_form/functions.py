"""Functions of elements of a tower: roots, powers, exp and log, cosine and sine."""

from __future__ import annotations

from fractions import Fraction
from math import comb, floor
from typing import Any

import sympy as sp

from symtutor.checking.normal_form.polynomial import BITS, MASK, Key, Poly, atom, atom_index, content, exponents, key_of, split_monomial
from symtutor.checking.normal_form.tower import Element, NoNormalForm, Sign, Tower

__all__ = ["Functions", "Pair"]

MAX_MULTIPLE = 200
Pair = tuple[Element, Element]


class Functions:
    """Functions over one tower; what they need of it (a root, a share of an angle) is made as they go.

    Parameters
    ----------
    work : int
        The budget of the tower.
    joined : bool
        Whether a sum under exp or in an angle is one part, or one part for each term.
    """

    def __init__(self, work: int = 200_000, *, joined: bool = False) -> None:
        self.tower = Tower(work)
        self.joined = joined

    # ---- powers -------------------------------------------------------------------------------
    def root(self, base: Element, exponent: Fraction) -> Element:
        """Return a rational power of an element: not negative where the root is even, with its sign where it is odd."""
        tower = self.tower
        if not base.num:
            if exponent > 0:
                return base
            raise NoNormalForm("division by 0")
        top, bottom, factors = tower.decompose(base)
        parts = []
        if exponent.denominator % 2 == 0:
            tower.demand_positive(top, factors)
        elif exponent.numerator % 2:
            parts.append(tower.from_sign(self.sign_of(base)))
        parts += [self.power_of_abs(key, k * exponent) for key, k in sorted(factors.items(), key=_by_key)]
        for number, sign in ((abs(top), 1), (bottom, -1)):
            parts += [self.power_of_prime(p, k * sign * exponent) for p, k in sorted(_primes(number).items())]
        return tower.mul(parts) if parts else tower.number(1)

    def power_of_prime(self, prime: int, q: Fraction) -> Element:
        """Return a rational power of a prime."""
        tower = self.tower
        index = tower.generator("prime", prime)
        order = tower.order.setdefault(index, q.denominator)
        if order % q.denominator:
            tower.refine_order(index, q.denominator)
        whole, rest = divmod(int(q * order), order)
        if order > 1:
            tower.relate(index, order, {0: prime})
        power = tower.number(prime**whole) if whole >= 0 else tower.number(1, prime**-whole)
        return tower.mul([power, Element(atom(index, rest))]) if rest else power

    def power_of_abs(self, key: Key, q: Fraction) -> Element:
        """Return |f|^q for an irreducible polynomial f."""
        tower, p = self.tower, dict(key)
        sign = tower.sign(key)
        if q.denominator == 1:
            return self._signed(tower.power(Element(p), q.numerator), sign, q.numerator)
        index = atom_index(p)
        kind = tower.generators[index].kind if index is not None else ""
        if index is not None and kind in {"symbol", "prime", "root"}:
            tower.refine_order(index, tower.order.get(index, 1) * q.denominator)
        if index is not None and kind == "exp":
            meaning = tower.generators[index].meaning
            tower.refine_unit(("exp", meaning), tower.unit["exp", meaning] / q.denominator)
        root = tower.generator("root", key)
        order = tower.order.setdefault(root, q.denominator)
        if order % q.denominator:
            tower.refine_order(root, q.denominator)
        tower.relate(root, order, tower.mul([tower.from_sign(sign), Element(p)]).num)
        whole = floor(q)
        power = self._signed(tower.power(Element(p), whole), sign, whole)
        return tower.mul([power, Element(atom(root, int((q - whole) * order)))])

    def _signed(self, power: Element, sign: Sign, exponent: int) -> Element:
        """Return |f|^n given f^n."""
        return self.tower.mul([self.tower.from_sign(sign), power]) if exponent % 2 and sign != Sign() else power

    def sign_of(self, e: Element) -> Sign:
        """Return the sign of an element that is not 0."""
        top, _, factors = self.tower.decompose(e)
        sign = Sign(1 if top > 0 else -1)
        for key, k in factors.items():
            if k % 2:
                sign = sign * self.tower.sign(key)
        return sign

    # ---- exp and log --------------------------------------------------------------------------
    def log(self, e: Element) -> Element:
        """Return the logarithm of an element that is positive."""
        tower = self.tower
        top, bottom, factors = tower.decompose(e)
        tower.demand_positive(top, factors)
        terms = [tower.mul([tower.number(k), self.log_of_abs(key)]) for key, k in sorted(factors.items(), key=_by_key)]
        for number, sign in ((abs(top), 1), (bottom, -1)):
            terms += [tower.mul([tower.number(k * sign), self.log_of_prime(p)]) for p, k in sorted(_primes(number).items())]
        return tower.add(terms)

    def log_of_prime(self, prime: int) -> Element:
        """Return log p."""
        return Element(atom(self.tower.generator("log", ("prime", prime))))

    def log_of_abs(self, key: Key) -> Element:
        """Return log|f| for an irreducible polynomial f."""
        tower, index = self.tower, atom_index(dict(key))
        if index is None:
            return Element(atom(tower.generator("log", key)))
        generator = tower.generators[index]
        order = tower.order.get(index, 1)
        if generator.kind == "symbol":
            return Element(atom(tower.generator("log", ("symbol", index))), order)
        if generator.kind == "prime":
            return tower.mul([tower.number(1, order), self.log_of_prime(generator.meaning)])  # type: ignore[arg-type]
        if generator.kind == "root":
            return tower.mul([tower.number(1, order), self.log_of_abs(generator.meaning)])  # type: ignore[arg-type]
        if generator.kind == "sign":
            return tower.number(0)
        if generator.kind == "exp":
            share = tower.unit["exp", generator.meaning]
            return tower.mul([tower.number(share.numerator, share.denominator), self._from_part(generator.meaning)])
        return Element(atom(tower.generator("log", key)))

    def _from_part(self, meaning: Any) -> Element:
        """Return the element of a part with its denominators, as exp and tan keep it."""
        numerator, denominators = meaning
        return Element(dict(numerator), 1, {self.tower.factor_id(dict(key)): k for key, k in denominators})

    def terms(self, e: Element) -> list[tuple[Any, Fraction]]:
        """Return an element as a rational combination of parts that exp and angles are taken of, each hashable.

        The parts are the monomials; a fraction with a sum below the bar is one
        part, in lowest terms, since it has no canonical sum of monomials.
        """
        tower = self.tower
        if any(k < 0 and len(tower.polys[f]) > 1 for f, k in e.factors.items()):
            e = self._in_lowest_terms(e)
        common, rest = split_monomial(e.num)
        factors = dict(e.factors)
        for index, k in exponents(common):
            number = tower.factor_id(atom(index))
            factors[number] = factors.get(number, 0) + k
        num: Poly = rest
        single: dict[int, int] = {}
        below: set[tuple[Key, int]] = set()
        for number, k in factors.items():
            single_index = atom_index(tower.polys[number])
            if k > 0:
                num = tower.mul([Element(num), Element(tower.factor_power(number, k))]).num
            elif single_index is not None:
                single[single_index] = -k
            elif k < 0:
                below.add((key_of(tower.polys[number]), k))
        if (below or self.joined) and len(num) > 1:
            unit = content(num)
            left = below | {(key_of(atom(index)), -k) for index, k in single.items()}
            return [((key_of({m: c // unit for m, c in num.items()}), frozenset(left)), Fraction(unit, e.den))]
        return [(self._meaning(m, single, below), Fraction(c, e.den)) for m, c in sorted(num.items())]

    def _in_lowest_terms(self, e: Element) -> Element:
        """Return an element with common factors of numerator and denominator taken out, so that equal ones look alike."""
        if not e.num:
            return e
        tower = self.tower
        top, bottom, pieces = tower.decompose(e)
        above = [tower.power(Element(dict(key)), k) for key, k in sorted(pieces.items(), key=_by_key) if k > 0]
        num = tower.mul([Element({0: top}), *(Element(tower.expanded(a)) for a in above)]).num
        return Element(num, bottom, {tower.factor_id(dict(key)): k for key, k in pieces.items() if k < 0})

    @staticmethod
    def _meaning(monomial: int, single: dict[int, int], below: set[tuple[Key, int]]) -> tuple[Key, frozenset[tuple[Key, int]]]:
        """Return a monomial over its denominators in lowest terms."""
        left = set(below)
        for index, k in single.items():
            shift = BITS * index
            common = min((monomial >> shift) & MASK, k)
            monomial -= common << shift
            if k > common:
                left.add((key_of(atom(index)), common - k))
        return key_of({monomial: 1}), frozenset(left)

    def exp(self, e: Element) -> Element:
        """Return exp of an element."""
        return self.tower.mul([self._exp_term(meaning, c) for meaning, c in self.terms(e)] or [self.tower.number(1)])

    def _exp_term(self, meaning: Any, c: Fraction) -> Element:
        tower = self.tower
        numerator, denominators = meaning
        index = atom_index(dict(numerator))
        if index is not None and not denominators and tower.generators[index].kind == "log":
            return self._power_of_log(tower.generators[index].meaning, c)
        n = self.multiple(("exp", meaning), c)
        u = tower.generator("exp", meaning)
        return Element(atom(u, n)) if n > 0 else Element({0: 1}, 1, {tower.factor_id(atom(u)): n})

    def _power_of_log(self, meaning: Any, c: Fraction) -> Element:
        """Return exp(c log|f|) = |f|^c."""
        if isinstance(meaning, frozenset):
            return self.power_of_abs(meaning, c)
        kind, value = meaning
        if kind == "prime":
            return self.power_of_prime(value, c)
        order = self.tower.order.get(value, 1)
        return self.power_of_abs(key_of(atom(value)), c * order)

    def multiple(self, key: tuple[str, Any], c: Fraction) -> int:
        """Return c as a multiple of the share that a generator stands for, made finer when needed."""
        share = self.tower.unit.setdefault(key, abs(c))
        n = c / share
        if n.denominator != 1:
            self.tower.refine_unit(key, abs(c))
        if abs(n) > MAX_MULTIPLE:
            raise NoNormalForm("too high a multiple of an angle or exponent")
        return int(n)

    # ---- angles -------------------------------------------------------------------------------
    def cos_sin(self, angle: Element) -> Pair:
        """Return cosine and sine of an element."""
        pair: Pair | None = None
        for meaning, c in self.terms(angle):
            pair = self._cos_sin_term(meaning, c) if pair is None else self.turn(pair, self._cos_sin_term(meaning, c))
        return pair or (self.tower.number(1), self.tower.number(0))

    def turn(self, p: Pair, q: Pair) -> Pair:
        """Return cosine and sine of a sum of two angles."""
        tower = self.tower
        (c, s), (d, t) = p, q
        return (
            tower.add([tower.mul([c, d]), tower.negative(tower.mul([s, t]))]),
            tower.add([tower.mul([s, d]), tower.mul([c, t])]),
        )

    def _cos_sin_term(self, meaning: Any, c: Fraction) -> Pair:
        numerator, denominators = meaning
        index = atom_index(dict(numerator))
        if index is not None and not denominators and self.tower.generators[index].kind == "opaque":
            known = self.known_angle(self.tower.generators[index].meaning, c)
            if known is not None:
                return known
        n = self.multiple(("tan", meaning), c)
        t = self.tower.generator("tan", meaning)
        powers = [(k, comb(2 * abs(n), k)) for k in range(2 * abs(n) + 1)]
        real = {k << (BITS * t): (-1) ** (k // 2) * b for k, b in powers if k % 2 == 0}
        imaginary = {k << (BITS * t): (-1) ** (k // 2) * b * (1 if n > 0 else -1) for k, b in powers if k % 2}
        below = {self.tower.factor_id({0: 1, 2 << (BITS * t): 1}): -abs(n)}
        return Element(real, 1, below), Element(imaginary, 1, below)

    def known_angle(self, angle: object, c: Fraction) -> Pair | None:
        """Return cosine and sine of c times an opaque angle where they are known; here they never are."""
        del angle, c
        return None

    def multiple_of_known(self, pair: Pair, c: Fraction) -> Pair:
        """Return cosine and sine of a multiple of an angle between −π/2 and π whose cosine and sine are known."""
        tower = self.tower
        if c.denominator == 2:
            half = self.root(tower.mul([tower.add([tower.number(1), pair[0]]), tower.number(1, 2)]), Fraction(1, 2))
            pair = (half, tower.mul([pair[1], tower.number(1, 2), tower.power(half, -1)]))
        total = pair
        for _ in range(abs(c.numerator) - 1):
            total = self.turn(total, pair)
        return total if c > 0 else (total[0], tower.negative(total[1]))


def _by_key(item: tuple[Key, int]) -> list[tuple[int, int]]:
    return sorted(item[0])


def _primes(n: int) -> dict[int, int]:
    """Return the prime factors of a positive integer; a large part without small factors stays whole."""
    if n == 1:
        return {}
    return {int(p): int(k) for p, k in sp.factorint(n, limit=10_000).items()}
