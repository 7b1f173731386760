"""Arguments of questions in several variables: variables, components, points; and the solution of the goal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.algorithms.places.kinks import at_place
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.real_points import must_be_place, must_be_real, must_be_real_near_a_point
from symtutor.ask.signatures.public import How
from symtutor.checking.equivalence.as_written import must_be_defined_at
from symtutor.errors import InputError
from symtutor.goals.core import DefiniteIntegral, Derivative, Evaluated, Goal, Integral
from symtutor.goals.vectors import DerivativesAt, Gradient, Hessian, Jacobian
from symtutor.heads import At
from symtutor.problem import Problem, Sameness
from symtutor.term import Term, value
from symtutor.views.solution import Solution, solve

__all__ = ["all_letters_of", "components_of", "field_of", "keys_of", "listed", "need_slopes", "solved", "variables_of", "whole_point"]

_SPACE = ("x", "y", "z")


def solved(
    goal: Any,
    variables: tuple[Any, ...],
    at: Any,
    inputs: Inputs,
    how: How,
    sameness: Sameness = Sameness.FUNCTION,
) -> Solution:
    """Return the solution of a goal, evaluated at a point if there is one."""
    must_be_real(_asked(goal), variables)
    if at is not None:
        point = _point(inputs, at, variables)
        must_be_place(point, {*variables, *(s for a in goal.args if isinstance(a, sp.Basic) for s in a.free_symbols)}, _asked(goal))
        goal = at_place(goal, tuple(point), tuple(point.values()))
    problem = Problem(goal, sameness, domain=inputs.domain)
    return solve(problem, inputs, **how)


def _asked(goal: Any) -> tuple[Any, ...]:
    """Return the expressions that a goal is about."""
    if not isinstance(goal, Goal):
        return ()
    first = goal.args[0]
    return _asked(first) if isinstance(first, Goal) else tuple(first) if isinstance(first, sp.Tuple) else (first,)


def must_make_sense(goal: Any, terms: Iterable[Term] = ()) -> None:
    """Refuse a derivative, gradient or integral of what is nowhere real, and one at a point outside of the domain.

    Raises
    ------
    InputError
        Naming the expression.
    """
    for term in terms:
        if term.head is At and len(term.args) == 3:
            must_be_defined_at({value(term.args[1]): value(term.args[2])}, [term])
    inner: Any = goal
    point: dict[Any, Any] = {}
    if isinstance(goal, Evaluated):
        inner, point = goal.args[0], dict(zip(goal.args[1], goal.args[2], strict=True))
    if not isinstance(inner, Derivative | Integral | DefiniteIntegral | Gradient | Hessian | Jacobian):
        return
    exprs = _asked(inner)
    letters = {s for expr in exprs for s in expr.free_symbols}
    (must_be_real if isinstance(inner, Integral | DefiniteIntegral) else must_be_real_near_a_point)(exprs, letters)
    must_be_place(point, point, exprs)


def need_slopes(expr: Any, variables: tuple[Any, ...], point: tuple[Any, ...], inputs: Inputs, how: How) -> None:
    """Refuse a point at which a partial derivative does not exist, so that there is no tangent plane.

    Raises
    ------
    InputError
        Naming the variable.
    """
    goal = at_place(Gradient(expr, variables), variables, point)
    if not isinstance(goal, DerivativesAt):
        return
    slopes = solve(Problem(goal, domain=inputs.domain), inputs, **how).answer
    without = [v for v, slope in zip(variables, slopes, strict=True) if not slope.is_finite]
    if without:
        raise InputError(
            f"the slopes from both sides of the point in the direction of {without[0]} do not agree, so there is no tangent plane there",
            "Ask for gradient(..., at=...) to see each slope, or choose another point.",
        )


def components_of(inputs: Inputs, things: Any, what: str = "the components") -> tuple[Any, ...]:
    """Return the components of a field or the numbers of a direction, at least one."""
    found = inputs.vector(things, what)
    if not found:
        raise InputError(f"{what} are empty")
    return found


def variables_of(inputs: Inputs, variables: Any, *exprs: Any) -> tuple[Any, ...]:
    """Return the variables that were named, or the free symbols sorted by name."""
    if variables is None:
        free = set().union(*[e.free_symbols for e in exprs])
        if not free:
            raise InputError("there is no variable in the expression", 'Name them, as in variables=("x", "y").')
        return tuple(sorted(free, key=lambda s: s.name))
    if isinstance(variables, str):
        variables = variables.replace(",", " ").split()
    chosen = tuple(map(inputs.symbol, (variables,) if isinstance(variables, sp.Symbol) else variables))
    if not chosen:
        raise InputError("variables= is empty", 'Name them, as in variables=("x", "y").')
    if len(set(chosen)) != len(chosen):
        raise InputError(f"a variable is named twice: {listed(chosen)}")
    return chosen


def all_letters_of(inputs: Inputs, variables: Any, expr: Any) -> tuple[Any, ...]:
    """Return the variables of a function that may hold no other letter."""
    names = variables_of(inputs, variables, expr)
    strange = expr.free_symbols - set(names)
    if strange:
        raise InputError(f"{min(s.name for s in strange)} stands in the function and is no variable", "Put numbers for parameters.")
    return names


def field_of(inputs: Inputs, things: Any, variables: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return components and as many variables."""
    components = components_of(inputs, things)
    if variables is None:
        free = {s.name for c in components for s in c.free_symbols}
        if len(components) <= 3 and free <= set(_SPACE[: len(components)]):
            variables = _SPACE[: len(components)]
    chosen = variables_of(inputs, variables, *components)
    if len(chosen) != len(components):
        raise InputError(
            f"a field has a component for each variable, and there are {len(components)} components of {len(chosen)} variables: "
            f"{listed(chosen)}",
            'Name the variables, as in variables=("x", "y", "z").',
        )
    return components, chosen


def whole_point(inputs: Inputs, at: Any, variables: tuple[Any, ...], expr: Any) -> tuple[Any, ...]:
    """Return a value for each variable, at which an expression is real."""
    point = _point(inputs, at, variables)
    must_be_place({v: p for v, p in point.items() if v in variables}, variables)
    missing = [v for v in variables if v not in point]
    if missing:
        raise InputError(f"the point gives no value for {listed(missing)}", "Give one for every variable, as in at={'x': 1, 'y': 2}.")
    must_be_place(point, point, [expr])
    return tuple(point[v] for v in variables)


def _point(inputs: Inputs, at: Any, variables: tuple[Any, ...]) -> dict[Any, Any]:
    """Return a mapping from symbols to values for a mapping, values in the order of the variables, or text such as "(2, 3)"."""
    return inputs.point(inputs.vector(at, "the point") if isinstance(at, str | sp.MatrixBase) else at, variables)


def keys_of(at: Any) -> tuple[Any, ...]:
    """Return the variables that a point names."""
    return tuple(at) if hasattr(at, "keys") else ()


def listed(symbols: Any) -> str:
    """Return the names of symbols as a list in words."""
    return ", ".join(s.name for s in symbols)
