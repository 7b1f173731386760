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
from symtutor.goals.networks import Shift, SoftmaxRows
from symtutor.matrix_algebra import elementwise, hadamard, plus, times, transposed
from symtutor.network import ACTIVATIONS, Definition, Graph, activation_named, loss_of
from symtutor.reading.grammar.tables import parse
from symtutor.reading.matrices.functions import OF_MATRICES
from symtutor.reading.matrices.meaning import Meaning
from symtutor.reading.matrices.reader import read_matrix
from symtutor.reading.matrices.shapes import NUMBER, Sizes, declared_shapes, is_matrix_letter
from symtutor.reading.network_lines import NAME, are_columns, is_matrix_name, spelled_lines
from symtutor.reading.network_losses import batch_letter, own_loss, parted
from symtutor.reading.read import parser_of
from symtutor.reading.size_limits import DEFAULT_LIMITS
from symtutor.reading.text.outside_brackets import split_outside_brackets
from symtutor.reading.text.words import Vocabulary

__all__ = ["read_network"]

_Z = sp.Symbol("z")
_CALL = re.compile(r"([a-zσ][a-z_]*)\(", re.IGNORECASE)
_MOST_PLACES = 64
_MOST_LINES = 400


def read_network(
    lines: str | Iterable[str],
    loss: str,
    targets: str,
    inputs: tuple[str, ...],
    shapes: Mapping[str, Any],
    reduction: str,
    convention: str | None = None,
) -> Graph:
    """Return the network that lines of text define.

    Parameters
    ----------
    lines : str or iterable of str
        Definitions in order; the last one may be the loss, as in L = 1/2 ||A - Y||^2.
    loss : str
        The loss of the last line, where no line says it.
    targets : str
        The name of the matrix that the last line is compared with.
    inputs : tuple of str
        The names of the examples.
    shapes : mapping
        From names of inputs and parameters to (rows, columns), sizes as numbers or symbols; one size is a column. What is not
        given is inferred from all lines together; sizes that stay open get letters, N for the examples.
    convention : {"rows", "columns"} or None
        Whether examples are rows or columns; by default columns where every input stands behind a matrix, as in W X.

    Raises
    ------
    InputError, ReadError
        If a line is no definition, a shape is missing or does not fit.
    """
    texts = [t for t in (re.split(r"[\n;]", lines) if isinstance(lines, str) else lines) if t.strip()]
    if not texts or len(texts) > _MOST_LINES:
        raise InputError(f"{len(texts)} lines define no network", "Give one line for each matrix, the predictions last.")
    declared = declared_shapes(shapes)
    texts, own = parted(spelled_lines(texts, declared, inputs, convention), targets)
    if not texts:
        raise InputError("there is a loss, and no line before it", "Give one line for each matrix, the predictions last.")
    columns = are_columns(texts, inputs, convention)
    batch = batch_letter(own, [*declared, *(letter for text in texts for letter in _letters(text))])
    taken = _letters(own) | {batch}
    reader = _Reader({**_inferred(texts, declared, inputs, sp.Symbol(batch), taken, columns=columns), **declared}, columns=columns)
    for text in texts:
        reader.line(text)
    last = reader.definitions[-1].symbol
    Y = sp.MatrixSymbol(targets, *last.shape)
    by_columns = reader.is_by_columns(last)
    if own:
        known = {m.name: m for d in reader.definitions for m in (d.symbol, *d.expr.atoms(sp.MatrixSymbol))}
        value = own_loss(own, known, last, Y, columns=by_columns)
    else:
        value = loss_of(loss, last, Y, reduction, columns=by_columns)
    total = Definition(sp.Symbol("L"), value)
    leaves = [m for d in reader.definitions for m in sorted(d.expr.atoms(sp.MatrixSymbol), key=str)]
    defined = {d.symbol for d in reader.definitions}
    free = list(dict.fromkeys(m for m in leaves if m not in defined))
    unknown = sorted(set(inputs) - {m.name for m in free})
    if unknown:
        raise InputError(f"no line uses the input {', '.join(unknown)}", f"The lines use {', '.join(m.name for m in free)}.")
    given = tuple(m for m in free if m.name in inputs)
    return Graph((*reader.definitions, total), given, Y, tuple(m for m in free if m not in given))


