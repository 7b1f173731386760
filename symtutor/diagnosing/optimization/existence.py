"""Judging whether there is an optimum: a claim that there is none, that f has no bound, that no point is feasible, or a bare value."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.diagnosing.optimization.told import right, same, sign, wrong
from symtutor.verdict import Agreement, Status, Verdict

__all__ = ["judge_existence", "not_decided"]


def judge_existence(goal: Any, best: Any, found: Any) -> Verdict | None:
    """Judge "no optimum" (a symbol), "unbounded" (±oo) and "infeasible" (nan), and a value where none is taken; None for others.

    Where the optimum was not found nothing is called wrong that is not refuted by a point.
    """
    word = "minimum" if goal.args[4] == 1 else "maximum"
    is_claim = isinstance(found, sp.Symbol) or found is sp.nan or found.is_infinite
    if best.status == "infeasible":
        if is_claim and not found.is_infinite:
            return right("Correct: no point satisfies all constraints.", "the same set")
        return wrong("No point satisfies all constraints.", found, "no point")
    if best.status == "unbounded":
        side = "falls" if goal.args[4] == 1 else "grows"
        if isinstance(found, sp.Symbol) or found == best.value:
            return right(f"Correct: f {side} beyond all bounds.", "the same claim")
        return wrong(f"There is no {word}: f {side} beyond all bounds.", found, best.value)
    if best.status == "not attained":
        bound = "greatest lower" if goal.args[4] == 1 else "least upper"
        told = f"the {bound} bound {best.value} is not attained"
        if isinstance(found, sp.Symbol):
            return right(f"Correct: {told}.", "the same claim")
        return wrong(f"There is no {word}: {told}.", found, best.value)
    if best.status in {"minimum", "maximum"}:
        if not is_claim:
            return None
        if found is sp.nan:
            return wrong("There are points that satisfy all constraints.", found, best.value)
        return wrong(f"There is a {word}: {best.value}.", found, best.value)
    if found is sp.nan and best.place:
        return wrong("There are points that satisfy all constraints.", found, best.value)
    return not_decided(goal, best, None if is_claim else found)


def not_decided(goal: Any, best: Any, value: Any) -> Verdict:
    """Return a verdict where the optimum is not known: wrong where a known point is better than the value, else undecided."""
    word = "minimum" if goal.args[4] == 1 else "maximum"
    if value is not None and best.place and sign(goal.args[4] * (value - best.value)) == 1 and not same(value, best.value):
        where = ", ".join(map(str, best.place))
        return wrong(f"{value} is no {word}: f({where}) = {best.value}.", value, best.value)
    told = f"whether there is a {word}, and which one, was not found out"
    return Verdict(Status.UNDECIDED, Agreement(0, 0, told), explanation=f"Not decided: {told}.")
