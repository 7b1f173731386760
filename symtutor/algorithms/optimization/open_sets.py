"""Optima under strict inequalities: where the problem is convex there, or convex in the logarithms, or after closing the set."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of, tidy
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.optimum import cases_of, in_order, optimum
from symtutor.algorithms.optimization.program import Program
from symtutor.goals.optimization import ActiveSet, Optimum

__all__ = ["strict_optimum"]

_Kkt = tuple[tuple[Any, ...], tuple[dict[int, Any], tuple[Any, ...]]]
_SIZE = 2  # a monomial equation has two terms


def strict_optimum(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any, order: Any, strict: Any) -> Optimum:
    """Return the optimum of a problem in which some constraints are strict, with its cases.

    A strict constraint is never active.  Where the problem is convex on the open set, or in the logarithms of positive variables, a
    point that satisfies the conditions is the best one; otherwise the strict constraints are closed first, and it is looked
    whether the optimum lies inside: the certificate is then the optimum of the closed problem.
    """
    if not strict:
        return optimum(f, inequalities, equations, variables, sense, order)
    positive = tuple(v for v in variables if v in strict)
    program = Program(sense * f, tuple(inequalities), tuple(equations), tuple(variables), positive)
    is_plain = program.is_convex and all(is_convex(-s, program.variables, positive) is True for s in strict)
    if is_plain or _is_geometric(program, f, sense, strict):
        cases, points = cases_of(program, only_first=False)
        inside = [p for p in points if _lies_inside(p[0], program, strict) and (is_plain or _has_right_signs(program, p))]
        if inside:
            place, multipliers = inside[0]
            value = tidy(f.xreplace(dict(zip(variables, place, strict=True))))
            outcome = "minimum" if sense == 1 else "maximum"
            rows = tuple(_looked_at(case, program, strict) for case in cases)
            ties = tuple(sp.Tuple(*p) for p, _ in inside)
            rest = ("convex" if is_plain else "log-convex", (), rows, ties, sp.nan, (sp.Symbol("unknown"), ()))
            return Optimum(variables, place, value, in_order(multipliers, order, program), sense, outcome, *rest)
    return _by_closing(f, inequalities, equations, variables, sense, order, strict)


def _lies_inside(place: Any, program: Program, strict: Any) -> bool:
    at = dict(zip(program.variables, place, strict=True))
    return all(sign_of(sp.sympify(s.xreplace(at))) == 1 for s in strict)


def _looked_at(case: Any, program: Program, strict: Any) -> Any:
    """Return a case, as outside where a strict constraint fails at its point."""
    if not case.place or str(case.verdict) != "KKT point":
        return case
    at = dict(zip(program.variables, case.place, strict=True))
    failed = next((s for s in strict if sign_of(sp.sympify(s.xreplace(at))) != 1), None)
    return case if failed is None else ActiveSet(case.active, case.place, case.lams, "outside", (failed, failed.xreplace(at)))


# ---- convex in the logarithms --------------------------------------------------------------------
def _is_geometric(program: Program, f: Any, sense: Any, strict: Any) -> bool:
    """Tell whether all variables are positive, the objective is a sum of monomials, and each constraint a monomial minus such a sum."""
    if set(strict) != set(program.variables):
        return False
    shapes = [_signs_of_terms(e, program.variables) for e in (f, *program.inequalities, *program.equations)]
    if None in shapes:
        return False
    first, *others = (shape for shape in shapes if shape is not None)
    is_objective = all(s == 1 for s in first) and (sense == 1 or len(first) == 1)
    count = len(program.inequalities)
    return is_objective and all(s.count(1) == 1 for s in others[:count]) and all(1 in (s.count(1), s.count(-1)) for s in others[count:])


def _signs_of_terms(expr: Any, variables: tuple[Any, ...]) -> list[int] | None:
    """Return the signs of the terms of a sum of monomials with rational exponents; None for anything else."""
    signs = []
    for term in sp.Add.make_args(sp.expand(expr)):
        factor, core = term.as_independent(*variables, as_Add=False)
        sign = sign_of(factor)
        if not sign or any(b not in variables or not e.is_Rational for b, e in core.as_powers_dict().items() if b != 1):
            return None
        signs.append(sign)
    return signs


def _has_right_signs(program: Program, found: _Kkt) -> bool:
    """Tell whether the multiplier of each equation that is no equation of two monomials is that of monomial ≥ sum."""
    for h, nu in zip(program.equations, found[1][1], strict=True):
        signs = _signs_of_terms(h, program.variables) or []
        if len(signs) == _SIZE and signs.count(1) == 1:
            continue
        if sign_of(nu) == (-1 if signs.count(1) == 1 else 1):
            return False
    return True


# ---- on the closed set ---------------------------------------------------------------------------
def _by_closing(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any, order: Any, strict: Any) -> Optimum:
    """Return what the optimum with ≥ in place of > shows: the same where it lies inside, or a bound that is not attained."""
    every = (*inequalities, *strict)
    numbers = sp.Tuple(*range(1, len(every) + 1), *(-k for k in range(1, len(equations) + 1)))
    closed = optimum(f, sp.Tuple(*every), equations, variables, sense, numbers)
    program = Program(sense * f, tuple(every), tuple(equations), tuple(variables))

    def record(place: Any, height: Any, lams: Any, outcome: str, ties: Any = ()) -> Optimum:
        rest = (closed.why, (closed,), closed.cases, ties, sp.nan, closed.qualified)
        return Optimum(variables, place, height, lams, sense, outcome, *rest)

    if closed.status == "infeasible" or (closed.status == "unbounded" and _stays_inside(closed.certificate, program, strict)):
        return record((), closed.height, (), closed.status)
    inside = [p for p in closed.ties if _lies_inside(p, program, strict)] if closed.place else []
    if inside:
        is_same = bool(closed.lams) and tuple(inside[0]) == tuple(closed.place)
        by_number = dict(zip(map(int, numbers), closed.lams, strict=True)) if is_same else {}
        lams = tuple(by_number.get(int(k), sp.S.Zero) for k in order) if is_same else ()
        return record(inside[0], closed.height, lams, closed.status, tuple(inside))
    pulled = [m for k, m in zip(numbers, closed.lams, strict=False) if k > len(inequalities)]
    if closed.dual is not sp.nan and any(sign_of(m) == 1 for m in pulled) and _has_strict_point(program, strict):
        return record((), closed.height, (), "not attained")
    return record((), sp.nan, (), "no candidate")


def _stays_inside(certificate: Any, program: Program, strict: Any) -> bool:
    start, ray = certificate
    t = sp.Symbol("_t")
    line = {v: a + t * d for v, a, d in zip(program.variables, start, ray, strict=True)}
    return all(_is_positive_beyond_zero(s.xreplace(line), t) for s in strict)


def _is_positive_beyond_zero(expr: Any, t: sp.Symbol) -> bool:
    """Tell whether a polynomial is plainly positive for every t > 0."""
    signs = [sign_of(c) for c in sp.Poly(expr, t).all_coeffs()]
    return 1 in signs and -1 not in signs and None not in signs


def _has_strict_point(program: Program, strict: Any) -> bool:
    """Tell whether some point satisfies the strict constraints with all others, so that their closure is the set that was looked at."""
    from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point  # noqa: PLC0415 (only here)

    if not program.is_polyhedron:
        return False
    count = len(program.equations)
    rows = program.rows()
    size = len(program.variables)
    first = len(rows) - len(strict)
    slack = [((*a, -sp.S.One if k >= first else sp.S.Zero), b) for k, (a, b) in enumerate(rows)]
    slack.append(((sp.S.Zero,) * size + (-sp.S.One,), -sp.S.One))  # the slack is at most 1
    slack.append(((sp.S.Zero,) * size + (sp.S.One,), sp.Rational(1, 10**6)))
    return not isinstance(feasible_point(slack, count), Infeasible)
