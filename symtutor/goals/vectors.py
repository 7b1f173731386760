"""Goals in several variables, and the operators with which they are written.

An operator such as `grad` is a head of Terms: printed it is a sign (∇, div,
curl), as a value it is a matrix or sum of SymPy's unevaluated derivatives, so
that every state of a derivation can be read without this package.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import FIRST, Goal
from symtutor.term import ONE, At, Quotient, Term

__all__ = [
    "KINDS",
    "Approximation",
    "ChainDerivative",
    "Curl",
    "DerivativesAt",
    "Determinant",
    "DirectionalDerivative",
    "DirectionalDerivativeAt",
    "Divergence",
    "FreeOf",
    "Gradient",
    "Hessian",
    "Jacobian",
    "Partial",
    "Potential",
    "Pythagorean",
    "TangentPlane",
    "TangentToLevel",
    "TotalDifferential",
    "Unit",
    "approximation_of",
    "at_point",
    "curl",
    "div",
    "dot",
    "grad",
    "hess",
    "jac",
    "norm",
    "partial_of",
    "paths",
    "potential_of",
    "slope_along",
    "stacked",
    "tangent_plane_of",
    "total_differential_of",
    "unequal",
]


# ---- operators: heads of Terms -------------------------------------------------------------------
def grad(expr: sp.Basic, variables: Any) -> sp.MatrixExpr:
    """Return the gradient as a column of unevaluated partial derivatives.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> grad(x * y, (x, y))
    Matrix([
    [Derivative(x*y, x)],
    [Derivative(x*y, y)]])
    """
    return sp.ImmutableMatrix([[sp.Derivative(expr, v)] for v in variables])


def jac(fields: sp.Tuple, variables: sp.Tuple) -> sp.ImmutableMatrix:
    """Return the Jacobian as a matrix of unevaluated partial derivatives: a row a component, a column a variable."""
    return sp.ImmutableMatrix([[sp.Derivative(f, v) for v in variables] for f in fields])


def hess(expr: sp.Expr, variables: sp.Tuple) -> sp.ImmutableMatrix:
    """Return the Hessian as a matrix of unevaluated second derivatives."""
    return sp.ImmutableMatrix([[sp.Derivative(expr, u, v) for v in variables] for u in variables])


def div(fields: sp.Tuple, variables: sp.Tuple) -> sp.Expr:
    """Return the divergence as a sum of unevaluated partial derivatives."""
    return sp.Add(*[sp.Derivative(f, v) for f, v in zip(fields, variables, strict=True)])


def curl(fields: sp.Tuple, variables: sp.Tuple) -> sp.ImmutableMatrix:
    """Return the curl as a column of differences of unevaluated partial derivatives."""
    (p, q, r), (x, y, z) = fields, variables
    pairs = ((r, y, q, z), (p, z, r, x), (q, x, p, y))
    return sp.ImmutableMatrix([[sp.Derivative(a, s) - sp.Derivative(b, t)] for a, s, b, t in pairs])


def at_point(column: sp.ImmutableMatrix, variables: sp.Tuple, point: sp.Tuple) -> sp.ImmutableMatrix:
    """Return a column of unevaluated derivatives, each to be evaluated at a point."""
    return column.applyfunc(lambda entry: sp.Subs(entry, variables, point))


def dot(a: Any, b: Any) -> Any:
    """Return the scalar product of two columns; what a learner's mistake makes of them may have none."""
    if getattr(a, "shape", None) != getattr(b, "shape", 0):
        return sp.nan
    return sp.Add(*[p * q for p, q in zip(a, b, strict=True)])


def norm(vector: Any) -> Any:
    """Return the Euclidean length of a column."""
    return sp.sqrt(sp.Add(*[entry**2 for entry in vector]))


def paths(*chains: Any) -> Any:
    """Return the paths of a tree of dependencies, each a tuple of letters from the function to the variable."""
    return sp.Tuple(*chains)


def partial_of(expr: sp.Expr, variable: sp.Symbol) -> sp.Expr:
    """Return the unevaluated derivative in one variable of several; it is written with ∂ whatever the letters are."""
    return sp.Derivative(expr, variable)


def slope_along(function: Any, direction: Any) -> Any:
    """Return a name for the derivative of a function, known by its letter, in a direction."""
    return sp.Function("D")(function, direction)


def stacked(*rows: Any) -> Any:
    """Return the matrix whose rows are the transposes of columns."""
    return sp.ImmutableMatrix([list(row) for row in rows])


