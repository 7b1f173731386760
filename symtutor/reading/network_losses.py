"""A loss that a network defines itself, as in ``L = 1/2 ||A - Y||^2``: which of the known losses it is, and with which factor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.errors import InputError, SymtutorError
from symtutor.goals import networks as nodes
from symtutor.matrix_algebra import elementwise, entries_sum, is_matrix, scalar, squared_norm, transposed
from symtutor.reading.matrices.reader import read_matrix

__all__ = ["batch_letter", "own_loss", "parted"]

_Z = sp.Symbol("z")
_SQUARES = ("||{P} - {Y}||^2", "||{Y} - {P}||^2", "sum(({P} - {Y})^2)", "sum(({Y} - {P})^2)")
_BINARY = ("sum({Y} ∘ log({P}) + (1 - {Y}) ∘ log(1 - {P}))", "sum({Y} ∘ log({P})) + sum((1 - {Y}) ∘ log(1 - {P}))")
_OF_ROWS = ("sum({Y} ∘ log({P}))",)
_OF_COLUMN = ("{Y}^T log({P})",)
_BINARY_COLUMN = ("{Y}^T log({P}) + (1 - {Y})^T log(1 - {P})",)
# The losses with the ways in which they are written, and whether a minus stands before them.
_KNOWN: tuple[tuple[Any, tuple[str, ...], tuple[str, ...], int], ...] = (
    (nodes.SquaredError, _SQUARES, (), 1),
    (nodes.BinaryCrossEntropy, _BINARY, _BINARY_COLUMN, -1),
    (nodes.CrossEntropy, _OF_ROWS, _OF_COLUMN, -1),
)


def parted(lines: Sequence[str], targets: str) -> tuple[list[str], str]:
    """Return the lines of the layers, and the right side of a last line that speaks of the targets: the loss.

    Examples
    --------
    >>> parted(["A = X W", "L = ||A - Y||^2/(2N)"], "Y")
    (['A = X W'], '||A - Y||^2/(2N)')
    """
    right = lines[-1].partition("=")[2] if lines else ""
    return (list(lines[:-1]), right.strip()) if re.search(rf"\b{re.escape(targets)}\b", right) else (list(lines), "")


def batch_letter(loss: str, held: Sequence[str]) -> str:
    """Return the letter of the number of examples: what a loss is divided by, or N."""
    below = re.findall(r"/\s*\(?\s*(?:\d+\s*\*?\s*)?([NMmnB])\b|\\frac\s*\{[^{}]*\}\s*\{\s*\d*\s*([NMmnB])\s*\}", loss)
    return next((letter for pair in below for letter in pair if letter and letter not in held), "N")


def own_loss(text: str, known: Mapping[str, Any], predictions: Any, targets: Any, *, columns: bool) -> sp.Expr:
    """Return a loss that is written out.

    Parameters
    ----------
    text : str
        Its right side.
    known : mapping of str to MatrixSymbol
        The matrices of the network.
    predictions, targets : MatrixSymbol
        The last matrix, and what it is compared with.
    columns : bool
        Whether examples are columns.

    Raises
    ------
    InputError, ReadError
        If it is no number, or has a letter that the network has not.
    """
    held = {**known, targets.name: targets}
    sizes = {str(s): s for m in held.values() for size in m.shape for s in size.free_symbols}
    total = _read(text, held, sizes)
    if is_matrix(total):
        raise InputError(
            f"the loss {text} is a matrix of shape {total.shape[0]} × {total.shape[1]}", "A loss is a number: sum its entries."
        )
    terms = _terms(total)
    compared = {rest: number for rest, number in terms.items() if rest.has(targets)}
    others = [_penalty(rest, number, known) for rest, number in terms.items() if not rest.has(targets)]
    return sp.Add(_recognized(compared, predictions, targets, held, sizes, columns=columns), *others)


def _terms(total: Any) -> dict[Any, Any]:
    """Return the terms of a sum, each with the number before it; nothing inside them is touched."""
    factors = total.args if isinstance(total, sp.Mul) else (total,)
    before = sp.Mul(*[f for f in factors if not f.has(sp.MatrixSymbol)])
    inside = [f for f in factors if f.has(sp.MatrixSymbol)]
    if len(inside) == 1 and isinstance(inside[0], sp.Add):
        return {rest: before * number for term in inside[0].args for rest, number in _terms(term).items()}
    return {total: sp.S.One} if before == 1 and isinstance(total, sp.Mul) else {sp.Mul(*inside): before}


def _ratio(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Any:
    """Return the number that all terms of a sum are times those of another, or None."""
    if one.keys() != other.keys():
        return None
    ratios = {sp.cancel(number / other[rest]) for rest, number in one.items()}
    return ratios.pop() if len(ratios) == 1 else None


def _read(text: str, held: Mapping[str, Any], sizes: Mapping[str, Any]) -> Any:
    reading = read_matrix(text, {name: m.shape for name, m in held.items()} | dict.fromkeys(sizes, ()), by_entries=True)
    unknown = sorted(name for name, s in reading.symbols.items() if isinstance(s, sp.MatrixSymbol) and name not in held)
    if unknown:
        raise InputError(f"the loss has {', '.join(unknown)}, and no line has", f"Known are {', '.join(held)}.")
    found = reading.expr
    return scalar(found) if is_matrix(found) and found.shape == (1, 1) else found


def _penalty(term: Any, number: Any, known: Mapping[str, Any]) -> sp.Expr:
    """Return c·tr(WᵀW) as the penalty that it is; other terms as they are."""
    for matrix in known.values():
        if term in {squared_norm(matrix), entries_sum(elementwise(_Z**2, _Z, matrix))}:
            return nodes.Penalty(number, matrix)
    return sp.sympify(number * term)


def _recognized(loss: Any, predictions: Any, targets: Any, held: Mapping[str, Any], sizes: Mapping[str, Any], *, columns: bool) -> sp.Expr:
    """Return the loss as a known one over a count, or as one of its own."""
    for kind, texts, of_columns, sign in _KNOWN:
        for form in _forms((*texts, *(of_columns if predictions.shape[1] == 1 else ())), predictions, targets, held, sizes):
            factor = _ratio(loss, form)
            if factor is None:
                continue
            is_turned = columns and kind is nodes.CrossEntropy
            A, Y = (transposed(predictions), transposed(targets)) if is_turned else (predictions, targets)
            return sp.sympify(kind(A, Y, sign / factor))
    return sp.sympify(nodes.OwnLoss(predictions, targets, sp.S.One, sp.Add(*[number * rest for rest, number in loss.items()])))


def _forms(texts: Sequence[str], predictions: Any, targets: Any, held: Mapping[str, Any], sizes: Mapping[str, Any]) -> Iterator[Any]:
    for text in texts:
        try:
            yield _terms(_read(text.format(P=predictions.name, Y=targets.name), held, sizes))
        except SymtutorError:
            continue
