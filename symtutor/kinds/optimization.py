"""Kinds of problems of optimization: equations, extrema."""

from __future__ import annotations

from symtutor.goals import optimization as goals
from symtutor.goals.core import Goal
from symtutor.kinds.kind import Case, Kind

__all__ = ["KINDS"]


def _values(case: Case) -> tuple[object, ...]:
    """Return the solutions of an equation as a plain tuple."""
    return tuple(case.value.values)


KINDS: dict[type[Goal], Kind] = {
    goals.Solve: Kind("Solve {left} = {right} for {variable}", answer=_values),
    goals.ExtremaOf: Kind(
        "Find the extrema of {expr} on the domain {domain}",
        entries=lambda _goal: 30,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda case: tuple(case.value.inflections)},
    ),
    goals.SolveSystem: Kind("Solve {equations} for {variables}", entries=lambda _goal: 10),
    goals.StationaryOf: Kind(
        "Find the stationary points of {expr}",
        entries=lambda _goal: 20,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda _case: ()},
    ),
}
