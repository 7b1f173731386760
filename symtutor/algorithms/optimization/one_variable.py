"""Extrema of a function of one variable, from the zeros of its first and second derivative."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, numeric, rational_between, sign_at, sign_of
from symtutor.algorithms.structure import nodes
from symtutor.goals.core import D, Evaluated, Goal, Limit
from symtutor.goals.optimization import Extrema, ExtremePoint, Piece, Solve, is_inside

__all__ = ["Findings", "findings", "summary"]

_SWITCHES = (sp.Abs, sp.sign, sp.Max, sp.Min)
_SHIFT = 64  # a period is looked at from so small a part of it before 0
_JUMPS = (sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise, sp.frac, sp.sign)


@dataclass(frozen=True)
class Formula:
    """A function on a part of its domain where no |·|, max or min switches, with its first two derivatives."""

    part: Any
    expr: Any
    slope: Any
    bend: Any


@dataclass(frozen=True)
class Findings:
    """What was found about a function on a domain.

    Parameters
    ----------
    formulas : tuple of Formula
        The function on each part of its domain.
    stationary, corners, turns : tuple of Expr
        Where the slope is 0, where it does not exist, and where the bend is 0.
    domain : Set
        Where the function was looked at: one period of a periodic one.
    period : Expr
        The period, or 0.
    derivatives, equations, limits, values : tuple of Goal
        What was asked: the derivatives, the equations for the places, the limits at ends that do not belong
        to the domain, and the values at all other points.
    are_turns_known : bool
        Whether all zeros of the bend were found; without them nothing is said of how the graph bends.
    """

    formulas: tuple[Formula, ...]
    stationary: tuple[Any, ...]
    corners: tuple[Any, ...]
    turns: tuple[Any, ...]
    domain: Any
    period: Any
    derivatives: tuple[Goal, ...]
    equations: tuple[Goal, ...]
    limits: tuple[Goal, ...]
    values: tuple[Goal, ...]
    are_turns_known: bool = True

    def formula_at(self, low: sp.Expr, high: sp.Expr) -> Formula:
        """Return the formula of the function between two places."""
        sample = rational_between(low, high)
        return next(f for f in self.formulas if is_inside(sample, f.part))


class _Equations:
    """Zeros of expressions, with the goals that were asked for them."""

    def __init__(self, solve: Callable[[Any], Any]) -> None:
        self.solve = solve
        self.asked: list[Goal] = []

    def zeros(self, expr: Any, x: sp.Basic, domain: sp.Basic) -> tuple[Any, ...] | None:
        """Return the zeros of an expression on a domain, or None where they are not found."""
        if x not in expr.free_symbols:
            return ()
        goal = Solve(expr, sp.S.Zero, x, domain)
        found = self.solve(goal)
        if found is None or any(v.free_symbols - expr.free_symbols for v in found.values):
            return None
        if goal not in self.asked:
            self.asked.append(goal)
        return tuple(found.values)


def findings(expr: Any, x: Any, domain: Any, solve: Callable[[Any], Any]) -> Findings | None:
    """Return the places that matter, or None where the zeros of a derivative cannot be found."""
    if isinstance(domain, sp.FiniteSet):  # places by themselves: only the values count
        places = sorted(domain, key=lambda p: numeric(p) or sp.S.Zero)
        values = tuple(Evaluated(expr, sp.Tuple(x), sp.Tuple(p)) for p in places)
        return Findings((), (), (), (), domain, sp.S.Zero, (), (), (), values)
    if expr.has(*_JUMPS):
        return None
    period = period_of(expr, x) if domain in {sp.S.Reals, sp.Interval(-sp.oo, sp.oo)} else sp.S.Zero
    if period != 0:
        domain = sp.Interval(-period / _SHIFT, period - period / _SHIFT)
    ask = _Equations(solve)
    corners = _corners(expr, x, domain, ask)
    if corners is None:
        return None
    formulas, stationary, turns, derivatives = [], [], [], []
    are_turns_known = True
    for part in _parts(domain, corners) if expr.has(*_SWITCHES) else (_without(domain, corners),):
        plain = resolved(expr, x, rational_between(part.inf, part.sup)) if expr.has(*_SWITCHES) else expr
        slope = solve(D(plain, x))
        bend = None if slope is None else solve(D(slope, x))
        if bend is None:
            return None
        zeros, bends = ask.zeros(slope, x, part), ask.zeros(bend, x, part)
        if zeros is None:
            return None
        formulas.append(Formula(part, plain, slope, bend))
        derivatives += [D(plain, x), D(slope, x)]
        stationary += [z for z in zeros if z not in stationary]
        turns += [z for z in bends or () if z not in turns]
        are_turns_known = are_turns_known and bends is not None
    ends = tuple(_ends(domain)) if period == 0 else ()
    limits = tuple(Limit(expr, x, place, _direction(place, way)) for place, way, inside in ends if not inside)
    inner = [p for p in (*stationary, *corners) if not any(p == place for place, _, inside in ends if inside)]
    places = sorted([*inner, *(place for place, _, inside in ends if inside)], key=lambda p: numeric(p) or sp.S.Zero)
    places = places or ([sp.S.Zero] if period != 0 else [])  # any place of a constant
    values = tuple(Evaluated(expr, sp.Tuple(x), sp.Tuple(p)) for p in places)
    asked = (tuple(derivatives), tuple(ask.asked), limits, values)
    return Findings(tuple(formulas), tuple(stationary), corners, tuple(turns), domain, period, *asked, are_turns_known)


def _without(domain: sp.Interval, points: tuple[Any, ...]) -> sp.Interval:
    return domain - sp.FiniteSet(*points) if points else domain


def _parts(domain: Any, corners: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(p for p in intervals_of(_without(domain, corners)) if p.inf != p.sup)


def period_of(expr: sp.Basic, x: sp.Expr) -> sp.Expr:
    """Return a period of an expression in which the variable stands in sines and cosines of whole multiples alone; 0 where there is none.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> period_of(sp.sin(2 * x) + sp.cos(3 * x) ** 2, x), period_of(x + sp.sin(x), x)
    (2*pi, 0)
    """
    waves = {n for n in nodes(expr, x) if isinstance(n, sp.sin | sp.cos)}
    if not waves or x in expr.xreplace(dict.fromkeys(waves, sp.S.One)).free_symbols:
        return sp.S.Zero
    rates = [sp.diff(w.args[0], x) for w in waves]
    unit = rates[0]
    ratios = [sp.simplify(r / unit) for r in rates]
    if unit.free_symbols or not all(r.is_Rational for r in ratios):
        return sp.S.Zero
    common = sp.gcd(ratios) if len(ratios) > 1 else sp.S.One
    return sp.simplify(2 * sp.pi / abs(unit * common))


def resolved(expr: Any, x: Any, sample: Any) -> Any:
    """Return an expression with |·|, sign, max and min replaced by what they are around a sample."""

    def at(node: Any) -> Any:
        return sign_at(node, x, sample)

    inside = {n: _RESOLVED[type(n)](n, at) for n in nodes(expr, x) if isinstance(n, _SWITCHES)}
    while inside:
        node = min(inside, key=sp.count_ops)
        expr = expr.xreplace({node: inside[node]})
        inside = {n: _RESOLVED[type(n)](n, at) for n in nodes(expr, x) if isinstance(n, _SWITCHES)}
    return expr


def _extreme(way: int) -> Callable[[Any, Any], Any]:
    def chosen(node: Any, at: Any) -> Any:
        best = node.args[0]
        for other in node.args[1:]:
            if (at(other - best) or 0) * way > 0:
                best = other
        return best

    return chosen


_RESOLVED: dict[Any, Callable[[Any, Any], Any]] = {
    sp.Abs: lambda n, at: n.args[0] * (-1 if at(n.args[0]) == -1 else 1),
    sp.sign: lambda n, at: sp.Integer(at(n.args[0]) or 0),
    sp.Max: _extreme(1),
    sp.Min: _extreme(-1),
}


def _corners(expr: sp.Basic, x: sp.Expr, domain: sp.Interval, solve: _Equations) -> tuple[Any, ...] | None:
    """Return the points of the domain at which the function may have no derivative: switches, and zeros under roots."""
    found: list[Any] = []
    for node in nodes(expr, x):
        for inside in _switching(node):
            zeros = solve.zeros(inside, x, domain)
            if zeros is None:
                return None
            found.extend(z for z in zeros if z not in found)
    return tuple(z for z in found if is_inside(z, domain) and not any(z == p and i for p, _, i in _ends(domain)))


def _switching(node: Any) -> Iterable[Any]:
    if isinstance(node, sp.Abs | sp.sign):
        yield node.args[0]
    elif isinstance(node, sp.Max | sp.Min):
        args: tuple[Any, ...] = node.args
        yield from (a - b for i, a in enumerate(args) for b in args[i + 1 :])
    elif isinstance(node, sp.Pow) and node.exp.is_Rational and not node.exp.is_Integer and 0 < node.exp < 1:
        yield node.base
    elif isinstance(node, sp.asin | sp.acos):
        yield 1 - node.args[0] ** 2


def _ends(domain: Any) -> Iterable[tuple[Any, int, bool]]:
    for part in intervals_of(domain):
        if part.inf == part.sup:
            yield part.inf, 0, True
            continue
        yield part.start, 1, not (part.left_open or part.start is -sp.oo)
        yield part.end, -1, not (part.right_open or part.end is sp.oo)


def _direction(place: sp.Expr, way: int) -> sp.Symbol:
    if place in {sp.oo, -sp.oo}:
        return sp.Symbol("-" if place is sp.oo else "+")
    return sp.Symbol("+" if way > 0 else "-")


# ---- the summary ---------------------------------------------------------------------------------
def summary(found: Findings, x: Any, limits: tuple[Any, ...], values: tuple[Any, ...]) -> Extrema:
    """Return the extrema with their kinds and scopes, the inflections, and the pieces of one slope and one bend."""
    slopes = _pieces(found, x, (*found.stationary, *found.corners), lambda formula: formula.slope)
    bends = _pieces(found, x, (*found.turns, *found.corners), lambda formula: formula.bend) if found.are_turns_known else []
    by_place = {goal.args[2][0]: value for goal, value in zip(found.values, values, strict=True)}
    bounds = [*by_place.values(), *(v for v in limits if v is not sp.nan)]
    is_known = sp.nan not in limits and all(p.sign is not sp.nan for p in slopes) and bool(bounds)
    infimum, supremum = _extreme_of(bounds, -1), _extreme_of(bounds, 1)
    around = slopes if found.period == 0 else [*slopes[-1:], *slopes, *slopes[:1]]
    points = []
    for place, value in by_place.items():
        kind, test = _kind(place, x, found, around)
        best = {"local minimum": infimum, "local maximum": supremum}.get(kind)
        if test in {"isolated", "constant"} and is_known and sign_of(value - supremum) == 0 != sign_of(value - infimum):
            kind, best = "local maximum", supremum  # it is both: the one that is global is told
        is_global = is_known and best is not None and sign_of(value - best) == 0
        points.append(ExtremePoint(place, value, kind, "global" if is_global else "local", test))
    inflections = tuple(p for p in found.turns if _changes(p, bends) and is_inside(p, found.domain))
    ends = tuple(sp.Tuple(goal.args[2], goal.args[3], value) for goal, value in zip(found.limits, limits, strict=True))
    infimum, supremum = (infimum, supremum) if is_known else (sp.nan, sp.nan)
    return Extrema(tuple(points), inflections, tuple(slopes), tuple(bends), ends, infimum, supremum, found.period)


def _pieces(found: Findings, x: sp.Basic, places: tuple[sp.Basic, ...], which: Callable[[Formula], Any]) -> list[Any]:
    pieces: list[Any] = []
    for part in intervals_of(found.domain):
        if part.inf == part.sup:
            continue
        inner = sorted((p for p in places if sign_of(p - part.inf) == 1 and sign_of(part.sup - p) == 1), key=lambda p: numeric(p))
        for a, b in pairwise((part.inf, *inner, part.sup)):
            sign = sign_at(which(found.formula_at(a, b)), x, rational_between(a, b))
            pieces.append(Piece(a, b, sp.nan if sign is None else sp.Integer(sign)))
    return pieces


def _extreme_of(numbers: list[Any], way: int) -> Any:
    best = None
    for n in numbers:
        if best is None or (sign_of(n - best) if sp.oo not in {n, best} and -sp.oo not in {n, best} else _infinite(n, best)) == way:
            best = n
    return best


def _infinite(a: sp.Expr, b: sp.Expr) -> int:
    if a == b:
        return 0
    return 1 if a is sp.oo or b is -sp.oo else -1


def _kind(place: Any, x: sp.Basic, found: Findings, slopes: list[Any]) -> tuple[str, str]:
    """Return what a point is, and by which test: the second derivative, the slopes at its sides, or the one slope at an end."""
    before = next((p.sign for p in slopes if p.high == place), None)
    after = next((p.sign for p in slopes if p.low == place), None)
    if before is None and after is None:
        return "local minimum", "isolated"
    if place in found.stationary and before is not None and after is not None:
        bend = next((sign_at(f.bend, x, place) for f in found.formulas if is_inside(place, f.part)), None)
        if bend in {1, -1}:
            return ("local minimum" if bend == 1 else "local maximum"), "second derivative"
    sides = (before if before is not None else 0, after if after is not None else 0)
    test = "sides" if before is not None and after is not None else "end"
    falls_then_rises = sides[0] <= 0 and sides[1] >= 0 and sides != (0, 0)
    rises_then_falls = sides[0] >= 0 and sides[1] <= 0 and sides != (0, 0)
    if sp.nan in sides:
        return "inconclusive", test
    if sides == (0, 0):
        return "local minimum", "constant"
    if 0 in sides and before is not None and after is not None:  # level on one side
        return ("local minimum" if falls_then_rises else "local maximum"), test
    return ("local minimum" if falls_then_rises else "local maximum" if rises_then_falls else "neither"), test


def _changes(place: sp.Rational, bends: list[Any]) -> bool:
    before = next((p.sign for p in bends if p.high == place), None)
    after = next((p.sign for p in bends if p.low == place), None)
    return before is not None and after is not None and before * after == -1
