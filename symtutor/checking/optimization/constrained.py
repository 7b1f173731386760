"""Judging constrained optima: every condition put in, the cases counted again, and the reason why nothing is smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.solvers.simplex import InfeasibleLPError, UnboundedLPError, lpmax

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.cases import all_cases
from symtutor.checking.optimization.convexity import is_convex
from symtutor.checking.optimization.copositivity import is_nowhere_below
from symtutor.checking.optimization.second_order import false_second_order
from symtutor.checking.optimization.zeros.signs import is_zero, sign
from symtutor.checking.optimization.zeros.systems import grows
from symtutor.goals.core import Goal
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_refuted

__all__ = ["conditions", "judge_optimum"]

_ENTIRE = (sp.exp, sp.sin, sp.cos, sp.atan, sp.tanh, sp.sinh, sp.cosh, sp.Abs, sp.Max, sp.Min)


def judge_optimum(goal: Goal, claimed: sp.Basic, known: Mapping[Goal, sp.Expr], domain: Mapping[Any, Any]) -> Verdict:
    """Judge a constrained optimum, an infeasibility or an unboundedness."""
    del known, domain
    if not isinstance(claimed, Optimum):
        return claim_refuted("the answer names no optimum")
    f, inequalities, equations, variables, sense, _order, _strict = goal.args
    objective = sense * f
    judge: dict[str, Callable[..., Verdict]] = {"infeasible": _infeasible, "unbounded": _unbounded}
    special = judge.get(claimed.status)
    if special is not None:
        return special(objective, tuple(inequalities), tuple(equations), tuple(variables), claimed)
    return _minimum(goal, objective, claimed) if claimed.place else claim_open("no best point was found")


def _infeasible(_f: object, inequalities: tuple[sp.Expr, ...], equations: Any, variables: tuple[sp.Symbol, ...], claimed: Any) -> Verdict:
    """Judge a Farkas combination: with multipliers of the right sign the constraints add to a negative number."""
    if len(claimed.certificate) == 2 and isinstance(claimed.certificate[1], Optimum):
        return _never_held(inequalities, equations, variables, claimed)
    multipliers = tuple(claimed.certificate)
    if any(m < 0 for m in multipliers[len(equations) :]):
        return claim_refuted("a multiplier of an inequality is negative")
    whole = sp.expand(sum((m * g for m, g in zip(multipliers, (*equations, *inequalities), strict=True)), sp.S.Zero))
    if whole.free_symbols & set(variables) or sign(whole) != -1:
        return claim_refuted(f"the combination is {whole}")
    return Verdict(Status.CORRECT, Proof("a combination of the constraints that is a negative number"))


def _never_held(inequalities: Any, equations: Any, variables: Any, claimed: Any) -> Verdict:
    """Judge that one constraint fails wherever the others hold: its extremum among these points is a problem of its own."""
    number, best = int(claimed.certificate[0]), claimed.certificate[1]
    above = tuple(g for k, g in enumerate(inequalities, 1) if k != number)
    level = tuple(h for k, h in enumerate(equations, 1) if -k != number)
    g = inequalities[number - 1] if number > 0 else equations[-number - 1]
    if sign(best.value) != best.sense or (number > 0 and best.sense != -1):
        return claim_refuted(f"the bound {best.value} does not keep {g} from what it must be")
    order = sp.Tuple(*range(1, len(above) + 1), *(-k for k in range(1, len(level) + 1)))
    verdict = judge_optimum(
        MinimumOf(g, sp.Tuple(*above), sp.Tuple(*level), sp.Tuple(*variables), best.sense, order, sp.Tuple()), best, {}, {}
    )
    if verdict.status is not Status.CORRECT:
        return verdict
    return Verdict(Status.CORRECT, Proof("the extremum of one constraint among the points that satisfy the others"))


def _unbounded(
    f: sp.Expr, inequalities: tuple[sp.Expr, ...], equations: tuple[sp.Expr, ...], variables: tuple[sp.Symbol, ...], claimed: Any
) -> Verdict:
    """Judge a ray: it stays among the constraints, and the objective falls along it."""
    start, ray = claimed.certificate
    t = sp.Symbol("_t")
    line = {v: a + t * d for v, a, d in zip(variables, start, ray, strict=True)}
    for h in equations:
        if sp.expand(h.xreplace(line)) != 0:
            return claim_refuted("the ray leaves an equation")
    for g in inequalities:
        if any(sign(c) == -1 for c in sp.Poly(g.xreplace(line), t).all_coeffs()):
            return claim_refuted("the ray leaves an inequality")
    along = sp.Poly(f.xreplace(line), t)
    if along.degree() < 1 or sign(along.LC()) != -1:
        return claim_refuted("the objective does not fall along the ray")
    return Verdict(Status.CORRECT, Proof("a ray among the constraints along which the objective falls"))


# ---- minima --------------------------------------------------------------------------------------
def conditions(goal: Any, place: Sequence[Any], lams: Sequence[Any]) -> Iterator[tuple[str, int, Any]]:
    """Yield every condition of Karush, Kuhn and Tucker that a point with multipliers fails: its name, which one, and the number.

    Names are stationarity (of which variable), feasibility, equation, strictness, sign, slackness.

    Raises
    ------
    Undecided
        If the sign of a number is not known.
    """
    f, inequalities, equations, variables, sense, order, strict = goal.args
    point = dict(zip(variables, place, strict=True))
    by_constraint = {int(k): m for k, m in zip(order, lams, strict=True)}
    for i, g in enumerate(inequalities, 1):
        value = g.xreplace(point)
        if sign(value) == -1:
            yield "feasibility", i, value
    for i, h in enumerate(equations, 1):
        if not is_zero(h.xreplace(point)):
            yield "equation", i, h.xreplace(point)
    for i, g in enumerate(strict, 1):
        if sign(g.xreplace(point)) != 1:
            yield "strictness", i, g.xreplace(point)
    for i, g in enumerate(inequalities, 1):
        if sign(by_constraint[i]) == -1:
            yield "sign", i, by_constraint[i]
        if not is_zero(by_constraint[i] * g.xreplace(point)):
            yield "slackness", i, by_constraint[i] * g.xreplace(point)
    for k, v in enumerate(variables, 1):
        rest = sense * differentiated(f, v)
        rest -= sum((by_constraint[i] * differentiated(g, v) for i, g in enumerate(inequalities, 1)), sp.S.Zero)
        rest -= sum((by_constraint[-i] * differentiated(h, v) for i, h in enumerate(equations, 1)), sp.S.Zero)
        if not is_zero(sp.sympify(rest).xreplace(point)):
            yield "stationarity", k, sp.sympify(rest).xreplace(point)


def _minimum(goal: Any, objective: sp.Basic, claimed: Any) -> Verdict:
    f, inequalities, equations, variables, _sense, order, _strict = goal.args
    point = dict(zip(variables, claimed.place, strict=True))
    if not is_zero(f.xreplace(point) - claimed.value):
        return claim_refuted(f"f is {f.xreplace(point)} at the point")
    multipliers = claimed.multipliers or tuple(sp.S.Zero for _ in order)
    for name, which, number in conditions(goal, claimed.place, multipliers):
        if name in {"feasibility", "equation"} or claimed.multipliers:
            return claim_refuted(f"{name} {which} fails by {number}")
    names = tuple(variables)
    for case in claimed.cases:
        if str(case.verdict) == "KKT point" and case.evidence:
            fault = false_second_order(goal, case, sign)
            if fault is not None:
                return claim_refuted(f"at {tuple(case.place)} {fault}")
    for verdict in (_dual(goal, objective, claimed, names), _qualified(goal, claimed, names)):
        if verdict is not None:
            return verdict
    if (claimed.multipliers or not order) and _is_convex_problem(objective, inequalities, equations, names):
        return Verdict(Status.CORRECT, Proof("all conditions hold, and the problem is convex"))
    if claimed.status != "candidate" and is_nowhere_below(objective, objective.xreplace(point), inequalities, equations, names):
        return Verdict(Status.CORRECT, Proof("f minus the value is a copositive form in the corners and rays of the feasible set"))
    if claimed.status == "candidate" or not _has_minimum(objective, inequalities, equations, names):
        return claim_open("all conditions hold; that a minimum exists was not proved")
    return all_cases(goal, objective, claimed)


def _dual(goal: Goal, objective: sp.Basic, claimed: Any, names: tuple[sp.Expr, ...]) -> Verdict | None:
    """Return what is wrong with the dual value: L at the multipliers must be convex and have this value where it is stationary."""
    if claimed.dual is sp.nan:
        return None
    _f, inequalities, equations, _variables, sense, order, _strict = goal.args
    lagrangian = objective
    for k, m in zip(order, claimed.multipliers, strict=True):
        lagrangian -= m * (inequalities[int(k) - 1] if k > 0 else equations[-int(k) - 1])
    if not is_convex(sp.expand(lagrangian), names):
        return claim_open("that the Lagrangian at these multipliers is convex was not proved")
    value = lagrangian.xreplace(dict(zip(names, claimed.place, strict=True)))
    return None if is_zero(value - sense * claimed.dual) else claim_refuted(f"the least value of L is {value}")


def _qualified(goal: Goal, claimed: Any, names: tuple[sp.Expr, ...]) -> Verdict | None:
    """Return what is wrong with the constraint qualification that is claimed."""
    _f, inequalities, equations, _variables, _sense, _order, _strict = goal.args
    curved = [g for g in (*inequalities, *equations) if any(differentiated(g, v).has(*names) for v in names)]
    if claimed.qualification == "linear":
        return claim_refuted(f"{curved[0]} is not linear") if curved else None
    if claimed.qualification == "Slater":
        place = dict(zip(names, claimed.qualified[1], strict=True))
        if any(sign(g.xreplace(place)) != 1 for g in inequalities if g in curved) or any(h in curved for h in equations):
            return claim_refuted("a nonlinear constraint is not strict at the point for Slater's condition")
        fails = any(sign(g.xreplace(place)) < 0 for g in inequalities) or not all(is_zero(h.xreplace(place)) for h in equations)
        return claim_refuted("the point for Slater's condition is not feasible") if fails else None
    if claimed.qualification == "LICQ":
        place = dict(zip(names, claimed.place, strict=True))
        active = [g for g in inequalities if is_zero(g.xreplace(place))]
        rows = sp.Matrix([[differentiated(g, v).xreplace(place) for v in names] for g in (*active, *equations)])
        minors = (rows.extract(list(range(rows.rows)), list(c)).det(method="berkowitz") for c in combinations(range(len(names)), rows.rows))
        if rows.rows and not any(sign(m) for m in minors):
            return claim_refuted("the gradients of the active constraints are dependent")
    return None


def _is_convex_problem(objective: sp.Basic, inequalities: sp.Tuple, equations: sp.Tuple, names: tuple[sp.Symbol, ...]) -> bool:
    affine = all(not differentiated(h, v).has(*names) for h in equations for v in names)
    if not affine:
        return False
    positive = tuple(v for v in names if any(sp.expand(g - v).is_number and (v - g).is_positive for g in inequalities))
    if all(is_convex(e, names, positive) for e in (objective, *(-g for g in inequalities))):
        return True
    inner, free = _on_solutions((objective, *(-g for g in inequalities)), equations, names)
    return inner is not None and all(is_convex(sp.expand(e), free) for e in inner)


def _on_solutions(
    exprs: Sequence[sp.Basic], equations: Any, names: tuple[sp.Expr, ...]
) -> tuple[list[sp.Basic] | None, tuple[sp.Expr, ...]]:
    """Return expressions in the variables that linear equations leave free: one variable after another is put in."""
    inner, free = list(exprs), list(names)
    rest = list(equations)
    while rest:
        h = sp.expand(rest.pop())
        v = next((u for u in free if h.has(u) and differentiated(h, u).is_number), None)
        if v is None:
            return None, ()
        value = -h.xreplace({v: sp.S.Zero}) / differentiated(h, v)
        inner = [e.xreplace({v: value}) for e in inner]
        rest = [e.xreplace({v: value}) for e in rest if sp.expand(e.xreplace({v: value})) != 0]
        free.remove(v)
    return inner, tuple(free)


def _has_minimum(objective: Any, inequalities: Any, equations: Any, names: tuple[Any, ...]) -> bool:
    if not _is_entire(objective, names) and not _keeps_away(objective, inequalities, names):
        return False
    if grows(objective, names):
        return True
    if any(grows(-g, names) for g in inequalities) or any(grows(s * h, names) for h in equations for s in (1, -1)):
        return True
    linear = _linear(inequalities, equations, names)
    try:
        if all(lpmax(s * v, linear) is not None for v in names for s in (1, -1)):
            return True
    except (UnboundedLPError, InfeasibleLPError, ValueError):
        pass
    inner, free = _on_solutions((objective,), [h for h in equations if all(differentiated(h, v).is_number for v in names)], names)
    return inner is not None and bool(free) and grows(sp.expand(inner[0]), free)


def _linear(inequalities: Any, equations: Any, names: tuple[Any, ...]) -> list[Any]:
    linear = [g >= 0 for g in inequalities if all(differentiated(g, v).is_number for v in names)]
    return linear + [sp.Eq(h, 0) for h in equations if all(differentiated(h, v).is_number for v in names)]


def _is_entire(expr: Any, names: tuple[Any, ...]) -> bool:
    """Tell whether an expression is a polynomial in the variables and in functions of such that have values everywhere."""
    inside = expr.replace(lambda e: isinstance(e, _ENTIRE) and all(_is_entire(a, names) for a in e.args), lambda _: sp.Symbol("_e"))
    return bool(inside.is_polynomial(*names, sp.Symbol("_e")))


def _keeps_away(expr: Any, inequalities: Any, names: tuple[Any, ...]) -> bool:
    """Tell whether linear constraints keep every denominator, logarithm and root from 0, so that the objective is continuous."""
    risky = {n.base for n in sp.preorder_traversal(expr) if isinstance(n, sp.Pow) and n.base.has(*names) and not n.exp.is_positive}
    risky |= {n.base for n in sp.preorder_traversal(expr) if isinstance(n, sp.Pow) and n.base.has(*names) and not n.exp.is_Integer}
    risky |= {n.args[0] for n in sp.preorder_traversal(expr) if isinstance(n, sp.log)}
    linear = _linear(inequalities, (), names)
    for base in risky:
        if _is_above_zero(base, names):
            continue
        try:
            if lpmax(-base, linear)[0] >= 0:
                return False
        except InfeasibleLPError:
            return True
        except (UnboundedLPError, ValueError, sp.PolynomialError):
            return False
    plain = {n: sp.Symbol("_e") for n in expr.atoms(sp.Pow, sp.log) if (n.base if isinstance(n, sp.Pow) else n.args[0]) in risky}
    return _is_entire(expr.xreplace(plain), names)


def _is_above_zero(expr: Any, names: tuple[Any, ...]) -> bool:
    real = {v: sp.Symbol(f"{v.name}_r", real=True) for v in names}
    return expr.xreplace(real).is_positive is True