def unequal(left: sp.Expr, right: sp.Expr) -> sp.Rel:
    """Return that two sides differ, also where that is plain."""
    return sp.Ne(left, right, evaluate=False)


def potential_of(fields: sp.Tuple, variables: sp.Tuple) -> Any:
    """Return a name for a function with a given gradient."""
    return sp.Function("potential")(*fields, *variables)


def tangent_plane_of(expr: sp.Expr, variables: sp.Tuple, point: sp.Tuple) -> Any:
    """Return a name for the tangent plane of a surface at a point."""
    return sp.Function("tangent")(expr, *variables, *point)


def total_differential_of(expr: sp.Expr, variables: sp.Tuple, increments: sp.Tuple) -> sp.Expr:
    """Return the total differential with unevaluated partial derivatives."""
    return sp.Add(*[sp.Derivative(expr, v) * dv for v, dv in zip(variables, increments, strict=True)])


def approximation_of(expr: sp.Expr, variables: sp.Tuple, point: sp.Tuple, order: sp.Expr) -> Any:
    """Return a name for a Taylor polynomial in several variables."""
    return sp.Function(f"T_{order}")(expr, *variables, *point)


# ---- goals ---------------------------------------------------------------------------------------
class Partial(Goal, fields="expr variable held"):
    """The partial derivative in a variable; the other variables are held constant."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(partial_of, args[:2])


class Gradient(Goal, fields="expr variables", shown=grad):
    """The column of partial derivatives of an expression in variables."""


class Jacobian(Goal, fields="components variables", shown=jac):
    """The matrix of partial derivatives of components in variables, a row a component."""


class Hessian(Goal, fields="expr variables", shown=hess):
    """The matrix of second partial derivatives of an expression."""


class Determinant(Goal, fields="matrix", shown=sp.Determinant):
    """The determinant of a square matrix."""


class Unit(Goal, fields="direction"):
    """The vector of length 1 in the direction of a column."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(Quotient, (*args, Term(norm, args)))


class DirectionalDerivative(Goal, fields="expr variables direction"):
    """The rate of change of an expression in the direction of a column, per unit of length."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variables, direction = args
        return Term(dot, (Term(grad, (expr, variables)), Unit.showing(direction)))


class DirectionalDerivativeAt(Goal, fields="expr variables direction point"):
    """The directional derivative at a point."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variables, direction, point = args
        return Term(dot, (Term(at_point, (Term(grad, (expr, variables)), variables, point)), Unit.showing(direction)))


class Divergence(Goal, fields="components variables", shown=div):
    """The sum of the partial derivatives of each component in its own variable."""


class Curl(Goal, fields="components variables", shown=curl):
    """The curl of a field with three components."""


class Potential(Goal, fields="components variables", shown=potential_of):
    """A function whose gradient is a given field, or two cross partial derivatives that differ."""


class FreeOf(Goal, fields="expr letters", shown=FIRST, rewrites=True):
    """An expression to be written without letters that it does not depend on."""


class Pythagorean(Goal, fields="expr", shown=FIRST, rewrites=True):
    """An expression to be shortened by sin² + cos² = 1."""


class ChainDerivative(Goal, fields="expr letters places variable"):
    """The derivative of an expression in letters that stand for functions of the variable."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (Term(At, args[:3]), args[3], ONE))


class TangentPlane(Goal, fields="expr variables point letter"):
    """The equation of the plane that touches the surface letter = expr at a point."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(tangent_plane_of, args[:3])


class TangentToLevel(Goal, fields="expr variables point", shown=tangent_plane_of):
    """The equation of the plane (line, for two variables) that touches the surface expr = 0 at a point of it."""


class Approximation(Goal, fields="expr variables point order", shown=approximation_of):
    """The Taylor polynomial of order 1 or 2 about a point, in several variables."""


class TotalDifferential(Goal, fields="expr variables increments", shown=total_differential_of, may_be_rewritten=False):
    """The total differential of an expression, with a letter for the increment of each variable."""


class DerivativesAt(Goal, fields="expr variables values", shown=At):
    """SymPy's unevaluated derivatives at a point where a formula changes: variables and values are tuples of equal length."""


KINDS: tuple[type[Goal], ...] = (
    Partial,
    Gradient,
    Jacobian,
    Hessian,
    Determinant,
    Unit,
    DirectionalDerivative,
    DirectionalDerivativeAt,
    Divergence,
    Curl,
    Potential,
    FreeOf,
    Pythagorean,
    ChainDerivative,
    TangentPlane,
    TangentToLevel,
    Approximation,
    TotalDifferential,
    DerivativesAt,
)
