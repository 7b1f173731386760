"""From SymPy expressions to elements of a tower: one entry of a table for each function.

Every entry is an identity that holds at each point where the expression and all
its parts are real, up to isolated points, at which both sides of a comparison
are continuous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb, floor, lcm
from typing import Any, TypeVar

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.polynomial import BITS, Key, atom, atom_index, exponents, key_of, split_monomial
from symtutor.checking.tower import Element, NoNormalForm, Refined, Sign, Tower

__all__ = ["ANGLES", "Bounds", "Converter", "Pair"]

MAX_PASSES = 40
MAX_MULTIPLE = 200
T = TypeVar("T")
Pair = tuple[Element, Element]
Bounds = Mapping[Any, tuple[Fraction | None, Fraction | None]]


class Converter:
    """Turn expressions into elements of one tower.

    Parameters
    ----------
    bounds : mapping of Symbol to (low, high), optional
        Symbols known to lie strictly between two rational numbers; None is infinity.
    work : int
        The budget of the tower.
    """

    def __init__(self, bounds: Bounds | None = None, work: int = 200_000) -> None:
        self.tower = Tower(work)
        self.memo: dict[Any, Element] = {}
        self.opaque: list[Any] = []
        for symbol, (low, high) in sorted((bounds or {}).items(), key=str):
            self.tower.bound(self.tower.generator("symbol", symbol), low, high)

    def difference(self, a: Any, b: Any) -> Element:
        """Return the element of a − b in the final tower.

        Raises
        ------
        NoNormalForm
            If a part has no place in the tower or the budget ends.
        """
        return self.settle(lambda: self.difference_now(a, b))

    def difference_now(self, a: Any, b: Any) -> Element:
        """Return the element of a − b in the tower as it is, inside `settle`."""
        return self.tower.add([self.element(a), self.tower.negative(self.element(b))])

    def settle(self, build: Callable[[], T]) -> T:
        """Build again until no generator needs a finer meaning."""
        for _ in range(MAX_PASSES):
            try:
                return build()
            except Refined:
                self.memo.clear()
                self.opaque.clear()
        raise NoNormalForm("the generators did not settle")

    def element(self, expr: Any) -> Element:
        """Return the element of one expression."""
        found = self.memo.get(expr)
        if found is None:
            self.tower.work -= 1
            rule = RULES.get(type(expr))
            if rule is None:
                rule = next((RULES[c] for c in type(expr).__mro__ if c in RULES), None)
                if rule is None:
                    raise NoNormalForm(f"no generator for {type(expr).__name__}")
            found = self.memo[expr] = rule(self, expr)
        return found

    # ---- powers -------------------------------------------------------------------------------
    def root(self, base: Element, exponent: Fraction) -> Element:
        """Return a rational power of an element that is not negative."""
        tower = self.tower
        if not base.num:
            if exponent > 0:
                return base
            raise NoNormalForm("division by 0")
        top, bottom, factors = tower.decompose(base)
        tower.demand_positive(top, factors)
        parts = [self.power_of_abs(key, k * exponent) for key, k in sorted(factors.items(), key=_by_key)]
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
            return tower.mul([tower.number(share.numerator, share.denominator), self._from_monomial(generator.meaning)])
        return Element(atom(tower.generator("log", key)))

    def _from_monomial(self, meaning: Any) -> Element:
        """Return the element of a monomial with its denominators, as exp and tan keep it."""
        monomial, denominators = meaning
        return Element({monomial: 1}, 1, {self.tower.factor_id(dict(key)): k for key, k in denominators})

    def terms(self, e: Element) -> list[tuple[Any, Fraction]]:
        """Return an element as a rational combination of monomials over one denominator, each hashable."""
        tower = self.tower
        common, rest = split_monomial(e.num)
        factors = dict(e.factors)
        for index, k in exponents(common):
            number = tower.factor_id(atom(index))
            factors[number] = factors.get(number, 0) + k
        num, below = rest, set()
        for number, k in factors.items():
            if k > 0:
                num = tower.mul([Element(num), Element(tower.factor_power(number, k))]).num
            elif k < 0:
                below.add((key_of(tower.polys[number]), k))
        denominators = frozenset(below)
        return [((m, denominators), Fraction(c, e.den)) for m, c in sorted(num.items())]

    def exp(self, e: Element) -> Element:
        """Return exp of an element."""
        return self.tower.mul([self._exp_term(meaning, c) for meaning, c in self.terms(e)] or [self.tower.number(1)])

    def _exp_term(self, meaning: Any, c: Fraction) -> Element:
        tower = self.tower
        monomial, denominators = meaning
        index = atom_index({monomial: 1})
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
        monomial, denominators = meaning
        index = atom_index({monomial: 1})
        if index is not None and not denominators and self.tower.generators[index].kind == "opaque":
            inner = self.tower.generators[index].meaning
            if inner == sp.pi and (known := self.at_share_of_pi(c)):
                return known
            if type(inner) in ANGLES and c.denominator <= 2:
                return self.multiple_of_known(ANGLES[type(inner)](self, inner), c)
        n = self.multiple(("tan", meaning), c)
        t = self.tower.generator("tan", meaning)
        powers = [(k, comb(2 * abs(n), k)) for k in range(2 * abs(n) + 1)]
        real = {k << (BITS * t): (-1) ** (k // 2) * b for k, b in powers if k % 2 == 0}
        imaginary = {k << (BITS * t): (-1) ** (k // 2) * b * (1 if n > 0 else -1) for k, b in powers if k % 2}
        below = {self.tower.factor_id({0: 1, 2 << (BITS * t): 1}): -abs(n)}
        return Element(real, 1, below), Element(imaginary, 1, below)

    def at_share_of_pi(self, c: Fraction) -> Pair | None:
        """Return cosine and sine of c π where they are radicals."""
        angle = sp.Rational(c.numerator, c.denominator) * sp.pi
        values = sp.cos(angle), sp.sin(angle)
        if any(v.has(sp.cos, sp.sin) for v in values):
            return None
        return self.element(values[0]), self.element(values[1])

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


# ---- one entry for each class ---------------------------------------------------------------------
def _symbol(c: Converter, expr: Any) -> Element:
    tower = c.tower
    index = tower.generator("symbol", expr)
    order = tower.order.get(index, 1)
    if order == 1:
        return Element(atom(index))
    return tower.mul([tower.from_sign(tower.symbol_sign(index)), Element(atom(index, order))])


def _rational(c: Converter, expr: Any) -> Element:
    return c.tower.number(int(expr.p), int(expr.q))


def _add(c: Converter, expr: Any) -> Element:
    return c.tower.add([c.element(a) for a in expr.args])


def _mul(c: Converter, expr: Any) -> Element:
    return c.tower.mul([c.element(a) for a in expr.args])


def _pow(c: Converter, expr: Any) -> Element:
    base, exponent = expr.args
    if exponent.is_Integer:
        return c.tower.power(c.element(base), int(exponent))
    if exponent.is_Rational:
        if exponent.q == 2 and base.is_Add and base.is_number and (plain := sp.sqrtdenest(expr)) != expr:
            return c.element(plain)
        return c.root(c.element(base), Fraction(int(exponent.p), int(exponent.q)))
    if base is sp.E:
        return c.exp(c.element(exponent))
    return c.exp(c.tower.mul([c.element(exponent), c.log(c.element(base))]))


def _exp(c: Converter, expr: Any) -> Element:
    return c.exp(c.element(expr.args[0]))


def _log(c: Converter, expr: Any) -> Element:
    return c.log(c.element(expr.args[0]))


def _abs(c: Converter, expr: Any) -> Element:
    inner = c.element(expr.args[0])
    return c.tower.mul([c.tower.from_sign(c.sign_of(inner)), inner]) if inner.num else inner


def _sign(c: Converter, expr: Any) -> Element:
    inner = c.element(expr.args[0])
    return c.tower.from_sign(c.sign_of(inner)) if inner.num else inner


def _heaviside(c: Converter, expr: Any) -> Element:
    return c.tower.mul([c.tower.number(1, 2), c.tower.add([c.tower.number(1), _sign(c, expr)])])


def _extreme(direction: int) -> Callable[[Converter, Any], Element]:
    """Return the entry of Max (1) or Min (−1): (a + b ± |a − b|)/2."""

    def convert(c: Converter, expr: Any) -> Element:
        tower = c.tower
        best = c.element(expr.args[0])
        for arg in sorted(expr.args[1:], key=sp.default_sort_key):
            other = c.element(arg)
            gap = tower.add([best, tower.negative(other)])
            if gap.num:
                size = tower.mul([tower.from_sign(c.sign_of(gap)), gap, tower.number(direction)])
                best = tower.mul([tower.number(1, 2), tower.add([best, other, size])])
        return best

    return convert


def _trigonometric(form: Callable[[Tower, Element, Element], Element]) -> Callable[[Converter, Any], Element]:
    def convert(c: Converter, expr: Any) -> Element:
        return form(c.tower, *c.cos_sin(c.element(expr.args[0])))

    return convert


def _hyperbolic(top: tuple[int, ...], bottom: tuple[int, ...]) -> Callable[[Converter, Any], Element]:
    """Return an entry as a quotient of polynomials in u = exp of the argument."""

    def convert(c: Converter, expr: Any) -> Element:
        u = c.exp(c.element(expr.args[0]))
        tower = c.tower

        def polynomial(coefficients: tuple[int, ...]) -> Element:
            return tower.add([tower.mul([tower.number(k), tower.power(u, n)]) for n, k in enumerate(coefficients) if k])

        return tower.mul([polynomial(top), tower.power(polynomial(bottom), -1)])

    return convert


def _written_as(form: Callable[[Any], Any]) -> Callable[[Converter, Any], Element]:
    """Return an entry that goes through an equal expression, unevaluated where SymPy would go back."""

    def convert(c: Converter, expr: Any) -> Element:
        return c.element(form(*expr.args))

    return convert


def _acosh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    below = tower.add([inner, tower.number(-1)])
    if below.num:
        top, _, factors = tower.decompose(below)
        tower.demand_positive(top, factors)
    square = tower.add([tower.power(inner, 2), tower.number(-1)])
    return c.log(tower.add([inner, c.root(square, Fraction(1, 2))]))


def _asinh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    square = tower.add([tower.power(inner, 2), tower.number(1)])
    return c.log(tower.add([inner, c.root(square, Fraction(1, 2))]))


def _atanh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    above = c.log(tower.add([tower.number(1), inner]))
    below = c.log(tower.add([tower.number(1), tower.negative(inner)]))
    return tower.mul([tower.number(1, 2), tower.add([above, tower.negative(below)])])


def _acoth(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    above = tower.add([inner, tower.number(1)])
    below = tower.add([inner, tower.number(-1)])
    return tower.mul([tower.number(1, 2), c.log(tower.mul([above, tower.power(below, -1)]))])


def _opaque(c: Converter, expr: Any) -> Element:
    """Return the generator of a value that is not taken apart, shared by calls with equal arguments."""
    if not expr.args or not isinstance(expr, sp.Function) or isinstance(expr, sp.Integral | sp.Derivative):
        return Element(atom(c.tower.generator("opaque", expr)))
    args = [c.element(a) for a in expr.args]
    for known in c.opaque:
        if known.func == expr.func and len(known.args) == len(args):
            others = [c.element(a) for a in known.args]
            if all(not c.tower.add([p, c.tower.negative(q)]).num for p, q in zip(args, others, strict=True)):
                return c.element(known)
            if expr.func in ODD and not c.tower.add([args[0], others[0]]).num:
                return c.tower.negative(c.element(known))
            if expr.func is sp.atan and not c.tower.add([c.tower.mul([args[0], others[0]]), c.tower.number(-1)]).num:
                right = c.tower.mul([c.element(sp.pi / 2), c.tower.from_sign(c.sign_of(args[0]))])
                return c.tower.add([right, c.tower.negative(c.element(known))])
    c.opaque.append(expr)
    return Element(atom(c.tower.generator("opaque", expr)))


def _angle_of_atan(c: Converter, expr: Any) -> Pair:
    inner, tower = c.element(expr.args[0]), c.tower
    cosine = c.root(tower.add([tower.number(1), tower.power(inner, 2)]), Fraction(-1, 2))
    return cosine, tower.mul([inner, cosine])


def _angle_of_asin(c: Converter, expr: Any) -> Pair:
    inner, tower = c.element(expr.args[0]), c.tower
    return c.root(tower.add([tower.number(1), tower.negative(tower.power(inner, 2))]), Fraction(1, 2)), inner


ODD = frozenset({sp.asin, sp.atan, sp.erf, sp.Si, sp.erfi})
ANGLES: dict[Any, Callable[[Converter, Any], Pair]] = {sp.atan: _angle_of_atan, sp.asin: _angle_of_asin}

RULES: dict[Any, Callable[[Converter, Any], Element]] = {
    sp.Symbol: _symbol,
    sp.Rational: _rational,
    sp.Add: _add,
    sp.Mul: _mul,
    sp.Pow: _pow,
    sp.exp: _exp,
    type(sp.E): lambda c, _: c.exp(c.tower.number(1)),
    sp.log: _log,
    sp.Abs: _abs,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.Max: _extreme(1),
    sp.Min: _extreme(-1),
    sp.sin: _trigonometric(lambda _, __, s: s),
    sp.cos: _trigonometric(lambda _, c, __: c),
    sp.tan: _trigonometric(lambda t, c, s: t.mul([s, t.power(c, -1)])),
    sp.cot: _trigonometric(lambda t, c, s: t.mul([c, t.power(s, -1)])),
    sp.sec: _trigonometric(lambda t, c, _: t.power(c, -1)),
    sp.csc: _trigonometric(lambda t, _, s: t.power(s, -1)),
    sp.sinh: _hyperbolic((-1, 0, 1), (0, 2)),
    sp.cosh: _hyperbolic((1, 0, 1), (0, 2)),
    sp.tanh: _hyperbolic((-1, 0, 1), (1, 0, 1)),
    sp.coth: _hyperbolic((1, 0, 1), (-1, 0, 1)),
    sp.sech: _hyperbolic((0, 2), (1, 0, 1)),
    sp.csch: _hyperbolic((0, 2), (-1, 0, 1)),
    sp.asinh: _asinh,
    sp.acosh: _acosh,
    sp.atanh: _atanh,
    sp.acoth: _acoth,
    sp.asech: _written_as(lambda f: sp.acosh(1 / f)),
    sp.acsch: _written_as(lambda f: sp.asinh(1 / f)),
    sp.acos: _written_as(lambda f: sp.pi / 2 - sp.asin(f)),
    sp.acot: _written_as(lambda f: sp.atan(1 / f)),
    sp.asec: _written_as(lambda f: sp.pi / 2 - sp.asin(1 / f)),
    sp.acsc: _written_as(lambda f: sp.asin(1 / f)),
    sp.Function: _opaque,
    AppliedUndef: _opaque,
    sp.NumberSymbol: _opaque,
    sp.Integral: _opaque,
    sp.Derivative: _opaque,
}
