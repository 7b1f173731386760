"""Several variables: partial derivatives, gradients, Jacobians, Hessians; and the shelf of all vector rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.core import D, Goal, HigherDerivative
from symtutor.goals.vectors import Determinant, Gradient, Hessian, Jacobian, stacked
from symtutor.rule import Bindings, Mistake
from symtutor.rules.notation import at
from symtutor.rules.vectors.chain import CHAINS
from symtutor.rules.vectors.determinant import DETERMINANTS
from symtutor.rules.vectors.directions import DIRECTIONS
from symtutor.rules.vectors.fields import FIELDS
from symtutor.rules.vectors.notation import VectorRule, column, matrix, partial, same_fields, shape_shown, tuple_of
from symtutor.rules.vectors.partial import PARTIAL, terms_by_symbol
from symtutor.rules.vectors.potentials import POTENTIALS
from symtutor.rules.vectors.sigmoids import SIGMOIDS
from symtutor.rules.vectors.tangents import TANGENTS
from symtutor.term import ZERO, Term, total

__all__ = ["VECTORS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019"
_NOT_SMOOTH = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling)
_MANY = 100  # entries that are still shown one by one
_LONG = 12  # terms and variables up to which a whole sum stands in every partial derivative


# ---- gradient, Jacobian, Hessian -----------------------------------------------------------------
GRADIENT = VectorRule(
    id="vector.gradient",
    name="gradient",
    goal=Gradient,
    when=lambda goal, context: () if _is_long(goal) else same_fields("f", "variables")(goal, context),
    left=lambda f, variables: Gradient(f, variables),
    right=lambda f, variables: column([partial(f, v, variables) for v in variables]),
    words="The gradient is the column of the partial derivatives, one row for each of the variables {variables}, in this order.",
    why="Differentiate once in each variable while the others are held constant.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "entries-swapped",
            lambda f, variables: column([partial(f, v, variables) for v in reversed(variables)]),
            "The entries are in the wrong order: row i is the partial derivative in the i-th variable.",
        ),
        Mistake(
            "row-for-column",
            lambda f, variables: matrix([[partial(f, v, variables) for v in variables]]),
            "The entries are right, but they lie in a row: the gradient is a column; the row is the Jacobian of a single component.",
        ),
        Mistake(
            "added",
            lambda f, variables: matrix([[total([partial(f, v, variables) for v in variables])]]),
            "The partial derivatives were added: the gradient keeps them apart, one in each row.",
        ),
        Mistake(
            "first-for-all",
            lambda f, variables: column([partial(f, variables[0], variables) for _ in variables]),
            "Every entry is differentiated in its own variable, not in the first one.",
        ),
        Mistake(
            "pattern-repeated",
            lambda f, variables: column([at(partial(f, variables[0], variables), variables[0], v) for v in variables]),
            "An entry repeats the form of the first one with another letter; the expression need not have the same form in each variable: "
            "differentiate it in each.",
        ),
        Mistake(
            "not-differentiated",
            lambda f, variables: column([f for _ in variables]),
            "The expression itself stands in the entries: differentiate it, in each row in another variable.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)


def _is_long(goal: Gradient) -> bool:
    """Tell whether a sum is so long that it is not written out for every variable."""
    expr, variables = goal.args
    return min(len(sp.Add.make_args(expr)), len(variables)) > _LONG


def _by_terms(goal: Gradient, _context: object) -> Iterable[Bindings]:
    """Find for each variable the terms of the sum in which it stands."""
    expr, variables = goal.args
    found = terms_by_symbol(expr)
    return ({"f": expr, "parts": tuple(sp.Add(*found.get(v, ())) for v in variables), "variables": tuple(variables)},)


GRADIENT_BY_TERMS = VectorRule(
    id="vector.gradient_by_terms",
    name="gradient of a long sum: terms without the variable have the derivative 0",
    goal=Gradient,
    when=lambda goal, context: _by_terms(goal, context) if _is_long(goal) else (),
    left=lambda f, parts, variables: Gradient(f, variables),
    right=lambda f, parts, variables: column([partial(p, v, variables) for p, v in zip(parts, variables, strict=True)]),
    words="The gradient is the column of the partial derivatives, one row for each variable; a row needs only the terms with its variable.",
    samples={"parts": (sp.Function("f")(*sp.symbols("x y")), sp.Function("f")(*sp.symbols("x y")))},
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "row-for-column",
            lambda parts, variables: matrix([[partial(p, v, variables) for p, v in zip(parts, variables, strict=True)]]),
            "The entries are right, but they lie in a row: the gradient is a column; the row is the Jacobian of a single component.",
        ),
        Mistake(
            "added",
            lambda parts, variables: matrix([[total([partial(p, v, variables) for p, v in zip(parts, variables, strict=True)])]]),
            "The partial derivatives were added: the gradient keeps them apart, one in each row.",
        ),
        Mistake(
            "not-differentiated",
            lambda parts: column(parts),
            "The terms themselves stand in the entries: differentiate them, in each row in its own variable.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.6",
)


def _jacobian_bindings(*, many: bool) -> Callable[[Goal, Any], Iterable[Bindings]]:
    def when(goal: Goal, _context: object) -> Iterable[Bindings]:
        components, variables = goal.args
        if (len(components) * len(variables) > _MANY) is not many:
            return ()
        return ({"components": tuple(components), "variables": tuple(variables)},)

    return when


def _jacobian_rows(components: Sequence[Term], variables: Sequence[Term]) -> list[list[Term]]:
    return [[partial(f, v, variables) for v in variables] for f in components]


def _shape(bindings: Bindings, _values: tuple[sp.Expr, ...]) -> dict[str, Any]:
    return shape_shown(len(bindings["components"]), len(bindings["variables"]))


JACOBIAN = VectorRule(
    id="vector.jacobian",
    name="Jacobian in numerator layout",
    goal=Jacobian,
    when=_jacobian_bindings(many=False),
    left=lambda components, variables: Jacobian(components, variables),
    right=lambda components, variables: matrix(_jacobian_rows(components, variables)),
    words="Numerator layout: one row for each component, one column for each variable, so row i is the gradient of "
    "component i, lying down.",
    why="Differentiate each component once in each variable: a row a component, a column a variable.",
    shows=_shape,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "transposed",
            lambda components, variables: matrix([[partial(f, v, variables) for f in components] for v in variables]),
            "That is the transpose: in numerator layout a row belongs to a component and a column to a variable.",
        ),
        Mistake(
            "gradient-of-first",
            lambda components, variables: column([partial(components[0], v, variables) for v in variables]),
            "That is the gradient of one component: the Jacobian has a row for every component.",
        ),
        Mistake(
            "row-of-first",
            lambda components, variables: matrix(_jacobian_rows(components[:1], variables)),
            "That is the first row alone: the Jacobian has a row for every component.",
        ),
        Mistake(
            "own-variables-only",
            lambda components, variables: column([partial(f, v, variables) for f, v in zip(components, variables, strict=False)]),
            "Each component was differentiated in one variable only: its row holds its derivatives in all of them.",
        ),
        Mistake(
            "others-as-zero",
            lambda components, variables: matrix(
                [[partial(f, v, variables) if i == j else ZERO for j, v in enumerate(variables)] for i, f in enumerate(components)]
            ),
            "The entries beside the diagonal were left out: a component may depend on every variable.",
        ),
        Mistake(
            "divergence",
            lambda components, variables: matrix(
                [[total([partial(f, v, variables) for f, v in zip(components, variables, strict=False)])]]
            ),
            "That is the divergence, the sum of the diagonal: the Jacobian keeps all partial derivatives apart.",
        ),
        Mistake(
            "determinant",
            lambda components, variables: matrix([[Determinant(Jacobian(components, variables))]]),
            "That is the determinant of the Jacobian, not the matrix itself.",
        ),
        Mistake(
            "columns-swapped",
            lambda components, variables: matrix(_jacobian_rows(components, tuple(reversed(variables)))),
            "The columns are in the wrong order: column j belongs to the j-th variable.",
        ),
        Mistake(
            "rows-swapped",
            lambda components, variables: matrix(_jacobian_rows(tuple(reversed(components)), variables)),
            "The rows are in the wrong order: row i belongs to the i-th component.",
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
    mistakes=tuple(m for m in JACOBIAN.mistakes if m.id in {"transposed", "rows-swapped", "columns-swapped"}),
    source=f"{_MAGNUS}, ch. 9",
)


def _hessian(*, smooth: bool) -> Callable[[Goal, Any], Iterable[Bindings]]:
    def when(goal: Goal, _context: object) -> Iterable[Bindings]:
        expr, variables = goal.args
        return () if expr.has(*_NOT_SMOOTH) is smooth else ({"f": expr, "variables": tuple(variables)},)

    return when


def _second(f: Term, u: Term, v: Term, variables: Sequence[Term]) -> Term:
    return partial(partial(f, u, variables), v, variables)


def _mixed_times(factor: int) -> Callable[..., Term]:
    """Return the wrong Hessian in which the entries beside the diagonal are multiplied by a number."""
    return lambda f, variables: matrix(
        [[_second(f, u, v, variables) if u == v else factor * _second(f, u, v, variables) for v in variables] for u in variables]
    )


_OF_HESSIAN = (
    Mistake(
        "mixed-as-zero",
        _mixed_times(0),
        "The mixed derivatives were left out: they are 0 only where no term of a sum holds both variables.",
    ),
    Mistake(
        "mixed-doubled",
        _mixed_times(2),
        "The mixed derivatives were taken twice: the factor 2 belongs to the quadratic approximation, where both of them stand.",
    ),
    Mistake(
        "squares-of-first",
        lambda f, variables: matrix([[partial(f, u, variables) * partial(f, v, variables) for v in variables] for u in variables]),
        "An entry is a second derivative, not a product of two first derivatives.",
    ),
    Mistake(
        "gradient",
        lambda f, variables: column([partial(f, v, variables) for v in variables]),
        "That is the gradient, the first derivatives: the Hessian holds the second ones, a row and a column for each variable.",
    ),
    Mistake(
        "pure-only",
        lambda f, variables: column([_second(f, v, v, variables) for v in variables]),
        "Only the entries of the diagonal are there: the Hessian holds the mixed derivatives too.",
    ),
    Mistake(
        "laplacian",
        lambda f, variables: matrix([[total([_second(f, v, v, variables) for v in variables])]]),
        "That is the sum of the diagonal: the Hessian keeps all second derivatives apart.",
    ),
    Mistake(
        "determinant",
        lambda f, variables: matrix([[Determinant(Hessian(f, variables))]]),
        "That is the determinant of the Hessian, not the matrix itself.",
    ),
)


def _symmetric(f: Term, variables: Sequence[Term]) -> list[list[Term]]:
    """Return rows in which an entry below the diagonal is the goal above it."""
    count = range(len(variables))
    return [[_second(f, variables[min(i, j)], variables[max(i, j)], variables) for j in count] for i in count]


HESSIAN_OF_ONE = VectorRule(
    id="vector.hessian_of_one",
    name="Hessian in one variable: the second derivative",
    goal=Hessian,
    when=lambda goal, _context: ({"f": goal.args[0], "x": goal.args[1][0]},) if len(goal.args[1]) == 1 else (),
    left=lambda f, x: Hessian(f, tuple_of([x])),
    right=lambda f, x: matrix([[HigherDerivative(f, x, 2)]]),
    words="With one variable the Hessian has a single entry, the second derivative.",
    samples={"f": sp.Function("f")(sp.Symbol("x"))},
    cost=0,
    commit=True,
    mistakes=(
        Mistake("first-derivative", lambda f, x: matrix([[D(f, x)]]), "That is the first derivative: the Hessian holds the second one."),
        Mistake(
            "square-of-first",
            lambda f, x: matrix([[D(f, x) * D(f, x)]]),
            "The entry is the second derivative, not the square of the first one.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.3",
)

HESSIAN = VectorRule(
    id="vector.hessian",
    name="Hessian, symmetric by Clairaut's theorem",
    goal=Hessian,
    when=_hessian(smooth=True),
    left=lambda f, variables: Hessian(f, variables),
    right=lambda f, variables: matrix(_symmetric(f, variables)),
    words="Entry (i, j) differentiates first in variable i, then in variable j. The formulas of the second derivatives are continuous "
    "where they have values; there, by Clairaut's theorem, the order does not matter, and the entries below the diagonal repeat those "
    "above it.",
    why="Differentiate once in each variable, then each result once more.",
    cost=0,
    commit=True,
    mistakes=_OF_HESSIAN,
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
    mistakes=_OF_HESSIAN,
    source=f"{_STEWART}, sec. 14.3",
)

VECTORS = (
    PARTIAL,
    GRADIENT,
    GRADIENT_BY_TERMS,
    SIGMOIDS,
    JACOBIAN,
    JACOBIAN_BY_ROWS,
    HESSIAN_OF_ONE,
    HESSIAN,
    HESSIAN_BY_ENTRIES,
    *DIRECTIONS,
    *CHAINS,
    *FIELDS,
    *POTENTIALS,
    *DETERMINANTS,
    *TANGENTS,
)
