"""Judging where an inequality holds: the zeros are counted, nothing jumps between them, and one sign is enclosed in each stretch."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.optimization.zeros.boxes import enclosed_sign, ends_of_parts, parts_of
from symtutor.checking.optimization.zeros.membership import lies_in, sign_of_number
from symtutor.checking.optimization.zeros.zeros import has_no_other_zero, judge_roots
from symtutor.goals.optimization import Roots, SignChart, Solve
from symtutor.verdict import Proof, Status, Verdict, claim_open, claim_refuted

__all__ = ["judge_inequality"]

_JUMPS = (sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise, sp.frac, sp.sign)


def judge_inequality(goal: Any, claimed: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Judge the set on which an inequality is claimed to hold."""
    left, right, x, where, relation = goal.args
    gap = left - right
    if not isinstance(claimed, SignChart):
        return claim_refuted("the answer is no set")
    verdict = judge_roots(Solve(gap, sp.S.Zero, x, where), Roots(x, *claimed.zeros), domain)
    if verdict.status is not Status.CORRECT:
        return verdict
    if gap.has(*_JUMPS):
        return claim_open("the expression may jump")
    wanted = 1 if ">" in str(relation) else -1
    for part in parts_of(where):
        found = _on_part(gap, x, part, claimed, wanted)
        if found is not None:
            return found
    places = set(claimed.zeros)
    for z in places:
        if lies_in(z, claimed.set) != ("=" in str(relation)):
            return claim_refuted(f"at {x} = {z} both sides are equal")
    rest = ends_of_parts(claimed.set) - places - {e for part in parts_of(where) for e in (part.inf, part.sup)}
    if rest:
        return claim_refuted(f"{min(rest, key=str)} is no place where the sign changes")
    return Verdict(Status.CORRECT, Proof("the zeros counted, and one sign enclosed in each stretch between them"))


def _on_part(gap: Any, x: Any, part: Any, claimed: Any, wanted: int) -> Verdict | None:
    """Return what is false or open on one interval of the domain; None where all is proved."""
    inside = sp.Interval.open(part.inf, part.sup)
    for condition in sp.And.make_args(natural_domain(gap)):
        if condition.is_Relational and not has_no_other_zero(condition.lhs - condition.rhs, x, inside):
            return claim_open(f"that {condition} holds on all of {part} was not proved")
    inner = [z for z in claimed.zeros if sign_of_number(z - part.inf) == 1 and sign_of_number(part.sup - z) == 1]
    for low, high in pairwise([part.inf, *inner, part.sup]):
        sample = _between(low, high)
        sign = enclosed_sign(gap, x, sample)
        if sign is None:
            return claim_open(f"the sign at {sample} was not enclosed")
        if lies_in(sample, claimed.set) != (sign == wanted):
            return claim_refuted(f"at {x} = {sample} the difference of both sides is {'positive' if sign > 0 else 'negative'}")
        ends = ((low, part.left_open or low != part.inf), (high, part.right_open or high != part.sup))
        for end, is_open in ends:
            if end not in claimed.zeros and not is_open and lies_in(end, claimed.set) != (sign == wanted):
                return claim_refuted(f"{x} = {end} belongs to the solutions exactly where its neighbours do")
    return None


def _between(low: Any, high: Any) -> Any:
    """Return a rational number between two places."""
    if low is -sp.oo:
        return sp.S.Zero if high is sp.oo else sp.Integer(sp.floor(high)) - 1
    if high is sp.oo:
        return sp.Integer(sp.floor(low)) + 2
    middle = (low + high) / 2
    return middle if middle.is_Rational else sp.Rational(str(sp.N(middle, 30)))
