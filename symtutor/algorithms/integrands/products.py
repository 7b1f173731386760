"""Sums that are the derivative of a product: the product rule read backwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import factored, slope, with_fewer_sines
from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import coefficients, depends, symbols, worth

__all__ = ["grouped", "products", "summed"]

_MOST_TERMS = 8
_FEW_TERMS = 3  # of roots and powers alone: for more of them undetermined coefficients are quicker
_LARGEST = 150
_LARGE = 50
_PLACES = (sp.Rational(3, 7), sp.Rational(12, 7), sp.Rational(1, 5), sp.Rational(-2, 9), sp.Rational(31, 7))
_SMALL = sp.Rational(1, 10**9)


def summed(f: sp.Basic) -> tuple[sp.Expr, ...]:
    """Return the terms of an expression multiplied out."""
    return tuple(sp.Add.make_args(sp.expand_mul(f)))


def grouped(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return a sum in which terms with the same factor beside a polynomial are one term, or None without any.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> grouped(4 * x * sp.cos(2 * x**2 + x) + sp.cos(2 * x**2 + x) + x, x)
    x + (4*x + 1)*cos(2*x**2 + x)
    """
    terms = summed(f)
    groups: dict[sp.Expr, list[sp.Expr]] = {}
    for term in terms:
        factors = sp.Mul.make_args(term)
        kernel = sp.Mul(*[a for a in factors if coefficients(a, x) is None])
        groups.setdefault(kernel, []).append(sp.Mul(*[a for a in factors if coefficients(a, x) is not None]))
    if not any(len(group) > 1 and fraction(kernel, x) is None and kernel.has(sp.Function) for kernel, group in groups.items()):
        return None
    return sp.Add(*[sp.Add(*group) * kernel for kernel, group in groups.items()])


def products(f: sp.Expr, x: sp.Symbol) -> Iterator[tuple[sp.Basic, sp.Basic, sp.Basic]]:
    """Yield (A, k, rest) with f = (A·k)′ + rest, the rest with fewer terms than f and k no polynomial.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> list(products(sp.exp(x) * sp.log(x) + sp.exp(x) / x + x, x))
    [(exp(x), log(x), x)]
    """
    terms = summed(f)
    if not 2 <= len(terms) <= (_MOST_TERMS if f.has(sp.Function) else _FEW_TERMS) or worth(f) > _LARGEST or fraction(f, x) is not None:
        return
    seen: set[Any] = set()
    for k in (k for term in terms for k in sp.Mul.make_args(term)):
        if k in seen or coefficients(k, x) is not None:
            continue
        seen.add(k)
        with_k = [t for t in terms if k in sp.Mul.make_args(t)]
        others = [t for t in terms if t not in with_k]
        c = sp.Add(*[t / k for t in with_k])
        rate = slope(k, x)
        if rate is None or not others or c.has(k):
            continue
        for a in _first_factors(_normal(others, x), rate, x):
            if _is_slope(c, a, x):
                rest = _left_over(f, others, a, rate, x)
                if rest is not None:
                    yield a, k, rest
                    break


def _normal(terms: list[sp.Expr], x: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return the terms of a sum in the normal form of slopes, so that equal ones meet."""
    opened = [part for t in terms for part in summed(factored(t, x))]
    return summed(with_fewer_sines(sp.Add(*opened)))


def _first_factors(others: tuple[sp.Expr, ...], rate: sp.Basic, x: sp.Expr) -> Iterator[sp.Expr]:
    """Yield what A may be when a term of A·k′ is one of these terms, in the normal form of slopes."""
    for part in summed(factored(rate, x)):
        for term in others:
            yield sp.Mul(*sp.Mul.make_args(term), *[1 / a for a in sp.Mul.make_args(factored(part, x))])


def _is_slope(c: Any, a: sp.Expr, x: Any) -> bool:
    """Tell whether c is the derivative of A, by numbers: a cheap test of what is checked exactly afterwards."""
    rate = slope(a, x) if worth(a) <= _LARGE else None
    if rate is None:
        return False
    letters = sorted(symbols(sp.Add(c, rate)) - {x}, key=lambda s: s.name)
    at = {s: sp.Rational(137 + 61 * i, 100) for i, s in enumerate(letters)}
    met = 0
    for place in _PLACES:
        gap = sp.N((c - rate).xreplace({**at, x: place}), 15)
        size = abs(sp.N(c.xreplace({**at, x: place}), 15))
        if not (gap.is_number and size.is_number) or gap.has(sp.nan, sp.zoo):
            continue
        if not abs(gap) < _SMALL * (1 + size):
            return False
        met += 1
    return met > 1


def _left_over(f: sp.Basic, others: list[Any], a: Any, rate: Any, x: Any) -> Any:
    """Return f − (A·k)′ when it has fewer terms than f, else None."""
    rest = sp.Add(*_normal([*others, *summed(-a * rate)], x))
    return rest if not depends(rest, x) or len(sp.Add.make_args(rest)) < len(summed(f)) else None
