"""Whether an integrand can be written in a new letter: structural rewriting, no solving."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.algorithms.integrands.derivatives import factored, slope
from symtutor.algorithms.structure import coefficients, depends, linear, merged, nodes, separated

__all__ = ["candidates", "in_terms_of", "rewritten"]


def candidates(f: sp.Expr, x: sp.Symbol) -> Iterator[sp.Expr]:
    """Yield what may be called u in an integrand, larger expressions first.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> list(candidates(x * sp.exp(x**2), x))
    [exp(x**2), x**2]
    """
    seen: set[Any] = {x}
    for g in (*_from_nodes(f, x), *_powers(f, x)):
        if g not in seen and not isinstance(g, sp.Symbol) and linear(g, x) is None:
            seen.add(g)
            yield g


def _from_nodes(f: sp.Expr, x: sp.Symbol) -> Iterator[sp.Expr]:
    has_roots = any(_is_root(n) for n in nodes(f, x))
    hidden = {n for outer in nodes(f, x) if isinstance(outer, sp.Function) or _is_root(outer) for n in nodes(outer, x)}
    for node in nodes(f, x):
        if isinstance(node, sp.Pow):
            base, exponent = node.args
            if depends(exponent, x):
                yield node
                yield exponent
            elif exponent.is_Rational and not exponent.is_Integer and exponent.q > 1:
                root = sp.Pow(base, sp.Rational(1, exponent.q))
                yield from (root, base) if linear(base, x) is not None else (base, root)  # √x itself, but what stands under √(x² + 1)
            else:
                yield base
            if base == x and exponent.is_Integer and exponent < 0 and node in hidden:
                yield from dict.fromkeys((node, 1 / x))
            if base == x and not exponent.is_Number:
                yield node
            if isinstance(base, sp.Pow | sp.Function) and exponent.is_Integer and exponent > 0:
                yield node
        elif isinstance(node, sp.Function):
            if has_roots and type(node) in _SQUARES:
                yield _SQUARES[type(node)](node.args[0])
            yield node
            yield from node.args
        elif isinstance(node, sp.Add) and node != f:
            yield from _square_completed(node, x)
            yield node


def _is_root(node: sp.Basic) -> bool:
    return isinstance(node, sp.Pow) and bool(node.exp.is_Rational) and not node.exp.is_Integer


def _square_completed(expr: Any, x: Any) -> Iterator[Any]:
    """Yield the polynomial g with expr = c·(g² + d), when there is one of degree 2 or more without a constant term."""
    found = coefficients(expr, x)
    if found is None or len(found) < 5 or len(found) % 2 == 0 or not all(c.is_Rational for c in found):
        return
    monic = [c / found[-1] for c in reversed(found)]
    half = (len(found) - 1) // 2
    root = [sp.S.One]
    for k in range(1, half):  # the constant term is left out: any will do
        root.append((monic[k] - sum(root[i] * root[k - i] for i in range(1, k))) / 2)
    if any(root[1:]):
        yield sp.Add(*[c * x ** (half - i) for i, c in enumerate(root)])


def _powers(f: Any, x: Any) -> Iterator[Any]:
    """Yield x^d for a d that divides all exponents of x inside and the outer one plus 1."""
    _, rest = separated(f, x)
    outer = 0
    inner: set[int] = set()
    for factor in sp.Mul.make_args(rest):
        if factor == x or (isinstance(factor, sp.Pow) and factor.base == x and factor.exp.is_Integer):
            outer += int(factor.as_base_exp()[1])
            continue
        for node in nodes(factor, x):
            if isinstance(node, sp.Pow) and node.base == x and node.exp.is_Integer:
                inner.add(abs(int(node.exp)))
            elif not isinstance(node, sp.Pow) and x in node.args:
                return
    common = gcd(*inner, outer + 1) if inner else 0
    yield from (x**d for d in range(common, 1, -1) if common % d == 0)


def in_terms_of(f: sp.Basic, g: Any, x: Any, u: Any) -> Any:
    """Return h(u) with f = h(g)·g', or None.

    Examples
    --------
    >>> x, u = sp.symbols("x u")
    >>> in_terms_of(sp.sin(x) ** 3 * sp.cos(x) ** 2, sp.cos(x), x, u)
    -u**2*(1 - u**2)
    """
    if g.has(AppliedUndef):
        return _beside_its_derivative(f, g, x, u)
    rate = slope(g, x)
    if rate is None or rate == 0:
        return None
    if isinstance(g, sp.Pow) and depends(g.base, x) and depends(g.exp, x):
        rate = rate.xreplace({g: u})  # x^x stands in its own derivative, and nothing else tells it from other powers
    # one product, or SymPy multiplies a number into a sum before the sums can cancel
    above, below = (sp.Mul.make_args(factored(part, x)) for part in (f.xreplace({g: u}), rate))
    quotient = merged(sp.Mul(*above, *[1 / factor for factor in below]))
    if quotient.has(sp.zoo, sp.nan):
        return None
    return rewritten(quotient, g, x, u)


def _beside_its_derivative(f: Any, g: Any, x: Any, u: Any) -> Any:
    """Return h(u) with f = h(g)·g' where g holds named functions: their derivatives have to cancel."""
    quotient = f / sp.diff(g, x)
    return None if quotient.has(sp.Derivative, sp.Subs) else rewritten(quotient, g, x, u)


