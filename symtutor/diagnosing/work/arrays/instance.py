"""Values of Terms with arrays at fixed sizes: matrices whose entries are expressions in the entries of letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symtutor.diagnosing.work.arrays.letters import split_name, symbols_of
from symtutor.diagnosing.work.arrays.shapes import ONE, Shapes, Size, with_objective
from symtutor.diagnosing.work.arrays.walk import Misfit, Unread, Walk
from symtutor.term import Term

__all__ = ["Instance"]

_CYCLE = (2, 3)
_MANY = 26


class Instance(Walk):
    """The values of terms where every size is a small number.

    Parameters
    ----------
    shapes : Shapes
        The shapes of all letters.
    symmetric : collection of str
        Matrices that equal their transposes.
    aliases : mapping of str to str
        Letters that are the rows of a matrix, x_i of X.
    """

    def __init__(self, shapes: Shapes, symmetric: frozenset[str] = frozenset()) -> None:
        super().__init__(shapes.meaning)
        self.shapes = shapes
        self.symmetric = symmetric
        roots = list(dict.fromkeys(size.root() for pair in shapes.letters.values() for size in pair))
        roots += [size.root() for size in (*shapes.ranges.values(), *shapes.places.values())]
        free = [root for root in dict.fromkeys(roots) if root is not ONE]
        self.length: dict[Size, int] = {root: _CYCLE[(k + 1) % 2] for k, root in enumerate(free)}
        if sum(self._size(a) * self._size(b) for a, b in shapes.letters.values()) > _MANY:
            self.length = dict.fromkeys(free, 2)
        self.length[ONE] = 1

    def _size(self, size: Size) -> int:
        return self.length.get(size.root(), 1 if size.root() is ONE else 2)

    def number(self, value: Any) -> Any:
        """Return a number."""
        return sp.ImmutableMatrix([[value]])

    def letter(self, base: str, indices: Sequence[str]) -> Any:
        """Return a letter, or the entry or row of it at indices."""
        if not indices and base in self.shapes.sizes:
            return self.number(sp.Integer(self._size(self.shapes.sizes[base])))
        return self.placed(self.whole(base), indices)

    def whole(self, base: str) -> Any:
        """Return a letter as a matrix of symbols."""
        rows, columns = self.shapes.whole(base)
        return symbols_of(base, self._size(rows), self._size(columns), symmetric=base in self.symmetric)

    def placed(self, value: Any, indices: Sequence[str]) -> Any:
        """Return an entry of a value at indices, or the value."""
        if not indices:
            return value
        row = self.at(indices[0])
        if row >= value.rows:
            raise Unread("an index that is out of range")
        if len(indices) == 1:
            return value.row(row).T
        return self.number(value[row, self.at(indices[1])])

    def at(self, index: str) -> int:
        """Return the place of an index."""
        if index not in self.env:
            raise Unread(f"the index {index} is free")
        return int(self.env[index])

    def range_of(self, index: str) -> int:
        """Return how far an index runs."""
        return self._size(self.shapes.ranges[index]) if index in self.shapes.ranges else 2

    def add(self, a: Any, b: Any) -> Any:
        """Return a sum."""
        if a.shape != b.shape:
            raise Misfit("a sum of arrays of different shapes")
        return a + b

    def shifted(self, a: Any, number: Any) -> Any:
        """Return a number added to every entry."""
        return a.applyfunc(lambda entry: entry + number[0])

    def times(self, a: Any, b: Any) -> Any:
        """Return a product."""
        if a.shape == (1, 1):
            return a[0] * b
        if b.shape == (1, 1):
            return b[0] * a
        if self.in_total and a.shape == b.shape:
            return self.by_entry(a, b)
        if a.cols != b.rows:
            raise Misfit("a product of arrays that do not fit")
        return a * b

    def by_entry(self, a: Any, b: Any) -> Any:
        """Return the product entry by entry."""
        if a.shape != b.shape:
            raise Misfit("an entrywise product of arrays of different shapes")
        return a.multiply_elementwise(b)

    def transpose(self, a: Any) -> Any:
        """Return the transpose."""
        return a.T

    def map(self, head: Any, a: Any) -> Any:
        """Return a function of each entry."""
        return a.applyfunc(head)

    def power(self, a: Any, exponent: Any) -> Any:
        """Return a power."""
        if a.shape == (1, 1):
            return self.number(a[0] ** exponent)
        if self.in_total and exponent != -1:
            return a.applyfunc(lambda entry: entry**exponent)
        if a.rows != a.cols:
            raise Misfit("a power of a matrix that is not square")
        return a.adjugate() / a.det(method="berkowitz") if exponent == -1 else a**exponent

    def trace(self, a: Any) -> Any:
        """Return the trace."""
        return self.number(a.trace())

    def determinant(self, a: Any) -> Any:
        """Return the determinant."""
        return self.number(a.det(method="berkowitz"))

    def total(self, a: Any) -> Any:
        """Return the sum of all entries."""
        return self.number(sp.Add(*a))

    def diagonal(self, a: Any) -> Any:
        """Return the diagonal matrix of a column."""
        return sp.ImmutableMatrix(sp.diag(*a))

    def softmax(self, a: Any) -> Any:
        """Return the softmax of a column."""
        raised = a.applyfunc(sp.exp)
        return raised / sp.Add(*raised)

    def identity(self, term: Term) -> sp.ImmutableMatrix:
        """Return the identity that stands at a place."""
        return sp.ImmutableMatrix(sp.eye(self._size(self.shapes.places[id(term)])))

    def ones(self, term: Term) -> Any:
        """Return the column of ones that stands at a place."""
        return sp.ImmutableMatrix.ones(self._size(self.shapes.places[id(term)]), 1)

    def summed(self, body: Term, index: str, low: Term | None, high: Term | None) -> Any:  # noqa: ARG002 (bounds were read with the shapes)
        """Return a sum over an index."""
        found = None
        before = self.env
        for place in range(self.range_of(index)):
            self.env = {**before, index: place}
            value = self.of(body)
            found = value if found is None else self.add(found, value)
        self.env = before
        return found

    def stacked(self, body: Term, indices: Sequence[str]) -> Any:
        """Return the array whose entries are a term at all places of its indices."""
        before = self.env

        def value(*places: int) -> Any:
            self.env = {**before, **dict(zip(indices, places, strict=True))}
            found = self.of(body)
            self.env = before
            return found

        first = range(self.range_of(indices[0]))
        if len(indices) == 2:
            return sp.ImmutableMatrix([[value(i, j)[0] for j in range(self.range_of(indices[1]))] for i in first])
        return sp.ImmutableMatrix([list(value(i)) for i in first])

    def derivative(self, numerator: Term, letter: Term, order: int) -> Any:
        """Return a derivative."""
        base, indices = split_name(str(letter.args[0]))
        before = self.held
        self.held = before | {base}
        try:
            top = self.of(with_objective(numerator, self.meaning))
            below = self.placed(self.whole(base), indices)
        finally:
            self.held = before
        found = _derivative(top, below, order, self.meaning.layout)
        if base in self.meaning.names and base not in before:  # the letter has a meaning: it is put back
            back = dict(zip(self.whole(base), self.name(base), strict=True))
            found = found.applyfunc(lambda entry: entry.subs(back, simultaneous=True))
        return found

    def directional(self, name: str, direction: Term) -> Any:
        """Return the change of a function of one array in a direction."""
        known = self.meaning.names[name]
        return self._changed(self.of(known.term), self.whole(known.parameters[0]), self.of(direction))

    def _changed(self, value: Any, letter: Any, change: Any) -> Any:
        return value.applyfunc(lambda entry: sp.Add(*[sp.diff(entry, s) * d for s, d in zip(letter, change, strict=True)]))

    def differential(self, name: str) -> Any:
        """Return the differential of a letter, or of what a name stands for."""
        base, _ = split_name(name)
        if base not in self.meaning.names:
            rows, columns = self.whole(base).shape
            return symbols_of(f"d{base}", rows, columns)
        value = self.name(name)
        changes = [self._changed(value, self.whole(letter), self.differential(letter)) for letter in sorted(self.meaning.varying)]
        if not changes:
            raise Unread("a differential of what does not change")
        return sum(changes[1:], changes[0])


def _derivative(top: Any, below: Any, order: int, layout: int) -> Any:
    """Return the derivative of an array by an array, laid out."""
    if below.shape == (1, 1):
        return top.applyfunc(lambda entry: sp.diff(entry, below[0], order))
    if top.shape == (1, 1):
        if order == 2:
            return sp.ImmutableMatrix(sp.hessian(top[0], list(below)))
        found = below.applyfunc(lambda s: sp.diff(top[0], s))
        return found.T if layout == 1 and found.cols == 1 else found
    jacobian = sp.ImmutableMatrix([[sp.diff(entry, s) for s in below] for entry in top])
    return jacobian.T if layout == 2 else jacobian
