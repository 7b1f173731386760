"""Rational functions of the sine and cosine of one angle: parity, Fourier sums, and the letters that rationalize them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd, lcm
from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import depends, linear, nodes

__all__ = ["CIRCULAR", "HYPERBOLIC", "Circle", "as_circle", "fourier_sum", "in_cosine", "in_half_tangent", "in_sine", "in_tangent"]

_S, _C = sp.Symbol("_sine"), sp.Symbol("_cosine")
CIRCULAR = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)
_FORMS = (_S, _C, _S / _C, _C / _S, 1 / _C, 1 / _S)
_LARGEST_MULTIPLE = 12
_LARGEST_DEGREE = 30


@dataclass(frozen=True, slots=True)
class Circle:
    """A rational function of the sine and cosine (or sinh and cosh) of an angle.

    Parameters
    ----------
    angle : Expr
        Linear in the variable.
    rate : Expr
        Its derivative.
    is_hyperbolic : bool
        Which pair of functions.
    above, below : Poly
        In sine and cosine.
    """

    angle: Any
    rate: Any
    is_hyperbolic: bool
    above: Any
    below: Any


@lru_cache(maxsize=5_000)
@lru_cache(maxsize=2_000)
def as_circle(f: sp.Expr, x: sp.Expr) -> Circle | None:
    """Return an expression as a rational function of sine and cosine of one angle, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = as_circle(sp.tan(x) / (1 + sp.cos(2 * x)), x)
    >>> found.angle, found.above.as_expr(), found.below.as_expr()
    (x, _sine, 2*_cosine**3)
    """
    applied = [n for n in nodes(f, x) if isinstance(n, sp.Function)]
    heads = {type(n) for n in applied}
    if not heads or not (heads <= set(CIRCULAR) or heads <= set(HYPERBOLIC)):
        return None
    angle = _common_angle([n.args[0] for n in applied], x)
    if angle is None:
        return None
    hyperbolic = heads <= set(HYPERBOLIC)
    rate = linear(angle, x)[0]  # type: ignore[index]
    table = {}
    for n in applied:
        multiple = sp.cancel(linear(n.args[0], x)[0] / rate)  # type: ignore[index]
        table[n] = _of_multiple(type(n), int(multiple), is_hyperbolic=hyperbolic)
    plain = f.xreplace(table)
    if depends(plain, x):
        return None
    pair = _reduced(plain, is_hyperbolic=hyperbolic)
    return None if pair is None else Circle(angle, rate, hyperbolic, *pair)


def _common_angle(angles: list[Any], x: Any) -> Any:
    """Return the angle of which all are positive integer multiples, or None."""
    shapes = [linear(a, x) for a in angles]
    if any(s is None for s in shapes):
        return None
    first = shapes[0][0]  # type: ignore[index]
    ratios = [sp.cancel(s[0] / first) for s in shapes]  # type: ignore[index]
    if not all(r.is_Rational for r in ratios):
        return None
    unit = first * sp.Rational(gcd(*[int(r.p) for r in ratios]), lcm(*[int(r.q) for r in ratios]))
    if ratios[0] * unit / first < 0:
        unit = -unit
    offset = sp.S.Zero
    for shape in shapes:
        multiple = sp.cancel(shape[0] / unit)  # type: ignore[index]
        if abs(multiple) > _LARGEST_MULTIPLE:
            return None
        if multiple == 1:
            offset = shape[1]  # type: ignore[index]
    if any(sp.expand(s[1] - sp.cancel(s[0] / unit) * offset) != 0 for s in shapes):  # type: ignore[index]
        return None
    return sp.expand(unit) * x + offset


def _of_multiple(head: Any, n: int, *, is_hyperbolic: bool) -> sp.Expr:
    """Return a function of n times the angle in its sine and cosine."""
    sign = 1 if n > 0 else -1
    n = abs(n)
    cosine = sp.chebyshevt(n, _C)
    sine = sign * _S * sp.chebyshevu(n - 1, _C)
    form = _FORMS[(HYPERBOLIC if is_hyperbolic else CIRCULAR).index(head)]
    return form.xreplace({_S: sine, _C: cosine})


def _square(*, is_hyperbolic: bool) -> sp.Expr:
    """Return sine² in cosine."""
    return _C**2 - 1 if is_hyperbolic else 1 - _C**2


def _reduced(plain: sp.Expr, *, is_hyperbolic: bool) -> tuple[sp.Basic, sp.Basic] | None:
    """Return numerator and denominator without common factors, sine at most to the power 1 in each."""
    above, below = sp.fraction(sp.together(plain))
    try:
        top, bottom = sp.Poly(above, _S, _C), sp.Poly(below, _S, _C)
        if top.domain.is_EX or bottom.domain.is_EX:
            top, bottom = (sp.Poly(part, _S, _C, extension=True) for part in (above, below))
    except (sp.PolynomialError, NotImplementedError):
        return None
    if top.total_degree() > _LARGEST_DEGREE or bottom.total_degree() > _LARGEST_DEGREE or top.domain.is_EX or bottom.domain.is_EX:
        return None
    del is_hyperbolic
    top, bottom = top.cancel(bottom, include=True) if bottom.total_degree() > 0 else (top, bottom)
    return top, bottom


def _split(poly: Any, keep: sp.Expr, drop: sp.Expr, square: sp.Expr) -> tuple[Any, Any]:
    """Return (A, B) with poly = A + drop·B, both in keep, drop² replaced."""
    a: list[sp.Expr] = []
    b: list[sp.Expr] = []
    for powers, coefficient in poly.terms():
        power = dict(zip(poly.gens, powers, strict=True))
        term = coefficient * keep ** power[keep] * square ** (power[drop] // 2)
        (b if power[drop] % 2 else a).append(term)
    return sp.expand(sp.Add(*a)), sp.expand(sp.Add(*b))


def _in_one(circle: Circle, keep: sp.Expr, drop: sp.Expr, square: sp.Expr, u: sp.Symbol) -> sp.Expr | None:
    """Return B/D in u when the function is drop·B/D, else None."""
    a, b = _split(circle.above, keep, drop, square)
    p, q = _split(circle.below, keep, drop, square)
    even = sp.expand(a * p - square * b * q)
    if even != 0:
        return None
    odd = sp.expand(b * p - a * q)
    below = sp.expand(p**2 - square * q**2) if q != 0 else p
    if q == 0:
        odd = b
    return _shown(odd / below, keep, u)


def _shown(expr: Any, letter: Any, u: Any) -> sp.Expr:
    """Return a rational function with its denominator factored."""
    found = fraction(expr, letter)
    if found is None:
        return expr.xreplace({letter: u})
    below = sp.Mul(*[p.as_expr() ** -k for p, k in found.denominators])
    return (sp.factor_terms(found.numerator.as_expr()) * below).xreplace({letter: u})


def in_cosine(circle: Circle, u: sp.Symbol) -> sp.Expr | None:
    """Return h with f dx = h(u) du for u = cosine, or None when f is not odd in the sine."""
    found = _in_one(circle, _C, _S, _square(is_hyperbolic=circle.is_hyperbolic), u)
    return None if found is None else found / (circle.rate if circle.is_hyperbolic else -circle.rate)


def in_sine(circle: Circle, u: sp.Symbol) -> sp.Expr | None:
    """Return h with f dx = h(u) du for u = sine, or None when f is not odd in the cosine."""
    square = 1 + _S**2 if circle.is_hyperbolic else 1 - _S**2
    found = _in_one(circle, _S, _C, square, u)
    return None if found is None else found / circle.rate


def in_tangent(circle: Circle, u: sp.Symbol) -> Any:
    """Return h with f dx = h(u) du for u = tangent, or None when f changes with the signs of both."""
    parts = []
    for poly in (circle.above, circle.below):
        parity = {sum(powers) % 2 for powers in poly.monoms()}
        if len(parity) > 1:
            return None
        highest = max(sum(powers) for powers in poly.monoms())
        square = 1 - u**2 if circle.is_hyperbolic else 1 + u**2
        terms = [
            c * u ** dict(zip(poly.gens, powers, strict=True))[_S] * square ** ((highest - sum(powers)) // 2) for powers, c in poly.terms()
        ]
        parts.append((sp.Add(*terms), highest))
    (above, m), (below, n) = parts
    if (m - n) % 2:
        return None
    square = 1 - u**2 if circle.is_hyperbolic else 1 + u**2
    return _shown(above / below * square ** ((n - m) // 2 - 1), u, u) / circle.rate


def in_half_tangent(circle: Circle, u: sp.Symbol) -> sp.Expr:
    """Return h with f dx = h(u) du for u = tangent of half the angle."""
    square = 1 - u**2 if circle.is_hyperbolic else 1 + u**2
    other = 1 + u**2 if circle.is_hyperbolic else 1 - u**2
    parts = []
    for poly in (circle.above, circle.below):
        degree = poly.total_degree()
        terms = []
        for powers, c in poly.terms():
            power = dict(zip(poly.gens, powers, strict=True))
            terms.append(c * (2 * u) ** power[_S] * other ** power[_C] * square ** (degree - sum(powers)))
        parts.append((sp.Add(*terms), degree))
    (above, m), (below, n) = parts
    return _shown(2 * above / below * square ** (n - m - 1), u, u) / circle.rate


def fourier_sum(f: Any, x: sp.Expr) -> Any:
    """Return a product of sines and cosines (times anything else) as a sum of single ones, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> fourier_sum(sp.sin(3 * x) * sp.cos(5 * x), x)
    -sin(2*x)/2 + sin(8*x)/2
    >>> fourier_sum(sp.cos(x) ** 2, x)
    cos(2*x)/2 + 1/2
    """
    waves: list[tuple[Any, sp.Expr]] = []
    others = []
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, sp.sin | sp.cos) and depends(base, x) and n.is_Integer and n > 0:
            waves.extend([(type(base), base.args[0])] * int(n))
        else:
            others.append(factor)
    if not 2 <= len(waves) <= _LARGEST_MULTIPLE:
        return None
    terms: dict[tuple[Any, Any], Any] = {(sp.cos, sp.S.Zero): sp.S.One}
    for head, angle in waves:
        terms = _times_wave(terms, head, angle)
    rest = sp.Mul(*others)
    return sp.Add(*[c * head(angle) * rest for (head, angle), c in terms.items() if c != 0])


def _times_wave(terms: dict[tuple[Any, sp.Basic], sp.Rational], head: Any, angle: sp.Expr) -> dict[tuple[Any, sp.Basic], sp.Basic]:
    """Return the terms times a sine or cosine, by the product formulas."""
    result: dict[tuple[Any, Any], Any] = {}

    def add(kind: Any, place: Any, c: Any) -> None:
        if place.could_extract_minus_sign():
            place, c = -place, c if kind is sp.cos else -c
        if kind is sp.sin and place == 0:
            return
        result[kind, place] = result.get((kind, place), 0) + c / 2

    for (other, place), c in terms.items():
        plus, minus = sp.expand(place + angle), sp.expand(place - angle)
        if head is sp.cos:
            add(other, plus, c)
            add(other, minus, c)
        elif other is sp.cos:
            add(sp.sin, plus, c)
            add(sp.sin, minus, -c)
        else:
            add(sp.cos, minus, c)
            add(sp.cos, plus, -c)
    return result
