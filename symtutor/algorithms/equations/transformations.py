"""Ways to make an equation in one unknown simpler, as values: what the rules of equations bind."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import polynomial
from symtutor.algorithms.structure import coefficients, depends, linear, nodes, symbols
from symtutor.algorithms.trigonometric import as_circle

__all__ = [
    "common_factor",
    "is_never_zero",
    "isolated_radical",
    "kernel_of",
    "over_one_denominator",
    "polynomial_roots",
    "quadratic",
    "tangent_form",
    "trigonometric_factors",
    "trigonometric_kernel",
]

_LETTERS = ("u", "v", "w", "u1")


def quadratic(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Basic, sp.Basic, sp.Basic] | None:
    """Return a, b, c where an expression is a x² + b x + c that has no rational zeros, else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> quadratic(x**2 - x - 1, x)
    (1, -1, -1)
    """
    found = coefficients(sp.expand(expr), x)
    if found is None or len(found) != 3:
        return None
    c, b, a = found
    return a, b, c


def polynomial_roots(expr: Any, x: Any) -> tuple[Any, ...] | None:
    """Return the real zeros of a polynomial of degree three or more over the rationals, exactly; None for anything else."""
    poly = polynomial(sp.expand(expr), x)
    if poly is None or not poly.domain.is_QQ or poly.degree() < 3:
        return None
    return tuple(dict.fromkeys(poly.real_roots()))


def over_one_denominator(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """Return numerator and denominator of an expression that has the unknown in a denominator, else None."""
    if not any(isinstance(n, sp.Pow) and n.exp.is_number and n.exp.is_negative for n in nodes(expr, x)):
        return None
    above, below = sp.fraction(sp.together(expr))
    if not depends(below, x):
        return None
    common = sp.gcd(above, below) if above.is_polynomial(x) and below.is_polynomial(x) else sp.S.One
    return sp.expand(sp.cancel(above / common)), below


def is_never_zero(factor: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether a factor has no zero: a power of e, a number to a power, a sum of positive terms."""
    if isinstance(factor, sp.Pow):
        if not depends(factor.base, x) or factor.base is sp.E or depends(factor.exp, x):
            return True  # a power with the unknown in its exponent is defined for a positive base alone
        return is_never_zero(factor.base, x) or (factor.exp.is_number and bool(factor.exp.is_negative))
    return isinstance(factor, sp.exp | sp.cosh | sp.sec | sp.csc)


def common_factor(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, ...] | None:
    """Return factors, at least two or one that is easier than the whole, of an expression; None where it does not factor.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> common_factor(3 * x**2 - 4 * x, x)
    (x, 3*x - 4)
    >>> common_factor(sp.exp(-x) - x * sp.exp(-x), x)
    (x - 1, exp(-x))
    """
    whole = expr if isinstance(expr, sp.Mul | sp.Pow) else sp.factor(expr, deep=False)
    if not isinstance(whole, sp.Mul | sp.Pow) and not symbols(expr) - {x}:
        whole = _by_exponentials(expr)
    factors: list[sp.Expr] = []
    for factor in sp.Mul.make_args(whole):
        base = factor
        while isinstance(base, sp.Pow) and base.exp.is_number and base.exp.is_positive and not is_never_zero(base, x):
            base = base.base
        if isinstance(base, sp.Mul):
            factors.extend(base.args)
        else:
            factors.append(base)
    kept = tuple(
        dict.fromkeys(f if sp.Poly(f, x).LC() != -1 else -f for f in factors if depends(f, x))
        if _all_polynomial(factors, x)
        else dict.fromkeys(f for f in factors if depends(f, x))
    )
    if len(kept) > 1 or (len(kept) == 1 and kept[0] not in {expr, -expr} and (whole != expr or isinstance(whole, sp.Mul | sp.Pow))):
        return kept
    return None


def _all_polynomial(factors: list[sp.Expr], x: sp.Symbol) -> bool:
    return all(f.is_polynomial(x) for f in factors)


