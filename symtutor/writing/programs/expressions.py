"""Matrix expressions as numpy code: products with @, entry by entry with *, sums over rows and columns where a vector of ones stands.

A product with ones is a sum or a broadcast and never a matrix of ones.  Functions
of every entry have forms that do not overflow; a kink takes the slope below it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from symtutor.errors import InputError
from symtutor.goals.networks import Shift, SoftmaxRows
from symtutor.matrix_algebra import Map, is_matrix, times
from symtutor.network import ACTIVATIONS

__all__ = ["HELPERS", "Writer", "scalar_code"]

_Z = sp.Symbol("z")
_ATOM, _POWER, _PRODUCT, _SUM = 4, 3, 2, 1

HELPERS: dict[str, str] = {
    "sigmoid": '''def sigmoid(z):
    """Return 1/(1 + e^(-z)); only e^(-|z|) is computed, which never overflows."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)''',
    "softplus": '''def softplus(z):
    """Return ln(1 + e^z), as max(z, 0) + ln(1 + e^(-|z|))."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))''',
    "softmax": '''def softmax(z):
    """Return the exponentials of each row divided by their sum; the largest one is 1, so none overflows."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)''',
    "log_sum_exp": '''def log_sum_exp(z):
    """Return the logarithm of the sum of the exponentials of each row."""
    largest = z.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(z - largest).sum(axis=1, keepdims=True))''',
    "erf": '''def erf(z):
    """Return the error function of every entry."""
    return np.vectorize(math.erf, otypes=[float])(z)''',
}

_FORWARD: dict[Any, tuple[str, int]] = {
    ACTIVATIONS["relu"]: ("np.maximum({}, 0)", _ATOM),
    ACTIVATIONS["leaky relu"]: ("np.where({0} > 0, {0}, 0.01 * {0})", _ATOM),
    ACTIVATIONS["elu"]: ("np.where({0} > 0, {0}, np.expm1(np.minimum({0}, 0)))", _ATOM),
    ACTIVATIONS["sigmoid"]: ("sigmoid({})", _ATOM),
    ACTIVATIONS["tanh"]: ("np.tanh({})", _ATOM),
    ACTIVATIONS["softplus"]: ("softplus({})", _ATOM),
    ACTIVATIONS["silu"]: ("{0} * sigmoid({0})", _PRODUCT),
    sp.Piecewise((sp.exp(_Z), _Z <= 0), (1, True)): ("np.exp(np.minimum({}, 0))", _ATOM),
    sp.Piecewise((0, _Z < 0), (1, _Z > 0)): ("({} > 0)", _ATOM),
    sp.Piecewise((sp.Rational(1, 100), _Z < 0), (1, _Z > 0)): ("np.where({} > 0, 1, 0.01)", _ATOM),
    (_Z * sp.exp(-_Z) + 1 + sp.exp(-_Z)) / (1 + sp.exp(-_Z)) ** 2: ("sigmoid({0}) * (1 + {0} * (1 - sigmoid({0})))", _PRODUCT),
    sp.exp(_Z): ("np.exp({})", _ATOM),
    sp.log(_Z): ("np.log({})", _ATOM),
    1 / _Z: ("1 / {}", _PRODUCT),
    _Z**2: ("{}**2", _POWER),
    sp.sqrt(_Z): ("np.sqrt({})", _ATOM),
}


class _Numpy(NumPyPrinter):
    """SymPy's printer with `np.` and functions that do not overflow."""

    _module = "np"

    def _print_Pow(self, expr: sp.Expr, rational: bool = False) -> str:
        inner = _logistic_argument(expr)
        return f"sigmoid({self._print(inner)})" if inner is not None else str(super()._print_Pow(expr, rational=rational))

    def _print_log(self, expr: Any) -> str:
        exponent = _one_plus_exp(expr.args[0])
        return f"softplus({self._print(exponent)})" if exponent is not None else f"np.log({self._print(expr.args[0])})"

    def _print_Rational(self, expr: Any) -> str:
        zeros = len(str(expr.q)) - 1
        if expr.p == 1 and zeros > 2 and expr.q == 10**zeros:
            return f"1e-{zeros}"
        return str(super()._print_Rational(expr))

    def _print_erf(self, expr: sp.Expr) -> str:
        return f"erf({self._print(expr.args[0])})"


