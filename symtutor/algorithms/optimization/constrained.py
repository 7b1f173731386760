"""Constrained problems: every active set, the points it gives, and why each lives or dies.

The convention throughout: minimize f subject to g ≥ 0 and h = 0 with
L = f − Σ λ g − Σ ν h and λ ≥ 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from symtutor.algorithms.optimization.linear_inequalities import Infeasible, feasible_point
from symtutor.algorithms.optimization.several_variables import is_convex, signature
from symtutor.algorithms.optimization.signs import numeric, sign_of
from symtutor.algorithms.optimization.systems import PositiveDimension, real_solutions

__all__ = ["MOST_SHOWN", "Program", "case_of", "conclusion", "is_linear", "subsets"]

MOST_SHOWN = 8


@dataclass(frozen=True)
class Program:
    """Minimize an objective subject to inequalities g ≥ 0 and equations h = 0."""

    objective: Any
    inequalities: tuple[Any, ...]
    equations: tuple[Any, ...]
    variables: tuple[Any, ...]

    @property
    def is_affine(self) -> bool:
        """Whether all constraints are linear."""
        return all(is_linear(g, self.variables) for g in (*self.inequalities, *self.equations))

    @property
    def is_convex(self) -> bool:
        """Whether the problem is proved convex: f convex, each g concave, each h linear."""
        return (
            is_convex(self.objective, self.variables) is True
            and all(is_convex(-g, self.variables) is True for g in self.inequalities)
            and all(is_linear(h, self.variables) for h in self.equations)
        )

    def rows(self) -> list[tuple[tuple[Any, ...], Any]]:
        """Return linear constraints as coefficients and bounds, equations first."""
        found = []
        for g in (*self.equations, *self.inequalities):
            slopes = tuple(sp.diff(g, v) for v in self.variables)
            found.append((slopes, -g.xreplace(dict.fromkeys(self.variables, sp.S.Zero))))
        return found


def is_linear(expr: Any, variables: Sequence[Any]) -> bool:
    """Tell whether an expression is linear in variables, with numbers as coefficients."""
    return all(sp.diff(expr, v).is_number for v in variables) and expr.is_polynomial(*variables)


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


def irregular_points(program: Program) -> list[tuple[Any, ...]]:
    """Return feasible points at which the gradient of a nonlinear constraint is 0 while it is active, so that no qualification holds."""
    found: list[tuple[Any, ...]] = []
    for g in (*program.inequalities, *program.equations):
        if is_linear(g, program.variables):
            continue
        try:
            zeros = real_solutions([g, *(sp.diff(g, v) for v in program.variables)], list(program.variables)) or []
        except PositiveDimension:
            zeros = []
        for z in zeros:
            place = dict(zip(program.variables, z, strict=True))
            if (
                z not in found
                and violated(program, place, ()) is None
                and all(sign_of(sp.expand(h.xreplace(place))) == 0 for h in program.equations)
            ):
                found.append(z)
    return found


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
        return real_solutions(numerators, unknowns)
    except PositiveDimension as outcome:
        return "infinite" if outcome.args else None


def minimal_dependence(program: Program, active: tuple[int, ...]) -> bool:
    """Tell whether the gradients of active constraints are linearly dependent where all are linear."""
    rows = [[sp.diff(program.inequalities[i], v) for v in program.variables] for i in active]
    rows += [[sp.diff(h, v) for v in program.variables] for h in program.equations]
    return bool(rows) and sp.Matrix(rows).rank() < len(rows)


def violated(program: Program, point: dict[Any, Any], active: Sequence[int]) -> tuple[int, Any] | None:
    """Return the first constraint that a point violates, with its value there."""
    for i, g in enumerate(program.inequalities):
        if i in active:
            continue
        value = sp.expand(g.xreplace(point))
        if sign_of(value) == -1:
            return i, value
    return None


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
    reduced = (z.T * hessian * z).applyfunc(sp.simplify)
    found = signature(reduced)
    if found is None:
        return "unknown", reduced
    _positive, negative, zero = found
    return ("indefinite" if negative else "positive definite" if not zero else "positive semidefinite"), reduced


def conclusion(program: Program) -> tuple[str, Any]:
    """Return why a minimum exists or does not: (kind, certificate).

    Kinds are convex, compact, coercive (a minimum is taken where there is a feasible point), infeasible with a Farkas
    combination, unbounded with a point and a direction, and unknown.
    """
    letters = set().union(*(e.free_symbols for e in (program.objective, *program.equations, *program.inequalities)))
    if letters - set(program.variables):
        bend = signature(sp.hessian(program.objective, list(program.variables)))
        return ("convex", sp.Tuple()) if bend is not None and not bend[1] else ("unknown", sp.Tuple())
    if program.is_affine and (program.inequalities or program.equations):
        found = feasible_point(program.rows(), len(program.equations))
        if isinstance(found, Infeasible):
            return "infeasible", sp.Tuple(*found.multipliers)
        ray = descending_ray(program)
        if ray is not None:
            return "unbounded", sp.Tuple(sp.Tuple(*found), sp.Tuple(*ray))
    if program.is_convex:
        return "convex", sp.Tuple()
    if compact_by(program) is not None:
        return "compact", sp.Tuple(compact_by(program))
    if is_coercive(program):
        return "coercive", sp.Tuple()
    return "unknown", sp.Tuple()


def descending_ray(program: Program) -> tuple[Any, ...] | None:
    """Return a direction along which a convex quadratic falls for ever inside linear constraints, or None."""
    variables = program.variables
    hessian = sp.hessian(program.objective, list(variables))
    if hessian.free_symbols:
        return None
    found = signature(hessian)
    if found is None or found[1]:
        return None
    slope = [sp.diff(program.objective, v).xreplace(dict.fromkeys(variables, sp.S.Zero)) for v in variables]
    rows: list[tuple[tuple[Any, ...], Any]] = [(tuple(hessian.row(k)), sp.S.Zero) for k in range(len(variables))]
    rows += [(tuple(sp.diff(h, v) for v in variables), sp.S.Zero) for h in program.equations]
    equal = len(rows)
    rows += [(tuple(sp.diff(g, v) for v in variables), sp.S.Zero) for g in program.inequalities]
    rows.append((tuple(-c for c in slope), sp.S.One))
    ray = feasible_point(rows, equal)
    return None if isinstance(ray, Infeasible) else ray


def compact_by(program: Program) -> Any:
    """Return what bounds the feasible set: a constraint whose quadratic part is definite, or boxes around every variable."""
    for g, senses in (*((g, (-1,)) for g in program.inequalities), *((h, (1, -1)) for h in program.equations)):
        if not g.is_polynomial(*program.variables) or not g.free_symbols >= set(program.variables):
            continue
        if is_growing(g, program.variables, senses):
            return g
    if all(is_linear(g, program.variables) for g in (*program.inequalities, *program.equations)):
        rows = program.rows()
        for k in range(len(program.variables)):
            for sign in (1, -1):
                way = tuple(sp.Integer(sign if i == k else 0) for i in range(len(program.variables)))
                cone = [(c, sp.S.Zero) for c, _ in rows]
                if not isinstance(feasible_point([*cone, (way, sp.S.One)], len(program.equations)), Infeasible):
                    return None
        return sp.Symbol("box") if rows else None
    return None


def is_growing(g: Any, variables: Sequence[Any], senses: Sequence[int]) -> bool:
    """Tell whether a polynomial times one of the signs tends to infinity in every direction."""
    poly = sp.Poly(g, *variables)
    degree = poly.total_degree()
    if degree == 2:
        found = signature(sp.hessian(g, list(variables)))
        return found is not None and any(found[0 if s == 1 else 1] == len(variables) for s in senses)
    top = [(p, c) for p, c in poly.terms() if sum(p) == degree]
    if any(e % 2 for p, _ in top for e in p):
        return False
    pure = {next(i for i, e in enumerate(p) if e) for p, _ in top if sum(e > 0 for e in p) == 1}
    signs = {sign_of(c) for _, c in top}
    return len(pure) == len(variables) and len(signs) == 1 and signs.pop() in senses


def is_coercive(program: Program) -> bool:
    """Tell whether the objective tends to infinity in every direction."""
    f = program.objective
    return (
        bool(f.is_polynomial(*program.variables))
        and sp.Poly(f, *program.variables).total_degree() > 1
        and is_growing(f, program.variables, (1,))
    )


def ordered(values: Sequence[Any]) -> list[Any]:
    """Return exact numbers in order."""
    return sorted(values, key=lambda v: numeric(v))
