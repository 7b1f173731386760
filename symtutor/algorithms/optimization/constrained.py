"""Constrained problems: every active set, the points it gives, and why each lives or dies.

The convention throughout: minimize f subject to g ≥ 0 and h = 0 with
L = f − Σ λ g − Σ ν h and λ ≥ 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from symtutor.algorithms.optimization.linear_inequalities import Infeasible, feasible_point
from symtutor.algorithms.optimization.program import Program
from symtutor.algorithms.optimization.several_variables import is_convex, signature
from symtutor.algorithms.optimization.signs import sign_of, tidy
from symtutor.algorithms.optimization.systems import PositiveDimension, real_solutions

__all__ = ["MOST_SHOWN", "case_of", "dual_value", "on_a_face", "on_tangent_space", "subsets"]

MOST_SHOWN = 8


def subsets(program: Program) -> Iterator[tuple[int, ...]]:
    """Yield the active sets: the numbers of inequalities taken as equations, small ones first."""
    count = len(program.inequalities)
    most = min(count, max(0, len(program.variables) - len(program.equations))) if not program.is_affine else count
    for size in range(most + 1):
        yield from combinations(range(count), size)


def quadratic_case(program: Program, active: tuple[int, ...]) -> list[tuple[Any, ...]] | str | None:
    """Return the solution of the linear system of a quadratic objective under linear constraints; None for other problems.

    "infinite" stands for more than one solution.
    """
    variables, zero = program.variables, dict.fromkeys(program.variables, sp.S.Zero)
    hessian = sp.hessian(program.objective, list(variables))
    if not program.is_affine or hessian.free_symbols:
        return None
    held = [*(program.inequalities[i] for i in active), *program.equations]
    slopes = sp.Matrix(len(held), len(variables), lambda i, j: sp.diff(held[i], variables[j]))
    linear = sp.Matrix([-sp.diff(program.objective, v).xreplace(zero) for v in variables])
    bounds = sp.Matrix(len(held), 1, lambda i, _: -held[i].xreplace(zero))
    top = hessian.row_join(-slopes.T) if held else hessian
    whole = top.col_join(slopes.row_join(sp.zeros(len(held), len(held)))) if held else top
    augmented = whole.row_join(linear.col_join(bounds) if held else linear)
    reduced, pivots = DomainMatrix.from_Matrix(augmented).to_field().rref()
    size = whole.cols
    if size in pivots:
        return []
    if len(pivots) < size:
        return "infinite"
    column = reduced.to_Matrix()[:size, size]
    return [tuple(column)]


def on_a_face(program: Program, active: tuple[int, ...]) -> tuple[Any, ...] | None:
    """Return a feasible point with multipliers of the right sign among infinitely many of a quadratic objective, or None."""
    variables, zero = program.variables, dict.fromkeys(program.variables, sp.S.Zero)
    hessian = sp.hessian(program.objective, list(variables))
    held = [*(program.inequalities[i] for i in active), *program.equations]
    blank = (sp.S.Zero,) * len(held)
    slopes = [tuple(sp.diff(g, v) for v in variables) for g in held]
    rows = [((*hessian.row(k), *(-s[k] for s in slopes)), -sp.diff(program.objective, v).xreplace(zero)) for k, v in enumerate(variables)]
    rows += [((*s, *blank), -g.xreplace(zero)) for s, g in zip(slopes, held, strict=True)]
    equal = len(rows)
    rows += [
        ((*(sp.diff(g, v) for v in variables), *blank), -g.xreplace(zero)) for i, g in enumerate(program.inequalities) if i not in active
    ]
    rows += [
        ((sp.S.Zero,) * len(variables) + tuple(sp.Integer(int(k == j)) for j in range(len(held))), sp.S.Zero) for k in range(len(active))
    ]
    found = feasible_point(rows, equal)
    return None if isinstance(found, Infeasible) else found


def case_of(program: Program, active: tuple[int, ...]) -> list[tuple[Any, ...]] | str | None:
    """Return the solutions of stationarity and activity: points with multipliers (λ of the active ones, then ν).

    None stands for equations that the solver does not reach, a text for those with infinitely many solutions.
    """
    fast = quadratic_case(program, active)
    if fast is not None:
        return fast
    held = [program.inequalities[i] for i in active]
    lams = [sp.Symbol(f"lam_{i + 1}") for i in active]
    nus = [sp.Symbol(f"nu_{i + 1}") for i in range(len(program.equations))]
    lagrangian = program.objective - sum((m * g for m, g in zip([*lams, *nus], [*held, *program.equations], strict=True)), sp.S.Zero)
    equations = [*(sp.diff(lagrangian, v) for v in program.variables), *held, *program.equations]
    unknowns = [*program.variables, *lams, *nus]
    numerators = [sp.fraction(sp.together(e))[0] for e in equations]
    try:
        found = real_solutions(numerators, unknowns)
        return found if found is None else [s for s in found if _has_values(equations, dict(zip(unknowns, s, strict=True)))]
    except PositiveDimension as outcome:
        return "infinite" if outcome.args else None


def minimal_dependence(program: Program, active: tuple[int, ...]) -> bool:
    """Tell whether the gradients of active constraints are linearly dependent where all are linear."""
    rows = [[sp.diff(program.inequalities[i], v) for v in program.variables] for i in active]
    rows += [[sp.diff(h, v) for v in program.variables] for h in program.equations]
    return bool(rows) and sp.Matrix(rows).rank() < len(rows)


def on_tangent_space(program: Program, point: dict[Any, Any], lams: dict[int, Any], nus: Sequence[Any]) -> tuple[str, Any]:
    """Return what the Hessian of L says on the tangent space of the strictly active constraints, and the reduced matrix."""
    lagrangian = program.objective
    lagrangian -= sum((m * program.inequalities[i] for i, m in lams.items()), sp.S.Zero)
    lagrangian -= sum((m * h for m, h in zip(nus, program.equations, strict=True)), sp.S.Zero)
    hessian = sp.hessian(lagrangian, list(program.variables)).xreplace(point)
    strict = [program.inequalities[i] for i, m in lams.items() if sign_of(m) == 1]
    rows = [[sp.diff(g, v).xreplace(point) for v in program.variables] for g in (*strict, *program.equations)]
    basis = sp.Matrix(rows).nullspace() if rows else [sp.eye(len(program.variables))[:, k] for k in range(len(program.variables))]
    if not basis:
        return "no direction", sp.Matrix(0, 0, [])
    z = sp.Matrix.hstack(*basis)
    reduced = (z.T * hessian * z).applyfunc(tidy)
    found = signature(reduced)
    if found is None:
        return "unknown", reduced
    _positive, negative, zero = found
    return ("indefinite" if negative else "positive definite" if not zero else "positive semidefinite"), reduced


def _has_values(equations: Sequence[Any], place: dict[Any, Any]) -> bool:
    """Tell whether no denominator is 0 at a zero of all numerators."""
    return all(sign_of(sp.expand(sp.fraction(sp.together(e))[1].xreplace(place))) != 0 for e in equations)


def dual_value(program: Program, place: Sequence[Any], lams: dict[int, Any], nus: Sequence[Any]) -> Any:
    """Return the least value of L at these multipliers, taken where L is stationary; nan where L is not convex."""
    lagrangian = program.objective - sum((m * program.inequalities[i] for i, m in lams.items()), sp.S.Zero)
    lagrangian -= sum((m * h for m, h in zip(nus, program.equations, strict=True)), sp.S.Zero)
    if is_convex(sp.expand(lagrangian), program.variables) is not True:
        return sp.nan
    return tidy(lagrangian.xreplace(dict(zip(program.variables, place, strict=True))))