def rewritten(expr: Any, g: Any, x: Any, u: Any) -> Any:
    """Return an expression in x written in u = g, or None."""
    return _Rewriting(g, x, u).of(expr)


class _Rewriting:
    """One new letter u = g(x), and how powers of x, exponentials or sines and cosines become powers of u."""

    def __init__(self, g: sp.Basic, x: sp.Expr, u: sp.Expr) -> None:
        self.g, self.x, self.u = g, x, u
        self.normal = factored(g, x)
        self.power = self._power_of_x()
        self.angle = g.args[0] if type(g) in _ANGLES else None
        self.waves = _AS_SINE_COSINE if type(g) in _AS_SINE_COSINE else _AS_HYPERBOLIC  # sin x is no function of cosh x
        self.scale = self._exponential_scale()
        if isinstance(g, sp.Pow) and g.exp.is_Rational and g.exp.p == 1 and g.exp.q > 1:
            self.root: Any = (g.base, g.exp.q)
        else:
            self.root = None

    def _power_of_x(self) -> tuple[int, sp.Expr] | None:
        """Return (n, x^n in terms of u) when g is a·x^n + b or a root of it, else None."""
        base, degree = (
            (self.g.base, self.g.exp.q) if isinstance(self.g, sp.Pow) and self.g.exp.is_Rational and self.g.exp.p == 1 else (self.g, 1)
        )
        found = coefficients(base, self.x)
        if found is not None and sum(c != 0 for c in found[1:]) == 1:
            return len(found) - 1, (self.u**degree - found[0]) / found[-1]
        if isinstance(base, sp.Pow) and base.base == self.x and not depends(base.exp, self.x):
            return base.exp, self.u**degree
        return None

    def _exponential_scale(self) -> tuple[sp.Basic, ...] | None:
        """Return (base, k, c) when g is base^(k·x + c), else None."""
        if isinstance(self.g, sp.exp):
            found = linear(self.g.args[0], self.x)
            return None if found is None else (sp.E, *found)
        if isinstance(self.g, sp.Pow) and not depends(self.g.base, self.x):
            found = linear(self.g.exp, self.x)
            return None if found is None else (self.g.base, *found)
        return None

    def of(self, expr: Any) -> Any:
        """Return an expression written in u, or None."""
        if not depends(expr, self.x):
            return expr
        if expr in {self.g, self.normal}:
            return self.u
        if isinstance(expr, sp.Mul):
            return self._product(expr)
        if isinstance(expr, sp.Add):
            return self._sum(expr)
        if isinstance(expr, sp.Pow | sp.exp):
            return self._pow(expr)
        if expr == self.x:
            return self._x_to(sp.S.One)
        if type(expr) in self.waves and expr.args[0] == self.angle:
            return self._angle_powers(*self.waves[type(expr)])
        if isinstance(expr, sp.Function):
            inside = [self.of(a) for a in expr.args]
            return None if None in inside else expr.func(*inside)
        return None

    def _digits(self, expr: Any) -> Any:
        """Return a polynomial in x written in powers of a polynomial g of degree 2 or more, or None."""
        g, found = coefficients(self.g, self.x), coefficients(expr, self.x)
        if g is None or found is None or len(g) < 3 or len(found) < len(g):
            return None
        if any(not c.is_Rational for c in (*g, *found)):
            return None
        divisor, rest = sp.Poly(self.g, self.x), sp.Poly(expr, self.x)
        digits: list[sp.Expr] = []
        while not rest.is_zero:
            rest, digit = rest.div(divisor)
            if digit.degree() > 0:
                return None
            digits.append(digit.as_expr() * self.u ** len(digits))
        return sp.Add(*digits)

    def _sum(self, expr: Any) -> Any:
        digits = self._digits(expr)
        if digits is not None:
            return digits
        if isinstance(self.g, sp.Add) and len(self.g.args) == len(expr.args):
            for candidate in (self.g, self.normal):
                ratio = sp.cancel(expr.args[0] / candidate.args[0]) if isinstance(candidate, sp.Add) else None
                if ratio is not None and not depends(ratio, self.x) and sp.expand(expr - ratio * candidate) == 0:
                    return ratio * self.u
        parts = [self.of(a) for a in expr.args]
        return None if None in parts else sp.Add(*parts)

    def _product(self, expr: Any) -> Any:
        """Write a product: sines and cosines of one angle are taken together."""
        a = b = sp.S.Zero
        result = []
        for factor in expr.args:
            base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
            if self.angle is not None and type(base) in self.waves and base.args[0] == self.angle and base != self.g:
                p, q = self.waves[type(base)]
                a, b = a + p * exponent, b + q * exponent
                continue
            part = self.of(factor)
            if part is None:
                return None
            result.append(part)
        if a != 0 or b != 0:
            part = self._angle_powers(a, b)
            if part is None:
                return None
            result.append(part)
        return sp.Mul(*result)

    def _pow(self, expr: sp.Expr) -> Any:
        base, exponent = expr.as_base_exp() if isinstance(expr, sp.Pow) else (sp.E, expr.args[0])
        if not depends(exponent, self.x):
            if base == self.x:
                return self._x_to(exponent)
            if self.root is not None and base == self.root[0] and exponent.is_Rational:
                power = exponent * self.root[1]
                return self.u**power if power.is_Integer else None
            if self.angle is not None and type(base) in self.waves and base.args[0] == self.angle and base != self.g:
                p, q = self.waves[type(base)]
                return self._angle_powers(p * exponent, q * exponent)
            inside = self.of(base)
            return None if inside is None else sp.Pow(inside, exponent)
        if self.scale is not None and self.scale[0] == base:
            found = linear(exponent, self.x)
            if found is not None:
                k = sp.cancel(found[0] / self.scale[1])
                return self.u**k * base ** sp.expand(found[1] - k * self.scale[2]) if k.is_Integer else None
        inside = self.of(exponent)
        below = self.of(base)
        return None if inside is None or below is None else sp.Pow(below, inside)

    def _x_to(self, exponent: Any) -> sp.Expr | None:
        if self.root is not None and self.root[0] == self.x:
            return self.u ** (exponent * self.root[1]) if (exponent * self.root[1]).is_Integer else None
        if self.power is None:
            return None
        n, value = self.power
        k = sp.cancel(exponent / n)
        return value**k if k.is_Integer else None

    def _angle_powers(self, a: sp.Expr, b: sp.Expr) -> Any:
        """Return sin^a·cos^b (or sinh, cosh) of the angle in u, or None."""
        return _ANGLES[type(self.g)](a, b, self.u)


