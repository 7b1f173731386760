"""What people pass to the functions of matrix calculus: text with shapes, or SymPy's matrix expressions in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.errors import InputError
from symtutor.goals.matrices import Softmax, SoftmaxRows
from symtutor.matrix_algebra import (
    Map,
    Unvec,
    Vec,
    diagonal,
    diagonal_of,
    elementwise,
    hadamard,
    inverse,
    kronecker,
    plus,
    power,
    scalar,
    times,
    trace,
    transposed,
    unvec,
    vec,
)
from symtutor.reading.matrices.misfits import IllShaped, repairs
from symtutor.reading.matrices.reader import read_matrix
from symtutor.reading.matrices.shapes import ShapesDoNotFit
from symtutor.term import sympified

__all__ = ["canonical", "canonical_argument", "letters_of", "read_matrix_answer", "read_matrix_text"]


def letters_of(expr: Any) -> set[Any]:
    """Return the symbols of an expression: matrices, numbers and sizes."""
    return expr.atoms(sp.MatrixSymbol, sp.Symbol) - {m.args[1] for m in expr.atoms(Map)} if isinstance(expr, sp.Basic) else set()


def read_matrix_text(
    text: str,
    known: Mapping[str, Any],
    shapes: Mapping[Any, Any],
    inputs: Inputs,
    wanted: tuple[Any, Any] | None = None,
    *,
    by_entries: bool = False,
) -> Any:
    """Return what a text means, in symbols that are known already, shapes that are declared, and the shape that is wanted."""
    reading = read_matrix(text, _shapes_of(known) | dict(shapes), wanted, by_entries=by_entries)
    inputs.typed.append(reading.term)
    if not known:
        inputs.notes.append(reading.note)
    inputs.notes.extend(reading.notes)
    return _in_known(reading.expr, reading.symbols, known)


def read_matrix_answer(
    text: str, known: Mapping[str, Any], inputs: Inputs, wanted: tuple[Any, Any] | None, *, by_entries: bool = False
) -> Any:
    """Return what an answer means, or an `IllShaped` one with the changes that would make it fit."""
    try:
        return read_matrix_text(text, known, {}, inputs, wanted, by_entries=by_entries)
    except ShapesDoNotFit as error:
        found = [
            replace(r, expr=_in_known(r.expr, r.symbols, known)) for r in repairs(text, _shapes_of(known), wanted, by_entries=by_entries)
        ]
        return IllShaped(text, error, tuple(found))


def _shapes_of(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: s.shape if isinstance(s, sp.MatrixSymbol) else () for name, s in known.items()}


def _in_known(expr: Any, symbols: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    """Return what was read with the symbols that are known already."""
    return canonical_argument(expr.xreplace({s: known[name] for name, s in symbols.items() if known.get(name, s) != s}))


def canonical_argument(thing: Any) -> Any:
    """Return an argument in one form, or say what is wrong with it."""
    if isinstance(thing, sp.MatrixBase):
        raise InputError("a matrix with given entries was passed", "Its derivatives are asked for by gradient, jacobian or differentiate.")
    if thing is None or isinstance(thing, list | tuple | dict | set):
        raise InputError(f"{thing!r} is no expression of matrix calculus", 'Pass text such as "||A x - b||^2", or a MatrixExpr of SymPy.')
    try:
        found = canonical(sympified(thing))
    except (ValueError, TypeError, AttributeError, sp.SympifyError, sp.matrices.exceptions.ShapeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"no expression of matrix calculus: {error}", "Sums, products and functions of matrices whose shapes fit."
        ) from error
    if isinstance(found, sp.Basic) and found.has(sp.zoo, sp.nan):
        raise InputError("a number is divided by 0", "Look at what stands below: it is 0 whatever the letters are.")
    return found


def canonical(expr: Any) -> Any:
    """Return an expression in the one form that the constructors of `symtutor.matrix_algebra` give."""
    if isinstance(expr, sp.MatrixSymbol | sp.Symbol) or not expr.args:
        return expr
    build = next((_BUILD[kind] for kind in type(expr).__mro__ if kind in _BUILD), None)
    if build is None:
        if not expr.has(sp.MatrixSymbol):
            return expr
        return expr.func(*[canonical(a) for a in expr.args])
    return build(expr)


def _on_parts(constructor: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda expr: constructor(*[canonical(a) for a in expr.args])


def _element(expr: Any) -> Any:
    parent, i, j = expr.args
    if parent.shape == (1, 1):
        return scalar(canonical(parent))
    rows, columns = parent.shape
    if not (i.is_Integer and j.is_Integer):
        raise ValueError(f"the entry {expr} has no fixed place")
    raise ValueError(f"single entries of a {rows} × {columns} matrix are no part of matrix calculus: {expr}")


_BUILD: dict[type, Callable[[Any], Any]] = {
    sp.MatMul: _on_parts(times),
    sp.MatAdd: _on_parts(plus),
    sp.Transpose: _on_parts(transposed),
    sp.Inverse: lambda expr: inverse(canonical(expr.args[0])),
    sp.MatPow: lambda expr: power(canonical(expr.args[0]), expr.args[1]),
    sp.Trace: _on_parts(trace),
    sp.HadamardProduct: _on_parts(hadamard),
    sp.KroneckerProduct: _on_parts(kronecker),
    sp.DiagMatrix: _on_parts(diagonal),
    sp.DiagonalOf: _on_parts(diagonal_of),
    sp.matrices.expressions.matexpr.MatrixElement: _element,
    Map: lambda expr: elementwise(expr.args[0], expr.args[1], canonical(expr.args[2])),
    Vec: _on_parts(vec),
    Unvec: lambda expr: unvec(canonical(expr.args[0]), *expr.shape),
    Softmax: _on_parts(Softmax),
    SoftmaxRows: _on_parts(SoftmaxRows),
    sp.Identity: lambda expr: expr,
    sp.ZeroMatrix: lambda expr: expr,
    sp.OneMatrix: lambda expr: expr,
}
