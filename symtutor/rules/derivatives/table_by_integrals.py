"""The table of derivatives: functions defined by integrals, the polygamma functions, the factorial."""

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.entries_of_derivatives import derivative_entry
from symtutor.rules.notation import cos, cosh, exp, log, pi, sin, sinh
from symtutor.term import function

__all__ = ["NONELEMENTARY_DERIVATIVES"]

_DLMF_EXPONENTIAL = "NIST Digital Library of Mathematical Functions, 6.2"
_DLMF_FRESNEL = "NIST Digital Library of Mathematical Functions, 7.2(iii)"
_DLMF_POLYGAMMA = "NIST Digital Library of Mathematical Functions, 5.15"
_si, _ci, _shi, _chi = map(function, (sp.Si, sp.Ci, sp.Shi, sp.Chi))
_ei, _li, _fresnels, _fresnelc = map(function, (sp.Ei, sp.li, sp.fresnels, sp.fresnelc))
_polygamma, _gamma, _factorial = map(function, (sp.polygamma, sp.gamma, sp.factorial))


def _with_order(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    order, inner = expr.args
    return () if context.depends(order, x) else ({"n": order, "f": inner, "x": x},)


def _inside(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr.args[0], "x": x},)


POLYGAMMA = Rule(
    id="diff.polygamma",
    name="derivative of a polygamma function",
    goal=Derivative,
    heads=(sp.polygamma,),
    when=_with_order,
    left=lambda n, f, x: D(_polygamma(n, f), x),
    right=lambda n, f, x: _polygamma(n + 1, f) * D(f, x),
    words="The polygamma functions are the derivatives of the digamma function one after another, so the order {n} rises by one; the "
    "inside {f} brings its derivative.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake("order-kept", lambda n, f, x: _polygamma(n, f) * D(f, x), "The order rises by one with each differentiation."),
        Mistake("no-inner-derivative", lambda n, f: _polygamma(n + 1, f), "The derivative of the inside is missing."),
    ),
    source=_DLMF_POLYGAMMA,
)

FACTORIAL = Rule(
    id="diff.factorial",
    name="derivative of the factorial",
    goal=Derivative,
    heads=(sp.factorial,),
    when=_inside,
    left=lambda f, x: D(_factorial(f), x),
    right=lambda f, x: _gamma(f + 1) * _polygamma(0, f + 1) * D(f, x),
    words="Between the whole numbers {f}! means the gamma function of {f} + 1; its derivative is itself times the digamma function there.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "digamma-only",
            lambda f, x: _polygamma(0, f + 1) * D(f, x),
            "The digamma function is the derivative of the logarithm: the factorial itself is a factor.",
        ),
        Mistake("not-shifted", lambda f, x: _gamma(f) * _polygamma(0, f) * D(f, x), "The factorial of x is the gamma function of x + 1."),
    ),
    source="NIST Digital Library of Mathematical Functions, 5.2(i) and 5.4(i)",
)

NONELEMENTARY_DERIVATIVES = (
    derivative_entry(
        "diff.si",
        "derivative of the sine integral",
        _si,
        lambda x: sin(x) / x,
        "The sine integral is the integral of sin t over t from 0, so its derivative is that integrand.",
        ("no-denominator", sin, "The integrand is sin t divided by t."),
        ("cosine", lambda x: cos(x) / x, "The integrand is not differentiated: the derivative of the integral is the integrand itself."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.ci",
        "derivative of the cosine integral",
        _ci,
        lambda x: cos(x) / x,
        "The cosine integral is an antiderivative of cos t over t, so its derivative is that function.",
        ("no-denominator", cos, "The integrand is cos t divided by t."),
        ("sign", lambda x: -cos(x) / x, "There is no minus: the cosine integral grows where the cosine is positive."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.shi",
        "derivative of the hyperbolic sine integral",
        _shi,
        lambda x: sinh(x) / x,
        "The hyperbolic sine integral is the integral of sinh t over t from 0, so its derivative is that integrand.",
        ("no-denominator", sinh, "The integrand is sinh t divided by t."),
        ("cosine", lambda x: cosh(x) / x, "The integrand is not differentiated."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.chi",
        "derivative of the hyperbolic cosine integral",
        _chi,
        lambda x: cosh(x) / x,
        "The hyperbolic cosine integral is an antiderivative of cosh t over t, so its derivative is that function.",
        ("no-denominator", cosh, "The integrand is cosh t divided by t."),
        ("sine", lambda x: sinh(x) / x, "The integrand is not differentiated."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.ei",
        "derivative of the exponential integral",
        _ei,
        lambda x: exp(x) / x,
        "The exponential integral is an antiderivative of e to the t over t, so its derivative is that function.",
        ("no-denominator", exp, "The integrand is e to the t divided by t."),
        ("sign", lambda x: -exp(x) / x, "There is no minus: for positive arguments the exponential integral grows."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.li",
        "derivative of the logarithmic integral",
        _li,
        lambda x: 1 / log(x),
        "The logarithmic integral is an antiderivative of 1 over ln t, so its derivative is that function.",
        ("reciprocal", lambda x: 1 / x, "1/x is the derivative of the logarithm; here the logarithm stands in the denominator."),
        ("logarithm", log, "The integrand is 1 over the logarithm."),
        source=_DLMF_EXPONENTIAL,
    ),
    derivative_entry(
        "diff.fresnel_s",
        "derivative of the Fresnel sine integral",
        _fresnels,
        lambda x: sin(pi * x**2 / 2),
        "The Fresnel integral S is the integral of sin(π·t²/2) from 0, so its derivative is that integrand.",
        ("no-square", lambda x: sin(pi * x / 2), "The argument of the sine is squared: π·x²/2."),
        ("no-half-pi", lambda x: sin(x**2), "The integrand has π/2 in it: sin(π·t²/2)."),
        source=_DLMF_FRESNEL,
    ),
    derivative_entry(
        "diff.fresnel_c",
        "derivative of the Fresnel cosine integral",
        _fresnelc,
        lambda x: cos(pi * x**2 / 2),
        "The Fresnel integral C is the integral of cos(π·t²/2) from 0, so its derivative is that integrand.",
        ("no-square", lambda x: cos(pi * x / 2), "The argument of the cosine is squared: π·x²/2."),
        ("no-half-pi", lambda x: cos(x**2), "The integrand has π/2 in it: cos(π·t²/2)."),
        source=_DLMF_FRESNEL,
    ),
    POLYGAMMA,
    FACTORIAL,
)
