"""Powers in another form: roots of powers, perfect powers, half angles of cosh, hyperbolic functions as exponentials."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.structure import (
    coefficients,
    depends,
    from_coefficients,
    is_everywhere_positive,
    is_positive,
    linear,
    nodes,
    separated,
)

__all__ = ["in_exponentials", "with_half_argument", "with_real_odd_roots", "without_roots_of_powers"]

_MOST = 4


def with_real_odd_roots(f: sp.Basic, x: sp.Expr) -> sp.Basic:
    """Return an integrand with u^(p/q), q odd, as the real number that it is also for u < 0: |u|^(p/q), with the sign of u for odd p.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> with_real_odd_roots(x ** sp.Rational(2, 3) + x ** sp.Rational(1, 3), x)
    Abs(x)**(2/3) + Abs(x)**(1/3)*sign(x)
    """
    if isinstance(f, sp.Pow) and f.exp.is_Rational and not f.exp.is_Integer and f.exp.q % 2 and depends(f.base, x):
        base = with_real_odd_roots(f.base, x)
        return sp.Abs(base) ** f.exp * (sp.sign(base) if f.exp.p % 2 else 1)
    return f.func(*[with_real_odd_roots(a, x) for a in f.args]) if f.args and depends(f, x) else f


def without_roots_of_powers(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return an integrand with √(x²·q) as |x|·√q, and with x·√q where a root of x beside it makes x positive.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> without_roots_of_powers(sp.sqrt(x**2) / (x + 1), x)
    Abs(x)/(x + 1)
    >>> without_roots_of_powers(sp.sqrt(x) * sp.sqrt(x**3 + x**4), x)
    x**2*sqrt(x + 1)
    """
    roots = [n for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Rational and not n.exp.is_Integer]
    positive = any(n.base == x and n.exp.q % 2 == 0 for n in roots)
    table = {}
    for node in roots:
        parts = _factors(node.base, x)
        inside = sp.S.One
        outside = sp.S.One
        for base, n in parts:
            n_out = n * node.exp
            known = is_everywhere_positive(base, x) if depends(base, x) else is_positive(base) is True
            is_alone = n % 2 and node.exp.q % 2 == 0 and not any(depends(b, x) or is_positive(b) is not True for b, _ in parts if b != base)
            if (known and n != 1) or (positive and base == x and n % 2) or is_alone or (n_out.is_Integer and n_out % 2 == 0 and n % 2 == 0):
                outside *= base**n_out
            elif n % 2 == 0:
                outside *= sp.Abs(base) ** n_out
            elif n > 2 and node.exp.q == 2:
                outside *= sp.Abs(base) ** ((n - 1) * node.exp)
                inside *= base
            else:
                inside *= base**n
        if outside != 1 and depends(outside, x):
            table[node] = outside * inside**node.exp
    return f.xreplace(table)


def _factors(expr: Any, x: Any) -> list[tuple[sp.Basic, sp.Rational]]:
    """Return base and integer exponent of the factors of an expression; polynomials are factored as far as squares go."""
    found: list[tuple[sp.Basic, sp.Rational]] = []
    for factor in sp.Mul.make_args(expr):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if not n.is_Integer:
            base, n = factor, sp.S.One
        shape = coefficients(base, x) if isinstance(base, sp.Add) and depends(base, x) else None
        if shape is None:
            found.append((base, n))
            continue
        low = next(i for i, c in enumerate(shape) if c != 0)
        if low:
            found.append((x, low * n))
        rest = from_coefficients(shape[low:], x)
        if len(shape) - low > 2 and all(c.is_Rational for c in shape):
            content, pairs = sp.factor_list(rest, x)
            if any(k > 1 for _, k in pairs):
                found.append((content, n))
                found.extend((b, k * n) for b, k in pairs)
                continue
        found.append((rest if low else base, n))
    return found


def in_exponentials(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return an integrand with sinh and cosh of what is not linear, or beside exponentials, as exponentials; None without any.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> in_exponentials(sp.cosh(x**2), x)
    exp(x**2)/2 + exp(-x**2)/2
    """
    waves = [n for n in nodes(f, x) if isinstance(n, sp.sinh | sp.cosh)]
    factors = sp.Mul.make_args(f)
    if not waves or any(_exponent(w, factors) is None for w in waves):
        return None
    grows = any(isinstance(a, sp.exp) for a in factors)
    if not grows and all(linear(w.args[0], x) is not None for w in waves):
        return None
    table = {}
    for wave in waves:
        u, sign = wave.args[0], 1 if isinstance(wave, sp.cosh) else -1
        table[wave] = sp.exp(u) / 2 + sign * sp.exp(-u) / 2
    opened = sp.expand(f.xreplace(table))
    return sp.Add(*[sp.powsimp(t, combine="exp") for t in sp.Add.make_args(opened)])


def _exponent(wave: sp.Expr, factors: tuple[sp.Expr, ...]) -> Any:
    """Return the exponent of a factor of a product, if it is a small positive integer, else None."""
    for factor in factors:
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if base == wave:
            return n if n.is_Integer and 0 < n <= _MOST else None
    return None


def with_half_argument(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return an integrand with p + p·cosh a as 2p·cosh²(a/2), which is a square of something positive.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> with_half_argument(sp.sqrt(3 + 3 * sp.cosh(2 * x)), x)
    sqrt(6)*cosh(x)
    """
    table = {}
    for node in nodes(f, x):
        if isinstance(node, sp.Pow) and isinstance(node.base, sp.Add) and len(node.base.args) == 2 and node.exp.is_Rational:
            (one, wave) = node.base.args if not depends(node.base.args[0], x) else node.base.args[::-1]
            c, rest = separated(wave, x)
            if isinstance(rest, sp.cosh) and c == one and linear(rest.args[0], x) is not None:
                table[node] = (2 * one) ** node.exp * sp.cosh(rest.args[0] / 2) ** (2 * node.exp)
    return f.xreplace(table)
