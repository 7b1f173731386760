"""Integrals from 0 to infinity of sums of e^(−zx)/xⁿ with complex z: one formula for those of Dirichlet, Laplace and Frullani."""

from __future__ import annotations

from typing import Any

import sympy as sp

__all__ = ["finite_part"]

_MOST_TERMS = 200


def finite_part(f: Any, x: Any) -> Any:
    """Return the integral from 0 to infinity of a sum of e^(−zx)/xⁿ that is bounded at 0, or None where f is no such sum.

    Parameters
    ----------
    f : Expr
        An integrand in x alone.
    x : Symbol
        The variable.

    Notes
    -----
    From ε on, the integral of e^(−zx)/xⁿ is ε^(1−n)·Eₙ(zε).  Its expansion at 0 holds powers of 1/ε, a multiple of ln ε,
    and (−z)^(n−1)/(n − 1)!·(ψ(n) − ln z).  Where f is bounded at 0 all but the last cancel in the sum [1]_.

    References
    ----------
    .. [1] *NIST Digital Library of Mathematical Functions*, https://dlmf.nist.gov, eq. 8.19.8.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> finite_part(sp.sin(x) ** 3 / x**3, x), finite_part((sp.exp(-x) - sp.exp(-3 * x)) / x, x)
    (3*pi/8, log(3))
    >>> finite_part(sp.cos(x) / x, x), finite_part(sp.exp(x) / x, x)
    (None, None)
    """
    if f.free_symbols != {x} or not f.has(sp.exp, sp.sin, sp.cos):
        return None
    terms = sp.Add.make_args(sp.expand(f.rewrite(sp.exp), power_exp=False))
    found = [_of_term(term, x) for term in terms] if len(terms) <= _MOST_TERMS else [None]
    if None in found:
        return None
    known = [term for term in found if term is not None]
    if not all(_is_zero(_singular_part(known, m)) for m in range(1, max(n for _, n, _ in known) + 1)):
        return None
    value = sp.S.Zero
    for c, n, z in known:
        if z == 0 and n > 1:
            continue
        if z == 0:
            return None
        size, angle = sp.log(sp.expand(sp.re(z) ** 2 + sp.im(z) ** 2)) / 2, sp.arg(z)
        value += c * (-z) ** (n - 1) / sp.factorial(n - 1) * (sp.harmonic(n - 1) - size - sp.I * angle)
    real, imaginary = sp.expand(value).as_real_imag()
    return sp.expand_log(real, force=True) if _is_zero(imaginary) else None


def _of_term(term: Any, x: Any) -> tuple[Any, int, Any] | None:
    """Return coefficient, power and rate of c·e^(−zx)/xⁿ."""
    c, rest = term.as_independent(x, as_Add=False)
    n, z = 0, sp.S.Zero
    for factor in sp.Mul.make_args(rest):
        if isinstance(factor, sp.exp):
            rate = sp.expand(factor.args[0] / x)
            if rate.has(x):
                return None
            z -= rate
        elif isinstance(factor, sp.Pow) and factor.base == x and factor.exp.is_Integer:
            n -= int(factor.exp)
        elif factor == x:
            n -= 1
        else:
            return None
    return (c, n, z) if n >= 1 and not sp.re(z).is_negative and sp.re(z).is_number else None


def _singular_part(terms: list[tuple[Any, int, Any]], m: int) -> Any:
    """Return the coefficient of x^(−m) at 0."""
    return sp.Add(*(c * (-z) ** (n - m) / sp.factorial(n - m) if n > m else c for c, n, z in terms if n >= m))


def _is_zero(value: Any) -> bool:
    return bool(sp.expand(sp.expand_complex(value)) == 0)
