"""Goals about ways downhill: the first steps of gradient descent, momentum and Newton's method."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.goals.optimization import Record
from symtutor.term import Term

__all__ = ["Descent", "DescentOf", "steps_of"]


class Descent(Record):
    """The first points of an iteration, the values there, and for a quadratic function with a minimum how fast it converges.

    ``longest`` is the rate below which it converges from every start, ``factor`` by what the distance to the minimum
    shrinks a step in the long run; both are nan where the function is not quadratic with a positive definite Hessian.
    """

    fields = ("variables", "places", "heights", "longest", "factor")

    @property
    def points(self) -> tuple[tuple[Any, ...], ...]:
        """The points, the start first, each a tuple."""
        return tuple(tuple(p) for p in self.places)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of the function at the points."""
        return tuple(self.heights)

    @property
    def point(self) -> dict[Any, Any]:
        """The last point, as a mapping."""
        return dict(zip(self.variables, self.places[-1], strict=True))


def steps_of(expr: sp.Expr, *_others: Any) -> Any:
    """Return a name for the steps downhill on an expression."""
    return sp.Function("descend")(expr)


class DescentOf(Goal):
    """The first steps downhill from a point: by "gradient" with a rate and an inertia (0 for plain descent), or by "newton"."""

    __slots__ = ()
    fields = ("expr", "variables", "start", "method", "rate", "inertia", "count")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(steps_of, args[:1])
