"""A place at which a learner can compute both answers of matrix calculus by hand: numbers first, then 2 × 2 matrices of small integers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.index_notation.instances import EXACT, instance
from symtutor.matrix_algebra import Map, SumsToOne, Symmetric

__all__ = ["by_hand"]

_NUMBERS = (2, 3, 1, 5, 4, 7)
_SQUARES = (((1, 2), (0, 1)), ((1, 0), (1, 2)), ((2, 1), (1, 1)), ((1, 1), (0, 2)))
_COLUMNS = ((1, 2), (2, 1), (1, -1), (3, 1))
_NAMES = {"lamda": "λ", "lambda": "λ"}
_LONGEST = 5  # characters of an entry that a learner compares at sight


def by_hand(wanted: Any, found: Any) -> str | None:
    """Return in one sentence where two values differ on small integers; None where no such place is found.

    Parameters
    ----------
    wanted, found : Expr or MatrixExpr
        The right value and the answer, of one shape.

    Examples
    --------
    >>> A, x = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("x", 2, 1)
    >>> by_hand(A * x + A.T * x, 2 * A * x)
    'With A = [[1, 2], [0, 1]], x = (2, 1) your answer is (8, 2), and (6, 6) is right.'
    """
    both = sp.Tuple(wanted, found)
    symbols = sorted(both.atoms(sp.MatrixSymbol), key=lambda s: s.name)
    sizes = {s for m in symbols for side in m.shape for s in side.free_symbols}
    letters = sorted(
        (s for s in both.free_symbols - set(symbols) - sizes - {m.letter for m in both.atoms(Map)} if isinstance(s, sp.Symbol)),
        key=lambda s: s.name,
    )
    for size, place in _places(symbols, sizes):
        numbers = dict(zip(letters, _NUMBERS[len(symbols) :] + _NUMBERS, strict=False))
        try:
            right, answer = (_value(side, dict.fromkeys(sizes, size), place, numbers) for side in (wanted, found))
        except (TypeError, ValueError, ZeroDivisionError):  # no inverse, no such function
            continue
        if right is None or answer is None or right == answer:
            continue
        told = ", ".join(
            [f"{_NAMES.get(s.name, s.name)} = {_written(v)}" for s, v in place.items()]
            + [f"{_NAMES.get(s.name, s.name)} = {v}" for s, v in numbers.items()]
        )
        return f"With {told} your answer is {_written(answer)}, and {_written(right)} is right."
    return None


def _places(symbols: list[Any], sizes: set[Any]) -> Iterator[tuple[int, dict[Any, Any]]]:
    """Yield values of the matrices: 1 × 1 where no size is a number, then sizes of 2."""
    for size, more in ((1, 0), (1, 2), (2, 0), (2, 1)):
        shapes = [tuple(int(sp.sympify(side).xreplace(dict.fromkeys(sizes, sp.Integer(size)))) for side in m.shape) for m in symbols]
        if size == 1 and any(side != 1 for shape in shapes for side in shape):
            continue
        yield size, {m: _entries(m, shape, k + more) for k, (m, shape) in enumerate(zip(symbols, shapes, strict=True))}


def _entries(symbol: Any, shape: tuple[int, ...], k: int) -> sp.ImmutableMatrix:
    rows, columns = shape
    if isinstance(symbol, SumsToOne):  # one-hot labels
        return sp.ImmutableMatrix(rows, columns, lambda i, j: int(i == k % rows if columns == 1 else j == (i + k) % columns))
    if shape == (1, 1):
        return sp.ImmutableMatrix([[_NUMBERS[k % len(_NUMBERS)]]])
    if columns == 1:
        return sp.ImmutableMatrix(rows, 1, lambda i, _j: _COLUMNS[k % len(_COLUMNS)][i % 2])
    square = _SQUARES[2 if isinstance(symbol, Symmetric) else k % len(_SQUARES)]
    return sp.ImmutableMatrix(rows, columns, lambda i, j: square[i % 2][j % 2])


def _value(side: Any, sizes: Mapping[Any, int], place: Mapping[Any, Any], numbers: Mapping[Any, Any]) -> Any:
    """Return a side at the place, None where an entry is no short number."""
    found = instance(side, EXACT, sizes, place)
    entries = sp.ImmutableMatrix(found) if isinstance(found, sp.MatrixBase) else sp.ImmutableMatrix([[found]])
    entries = entries.xreplace({s: sp.Integer(v) for s, v in numbers.items()})
    return entries if all(e.is_Rational and len(str(e)) <= _LONGEST for e in entries.flat()) else None


def _written(matrix: sp.ImmutableMatrix) -> str:
    """Return a number, a column as (1, 2), a matrix by its rows."""
    if matrix.shape == (1, 1):
        return str(matrix[0, 0])
    return f"({', '.join(map(str, matrix.flat()))})" if matrix.cols == 1 else str(matrix.tolist())
