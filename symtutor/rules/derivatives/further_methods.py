"""Further ways to a derivative: by the logarithm, by a parameter, of an inverse function; differentials."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.goals.curves import Differential, InverseSlope, LogarithmicDerivative, ParametricSlope, SlopeAt
from symtutor.goals.vectors import Pythagorean
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import Term

__all__ = ["FURTHER_METHODS", "MANY_POWERS"]

rule = partial(Rule, cost=0, commit=True)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


# ---- by the logarithm ---------------------------------------------------------------------------
def _logarithm(goal: LogarithmicDerivative, context: Context) -> Iterable[Bindings]:
    """Take the logarithm apart: of a product a sum, of a power a multiple."""
    expr, x = goal.args
    terms = [_log_of_factor(f, x, context) for f in sp.Mul.make_args(expr)]
    return ({"f": expr, "x": x, "logs": sp.Add(*terms)},)


def _log_of_factor(factor: sp.Expr, x: sp.Symbol, context: Context) -> sp.Expr:
    if isinstance(factor, sp.exp):
        return factor.args[0]
    if isinstance(factor, sp.Pow) and context.depends(factor.exp, x):
        return factor.exp * sp.log(factor.base)
    base, exponent = factor.as_base_exp() if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    return exponent * sp.log(sp.Abs(base))


BY_LOGARITHM = rule(
    id="log.differentiation",
    name="logarithmic differentiation",
    goal=LogarithmicDerivative,
    when=_logarithm,
    left=lambda f, x, logs: LogarithmicDerivative(f, x),
    right=lambda f, x, logs: f * D(logs, x),
    words="Take ln of both sides of y = {f} and use its laws: ln|y| = {logs}. The derivative of ln|y| is y′/y, so y′ is y times the "
    "derivative of the right side.",
    takes_logarithm=True,
    why="Many factors, powers and quotients: the logarithm makes a sum of them.",
    shows=lambda bindings, _values: {"L": bindings["logs"]},
    mistakes=(
        Mistake("function-forgotten", lambda x, logs: D(logs, x), "That is y′/y: multiply by the function to get y′."),
        Mistake("log-kept", lambda f, logs: f * logs, "The logarithm has to be differentiated before the function multiplies it."),
        Mistake("function-divides", lambda f, x, logs: D(logs, x) / f, "y′/y is known, so the function multiplies: y′ = y·(ln|y|)′."),
    ),
    source=f"{_STEWART}, sec. 3.6",
)


def _many_powers(goal: Derivative, context: Any) -> Iterable[Bindings]:
    """Take the logarithm of three factors or more, at least two of them powers of sums: each product rule would carry all of them along."""
    expr, x = goal.args
    factors = [f for f in sp.Mul.make_args(expr) if context.depends(f, x)]
    powers = [f for f in factors if isinstance(f, sp.Pow) and isinstance(f.base, sp.Add) and f.exp.is_Rational]
    if len(factors) < 3 or len(powers) < 2 or all(f.exp.is_Integer and f.exp > 0 for f in powers):
        return ()  # few factors, or a polynomial in factors
    if not all(f.as_base_exp()[0].is_polynomial(x) and f.as_base_exp()[1].is_Rational for f in factors if not isinstance(f, sp.exp)):
        return ()
    return ({"f": expr, "x": x, "logs": sp.Add(*(_log_of_factor(f, x, context) for f in sp.Mul.make_args(expr)))},)


MANY_POWERS = replace(
    BY_LOGARITHM,
    id="diff.by_logarithm",
    goal=Derivative,
    heads=(sp.Mul,),
    when=_many_powers,
    left=lambda f, x, logs: D(f, x),
    right=BY_LOGARITHM.right,
)


# ---- by a parameter -----------------------------------------------------------------------------
def _first(goal: ParametricSlope, _context: object) -> Iterable[Bindings]:
    x, y, t, order = goal.args
    return ({"f": x, "g": y, "t": t},) if order == 1 else ()


def _second(goal: ParametricSlope, _context: object) -> Iterable[Bindings]:
    x, y, t, order = goal.args
    return ({"f": x, "g": y, "t": t},) if order == 2 else ()


def _moves_across(f: sp.Expr, t: sp.Symbol) -> tuple[sp.Basic, ...]:
    """Return the condition that x changes with the parameter."""
    rate = sp.factor_terms(sp.diff(f, t)).as_coeff_Mul()[1]
    return () if rate.is_number or rate.has(sp.Derivative) else (sp.Ne(rate, 0),)


def _second_slope(f: Any, g: Any, t: Any) -> Term:
    """Return the derivative of the slope divided by that of x, shortened where sines and cosines may add up to 1."""
    slope = D(ParametricSlope(f, g, t, 1), t) / D(f, t)
    return Pythagorean(slope) if any(e.args[0].has(sp.sin, sp.cos) for e in (f, g)) else slope


PARAMETRIC = rule(
    id="parametric.first",
    name="derivative of a curve given by a parameter",
    goal=ParametricSlope,
    when=_first,
    left=lambda f, g, t: ParametricSlope(f, g, t, 1),
    right=lambda f, g, t: D(g, t) / D(f, t),
    holds=lambda f, t: _moves_across(f, t),
    words="Both coordinates depend on {t}; by the chain rule the slope is the derivative of y divided by the derivative of x, where the "
    "latter is not 0.",
    why="Both coordinates depend on {t}: the slope is a quotient of two derivatives.",
    shows=lambda bindings, _values: {"x": bindings["f"], "y": bindings["g"]},
    mistakes=(
        Mistake(
            "inverted",
            lambda f, g, t: D(f, t) / D(g, t),
            "The fraction is upside down: dy/dx has the derivative of y above and that of x below.",
        ),
        Mistake("y-only", lambda g, t: D(g, t), "That is dy/dt: divide by dx/dt."),
        Mistake("product", lambda f, g, t: D(g, t) * D(f, t), "The derivatives are divided: dy/dt = dy/dx·dx/dt."),
    ),
    source=f"{_STEWART}, sec. 10.2",
)

PARAMETRIC_SECOND = rule(
    id="parametric.second",
    name="second derivative of a curve given by a parameter",
    goal=ParametricSlope,
    when=_second,
    left=lambda f, g, t: ParametricSlope(f, g, t, 2),
    right=lambda f, g, t: _second_slope(f, g, t),
    words="The second derivative is the derivative of dy/dx with respect to x: differentiate dy/dx by {t} and divide by dx/d{t} again.",
    mistakes=(
        Mistake(
            "not-divided",
            lambda f, g, t: D(ParametricSlope(f, g, t, 1), t),
            "That is the derivative of the slope by the parameter: divide once more by that of x.",
        ),
        Mistake(
            "ratio-of-second-derivatives",
            lambda f, g, t: D(D(g, t), t) / D(D(f, t), t),
            "The second derivative is not the quotient of the second derivatives: differentiate dy/dx, then divide by the derivative of x.",
        ),
    ),
    source=f"{_STEWART}, sec. 10.2",
)


# ---- inverse functions, differentials -----------------------------------------------------------
def _inverse(goal: InverseSlope, _context: object) -> Iterable[Bindings]:
    expr, x, b, a = goal.args
    return ({"f": expr, "x": x, "b": b, "a": a},) if expr.xreplace({x: a}) == b or sp.expand(expr.xreplace({x: a}) - b) == 0 else ()


def _differential(goal: Differential, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr, "x": x, "dx": sp.Symbol(f"d{x.name}")},)


INVERSE = rule(
    id="inverse.slope",
    name="derivative of an inverse function",
    goal=InverseSlope,
    when=_inverse,
    left=lambda f, x, b, a: InverseSlope(f, x, b, a),
    right=lambda f, x, a: 1 / SlopeAt(f, x, a),
    words="The function takes the value {b} at {x} = {a}, so the inverse leads from {b} back to {a}; its slope there is 1 over the slope "
    "of the function at {a}.",
    why="The inverse function need not be known: its slope is 1 over the slope of the function.",
    shows=lambda bindings, _values: {"a": bindings["a"]},
    mistakes=(
        Mistake(
            "at-the-value",
            lambda f, x, b: 1 / SlopeAt(f, x, b),
            "The slope of the function is taken at the point that leads to the value, not at the value itself.",
        ),
        Mistake("not-inverted", lambda f, x, a: SlopeAt(f, x, a), "The slope of the inverse is 1 over that of the function."),
        Mistake(
            "sign",
            lambda f, x, a: -1 / SlopeAt(f, x, a),
            "That is the slope of the normal; the inverse has the slope 1 over f′, without a minus.",
        ),
    ),
    source=f"{_STEWART}, sec. 3.5 and appendix F",
)

DIFFERENTIAL = rule(
    id="differential.first",
    name="differential",
    goal=Differential,
    when=_differential,
    left=lambda f, x, dx: Differential(f, x),
    right=lambda f, x, dx: D(f, x) * dx,
    words="The differential is the derivative times {dx}: the change along the tangent when {x} changes by {dx}.",
    mistakes=(
        Mistake(
            "no-dx",
            lambda f, x: D(f, x),
            "The factor {dx} is missing: a differential is the derivative times the change of the variable.".replace("{dx}", "dx"),
        ),
        Mistake("function-kept", lambda f, dx: f * dx, "The function has to be differentiated: dy = f′·dx."),
    ),
    source=f"{_STEWART}, sec. 3.10",
)

FURTHER_METHODS = (BY_LOGARITHM, PARAMETRIC, PARAMETRIC_SECOND, INVERSE, DIFFERENTIAL)
