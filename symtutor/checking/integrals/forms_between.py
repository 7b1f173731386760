"""What an expression with |·|, max, sign, floor or cases is between the places where its form changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.calculus.regions import real_zeros, sort_numbers
from symtutor.checking.integrals.continuity import positive_inside

__all__ = ["form_between", "forms_between", "has_forms"]

_MOST = 80
_STEPS = (sp.floor, sp.ceiling)


class _Unknown(Exception):  # noqa: N818 (an outcome, not an error)
    """Raised where a form, or a place where it changes, is not known."""


def has_forms(expr: sp.Basic) -> bool:
    """Tell whether an expression has a part whose form may change."""
    return bool(expr.has(*_RESOLVED, sp.Piecewise, *_STEPS))


def forms_between(expr: Any, x: sp.Basic, low: Any, high: Any) -> tuple[tuple[Any, Any, Any], ...] | None:
    """Return (form, start, end) for the parts of an interval on which an expression has one form; None where they are not known.

    Parameters
    ----------
    expr : Expr
        An expression in x alone.
    x : Symbol
        The variable.
    low, high : Expr
        Numbers or infinities, the smaller first.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> forms_between(sp.Abs(x), x, sp.S.NegativeOne, sp.Integer(2))
    ((-x, -1, 0), (x, 0, 2))
    >>> forms_between(sp.floor(x), x, sp.S.Zero, sp.Rational(3, 2))
    ((0, 0, 1), (1, 1, 3/2))
    """
    try:
        cuts = list(_places(expr, x, low, high))
    except _Unknown:
        return None
    inside = [p for p in sort_numbers(cuts) if low < p < high]
    if len(inside) > _MOST:
        return None
    found = []
    for start, end in pairwise((low, *inside, high)):
        form = form_between(expr, x, start, end)
        if form is None:
            return None
        found.append((form, start, end))
    return tuple(found)


def form_between(expr: sp.Expr, x: sp.Basic, low: sp.Basic, high: sp.Basic) -> Any:
    """Return what an expression is between two points, or None where its form changes there or is not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> form_between(sp.Abs(sp.sin(x)), x, sp.pi, 2 * sp.pi)
    -sin(x)
    """
    try:
        return _resolved(expr, x, low, high)
    except _Unknown:
        return None


def _resolved(expr: Any, x: sp.Basic, low: Any, high: Any) -> Any:
    if not expr.has(x) or not has_forms(expr):
        return expr
    if isinstance(expr, sp.Piecewise):
        return _case(expr, x, low, high)
    args = [_resolved(a, x, low, high) for a in expr.args]
    rule = _RESOLVED.get(type(expr))
    if rule is not None:
        return rule(args, x, low, high)
    if isinstance(expr, _STEPS):
        return _step(type(expr), args[0], x, low, high)
    return expr.func(*args)


def _sign(g: Any, x: sp.Basic, low: sp.Basic, high: sp.Basic) -> int:
    if positive_inside(g, x, low, high):
        return 1
    if positive_inside(-g, x, low, high):
        return -1
    raise _Unknown


def _absolute(args: list[sp.Expr], x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    return _sign(args[0], x, low, high) * args[0]


def _signum(args: list[sp.Expr], x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    return sp.Integer(_sign(args[0], x, low, high))


def _extreme(direction: int) -> Callable[[list[Any], Any, Any, Any], Any]:
    def rule(args: list[Any], x: Any, low: Any, high: Any) -> Any:
        best = args[0]
        for other in args[1:]:
            best = other if _sign(direction * (other - best), x, low, high) > 0 else best
        return best

    return rule


def _case(expr: Any, x: Any, low: Any, high: Any) -> Any:
    """Return the case of the first condition that holds between two points."""
    for value, condition in expr.args:
        truth = _truth(condition, x, low, high)
        if truth:
            return _resolved(value, x, low, high)
    return sp.nan


def _truth(condition: sp.Basic, x: sp.Expr, low: sp.Expr, high: sp.Expr) -> bool:
    if condition in {sp.true, sp.false}:
        return bool(condition)
    if isinstance(condition, sp.And | sp.Or):
        truths = [_truth(c, x, low, high) for c in condition.args]
        return all(truths) if isinstance(condition, sp.And) else any(truths)
    gap = _GAPS.get(type(condition))
    if gap is None:
        raise _Unknown
    return _sign(gap(condition), x, low, high) > 0


def _step(head: Any, argument: sp.Expr, x: sp.Basic, low: sp.Rational, high: sp.Rational) -> sp.Expr:
    """Return the value of floor or ceiling where its argument stays between two whole numbers."""
    middle = sp.floor(argument.subs(x, (low + high) / 2))
    if middle.is_Integer and positive_inside(argument - middle, x, low, high) and positive_inside(middle + 1 - argument, x, low, high):
        return middle if head is sp.floor else middle + 1
    raise _Unknown


_GAPS: dict[Any, Callable[[Any], Any]] = {
    **dict.fromkeys((sp.StrictGreaterThan, sp.GreaterThan), lambda c: c.lhs - c.rhs),
    **dict.fromkeys((sp.StrictLessThan, sp.LessThan), lambda c: c.rhs - c.lhs),
}
_RESOLVED: dict[Any, Callable[[list[Any], Any, Any, Any], Any]] = {
    sp.Abs: _absolute,
    sp.sign: _signum,
    sp.Max: _extreme(1),
    sp.Min: _extreme(-1),
}


def _places(expr: sp.Expr, x: sp.Basic, low: sp.Rational, high: Any) -> Iterator[Any]:
    """Yield every place where a form may change."""
    for part in sp.preorder_traversal(expr):
        if not isinstance(part, sp.Basic) or not part.has(x):
            continue
        args: Any = part.args
        if isinstance(part, sp.Abs | sp.sign):
            yield from _zeros(args[0], x, low, high)
        elif isinstance(part, sp.Max | sp.Min):
            for i, p in enumerate(args):
                for q in args[i + 1 :]:
                    yield from _zeros(p - q, x, low, high)
        elif isinstance(part, sp.core.relational.Relational):
            yield from _zeros(part.lhs - part.rhs, x, low, high)
        elif isinstance(part, _STEPS):
            yield from _levels(args[0], x, low, high)


def _zeros(g: Any, x: sp.Basic, low: sp.Expr, high: sp.Basic) -> Iterator[Any]:
    """Yield the zeros of a rational function, or of the sine or cosine of a linear one."""
    constant, core = g.as_independent(x, as_Add=False)
    if isinstance(core, sp.sin | sp.cos) and not constant.has(x):
        slope = sp.diff(core.args[0], x)
        if slope.has(x) or low.is_finite is False or high.is_finite is False:
            raise _Unknown
        start = core.args[0].subs(x, 0) - (0 if isinstance(core, sp.sin) else sp.pi / 2)
        ends = sorted(((slope * end + start) / sp.pi for end in (low, high)), key=lambda e: e.evalf(30))
        first, last = int(sp.floor(ends[0])), int(sp.ceiling(ends[1]))
        if last - first > _MOST + 2:
            raise _Unknown
        yield from ((k * sp.pi - start) / slope for k in range(first, last + 1))
        return
    found = real_zeros(g, x)
    if found is None:
        raise _Unknown
    yield from found


def _levels(argument: Any, x: Any, low: Any, high: Any) -> Iterator[Any]:
    """Yield where a monotone argument reaches whole numbers."""
    if low.is_finite is False or high.is_finite is False:
        raise _Unknown
    ends = [sp.floor(argument.subs(x, end)) for end in (low, high)]
    if not all(e.is_Integer for e in ends) or abs(ends[1] - ends[0]) > _MOST:
        raise _Unknown
    for level in range(int(min(ends)), int(max(ends)) + 2):
        yield from _zeros(argument - level, x, low, high)
