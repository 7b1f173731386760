"""Differentiation of powers: of the variable, of a constant base, of both at once."""

from collections.abc import Iterable
from functools import partial

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import log
from symtutor.term import Term, quote

__all__ = ["EXPONENTIAL", "GENERAL_POWER", "POWER", "SQUARE_ROOT"]

rule = partial(Rule, goal=Derivative, cost=0, commit=True, heads=(sp.Pow,))

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _power(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"n": expr.exp, "x": x},) if expr.base == x and not context.depends(expr.exp, x) else ()


def _square_root(goal: Derivative, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"x": x},) if expr.base == x and expr.exp is sp.S.Half else ()


def _exponential(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"a": expr.base, "x": x},) if expr.exp == x and not context.depends(expr.base, x) else ()


def _general_power(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    if not all(context.depends(a, x) for a in expr.args):
        return ()
    return ({"f": expr.base, "g": expr.exp, "x": x},)


def _integrated(x: Term, n: Term) -> Term:
    """Return the antiderivative, which of 1/x is a logarithm."""
    return log(x) if n == quote(sp.S.NegativeOne) else x ** (n + 1) / (n + 1)


SQUARE_ROOT = rule(
    id="diff.sqrt",
    name="derivative of the square root",
    when=_square_root,
    left=lambda x: D(x**sp.S.Half, x),
    right=lambda x: 1 / (2 * x**sp.S.Half),
    words="The square root is the power 1/2, so its derivative is 1 over twice the root.",
    mistakes=(
        Mistake("no-half", lambda x: 1 / x**sp.S.Half, "The factor 1/2 is missing: (√x)′ = 1/(2√x)."),
        Mistake("half-root", lambda x: x**sp.S.Half / 2, "The exponent drops from 1/2 to −1/2: (√x)′ = 1/(2√x)."),
        Mistake("sign", lambda x: -1 / (2 * x**sp.S.Half), "The sign is wrong: √x increases, so (√x)′ = 1/(2√x) is positive."),
    ),
    source=f"{_STEWART}, sec. 3.1",
)

POWER = rule(
    id="diff.power",
    name="power rule",
    when=_power,
    left=lambda x, n: D(x**n, x),
    right=lambda x, n: n * x ** (n - 1),
    words="Bring the exponent {n} down as a factor and lower it by one.",
    mistakes=(
        Mistake("exponent-kept", lambda x, n: n * x**n, "The exponent has to drop by one: (xⁿ)′ = n·xⁿ⁻¹."),
        Mistake("exponent-raised", lambda x, n: n * x ** (n + 1), "The exponent drops by one, it does not grow: (xⁿ)′ = n·xⁿ⁻¹."),
        Mistake("no-factor", lambda x, n: x ** (n - 1), "The exponent comes down as a factor: (xⁿ)′ = n·xⁿ⁻¹."),
        Mistake("integrated", _integrated, "That is an antiderivative: (xⁿ)′ = n·xⁿ⁻¹."),
    ),
    source=f"{_STEWART}, sec. 3.1",
)

EXPONENTIAL = rule(
    id="diff.exponential",
    name="derivative of an exponential",
    when=_exponential,
    left=lambda a, x: D(a**x, x),
    right=lambda a, x: a**x * log(a),
    words="The variable is in the exponent: the function stays, times the natural logarithm of its base {a}.",
    mistakes=(
        Mistake(
            "power-rule", lambda a, x: x * a ** (x - 1), "The power rule is for a variable base; here the exponent varies: (aˣ)′ = aˣ·ln a."
        ),
        Mistake("no-log", lambda a, x: a**x, "Only eˣ is its own derivative: (aˣ)′ = aˣ·ln a."),
    ),
    source=f"{_STEWART}, sec. 3.4",
)

GENERAL_POWER = rule(
    id="diff.general_power",
    name="logarithmic differentiation",
    when=_general_power,
    left=lambda f, g, x: D(f**g, x),
    right=lambda f, g, x: f**g * D(g * log(f), x),
    words="Call the power y: its logarithm is {g} times the logarithm of {f}, a product. The derivative of ln y is y′/y, so y′ is y times "
    "the derivative of that product.",
    takes_logarithm=True,
    why="{x} stands in the base and in the exponent, so neither the power rule nor that of exponentials fits: take the logarithm.",
    shows=lambda bindings, _values: {"f": bindings["f"], "g": bindings["g"]},
    mistakes=(
        Mistake(
            "power-rule",
            lambda f, g, x: g * f ** (g - 1) * D(f, x),
            "The power rule needs a constant exponent; here it varies too: (f^g)′ = f^g·(g·ln f)′.",
        ),
        Mistake(
            "exponential-rule",
            lambda f, g, x: f**g * log(f) * D(g, x),
            "The exponential rule needs a constant base; here it varies too: (f^g)′ = f^g·(g·ln f)′.",
        ),
    ),
    source=f"{_STEWART}, sec. 3.6",
)
