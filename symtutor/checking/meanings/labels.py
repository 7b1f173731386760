"""Places for matrices of labels: entries of sum 1, and one-hot ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

__all__ = ["of_sum_one", "one_hot"]


def of_sum_one(rows: int, columns: int, entry: Callable[[int, int], Any]) -> sp.ImmutableMatrix:
    """Return entries of sum 1 in a column, or in every row: positive numbers are divided by their sum, the last of letters completes it.

    Examples
    --------
    >>> of_sum_one(2, 2, lambda i, j: sp.Integer(1 + i + j)).tolist()
    [[1/3, 2/3], [2/5, 3/5]]
    """
    if columns == 1:
        return of_sum_one(1, rows, lambda i, j: entry(j, i)).T
    whole = [[entry(i, j) for j in range(columns)] for i in range(rows)]
    if all(e.is_Rational for row in whole for e in row):
        return sp.ImmutableMatrix([[e / sp.Add(*row) for e in row] for row in whole])
    return sp.ImmutableMatrix([[*row[:-1], 1 - sp.Add(*row[:-1])] for row in whole])


def one_hot(rows: int, columns: int, k: int) -> sp.ImmutableMatrix:
    """Return the k-th one of a row of columns with one 1, or of matrices with one in every row.

    Examples
    --------
    >>> one_hot(3, 1, 0).T.tolist(), one_hot(2, 3, 0).tolist()
    ([[0, 1, 0]], [[0, 1, 0], [1, 0, 0]])
    """
    return sp.ImmutableMatrix(rows, columns, lambda i, j: int(i == (k + 1) % rows if columns == 1 else j == (2 * i + k + 1) % columns))