def _by_exponentials(expr: sp.Expr) -> sp.Expr:
    """Return a sum with its common power of e taken out."""
    expanded = sp.expand(expr)
    powers = [{a for a in sp.Mul.make_args(t) if isinstance(a, sp.exp) and a.free_symbols} for t in sp.Add.make_args(expanded)]
    shared = set.intersection(*powers) if powers else set()
    if not shared:
        return expr
    common = min(shared, key=str)
    return sp.Mul(common, sp.factor(sp.expand(expanded / common)), evaluate=False)


def kernel_of(expr: sp.Expr, x: Any) -> tuple[Any, Any, Any] | None:
    """Return a function of x, a letter, and the polynomial in the letter that the expression is; None where there is none.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> kernel_of(sp.exp(2 * x) - 3 * sp.exp(x) + 2, x)
    (exp(x), u, u**2 - 3*u + 2)
    >>> kernel_of(x + sp.exp(x), x) is None
    True
    """
    letter = next(sp.Symbol(n) for n in _LETTERS if sp.Symbol(n) not in expr.free_symbols)
    plain = sp.expand(expr)
    powers = [n for n in nodes(plain, x) if isinstance(n, sp.exp)]
    if powers:
        return _in_exponential(plain, x, powers, letter)
    outer = [n for n in nodes(plain, x) if isinstance(n, sp.Function) or (isinstance(n, sp.Pow) and not n.exp.is_Integer)]
    outer = [n for n in outer if not any(n != m and m.has(n) for m in outer)]
    if len(outer) > 1 and all(isinstance(n, sp.Pow) and n.base == outer[0].base and n.exp.is_Rational for n in outer):
        step = sp.Rational(1, sp.ilcm(*[n.exp.q for n in outer]))
        inside = plain.xreplace({n: letter ** (n.exp / step) for n in outer}).subs(outer[0].base, letter ** (1 / step))
        return (outer[0].base ** step, letter, sp.expand(inside)) if not depends(inside, x) and outer[0].base == x else None
    if len(set(outer)) != 1 or outer[0] == plain:
        return _in_power(plain, x, letter) if not outer else None
    inside = plain.xreplace({outer[0]: letter})
    if depends(inside, x) and isinstance(outer[0], sp.Pow) and outer[0].base == x and outer[0].exp == sp.S.Half:
        inside = inside.xreplace({x: letter**2})
    return None if depends(inside, x) else (outer[0], letter, inside)


