"""Judging optima of problems in which linear equations leave one variable, by the extrema in it that were judged before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.sets_of_numbers import same_numbers
from symtutor.checking.optimization.zeros.membership import lies_in, sign_of_number
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Extrema, ExtremaOf
from symtutor.verdict import Status, Verdict, claim_open, claim_proved, claim_refuted

__all__ = ["judge_one_left"]


def judge_one_left(goal: Any, claimed: Any, known: Mapping[Goal, Any]) -> Verdict:
    """Judge an optimum: the other variables by the one that is left, where it may lie, and what the extrema there say."""
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    asked = [(g, v) for g, v in known.items() if isinstance(g, ExtremaOf) and isinstance(v, Extrema) and g.args[1] in variables]
    letters = [g.args[1] for g, _ in asked] or list(variables)
    verdict = claim_open("the extrema in the variable that is left were not judged")
    for x in dict.fromkeys(letters):
        line = _line(equations, variables, x)
        if line is None:
            continue
        held = [g.xreplace(line) >= 0 for g in inequalities] + [s.xreplace(line) > 0 for s in strict]
        where = sp.And(*held, natural_domain(f).xreplace(line))
        if claimed.status == "infeasible":
            return _empty(where, x)
        better = _better_point(f.xreplace(line), where, x, claimed.value, sense)
        if better is not None:
            return claim_refuted(f"the value at {x} = {better} is better")
        for g, found in asked:
            if g.args[1] != x or not _is_same(f.xreplace(line), g.args[0]):
                continue
            verdict = same_numbers(g.args[2], where, x) if where not in {sp.true, sp.false} else _is_whole(where, g.args[2])
            if verdict.status is Status.CORRECT:
                return _by_extrema(claimed, found, sense, line, variables, x, g.args[2])
    return verdict


_SAMPLES = (*range(-3, 4), *(sp.Rational(k, 4) for k in (-2, -1, 1, 2, 3)))


def _better_point(f: Any, where: Any, x: Any, value: Any, sense: Any) -> Any:
    """Return a simple place at which the constraints hold and the value is better than the claimed one; None where none was met."""
    if not value.is_finite:
        return None
    for place in map(sp.sympify, _SAMPLES):
        holds = where.xreplace({x: place})
        if holds == sp.true and sign_of_number(sp.sympify(sense * (f.xreplace({x: place}) - value))) == -1:
            return place
    return None


def _line(equations: Any, variables: Any, x: Any) -> dict[Any, Any] | None:
    """Return every variable by one of them; None where the equations do not determine the others."""
    others = [v for v in variables if v != x]
    rows = [[differentiated(h, v) for v in others] for h in equations]
    if any(e.free_symbols for row in rows for e in row) or any(differentiated(h, x).free_symbols for h in equations):
        return None
    matrix = sp.Matrix(len(rows), len(others), [e for row in rows for e in row])
    if matrix.rank() != len(others):
        return None
    at_zero = [h.xreplace(dict.fromkeys(others, sp.S.Zero)) for h in equations]
    solved = sp.linsolve((matrix, -sp.Matrix(at_zero)), *others) if others else sp.FiniteSet(sp.Tuple())
    if solved is sp.S.EmptySet:
        return None
    place: Any = solved.args[0]
    line = {**dict(zip(others, place, strict=True)), x: x}
    return line if all(sp.expand(h.xreplace(line)) == 0 for h in equations) else None


def _is_same(a: Any, b: Any) -> bool:
    return bool(sp.expand(a - b) == 0) or same_value(a, b, {}).status is Status.CORRECT


def _is_whole(where: Any, domain: Any) -> Verdict:
    is_all = where == sp.true and domain in {sp.S.Reals, sp.Interval(-sp.oo, sp.oo)}
    return claim_proved("everywhere") if is_all else claim_refuted(f"{domain} is not where the constraints hold")


def _empty(where: Any, x: Any) -> Verdict:
    if where == sp.false:
        return claim_proved("a condition that never holds")
    if where == sp.true:
        return claim_refuted("every number satisfies the constraints")
    verdict = same_numbers(sp.S.EmptySet, where, x)
    return claim_proved("no number satisfies the constraints") if verdict.status is Status.CORRECT else verdict


def _by_extrema(claimed: Any, found: Any, sense: Any, line: Mapping[Any, Any], variables: Sequence[Any], x: Any, domain: Any) -> Verdict:
    bound = found.infimum if sense == 1 else found.supremum
    if bound is sp.nan:
        return claim_open("the bound is not known")
    if bound in {sp.oo, -sp.oo}:
        return (
            claim_proved("f has no bound") if claimed.status == "unbounded" and claimed.value == bound else claim_refuted("f has no bound")
        )
    if sign_of_number(sp.sympify(claimed.value - bound)) != 0:
        return claim_refuted(f"the bound is {bound}")
    taken = [p.x for p in found.points if sign_of_number(sp.sympify(p.value - bound)) == 0]
    if claimed.status == "not attained":
        is_level = any(p.sign == 0 for p in found.slopes)
        return claim_refuted("the bound is taken") if taken or is_level else claim_proved("the bound is a limit, and no value")
    if claimed.status != ("minimum" if sense == 1 else "maximum"):
        return claim_refuted("the bound is taken")
    for place in (claimed.place, *claimed.ties):
        at = dict(zip(variables, place, strict=True))
        if not lies_in(at[x], domain) or not any(sign_of_number(sp.sympify(at[x] - p)) == 0 for p in taken):
            return claim_refuted(f"the bound is not taken at {tuple(place)}")
        if any(sign_of_number(sp.sympify(line[v].xreplace({x: at[x]}) - at[v])) != 0 for v in variables):
            return claim_refuted(f"{tuple(place)} does not satisfy the equations")
    return claim_proved("the extrema in the variable that is left")
