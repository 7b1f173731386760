"""What a limit means, said a second time and independently of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.limits.approach import agreement, value_by_continuity
from symtutor.checking.limits.proofs import (
    ProvedLimit,
    conditions_as_domain,
    found_at_edges,
    found_elsewhere,
    proved_limit,
    witness_against,
)
from symtutor.goals.core import Goal
from symtutor.verdict import Agreement, Status, Verdict, Witness

__all__ = ["judge_limit"]


def judge_limit(goal: Goal, claimed: Any, known: Mapping[Goal, sp.Expr], domain: Mapping[Any, Any]) -> Verdict:
    """Judge a limit: by continuity, by a proof beside the point; otherwise values on the way are compared.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    claimed : Expr
        The limit; oo, -oo, or nan where there is none.
    known : mapping of Goal to Expr
        Proved values of one-sided limits, on which a two-sided one may rest.
    domain : mapping of Symbol to Set
        Where parameters live.

    Examples
    --------
    >>> from symtutor.goals.core import Limit
    >>> x = sp.Symbol("x")
    >>> judge_limit(Limit(sp.sin(x) / x, x, 0, sp.Symbol("+-")), sp.S.One, {}, {}).status
    <Status.CORRECT: 'correct'>
    """
    holed = next((letter for letter, where in domain.items() if isinstance(where, sp.Union)), None)
    if holed is not None:  # such as k ≠ 0: on each part the sign is known
        claims = [part for part in domain[holed].args if _says_something(claimed, holed, part)]
        parts = [judge_limit(goal, claimed, known, {**domain, holed: part}) for part in claims or domain[holed].args]
        return next((v for status in (Status.INCORRECT, Status.UNDECIDED) for v in parts if v.status is status), parts[0])
    value = value_by_continuity(goal)
    if value is not None:
        return same_value(value, claimed, domain)
    found = proved_limit(goal, domain, known)
    if found is None:
        return agreement(goal, claimed, domain)
    verdict = _against(found, claimed, {**domain, **dict(conditions_as_domain(found.conditions))})
    if verdict.status is Status.CORRECT:  # a condition that nobody states must not decide
        others = (_against(other, claimed, where) for other, where in found_elsewhere(goal, found.conditions, domain))
        at_edges = (_at_edge(other, claimed, point, domain) for other, point in found_at_edges(goal, found.conditions, domain))
        return next((v for v in (*others, *at_edges) if v.status is Status.INCORRECT), verdict)
    return verdict


def _says_something(claimed: Any, letter: sp.Symbol, part: sp.Set) -> bool:
    """Tell whether a claimed value is real somewhere on a part of a domain, as far as a few points show."""
    where = natural_domain(claimed)
    points = [n for n in map(sp.Rational, ("-7", "-1", "-1/3", "1/3", "1", "7")) if part.contains(n) == sp.true]
    return not points or any(where.subs(letter, point) != sp.false for point in points)


def _at_edge(found: ProvedLimit, claimed: Any, point: dict[Any, Any], domain: Mapping[Any, Any]) -> Verdict:
    """Compare a limit at the edge of a condition with a claimed one, if that has a value there."""
    here = claimed.xreplace(point)
    if claimed not in {sp.oo, -sp.oo, sp.nan} and here.has(sp.oo, -sp.oo, sp.nan, sp.zoo):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the claimed limit has no value there"))
    verdict = _against(found, here, domain)
    if isinstance(verdict.evidence, Witness):
        return replace(verdict, evidence=replace(verdict.evidence, point={**verdict.evidence.point, **point}))
    return verdict


def _against(found: ProvedLimit, claimed: Any, domain: Mapping[sp.Symbol, sp.Set]) -> Verdict:
    """Compare a limit that was proved with a claimed one."""
    if {found.value, claimed} & {sp.oo, -sp.oo, sp.nan}:
        if found.value != claimed:
            return Verdict(Status.INCORRECT, witness_against(found, claimed), found.conditions)
    elif (verdict := same_value(found.value, claimed, domain)).status is not Status.CORRECT:
        return verdict
    return Verdict(Status.CORRECT, found.proof, found.conditions)
