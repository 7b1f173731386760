"""Judging optima that follow from those of other problems: through an increasing function, or from the parts of the feasible set."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product
from typing import Any

import sympy as sp

from symtutor.checking.optimization.constrained import conditions
from symtutor.checking.optimization.one_left import judge_one_left
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.core import Goal, Limit
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_proved, claim_refuted

__all__ = ["judge_reduced"]

_FOUND = ("minimum", "maximum")
_BENT = (sp.Abs, sp.Max, sp.Min)


def judge_reduced(goal: Any, claimed: Any, known: Mapping[Goal, Any]) -> Verdict | None:
    """Judge an optimum by those of other problems, which were judged before; None where it is claimed for another reason."""
    if isinstance(claimed, Optimum) and str(claimed.reason).startswith("one variable"):
        return judge_one_left(goal, claimed, known)
    if isinstance(claimed, Optimum) and claimed.reason == "along a curve":
        return _along_a_curve(goal, claimed, known)
    if not isinstance(claimed, Optimum) or claimed.reason not in {"increasing", "parts"}:
        return None
    others = {g: v for g, v in known.items() if isinstance(g, MinimumOf) and g != goal and isinstance(v, Optimum)}
    f, _inequalities, _equations, variables, _sense, _order, _strict = goal.args
    if claimed.place:
        at = dict(zip(variables, claimed.place, strict=True))
        if sign_of_number(sp.expand(f.xreplace(at) - claimed.value)) != 0:
            return claim_refuted(f"f is {f.xreplace(at)} at the point")
    best = {p for v in others.values() if v.place for p in (v.place, *v.ties)}
    for place in claimed.ties:
        there = f.xreplace(dict(zip(variables, place, strict=True)))
        if place not in best or sign_of_number(sp.expand(there - claimed.value)) != 0:
            return claim_refuted(f"{tuple(place)} is no further optimum")
    return (_by_increasing if claimed.reason == "increasing" else _by_parts)(goal, claimed, others)


def _along_a_curve(goal: Any, claimed: Any, known: Mapping[Goal, Any]) -> Verdict:
    """Judge a curve that satisfies the constraints for t ≥ 0, and along which the objective was proved to have no bound."""
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    (curve,) = claimed.certificate
    if len(curve) != len(variables) or claimed.status != "unbounded" or claimed.value != -sense * sp.oo:
        return claim_refuted("the curve does not belong to the claim")
    at = dict(zip(variables, curve, strict=True))
    (t,) = curve.free_symbols
    if any(sp.expand(h.xreplace(at)) != 0 for h in equations):
        return claim_refuted("the curve leaves an equation")
    for g, is_strict in (*((g, False) for g in inequalities), *((s, True) for s in strict)):
        signs = [sign_of_number(c) for c in sp.Poly(sp.expand(g.xreplace(at)), t).all_coeffs()]
        if not set(signs) <= {0, 1} or (is_strict and signs[-1] != 1):
            return claim_open(f"that {g} keeps its sign on the curve was not proved")
    for asked, value in known.items():
        is_it = isinstance(asked, Limit) and asked.args[1:3] == (t, sp.oo) and value == claimed.value
        if is_it and sp.expand(asked.args[0] - f.xreplace(at)) == 0:
            return claim_proved("a curve among the constraints along which the objective has no bound")
    return claim_open("the limit along the curve was not proved")


def _by_increasing(goal: Any, claimed: Any, others: Mapping[Any, Any]) -> Verdict:
    for inner, best in others.items():
        if claimed.status == best.status == "unbounded" and goal.args[4] == -1 and inner.args[1:] == goal.args[1:]:
            if _increases(goal.args[0], inner.args[0], goal.args[3], sp.S.One):
                return Verdict(Status.CORRECT, Proof("an increasing function without bound of what has none"))
            continue
        if inner.args[1:] != goal.args[1:] or best.status not in _FOUND or best.status != claimed.status or best.place != claimed.place:
            continue
        if not _increases(goal.args[0], inner.args[0], goal.args[3], best.value):
            continue
        for name, which, number in conditions(goal, claimed.place, claimed.multipliers) if claimed.multipliers else ():
            return claim_refuted(f"{name} {which} fails by {number}")
        return Verdict(Status.CORRECT, Proof("an increasing function of what has its optimum there"))
    return claim_open("no problem was found of which the objective is an increasing function")


def _increases(f: Any, inside: Any, variables: Any, best: Any) -> bool:
    """Tell whether f is a + b √h or a + b e^h with b > 0, h the other objective, which for a root is not negative at its best value."""
    for outer, is_defined in ((sp.exp(inside), True), (sp.sqrt(inside), sign_of_number(best) in {0, 1})):
        mark = sp.Symbol("_outer")
        plain = f.xreplace({outer: mark})
        if is_defined and not plain.has(*variables) and sp.diff(plain, mark).is_number and sign_of_number(sp.diff(plain, mark)) == 1:
            return True
    return False


def _by_parts(goal: Any, claimed: Any, others: Mapping[Any, Any]) -> Verdict:
    """Judge the best of the optima on all parts: each choice of signs of what bends the formulas gives one."""
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    nodes = {n for e in (f, *inequalities, *equations, *strict) for n in e.atoms(*_BENT) if _is_innermost(n, variables)}
    bends = list({u: None for n in sorted(nodes, key=str) for u in _bends(n)})
    found = []
    for signs in product((1, -1), repeat=len(bends)):
        part = _part(goal, dict(zip(bends, signs, strict=True)))
        if part is None:
            continue  # signs that go round in a ring: each point lies in the part of its own order too
        value = next((v for g, v in others.items() if _is_same(g, part)), None)
        if value is None:
            return claim_open("a part of the feasible set was not looked at")
        found.append(value)
    living = [v for v in found if v.status != "infeasible"]
    if claimed.status == "infeasible":
        return claim_proved("no part has a point") if not living else claim_refuted("a part has points")
    if claimed.status == "unbounded":
        return (
            claim_proved("f is unbounded on a part")
            if any(v.status == "unbounded" for v in living)
            else claim_refuted("f is bounded on each part")
        )
    if claimed.status not in _FOUND or any(v.status not in _FOUND for v in living):
        return claim_open("the optimum on a part was not found")
    if any(sign_of_number(sense * (v.value - claimed.value)) not in {0, 1} for v in living):
        return claim_refuted("a part has a better value")
    if not any(v.place == claimed.place for v in living):
        return claim_refuted("the point is the best one of no part")
    return claim_proved("the best of the optima on all parts")


def _is_innermost(node: Any, variables: Any) -> bool:
    return bool(node.has(*variables)) and not any(a.has(*_BENT) for a in node.args)


def _bends(node: Any) -> list[Any]:
    return [node.args[0]] if isinstance(node, sp.Abs) else [a - b for a, b in combinations(node.args, 2)]


def _part(goal: Any, signs: Mapping[Any, int]) -> Any:
    """Return objective, inequalities, equations and strict constraints where each bend has its sign."""
    f, inequalities, equations, variables, _sense, _order, strict = goal.args

    def above(a: Any, b: Any) -> bool:
        return signs[a - b] == 1 if a - b in signs else signs[b - a] == -1

    def plain(expr: Any) -> Any:
        chosen = {}
        for n in expr.atoms(*_BENT):
            if not _is_innermost(n, variables):
                continue
            if isinstance(n, sp.Abs):
                chosen[n] = n.args[0] * signs[n.args[0]]
                continue
            ranked = [a for a in n.args if all(a == b or above(a, b) == isinstance(n, sp.Max) for b in n.args)]
            chosen[n] = ranked[0] if ranked else sp.nan
        return expr.xreplace(chosen)

    held = {plain(g) for g in inequalities} | {s * u for u, s in signs.items()}
    level, inner = {plain(h) for h in equations}, {plain(s) for s in strict}
    if any(e.has(sp.nan) for e in (plain(f), *held, *level, *inner)):
        return None
    return plain(f), held, level, inner, variables


def _is_same(goal: Any, part: Any) -> bool:
    f, held, level, strict, variables = part
    if goal.args[3] != variables or sp.expand(goal.args[0] - f) != 0:
        return False
    pairs = ((goal.args[1], held), (goal.args[2], level), (goal.args[6], strict))
    return all({sp.expand(e) for e in given} == {sp.expand(e) for e in wanted} for given, wanted in pairs)
