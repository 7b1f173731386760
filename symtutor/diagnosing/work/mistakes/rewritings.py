"""Wrong rewritings of one node that lead from the line before to a line."""

from __future__ import annotations

from collections.abc import Iterator

from symtutor.checking.values.senses import AsLimit
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.step import Step, agree, changed_at_a_node, numbers_of
from symtutor.rules.algebra_slips import REWRITINGS

__all__ = ["slips"]


def slips(step: Step) -> Iterator[Explanation]:
    """Yield the slips of algebra that lead from the line before to this one, made at one node."""
    if step.before is None:
        return
    line = step.numbers(step.line)
    if line is None or step.line.free_symbols - step.chain.expression.free_symbols:
        return  # a new letter: a substitution stands between the lines
    if isinstance(step.chain.sense, AsLimit) and step.line.is_number:
        return  # many slips lead to one number
    lost: list[Explanation] = []
    for slip in REWRITINGS:
        assert slip.wrong is not None  # a rewriting
        for changed in changed_at_a_node(step.before, slip.wrong):
            found = numbers_of(step, changed)
            if found is not None and agree(found, line) and not step.is_right(found):
                named = explanation(slip.id, step.chain.expression)
                if slip.id == "algebra.lost-term":
                    lost.append(named)
                    break
                yield named
                return
    yield from lost
