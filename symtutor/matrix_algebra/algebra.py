"""Matrices of symbolic size: constructors that keep one form.

Objects are SymPy's own (``MatrixSymbol``, ``MatMul``, ``Transpose`` ...).  The
constructors of this module flatten products, pull numbers to the front, drop identities and zeros, and add equal terms; they
never differentiate.  A matrix of shape 1 × 1 counts as a number: as one it is written ``Trace(M)``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.matrix_algebra.nodes import Map, SumsToOne, Symmetric, Unvec, Vec
from symtutor.term import sympified

__all__ = [
    "diagonal",
    "diagonal_of",
    "elementwise",
    "entries_sum",
    "hadamard",
    "inverse",
    "is_matrix",
    "kronecker",
    "plus",
    "power",
    "scalar",
    "squared_norm",
    "times",
    "trace",
    "transposed",
    "unvec",
    "vec",
]


def is_matrix(thing: Any) -> bool:
    """Tell whether something is a matrix and not a number."""
    return isinstance(thing, sp.MatrixExpr)


def _parts(matrix: sp.Basic) -> tuple[Any, tuple[Any, ...]]:
    """Return the number before a product, and its matrix factors."""
    if isinstance(matrix, sp.MatMul):
        numbers = [a for a in matrix.args if not is_matrix(a)]
        return sp.Mul(*numbers), tuple(a for a in matrix.args if is_matrix(a))
    return sp.S.One, (matrix,)


def _built(coefficient: sp.Rational, factors: tuple[Any, ...]) -> Any:
    """Return a product of a number and matrices in the form of this module."""
    if coefficient == 1 and len(factors) == 1:
        return factors[0]
    return sp.MatMul(*([] if coefficient == 1 else [coefficient]), *factors, evaluate=False)


_ONE = sp.OneMatrix(1, 1)  # a factor that changes nothing


def times(*factors: Any) -> Any:
    """Return a product of numbers and matrices; a 1 × 1 matrix that does not fit as a matrix is a number.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A, x = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("x", n, 1)
    >>> times(2, A, sp.Identity(n), x, 3)
    6*A*x
    """
    coefficient: Any = sp.S.One
    matrices: list[Any] = []
    for factor in factors:
        number, inside = _parts(factor) if is_matrix(factor) else (sympified(factor), ())
        coefficient = coefficient * number
        matrices.extend(inside)
    if not matrices:
        return coefficient
    coefficient, matrices = _with_scalars_apart(coefficient, matrices)
    if not matrices:
        return coefficient
    shape = (matrices[0].shape[0], matrices[-1].shape[1])
    for left, right in pairwise(matrices):
        if left.shape[1] != right.shape[0]:
            raise ValueError(f"{left} of shape {left.shape} does not fit {right} of shape {right.shape}")
    if coefficient == 0 or any(isinstance(m, sp.ZeroMatrix) for m in matrices):
        return sp.ZeroMatrix(*shape)
    summed = _with_sums_known([m for m in matrices if not isinstance(m, sp.Identity)])
    kept = _with_powers_joined(_without_inverse_pairs([m for m in summed if m != _ONE]))
    return _built(coefficient, tuple(kept) or ((_ONE if _ONE in summed else sp.Identity(shape[0])),))


def _with_sums_known(factors: list[Any]) -> list[Any]:
    """Replace what sums entries that are known to sum to 1: 1ᵀ·y by 1, the rows of Y in Y·1 by a column of ones."""
    kept: list[Any] = []
    for factor in factors:
        if kept and (_sum_is_known(kept[-1], factor) or _sum_is_known(transposed(factor), transposed(kept[-1]))):
            kept[-1] = sp.OneMatrix(kept[-1].shape[0], factor.shape[1])
        else:
            kept.append(factor)
    return kept


def _sum_is_known(left: Any, right: Any) -> bool:
    """Tell whether ones are summed with columns of sum 1."""
    return isinstance(left, sp.OneMatrix) and _has_columns_of_sum_one(right)


def _has_columns_of_sum_one(matrix: Any) -> bool:
    """Tell whether the entries of every column sum to 1: of a column that is declared so, and of the transpose of rows that are."""
    is_turned = isinstance(matrix, sp.Transpose)
    symbol = matrix.args[0] if is_turned else matrix
    return isinstance(symbol, SumsToOne) and is_turned == (symbol.shape[1] != 1)


def _with_scalars_apart(coefficient: Any, matrices: list[Any]) -> tuple[Any, list[Any]]:
    """Move 1 × 1 matrices that do not fit their neighbours to the number in front."""
    fitting: list[Any] = []
    for m in matrices:
        if fitting and fitting[-1].shape[1] != m.shape[0]:
            if m.shape == (1, 1):
                coefficient = coefficient * scalar(m)
                continue
            if fitting[0].shape[0] == 1 and fitting[-1].shape[1] == 1:
                coefficient = coefficient * scalar(times(*fitting))
                fitting = []
        fitting.append(m)
    return coefficient, fitting


def _without_inverse_pairs(factors: list[sp.Expr]) -> list[sp.Expr]:
    """Cancel a matrix beside its inverse."""
    kept: list[sp.Expr] = []
    for factor in factors:
        if kept and (_are_inverse(kept[-1], factor) or _are_inverse(factor, kept[-1])):
            kept.pop()
        else:
            kept.append(factor)
    return kept


def _with_powers_joined(factors: list[Any]) -> list[Any]:
    """Write neighbours that are powers of one matrix as one power; inverses stay as they are."""
    kept: list[Any] = []
    for factor in factors:
        base, exponent = _base_and_exponent(factor)
        before, earlier = _base_and_exponent(kept[-1]) if kept else (None, 0)
        if base == before and base.shape[0] == base.shape[1] and not _is_inverse(base):
            kept[-1] = power(base, earlier + exponent)
        else:
            kept.append(factor)
    return kept


def _base_and_exponent(matrix: sp.Basic) -> tuple[Any, Any]:
    """Return a matrix as a power; an inverse, for SymPy a power too, is its own base."""
    return (matrix.args[0], matrix.args[1]) if type(matrix) is sp.MatPow else (matrix, sp.S.One)


def _is_inverse(matrix: Any) -> bool:
    return isinstance(matrix.args[0] if isinstance(matrix, sp.Transpose) else matrix, sp.Inverse)


def _are_inverse(a: sp.Expr, b: sp.Expr) -> bool:
    return (isinstance(a, sp.Inverse) and a.args[0] == b) or (
        isinstance(a, sp.Transpose) and isinstance(a.args[0], sp.Inverse) and transposed(a.args[0].args[0]) == b
    )


def plus(*terms: Any) -> Any:
    """Return a sum; equal terms are added, and their order is that of first appearance.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A, B = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("B", n, n)
    >>> plus(A, B, A)
    2*A + B
    """
    if not any(is_matrix(t) for t in terms):
        return sp.Add(*terms)
    held: dict[tuple[Any, ...], Any] = {}
    shape = next(t.shape for t in terms if is_matrix(t))
    for term in terms:
        parts: tuple[Any, ...] = term.args if isinstance(term, sp.MatAdd) else (term,)
        for part in parts:
            if not is_matrix(part):
                if part == 0:
                    continue
                raise ValueError(f"the number {part} is added to a matrix")
            if part.shape != shape:
                raise ValueError(f"{part} of shape {part.shape} is added to a matrix of shape {shape}")
            if isinstance(part, sp.ZeroMatrix):
                continue
            number, factors = _parts(part)
            held[factors] = held.get(factors, 0) + number
    kept = [_built(number, factors) for factors, number in held.items() if number != 0]
    if not kept:
        return sp.ZeroMatrix(*shape)
    return kept[0] if len(kept) == 1 else sp.MatAdd(*kept, evaluate=False)


def transposed(matrix: Any) -> Any:
    """Return a transpose, moved inward to symbols, inverses and maps.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A, x = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("x", n, 1)
    >>> transposed(A * x)
    x.T*A.T
    """
    if not is_matrix(matrix):
        return matrix
    move = _TRANSPOSED.get(type(matrix))
    return sp.Transpose(matrix) if move is None else move(matrix)


def _transposed_product(matrix: sp.MatrixExpr) -> sp.Basic:
    number, factors = _parts(matrix)
    return times(number, *map(transposed, reversed(factors)))


_TRANSPOSED: dict[type, Any] = {
    sp.MatMul: _transposed_product,
    sp.MatAdd: lambda m: plus(*map(transposed, m.args)),
    sp.Transpose: lambda m: m.args[0],
    Symmetric: lambda m: m,
    sp.Identity: lambda m: m,
    sp.ZeroMatrix: lambda m: sp.ZeroMatrix(m.shape[1], m.shape[0]),
    sp.OneMatrix: lambda m: sp.OneMatrix(m.shape[1], m.shape[0]),
    sp.HadamardProduct: lambda m: hadamard(*map(transposed, m.args)),
    sp.DiagMatrix: lambda m: m,
    sp.KroneckerProduct: lambda m: kronecker(*map(transposed, m.args)),
    sp.MatPow: lambda m: power(transposed(m.args[0]), m.args[1]),
    Map: lambda m: elementwise(m.args[0], m.args[1], m.args[2].args[0]) if isinstance(m.args[2], sp.Transpose) else sp.Transpose(m),
    sp.Inverse: lambda m: m if transposed(m.args[0]) == m.args[0] else sp.Transpose(m),
}


def inverse(matrix: Any) -> Any:
    """Return an inverse; of a number it is a quotient."""
    if not is_matrix(matrix):
        return 1 / matrix
    if isinstance(matrix, sp.Inverse):
        return matrix.args[0]
    if isinstance(matrix, sp.Identity):
        return matrix
    if isinstance(matrix, sp.Transpose):
        return transposed(inverse(matrix.args[0]))
    return sp.Inverse(matrix)


def power(matrix: Any, exponent: Any) -> Any:
    """Return a power of a square matrix with a whole exponent."""
    if exponent == 0:
        return sp.Identity(matrix.shape[0])
    if exponent == 1:
        return matrix
    whole = sympified(exponent)
    if whole.is_Integer and whole < 0:
        return times(*[inverse(matrix)] * -int(whole))
    return sp.MatPow(matrix, whole)


def hadamard(*factors: sp.Basic) -> sp.Basic:
    """Return the product entry by entry; matrices of ones are dropped, numbers are pulled out."""
    number: Any = sp.S.One
    kept: list[Any] = []
    for factor in factors:
        own, inside = _parts(factor)
        number = number * own
        held = _built(sp.S.One, inside)
        kept.extend(held.args if isinstance(held, sp.HadamardProduct) else (held,))
    shape = kept[0].shape
    if any(isinstance(k, sp.ZeroMatrix) for k in kept):
        return sp.ZeroMatrix(*shape)
    rest: list[sp.Basic] = [k for k in kept if not _is_of_ones(k)]
    if not rest:
        return times(number, sp.OneMatrix(*shape))
    return times(number, rest[0] if len(rest) == 1 else sp.HadamardProduct(*rest))


def _is_of_ones(matrix: sp.Expr) -> bool:
    """Tell whether every entry is 1; the product 1·1ᵀ shows the shape better than a single sign."""
    if isinstance(matrix, sp.MatMul):
        factors: tuple[Any, ...] = matrix.args
        return len(factors) == 2 and factors[1].shape[0] == 1 and all(isinstance(a, sp.OneMatrix) for a in factors)
    return isinstance(matrix, sp.OneMatrix)


def kronecker(*factors: Any) -> Any:
    """Return the Kronecker product; numbers are pulled out."""
    parts = [_parts(f) for f in factors]
    held = [_built(sp.S.One, inside) for _, inside in parts]
    return times(sp.Mul(*[n for n, _ in parts]), held[0] if len(held) == 1 else sp.KroneckerProduct(*held))


def trace(matrix: Any) -> Any:
    """Return a trace, numbers pulled out; it is a number."""
    if not is_matrix(matrix):
        return matrix
    number, factors = _parts(matrix)
    held = _built(sp.S.One, factors)
    if isinstance(held, sp.ZeroMatrix):
        return sp.S.Zero
    if isinstance(held, sp.Identity | sp.OneMatrix):
        return number * held.shape[0]
    if isinstance(held, sp.MatAdd):
        return sp.Add(*[number * trace(part) for part in held.args])
    return number * sp.Trace(held)


def scalar(matrix: Any) -> Any:
    """Return a 1 × 1 matrix as a number."""
    if is_matrix(matrix) and matrix.shape != (1, 1):
        raise ValueError(f"a matrix of shape {matrix.shape} is no number")
    return trace(matrix)


def diagonal(vector: Any) -> Any:
    """Return the diagonal matrix of a column."""
    number, factors = _parts(vector)
    held = _built(sp.S.One, factors)
    rows = held.shape[0]
    if isinstance(held, sp.OneMatrix):
        return times(number, sp.Identity(rows))
    return sp.ZeroMatrix(rows, rows) if isinstance(held, sp.ZeroMatrix) else times(number, sp.DiagMatrix(held))


def diagonal_of(matrix: Any) -> Any:
    """Return the diagonal of a square matrix as a column."""
    number, factors = _parts(matrix)
    held = _built(sp.S.One, factors)
    if isinstance(held, sp.Identity):
        return times(number, sp.OneMatrix(held.shape[0], 1))
    for place in range(1, len(factors)):
        if factors[place].shape[0] == 1:  # a column times a row
            return times(number, hadamard(times(*factors[:place]), transposed(times(*factors[place:]))))
    return times(number, sp.DiagonalOf(held))


def vec(matrix: Any) -> Any:
    """Return the columns of a matrix under each other; a column is its own."""
    return matrix if matrix.shape[1] == 1 else matrix.args[0] if isinstance(matrix, Unvec) else Vec(matrix)


def unvec(column: Any, rows: Any, columns: Any) -> Any:
    """Return the matrix of which a column is the vec, part by part.

    Examples
    --------
    >>> X, Y = sp.MatrixSymbol("X", 2, 3), sp.MatrixSymbol("Y", 2, 3)
    >>> unvec(plus(vec(X), times(-2, vec(Y))), 2, 3)
    X - 2*Y
    """
    if isinstance(column, sp.MatAdd):
        return plus(*[unvec(part, rows, columns) for part in column.args])
    number, factors = _parts(column)
    held = _built(sp.S.One, factors)
    inside: Any = held.args[0] if isinstance(held, Vec) else None
    if inside is not None and inside.shape == (rows, columns):
        return times(number, inside)
    if isinstance(held, sp.OneMatrix | sp.ZeroMatrix):
        return times(number, held.func(rows, columns))
    return column if columns == 1 else times(number, Unvec(held, rows, columns))


def elementwise(body: Any, letter: sp.Basic, matrix: Any) -> Any:
    """Return a function applied to every entry; a constant one gives a matrix of equal entries, two after each other are one.

    Examples
    --------
    >>> z, n = sp.symbols("z n")
    >>> elementwise(3 * sp.sin(z), z, sp.MatrixSymbol("A", n, n))
    3*sin(A)
    """
    body = sympified(body)
    if isinstance(matrix, Map):
        inner, own, matrix = matrix.args
        return elementwise(body.xreplace({letter: inner}), own, matrix)
    if not body.has(letter):
        return times(body, sp.OneMatrix(*matrix.shape))
    number, rest = body.as_independent(letter, as_Add=False)
    return times(number, matrix if rest == letter else Map(rest, letter, matrix))


def entries_sum(matrix: Any) -> Any:
    """Return the sum of all entries, 1ᵀ A 1."""
    if isinstance(matrix, sp.KroneckerProduct):  # 1 = 1 ⊗ 1
        return sp.Mul(*map(entries_sum, matrix.args))
    rows, columns = matrix.shape
    left, right = ([] if size == 1 else [sp.OneMatrix(*shape)] for size, shape in ((rows, (1, rows)), (columns, (columns, 1))))
    return scalar(times(*left, matrix, *right))


def squared_norm(matrix: sp.Basic) -> Any:
    """Return the sum of the squares of all entries, tr(AᵀA); of a column its squared length."""
    return trace(times(transposed(matrix), matrix))
