"""Differentiation of the smooth functions of machine learning: the sigmoid and the softplus."""

from collections.abc import Iterable
from dataclasses import replace

import sympy as sp

from symtutor.context import Context
from symtutor.functions import Sigmoid
from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.derivatives.laws import PRODUCT
from symtutor.rules.notation import exp, log
from symtutor.term import ONE, Term
from symtutor.textbook_order import factors

__all__ = ["ACTIVATIONS"]

_SOURCE = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 3.10"


def _sigma(f: Term) -> Term:
    return 1 / (1 + exp(-f))


def _slope(f: Term, x: Term) -> Term:
    """Return the derivative of the inside; that of the variable itself is 1 and is not written."""
    return ONE if f == x else D(f, x)


def _exponent(expr: sp.Expr) -> sp.Expr | None:
    """Return f of 1 + e^f, or None."""
    if not isinstance(expr, sp.Add) or len(expr.args) != 2 or expr.args[0] is not sp.S.One or not isinstance(expr.args[1], sp.exp):
        return None
    return expr.args[1].args[0]


def _sigmoid(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    if expr.exp is sp.S.NegativeOne:
        exponent = _exponent(expr.base)
        if exponent is not None and context.depends(exponent, x) and exponent.could_extract_minus_sign():
            yield {"f": -exponent, "x": x}


def _with_sigmoid(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    if any(isinstance(f, sp.Pow) and any(_sigmoid(Derivative(f, x), context)) for f in expr.args) and all(
        context.depends(f, x) for f in expr.args
    ):
        yield {"factors": factors(expr), "x": x}


def _softplus(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    exponent = _exponent(expr.args[0])
    if exponent is not None and context.depends(exponent, x):
        yield {"f": exponent, "x": x}


SIGMOID = Rule(
    id="diff.sigmoid",
    name="derivative of the sigmoid",
    goal=Derivative,
    heads=(sp.Pow,),
    when=_sigmoid,
    left=lambda f, x: D(_sigma(f), x),
    right=lambda f, x: _sigma(f) * (1 - _sigma(f)) * _slope(f, x),
    words="The sigmoid σ(f) = 1/(1 + e^(−f)) has the derivative σ(f)·(1 − σ(f)): its value times what is missing to 1, times the "
    "derivative of the inside {f}.",
    shows=lambda bindings, _values: {"s": 1 / (1 + sp.exp(-bindings["f"]))},
    cost=0,
    commit=True,
    by_name=Sigmoid,
    mistakes=(
        Mistake("no-complement", lambda f, x: _sigma(f) * D(f, x), "The factor 1 − σ is missing: σ′ = σ·(1 − σ)."),
        Mistake(
            "plus",
            lambda f, x: _sigma(f) * (1 + _sigma(f)) * D(f, x),
            "The second factor is 1 − σ: the sigmoid becomes flat where it comes near 1.",
        ),
        Mistake("no-inner-derivative", lambda f: _sigma(f) * (1 - _sigma(f)), "The derivative of the inside is missing."),
        Mistake(
            "square",
            lambda f, x: _sigma(f) ** 2 * D(f, x),
            "The reciprocal of a sum gives −1 over its square times the derivative of the sum, and together this is σ·(1 − σ), not σ².",
        ),
    ),
    source=_SOURCE,
)

SIGMOID_IN_PRODUCT = replace(PRODUCT, id="diff.product_with_sigmoid", when=_with_sigmoid, commit=True, by_name=Sigmoid)

SOFTPLUS = Rule(
    id="diff.softplus",
    name="derivative of the softplus",
    goal=Derivative,
    heads=(sp.log,),
    when=_softplus,
    left=lambda f, x: D(log(1 + exp(f)), x),
    right=lambda f, x: _sigma(f) * _slope(f, x),
    words="The softplus ln(1 + e^f) has the sigmoid σ(f) = 1/(1 + e^(−f)) as derivative, times the derivative of the inside {f}.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "reciprocal-only",
            lambda f, x: 1 / (1 + exp(f)) * D(f, x),
            "The chain rule brings the factor e^f from the inside of the logarithm: e^f/(1 + e^f), which is the sigmoid.",
        ),
        Mistake("no-inner-derivative", lambda f: _sigma(f), "The derivative of the inside is missing."),
    ),
    source=_SOURCE,
)

ACTIVATIONS = (SIGMOID, SIGMOID_IN_PRODUCT, SOFTPLUS)
