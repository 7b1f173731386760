"""Naming the mistake of a wrong line: a slip of algebra, a mistake of a rule, or the ratio by which terms are off.

A name only explains; it never decides.  Where several explanations fit and nothing tells them apart, none is given and
all are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, AsNumber
from symtutor.diagnosing.work.mistakes.by_rule import answered_at_once, posed
from symtutor.diagnosing.work.mistakes.equation_slips import between_equations
from symtutor.diagnosing.work.mistakes.explanation import Explanation
from symtutor.diagnosing.work.mistakes.hopital import in_a_quotient
from symtutor.diagnosing.work.mistakes.number_lines import numbers
from symtutor.diagnosing.work.mistakes.ratios import missing, ratios
from symtutor.diagnosing.work.mistakes.rewritings import slips
from symtutor.diagnosing.work.mistakes.step import Step, terms_of
from symtutor.diagnosing.work.mistakes.substitutions import bounds
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue
from symtutor.term import subterms
from symtutor.work import Context, Finding, Role

__all__ = ["Explanation", "explained"]


def explained(finding: Finding, before: Context, world: World) -> tuple[Explanation | None, tuple[Explanation, ...]]:
    """Return the explanation of a wrong statement and its rivals; none where several fit.

    Parameters
    ----------
    finding : Finding
        Of the first wrong statement.
    before : Context
        What was known before its line.
    world : World
        The problem.
    """
    try:
        found = list(_explanations(finding, before, world))
    except (NoValue, *FAILURES):
        return None, ()
    distinct = {e.id: e for e in found}
    if not distinct:
        return None, ()
    if len(distinct) == 1:
        return next(iter(distinct.values())), ()
    return None, tuple(distinct.values())


def _explanations(finding: Finding, before: Context, world: World) -> Iterator[Explanation]:
    part = finding.part
    if finding.role is Role.EQUATION and not finding.true.mistake:
        yield from between_equations(finding, before, world)
        return
    if part.term is None or finding.role not in {Role.VALUE, Role.CONTINUED, Role.NAMED, Role.SIDE}:
        return
    if finding.wrong_step is None:
        return
    term, chain = finding.wrong_step
    if not isinstance(chain.sense, AsAntiderivative | AsFunction | AsLimit | AsNumber):
        return
    step = Step.of(term, chain, finding, before, world)
    if isinstance(chain.sense, AsNumber) and world.same(chain.expression, step.line, chain.sense, before):
        return  # the number is right, and the line is wrong for another reason
    of_quotient = in_a_quotient(step, world)
    if of_quotient is not None:
        yield of_quotient
        return
    of_substitution = list(bounds(step, before, world))
    told = None if of_substitution else _as_an_answer(step, before, world)
    if told is not None:
        yield from _beside_what_is_visible(told, step)
        return
    rewritten = [] if of_substitution else list(slips(step))
    if rewritten and step.before is not None and any(inner.head is sp.Derivative for inner in subterms(step.before)):
        rewritten.extend(missing(step))  # made before or after the derivative was taken: nothing tells them apart
    found = of_substitution or rewritten or list(missing(step))
    if found:
        yield from found
    elif isinstance(chain.sense, AsNumber) or not step.letters or step.line.is_number:
        yield from numbers(step)
    else:
        yield from ratios(step)


def _beside_what_is_visible(told: Explanation, step: Step) -> Iterator[Explanation]:
    """Yield what is said of the line as an answer; beside it, as a rival, what can be seen between the two lines.

    A number comes out of many slips, so that a term or factor that is visibly off goes first there.
    """
    if step.line.is_number:
        is_one_number = told.is_of_whole and len(terms_of(step.term)) == 1
        visible = [] if is_one_number else [e for e in numbers(step) if e.id != "work.sign"]
        yield from visible or [told]
        return
    others = [] if told.is_of_whole else list(ratios(step))
    yield told if told.expected is not None else replace(told, expected=next((e.expected for e in others or ratios(step)), None))
    yield from (e for e in others if e.id in {"work.exponent", "algebra.lost-term"})


def _as_an_answer(step: Step, before: Context, world: World) -> Explanation | None:
    """Return what is said of the line as an answer to the line before it, where that names a mistake."""
    if world.solve is None or world.letters_of(before):
        return None
    problem = posed(step.chain.term, step.text, world.target, is_first=world.begins_with(step.chain))
    told = None if problem is None else answered_at_once(problem, step.line, world.solve)
    return told if told is not None and told.id else None
