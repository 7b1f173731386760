"""Naming the mistake of a wrong line: a slip of algebra, a mistake of a rule, or the ratio by which terms are off.

A name only explains; it never decides.  Where several explanations fit and nothing tells them apart, none is given and
all are listed.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, AsNumber
from symtutor.diagnosing.work.explanation import Explanation
from symtutor.diagnosing.work.number_lines import numbers
from symtutor.diagnosing.work.ratios import missing, ratios
from symtutor.diagnosing.work.rewritings import slips
from symtutor.diagnosing.work.step import Step
from symtutor.diagnosing.work.substitutions import bounds
from symtutor.diagnosing.work.values import main_chain
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue, members
from symtutor.term import Blank, subterms
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
    if part.term is None or finding.role not in {Role.VALUE, Role.CONTINUED, Role.NAMED, Role.SIDE}:
        return
    relation, sides = members(part.term)
    chain = before.chain or main_chain(world)
    if relation is sp.Eq and part.term.args[0].head is not Blank and len(sides) == 2 and finding.role is Role.SIDE:
        return
    if chain is None or not isinstance(chain.sense, AsAntiderivative | AsFunction | AsLimit | AsNumber):
        return
    step = Step.of(sides[-1], chain, finding, before, world)
    if isinstance(chain.sense, AsNumber) and world.same(chain.expression, step.line, chain.sense, before):
        return  # the number is right, and the line is wrong for another reason
    of_substitution = list(bounds(step, before, world))
    rewritten = [] if of_substitution else list(slips(step))
    if rewritten and step.before is not None and any(inner.head is sp.Derivative for inner in subterms(step.before)):
        rewritten.extend(missing(step))  # made before or after the derivative was taken: nothing tells them apart
    found = of_substitution or rewritten or list(_by_rule(step, world)) or list(missing(step))
    if found:
        yield from found
    elif isinstance(chain.sense, AsNumber) or not step.letters or step.line.is_number:
        yield from numbers(step)
    else:
        yield from ratios(step)


def _by_rule(step: Step, world: World) -> Iterator[Explanation]:
    """Yield the mistake of the book that leads from the problem to this line, where the line answers it at once."""
    from symtutor.diagnosing.work.by_rule import mistake_of  # noqa: PLC0415 (the book is loaded when a name is looked for)

    if step.chain.line != 0:
        return
    found = mistake_of(world.target, step.line)
    if found is not None:
        yield Explanation(*found)
