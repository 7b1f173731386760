"""Numbers with maxima, absolute values and cases, shown to be 0 between the kinks: each sign of what is compared is one case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equivalence import is_proved_equal

__all__ = ["vanishes_between_kinks"]

_MOST_NODES = 6
_COMPARED = (sp.Gt, sp.Ge, sp.Lt, sp.Le)


def vanishes_between_kinks(value: sp.Expr) -> bool:
    """Tell whether a number is proved to be 0 wherever nothing in it is compared with its equal.

    Parameters
    ----------
    value : Expr
        With ``Max``, ``Min``, ``Abs``, ``sign``, ``Heaviside`` or ``Piecewise`` of two sides.

    Returns
    -------
    bool
        False proves nothing.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> vanishes_between_kinks(y * sp.Heaviside(x) - sp.Piecewise((0, x < 0), (y, x > 0)))
    True
    >>> vanishes_between_kinks(sp.Max(x, 0) - x)
    False
    """
    return _vanishes(value, _MOST_NODES)


def _vanishes(value: sp.Basic, left: int) -> bool:
    nodes = sorted(value.atoms(*_BOUNDARIES), key=lambda node: (node.count_ops(), sp.default_sort_key(node)))
    if not nodes:
        return value == 0 or is_proved_equal(value, sp.S.Zero)
    boundary = _BOUNDARIES[type(nodes[0])](nodes[0])
    if boundary is None or left == 0:
        return False
    return all(_vanishes(_on_side(value, boundary, sign), left - 1) for sign in (1, -1))


def _on_side(value: sp.Basic, boundary: sp.Expr, sign: int) -> sp.Basic:
    """Return an expression where a boundary is positive (1) or negative (−1)."""

    def resolved(expr: Any) -> Any:
        if not expr.args:
            return expr
        rebuilt = expr.func(*[resolved(a) for a in expr.args]) if not isinstance(expr, sp.Piecewise) else _cases(expr, resolved, decided)
        own = _BOUNDARIES.get(type(rebuilt))
        edge = own(rebuilt) if own is not None and not isinstance(rebuilt, sp.Piecewise) else None
        side = None if edge is None else decided(edge)
        return rebuilt if side is None else _RESOLVED[type(rebuilt)](rebuilt, side)

    def decided(edge: sp.Expr) -> int | None:
        if edge.is_number:
            return 1 if edge.is_positive else -1 if edge.is_negative else None
        ratio = sp.cancel(edge / boundary)
        return (sign if ratio > 0 else -sign) if ratio.is_Rational and ratio != 0 else None

    return resolved(value)


def _cases(expr: Any, resolved: Callable[[Any], Any], decided: Callable[[Any], int | None]) -> Any:
    """Return a case distinction without the cases whose conditions are decided."""
    kept = []
    for branch, condition in expr.args:
        truth = _truth(condition, decided)
        if truth is False:
            continue
        kept.append((resolved(branch), sp.true if truth else condition))
        if truth:
            break
    return kept[0][0] if kept and kept[0][1] == sp.true else sp.Piecewise(*kept) if kept else sp.nan


def _truth(condition: sp.Basic, decided: Callable[[Any], int | None]) -> bool | None:
    if condition in {sp.true, sp.false}:
        return bool(condition)
    if isinstance(condition, sp.Ne | sp.Eq):
        return None if decided(condition.lhs - condition.rhs) is None else isinstance(condition, sp.Ne)
    side = decided(condition.lhs - condition.rhs) if isinstance(condition, _COMPARED) else None
    return None if side is None else (side > 0) == isinstance(condition, sp.Gt | sp.Ge)


def _of_two(node: Any) -> Any:
    return node.args[0] - node.args[1] if len(node.args) == 2 else None


def _of_cases(node: Any) -> Any:
    """Return what the first condition compares; None for one that is no comparison."""
    condition = node.args[0][1]
    return condition.lhs - condition.rhs if isinstance(condition, (*_COMPARED, sp.Ne, sp.Eq)) else None


_BOUNDARIES: dict[Any, Callable[[Any], Any]] = {
    sp.Abs: lambda node: node.args[0],
    sp.sign: lambda node: node.args[0],
    sp.Heaviside: lambda node: node.args[0],
    sp.Max: _of_two,
    sp.Min: _of_two,
    sp.Piecewise: _of_cases,
}
_RESOLVED: dict[Any, Callable[[Any, int], Any]] = {
    sp.Abs: lambda node, side: side * node.args[0],
    sp.sign: lambda _node, side: sp.Integer(side),
    sp.Heaviside: lambda _node, side: sp.Integer(side > 0),
    sp.Max: lambda node, side: node.args[0 if side > 0 else 1],
    sp.Min: lambda node, side: node.args[1 if side > 0 else 0],
}
