"""Shorter forms of an expression on the points of a curve: one fraction, with the equation of the curve put in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed, GeneratorsError, PolynomialError

__all__ = ["one_fraction", "reduced_on_curve"]

_LARGEST_DEGREE = 16
_NO_POLYNOMIAL = (PolynomialError, CoercionFailed, GeneratorsError)


@lru_cache(maxsize=500)
def one_fraction(expr: sp.Expr) -> sp.Expr:
    """Return an expression as one fraction in lowest terms, numerator and denominator factored.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> one_fraction(-(x**2 / y + y) / y**2)
    -(x**2 + y**2)/y**3
    """
    try:
        above, below = sp.fraction(sp.cancel(sp.together(expr)))
        return sp.factor_terms(sp.factor(above), sign=True) / sp.factor(below)
    except _NO_POLYNOMIAL:
        return expr


@lru_cache(maxsize=500)
def reduced_on_curve(expr: sp.Expr, curve: sp.Expr) -> sp.Expr:
    """Return the shortest form found of an expression where another one is 0.

    Parameters
    ----------
    expr : Expr
        One fraction.
    curve : Expr
        What is 0; a polynomial in some functions of its letters.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> reduced_on_curve(-(x**2 + y**2) / y**3, x**2 + y**2 - 1)
    -1/y**3
    """
    return min((expr, *_forms(expr, curve)), key=_length)


def _forms(expr: sp.Basic, curve: sp.Basic) -> Iterator[Any]:
    """Yield the remainders of numerator and denominator on division by the curve, in several orders of its letters."""
    above, below = sp.fraction(expr)
    try:
        equation = sp.Poly(sp.fraction(sp.together(curve))[0])
        gens = sp.Poly(above * below * equation.as_expr(), *equation.gens).gens
        parts = [sp.Poly(part, *gens) for part in (above, below)]
    except _NO_POLYNOMIAL:
        return
    if max(p.total_degree() for p in (equation, *parts)) > _LARGEST_DEGREE:
        return
    rests: list[tuple[Any, Any]] = [
        tuple(sp.reduced(part.as_expr(), [equation.as_expr()], *letters, order=order)[1] for part in parts)
        for letters in (gens, gens[::-1])
        for order in ("lex", "grevlex")
    ]
    numerator = min((above, *(rest for rest, _ in rests)), key=_length)
    denominator = min((below, *(rest for _, rest in rests if rest != 0)), key=_length)
    for p, q in dict.fromkeys(((numerator, below), (above, denominator), (numerator, denominator))):
        if (p, q) != (above, below):
            yield one_fraction(p / q)


def _length(form: sp.Expr) -> tuple[int, Any]:
    return form.count_ops(), sp.default_sort_key(form)
