"""An expression as a fraction of polynomials in its parts: letters, roots, exponentials and functions.

Two parts may be bound to each other: the square of √(x + 1) is x + 1, and
sin² + cos² = 1.  Everything is computed with sparse polynomials over the
rational numbers, so that the forms of an expression are cheap to find.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed, PolynomialError

__all__ = ["RationalForm", "angles", "is_sigmoid", "rational_form"]

_LARGEST_POWER = 12
_MOST_PARTS = 8
_MOST_TERMS = 120
_MOST_TO_FACTOR = 24


class _TooLargeError(Exception):
    """The polynomials would grow beyond what a learner reads."""


@dataclass(frozen=True, slots=True)
class RationalForm:
    """A fraction: its numerator as a polynomial, its denominator as powers of factors.

    Parameters
    ----------
    numerator : PolyElement
        Multiplied out.
    denominators : tuple of (PolyElement, int)
        Factors with their powers; none divides the numerator.
    parts : tuple of Expr
        What the polynomials' generators stand for.
    divided : bool
        Whether a factor was cancelled on the way.
    """

    numerator: Any
    denominators: tuple[tuple[Any, int], ...]
    parts: tuple[Any, ...]
    divided: bool = False

    def multiplied_out(self) -> sp.Expr:
        """Return the fraction with its numerator as one sum."""
        content, _ = self.numerator.primitive() if self.numerator else (sp.S.One, None)
        below = _rational(content).q  # of halves and thirds: 1/2 stands below, not in every term
        return sp.Mul(sp.Rational(1, below), _value(self.numerator.mul_ground(int(below)), self.parts), 1 / self._below())

    def factored(self) -> Any:
        """Return the fraction with its numerator as a product of factors, or None where that is too much to ask."""
        if len(self.numerator) > _MOST_TO_FACTOR:
            return None
        number, found = self.numerator.factor_list()
        turned = next((f for f, k in found if number < 0 and k % 2 and _leans_to_minus(f)), None)
        if turned is not None:
            number, found = -number, [(-f if f is turned else f, k) for f, k in found]
        factors = [_value(f, self.parts) ** k for f, k in found]
        return sp.Mul(_rational(number), *factors) / self._below()

    def with_common_factor(self) -> sp.Expr:
        """Return the fraction with what all terms of its numerator share before a bracket."""
        number, rest = self.numerator.primitive()
        least = [min(powers) for powers in zip(*rest.monoms(), strict=True)]
        kept = rest.quo(rest.ring.from_dict({tuple(least): 1}))
        if number < 0 or sum(c < 0 for c in kept.coeffs()) * 2 > len(kept):
            number, kept = -number, -kept
        if number < 0 and _leans_to_minus(kept):
            number, kept = -number, -kept
        shared = sp.Mul(*[part**power for part, power in zip(self.parts, least, strict=True)])
        return sp.Mul(_rational(number), shared, _value(kept, self.parts)) / self._below()

    def _below(self) -> sp.Expr:
        return sp.Mul(*[_value(factor, self.parts) ** power for factor, power in self.denominators])


@dataclass(slots=True)
class _Parts:
    """The parts of an expression, each with the generator that stands for it."""

    found: dict[Any, Any] = field(default_factory=dict)
    bases: dict[Any, Any] = field(default_factory=dict)  # of exponents: e^(3x) is the third power of e^x

    def add(self, part: sp.Basic) -> None:
        """Take a part in, unless there are too many."""
        if part not in self.found:
            if len(self.found) >= _MOST_PARTS:
                raise _TooLargeError
            self.found[part] = None


def rational_form(expr: sp.Expr, trade: str = "") -> RationalForm | None:
    """Return an expression as one reduced fraction of polynomials in its parts, or None where it has no such form or a large one.

    Parameters
    ----------
    expr : Expr
        Any value.
    trade : {"", "sin", "cos"}
        Which of two functions of one angle is to be written by the other where its square occurs.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> rational_form((2 * x * (x**2 + 1) - 2 * x * (x**2 - 1)) / (x**2 + 1) ** 2).multiplied_out()
    4*x/(x**2 + 1)**2
    """
    parts = _Parts()
    try:
        _collect(expr, parts)
        if not parts.found:
            return None
        generators = sp.symbols(f"g:{len(parts.found)}")
        ring = sp.ring(generators, sp.QQ)[0]
        for part, generator in zip(parts.found, ring.gens, strict=True):
            parts.found[part] = generator
        reader = _Reader(ring, parts, trade)
        return reader.form(expr)
    except (_TooLargeError, PolynomialError, CoercionFailed, NotImplementedError, ZeroDivisionError):
        return None


def _leans_to_minus(poly: Any) -> bool:
    """Tell whether at least as many terms of a polynomial have a minus as have none, so that it may take a minus before it."""
    negative = sum(c < 0 for c in poly.coeffs())
    return len(poly) > 1 and 2 * negative >= len(poly)


def _rational(number: Any) -> Any:
    return sp.Rational(int(number.numerator), int(number.denominator)) if hasattr(number, "numerator") else sp.Integer(int(number))


def _value(poly: Any, parts: tuple[sp.Expr, ...]) -> sp.Expr:
    """Return the value of a polynomial in the parts of an expression."""
    terms = []
    for powers, coefficient in poly.terms():
        terms.append(sp.Mul(_rational(coefficient), *[part**power for part, power in zip(parts, powers, strict=True) if power]))
    return sp.Add(*terms)


# ---- parts --------------------------------------------------------------------------------------
def is_sigmoid(expr: sp.Basic) -> bool:
    """Tell whether an expression is 1/(1 + e^(−u)), which counts as one part."""
    return isinstance(expr, sp.Pow) and expr.exp == -1 and isinstance(expr.base, sp.Add) and _is_one_and_exponential(expr.base)


def _is_one_and_exponential(expr: sp.Expr) -> bool:
    return (
        len(expr.args) == 2
        and sp.S.One in expr.args
        and any(isinstance(a, sp.exp) and a.args[0].could_extract_minus_sign() for a in expr.args)
    )


def _collect(expr: sp.Basic, parts: _Parts) -> None:
    if expr.is_Rational:
        return
    if expr.is_Add or expr.is_Mul:
        for arg in expr.args:
            _collect(arg, parts)
        return
    if is_sigmoid(expr):
        parts.add(expr)
        return
    if isinstance(expr, sp.exp):
        for term in sp.Add.make_args(expr.args[0]):
            _collect_exponential(term, parts)
        return
    if isinstance(expr, sp.Pow):
        base, exponent = expr.args
        if exponent.is_Integer and abs(exponent) <= _LARGEST_POWER:
            _collect(base, parts)
            return
        if exponent.is_Rational:
            _collect(base, parts)
            parts.add(sp.Pow(base, sp.Rational(1, exponent.q)))
            return
        whole, rest = exponent.as_coeff_Add()
        if whole.is_Integer and whole != 0:
            _collect(base, parts)
            parts.add(sp.Pow(base, rest))
            return
    if not expr.is_Atom and expr.has(sp.Derivative, sp.Integral, sp.Limit, sp.Piecewise, sp.zoo, sp.nan, sp.oo):
        raise _TooLargeError
    parts.add(expr)


def _collect_exponential(term: sp.Expr, parts: _Parts) -> None:
    """Take e^(term) in: as a power of what stands already, e^(3x) beside e^(2x) as powers of e^x."""
    number, rest = term.as_coeff_Mul()
    if not number.is_Rational:
        raise _TooLargeError
    known = parts.bases.get(rest)
    step = number if known is None else sp.gcd(known, number) * (-1 if known < 0 and number < 0 else 1)
    if known is not None:
        parts.found.pop(sp.exp(known * rest), None)
    parts.bases[rest] = step
    parts.add(sp.exp(step * rest))


# ---- reading ------------------------------------------------------------------------------------
class _Reader:
    """Reads an expression into a numerator and powers of denominators."""

    def __init__(self, ring: Any, parts: _Parts, trade: str) -> None:
        self.ring = ring
        self.parts = parts
        self.relations: list[tuple[Any, int, Any]] = []  # none is known while the radicands themselves are read
        self.relations = self._relations(trade)
        self.divided = False

    def form(self, expr: Any) -> RationalForm:
        """Return the reduced fraction."""
        above, below = self._read(expr)
        above = self._reduced(above)
        kept: dict[Any, int] = {}
        for factor, power in below.items():
            left = 0 if above == 0 else power
            while left:
                quotient, rest = above.div(factor)
                if rest != 0:
                    break
                above, left, self.divided = quotient, left - 1, True
            if left:
                kept[factor] = left
        return RationalForm(above, tuple(kept.items()), tuple(self.parts.found), self.divided)

    def _relations(self, trade: str) -> list[tuple[Any, int, Any]]:
        """Return (generator, power, polynomial): what a power of a part is worth."""
        found = []
        for part, generator in self.parts.found.items():
            if isinstance(part, sp.Pow) and part.exp.is_Rational and not part.exp.is_Integer:
                above, below = self._read(part.base)
                if not below:
                    found.append((generator, int(part.exp.q), above))
        if trade:
            gone, kept = (sp.sin, sp.cos) if trade == "sin" else (sp.cos, sp.sin)
            for part, generator in self.parts.found.items():
                other = self.parts.found.get(kept(part.args[0])) if isinstance(part, gone) else None
                if other is not None:
                    found.append((generator, 2, 1 - other**2))
        return found

    def _reduced(self, poly: Any) -> Any:
        """Return a polynomial in which no root stands in its own degree or higher."""
        for generator, degree, worth in self.relations:
            place = self.ring.gens.index(generator)
            while any(powers[place] >= degree for powers in poly.monoms()):
                total = self.ring.zero
                for powers, coefficient in poly.terms():
                    times, left = divmod(powers[place], degree)
                    kept = self.ring.from_dict({(*powers[:place], left, *powers[place + 1 :]): coefficient})
                    total += kept * worth**times if times else kept
                poly = self._limited(total)
        return poly

    def _limited(self, poly: Any) -> Any:
        if len(poly) > _MOST_TERMS:
            raise _TooLargeError
        return poly

    def _read(self, expr: Any) -> tuple[Any, dict[Any, int]]:
        known = self.parts.found.get(expr)
        if known is not None:
            return known, {}
        if expr.is_Rational:
            return self.ring.ground_new(sp.QQ(int(expr.p), int(expr.q))), {}
        if expr.is_Add:
            return self._sum([self._read(a) for a in expr.args])
        if expr.is_Mul:
            return self._product([self._read(a) for a in expr.args])
        if isinstance(expr, sp.exp):
            return self._product([self._exponential(t) for t in sp.Add.make_args(expr.args[0])])
        base, exponent = expr.args
        if exponent.is_Integer:
            return self._power(self._read(base), int(exponent))
        if exponent.is_Rational:
            return self._power((self.parts.found[sp.Pow(base, sp.Rational(1, exponent.q))], {}), int(exponent.p))
        whole, rest = exponent.as_coeff_Add()
        return self._product([self._power(self._read(base), int(whole)), (self.parts.found[sp.Pow(base, rest)], {})])

    def _exponential(self, term: Any) -> tuple[Any, dict[Any, int]]:
        number, rest = term.as_coeff_Mul()
        step = self.parts.bases[rest]
        return self._power((self.parts.found[sp.exp(step * rest)], {}), int(number / step))

    def _power(self, pair: tuple[Any, dict[Any, int]], power: int) -> tuple[Any, dict[Any, int]]:
        above, below = pair
        if abs(power) > 3 * _LARGEST_POWER:
            raise _TooLargeError
        if power >= 0:
            return self._limited(above**power), {f: k * power for f, k in below.items()}
        top = self.ring.one
        for factor, k in below.items():
            top *= factor ** (-k * power)
        return self._over(top, above, -power)

    def _over(self, top: Any, factor: Any, power: int) -> tuple[Any, dict[Any, int]]:
        """Return top/factor^power with the factor's own number and single letters apart."""
        if factor == 0:
            raise ZeroDivisionError
        factor = self._reduced(factor)
        number, factor = factor.primitive()
        if factor.LC < 0:
            number, factor = -number, -factor
        top = top.mul_ground(1 / number**power)
        below: dict[Any, int] = {}
        least = [min(powers) for powers in zip(*factor.monoms(), strict=True)]
        for generator, k in zip(self.ring.gens, least, strict=True):
            if k:
                below[generator] = k * power
        rest = factor.quo(self.ring.from_dict({tuple(least): self.ring.domain.one}))
        if rest != 1:
            below[rest] = power
        return top, below

    def _product(self, pairs: list[tuple[Any, dict[Any, int]]]) -> tuple[Any, dict[Any, int]]:
        top, below = self.ring.one, dict[Any, int]()
        for above, under in pairs:
            top = self._limited(top * above)
            for factor, power in under.items():
                below[factor] = below.get(factor, 0) + power
        return top, below

    def _sum(self, pairs: list[tuple[Any, dict[Any, int]]]) -> tuple[Any, dict[Any, int]]:
        common: dict[Any, int] = {}
        for _, under in pairs:
            for factor, power in under.items():
                common[factor] = max(common.get(factor, 0), power)
        total = self.ring.zero
        for above, under in pairs:
            widened = above
            for factor, power in common.items():
                widened *= factor ** (power - under.get(factor, 0))
            total = self._limited(total + widened)
        return total, common


def angles(expr: sp.Expr) -> bool:
    """Tell whether sine and cosine of one angle stand in an expression."""
    found = {(type(f), f.args[0]) for f in expr.atoms(sp.sin, sp.cos)}
    return any(a[1] == b[1] for a, b in combinations(found, 2))
