"""Tangent planes, linear and quadratic approximation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symtutor.goals import Evaluated
from symtutor.rule import Mistake, Relation
from symtutor.rules.vector_notation import VectorRule, column, partial, same_fields, tuple_of
from symtutor.term import ZERO, Quotient, Term, as_term, total
from symtutor.vector_goals import Approximation, Gradient, TangentPlane, TangentToLevel, dot

__all__ = ["TANGENTS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _value(f: Any, variables: Sequence[Any], point: Sequence[Any]) -> Term:
    return Evaluated(f, tuple_of(variables), tuple_of(point))


def _linear(f: Any, variables: Sequence[Any], point: Sequence[Any]) -> list[Any]:
    """Return the terms f_x(a)·(x − a)."""
    slopes = [_value(partial(f, v, variables), variables, point) for v in variables]
    return [slope * (v - p) for slope, v, p in zip(slopes, variables, point, strict=True)]


def _quadratic(f: Any, variables: Sequence[Any], point: Sequence[Any]) -> list[Any]:
    """Return the terms of second order, each mixed one once."""
    steps = [v - p for v, p in zip(variables, point, strict=True)]
    terms = []
    for i, u in enumerate(variables):
        first = partial(f, u, variables)
        terms.append(Term(Quotient, (_value(partial(first, u, variables), variables, point), as_term(2))) * steps[i] ** 2)
        terms.extend(
            _value(partial(first, variables[j], variables), variables, point) * steps[i] * steps[j] for j in range(i + 1, len(variables))
        )
    return terms


TANGENT_PLANE = VectorRule(
    id="vector.tangent_plane",
    name="tangent plane of a graph",
    goal=TangentPlane,
    relation=Relation.IMPLIES,
    when=same_fields("f", "variables", "point", "letter"),
    left=lambda f, variables, point, letter: TangentPlane(f, variables, point, letter),
    right=lambda f, variables, point, letter: Term(sp.Eq, (letter, total([_value(f, variables, point), *_linear(f, variables, point)]))),
    words="The tangent plane has the value of the function at the point, and its slopes are the partial derivatives there.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "slopes-not-evaluated",
            lambda f, variables, point, letter: Term(
                sp.Eq,
                (
                    letter,
                    total(
                        [
                            _value(f, variables, point),
                            *[partial(f, v, variables) * (v - p) for v, p in zip(variables, point, strict=True)],
                        ]
                    ),
                ),
            ),
            "The slopes are numbers: evaluate the partial derivatives at the point.",
            "x**2*y",
        ),
        Mistake(
            "value-forgotten",
            lambda f, variables, point, letter: Term(sp.Eq, (letter, total(_linear(f, variables, point)))),
            "The value of the function at the point is missing: the plane passes through the point of the surface.",
            "x**2*y",
        ),
        Mistake(
            "not-shifted",
            lambda f, variables, point, letter: Term(
                sp.Eq, (letter, total([_value(f, variables, point), *_linear(f, variables, [ZERO for _ in point])]))
            ),
            "The slopes belong to the point, and they multiply the differences to it: x − a, not x.",
            "x**2*y + x",
        ),
    ),
    source=f"{_STEWART}, sec. 14.4",
)

TANGENT_TO_LEVEL = VectorRule(
    id="vector.tangent_to_level",
    name="the gradient is normal to the level surface",
    goal=TangentToLevel,
    relation=Relation.IMPLIES,
    when=same_fields("f", "variables", "point"),
    left=lambda f, variables, point: TangentToLevel(f, variables, point),
    right=lambda f, variables, point: Term(
        sp.Eq,
        (
            Term(
                dot,
                (
                    Evaluated(Gradient(f, variables), tuple_of(variables), tuple_of(point)),
                    column([v - p for v, p in zip(variables, point, strict=True)]),
                ),
            ),
            ZERO,
        ),
    ),
    words="On the surface the function does not change, so its gradient is normal to it: a point lies in the tangent plane when its "
    "difference to the point of contact is orthogonal to the gradient.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 14.6",
)


def _approximation(order: int) -> Any:
    def when(goal: Approximation, _context: Any) -> Any:
        f, variables, point, wanted = goal.args
        return ({"f": f, "variables": tuple(variables), "point": tuple(point)},) if wanted == order else ()

    return when


LINEAR = VectorRule(
    id="vector.linear",
    name="linear approximation",
    goal=Approximation,
    when=_approximation(1),
    left=lambda f, variables, point: Approximation(f, variables, point, 1),
    right=lambda f, variables, point: total([_value(f, variables, point), *_linear(f, variables, point)]),
    words="Near the point a function is its value there plus, for each variable, the partial derivative times the step.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 14.4",
)

QUADRATIC = VectorRule(
    id="vector.quadratic",
    name="quadratic approximation",
    goal=Approximation,
    when=_approximation(2),
    left=lambda f, variables, point: Approximation(f, variables, point, 2),
    right=lambda f, variables, point: total([_value(f, variables, point), *_linear(f, variables, point), *_quadratic(f, variables, point)]),
    words="Add to the linear approximation half of each second derivative times the square of the step, and each mixed one times both "
    "steps, for it stands twice in the Hessian.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-half",
            lambda f, variables, point: total(
                [_value(f, variables, point), *_linear(f, variables, point), *[t + t for t in _quadratic(f, variables, point)]]
            ),
            "The factor 1/2 of the second order terms is missing.",
            "exp(x)*y",
        ),
    ),
    source=f"{_STEWART}, ch. 14, discovery project on quadratic approximations",
)

TANGENTS = (TANGENT_PLANE, TANGENT_TO_LEVEL, LINEAR, QUADRATIC)
