"""Kinds of problems about slopes and lines of curves."""

from __future__ import annotations

from typing import Any

from symtutor.diagnosing.answers import judge_derivative
from symtutor.goals import curves as goals
from symtutor.goals.core import Goal
from symtutor.kinds.core import ordinal
from symtutor.kinds.kind import Kind, drawn, judged_by, kind_of
from symtutor.writing.document import Piece

__all__ = ["KINDS"]


def _into_which_values_are_put(goal: Any) -> tuple[Piece, ...]:
    """Return the question about the goal into which given values are put."""
    while isinstance(goal, goals.Inserted):
        goal = goal.args[0]
    return kind_of(goal).asked(goal) if isinstance(goal, Goal) else ("Find ", goal)


KINDS: dict[type[Goal], Kind] = {
    goals.Inserted: Kind(_into_which_values_are_put),
    goals.LogarithmicDerivative: Kind(
        "Differentiate {expr} with respect to {variable}, by taking logarithms",
        judge=judged_by(judge_derivative),
        picture=drawn("derivative"),
    ),
    goals.SlopeAtJoin: Kind(picture=drawn("slope_at_kink")),
    goals.Slope: Kind("Find d{dependent}/d{variable} where {left} = {right}"),
    goals.SecondSlope: Kind("Find d²{dependent}/d{variable}² where {left} = {right}"),
    goals.CurveSlope: Kind("Find d{dependent}/d{variable} where {left} = {right}, at {variable} = {point}, {dependent} = {height}"),
    goals.ParametricSlope: Kind(
        "Find the {ordinal} derivative of y with respect to x where x = {x} and y = {y}",
        words=lambda goal: {"ordinal": ordinal(goal.args[3])},
    ),
    goals.InverseSlope: Kind("Find the derivative of the inverse of {expr} at the value {value}"),
    goals.Differential: Kind("Find the differential of {expr}"),
    goals.Tangent: Kind("Find the tangent line of {letter} = {expr} at {variable} = {point}", picture=drawn("line")),
    goals.Normal: Kind("Find the normal line of {letter} = {expr} at {variable} = {point}", picture=drawn("line")),
    goals.CurveTangent: Kind(
        "Find the tangent line of {left} = {right} at {variable} = {point}, {dependent} = {height}", picture=drawn("line_of_curve")
    ),
    goals.CurveNormal: Kind(
        "Find the normal line of {left} = {right} at {variable} = {point}, {dependent} = {height}", picture=drawn("line_of_curve")
    ),
}
