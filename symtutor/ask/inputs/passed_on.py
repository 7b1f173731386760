"""Questions about matrices that were put to functions of numbers: said, and passed on to matrix calculus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.matrix_inputs import read_matrix_text
from symtutor.ask.matrices import derived
from symtutor.ask.signatures.public import Options, begin
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.errors import InputError
from symtutor.goals.matrices import Gathered, Transposed
from symtutor.matrix_algebra import is_matrix, scalar, transposed
from symtutor.reading.matrices.reader import read_matrix
from symtutor.reading.matrices.shapes import is_matrix_letter, letter_name
from symtutor.verdict import Status, Verdict, Witness
from symtutor.views.solution import Solution

__all__ = ["as_matrix_calculus", "matrices_in_words", "same_matrices"]

_SIGNS = re.compile(
    r"\^\s*\{?\s*(?:T\b|\\top|\\intercal|⊤)|ᵀ|\.T\b|[∘⊗]|\|\|[^|]+\|\||‖|\\\||\\[lr]Vert"
    r"|\b(?:tr|trace|mean|logdet|softmax|logsumexp|vec|diag|kron)\s*\(|\\operatorname\s*\{(?:tr|softmax)\}|\bdet\s*\(?\s*[A-Z]\b"
)
# In a question also a sum without an index, or a function of the entries of W x, is one of matrices.
_IN_QUESTIONS = re.compile(
    r"\b(?:sum|mean)\s*\((?=[^=]*\b[A-Z]\d?\b)[^=]*$"
    r"|\b[Jj]acobian\b.*\b(?:relu|elu|sigmoid|tanh|softplus|silu|gelu|exp|sin|cos)\s*\([^(),]*\b[A-Z]\d?\s+[a-z]\b"
)
# How a derivative in a matrix is asked for in words and signs: what it is of, and in which letter.
_D = r"(?:d|∂|\\partial)\s*"
_X = r"\{?\s*(?P<letter>\\?[^\W\d_]+(?:_?\w+)?|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\\?\w+\})\s*\}?"
_IN = r"(?:,?\s+(?:with\s+respect\s+to|w\.?r\.?t\.?|for|in)\s+(?P<letter>\\?[^\W\d_]+_?\w*))?"
_WORDS = {"gradient": "denominator", "derivative": None, "jacobian": "numerator", "hessian": None}
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\s*(?:the\s+)?(?P<word>{'|'.join(_WORDS)})\s+(?:matrix\s+)?of\s+(?P<body>.+?){_IN}\s*\.?\s*",
        rf"\s*{_D}/\s*{_D}{_X}\s*(?:of\s+)?(?P<body>.+)",
        rf"\s*\\[dt]?frac\s*\{{\s*{_D}\}}\s*\{{\s*{_D}{_X}\s*\}}\s*(?P<body>.+)",
        rf"\s*\\[dt]?frac\s*\{{\s*{_D}(?P<body>.+)\}}\s*\{{\s*{_D}{_X}\s*\}}\s*",
        rf"\s*{_D}\(?(?P<body>.+?)\)?\s*/\s*{_D}{_X}\s*",
        rf"\s*(?:∇|\\nabla)\s*_\s*{_X}\s*(?P<body>.+)",
    )
)


def matrices_in_words(text: str, options: Options) -> Solution | None:
    r"""Return the derivative that a question with signs of matrices asks for, or None of any other question.

    Parameters
    ----------
    text : str
        Such as ``"gradient of ||y - X w||^2"``, ``"∂/∂W of ||X W - Y||_F^2"`` or ``r"\nabla_x x^T A x"``.
    options : mapping
        Those of the call.

    Examples
    --------
    >>> matrices_in_words("derivative of x^T A x with respect to x", {}).answer
    (A + A.T)*x
    >>> matrices_in_words("gradient of x^2 y", {})
    """
    if not _SIGNS.search(text) and not _IN_QUESTIONS.search(text):
        return None
    for pattern in _ASKED:
        found = pattern.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            word = (parts.get("word") or "derivative").lower()
            letter = parts["letter"]
            return _derived(parts["body"], (letter,) if letter else (), options, 2 if word == "hessian" else 1, _WORDS[word])
    return None


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
        If several letters may be meant: no letter is the only column, the only one behind a matrix, or the only matrix.
    """
    if not isinstance(f, str) or not _SIGNS.search(f) or "T" in (options.get("names") or ()):
        return None
    return _derived(f, variables, options, order, layout)