# ---- shapes ----------------------------------------------------------------------------------------
def _inferred(
    texts: list[str], declared: Mapping[str, Any], inputs: tuple[str, ...], batch: sp.Symbol, taken: set[str], *, columns: bool
) -> dict[str, Any]:
    """Return the shapes of all letters, which follow from what stands beside what in all lines together."""
    shared = Meaning("", dict(declared), OF_MATRICES)
    for text in texts:
        name, equals, right = (part.strip() for part in text.partition("="))
        if not equals or not NAME.fullmatch(name):
            continue  # said when the line is read
        plain = _spelled(_without_functions(right))
        try:
            parser, _ = parser_of(plain, "auto", Vocabulary(frozenset({*shared.shapes, *_letters(plain)}), matrices=True), DEFAULT_LIMITS)
            here = Meaning(plain, dict(shared.shapes), OF_MATRICES)
            here.sizes, here.letters = shared.sizes, shared.letters
            names = [n for n in NAME.findall(plain) if n in _letters(plain) and n not in here.shapes]
            long = dict.fromkeys(n for n in names if is_matrix_letter(n) is None and not _is_function(n))
            here.shapes |= {n: _shape_by_name(n, here.sizes) for n in long}
            shape = here.of(parse(parser)).shape
        except ReadError:
            return {}  # said when the line is read
        shared.shapes = {**here.shapes, name: shape}
    for given in (name for name in inputs if shared.shapes.get(name)):
        examples, features = shared.shapes[given][::-1] if columns else shared.shapes[given]
        if not shared.sizes.is_known(examples) and not shared.sizes.is_one(features) and batch.name not in shared.letters:
            shared.sizes.join(examples, batch)
    shared.sizes.name_all({*shared.letters, *taken})
    return {name: () if shape is None else tuple(map(shared.sizes.known, shape)) for name, shape in shared.shapes.items()}


def _shape_by_name(name: str, sizes: Sizes) -> Any:
    """Return the shape of a letter as its name says it: (unknown, unknown), a column, or that of a number."""
    kind = is_matrix_name(name)
    return NUMBER if kind is None else (sizes.new(), sizes.new() if kind else sp.S.One)


def _without_functions(text: str) -> str:
    """Return a line in which functions that keep the shape are left out; a convolution is not said by shapes alone."""
    return _CALL.sub(lambda found: "(" if _is_function(found[1]) and found[1] != "conv" else found[0], text)


def _is_function(name: str) -> bool:
    return name in _FUNCTIONS or activation_named(name) is not None


def _spelled(text: str) -> str:
    """Return a line in which a 1 before a row is a column of ones, for it stands for every example."""
    return re.sub(r"(?<![\w.^/*])1\s+(?=[A-Za-z])", "ones ", text)


def _letters(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]\w*", text)) - {"ones", "T", "sqrt"}


class _Reader:
    """Reads lines; each knows the matrices before it."""

    def __init__(self, shapes: dict[str, Any], *, columns: bool) -> None:
        self.shapes, self.columns = shapes, columns
        self.definitions: list[Definition] = []

    def line(self, text: str) -> None:
        """Add the definition of a line, and those of functions inside it."""
        name, equals, right = text.partition("=")
        name = name.strip()
        if not equals or not NAME.fullmatch(name):
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
            is_whole = text[:start].strip() == "" and text[end:].strip() == ""
            parts = [*split_outside_brackets(inside)]
            count = [sp.Integer(parts.pop())] if function == "conv" and len(parts) == 3 and parts[2].strip().isdigit() else []
            value = self._applied(function, [self._named_part(part, name) for part in parts] + count, name)
            if is_whole:
                return value
            held = value if isinstance(value, sp.MatrixSymbol) else self._define(self._fresh(f"{name}_part"), value)
            text = f"{text[:start]}({held.name}){text[end:]}"
        return self._algebra(text)

    def _innermost(self, text: str) -> tuple[int, int, str, str] | None:
        """Return where the first function of a matrix stands, its name and its argument."""
        for found in _CALL.finditer(text):  # the first one holds all that stand inside it
            if not _is_function(found[1]):
                continue
            depth, end = 1, found.end()
            while end < len(text) and depth:
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            if depth:
                raise ReadError("a bracket is not closed", text, found.start())
            return found.start(), end, found[1], text[found.end() : end - 1]
        return None

    def _named_part(self, text: str, name: str) -> Any:
        """Return the argument of a function as a matrix with a name."""
        argument = self._read(text, name)
        return argument if isinstance(argument, sp.MatrixSymbol) else self._define(self._fresh(f"{name}_in"), argument)

    def _applied(self, function: str, arguments: list[Any], name: str) -> Any:
        build = _FUNCTIONS.get(function)
        wanted = 2 if function == "conv" else 1
        if function == "conv" and len(arguments) == 3:
            return _convolved_examples(*arguments)
        if len(arguments) != wanted:
            raise InputError(f"{function} takes {wanted} matri{'ces' if wanted > 1 else 'x'}, and {len(arguments)} were given")
        if build is not None:
            return build(self, *arguments, name)
        return elementwise(ACTIVATIONS[activation_named(function) or function], _Z, *arguments)

    def _algebra(self, text: str) -> Any:
        """Return a sum of products; a 1 before a row is a column of ones, for it stands for every example."""
        spelled = _spelled(text)
        names = _letters(spelled)
        missing = sorted(n for n in names if n not in self.shapes)
        if missing:
            raise InputError(
                f"the shape of {', '.join(missing)} is not known",
                f'Give shapes={{"{missing[0]}": ("N", "d")}}; one size alone is a column.',
            )
        reading = read_matrix(spelled, {n: () if s is NUMBER else s for n, s in self.shapes.items() if n in names})
        return reading.expr

    def _fresh(self, name: str) -> str:
        taken = self.shapes.keys()
        return name if name not in taken else next(f"{name}{k}" for k in range(2, _MOST_LINES) if f"{name}{k}" not in taken)

    def is_by_columns(self, matrix: Any) -> bool:
        """Tell whether the columns of a matrix are the examples; a column alone is one example."""
        return self.columns or (matrix.shape[1] == 1 and matrix.shape[0] != 1)

    def centered(self, matrix: sp.MatrixExpr, name: str, mean: Callable[[Any], Any]) -> sp.Basic:
        """Define a matrix without its means, and divide it by its standard deviations: (Z − mean)/√(variance + ε)."""
        less = self._define(self._fresh(f"{name}_centered"), plus(matrix, times(-1, mean(matrix))))
        squares = self._define(self._fresh(f"{name}_variance"), mean(hadamard(less, less)))
        return hadamard(less, elementwise(1 / sp.sqrt(_Z + sp.Rational(1, 10**5)), _Z, squares))


