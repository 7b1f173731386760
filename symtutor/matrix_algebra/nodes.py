"""The nodes of matrix expressions that SymPy lacks."""

from __future__ import annotations

from typing import Any, cast

import sympy as sp

__all__ = ["Commutation", "KhatriRao", "Map", "OneHot", "SumsToOne", "Symmetric", "Unvec", "Vec"]


class Symmetric(sp.MatrixSymbol):
    """A square matrix symbol that equals its transpose.

    Examples
    --------
    >>> S = Symmetric("S", sp.Symbol("n"))
    >>> from symtutor.matrix_algebra import transposed
    >>> transposed(S) == S
    True
    """

    def __new__(cls, name: Any, n: Any, *_again: Any) -> Any:
        """Return the symbol of shape (n, n)."""
        return super().__new__(cls, name, n, n)


class SumsToOne(sp.MatrixSymbol):
    """A column whose entries sum to 1, or a matrix of which every row does: one-hot labels, probabilities.

    Examples
    --------
    >>> y, one = SumsToOne("y", 3, 1), sp.OneMatrix(1, 3)
    >>> from symtutor.matrix_algebra import times
    >>> times(one, y)
    1
    """


class OneHot(SumsToOne):
    """A column with one entry 1, or a matrix with one in every row, the others being 0: labels.

    Examples
    --------
    >>> isinstance(OneHot("y", 3, 1), SumsToOne)
    True
    """


class Map(sp.MatrixExpr):
    """A function of one letter applied to every entry of a matrix: ``Map(sin(z), z, A)``."""

    body = property(lambda self: self.args[0])
    letter = property(lambda self: self.args[1])
    inner = property(lambda self: self.args[2])
    shape = property(lambda self: self.args[2].shape)

    def _sympystr(self, printer: Any) -> str:
        inside = f"({printer.doprint(self.inner)})"
        is_plain = self.body.args == (self.letter,)
        return self.body.func.__name__ + inside if is_plain else str(printer.doprint(self.body.xreplace({self.letter: sp.Symbol(inside)})))


class Vec(sp.MatrixExpr):
    """The columns of a matrix under each other."""

    shape = property(lambda self: (sp.Mul(*self.args[0].shape), sp.S.One))


class Unvec(sp.MatrixExpr):
    """The matrix of which a column holds the columns under each other: ``args = (column, rows, columns)``."""

    shape = property(lambda self: self.args[1:])


class Commutation(sp.MatrixExpr):
    """The matrix K with K vec(A) = vec(Aᵀ) for A of shape (m, n)."""

    shape = property(lambda self: (sp.Mul(*self.args),) * 2)


class KhatriRao(sp.MatrixExpr):
    """The Kronecker products of the columns of two matrices side by side: vec(P diag(d) Q) is this of Qᵀ and P, times d."""

    @property
    def shape(self) -> Any:
        """Return (m p, n) for shapes (m, n) and (p, n)."""
        left, right = cast("tuple[Any, Any]", self.args)
        return left.shape[0] * right.shape[0], left.shape[1]
