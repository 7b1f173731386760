"""Rational functions: division, factors over the reals, partial fractions by modular inverses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import PolynomialError

from symtutor.algorithms.structure import coefficients, depends, symbols

__all__ = ["Fraction", "fraction", "partial_fractions", "polynomial", "quotient_and_rest", "square_free_split"]

_LARGEST = 40
_LARGEST_WITH_LETTERS = 12  # common divisors over a field with letters grow fast


@dataclass(frozen=True, slots=True)
class Fraction:
    """A reduced rational function: numerator, and the irreducible factors of its denominator with their powers.

    Parameters
    ----------
    numerator : Poly
        Over a field.
    denominators : tuple of (Poly, int)
        Coprime, monic up to a constant that the numerator carries.
    """

    numerator: Any
    denominators: tuple[tuple[Any, int], ...]

    def denominator(self) -> Any:
        """Return the product of the factors."""
        result = self.numerator.one
        for factor, power in self.denominators:
            result *= factor**power
        return result


def polynomial(expr: sp.Basic, x: sp.Basic) -> Any:
    """Return an expression as a Poly in x over the smallest field, or None when it is none."""
    found = coefficients(expr, x)
    if found is None or len(found) > _LARGEST:
        return None
    try:
        poly = sp.Poly(list(reversed(found)), x)
    except PolynomialError:
        return None
    if poly.domain.is_EX and len({r for c in found for r in _surds(c)}) == 1 and not any(symbols(c) or c.has(sp.Function) for c in found):
        poly = sp.Poly(list(reversed(found)), x, extension=True)
    return poly.to_field() if not poly.domain.is_EX and not poly.domain.is_RealField else None


def _surds(expr: sp.Basic) -> set[sp.Expr]:
    """Return the irrational roots of numbers in an expression; two of them need a field that is slow to compute in."""
    return {p for p in expr.atoms(sp.Pow) if p.base.is_number and p.exp.is_Rational and not p.exp.is_Integer}


@lru_cache(maxsize=5_000)
def fraction(expr: Any, x: Any) -> Fraction | None:
    """Return a rational function reduced and with its denominator factored over the rationals, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = fraction((x + 1) / (x**2 - 1) ** 2, x)
    >>> found.numerator.as_expr(), [(p.as_expr(), k) for p, k in found.denominators]
    (1, [(x + 1, 1), (x - 1, 2)])
    """
    parts = _over(expr, x) if len(_surds(expr)) <= 1 else None
    if parts is None:
        return None
    above, below = parts
    if above.is_zero:
        return None
    try:
        common = above.gcd(below)
        if common.degree() > 0:
            above, below = above.quo(common), below.quo(common)
        lead, factors = below.factor_list()
    except (PolynomialError, NotImplementedError):
        return None
    above = above.mul_ground(1 / above.domain.to_sympy(above.domain.convert(lead)))
    monic = []
    for factor, power in factors:
        top = factor.LC()
        above = above.mul_ground(1 / top**power)
        monic.append((factor.monic(), power))
    return Fraction(above, tuple(sorted(monic, key=lambda f: (f[0].degree(), f[1], [sp.default_sort_key(c) for c in f[0].all_coeffs()]))))


def _over(expr: Any, x: Any) -> tuple[Any, Any] | None:
    """Return numerator and denominator of a rational function over one field, not reduced."""
    if isinstance(expr, sp.Add):
        pairs = [_over(t, x) for t in expr.args]
        if any(p is None for p in pairs):
            return None
        above, below = pairs[0]  # type: ignore[misc]
        for pair in pairs[1:]:
            n, d = pair  # type: ignore[misc]
            if d.degree() + below.degree() > _largest(below, d, n):
                return None
            if d == below:
                above += n
            else:
                above, below = above * d + n * below, below * d
                common = above.gcd(below)
                above, below = above.quo(common), below.quo(common)
        return above, below
    if isinstance(expr, sp.Mul):
        result = _over(sp.S.One, x)
        for factor in expr.args:
            pair = _over(factor, x)
            if pair is None or result is None or result[0].degree() + pair[0].degree() > _largest(*result, *pair):
                return None
            if result[1].degree() + pair[1].degree() > _largest(*result, *pair):
                return None
            result = (result[0] * pair[0], result[1] * pair[1])
        return result
    if isinstance(expr, sp.Pow) and expr.exp.is_Integer and depends(expr.base, x):
        pair = _over(expr.base, x)
        n = abs(int(expr.exp))
        if pair is None or n * max(pair[0].degree(), pair[1].degree()) > _largest(*pair):
            return None
        above, below = pair[0] ** n, pair[1] ** n
        return (above, below) if expr.exp > 0 else (below, above)
    poly = polynomial(expr, x)
    return None if poly is None else (poly, poly.one)


def _largest(*polys: Any) -> int:
    """Return the largest degree that is worth the work over the fields of these polynomials."""
    return _LARGEST if all(p.domain.is_QQ for p in polys) else _LARGEST_WITH_LETTERS


def quotient_and_rest(found: Fraction) -> tuple[Any, Any]:
    """Return the polynomial part and the remainder over the denominator."""
    whole, rest = found.numerator.div(found.denominator())
    return whole.as_expr(), rest


def partial_fractions(found: Fraction, x: Any) -> tuple[Any, ...]:
    """Return the polynomial part (if any) and one term for each power of each irreducible factor.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> partial_fractions(fraction((x + 1) / ((x + 3) * (x - 2)), x), x)
    (3/(5*(x - 2)), 2/(5*(x + 3)))
    """
    below = found.denominator()
    whole, rest = found.numerator.div(below)
    terms = [] if whole.is_zero else [whole.as_expr()]
    for factor, power in found.denominators:
        full = factor**power
        others = below.quo(full)
        above = (rest * others.invert(full)).rem(full) if others.degree() > 0 else rest.quo(others)
        digits = []
        for _ in range(power):
            above, digit = above.div(factor)
            digits.append(digit)
        for k, digit in zip(range(power, 0, -1), digits, strict=True):
            if not digit.is_zero:
                terms.append(_term(digit, factor, k))
    del x
    return tuple(terms)


def _term(above: Any, factor: Any, power: int) -> sp.Expr:
    """Return one partial fraction with integers where they can be."""
    scale, numerator = above.as_expr().as_content_primitive() if above.domain.is_QQ else (sp.S.One, above.as_expr())
    base = factor.as_expr()
    if above.domain.is_QQ:
        multiple, cleared = factor.clear_denoms(convert=True)
        base, scale = cleared.as_expr(), scale * multiple**power
    return scale * numerator / base**power


def square_free_split(found: Fraction, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    r"""Return (S, R) with f = S' + R and R without repeated factors: the rational part by Ostrogradsky's method.

    Returns None when no factor of degree above 1 is repeated.
    """
    repeated = [(p, k) for p, k in found.denominators if k > 1]
    if not any(p.degree() > 1 for p, _ in repeated):
        return None
    whole, rest = found.numerator.div(found.denominator())
    one = found.numerator.one
    outer, inner = one, one
    for factor, power in found.denominators:
        outer, inner = outer * factor ** (power - 1), inner * factor
    n, m = outer.degree(), inner.degree()
    names = sp.symbols(f"_c:{n + m}")
    above = sum(names[i] * x**i for i in range(n))
    left = sum(names[n + i] * x**i for i in range(m))
    helper = (inner * outer.diff()).quo(outer)
    equation = sp.Poly(
        sp.expand(sp.diff(above, x) * inner.as_expr() - above * helper.as_expr() + left * outer.as_expr() - rest.as_expr()), x
    )
    solution = sp.linsolve(equation.all_coeffs(), *names)
    values = dict(zip(names, next(iter(solution)), strict=True))
    first = above.xreplace(values) / outer.as_expr() + (sp.S.Zero if whole.is_zero else whole.integrate().as_expr())
    return first, left.xreplace(values) / inner.as_expr()
