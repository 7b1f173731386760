"""Kinds of problems in several variables: gradients, Jacobians, planes, fields and their potentials."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.diagnosing.answers import judge_derivative
from symtutor.diagnosing.potential_answers import NO_POTENTIAL, judge_potential, region_of_potential
from symtutor.goals import vectors as goals
from symtutor.goals.core import Goal
from symtutor.kinds.kind import Case, Kind, drawn, judged_by
from symtutor.reading.answers import says_no_value
from symtutor.term import quote
from symtutor.writing.document import Paragraph, Piece, filled

__all__ = ["KINDS"]

_NO_POTENTIAL = ("no potential", "there is no potential", "there is none", "not conservative")
_ON_PARTS = ("Equal cross derivatives give a potential only on a region without holes. This one holds on each part of the region ",)
_BY_ITSELF = (" by itself: on another part the constant may be another one.",)


def _partial(goal: Any) -> tuple[Piece, ...]:
    """Return the question for a partial derivative; one of another derivative is written as it stands."""
    expr, variable, held = goal.args
    if isinstance(expr, Goal):
        return ("Find ", goal.shown())
    names = [f"held_{i}" for i in range(len(held))]
    listed = " and ".join(filter(None, (", ".join(f"{{{name}}}" for name in names[:-1]), f"{{{names[-1]}}}")))
    bound = {"expr": expr, "variable": variable, **dict(zip(names, held, strict=True))}
    return filled(f"Differentiate {{expr}} with respect to {{variable}}, with {listed} held constant", bound)


def _approximation(goal: Any) -> tuple[Piece, ...]:
    """Return the question for an approximation; in one variable the point is a number."""
    expr, variables, point, order = goal.args
    names, place = (variables[0], point[0]) if len(variables) == 1 else (variables, point)
    bound = {"order": order, "expr": expr, "variables": names, "point": place}
    return filled("Find the approximation of order {order} of {expr} about {variables} = {point}", bound)


# ---- how many entries an answer has, each of which takes a search of its own --------------------
def _longest(goal: Goal) -> int:
    return max((len(a) for a in goal.args if isinstance(a, sp.Tuple)), default=1)


def _of_a_matrix(goal: Goal) -> int:
    sizes = [len(a) for a in goal.args if isinstance(a, sp.Tuple)]
    return sizes[0] * sizes[-1]


# ---- potentials ---------------------------------------------------------------------------------
def _potential_or_none(case: Case) -> sp.Basic | None:
    """Return the potential, without the constant that may be added; None when there is none."""
    return None if isinstance(case.value, sp.Ne) else case.value


def _read_potential(answer: Any, case: Case, reader: Inputs) -> sp.Basic:
    if answer is None or (isinstance(answer, str) and says_no_value(answer, _NO_POTENTIAL)):
        return NO_POTENTIAL
    return reader.answer(answer, case.value)


def _region(case: Case) -> tuple[Paragraph, ...]:
    """Return a sentence about the region, where the potential does not reach the whole domain of the field."""
    holds = region_of_potential(case.solved)
    return () if holds == sp.true else (Paragraph((*_ON_PARTS, quote(holds), *_BY_ITSELF)),)


_derivative = judged_by(judge_derivative)

KINDS: dict[type[Goal], Kind] = {
    goals.Partial: Kind(_partial, judge=_derivative, picture=drawn("surface"), entries=_longest),
    goals.Gradient: Kind(
        "Find the gradient of {expr} with respect to {variables}", judge=_derivative, picture=drawn("gradient"), entries=_longest
    ),
    goals.Jacobian: Kind(
        "Find the Jacobian of {components} with respect to {variables}", judge=_derivative, picture=drawn("jacobian"), entries=_of_a_matrix
    ),
    goals.Hessian: Kind(
        "Find the Hessian of {expr} with respect to {variables}",
        judge=_derivative,
        picture=drawn("surface"),
        entries=lambda goal: _longest(goal) ** 2,
    ),
    goals.Determinant: Kind("Find the determinant of {matrix}", entries=lambda goal: _of_a_matrix(goal.args[0])),
    goals.DirectionalDerivative: Kind(
        "Find the derivative of {expr} in the direction of {direction}", judge=_derivative, picture=drawn("gradient"), entries=_longest
    ),
    goals.DirectionalDerivativeAt: Kind(
        "Find the derivative of {expr} at {variables} = {point} in the direction of {direction}",
        picture=drawn("gradient"),
        entries=_longest,
    ),
    goals.Divergence: Kind("Find the divergence of {components}", judge=_derivative, picture=drawn("field"), entries=_longest),
    goals.Curl: Kind("Find the curl of {components}", judge=_derivative, picture=drawn("field"), entries=_longest),
    goals.Potential: Kind(
        "Find a potential of {components}",
        answer=_potential_or_none,
        read=_read_potential,
        judge=judged_by(judge_potential),
        remarks=_region,
        picture=drawn("field"),
        entries=_longest,
    ),
    goals.ChainDerivative: Kind("Differentiate {expr} with respect to {variable}, where {letters} = {places}"),
    goals.DerivativesAt: Kind(entries=_longest),
    goals.TangentPlane: Kind(
        "Find the tangent plane of {letter} = {expr} at {variables} = {point}", picture=drawn("surface"), entries=_longest
    ),
    goals.TangentToLevel: Kind("Find the tangent plane of {expr} = 0 at {variables} = {point}", entries=_longest),
    goals.Approximation: Kind(_approximation, picture=drawn("surface"), entries=_longest),
    goals.TotalDifferential: Kind(
        "Find the total differential of {expr}", judge=_derivative, picture=drawn("differential"), entries=_longest
    ),
}
