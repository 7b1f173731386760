"""A derivative by cases as it is told: the cases, one line for each place where two of them meet, then the derivative of each."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from symtutor.deriving.steps import Block, Line, distinct, distinct_reasons, equality
from symtutor.goals.core import Derivative
from symtutor.goals.curves import Join, JoinedSlopes
from symtutor.term import Term, apply_head
from symtutor.textbook import opened

__all__ = ["is_by_cases", "kinks_in_lines"]

_SHORT = 4  # lines of a piece that its reasons alone tell
_OF_A_JOIN = 4  # lines: what is asked, the slopes, their values, what follows


def is_by_cases(block: Block) -> bool:
    """Tell whether a block answers with a derivative by cases."""
    node = block.node
    return node is not None and block.answers and isinstance(node.goal, Derivative) and isinstance(node.value, sp.Piecewise)


def kinks_in_lines(before: tuple[Block, ...], whole: Block) -> tuple[Block, ...]:
    """Return the blocks of a derivative by cases with the cases first, a line for each join, and the pieces in one line.

    Parameters
    ----------
    before : tuple of Block
        The pieces and their joins.
    whole : Block
        The function, its cases, and its derivative.
    """
    if not before or len(whole.lines) < 3:
        return (*before, whole)
    first, cases, *ending = whole.lines
    joins = [_in_one_line(block) for block in before]
    pieces = [b for b, line in zip(before, joins, strict=True) if line is None and _is_short_piece(b)]
    others = [b for b, line in zip(before, joins, strict=True) if line is None and b not in pieces]
    lines = tuple(line for line in joins if line is not None)
    told = [replace(whole, lines=tuple(ending)), *pieces]
    conditions = distinct(c for block in told for line in block.lines for c in line.conditions)
    term = equality(first.term, ending[-1].term)
    total = replace(ending[-1], relation=None, term=term, reasons=distinct_reasons(told), conditions=conditions)
    met = (Block(None, lines),) if lines else ()
    return (replace(whole, lines=(first, cases), answers=False), *others, *met, replace(whole, lines=(total,)))


def _is_short_piece(block: Block) -> bool:
    return block.node is not None and isinstance(block.node.goal, Derivative) and len(block.lines) <= _SHORT


def _in_one_line(block: Block) -> Line | None:
    """Return the place of a join with the slopes from its sides, where nothing but these was compared; else None."""
    node = block.node
    if node is None or not isinstance(node.goal, Join) or len(block.lines) != _OF_A_JOIN:
        return None
    asked, slopes, values, last = block.lines
    sides, numbers = opened(slopes.term), opened(values.term)
    if sides.head is not sp.Tuple or numbers.head is not sp.Tuple or len(numbers.args) != 2:
        return None
    _, x, place = opened(asked.term).args
    left, right = numbers.args
    term: Term = apply_head(sp.Eq, x, place)
    what = "slope" if isinstance(node.right(), JoinedSlopes) else "value"
    if what == "value" and node.goal.args[0] == node.goal.args[1]:
        return None  # the value at the point stands apart: these are no sides
    said = (f"{what} ", left, " from the left, ", right, " from the right")
    conditions = distinct(c for line in block.lines for c in line.conditions)
    return Line(None, term, last.reasons, (), conditions, said)
