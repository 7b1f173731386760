"""What the goals in several variables mean: their values by SymPy's own calculus, independently of the rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.meanings.joins import derivatives_at, has_joins
from symtutor.goals import vectors as vg
from symtutor.goals.core import Goal
from symtutor.verdict import Status

__all__ = ["meaning_of", "potential_sides"]


@lru_cache(maxsize=512)
def _terms_with(expr: sp.Expr) -> dict[sp.Basic, list[sp.Basic]]:
    """Return the terms of a sum that each symbol stands in."""
    found: dict[sp.Basic, list[sp.Basic]] = {}
    for term in sp.Add.make_args(expr):
        for symbol in term.free_symbols:
            found.setdefault(symbol, []).append(term)
    return found


def _diff(expr: Any, x: Any) -> Any:
    """Return a derivative; of a long sum only the terms with the variable are looked at."""
    if not isinstance(expr, sp.Add):
        return differentiated(expr, x)
    return sp.Add(*[differentiated(term, x) for term in _terms_with(expr).get(x, ())])


def meaning_of(goal: Goal) -> sp.Basic:
    """Return the value that a goal in several variables has, worked out without the rules."""
    return _VALUES[type(goal)](goal)


def potential_sides(goal: Goal, claimed: Any) -> tuple[Any, Any, bool]:
    """Return two sides and whether they must be equal for a claimed potential to be right.

    A potential must have the field as its gradient; that there is none is shown
    by two cross derivatives that differ.
    """
    components, variables = goal.args
    if isinstance(claimed, sp.Ne):
        pairs = combinations(range(len(variables)), 2)
        cross = [(_diff(components[i], variables[j]), _diff(components[j], variables[i])) for i, j in pairs]
        sides = (claimed.lhs, claimed.rhs)
        return *next((c for c in cross if c == sides), next((c for c in cross if _is_same_pair(c, sides)), (claimed.lhs,) * 2)), False
    return _column(components), _column(_diff(claimed, v) for v in variables), True


def _is_same_pair(found: tuple[sp.Basic, sp.Basic], claimed: tuple[sp.Expr, sp.Expr]) -> bool:
    """Tell whether two cross derivatives are those claimed, perhaps written in another way."""
    return all(same_value(a, b, {}).status is Status.CORRECT for a, b in zip(found, claimed, strict=True))


def _partial(goal: Goal) -> sp.Basic:
    expr, variable, _held = goal.args
    return _diff(expr, variable)


def _gradient(goal: Goal) -> sp.ImmutableMatrix:
    expr, variables = goal.args
    return _column(_diff(expr, v) for v in variables)


def _column(entries: Any) -> sp.ImmutableMatrix:
    return sp.ImmutableMatrix([[entry] for entry in entries])


def _jacobian(goal: Goal) -> sp.ImmutableMatrix:
    components, variables = goal.args
    return sp.ImmutableMatrix([[_diff(f, v) for v in variables] for f in components])


def _hessian(goal: Goal) -> sp.ImmutableMatrix:
    expr, variables = goal.args
    return sp.ImmutableMatrix([[_diff(_diff(expr, u), v) for v in variables] for u in variables])


def _unit(goal: Goal) -> sp.ImmutableMatrix:
    (direction,) = goal.args
    return sp.ImmutableMatrix(direction / sp.sqrt(sum(entry**2 for entry in direction)))


def _directional(goal: Goal) -> sp.Expr:
    """Return the derivative of the expression along a straight line, at its start."""
    expr, variables, direction = goal.args
    step = sp.Symbol("_step")
    length = sp.sqrt(sum(entry**2 for entry in direction))
    moved = expr.xreplace({v: v + step * d / length for v, d in zip(variables, direction, strict=True)})
    return _diff(moved, step).xreplace({step: sp.S.Zero})


def _directional_at(goal: Goal) -> sp.Basic:
    expr, variables, direction, point = goal.args
    if not has_joins(expr):
        plain = _directional(vg.DirectionalDerivative(expr, variables, direction)).subs(list(zip(variables, point, strict=True)))
        if not plain.has(sp.Subs, sp.nan, sp.zoo):
            return plain  # where it is 0/0, as that of a root at its zero, the line tells
    step = sp.Symbol("_step")
    length = sp.sqrt(sum(entry**2 for entry in direction))
    moved = {v: p + step * d / length for v, p, d in zip(variables, point, direction, strict=True)}
    return derivatives_at(sp.Derivative(sp.expand(expr.xreplace(moved), deep=True), step), {step: sp.S.Zero})


def _divergence(goal: Goal) -> Any:
    components, variables = goal.args
    return sp.Add(*[_diff(f, v) for f, v in zip(components, variables, strict=True)])


def _curl(goal: Goal) -> sp.ImmutableMatrix:
    """Return the curl by the permutation symbol."""
    components, variables = goal.args
    places = range(3)
    return _column(sum(sp.LeviCivita(i, j, k) * _diff(components[k], variables[j]) for j in places for k in places) for i in places)


def _determinant(goal: Goal) -> sp.Expr:
    (matrix,) = goal.args
    return matrix.det(method="berkowitz")


def _rewritten(goal: Goal) -> sp.Expr:
    return goal.args[0]


def _chain(goal: Goal) -> sp.Basic:
    """Return the derivative after the inner functions were put in."""
    expr, letters, places, variable = goal.args
    return _diff(expr.xreplace(dict(zip(letters, places, strict=True))), variable)


def _slopes(expr: Any, variables: Any, at: dict[Any, Any]) -> list[Any]:
    if has_joins(expr):
        return [derivatives_at(sp.Derivative(expr, v), at) for v in variables]
    return [_diff(expr, v).subs(at) for v in variables]


def _tangent_plane(goal: Goal) -> sp.Rel:
    expr, variables, point, letter = goal.args
    at = dict(zip(variables, point, strict=True))
    return sp.Eq(letter, expr.subs(at) + sum(m * (v - at[v]) for m, v in zip(_slopes(expr, variables, at), variables, strict=True)))


def _tangent_to_level(goal: Goal) -> sp.Rel:
    expr, variables, point = goal.args
    at = dict(zip(variables, point, strict=True))
    return sp.Eq(sum(m * (v - at[v]) for m, v in zip(_slopes(expr, variables, at), variables, strict=True)), 0)


def _along(expr: sp.Basic, step: sp.Symbol, order: int) -> sp.Basic:
    for _ in range(order):
        expr = _diff(expr, step)
    return expr


def _approximation(goal: Goal) -> sp.Expr:
    """Return the Taylor polynomial along the line to a variable end, at its end."""
    expr, variables, point, order = goal.args
    if has_joins(expr) and order == 1:
        at = dict(zip(variables, point, strict=True))
        return expr.subs(at) + sum(m * (v - at[v]) for m, v in zip(_slopes(expr, variables, at), variables, strict=True))
    step = sp.Symbol("_step")
    moved = expr.xreplace({v: p + step * (v - p) for v, p in zip(variables, point, strict=True)})
    return sum(_along(moved, step, k).subs(step, 0) / sp.factorial(k) for k in range(int(order) + 1))


def _total_differential(goal: Goal) -> sp.Expr:
    expr, variables, increments = goal.args
    return sum(_diff(expr, v) * dv for v, dv in zip(variables, increments, strict=True))


def _derivatives_at(goal: Goal) -> sp.Basic:
    expr, variables, values = goal.args
    return derivatives_at(expr, dict(zip(variables, values, strict=True)))


_VALUES: dict[type[Goal], Callable[[Goal], Any]] = {
    vg.Partial: _partial,
    vg.Gradient: _gradient,
    vg.Jacobian: _jacobian,
    vg.Hessian: _hessian,
    vg.Unit: _unit,
    vg.DirectionalDerivative: _directional,
    vg.DirectionalDerivativeAt: _directional_at,
    vg.Divergence: _divergence,
    vg.Curl: _curl,
    vg.Determinant: _determinant,
    vg.FreeOf: _rewritten,
    vg.Pythagorean: _rewritten,
    vg.ChainDerivative: _chain,
    vg.TangentPlane: _tangent_plane,
    vg.TangentToLevel: _tangent_to_level,
    vg.Approximation: _approximation,
    vg.TotalDifferential: _total_differential,
    vg.DerivativesAt: _derivatives_at,
}
