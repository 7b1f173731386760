"""Vector fields: divergence and curl."""

from __future__ import annotations

from collections.abc import Sequence

from symtutor.goals.vectors import Curl, Divergence
from symtutor.rule import Mistake
from symtutor.rules.vectors.notation import VectorRule, column, matrix, partial, same_fields
from symtutor.term import ZERO, Term, total

__all__ = ["FIELDS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


DIVERGENCE = VectorRule(
    id="vector.divergence",
    name="divergence",
    goal=Divergence,
    when=same_fields("components", "variables"),
    left=lambda components, variables: Divergence(components, variables),
    right=lambda components, variables: total([partial(f, v, variables) for f, v in zip(components, variables, strict=True)]),
    why="Each component is differentiated in its own variable only.",
    words="Differentiate each component in its own variable and add: the divergence is a number at each point.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "wrong-variables",
            lambda components, variables: total([partial(f, v, variables) for f, v in zip(components, reversed(variables), strict=True)]),
            "Each component is differentiated in its own variable: the first in the first, the second in the second.",
        ),
        Mistake(
            "last-term-forgotten",
            lambda components, variables: total(
                [partial(f, v, variables) for f, v in zip(components[:-1], variables[:-1], strict=True)] or [ZERO]
            ),
            "The last component is missing: every component has a term.",
        ),
        Mistake(
            "not-differentiated",
            lambda components: total(list(components)),
            "The components were added as they are: differentiate each in its own variable first.",
        ),
        Mistake(
            "subtracted",
            lambda components, variables: (
                partial(components[0], variables[0], variables)
                - total([partial(f, v, variables) for f, v in zip(components[1:], variables[1:], strict=True)] or [ZERO])
            ),
            "The terms of the divergence are added; differences belong to the curl.",
        ),
    ),
    source=f"{_STEWART}, sec. 16.5",
)


def _pairs(components: Sequence[Term], variables: Sequence[Term]) -> list[tuple[Term, Term]]:
    """Return the two partial derivatives of each entry of the curl."""
    (p, q, r), (x, y, z) = components, variables
    pairs = (((r, y), (q, z)), ((p, z), (r, x)), ((q, x), (p, y)))
    return [(partial(*first, variables), partial(*second, variables)) for first, second in pairs]


def _crossed(components: Sequence[Term], variables: Sequence[Term], signs: tuple[int, int, int]) -> list[Term]:
    """Return the entries of the curl, each with a sign."""
    return [a - b if sign > 0 else b - a for sign, (a, b) in zip(signs, _pairs(components, variables), strict=True)]


CURL = VectorRule(
    id="vector.curl",
    name="curl",
    goal=Curl,
    when=same_fields("field", "space"),
    left=lambda field, space: Curl(field, space),
    right=lambda field, space: column(_crossed(field, space, (1, 1, 1))),
    why="Each entry compares two cross derivatives of the components.",
    words="With the components P, Q, R the curl is the column (∂R/∂y − ∂Q/∂z, ∂P/∂z − ∂R/∂x, ∂Q/∂x − ∂P/∂y).",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "middle-sign",
            lambda field, space: column(_crossed(field, space, (1, -1, 1))),
            "The sign of the second entry is wrong: it is ∂P/∂z − ∂R/∂x.",
        ),
        Mistake(
            "all-signs",
            lambda field, space: column(_crossed(field, space, (-1, -1, -1))),
            "All signs are turned: the first entry is ∂R/∂y − ∂Q/∂z, and the others follow by moving the letters on.",
        ),
        Mistake(
            "first-sign",
            lambda field, space: column(_crossed(field, space, (-1, 1, 1))),
            "The sign of the first entry is wrong: it is ∂R/∂y − ∂Q/∂z.",
        ),
        Mistake(
            "last-sign",
            lambda field, space: column(_crossed(field, space, (1, 1, -1))),
            "The sign of the third entry is wrong: it is ∂Q/∂x − ∂P/∂y.",
        ),
        Mistake(
            "plus-for-minus",
            lambda field, space: column([a + b for a, b in _pairs(field, space)]),
            "The cross derivatives are subtracted, not added.",
        ),
        Mistake(
            "divergence",
            lambda field, space: matrix([[total([partial(f, v, space) for f, v in zip(field, space, strict=True)])]]),
            "That is the divergence, a number at each point: the curl is a vector of differences of cross derivatives.",
        ),
        Mistake(
            "gradients-of-components",
            lambda field, space: column([partial(f, v, space) for f, v in zip(field, space, strict=True)]),
            "Those are the terms of the divergence: an entry of the curl differentiates the other two components.",
        ),
        Mistake(
            "third-entry-alone",
            lambda field, space: matrix([_crossed(field, space, (1, 1, 1))[2:]]),
            "That is the third entry alone: the curl is a vector with three entries, for a field in the plane (0, 0, this one).",
        ),
        Mistake(
            "row-for-column",
            lambda field, space: matrix([_crossed(field, space, (1, 1, 1))]),
            "The entries are right, but they lie in a row: the curl is a column.",
        ),
        Mistake(
            "entries-added",
            lambda field, space: matrix([[total(_crossed(field, space, (1, 1, 1)))]]),
            "The entries were added: the curl keeps them apart.",
        ),
    ),
    source=f"{_STEWART}, sec. 16.5",
)

FIELDS = (DIVERGENCE, CURL)
