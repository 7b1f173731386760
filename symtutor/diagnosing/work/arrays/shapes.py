"""Shapes of Terms with arrays: the sizes of letters are joined until they fit, or a reason is given why they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symtutor.diagnosing.work.arrays.letters import split_name
from symtutor.diagnosing.work.arrays.walk import Meaning, Misfit, Unread, Walk
from symtutor.term import Term, Variable

__all__ = ["ONE", "Shapes", "Size"]


class Size:
    """A size that is not known yet; sizes that have to be equal are joined."""

    def __init__(self) -> None:
        self.joined: Size | None = None

    def root(self) -> Size:
        """Return the size that this one was joined with."""
        return self if self.joined is None else self.joined.root()

    def join(self, other: Size) -> None:
        """Make two sizes one, or say that a side of length 1 is no other."""
        a, b = self.root(), other.root()
        if a is b:
            return
        if ONE in {a, b}:
            raise Misfit("a number of rows or columns does not fit")
        a.joined = b


ONE = Size()
Shape = tuple[Size, Size]
NUMBER: Shape = (ONE, ONE)


def _is_number(shape: Shape) -> bool:
    return shape[0].root() is ONE and shape[1].root() is ONE


class Shapes(Walk):
    """The shapes of terms where letters have given ranks.

    Parameters
    ----------
    meaning : Meaning
        What is known about names.
    ranks : mapping of str to int
        0 for a number, 1 for a column, 2 for a matrix.
    """

    def __init__(self, meaning: Meaning, ranks: Mapping[str, int]) -> None:
        super().__init__(meaning)
        self.ranks = ranks
        self.letters: dict[str, Shape] = {}
        self.ranges: dict[str, Size] = {}
        self.sizes: dict[str, Size] = {}
        self.places: dict[int, Size] = {}
        self._depth = 0

    def number(self, value: Any) -> Shape:  # noqa: ARG002 (a value has no part in shapes)
        """Return a number."""
        return NUMBER

    def whole(self, base: str) -> Shape:
        """Return the shape of a letter."""
        if base not in self.letters:
            rank = self.ranks.get(base, 0)
            self.letters[base] = NUMBER if rank == 0 else (Size(), ONE if rank == 1 else Size())
        return self.letters[base]

    def letter(self, base: str, indices: Sequence[str]) -> Shape:
        """Return a letter, or the entry or row of it at indices."""
        return self.placed(self.whole(base), indices)

    def placed(self, value: Shape, indices: Sequence[str]) -> Shape:
        """Return an entry of a value at indices, or the value."""
        if not indices:
            return value
        if _is_number(value):
            raise Misfit("a number has no entries")
        value[0].join(self.at(indices[0]))
        if len(indices) == 1:
            return NUMBER if value[1].root() is ONE else (value[1], ONE)
        value[1].join(self.at(indices[1]))
        return NUMBER

    def at(self, index: str) -> Size:
        """Return the place of an index."""
        return self.env[index] if index in self.env else self.ranges.setdefault(index, Size())

    def add(self, a: Shape, b: Shape) -> Shape:
        """Return a sum."""
        if _is_number(a) != _is_number(b):
            raise Misfit("a number is added to an array")
        a[0].join(b[0])
        a[1].join(b[1])
        return a

    def shifted(self, a: Shape, number: Shape) -> Shape:  # noqa: ARG002 (any number fits)
        """Return a number added to every entry."""
        return a

    def times(self, a: Shape, b: Shape) -> Shape:
        """Return a product."""
        if _is_number(a):
            return b
        if _is_number(b):
            return a
        if self.in_total and (a[1].root() is ONE) == (b[1].root() is ONE):
            return self.by_entry(a, b)
        a[1].join(b[0])
        return a[0], b[1]

    def by_entry(self, a: Shape, b: Shape) -> Shape:
        """Return the product entry by entry."""
        a[0].join(b[0])
        a[1].join(b[1])
        return a

    def transpose(self, a: Shape) -> Shape:
        """Return the transpose."""
        return a[1], a[0]

    def map(self, head: Any, a: Shape) -> Shape:  # noqa: ARG002 (a function keeps the shape)
        """Return a function of each entry."""
        return a

    def power(self, a: Shape, exponent: Any) -> Shape:
        """Return a power."""
        if _is_number(a) or (self.in_total and exponent != -1):
            return a
        if int(exponent) != exponent:
            raise Misfit("a root of an array")
        a[0].join(a[1])
        return a

    def trace(self, a: Shape) -> Shape:
        """Return the trace."""
        a[0].join(a[1])
        return NUMBER

    determinant = trace

    def total(self, a: Shape) -> Shape:  # noqa: ARG002 (a sum is a number)
        """Return the sum of all entries."""
        return NUMBER

    def diagonal(self, a: Shape) -> Shape:
        """Return the diagonal matrix of a column."""
        if a[1].root() is not ONE:
            raise Misfit("the diagonal matrix of something that is no column")
        return a[0], a[0]

    def softmax(self, a: Shape) -> Shape:
        """Return the softmax of a column."""
        if a[1].root() is not ONE:
            raise Unread("softmax of a matrix")
        return a

    def identity(self, term: Term) -> Shape:
        """Return the identity that stands at a place."""
        size = self.places.setdefault(id(term), Size())
        return size, size

    def ones(self, term: Term) -> Shape:
        """Return the column of ones that stands at a place."""
        return self.places.setdefault(id(term), Size()), ONE

    def summed(self, body: Term, index: str, low: Term | None, high: Term | None) -> Shape:  # noqa: ARG002 (only the upper end names a size)
        """Return a sum over an index."""
        size = self.ranges.setdefault(index, Size())
        if high is not None and high.head is Variable:
            known = self.sizes.setdefault(str(high.args[0]), size)
            known.join(size)
        before, self.env = self.env, {**self.env, index: size}
        try:
            return self.of(body)
        finally:
            self.env = before

    def stacked(self, body: Term, indices: Sequence[str]) -> Shape:
        """Return the array whose entries are a term at all places of its indices."""
        sizes = [self.ranges.setdefault(i, Size()) for i in indices]
        before, self.env = self.env, {**self.env, **dict(zip(indices, sizes, strict=True))}
        try:
            inner = self.of(body)
        finally:
            self.env = before
        if len(sizes) == 2 and _is_number(inner):
            return sizes[0], sizes[1]
        if len(sizes) != 1 or inner[1].root() is not ONE:
            raise Unread("an array with more than two indices")
        return sizes[0], inner[0]

    def derivative(self, numerator: Term, letter: Term, order: int) -> Shape:
        """Return a derivative."""
        base, indices = _letter_name(letter)
        before = self.held
        if base in self.meaning.names:
            self.letters[base] = self.name(base)
        self.held = before | {base}
        try:
            top = self.of(self.named(numerator))
            below = self.placed(self.whole(base), indices)
        finally:
            self.held = before
        return laid_out(top, below, order, self.meaning.layout)

    def named(self, numerator: Term) -> Term:
        """Return what is differentiated; a name that nothing defines is that of the problem."""
        return with_objective(numerator, self.meaning)

    def directional(self, name: str, direction: Term) -> Shape:
        """Return the change of a function of one array in a direction."""
        known = self.meaning.names[name]
        given, own = self.of(direction), self.whole(known.parameters[0])
        given[0].join(own[0])
        given[1].join(own[1])
        return self.of(known.term)

    def differential(self, name: str) -> Shape:
        """Return the differential of a letter, or of what a name stands for."""
        return self.name(name)


def _letter_name(letter: Term) -> tuple[str, tuple[str, ...]]:
    if letter.head is not Variable:
        raise Unread("a derivative by something that is no letter")
    return split_name(str(letter.args[0]))


def with_objective(numerator: Term, meaning: Meaning) -> Term:
    """Return a term to be differentiated, with the name of the problem where nothing defines its own."""
    if numerator.head is Variable and meaning.objective:
        base, indices = split_name(str(numerator.args[0]))
        if base not in meaning.names and not indices:
            return meaning.names[meaning.objective].term
    return numerator


def laid_out(top: Shape, below: Shape, order: int, layout: int) -> Shape:
    """Return the shape of a derivative."""
    if _is_number(below):
        return top
    is_column = below[1].root() is ONE
    if _is_number(top):
        if order == 2 and is_column:
            return below[0], below[0]
        if order == 1:
            return (below[1], below[0]) if layout == 1 and is_column else below
        raise Unread("a second derivative by a matrix")
    if order == 1 and is_column and ONE in {top[0].root(), top[1].root()}:
        length = top[0] if top[1].root() is ONE else top[1]
        return (below[0], length) if layout == 2 else (length, below[0])
    raise Unread("a derivative of a matrix by an array")
