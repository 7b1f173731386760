"""What is split into parts, as a textbook writes it: the split first, then the parts, then what follows for the whole."""

from __future__ import annotations

from dataclasses import replace

from symtutor.deriving.arranging.kinks_in_lines import is_by_cases, kinks_in_lines
from symtutor.deriving.asked_of_nodes import goal_and_value, has_no_value
from symtutor.deriving.steps import Block, Line, distinct_reasons, equality
from symtutor.goals.core import DefiniteIntegral

__all__ = ["parts_after"]


def parts_after(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of an integral that was split with the split before its parts; of parts that diverge the first is enough."""
    *before, whole = blocks
    node = whole.node
    if is_by_cases(whole):
        return kinks_in_lines(tuple(before), whole)
    if node is None or not whole.answers or not isinstance(node.goal, DefiniteIntegral) or len(whole.lines) < 3:
        return blocks
    asked_for = [goal_and_value(p) for p in node.premises if isinstance(p.goal, DefiniteIntegral)]
    parts = [b for b in before if b.node is not None and goal_and_value(b.node) in asked_for]
    if len(asked_for) < 2 or not parts:
        return blocks
    others = [b for b in before if all(b is not part for part in parts)]
    diverging = [b for b in parts if b.node is not None and has_no_value(b.node)]
    first, split, *ending = whole.lines
    total = Line(None, equality(first.term, *(line.term for line in ending)), distinct_reasons([replace(whole, lines=tuple(ending))]))
    return (
        *others,
        replace(whole, lines=(first, split), answers=False),
        *map(_begun_in_one_line, diverging[:1] or parts),
        replace(whole, lines=(total,)),
    )


def _begun_in_one_line(part: Block) -> Block:
    """Return a part with what is asked and its first line in one."""
    if len(part.lines) < 3:
        return part
    asked, first, *others = part.lines
    return replace(part, lines=(replace(first, relation=None, term=equality(asked.term, first.term)), *others))
