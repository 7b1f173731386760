"""Asking for derivatives in matrices and vectors of symbolic size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.diagnosing.matrix_answers import judge_matrix_answer
from symtutor.errors import InputError
from symtutor.goals.matrices import DifferentialOf, MatrixDerivative, Transposed, increment
from symtutor.inputs import Inputs
from symtutor.matrix_algebra import (
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
from symtutor.reading.matrices.parser import read_matrix
from symtutor.rules import BOOK
from symtutor.solution import Solution, solve
from symtutor.term import sympified
from symtutor.verdict import Verdict

__all__ = ["matrix_derivative", "matrix_differential"]

_LAYOUTS = ("denominator", "numerator")


def matrix_derivative(
    f: Any,
    X: Any,
    layout: str | None = None,
    *,
    shapes: Mapping[Any, Any] | None = None,
    seconds: float | None = None,
    detail: str = "normal",
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
        number; what is not declared is inferred.
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
    expr, variable, inputs = _arguments(f, X, shapes)
    goal: Any = MatrixDerivative(expr, variable)
    natural = "numerator" if is_matrix(expr) else "denominator"
    if layout not in {None, natural}:
        goal = Transposed(goal)
    return _solved(goal, inputs, seconds, detail)


def matrix_differential(
    f: Any, X: Any, *, shapes: Mapping[Any, Any] | None = None, seconds: float | None = None, detail: str = "normal"
) -> Solution:
    """Derive the differential of a number or matrix for a change dX of a matrix.

    Parameters
    ----------
    f, X, shapes, seconds, detail
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
    expr, variable, inputs = _arguments(f, X, shapes)
    return _solved(DifferentialOf(expr, variable), inputs, seconds, detail)


class _MatrixSolution(Solution):
    """A solution at symbolic sizes; an answer may be text, in the letters of the problem."""

    def _read(self, answer: Any, reader: Inputs) -> Any:
        goal: Any = self.problem.goal
        known = {s.name: s for arg in goal.args for s in _letters(arg)}
        known |= {f"d{s.name}": increment(s) for s in list(known.values()) if isinstance(s, sp.MatrixSymbol)}
        found = _read(answer, known, {}, reader) if isinstance(answer, str) else _canonical(answer)
        sizes = {s for m in found.atoms(sp.MatrixSymbol) for s in sp.Tuple(*m.shape).free_symbols}
        foreign = sorted(s.name for s in _letters(found) - sizes - _letters(sp.Tuple(*known.values())))
        if foreign:
            raise InputError(
                f"the answer has {', '.join(foreign)}, and the problem has not", f"Its letters are {', '.join(sorted(known))}."
            )
        return scalar(found) if getattr(found, "shape", None) == (1, 1) and not is_matrix(self.derivation.value) else found

    def _judged(self, found: Any) -> Verdict:
        return judge_matrix_answer(self.problem, self.derivation, found, BOOK)


def _letters(expr: Any) -> set[Any]:
    """Return the symbols of an expression: matrices, numbers and sizes."""
    return expr.atoms(sp.MatrixSymbol, sp.Symbol) - {m.args[1] for m in expr.atoms(Map)} if isinstance(expr, sp.Basic) else set()


def _solved(goal: Any, inputs: Inputs, seconds: float | None, detail: str) -> Solution:
    found = solve(Problem(goal), inputs, seconds=seconds, detail=detail)
    return _MatrixSolution(found.problem, found.derivation, found.report, inputs, detail)


def _read(text: str, known: Mapping[str, Any], shapes: Mapping[Any, Any], inputs: Inputs) -> Any:
    """Return what a text means, in symbols that are known already and shapes that are declared."""
    reading = read_matrix(text, {name: s.shape if isinstance(s, sp.MatrixSymbol) else () for name, s in known.items()} | dict(shapes))
    if not known:
        inputs.notes.append(reading.note)
    return _canonical(reading.expr.xreplace({s: known[name] for name, s in reading.symbols.items() if known.get(name, s) != s}))


def _arguments(f: Any, X: Any, shapes: Mapping[Any, Any] | None) -> tuple[Any, Any, Inputs]:
    """Return the expression, the variable, and how they were read."""
    inputs = Inputs()
    if isinstance(f, str):
        expr = _read(f, {X.name: X} if isinstance(X, sp.MatrixSymbol) else {}, shapes or {}, inputs)
    elif shapes:
        raise InputError("shapes belong to text, and an expression was passed", "The symbols of an expression have their shapes.")
    else:
        expr = _canonical(f)
    variable = _variable(X, expr)
    if is_matrix(expr) and expr.shape == (1, 1) and expr != variable:
        expr = scalar(expr)
    return expr, variable, inputs


def _variable(X: Any, expr: Any) -> Any:
    """Return the matrix to differentiate in: a symbol, or its name."""
    if isinstance(X, str):
        found = {s.name: s for s in _letters(expr) if isinstance(s, sp.MatrixSymbol)}
        if X.strip() not in found:
            listed = ", ".join(sorted(found)) or "none"
            raise InputError(f"the expression has no matrix or column named {X!r}", f"It has {listed}.")
        X = found[X.strip()]
    if not isinstance(X, sp.MatrixSymbol):
        raise InputError(f"{X} is no matrix symbol", 'Make it with sympy.MatrixSymbol("X", n, n), or write the expression as text.')
    if isinstance(X, Symmetric):
        raise InputError(f"{X} is symmetric, so its entries are not independent", "Differentiate in a matrix symbol without conditions.")
    return X


def _canonical(thing: Any) -> Any:
    """Return an argument in one form, or say what is wrong with it."""
    if isinstance(thing, sp.MatrixBase):
        raise InputError("a matrix with given entries was passed", "Its derivatives are asked for by gradient, jacobian or differentiate.")
    if thing is None or isinstance(thing, list | tuple | dict | set):
        raise InputError(f"{thing!r} is no expression of matrix calculus", 'Pass text such as "||A x - b||^2", or a MatrixExpr of SymPy.')
    try:
        return canonical(sympified(thing))
    except (ValueError, TypeError, AttributeError, sp.SympifyError, sp.matrices.exceptions.ShapeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"no expression of matrix calculus: {error}", "Sums, products and functions of matrices whose shapes fit."
        ) from error


def canonical(expr: Any) -> Any:
    """Return an expression in the one form that the constructors of `symtutor.matrix_algebra` give."""
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
