"""A problem under constraints as a value: what is minimized, under which inequalities and equations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.linear_inequalities import rational
from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.quadratic import Quadratic, coefficients, is_semidefinite, quadratic_of

__all__ = ["Program", "is_linear", "is_rational", "violated"]


@dataclass(frozen=True)
class Program:
    """Minimize an objective subject to inequalities g ≥ 0 and equations h = 0."""

    objective: Any
    inequalities: tuple[Any, ...]
    equations: tuple[Any, ...]
    variables: tuple[Any, ...]
    positive: tuple[Any, ...] = ()  # variables that are positive by strict constraints

    @cached_property
    def quadratic(self) -> Quadratic | None:
        """The problem in rational coefficients, where its objective is quadratic and its constraints are linear."""
        return quadratic_of(self.objective, self.inequalities, self.equations, self.variables)

    @cached_property
    def is_affine(self) -> bool:
        """Whether all constraints are linear."""
        return all(is_linear(g, self.variables) for g in (*self.inequalities, *self.equations))

    @cached_property
    def is_polyhedron(self) -> bool:
        """Whether all constraints are linear with rational numbers, so that a point or a refutation is found by whole numbers."""
        return self.is_affine and all(is_rational(row) for row in self.rows())

    @cached_property
    def is_convex(self) -> bool:
        """Whether the problem is proved convex: f convex, each g concave, each h linear."""
        if self.quadratic is not None:
            return is_semidefinite(self.quadratic.bend)
        bounded = [v for v in self.variables if any((g - v).is_number and sign_of(v - g) == 1 for g in self.inequalities)]
        positive = (*self.positive, *bounded)
        return (
            is_convex(self.objective, self.variables, positive) is True
            and all(is_convex(-g, self.variables, positive) is True for g in self.inequalities)
            and all(is_linear(h, self.variables) for h in self.equations)
        )

    def rows(self) -> list[tuple[tuple[Any, ...], Any]]:
        """Return linear constraints as coefficients and bounds, equations first."""
        if self.quadratic is not None:
            both = (*self.quadratic.equations, *self.quadratic.rows)
            return [(tuple(map(rational, a)), rational(b)) for a, b in both]
        found = []
        for g in (*self.equations, *self.inequalities):
            slopes = tuple(sp.diff(g, v) for v in self.variables)
            found.append((slopes, -g.xreplace(dict.fromkeys(self.variables, sp.S.Zero))))
        return found


def is_linear(expr: sp.Expr, variables: Sequence[sp.Symbol]) -> bool:
    """Tell whether an expression is linear in variables, with numbers as coefficients."""
    read = coefficients(expr, tuple(variables))
    if read is not None:
        return all(len(letters) < 2 for letters in read)
    return all(sp.diff(expr, v).is_number for v in variables) and expr.is_polynomial(*variables)


def is_rational(row: tuple[Sequence[Any], Any]) -> bool:
    """Tell whether the coefficients and the bound of a linear constraint are rational numbers."""
    return all(e.is_Rational for e in (*row[0], row[1]))


def violated(program: Program, point: dict[sp.Symbol, sp.Expr], active: Sequence[int]) -> tuple[int, sp.Expr] | None:
    """Return the first constraint that a point violates, with its value there."""
    for i, g in enumerate(program.inequalities):
        if i in active:
            continue
        value = sp.expand(g.xreplace(point))
        if sign_of(value) == -1:
            return i, value
    return None
