"""Integrands with one square root of a quadratic: the form of the answer, and the letters that remove the root."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import fraction, partial_fractions
from symtutor.algorithms.structure import coefficients, nodes
from symtutor.term import sympified

__all__ = ["Radical", "as_radical", "root_part"]

_ROOT = sp.Symbol("_root")
_LARGEST = 14


@dataclass(frozen=True, slots=True)
class Radical:
    """An integrand (A + B·√Q), A and B rational in x, Q a quadratic.

    Parameters
    ----------
    quadratic : tuple
        Coefficients of Q, constant term first.
    plain : Expr
        A.
    rooted : Expr
        B·Q, so that B·√Q = rooted/√Q.
    """

    quadratic: tuple[Any, ...]
    plain: Any
    rooted: Any


@lru_cache(maxsize=5_000)
def as_radical(f: Any, x: Any) -> Radical | None:
    """Return an integrand as A + B/√Q with A and B rational, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = as_radical(1 / (x + sp.sqrt(x**2 + 1)), x)
    >>> found.plain, found.rooted
    (-x, x**2 + 1)
    """
    bases = {n.base for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Rational and n.exp.q == 2}
    if len(bases) != 1 or any(isinstance(n, sp.Function) for n in nodes(f, x)):
        return None
    (base,) = bases
    quadratic = coefficients(base, x)
    if quadratic is None or len(quadratic) != 3 or sp.expand(quadratic[1] ** 2 - 4 * quadratic[0] * quadratic[2]) == 0:
        return None
    table = {n: _ROOT**n.exp.p for n in nodes(f, x) if isinstance(n, sp.Pow) and n.base == base and n.exp.is_Rational and n.exp.q == 2}
    plain = f.xreplace(table)
    if any(isinstance(n, sp.Pow) and not n.exp.is_Integer for n in nodes(plain, x)):
        return None
    above, below = sp.fraction(sp.together(plain))
    a, b = _two(above, base)
    c, d = _two(below, base)
    if None in {a, b, c, d}:
        return None
    if d == 0:
        return Radical(quadratic, a / c, b * base / c)
    norm = c**2 - d**2 * base
    return Radical(quadratic, _reduced((a * c - b * d * base) / norm, x), _reduced((b * c - a * d) * base / norm, x))


def _two(expr: sp.Expr, base: sp.Expr) -> tuple[Any, Any]:
    """Return (a, b) with expr = a + b·root, or None twice."""
    found = coefficients(expr, _ROOT)
    if found is None:
        return None, None
    even = sp.Add(*[c * base ** (i // 2) for i, c in enumerate(found) if i % 2 == 0])
    odd = sp.Add(*[c * base ** (i // 2) for i, c in enumerate(found) if i % 2])
    return even, odd


def _reduced(expr: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Return a rational function reduced, its denominator in factors."""
    found = fraction(expr, x)
    if found is None:
        return sp.S.Zero if sp.expand(expr) == 0 else expr
    return found.numerator.as_expr() * sp.Mul(*[p.as_expr() ** -k for p, k in found.denominators])


def root_part(rooted: sp.Expr, quadratic: Any, x: sp.Symbol) -> tuple[sp.Expr, tuple[sp.Expr, ...]] | None:
    r"""Return (S, rest): the integral of rooted/√Q is S·√Q plus that of each of rest over √Q.

    S is rational; the rest has only simple factors below, none of them in common with Q.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> root_part(x**2, (-1, 0, 1), x)
    (x/2, (1/2,))
    >>> root_part(x**-2, (4, 0, 1), x)
    (-1/(4*x), ())
    """
    found = fraction(rooted, x)
    if found is None:
        return None
    numerator = found.numerator
    q = sp.Poly(list(reversed(quadratic)), x, domain=numerator.domain) if _fits(quadratic, numerator.domain) else None
    if q is None or numerator.degree() > _LARGEST:
        return None
    one = numerator.one
    outer, inner = one, one
    for factor, power in found.denominators:
        if factor.gcd(q).degree() > 0:
            if factor.degree() == 2:
                outer *= factor**power
            else:
                outer *= factor**power
            continue
        outer, inner = outer * factor ** (power - 1), inner * factor
    return _solved(numerator, outer, inner, q, x)


def _fits(quadratic: Any, domain: Any) -> bool:
    """Tell whether coefficients lie in a domain."""
    try:
        for c in quadratic:
            domain.from_sympy(sympified(c))
    except (sp.polys.polyerrors.CoercionFailed, ValueError):
        return False
    return True


def _solved(above: Any, outer: Any, inner: Any, q: Any, x: sp.Expr) -> tuple[sp.Expr, tuple[sp.Expr, ...]] | None:
    """Solve d/dx(S·√Q/outer) + (λ + N/inner)/√Q = above/(outer·inner·√Q) for S, λ and N."""
    # multiplied by outer·inner·√Q: inner·(S'Q + SQ'/2) − S·Q·inner·outer'/outer + λ·outer·inner + N·outer = above;
    # the quotient inner·outer'/outer need not be a polynomial when outer holds factors of Q: then Q times it is one
    size = max(above.degree() - inner.degree() - 1, outer.degree() + 1, 0) + 1
    m = inner.degree()
    names = sp.symbols(f"_c:{size + 1 + m}")
    helper, left = (q * inner * outer.diff()).div(outer)
    if not left.is_zero:
        return None
    domain = above.domain
    columns = []
    for i in range(size):
        s = sp.Poly(x**i, x, domain=domain)
        columns.append(inner * (s.diff() * q + (s * q.diff()).quo_ground(domain.convert(2))) - s * helper)
    columns.append(outer * inner)
    columns.extend(sp.Poly(x**i, x, domain=domain) * outer for i in range(m))
    height = max([c.degree() for c in columns] + [above.degree()]) + 1
    rows = [[c.nth(j) for c in columns] + [above.nth(j)] for j in range(height)]
    solution = sp.linsolve(sp.Matrix(rows), *names)
    if not solution:
        return None
    values = [v.xreplace(dict.fromkeys(names, sp.S.Zero)) for v in next(iter(solution))]
    first = _reduced(sp.Add(*[v * x**i for i, v in enumerate(values[:size])]) / outer.as_expr(), x)
    rest = [values[size]] if values[size] != 0 else []
    remaining = fraction(sp.Add(*[v * x**i for i, v in enumerate(values[size + 1 :])]) / inner.as_expr(), x) if m else None
    if remaining is not None:
        rest.extend(partial_fractions(remaining, x))
    return first, tuple(rest)
