"""Judging extrema and stationary points: what is none, what has another kind, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.calculus.real_derivatives import derivative
from symtutor.derivation import Solved
from symtutor.diagnosing.optimization.told import right, same, sign, wrong_by
from symtutor.goals.optimization import ExtremePoint, is_constant
from symtutor.problem import Problem
from symtutor.verdict import Verdict

__all__ = ["judge_extrema", "judge_stationary"]


def judge_extrema(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge places with kinds, and with values where they are given."""
    goal: Any = problem.goal
    f, x, _domain = goal.args
    points = solved.value.points
    for place, kind, height in found:
        if "inflection" in str(kind):
            verdict = _inflection(place, height, goal, solved, book)
            if verdict is not None:
                return verdict
            continue
        point = next((p for p in points if _is_there(p, place, solved.value.period)), None)
        if point is None and is_constant(solved.value) and solved.value.slopes and _takes(goal, place, height, solved):
            continue
        if point is None and _level_around(place, solved.value, is_inside=True) is not None:
            point = _on_a_level(place, sp.simplify(f.xreplace({x: place})), solved.value)
        if point is None:
            return _no_extremum(place, goal, solved, book)
        verdict = _kind(point, str(kind), x, book, solved.value)
        if verdict is None and height is not None and not same(point.value, height):
            verdict = wrong_by(book, "optimize/other-value", height, point.value, x=x, place=place, height=point.value, claimed=height)
        if verdict is not None:
            return verdict
    everywhere = is_constant(solved.value) and found
    missing = [
        p
        for p in points
        if p.kind != "neither" and not everywhere and not any(_is_there(p, place, solved.value.period) for place, _, _ in found)
    ]
    lost = next((p for p in missing if not _is_on_a_named_level(p, found, goal, solved.value)), None)
    if lost is not None:
        return _missing(lost, x, book)
    if missing:
        return right("Correct: the function is level there, and every place of the stretch is one.", "the same points and kinds")
    flat = [p.x for p in points if p.kind == "neither" and any(same(p.x, place) and kind in _ANY for place, kind, _ in found)]
    told = f"Correct for a critical point: at {x} = {flat[0]} there is neither a maximum nor a minimum." if flat else "Correct."
    return right(told, "the same points and kinds")


def _no_extremum(place: Any, goal: Any, solved: Solved, book: Book) -> Verdict:
    """Return why a place that was named is no extremum."""
    f, x, _domain = goal.args
    if any(same(place, v) for v in solved.value.inflections):
        return wrong_by(book, "optimize/inflection-for-extremum", place, "", x=x, place=place)
    there = f.xreplace({x: place})
    if place.is_infinite or there.is_real is False or there.has(sp.zoo, sp.nan, sp.oo):
        return wrong_by(book, "optimize/without-value", place, "", x=x, place=place)
    slope = derivative(f, x).xreplace({x: place})
    return wrong_by(book, "optimize/not-stationary", slope, 0, x=x, place=place, slope=slope)


def _is_there(point: Any, place: Any, period: Any) -> bool:
    """Tell whether a place is that of a point, or whole periods away from it; a letter in it stands for whole numbers."""
    if same(point.x, place):
        return True
    if period == 0 or place.is_infinite:
        return False
    whole = {s: sp.Symbol(s.name, integer=True) for s in place.free_symbols}
    turns = sp.simplify((place.xreplace(whole) - point.x) / period)
    return turns.is_integer is True


def _level_around(place: Any, extrema: Any, *, is_inside: bool) -> tuple[Any, Any] | None:
    """Return the ends of the stretch on which the function is level around a place, the ends themselves included where not `is_inside`."""
    level: list[tuple[Any, Any]] = []
    for piece in extrema.slopes:
        if piece.sign != 0:
            continue
        if level and level[-1][1] == piece.low:
            level[-1] = (level[-1][0], piece.high)
        else:
            level.append((piece.low, piece.high))
    if place.is_infinite or place.free_symbols:
        return None
    least = 1 if is_inside else 0
    return next(((low, high) for low, high in level if all(_sign(gap) >= least for gap in (place - low, high - place))), None)


def _sign(gap: Any) -> int:
    return sign(gap) if gap.is_finite is not False else 1 if gap == sp.oo else -1


def _on_a_level(place: Any, height: Any, extrema: Any) -> ExtremePoint:
    """Return a place at which the function is level: it is a minimum and a maximum among the places around it."""
    scope = "global" if any(same(height, bound) for bound in (extrema.infimum, extrema.supremum)) else "local"
    return ExtremePoint(place, height, sp.Symbol("local minimum"), sp.Symbol(scope), sp.Symbol("constant"))


