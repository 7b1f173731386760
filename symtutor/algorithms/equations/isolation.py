"""Zeros of a function that no formula gives: isolated between the zeros of its derivative."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy as sp
from mpmath import iv

from symtutor.algorithms.equations.signs import intervals_of, numeric, sign_at, sign_of
from symtutor.goals.core import D, Limit
from symtutor.goals.optimization import IsolatedRoot, Solve

__all__ = ["isolated", "mixes_circular", "swept"]

_BOXES, _DEPTH = 3000, 34
_REACH = [sp.Rational(3 * 17**k, 2 * 10**k) for k in range(24)]  # from 1.5 to 5·10⁵
_CIRCULAR = (sp.sin, sp.cos, sp.tan)
_SIDES = {1: sp.Symbol("+"), -1: sp.Symbol("-")}


def isolated(expr: Any, x: Any, domain: Any, solve: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """Return the zeros of an expression on a domain where it is continuous, or None where its slope's zeros are not known.

    Parameters
    ----------
    expr : Expr
        A differentiable expression in `x` alone.
    x : Symbol
        The unknown.
    domain : Set
        Intervals and points.
    solve : callable
        Returns the value of a goal, or None.
    """
    slope = solve(D(expr, x))
    if slope is None or sp.count_ops(slope) > 3 * sp.count_ops(expr) + 10:
        return None
    turns = solve(Solve(slope, sp.S.Zero, x, domain))
    if turns is None or any(v.free_symbols for v in turns.values):
        return None
    found: list[Any] = []
    for part in intervals_of(domain):
        inner = [t for t in turns.values if sign_of(t - part.inf) == 1 and sign_of(part.sup - t) == 1]
        places = [part.inf, *inner, part.sup] if part.inf != part.sup else [part.inf]
        signs = [_sign(expr, x, p, 1 if i == 0 else -1 if i == len(places) - 1 else 0, part, solve) for i, p in enumerate(places)]
        if None in signs:
            return None
        found.extend(p for p, s in zip(places, signs, strict=True) if s == 0 and p in part)
        for (a, s), (b, t) in pairwise(zip(places, signs, strict=True)):
            if s is not None and t is not None and s * t < 0:
                root = _between(expr, x, a, b, s)
                if root is None:
                    return None
                found.append(root)
    return tuple(found)


def _sign(expr: Any, x: sp.Expr, place: sp.Expr, way: int, part: sp.Interval, solve: Callable[[Any], Any]) -> int | None:
    """Return the sign of an expression at a place, or near an end at which it has no value."""
    if place not in {sp.oo, -sp.oo} and part.contains(place) == sp.true:
        return sign_at(expr, x, place)
    limit = solve(Limit(expr, x, place, _SIDES[way] if place not in {sp.oo, -sp.oo} else sp.Symbol("-" if place is sp.oo else "+")))
    if limit is None or limit is sp.nan:
        return None
    sign = sign_of(limit)
    if sign != 0:
        return sign
    if place in {sp.oo, -sp.oo}:  # beyond the last zero of its slope it tends to 0 from one side
        return sign_at(expr, x, (1 if place is sp.oo else -1) * sp.Integer(10) ** 6)
    return sign_at(expr, x, place + way * sp.Rational(1, 10**6))


def _between(expr: sp.Basic, x: Any, low: Any, high: Any, sign: int) -> Any:
    """Return the zero between two places, isolated by rational numbers."""
    a, b = _toward(expr, x, low, high, sign), _toward(expr, x, high, low, -sign)
    if a is None or b is None:
        return None
    for _ in range(24):
        middle = (a + b) / 2
        here = sign_at(expr, x, middle)
        if here == 0:
            return middle
        if here is None:
            return None
        a, b = (middle, b) if here == sign else (a, middle)
    simple = _simplest(a, b)
    return simple if sign_at(expr, x, simple) == 0 else IsolatedRoot(expr, x, a, b)


def _simplest(low: Any, high: Any) -> Any:
    """Return the rational number of least denominator between two others, by their continued fractions."""
    whole = sp.ceiling(low)
    if whole <= high:
        return min(max(whole, sp.S.Zero), sp.floor(high))
    return whole - 1 + 1 / _simplest(1 / (high - whole + 1), 1 / (low - whole + 1))


def _toward(expr: sp.Basic, x: sp.Basic, end: Any, other: Any, sign: int) -> Any:
    """Return a rational number near an end, on the side of the other one, at which the expression has the sign it has at the end."""
    inward = 1 if end is -sp.oo or (end is not sp.oo and sign_of(other - end) == 1) else -1
    if end in {sp.oo, -sp.oo}:
        start = sp.Integer(0) if other in {sp.oo, -sp.oo} else sp.floor(other)
        candidates = (start - inward * sp.Integer(2) ** k for k in range(60))
    else:
        number = numeric(end, 60)
        width = sp.S.One if other in {sp.oo, -sp.oo} else sp.Rational(str(abs(sp.N(other - end, 20)))) / 2
        exact = end if end.is_Rational else sp.Rational(str(number))
        candidates = (_short(exact, exact + inward * width / 2**k) for k in range(1, 60))
    for candidate in candidates:
        inside = sign_of(candidate - end) == inward if end not in {sp.oo, -sp.oo} else True
        if inside and (other in {sp.oo, -sp.oo} or sign_of(other - candidate) == inward) and sign_at(expr, x, candidate) == sign:
            return candidate
    return None


def _short(a: sp.Expr, b: sp.Expr) -> sp.Basic:
    """Return a rational number strictly between two others whose denominator is a power of 2."""
    low, high = min(a, b), max(a, b)
    denominator = sp.S.One
    while True:
        candidate = (sp.floor(low * denominator) + 1) / denominator
        if candidate < high:
            return candidate
        denominator *= 2


# ---- by boxes ------------------------------------------------------------------------------------
def swept(expr: Any, x: Any, domain: sp.Basic) -> tuple[sp.Basic, ...] | None:
    """Return the simple zeros of an expression, found in boxes in which it is monotone; None where a box stays open.

    Where the domain has no end, the expression is followed until its sign changes no more; that it never does is
    for the check to prove.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> [sp.N(r, 6) for r in swept(x - sp.cos(x), x, sp.S.Reals)]
    [0.739085]
    """
    found: list[Any] = []
    for part in intervals_of(domain):
        if part.inf == part.sup:
            continue
        low = _rational(part.inf, -1) if part.inf.is_finite else _last_change(expr, x, -1, part.sup)
        high = _rational(part.sup, 1) if part.sup.is_finite else _last_change(expr, x, 1, part.inf)
        roots = None if low is None or high is None or low >= high else _in_boxes(expr, x, low, high)
        if roots is None:
            return None
        found.extend(r for r in roots if r not in found and part.contains(r) != sp.false)
    return tuple(found)


def _rational(end: Any, way: int) -> Any:
    return end if end.is_Rational else sp.Rational(str(numeric(end, 30))) + way * sp.Rational(1, 10**20)


def _last_change(expr: sp.Basic, x: sp.Expr, way: int, other: sp.Basic) -> Any:
    """Return a number beyond which an expression was not seen to change its sign, or None."""
    start = way * numeric(other, 20) if other.is_finite else sp.S.Zero
    places = [p for p in _REACH if p > start]
    signs = [sign_at(expr, x, way * p) for p in places]
    if None in signs[-8:] or len(set(signs[-8:])) != 1 or signs[-1] == 0:
        return None
    last = next((k for k in range(len(signs) - 1, -1, -1) if signs[k] != signs[-1]), -1)
    return way * places[min(last + 3, len(places) - 1)]


def _in_boxes(expr: Any, x: Any, low: sp.Rational, high: sp.Rational) -> list[Any] | None:
    """Return the zeros between two rational numbers in order, or None."""
    value, slope = _enclosing(expr, x), _enclosing(sp.diff(expr, x), x)
    stack, found, count = [(low, high, 0)], [], 0
    while stack:
        a, b, depth = stack.pop()
        count += 1
        box = iv.mpf([float(a) - abs(float(a)) * 2**-50, float(b) + abs(float(b)) * 2**-50])
        if _excludes_zero(value, box):
            continue
        if _excludes_zero(slope, box):
            signs = sign_at(expr, x, a), sign_at(expr, x, b)
            if None in signs:
                return None
            found += [end for end, sign in zip((a, b), signs, strict=True) if sign == 0 and end not in found]
            if 0 not in signs and signs[0] != signs[1]:
                root = _between(expr, x, a, b, int(signs[0] or 0))
                if root is None:
                    return None
                found.append(root)
            continue
        if depth >= _DEPTH or count >= _BOXES:
            return None
        middle = (a + b) / 2
        stack += [(middle, b, depth + 1), (a, middle, depth + 1)]
    return found


def _enclosing(expr: sp.Expr, x: sp.Expr) -> Callable[[Any], Any]:
    """Return a function that encloses the values of an expression on an interval."""
    fractions = sorted((r for r in expr.atoms(sp.Rational) if not r.is_Integer), key=str)
    letters = sp.symbols(f"_q:{len(fractions)}")
    plain = expr.xreplace(dict(zip(fractions, letters, strict=True)))
    names = {"sin": iv.sin, "cos": iv.cos, "tan": iv.tan, "exp": iv.exp, "log": iv.log, "sqrt": iv.sqrt, "pi": iv.pi, "E": iv.e}
    function = sp.lambdify((x, *letters), plain, modules=[names])
    numbers = [iv.mpf(int(r.p)) / int(r.q) for r in fractions]
    return lambda box: function(box, *numbers)


def _excludes_zero(function: Callable[[Any], Any], box: Any) -> bool:
    try:
        found = iv.mpf(function(box))
    except (TypeError, ValueError, ZeroDivisionError, NameError, NotImplementedError, OverflowError):
        return False
    return bool(found.a > 0 or found.b < 0)


def mixes_circular(expr: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether the unknown stands both in circular functions and outside of them: derivatives then lead nowhere."""
    waves = {n for n in sp.preorder_traversal(expr) if isinstance(n, _CIRCULAR) and n.has(x)}
    return bool(waves) and bool(expr.xreplace(dict.fromkeys(waves, sp.Symbol("_w"))).has(x))
