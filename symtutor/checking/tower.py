"""A tower of generators: the ring in which two expressions become the same polynomial or do not.

An element is a polynomial in the generators over an integer, times powers of
fixed polynomials, which may be negative.  Sums take the smallest power of each
of these out, so no greatest common divisor is ever computed: only "is the
numerator 0?" is asked, and 0 is a proof.

The generators are real numbers at each point where the expressions are defined:
a symbol, exp of a monomial, tan of half a monomial, log|f|, a root |f|^(1/q),
the sign of f (s² = 1), or an opaque value.  Roots of |f| and signs make
√(x²) = |x| = s·x come out without any case split; what the real domain
demands (x ≥ 0 under √x) is a condition on the signs, solved as it is met.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from symtutor.checking import polynomial
from symtutor.checking.polynomial import BITS, MASK, Key, Poly, atom, content, exponents, key_of, multiply, split_monomial

__all__ = ["Element", "Generator", "Inconsistent", "NoNormalForm", "Refined", "Sign", "Tower"]


class NoNormalForm(Exception):  # noqa: N818 (an outcome, not an error)
    """The expression cannot be put into the tower, or not within the budget."""


class Inconsistent(NoNormalForm):
    """The conditions on the signs contradict each other: the expressions are nowhere real together."""


class Refined(Exception):  # noqa: N818 (a signal to start again, not an error)
    """A generator got a finer meaning (a root of it was needed); elements made before are void."""


@dataclass(frozen=True, slots=True)
class Element:
    """A value in the tower: num / den · product of factors."""

    num: Poly
    den: int = 1
    factors: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generator:
    """What a generator stands for.

    Parameters
    ----------
    kind : str
        "symbol", "exp", "tan", "log", "root", "prime", "sign", "opaque".
    meaning : object
        The symbol, the monomial (exp, tan), the polynomial (log, root, sign), the prime, or the opaque expression.
    """

    kind: str
    meaning: object


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of something as ±1 times a product of sign generators."""

    unit: int = 1
    of: frozenset[int] = frozenset()

    def __mul__(self, other: Sign) -> Sign:
        return Sign(self.unit * other.unit, self.of ^ other.of)


POSITIVE = Sign()
NONNEGATIVE_KINDS = frozenset({"exp", "root", "prime"})


