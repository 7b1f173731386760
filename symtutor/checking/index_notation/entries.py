"""The entries of matrix expressions in index notation: (A B)_ij = Σ_k a_ik b_kj, I_ij = δ_ij, (A ⊗ B) with a pair of indices.

A side of length 1 has no index, a side of a Kronecker product or of vec(A)
has one for each of its parts, the slower one first.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.index_notation.monomials import DELTA, Index, IndexNotationError, Monomial, Slot, Sum, Z
from symtutor.checking.index_notation.sums import Calculation
from symtutor.goals.matrices import Softmax, SoftmaxRows
from symtutor.goals.networks import Shift
from symtutor.matrix_algebra import Commutation, KhatriRao, Map, OneHot, SumsToOne, Symmetric, Unvec, Vec

__all__ = ["entries", "number", "sides"]

Parts = tuple[Any, ...]
Indices = tuple[Index, ...]


# ---- sides: the indices that rows and columns have -----------------------------------------------
def sides(matrix: Any) -> tuple[Parts, Parts]:
    """Return the sizes of the indices of the rows and of the columns of a matrix.

    Examples
    --------
    >>> m, n = sp.symbols("m n")
    >>> sides(sp.KroneckerProduct(sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("x", n, 1)))
    ((m, n), (n,))
    """
    find = _SIDES.get(type(matrix))
    if find is not None:
        return find(matrix)
    rows, columns = matrix.shape
    return _side(rows), _side(columns)


def _side(size: sp.Expr) -> Parts:
    return () if size == 1 else (size,)


def _finer(one: Parts, other: Parts) -> Parts:
    """Return the side with more parts, where one matrix knows its parts and the other does not."""
    return other if len(other) > len(one) else one


def _sides_of_sum(matrix: sp.Expr) -> tuple[Parts, Parts]:
    rows, columns = zip(*map(sides, matrix.args), strict=True)
    return max(rows, key=len), max(columns, key=len)


def _sides_of_product(matrix: sp.MatrixExpr) -> tuple[Parts, Parts]:
    matrices = [a for a in matrix.args if isinstance(a, sp.MatrixExpr)]
    return sides(matrices[0])[0], sides(matrices[-1])[1]


def _sides_of_kronecker(matrix: sp.MatrixExpr) -> tuple[Parts, Parts]:
    pairs = [sides(a) for a in matrix.args]
    return sum((rows for rows, _ in pairs), ()), sum((columns for _, columns in pairs), ())


def _sides_of_vec(matrix: sp.MatrixExpr) -> tuple[Parts, Parts]:
    rows, columns = sides(matrix.args[0])
    return columns + rows, ()


def _sides_of_diagonal(matrix: sp.MatrixExpr) -> tuple[Parts, Parts]:
    rows, columns = sides(matrix.args[0])
    return rows + columns, rows + columns


def _sides_of_commutation(matrix: Any) -> tuple[Parts, Parts]:
    m, n = (_side(size) for size in matrix.args)
    return m + n, n + m


_SIDES: dict[type, Callable[[Any], tuple[Parts, Parts]]] = {
    sp.MatAdd: _sides_of_sum,
    sp.HadamardProduct: _sides_of_sum,
    sp.MatMul: _sides_of_product,
    sp.Transpose: lambda m: sides(m.args[0])[::-1],
    sp.KroneckerProduct: _sides_of_kronecker,
    sp.DiagMatrix: _sides_of_diagonal,
    sp.DiagonalOf: lambda m: (sides(m.args[0])[0], ()),
    Map: lambda m: sides(m.args[2]),
    Vec: _sides_of_vec,
    Softmax: lambda m: sides(m.args[0]),
    SoftmaxRows: lambda m: sides(m.args[0]),
    Commutation: _sides_of_commutation,
    KhatriRao: lambda m: (sides(m.args[0])[0] + sides(m.args[1])[0], sides(m.args[0])[1]),
}


# ---- entries -------------------------------------------------------------------------------------
def entries(matrix: sp.Basic, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    """Return an entry of a matrix expression as a sum of products of entries of letters.

    Parameters
    ----------
    matrix : MatrixExpr
        Any expression of matrix calculus.
    rows, columns : tuple of Index
        The place of the entry; none for a side of length 1.
    calculation : Calculation
        Gets to know the letters, and gives names to what stands for more.

    Raises
    ------
    IndexNotationError
        If a node has no form in index notation.
    """
    write = _ENTRIES.get(type(matrix))
    if write is None:
        raise IndexNotationError(f"{type(matrix).__name__} has no form in index notation")
    if not all(map(_fits, (rows, columns), sides(matrix))):
        raise IndexNotationError(f"{type(matrix).__name__} with other indices than its own")
    return write(matrix, rows, columns, calculation)


def _fits(indices: Indices, parts: Parts) -> bool:
    """Tell whether indices have the sizes of a side; one whose parts are not known takes any parts of its length."""
    sizes = tuple(i.size for i in indices)
    return sizes == parts or (len(parts) == 1 and sp.Mul(*sizes) == parts[0])


def _letter(matrix: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    name = f"{matrix.name}"
    if isinstance(matrix, Symmetric):
        calculation.symmetric.add(name)
    if isinstance(matrix, SumsToOne):
        calculation.of_sum_one.add(name)
    if isinstance(matrix, OneHot):
        calculation.one_hot.add(name)
    if len(rows) == len(columns) == 1 and matrix.shape[0] == matrix.shape[1]:
        calculation.sizes[name] = matrix.shape[0]
        calculation.power(name, sp.S.One)
    return (Monomial(sp.S.One, ((Slot(name, rows + columns), Z),)),)


def _product(matrix: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    coefficient = sp.Mul(*[number(a, calculation) for a in matrix.args if not isinstance(a, sp.MatrixExpr)])
    factors = [a for a in matrix.args if isinstance(a, sp.MatrixExpr)]
    joints = [tuple(calculation.index(size) for size in _finer(sides(left)[1], sides(right)[0])) for left, right in pairwise(factors)]
    path = [rows, *joints, columns]
    result: Sum = (Monomial(coefficient, (), sum(joints, ())),)
    for factor, before, after in zip(factors, path, path[1:], strict=False):
        result = calculation.spread(result, entries(factor, before, after, calculation))
    return result


def _sum(matrix: sp.MatrixExpr, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    return sum((entries(a, rows, columns, calculation) for a in matrix.args), ())


def _entrywise_product(matrix: sp.MatrixExpr, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    result: Sum = (Monomial(sp.S.One),)
    for factor in matrix.args:
        result = calculation.product(result, entries(factor, rows, columns, calculation))
    return result


def _inverse(matrix: sp.Basic, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    if isinstance(matrix.args[0], sp.DiagMatrix):
        reciprocal = Map(1 / Z, Z, matrix.args[0].args[0])
        return _diagonal(sp.DiagMatrix(reciprocal), rows, columns, calculation)
    factors = _square_factors(matrix.args[0])
    if factors:  # (A B)⁻¹ = B⁻¹ A⁻¹: a product of square matrices has an inverse where each of them has one
        number, *matrices = factors
        return _product(sp.MatMul(1 / number, *[sp.Inverse(a) for a in reversed(matrices)], evaluate=False), rows, columns, calculation)
    return _power_of(matrix.args[0], sp.S.NegativeOne, rows, columns, calculation)


def _square_factors(matrix: Any) -> list[Any]:
    """Return the number and the factors of a product of square matrices of one size; nothing of other matrices."""
    if not isinstance(matrix, sp.MatMul):
        return []
    factors = [a for a in matrix.args if isinstance(a, sp.MatrixExpr)]
    return [sp.Mul(*[a for a in matrix.args if a not in factors]), *factors] if all(a.shape == matrix.shape for a in factors) else []


def _power(matrix: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    base, exponent = matrix.args
    if exponent.is_Integer and exponent > 0:
        return _product(sp.MatMul(*[base] * int(exponent), evaluate=False), rows, columns, calculation)
    return _power_of(base, exponent, rows, columns, calculation)


def _power_of(matrix: sp.Basic, exponent: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    """Return the entry of a power that is a letter of its own: an inverse, or one with a symbol in the exponent."""
    parts = sides(matrix)[0]
    if len(parts) != 1 or len(rows) != 1 or len(columns) != 1:
        raise IndexNotationError("a power of a matrix whose sides have several indices")
    r, c = calculation.free(parts[0]), calculation.free(parts[0])
    name, inner, is_turned, coefficient = calculation.base(entries(matrix, (r,), (c,), calculation), r, c)
    if inner not in {1, -1} and exponent not in {1, -1}:
        raise IndexNotationError("a symbolic power of a symbolic power")
    atom = calculation.power(name, inner * exponent)
    calculation.power(name, sp.S.NegativeOne)
    place = columns + rows if is_turned else rows + columns
    return (Monomial(coefficient**exponent, ((Slot(atom, place), Z),)),)


def _delta(_matrix: object, rows: Indices, columns: Indices, _calculation: Calculation) -> Sum:
    if [i.size for i in rows] != [j.size for j in columns]:
        raise IndexNotationError("an identity between sides with different indices")
    return (Monomial(sp.S.One, (), (), tuple(zip(rows, columns, strict=True))),)


def _diagonal(matrix: sp.MatrixExpr, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    (vector,) = matrix.args
    down, across = (rows, ()) if sides(vector)[0] else ((), rows)
    return calculation.product(_delta(matrix, rows, columns, calculation), entries(vector, down, across, calculation))


def _commutation(_matrix: object, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    """Return δ for K vec(A) = vec(Aᵀ): the pair of indices is exchanged."""
    return _delta(None, rows, columns[::-1], calculation)


def _spelled_out(matrix: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    """Return the entry of what a node is short for."""
    return entries(matrix.meaning(), rows, columns, calculation)


def _kronecker(matrix: sp.MatrixExpr, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    result: Sum = (Monomial(sp.S.One),)
    for factor in matrix.args:
        down, across = (len(side) for side in sides(factor))
        result = calculation.product(result, entries(factor, rows[:down], columns[:across], calculation))
        rows, columns = rows[down:], columns[across:]
    if rows or columns:
        raise IndexNotationError("a Kronecker product with other indices than its factors")
    return result


def _khatri_rao(matrix: Any, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    """Return a_ik b_jk for the row (i, j) and the column k."""
    left, right = matrix.args
    split = len(sides(left)[0])
    return calculation.product(entries(left, rows[:split], columns, calculation), entries(right, rows[split:], columns, calculation))


def _vec(matrix: sp.MatrixExpr, rows: Indices, _columns: Indices, calculation: Calculation) -> Sum:
    inner_rows, inner_columns = sides(matrix.args[0])
    if len(rows) != len(inner_rows) + len(inner_columns):
        raise IndexNotationError("vec with other indices than those of its matrix")
    return entries(matrix.args[0], rows[len(inner_columns) :], rows[: len(inner_columns)], calculation)


def _map(matrix: sp.Basic, rows: Indices, columns: Indices, calculation: Calculation) -> Sum:
    body, letter, inside = matrix.args
    if body.has(sp.MatrixExpr):
        raise IndexNotationError("a function of an entry that holds matrices")
    as_free = [calculation.free(i.size) for i in rows + columns]
    own_rows, own_columns = tuple(as_free[: len(rows)]), tuple(as_free[len(rows) :])
    terms = calculation.reduced(entries(inside, own_rows, own_columns, calculation))
    applied = (_applied(f, letter, terms, tuple(as_free), calculation) for f in sp.Add.make_args(sp.expand(body)))
    return calculation.copied(sum(applied, ()), dict(zip(as_free, rows + columns, strict=True)))


def _applied(f: Any, letter: Any, terms: Sum, free: Indices, calculation: Calculation) -> Sum:
    """Return a function of an entry: powers are multiplied out, others are functions of a slot."""
    if f.is_polynomial(letter):
        degree = int(sp.degree(f, letter)) if f.has(letter) else 0
        result: Sum = (Monomial(f.coeff(letter, degree)),)
        for _ in range(degree):
            result = calculation.product(result, terms)
        return result
    if all(not m.factors for m in terms):
        return (Monomial(f.xreplace({letter: sp.Add(*[m.coefficient for m in terms])})),)
    if len(terms) == 1 and len(terms[0].factors) == 1:
        ((slot, g),) = terms[0].factors
        inner = terms[0].coefficient * g
        if slot.atom != DELTA and not terms[0].bound and not inner.free_symbols & calculation.numbers.keys():
            return (Monomial(sp.S.One, ((slot, f.xreplace({letter: inner})),)),)
    slot, share = calculation.entry(terms, free)
    return (Monomial(sp.S.One, ((slot, f.xreplace({letter: share * Z})),)),)


_ENTRIES: dict[type, Callable[[Any, Indices, Indices, Calculation], Sum]] = {
    sp.MatrixSymbol: _letter,
    Symmetric: _letter,
    SumsToOne: _letter,
    OneHot: _letter,
    sp.MatMul: _product,
    sp.MatAdd: _sum,
    sp.Transpose: lambda m, rows, columns, calculation: entries(m.args[0], columns, rows, calculation),
    sp.HadamardProduct: _entrywise_product,
    sp.KroneckerProduct: _kronecker,
    sp.Inverse: _inverse,
    sp.MatPow: _power,
    sp.Identity: _delta,
    sp.ZeroMatrix: lambda _m, _rows, _columns, _calculation: (),
    sp.OneMatrix: lambda _m, _rows, _columns, _calculation: (Monomial(sp.S.One),),
    sp.DiagMatrix: _diagonal,
    sp.DiagonalOf: lambda m, rows, _columns, calculation: entries(m.args[0], rows, rows, calculation),
    Map: _map,
    Vec: _vec,
    Unvec: lambda m, rows, columns, calculation: entries(m.args[0], columns + rows, (), calculation),
    Softmax: _spelled_out,
    SoftmaxRows: _spelled_out,
    Commutation: _commutation,
    KhatriRao: _khatri_rao,
    Shift: lambda m, rows, columns, _calculation: (Monomial(sp.S.One, ((Slot(f"{m}", rows + columns), Z),)),),  # a constant letter
}


# ---- numbers -------------------------------------------------------------------------------------
def number(expr: Any, calculation: Calculation) -> Any:
    """Return a number with letters for its traces and determinants."""
    if not isinstance(expr, sp.Basic) or not expr.has(sp.MatrixExpr, sp.Trace, sp.Determinant):
        return expr
    if isinstance(expr, sp.Trace):
        return _trace(expr.args[0], calculation)
    if isinstance(expr, sp.Determinant):
        return _determinant(expr.args[0], calculation)
    if isinstance(expr, sp.MatrixExpr) or type(expr).__name__ == "MatrixElement":
        raise IndexNotationError(f"{type(expr).__name__} is no number")
    return expr.func(*[number(a, calculation) for a in expr.args])


def _trace(matrix: sp.Basic, calculation: Calculation) -> sp.Expr:
    rows, columns = sides(matrix)
    places = tuple(calculation.index(size) for size in _finer(rows, columns))
    summed = (Monomial(sp.S.One, (), places),)
    terms = calculation.reduced(calculation.spread(summed, entries(matrix, places, places, calculation)))
    return sp.Add(*[m.coefficient for m in terms])


def _determinant(matrix: Any, calculation: Calculation) -> Any:
    factors = _square_factors(matrix)
    if len(factors) > 2:
        coefficient, *matrices = factors
        return number(coefficient, calculation) ** matrix.shape[0] * sp.Mul(*[_determinant(a, calculation) for a in matrices])
    parts = sides(matrix)[0]
    if len(parts) != 1:
        raise IndexNotationError("the determinant of a matrix whose sides have several indices")
    r, c = calculation.free(parts[0]), calculation.free(parts[0])
    name, exponent, _, coefficient = calculation.base(entries(matrix, (r,), (c,), calculation), r, c)
    letter = sp.Symbol(f"_det_{name}")
    calculation.numbers[letter] = name
    return coefficient ** parts[0] * letter**exponent