def _one_plus_exp(expr: Any) -> Any:
    """Return f of 1 + e^f, or None."""
    if isinstance(expr, sp.Add) and len(expr.args) == 2 and expr.args[0] == 1 and isinstance(expr.args[1], sp.exp):
        return expr.args[1].args[0]
    return None


def _logistic_argument(expr: sp.Expr) -> Any:
    """Return f of 1/(1 + e^(−f)), or None."""
    exponent = _one_plus_exp(expr.base) if isinstance(expr, sp.Pow) and expr.exp == -1 else None
    return None if exponent is None else -exponent


def scalar_code(expr: sp.Expr) -> str:
    """Return a scalar expression as numpy code."""
    text = _Numpy({"fully_qualified_modules": True}).doprint(sp.sympify(expr))
    return text.replace("numpy.", "np.")


class Writer:
    """Writes matrix expressions; sizes that are symbols have names of their own.

    Parameters
    ----------
    names : mapping
        How matrices and sizes are called; others have their own names.
    """

    def __init__(self, names: Mapping[Any, str] | None = None) -> None:
        self.names = dict(names or {})

    def code(self, expr: Any) -> str:
        """Return the code of a matrix or a number."""
        return self.written(expr)[0]

    def at_level(self, expr: sp.Basic, level: int) -> str:
        """Return the code of an expression, in brackets where it binds less than a level."""
        text, own = self.written(expr)
        return text if own >= level else f"({text})"

    def written(self, expr: Any) -> tuple[str, int]:
        """Return the code of an expression, and how strongly it binds."""
        if expr in self.names:
            return self.names[expr], _ATOM
        if isinstance(expr, sp.MatrixSymbol):
            return expr.name, _ATOM
        write = _WRITERS.get(type(expr))
        if write is not None:
            return write(self, expr)
        if is_matrix(expr):
            raise InputError(f"{type(expr).__name__} has no form in numpy yet", f"It stands in {expr}.")
        return self._number(expr)

    def _number(self, expr: Any) -> tuple[str, int]:
        inside = sorted(expr.atoms(sp.Trace, sp.Determinant), key=str)
        letters = {part: sp.Symbol(f"part{k}") for k, part in enumerate(inside)}
        sizes = {s: sp.Symbol(name) for s, name in self.names.items() if isinstance(s, sp.Symbol)}
        text = scalar_code(expr.xreplace(letters).xreplace(sizes))
        for part, letter in letters.items():
            text = text.replace(letter.name, f"({self.written(part)[0]})")
        is_atom = expr.is_Symbol or (expr.is_Integer and expr >= 0) or (isinstance(expr, sp.Pow) and expr.exp == sp.S.Half)
        return text, _ATOM if is_atom else _SUM


def _is_ones(factor: sp.Basic, axis: int) -> bool:
    """Tell whether a factor is a column (axis 1) or a row (axis 0) of ones."""
    return isinstance(factor, sp.OneMatrix) and factor.shape[axis] == 1


def _product(writer: Writer, expr: Any) -> tuple[str, int]:
    """Write a product: ones on the left sum over rows, ones on the right over columns, and what they spread is broadcast."""
    numbers = [a for a in expr.args if not is_matrix(a)]
    factors = [a for a in expr.args if is_matrix(a)]
    number = sp.Mul(*numbers)
    factors = _with_slices(writer, factors)
    before = after = False
    while factors and len(factors) > 1 and _is_ones(factors[0], 1):  # a column of ones spreads a row over the rows
        factors = factors[1:]
    while len(factors) > 1 and _is_ones(factors[-1], 0):
        factors = factors[:-1]
    if len(factors) > 1 and _is_ones(factors[0], 0):
        before, factors = True, factors[1:]
    if len(factors) > 1 and _is_ones(factors[-1], 1):
        after, factors = True, factors[:-1]
    if before or after:
        summed = factors[0].shape[0] if before else factors[-1].shape[1]
        is_mean = before != after and number in {1 / summed, -1 / summed}
        number, kind = (number * summed, "mean") if is_mean else (number, "sum")
        inner = writer.at_level(factors[0], _ATOM) if len(factors) == 1 else f"({' @ '.join(writer.at_level(f, _POWER) for f in factors)})"
        axes = "axis=0, " * before if not after else "axis=1, " if not before else ""
        text, level = f"{inner}.{kind}({axes}keepdims=True)", _ATOM
    elif len(factors) == 1:
        text, level = writer.written(factors[0])
    else:
        parts = [writer.at_level(f, _POWER) for f in factors]
        text, level = " @ ".join(parts), _PRODUCT
    return _scaled(writer, number, text, level)


