"""Matrix expressions read from text: ``||A x - b||^2``, ``tr(A X^T)``, ``ln det X``, with shapes declared or inferred."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.errors import InputError, OutOfBudget, ReadError, SymtutorError
from symtutor.matrix_algebra import SumsToOne, Symmetric
from symtutor.reading.grammar.tables import parse
from symtutor.reading.matrices.functions import OF_MATRICES
from symtutor.reading.matrices.meaning import Meaning
from symtutor.reading.matrices.shapes import declared_shapes, marked_names
from symtutor.reading.read import parser_of
from symtutor.reading.size_limits import DEFAULT_LIMITS
from symtutor.reading.text.words import Vocabulary
from symtutor.term import Term

__all__ = ["MatrixReading", "meaning_of", "parsed", "read_matrix"]


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """What a text of matrix calculus means.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        A number or a matrix.
    symbols : mapping of str to Symbol or MatrixSymbol
        The letters of the text.
    notes : tuple of str
        Readings that were chosen where the notation allows another.
    term : Term
        The text as it was typed.
    """

    expr: Any
    symbols: Mapping[str, Any]
    term: Term
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Return one sentence on what the letters were taken for."""
        shaped = [f"{'λ' if name == 'lamda' else name} is {_words(s)}" for name, s in self.symbols.items()]
        return "; ".join(shaped)


def _words(symbol: sp.Expr) -> str:
    if not isinstance(symbol, sp.MatrixSymbol):
        return "a number"
    rows, columns = symbol.shape
    if isinstance(symbol, Symmetric):
        return f"a symmetric matrix of shape {rows} × {columns}"
    sums = isinstance(symbol, SumsToOne)
    if columns == 1:
        return f"a column of length {rows}{' whose entries sum to 1' if sums else ''}"
    return f"a matrix of shape {rows} × {columns}{' whose rows sum to 1' if sums else ''}"


def read_matrix(
    text: str, shapes: Mapping[Any, Any] | None = None, wanted: tuple[sp.Expr, sp.Basic] | None = None, *, by_entries: bool = False
) -> MatrixReading:
    """Return what a text of matrix calculus means.

    Parameters
    ----------
    text : str
        Plain text or LaTeX.
    shapes : mapping, optional
        From names to (rows, columns), to one size for a column, to () for a number, to "symmetric" or "one-hot".
    wanted : pair of sizes, optional
        The shape of the whole, from which sizes that the text leaves open are taken.
    by_entries : bool
        Whether A^2 is a square of every entry, as in programs.

    Raises
    ------
    ReadError
        If the text is no matrix expression, or shapes do not fit; it says where.

    Examples
    --------
    >>> reading = read_matrix("||A x - b||^2 + lambda x'x")
    >>> reading.note
    'A is a matrix of shape m × n; x is a column of length n; b is a column of length m; λ is a number'
    >>> read_matrix("x'A y", {"A": (2, 3)}).symbols["y"].shape
    (3, 1)
    """
    term, notes = parsed(text, shapes)
    expr, symbols = meaning_of(term, text, shapes, wanted, by_entries=by_entries)
    return MatrixReading(expr, symbols, term, notes)


def parsed(text: str, shapes: Mapping[Any, Any] | None = None) -> tuple[Term, tuple[str, ...]]:
    """Return a text of matrix calculus as a Term, and the readings that were chosen in it."""
    if not text.strip():
        raise ReadError("the text is empty, and a matrix expression was expected", text, 0)
    declared = declared_shapes(shapes)
    names = frozenset({*marked_names(shapes), *declared, *(name.replace("lamda", "lambda") for name in declared)})
    parser, _ = parser_of(text, "auto", Vocabulary(names, matrices=True), DEFAULT_LIMITS)
    term = parse(parser)
    return term, tuple(str(note) for note in parser.notes if "function" in note.message)


def meaning_of(
    term: Term,
    text: str,
    shapes: Mapping[Any, Any] | None = None,
    wanted: tuple[sp.Expr, sp.Basic] | None = None,
    *,
    by_entries: bool = False,
) -> tuple[Any, dict[str, Any]]:
    """Return what a Term of matrix calculus means, and its letters by name; `read_matrix` says what the others are."""
    meaning = Meaning(text, declared_shapes(shapes), OF_MATRICES, marked_names(shapes))
    meaning.by_entries = by_entries
    try:
        node = meaning.of(term)
        for size, other in zip(node.shape or (), wanted or (), strict=False):
            meaning.sizes.join(size, other)
        meaning.sizes.name_all(set(meaning.letters))
        expr = node.build()
    except RecursionError:
        raise OutOfBudget("the text has too many parts: give a part of it a letter of its own") from None
    except ValueError as error:
        if isinstance(error, SymtutorError):
            raise
        raise InputError(f"the shapes do not fit: {error}") from error
    return expr, {name: meaning.symbol(name) for name in meaning.letters}