def _in_power(expr: sp.Expr, x: sp.Expr, letter: sp.Symbol) -> tuple[Any, Any, Any] | None:
    """Return the polynomial in x^k, k the common divisor of its exponents, where k > 1."""
    found = coefficients(expr, x)
    if found is None or len(found) < 4:
        return None
    step = sp.igcd(0, *[i for i, c in enumerate(found) if i and c != 0])
    if step < 2 or step == len(found) - 1:
        return None
    return x**step, letter, sp.Add(*[c * letter ** (i // step) for i, c in enumerate(found)])


def _in_exponential(
    expr: sp.Basic, x: sp.Basic, powers: list[sp.Function], letter: sp.Expr
) -> tuple[sp.Function, sp.Expr, sp.Basic] | None:
    rates = [linear(p.args[0], x) for p in powers]
    if any(r is None or r[1] != 0 or not r[0].is_Rational for r in rates):
        single = set(powers)
        inside = expr.xreplace({powers[0]: letter})
        return (powers[0], letter, inside) if len(single) == 1 and not depends(inside, x) and powers[0] != expr else None
    slopes = [r[0] for r in rates if r is not None]
    step = sp.gcd(slopes) if len(slopes) > 1 else abs(slopes[0])
    if all(s < 0 for s in slopes):
        step = -step
    inside = expr.xreplace({p: letter ** (s / step) for p, s in zip(powers, slopes, strict=True)})
    lowest = min(s / step for s in slopes)
    if lowest < 0:
        inside = sp.expand(inside * letter**-lowest)
    return None if depends(inside, x) or inside == letter else (sp.exp(step * x), letter, inside)


def trigonometric_kernel(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Symbol, sp.Expr] | None:
    """Return sine or cosine of an angle, a letter and a polynomial for an expression in functions of that angle.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> trigonometric_kernel(2 * sp.cos(2 * x) + 2 * sp.sin(x), x)
    (sin(x), u, -4*u**2 + 2*u + 2)
    """
    if not any(isinstance(n, sp.sin | sp.cos | sp.tan | sp.sec | sp.csc | sp.cot) for n in nodes(expr, x)):
        return None
    circle = as_circle(expr, x)
    if circle is None or circle.is_hyperbolic or circle.below.total_degree() > 0:
        return None
    letter = next(sp.Symbol(n) for n in _LETTERS if sp.Symbol(n) not in expr.free_symbols)
    sine, cosine = circle.above.gens
    plain = circle.above.as_expr()
    for kept, other, function in ((sine, cosine, sp.sin), (cosine, sine, sp.cos)):
        inside = sp.expand(
            sp.expand(plain).replace(
                lambda n, o=other: isinstance(n, sp.Pow) and n.base == o and n.exp.is_Integer,
                lambda n, k=kept, o=other: (1 - k**2) ** (n.exp // 2) * o ** (n.exp % 2),
            )
        )
        if not inside.has(other):
            return function(circle.angle), letter, inside.xreplace({kept: letter})
    return _half_angle(circle, letter, plain, sine, cosine)


def _half_angle(circle: Any, letter: Any, plain: Any, sine: Any, cosine: Any) -> tuple[Any, Any, Any] | None:
    """Return the tangent of half the angle as a kernel, where the angle π is no solution."""
    if sp.expand(plain.xreplace({sine: sp.S.Zero, cosine: sp.S.NegativeOne})) == 0:
        return None
    degree = circle.above.total_degree()
    below = 1 + letter**2
    whole = plain.xreplace({sine: 2 * letter / below, cosine: (1 - letter**2) / below})
    return sp.tan(circle.angle / 2), letter, sp.expand(sp.cancel(sp.together(whole) * below**degree))


def trigonometric_factors(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, ...] | None:
    """Return the factors of a polynomial in the sine and cosine of one angle, at least two, else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> trigonometric_factors(sp.sin(x) + sp.sin(2 * x), x)
    (2*cos(x) + 1, sin(x))
    """
    if not any(isinstance(n, sp.sin | sp.cos) for n in nodes(expr, x)):
        return None
    circle = as_circle(expr, x)
    if circle is None or circle.is_hyperbolic or circle.below.total_degree() > 0:
        return None
    sine, cosine = circle.above.gens
    back = {sine: sp.sin(circle.angle), cosine: sp.cos(circle.angle)}
    factors = [f.as_expr().xreplace(back) for f, _ in circle.above.factor_list()[1]]
    return tuple(factors) if len(factors) > 1 else None


def tangent_form(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Symbol, sp.Expr] | None:
    """Return the angle u and the number −b/a where an expression is a·sin u + b·cos u, else None."""
    plain = sp.expand(expr)
    waves = {n for n in nodes(plain, x) if isinstance(n, sp.sin | sp.cos)}
    if len(waves) != 2 or {type(w) for w in waves} != {sp.sin, sp.cos} or len({w.args[0] for w in waves}) != 1:
        return None
    angle = next(iter(waves)).args[0]
    a, b = plain.coeff(sp.sin(angle)), plain.coeff(sp.cos(angle))
    rest = sp.expand(plain - a * sp.sin(angle) - b * sp.cos(angle))
    if rest != 0 or depends(a, x) or depends(b, x) or linear(angle, x) is None:
        return None
    return angle, sp.radsimp(-b / a)


def isolated_radical(expr: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """Return both sides of the equation of lower degree in roots that squaring gives; None where there is no square root."""
    plain = sp.expand(expr)
    roots = [n for n in nodes(plain, x) if isinstance(n, sp.Pow) and n.exp in {sp.S.Half, -sp.S.Half}]
    if not roots or any(isinstance(n, sp.Function) for n in nodes(plain, x)):
        return None
    root = max(set(roots), key=lambda n: (sp.count_ops(n), str(n)))
    mark = sp.Symbol("_root")
    inside = sp.expand(plain.subs(sp.sqrt(root.base), mark))
    if not inside.is_polynomial(mark) or sp.degree(inside, mark) != 1:
        return None
    b = inside.xreplace({mark: sp.S.Zero})
    a = sp.expand((inside - b) / mark)
    return sp.expand(a**2 * root.base), sp.expand(b**2)
