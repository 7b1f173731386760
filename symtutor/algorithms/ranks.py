"""Upper bounds of ranks, from the shapes of factors: u·uᵀ has rank 1 at most, whatever u is."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.matrix_algebra import is_matrix

__all__ = ["never_invertible", "rank_bound"]


def rank_bound(matrix: Any) -> Any:
    """Return a number that the rank of a matrix never exceeds, or None where no number is known.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> u, X = sp.MatrixSymbol("u", n, 1), sp.MatrixSymbol("X", n, 3)
    >>> rank_bound(u * u.T), rank_bound(X * X.T + u * u.T), rank_bound(u * u.T + sp.Identity(n))
    (1, 4, None)
    """
    if not is_matrix(matrix):
        return None
    sides = [side for side in matrix.shape if side.is_Integer]
    found = [*sides, *([] if (own := _of_parts(matrix)) is None else [own])]
    return min(found, default=None)


def _of_parts(matrix: Any) -> Any:
    if isinstance(matrix, sp.OneMatrix):
        return sp.S.One
    if isinstance(matrix, sp.ZeroMatrix):
        return sp.S.Zero
    bounds = [rank_bound(a) for a in matrix.args if is_matrix(a)]
    if isinstance(matrix, sp.MatMul):
        return min((b for b in bounds if b is not None), default=None)
    if isinstance(matrix, sp.Transpose | sp.Inverse):
        return bounds[0]
    if None in bounds or not bounds:
        return None
    if isinstance(matrix, sp.MatAdd):
        return sp.Add(*bounds)
    return sp.Mul(*bounds) if isinstance(matrix, sp.HadamardProduct | sp.KroneckerProduct) else None


def never_invertible(expr: sp.Basic) -> tuple[Any, Any] | None:
    """Return a matrix whose inverse or determinant is taken, and whose rank is too small for that, with its bound; or None.

    A size that is a letter counts as larger than any number.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> u = sp.MatrixSymbol("u", n, 1)
    >>> never_invertible(sp.log(sp.Determinant(u * u.T)))
    (u*u.T, 1)
    """
    for part in sp.preorder_traversal(expr):
        is_inverted = isinstance(part, sp.Inverse | sp.Determinant) or (isinstance(part, sp.MatPow) and part.args[1].is_negative)
        inner: Any = part.args[0] if is_inverted else None
        if inner is None:
            continue
        bound, size = rank_bound(inner), inner.shape[0]
        if bound is not None and (not size.is_Integer or bound < size):
            return inner, bound
    return None
