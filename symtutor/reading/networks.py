"""Networks as a paper writes them: lines such as ``Z1 = X W1 + 1 b1^T`` and ``A1 = relu(Z1)``, read one after another.

A function of a whole matrix inside a line gets a line of its own before it, so that
backpropagation meets one operation at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy as sp

from symtutor.errors import InputError, ReadError
from symtutor.goals.networks import SoftmaxRows
from symtutor.matrix_algebra import elementwise, hadamard, plus, times
from symtutor.network import ACTIVATIONS, Definition, Graph, loss_of
from symtutor.reading.matrices.reader import read_matrix

__all__ = ["read_network"]

_Z = sp.Symbol("z")
_CALL = re.compile(r"\b([a-z][a-z_]*)\(")
_MOST_LINES = 400


def read_network(
    lines: str | Iterable[str], loss: str, targets: str, inputs: tuple[str, ...], shapes: Mapping[str, Any], reduction: str
) -> Graph:
    """Return the network that lines of text define.

    Parameters
    ----------
    lines : str or iterable of str
        Definitions in order.
    loss : str
        The loss of the last line.
    targets : str
        The name of the matrix that the last line is compared with.
    inputs : tuple of str
        The names of the examples.
    shapes : mapping
        From names of inputs and parameters to (rows, columns), sizes as numbers or symbols; one size is a column.

    Raises
    ------
    InputError, ReadError
        If a line is no definition, a shape is missing or does not fit.
    """
    texts = [t for t in (lines.splitlines() if isinstance(lines, str) else lines) if t.strip()]
    if not texts or len(texts) > _MOST_LINES:
        raise InputError(f"{len(texts)} lines define no network", "Give one line for each matrix, the predictions last.")
    reader = _Reader({name: _shape(given) for name, given in shapes.items()})
    for text in texts:
        reader.line(text)
    last = reader.definitions[-1].symbol
    Y = sp.MatrixSymbol(targets, *last.shape)
    total = Definition(sp.Symbol("L"), loss_of(loss, last, Y, reduction))
    leaves = [m for d in reader.definitions for m in sorted(d.expr.atoms(sp.MatrixSymbol), key=str)]
    defined = {d.symbol for d in reader.definitions}
    free = list(dict.fromkeys(m for m in leaves if m not in defined))
    unknown = sorted(set(inputs) - {m.name for m in free})
    if unknown:
        raise InputError(f"no line uses the input {', '.join(unknown)}", f"The lines use {', '.join(m.name for m in free)}.")
    given = tuple(m for m in free if m.name in inputs)
    return Graph((*reader.definitions, total), given, Y, tuple(m for m in free if m not in given))


def _shape(given: Any) -> tuple[Any, ...]:
    sizes = given if isinstance(given, tuple | list) else (given, 1)
    return tuple(sp.Symbol(s) if isinstance(s, str) else sp.sympify(s) for s in sizes)


class _Reader:
    """Reads lines; each knows the matrices before it."""

    def __init__(self, shapes: dict[str, Any]) -> None:
        self.shapes = shapes
        self.definitions: list[Definition] = []

    def line(self, text: str) -> None:
        """Add the definition of a line, and those of functions inside it."""
        name, equals, right = text.partition("=")
        name = name.strip()
        if not equals or not re.fullmatch(r"[A-Za-z]\w*", name):
            raise ReadError("a definition was expected, such as Z1 = X W1 + 1 b1^T", text, 0)
        if any(d.symbol.name == name for d in self.definitions):
            raise InputError(f"{name} is defined twice", "Give each line a name of its own.")
        self._define(name, self._read(right.strip(), name))

    def _define(self, name: str, expr: Any) -> Any:
        symbol = sp.MatrixSymbol(name, *expr.shape)
        self.shapes[name] = symbol.shape
        self.definitions.append(Definition(symbol, expr))
        return symbol

    def _read(self, text: str, name: str) -> Any:
        """Return what a right side means; functions of matrices inside become lines."""
        while (call := self._innermost(text)) is not None:
            start, end, function, inside = call
            argument = self._read(inside, name)
            is_whole = text[:start].strip() == "" and text[end:].strip() == ""
            if not isinstance(argument, sp.MatrixSymbol):
                argument = self._define(self._fresh(f"{name}_in"), argument)
            value = self._applied(function, argument, name)
            if is_whole:
                return value
            held = value if isinstance(value, sp.MatrixSymbol) else self._define(self._fresh(f"{name}_part"), value)
            text = f"{text[:start]}({held.name}){text[end:]}"
        return self._algebra(text)

    def _innermost(self, text: str) -> tuple[int, int, str, str] | None:
        """Return where the first function of a matrix stands, its name and its argument."""
        for found in _CALL.finditer(text):
            if found[1] not in _FUNCTIONS and found[1].replace("_", " ") not in ACTIVATIONS:
                continue
            depth, end = 1, found.end()
            while end < len(text) and depth:
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            if depth:
                raise ReadError("a bracket is not closed", text, found.start())
            return found.start(), end, found[1], text[found.end() : end - 1]
        return None

    def _applied(self, function: str, argument: Any, name: str) -> Any:
        build = _FUNCTIONS.get(function)
        if build is not None:
            return build(self, argument, name)
        return elementwise(ACTIVATIONS[function.replace("_", " ")], _Z, argument)

    def _algebra(self, text: str) -> Any:
        """Return a sum of products; a 1 before a row is a column of ones, for it stands for every example."""
        spelled = re.sub(r"(?<![\w.^/*])1\s+(?=[A-Za-z])", "ones ", text)
        names = set(re.findall(r"[A-Za-z]\w*", spelled)) - {"ones", "T", "sqrt"}
        missing = sorted(n for n in names if n not in self.shapes)
        if missing:
            raise InputError(
                f"the shape of {', '.join(missing)} is not known",
                f'Give shapes={{"{missing[0]}": ("N", "d")}}; one size alone is a column.',
            )
        reading = read_matrix(spelled, {n: s for n, s in self.shapes.items() if n in names})
        return reading.expr

    def _fresh(self, name: str) -> str:
        taken = self.shapes.keys()
        return name if name not in taken else next(f"{name}{k}" for k in range(2, _MOST_LINES) if f"{name}{k}" not in taken)

    def centered(self, matrix: Any, name: str, mean: Callable[[Any], Any]) -> Any:
        """Define a matrix without its means, and divide it by its standard deviations: (Z − mean)/√(variance + ε)."""
        less = self._define(self._fresh(f"{name}_centered"), plus(matrix, times(-1, mean(matrix))))
        squares = self._define(self._fresh(f"{name}_variance"), mean(hadamard(less, less)))
        return hadamard(less, elementwise(1 / sp.sqrt(_Z + sp.Rational(1, 10**5)), _Z, squares))


def _row_means(matrix: Any) -> Any:
    columns = matrix.shape[1]
    return times(1 / columns, matrix, sp.OneMatrix(columns, 1), sp.OneMatrix(1, columns))


def _column_means(matrix: Any) -> Any:
    rows = matrix.shape[0]
    return times(1 / rows, sp.OneMatrix(rows, 1), sp.OneMatrix(1, rows), matrix)


_FUNCTIONS: dict[str, Callable[[_Reader, Any, str], Any]] = {
    "softmax": lambda _reader, matrix, _name: SoftmaxRows(matrix),
    "layernorm": lambda reader, matrix, name: reader.centered(matrix, name, _row_means),
    "batchnorm": lambda reader, matrix, name: reader.centered(matrix, name, _column_means),
}
