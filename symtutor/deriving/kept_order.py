"""Terms stay where they stood: a sum is printed in the order in which its terms, or most of them, stood on a line before.

SymPy sorts sums and `written` orders them as a book orders a polynomial.  A reader
who follows f′g + fg′ from line to line looks for each term at its old place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sympy as sp

from symtutor.deriving.steps import Block, Line
from symtutor.goals.curves import along_curve
from symtutor.goals.matrices import differential_of
from symtutor.goals.vectors import partial_of
from symtutor.term import LEAVES, Term, subterms
from symtutor.textbook import opened

__all__ = ["in_kept_order"]

_Order = tuple[Term, ...]


def in_kept_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which a sum keeps the order of its terms from line to line.

    Parameters
    ----------
    blocks : iterable of Block
        In the order in which they are read.
    """
    memory: dict[frozenset[Term], _Order] = {}
    return tuple(replace(block, lines=_kept(block.lines, memory)) for block in blocks)


def _kept(lines: tuple[Line, ...], memory: dict[frozenset[Term], _Order]) -> tuple[Line, ...]:
    found: list[Line] = []
    before: list[_Order] = []
    for line in lines:
        as_it_was = opened(line.term)
        term = _ordered(as_it_was, memory, before)
        before = [part.args for part in subterms(term) if part.head is sp.Add]
        for order in before:
            memory.setdefault(frozenset(order), order)
        found.append(line if term == as_it_was else replace(line, term=term))
    return tuple(found)


def _ordered(term: Term, memory: dict[frozenset[Term], _Order], before: list[_Order]) -> Term:
    """Return a term with the sums in it in the order of sums that were seen."""
    if term.head in LEAVES or not any(isinstance(a, Term) for a in term.args):
        return term
    args = tuple(_ordered(a, memory, before) if isinstance(a, Term) else a for a in term.args)
    return Term(term.head, _order_of(args, memory, before) if term.head is sp.Add else args, term.span)


def _order_of(terms: _Order, memory: dict[frozenset[Term], _Order], before: list[_Order]) -> _Order:
    """Return the terms of a sum in the order in which they stood, or with what is new in the place of what is gone."""
    own = frozenset(terms)
    if len(own) != len(terms):
        return terms
    if own in memory:
        return memory[own]
    shared = {order: len(own & frozenset(order)) for order in before}
    best = max(shared, key=lambda order: shared[order], default=())
    return _in_places(terms, best) if best and shared[best] else terms


def _in_places(terms: _Order, old: _Order) -> _Order:
    """Return terms with those that an old sum had in its order, and the others in the place of the one that was worked out."""
    gone = [t for t in old if t not in terms]
    new = [t for t in terms if t not in old]
    if new and not (len(gone) == 1 and any(part.head in _OPEN for part in subterms(gone[0]))):
        return terms
    return tuple(each for t in old for each in (new if new and t == gone[0] else [t] if t in terms else []))


_OPEN = frozenset({sp.Derivative, sp.Integral, sp.Limit, sp.Sum, along_curve, partial_of, differential_of})
