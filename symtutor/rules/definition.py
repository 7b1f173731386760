"""The derivative from its definition: difference quotient, expansion, cancellation, limit."""

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals import Canceled, DerivativeFromDefinition, Expanded, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import Term, as_term, quote

__all__ = ["DEFINITION_RULES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"
BOTH_SIDES = sp.Symbol("+-")


def _definition(goal: DerivativeFromDefinition, _context: Any) -> Iterable[Bindings]:
    expr, x, step = goal.args
    return ({"f": expr, "x": x, "step": step},)


def _shifted(f: Any, x: Any, step: Any) -> Term:
    """Return f(x + h) as a value."""
    return quote(as_term(f).args[0].xreplace({as_term(x).args[0]: as_term(x).args[0] + as_term(step).args[0]}))


def _multiply_out(goal: Expanded, _context: Any) -> Iterable[Bindings]:
    above, below = goal.args
    expanded = sp.expand(above)
    return ({"above": above, "below": below, "expanded": expanded},)


def _cancel(goal: Canceled, context: Any) -> Iterable[Bindings]:
    """Find a sum over a power of the variable that divides every term of it."""
    expr, x = goal.args
    above, below = sp.fraction(expr)
    if below != x or not context.depends(above, x):
        return ()
    canceled = sp.Add(*[term / x for term in sp.Add.make_args(above)])
    return () if context.depends(sp.fraction(sp.together(canceled))[1], x) else ({"expr": expr, "x": x, "canceled": canceled},)


def _polynomial(goal: Limit, _context: Any) -> Iterable[Bindings]:
    expr, x, to, _direction = goal.args
    if not to.is_finite or not expr.is_polynomial(x):
        return ()
    return ({"f": expr, "x": x, "a": to, "direction": _direction},)


DEFINITION = Rule(
    id="limit.definition",
    name="definition of the derivative",
    goal=DerivativeFromDefinition,
    when=_definition,
    left=lambda f, x, step: DerivativeFromDefinition(f, x, step),
    right=lambda f, x, step: Limit(Canceled(Expanded(_shifted(f, x, step) - f, step), step), step, 0, BOTH_SIDES),
    words="The derivative is the limit of the difference quotient as the step {step} tends to 0; the quotient is only an approximation.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake(
            "quotient-kept",
            lambda f, x, step: Canceled(Expanded(_shifted(f, x, step) - f, step), step),
            "The difference quotient still depends on the step: the derivative is its limit as the step tends to 0.",
            "x**2",
        ),
    ),
    source=_SOURCE,
)

MULTIPLY_OUT = Rule(
    id="limit.multiply_out",
    name="multiplied out",
    goal=Expanded,
    when=_multiply_out,
    left=lambda above, below, expanded: Expanded(above, below),
    right=lambda above, below, expanded: expanded / below,
    words="Multiply out the numerator; the terms without {below} cancel.",
    commit=True,
    cost=0,
    source=_SOURCE,
)

CANCEL = Rule(
    id="limit.cancel",
    name="common factor canceled",
    goal=Canceled,
    when=_cancel,
    left=lambda expr, x, canceled: Canceled(expr, x),
    right=lambda expr, x, canceled: canceled,
    words="Every term of the numerator has the factor {x}: cancel it.",
    holds=lambda expr, x, canceled: (sp.Ne(x, 0),),
    commit=True,
    cost=0,
    source=_SOURCE,
)

LIMIT_OF_POLYNOMIAL = Rule(
    id="limit.polynomial",
    name="limit of a polynomial",
    goal=Limit,
    when=_polynomial,
    left=lambda f, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, x, a, direction: at(f, x, a),
    words="A polynomial is continuous, so its limit is its value at the point: put {a} for {x}.",
    commit=True,
    cost=0,
    source=f"{_SOURCE.removesuffix('sec. 2.8')}sec. 2.3",
)

DEFINITION_RULES = (DEFINITION, MULTIPLY_OUT, CANCEL, LIMIT_OF_POLYNOMIAL)
