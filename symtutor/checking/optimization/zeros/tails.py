"""The sign of a function from some place on: without it zeros far away would be left out.

On a ray the function is enclosed with infinite ends.  Where that does not
tell its sign, a derivative may: if the k-th derivative has one sign on the
ray, and all lower ones have this sign at its beginning, then each of them
moves away from 0, and the function has this sign on the whole ray.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp
from mpmath import iv

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.zeros.membership import sign_of_number

__all__ = ["far_place", "near_place"]

_ORDERS = 6
_PLACES = (1, 3, 10, 40, 200, 1000)
_INFINITE = iv.mpf(["-inf", "inf"])


def far_place(expr: Any, x: Any, way: int, beyond: Any) -> sp.Expr | None:
    """Return a number after which, in the direction of `way`, an expression surely has no zero; None where none is known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> far_place(x - sp.cos(x), x, 1, 0), far_place(sp.sin(x), x, 1, 0)
    (3, None)
    """
    place = _without_zeros(expr if way == 1 else expr.xreplace({x: -x}), x, sp.ceiling(sp.N(way * beyond, 15)))
    return None if place is None else way * place


def near_place(expr: sp.Expr, x: sp.Expr, end: sp.Basic, way: int) -> Any:
    """Return a number beside an end at which an expression may have no value, up to which it surely has no zero; else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> near_place(x + sp.log(x), x, sp.Integer(0), 1)
    1/3
    """
    place = _without_zeros(sp.powsimp(expr.xreplace({x: end + way / x})), x, sp.S.Zero)
    return None if place is None else end + way / place


def _without_zeros(mirrored: sp.Basic, x: Any, start: sp.Expr) -> sp.Expr | None:
    """Return a positive number from which on an expression has one sign, or None."""
    for form in _forms(mirrored, x):
        chain = [form]
        for place in (max(sp.Integer(p), start + p) for p in _PLACES):
            if _has_one_sign(chain, x, place):
                return place
    return None


def _forms(expr: sp.Basic, x: sp.Expr) -> list[Any]:
    """Return an expression, its products with powers of e, and a sum of logarithms as a difference of products: with the same zeros."""
    rates = {sp.diff(n.args[0], x) for n in sp.preorder_traversal(expr) if isinstance(n, sp.exp) and n.has(x)}
    return [expr, *(sp.expand(expr * sp.exp(-r * x)) for r in rates if r.is_number), *_of_logarithms(expr)]


def _of_logarithms(expr: Any) -> list[Any]:
    """Return a·b − e^c for ln a + ln b − c; it is 0 exactly where this is, as far as the logarithms are defined."""
    above, below, number = sp.S.One, sp.S.One, sp.S.Zero
    for term in sp.Add.make_args(expr):
        coefficient, function = term.as_coeff_Mul()
        if term.is_number:
            number += term
        elif isinstance(function, sp.log) and coefficient.is_Integer:
            above, below = above * function.args[0] ** max(coefficient, 0), below * function.args[0] ** max(-coefficient, 0)
        else:
            return []
    return [sp.expand(above - below * sp.exp(-number))]


def _has_one_sign(chain: list[Any], x: Any, place: Any) -> bool:
    """Tell whether a function has one sign from a place on; its derivatives are kept in the list."""
    for k in range(_ORDERS):
        if len(chain) <= k:
            chain.append(differentiated(chain[-1], x))
        sign = _on_ray(chain[k], x, place)
        if sign is not None:
            return sign != 0 and all(sign_of_number(g.xreplace({x: place})) == sign for g in chain[:k])
    return False


def _on_ray(expr: sp.Expr, x: sp.Expr, place: sp.Rational) -> int | None:
    """Return the sign that an expression has at every number from a place on, or None."""
    if isinstance(expr, sp.Mul):
        signs = [_on_ray(a, x, place) for a in expr.args]
        if None not in signs:
            return int(sp.prod(signs))
    try:
        found = _enclosed(expr, x, iv.mpf([int(place), "inf"]))
    except (ValueError, TypeError, ZeroDivisionError, NotImplementedError):
        return None
    return 1 if found.a > 0 else -1 if found.b < 0 else None


def _enclosed(expr: Any, x: sp.Expr, ray: Any) -> Any:
    """Return an interval, perhaps without an end, that holds the values of an expression on a ray."""
    if expr == x:
        return ray
    if expr.is_Rational:
        return iv.mpf(int(expr.p)) / int(expr.q)
    if expr in _NUMBERS:
        return _NUMBERS[expr]()
    parts = [_enclosed(a, x, ray) for a in expr.args]
    if isinstance(expr, sp.Add):
        return sum(parts[1:], parts[0])
    if isinstance(expr, sp.Mul):
        whole = parts[0]
        for part in parts[1:]:
            whole = whole * part
        return whole
    if isinstance(expr, sp.Pow):
        return _power(parts[0], expr.exp, parts[1])
    return _FUNCTIONS[type(expr)](parts[0]) if type(expr) in _FUNCTIONS else _unknown(expr)


def _unknown(expr: Any) -> Any:
    raise NotImplementedError(type(expr).__name__)


def _power(base: Any, exponent: sp.Rational, enclosed: Any) -> Any:
    if exponent.is_Integer:
        if exponent < 0:
            return 1 / base ** int(-exponent) if not (base.a <= 0 <= base.b) else _INFINITE
        return base ** int(exponent)
    if not base.a >= 0:
        if exponent.q % 2 == 0 or not base.b <= 0:
            return _unknown(exponent)
        mirrored = _power(-base, exponent, enclosed)  # a root of odd order
        return -mirrored if exponent.p % 2 else mirrored
    return iv.exp(enclosed * _log(base))


def _log(part: Any) -> Any:
    if not part.b > 0 or part.a < 0:
        return _unknown(part)
    return iv.log(part) if part.a > 0 else iv.mpf(["-inf", iv.log(iv.mpf(part.b)).b])


_NUMBERS: dict[Any, Any] = {sp.pi: lambda: iv.pi, sp.E: lambda: iv.e}
_FUNCTIONS: dict[Any, Callable[[Any], Any]] = {
    sp.exp: iv.exp,
    sp.log: _log,
    sp.sin: lambda part: iv.sin(part) if part.delta < 10 else iv.mpf([-1, 1]),
    sp.cos: lambda part: iv.cos(part) if part.delta < 10 else iv.mpf([-1, 1]),
    sp.atan: lambda part: iv.mpf([-2, 2]) if not part.a > 1 else iv.mpf([0.75, 1.5707963267948968]),
    sp.tanh: lambda part: iv.mpf([-1, 1]) if not part.a > 1 else iv.mpf([0.75, 1]),
    sp.cosh: lambda part: (iv.exp(part) + iv.exp(-part)) / 2,
    sp.sinh: lambda part: (iv.exp(part) - iv.exp(-part)) / 2,
}