def _softmax(reader: _Reader, matrix: Any) -> Any:
    """Return the softmax of every example."""
    return transposed(SoftmaxRows(transposed(matrix))) if reader.is_by_columns(matrix) else SoftmaxRows(matrix)


def _convolved(X: Any, W: Any) -> Any:
    """Return Σ_s (rows s, s + 1, … of X)·W_s: rows are places, columns channels, and W holds the k matrices W_s under each other."""
    length, channels = X.shape
    size = sp.cancel(W.shape[0] / channels)
    if not size.is_Integer or size < 1 or (length.is_Integer and length < size):
        raise InputError(
            f"a kernel of {W.shape[0]} rows does not fit {length} places of {channels} channels",
            f"W has k·{channels} rows for a window of k places, with k a number.",
        )
    places = length - size + 1
    windows = [(Shift(s, places, length), Shift(s * channels, channels, W.shape[0])) for s in map(sp.Integer, range(int(size)))]
    return plus(*[times(first, X, *([own] if size > 1 else []), W) for first, own in windows])


def _convolved_examples(X: Any, W: Any, channels: Any) -> Any:
    """Return the convolution of every row of X, which holds the places of one example side by side, each with so many channels.

    The outputs of a place stand side by side too: Z = Σ_p X·(columns of the window at p)·W, moved to the columns of place p.
    """
    width, outputs = X.shape[1], W.shape[1]
    length, size = sp.cancel(width / channels), sp.cancel(W.shape[0] / channels)
    places = length - size + 1
    if not (size.is_Integer and length.is_Integer and outputs.is_Integer and 1 <= size <= length and places <= _MOST_PLACES):
        raise InputError(
            f"a kernel of {W.shape[0]} rows does not move over examples of {width} columns with {channels} channels",
            f"X has L·{channels} columns and W k·{channels} rows, in numbers with k ≤ L, for at most {_MOST_PLACES} places.",
        )
    ranges = [
        (Shift(p * channels, W.shape[0], width), Shift(p * outputs, outputs, places * outputs)) for p in map(sp.Integer, range(places))
    ]
    return plus(*[times(X, transposed(window), W, place) for window, place in ranges])


def _row_means(matrix: Any) -> sp.Basic:
    columns = matrix.shape[1]
    return times(1 / columns, matrix, sp.OneMatrix(columns, 1), sp.OneMatrix(1, columns))


def _column_means(matrix: Any) -> sp.Basic:
    rows = matrix.shape[0]
    return times(1 / rows, sp.OneMatrix(rows, 1), sp.OneMatrix(1, rows), matrix)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "softmax": lambda reader, matrix, _name: _softmax(reader, matrix),
    "conv": lambda _reader, X, W, _name: _convolved(X, W),
    "layernorm": lambda reader, matrix, name: reader.centered(matrix, name, _column_means if reader.columns else _row_means),
    "batchnorm": lambda reader, matrix, name: reader.centered(matrix, name, _row_means if reader.columns else _column_means),
}
