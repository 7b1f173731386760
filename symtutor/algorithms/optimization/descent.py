"""Steps downhill in exact numbers, and how fast they converge on a quadratic function."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of, tidy
from symtutor.algorithms.optimization.several_variables import signature

__all__ = ["LONGEST", "convergence", "eigenvalues", "walked"]

LONGEST = 400  # operations in a coordinate


def walked(
    gradient: Any,
    hessian: sp.Expr | None,
    variables: tuple[sp.Basic, ...],
    start: tuple[sp.Basic, ...],
    method: str,
    rate: sp.Basic,
    inertia: sp.Basic,
    count: int,
) -> list[tuple[Any, ...]]:
    """Return the points of an iteration, fewer where a step has no value or its coordinates become too long.

    Gradient descent steps by −η ∇f, with inertia β also by β times the step before; Newton's method by −H⁻¹ ∇f.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> walked((2 * x,), None, (x,), (sp.Integer(1),), "gradient", sp.Rational(1, 4), sp.Integer(0), 2)
    [(1,), (1/2,), (1/4,)]
    """
    points = [start]
    before = (sp.S.Zero,) * len(start)
    for _ in range(count):
        here = dict(zip(variables, points[-1], strict=True))
        slopes = [sp.sympify(g).xreplace(here) for g in gradient]
        if method == "newton":
            matrix = sp.Matrix(hessian).xreplace(here)
            if sign_of(tidy(matrix.det(method="berkowitz"))) == 0:
                break
            step = tuple(matrix.LUsolve(sp.Matrix([-s for s in slopes])))
        else:
            step = tuple(inertia * b - rate * s for b, s in zip(before, slopes, strict=True))
        place = tuple(a + d if (a + d).is_Rational else tidy(a + d) for a, d in zip(points[-1], step, strict=True))
        if any(sp.count_ops(c) > LONGEST or _digits(c) > LONGEST or numeric(c) is None for c in place):
            break
        before = tuple(b - a for a, b in zip(points[-1], place, strict=True))
        points.append(place)
    return points


def _digits(number: sp.Basic) -> int:
    return len(str(number)) if number.is_Rational else 0


def eigenvalues(hessian: sp.MatrixExpr) -> list[sp.Rational] | None:
    """Return the eigenvalues of a constant positive definite Hessian in order, exactly; None for any other."""
    matrix = sp.Matrix(hessian)
    if matrix.free_symbols or (matrix.rows > 2 and not matrix.is_diagonal()):
        return None
    found = signature(matrix)
    if found is None or found[0] != matrix.rows:
        return None
    values = [matrix[k, k] for k in range(matrix.rows)] if matrix.is_diagonal() else _of_two(matrix)
    return sorted(values, key=lambda v: numeric(v))


def _of_two(matrix: Any) -> list[Any]:
    half, root = matrix.trace() / 2, sp.sqrt((matrix[0, 0] - matrix[1, 1]) ** 2 / 4 + matrix[0, 1] ** 2)
    return [half - root, half + root]


def convergence(values: list[sp.Rational], method: str, rate: sp.Expr, inertia: sp.Rational) -> tuple[sp.Basic, sp.Basic]:
    """Return the rate below which an iteration on a quadratic function converges, and the factor by which its error shrinks.

    An eigenvalue λ of the Hessian has the error e′ = (1 − η λ) e, and with inertia the roots of
    z² − (1 + β − η λ) z + β.  All are smaller than 1 exactly for 0 < η < 2 (1 + β)/L, L the greatest eigenvalue.
    """
    if method == "newton":
        return sp.nan, sp.S.Zero
    factors = []
    for v in values:
        middle = 1 + inertia - rate * v
        under = sp.expand(middle**2 - 4 * inertia)
        factors.append(sp.sqrt(inertia) if sign_of(under) == -1 else (abs(middle) + sp.sqrt(under)) / 2)
    return sp.radsimp(2 * (1 + inertia) / values[-1]), max((tidy(f) for f in factors), key=lambda f: numeric(f))
