"""Evaluation of an expression at a point."""

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals import Evaluated
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import ZERO, Term, quote

__all__ = ["EVALUATION"]


def _value_at(goal: Evaluated) -> Any:
    expr, variables, values = goal.args
    return expr.xreplace(dict(zip(variables, values, strict=True)))


def _finite(goal: Evaluated, _context: Any) -> Iterable[Bindings]:
    expr, variables, values = goal.args
    return () if _value_at(goal).has(sp.zoo, sp.nan, sp.oo) else ({"expr": expr, "variables": variables, "values": values},)


def _undefined(goal: Evaluated, _context: Any) -> Iterable[Bindings]:
    expr, variables, values = goal.args
    return ({"expr": expr, "variables": variables, "values": values},)


def _left(expr: Any, variables: Any, values: Any) -> Term:
    return Evaluated(expr, variables, values)


SUBSTITUTE = Rule(
    id="eval.substitute",
    name="at the point",
    goal=Evaluated,
    when=_finite,
    left=_left,
    right=lambda expr, variables, values: at(expr, variables, values),
    words="Put the numbers in place of the letters.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "zero",
            lambda expr, variables, values: ZERO,
            "The numbers go in after differentiating: a number put in before makes a constant, whose derivative is 0.",
            "x**2",
        ),
    ),
    source="D. Hughes-Hallett et al., Calculus, 7th ed., Wiley, 2017, sec. 2.2",
)

UNDEFINED = Rule(
    id="eval.undefined",
    name="not defined at the point",
    goal=Evaluated,
    when=_undefined,
    left=_left,
    right=lambda expr, variables, values: quote(sp.nan),
    words="The expression is not defined there, so it has no value at this point.",
    cost=0,
    commit=True,
    source="D. Hughes-Hallett et al., Calculus, 7th ed., Wiley, 2017, sec. 2.2",
)

EVALUATION = (SUBSTITUTE, UNDEFINED)