class Tower:
    """Generators with their relations, and the arithmetic over them.

    Parameters
    ----------
    work : int
        How many products of terms may be formed before `NoNormalForm` is raised.
    """

    def __init__(self, work: int = 200_000) -> None:
        self.generators: list[Generator] = []
        self._index: dict[tuple[str, object], int] = {}
        self.order: dict[int, int] = {}
        self.unit: dict[tuple[str, object], Fraction] = {}
        self.known_signs: dict[Key, Sign] = {}
        self.solved: dict[int, Sign] = {}
        self.bounds: dict[int, tuple[Fraction | None, Fraction | None]] = {}
        self.relations: dict[int, tuple[int, Poly]] = {}
        self.polys: list[Poly] = []
        self._ids: dict[Key, int] = {}
        self._powers: dict[tuple[int, int], Poly] = {}
        self._pieces: dict[Key, tuple[int, dict[Key, int]]] = {}
        self.work = work

    # ---- generators ---------------------------------------------------------------------------
    def generator(self, kind: str, meaning: object) -> int:
        """Return the index of a generator, made when it is new."""
        key = (kind, meaning)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self.generators)
            self.generators.append(Generator(kind, meaning))
            if kind == "sign":
                self.relate(found, 2, {0: 1})
        return found

    def is_nonnegative(self, index: int) -> bool:
        """Tell whether a generator is never negative."""
        return self.generators[index].kind in NONNEGATIVE_KINDS or self.order.get(index, 1) > 1 or self._has_positive_symbol(index)

    def _has_positive_symbol(self, index: int) -> bool:
        return self.generators[index].kind == "symbol" and self.symbol_sign(index) == POSITIVE

    def symbol_sign(self, index: int) -> Sign:
        """Return the sign of a symbol, which outlives every change of the generator that stands for it."""
        return self._resolve(Sign(1, frozenset({self.generator("sign", index)})))

    def declare_sign(self, index: int, unit: int) -> None:
        """Use that a symbol is positive (1) or negative (−1)."""
        self.solved[self.generator("sign", index)] = Sign(unit)

    def refine_order(self, index: int, order: int) -> None:
        """Let a generator stand for a finer root, and start again."""
        self.order[index] = lcm(self.order.get(index, 1), order)
        self._forget_meanings()
        raise Refined

    def refine_unit(self, key: tuple[str, object], unit: Fraction) -> None:
        """Let a generator of exp or tan stand for a smaller share of its monomial, and start again."""
        old = self.unit[key]
        self.unit[key] = Fraction(
            gcd(old.numerator * unit.denominator, unit.numerator * old.denominator), old.denominator * unit.denominator
        )
        self._forget_meanings()
        raise Refined

    def _forget_meanings(self) -> None:
        """Drop what was said about polynomials whose generators have a new meaning."""
        self.known_signs = {}
        self.solved = {s: v for s, v in self.solved.items() if not v.of and isinstance(self.generators[s].meaning, int)}
        self.restart()

    def restart(self) -> None:
        """Forget factors and relations, which the next pass makes again."""
        self.relations = {i: r for i, r in self.relations.items() if self.generators[i].kind == "sign"}
        self.polys, self._ids, self._powers, self._pieces = [], {}, {}, {}

    def relate(self, index: int, order: int, value: Poly) -> None:
        """Let generator^order be reduced to a value."""
        self.relations[index] = (order, value)

    # ---- arithmetic ---------------------------------------------------------------------------
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

    # ---- factors and signs --------------------------------------------------------------------
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

    def sign(self, key: Key) -> Sign:
        """Return the sign of an irreducible polynomial, as a new generator when it is not known."""
        found = self.known_signs.get(key)
        if found is None:
            p = dict(key)
            index = polynomial.atom_index(p)
            if self._is_positive(p):
                found = POSITIVE
            elif (unit := self._sign_within_bounds(p)) is not None:
                found = Sign(unit)
            elif index is not None and self.generators[index].kind == "symbol":
                found = self.symbol_sign(index)
            elif index is not None and self.generators[index].kind == "sign":
                found = Sign(1, frozenset({index}))
            else:
                found = Sign(1, frozenset({self.generator("sign", key)}))
            self.known_signs[key] = found
        return self._resolve(found)

    def _sign_within_bounds(self, p: Poly) -> int | None:
        """Return the sign of a polynomial in one symbol on its declared interval, if it has no zero inside."""
        used = polynomial.variables(p)
        if len(used) != 1 or used[0] not in self.bounds or self.order.get(used[0], 1) > 1 or max(p) >> (BITS * used[0]) > 16:
            return None
        return polynomial.sign_between(p, *self.bounds[used[0]])

    def bound(self, index: int, low: Fraction | None, high: Fraction | None) -> None:
        """Use that a symbol lies strictly between two numbers; None is infinity."""
        self.bounds[index] = (low, high)
        if low is not None and low >= 0:
            self.declare_sign(index, 1)
        elif high is not None and high <= 0:
            self.declare_sign(index, -1)

    def force(self, signs: dict[int, int]) -> None:
        """Suppose signs to be as given, and void what was made before."""
        self.solved |= {s: Sign(unit) for s, unit in signs.items()}
        self.restart()

    def _resolve(self, sign: Sign) -> Sign:
        """Put solved signs in."""
        while solved := sorted(sign.of & self.solved.keys()):
            for s in solved:
                sign = Sign(sign.unit, sign.of - {s}) * self.solved[s]
        return sign

    def _is_positive(self, p: Poly) -> bool:
        """Tell whether a polynomial is surely not negative: by its coefficients, or since it has no real root."""
        if all(c > 0 for c in p.values()) and all(k % 2 == 0 or self.is_nonnegative(i) for m in p for i, k in exponents(m)):
            return True
        used = polynomial.variables(p)
        if len(used) == 1 and p.get(0, 0) > 0 and max(p) >> (BITS * used[0]) <= 16:
            return polynomial.real_root_count(p, nonnegative=self.is_nonnegative(used[0])) == 0
        return False

    def is_definite(self, p: Poly) -> bool:
        """Tell whether a polynomial is surely never 0."""
        used = polynomial.variables(p)
        if len(p) == 1:
            return all(self.generators[i].kind in {"exp", "prime", "sign"} for i in used)
        if self._is_positive(p) and all(c > 0 for c in p.values()):
            return 0 in p or any(all(self.generators[i].kind == "exp" for i, _ in exponents(m)) for m in p)
        return len(used) == 1 and max(p) >> (BITS * used[0]) <= 16 and polynomial.real_root_count(p) == 0

    def demand_positive(self, unit: int, factors: dict[Key, int]) -> None:
        """Use that a product is not negative; start again when this says something new about the signs."""
        sign = Sign(1 if unit > 0 else -1)
        for key, exponent in factors.items():
            if exponent % 2:
                sign = sign * self.sign(key)
        sign = self._resolve(sign)
        if not sign.of:
            if sign.unit < 0:
                raise Inconsistent("the two sides are nowhere real together")
            return
        newest = max(sign.of)
        self.solved[newest] = Sign(sign.unit, sign.of - {newest})
        self.restart()
        raise Refined

    def from_sign(self, sign: Sign) -> Element:
        """Return a sign as an element."""
        sign = self._resolve(sign)
        return Element({sum(1 << (BITS * s) for s in sign.of): sign.unit})


def _lowest(num: Poly, den: int, factors: dict[int, int]) -> Element:
    """Return an element without the common divisor of content and denominator."""
    if not num:
        return Element({})
    if den != 1:
        g = gcd(den, *num.values())
        if g != 1:
            return Element({m: c // g for m, c in num.items()}, den // g, factors)
    return Element(num, den, factors)