def _derived(f: str, variables: tuple[Any, ...], options: Options, order: int, layout: str | None) -> Solution:
    """Return the derivative of a text of matrix calculus."""
    note = f"{f.strip()} is read as matrix calculus: see matrix_derivative, where shapes can be declared"
    letter, chosen = _letter(f, variables)
    inputs, how = begin(options)
    inputs.notes.extend(filter(None, (note, chosen)))
    if order == 1:
        return derived(f, letter, layout, None, inputs, how)
    first = derived(f, letter, None, None, *begin(options))
    gradient, X = first.answer, first.case.goal.args[1]
    if X.shape[1] != 1 or gradient.shape != X.shape:
        raise InputError(f"the Hessian in {letter} is not one matrix", "It is one in a column, of a number.")
    inputs.notes.append("the Hessian is the Jacobian of the gradient, which matrix_derivative derives")
    return derived(gradient, X, None, None, inputs, how)


def same_matrices(a: Any, b: Any, inputs: Inputs) -> Verdict | None:
    """Return whether two texts of matrix algebra mean the same at every size, or None of other arguments.

    Parameters
    ----------
    a, b : object
        What was passed; sizes follow from both together.
    inputs : Inputs
        Takes the note that this is matrix algebra.

    Examples
    --------
    >>> same_matrices("(A B)^T", "B^T A^T", Inputs()).status
    <Status.CORRECT: 'correct'>
    >>> same_matrices("(A B)^T", "A^T B^T", Inputs()).status
    <Status.INCORRECT: 'incorrect'>
    """
    if not (isinstance(a, str) and isinstance(b, str)) or not (_SIGNS.search(a) or _SIGNS.search(b)) or "T" in inputs.names:
        return None
    reading = read_matrix(f"({a}) - ({b})")
    inputs.notes.append(f"read as matrix algebra: {reading.note}")
    known: Mapping[str, Any] = reading.symbols
    if any(1 in s.shape[: 1 + bool(is_matrix_letter(name))] for name, s in known.items() if isinstance(s, sp.MatrixSymbol)):
        told = "The shapes differ: they fit together only where a matrix or a column is a number."
        return Verdict(Status.INCORRECT, Witness({}, a, b, ("", ""), 0), explanation=told)
    one, other = (_plain(read_matrix_text(text, known, {}, inputs)) for text in (a, b))
    goal = Transposed(one) if is_matrix(one) else Gathered(one, sp.S.Zero)
    return judge_matrix_goal(goal, transposed(other) if is_matrix(other) else other)


def _plain(expr: Any) -> Any:
    return scalar(expr) if is_matrix(expr) and expr.shape == (1, 1) else expr


def _letter(text: str, variables: tuple[Any, ...]) -> tuple[str, str]:
    """Return the name of the variable, and what is said where it was chosen among several columns.

    It is that which was given, else the only column, else the only column behind a matrix, else the only matrix of the text.
    """
    names = [
        str(getattr(v, "name", v)) for given in variables for v in (given if isinstance(given, list | tuple) else (given,)) if v is not None
    ]
    if len(names) == 1:
        return letter_name(names[0]), ""
    reading = read_matrix(text)
    symbols: Mapping[str, Any] = reading.symbols
    held = [name for name, s in symbols.items() if isinstance(s, sp.MatrixSymbol)]
    columns = [name for name in held if symbols[name].shape[1] == 1]
    behind = _behind_matrices(reading.expr)
    told = f"differentiated in {''.join(behind)}, the column that a matrix stands before; name another letter to differentiate in it"
    for found, said in ((columns, ""), (behind, told), (held, "")):
        if len(found) == 1 and not names:
            return found[0], said
    raise InputError(
        f"in which of {', '.join(held)} is it to be differentiated?", f'Name one, as in gradient("{text}", "{(columns or held)[0]}").'
    )


def _behind_matrices(expr: Any) -> list[str]:
    """Return the columns that a matrix is multiplied with, as w in y - X w, which is what varies there."""
    found = {
        after.name
        for product in expr.atoms(sp.MatMul)
        for before, after in pairwise(product.args)
        if isinstance(after, sp.MatrixSymbol) and isinstance(before, sp.MatrixExpr) and after.shape[1] == 1 and 1 not in before.shape
    }
    return sorted(found)
