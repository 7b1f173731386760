"""Integrals of R(x)·e^g(x) with R and g rational: the part S(x)·e^g(x), by undetermined coefficients."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import slope
from symtutor.algorithms.polynomials import fraction

__all__ = ["exponential_part"]

_MOST_UNKNOWNS = 25


def exponential_part(r: sp.Expr, g: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """Return (S, rest) with r·e^g = (S·e^g)' + rest·e^g and S not 0; the rest is a constant and simple poles.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> exponential_part(1 + 2 * x**2, x**2, x)
    (x, 0)
    >>> exponential_part(1 / (x + 1) ** 2, x, x)
    (-1/(x + 1), 1/(x + 1))
    """
    rate = slope(g, x)
    below = fraction(r, x)
    inner = None if rate is None else fraction(rate, x)
    if below is None or inner is None:
        return None
    poles = dict(inner.denominators)
    outer = sp.Mul(*[p.as_expr() ** max(0, k - max(1, poles.get(p, 0))) for p, k in below.denominators])
    simple = sp.Mul(*[p.as_expr() for p, _ in below.denominators])
    # S' loses one degree, g'·S gains the degree of g': what the larger of them has must be that of r
    bound = max(0, _degree(below) + max(1, -_degree(inner)) + sp.Poly(outer, x).degree())
    pieces = sp.Poly(simple, x).degree() if simple != 1 else 0
    if bound + 2 + pieces > _MOST_UNKNOWNS:
        return None
    names = sp.symbols(f"_c:{bound + 2 + pieces}")
    s = sp.Add(*[c * x**i for i, c in enumerate(names[: bound + 1])]) / outer
    rest = sp.Add(*[c * x**i for i, c in enumerate(names[bound + 1 : -1])]) / simple + names[-1]
    equation = sp.fraction(sp.together(sp.diff(s, x) + rate * s + rest - r))[0]
    try:
        conditions = sp.Poly(sp.expand(equation), x).all_coeffs()
    except sp.PolynomialError:
        return None
    solution = sp.linsolve(conditions, *names)
    if not solution:
        return None
    values = dict(zip(names, (v.xreplace(dict.fromkeys(names, sp.S.Zero)) for v in next(iter(solution))), strict=True))
    found = sp.factor_terms(sp.cancel(s.xreplace(values)))
    return (found, sp.factor_terms(rest.xreplace(values))) if found != 0 else None


def _degree(found: Any) -> int:
    """Return the degree of a fraction: that of its numerator minus that of its denominator."""
    return int(found.numerator.degree() - found.denominator().degree())
