"""Equations that were squared: the candidates in a line of their own, and then those that pass the test."""

from __future__ import annotations

from dataclasses import replace

from symtutor.deriving.asked_of_nodes import solutions
from symtutor.deriving.steps import Block, Line
from symtutor.goals.optimization import Roots, either
from symtutor.rule import Relation
from symtutor.term import quote
from symtutor.textbook import opened

__all__ = ["candidates_tested"]


def candidates_tested(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks in which no candidate of a squared equation gets lost between two lines that say the same.

    Parameters
    ----------
    blocks : tuple of Block
        From layout: the values that pass stand in the line in which all of them are found.
    """
    return tuple(replace(block, lines=_with_test(block.lines)) for block in blocks)


def _with_test(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    squared = [(i, r) for i, line in enumerate(lines) for r in line.reasons if r.bindings.get("lost") and "squared" in r.bindings]
    if len(squared) != 1:
        return lines
    (at, reason), x = squared[0], squared[0][1].bindings["x"]
    kept, lost = (tuple(reason.bindings[key]) for key in ("values", "lost"))
    last = lines[-1]
    if at == len(lines) - 1 or solutions(opened(last.term)) != solutions(opened(quote(Roots(x, *kept)))):
        return lines
    plain = tuple(replace(r, letters={}) if r is reason else r for r in lines[at].reasons)
    found = replace(last, term=quote(either(x, *kept, *lost)))
    words = "does not solve it" if len(lost) == 1 else "do not solve it"
    tested = Line(Relation.IMPLIES, last.term, said=("tested in the first equation: ", quote(Roots(x, *lost)), f" {words}"))
    return (*lines[:at], replace(lines[at], reasons=plain), *lines[at + 1 : -1], found, tested)
