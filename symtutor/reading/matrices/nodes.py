"""Nodes of matrix calculus being read: shape and value of a part of a text, and which letters are numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp

from symtutor.functions import FORMULAS, FUNCTIONS, Softmax
from symtutor.matrix_algebra import Map, elementwise, entries_sum, hadamard, is_matrix, scalar, times
from symtutor.reading.matrices.shapes import NUMBER, Shape, letter_name
from symtutor.term import LEAVES, Constant, Decimal, Negation, Number, Quotient, Root, Term, Variable, subterms

__all__ = [
    "ENTRYWISE",
    "Node",
    "Z",
    "as_number",
    "divided",
    "entry_by_entry",
    "is_of_entries",
    "is_one",
    "letters_alone",
    "log_sum_exp",
    "mean",
    "numbers_of",
    "replaced",
]

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


def mean(matrix: Any) -> Any:
    """Return the mean of all entries of a matrix."""
    rows, columns = matrix.shape
    return times(1 / (rows * columns), entries_sum(matrix))


def log_sum_exp(x: sp.MatrixExpr) -> sp.Expr:
    """Return the logarithm of the sum of the exponentials of the entries of a column."""
    return sp.log(entries_sum(elementwise(sp.exp(Z), Z, x)))


def is_of_entries(term: Term) -> bool:
    """Tell whether a term is made entry by entry, so that numbers beside it belong to every entry."""
    if _is_exponential(term):
        return True
    if term.head in {sp.Add, sp.Mul, Negation, Quotient, sp.Pow}:
        return any(is_of_entries(part) for part in term.args)
    return term.head in ENTRYWISE or term.head in {sp.HadamardProduct, Softmax, Root}


def numbers_of(term: Term) -> set[str]:
    """Return the letters of exponents and of denominators without matrix signs, which can only be numbers."""
    found: set[str] = set()
    for part in subterms(term):
        if part.head not in {sp.Pow, Quotient} or _is_exponential(part):
            continue
        inside = part.args[1]
        if all(p.head in _SCALAR_HEADS and not _is_exponential(p) for p in subterms(inside)):
            found |= {letter_name(str(leaf.args[0])) for leaf in subterms(inside) if leaf.head is Variable}
    return found


def _is_exponential(term: Term) -> bool:
    """Tell whether a term is a power of e."""
    return term.head is sp.Pow and term.args[0].head is Variable and str(term.args[0].args[0]) == "e"


def letters_alone(term: Term) -> set[str]:
    """Return the letters that stand somewhere else than under an exponent."""
    bases = {id(part.args[0]) for part in subterms(term) if part.head is sp.Pow}
    return {str(part.args[0]) for part in subterms(term) if part.head is Variable and id(part) not in bases}


def is_one(term: Term) -> bool:
    """Tell whether a term is the number 1, which stands for a column of ones beside matrices."""
    return bool(term.head is Number and term.args[0] == 1)


def entry_by_entry(
    of_entries: Callable[[Any, Any], Any], of_matrices: Callable[[Any, Any], Any], left: sp.MatrixExpr, right: sp.MatrixExpr
) -> sp.Basic:
    """Return two functions of the entries of one matrix as a single one, where numbers stand beside or it is divided.

    Others are joined as matrices.
    """
    one, other = _body(left), _body(right)
    if one is None or other is None or (of_entries is operator.add and None not in (one[1], other[1])):
        return of_matrices(left, right)
    inside = other[1] if one[1] is None else one[1]
    if inside is None or not (one[1] in {None, inside} and other[1] in {None, inside}):
        return of_matrices(left, right)
    return elementwise(of_entries(one[0], other[0]), Z, inside)


def _body(value: sp.MatrixExpr) -> tuple[Any, Any] | None:
    """Return a function of entries and its matrix, or a number that stands in every entry and nothing."""
    if not is_matrix(value):
        return value, None
    if isinstance(value, Map) and isinstance(value.args[2], Map):
        inner, matrix = _body(value.args[2]) or (Z, value.args[2])
        return value.args[0].xreplace({value.args[1]: inner}), matrix
    if isinstance(value, Map):
        body, letter, inside = value.args
        by, matrix = inside.as_coeff_mmul() if isinstance(inside, sp.MatMul) else (sp.S.One, inside)
        if by != 1 and isinstance(matrix, sp.MatMul) and len(matrix.args) == 1:
            (matrix,) = matrix.args
        return body.xreplace({letter: by * Z}), matrix
    number, rest = value.as_coeff_mmul() if isinstance(value, sp.MatMul) else (sp.S.One, value)
    if isinstance(rest, sp.MatMul) and len(rest.args) == 1:
        (rest,) = rest.args
    if isinstance(rest, sp.OneMatrix):
        return number, None
    if isinstance(rest, Map):
        body, inside = _body(rest) or (Z, rest)
        return number * body, inside
    return None


def divided(left: Any, right: Any) -> Any:
    """Return a number or matrix divided by a matrix entry by entry."""
    below = elementwise(1 / Z, Z, right)
    return hadamard(left, below) if is_matrix(left) else times(left, below)


def replaced(term: Term, old: Term, new: Term) -> Term:
    """Return a term with a part of it replaced."""
    if term == old:
        return new
    if term.head in LEAVES:
        return term
    return Term(term.head, tuple(replaced(part, old, new) if isinstance(part, Term) else part for part in term.args), term.span)
