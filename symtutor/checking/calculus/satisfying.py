"""Points at which conditions hold together: a set of conditions that no point satisfies says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

__all__ = ["holds_at", "points_where", "satisfiable"]

_VALUES = tuple(
    sp.Rational(text)
    for text in (
        "137/100 1/3 -5/7 3 -2 7/10 -1/9 2 -1 1 4 1/20 11/2 -3 -13/3 0 5 -1/2 1/2 9/4 -7/5 17/6 -22/7 12 -11 1/500 101/4 -40 60 6 8 10 "
        "1000 -1000"
    ).split()
)
_NEAR = (sp.Rational(1, 7), sp.Rational(1, 300), sp.Rational(17, 5), sp.Integer(1))
_SLACK = 1e-9  # of a float
_MOST = 4_000  # points that are tried
_DIGITS = 30
_TINY = sp.Float("1e-20", 30)
_STRIDE = 0x9E3779B1  # of the walk through several letters, the same on every run


def satisfiable(conditions: Iterable[Any], domain: Mapping[Any, Any] | None = None) -> bool:
    """Tell whether a point was found at which all conditions hold.

    Parameters
    ----------
    conditions : iterable of Boolean
        Relations between real letters.
    domain : mapping of Symbol to Set, optional
        Where letters live.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> satisfiable([a > 1]), satisfiable([a > 1, a < 1]), satisfiable([-(a**2) > 0])
    (True, False, False)
    """
    return bool(points_where(conditions, domain=domain, count=1))


def points_where(
    conditions: Iterable[Any], letters: Iterable[Any] = (), domain: Mapping[Any, Any] | None = None, *, count: int = 1
) -> tuple[dict[Any, Any], ...]:
    """Return rational points at which all conditions hold, at most so many, the same ones on every run.

    Parameters
    ----------
    conditions : iterable of Boolean
        Relations between real letters; one between matrices is let go.
    letters : iterable of Symbol
        Letters that need a value although no condition names them.
    domain : mapping of Symbol to Set, optional
        Where letters live.
    count : int
        How many points are wanted.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> points_where([a < -1, a > -3], count=2)
    ({a: -2}, {a: -7/5})
    """
    plain = {_with_letters(c) for c in conditions if c != sp.true and not c.has(sp.MatrixExpr)}
    asked = tuple(sorted(plain, key=sp.default_sort_key))
    if sp.false in asked:
        return ()
    symbols = set(letters).union(*[c.free_symbols for c in asked])
    where = domain or {}
    named = tuple((s, where.get(s)) for s in sorted(symbols, key=lambda s: s.name))
    return tuple(dict(point) for point in _found(asked, named, count))


def _with_letters(condition: sp.Basic) -> Any:
    """Return a condition with a letter for each value and each derivative of a function that is only named, which may be any number."""
    for kind in (sp.Derivative, sp.Subs, AppliedUndef):
        condition = condition.xreplace({part: sp.Symbol(f"[{part}]") for part in condition.atoms(kind)})
    return condition


@lru_cache(maxsize=2_000)
def _found(
    conditions: tuple[sp.Rel, ...], letters: tuple[tuple[sp.Symbol, Any], ...], count: int
) -> tuple[tuple[tuple[Any, Any], ...], ...]:
    may_hold = _by_floats(conditions, [letter for letter, _ in letters])
    points = (p for p in _candidates(conditions, letters) if may_hold(p) and all(holds_at(c, dict(p)) for c in conditions))
    return tuple(islice(points, count))


def _by_floats(conditions: tuple[sp.Rel, ...], letters: list[sp.Symbol]) -> Callable[[tuple[tuple[Any, Any], ...]], bool]:
    """Return a quick test that leaves out points at which floats show that a relation fails."""
    relations = [c for c in conditions if isinstance(c, sp.Gt | sp.Ge | sp.Lt | sp.Le)]
    gaps = [c.lhs - c.rhs if isinstance(c, sp.Gt | sp.Ge) else c.rhs - c.lhs for c in relations]
    try:
        function = sp.lambdify(letters, gaps, "math") if gaps else None
    except (TypeError, ValueError, KeyError, NotImplementedError):
        function = None

    def may_hold(point: tuple[tuple[sp.Symbol, sp.Expr], ...]) -> bool:
        if function is None:
            return True
        try:
            return all(gap > -_SLACK for gap in function(*(float(number) for _, number in point)))
        except (TypeError, ValueError, ArithmeticError, NameError):
            return True

    return may_hold


def _candidates(conditions: tuple[Any, ...], letters: tuple[tuple[Any, Any], ...]) -> Iterator[tuple[tuple[sp.Symbol, sp.Expr], ...]]:
    """Yield points: each letter runs through its values, several of them in steps that differ."""
    if not letters:
        yield ()
        return
    axes = [_axis(letter, where, conditions) for letter, where in letters]
    if not all(axes):
        return
    seen = set()
    first = max(map(len, axes))
    for k in range(first if len(axes) == 1 else _MOST):
        if k < first:
            places = [(k * (1 + 2 * (j % 3)) + 3 * j) % len(axis) for j, axis in enumerate(axes)]
        else:
            places = [((k + 1) * _STRIDE * (j + 1) >> 7 * (j + 1)) % len(axis) for j, axis in enumerate(axes)]
        if tuple(places) not in seen:
            seen.add(tuple(places))
            yield tuple((letter, axis[place]) for (letter, _), axis, place in zip(letters, axes, places, strict=True))


def _axis(letter: sp.Expr, where: Any, conditions: tuple[sp.Rel, ...]) -> list[sp.Expr]:
    """Return values of one letter: ordinary ones, and those around the numbers of the conditions that hold it."""
    numbers = {n for c in conditions if letter in c.free_symbols for n in c.atoms(sp.Rational) if abs(n) < 10**9}
    near = [n + side * gap for n in sorted(numbers) for gap in (0, *_NEAR) for side in (1, -1)]
    if isinstance(where, sp.Interval):
        ends = [e for e in (where.start, where.end) if e.is_Rational]
        near += [e + side * gap for e in ends for gap in _NEAR for side in (1, -1)]
        if len(ends) == 2:
            near += [ends[0] + (ends[1] - ends[0]) * sp.Rational(k, 7) for k in range(1, 7)]
    values = list(dict.fromkeys((*_VALUES, *near)))
    return values if where is None else [v for v in values if where.contains(v) == sp.true]


def holds_at(condition: Any, point: Mapping[sp.Basic, sp.Basic]) -> bool:
    """Tell whether a condition surely holds at a point.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> holds_at(sp.sqrt(a) > 1, {a: sp.Integer(4)}), holds_at(sp.sqrt(a) > 1, {a: sp.Integer(-4)})
    (True, False)
    """
    if isinstance(condition, sp.And):
        return all(holds_at(c, point) for c in condition.args)
    if isinstance(condition, sp.Or):
        return any(holds_at(c, point) for c in condition.args)
    if not isinstance(condition, sp.core.relational.Relational):
        return bool(condition.xreplace(dict(point)) == sp.true)
    try:
        gap = sp.N((condition.lhs - condition.rhs).xreplace(dict(point)), _DIGITS)
    except (TypeError, ValueError, ArithmeticError, AttributeError):
        return False
    if not gap.is_number or gap.is_extended_real is not True:
        return False
    if gap.is_infinite:
        return bool(condition.func(gap, 0) == sp.true)
    if abs(gap) < _TINY:
        return isinstance(condition, sp.Eq | sp.Ge | sp.Le)
    return bool(condition.func(gap, 0) == sp.true)
