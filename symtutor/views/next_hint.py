"""The hint for the next line of right work: that of the first goal that is still open in its last line."""

from __future__ import annotations

import sympy as sp

from symtutor.errors import SymtutorError
from symtutor.goals import core as goals
from symtutor.problem import Problem
from symtutor.reading.work.lines import expression_of
from symtutor.term import Term, subterms
from symtutor.views.solution import solve
from symtutor.work import Diagnosis

__all__ = ["next_hint"]


def next_hint(work: Diagnosis, level: int) -> str:
    """Return a hint for the next line of right work: that of the first goal that is still open in its last line."""
    last = next((line for line in reversed(work.lines) if line.true), None)
    term = None if last is None or not last.findings else last.findings[-1].part.term
    if term is None:
        return "Begin with the problem itself."
    goal = _open_goal(term)
    if goal is None:
        return "Nothing is left to work out: the last line is an answer."
    try:
        return solve(Problem(goal)).hint(level)
    except SymtutorError:
        return "The last line is right; no rule of the book is known for what is open in it."


def _open_goal(term: Term) -> Term | None:
    """Return the first integral, derivative or limit that stands open in a line."""
    for part in subterms(term):
        if part.head not in {sp.Integral, sp.Derivative, sp.Limit}:
            continue
        expr = expression_of(part)
        if isinstance(expr, sp.Integral) and len(expr.limits) == 1:
            limits = expr.limits[0]
            return goals.Integral(expr.function, limits[0]) if len(limits) == 1 else goals.DefiniteIntegral(expr.function, *limits)
        if isinstance(expr, sp.Derivative) and len(expr.variables) == 1:
            return goals.D(expr.expr, expr.variables[0])
        if isinstance(expr, sp.Limit):
            inner, variable, to, direction = expr.args
            return goals.Limit(inner, variable, to, sp.Symbol(str(direction)))
    return None
