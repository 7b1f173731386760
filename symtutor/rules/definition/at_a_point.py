"""The derivative at a point from its definition, kinks and ends of the domain included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import Canceled, D, DerivativeFromDefinitionAt, DifferenceQuotient, Expanded, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import BOTH
from symtutor.rules.notation import at
from symtutor.term import ZERO, Term, as_term, product, quote, total
from symtutor.textbook import factors, summands

__all__ = ["DEFINITION_AT_RULES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"

rule = partial(Rule, goal=DerivativeFromDefinitionAt, cost=0, commit=True, source=_SOURCE)
_KINKS = (sp.Abs, sp.sign, sp.Heaviside, sp.floor, sp.ceiling, sp.Max, sp.Min, sp.Piecewise)


def _polynomial_at(goal: DerivativeFromDefinitionAt, _context: object) -> Iterable[Bindings]:
    f, x, step, a = goal.args
    return ({"f": f, "x": x, "step": step, "a": a},) if f.is_polynomial(x) else ()


def _is_smooth_at(f: sp.Expr, x: sp.Symbol, a: sp.Expr, context: Context) -> bool:
    """Tell whether an expression has a finite value and a finite slope at a point, and no kink anywhere."""
    if f.has(*_KINKS):
        return False
    slope = context.value(D(f, x))
    return slope is not None and not any(e.xreplace({x: a}).has(sp.zoo, sp.nan, sp.oo) for e in (f, slope))


def _terms_at(goal: DerivativeFromDefinitionAt, context: Context) -> Iterable[Bindings]:
    f, x, step, a = goal.args
    if f.is_rational_function(x) or not _is_smooth_at(f, x, a, context):
        return ()
    return ({"terms": summands(f), "x": x, "step": step, "a": a},)


def _product_at(goal: DerivativeFromDefinitionAt, context: Any) -> Iterable[Bindings]:
    f, x, step, a = goal.args
    if f.is_rational_function(x) or not _is_smooth_at(f, x, a, context):
        return ()
    parts = factors(f)
    return ({"f": parts[0], "g": sp.Mul(*parts[1:]), "x": x, "step": step, "a": a},)


def _smooth_at(goal: DerivativeFromDefinitionAt, context: Context) -> Iterable[Bindings]:
    """Put the point into the rewritten difference quotient."""
    f, x, step, a = goal.args
    if not _is_smooth_at(f, x, a, context):
        return ()
    quotient = context.value(DifferenceQuotient(f, x, step))
    if quotient is None:
        return ()
    there = quotient.xreplace({x: a})
    return () if there.has(sp.zoo, sp.nan) else ({"f": f, "q": there, "x": x, "step": step, "a": a},)


def _raw_at(goal: DerivativeFromDefinitionAt, _context: object) -> Iterable[Bindings]:
    f, x, step, a = goal.args
    there = f.xreplace({x: a})
    if there.has(sp.zoo, sp.nan, sp.oo):
        return ()
    return ({"f": f, "q": (f.xreplace({x: a + step}) - there) / step, "x": x, "step": step, "a": a},)


def _moved(f: Any, x: Any, step: Term, a: Term) -> Term:
    """Return f(a + h) as a value."""
    x, step, a = as_term(x).args[0], as_term(step).args[0], as_term(a).args[0]
    return quote(as_term(f).args[0].xreplace({x: a + step}))


_KEPT = "The difference quotient still depends on the step: the derivative is its limit as the step tends to 0."

_SUM_WORDS = "The difference quotient of a sum is the sum of the difference quotients; take their limits one by one."
_PRODUCT_WORDS = (
    "Subtract and add the product in which only {g} has taken the step: the quotient splits into that of {f} times {g} after the step, "
    "which tends to the value of {g}, and {f} times that of {g}."
)


def _at_point(id: str, when: Any, right: Any, words: str, mistakes: tuple[Mistake, ...]) -> Rule:  # noqa: A002 (the field of Rule that it fills)
    """Return a rule for the derivative at a point whose difference quotient is q."""
    return rule(
        id=id,
        name="definition of the derivative at a point",
        when=when,
        left=lambda f, q, x, step, a: DerivativeFromDefinitionAt(f, x, step, a),
        right=right,
        words=words,
        mistakes=mistakes,
    )


_AT_MISTAKES = (
    Mistake("quotient-kept", lambda q: q, _KEPT),
    Mistake("value", lambda f, x, a: at(f, x, a), "That is the value of the function at the point, not its slope there."),
)


POLYNOMIAL_AT = rule(
    id="definition.polynomial_at",
    name="definition of the derivative at a point",
    when=_polynomial_at,
    left=lambda f, x, step, a: DerivativeFromDefinitionAt(f, x, step, a),
    right=lambda f, x, step, a: Limit(Canceled(Expanded(_moved(f, x, step, a) - at(f, x, a), step), step), step, 0, BOTH),
    words="The derivative at {a} is the limit of the difference quotient there as the step {step} tends to 0.",
    mistakes=(
        Mistake("value", lambda f, x, a: at(f, x, a), "That is the value of the function at the point, not its slope there."),
        Mistake("zero", lambda: ZERO, "Putting 0 for the step at once gives 0/0, not 0: multiply out until the step cancels."),
    ),
)

SUM_AT = rule(
    id="definition.sum_at",
    name="sum of difference quotients",
    heads=(sp.Add,),
    when=_terms_at,
    left=lambda terms, x, step, a: DerivativeFromDefinitionAt(total(terms), x, step, a),
    right=lambda terms, x, step, a: total([DerivativeFromDefinitionAt(t, x, step, a) for t in terms]),
    words=_SUM_WORDS,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, step, a: DerivativeFromDefinitionAt(terms[0], x, step, a),
            "A term was left out: each has its difference quotient.",
        ),
        Mistake(
            "product",
            lambda terms, x, step, a: product([DerivativeFromDefinitionAt(t, x, step, a) for t in terms]),
            "The limits are added, not multiplied.",
        ),
    ),
)

PRODUCT_AT = rule(
    id="definition.product_at",
    name="difference quotient of a product",
    heads=(sp.Mul,),
    when=_product_at,
    left=lambda f, g, x, step, a: DerivativeFromDefinitionAt(f * g, x, step, a),
    right=lambda f, g, x, step, a: (
        DerivativeFromDefinitionAt(f, x, step, a) * at(g, x, a) + at(f, x, a) * DerivativeFromDefinitionAt(g, x, step, a)
    ),
    words=_PRODUCT_WORDS,
    mistakes=(
        Mistake(
            "product-of-limits",
            lambda f, g, x, step, a: DerivativeFromDefinitionAt(f, x, step, a) * DerivativeFromDefinitionAt(g, x, step, a),
            "The difference of a product is not the product of the differences: (f·g)′ = f′·g + f·g′.",
        ),
        Mistake(
            "term-forgotten",
            lambda f, g, x, step, a: DerivativeFromDefinitionAt(f, x, step, a) * at(g, x, a),
            "Only one factor took the step: (f·g)′ = f′·g + f·g′.",
        ),
    ),
    source=f"{_SOURCE.removesuffix('sec. 2.8')}sec. 3.2",
)

SMOOTH_AT = _at_point(
    "definition.smooth_at",
    _smooth_at,
    lambda f, q, x, step, a: Limit(q, step, 0, BOTH),
    "The derivative at {a} is the limit of the difference quotient there; written so that the step does not make it 0/0, it is {q}.",
    _AT_MISTAKES,
)

RAW_AT = _at_point(
    "definition.raw_at",
    _raw_at,
    lambda f, q, x, step, a: Limit(q, step, 0, BOTH),
    "The derivative at {a} is the limit of the difference quotient {q} as the step tends to 0 from both sides.",
    (
        *_AT_MISTAKES,
        Mistake(
            "one-side",
            lambda q, step: Limit(q, step, 0, sp.Symbol("+")),
            "A derivative needs the same limit from both sides; one side alone gives only a one-sided derivative.",
        ),
        Mistake("zero", lambda: ZERO, "At a kink there is no tangent: the derivative is not 0, it does not exist."),
    ),
)

DEFINITION_AT_RULES = (POLYNOMIAL_AT, SUM_AT, PRODUCT_AT, SMOOTH_AT, RAW_AT)
