"""Signs of exact numbers and of expressions between the places where they may change."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy as sp

__all__ = ["intervals_of", "numeric", "pieces", "rational_between", "sign_at", "sign_of", "tidy"]

_DIGITS = 40
_ZERO = sp.Float("1e-30")


@lru_cache(maxsize=10_000)
def _root_digits(root: sp.Expr, digits: int) -> sp.Expr:
    return sp.N(root, digits)


def _with_real_roots(number: Any) -> Any:
    """Return a number in which a root of odd order of a negative number is the real one, which SymPy takes for complex."""
    odd = [n for n in number.atoms(sp.Pow) if n.exp.is_Rational and n.exp.q % 2 and n.exp.q > 1] if isinstance(number, sp.Expr) else []
    for node in odd:
        base = _with_real_roots(node.base)
        if base.is_number and base.is_negative:
            number = number.xreplace({node: (-1) ** node.exp.p * (-base) ** node.exp})
    return number


def numeric(number: sp.Basic, digits: int = _DIGITS) -> Any:
    """Return a real number as a float of many digits, or None where it is not one."""
    number = _with_real_roots(number)
    roots = number.atoms(sp.CRootOf) if isinstance(number, sp.Expr) else ()
    if roots:  # SymPy would refine each root again at every call
        number = number.xreplace({r: _root_digits(r, digits + 10) for r in roots})
    found = sp.N(number, digits)
    if (found.is_Float or found.is_Rational) and found.is_finite:
        return found
    parts = found.as_real_imag() if isinstance(found, sp.Expr) and not found.has(sp.nan, sp.zoo, sp.oo) else (None, None)
    if parts[0] is not None and parts[0].is_comparable and abs(sp.N(parts[1], digits)) < _ZERO * (1 + abs(parts[0])):
        return parts[0]
    return None


def sign_of(number: Any) -> int | None:
    """Return the sign of an exact number, or None where it is not real or cannot be told."""
    if number.is_Rational:
        return int(sp.sign(number))
    if number in {sp.oo, -sp.oo}:
        return 1 if number is sp.oo else -1
    if number.free_symbols:
        below = sp.fraction(sp.together(number))[1].free_symbols
        real = {s: sp.Symbol(s.name, real=True, nonzero=True if s in below else None) for s in number.free_symbols if s.is_real is None}
        known = number.xreplace(real)
        return 1 if known.is_positive else -1 if known.is_negative else 0 if number == 0 else None
    found = numeric(number)
    if found is None:
        return None
    if abs(found) > _ZERO:
        return 1 if found > 0 else -1
    if number.has(sp.CRootOf):
        return 0 if _is_zero_of_roots(number) else None
    return 0 if number.equals(0) or sp.simplify(number) == 0 else None


def _is_zero_of_roots(number: Any) -> bool:
    """Tell whether a number made of roots of polynomials is 0: exactly for one such root, else to 300 digits."""
    roots = number.atoms(sp.CRootOf)
    rest = number.xreplace({r: sp.Symbol("_r") for r in roots})
    if len(roots) == 1 and rest.is_polynomial(sp.Symbol("_r")):
        (root,) = roots
        letter = sp.Symbol("_r")
        poly = sp.Poly(rest, letter)
        if poly.domain in {sp.QQ, sp.ZZ}:
            minimal = sp.Poly(root.expr, *root.expr.free_symbols, domain=sp.QQ)
            return bool(sp.Poly(rest, letter, domain=sp.QQ).rem(minimal.replace(minimal.gen, letter)).is_zero)
    found = numeric(number, 300)
    return found is not None and abs(found) < sp.Float("1e-280")


def tidy(number: sp.Expr) -> Any:
    """Return an exact number in a short form, where finding one takes no long search."""
    if number.is_Rational:
        return number
    return sp.expand(number) if number.has(sp.CRootOf) else sp.simplify(number)


def sign_at(expr: sp.Basic, x: sp.Basic, place: sp.Expr) -> int | None:
    """Return the sign of an expression at a place, or None where it has no real value."""
    try:
        return sign_of(expr.xreplace({x: place}))
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def rational_between(low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """Return a short rational number strictly between two real numbers.

    Examples
    --------
    >>> rational_between(sp.sqrt(2), sp.oo), rational_between(sp.Integer(0), sp.Integer(1))
    (3, 1/2)
    """
    if low is -sp.oo:
        return sp.S.Zero if high is sp.oo else sp.floor(high) - 1
    if high is sp.oo:
        return sp.floor(low) + 2
    middle = (low + high) / 2
    if middle.is_Rational:
        return middle
    a, b = sp.N(low, _DIGITS), sp.N(high, _DIGITS)
    denominator = 1
    while True:
        candidate = sp.Rational(sp.floor(a * denominator) + 1, denominator)
        if a < candidate < b:
            return candidate
        denominator *= 2


def intervals_of(domain: sp.Basic) -> tuple[Any, ...]:
    """Return the intervals of a domain in order; points by themselves are intervals from a point to itself."""
    if domain is sp.S.Reals:
        return (sp.Interval(-sp.oo, sp.oo),)
    parts = domain.args if isinstance(domain, sp.Union) else (domain,)
    found: list[Any] = []
    for part in parts:
        if isinstance(part, sp.FiniteSet):
            found.extend(sp.FiniteSet(point) for point in part)
        elif isinstance(part, sp.Complement) and isinstance(part.args[1], sp.FiniteSet):
            for whole in intervals_of(part.args[0]):
                found.extend(_without(whole, part.args[1]))
        elif part is not sp.S.EmptySet:
            found.append(part)
    return tuple(sorted(found, key=lambda i: sp.N(i.inf, _DIGITS)))


def _without(whole: Any, points: Any) -> list[Any]:
    inner = sorted((p for p in points if sign_of(p - whole.start) == 1 and sign_of(whole.end - p) == 1), key=lambda p: sp.N(p, _DIGITS))
    ends = [whole.start, *inner, whole.end]
    last = len(ends) - 2
    return [
        sp.Interval(a, b, whole.left_open or i > 0 or whole.start in points, whole.right_open or i < last or whole.end in points)
        for i, (a, b) in enumerate(pairwise(ends))
    ]


def pieces(expr: Any, x: Any, places: Any, low: Any, high: Any) -> list[tuple[Any, Any, int]] | None:
    """Return the intervals between places with the sign of an expression on each; None where a sign cannot be told."""
    inner = [p for p in places if sign_of(p - low) == 1 and sign_of(high - p) == 1]
    found = []
    for a, b in pairwise((low, *inner, high)):
        sign = sign_at(expr, x, rational_between(a, b))
        if sign is None:
            return None
        found.append((a, b, sign))
    return found
