"""The table of derivatives: exponential, logarithm, trigonometric functions and their inverses."""

from collections.abc import Iterable

import sympy as sp

from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.entries_of_derivatives import derivative_entry
from symtutor.rules.notation import absolute, acos, acot, acsc, asec, asin, atan, cos, cot, csc, exp, log, sec, sin, sqrt, tan

__all__ = ["ELEMENTARY_DERIVATIVES"]

_DLMF_LOG = "NIST Digital Library of Mathematical Functions, 4.7"
_DLMF_TRIG = "NIST Digital Library of Mathematical Functions, 4.20"
_DLMF_INVERSE = "NIST Digital Library of Mathematical Functions, 4.24(ii)"


def _log_of_absolute(goal: Derivative, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"x": x},) if expr.args == (sp.Abs(x),) else ()


LOG_ABSOLUTE = Rule(
    id="diff.log_abs",
    name="derivative of ln|x|",
    goal=Derivative,
    heads=(sp.log,),
    when=_log_of_absolute,
    left=lambda x: D(log(absolute(x)), x),
    right=lambda x: 1 / x,
    words="On both sides of 0 the logarithm of the absolute value has the derivative 1 over {x}.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "absolute-kept",
            lambda x: 1 / absolute(x),
            "For negative x the function ln|x| falls, so its derivative 1/x is negative there; no absolute value is needed.",
        ),
        Mistake("sign-forgotten", lambda x: -1 / x, "The derivative of ln|x| is 1/x on both sides of 0: at x = 1 the function rises."),
    ),
    source=_DLMF_LOG,
)

