"""Problems: what is asked, over which domain, and what counts as the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import sympy as sp

from symtutor.term import Term

__all__ = ["Problem", "Sameness"]


class Sameness(Enum):
    """What "the same answer" means for a problem."""

    FUNCTION = "the same function where both are defined"
    UP_TO_CONSTANT = "the same up to a constant on each interval"
    MODULO_CURVE = "the same on the points of a curve"
    UP_TO_FACTOR = "the same line or plane"
    SET = "the same set"


@dataclass(frozen=True)
class Problem:
    """A question with all that is needed to answer it and to judge an answer.

    Parameters
    ----------
    goal : Term
        What is asked: a goal, or a term with goals inside.
    sameness : Sameness
        What counts as the same answer.
    variable : Symbol, optional
        The variable that an antiderivative's constant may not depend on.
    domain : mapping of Symbol to Set
        Where each symbol lives; a symbol that is not named is any real number.
    given : mapping of Expr to Expr
        Values of named functions at points, such as ``{f(2): 3}``.
    curve : Expr, optional
        The expression that is 0 on the curve of an implicit problem.
    """

    goal: Term
    sameness: Sameness = Sameness.FUNCTION
    variable: sp.Symbol | None = None
    domain: Mapping[sp.Symbol, sp.Set] = field(default_factory=dict)
    given: Mapping[Any, Any] = field(default_factory=dict)
    curve: Any = None
