"""Nodes of matrix calculus being read: shape and value of a part of a text, and which letters are numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp

from symtutor.functions import FORMULAS, FUNCTIONS, Softmax
from symtutor.matrix_algebra import elementwise, entries_sum, hadamard, scalar, times, transposed
from symtutor.reading.matrices.shapes import NUMBER, Shape, letter_name
from symtutor.term import Constant, Decimal, Negation, Number, Quotient, Root, Term, Variable, subterms

__all__ = ["ENTRYWISE", "Node", "Z", "as_number", "is_of_entries", "log_sum_exp", "mean", "numbers_of", "softmax", "softmax_of_rows"]

Z = sp.Symbol("z")
_SCALAR_HEADS = frozenset({Variable, Number, Decimal, Constant, sp.Add, sp.Mul, sp.Pow, Negation, Quotient, Root})
ENTRYWISE = frozenset({row.head for row in FUNCTIONS.values() if row.least == 1} | {sp.Max, sp.Min} | FORMULAS.keys()) - {
    sp.Determinant,
    sp.Trace,
    Root,
}


class Node(NamedTuple):
    """A part of the text: its value once all sizes are known, its shape, and where it stands."""

    build: Callable[[], Any]
    shape: Shape
    term: Term


def as_number(node: Node) -> Any:
    """Return the value of a number, also of a matrix with one entry."""
    found = node.build()
    return found if node.shape is NUMBER else scalar(found)


def softmax(x: Any) -> Any:
    """Return the softmax of a column."""
    raised = elementwise(sp.exp(Z), Z, x)
    return times(1 / entries_sum(raised), raised)


def softmax_of_rows(matrix: Any) -> Any:
    """Return the softmax of every row of a matrix."""
    raised = elementwise(sp.exp(Z), Z, matrix)
    ones = sp.OneMatrix(matrix.shape[1], 1)
    return hadamard(raised, times(elementwise(1 / Z, Z, times(raised, ones)), transposed(ones)))


def mean(matrix: Any) -> Any:
    """Return the mean of all entries of a matrix."""
    rows, columns = matrix.shape
    return times(1 / (rows * columns), entries_sum(matrix))


def log_sum_exp(x: Any) -> Any:
    """Return the logarithm of the sum of the exponentials of the entries of a column."""
    return sp.log(entries_sum(elementwise(sp.exp(Z), Z, x)))


def is_of_entries(term: Term) -> bool:
    """Tell whether a term is made entry by entry, so that numbers beside it belong to every entry."""
    if term.head in {sp.Add, sp.Mul, Negation, Quotient, sp.Pow}:
        return any(is_of_entries(part) for part in term.args)
    return term.head in ENTRYWISE or term.head in {sp.HadamardProduct, Softmax}


def numbers_of(term: Term) -> set[str]:
    """Return the letters of exponents and of denominators without matrix signs, which can only be numbers."""
    found: set[str] = set()
    for part in subterms(term):
        if part.head in {sp.Pow, Quotient}:
            inside = part.args[1]
            if all(p.head in _SCALAR_HEADS for p in subterms(inside)):
                found |= {letter_name(str(leaf.args[0])) for leaf in subterms(inside) if leaf.head is Variable}
    return found
