"""Wrong lines that differentiate the numerator and the denominator of a quotient: the mistake made in one of them, or in using the rule."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsLimit, nearby
from symtutor.diagnosing.work.mistakes.by_rule import answered_at_once
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.step import Step
from symtutor.diagnosing.work.world import World
from symtutor.goals import core as goals
from symtutor.problem import Problem
from symtutor.term import Negation, Quotient, Term

__all__ = ["in_a_quotient"]


def in_a_quotient(step: Step, world: World) -> Explanation | None:
    """Return the mistake of a line that is the line before with numerator and denominator differentiated; None where it is none.

    Parameters
    ----------
    step : Step
        The wrong line beside the one before it.
    world : World
        The problem.
    """
    sense = step.chain.sense
    if not isinstance(sense, AsLimit) or step.before is None or world.solve is None:
        return None
    before, after = (_parts(term, step) for term in (step.before, step.term))
    if before is None or after is None:
        return None
    x = sense.variable
    slopes = [sp.diff(part, x) for part in before]
    right = [bool(same_value(slope, part, nearby(sense))) for slope, part in zip(slopes, after, strict=True)]
    expected = sp.Limit(slopes[0] / slopes[1], x, sense.to, sense.direction)
    if all(right):
        bottom = before[1].subs(x, sense.to)
        is_no_form = bottom.is_number and bottom.is_finite and bottom != 0
        return explanation("limit.continuity/hopital", before[0].subs(x, sense.to) / bottom) if is_no_form else None
    if right not in ([True, False], [False, True]):
        return None
    place = right.index(False)
    if place == 1 and same_value(before[1], after[1], nearby(sense)):
        return None  # only the numerator was differentiated
    told = answered_at_once(Problem(goals.D(before[place], x)), after[place], world.solve)
    if told is None or told.id is None:
        return None
    words = told.words.partition(" At ")[0]
    return Explanation(told.id, f"{words} That was the derivative of the {('numerator', 'denominator')[place]}.", expected)


def _parts(term: Term, step: Step) -> tuple[Any, Any] | None:
    """Return numerator and denominator of a quotient under lim, as they are written."""
    inside = term.args[0] if term.head is sp.Limit else term
    is_negative = inside.head is Negation
    inside = inside.args[0] if is_negative else inside
    if inside.head is not Quotient:
        return None
    top, bottom = (step.read(side) for side in inside.args)
    top = -top if is_negative else top
    return (top, bottom) if isinstance(top, sp.Expr) and isinstance(bottom, sp.Expr) else None
