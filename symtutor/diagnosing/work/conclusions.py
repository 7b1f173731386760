"""Conclusions in words: maximum at, no extremum, converges, not differentiable."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsLimit, AsNumber
from symtutor.diagnosing.work.known import known_value
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Link, Part, Relation, Role

__all__ = ["judge_words"]

Judged = tuple[Finding, Context]
_NO_VALUE = ("diverges", "divergent", "does not exist", "doesn't exist", "dne", "undefined", "not defined", "no limit", "does not converge")
_HAS_VALUE = ("converges", "convergent", "exists", "is finite")


def judge_words(part: Part, context: Context, world: World) -> Judged:
    """Judge words without a formula: a claim such as "diverges" against the problem; all else is a remark."""
    said = " ".join(part.words)
    claims_none = any(claim in said for claim in _NO_VALUE)
    claims_value = not claims_none and any(claim in said for claim in _HAS_VALUE)
    target = world.target
    if not (claims_none or claims_value) or not isinstance(target.sense, AsLimit | AsNumber):
        return Finding(part, Role.WORDS, UNKNOWN, counts=False), context
    own = None if context.chain is None else context.chain.reference
    value = _value_of(own if isinstance(own, sp.Limit) else target.asked)
    if value is None:
        return Finding(part, Role.CONCLUSION, UNKNOWN), context
    if claims_none and target.real_side:
        return Finding(part, Role.CONCLUSION, UNKNOWN), context  # the function is real on one side alone: both is said of such a limit
    has_value = isinstance(value, sp.Basic) and value.is_finite is not False and value is not sp.nan
    truth = (
        Verdict(Status.CORRECT, Proof("by its value"))
        if has_value == claims_value
        else wrong(f"the value is {value}" if has_value else "there is no finite value")
    )
    return Finding(part, Role.CONCLUSION, truth, TRUE, Link(0, Relation.GIVEN)), context


def _value_of(asked: Any) -> Any:
    """Return the value of what is asked, or None where it is not proved."""
    if isinstance(asked, sp.Integral | sp.Limit):
        return known_value(asked)
    return None
