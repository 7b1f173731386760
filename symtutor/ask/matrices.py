"""Asking for derivatives in matrices and vectors of symbolic size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

import sympy as sp

from symtutor.algorithms.ranks import never_invertible
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.matrix_inputs import canonical_argument, letters_of, read_matrix_text
from symtutor.ask.signatures.public import How, Options, begin, public
from symtutor.errors import InputError, NoRuleApplies
from symtutor.goals.matrices import DifferentialOf, MatrixDerivative, Transposed
from symtutor.matrix_algebra import SumsToOne, Symmetric, is_matrix, scalar
from symtutor.problem import Problem
from symtutor.reading.matrices.shapes import letter_name
from symtutor.term import quote
from symtutor.views.solution import Solution, solve
from symtutor.writing.marks.text import UNICODE

__all__ = ["derived", "matrix_derivative", "matrix_differential"]

_LAYOUTS = ("denominator", "numerator")


@public
def matrix_derivative(
    f: Any,
    X: Any,
    layout: str | None = None,
    *,
    shapes: Mapping[Any, Any] | None = None,
    **options: Unpack[Options],
) -> Solution:
    r"""Derive the derivative of a number, column or matrix in a matrix of symbolic size, by differentials.

    Parameters
    ----------
    f : Expr, MatrixExpr or str
        Text such as ``"||A x - b||^2"`` or ``"tr(A X)"``, plain or LaTeX: capital letters
        are matrices, small ones columns, Greek ones numbers, unless `shapes` says
        otherwise.  Or an expression made of ``MatrixSymbol``, sums, products, transposes, inverses, powers,
        traces, determinants, entry by entry products and functions
        (`symtutor.matrix_algebra`), numbers and functions of numbers; a 1 × 1
        matrix such as ``x.T * A * x`` is a number.
    X : MatrixSymbol or str
        The variable.
    shapes : mapping, optional
        For text: from names to (rows, columns), to one size for a column, to () for a
        number, to "symmetric" for a matrix that equals its transpose, to "one-hot" or "probabilities" for a column
        whose entries, or a matrix whose rows, sum to 1; what is not declared is inferred.
    layout : {"denominator", "numerator"}, optional
        "denominator": the gradient of a number has the shape of X (the default for
        numbers); "numerator": the Jacobian of a column or matrix has a row for each
        of its entries, column after column, and a column for each entry of X (the
        default otherwise).  The other one is the transpose.

    Returns
    -------
    Solution
        Its ``.answer`` is a MatrixExpr.

    Raises
    ------
    InputError
        If X is no matrix symbol, or shapes do not fit.
    NoRuleApplies
        If a node has no rule.

    Notes
    -----
    Each step is proved for matrices of every size, entry by entry in index notation,
    and tried exactly on small matrices and in floating point on larger ones; a step
    that is outside of what index notation covers here is reported as undecided, with
    the sizes at which it was tried.

    References
    ----------
    .. [1] J. R. Magnus and H. Neudecker, *Matrix Differential Calculus*, 3rd ed.,
       Wiley, 2019, ch. 8 and 9.

    Examples
    --------
    >>> m, n = sp.symbols("m n")
    >>> A, x, b = sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("b", m, 1)
    >>> r = A * x - b
    >>> matrix_derivative(r.T * r, x).answer
    2*A.T*(A*x - b)
    >>> matrix_derivative("ln det X - tr(S X)", "X").answer
    (X**(-1)).T - S.T
    """
    if layout is not None and layout not in _LAYOUTS:
        raise InputError(f"layout={layout!r} is unknown", f"Choose one of {', '.join(_LAYOUTS)}.")
    return derived(f, X, layout, shapes, *begin(options))


def derived(f: Any, X: Any, layout: str | None, shapes: Mapping[Any, Any] | None, inputs: Inputs, how: How) -> Solution:
    """Return the solution of `matrix_derivative`, its arguments read by given inputs."""
    expr, variable = _arguments(f, X, shapes, inputs)
    goal: Any = MatrixDerivative(expr, variable)
    natural = "numerator" if is_matrix(expr) else "denominator"
    if layout not in {None, natural}:
        goal = Transposed(goal)
    try:
        return _solved(goal, inputs, how)
    except NoRuleApplies:
        if not any(product.has(variable) for product in expr.atoms(sp.KroneckerProduct)):
            raise
        told = f"the derivative of a Kronecker product with {variable} in it is not read off here: no rule brings d{variable} to the end"
        hint = f"Ask for its differential with matrix_differential, or for the derivative of a number made of it, as tr(A ⊗ {variable})."
        raise InputError(told, hint) from None


@public
def matrix_differential(f: Any, X: Any, *, shapes: Mapping[Any, Any] | None = None, **options: Unpack[Options]) -> Solution:
    """Derive the differential of a number or matrix for a change dX of a matrix.

    Parameters
    ----------
    f, X, shapes
        See `matrix_derivative`.

    Returns
    -------
    Solution
        Its ``.answer`` holds the symbol dX.

    Examples
    --------
    >>> matrix_differential("X^-1", "X").answer
    -X**(-1)*dX*X**(-1)
    """
    inputs, how = begin(options)
    expr, variable = _arguments(f, X, shapes, inputs)
    return _solved(DifferentialOf(expr, variable), inputs, how)


def _solved(goal: Any, inputs: Inputs, how: How) -> Solution:
    return solve(Problem(goal), inputs, **how)


def _arguments(f: Any, X: Any, shapes: Mapping[Any, Any] | None, inputs: Inputs) -> tuple[Any, Any]:
    """Return the expression and the variable."""
    if isinstance(f, str):
        expr = read_matrix_text(f, {X.name: X} if isinstance(X, sp.MatrixSymbol) else {}, shapes or {}, inputs)
    elif shapes:
        raise InputError("shapes belong to text, and an expression was passed", "The symbols of an expression have their shapes.")
    else:
        expr = canonical_argument(f)
    variable = _variable(X, expr)
    if is_matrix(expr) and expr.shape == (1, 1) and expr != variable:
        expr = scalar(expr)
    _require_inverses(expr)
    return expr, variable


def _require_inverses(expr: Any) -> None:
    """Refuse an inverse or a determinant of a matrix that is singular whatever its letters are."""
    found = never_invertible(expr)
    if found is None:
        return
    matrix, bound = found
    shown, size = UNICODE.render(quote(matrix)), matrix.shape[0]
    beyond = f"{size} × {size}" + ("" if size.is_Integer else f", larger than that but for {size} ≤ {bound}")
    raise InputError(
        f"{shown} has no inverse, and its determinant is 0, whatever its letters are: its rank is at most {bound}, and it is {beyond}",
        f"Add a multiple of the identity, as in ({shown} + λ I)^(-1), or declare the sizes with shapes=.",
    )


def _variable(X: Any, expr: Any) -> Any:
    """Return the matrix to differentiate in: a symbol, or its name."""
    if isinstance(X, str):
        found = {s.name: s for s in letters_of(expr) if isinstance(s, sp.MatrixSymbol)}
        name = letter_name(X)
        if name not in found:
            listed = ", ".join(sorted(found)) or "none"
            raise InputError(f"the expression has no matrix or column named {X!r}", f"It has {listed}.")
        X = found[name]
    if not isinstance(X, sp.MatrixSymbol):
        raise InputError(f"{X} is no matrix symbol", 'Make it with sympy.MatrixSymbol("X", n, n), or write the expression as text.')
    if isinstance(X, Symmetric) and is_matrix(expr) and expr.shape != (1, 1):
        raise InputError(
            f"{X} is symmetric, so its entries are not independent and the Jacobian of a matrix in it is not one matrix",
            "Differentiate a number in it, ask for matrix_differential, or leave the shape undeclared.",
        )
    if isinstance(X, SumsToOne):
        raise InputError(
            f"the entries of {X} sum to 1, so they are not independent", "Differentiate in another letter, or leave it undeclared."
        )
    return X
