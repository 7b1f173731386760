"""The optimum of a problem under constraints: every case with its outcome, the best point, and why nothing is better."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of, tidy
from symtutor.algorithms.optimization import constrained as kkt
from symtutor.algorithms.optimization.existence import conclusion
from symtutor.algorithms.optimization.program import Program, violated
from symtutor.algorithms.optimization.qualification import independent_gradients, irregular_points, slater_point
from symtutor.goals.optimization import ActiveSet, Optimum

__all__ = ["cases_of", "in_order", "optimum"]


def optimum(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any, order: Any) -> Optimum:
    """Return the optimum of a problem with its cases; the order says which multiplier belongs to which constraint as it was given."""
    program = Program(sense * f, tuple(inequalities), tuple(equations), tuple(variables))
    kind, certificate = conclusion(program)
    blank = sp.Tuple()
    qualified = _not_looked_at()

    def record(place: sp.Basic, height: sp.Basic, lams: sp.Basic, outcome: str, *rest: Any) -> Optimum:
        return Optimum(variables, place, height, lams, sense, outcome, kind, certificate, *rest, qualified)

    if kind == "infeasible":
        return record(blank, sp.nan, blank, "infeasible", blank, blank, sp.nan)
    if kind == "unbounded":
        return record(blank, -sense * sp.oo, blank, "unbounded", blank, blank, sp.nan)
    cases, found = cases_of(program, only_first=kind == "convex" and len(program.inequalities) > kkt.MOST_SHOWN)
    slater = slater_point(program) if kind == "convex" and not program.is_affine else None
    irregular, are_all = ([], True) if slater is not None else irregular_points(program)
    for active, point in irregular:
        cases.append(ActiveSet(tuple(sp.Integer(i + 1) for i in active), point, (), "irregular", sp.Tuple()))
        found.append((point, None))
    if not found and not program.is_affine and (never := _never_held(inequalities, equations, variables)):
        kind, certificate = "infeasible", never
        return record(blank, sp.nan, blank, "infeasible", blank, blank, sp.nan)
    heights = [tidy(sp.sympify(program.objective.xreplace(dict(zip(program.variables, p, strict=True))))) for p, _ in found]
    has_value = [bool(h.free_symbols) or (h.is_finite is not False and numeric(h) is not None) for h in heights]
    found, heights = [p for p, v in zip(found, has_value, strict=True) if v], [h for h, v in zip(heights, has_value, strict=True) if v]
    if not found:
        return record(blank, sp.nan, blank, "no candidate", tuple(cases), blank, sp.nan)
    best = min(heights, key=lambda h: numeric(h))
    winners = [k for k, h in enumerate(heights) if sign_of(h - best) == 0]
    point, multipliers = found[winners[0]]
    qualified = _qualification(program, point, slater)
    lams = sp.Tuple() if multipliers is None else in_order(multipliers, order, program)
    is_open = kind != "convex" and (not are_all or any(_may_be_better(program, c, best) for c in cases))
    outcome = "candidate" if kind == "unknown" or is_open else "minimum" if sense == 1 else "maximum"
    ties = tuple(dict.fromkeys(sp.Tuple(*found[k][0]) for k in winners))
    dual = kkt.dual_value(program, point, *multipliers) if kind == "convex" and multipliers is not None else sp.nan
    return record(sp.Tuple(*point), sense * best, lams, outcome, tuple(cases), ties, sense * dual if dual is not sp.nan else dual)


def _may_be_better(program: Program, case: Any, best: Any) -> bool:
    """Tell whether a case that was not solved, or has infinitely many solutions, may hold a smaller value."""
    if str(case.verdict) not in {"infinitely many", "not solved"}:
        return False
    values = kkt.values_of(program, tuple(int(i) - 1 for i in case.active))
    return values is None or any(sign_of(v - best) == -1 for v in values)


def _never_held(inequalities: Any, equations: Any, variables: Any) -> Any:
    """Return a constraint that fails at every point that satisfies the others, with the extremum that shows it; None where none is seen.

    The constraint is told by its number, with a minus sign for an equation.
    """
    signed = [*((k, g) for k, g in enumerate(inequalities, 1)), *((-k, h) for k, h in enumerate(equations, 1))]
    for number, g in signed:
        above = [e for k, e in signed if k > 0 and k != number]
        level = [e for k, e in signed if k < 0 and k != number]
        order = sp.Tuple(*range(1, len(above) + 1), *(-k for k in range(1, len(level) + 1)))
        if not above and not level and g.is_polynomial(*variables) and sp.Poly(g, *variables).total_degree() < 2:
            continue
        for sense in (-1, 1) if number < 0 else (-1,):
            best = optimum(g, sp.Tuple(*above), sp.Tuple(*level), variables, sp.Integer(sense), order)
            if best.status in {"minimum", "maximum"} and sign_of(best.value) == sense:
                return sp.Tuple(sp.Integer(number), best)
    return None


def _not_looked_at() -> Any:
    return sp.Tuple(sp.Symbol("unknown"), sp.Tuple())


def _qualification(program: Program, point: tuple[sp.Expr, ...], slater: tuple[sp.Expr, ...] | None) -> Any:
    """Return the constraint qualification that holds, with the point or the active inequalities that show it."""
    if program.is_affine:
        return sp.Tuple(sp.Symbol("linear"), sp.Tuple())
    if slater is not None:
        return sp.Tuple(sp.Symbol("Slater"), sp.Tuple(*slater))
    active, is_independent = independent_gradients(program, dict(zip(program.variables, point, strict=True)))
    if is_independent is None:
        return _not_looked_at()
    return sp.Tuple(sp.Symbol("LICQ" if is_independent else "none"), sp.Tuple(*(i + 1 for i in active)))


def in_order(multipliers: Any, order: Any, program: Program) -> Any:
    """Return the multipliers in the order in which the constraints were given."""
    lams, nus = multipliers
    every = [lams.get(i, sp.S.Zero) for i in range(len(program.inequalities))]
    return sp.Tuple(*(every[int(k) - 1] if k > 0 else nus[-int(k) - 1] if k < 0 else sp.S.Zero for k in order))


def cases_of(program: Program, *, only_first: bool) -> tuple[list[Any], list[Any]]:
    """Return every active set with its outcome, and the points that satisfy all conditions with their multipliers."""
    cases: list[sp.Basic] = []
    points: list[Any] = []
    size = len(program.variables)
    for active in kkt.active_sets(program):
        names = tuple(sp.Integer(i + 1) for i in active)
        solutions = kkt.case_of(program, active)
        if isinstance(solutions, str):
            cases.append(ActiveSet(names, (), (), "none feasible" if solutions == "none" else "infinitely many", sp.Tuple()))
            solutions = [] if solutions == "none" else kkt.samples_of(program, active)
            if not solutions:
                continue
        if solutions is None:
            cases.append(ActiveSet(names, (), (), "not solved", sp.Tuple()))
            continue
        if not solutions:
            cases.append(ActiveSet(names, (), (), "no solution", sp.Tuple()))
        for solution in solutions:
            place, lams, nus = solution[:size], solution[size : size + len(active)], solution[size + len(active) :]
            verdict, evidence = _outcome(program, active, place, lams, nus)
            cases.append(ActiveSet(names, tuple(place), tuple(lams) + tuple(nus), verdict, evidence))
            if verdict == "KKT point":
                if all(sign_of(sp.sympify(a) - b) == 0 for q, _ in points for a, b in zip(place, q, strict=True)) and points:
                    continue
                points.append((tuple(place), (dict(zip(active, lams, strict=True)), tuple(nus))))
                if only_first:
                    return cases, points
    return cases, points


def _outcome(program: Program, active: Any, place: tuple[sp.Expr, ...], lams: tuple[sp.Expr, ...], nus: Any) -> tuple[str, sp.Tuple]:
    """Return whether a solution of a case satisfies the other conditions, or which one it fails with the number that shows it.

    Beside one that does stands what the Hessian of L is on the tangent space of the active constraints, unless the problem is convex.
    """
    for i, lam in zip(active, lams, strict=True):
        if sign_of(lam) == -1:
            return "negative multiplier", sp.Tuple(sp.Integer(i + 1), lam)
    broken = violated(program, dict(zip(program.variables, place, strict=True)), active)
    if broken is not None:
        return "violated", sp.Tuple(sp.Integer(broken[0] + 1), broken[1])
    if program.is_convex:
        return "KKT point", sp.Tuple()
    point = dict(zip(program.variables, place, strict=True))
    shape, reduced, basis = kkt.on_tangent_space(program, point, dict(zip(active, lams, strict=True)), nus)
    return "KKT point", sp.Tuple(sp.Symbol(shape), sp.ImmutableMatrix(reduced), sp.ImmutableMatrix(basis))
