"""Whether no case of a problem under constraints was forgotten: the solutions of each are counted again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.zeros.signs import is_zero, sign
from symtutor.checking.optimization.zeros.systems import counted
from symtutor.goals.core import Goal
from symtutor.runtime.deadline import allowed
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_refuted

__all__ = ["all_cases"]

_MOST_CASES = 40
_SECONDS = 5.0  # for an elimination that may be left undone


def all_cases(goal: Any, objective: sp.Basic, claimed: Any) -> Verdict:
    """Judge that no case was forgotten: the solutions of each are counted again, and none that lives has a smaller value."""
    _f, inequalities, equations, variables, sense, _order, _strict = goal.args
    names = tuple(variables)
    listed: dict[tuple[int, ...], list[Any]] = {}
    for case in claimed.cases:
        listed.setdefault(tuple(int(i) for i in case.active), []).append(case)
    best = sense * claimed.value
    most = max(0, len(names) - len(equations))
    wanted = [c for k in range(min(most, len(inequalities)) + 1) for c in combinations(range(1, len(inequalities) + 1), k)]
    if len(wanted) > _MOST_CASES:
        return claim_open("there are too many cases to be counted again")
    for active in wanted:
        held = [*(inequalities[i - 1] for i in active), *equations]
        letters = [sp.Symbol(f"_m{i}") for i in range(len(held))]
        lagrangian = objective - sum((m * g for m, g in zip(letters, held, strict=True)), sp.S.Zero)
        system = [*(differentiated(lagrangian, v) for v in names), *held]
        found = [c for c in listed.get(active, ()) if c.place and str(c.verdict) != "irregular"]
        number = counted(system, [*names, *letters])
        if number is None and _has_no_lower_value(system, [*names, *letters], objective, best):
            continue
        if number is None:
            return claim_open(f"the solutions of the case {list(active)} were not counted")
        if number != len(found):
            return claim_refuted(f"the case {list(active)} has {number} solutions, and {len(found)} are listed")
        for some in (held[: len(active)] + list(e) for k in range(len(equations) + 1) for e in combinations(equations, k)):
            problem = _irregular(some, names, goal, claimed)
            if problem is not None:
                return problem
        for case in found:
            place = dict(zip(names, case.place, strict=True))
            lives = all(sign(g.xreplace(place)) >= 0 for g in inequalities)
            if lives and all(sign(m) >= 0 for m in case.lams[: len(active)]) and sign(objective.xreplace(place) - best) == -1:
                return claim_refuted(f"the value at {case.place} is smaller")
    return Verdict(Status.CORRECT, Proof("a minimum exists, and the solutions of every case were counted again"))


def _has_no_lower_value(system: Sequence[Any], unknowns: list[Any], objective: Any, best: Any) -> bool:
    """Tell whether elimination leaves a polynomial for the values of the objective without a root below the best one."""
    height = sp.Symbol("_height")
    if not all(e.is_polynomial(*unknowns) for e in (*system, objective)):
        return False
    last = sp.S.Zero
    with allowed(_SECONDS):
        last = sp.groebner([height - objective, *system], *reversed(unknowns), height, order="lex").exprs[-1]
    if last == 0 or (last != 1 and sp.Poly(last, height).domain not in {sp.ZZ, sp.QQ}):
        return False
    return last.free_symbols <= {height} and all(sign(r - best) >= 0 for r in (sp.Poly(last, height).real_roots() if last != 1 else ()))


def _irregular(held: Sequence[sp.Expr], names: tuple[sp.Symbol, ...], goal: Goal, claimed: Any) -> Verdict | None:
    """Return why points with dependent gradients of active constraints may be lost: they must be listed, and no better."""
    f, inequalities, equations, _variables, sense, _order, _strict = goal.args
    rows = sp.Matrix([[differentiated(g, v) for v in names] for g in held]) if held else sp.Matrix(0, 0, [])
    if not rows.free_symbols or len(held) > len(names):
        return None  # linear constraints are qualified in any case; more constraints than variables are by smaller choices
    minors = [rows.extract(list(range(len(held))), list(c)).det(method="berkowitz") for c in combinations(range(len(names)), len(held))]
    system = [*held, *(m for m in map(sp.expand, minors) if m != 0)]
    number = counted(system, list(names))
    if number == 0:
        return None
    places = dict.fromkeys(tuple(c.place) for c in claimed.cases if str(c.verdict) == "irregular")
    here = [p for p in places if all(is_zero(sp.expand(e.xreplace(dict(zip(names, p, strict=True))))) for e in system)]
    if number is None:
        return claim_open("the points at which gradients of active constraints are dependent were not counted")
    if number != len(here):
        return _outside(system, number, goal)
    for p in here:
        at = dict(zip(names, p, strict=True))
        if sign(sense * (f.xreplace(at) - claimed.value)) == -1:
            return claim_refuted(f"the value at {p} is better")
    del inequalities, equations
    return None


def _outside(system: Sequence[Any], number: int, goal: Any) -> Verdict | None:
    """Return None where all points with dependent gradients violate a constraint, which is counted with its sign kept by a square."""
    _f, inequalities, equations, variables, _sense, _order, _strict = goal.args
    names = list(variables)
    slack = sp.Symbol("_slack")
    for g in inequalities:
        if any(sp.expand(g - e) == 0 for e in system):
            continue
        below = counted([*system, g * slack**2 + 1], [*names, slack])  # two slacks for each point with g < 0
        if below is not None and below == 2 * number:
            return None
    for h in equations:
        if counted([*system, h], names) == 0:
            return None
    return claim_open("the gradients of active constraints may be dependent somewhere")
