"""Equations that follow from others: systems, conditions for extrema, equations solved for a letter."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symtutor.diagnosing.work.world import UNKNOWN, World
from symtutor.term import Term
from symtutor.work import Context, Finding, Line, Part, Role

__all__ = ["judge_equation"]

Judged = tuple[Finding, Context]


def judge_equation(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation by the equations before it."""
    values = [world.expression(side, part, context) for side in sides]
    if any(not isinstance(v, sp.Expr) for v in values):
        return Finding(part, Role.EQUATION, UNKNOWN), context
    return Finding(part, Role.EQUATION, UNKNOWN), context.having(equations=(*context.equations, (line.number, values[0] - values[-1])))
