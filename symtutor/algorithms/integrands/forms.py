"""Other forms of an integrand: multiplied out, divided term by term, over one denominator, without roots below."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import factored
from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import coefficients, depends, merged, separated, worth

__all__ = ["collected", "divided_termwise", "expanded", "is_worth_expanding", "multiplied_by_conjugate"]

_MOST_TERMS = 40
_LARGEST = 120


def is_worth_expanding(f: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether multiplying out takes a product of sums apart into at most forty terms."""
    if _is_proper_beyond_monomials(f, x):
        return False
    count = 1
    sums = 0
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if not isinstance(base, sp.Add) or not depends(base, x) or not n.is_Integer or n < 1:
            continue
        sums += 1
        count *= int(sp.binomial(n + len(base.args) - 1, n))
        if count > _MOST_TERMS:
            return False
    return sums > 0


def _is_proper_beyond_monomials(f: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether a rational function has more than a power of x below: then it is for partial fractions."""
    below = [a for a in sp.Mul.make_args(f) if isinstance(a, sp.Pow) and a.exp.is_Integer and a.exp < 0 and depends(a, x)]
    return any(a.base != x for a in below) and all(_is_rational_factor(a, x) for a in sp.Mul.make_args(f))


def _is_rational_factor(factor: sp.Expr, x: sp.Symbol) -> bool:
    base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    return not depends(factor, x) or (bool(n.is_Integer) and coefficients(base, x) is not None)


def expanded(f: sp.Expr) -> sp.Expr:
    """Return a product with its sums multiplied out, what stands below left alone.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> expanded((x + 1) * sp.sqrt(x))
    x**(3/2) + sqrt(x)
    """
    above: list[sp.Expr] = []
    below: list[Any] = []
    for factor in sp.Mul.make_args(f):
        is_below = isinstance(factor, sp.Pow) and isinstance(factor.base, sp.Add) and not (factor.exp.is_Integer and factor.exp > 0)
        (below if is_below else above).append(factor)
    opened = sp.expand(sp.Mul(*above), deep=False, power_exp=False, power_base=False, log=False)
    opened = sp.expand_mul(sp.expand_multinomial(opened))
    return sp.Add(*[merged(sp.Mul(t, *below)) for t in sp.Add.make_args(opened)])


def divided_termwise(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return a fraction with each term of its numerator divided, or None when nothing cancels.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> divided_termwise((3 * x**2 + sp.exp(x)) / x**2, x)
    3 + exp(x)/x**2
    """
    factors = sp.Mul.make_args(f)
    sums = [a for a in factors if isinstance(a, sp.Add) and depends(a, x)]
    if not sums:
        return None
    others = sp.Mul(*[a for a in factors if a is not sums[0]])
    if not depends(others, x) or _is_proper_beyond_monomials(f, x):
        return None
    return sp.Add(*[factored_lightly(t * others) for t in sums[0].args])


def factored_lightly(term: sp.Expr) -> sp.Expr:
    """Return a product whose powers of equal bases have met."""
    return sp.powsimp(term, combine="exp", deep=False) if isinstance(term, sp.Mul) and term.has(sp.exp) else term


def collected(f: Any, x: Any) -> sp.Basic | None:
    """Return an expression as one reduced fraction in its kernels, or None when that is not shorter.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> collected((x**2 - 1) / (x - 1), x)
    x + 1
    """
    if worth(f) > _LARGEST:
        return None
    if isinstance(f, sp.Mul) and not any(isinstance(a, sp.Add) or (isinstance(a, sp.Pow) and isinstance(a.base, sp.Add)) for a in f.args):
        return None
    rational = fraction(f, x)
    if rational is not None:
        if not isinstance(f, sp.Add) and rational.denominator().degree() >= _degree_below(f, x):
            return None
        whole = sp.Mul(*[p.as_expr() ** -k for p, k in rational.denominators])
        found = factored(rational.numerator.as_expr(), x) * whole
    else:
        found = factored(sp.factor_terms(f) if isinstance(f, sp.Add) else sp.together(f), x) if not _has_roots(f, x) else None
    return found if found is not None and found != f and worth(found) < worth(f) else None


def _degree_below(f: Any, x: sp.Expr) -> int:
    """Return the degree of the denominator of a product as it stands."""
    degree = 0
    for factor in sp.Mul.make_args(f):
        if isinstance(factor, sp.Pow) and factor.exp.is_Integer and factor.exp < 0:
            found = coefficients(factor.base, x)
            degree += _MOST_TERMS if found is None else (len(found) - 1) * int(-factor.exp)
    return degree


def _has_roots(f: sp.Basic, x: sp.Expr) -> bool:
    return any(isinstance(p, sp.Pow) and depends(p.base, x) and not p.exp.is_Integer for p in sp.preorder_traversal(f))


def multiplied_by_conjugate(f: Any, x: Any) -> Any:
    """Return a fraction with a sum of square roots below multiplied out by its conjugate, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> multiplied_by_conjugate(1 / (sp.sqrt(x + 1) + sp.sqrt(x)), x)
    -sqrt(x) + sqrt(x + 1)
    """
    for factor in sp.Mul.make_args(f):
        if not (isinstance(factor, sp.Pow) and factor.exp.is_Integer and factor.exp < 0 and isinstance(factor.base, sp.Add)):
            continue
        if len(factor.base.args) != 2:
            continue
        one, other = factor.base.args
        if not any(isinstance(p, sp.Pow) and p.exp == sp.S.Half and depends(p, x) for t in (one, other) for p in sp.Mul.make_args(t)):
            continue
        difference = sp.expand(one**2 - other**2)
        if difference == 0 or coefficients(difference, x) is None:
            continue
        if depends(difference, x) and coefficients(one, x) is None and coefficients(other, x) is None:
            pass
        n = -factor.exp
        lead = one - other if not one.could_extract_minus_sign() else other - one
        sign = 1 if lead == one - other else -1
        constant, rest = separated(factored(difference, x), x)
        return sp.Mul(f / factor, (lead / (sign * constant)) ** n, rest**-n)
    return None
