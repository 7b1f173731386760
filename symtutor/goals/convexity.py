"""The question whether a function is convex or concave."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.goals.optimization import Record
from symtutor.term import Term

__all__ = ["Convexity", "ConvexityOf", "shape_of"]


class Convexity(Record):
    """Whether a function is convex, concave, affine or neither, and for neither two pairs of points that show it.

    At the middle of the first pair the function lies above its chord, at the middle of the second below.
    """

    fields = ("outcome", "above", "below")

    @property
    def shape(self) -> str:
        """One of convex, concave, affine, neither."""
        return str(self.outcome)


def shape_of(expr: Any, *_others: Any) -> Any:
    """Return a name for the shape of an expression."""
    return sp.Function("shape")(expr)


class ConvexityOf(Goal):
    """Whether an expression is a convex or a concave function of variables."""

    __slots__ = ()
    fields = ("expr", "variables")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(shape_of, args[:1])
