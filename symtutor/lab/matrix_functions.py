"""A matrix expression as a numpy function of its letters; sizes follow from the arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.index_notation.instances import REAL, instance
from symtutor.errors import InputError
from symtutor.goals.matrices import spelled_out
from symtutor.matrix_algebra import Map, is_matrix

__all__ = ["function_of_arrays"]


def function_of_arrays(expr: Any, beside: Iterable[Any] = ()) -> tuple[Callable[..., Any], list[Any]]:
    """Return a numpy function of the matrices and numbers of an expression, and these, sorted by name.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        Any expression of matrix calculus.
    beside : iterable of MatrixSymbol
        Matrices that give the sizes which those of the expression leave open, as for 1·1ᵀ.

    Returns
    -------
    function : callable
        Takes an array for each matrix, of shape (n,) or (n, 1) for a column, and a number for each number; it returns an array
        of the shape of the expression, or a float.  Sizes are those of the arrays.
    letters : list of MatrixSymbol and Symbol

    Examples
    --------
    >>> A, x = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("x", 2, 1)
    >>> function, letters = function_of_arrays(A * x)
    >>> letters
    [A, x]
    >>> function([[1, 2], [3, 4]], [1, 1]).tolist()
    [[3.0], [7.0]]
    """
    held = spelled_out(expr)
    matrices = sorted(held.atoms(sp.MatrixSymbol), key=lambda m: m.name)
    for matrix in sorted(beside, key=lambda m: m.name):
        if _sizes(held) & _sizes(matrix) - _sizes(*matrices):
            matrices.append(matrix)
    sizes = _sizes(*matrices)
    bound = {m.args[1] for m in held.atoms(Map)} | {m.args[0] for m in matrices}
    numbers = sorted((s for s in held.atoms(sp.Symbol) - sizes - bound), key=lambda s: s.name)
    letters = sorted([*matrices, *numbers], key=lambda s: s.name)

    def function(*given: Any) -> Any:
        if len(given) != len(letters):
            raise InputError(f"{len(given)} arguments for {len(letters)} letters", f"They are {', '.join(s.name for s in letters)}.")
        known: dict[Any, Any] = {}
        arrays: dict[Any, Any] = {}
        for letter, value in zip(letters, given, strict=True):
            if letter in numbers:
                known[letter] = float(value)
                continue
            array = np.asarray(value, dtype=float)
            array = array.reshape(-1, 1) if array.ndim == 1 else array
            if array.ndim != 2 or not all(_joined(known, size, n) for size, n in zip(letter.shape, array.shape, strict=True)):
                shape = " × ".join(map(str, letter.shape))
                raise InputError(f"{letter.name} has the shape {np.shape(value)}", f"It is {shape}, with the sizes of the other arrays.")
            arrays[letter] = array
        with np.errstate(all="ignore"):
            found = np.real(np.asarray(instance(held, REAL, known, arrays)))
        return np.asarray(found, dtype=float) if is_matrix(held) else float(np.ravel(found)[0])

    return function, letters


def _sizes(*exprs: Any) -> set[Any]:
    """Return the letters in the shapes of matrices, and of all that they are made of."""
    held = [m for expr in exprs for m in expr.atoms(sp.MatrixExpr)]
    return {s for m in held for size in m.shape for s in size.free_symbols}


def _joined(known: dict[Any, Any], size: Any, given: int) -> bool:
    """Note a size, and tell whether it agrees with what is known of it."""
    if isinstance(size, sp.Symbol):
        return bool(known.setdefault(size, given) == given)
    value = size.xreplace(known)
    return bool(value == given) if value.is_number else True
