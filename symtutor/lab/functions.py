"""An answer as a numpy function that takes its letters by place or by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.errors import InputError
from symtutor.lab.jacobians import numeric_matrix
from symtutor.lab.matrix_functions import function_of_arrays

__all__ = ["function_of"]


def function_of(value: Any, fallback: Sequence[sp.Symbol] = (), matrices: Iterable[Any] = ()) -> Callable[..., Any]:
    """Return a value as a numpy function of its letters, sorted by name.

    Parameters
    ----------
    value : Expr, Matrix or MatrixExpr
        An answer.
    fallback : sequence of Symbol
        The letters of a constant.
    matrices : iterable of MatrixSymbol
        Those of the problem: they give the sizes that an answer of matrix calculus leaves open, as 1·1ᵀ does.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> function = function_of(x - y)
    >>> function(3.0, y=1.0)
    2.0
    >>> list(inspect.signature(function).parameters)
    ['x', 'y']
    """
    if isinstance(value, sp.Expr) and value.has(sp.MatrixExpr):
        return _with_names(*function_of_arrays(value, matrices))
    letters = sorted(value.free_symbols, key=lambda s: s.name) or list(fallback)
    if isinstance(value, sp.MatrixBase):
        return _with_names(numeric_matrix(value, tuple(letters)), letters)
    return _with_names(numeric_function(with_real_odd_roots(value), tuple(letters)), letters)


def _with_names(function: Callable[..., Any], variables: Iterable[sp.Symbol]) -> Callable[..., Any]:
    """Return a function of several numbers that takes the last of them by the names of its variables too."""
    names = [symbol.name for symbol in variables]

    def named(*values: Any, **others: Any) -> Any:
        for name in names[len(values) :]:
            if name in others:
                values = (*values, others.pop(name))
        if others:
            listed = ", ".join(names)
            raise InputError(f"{next(iter(others))} is no argument that is left", f"The arguments are {listed}, each with one value.")
        return function(*values)

    if all(name.isidentifier() for name in names):
        shown = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
        named.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    return named
