"""Integrands in an inverse function: with its value as the letter, x and the roots beside it become circular or hyperbolic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, linear, nodes

__all__ = ["with_inverse_as_letter"]


@dataclass(frozen=True, slots=True)
class _Inverse:
    """v in the letter, dv/du, and s·(1 + e·v²) as the square of something that is positive."""

    place: Callable[[Any], Any]
    rate: Callable[[Any], Any]
    square: tuple[int, int]  # s and e: s·(1 + e·v²) is root²
    root: Callable[[Any], Any]


_INVERSES: dict[type, _Inverse] = {
    sp.asin: _Inverse(sp.sin, sp.cos, (1, -1), sp.cos),
    sp.acos: _Inverse(sp.cos, lambda u: -sp.sin(u), (1, -1), sp.sin),
    sp.atan: _Inverse(sp.tan, lambda u: sp.sec(u) ** 2, (1, 1), sp.sec),
    sp.asinh: _Inverse(sp.sinh, sp.cosh, (1, 1), sp.cosh),
    sp.acosh: _Inverse(sp.cosh, sp.sinh, (-1, -1), sp.sinh),
    sp.atanh: _Inverse(sp.tanh, lambda u: sp.sech(u) ** 2, (1, -1), sp.sech),
}


def with_inverse_as_letter(f: sp.Expr, x: sp.Expr, u: sp.Expr) -> tuple[sp.Basic, sp.Function] | None:
    """Return (h, inner) with ∫ f dx = ∫ h du at u = inner, an inverse function of a linear argument; else None.

    Powers of a multiple of 1 ± v² become powers of a function that is positive where the inverse function has its
    values; x elsewhere has to stand in polynomials.

    Examples
    --------
    >>> x, u = sp.symbols("x u")
    >>> with_inverse_as_letter(x**2 / sp.asin(x) ** 2, x, u)
    (sin(u)**2*cos(u)/u**2, asin(x))
    """
    found = [n for n in nodes(f, x) if type(n) in _INVERSES]
    if len(found) != 1:
        return None
    (inner,) = found
    shape = linear(inner.args[0], x)
    if shape is None:
        return None
    kind = _INVERSES[type(inner)]
    if any(a == inner or (isinstance(a, sp.Pow) and a.base == inner and a.exp.is_Integer and a.exp > 0) for a in sp.Mul.make_args(f)):
        return None  # integration by parts is shorter
    h = f.xreplace({inner: u})
    table = {}
    for node in nodes(h, x):
        if isinstance(node, sp.Function):
            return None
        if isinstance(node, sp.Pow) and not (node.exp.is_Integer and node.exp > 0):
            written = _as_power_of_root(node, inner.args[0], kind, x, u)
            if written is None:
                return None
            table[node] = written
    place = (kind.place(u) - shape[1]) / shape[0]
    return h.xreplace(table).xreplace({x: place}) * kind.rate(u) / shape[0], inner


def _as_power_of_root(node: Any, v: Any, kind: _Inverse, x: Any, u: Any) -> Any:
    """Return a power of k·(1 ± v²) in the letter, else None."""
    sign, e = kind.square
    base, square = coefficients(node.base, x), coefficients(sign * (1 + e * v**2), x)
    if base is None or square is None or len(base) != 3 or len(square) != 3:
        return None
    k = sp.cancel(base[2] / square[2])
    if any(sp.expand(b - k * s) != 0 for b, s in zip(base, square, strict=True)):
        return None
    if not (2 * node.exp).is_Integer:
        return None
    return k**node.exp * kind.root(u) ** (2 * node.exp)
