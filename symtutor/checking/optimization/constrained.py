"""Judging constrained optima: every condition put in, the cases counted again, and the reason why nothing is smaller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import sympy as sp
from sympy.solvers.simplex import InfeasibleLPError, UnboundedLPError, lpmax

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.systems import counted, grows, is_sum_of_convex_terms
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Optimum
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["conditions", "judge_optimum"]

_TINY = sp.Float("1e-30")
_MOST_CASES = 40


def judge_optimum(goal: Any, claimed: Any, known: Mapping[Goal, Any], domain: Mapping[Any, Any]) -> Verdict:
    """Judge a constrained optimum, an infeasibility or an unboundedness."""
    del known, domain
    if not isinstance(claimed, Optimum):
        return _wrong("the answer names no optimum")
    f, inequalities, equations, variables, sense, _order = goal.args
    objective = sense * f
    judge: dict[str, Callable[..., Verdict]] = {"infeasible": _infeasible, "unbounded": _unbounded}
    special = judge.get(claimed.status)
    if special is not None:
        return special(objective, tuple(inequalities), tuple(equations), tuple(variables), claimed)
    if not claimed.place:
        return _open("that no point satisfies the conditions was not proved")
    return _minimum(goal, objective, claimed)


def _wrong(words: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, words, "the claim", ("", ""), 0))


def _open(words: str) -> Verdict:
    return Verdict(Status.UNDECIDED, Agreement(0, 0, words))


def _sign(number: Any) -> int:
    if number.is_Rational:
        return int(sp.sign(number))
    if number.free_symbols:  # only whether it is 0 is asked of a number with letters
        return 0 if sp.simplify(number) == 0 else 1
    found = sp.N(number, 50)
    return 0 if abs(found) < _TINY else 1 if found > 0 else -1


def _infeasible(_f: Any, inequalities: Any, equations: Any, variables: Any, claimed: Any) -> Verdict:
    """Judge a Farkas combination: with multipliers of the right sign the constraints add to a negative number."""
    multipliers = tuple(claimed.certificate)
    if any(m < 0 for m in multipliers[len(equations) :]):
        return _wrong("a multiplier of an inequality is negative")
    whole = sp.expand(sum((m * g for m, g in zip(multipliers, (*equations, *inequalities), strict=True)), sp.S.Zero))
    if whole.free_symbols & set(variables) or _sign(whole) != -1:
        return _wrong(f"the combination is {whole}")
    return Verdict(Status.CORRECT, Proof("a combination of the constraints that is a negative number"))


def _unbounded(f: Any, inequalities: Any, equations: Any, variables: Any, claimed: Any) -> Verdict:
    """Judge a ray: it stays among the constraints, and the objective falls along it."""
    start, ray = claimed.certificate
    t = sp.Symbol("_t")
    line = {v: a + t * d for v, a, d in zip(variables, start, ray, strict=True)}
    for h in equations:
        if sp.expand(h.xreplace(line)) != 0:
            return _wrong("the ray leaves an equation")
    for g in inequalities:
        if any(_sign(c) == -1 for c in sp.Poly(g.xreplace(line), t).all_coeffs()):
            return _wrong("the ray leaves an inequality")
    along = sp.Poly(f.xreplace(line), t)
    if along.degree() < 1 or _sign(along.LC()) != -1:
        return _wrong("the objective does not fall along the ray")
    return Verdict(Status.CORRECT, Proof("a ray among the constraints along which the objective falls"))


# ---- minima --------------------------------------------------------------------------------------
def conditions(goal: Any, place: Sequence[Any], lams: Sequence[Any]) -> Iterator[tuple[str, int, Any]]:
    """Yield every condition of Karush, Kuhn and Tucker that a point with multipliers fails: its name, which one, and the number.

    Names are stationarity (of which variable), feasibility, equation, sign, slackness.
    """
    f, inequalities, equations, variables, sense, order = goal.args
    point = dict(zip(variables, place, strict=True))
    by_constraint = {int(k): m for k, m in zip(order, lams, strict=True)}
    for i, g in enumerate(inequalities, 1):
        value = g.xreplace(point)
        if _sign(value) == -1:
            yield "feasibility", i, value
    for i, h in enumerate(equations, 1):
        if _sign(h.xreplace(point)) != 0:
            yield "equation", i, h.xreplace(point)
    for i, g in enumerate(inequalities, 1):
        if _sign(by_constraint[i]) == -1:
            yield "sign", i, by_constraint[i]
        if _sign(by_constraint[i] * g.xreplace(point)) != 0:
            yield "slackness", i, by_constraint[i] * g.xreplace(point)
    for k, v in enumerate(variables, 1):
        rest = sense * differentiated(f, v)
        rest -= sum((by_constraint[i] * differentiated(g, v) for i, g in enumerate(inequalities, 1)), sp.S.Zero)
        rest -= sum((by_constraint[-i] * differentiated(h, v) for i, h in enumerate(equations, 1)), sp.S.Zero)
        if _sign(sp.sympify(rest).xreplace(point)) != 0:
            yield "stationarity", k, sp.sympify(rest).xreplace(point)


def _minimum(goal: Any, objective: Any, claimed: Any) -> Verdict:
    f, inequalities, equations, variables, _sense, order = goal.args
    point = dict(zip(variables, claimed.place, strict=True))
    if _sign(f.xreplace(point) - claimed.value) != 0:
        return _wrong(f"f is {f.xreplace(point)} at the point")
    multipliers = claimed.multipliers or tuple(sp.S.Zero for _ in order)
    for name, which, number in conditions(goal, claimed.place, multipliers):
        if name in {"feasibility", "equation"} or claimed.multipliers:
            return _wrong(f"{name} {which} fails by {number}")
    names = tuple(variables)
    if claimed.multipliers and _is_convex_problem(objective, inequalities, equations, names):
        return Verdict(Status.CORRECT, Proof("all conditions hold, and the problem is convex"))
    if not claimed.multipliers and not order:
        return _open("a problem without constraints")
    if not _has_minimum(objective, inequalities, equations, names):
        return _open("all conditions hold; that a minimum exists was not proved")
    return _all_cases(goal, objective, claimed)


def _is_convex_problem(objective: Any, inequalities: Any, equations: Any, names: tuple[Any, ...]) -> bool:
    affine = all(not differentiated(h, v).has(*names) for h in equations for v in names)
    return affine and all(_is_convex(e, names) for e in (objective, *(-g for g in inequalities)))


def _is_convex(expr: Any, names: tuple[Any, ...]) -> bool:
    """Tell whether all principal minors of a constant Hessian are not negative, or every term is convex."""
    matrix = sp.Matrix([[differentiated(differentiated(expr, u), v) for v in names] for u in names])
    if not matrix.free_symbols:
        chosen = (c for k in range(1, len(names) + 1) for c in combinations(range(len(names)), k))
        return all(_sign(matrix.extract(list(c), list(c)).det(method="berkowitz")) >= 0 for c in chosen)
    return is_sum_of_convex_terms(expr, names)


def _has_minimum(objective: Any, inequalities: Any, equations: Any, names: tuple[Any, ...]) -> bool:
    if grows(objective, names):
        return True
    if any(grows(-g, names) for g in inequalities) or any(grows(s * h, names) for h in equations for s in (1, -1)):
        return True
    linear = [g >= 0 for g in inequalities if all(differentiated(g, v).is_number for v in names)]
    linear += [sp.Eq(h, 0) for h in equations if all(differentiated(h, v).is_number for v in names)]
    try:
        return all(lpmax(s * v, linear) is not None for v in names for s in (1, -1))
    except (UnboundedLPError, InfeasibleLPError, ValueError):
        return False


def _all_cases(goal: Any, objective: Any, claimed: Any) -> Verdict:
    """Judge that no case was forgotten: the solutions of each are counted again, and none that lives has a smaller value."""
    _f, inequalities, equations, variables, sense, _order = goal.args
    names = tuple(variables)
    listed: dict[tuple[int, ...], list[Any]] = {}
    for case in claimed.cases:
        listed.setdefault(tuple(int(i) for i in case.active), []).append(case)
    best = sense * claimed.value
    most = max(0, len(names) - len(equations))
    wanted = [c for k in range(min(most, len(inequalities)) + 1) for c in combinations(range(1, len(inequalities) + 1), k)]
    if len(wanted) > _MOST_CASES:
        return _open("there are too many cases to be counted again")
    for active in wanted:
        held = [*(inequalities[i - 1] for i in active), *equations]
        letters = [sp.Symbol(f"_m{i}") for i in range(len(held))]
        lagrangian = objective - sum((m * g for m, g in zip(letters, held, strict=True)), sp.S.Zero)
        system = [*(differentiated(lagrangian, v) for v in names), *held]
        found = [c for c in listed.get(active, ()) if c.place]
        number = counted(system, [*names, *letters])
        if number is None:
            return _open(f"the solutions of the case {list(active)} were not counted")
        if number != len(found):
            return _wrong(f"the case {list(active)} has {number} solutions, and {len(found)} are listed")
        if not _are_independent(held, names, claimed.ties):
            return _open("the gradients of active constraints may be dependent somewhere")
        for case in found:
            place = dict(zip(names, case.place, strict=True))
            lives = all(_sign(g.xreplace(place)) >= 0 for g in inequalities)
            if lives and all(_sign(m) >= 0 for m in case.lams[: len(active)]) and _sign(objective.xreplace(place) - best) == -1:
                return _wrong(f"the value at {case.place} is smaller")
    return Verdict(Status.CORRECT, Proof("a minimum exists, and the solutions of every case were counted again"))


def _are_independent(held: Sequence[Any], names: tuple[Any, ...], _ties: Any) -> bool:
    """Tell whether the gradients of constraints are independent wherever these are active."""
    if not held:
        return True
    rows = sp.Matrix([[differentiated(g, v) for v in names] for g in held])
    if not rows.free_symbols:
        return True  # linear constraints are qualified in any case
    minors = [rows.extract(list(range(len(held))), list(c)).det(method="berkowitz") for c in combinations(range(len(names)), len(held))]
    return counted([*held, *(m for m in minors if sp.expand(m) != 0)], list(names)) == 0
