"""Matrix expressions of symbolic size on matrices of fixed size: exactly in SymPy, or in numpy with complex numbers.

One walk over the nodes serves both; what differs are the operations, an
`Algebra`.  Nothing here knows a rule of matrix calculus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from symtutor.checking.calculus.floats import compiled
from symtutor.goals.matrices import Softmax, SoftmaxRows
from symtutor.goals.networks import Shift
from symtutor.matrix_algebra import Commutation, KhatriRao, Map, Unvec, Vec
from symtutor.term import sympified

__all__ = ["EXACT", "NUMERIC", "REAL", "Algebra", "instance"]

_WORST_CONDITION = 1e9


@dataclass(frozen=True)
class Algebra:
    """Operations on matrices of fixed size; a number is a plain number."""

    multiply: Callable[[Any, Any], Any]
    transpose: Callable[[Any], Any]
    invert: Callable[[Any], Any]
    determinant: Callable[[Any], Any]
    trace: Callable[[Any], Any]
    entrywise: Callable[[Any, Any], Any]
    apply: Callable[[Any, Any, Any], Any]
    kronecker: Callable[[Any, Any], Any]
    filled: Callable[[int, int, int], Any]
    identity: Callable[[int], Any]
    scale: Callable[[Any, Any], Any]
    number: Callable[[Any, dict[Any, Any]], Any]
    reshape: Callable[[Any, int, int], Any]


def _exact_apply(body: sp.Expr, letter: sp.Symbol, matrix: sp.ImmutableMatrix) -> sp.ImmutableMatrix:
    return matrix.applyfunc(lambda entry: body.subs(letter, entry))


def _exact_reshape(matrix: sp.ImmutableMatrix, rows: int, columns: int) -> sp.ImmutableMatrix:
    """Return the entries, column after column, in a new shape, column after column."""
    flat = list(matrix.T)
    return sp.ImmutableMatrix(rows, columns, lambda i, j: flat[j * rows + i])


EXACT = Algebra(
    multiply=lambda a, b: a * b,
    transpose=lambda a: a.T,
    invert=lambda a: a.adjugate() / a.det(method="berkowitz"),
    determinant=lambda a: a.det(method="berkowitz"),
    trace=lambda a: a.trace(),
    entrywise=lambda a, b: a.multiply_elementwise(b),
    apply=_exact_apply,
    kronecker=lambda a, b: sp.ImmutableMatrix(sp.kronecker_product(sp.Matrix(a), sp.Matrix(b))),
    filled=lambda rows, columns, entry: sp.ImmutableMatrix(rows, columns, [entry] * (rows * columns)),
    identity=lambda n: sp.ImmutableMatrix(sp.eye(n)),
    scale=lambda number, a: number * a,
    number=lambda expr, letters: expr.xreplace(letters),
    reshape=_exact_reshape,
)


def _numeric_apply(body: sp.Expr, letter: sp.Symbol, matrix: NDArray[Any]) -> Any:
    """Return a function of every entry; the larger of two numbers is found by comparing, which numpy can do for arrays."""
    return np.broadcast_to(_function_of(body, letter)(matrix), matrix.shape)


@lru_cache(maxsize=500)
def _function_of(body: sp.Expr, letter: sp.Symbol) -> Callable[[Any], Any]:
    return compiled(body.rewrite(sp.Piecewise), (letter,))


def _numeric_inverse(matrix: NDArray[Any]) -> Any:
    """Return an inverse; a matrix that is singular but for rounding has none."""
    if np.linalg.cond(matrix) > _WORST_CONDITION:
        raise ZeroDivisionError("the matrix is singular")
    return np.linalg.inv(matrix)


def _numeric_number(expr: sp.Expr, letters: dict[sp.Symbol, Any]) -> Any:
    names = tuple(letters)
    return compiled(expr.rewrite(sp.Piecewise), names)(*letters.values())


NUMERIC = Algebra(
    multiply=lambda a, b: a @ b,
    transpose=lambda a: a.T,
    invert=_numeric_inverse,
    determinant=np.linalg.det,
    trace=np.trace,
    entrywise=lambda a, b: a * b,
    apply=_numeric_apply,
    kronecker=np.kron,
    filled=lambda rows, columns, entry: np.full((rows, columns), complex(entry)),
    identity=lambda n: np.eye(n, dtype=complex),
    scale=lambda number, a: number * a,
    number=_numeric_number,
    reshape=lambda a, rows, columns: a.reshape((rows, columns), order="F"),
)

REAL = replace(NUMERIC, filled=lambda rows, columns, entry: np.full((rows, columns), float(entry)), identity=np.eye)


def instance(expr: Any, algebra: Algebra, sizes: Mapping[Any, int], matrices: Mapping[Any, Any]) -> Any:
    """Return the value of a matrix expression on matrices of fixed size.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        Any expression of matrix calculus.
    algebra : Algebra
        Exact or numeric.
    sizes : mapping of Symbol to int
        Values of the sizes and of exponents of matrices; other symbols keep their letters, or are an error in numbers.
    matrices : mapping of MatrixSymbol to matrix
        Values of the matrices.

    Returns
    -------
    matrix or number

    Raises
    ------
    TypeError
        If a node has no value here.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A = sp.MatrixSymbol("A", n, n)
    >>> instance(sp.Trace(A * A.T), EXACT, {n: 2}, {A: sp.ImmutableMatrix([[1, 2], [3, 4]])})
    30
    """
    return _Walk(algebra, sizes, matrices).value(expr)


class _Walk:
    """One evaluation: each node is computed once."""

    def __init__(self, algebra: Algebra, sizes: Mapping[Any, int], matrices: Mapping[sp.Expr, Any]) -> None:
        self.algebra = algebra
        self.sizes = sizes
        self.matrices = matrices
        self._known: dict[Any, Any] = {}

    def value(self, expr: Any) -> Any:
        """Return the value of a node."""
        if expr not in self._known:
            self._known[expr] = self._computed(expr)
        return self._known[expr]

    def size(self, expr: Any) -> int:
        """Return a size as a number."""
        return int(sympified(expr).xreplace(dict(self.sizes)))

    def _computed(self, expr: sp.Basic) -> Any:
        if isinstance(expr, sp.MatrixSymbol):
            return self.matrices[expr]
        compute = _NODES.get(type(expr))
        if compute is not None:
            return compute(self, expr)
        if isinstance(expr, sp.MatrixExpr):
            raise TypeError(f"{type(expr).__name__} has no value on matrices")
        return self._number(expr)

    def _number(self, expr: Any) -> Any:
        """Return a number: its traces and determinants become letters with values."""
        parts = _numbers_of_matrices(expr)
        letters = {sp.Symbol(f"_{i}"): self.value(part) for i, part in enumerate(parts)}
        sizes = {symbol: sympified(size) for symbol, size in self.sizes.items()}
        named = expr.xreplace(dict(zip(parts, letters, strict=True))).xreplace(sizes)
        return self.algebra.number(named, letters)


def _numbers_of_matrices(expr: sp.Basic) -> list[sp.Basic]:
    """Return the outermost traces and determinants of a number."""
    if isinstance(expr, sp.Trace | sp.Determinant):
        return [expr]
    found: dict[Any, None] = {}
    for arg in expr.args:
        found.update(dict.fromkeys(_numbers_of_matrices(arg)))
    return list(found)


def _product(walk: _Walk, expr: Any) -> Any:
    number: Any = 1
    matrix = None
    for arg in expr.args:
        found = walk.value(arg)
        if not isinstance(arg, sp.MatrixExpr):
            number = number * found
        else:
            matrix = found if matrix is None else walk.algebra.multiply(matrix, found)
    return walk.algebra.scale(number, matrix)


def _fold(name: str) -> Callable[[_Walk, Any], Any]:
    def compute(walk: _Walk, expr: sp.MatrixExpr) -> Any:
        operation = getattr(walk.algebra, name)
        result = walk.value(expr.args[0])
        for arg in expr.args[1:]:
            result = operation(result, walk.value(arg))
        return result

    return compute


def _sum(walk: _Walk, expr: sp.MatrixExpr) -> Any:
    result = walk.value(expr.args[0])
    for arg in expr.args[1:]:
        result = result + walk.value(arg)
    return result


def _power(walk: _Walk, expr: Any) -> Any:
    base, exponent = walk.value(expr.args[0]), walk.size(expr.args[1])
    if exponent == 0:
        return walk.algebra.identity(walk.size(expr.shape[0]))
    factor = base if exponent > 0 else walk.algebra.invert(base)
    result = factor
    for _ in range(abs(exponent) - 1):
        result = walk.algebra.multiply(result, factor)
    return result


def _ones(walk: _Walk, expr: sp.Expr, entry: int) -> Any:
    rows, columns = (walk.size(a) for a in expr.args)
    return walk.algebra.filled(rows, columns, entry)


def _diagonal(walk: _Walk, expr: sp.MatrixExpr) -> Any:
    column = walk.value(expr.args[0])
    n = column.shape[0]
    across = walk.algebra.multiply(column, walk.algebra.filled(1, n, 1))
    return walk.algebra.entrywise(across, walk.algebra.identity(n))


def _diagonal_of(walk: _Walk, expr: sp.MatrixExpr) -> Any:
    matrix = walk.value(expr.args[0])
    n = matrix.shape[0]
    kept = walk.algebra.entrywise(matrix, walk.algebra.identity(n))
    return walk.algebra.multiply(kept, walk.algebra.filled(n, 1, 1))


def _shift(walk: _Walk, expr: Any) -> Any:
    """Return the matrix with ones at (i, i + first)."""
    first, rows, columns = (walk.size(a) for a in expr.args)
    return _of_whole_numbers(walk, np.eye(rows, columns, first, dtype=int))


def _of_whole_numbers(walk: _Walk, array: NDArray[Any]) -> Any:
    if walk.algebra is EXACT:
        return sp.ImmutableMatrix(array.tolist())
    return array.astype(float if walk.algebra is REAL else complex)


def _commutation(walk: _Walk, expr: Any) -> Any:
    """Return the permutation that turns vec(A) into vec(Aᵀ) for A of shape (m, n)."""
    m, n = (walk.size(a) for a in expr.args)
    one = np.zeros((m * n, m * n), dtype=int)
    for i in range(m):
        for j in range(n):
            one[i * n + j, j * m + i] = 1
    return _of_whole_numbers(walk, one)


_NODES: dict[type, Callable[[_Walk, Any], Any]] = {
    sp.MatMul: _product,
    sp.MatAdd: _sum,
    sp.Transpose: lambda walk, expr: walk.algebra.transpose(walk.value(expr.args[0])),
    sp.Inverse: lambda walk, expr: walk.algebra.invert(walk.value(expr.args[0])),
    sp.MatPow: _power,
    sp.Trace: lambda walk, expr: walk.algebra.trace(walk.value(expr.args[0])),
    sp.Determinant: lambda walk, expr: walk.algebra.determinant(walk.value(expr.args[0])),
    sp.HadamardProduct: _fold("entrywise"),
    sp.KroneckerProduct: _fold("kronecker"),
    sp.Identity: lambda walk, expr: walk.algebra.identity(walk.size(expr.args[0])),
    sp.ZeroMatrix: lambda walk, expr: _ones(walk, expr, 0),
    sp.OneMatrix: lambda walk, expr: _ones(walk, expr, 1),
    sp.DiagMatrix: _diagonal,
    sp.DiagonalOf: _diagonal_of,
    Map: lambda walk, expr: walk.algebra.apply(expr.args[0], expr.args[1], walk.value(expr.args[2])),
    Vec: lambda walk, expr: _vec(walk, expr),
    Unvec: lambda walk, expr: walk.algebra.reshape(walk.value(expr.args[0]), *map(walk.size, expr.args[1:])),
    Commutation: _commutation,
    KhatriRao: lambda walk, expr: _khatri_rao(walk, expr),
    Shift: lambda walk, expr: _shift(walk, expr),
    Softmax: lambda walk, expr: walk.value(expr.meaning()),
    SoftmaxRows: lambda walk, expr: walk.value(expr.meaning()),
}


def _khatri_rao(walk: _Walk, expr: Any) -> Any:
    """Return the Kronecker products of the columns: each row of one matrix with each row of the other, entry by entry."""
    left, right = (walk.value(a) for a in expr.args)
    one, other = (walk.algebra.filled(m.shape[0], 1, 1) for m in (left, right))
    return walk.algebra.entrywise(walk.algebra.kronecker(left, other), walk.algebra.kronecker(one, right))


def _vec(walk: _Walk, expr: sp.MatrixExpr) -> Any:
    matrix = walk.value(expr.args[0])
    rows, columns = matrix.shape
    return walk.algebra.reshape(matrix, rows * columns, 1)