def _even(exponent: sp.Expr, square: sp.Expr) -> sp.Expr | None:
    """Return square^(exponent/2) for an even exponent, else None."""
    return square ** (exponent / 2) if exponent.is_Integer and exponent % 2 == 0 else None


def _times(left: sp.Expr, right: sp.Expr | None) -> sp.Expr | None:
    return None if left is None or right is None else left * right


_AS_SINE_COSINE: dict[Any, tuple[Any, Any]] = {
    sp.sin: (sp.S.One, sp.S.Zero),
    sp.cos: (sp.S.Zero, sp.S.One),
    sp.tan: (sp.S.One, sp.S.NegativeOne),
    sp.cot: (sp.S.NegativeOne, sp.S.One),
    sp.sec: (sp.S.Zero, sp.S.NegativeOne),
    sp.csc: (sp.S.NegativeOne, sp.S.Zero),
}

_AS_HYPERBOLIC: dict[Any, tuple[Any, Any]] = {
    sp.sinh: (sp.S.One, sp.S.Zero),
    sp.cosh: (sp.S.Zero, sp.S.One),
    sp.tanh: (sp.S.One, sp.S.NegativeOne),
    sp.coth: (sp.S.NegativeOne, sp.S.One),
    sp.sech: (sp.S.Zero, sp.S.NegativeOne),
    sp.csch: (sp.S.NegativeOne, sp.S.Zero),
}

_SQUARES: dict[type, Any] = {sp.sec: sp.tan, sp.csc: sp.cot}  # sec² = 1 + tan², with the same poles

_ANGLES: dict[Any, Any] = {
    sp.sin: lambda a, b, u: _times(u**a, _even(b, 1 - u**2)),
    sp.cos: lambda a, b, u: _times(u**b, _even(a, 1 - u**2)),
    sp.tan: lambda a, b, u: _times(u**a, _even(-(a + b), 1 + u**2)),
    sp.cot: lambda a, b, u: _times(u**b, _even(-(a + b), 1 + u**2)),
    sp.sec: lambda a, b, u: _times(u ** (-a - b), _even(a, u**2 - 1)),
    sp.csc: lambda a, b, u: _times(u ** (-a - b), _even(b, u**2 - 1)),
    sp.sinh: lambda a, b, u: _times(u**a, _even(b, 1 + u**2)),
    sp.cosh: lambda a, b, u: _times(u**b, _even(a, u**2 - 1)),
    sp.tanh: lambda a, b, u: _times(u**a, _even(-(a + b), 1 - u**2)),
    sp.coth: lambda a, b, u: _times(u**b, _even(-(a + b), u**2 - 1)),
    sp.sech: lambda a, b, u: _times(u ** (-a - b), _even(a, 1 - u**2)),
    sp.csch: lambda a, b, u: _times(u ** (-a - b), _even(b, 1 + u**2)),
}
