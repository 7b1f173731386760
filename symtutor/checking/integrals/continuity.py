"""Where an expression is surely defined and continuous on an interval: by exact domains, else by enclosures cell by cell."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.calculus.regions import intervals_of
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.errors import InputError

__all__ = ["continuous_on", "defined_inside", "has_known_functions", "nowhere_real", "positive_inside"]

_CELLS = 512
# continuous wherever they are defined and real, which `natural_domain` knows, but for the conditions below
_CONTINUOUS = {
    sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sec, sp.csc, sp.cot, sp.asin, sp.acos, sp.atan, sp.acot, sp.asec, sp.acsc,
    sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.csch, sp.coth, sp.asinh, sp.acosh, sp.atanh, sp.acoth, sp.asech, sp.acsch,
    sp.Abs, sp.Max, sp.Min, sp.erf, sp.erfc, sp.erfi, sp.Si, sp.Shi, sp.Ci, sp.Ei, sp.li, sp.fresnels, sp.fresnelc,
    sp.polylog, sp.LambertW,
}  # fmt: skip
_FURTHER: dict[Any, Any] = {
    sp.li: lambda u: sp.Ne(u - 1, 0),
    sp.polylog: lambda u: sp.Gt(1 - u, 0),
    sp.LambertW: lambda u: sp.Gt(u, 0),
}
_RELATION = sp.core.relational.Relational


def continuous_on(expr: Any, x: Any, low: Any, high: Any, *, closed: tuple[bool, bool] = (True, True)) -> bool:
    """Tell whether an expression is surely defined and continuous on an interval.

    Parameters
    ----------
    expr : Expr
        An expression in x.
    x : Symbol
        The variable.
    low, high : Expr
        The ends, the smaller first; infinite only where they are left out.
    closed : pair of bool
        Whether the lower and the upper end belong to the interval.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> continuous_on(1 / (2 + sp.cos(x)), x, sp.S.Zero, 2 * sp.pi)
    True
    >>> continuous_on(sp.tan(x), x, sp.S.Zero, sp.pi / 2)
    False
    >>> continuous_on(sp.tan(x), x, sp.S.Zero, sp.pi / 2, closed=(True, False))
    True
    """
    heads = _heads(expr)
    if not heads <= _CONTINUOUS or any(is_in and end.is_finite is False for is_in, end in zip(closed, (low, high), strict=True)):
        return False
    further = [condition(part.args[-1]) for head, condition in _FURTHER.items() if head in heads for part in expr.atoms(head)]
    return _holds(sp.And(natural_domain(expr), *further), x, low, high, closed)


def has_known_functions(expr: sp.Expr) -> bool:
    """Tell whether an expression is made of functions that are continuous wherever they are defined and real."""
    return _heads(expr) <= _CONTINUOUS


def _heads(expr: sp.Basic) -> set[Any]:
    """Return the classes in an expression, numbers, letters and arithmetic apart."""
    return {type(part) for part in sp.preorder_traversal(expr) if part.args and not isinstance(part, sp.Add | sp.Mul | sp.Pow)}


def defined_inside(expr: sp.Expr, x: sp.Expr, low: Any, high: Any) -> bool:
    """Tell whether an expression is surely real between two points, but perhaps at single places.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> defined_inside(1 / x, x, sp.S.NegativeOne, sp.S.One), defined_inside(sp.sqrt(x), x, sp.S.NegativeOne, sp.S.One)
    (True, False)
    """
    condition = natural_domain(expr)
    if condition != sp.true and condition.free_symbols == {x}:
        regions = intervals_of(condition, x)
        if regions is not None:
            return _is_covered(regions, low, high)
    parts = [c for c in sp.And.make_args(condition) if not isinstance(c, sp.Ne)]
    return _holds(sp.And(*parts), x, low, high, (False, False))


def positive_inside(expr: sp.Expr, x: sp.Basic, low: sp.Basic, high: sp.Basic) -> bool:
    """Tell whether an expression is surely positive between two points.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> positive_inside(sp.sin(x), x, sp.S.Zero, sp.pi), positive_inside(x, x, sp.S.NegativeOne, sp.S.One)
    (True, False)
    """
    return _holds(natural_domain(sp.log(expr)), x, low, high, (False, False))


def nowhere_real(expr: sp.Expr, x: sp.Symbol, low: sp.Rational, high: sp.Basic) -> Any:
    """Return an interval between two points on which an expression is surely not real, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> nowhere_real(sp.sqrt(x), x, sp.S.NegativeOne, sp.S.One)
    (-1, 0)
    """
    condition = natural_domain(expr)
    if condition == sp.false:
        return (low, high)
    if condition == sp.true or condition.free_symbols != {x}:
        return None
    regions = intervals_of(condition, x)
    if regions is None:
        return None
    start = low
    for region in regions:
        if region.low > start:
            break
        start = max(start, region.high)
    ends = [r.low for r in regions if r.low > start]
    stop = min([high, *ends])
    return (start, stop) if start < stop else None


def _is_covered(regions: Any, low: sp.Expr, high: sp.Expr) -> bool:
    """Tell whether intervals that meet in single points cover what lies between two points."""
    start = low
    for region in regions:
        if region.low <= start < region.high:
            start = region.high
    return bool(start >= high)


def _holds(condition: Any, x: Any, low: Any, high: Any, closed: tuple[bool, bool]) -> bool:
    """Tell whether a condition surely holds on an interval; conditions on other letters alone are taken to hold."""
    if condition == sp.true or (condition != sp.false and x not in condition.free_symbols):
        return True
    if isinstance(condition, sp.And):
        return all(_holds(part, x, low, high, closed) for part in condition.args)
    if condition.free_symbols != {x} or low.free_symbols or high.free_symbols:
        return False
    regions = intervals_of(condition, x)
    if regions is not None:
        has_ends = all(condition.subs(x, end) == sp.true for end, is_in in zip((low, high), closed, strict=True) if is_in)
        return has_ends and any(r.low <= low and high <= r.high for r in regions)
    if not isinstance(condition, _RELATION) or condition.rhs != 0:
        return False
    return _keeps_its_sign(condition, x, low, high, closed)


def _keeps_its_sign(relation: sp.Rel, x: Any, low: sp.Expr, high: sp.Expr, closed: tuple[bool, bool]) -> bool:
    """Tell whether g > 0, g ≥ 0 or g ≠ 0 holds on a finite interval, by enclosures of g on cells.

    An end that does not belong to the interval, or where g ≥ 0 is asked, may be a simple zero:
    g vanishes there, and its derivative vanishes nowhere on the last cell.
    """
    g = relation.lhs
    lead = _sign_without_zeros(g, x)
    if lead:
        return lead > 0 or isinstance(relation, sp.Ne)
    import numpy as np  # noqa: PLC0415 (most conditions are decided exactly, without numpy)

    from symtutor.checking.enclosures.roundoff import enclose  # noqa: PLC0415 (the same)

    if low.is_finite is False or high.is_finite is False:
        return False
    edges = np.linspace(float(low), float(high), _CELLS + 1)
    cells = np.nextafter(edges[:-1], -np.inf), np.nextafter(edges[1:], np.inf)
    try:
        found = enclose(g, {x: cells})
        slopes = enclose(sp.diff(g, x), {x: cells})
    except InputError:
        return False
    above, below = found.low > 0, found.high < 0
    for cell, end, is_in, direction in ((0, low, closed[0], 1), (-1, high, closed[1], -1)):
        may_vanish = not is_in or isinstance(relation, sp.GreaterThan)
        if may_vanish and not above[cell] and not below[cell] and g.subs(x, end) == 0:
            above[cell] = (slopes.low[cell] > 0) if direction > 0 else (slopes.high[cell] < 0)
            below[cell] = (slopes.high[cell] < 0) if direction > 0 else (slopes.low[cell] > 0)
    return bool(above.all() or (isinstance(relation, sp.Ne) and below.all()))


def _sign_without_zeros(g: sp.Expr, x: sp.Expr) -> int:
    """Return the sign of a quadratic that has no real zero, else 0."""
    quadratic = sp.Poly(g, x) if g.is_polynomial(x) else None
    if quadratic is None or quadratic.degree() != 2 or not quadratic.discriminant().is_negative:
        return 0
    return 1 if quadratic.LC().is_positive else -1
