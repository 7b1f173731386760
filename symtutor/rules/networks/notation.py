"""What the rules of backpropagation share: the parts of a use, and the names that an answer may hold."""

from __future__ import annotations

from typing import Any, NamedTuple

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.matrix_algebra import times, transposed
from symtutor.rules.matrices.linear_forms import applied
from symtutor.term import Term

__all__ = ["Use", "divided", "minus", "named", "only_use", "turned"]


class Use(NamedTuple):
    """How a matrix is used: the gradient in what uses it, how that is defined, and its name."""

    gradient: Any
    expr: Any
    name: Any


def only_use(goal: Goal) -> Use | None:
    """Return the only use of a matrix, or None where there are several."""
    uses = goal.args[1]
    return Use(*uses[0]) if len(uses) == 1 else None


def named(goal: Any, expr: Any) -> Any:
    """Return the name that an answer may use for an expression, or the expression itself."""
    return next((name for name, meaning in goal.args[2] if meaning == expr), expr)


def divided(matrix: Term, count: Term, factor: Any = 1) -> Term:
    """Return a matrix times a factor over a count."""
    return applied(times, sp.sympify(factor) / count.args[0], matrix)


def minus(matrix: Term) -> Term:
    """Return a matrix with the other sign."""
    return applied(times, -1, matrix)


def turned(matrix: Term, is_turned: Term) -> Term:
    """Return the transpose of a matrix where examples are columns, and the matrix itself where they are rows."""
    return applied(transposed, matrix) if is_turned.args[0] == sp.true else matrix
