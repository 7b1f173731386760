"""Vector fields: divergence, curl, potentials; and the determinant of a Jacobian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import Any

import sympy as sp

from symtutor.goals import D, I
from symtutor.rule import Bindings, Mistake, Relation
from symtutor.rules.vector_notation import VectorRule, column, differs, partial, same_fields, tuple_of
from symtutor.term import ZERO, Term, product, total
from symtutor.vector_goals import Curl, Determinant, Divergence, FreeOf, Potential, unequal

__all__ = ["FIELDS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


DIVERGENCE = VectorRule(
    id="vector.divergence",
    name="divergence",
    goal=Divergence,
    when=same_fields("components", "variables"),
    left=lambda components, variables: Divergence(components, variables),
    right=lambda components, variables: total([partial(f, v, variables) for f, v in zip(components, variables, strict=True)]),
    words="Differentiate each component in its own variable and add: the divergence is a number at each point.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "wrong-variables",
            lambda components, variables: total([partial(f, v, variables) for f, v in zip(components, reversed(variables), strict=True)]),
            "Each component is differentiated in its own variable: the first in the first, the second in the second.",
            "(x*y, y**2)",
        ),
        Mistake(
            "last-term-forgotten",
            lambda components, variables: total(
                [partial(f, v, variables) for f, v in zip(components[:-1], variables[:-1], strict=True)] or [ZERO]
            ),
            "The last component is missing: every component has a term.",
            "(x*y, y**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 16.5",
)


def _crossed(components: Sequence[Any], variables: Sequence[Any], signs: tuple[int, int, int]) -> Term:
    """Return the curl, each entry with a sign."""
    (p, q, r), (x, y, z) = components, variables
    pairs = (((r, y), (q, z)), ((p, z), (r, x)), ((q, x), (p, y)))
    entries = []
    for sign, (first, second) in zip(signs, pairs, strict=True):
        plus, minus = (first, second) if sign > 0 else (second, first)
        entries.append(partial(*plus, variables) - partial(*minus, variables))
    return column(entries)


CURL = VectorRule(
    id="vector.curl",
    name="curl",
    goal=Curl,
    when=same_fields("field", "space"),
    left=lambda field, space: Curl(field, space),
    right=lambda field, space: _crossed(field, space, (1, 1, 1)),
    words="With the components P, Q, R the curl is the column (∂R/∂y − ∂Q/∂z, ∂P/∂z − ∂R/∂x, ∂Q/∂x − ∂P/∂y).",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "middle-sign",
            lambda field, space: _crossed(field, space, (1, -1, 1)),
            "The sign of the second entry is wrong: it is ∂P/∂z − ∂R/∂x.",
            "(x*y, y*z, z*x)",
        ),
        Mistake(
            "all-signs",
            lambda field, space: _crossed(field, space, (-1, -1, -1)),
            "All signs are turned: the first entry is ∂R/∂y − ∂Q/∂z, and the others follow by moving the letters on.",
            "(x*y, y*z, z*x)",
        ),
    ),
    source=f"{_STEWART}, sec. 16.5",
)


# ---- potentials ----------------------------------------------------------------------------------
def _cross_pair(components: Any, variables: Any, context: Any) -> tuple[int, int] | None:
    """Return the first pair of components whose cross derivatives differ."""
    for i in range(len(variables)):
        for j in range(i + 1, len(variables)):
            cross = [context.value(D(components[i], variables[j])), context.value(D(components[j], variables[i]))]
            if None not in cross and differs(*cross):
                return i, j
    return None


def _conservative(goal: Potential, context: Any) -> Iterable[Bindings]:
    """Yield the orders in which the components may be integrated."""
    components, variables = goal.args
    if _cross_pair(components, variables, context) is not None:
        return
    for order in permutations(range(len(variables))):
        yield {
            "components": tuple(components),
            "variables": tuple(variables),
            "order": tuple(sp.Integer(k) for k in order),
        }


def _potential(components: Sequence[Any], variables: Sequence[Any], order: Sequence[Any]) -> Term:
    """Return the integral of the component that comes first, and of what is left of each further one."""
    places = [int(k.args[0]) for k in order]
    variables = [variables[k] for k in places]
    found: list[Any] = []
    for k, (f, v) in enumerate(zip([components[k] for k in places], variables, strict=True)):
        if not found:
            found.append(I(f, v))
            continue
        left = f - total([D(part, v) for part in found])
        found.append(I(FreeOf(left, tuple_of(variables[:k])), v))
    return total(found)


POTENTIAL = VectorRule(
    id="vector.potential",
    name="potential, one component after the other",
    goal=Potential,
    when=_conservative,
    left=lambda components, variables, order: Potential(components, variables),
    right=lambda components, variables, order: _potential(components, variables, order),
    words="All cross derivatives agree, so there is a potential. Integrate the first component in its variable; what the derivative of "
    "that in the next variable lacks is integrated in the next variable, and so on. A constant may be added.",
    cost=1,
    source=f"{_STEWART}, sec. 16.3",
)


def _not_conservative(goal: Potential, context: Any) -> Iterable[Bindings]:
    components, variables = goal.args
    pair = _cross_pair(components, variables, context)
    if pair is None:
        return ()
    i, j = pair
    return (
        {
            "components": tuple(components),
            "variables": tuple(variables),
            "first": components[i],
            "u": variables[i],
            "second": components[j],
            "v": variables[j],
        },
    )


NO_POTENTIAL = VectorRule(
    id="vector.no_potential",
    name="cross derivatives differ: there is no potential",
    goal=Potential,
    when=_not_conservative,
    left=lambda components, variables, first, u, second, v: Potential(components, variables),
    right=lambda components, variables, first, u, second, v: Term(unequal, (partial(first, v, variables), partial(second, u, variables))),
    words="If there were a potential, its mixed second derivatives would agree by Clairaut's theorem. The derivative of {first} in {v} "
    "differs from the derivative of {second} in {u}, so there is none.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 16.3",
)


def _without(goal: FreeOf, context: Any) -> Iterable[Bindings]:
    """Find a form in which the letters do not stand any more."""
    expr, letters = goal.args
    for rewrite in (lambda e: e, sp.expand, lambda e: sp.cancel(sp.together(e)), lambda e: sp.trigsimp(sp.expand(e))):
        found = rewrite(expr)
        if not any(context.depends(found, s) for s in letters):
            return ({"f": found, "expr": expr, "letters": letters},)
    return ()


FREE_OF = VectorRule(
    id="vector.free_of",
    name="terms cancel",
    goal=FreeOf,
    when=_without,
    left=lambda f, expr, letters: FreeOf(expr, letters),
    right=lambda f, expr, letters: f,
    words="The terms with {letters} cancel, as they must.",
    cost=0,
    commit=True,
    minor=True,
    source=f"{_STEWART}, sec. 16.3",
)


# ---- determinants --------------------------------------------------------------------------------
def _square(goal: Determinant, _context: Any) -> Iterable[Bindings]:
    (entries,) = goal.args
    return ({"matrix": entries},) if entries.rows == entries.cols else ()


def _expansion(matrix: Any) -> Term:
    """Return the expansion along the first row, down to determinants of 2 × 2."""
    held = matrix.args[0]
    if held.rows == 1:
        return total([held[0, 0]])
    if held.rows == 2:
        a, b, c, d = map(_entry, held)
        return product([a, d]) - product([b, c])
    terms = []
    for j in range(held.cols):
        if held[0, j] == 0:
            continue
        minor = Determinant(sp.ImmutableMatrix(held[1:, :].extract(range(held.rows - 1), [k for k in range(held.cols) if k != j])))
        terms.append(_entry(held[0, j]) * minor if j % 2 == 0 else -(_entry(held[0, j]) * minor))
    return total(terms) if terms else ZERO


def _entry(expr: Any) -> Term:
    return total([expr])


DETERMINANT = VectorRule(
    id="vector.determinant",
    name="determinant",
    goal=Determinant,
    when=_square,
    left=lambda matrix: Determinant(matrix),
    right=lambda matrix: _expansion(matrix),
    words="For 2 × 2 it is ad − bc; a larger one is expanded along its first row, with alternating signs.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "plus",
            lambda matrix: _permanent(matrix),
            "The determinant of 2 × 2 is ad − bc: the second product is subtracted.",
            "[[x, y], [y, x]]",
        ),
    ),
    source=f"{_STEWART}, sec. 15.9",
)


def _permanent(matrix: Any) -> Term:
    held = matrix.args[0]
    return total([held[0, 0] * held[1, 1] + held[0, 1] * held[1, 0]]) if held.rows == 2 else total([held.det()])


FIELDS = (DIVERGENCE, CURL, NO_POTENTIAL, POTENTIAL, FREE_OF, DETERMINANT)
