"""Directional derivatives: the gradient and a unit vector."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.core import Evaluated
from symtutor.goals.vectors import DirectionalDerivative, DirectionalDerivativeAt, Gradient, Unit, dot, norm
from symtutor.rule import Bindings, Mistake
from symtutor.rules.vectors.notation import VectorRule, partial, same_fields
from symtutor.term import Quotient, Term, quote, total

__all__ = ["DIRECTIONS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _length(direction: Any) -> sp.Expr:
    """Return the length of a column; a sum of squares of sine and cosine is recognized."""
    square = sp.Add(*[entry**2 for entry in direction])
    return sp.sqrt(sp.trigsimp(square) if square.has(sp.sin, sp.cos) else square)


def _normalize(goal: Unit, _context: object) -> Iterable[Bindings]:
    (direction,) = goal.args
    length = _length(direction)
    return () if length in {0, 1} else ({"direction": direction, "length": length},)


def _is_unit(goal: Unit, _context: object) -> Iterable[Bindings]:
    (direction,) = goal.args
    return ({"direction": direction},) if _length(direction) == 1 else ()


NORMALIZE = VectorRule(
    id="vector.normalize",
    name="direction divided by its length",
    goal=Unit,
    when=_normalize,
    left=lambda direction, length: Unit(direction),
    right=lambda direction, length: Term(Quotient, (direction, length)),
    words="A rate of change per unit of length needs a direction of length 1: divide the direction by its length {length}.",
    shows=lambda bindings, _values: {"length": bindings["length"]},
    cost=0,
    commit=True,
    mistakes=(
        Mistake("not-normalized", lambda direction: direction, "The direction was not normalized: divide it by its length first."),
        Mistake(
            "squared-length",
            lambda direction, length: Term(Quotient, (direction, length**2)),
            "The direction is divided by its length, not by the square of its length.",
        ),
        Mistake(
            "sum-for-length",
            lambda direction: Term(Quotient, (direction, quote(sp.Add(*direction.args[0])))),
            "The length is the root of the sum of the squares, not the sum of the components.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)

UNIT = VectorRule(
    id="vector.unit",
    name="direction of length 1",
    goal=Unit,
    when=_is_unit,
    left=lambda direction: Unit(direction),
    right=lambda direction: direction,
    words="The direction has the length 1 already.",
    samples=None,
    cost=0,
    commit=True,
    minor=True,
    source=f"{_STEWART}, sec. 14.6",
)

_LARGEST = "That is the largest rate of change, the length of the gradient; elsewhere take the scalar product with the unit vector."
_UNIT_GRADIENT = "The gradient was divided by its length too: only the direction is; the length of the gradient is part of the rate."
_DIRECTIONAL_WORDS = "The rate of change in a direction is the scalar product of the gradient with the unit vector of the direction."

DIRECTIONAL = VectorRule(
    id="vector.directional",
    name="directional derivative",
    goal=DirectionalDerivative,
    when=same_fields("f", "variables", "direction"),
    left=lambda f, variables, direction: DirectionalDerivative(f, variables, direction),
    right=lambda f, variables, direction: Term(dot, (Gradient(f, variables), Unit(direction))),
    words=_DIRECTIONAL_WORDS,
    why="The gradient holds the rates in all directions: multiply it by the direction of length 1.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake("length-of-gradient", lambda f, variables: Term(norm, (Gradient(f, variables),)), _LARGEST),
        Mistake(
            "gradient-normalized",
            lambda f, variables, direction: Term(dot, (Unit(Gradient(f, variables)), Unit(direction))),
            _UNIT_GRADIENT,
        ),
        Mistake(
            "partials-added",
            lambda f, variables: total([partial(f, v, variables) for v in variables]),
            "The partial derivatives were added: each belongs with its component of the unit direction.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)

DIRECTIONAL_AT = VectorRule(
    id="vector.directional_at",
    name="directional derivative at a point",
    goal=DirectionalDerivativeAt,
    when=same_fields("f", "variables", "direction", "point"),
    left=lambda f, variables, direction, point: DirectionalDerivativeAt(f, variables, direction, point),
    right=lambda f, variables, direction, point: Term(dot, (Evaluated(Gradient(f, variables), variables, point), Unit(direction))),
    words=_DIRECTIONAL_WORDS,
    why="The gradient holds the rates in all directions: multiply it by the direction of length 1.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "length-of-gradient",
            lambda f, variables, point: Evaluated(DirectionalDerivative(f, variables, Gradient(f, variables)), variables, point),
            _LARGEST,
        ),
        Mistake(
            "gradient-normalized",
            lambda f, variables, direction, point: Evaluated(Term(dot, (Unit(Gradient(f, variables)), Unit(direction))), variables, point),
            _UNIT_GRADIENT,
        ),
        Mistake(
            "not-evaluated",
            lambda f, variables, direction: Term(dot, (Gradient(f, variables), Unit(direction))),
            "The gradient was not evaluated at the point: put the numbers in.",
        ),
        Mistake(
            "partials-added",
            lambda f, variables, point: Evaluated(total([partial(f, v, variables) for v in variables]), variables, point),
            "The partial derivatives were added: each belongs with its component of the unit direction.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)


DIRECTIONS = (UNIT, NORMALIZE, DIRECTIONAL, DIRECTIONAL_AT)
