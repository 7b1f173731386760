"""Terms stay where they stood: a sum is printed in the order in which its terms, or most of them, stood on a line before.

SymPy sorts sums and `written` orders them as a book orders a polynomial.  A reader
who follows f′g + fg′ from line to line looks for each term at its old place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import sympy as sp

from symtutor.deriving.steps import Block, Line
from symtutor.goals.curves import along_curve
from symtutor.goals.matrices import differential_of
from symtutor.goals.vectors import partial_of
from symtutor.term import LEAVES, Term, subterms
from symtutor.textbook import opened

__all__ = ["Memory", "in_kept_order"]

_Order = tuple[Term, ...]


def in_kept_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which a sum keeps the order of its terms from line to line.

    Parameters
    ----------
    blocks : iterable of Block
        In the order in which they are read.
    """
    memory = Memory()
    return tuple(replace(block, lines=tuple(_kept(block.lines, memory))) for block in blocks)


def _kept(lines: Iterable[Line], memory: Memory) -> Iterator[Line]:
    memory.begin()
    for line in lines:
        as_it_was = opened(line.term)
        term = memory.ordered(as_it_was)
        yield line if term == as_it_was else replace(line, term=term)


class Memory:
    """The sums that were read, each with its order, and those of the line before."""

    def __init__(self) -> None:
        self._known: dict[frozenset[Term], _Order] = {}
        self._before: list[_Order] = []

    def begin(self) -> None:
        """Begin a chain of lines: its first line follows from none."""
        self._before = []

    def ordered(self, term: Term) -> Term:
        """Return what the next line says with each sum in the order in which it was read before, and remember it."""
        found = _ordered(term, self._known, self._before)
        sums = [part for part in subterms(found) if part.head is sp.Add]
        inside = {id(arg) for part in sums for arg in part.args if arg.head is sp.Add}
        self._before = [_flat(part) for part in sums if id(part) not in inside]
        for part in sums:
            self._known.setdefault(frozenset(part.args), part.args)
        return found


def _flat(term: Term) -> _Order:
    """Return the terms of a sum, those of sums in it one by one."""
    return tuple(each for arg in term.args for each in (_flat(arg) if arg.head is sp.Add else (arg,)))


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
    if best and shared[best]:
        return _in_places(terms, best)
    found = (_partners(terms, order) for order in before if len(order) == len(terms) and any(map(_is_open, (*terms, *order))))
    return next((order for order in found if order is not None), terms)


def _partners(terms: _Order, old: _Order) -> _Order | None:
    """Return terms each in the place of the one with which it shares most; None where that is not clear."""
    inside = [{part: _size(part) for part in subterms(term) if part.head not in LEAVES} for term in old]
    shared = {}
    for i, known in enumerate(inside):
        for j, parts in enumerate(set(subterms(term)) for term in terms):
            shared[i, j] = max((size for part, size in known.items() if part in parts), default=0)
    place: dict[int, Term] = {}
    while len(shared) > 1:
        (i, j), most = max(shared.items(), key=lambda pair: pair[1])
        beside = [size for (k, m), size in shared.items() if ((k == i) != (m == j)) and size == most]
        if most == 0 or beside:
            return None
        place[i] = terms[j]
        shared = {(k, m): size for (k, m), size in shared.items() if k != i and m != j}
    place.update({i: terms[j] for i, j in shared})
    return tuple(place[i] for i in range(len(old)))


def _size(term: Term) -> int:
    return sum(1 for _ in subterms(term))


def _in_places(terms: _Order, old: _Order) -> _Order:
    """Return terms with those that an old sum had in its order, and the others in the place of the one that was worked out."""
    gone = [t for t in old if t not in terms]
    new = [t for t in terms if t not in old]
    is_next = len(gone) == 1 and (_is_open(gone[0]) or (len(new) == 1 and any(_is_open(t) for t in terms if t in old)))
    if new and not is_next:
        return terms
    return tuple(each for t in old for each in (new if new and t == gone[0] else [t] if t in terms else []))


def _is_open(term: Term) -> bool:
    """Tell whether something in a term is still to be worked out."""
    return any(part.head in _OPEN for part in subterms(term))


_OPEN = frozenset({sp.Derivative, sp.Integral, sp.Limit, sp.Sum, along_curve, partial_of, differential_of})
