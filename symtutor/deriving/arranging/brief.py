"""The shortest level of detail: what is asked, a key line where there is one, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symtutor.deriving.steps import Block, Line, Reason
from symtutor.rule import Relation

__all__ = ["brief", "passed_over"]

_WITH_A_KEY_LINE = 5  # lines of a chain of which the second says how it goes


def brief(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a solution cut down to those that answer, each to a few lines; what came between is named on the next line.

    Parameters
    ----------
    blocks : tuple of Block
        Of the ordinary level.
    """
    blocks = tuple(replace(block, lines=tuple(line for line in block.lines if not line.aside)) for block in blocks)
    if not any(block.answers for block in blocks):
        return blocks
    return tuple(_shortened(block) for block in blocks if block.answers or block.node is None)


def _shortened(block: Block) -> Block:
    """Return a chain of equal terms with its first and last line, and its second where it is long."""
    if any(line.relation is not Relation.EQUAL for line in block.lines[1:]):
        return block
    kept = {0, len(block.lines) - 1, *([1] if len(block.lines) >= _WITH_A_KEY_LINE else [])}
    lines: list[Line] = []
    passed: list[Line] = []
    for i, line in enumerate(block.lines):
        passed.append(line)
        if i in kept:
            lines.append(_with_reasons(line, passed))
            passed = []
    return replace(block, lines=tuple(lines))


def passed_over(lines: Sequence[Line]) -> list[Line]:
    """Return the last of some lines with the reasons of all of them."""
    return [_with_reasons(lines[-1], list(lines))] if lines else []


def _with_reasons(line: Line, passed: list[Line]) -> Line:
    """Return a line with the reasons, letters and conditions of those that it stands for."""
    reasons: dict[str, Reason] = {}
    for each in passed:
        for reason in each.reasons:
            reasons.setdefault(reason.rule.id, reason)
    return replace(
        line,
        reasons=tuple(reasons.values()),
        lets=tuple(dict.fromkeys(pair for each in passed for pair in each.lets)),
        conditions=tuple(dict.fromkeys(c for each in passed for c in each.conditions)),
    )
