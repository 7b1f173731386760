"""What an oscillating expression is along sequences of points: where an angle is the same but for full turns, or a number whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.checking.calculus.real_derivatives import JUMPING

__all__ = ["along_sequences"]

_TURNING = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_STEPPING = (sp.floor, sp.ceiling, sp.frac)
_PHASES = tuple(sp.pi * sp.Rational(*p) for p in ((0, 1), (1, 2), (1, 1), (3, 2), (1, 4), (1, 6), (1, 3), (3, 4)))
_COUNTERS = sp.symbols("k m n j")
Variant = tuple[Any, Any]


def along_sequences(expr: Any, x: sp.Expr, limit_of: Callable[[Any], Any]) -> Iterator[Variant]:
    """Yield sequences of points, as equations for each whole k, and what the expression is there.

    Parameters
    ----------
    expr : Expr
        The expression.
    x : Symbol
        The variable.
    limit_of : callable
        Returns the limit of a part, or None: an angle must tend to infinity, and then takes every large value.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> [str(v) for _, v in along_sequences(x * sp.sin(x), x, lambda _: sp.oo)][:3]
    ['0', 'x', '0']
    """
    k = next(letter for letter in _COUNTERS if letter not in expr.free_symbols)
    parts = [e for e in sp.preorder_traversal(expr) if e.has(x)]
    powers = list(dict.fromkeys(e for e in parts if isinstance(e, sp.Pow) and e.base == -1 and e.exp.has(x)))
    if powers:
        yield from _alternating(expr, x, powers, k)
        return
    waves = [e for e in dict.fromkeys(parts) if isinstance(e, (*_TURNING, *_STEPPING)) and _grows(e.args[0], limit_of)]
    turning = [e for e in waves if isinstance(e, _TURNING)]
    if turning:
        yield from _turned(expr, x, turning, k, limit_of)
    elif len({e.args[0] for e in waves}) == 1:
        yield from _stepped(expr, waves, k)


def _grows(angle: sp.Expr, limit_of: Callable[[Any], Any]) -> bool:
    """Tell whether an angle is continuous and infinite in the limit."""
    return not angle.has(*JUMPING) and limit_of(angle) in {sp.oo, -sp.oo}


def _alternating(expr: sp.Basic, x: sp.Expr, powers: list[sp.Pow], k: sp.Expr) -> Iterator[Variant]:
    """Yield the expression at even and at odd numbers."""
    if not all(p.exp.is_polynomial(x) and all(c.is_Integer for c in sp.Poly(p.exp, x).all_coeffs()) for p in powers):
        return
    for start in (sp.S.Zero, sp.S.One):
        yield sp.Eq(x, 2 * k + start), expr.xreplace({p: sp.S.NegativeOne ** (p.exp.xreplace({x: start})) for p in powers})


def _turned(expr: Any, x: Any, waves: list[Any], k: Any, limit_of: Callable[[Any], Any]) -> Iterator[Variant]:
    """Yield the expression where an angle is a phase and full turns; the others are multiples of it but for what has a finite limit."""
    angles = list(dict.fromkeys(e.args[0] for e in waves))
    slope = sp.diff(angles[0], x)
    shares = {u: _share(sp.diff(u, x) / slope, limit_of) for u in angles}
    if not all(r is not None and r.is_Rational and r != 0 for r in shares.values()):
        return
    offsets = {u: sp.expand(u - r * angles[0]) for u, r in shares.items()}
    if any(c.has(x) and not _is_finite(limit_of(c)) for c in offsets.values()):
        return
    parts = sp.ilcm(1, *(r.q for r in shares.values()))
    base = angles[0] / parts
    for phase in _PHASES:
        values = {e: e.func(shares[e.args[0]] * parts * phase + offsets[e.args[0]]) for e in waves}
        if not any(v.is_finite is False for v in values.values()):
            yield sp.Eq(base, phase + 2 * sp.pi * k), expr.xreplace(values)


def _share(quotient: sp.Expr, limit_of: Callable[[Any], Any]) -> Any:
    """Return which multiple of another angle an angle is far out, or None."""
    quotient = sp.cancel(quotient)
    return quotient if quotient.is_Rational else limit_of(quotient)


def _is_finite(value: Any) -> bool:
    return value is not None and value.is_finite is not False


def _stepped(expr: sp.Expr, waves: list[sp.Expr], k: sp.Symbol) -> Iterator[Variant]:
    """Yield the expression where a number that is rounded is whole, and where it lies in the middle."""
    inner = waves[0].args[0]
    for share in (sp.S.Zero, sp.S.Half):
        rounded = {sp.floor: inner - share, sp.ceiling: inner + share, sp.frac: share}
        yield sp.Eq(inner, k + share), expr.xreplace({e: rounded[type(e)] for e in waves})
