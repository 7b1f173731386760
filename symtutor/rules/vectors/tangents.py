"""Tangent planes, linear and quadratic approximation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.core import Evaluated
from symtutor.goals.vectors import Approximation, Gradient, TangentPlane, TangentToLevel, dot
from symtutor.rule import Bindings, Mistake, Relation
from symtutor.rules.vectors.notation import VectorRule, column, partial, same_fields, tuple_of
from symtutor.term import ZERO, Quotient, Term, as_term, total

__all__ = ["TANGENTS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_HALF = sp.Rational(1, 2)


def _value(f: Term, variables: Sequence[Term], point: Sequence[Any]) -> Term:
    return Evaluated(f, tuple_of(variables), tuple_of(point))


def _slopes_times(f: Term, variables: Sequence[Term], point: Sequence[Term], steps: Sequence[Term]) -> list[Term]:
    """Return the terms f_x(a)·step."""
    slopes = [_value(partial(f, v, variables), variables, point) for v in variables]
    return [slope * step for slope, step in zip(slopes, steps, strict=True)]


def _linear(f: Any, variables: Sequence[Any], point: Sequence[Term]) -> list[Term]:
    """Return the terms f_x(a)·(x − a)."""
    return _slopes_times(f, variables, point, [v - p for v, p in zip(variables, point, strict=True)])


def _quadratic(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[tuple[int, int, Term]]:
    """Return the places and terms of second order, each mixed one once."""
    steps = [v - p for v, p in zip(variables, point, strict=True)]
    terms = []
    for i, u in enumerate(variables):
        first = partial(f, u, variables)
        terms.append((i, i, Term(Quotient, (_value(partial(first, u, variables), variables, point), as_term(2))) * steps[i] ** 2))
        terms.extend(
            (i, j, _value(partial(first, variables[j], variables), variables, point) * steps[i] * steps[j])
            for j in range(i + 1, len(variables))
        )
    return terms


# ---- what people write instead -------------------------------------------------------------------
def _slopes_not_evaluated(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    return [_value(f, variables, point), *[partial(f, v, variables) * (v - p) for v, p in zip(variables, point, strict=True)]]


def _value_forgotten(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    return _linear(f, variables, point)


def _not_shifted(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    return [_value(f, variables, point), *_slopes_times(f, variables, point, variables)]


def _slopes_alone(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    return _slopes_times(f, variables, point, variables)


def _shifted_the_wrong_way(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    return [_value(f, variables, point), *_slopes_times(f, variables, point, [v + p for v, p in zip(variables, point, strict=True)])]


def _slopes_swapped(f: Term, variables: Sequence[Term], point: Sequence[Term]) -> list[Term]:
    steps = [v - p for v, p in zip(variables, point, strict=True)]
    return [_value(f, variables, point), *_slopes_times(f, variables, point, list(reversed(steps)))]


_OF_LINEAR: tuple[tuple[str, Callable[..., list[Any]], str], ...] = (
    ("slopes-not-evaluated", _slopes_not_evaluated, "The slopes are numbers: evaluate the partial derivatives at the point."),
    ("value-forgotten", _value_forgotten, "The value of the function at the point is missing: it is the height at the point of contact."),
    ("not-shifted", _not_shifted, "The slopes multiply the differences to the point: x − a, not x."),
    (
        "slopes-alone",
        _slopes_alone,
        "Only slopes times variables stand there: the value at the point and the differences x − a are missing.",
    ),
    ("sign-of-shift", _shifted_the_wrong_way, "The differences to the point are x − a, not x + a."),
    ("slopes-swapped", _slopes_swapped, "The slopes are swapped: the partial derivative in x multiplies x − a."),
)


def _plane_mistake(made: Callable[..., list[Any]]) -> Callable[..., Term]:
    return lambda f, variables, point, letter: Term(sp.Eq, (letter, total(made(f, variables, point))))


def _sum_mistake(made: Callable[..., list[Any]]) -> Callable[..., Term]:
    return lambda f, variables, point: total(made(f, variables, point))


# ---- rules ---------------------------------------------------------------------------------------
TANGENT_PLANE = VectorRule(
    id="vector.tangent_plane",
    name="tangent plane of a graph",
    goal=TangentPlane,
    relation=Relation.IMPLIES,
    when=same_fields("f", "variables", "point", "letter"),
    left=lambda f, variables, point, letter: TangentPlane(f, variables, point, letter),
    right=lambda f, variables, point, letter: Term(sp.Eq, (letter, total([_value(f, variables, point), *_linear(f, variables, point)]))),
    words="The tangent plane has the value of the function at the point, and its slopes are the partial derivatives there.",
    why="A tangent plane needs the value at the point and the partial derivatives there.",
    cost=0,
    commit=True,
    mistakes=tuple(Mistake(key, _plane_mistake(made), words) for key, made, words in _OF_LINEAR),
    source=f"{_STEWART}, sec. 14.4",
)


def _orthogonal(normal: Any, differences: Sequence[Term]) -> Term:
    """Return that the differences to the point are orthogonal to a normal."""
    return Term(sp.Eq, (Term(dot, (normal, column(differences))), ZERO))


def _steps(variables: Sequence[Any], point: Sequence[Term]) -> list[Any]:
    return [v - p for v, p in zip(variables, point, strict=True)]


def _normal(f: Any, variables: Sequence[Any], point: Sequence[Any]) -> Term:
    return Evaluated(Gradient(f, variables), tuple_of(variables), tuple_of(point))


TANGENT_TO_LEVEL = VectorRule(
    id="vector.tangent_to_level",
    name="the gradient is normal to the level surface",
    goal=TangentToLevel,
    relation=Relation.IMPLIES,
    when=same_fields("f", "variables", "point"),
    left=lambda f, variables, point: TangentToLevel(f, variables, point),
    right=lambda f, variables, point: _orthogonal(_normal(f, variables, point), _steps(variables, point)),
    words="On the surface the function does not change, so its gradient is normal to it: a point lies in the tangent plane when its "
    "difference to the point of contact is orthogonal to the gradient.",
    why="The gradient stands at right angles to the level surface: it gives the plane.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "gradient-not-evaluated",
            lambda f, variables, point: _orthogonal(Gradient(f, variables), _steps(variables, point)),
            "The normal is the gradient at the point: put the numbers in.",
        ),
        Mistake(
            "not-shifted",
            lambda f, variables, point: _orthogonal(_normal(f, variables, point), variables),
            "The constant is missing: this plane is parallel to the tangent plane and passes through the origin; take x − a, not x.",
        ),
        Mistake(
            "sign-of-shift",
            lambda f, variables, point: _orthogonal(_normal(f, variables, point), [v + p for v, p in zip(variables, point, strict=True)]),
            "The differences to the point are x − a, not x + a.",
        ),
        Mistake(
            "point-for-gradient",
            lambda variables, point: _orthogonal(column(point), _steps(variables, point)),
            "The normal is the gradient at the point, not the point itself.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)


def _approximation(order: int) -> Callable[[Approximation, Any], Iterable[Bindings]]:
    def when(goal: Approximation, _context: object) -> Iterable[Bindings]:
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
    why="Near the point the function is its value there plus the slopes times the steps.",
    cost=0,
    commit=True,
    mistakes=tuple(Mistake(key, _sum_mistake(made), words) for key, made, words in _OF_LINEAR),
    source=f"{_STEWART}, sec. 14.4",
)


def _second_order(pure: Any, mixed: Any) -> Callable[..., Term]:
    """Return the wrong quadratic approximation in which pure and mixed terms come with these factors."""

    def right(f: Any, variables: Sequence[Any], point: Sequence[Any]) -> Term:
        low = [_value(f, variables, point), *_linear(f, variables, point)]
        high = [(pure if i == j else mixed) * term for i, j, term in _quadratic(f, variables, point)]
        return total([*low, *high])

    return right


QUADRATIC = VectorRule(
    id="vector.quadratic",
    name="quadratic approximation",
    goal=Approximation,
    when=_approximation(2),
    left=lambda f, variables, point: Approximation(f, variables, point, 2),
    right=lambda f, variables, point: total(
        [_value(f, variables, point), *_linear(f, variables, point), *[term for _, _, term in _quadratic(f, variables, point)]]
    ),
    words="Add to the linear approximation half of each second derivative times the square of the step, and each mixed one times both "
    "steps, for it stands twice in the Hessian.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake("no-half", _second_order(2, 2), "The factor 1/2 of the second order terms is missing."),
        Mistake(
            "pure-without-half",
            _second_order(2, 1),
            "The factor 1/2 of the squares is missing: half of each pure second derivative times the square of the step.",
        ),
        Mistake(
            "mixed-halved", _second_order(1, _HALF), "The mixed term has no 1/2: it stands twice in the Hessian, and twice a half is one."
        ),
        Mistake("mixed-doubled", _second_order(1, 2), "The mixed term was taken twice without the 1/2 before both: it comes once."),
        Mistake("mixed-forgotten", _second_order(1, 0), "The mixed term is missing: the second derivative in both variables counts."),
        Mistake("linear-only", _second_order(0, 0), "That is the linear approximation: the terms of second order are missing."),
    ),
    source=f"{_STEWART}, ch. 14, discovery project on quadratic approximations",
)

TANGENTS = (TANGENT_PLANE, TANGENT_TO_LEVEL, LINEAR, QUADRATIC)
