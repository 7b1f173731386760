"""Questions about matrices that were put to functions of numbers: said, and passed on to matrix calculus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.ask.matrices import derived
from symtutor.ask.public import Options, begin
from symtutor.errors import InputError
from symtutor.reading.matrices.reader import read_matrix
from symtutor.reading.matrices.shapes import letter_name
from symtutor.solution import Solution

__all__ = ["as_matrix_calculus"]

_SIGNS = re.compile(
    r"\^\s*\{?\s*(?:T\b|\\top|\\intercal|⊤)|ᵀ|\.T\b|[∘⊗]|\|\|[^|]+\|\||‖|\\\||\\[lr]Vert"
    r"|\b(?:tr|trace|logdet)\s*\(|\\operatorname\s*\{tr\}|\bdet\s*\(?\s*[A-Z]\b"
)


def as_matrix_calculus(f: Any, variables: tuple[Any, ...], options: Options, order: int = 1, layout: str | None = None) -> Solution | None:
    """Return the derivative of a text with signs of matrices, as xᵀAx has; None of any other argument.

    Parameters
    ----------
    f : object
        What was passed.
    variables : tuple
        In what it is to be differentiated: one letter, or none where the text has one column alone.
    options : mapping
        Those of the call.
    order : {1, 2}
        2 for the Hessian, which is the Jacobian of the gradient.
    layout : {"denominator", "numerator"}, optional
        See `matrix_derivative`.

    Raises
    ------
    InputError
        If several letters may be meant.
    """
    if not isinstance(f, str) or not _SIGNS.search(f) or "T" in (options.get("names") or ()):
        return None
    note = f"{f.strip()} is read as matrix calculus: see matrix_derivative, where shapes can be declared"
    letter = _letter(f, variables)
    inputs, how = begin(options)
    inputs.notes.append(note)
    if order == 1:
        return derived(f, letter, layout, None, inputs, how)
    first = derived(f, letter, None, None, *begin(options))
    gradient, X = first.answer, first.case.goal.args[1]
    if X.shape[1] != 1 or gradient.shape != X.shape:
        raise InputError(f"the Hessian in {letter} is not one matrix", "It is one in a column, of a number.")
    inputs.notes.append("the Hessian is the Jacobian of the gradient, which matrix_derivative derives")
    return derived(gradient, X, None, None, inputs, how)


def _letter(text: str, variables: tuple[Any, ...]) -> str:
    """Return the name of the variable: that which was given, else the only column, else the only matrix of the text."""
    names = [
        str(getattr(v, "name", v)) for given in variables for v in (given if isinstance(given, list | tuple) else (given,)) if v is not None
    ]
    if len(names) == 1:
        return letter_name(names[0])
    symbols: Mapping[str, Any] = read_matrix(text).symbols
    held = [name for name, s in symbols.items() if isinstance(s, sp.MatrixSymbol)]
    columns = [name for name in held if symbols[name].shape[1] == 1]
    for found in (columns, held):
        if len(found) == 1 and not names:
            return found[0]
    raise InputError(
        f"in which of {', '.join(held)} is it to be differentiated?", f'Name one, as in gradient("{text}", "{(columns or held)[0]}").'
    )
