"""Sparse polynomials with integer coefficients, made for the zero test.

A polynomial is a dict from monomial to coefficient.  A monomial is one integer
that holds the exponent of generator i in bits 32 i to 32 i + 31, so that the
product of two monomials is the sum of two integers and new generators cost
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import gcd, isqrt

import sympy as sp
from sympy.polys.domains import ZZ
from sympy.polys.rings import ring

from symtutor.checking.calculus.regions import regions, sort_numbers

__all__ = [
    "BITS",
    "MASK",
    "Key",
    "Poly",
    "atom",
    "atom_index",
    "content",
    "degree",
    "exponents",
    "factor",
    "has_constant_lead",
    "key_of",
    "multiply",
    "real_root_count",
    "sign_between",
    "sign_vectors",
    "split_monomial",
    "variables",
]

BITS = 32
MASK = (1 << BITS) - 1

LARGEST = (64, 400, 300)  # the dense size up to which a polynomial in one, two, more generators is factored
MOST_TERMS = 80

Poly = dict[int, int]
Key = frozenset[tuple[int, int]]


def key_of(p: Poly) -> Key:
    """Return a hashable form of a polynomial."""
    return frozenset(p.items())


def atom(index: int, exponent: int = 1) -> Poly:
    """Return a power of one generator.

    Examples
    --------
    >>> multiply(atom(0), atom(0)) == atom(0, 2)
    True
    """
    return {exponent << (BITS * index): 1}


def atom_index(p: Poly) -> int | None:
    """Return the generator that a polynomial consists of, or None."""
    if len(p) != 1:
        return None
    ((m, c),) = p.items()
    parts = list(exponents(m))
    return parts[0][0] if c == 1 and len(parts) == 1 and parts[0][1] == 1 else None


def multiply(p: Poly, q: Poly) -> Poly:
    """Return the product of two polynomials."""
    if len(p) > len(q):
        p, q = q, p
    if len(p) == 1:
        ((m, c),) = p.items()
        return {m + n: c * d for n, d in q.items()}
    product: Poly = {}
    get = product.get
    for m, c in p.items():
        for n, d in q.items():
            product[m + n] = get(m + n, 0) + c * d
    return {m: c for m, c in product.items() if c}


def exponents(monomial: int) -> Iterator[tuple[int, int]]:
    """Yield (generator, exponent) for the generators of a monomial.

    Examples
    --------
    >>> list(exponents((3 << 32) + 2))
    [(0, 2), (1, 3)]
    """
    index = 0
    while monomial:
        if exponent := monomial & MASK:
            yield index, exponent
        monomial >>= BITS
        index += 1


def degree(p: Poly, index: int) -> int:
    """Return the degree in one generator."""
    return max((m >> (BITS * index)) & MASK for m in p)


def has_constant_lead(p: Poly, index: int) -> bool:
    """Tell whether the leading coefficient in one generator is a number."""
    top = degree(p, index)
    return [m for m in p if (m >> (BITS * index)) & MASK == top] == [top << (BITS * index)]


def variables(p: Poly) -> list[int]:
    """Return the generators that occur, in order."""
    seen = 0
    for m in p:
        seen |= m
    return [i for i, _ in exponents(seen)]


def content(p: Poly) -> int:
    """Return the gcd of the coefficients with the sign of the leading one; 0 for the zero polynomial."""
    if not p:
        return 0
    g = gcd(*p.values())
    return -g if p[max(p)] < 0 else g


def split_monomial(p: Poly) -> tuple[int, Poly]:
    """Return the greatest monomial that divides every term, and the quotient.

    Examples
    --------
    >>> split_monomial({2: 5, 3: 1}) == (2, {0: 5, 1: 1})
    True
    """
    if 0 in p or not p:
        return 0, p
    common = min(p)
    for m in p:
        common = _monomial_gcd(common, m)
        if not common:
            return 0, p
    return common, {m - common: c for m, c in p.items()}


def _monomial_gcd(m: int, n: int) -> int:
    """Return the monomial with the smaller exponent of each generator."""
    found, shift = 0, 0
    while m and n:
        found += min(m & MASK, n & MASK) << shift
        m >>= BITS
        n >>= BITS
        shift += BITS
    return found


def factor(p: Poly) -> tuple[int, dict[Key, int]]:
    """Return the content and the irreducible factors over the rationals, each primitive with a positive leading coefficient.

    Examples
    --------
    >>> unit, factors = factor({2: 2, 0: -2})
    >>> unit, sorted(factors.values())
    (2, [1, 1])
    """
    unit = content(p)
    common, rest = split_monomial({m: c // unit for m, c in p.items()})
    found = {key_of(atom(i)): e for i, e in exponents(common)}
    if len(rest) > 1:
        for piece, e in _irreducibles(key_of(rest)):
            found[piece] = found.get(piece, 0) + e
    return unit, found


@lru_cache(maxsize=4096)
def _irreducibles(key: Key) -> tuple[tuple[Key, int], ...]:
    """Return the irreducible factors of a primitive polynomial without monomial factor."""
    p = dict(key)
    used = variables(p)
    if _is_plainly_irreducible(p, used) or _is_too_large(p, used):
        return ((key, 1),)
    domain_ring, *_ = ring([f"g{i}" for i in used], ZZ)
    element = domain_ring.from_dict({tuple((m >> (BITS * i)) & MASK for i in used): ZZ(c) for m, c in p.items()})
    _, pieces = element.factor_list()
    return tuple(sorted(((_packed(piece, used), e) for piece, e in pieces), key=lambda pair: sorted(pair[0])))


def _is_too_large(p: Poly, used: list[int]) -> bool:
    """Tell whether factoring might take long; such a polynomial stays whole, which is sound and only proves less."""
    size = 1
    for i in used:
        size *= 1 + max((m >> (BITS * i)) & MASK for m in p)
    return size > LARGEST[min(len(used), len(LARGEST)) - 1] or len(p) > MOST_TERMS


def _packed(element: object, used: list[int]) -> Key:
    """Return a SymPy ring element as a primitive polynomial with a positive leading coefficient."""
    p = {sum(e << (BITS * i) for i, e in zip(used, monomial, strict=True)): int(c) for monomial, c in element.terms()}  # type: ignore[attr-defined]
    unit = content(p)
    return key_of({m: c // unit for m, c in p.items()})


def _is_plainly_irreducible(p: Poly, used: list[int]) -> bool:
    """Tell at once for the common cases: linear in a generator with a constant factor, or a quadratic without rational roots."""
    for i in used:
        shift = BITS * i
        with_i = [m for m in p if (m >> shift) & MASK]
        if len(with_i) == 1 and with_i[0] == 1 << shift:
            return True
    if len(used) == 1:
        shift = BITS * used[0]
        if max(p) == 2 << shift:
            a, b, c = p[2 << shift], p.get(1 << shift, 0), p.get(0, 0)
            discriminant = b * b - 4 * a * c
            return discriminant < 0 or isqrt(discriminant) ** 2 != discriminant
    return False


def real_root_count(p: Poly, *, nonnegative: bool = False) -> int:
    """Return how many different real roots a polynomial in one generator has (only those above 0 with `nonnegative`)."""
    return _real_root_count(key_of(p), nonnegative)


@lru_cache(maxsize=4096)
def _real_root_count(key: Key, nonnegative: bool) -> int:
    p = dict(key)
    (index,) = variables(p)
    x = sp.Symbol("x")
    polynomial = sp.Poly({((m >> (BITS * index)) & MASK,): c for m, c in p.items()}, x, domain=ZZ)
    if polynomial.degree() == 2 and polynomial.discriminant() < 0:
        return 0
    return int(polynomial.count_roots(0, None) if nonnegative else polynomial.count_roots())


def sign_between(p: Poly, low: Fraction | None, high: Fraction | None) -> int | None:
    """Return the sign of a polynomial in one generator strictly between two numbers, None if it has a zero there.

    Examples
    --------
    >>> sign_between({1: 1, 0: -1}, Fraction(1), None)
    1
    """
    return _sign_between(key_of(p), low, high)


@lru_cache(maxsize=4096)
def _sign_between(key: Key, low: Fraction | None, high: Fraction | None) -> int | None:
    p = dict(key)
    (index,) = variables(p)
    powers = {(m >> (BITS * index)) & MASK: c for m, c in p.items()}
    polynomial = sp.Poly({(n,): c for n, c in powers.items()}, sp.Symbol("x"), domain=sp.QQ)
    ends = [None if e is None else sp.Rational(e.numerator, e.denominator) for e in (low, high)]
    inside = int(polynomial.count_roots(*ends)) - sum(polynomial.eval(e) == 0 for e in ends if e is not None)
    if inside:
        return None
    if low is None or high is None:
        sample = high - 1 if high is not None else low + 1 if low is not None else Fraction(0)
    else:
        sample = (low + high) / 2
    value = sum(c * sample**n for n, c in powers.items())
    return (value > 0) - (value < 0)


@lru_cache(maxsize=512)
def sign_vectors(keys: tuple[Key, ...]) -> frozenset[tuple[int, ...]]:
    """Return the combinations of signs that polynomials in one generator take between their zeros.

    Examples
    --------
    >>> below, above = frozenset({(1, 1), (0, 1)}), frozenset({(1, 1), (0, -1)})
    >>> sorted(sign_vectors((below, above)))
    [(-1, -1), (1, -1), (1, 1)]
    """
    x = sp.Symbol("x")
    polynomials = [sp.Poly({(m >> (BITS * i) & MASK,): c for m, c in key for i in variables(dict(key))} or {(0,): 1}, x) for key in keys]
    zeros = sort_numbers([r for p in polynomials if p.degree() > 0 for r in p.sqf_part().real_roots()])
    samples = [region.sample for region in regions(zeros) if region.low != region.high]
    values = [tuple(int(sp.sign(p.eval(s))) for p in polynomials) for s in samples]
    return frozenset(values)
