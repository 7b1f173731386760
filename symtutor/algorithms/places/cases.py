"""Functions with kinks and jumps by cases: where the formula changes, and the formula on each interval between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from symtutor.algorithms.places.breaks import breaks, zeros
from symtutor.algorithms.structure import depends, linear, symbols

__all__ = ["SWITCHES", "Cases", "by_cases", "gaps", "has_switch", "is_same", "value_at"]

_MOST_CASES = 12
_DEEPEST = 8
_DIGITS = 30

Sign = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Cases:
    """A function by cases: its formulas between the places where they meet, and its values at these.

    Parameters
    ----------
    places : tuple of Expr, length n
        Where the formula changes, in order.
    pieces : tuple of Expr, length n + 1
        The formula on each interval; nan where the function is not defined.
    values : tuple of Expr, length n
        The value at each place; nan where there is none.
    """

    places: tuple[Any, ...]
    pieces: tuple[Any, ...]
    values: tuple[Any, ...]

    def as_piecewise(self, x: Any) -> sp.Expr:
        """Return the function as a Piecewise; a place whose value neither neighbor has is a case of its own."""
        pairs: list[tuple[sp.Basic, sp.Basic]] = []
        has_gap = any(part is sp.nan for part in (*self.pieces, *self.values))
        begin: Any = sp.true
        for piece, place, value, following in zip(self.pieces, self.places, self.values, self.pieces[1:], strict=False):
            below, above = (value_at(p, x, place) for p in (piece, following))
            is_below = value is not sp.nan and is_same(value, below)
            is_above = value is not sp.nan and not is_below and is_same(value, above)
            pairs.append((piece, sp.And(begin, x <= place if is_below else x < place)))
            if value is not sp.nan and not is_below and not is_above:
                pairs.append((value, sp.Eq(x, place)))
            begin = x >= place if is_above else x > place
        pairs.append((self.pieces[-1], begin if has_gap else sp.true))
        return sp.Piecewise(*[(piece, condition) for piece, condition in pairs if piece is not sp.nan])


def value_at(expr: sp.Basic, x: sp.Expr, place: sp.Rational) -> sp.Expr:
    """Return the value of an expression at a place: nan where it has no finite real one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> value_at(1 / x, x, sp.S.Zero), value_at(sp.Piecewise((x, x > 0), (2, True)), x, sp.S.Zero)
    (nan, 2)
    """
    try:
        decided: Any = expr if place.is_Rational else _by_digits(expr, x, place)
        found = decided.xreplace({x: place})
    except (TypeError, ValueError):  # SymPy compares the arguments of Max and of conditions, and cannot where one has no real value
        return sp.nan
    if found.has(sp.Piecewise):  # a > a is decided by SymPy only for a letter that is known to be real
        found = found.xreplace({r: _truth(r, 0) for r in found.atoms(Relational) if sp.expand(r.lhs - r.rhs) == 0})
    if found.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
        return sp.nan
    return sp.nan if found.is_number and found.is_real is False else found


def _by_digits(expr: Any, x: sp.Expr, place: sp.Expr) -> Any:
    """Return an expression with the larger or smaller argument in the place of each Max and Min, as digits at a place tell.

    Where formulas meet their values are equal, which SymPy decides by minimal polynomials; here it does not matter which is taken.
    """

    def taken(node: Any) -> Any:
        values = [sp.N(a.xreplace({x: place}), _DIGITS) for a in node.args]
        if not all(value.is_Float or value.is_Integer for value in values):
            return node
        best = max(values) if isinstance(node, sp.Max) else min(values)
        return min((a for a, v in zip(node.args, values, strict=True) if abs(v - best) < _EQUAL), key=sp.count_ops)

    return expr.replace(lambda node: isinstance(node, sp.Max | sp.Min) and node.has(x), taken)


_DIGITS, _EQUAL = 50, sp.Rational(1, 10**40)


def is_same(a: sp.Expr, b: sp.Expr) -> bool:
    """Tell whether two values are the same finite number or expression."""
    gap = sp.expand(a - b)
    if gap.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
        return False
    return bool(gap == 0 or (gap.is_number and abs(sp.N(gap, _DIGITS)) < _EQUAL))


# ---- what switches ------------------------------------------------------------------------------
def _argument(node: sp.Expr) -> Iterator[sp.Basic]:
    yield node.args[0]


def _differences(node: Any) -> Iterator[Any]:
    args = sorted(node.args, key=sp.default_sort_key)
    for i, p in enumerate(args):
        for q in args[i + 1 :]:
            yield p - q


def _sides(node: Any) -> Iterator[Any]:
    for _, condition in node.args:
        for relation in sorted(condition.atoms(Relational), key=sp.default_sort_key):
            yield relation.lhs - relation.rhs


SWITCHES: dict[Any, Callable[[Any], Iterator[Any]]] = {
    sp.Abs: _argument,
    sp.sign: _argument,
    sp.Heaviside: _argument,
    sp.Max: _differences,
    sp.Min: _differences,
    sp.Piecewise: _sides,
}


def gaps(node: Any) -> tuple[Any, ...]:
    """Return what is 0 where a function of `SWITCHES` changes its formula.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> gaps(sp.Max(x, 1))
    (1 - x,)
    """
    return tuple(SWITCHES[type(node)](node))


def _extreme(direction: int) -> Callable[[Any, Sign], Any]:
    def chosen(node: Any, sign: Sign) -> Any:
        best, *others = sorted(node.args, key=sp.default_sort_key)
        for other in others:
            if direction * sign(other - best) > 0:
                best = other
        return best

    return chosen


def _case(node: Any, sign: Sign) -> Any:
    for piece, condition in node.args:
        truths = {r: _truth(r, sign(r.lhs - r.rhs)) for r in condition.atoms(Relational)}
        if condition.xreplace(truths) == sp.true:
            return piece
    return sp.nan


def _truth(relation: sp.Rel, sign: int) -> Any:
    return relation.func(sp.Integer(sign), 0)


_RESOLVED: dict[Any, Callable[[Any, Sign], Any]] = {
    sp.Abs: lambda node, sign: sign(node.args[0]) * node.args[0],
    sp.sign: lambda node, sign: sp.Integer(sign(node.args[0])),
    sp.Heaviside: lambda node, sign: sp.Integer(sign(node.args[0]) > 0),
    sp.Max: _extreme(1),
    sp.Min: _extreme(-1),
    sp.Piecewise: _case,
}
_CLOSED = (sp.Integral, sp.Sum, sp.Product, sp.Derivative, sp.Subs)


@lru_cache(maxsize=20_000)
def has_switch(expr: Any, x: sp.Expr) -> bool:
    """Tell whether a formula changes somewhere; ln|u| and sign(u)·|u|^r do not count, which are one formula on their domain.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> has_switch(x * sp.Abs(x), x), has_switch(sp.log(sp.Abs(x)), x), has_switch(sp.sign(x) * sp.Abs(x) ** sp.Rational(1, 3), x)
    (True, False, False)
    """
    if not expr.args or not depends(expr, x):
        return False
    switches = type(expr) in SWITCHES and any(depends(gap, x) for gap in gaps(expr))
    return switches or any(has_switch(a, x) for a in _inside(expr))


def _inside(expr: Any) -> tuple[Any, ...]:
    """Return the parts of an expression in which a formula may change."""
    if isinstance(expr, _CLOSED):
        return ()
    args: tuple[sp.Basic, ...] = expr.args
    if isinstance(expr, sp.log) and isinstance(args[0], sp.Abs):
        return args[0].args
    if isinstance(expr, sp.Mul):
        signed = {a.args[0] for a in args if isinstance(a, sp.sign)}
        rooted = {a.base.args[0] for a in args if isinstance(a, sp.Pow) and isinstance(a.base, sp.Abs)}
        odd = signed & rooted
        if odd:
            return (*odd, *(a for a in args if not (isinstance(a, sp.sign) or (isinstance(a, sp.Pow) and isinstance(a.base, sp.Abs)))))
    return args


def _innermost(expr: sp.Basic, x: sp.Expr) -> Iterator[Any]:
    """Yield the switching functions that hold no other."""
    inner = [a for a in _inside(expr) if has_switch(a, x)]
    for a in inner:
        yield from _innermost(a, x)
    if not inner and type(expr) in SWITCHES:
        yield expr


# ---- the intervals ------------------------------------------------------------------------------
def by_cases(expr: Any, x: Any) -> Cases | None:
    """Return a function by cases, or None where the places at which its formula changes cannot be listed.

    Parameters
    ----------
    expr : Expr
        A function with |·|, sign, Heaviside, Max, Min or Piecewise in it.
    x : Symbol
        The variable; one place may depend on other letters, several must be numbers.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = by_cases(sp.Max(x, x**2), x)
    >>> found.places, found.pieces
    ((0, 1), (x**2, x, x**2))
    >>> by_cases(sp.Abs(sp.sin(x)), x) is None
    True
    """
    if expr.has(AppliedUndef):
        return None
    found = _split(expr, x, -sp.oo, sp.oo, 0)
    if found is None or not 1 <= len(found) <= _MOST_CASES + 1:
        return None
    places = [low for low, _, _ in found[1:]]
    values = [value_at(expr, x, place) for place in places]
    if any(value.has(*SWITCHES) for value in values):
        return None
    return _without_seams(places, [piece for _, _, piece in found], values, x)


def _without_seams(places: list[sp.Rational], pieces: list[sp.Expr], values: list[sp.Expr], x: sp.Expr) -> Cases:
    """Return the cases without the places at which nothing changes."""
    kept = Cases((), (pieces[0],), ())
    for place, piece, value in zip(places, pieces[1:], values, strict=True):
        if piece == kept.pieces[-1] and (piece is sp.nan or is_same(value, value_at(piece, x, place))):
            continue
        kept = Cases((*kept.places, place), (*kept.pieces, piece), (*kept.values, value))
    return kept


def _split(expr: Any, x: Any, low: Any, high: Any, depth: int) -> list[tuple[Any, Any, Any]] | None:
    """Return intervals with the formula on each, or None."""
    nodes = tuple(dict.fromkeys(_innermost(expr, x)))
    if not nodes:
        return [(low, high, expr)]
    if depth > _DEEPEST:
        return None
    differences = tuple(dict.fromkeys(gap for node in nodes for gap in gaps(node)))
    cuts = _cuts(differences, x, low, high)
    if cuts is None:
        return None
    result = []
    for a, b in pairwise((low, *cuts, high)):
        signs = _signs(differences, x, a, b)
        if signs is None:
            result.append((a, b, sp.nan))
            continue
        resolved = expr.xreplace({node: _RESOLVED[type(node)](node, signs.__getitem__) for node in nodes})
        inner = _split(resolved, x, a, b, depth + 1)
        if inner is None:
            return None
        result.extend(inner)
    return result


def _cuts(differences: tuple[sp.Basic, ...], x: sp.Basic, low: Any, high: Any) -> tuple[Any, ...] | None:
    """Return the places strictly between two others at which one of these may change its sign, in order."""
    found: list[Any] = []
    for gap in differences:
        places = _changes(gap, x, low, high)
        if places is None:
            return None
        found += [p for p in places if p not in found]
    ends = {low, high} - {sp.oo, -sp.oo}
    found = [p for p in found if p not in ends]
    if len(found) + len(ends) > 1 and any(symbols(p) for p in (*found, *ends)):
        return None
    return tuple(sorted(found, key=lambda p: sp.N(p, _DIGITS))) if len(found) > 1 else tuple(found)


def _changes(gap: Any, x: Any, low: Any, high: Any) -> tuple[sp.Basic, ...] | None:
    """Return the zeros of an expression and the places at which it is not continuous."""
    if not depends(gap, x):
        return ()
    shape = linear(gap, x)
    if shape is not None and shape[0].is_number:
        root = sp.expand(-shape[1] / shape[0])
        if symbols(root):
            return (root,)
        return (root,) if sp.N(low, _DIGITS) < sp.N(root, _DIGITS) < sp.N(high, _DIGITS) else ()
    if symbols(gap) != {x}:
        return None
    vanishing, broken = zeros(gap, x, low, high), () if gap.is_polynomial(x) else breaks(gap, x, low, high)
    return None if vanishing is None or broken is None else (*vanishing, *(p for p in broken if p not in vanishing))


def _signs(differences: tuple[sp.Expr, ...], x: sp.Expr, low: Any, high: Any) -> dict[Any, int] | None:
    """Return the sign of each difference, and of its negative, on an interval; None where one is not real."""
    for sample in _samples(low, high):
        found = {gap: _sign(sp.expand(gap.xreplace({x: sample}))) for gap in differences}
        if None not in found.values():
            signs: dict[Any, Any] = {**{-gap: -(sign or 0) for gap, sign in found.items()}, **found}
            return signs
    return None


def _sign(value: Any) -> int | None:
    if value == 0:
        return 0
    number = sp.N(value, _DIGITS)
    return (1 if number > 0 else -1) if number.is_Float or number.is_Integer or number.is_Rational else None


def _samples(low: sp.Expr, high: sp.Expr) -> Iterator[Any]:
    """Yield places inside an interval."""
    steps = (sp.Integer(1), sp.Integer(2), sp.Rational(1, 2), sp.Integer(10), sp.Rational(1, 10))
    if low is -sp.oo:
        yield from ((0 if high is sp.oo else high) - step for step in steps)
    if high is sp.oo:
        yield from ((0 if low is -sp.oo else low) + step for step in steps)
    if low is not -sp.oo and high is not sp.oo:
        yield from (low + (high - low) * sp.Rational(k, 16) for k in (8, 4, 12, 1, 15))
