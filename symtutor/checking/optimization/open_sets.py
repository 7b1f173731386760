"""Judging optima under strict inequalities: the conditions with convexity on the open set, or the optimum of the closed problem."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.optimization.constrained import conditions, judge_optimum
from symtutor.checking.optimization.convexity import is_convex
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_refuted

__all__ = ["judge_open_optimum"]


def judge_open_optimum(goal: Any, claimed: Any) -> Verdict:
    """Judge the optimum of a problem in which some constraints are strict."""
    if not isinstance(claimed, Optimum):
        return claim_refuted("the answer names no optimum")
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    if claimed.place:
        at = dict(zip(variables, claimed.place, strict=True))
        if sign_of_number(sp.expand(f.xreplace(at) - claimed.value)) != 0:
            return claim_refuted(f"f is {f.xreplace(at)} at the point")
        failed = next((s for s in strict if sign_of_number(s.xreplace(at)) != 1), None)
        if failed is not None:
            return claim_refuted(f"{failed} is not positive at the point")
    if len(claimed.certificate) == 1:
        numbers = sp.Tuple(*range(1, len(inequalities) + len(strict) + 1), *(-k for k in range(1, len(equations) + 1)))
        wider = MinimumOf(f, sp.Tuple(*inequalities, *strict), equations, variables, sense, numbers, sp.Tuple())
        return _by_closing(goal, wider, claimed)
    if not claimed.place or claimed.status == "candidate":
        return claim_open("that a minimum exists was not proved")
    for name, which, number in conditions(goal, claimed.place, claimed.multipliers):
        return claim_refuted(f"{name} {which} fails by {number}")
    names = tuple(variables)
    positive = tuple(v for v in names if v in strict)
    bent = (sense * f, *(-g for g in inequalities), *(-s for s in strict))
    if str(claimed.reason) == "log-convex":
        return _in_logarithms(goal, claimed)
    level = all(sp.expand(sp.diff(h, u, v)) == 0 for h in equations for u in names for v in names)
    if level and all(is_convex(e, names, positive) for e in bent):
        return Verdict(Status.CORRECT, Proof("all conditions hold, and the problem is convex on the open set"))
    return claim_open("all conditions hold; that the problem is convex was not proved")


def _in_logarithms(goal: Any, claimed: Any) -> Verdict:
    """Judge that with x = e^u the objective is a sum of exponentials, and each constraint one exponential at least such a sum."""
    f, inequalities, equations, variables, sense, order, strict = goal.args
    if set(strict) != set(variables):
        return claim_open("a variable need not be positive")
    plus, minus = _split(f, variables)
    if minus or not plus or (sense == -1 and len(plus) > 1):
        return claim_open("the objective is no sum of exponentials in the logarithms")
    multipliers = {int(k): m for k, m in zip(order, claimed.multipliers, strict=True)}
    for g in inequalities:
        if len(_split(g, variables)[0]) != 1:
            return claim_open(f"{g} ≥ 0 is not convex in the logarithms")
    for k, h in enumerate(equations, 1):
        plus, minus = _split(h, variables)
        if len(plus) == len(minus) == 1:
            continue  # linear in the logarithms
        sign = sign_of_number(multipliers[-k])
        if not ((len(plus) == 1 and sign in {0, 1}) or (len(minus) == 1 and sign in {0, -1})):
            return claim_open(f"{h} = 0 is not convex in the logarithms")
    return Verdict(Status.CORRECT, Proof("all conditions hold, and the problem is convex in the logarithms of the variables"))


def _split(expr: Any, variables: Any) -> tuple[list[Any], list[Any]]:
    """Return the exponents of the terms with positive and with negative factor after x = e^u; the same exponent is added up.

    A term that is no power of e with an exponent linear in u stands on both sides, which no shape allows.
    """
    logs = {v: sp.Symbol(f"_u{k}", real=True) for k, v in enumerate(variables)}
    inside = sp.expand(sp.powdenest(expr.xreplace({v: sp.exp(u) for v, u in logs.items()}), force=True))
    plus: list[Any] = []
    minus: list[Any] = []
    for term in sp.Add.make_args(inside):
        factor, core = term.as_independent(*logs.values(), as_Add=False)
        exponent = sp.log(core).expand(force=True) if core != 1 else sp.S.Zero
        sign = sign_of_number(factor)
        is_linear = all(sp.diff(exponent, u).is_number for u in logs.values())
        if not is_linear or sign not in {1, -1}:
            return [None, None], [None, None]
        (plus if sign == 1 else minus).append(exponent)
    return plus, minus


def _by_closing(goal: Any, wider: Any, claimed: Any) -> Verdict:
    """Judge by the optimum of the problem with ≥ in place of >."""
    _f, inequalities, _equations, variables, _sense, _order, strict = goal.args
    closed = claimed.certificate[0]
    verdict = judge_optimum(wider, closed, {}, {})
    if verdict.status is not Status.CORRECT or claimed.status == "infeasible":
        return verdict
    if claimed.status == "unbounded":
        start, ray = closed.certificate
        t = sp.Symbol("_t")
        line = {v: a + t * d for v, a, d in zip(variables, start, ray, strict=True)}
        rows = [[sign_of_number(c) for c in sp.Poly(s.xreplace(line), t).all_coeffs()] for s in strict]
        if any(1 not in row or not set(row) <= {0, 1} for row in rows):
            return claim_open("the ray touches a strict constraint")
        return verdict
    if claimed.status == "not attained":
        pulled = [m for k, m in zip(wider.args[5], closed.multipliers, strict=True) if k > len(inequalities)]
        if closed.dual is sp.nan or not any(sign_of_number(m) == 1 for m in pulled) or claimed.value != closed.value:
            return claim_open("that the bound is not attained was not proved")
        return Verdict(Status.CORRECT, Proof("f minus the bound is at least a positive multiple of what must be positive"))
    if not claimed.place or sign_of_number(sp.expand(claimed.value - closed.value)) != 0 or closed.status == "candidate":
        return claim_open("that the optimum lies inside was not proved")
    if claimed.multipliers:
        for name, which, number in conditions(goal, claimed.place, claimed.multipliers):
            return claim_refuted(f"{name} {which} fails by {number}")
    return Verdict(Status.CORRECT, Proof("the optimum of the closed problem lies inside"))
