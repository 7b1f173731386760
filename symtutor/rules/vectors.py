"""Several variables: partial derivatives, gradients, Jacobians, Hessians; and the shelf of all vector rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.goals import D, Goal
from symtutor.rule import Bindings, Mistake
from symtutor.rules.notation import at
from symtutor.rules.vector_chain import CHAINS
from symtutor.rules.vector_directions import DIRECTIONS
from symtutor.rules.vector_fields import FIELDS
from symtutor.rules.vector_notation import VectorRule, column, matrix, partial, same_fields, tuple_of
from symtutor.rules.vector_tangents import TANGENTS
from symtutor.term import ZERO, Term, total
from symtutor.vector_goals import Gradient, Hessian, Jacobian, Partial, stacked

__all__ = ["VECTORS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019"
_NOT_SMOOTH = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling)
_MANY = 100  # entries that are still shown one by one


# ---- partial derivatives -------------------------------------------------------------------------
@lru_cache(maxsize=512)
def _terms_by_symbol(expr: Any) -> dict[Any, list[Any]]:
    """Return the terms of a sum in which each symbol stands."""
    found: dict[Any, list[Any]] = {}
    for term in sp.Add.make_args(expr):
        for symbol in term.free_symbols:
            found.setdefault(symbol, []).append(term)
    return found


def _partial(goal: Partial, _context: Any) -> Iterable[Bindings]:
    """Set apart the terms of a sum in which the variable stands, where there are others."""
    whole, x, held = goal.args
    varying = _terms_by_symbol(whole).get(x, ())
    is_part = 0 < len(varying) < len(sp.Add.make_args(whole))
    return ({"f": sp.Add(*varying) if is_part else whole, "whole": whole, "x": x, "held": held},)


def _held(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    held = bindings["held"]
    return {"{} held constant": held[0] if len(held) == 1 else held}


def _zeros(held: Any) -> Term:
    return tuple_of([0] * len(held.args[0]))


PARTIAL = VectorRule(
    id="vector.partial",
    name="partial derivative",
    goal=Partial,
    when=_partial,
    left=lambda f, whole, x, held: Partial(whole, x, held),
    right=lambda f, whole, x, held: D(f, x),
    words="Only {x} varies: the other variables {held} are held constant, which means they are treated as numbers and not left out. "
    "Terms without {x} have the derivative 0; factors without {x} stay.",
    shows=_held,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "held-as-zero",
            lambda f, whole, x, held: at(D(f, x), held, _zeros(held)),
            "A variable that is held constant was treated as 0: it stays where it is a factor.",
            "x**2*y**3",
        ),
        Mistake(
            "held-varied",
            lambda f, whole, x, held: D(f, x) + total([D(whole, v) for v in held.args[0]]),
            "The other variables were differentiated too: in a partial derivative they are held constant.",
            "x**2*y**3",
        ),
    ),
    source=f"{_STEWART}, sec. 14.3",
)

# ---- gradient, Jacobian, Hessian -----------------------------------------------------------------
GRADIENT = VectorRule(
    id="vector.gradient",
    name="gradient",
    goal=Gradient,
    when=same_fields("f", "variables"),
    left=lambda f, variables: Gradient(f, variables),
    right=lambda f, variables: column([partial(f, v, variables) for v in variables]),
    words="The gradient is the column of the partial derivatives, one row for each of the variables {variables}, in this order.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "entries-swapped",
            lambda f, variables: column([partial(f, v, variables) for v in reversed(variables)]),
            "The entries are in the wrong order: row i is the partial derivative in the i-th variable.",
            "x**2 + y**3",
        ),
        Mistake(
            "row-for-column",
            lambda f, variables: matrix([[partial(f, v, variables) for v in variables]]),
            "The entries are right, but they lie in a row: the gradient is a column; the row is the Jacobian of a single component.",
            "x**2 + y**3",
        ),
        Mistake(
            "added",
            lambda f, variables: matrix([[total([partial(f, v, variables) for v in variables])]]),
            "The partial derivatives were added: the gradient keeps them apart, one in each row.",
            "x**2 + y**3",
        ),
        Mistake(
            "first-for-all",
            lambda f, variables: column([partial(f, variables[0], variables) for _ in variables]),
            "Every entry is differentiated in its own variable, not in the first one.",
            "x**2 + y**3",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)


def _jacobian_bindings(*, many: bool) -> Callable[[Goal, Any], Iterable[Bindings]]:
    def when(goal: Goal, _context: Any) -> Iterable[Bindings]:
        components, variables = goal.args
        if (len(components) * len(variables) > _MANY) is not many:
            return ()
        return ({"components": tuple(components), "variables": tuple(variables)},)

    return when


def _jacobian_rows(components: Sequence[Any], variables: Sequence[Any]) -> list[list[Term]]:
    return [[partial(f, v, variables) for v in variables] for f in components]


def _shape(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    return {"{} rows": sp.Integer(len(bindings["components"])), "{} columns": sp.Integer(len(bindings["variables"]))}


JACOBIAN = VectorRule(
    id="vector.jacobian",
    name="Jacobian in numerator layout",
    goal=Jacobian,
    when=_jacobian_bindings(many=False),
    left=lambda components, variables: Jacobian(components, variables),
    right=lambda components, variables: matrix(_jacobian_rows(components, variables)),
    words="Numerator layout: one row for each component, one column for each variable, so row i is the gradient of "
    "component i, lying down.",
    shows=_shape,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "transposed",
            lambda components, variables: matrix([[partial(f, v, variables) for f in components] for v in variables]),
            "That is the transpose: in numerator layout a row belongs to a component and a column to a variable.",
            "(2*x*y, x**2*y)",
        ),
        Mistake(
            "gradient-of-first",
            lambda components, variables: column([partial(components[0], v, variables) for v in variables]),
            "That is the gradient of one component: the Jacobian has a row for every component.",
            "(2*x*y, x**2*y)",
        ),
        Mistake(
            "columns-swapped",
            lambda components, variables: matrix(_jacobian_rows(components, tuple(reversed(variables)))),
            "The columns are in the wrong order: column j belongs to the j-th variable.",
            "(2*x*y, x**2*y)",
        ),
        Mistake(
            "rows-swapped",
            lambda components, variables: matrix(_jacobian_rows(tuple(reversed(components)), variables)),
            "The rows are in the wrong order: row i belongs to the i-th component.",
            "(2*x*y, x**2*y)",
        ),
    ),
    source=f"{_MAGNUS}, ch. 9",
)

JACOBIAN_BY_ROWS = VectorRule(
    id="vector.jacobian_by_rows",
    name="Jacobian row by row",
    goal=Jacobian,
    when=_jacobian_bindings(many=True),
    left=lambda components, variables: Jacobian(components, variables),
    right=lambda components, variables: Term(stacked, tuple(Gradient(f, variables) for f in components)),
    words="Numerator layout: row i is the gradient of component i, lying down.",
    shows=_shape,
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, ch. 9",
)


def _hessian(*, smooth: bool) -> Callable[[Goal, Any], Iterable[Bindings]]:
    def when(goal: Goal, _context: Any) -> Iterable[Bindings]:
        expr, variables = goal.args
        return () if expr.has(*_NOT_SMOOTH) is smooth else ({"f": expr, "variables": tuple(variables)},)

    return when


def _second(f: Any, u: Any, v: Any, variables: Sequence[Any]) -> Term:
    return partial(partial(f, u, variables), v, variables)


def _symmetric(f: Any, variables: Sequence[Any]) -> list[list[Term]]:
    """Return rows in which an entry below the diagonal is the goal above it."""
    count = range(len(variables))
    return [[_second(f, variables[min(i, j)], variables[max(i, j)], variables) for j in count] for i in count]


HESSIAN = VectorRule(
    id="vector.hessian",
    name="Hessian, symmetric by Clairaut's theorem",
    goal=Hessian,
    when=_hessian(smooth=True),
    left=lambda f, variables: Hessian(f, variables),
    right=lambda f, variables: matrix(_symmetric(f, variables)),
    words="Entry (i, j) differentiates first in variable i, then in variable j. The second derivatives are continuous where they are "
    "defined, so by Clairaut's theorem the order does not matter and the entries below the diagonal repeat those above it.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "mixed-as-zero",
            lambda f, variables: matrix(
                [[_second(f, u, v, variables) if u == v else ZERO for v in variables] for u in variables],
            ),
            "The mixed derivatives were left out: they are 0 only when no term holds both variables.",
            "x**2*y**3",
        ),
        Mistake(
            "squares-of-first",
            lambda f, variables: matrix([[partial(f, u, variables) * partial(f, v, variables) for v in variables] for u in variables]),
            "An entry is a second derivative, not a product of two first derivatives.",
            "x**2*y**3",
        ),
    ),
    source=f"{_STEWART}, sec. 14.3",
)

HESSIAN_BY_ENTRIES = VectorRule(
    id="vector.hessian_by_entries",
    name="Hessian entry by entry",
    goal=Hessian,
    when=_hessian(smooth=False),
    left=lambda f, variables: Hessian(f, variables),
    right=lambda f, variables: matrix([[_second(f, u, v, variables) for v in variables] for u in variables]),
    words="Entry (i, j) differentiates first in variable i, then in variable j. The function has kinks, so both orders are worked out.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 14.3",
)

VECTORS = (
    PARTIAL,
    GRADIENT,
    JACOBIAN,
    JACOBIAN_BY_ROWS,
    HESSIAN,
    HESSIAN_BY_ENTRIES,
    *DIRECTIONS,
    *CHAINS,
    *FIELDS,
    *TANGENTS,
)
