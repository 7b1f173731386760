"""Asking for derivatives in matrices and vectors of symbolic size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.matrix_calculus import judge_matrix_goal
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.errors import InputError
from symtutor.inputs import Inputs
from symtutor.matrix_goals import DifferentialOf, MatrixDerivative, Transposed
from symtutor.matrix_nodes import (
    Map,
    Symmetric,
    Vec,
    diagonal,
    diagonal_of,
    elementwise,
    hadamard,
    inverse,
    is_matrix,
    kronecker,
    plus,
    power,
    scalar,
    times,
    trace,
    transposed,
    vec,
)
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.solution import Solution, solve
from symtutor.term import sympified
from symtutor.verdict import Status, Verdict, Witness

__all__ = ["matrix_derivative", "matrix_differential"]

_SCOPE = "the rules hold for all sizes; each step is checked at fixed sizes, exactly on small matrices and in floating point on larger ones"
_LAYOUTS = ("denominator", "numerator")


def matrix_derivative(f: Any, X: Any, layout: str | None = None, *, seconds: float | None = None, detail: str = "normal") -> Solution:
    r"""Derive the derivative of a number, column or matrix in a matrix of symbolic size, by differentials.

    Parameters
    ----------
    f : Expr or MatrixExpr
        Made of ``MatrixSymbol``, sums, products, transposes, inverses, powers,
        traces, determinants, entry by entry products and functions
        (`symtutor.matrix_nodes`), numbers and functions of numbers; a 1 × 1
        matrix such as ``x.T * A * x`` is a number.
    X : MatrixSymbol
        The variable.
    layout : {"denominator", "numerator"}, optional
        "denominator": the gradient of a number has the shape of X (the default for
        numbers); "numerator": the Jacobian of a column or matrix has a row for each
        of its entries, column after column, and a column for each entry of X (the
        default otherwise).  The other one is the transpose.
    seconds, detail
        See `differentiate`.

    Returns
    -------
    Solution
        Its ``.answer`` is a MatrixExpr.

    Raises
    ------
    InputError
        If X is no matrix symbol or is symmetric, or shapes do not fit.
    NoRuleApplies
        If a node has no rule.

    Notes
    -----
    Each step is checked exactly on matrices of small sizes and in floating point
    on larger ones; the evidence says at which.

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
    """
    if layout is not None and layout not in _LAYOUTS:
        raise InputError(f"layout={layout!r} is unknown", f"Choose one of {', '.join(_LAYOUTS)}.")
    expr, variable = _arguments(f, X)
    goal: Any = MatrixDerivative(expr, variable)
    natural = "numerator" if is_matrix(expr) else "denominator"
    if layout not in {None, natural}:
        goal = Transposed(goal)
    return _checked_by_sizes(goal, seconds, detail)


def matrix_differential(f: Any, X: Any, *, seconds: float | None = None, detail: str = "normal") -> Solution:
    """Derive the differential of a number or matrix for a change dX of a matrix.

    Parameters
    ----------
    f, X, seconds, detail
        See `matrix_derivative`.

    Returns
    -------
    Solution
        Its ``.answer`` holds the symbol dX.

    Examples
    --------
    >>> X = sp.MatrixSymbol("X", sp.Symbol("n"), sp.Symbol("n"))
    >>> matrix_differential(X.I, X).answer
    -X**(-1)*dX*X**(-1)
    """
    expr, variable = _arguments(f, X)
    return _checked_by_sizes(DifferentialOf(expr, variable), seconds, detail)


class _MatrixSolution(Solution):
    """A solution at symbolic sizes; an answer is judged on matrices of fixed size."""

    def _read(self, answer: Any, _reader: Inputs) -> Any:
        return canonical(sympified(answer))

    def _judged(self, found: Any) -> Verdict:
        """Judge an answer, and name the mistake where the book knows it."""
        goal: Any = self.problem.goal
        shape = self.derivation.value.shape if is_matrix(self.derivation.value) else None
        if getattr(found, "shape", None) != shape:
            told = f"The answer has the shape {getattr(found, 'shape', 'of a number')}, and {shape or 'a number'} was expected."
            verdict = Verdict(Status.INCORRECT, Witness({}, str(found), str(self.derivation.value), ("", ""), 0), explanation=told)
        else:
            verdict = judge_matrix_goal(goal, found)
            if verdict.status is not Status.INCORRECT:
                told = "Correct." if verdict else f"Not proved, and not refuted: {verdict.evidence}."
                return replace(verdict, explanation=told)
            verdict = replace(verdict, explanation=f"Not the same: {verdict.evidence}.")
        for rule, mistake, value in mistaken_answers(self.problem, self.derivation, BOOK):
            if value == found:
                return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=f"{verdict.explanation} {mistake.words}")
        return verdict


def _checked_by_sizes(goal: Any, seconds: float | None, detail: str) -> Solution:
    inputs = Inputs(notes=[_SCOPE])
    found = solve(Problem(goal), inputs, seconds=seconds, detail=detail)
    return _MatrixSolution(found.problem, found.derivation, found.report, inputs, detail)


def _arguments(f: Any, X: Any) -> tuple[Any, Any]:
    if not isinstance(X, sp.MatrixSymbol):
        raise InputError(f"{X} is no matrix symbol", 'Make it with sympy.MatrixSymbol("X", n, n).')
    if isinstance(X, Symmetric):
        raise InputError(f"{X} is symmetric, so its entries are not independent", "Differentiate in a matrix symbol without conditions.")
    try:
        expr = canonical(sympified(f))
    except (ValueError, sp.matrices.exceptions.ShapeError) as error:
        raise InputError(f"the shapes do not fit: {error}") from error
    if is_matrix(expr) and expr.shape == (1, 1) and expr != X:
        expr = scalar(expr)
    return expr, X


def canonical(expr: Any) -> Any:
    """Return an expression in the one form that the constructors of `symtutor.matrix_nodes` give."""
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
    sp.Identity: lambda expr: expr,
    sp.ZeroMatrix: lambda expr: expr,
    sp.OneMatrix: lambda expr: expr,
}
