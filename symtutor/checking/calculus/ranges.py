"""Ranges of expressions over a whole domain: an interval that surely holds all values, found from the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import sympy as sp

__all__ = ["fails_throughout", "holds_throughout", "range_of", "without_settled_steps"]


class Range(NamedTuple):
    """An interval, perhaps of one number, with its ends and whether it is open there."""

    start: Any
    end: Any
    left_open: bool = False
    right_open: bool = False


_ALL = Range(-sp.oo, sp.oo, True, True)
_POSITIVE = Range(sp.S.Zero, sp.oo, True, True)
_INCREASING: dict[Any, tuple[Any, Any]] = {  # with the limits at both ends
    sp.exp: (sp.S.Zero, sp.oo),
    sp.atan: (-sp.pi / 2, sp.pi / 2),
    sp.tanh: (sp.S.NegativeOne, sp.S.One),
    sp.erf: (sp.S.NegativeOne, sp.S.One),
    sp.sinh: (-sp.oo, sp.oo),
    sp.asinh: (-sp.oo, sp.oo),
}
_UNIT = Range(sp.S.NegativeOne, sp.S.One)
_BOUNDED = {sp.sin: _UNIT, sp.cos: _UNIT, sp.sign: _UNIT, sp.cosh: Range(sp.S.One, sp.oo, False, True)}


def range_of(expr: Any, domain: Mapping[Any, Any]) -> Range:
    """Return an interval that holds all values of an expression; the whole line where nothing is known.

    Parameters
    ----------
    expr : Expr
        The expression.
    domain : mapping of Symbol to Set
        Where its letters live; others are real.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> tuple(range_of(1 / (1 + x**2), {})), tuple(range_of(sp.tanh(x) ** 2, {}))
    ((0, 1, True, False), (0, 1, False, True))
    """
    try:
        return _range(expr, domain)
    except (TypeError, ValueError, AttributeError, NotImplementedError):
        return _ALL


def _range(expr: Any, domain: Mapping[Any, Any]) -> Range:
    if expr.is_number:
        return Range(expr, expr) if expr.is_real and expr.is_finite else _ALL
    if expr.is_Symbol:
        where = domain.get(expr, sp.S.Reals)
        return Range(where.inf, where.sup, where.inf not in where, where.sup not in where)
    if isinstance(expr, sp.Add):
        return _folded(expr.args, domain, _sum)
    if isinstance(expr, sp.Mul):
        return _folded(expr.args, domain, _product)
    if isinstance(expr, sp.Abs):
        return _absolute(_range(expr.args[0], domain))
    if isinstance(expr, sp.Pow):
        return _power(_range(expr.base, domain), expr.exp) if expr.exp.is_Rational else _POSITIVE if expr.base.is_positive else _ALL
    limits = _INCREASING.get(expr.func)
    if limits is not None:
        inside = _range(expr.args[0], domain)
        low, high = (limit if end.is_infinite else expr.func(end) for end, limit in zip(inside[:2], limits, strict=True))
        return Range(low, high, inside.left_open or inside.start.is_infinite, inside.right_open or inside.end.is_infinite)
    if isinstance(expr, sp.log):
        inside = _from_0(_range(expr.args[0], domain))
        return Range(sp.log(inside.start) if inside.start else -sp.oo, sp.log(inside.end), inside.left_open, inside.right_open)
    return _BOUNDED.get(expr.func, _ALL)


def _folded(args: tuple[Any, ...], domain: Mapping[Any, Any], join: Callable[[Range, Range], Range]) -> Range:
    found = _range(args[0], domain)
    for arg in args[1:]:
        found = join(found, _range(arg, domain))
    return found


def _sum(p: Range, q: Range) -> Range:
    return Range(p.start + q.start, p.end + q.end, p.left_open or q.left_open, p.right_open or q.right_open)


def _product(p: Range, q: Range) -> Range:
    if p.start == p.end or q.start == q.end:
        factor, other = (p.start, q) if p.start == p.end else (q.start, p)
        return _scaled(other, factor)
    if p.start >= 0 and q.start >= 0:
        low, high = p.start * q.start, sp.oo if sp.oo in {p.end, q.end} else p.end * q.end
        is_open = (p.left_open and q.left_open) or (low > 0 and (p.left_open or q.left_open))
        return Range(low, high, is_open, p.right_open or q.right_open)
    for one, other in ((p, q), (q, p)):
        if one.end <= 0 and (other.start >= 0 or other.end <= 0):
            return _scaled(_product(_scaled(one, sp.S.NegativeOne), other), sp.S.NegativeOne)
    ends = [a * b for a in (p.start, p.end) for b in (q.start, q.end)]
    return _ALL if any(not end.is_finite for end in ends) else Range(sp.Min(*ends), sp.Max(*ends))


def _scaled(p: Range, factor: Any) -> Range:
    if factor == 0:
        return Range(sp.S.Zero, sp.S.Zero)
    if factor > 0:
        return Range(p.start * factor, p.end * factor, p.left_open, p.right_open)
    return Range(p.end * factor, p.start * factor, p.right_open, p.left_open)


def _from_0(p: Range) -> Range:
    return p if p.start >= 0 else Range(sp.S.Zero, p.end, False, p.right_open)


def _absolute(p: Range) -> Range:
    if p.start >= 0:
        return p
    if p.end <= 0:
        return _scaled(p, sp.S.NegativeOne)
    far, is_open = (p.end, p.right_open) if p.end > -p.start else (-p.start, p.left_open)
    if p.end == -p.start:
        is_open = bool(p.left_open and p.right_open)
    return Range(sp.S.Zero, far, False, is_open)


def _power(p: Range, exponent: Any) -> Range:
    if exponent < 0:
        below = _power(p, -exponent)
        if below.start > 0 or (below.start == 0 and below.left_open):
            high = 1 / below.start if below.start else sp.oo
            return Range(1 / below.end, high, below.right_open or below.end.is_infinite, below.left_open or not below.start)
        return _ALL
    if exponent.is_Integer and exponent % 2 == 0:
        p = _absolute(p)
    elif exponent.q % 2 == 0:
        p = _from_0(p)
    elif not exponent.is_Integer and not p.start >= 0:
        return _ALL
    return Range(p.start**exponent, p.end**exponent, p.left_open, p.right_open)


def holds_throughout(condition: Any, domain: Mapping[Any, Any]) -> bool:
    """Tell whether a comparison surely holds on the whole domain.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> holds_throughout(sp.Ne(sp.cos(x) + sp.sqrt(3) + 2, 0), {}), holds_throughout(sp.Ne(x, 0), {})
    (True, False)
    """
    if not isinstance(condition, sp.Gt | sp.Ge | sp.Lt | sp.Le | sp.Ne):
        return False
    gap = condition.rhs - condition.lhs if isinstance(condition, sp.Lt | sp.Le) else condition.lhs - condition.rhs
    found = range_of(gap, domain)
    is_above = found.start > 0 or (found.start == 0 and (bool(found.left_open) or isinstance(condition, sp.Ge | sp.Le)))
    return bool(is_above) or (isinstance(condition, sp.Ne) and bool(found.end < 0 or (found.end == 0 and found.right_open)))


def fails_throughout(condition: Any, domain: Mapping[Any, Any]) -> bool:
    """Tell whether a comparison surely holds nowhere on the domain.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> fails_throughout(-sp.sqrt(x) > 0, {}), fails_throughout(-(x**2) >= 0, {})
    (True, False)
    """
    if not isinstance(condition, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        return False
    gap = condition.rhs - condition.lhs if isinstance(condition, sp.Lt | sp.Le) else condition.lhs - condition.rhs
    found = range_of(gap, domain)
    return bool(found.end < 0 or (found.end == 0 and (found.right_open or isinstance(condition, sp.Gt | sp.Lt))))


def without_settled_steps(expr: Any, domain: Mapping[Any, Any]) -> Any:
    """Return an expression in which floors and signs that keep one value on the whole domain are that value.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> without_settled_steps(x + sp.floor(sp.tanh(x) ** 2), {}), without_settled_steps(sp.floor(x), {x: sp.Interval.Ropen(0, 1)})
    (x, 0)
    """
    table = {}
    for part in expr.atoms(sp.floor, sp.sign):
        found = range_of(part.args[0], domain)
        if isinstance(part, sp.sign):
            if holds_throughout(sp.Ne(part.args[0], 0, evaluate=False), domain):
                table[part] = sp.S.One if found.start >= 0 else sp.S.NegativeOne
        elif found.start.is_finite and found.end.is_finite:
            low = sp.floor(found.start)
            if low.is_Integer and (found.end < low + 1 or (found.end == low + 1 and found.right_open)):
                table[part] = low
    return expr.xreplace(table) if table else expr
