"""Enclosures of a function on intervals: its sign, and that it has no zeros but the known ones."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, enclose
from symtutor.checking.optimization.zeros.membership import lies_in, sign_of_number
from symtutor.checking.optimization.zeros.tails import far_place, near_place

__all__ = ["enclosed_sign", "ends_of_parts", "on_parts", "parts_of"]

_DEPTH = 22
_BOXES = 4000
_ORDERS = 6


def enclosed_sign(expr: sp.Basic, x: sp.Basic, place: Any, precision: int = 80) -> int | None:
    """Return the sign that an expression surely has at a number or on an interval of rationals, or None."""
    if isinstance(place, tuple):
        point: Any = {x: tuple(Fraction(int(e.p), int(e.q)) for e in place)}
    elif place.is_Rational:
        point = {x: place}
    else:
        return _sign_of_number(expr.xreplace({x: place}))
    try:
        low, high = enclose(expr, point, precision)
    except Undefined:
        return None
    return None if contains_zero((low, high)) else 1 if _positive(low) else -1


def _sign_of_number(number: Any) -> int | None:
    try:
        low, high = enclose(number, {}, 160)
    except Undefined:
        return sign_of_number(number)
    return None if contains_zero((low, high)) else 1 if _positive(low) else -1


def _positive(raw: Any) -> bool:
    return raw[0] == 0 and raw[1] != 0  # sign bit and mantissa of a raw number


def parts_of(where: sp.Basic) -> tuple[Any, ...]:
    """Return the intervals and points of a domain."""
    if where is sp.S.Reals:
        return (sp.Interval(-sp.oo, sp.oo),)
    if isinstance(where, sp.Union):
        return tuple(p for part in where.args for p in parts_of(part))
    if isinstance(where, sp.Complement) and isinstance(where.args[1], sp.FiniteSet):
        cut: Any = sp.Complement(*where.args)
        if isinstance(cut, sp.Complement):  # points that SymPy does not order: the equation is looked at on the whole interval
            return parts_of(where.args[0])
        return parts_of(cut)
    return (where,)


def ends_of_parts(where: sp.Basic) -> set[Any]:
    """Return the finite ends of the intervals of a set, and its single points.

    Raises
    ------
    NotImplementedError
        If it consists of anything else.
    """
    ends: set[Any] = set()
    for part in parts_of(where):
        if isinstance(part, sp.FiniteSet):
            ends |= set(part)
        elif isinstance(part, sp.Interval):
            ends |= {part.inf, part.sup} - {sp.oo, -sp.oo}
        elif part is not sp.S.EmptySet:
            raise NotImplementedError
    return ends


def on_parts(factor: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Return None where an expression has no zeros in a domain but the known ones, else why that was not shown."""
    for part in parts_of(where):
        if part.is_FiniteSet:
            continue
        bounded = _bounded(factor, x, part, known)
        if bounded is None:
            return "that there is no other solution far away was not proved"
        found = _by_boxes(factor, x, bounded, known)
        if found is not None:
            return found
    return None


def _bounded(factor: Any, x: sp.Basic, part: Any, known: tuple[sp.Basic, ...]) -> Any:
    """Return the bounded interval outside of which a factor surely has no zero on an interval, or None."""
    numbers = [sp.N(v, 20) for v in known if lies_in(v, part)]
    start, end = part.start, part.end
    if start is -sp.oo:
        start = far_place(factor, x, -1, min([*numbers, sp.S.Zero if end is sp.oo else sp.N(end, 20)]))
    if end is sp.oo:
        end = far_place(factor, x, 1, max([*numbers, sp.S.Zero if part.start is -sp.oo else sp.N(part.start, 20)]))
    if part.left_open and start is not None and part.start.is_finite:
        start = _beside(factor, x, start, 1, numbers)
    if part.right_open and end is not None and part.end.is_finite:
        end = _beside(factor, x, end, -1, numbers)
    return None if start is None or end is None else sp.Interval(start, end, part.left_open, part.right_open)


def _beside(factor: Any, x: Any, end: Any, way: int, numbers: list[sp.Basic]) -> sp.Basic:
    """Return an end that does not belong to the domain, moved inward where the factor has no value at it."""
    if sp.sympify(factor.xreplace({x: end})).is_finite:
        return end
    moved = near_place(factor, x, end, way)
    return end if moved is None or any((n - moved) * way < 0 for n in numbers) else moved


# ---- boxes ---------------------------------------------------------------------------------------
def _by_boxes(expr: sp.Basic, x: Any, part: sp.Interval, known: tuple[sp.Basic, ...]) -> Any:
    """Show by enclosures that a bounded interval holds no zero but the known ones."""
    chain = [expr]
    for _ in range(_ORDERS):
        chain.append(differentiated(chain[-1], x))
    low, high = (_rational_near(end, way) for end, way in ((part.start, -1), (part.end, 1)))
    places = [(v, sp.N(v, 40)) for v in known]
    stack = [(low, high, 0)]
    count = 0
    while stack:
        a, b, depth = stack.pop()
        count += 1
        if count > _BOXES:
            return "too many boxes were needed to exclude other zeros"
        if _is_settled(chain, x, a, b, places):
            continue
        if depth >= _DEPTH:
            return f"near {sp.N((a + b) / 2, 8)} other zeros were not excluded"
        middle = (a + b) / 2
        stack += [(a, middle, depth + 1), (middle, b, depth + 1)]
    return None


def _rational_near(end: sp.Expr, way: int) -> sp.Expr:
    if end.is_Rational:
        return end
    digits = sp.Rational(str(sp.N(end, 30)))
    return digits + way * sp.Rational(1, 10**20)


def _is_settled(chain: Iterable[sp.Basic], x: Any, a: sp.Expr, b: sp.Expr, places: list[tuple[sp.Basic, sp.Basic]]) -> bool:
    """Tell whether a box holds no zeros but known ones: the derivative of the order of their number has one sign."""
    exprs = tuple(chain)
    inside = [v for v, number in places if a <= number <= b]
    if not inside:
        if enclosed_sign(exprs[0], x, (a, b)) is not None:
            return True
        if enclosed_sign(exprs[1], x, (a, b)) is None:
            return False
        signs = [enclosed_sign(exprs[0], x, end) for end in (a, b)]
        return None not in signs and signs[0] == signs[1]
    if len(inside) > 1:
        return False
    order = _order(exprs, x, inside[0])
    return order is not None and enclosed_sign(exprs[order], x, (a, b)) is not None


def _order(chain: tuple[sp.Basic, ...], x: sp.Expr, place: sp.Basic) -> int | None:
    """Return the order of the first derivative that is not 0 at a zero, where those before it are proved to be 0."""
    for order, expr in enumerate(chain[1:], 1):
        sign = sign_of_number(expr.xreplace({x: place}))
        if sign != 0:
            return None if sign is None else order
    return None
