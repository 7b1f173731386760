"""Minima and maxima under constraints: Lagrange for equations, Karush, Kuhn and Tucker for inequalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.one_left import optimum_of
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import MinimumOf
from symtutor.goals.vectors import Gradient
from symtutor.rule import Bindings, Procedure, Relation
from symtutor.rules.optimization.along_curves import ALONG_CURVES
from symtutor.rules.optimization.one_left import ONE_LEFT
from symtutor.rules.optimization.reduced import INCREASING, PARTS
from symtutor.rules.optimization.told_of_constrained import told
from symtutor.term import Term, as_term

__all__ = ["CONSTRAINED"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, ch. 5"


def _when(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, inequalities, equations, variables, _sense, _order, strict = goal.args
    if any(e.has(sp.Abs, sp.Max, sp.Min) for e in (f, *inequalities, *equations, *strict)):
        return  # the conditions say nothing at a corner
    if any(context.value(Gradient(g, variables)) is None for g in (f, *inequalities, *equations)):
        return
    yield dict(zip(_NAMES, goal.args, strict=True))


_NAMES = ("f", "inequalities", "equations", "variables", "sense", "order", "strict")


def _concluded(*parts: Any) -> Any:
    """Return the optimum; the last part is the gradient of f."""
    return optimum_of(*parts[: len(_NAMES)])


def _of_kind(*, inequalities: bool, equations: bool) -> Callable[[Goal, Any], Iterable[Bindings]]:
    """Return what binds problems with inequalities, with equations alone, or with neither."""

    def when(goal: Goal, context: Any) -> Iterable[Bindings]:
        has_inequalities, has_equations = (len(goal.args[k]) > 0 for k in (1, 2))
        is_mine = has_inequalities if inequalities else not has_inequalities and has_equations is equations
        return _when(goal, context) if is_mine else ()

    return when


KKT = Procedure(
    id="optimize.constrained",
    name="Lagrange multipliers and the conditions of Karush, Kuhn and Tucker",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_of_kind(inequalities=True, equations=True),
    left=lambda f, inequalities, equations, variables, sense, order, strict: MinimumOf(
        f, inequalities, equations, variables, sense, order, strict
    ),
    right=lambda f, inequalities, equations, variables, sense, order, strict: Term(
        _concluded, (*map(as_term, (f, inequalities, equations, variables, sense, order, strict)), Gradient(f, variables))
    ),
    told=told,
    words="At a minimum of f under g ≥ 0 and h = 0 with independent gradients there are multipliers with ∇f = Σ λ ∇g + Σ ν ∇h, λ ≥ 0 and "
    "λ g = 0. Each choice of active constraints makes it a system of equations.",
    cost=1,
    why="Put the constraints into a Lagrangian L: at an optimum it is stationary in every variable, multipliers of inequalities are ≥ 0, "
    "and each is 0 or its constraint is active. So go through the active sets.",
    commit=True,
    samples=None,
    source=_BOYD,
)

LAGRANGE = replace(
    KKT,
    id="optimize.lagrange",
    name="Lagrange multipliers",
    when=_of_kind(inequalities=False, equations=True),
    words="At an optimum of f under h = 0 with independent gradients ∇f is a combination of the gradients of the constraints: "
    "∇f = Σ ν ∇h, so L = f − Σ ν h is stationary in every variable.",
    why="At an optimum ∇f is a combination of the gradients of the constraints: look where L = f − Σ ν·h is stationary in every variable.",
)

FREE = replace(
    KKT,
    id="optimize.unconstrained",
    name="a point where the gradient is 0",
    when=_of_kind(inequalities=False, equations=False),
    words="An optimum of a function without constraints lies where every partial derivative is 0.",
    why="Without constraints an optimum lies where every partial derivative is 0.",
)

CONSTRAINED = (INCREASING, *ONE_LEFT, *ALONG_CURVES, PARTS, KKT, LAGRANGE, FREE)