ELEMENTARY_DERIVATIVES = (
    derivative_entry(
        "diff.exp",
        "derivative of e^x",
        exp,
        exp,
        "The natural exponential function is its own derivative.",
        ("power-rule", lambda x: x * exp(x - 1), "The power rule is for a variable base; here the exponent varies: (eˣ)′ = eˣ."),
        ("constant", lambda x: 0 * x, "eˣ is no constant, the variable is in its exponent: (eˣ)′ = eˣ."),
        source=_DLMF_LOG,
    ),
    LOG_ABSOLUTE,
    derivative_entry(
        "diff.log",
        "derivative of ln",
        log,
        lambda x: 1 / x,
        "The derivative of the natural logarithm is 1 over its argument.",
        ("reciprocal", lambda x: 1 / log(x), "The derivative of ln x is 1/x, not 1/ln x."),
        ("unchanged", log, "It is eˣ that is its own derivative; (ln x)′ = 1/x."),
        ("exponential", exp, "eˣ is the inverse function of ln x, not its derivative: (ln x)′ = 1/x."),
        source=_DLMF_LOG,
    ),
    derivative_entry(
        "diff.sin",
        "derivative of sin",
        sin,
        cos,
        "The derivative of the sine is the cosine.",
        ("sign", lambda x: -cos(x), "The derivative of sin is cos with a plus; the minus belongs to (cos x)′ = −sin x."),
        ("unchanged", sin, "The derivative of sin is cos."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.cos",
        "derivative of cos",
        cos,
        lambda x: -sin(x),
        "The derivative of the cosine is minus the sine.",
        ("sign", sin, "The minus is missing: cos falls from its peak at 0, so (cos x)′ = −sin x."),
        ("unchanged", lambda x: -cos(x), "The derivative of cos is −sin."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.tan",
        "derivative of tan",
        tan,
        lambda x: sec(x) ** 2,
        "The derivative of the tangent is the secant squared.",
        ("no-square", sec, "The secant is squared: (tan x)′ = sec² x = 1 + tan² x."),
        ("cotangent", cot, "The cotangent is the reciprocal of the tangent, not its derivative: (tan x)′ = sec² x."),
        ("secant-tangent", lambda x: sec(x) * tan(x), "sec x·tan x is the derivative of sec x; (tan x)′ = sec² x."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.sec",
        "derivative of sec",
        sec,
        lambda x: sec(x) * tan(x),
        "The derivative of the secant is the secant times the tangent.",
        ("square", lambda x: tan(x) ** 2, "(sec x)′ = sec x·tan x: one factor of each."),
        ("sign", lambda x: -sec(x) * tan(x), "The sign is wrong: (sec x)′ = sec x·tan x; the minus belongs to csc and cot."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.csc",
        "derivative of csc",
        csc,
        lambda x: -csc(x) * cot(x),
        "The derivative of the cosecant is minus the cosecant times the cotangent.",
        ("sign", lambda x: csc(x) * cot(x), "The minus is missing: (csc x)′ = −csc x·cot x, as for every co-function."),
        ("square", lambda x: -(csc(x) ** 2), "−csc² x is the derivative of cot x; (csc x)′ = −csc x·cot x."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.cot",
        "derivative of cot",
        cot,
        lambda x: -(csc(x) ** 2),
        "The derivative of the cotangent is minus the cosecant squared.",
        ("sign", lambda x: csc(x) ** 2, "The minus is missing: the cotangent falls, so (cot x)′ = −csc² x."),
        ("no-square", lambda x: -csc(x), "The cosecant is squared: (cot x)′ = −csc² x."),
        ("secant", lambda x: -(sec(x) ** 2), "The co-function has the co-function: (cot x)′ = −csc² x."),
        source=_DLMF_TRIG,
    ),
    derivative_entry(
        "diff.asin",
        "derivative of arcsin",
        asin,
        lambda x: 1 / sqrt(1 - x**2),
        "The derivative of the inverse sine is 1 over the root of 1 minus the argument squared.",
        ("plus", lambda x: 1 / sqrt(1 + x**2), "Under the root stands 1 − x²: arcsin is defined only for |x| ≤ 1."),
        ("no-root", lambda x: 1 / (1 - x**2), "The root is missing: (arcsin x)′ = 1/√(1 − x²)."),
        ("reciprocal", lambda x: -cos(x) / sin(x) ** 2, "arcsin x is the inverse function, not 1/sin x: (arcsin x)′ = 1/√(1 − x²)."),
        source=_DLMF_INVERSE,
    ),
    derivative_entry(
        "diff.acos",
        "derivative of arccos",
        acos,
        lambda x: -1 / sqrt(1 - x**2),
        "The derivative of the inverse cosine is minus 1 over the root of 1 minus the argument squared.",
        ("sign", lambda x: 1 / sqrt(1 - x**2), "The minus is missing: arccos falls, so (arccos x)′ = −1/√(1 − x²)."),
        ("no-root", lambda x: -1 / (1 - x**2), "The root is missing: (arccos x)′ = −1/√(1 − x²)."),
        source=_DLMF_INVERSE,
    ),
    derivative_entry(
        "diff.atan",
        "derivative of arctan",
        atan,
        lambda x: 1 / (1 + x**2),
        "The derivative of the inverse tangent is 1 over 1 plus the argument squared.",
        ("root", lambda x: 1 / sqrt(1 + x**2), "There is no root: (arctan x)′ = 1/(1 + x²)."),
        ("minus", lambda x: 1 / (1 - x**2), "In the denominator stands 1 + x²: arctan is defined and increasing everywhere."),
        ("reciprocal", lambda x: -(sec(x) ** 2) / tan(x) ** 2, "arctan x is the inverse function, not 1/tan x: (arctan x)′ = 1/(1 + x²)."),
        source=_DLMF_INVERSE,
    ),
    derivative_entry(
        "diff.acot",
        "derivative of arccot",
        acot,
        lambda x: -1 / (1 + x**2),
        "The derivative of the inverse cotangent is minus 1 over 1 plus the argument squared.",
        ("sign", lambda x: 1 / (1 + x**2), "The minus is missing: (arccot x)′ = −1/(1 + x²)."),
        ("root", lambda x: -1 / sqrt(1 + x**2), "There is no root: (arccot x)′ = −1/(1 + x²)."),
        source=_DLMF_INVERSE,
    ),
    derivative_entry(
        "diff.asec",
        "derivative of arcsec",
        asec,
        lambda x: 1 / (absolute(x) * sqrt(x**2 - 1)),
        "The derivative of the inverse secant is 1 over the absolute value of the argument times the root of its square minus 1.",
        ("sign", lambda x: -1 / (absolute(x) * sqrt(x**2 - 1)), "The sign is wrong: arcsec rises on both of its branches."),
        ("no-absolute", lambda x: 1 / (x * sqrt(x**2 - 1)), "arcsec rises for negative arguments too, so the absolute value is needed."),
        source=_DLMF_INVERSE,
    ),
    derivative_entry(
        "diff.acsc",
        "derivative of arccsc",
        acsc,
        lambda x: -1 / (absolute(x) * sqrt(x**2 - 1)),
        "The derivative of the inverse cosecant is minus 1 over the absolute value of the argument times the root of its square minus 1.",
        ("sign", lambda x: 1 / (absolute(x) * sqrt(x**2 - 1)), "The minus is missing: arccsc falls on both of its branches."),
        ("no-absolute", lambda x: -1 / (x * sqrt(x**2 - 1)), "arccsc falls for negative arguments too, so the absolute value is needed."),
        source=_DLMF_INVERSE,
    ),
)
