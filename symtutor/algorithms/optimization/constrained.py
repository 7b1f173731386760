"""Constrained problems: every active set, the points it gives, and why each lives or dies.

The convention throughout: minimize f subject to g ≥ 0 and h = 0 with
L = f − Σ λ g − Σ ν h and λ ≥ 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.elimination import eliminated_solutions
from symtutor.algorithms.equations.linear_inequalities import rational
from symtutor.algorithms.equations.signs import sign_of, tidy
from symtutor.algorithms.equations.systems import PositiveDimension, real_solutions
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.program import Program
from symtutor.algorithms.optimization.quadratic import subsets
from symtutor.algorithms.optimization.several_variables import signature
from symtutor.runtime.deadline import allowed

__all__ = ["MOST_SHOWN", "active_sets", "case_of", "dual_value", "on_tangent_space", "samples_of", "values_of"]

MOST_SHOWN = 8
_SECONDS = 3.0  # for what may be left undone: samples of infinitely many solutions, and the values at them


def active_sets(program: Program) -> Iterator[tuple[int, ...]]:
    """Yield the active sets, small ones first; of curved constraints at most as many as leave a point."""
    count = len(program.inequalities)
    most = min(count, max(0, len(program.variables) - len(program.equations))) if not program.is_affine else count
    return subsets(count, most)


def quadratic_case(program: Program, active: tuple[int, ...]) -> list[tuple[Any, ...]] | str | None:
    """Return the solutions of a case of a quadratic problem; None for other problems.

    Of infinitely many, which all have one value, one that satisfies the other conditions is taken; "none" stands for those
    of which none does.
    """
    problem = program.quadratic
    if problem is None:
        return None
    found = problem.case(active)
    if found is None:
        return []
    if not found.ways:
        return [tuple(map(rational, found.point))]
    face = problem.on_a_face(active, found)
    return "none" if face is None else [tuple(map(rational, face))]


def _conditions(program: Program, active: tuple[int, ...]) -> tuple[list[Any], list[Any]]:
    """Return stationarity of L and activity as what is to be 0, and the unknowns: variables, λ of the active ones, ν."""
    held = [program.inequalities[i] for i in active]
    lams = [sp.Symbol(f"lam_{i + 1}") for i in active]
    nus = [sp.Symbol(f"nu_{i + 1}") for i in range(len(program.equations))]
    lagrangian = program.objective - sum((m * g for m, g in zip([*lams, *nus], [*held, *program.equations], strict=True)), sp.S.Zero)
    return [*(sp.diff(lagrangian, v) for v in program.variables), *held, *program.equations], [*program.variables, *lams, *nus]


def samples_of(program: Program, active: tuple[int, ...]) -> list[tuple[Any, ...]]:
    """Return some of infinitely many solutions of a case: those on simple planes through the origin that are isolated there."""
    whole, unknowns = _conditions(program, active)
    equations = [sp.fraction(sp.together(e))[0] for e in whole]
    if not all(e.is_polynomial(*unknowns) for e in equations):
        return []
    names = program.variables
    planes = [*names, *(names[i] - names[j] for i in range(len(names)) for j in range(i)), sum(names, sp.S.Zero), *(v - 1 for v in names)]
    with allowed(_SECONDS):
        for plane in planes:
            with suppress(PositiveDimension):
                found = real_solutions([*equations, plane], unknowns) or []
                kept = [s for s in found if _has_values(whole, dict(zip(unknowns, s, strict=True)))]
                if kept:
                    return kept
    return []


def values_of(program: Program, active: tuple[int, ...]) -> list[Any] | None:
    """Return every value that the objective may have at the solutions of a case, by elimination; None where these are not finitely many."""
    equations, unknowns = _conditions(program, active)
    height = sp.Symbol("_value")
    if not all(e.is_polynomial(*unknowns) for e in (*equations, program.objective)):
        return None
    last = sp.S.Zero
    with allowed(_SECONDS), suppress(sp.PolynomialError):
        last = sp.groebner([*equations, height - program.objective], *unknowns, height, order="lex").exprs[-1]
    if last == 1:
        return []
    if last.free_symbols != {height} or sp.Poly(last, height).domain not in {sp.ZZ, sp.QQ}:
        return None
    return list(sp.Poly(last, height).real_roots())


def case_of(program: Program, active: tuple[int, ...]) -> list[tuple[Any, ...]] | str | None:
    """Return the solutions of stationarity and activity: points with multipliers (λ of the active ones, then ν).

    None stands for equations that the solver does not reach, a text for those with infinitely many solutions: see `quadratic_case`.
    """
    fast = quadratic_case(program, active)
    if fast is not None:
        return fast
    equations, unknowns = _conditions(program, active)
    numerators = [sp.fraction(sp.together(e))[0] for e in equations]
    try:
        found = real_solutions(numerators, unknowns)
        found = eliminated_solutions(equations, unknowns) if found is None else found
        return found if found is None else [s for s in found if _has_values(equations, dict(zip(unknowns, s, strict=True)))]
    except PositiveDimension as outcome:
        return "infinite" if outcome.args else None


def on_tangent_space(program: Program, point: dict[sp.Symbol, sp.Expr], lams: dict[int, Any], nus: Sequence[Any]) -> tuple[str, Any, Any]:
    """Return what the Hessian of L is on the tangent space of the strictly active constraints, with its matrix and the basis taken.

    "indefinite" is said where it refutes a minimum: every active constraint has a positive multiplier, their gradients are
    independent, and some direction has a negative value; else such a matrix is "not definite".
    """
    lagrangian = program.objective
    lagrangian -= sum((m * program.inequalities[i] for i, m in lams.items()), sp.S.Zero)
    lagrangian -= sum((m * h for m, h in zip(nus, program.equations, strict=True)), sp.S.Zero)
    hessian = sp.hessian(lagrangian, list(program.variables)).xreplace(point)
    strict = [program.inequalities[i] for i, m in lams.items() if sign_of(m) == 1]
    active = [g for g in program.inequalities if sign_of(sp.sympify(g.xreplace(point))) == 0]
    rows = [[sp.diff(g, v).xreplace(point) for v in program.variables] for g in (*strict, *program.equations)]
    size = len(program.variables)
    basis = sp.Matrix(rows).nullspace(iszerofunc=_is_zero, simplify=tidy) if rows else [sp.eye(size)[:, k] for k in range(size)]
    if not basis:
        return "no direction", sp.zeros(0, 0), sp.zeros(size, 0)
    ways = [_defined_wherever_not_all_are_0(way) for way in basis] if len(basis) == 1 else basis
    z = sp.Matrix.hstack(*ways).applyfunc(tidy)
    reduced = (z.T * hessian * z).applyfunc(tidy)
    found = signature(reduced)
    if found is None:
        return "unknown", reduced, z
    _positive, negative, zero = found
    if not negative:
        return ("positive semidefinite" if zero else "positive definite"), reduced, z
    is_refuted = len(strict) == len(active) and len(basis) == size - len(rows)
    return ("indefinite" if is_refuted else "not definite"), reduced, z


def _defined_wherever_not_all_are_0(way: Any) -> Any:
    """Return a direction such as (−b/a, 1), which needs a ≠ 0, as (−b, a)/√(a² + b²); one of numbers stays."""
    below = sp.lcm_list([sp.fraction(sp.together(entry))[1] for entry in way])
    if not below.free_symbols:
        return way
    cleared = (way * below).applyfunc(sp.cancel)
    return cleared / sp.sqrt(sum(entry**2 for entry in cleared))


def _is_zero(number: Any) -> bool:
    return sign_of(sp.sympify(number)) == 0


def _has_values(equations: Sequence[sp.Expr], place: dict[sp.Symbol, sp.Expr]) -> bool:
    """Tell whether no denominator is 0 at a zero of all numerators."""
    return all(sign_of(sp.expand(sp.fraction(sp.together(e))[1].xreplace(place))) != 0 for e in equations)


def dual_value(program: Program, place: Sequence[sp.Expr], lams: dict[int, Any], nus: Sequence[sp.Expr]) -> Any:
    """Return the least value of L at these multipliers, taken where L is stationary; nan where L is not convex."""
    lagrangian = program.objective - sum((m * program.inequalities[i] for i, m in lams.items()), sp.S.Zero)
    lagrangian -= sum((m * h for m, h in zip(nus, program.equations, strict=True)), sp.S.Zero)
    if is_convex(sp.expand(lagrangian), program.variables) is not True:
        return sp.nan
    return tidy(lagrangian.xreplace(dict(zip(program.variables, place, strict=True))))