def _is_on_a_named_level(point: Any, found: Any, goal: Any, extrema: Any) -> bool:
    """Tell whether another place of the level stretch with an extremum was named, with the kind that this has."""
    level = _level_around(point.x, extrema, is_inside=False)
    return level is not None and any(
        (str(kind) in _ANY or point.kind.removeprefix("local ") in str(kind))
        and _level_around(place, extrema, is_inside=False) == level
        and same(goal.args[0].xreplace({goal.args[1]: place}), point.value)
        for place, kind, _ in found
    )


def _takes(goal: Any, place: Any, height: Any, solved: Solved) -> bool:
    """Tell whether a constant function has a place, and there the value that is said."""
    return goal.args[2].contains(place) == sp.true and (height is None or same(height, solved.value.infimum))


def _inflection(place: Any, height: Any, goal: Any, solved: Solved, book: Book) -> Verdict | None:
    """Return what is wrong with a place that is said to be one of inflection, and with its value."""
    f, x, _domain = goal.args
    bend = derivative(derivative(f, x), x).xreplace({x: place})
    if not any(same(place, v) for v in solved.value.inflections):
        mistake = "optimize/bend-is-not-zero" if bend.is_number and not same(bend, 0) else "optimize/bend-keeps-its-sign"
        return wrong_by(book, mistake, bend, 0, x=x, place=place, bend=bend)
    there = sp.simplify(f.xreplace({x: place}))
    if height is not None and not same(there, height):
        return wrong_by(book, "optimize/other-value", height, there, x=x, place=place, height=there, claimed=height)
    return None


_ANY = frozenset({"", "any"})


def _kind(point: Any, said: str, x: Any, book: Book, extrema: Any = None) -> Verdict | None:
    if said in _ANY:
        return None
    wants_global = "global" in said or "absolute" in said
    name = next((k for k in ("maximum", "minimum", "saddle", "neither") if k in said), said)
    told = {"x": x, "place": point.x, "claimed": name}
    is_both = str(point.test) in {"isolated", "constant"} and name in {"maximum", "minimum"}
    if name not in point.kind and not is_both:
        swapped = {name, point.kind.removeprefix("local ")} == {"maximum", "minimum"}
        mistake = "optimize/maximum-and-minimum-swapped" if swapped else "optimize/stationary-is-not-extremum"
        return wrong_by(book, mistake, name, point.kind, found=_article(point.kind), **told)
    bound = None if extrema is None else extrema.supremum if name == "maximum" else extrema.infimum
    is_other = is_both and wants_global and bound is not None and bound is not sp.nan and not same(point.value, bound)
    if wants_global and (point.scope != "global" or is_other):
        return wrong_by(book, "optimize/local-called-global", "global", "local", **told)
    return None


def _article(kind: str) -> str:
    return "neither a maximum nor a minimum" if kind == "neither" else f"a {kind}"


def _missing(point: Any, x: Any, book: Book) -> Verdict:
    name = {"end": "end-forgotten", "sides": "corner-forgotten"}.get(str(point.test), "point-missing")
    return wrong_by(book, f"optimize/{name}", "", point.x, x=x, place=point.x, found=point.kind)


def judge_stationary(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge stationary points in several variables, each with its kind."""
    goal: Any = problem.goal
    f, variables = goal.args
    names = sp.Tuple(*variables)
    points = solved.value.points
    for place, kind, height in found:
        point = next((p for p in points if _is_at(p, place)), None)
        if point is None:
            if len(place) != len(variables) or any(c.is_infinite for c in place):
                return wrong_by(book, "optimize/without-value", tuple(place), "", x=names, place=tuple(place))
            at = dict(zip(variables, place, strict=True))
            slopes = tuple(sp.diff(f, v).xreplace(at) for v in variables)
            return wrong_by(book, "optimize/not-stationary", slopes, 0, x=names, place=tuple(place), slope=slopes)
        verdict = _kind(point, str(kind), names, book)
        if verdict is None and height is not None and not same(point.value, height):
            verdict = wrong_by(book, "optimize/other-value", height, point.value, x=names, place=place, height=point.value, claimed=height)
        if verdict is not None:
            return verdict
    left = next((p for p in points if not any(_is_at(p, place) for place, _, _ in found)), None)
    if left is not None:
        told = wrong_by(book, "solve.system/solution-lost", "", left.x)
        return replace(told, explanation=f"The point {tuple(left.x)} is missing: {_article(left.kind)}. {told.explanation}")
    return right("Correct.", "the same points and kinds")


def _is_at(point: Any, place: Sequence[Any]) -> bool:
    return len(point.x) == len(place) and all(same(a, b) for a, b in zip(point.x, place, strict=True))
