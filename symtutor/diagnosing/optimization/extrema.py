"""Judging extrema and stationary points: what is none, what has another kind, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.diagnosing.optimization.told import right, same, wrong_by
from symtutor.goals.optimization import is_constant
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
        if point is None:
            if any(same(place, v) for v in solved.value.inflections):
                return wrong_by(book, "optimize/inflection-for-extremum", place, "", x=x, place=place)
            there = f.xreplace({x: place})
            if place.is_infinite or there.is_real is False or there.has(sp.zoo, sp.nan, sp.oo):
                return wrong_by(book, "optimize/without-value", place, "", x=x, place=place)
            slope = sp.diff(f, x).xreplace({x: place})
            return wrong_by(book, "optimize/not-stationary", slope, 0, x=x, place=place, slope=slope)
        verdict = _kind(point, str(kind), x, book)
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
    if missing:
        return _missing(missing[0], x, book)
    flat = [p.x for p in points if p.kind == "neither" and any(same(p.x, place) and kind in _ANY for place, kind, _ in found)]
    told = f"Correct for a critical point: at {x} = {flat[0]} there is neither a maximum nor a minimum." if flat else "Correct."
    return right(told, "the same points and kinds")


def _is_there(point: Any, place: Any, period: Any) -> bool:
    """Tell whether a place is that of a point, or whole periods away from it; a letter in it stands for whole numbers."""
    if same(point.x, place):
        return True
    if period == 0 or place.is_infinite:
        return False
    whole = {s: sp.Symbol(s.name, integer=True) for s in place.free_symbols}
    turns = sp.simplify((place.xreplace(whole) - point.x) / period)
    return turns.is_integer is True


def _takes(goal: Any, place: Any, height: Any, solved: Solved) -> bool:
    """Tell whether a constant function has a place, and there the value that is said."""
    return goal.args[2].contains(place) == sp.true and (height is None or same(height, solved.value.infimum))


def _inflection(place: Any, height: Any, goal: Any, solved: Solved, book: Book) -> Verdict | None:
    """Return what is wrong with a place that is said to be one of inflection, and with its value."""
    f, x, _domain = goal.args
    bend = sp.diff(f, x, 2).xreplace({x: place})
    if not any(same(place, v) for v in solved.value.inflections):
        mistake = "optimize/bend-is-not-zero" if bend.is_number and not same(bend, 0) else "optimize/bend-keeps-its-sign"
        return wrong_by(book, mistake, bend, 0, x=x, place=place, bend=bend)
    there = sp.simplify(f.xreplace({x: place}))
    if height is not None and not same(there, height):
        return wrong_by(book, "optimize/other-value", height, there, x=x, place=place, height=there, claimed=height)
    return None


_ANY = frozenset({"", "any"})


def _kind(point: Any, said: str, x: Any, book: Book) -> Verdict | None:
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
    if wants_global and point.scope != "global":
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
