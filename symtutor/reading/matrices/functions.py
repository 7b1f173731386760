"""Functions of matrices by name: what each asks of the shape of its argument, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import sympy as sp

from symtutor.matrix_algebra import (
    diagonal,
    diagonal_of,
    elementwise,
    entries_sum,
    inverse,
    is_matrix,
    squared_norm,
    times,
    trace,
    transposed,
    vec,
)

__all__ = ["ENTRYWISE", "FUNCTIONS", "Function", "entry_by_entry"]

_Z = sp.Symbol("z")


class Function(NamedTuple):
    """A function of a matrix.

    Parameters
    ----------
    needs : str
        "square", "column" or "any".
    gives : str
        "number", "same", "turned", "column" or "diagonal": the shape of the value.
    build : callable
        The value for the matrix.
    """

    needs: str
    gives: str
    build: Callable[[Any], Any]


def _softmax(x: Any) -> Any:
    raised = elementwise(sp.exp(_Z), _Z, x)
    return times(1 / entries_sum(raised), raised)


FUNCTIONS: dict[str, Function] = {
    "tr": Function("square", "number", trace),
    "trace": Function("square", "number", trace),
    "det": Function("square", "number", sp.Determinant),
    "logdet": Function("square", "number", lambda A: sp.log(sp.Determinant(A))),
    "inv": Function("square", "same", inverse),
    "inverse": Function("square", "same", inverse),
    "transpose": Function("any", "turned", transposed),
    "sum": Function("any", "number", entries_sum),
    "norm": Function("any", "number", lambda A: sp.sqrt(squared_norm(A))),
    "softmax": Function("column", "same", _softmax),
    "logsumexp": Function("column", "number", lambda x: sp.log(entries_sum(elementwise(sp.exp(_Z), _Z, x)))),
    "vec": Function("any", "column", vec),
    "diag": Function("any", "diagonal", lambda A: diagonal(A) if A.shape[1] == 1 else diagonal_of(A)),
}

ENTRYWISE: dict[str, Any] = {
    "ln": sp.log(_Z),
    "log": sp.log(_Z),
    "exp": sp.exp(_Z),
    "sin": sp.sin(_Z),
    "cos": sp.cos(_Z),
    "tan": sp.tan(_Z),
    "sinh": sp.sinh(_Z),
    "cosh": sp.cosh(_Z),
    "tanh": sp.tanh(_Z),
    "atan": sp.atan(_Z),
    "sqrt": sp.sqrt(_Z),
    "abs": sp.Abs(_Z),
    "sign": sp.sign(_Z),
    "sigmoid": 1 / (1 + sp.exp(-_Z)),
    "softplus": sp.log(1 + sp.exp(_Z)),
    "relu": sp.Max(_Z, 0),
}


def entry_by_entry(name: str, argument: Any) -> Any:
    """Return a function of a number, or of every entry of a matrix.

    Examples
    --------
    >>> entry_by_entry("exp", sp.MatrixSymbol("x", 3, 1))
    Map(exp(z), z, x)
    """
    body = ENTRYWISE[name]
    return elementwise(body, _Z, argument) if is_matrix(argument) else body.xreplace({_Z: argument})
