"""Kinds of problems about slopes and lines of curves."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.diagnosing.answers import judge_derivative
from symtutor.goals import curves as goals
from symtutor.goals.core import Goal
from symtutor.kinds.conclusions import slope
from symtutor.kinds.core import ordinal
from symtutor.kinds.kind import Case, Kind, drawn, judged_by, kind_of
from symtutor.term import as_term
from symtutor.writing.document import Paragraph, Piece

__all__ = ["KINDS"]


def _into_which_values_are_put(goal: Any) -> tuple[Piece, ...]:
    """Return the question about the goal into which given values are put."""
    given: list[Piece] = []
    while isinstance(goal, goals.Inserted):
        given = [*_given(goal), *given]
        goal = goal.args[0]
    rates = given if isinstance(goal, goals.Slope) else ()  # other problems have their given values in their question
    return (*kind_of(goal).asked(goal), *rates) if isinstance(goal, Goal) else ("Find ", goal)


def _given(goal: goals.Inserted) -> list[Piece]:
    """Return the values that are given with a question, as equations; the rate of x is dx/dt."""
    old, new = (list(side) if isinstance(side, sp.Tuple) else [side] for side in goal.args[1:])
    pieces: list[Piece] = []
    for known, value in zip(old, new, strict=True):
        left = f"d{known.expr.func.__name__}/d{known.variables[0]}" if isinstance(known, sp.Derivative) else as_term(known)
        pieces.extend([", " if pieces else ", given that ", left, " = ", as_term(value)])
    return pieces


def _rate_in_words(case: Case) -> tuple[Paragraph, ...]:
    """Return the sentence that says what a rate means."""
    slope, value = case.goal.args[0], case.value
    if not isinstance(slope, goals.Slope) or not (value.is_number and value.is_real):
        return ()
    dependent, variable = slope.args[2], slope.args[3]
    if value == 0:
        return (Paragraph(("At that moment ", as_term(dependent), " neither grows nor falls.")),)
    verb = " grows" if value > 0 else " falls"
    return (
        Paragraph(
            ("At that moment ", as_term(dependent), f"{verb} at the rate ", as_term(abs(value)), " per unit of ", as_term(variable), ".")
        ),
    )


KINDS: dict[type[Goal], Kind] = {
    goals.Inserted: Kind(_into_which_values_are_put, remarks=_rate_in_words, concluded=slope),
    goals.LogarithmicDerivative: Kind(
        "Differentiate {expr} with respect to {variable}, by taking logarithms",
        judge=judged_by(judge_derivative),
        picture=drawn("derivative"),
    ),
    goals.SlopeAtJoin: Kind(picture=drawn("slope_at_kink")),
    goals.Slope: Kind("Find d{dependent}/d{variable} where {left} = {right}", picture=drawn("curve"), concluded=slope),
    goals.SecondSlope: Kind("Find d²{dependent}/d{variable}² where {left} = {right}", picture=drawn("curve"), concluded=slope),
    goals.CurveSlope: Kind(
        "Find d{dependent}/d{variable} where {left} = {right}, at {variable} = {point}, {dependent} = {height}",
        picture=drawn("curve"),
        concluded=slope,
    ),
    goals.ParametricSlope: Kind(
        "Find the {ordinal} derivative of y with respect to x where x = {x} and y = {y}",
        words=lambda goal: {"ordinal": ordinal(goal.args[3])},
        picture=drawn("parametric"),
    ),
    goals.InverseSlope: Kind("Find the derivative of the inverse of {expr} at the value {value}"),
    goals.Differential: Kind("Find the differential of {expr}", picture=drawn("differential")),
    goals.Tangent: Kind("Find the tangent line of {letter} = {expr} at {variable} = {point}", picture=drawn("line")),
    goals.Normal: Kind("Find the normal line of {letter} = {expr} at {variable} = {point}", picture=drawn("line")),
    goals.CurveTangent: Kind(
        "Find the tangent line of {left} = {right} at {variable} = {point}, {dependent} = {height}", picture=drawn("line_of_curve")
    ),
    goals.CurveNormal: Kind(
        "Find the normal line of {left} = {right} at {variable} = {point}, {dependent} = {height}", picture=drawn("line_of_curve")
    ),
}
