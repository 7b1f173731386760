"""A tower of generators: the ring in which two expressions become the same polynomial or do not.

The generators are real numbers at each point where the expressions are defined:
a symbol, exp of a monomial, tan of half a monomial, log|f|, a root |f|^(1/q),
the sign of f (s² = 1), or an opaque value.  Roots of |f| and signs make
√(x²) = |x| = s·x come out without any case split; what the real domain
demands (x ≥ 0 under √x) is a condition on the signs, solved as it is met.
A numerator that is 0 is a proof; that the generators are independent is never used.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from symtutor.checking.normal_form import polynomial
from symtutor.checking.normal_form.elements import Arithmetic, Element, NoNormalForm
from symtutor.checking.normal_form.polynomial import BITS, Key, Poly, atom, exponents, key_of

__all__ = ["Element", "Generator", "Inconsistent", "NoNormalForm", "Refined", "Sign", "Tower"]


class Inconsistent(NoNormalForm):
    """The conditions on the signs contradict each other: the expressions are nowhere real together."""


class Refined(Exception):  # noqa: N818 (a signal to start again, not an error)
    """A generator got a finer meaning (a root of it was needed); elements made before are void."""


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


class Tower(Arithmetic):
    """Generators with their relations, and the arithmetic over them.

    Parameters
    ----------
    work : int
        How many products of terms may be formed before `NoNormalForm` is raised.
    """

    def __init__(self, work: int = 200_000) -> None:
        super().__init__(work)
        self.generators: list[Generator] = []
        self._index: dict[tuple[str, object], int] = {}
        self.order: dict[int, int] = {}
        self.unit: dict[tuple[str, object], Fraction] = {}
        self.known_signs: dict[Key, Sign] = {}
        self.solved: dict[int, Sign] = {}
        self.bounds: dict[int, tuple[Fraction | None, Fraction | None]] = {}

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
        self.void()

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

    def signs_are_possible(self) -> bool:
        """Tell whether polynomials in one real generator can have the signs that are supposed."""
        groups: dict[int, list[tuple[Key, int]]] = {}
        for index, generator in enumerate(self.generators):
            sign = self._resolve(Sign(1, frozenset({index})))
            if generator.kind != "sign" or sign.of:
                continue
            key: Key = key_of(atom(generator.meaning)) if isinstance(generator.meaning, int) else generator.meaning  # type: ignore[assignment]
            used = polynomial.variables(dict(key))
            if len(used) == 1 and self.order.get(used[0], 1) == 1 and max(m for m, _ in key) >> (BITS * used[0]) <= 16:
                groups.setdefault(used[0], []).append((key, sign.unit))
        return all(tuple(unit for _, unit in group) in polynomial.sign_vectors(tuple(key for key, _ in group)) for group in groups.values())

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
            return all(self._is_never_zero(i) for i in used)
        if self._is_positive(p) and all(c > 0 for c in p.values()):
            return any(all(self._is_never_zero(i) for i, _ in exponents(m)) for m in p)
        return len(used) == 1 and max(p) >> (BITS * used[0]) <= 16 and polynomial.real_root_count(p) == 0

    def _is_never_zero(self, index: int) -> bool:
        """Tell whether a generator is never 0: an exponential, a root of a prime, a sign, or a symbol that is positive."""
        return self.generators[index].kind in {"exp", "prime", "sign"} or self._has_positive_symbol(index)

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
