"""The derivative from its definition: the difference quotient and its limit, at a letter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import Canceled, DerivativeFromDefinition, DifferenceQuotient, Expanded, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.definition.at_a_point import DEFINITION_AT_RULES
from symtutor.rules.definition.compositions import COMPOSITIONS
from symtutor.rules.definition.quotients import DIFFERENCE_QUOTIENTS
from symtutor.rules.limits.questions import BOTH
from symtutor.term import ZERO, Term, as_term, product, quote, total
from symtutor.textbook import factors, summands

__all__ = ["DEFINITION_RULES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"

rule = partial(Rule, goal=DerivativeFromDefinition, cost=0, commit=True, source=_SOURCE)


# ---- finding bindings ---------------------------------------------------------------------------
def _polynomial(goal: DerivativeFromDefinition, _context: object) -> Iterable[Bindings]:
    f, x, step = goal.args
    return ({"f": f, "x": x, "step": step},) if f.is_polynomial(x) else ()


def _terms(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    f, x, step = goal.args
    if f.is_rational_function(x):
        return ()
    return ({"terms": summands(f), "x": x, "step": step},) if context.depends(f, x) else ()


def _multiple(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    f, x, step = goal.args
    held = [a for a in f.args if not context.depends(a, x)]
    if not held or f.is_rational_function(x):
        return ()
    return ({"c": sp.Mul(*held), "f": sp.Mul(*[a for a in f.args if context.depends(a, x)]), "x": x, "step": step},)


def _product(goal: DerivativeFromDefinition, context: Any) -> Iterable[Bindings]:
    f, x, step = goal.args
    parts = factors(f)
    if f.is_rational_function(x) or not all(context.depends(a, x) for a in parts):
        return ()
    return ({"f": parts[0], "g": sp.Mul(*parts[1:]), "x": x, "step": step},)


def _single(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    f, x, step = goal.args
    return () if context.value(DifferenceQuotient(f, x, step)) is None else ({"f": f, "x": x, "step": step},)


def _multiply_out(goal: Expanded, _context: object) -> Iterable[Bindings]:
    above, below = goal.args
    return ({"above": above, "below": below, "expanded": sp.expand(above)},)


def _cancel(goal: Canceled, context: Context) -> Iterable[Bindings]:
    """Find a sum over a power of the variable that divides every term of it."""
    expr, x = goal.args
    if not context.depends(expr, x):
        return ({"expr": expr, "x": x, "canceled": expr},)
    above, below = sp.fraction(expr)
    if expr.is_polynomial(x):
        return ({"expr": expr, "x": x, "canceled": sp.expand(expr)},)
    if sp.rem(below, x, x) != 0 or not context.depends(above, x):
        return ()
    canceled = sp.Add(*[term / below for term in sp.Add.make_args(above)])
    return () if context.depends(sp.fraction(sp.together(canceled))[1], x) else ({"expr": expr, "x": x, "canceled": canceled},)


# ---- terms --------------------------------------------------------------------------------------
def _canceled_once(expr: Term, x: Term) -> Term:
    """Return the numerator of someone who divides only its first term."""
    above, below = sp.fraction(expr.args[0])
    first, *others = sp.Add.make_args(above)
    if not others or not below.has(x.args[0]):
        return expr
    return total([quote(first / x.args[0]), *map(quote, others)])


def _shifted(f: Term, x: Term, step: Term) -> Term:
    """Return f(x + h) as a value."""
    x, step = as_term(x).args[0], as_term(step).args[0]
    return quote(as_term(f).args[0].xreplace({x: x + step}))


_KEPT = "The difference quotient still depends on the step: the derivative is its limit as the step tends to 0."

DEFINITION = rule(
    id="limit.definition",
    name="definition of the derivative",
    when=_polynomial,
    left=lambda f, x, step: DerivativeFromDefinition(f, x, step),
    right=lambda f, x, step: Limit(Canceled(Expanded(_shifted(f, x, step) - f, step), step), step, 0, BOTH),
    words="The derivative is the limit of the difference quotient as the step {step} tends to 0; the quotient is only an approximation.",
    why="Only the definition may be used: write the difference quotient, cancel the step {step}, then let it tend to 0.",
    mistakes=(
        Mistake("quotient-kept", lambda f, x, step: Canceled(Expanded(_shifted(f, x, step) - f, step), step), _KEPT),
        Mistake("zero", lambda: ZERO, "Putting 0 for the step at once gives 0/0, not 0: rewrite the quotient until the step cancels."),
    ),
)

DEFINITION_REWRITTEN = rule(
    id="definition.quotient",
    name="definition of the derivative",
    when=_single,
    left=lambda f, x, step: DerivativeFromDefinition(f, x, step),
    right=lambda f, x, step: Limit(DifferenceQuotient(f, x, step), step, 0, BOTH),
    words="The derivative is the limit of the difference quotient as the step {step} tends to 0; first write the quotient so that the step "
    "no longer makes it 0/0.",
    why="Only the definition may be used: rewrite the difference quotient so that {step} = 0 is no longer 0/0, then let {step} tend to 0.",
    mistakes=(
        Mistake("quotient-kept", lambda f, x, step: DifferenceQuotient(f, x, step), _KEPT),
        Mistake(
            "sign",
            lambda f, x, step: -Limit(DifferenceQuotient(f, x, step), step, 0, BOTH),
            "The difference was turned round: it is the value after the step minus the value before.",
        ),
    ),
)

SUM = rule(
    id="definition.sum",
    name="sum of difference quotients",
    heads=(sp.Add,),
    when=_terms,
    left=lambda terms, x, step: DerivativeFromDefinition(total(terms), x, step),
    right=lambda terms, x, step: total([DerivativeFromDefinition(t, x, step) for t in terms]),
    words="The difference quotient of a sum is the sum of the difference quotients; take their limits one by one.",
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, step: DerivativeFromDefinition(terms[0], x, step),
            "A term was left out: each has its difference quotient.",
        ),
        Mistake(
            "product",
            lambda terms, x, step: product([DerivativeFromDefinition(t, x, step) for t in terms]),
            "The limits are added, not multiplied.",
        ),
    ),
)

MULTIPLE = rule(
    id="definition.multiple",
    name="constant factor of a difference quotient",
    heads=(sp.Mul,),
    when=_multiple,
    left=lambda c, f, x, step: DerivativeFromDefinition(c * f, x, step),
    right=lambda c, f, x, step: c * DerivativeFromDefinition(f, x, step),
    words="The constant factor {c} stands in front of the whole difference quotient.",
    mistakes=(
        Mistake("dropped", lambda f, x, step: DerivativeFromDefinition(f, x, step), "The constant factor was lost."),
        Mistake("added", lambda c, f, x, step: c + DerivativeFromDefinition(f, x, step), "The factor multiplies the quotient."),
    ),
)

PRODUCT = rule(
    id="definition.product",
    name="difference quotient of a product",
    heads=(sp.Mul,),
    when=_product,
    left=lambda f, g, x, step: DerivativeFromDefinition(f * g, x, step),
    right=lambda f, g, x, step: DerivativeFromDefinition(f, x, step) * g + f * DerivativeFromDefinition(g, x, step),
    words="Subtract and add the product in which only {g} has taken the step: the quotient splits into that of {f} "
    "times {g} after the step, which tends to {g}, and {f} times that of {g}.",
    mistakes=(
        Mistake(
            "product-of-limits",
            lambda f, g, x, step: DerivativeFromDefinition(f, x, step) * DerivativeFromDefinition(g, x, step),
            "The difference of a product is not the product of the differences: (f·g)′ = f′·g + f·g′.",
        ),
        Mistake(
            "term-forgotten",
            lambda f, g, x, step: DerivativeFromDefinition(f, x, step) * g,
            "Only one factor took the step: (f·g)′ = f′·g + f·g′.",
        ),
    ),
    source=f"{_SOURCE.removesuffix('sec. 2.8')}sec. 3.2",
)


MULTIPLY_OUT = rule(
    id="limit.multiply_out",
    name="multiplied out",
    goal=Expanded,
    when=_multiply_out,
    left=lambda above, below, expanded: Expanded(above, below),
    right=lambda below, expanded: expanded / below,
    words="Multiply out the numerator; the terms without {below} cancel.",
    mistakes=(
        Mistake("numerator-only", lambda expanded: expanded, "The denominator was lost."),
        Mistake("inverted", lambda below, expanded: below / expanded, "The fraction was turned over."),
    ),
)

CANCEL = rule(
    id="limit.cancel",
    name="common factor canceled",
    goal=Canceled,
    when=_cancel,
    left=lambda expr, x, canceled: Canceled(expr, x),
    right=lambda canceled: canceled,
    words="Every term of the numerator has the factor {x}: cancel it.",
    holds=lambda x: (sp.Ne(x, 0),),
    mistakes=(
        Mistake("one-term", lambda expr, x: _canceled_once(expr, x), "Canceling divides every term of the numerator, not one of them."),
        Mistake("zero", lambda: ZERO, "Canceling divides; it does not make the fraction 0."),
    ),
)


DEFINITION_RULES = (
    DEFINITION,
    SUM,
    MULTIPLE,
    PRODUCT,
    DEFINITION_REWRITTEN,
    *COMPOSITIONS,
    *DEFINITION_AT_RULES,
    MULTIPLY_OUT,
    CANCEL,
    *DIFFERENCE_QUOTIENTS,
)
