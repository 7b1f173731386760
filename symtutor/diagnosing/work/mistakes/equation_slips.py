"""Wrong equations beside the equation before them: one side that was changed wrongly, or a term that was carried over wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsFunction
from symtutor.diagnosing.work.equations.curves import with_primes
from symtutor.diagnosing.work.mistakes.by_rule import answered_at_once
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.ratios import ratios
from symtutor.diagnosing.work.mistakes.rewritings import slips
from symtutor.diagnosing.work.mistakes.step import Step, terms_of
from symtutor.diagnosing.work.world import World
from symtutor.goals import core as goals
from symtutor.problem import Problem
from symtutor.term import Blank, Term
from symtutor.verdict import Status
from symtutor.work import Chain, Context, Finding

__all__ = ["between_equations"]

_SIDES = 2
_X, _Y, _Y1 = sp.Symbol("x"), sp.Symbol("y"), sp.Symbol("y'")


def between_equations(finding: Finding, before: Context, world: World) -> list[Explanation]:
    """Return what explains a wrong equation by the one on the line before; nothing where several things do.

    Parameters
    ----------
    finding : Finding
        Of the wrong equation.
    before : Context
        What was known before its line.
    world : World
        The problem.
    """
    term, earlier = finding.part.term, _equation_before(finding, world)
    if earlier is None or term is None or not _is_equation(term):
        return []
    sides = [[world.raw(side, finding.part, before) for side in equation.args] for equation in (earlier, term)]
    if not all(isinstance(side, sp.Expr) and not side.has(sp.Integral, sp.Limit, sp.Derivative) for pair in sides for side in pair):
        return []
    if world.target.curve is not None:
        along = _along_the_curve(earlier, sides, world)
        if along is not None:
            return [along]
    (left, right), (here, there) = sides
    same = [same_value(a, b, {}).status is Status.CORRECT for a, b in ((left, here), (right, there))]
    if same in ([True, False], [False, True]):
        place = same.index(False)
        was, now = earlier.args[place], term.args[place]
        chain = Chain(0, sides[0][place], AsFunction(), sides[0][place], was)
        step = Step.of(now, chain, finding, before, world)
        found = list(slips(step)) or list(ratios(step))
        if found:
            return found
    return list({e.words: e for e in _carried(earlier, sp.expand(left - right), here - there, finding, before, world)}.values())


def _along_the_curve(earlier: Term, sides: Sequence[Sequence[Any]], world: World) -> Explanation | None:
    """Return the mistake with which one side of the curve's equation was differentiated, where the other side is right; else None."""
    problem = world.work.problem
    if problem is None or world.solve is None or all(part.term is not earlier for part in problem.parts):
        return None
    y = sp.Function("y")(_X)
    curve, line = ([with_primes(side).subs({_Y: y, _Y1: sp.Derivative(y, _X)}) for side in pair] for pair in sides)
    wrong = [k for k in range(_SIDES) if sp.expand(sp.diff(curve[k], _X) - line[k]) != 0]
    if len(wrong) != 1:
        return None
    told = answered_at_once(Problem(goals.D(curve[wrong[0]], _X)), line[wrong[0]], world.solve)
    return None if told is None or told.id is None else Explanation(told.id, told.words.partition(" At y")[0])


def _equation_before(finding: Finding, world: World) -> Term | None:
    """Return the last equation before a statement, on its line or the one before it or in the problem."""
    lines = [line for line in (world.work.problem, *world.work.lines) if line is not None]
    place = next(
        (k for k, line in enumerate(lines) if any(p.text == finding.part.text and p.term == finding.part.term for p in line.parts)), 0
    )
    terms = [part.term for line in lines[:place] for part in line.parts if part.term is not None and _is_equation(part.term)]
    return terms[-1] if terms else None


def _is_equation(term: Term) -> bool:
    return term.head is sp.Eq and len(term.args) == _SIDES and term.args[0].head is not Blank


def _carried(earlier: Term, gap: Any, wrong: Any, finding: Finding, before: Context, world: World) -> Iterator[Explanation]:
    """Yield which written term has the wrong sign, or is lost, up to a factor of the whole equation."""
    for side in earlier.args:
        for term in terms_of(side):
            value = world.raw(term, finding.part, before)
            if value == 0:
                continue
            signed = value if side is earlier.args[0] else -value
            if _are_proportional(gap - 2 * signed, wrong):
                yield explanation("work.sign", term=value)
            elif _are_proportional(gap - signed, wrong) and len(terms_of(earlier.args[0])) + len(terms_of(earlier.args[1])) > _SIDES:
                yield explanation("algebra.lost-term")


def _are_proportional(a: Any, b: Any) -> bool:
    if sp.expand(a) == 0 or sp.expand(b) == 0:
        return False
    ratio = sp.cancel(a / b)
    return bool(ratio.is_number and ratio.is_finite and ratio != 0)
