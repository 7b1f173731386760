"""The blocks of a derivation in the order in which a reader wants them: one pass a kind of problem, each leaves the others alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from symtutor.derivation import Solved
from symtutor.deriving.arranging.brief import brief
from symtutor.deriving.arranging.candidates_tested import candidates_tested
from symtutor.deriving.arranging.curves_first import curves_first, line_alone
from symtutor.deriving.arranging.differentials import as_equations
from symtutor.deriving.arranging.fields_first import fields_first
from symtutor.deriving.arranging.logarithm_first import logarithm_first
from symtutor.deriving.arranging.parts_after import parts_after
from symtutor.deriving.arranging.procedures_first import procedures_first
from symtutor.deriving.arranging.taylor_first import taylor_first
from symtutor.deriving.arranging.whole_first import whole_first
from symtutor.deriving.steps import Block
from symtutor.goals.core import Collected
from symtutor.rule import Rule
from symtutor.textbook import opened

__all__ = ["in_reading_order"]


def in_reading_order(solved: Solved, blocks: tuple[Block, ...], detail: str) -> tuple[Block, ...]:
    """Return blocks in which parts come first as a textbook orders them; with every rule shown they keep their order.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout.
    detail : {"brief", "normal", "full"}
        See `laid_out`.
    """
    if detail == "full":
        return as_equations(solved, line_alone(blocks))
    found = parts_after(taylor_first(logarithm_first(blocks)))
    for first in (whole_first, curves_first, fields_first, procedures_first):
        found = first(solved, found)
    found = candidates_tested(_said_once(found))
    return as_equations(solved, brief(found), brief=True) if detail == "brief" else as_equations(solved, found)


def _said_once(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks without a line that gives no reason, where the next one says it again or collects its terms.

    So says f(x) = … of a function by parts, and so a Riemann sum in which SymPy keeps factors that nobody would write.
    """
    lines = [line for block in blocks for line in block.lines]
    again = {
        id(line)
        for line, after in pairwise(lines)
        if not (line.reasons or line.said or line.conditions)
        and (
            opened(line.term) == opened(after.term)
            or (line.relation is not None and any(isinstance(r.rule, Rule) and r.rule.goal is Collected for r in after.reasons))
        )
    }
    kept = (replace(block, lines=tuple(line for line in block.lines if id(line) not in again)) for block in blocks) if again else blocks
    return tuple(block for block in kept if block.lines)
