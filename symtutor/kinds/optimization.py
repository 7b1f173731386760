"""Kinds of problems of optimization: equations, extrema."""

from __future__ import annotations

import sympy as sp

from symtutor.diagnosing.solution_sets import judge_solutions
from symtutor.goals import optimization as goals
from symtutor.goals.core import Goal
from symtutor.inputs import Inputs
from symtutor.kinds.kind import Case, Kind, judged_by
from symtutor.term import apply_head, as_term
from symtutor.writing.document import Piece

__all__ = ["KINDS"]


def _read_solutions(answer: object, case: Case, reader: Inputs) -> goals.Roots:
    """Read the solutions of an equation: a list, a set, or x = 1 or x = 2."""
    variable = case.goal.args[2]
    return goals.Roots(variable, *reader.values(answer, variable))


def _values(case: Case) -> tuple[object, ...]:
    """Return the solutions of an equation as a plain tuple."""
    return tuple(case.value.values)


def _asked(goal: Goal) -> tuple[Piece, ...]:
    """Return the question with its constraints."""
    f, inequalities, equations, _variables, sense, _order = goal.args
    pieces: list[Piece] = ["Minimize " if sense == 1 else "Maximize ", as_term(f)]
    shown = [*(apply_head(sp.Ge, g, 0) for g in inequalities), *(apply_head(sp.Eq, h, 0) for h in equations)]
    for k, constraint in enumerate(shown):
        pieces += [", " if k else " subject to ", constraint]
    return tuple(pieces)


def _street(goal: Goal) -> tuple[Piece, ...]:
    """Return the question for a separating line, with its points where they are few."""
    points, labels, bound, degree = goal.args
    few = len(points) <= _FEW
    shown: list[Piece] = []
    for k, (point, label) in enumerate(zip(points, labels, strict=True) if few else ()):
        shown += [", " if k else " ", as_term(point), " +" if label == 1 else " −"]
    margin = "hard margin" if bound is sp.oo else f"soft margin, C = {bound}"
    kernel = "" if degree == 1 else f", kernel (x·z + 1)^{degree}"
    return (f"Separate {len(points)} points with a {margin}{kernel}", *([":", *shown] if few else []))


_FEW = 10
KINDS: dict[type[Goal], Kind] = {
    goals.Solve: Kind("Solve {left} = {right} for {variable}", answer=_values, read=_read_solutions, judge=judged_by(judge_solutions)),
    goals.ExtremaOf: Kind(
        "Find the extrema of {expr} on the domain {domain}",
        entries=lambda _goal: 30,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda case: tuple(case.value.inflections)},
    ),
    goals.MinimumOf: Kind(_asked, entries=lambda goal: 3 * len(goal.args[1]) + 10),
    goals.SeparationOf: Kind(_street, entries=lambda goal: 3 * len(goal.args[0])),
    goals.SolveSystem: Kind("Solve {equations} for {variables}", entries=lambda _goal: 10),
    goals.StationaryOf: Kind(
        "Find the stationary points of {expr}",
        entries=lambda _goal: 20,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda _case: ()},
    ),
}