def _with_slices(writer: Writer, factors: list[Any]) -> list[Any]:
    """Return the factors of a product in which rows or columns that are picked from an array are a slice of it."""
    kept: list[Any] = []
    for factor in factors:
        before: Any = kept[-1] if kept else None
        if isinstance(before, Shift) and isinstance(factor, sp.MatrixSymbol):
            kept[-1] = _sliced(writer, factor, before)
        elif _is_turned(factor, Shift) and _is_turned(before, sp.MatrixSymbol):
            kept[-1] = sp.Transpose(_sliced(writer, before.args[0], factor.args[0]))
        elif isinstance(before, sp.MatrixSymbol) and _is_turned(factor, Shift):
            kept[-1] = _sliced(writer, before, factor.args[0], ":, ")
        elif isinstance(before, Shift) and _is_turned(factor, sp.MatrixSymbol):
            kept[-1] = sp.Transpose(_sliced(writer, factor.args[0], before, ":, "))
        else:
            kept.append(factor)
    return kept


def _is_turned(factor: Any, kind: type) -> bool:
    return isinstance(factor, sp.Transpose) and isinstance(factor.args[0], kind)


def _sliced(writer: Writer, matrix: Any, shift: Any, before: str = "") -> Any:
    """Return a name such as X[1:n - 1] for the rows of a matrix from one on, or X[:, 1:n - 1] for its columns."""
    first, count, _ = shift.args
    shape = (matrix.shape[0], count) if before else (count, matrix.shape[1])
    return sp.MatrixSymbol(f"{writer.code(matrix)}[{before}{first or ''}:{writer.code(first + count)}]", *shape)


def _scaled(writer: Writer, number: sp.Expr, text: str, level: int) -> tuple[str, int]:
    if number == 1:
        return text, level
    if number != -1 and number.could_extract_minus_sign():
        return f"-{_scaled(writer, -number, text, level)[0]}", _SUM
    held = text if level >= _PRODUCT else f"({text})"
    if number == -1:
        return f"-{held}", _SUM
    above, below = sp.fraction(number)
    if above == 1 and below != 1:
        return f"{held} / {writer.at_level(below, _POWER)}", _PRODUCT
    held = text if level >= _POWER else f"({text})"
    code = writer.at_level(above, _POWER) if below == 1 else f"({writer.code(above)} / {writer.at_level(below, _POWER)})"
    return f"{code} * {held}", _PRODUCT


def _stacked(writer: Writer, expr: Any) -> str | None:
    """Return a sum whose terms fill rows below each other, or columns side by side, as those of a kernel do, as their concatenation."""
    products = [list(term.args) if isinstance(term, sp.MatMul) else [term] for term in expr.args]
    if any(len(factors) < 2 for factors in products):
        return None
    if all(_is_turned(factors[0], Shift) for factors in products):
        blocks, axis = [(*factors[0].args[0].args, times(*factors[1:])) for factors in products], ""
    elif all(isinstance(factors[-1], Shift) for factors in products):
        blocks, axis = [(*factors[-1].args, times(*factors[:-1])) for factors in products], ", axis=1"
    else:
        return None
    blocks.sort(key=lambda block: int(block[0]) if block[0].is_Integer else 0)
    ends = [start + rows for start, rows, *_ in blocks]
    if [start for start, *_ in blocks] != [0, *ends[:-1]] or ends[-1] != blocks[0][2]:
        return None
    return f"np.concatenate([{', '.join(writer.code(block) for *_, block in blocks)}]{axis})"


