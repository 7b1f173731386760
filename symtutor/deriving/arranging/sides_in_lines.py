"""A limit from both sides: each short side in one line, and no equation with two values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symtutor.deriving.steps import Block, Line, distinct, distinct_reasons
from symtutor.goals.core import equal_chain, from_both_sides
from symtutor.term import Term
from symtutor.textbook import opened

__all__ = ["sides_in_lines"]


def sides_in_lines(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a limit from both sides with each short side in one line, and no equation with two values."""
    *sides, whole = blocks
    pairs = [line for line in whole.lines if opened(line.term).head is from_both_sides]
    if not pairs or any(opened(line.term).head is from_both_sides for side in sides for line in side.lines):
        return blocks
    rows, long = [], []
    if len(pairs) > 1:
        first, *others = (opened(line.term).args for line in pairs)
        reasons = distinct_reasons([replace(whole, lines=tuple(pairs[1:]))])
        rows = [Line(None, _chained(terms), reasons) for terms in zip(first, *others, strict=True)]
    for side in sides:
        if len(side.lines) > _SHORT_SIDE:
            long.append(side)
            continue
        reasons = tuple(r for r in distinct_reasons([side]) if not r.rule.goes_without_saying)
        told = {c for row in rows for c in row.conditions}
        conditions = distinct(c for line in side.lines for c in line.conditions if c not in told)
        rows.append(Line(None, _chained([line.term for line in side.lines]), reasons, (), conditions))
    ending = replace(whole, lines=tuple(line for line in whole.lines if all(line is not pair for pair in pairs)))
    return (*long, *([Block(None, tuple(rows))] if rows else []), ending)


def _chained(terms: Iterable[Term]) -> Term:
    """Return a chain of equal terms in one line."""
    return Term(equal_chain, tuple(distinct(map(opened, terms))))


_SHORT_SIDE = 3
