"""Answers of optimization in a sentence: which point, which value, and what else was asked."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.quadratic import is_semidefinite, quadratic_of
from symtutor.goals import curves as curve_goals
from symtutor.goals.optimization import enclosed, is_constant
from symtutor.kinds.kind import Case
from symtutor.term import Term, apply_head, as_term, quote
from symtutor.writing.document import Piece

__all__ = ["convex", "extrema", "families", "optimum", "slope", "stationary", "steps", "street"]


def extrema(case: Case) -> tuple[Piece, ...]:
    """Return the extrema of a function of one variable, with their values."""
    points = [p for p in case.value.points if p.kind in {"local minimum", "local maximum"}]
    x = case.goal.args[1]
    if is_constant(case.value):
        place: tuple[Piece, ...] = ("at every place.",) if case.value.slopes else ("at ", apply_head(sp.Eq, x, points[0].x))
        return ("global minimum and maximum ", as_term(case.value.infimum), " ", *place)
    if not points:
        return ("there is no extremum.",)
    return _listed((_kind(p), as_term(p.value), " at ", apply_head(sp.Eq, x, p.x)) for p in points)


def stationary(case: Case) -> tuple[Piece, ...]:
    """Return the stationary points of a function of several variables, with their kinds."""
    variables = sp.Tuple(*case.goal.args[1])
    if not case.value.points:
        return ("there is no stationary point.",)
    return _listed((_kind(p), as_term(p.value), " at ", apply_head(sp.Eq, variables, sp.Tuple(*p.x))) for p in case.value.points)


def families(case: Case) -> tuple[Piece, ...]:
    """Return the solutions of an equation with what its new letters stand for; nothing where the last line says it all."""
    counted = sorted(getattr(case.value, "free_symbols", set()) - _letters(case.goal), key=lambda s: s.name)
    if not counted:
        return ()
    return (quote(case.value), ", ", *(piece for letter in counted for piece in (as_term(letter), " any integer")))


def _letters(goal: Any) -> set[Any]:
    return set().union(*(arg.free_symbols for arg in goal.args if isinstance(arg, sp.Basic)))


def slope(case: Case) -> tuple[Piece, ...]:
    """Return y′ = …, of a rate dy/dt = …."""
    goal = case.goal
    while isinstance(goal, curve_goals.Inserted):
        goal = goal.args[0]
    if not isinstance(goal, curve_goals.Slope | curve_goals.SecondSlope | curve_goals.CurveSlope):
        return ()
    order = sp.Integer(2 if isinstance(goal, curve_goals.SecondSlope) else 1)
    return (Term(sp.Eq, (Term(curve_goals.primed, (as_term(goal.args[2]), as_term(order))), as_term(case.value))),)


def _kind(point: Any) -> str:
    """Return what a point is called; a saddle has a value too."""
    if point.scope == "global":
        return point.kind.replace("local", "global") + " "
    return f"{'undecided point' if point.kind == 'inconclusive' else point.kind} "


def _listed(groups: Iterable[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for group in groups:
        pieces.extend(["; " if pieces else "", *group])
    return tuple(p for p in pieces if p != "")


def _is_one_of_many(goal: Any, found: Any) -> bool:
    """Tell whether the best point is one of infinitely many solutions of a case, or f is level around it."""
    f, inequalities, equations, variables, sense = goal.args[:5]
    plain = quadratic_of(sense * f, tuple(inequalities), tuple(equations), tuple(variables)) if found.reason == "convex" else None
    if plain is not None and is_semidefinite(plain.bend):
        return not plain.is_alone([Fraction(int(v.p), int(v.q)) for v in found.place])
    many = {tuple(c.active) for c in found.cases if str(c.verdict) == "infinitely many"}
    return any(tuple(c.active) in many and c.place in {found.place, *found.ties} for c in found.cases)


def optimum(case: Case) -> tuple[Piece, ...]:
    """Return the best point of a problem under constraints, its value and its multipliers."""
    found = case.value
    word = "minimum" if case.goal.args[4] == 1 else "maximum"
    if found.status == "infeasible":
        return ("no point satisfies all constraints.",)
    if found.status == "unbounded":
        return (f"there is no {word}: f {'falls' if word == 'minimum' else 'grows'} beyond all bounds.",)
    if found.status == "not attained":
        bound = "least upper" if word == "maximum" else "greatest lower"
        return (f"there is no {word}: the {bound} bound ", quote(found.value), " is not attained.")
    if not found.place:
        return (f"undecided: no best point was found, and that there is no {word} is not proved.",)
    named = word if found.status != "candidate" else "best candidate"
    places = [sp.Tuple(*p.values()) for p in found.points] or [sp.Tuple(*found.place)]
    pieces: list[Piece] = [f"{named} ", as_term(found.value)]
    if found.reason in {"parts", "one variable, level"} or _is_one_of_many(case.goal, found):
        pieces.append(", for example")  # a part may have others with the same value
    for k, place in enumerate(places):
        sides = (sp.Tuple(*found.variables), place) if len(place) > 1 else (found.variables[0], place[0])
        pieces.extend([" at " if not k else " and at ", apply_head(sp.Eq, *sides)])
    for k, number in zip(case.goal.args[5], found.multipliers, strict=False):
        if not k:
            continue  # a strict constraint has no multiplier
        letter = sp.Symbol(f"lambda_{k}" if k > 0 else f"nu_{-k}")
        pieces.extend([", ", apply_head(sp.Eq, letter, number)])
        if k < 0 and word == "maximum" and number != 0:  # books write ∇f = ν ∇h, and L is made of −f here
            pieces.extend([" for −f (", as_term(-number), " for f)"])
    return tuple(pieces)


def _numbers(numbers: Iterable[Any]) -> list[Piece]:
    pieces: list[Piece] = []
    for number in numbers:
        pieces.extend([", ", quote(number)] if pieces else [quote(number)])
    return pieces


def street(case: Case) -> tuple[Piece, ...]:
    """Return the line between two sets of points, or that there is none."""
    found = case.value
    if found.status == "not separable":
        return ("no line separates the points.",)
    if not found.w:
        return (apply_head(sp.Eq, sp.Symbol("b"), enclosed(found.b)), ", multipliers ", *_numbers(map(enclosed, found.multipliers)))
    pieces: list[Piece] = [apply_head(sp.Eq, sp.Symbol("w"), sp.Tuple(*found.w)), ", ", apply_head(sp.Eq, sp.Symbol("b"), found.b)]
    if case.goal.args[2] is sp.oo:
        pieces.extend([", margin ", quote(found.margin)])
    return tuple(pieces)


def convex(case: Case) -> tuple[Piece, ...]:
    """Return the shape of a function."""
    shape = case.value.shape
    return ({"neither": "neither convex nor concave.", "affine": "both convex and concave."}.get(shape, f"{shape}."),)


def steps(case: Case) -> tuple[Piece, ...]:
    """Return the last point of steps downhill, and the value there."""
    found = case.value
    place = found.points[-1]
    shown = sp.Tuple(*place) if len(place) > 1 else place[0]
    count = len(found.points) - 1
    return (apply_head(sp.Eq, sp.Symbol(f"x_{count}"), shown), ", with the value ", quote(found.values[-1]))