def _sum(writer: Writer, expr: Any) -> tuple[str, int]:
    stacked = _stacked(writer, expr)
    if stacked is not None:
        return stacked, _ATOM
    terms = sorted(expr.args, key=_leads_with_minus)
    text = ""
    for term in terms:
        piece = writer.written(term)[0]
        if not text:
            text = piece
        elif piece.startswith("-"):
            text += f" - {piece[1:]}"
        else:
            text += f" + {piece}"
    return text, _SUM


def _leads_with_minus(term: sp.MatrixExpr) -> bool:
    return isinstance(term, sp.MatMul) and not is_matrix(term.args[0]) and term.args[0].could_extract_minus_sign()


def _entrywise_product(writer: Writer, expr: sp.MatrixExpr) -> tuple[str, int]:
    return " * ".join(writer.at_level(f, _POWER) for f in expr.args), _PRODUCT


def _map(writer: Writer, expr: sp.MatrixExpr) -> tuple[str, int]:
    body, letter, inner = expr.args
    body = body.xreplace({letter: _Z})
    known = _FORWARD.get(body)
    if known is not None:
        template, level = known
        simple = "(" not in template.split("{")[0] or template.count("{") > 1
        return template.format(writer.at_level(inner, _ATOM) if simple else writer.code(inner)), level
    if body.has(sp.Max):
        body = body.rewrite(sp.Piecewise)
    placeholder = sp.Symbol("entry_")
    text = scalar_code(body.xreplace({_Z: placeholder}))
    return text.replace(placeholder.name, writer.at_level(inner, _ATOM)), _SUM


def _ones(_writer: Writer, _expr: object) -> tuple[str, int]:
    return "1", _ATOM


def _called(name: str) -> Callable[[Writer, Any], tuple[str, int]]:
    return lambda writer, expr: (f"{name}({writer.code(expr.args[0])})", _ATOM)


def _trace(writer: Writer, expr: Any) -> tuple[str, int]:
    """Write a trace: of a 1 × 1 product with ones, the sum of all entries; of AᵀB, the sum of their products."""
    inner = expr.args[0]
    factors = inner.args if isinstance(inner, sp.MatMul) else (inner,)
    kept = [f for f in factors if not isinstance(f, sp.OneMatrix)]
    if len(kept) < len(factors) and inner.shape == (1, 1):
        return f"np.sum({' @ '.join(writer.at_level(f, _POWER if len(kept) > 1 else _SUM) for f in kept)})", _ATOM
    if len(factors) == 2 and isinstance(factors[0], sp.Transpose):
        return f"np.sum({writer.at_level(factors[0].args[0], _POWER)} * {writer.at_level(factors[1], _POWER)})", _ATOM
    if len(factors) == 2 and isinstance(factors[0], sp.MatAdd) and is_matrix(factors[1]):
        return f"np.sum({writer.at_level(factors[0], _ATOM)}.T * {writer.at_level(factors[1], _POWER)})", _ATOM
    return f"np.trace({writer.code(inner)})", _ATOM


_WRITERS: dict[type, Callable[[Writer, Any], tuple[str, int]]] = {
    sp.MatMul: _product,
    sp.MatAdd: _sum,
    sp.HadamardProduct: _entrywise_product,
    sp.Transpose: lambda writer, expr: (f"{writer.at_level(expr.args[0], _ATOM)}.T", _ATOM),
    sp.Inverse: _called("np.linalg.inv"),
    sp.MatPow: lambda writer, expr: (f"np.linalg.matrix_power({writer.code(expr.args[0])}, {writer.code(expr.args[1])})", _ATOM),
    sp.Trace: _trace,
    sp.Determinant: _called("np.linalg.det"),
    sp.DiagMatrix: _called("np.diagflat"),
    sp.DiagonalOf: lambda writer, expr: (f"np.diag({writer.code(expr.args[0])})[:, None]", _ATOM),
    sp.OneMatrix: _ones,
    sp.Identity: lambda writer, expr: (f"np.eye({writer.code(expr.shape[0])})", _ATOM),
    Shift: lambda writer, expr: (f"np.eye({writer.code(expr.args[1])}, {writer.code(expr.args[2])}, {writer.code(expr.first)})", _ATOM),
    Map: _map,
    SoftmaxRows: _called("softmax"),
}
