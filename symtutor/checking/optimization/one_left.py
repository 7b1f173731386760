"""Judging optima of problems in which equations leave one variable, by the extrema in it that were judged before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.sets_of_numbers import belongs, same_numbers
from symtutor.checking.optimization.zeros.membership import lies_in, sign_of_number
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Extrema, ExtremaOf
from symtutor.verdict import Status, Verdict, claim_open, claim_proved, claim_refuted

__all__ = ["judge_one_left"]


def judge_one_left(goal: Any, claimed: Any, known: Mapping[Goal, Any]) -> Verdict:
    """Judge an optimum: the other variables by the one that is left, where it may lie, and what the extrema there say."""
    f, inequalities, _equations, variables, sense, _order, strict = goal.args
    asked = [(g, v) for g, v in known.items() if isinstance(g, ExtremaOf) and isinstance(v, Extrema) and g.args[1] in variables]
    letters = [g.args[1] for g, _ in asked] or list(variables)
    verdict = claim_open("the extrema in the variable that is left were not judged")
    for x in dict.fromkeys(letters):
        solved = _line(goal, x)
        if solved is None:
            continue
        line, needs = solved
        held = [g.xreplace(line) >= 0 for g in inequalities] + [s.xreplace(line) > 0 for s in strict]
        where = sp.And(*held, *needs, natural_domain(f).xreplace(line))
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
        if belongs(where, x, place) and sign_of_number(sp.sympify(sense * (f.xreplace({x: place}) - value))) == -1:
            return place
    return None


def _line(goal: Any, x: Any) -> tuple[dict[Any, Any], tuple[Any, ...]] | None:
    """Return every variable by one of them, and what must hold of it; None where the equations do not determine the others.

    An equation that is h₀ + c·vᵏ in a variable v, which Euler's v·h_v = k·(h − h₀) tells, gives v where c and h₀ are not 0 together.
    """
    _f, inequalities, equations, variables, _sense, _order, strict = goal.args
    signed = {v: v - g for gaps in (inequalities, strict) for g in gaps for v in variables if (v - g).is_number}
    known = {v: sp.Symbol(f"{v.name}_p", positive=True) for v, start in signed.items() if v in strict or sign_of_number(start) == 1}
    line: dict[Any, Any] = {x: x}
    needs: list[Any] = [natural_domain(h) for h in equations]
    rest = [sp.fraction(sp.together(h))[0] for h in equations]
    while rest:
        found = next(((h, v, step) for h in rest for v in variables if v not in line for step in [_power_in(h, v)] if step), None)
        if found is None:
            return None
        h, v, (power, factor, base) = found
        is_alone = power == 1 or (v in signed and sign_of_number(signed[v]) in {0, 1})
        if not is_alone or not _are_never_zero_together(factor, base, known):
            return None
        value = (-base / factor) ** sp.Rational(1, power)
        needs.append(sp.Ne(factor, 0) if factor.free_symbols else sp.true)
        needs.append(-base / factor >= 0 if power % 2 == 0 else sp.true)
        line = {u: e.xreplace({v: value}) for u, e in line.items()} | {v: value}
        rest = [sp.fraction(sp.together(e.xreplace({v: value})))[0] for e in rest if e is not h]
        rest = [e for e in rest if e != 0]
    if any(v not in line for v in variables):
        return None
    line = {v: sp.simplify(e) if e.free_symbols and e != v else e for v, e in line.items()}
    return line, tuple(need.xreplace(line) for need in needs)


def _power_in(h: Any, v: Any) -> tuple[int, Any, Any] | None:
    """Return (k, c, h₀) for an expression h₀ + c·vᵏ; None for others."""
    if not h.has(v):
        return None
    base, slope = h.xreplace({v: sp.S.Zero}), differentiated(h, v)
    if base.has(sp.zoo, sp.nan, sp.oo):
        return None
    power = sp.cancel(v * slope / (h - base)) if slope.has(v) else sp.S.One
    if not (power.is_Integer and power > 0):
        return None
    return int(power), sp.expand(h.xreplace({v: sp.S.One}) - base), sp.expand(base)


def _are_never_zero_together(a: Any, b: Any, known: Mapping[Any, Any]) -> bool:
    """Tell whether two expressions are proved not to be 0 at one place; some letters are known to be positive."""
    if any(e.xreplace(dict(known)).is_nonzero or (e.is_number and sign_of_number(e) in {1, -1}) for e in (a, b)):
        return True
    letters = a.free_symbols | b.free_symbols
    if len(letters) != 1 or not all(e.is_polynomial(*letters) for e in (a, b)):
        return False
    return sign_of_number(sp.expand(sp.resultant(a, b, *letters))) in {1, -1}


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
