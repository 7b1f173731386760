"""Judging extrema of one variable: the pieces of one slope from the proved zeros, then every point from the pieces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.zeros.boxes import enclosed_sign, parts_of
from symtutor.checking.optimization.zeros.membership import are_apart, is_same_number, lies_in
from symtutor.goals.core import Goal, Limit
from symtutor.goals.optimization import Extrema, Roots, Solve
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_refuted

__all__ = ["judge_extrema"]

_JUMPS = (sp.floor, sp.ceiling, sp.frac, sp.Heaviside, sp.Piecewise, sp.sign)


def judge_extrema(goal: Any, claimed: Any, known: Mapping[Goal, Any], domain: Mapping[Any, Any]) -> Verdict:
    """Judge the extrema of a function: pieces, kinds and scopes, from zeros and limits that were proved before."""
    expr, x, where = goal.args
    if not isinstance(claimed, Extrema):
        return claim_refuted("the answer names no extrema")
    if claimed.period != 0:
        if same_value(expr, expr.xreplace({x: x + claimed.period}), domain).status is not Status.CORRECT:
            return claim_open(f"that {claimed.period} is a period was not proved")
        where = sp.Interval(claimed.slopes[0].low, claimed.slopes[0].low + claimed.period)
    if expr.has(*_JUMPS):  # pieces of one slope say nothing about a place at which the function jumps
        return claim_open("that the function is continuous was not proved")
    for problem in _missing_ends(claimed, where):
        return problem
    zeros = _proved_zeros(known, x)
    switches = [] if isinstance(where, sp.FiniteSet) else _switches(expr, x)
    unproved = [s for s in switches if not _is_solved(s, known, x)]
    if unproved:
        return claim_open(f"where {unproved[0]} is 0 was not proved")
    for problem in (
        *_pieces(expr, x, where, claimed.slopes, zeros, known),
        *(_ends(claimed, known, where, expr, x) if claimed.period == 0 else ()),
        *_bending(expr, x, claimed, known),
        *_points(expr, x, claimed, domain),
        *_complete(expr, x, claimed, switches, known, where),
        *_bounds(claimed),
    ):
        return problem
    return Verdict(Status.CORRECT, Proof("the sign of the slope on each piece, values and limits compared"))


def _proved_zeros(known: Mapping[Goal, sp.Basic], x: sp.Expr) -> list[sp.Rational]:
    return [v for g, found in known.items() if isinstance(g, Solve) and g.args[2] == x and isinstance(found, Roots) for v in found.values]


def _switches(expr: sp.Expr, x: sp.Symbol) -> list[Any]:
    """Return what must not be 0 where the function is to have a derivative."""
    found = []
    for node in sp.preorder_traversal(expr):
        if not node.has(x):
            continue
        if isinstance(node, sp.Abs | sp.sign):
            found.append(node.args[0])
        elif isinstance(node, sp.Max | sp.Min):
            args: tuple[Any, ...] = node.args
            found.extend(a - b for i, a in enumerate(args) for b in args[i + 1 :])
        elif isinstance(node, sp.Pow) and node.exp.is_Rational and not node.exp.is_Integer and 0 < node.exp < 1:
            found.append(node.base)
    return found


def _is_solved(equation: Any, known: Mapping[Goal, Any], x: Any) -> bool:
    return any(isinstance(g, Solve) and g.args[2] == x and sp.expand(g.args[0] - g.args[1] - equation) == 0 for g in known)


def _pieces(expr: Any, x: Any, where: Any, pieces: Any, zeros: list[Any], known: Mapping[Goal, Any]) -> Iterable[Verdict]:
    """Yield what is wrong with the pieces of one slope: they cover the domain, end at proved zeros, and have the sign they claim."""
    covered = sorted(pieces, key=lambda p: sp.N(p.low))
    for part in parts_of(where):
        if part.is_FiniteSet:
            continue
        mine = [p for p in covered if is_between(p.low, part) and is_between(p.high, part)]
        if not mine or mine[0].low != part.start or mine[-1].high != part.end or any(a.high != b.low for a, b in pairwise(mine)):
            yield claim_refuted("the pieces do not cover the domain")
            return
        strange = [a.high for a, _ in pairwise(mine) if not any(is_same_number(a.high, z) for z in zeros)]
        if strange:
            yield claim_open(f"that the slope is 0 at {strange[0]} was not proved")
    for piece in covered:
        if piece.sign is sp.nan:
            yield claim_open("the sign of the slope on a piece is not known")
            return
        sample = _inside(piece.low, piece.high)
        slope = differentiated(_plain(expr, x, sample), x)
        sign = enclosed_sign(slope, x, sample)
        if slope.has(x) and not _solved_around(slope, x, sample, known):
            yield claim_open(f"that the slope has no other zero between {piece.low} and {piece.high} was not proved")
        yield from _of_sign(slope, sign, piece, "slope")


def _of_sign(derivative: Any, sign: int | None, piece: Any, name: str) -> Iterable[Verdict]:
    """Yield what is wrong with the sign that a derivative is said to have on a piece; 0 is to be proved too."""
    if piece.sign == 0:
        if derivative != 0 and same_value(sp.S.Zero, derivative, {}).status is not Status.CORRECT:
            yield claim_open(f"that the {name} is 0 on a piece was not proved")
    elif sign is None:
        yield claim_open(f"the sign of the {name} on a piece was not proved")
    elif sign != piece.sign:
        yield claim_refuted(f"the {name} between {piece.low} and {piece.high} has the other sign")


def _bending(expr: Any, x: Any, claimed: Any, known: Mapping[Goal, Any]) -> Iterable[Verdict]:
    """Yield what is wrong with the signs of the second derivative, and with the inflections: it changes its sign at each."""
    for piece in claimed.bends:
        if piece.sign is sp.nan:
            continue  # nothing is claimed
        sample = _inside(piece.low, piece.high)
        bend = differentiated(differentiated(_plain(expr, x, sample), x), x)
        yield from _of_sign(bend, enclosed_sign(bend, x, sample), piece, "second derivative")
        if piece.sign != 0 and bend.has(x) and not _solved_around(bend, x, sample, known):
            yield claim_open(f"that the second derivative has no zero between {piece.low} and {piece.high} was not proved")
    for place in claimed.inflections:
        sides = [p.sign for p in claimed.bends if place in {p.low, p.high}]
        if sorted(map(int, (s for s in sides if s is not sp.nan))) != [-1, 1]:
            yield claim_refuted(f"the graph does not change its bending at {place}")


def _plain(expr: sp.Basic, x: sp.Expr, sample: sp.Basic) -> Any:
    """Return an expression with |·|, sign, max and min as they are around a sample."""
    while True:
        nodes = [n for n in expr.atoms(sp.Abs, sp.sign, sp.Max, sp.Min) if n.has(x)]
        if not nodes:
            return expr
        node = min(nodes, key=sp.count_ops)
        if isinstance(node, sp.Max | sp.Min):
            order = sorted(node.args, key=lambda a: sp.N(a.xreplace({x: sample}), 30))
            chosen = order[-1] if isinstance(node, sp.Max) else order[0]
        else:
            sign = sp.Integer(enclosed_sign(node.args[0], x, sample) or 0)
            chosen = sign * node.args[0] if isinstance(node, sp.Abs) else sign
        expr = expr.xreplace({node: chosen})


def _solved_around(slope: sp.Basic, x: sp.Expr, sample: sp.Expr, known: Mapping[Goal, sp.Basic]) -> bool:
    """Tell whether all zeros of a slope were proved on a domain that holds a sample."""
    for goal in known:
        if isinstance(goal, Solve) and goal.args[2] == x and lies_in(sample, goal.args[3]):
            gap = goal.args[0] - goal.args[1] - slope
            if sp.expand(gap) == 0 or same_value(sp.S.Zero, gap, {}).status is Status.CORRECT:
                return True
    return False


def is_between(place: Any, part: Any) -> bool:
    """Tell whether a place lies from one end of an interval to the other."""
    return lies_in(place, sp.Interval(part.start, part.end)) or place in {part.start, part.end}


def _inside(low: sp.Basic, high: sp.Basic) -> Any:
    if low is -sp.oo:
        return sp.Integer(-1) if high is sp.oo else sp.floor(high) - 3
    if high is sp.oo:
        return sp.floor(low) + 3
    a, b = sp.N(low, 40), sp.N(high, 40)
    digits = 3
    while True:
        middle = sp.Rational(str(sp.N((a + b) / 2, digits)))
        if a < middle < b:
            return middle
        digits += 3


def _unless_there(place: Any, listed: Iterable[Any], words: str) -> Iterable[Verdict]:
    """Yield that a number is not among others, or that this was not decided; nothing where it is proved to be one of them."""
    others = list(listed)
    if any(is_same_number(place, other) for other in others):
        return
    yield claim_refuted(words) if all(are_apart(place, other) for other in others) else claim_open(f"not decided whether {words}")


def _ends(claimed: Any, known: Mapping[Goal, Any], where: Any, expr: Any, x: Any) -> Iterable[Verdict]:
    """Yield what is wrong with the limits at ends outside the domain: each end has one, and each was proved."""
    wanted = [
        end
        for part in parts_of(where)
        if not part.is_FiniteSet
        for end, is_open in ((part.start, part.left_open), (part.end, part.right_open))
        if is_open or end in {sp.oo, -sp.oo}
    ]
    if len(wanted) != len(claimed.ends):
        yield claim_refuted("the limits at the open ends are not all there")
    for end in claimed.ends:
        place, direction, limit = end.args
        if known.get(Limit(expr, x, place, direction), None) != limit:
            yield claim_open(f"the limit at {place} was not proved")


def _points(expr: sp.Expr, x: sp.Expr, claimed: Any, domain: Mapping[Any, Any]) -> Iterable[Verdict]:
    """Yield what is wrong with a point: its value, its kind by the slopes at its sides, its scope by all values and limits."""
    for point in claimed.points:
        verdict = same_value(expr.xreplace({x: point.x}), point.value, domain)
        if verdict.status is not Status.CORRECT:
            yield verdict
        around = claimed.slopes if claimed.period == 0 else (*claimed.slopes[-1:], *claimed.slopes)
        before = next((p.sign for p in around if p.high == point.x), None)
        after = next((p.sign for p in around if p.low == point.x), None)
        rises_to, rises_from = (None if s is None else int(s) for s in (before, after))
        lowest = (rises_to is None or rises_to <= 0) and (rises_from is None or rises_from >= 0)
        highest = (rises_to is None or rises_to >= 0) and (rises_from is None or rises_from <= 0)
        allowed = ({"local minimum"} if lowest else set()) | ({"local maximum"} if highest else set())
        if point.kind not in (allowed or {"neither"}):
            yield claim_refuted(f"{point.x} is no {point.kind}")
        if point.scope == "global":
            bound = claimed.infimum if point.kind == "local minimum" else claimed.supremum
            yield from _unless_there(bound, [point.value], f"the value at {point.x} is not the bound")


def _complete(expr: Any, x: Any, claimed: Any, switches: list[Any], known: Mapping[Goal, Any], where: Any) -> Iterable[Verdict]:
    """Yield whether a proved zero of the slope, a switch or an end in the domain is missing among the points."""
    places = [p.x for p in claimed.points]
    for goal, found in known.items():
        if not isinstance(goal, Solve) or goal.args[2] != x or not isinstance(found, Roots):
            continue
        gap = goal.args[0] - goal.args[1]
        inner = [v for v in found.values if not v.free_symbols and lies_in(v, where)]
        is_slope = any(sp.expand(gap - differentiated(_plain(expr, x, v + sp.Rational(1, 10**12)), x)) == 0 for v in inner[:1])
        if not is_slope and not any(sp.expand(gap - s) == 0 for s in switches):
            continue
        for v in found.values:
            if lies_in(v, where):
                yield from _unless_there(v, places, f"{v} is missing among the points")


def _missing_ends(claimed: Any, where: Any) -> Iterable[Verdict]:
    """Yield which end of the domain is missing among the points."""
    for part in parts_of(where) if claimed.period == 0 else ():
        if part.is_FiniteSet:
            continue
        for end, is_open in ((part.start, part.left_open), (part.end, part.right_open)):
            if not is_open and end.is_finite:
                yield from _unless_there(end, [p.x for p in claimed.points], f"the end {end} is missing")


def _bounds(claimed: Any) -> Iterable[Verdict]:
    """Yield whether the bounds are not the extreme ones among values and limits."""
    numbers = [p.value for p in claimed.points] + [e.args[2] for e in claimed.ends]
    if sp.nan in numbers:
        return
    for bound, pick in ((claimed.infimum, min), (claimed.supremum, max)):
        if bound is sp.nan:
            yield claim_open("the bounds are not known")
            return
        floats = [float(sp.N(n, 30)) if n.is_finite else float(n) for n in numbers]
        best = numbers[floats.index(pick(floats))]
        if best.is_finite and bound.is_finite:
            yield from _unless_there(bound, [best], f"the bound is {best}")
        elif best != bound:
            yield claim_refuted(f"the bound is {best}")
