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
    if found == sp.Symbol("the other kind"):
        other = "maximum" if word == "minimum" else "minimum"
        return wrong(f"A {word} is asked for, not a {other}.", other, word)
    bound = None
    if isinstance(found, sp.Equality):  # a bound that is said not to be taken
        found, bound = found.args
    is_claim = isinstance(found, sp.Symbol) or found is sp.nan or found.is_infinite
    if best.status in {"infeasible", "unbounded", "not attained"}:
        return _without_optimum(goal, best, found, bound)
    if best.status in {"minimum", "maximum"}:
        if not is_claim:
            return None
        told = "There are points that satisfy all constraints." if found is sp.nan else f"There is a {word}: {best.value}."
        return wrong(told, found, best.value)
    if found is sp.nan and best.place:
        return wrong("There are points that satisfy all constraints.", found, best.value)
    return not_decided(goal, best, None if is_claim else found)


def _without_optimum(goal: Any, best: Any, found: Any, bound: Any) -> Verdict:
    """Judge a claim about a problem that is proved to have no optimum."""
    word, side, which = ("minimum", "falls", "greatest lower") if goal.args[4] == 1 else ("maximum", "grows", "least upper")
    says_none = isinstance(found, sp.Symbol)
    if best.status == "infeasible":
        is_right = found is sp.nan or (says_none and bound is None)
        told = "no point satisfies all constraints"
        return right(f"Correct: {told}.", "the same set") if is_right else wrong("No point satisfies all constraints.", found, "no point")
    told = f"f {side} beyond all bounds" if best.status == "unbounded" else f"the {which} bound {best.value} is not attained"
    is_right = says_none and (bound is None or same(bound, best.value))
    if is_right or (best.status == "unbounded" and found == best.value):
        return right(f"Correct: {told}.", "the same claim")
    return wrong(f"There is no {word}: {told}.", found, best.value)


def not_decided(goal: Any, best: Any, value: Any) -> Verdict:
    """Return a verdict where the optimum is not known: wrong where a known point is better than the value, else undecided."""
    word = "minimum" if goal.args[4] == 1 else "maximum"
    if value is not None and best.place and sign(goal.args[4] * (value - best.value)) == 1 and not same(value, best.value):
        where = ", ".join(map(str, best.place))
        return wrong(f"{value} is no {word}: f({where}) = {best.value}.", value, best.value)
    told = f"whether there is a {word}, and which one, was not found out"
    return Verdict(Status.UNDECIDED, Agreement(0, 0, told), explanation=f"Not decided: {told}.")
