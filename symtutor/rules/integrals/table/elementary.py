"""The table of integrals: powers, exponentials, trigonometric and hyperbolic functions of a·x + b."""

from collections.abc import Iterable
from functools import partial

import sympy as sp

from symtutor.algorithms.structure import linear
from symtutor.context import Context
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import integral_entry
from symtutor.rules.notation import absolute, atan, cos, cosh, cot, coth, csc, csch, exp, log, sec, sech, sin, sinh, tan, tanh

__all__ = ["INTEGRAL_TABLE"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.5, table of integration formulas"

rule = partial(Rule, goal=Integral, commit=True, source=_STEWART)
_HYPERBOLIC = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, eqs. 4.40.1 to 4.40.6"


def _constant(goal: Integral, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    return () if context.depends(expr, x) else ({"c": expr, "x": x},)


def _power(goal: Integral, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    base, n = expr.as_base_exp() if isinstance(expr, sp.Pow) else (expr, sp.S.One)
    if context.depends(n, x) or n == -1:
        return ()
    found = linear(base, x)
    return () if found is None else ({"a": found[0], "b": found[1], "n": n, "x": x},)


def _reciprocal(goal: Integral, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    found = linear(expr.base, x) if expr.exp == -1 else None
    return () if found is None else ({"a": found[0], "b": found[1], "x": x},)


def _exponential(goal: Integral, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    found = None if context.depends(expr.base, x) else linear(expr.exp, x)
    return () if found is None else ({"c": expr.base, "a": found[0], "b": found[1], "x": x},)


CONSTANT = rule(
    id="int.constant",
    name="integral of a constant",
    when=_constant,
    left=lambda c, x: I(c, x),
    right=lambda c, x: c * x,
    words="{c} does not depend on {x}: its integral is {c} times {x}.",
    cost=0,
    mistakes=(
        Mistake("kept", lambda c: c, "The integral of a constant grows with the variable: ∫ c dx = c·x + C."),
        Mistake("squared", lambda c: c**2 / 2, "The constant is no variable: ∫ c dx = c·x + C."),
    ),
)

POWER = rule(
    id="int.power",
    name="power rule",
    heads=(sp.Pow, sp.Symbol),
    when=_power,
    left=lambda a, b, n, x: I((a * x + b) ** n, x),
    right=lambda a, b, n, x: (a * x + b) ** (n + 1) / (a * (n + 1)),
    words="Raise the exponent {n} by one and divide by the new exponent.",
    holds=lambda n: (sp.Ne(n, -1),),
    mistakes=(
        Mistake("not-divided", lambda a, b, n, x: (a * x + b) ** (n + 1) / a, "Divide by the new exponent: ∫ xⁿ dx = xⁿ⁺¹/(n + 1)."),
        Mistake("divided-by-old", lambda a, b, n, x: (a * x + b) ** (n + 1) / (a * n), "Divide by the new exponent, not the old one."),
        Mistake(
            "exponent-kept",
            lambda a, b, n, x: (a * x + b) ** n / (a * (n + 1)),
            "The exponent grows by one before it divides: ∫ x dx is x²/2, not x/2.",
        ),
        Mistake(
            "differentiated",
            lambda a, b, n, x: n * a * (a * x + b) ** (n - 1),
            "That is the derivative: in the integral the exponent grows by one.",
        ),
        Mistake(
            "inner-factor-lost",
            lambda a, b, n, x: (a * x + b) ** (n + 1) / (n + 1),
            "The base is a multiple of the variable: divide by its factor, too.",
        ),
    ),
)

RECIPROCAL = rule(
    id="int.reciprocal",
    name="integral of 1/x",
    heads=(sp.Pow,),
    when=_reciprocal,
    left=lambda a, b, x: I(1 / (a * x + b), x),
    right=lambda a, b, x: log(absolute(a * x + b)) / a,
    words="The exponent −1 is the one case without a power rule: the integral is the logarithm of the absolute value.",
    mistakes=(
        Mistake(
            "no-absolute-value",
            lambda a, b, x: log(a * x + b) / a,
            "Without the absolute value this holds only where the denominator is positive: ∫ dx/x = ln|x|.",
        ),
        Mistake("power-rule", lambda a, b, x: (a * x + b) ** 0 / a, "The power rule would divide by 0 here: ∫ dx/x = ln|x|."),
        Mistake("derivative", lambda a, b, x: -1 / (a * x + b) ** 2, "That is the derivative of 1/x: ∫ dx/x = ln|x|."),
        Mistake("inner-factor-lost", lambda a, b, x: log(absolute(a * x + b)), "Divide by the factor of the variable."),
    ),
)

EXPONENTIAL = rule(
    id="int.exponential",
    name="integral of an exponential",
    heads=(sp.Pow,),
    when=_exponential,
    left=lambda c, a, b, x: I(c ** (a * x + b), x),
    right=lambda c, a, b, x: c ** (a * x + b) / (a * log(c)),
    words="The exponential stays; divide by the natural logarithm of the base {c}.",
    holds=lambda c: (sp.Ne(c, 1),),
    mistakes=(
        Mistake("no-log", lambda c, a, b, x: c ** (a * x + b) / a, "Divide by the logarithm of the base: ∫ cˣ dx = cˣ/ln c."),
        Mistake("multiplied", lambda c, a, b, x: c ** (a * x + b) * log(c) / a, "The logarithm divides: ∫ cˣ dx = cˣ/ln c."),
        Mistake(
            "power-rule",
            lambda c, a, b, x: c ** (a * x + b + 1) / (a * x + b + 1),
            "The power rule is for a variable base; here the exponent varies: ∫ cˣ dx = cˣ/ln c.",
        ),
    ),
)

INTEGRAL_TABLE = (
    CONSTANT,
    POWER,
    RECIPROCAL,
    EXPONENTIAL,
    integral_entry(
        "int.exp",
        "integral of eˣ",
        exp,
        exp,
        "The exponential function is its own integral.",
        ("power-rule", lambda u: exp(u + 1) / (u + 1), "The power rule is for a variable base: ∫ eˣ dx = eˣ."),
        source=_STEWART,
    ),
    integral_entry(
        "int.sin",
        "integral of sine",
        sin,
        lambda u: -cos(u),
        "The integral of sine is minus cosine.",
        ("sign", cos, "The minus is missing: (cos x)′ = −sin x, so ∫ sin x dx = −cos x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.cos",
        "integral of cosine",
        cos,
        sin,
        "The integral of cosine is sine.",
        ("sign", lambda u: -sin(u), "There is no minus: (sin x)′ = cos x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.sec_squared",
        "integral of sec²",
        lambda u: sec(u) ** 2,
        tan,
        "The integral of secant squared is tangent.",
        ("cube", lambda u: sec(u) ** 3 / 3, "The power rule needs the derivative of the secant as a factor: ∫ sec² x dx = tan x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.csc_squared",
        "integral of csc²",
        lambda u: csc(u) ** 2,
        lambda u: -cot(u),
        "The integral of cosecant squared is minus cotangent.",
        ("sign", cot, "The minus is missing: (cot x)′ = −csc² x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.sec_tan",
        "integral of sec·tan",
        lambda u: sec(u) * tan(u),
        sec,
        "The integral of secant times tangent is secant.",
        ("sign", lambda u: -sec(u), "There is no minus: (sec x)′ = sec x·tan x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.csc_cot",
        "integral of csc·cot",
        lambda u: csc(u) * cot(u),
        lambda u: -csc(u),
        "The integral of cosecant times cotangent is minus cosecant.",
        ("sign", csc, "The minus is missing: (csc x)′ = −csc x·cot x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.tan",
        "integral of tangent",
        tan,
        lambda u: -log(absolute(cos(u))),
        "Tangent is sine over cosine, so its integral is minus the logarithm of the absolute value of the cosine.",
        ("derivative", lambda u: sec(u) ** 2, "That is the derivative: ∫ tan x dx = −ln|cos x|."),
        ("sign", lambda u: log(absolute(cos(u))), "The minus is missing: (cos x)′ = −sin x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.cot",
        "integral of cotangent",
        cot,
        lambda u: log(absolute(sin(u))),
        "Cotangent is cosine over sine, so its integral is the logarithm of the absolute value of the sine.",
        ("sign", lambda u: -log(absolute(sin(u))), "There is no minus: (sin x)′ = cos x."),
        source=_STEWART,
    ),
    integral_entry(
        "int.sec",
        "integral of secant",
        sec,
        lambda u: log(absolute(sec(u) + tan(u))),
        "The integral of secant is the logarithm of the absolute value of secant plus tangent.",
        ("derivative", lambda u: sec(u) * tan(u), "That is the derivative: ∫ sec x dx = ln|sec x + tan x|."),
        ("of-cosine", lambda u: log(absolute(cos(u))), "1/cos x is not of the form f′/f: ∫ sec x dx = ln|sec x + tan x|."),
        source=_STEWART,
    ),
    integral_entry(
        "int.csc",
        "integral of cosecant",
        csc,
        lambda u: log(absolute(tan(u / 2))),
        "The integral of cosecant is the logarithm of the absolute value of the tangent of half the argument.",
        ("of-sine", lambda u: log(absolute(sin(u))), "1/sin x is not of the form f′/f: ∫ csc x dx = ln|tan(x/2)|."),
        source=_STEWART,
    ),
    integral_entry(
        "int.sinh",
        "integral of sinh",
        sinh,
        cosh,
        "The integral of the hyperbolic sine is the hyperbolic cosine.",
        ("sign", lambda u: -cosh(u), "There is no minus: (cosh x)′ = sinh x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.cosh",
        "integral of cosh",
        cosh,
        sinh,
        "The integral of the hyperbolic cosine is the hyperbolic sine.",
        ("sign", lambda u: -sinh(u), "There is no minus: (sinh x)′ = cosh x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.tanh",
        "integral of tanh",
        tanh,
        lambda u: log(cosh(u)),
        "The hyperbolic tangent is sinh over cosh, so its integral is the logarithm of cosh.",
        ("sign", lambda u: -log(cosh(u)), "There is no minus: (cosh x)′ = sinh x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.coth",
        "integral of coth",
        coth,
        lambda u: log(absolute(sinh(u))),
        "The hyperbolic cotangent is cosh over sinh, so its integral is the logarithm of the absolute value of sinh.",
        ("no-absolute-value", lambda u: log(sinh(u)), "sinh is negative left of 0: the logarithm needs the absolute value."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.sech",
        "integral of sech",
        sech,
        lambda u: atan(sinh(u)),
        "1/cosh is cosh/(1 + sinh²), so its integral is the arctangent of sinh.",
        ("logarithm", lambda u: log(cosh(u)), "1/cosh x is not of the form f′/f: ∫ sech x dx = arctan(sinh x)."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.csch",
        "integral of csch",
        csch,
        lambda u: log(absolute(tanh(u / 2))),
        "The integral of 1/sinh is the logarithm of the absolute value of tanh of half the argument.",
        ("logarithm", lambda u: log(absolute(sinh(u))), "1/sinh x is not of the form f′/f: ∫ csch x dx = ln|tanh(x/2)|."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.sech_squared",
        "integral of sech²",
        lambda u: sech(u) ** 2,
        tanh,
        "The derivative of tanh is sech squared.",
        ("sign", lambda u: -tanh(u), "There is no minus: (tanh x)′ = sech² x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.csch_squared",
        "integral of csch²",
        lambda u: csch(u) ** 2,
        lambda u: -coth(u),
        "The derivative of coth is minus csch squared.",
        ("sign", coth, "The minus is missing: (coth x)′ = −csch² x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.sech_tanh",
        "integral of sech·tanh",
        lambda u: sech(u) * tanh(u),
        lambda u: -sech(u),
        "The derivative of sech is minus sech times tanh.",
        ("sign", sech, "The minus is missing: (sech x)′ = −sech x·tanh x."),
        source=_HYPERBOLIC,
    ),
    integral_entry(
        "int.csch_coth",
        "integral of csch·coth",
        lambda u: csch(u) * coth(u),
        lambda u: -csch(u),
        "The derivative of csch is minus csch times coth.",
        ("sign", csch, "The minus is missing: (csch x)′ = −csch x·coth x."),
        source=_HYPERBOLIC,
    ),
)
