"""Integrals that are no elementary functions: Ei, Si, Ci, erf, Fresnel."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, likely_positive, linear, separated, square_root
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import positive
from symtutor.rules.notation import absolute, cos, cosh, erf, exp, log, pi, sin, sinh, sqrt
from symtutor.term import Term, function

__all__ = ["SPECIAL"]

rule = partial(Rule, goal=Integral, cost=3)

_DLMF = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov"
ei, si, ci = function(sp.Ei), function(sp.Si), function(sp.Ci)
shi, chi, erfi = function(sp.Shi), function(sp.Chi), function(sp.erfi)
fresnels, fresnelc = function(sp.fresnels), function(sp.fresnelc)


def _wave_over_linear(head: Any) -> Any:
    """Return a finder of c·wave(a·x + b)/(k·x + d)."""

    def when(goal: Integral, _context: Any) -> Iterator[Bindings]:
        f, x = goal.args
        c, rest = separated(f, x)
        factors = sp.Mul.make_args(rest)
        if len(factors) != 2:
            return
        for wave, below in (factors, factors[::-1]):
            if not isinstance(wave, head) or not (isinstance(below, sp.Pow) and below.exp == -1):
                continue
            inside, under = linear(wave.args[0], x), linear(below.base, x)
            if inside is not None and under is not None:
                yield {"c": c, "a": inside[0], "b": inside[1], "k": under[0], "d": under[1], "x": x}

    return when


def _not_elementary(meaning: str = "") -> Any:
    """Return what a line shows: that nothing elementary has this derivative, and what its function stands for."""
    told = "no elementary function has this derivative" + (f"; {meaning}" if meaning else "")
    return lambda _bindings, _values: {"{}": told}


def _over_linear(
    id: str,  # noqa: A002 (the field of Rule)
    name: str,
    head: Any,
    write: Any,
    right: Any,
    words: str,
    source: str,
    meaning: str = "",
) -> Rule:
    """Return the rule for c·wave(a·x + b)/(k·x + d), with the place y = a·(x + d/k) and the shift s = b − a·d/k."""
    return rule(
        id=id,
        name=name,
        heads=(sp.Mul,),
        when=_wave_over_linear(head),
        left=lambda c, a, b, k, d, x: I(c * write(a * x + b) / (k * x + d), x),
        right=lambda c, a, b, k, d, x: c / k * right(a * (x + d / k), b - a * d / k),
        shows=_not_elementary(meaning),
        words=words,
        mistakes=(
            Mistake(
                "elementary",
                lambda c, a, b, k, d, x: c * write(a * x + b) * log(absolute(k * x + d)) / k,
                "The integral of a product is not the product of the integrals; this one is no elementary function.",
            ),
            Mistake(
                "quotient-of-integrals",
                lambda c, a, b, k, d, x: c * I(write(a * x + b), x) / I(k * x + d, x),
                "The integral of a quotient is not the quotient of the integrals.",
            ),
        ),
        source=source,
    )


WAVES_OVER_LINEAR = (
    _over_linear(
        "int.exponential_integral",
        "exponential integral",
        sp.exp,
        exp,
        lambda y, s: exp(s) * ei(y),
        "No elementary function has this derivative: the integral of e^u/u is the exponential integral Ei(u), by definition.",
        f"{_DLMF}, eq. 6.2.5",
        "Ei u is the integral of e^t/t from −∞ to u",
    ),
    _over_linear(
        "int.sine_integral",
        "sine integral",
        sp.sin,
        sin,
        lambda y, s: cos(s) * si(y) + sin(s) * ci(absolute(y)),
        "No elementary function has this derivative: the integral of sin(u)/u is the sine integral Si(u), by definition.",
        f"{_DLMF}, eq. 6.2.9",
        "Si u is the integral of (sin t)/t from 0 to u",
    ),
    _over_linear(
        "int.cosine_integral",
        "cosine integral",
        sp.cos,
        cos,
        lambda y, s: cos(s) * ci(absolute(y)) - sin(s) * si(y),
        "No elementary function has this derivative: the integral of cos(u)/u is the cosine integral Ci(|u|), by definition.",
        f"{_DLMF}, eq. 6.2.11",
        "Ci u is minus the integral of (cos t)/t from u to ∞",
    ),
    _over_linear(
        "int.hyperbolic_sine_integral",
        "hyperbolic sine integral",
        sp.sinh,
        sinh,
        lambda y, s: cosh(s) * shi(y) + sinh(s) * chi(absolute(y)),
        "No elementary function has this derivative: the integral of sinh(u)/u is Shi(u), by definition.",
        f"{_DLMF}, eq. 6.2.15",
        "Shi u is the integral of (sinh t)/t from 0 to u",
    ),
    _over_linear(
        "int.hyperbolic_cosine_integral",
        "hyperbolic cosine integral",
        sp.cosh,
        cosh,
        lambda y, s: cosh(s) * chi(absolute(y)) + sinh(s) * shi(y),
        "No elementary function has this derivative: the integral of cosh(u)/u is Chi(|u|), by definition.",
        f"{_DLMF}, eq. 6.2.16",
    ),
)


def _gaussian(goal: Integral, _context: Any) -> Iterator[Bindings]:
    f, x = goal.args
    found = coefficients(f.args[0], x)
    if found is not None and len(found) == 3:
        c, b, a = found
        if likely_positive(a) is not True:
            yield {"a": a, "b": b, "c": c, "s": square_root(-a), "x": x}


def _growing_gaussian(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    found = coefficients(f.args[0], x)
    if found is not None and len(found) == 3:
        c, b, a = found
        if likely_positive(a) is not False:
            yield {"a": a, "b": b, "c": c, "s": square_root(a), "x": x}


GAUSSIAN = rule(
    id="int.gaussian",
    name="Gaussian integral",
    heads=(sp.exp,),
    when=_gaussian,
    left=lambda a, b, c, s, x: I(exp(a * x**2 + b * x + c), x),
    right=lambda a, b, c, s, x: sqrt(pi) / (2 * s) * exp(c - b**2 / (4 * a)) * erf(s * x - b / (2 * s)),
    shows=_not_elementary("erf u is 2/√π times the integral of e^(−t²) from 0 to u"),
    words="No elementary function has this derivative: the integral of e^(−u²) is the error function, up to the factor √π/2.",
    holds=lambda a: positive(-a),
    cost=2,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, x: exp(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant: differentiate to see it.",
        ),
        Mistake(
            "exponential-kept",
            lambda a, b, c, x: exp(a * x**2 + b * x + c),
            "The exponential of a square is not its own integral: differentiate to see it.",
        ),
    ),
    source=f"{_DLMF}, eq. 7.2.1",
)
GROWING_GAUSSIAN = rule(
    id="int.growing_gaussian",
    name="imaginary error function",
    heads=(sp.exp,),
    when=_growing_gaussian,
    left=lambda a, b, c, s, x: I(exp(a * x**2 + b * x + c), x),
    right=lambda a, b, c, s, x: sqrt(pi) / (2 * s) * exp(c - b**2 / (4 * a)) * erfi(s * x + b / (2 * s)),
    shows=_not_elementary("erfi u is 2/√π times the integral of e^(t²) from 0 to u"),
    words="No elementary function has this derivative: the integral of e^(u²) is the real function erfi, up to the factor √π/2.",
    holds=lambda a: positive(a),
    cost=2,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, x: exp(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant: differentiate to see it.",
        ),
        Mistake(
            "exponential-kept",
            lambda a, b, c, x: exp(a * x**2 + b * x + c),
            "The exponential of a square is not its own integral: differentiate to see it.",
        ),
    ),
    source=f"{_DLMF}, eq. 7.2.1",
)


def _fresnel(head: Any) -> Any:
    """Return a finder of sin or cos of a quadratic with a positive leading coefficient."""

    def when(goal: Integral, _context: Any) -> Iterator[Bindings]:
        f, x = goal.args
        found = coefficients(f.args[0], x)
        if isinstance(f, head) and found is not None and len(found) == 3 and likely_positive(found[2]) is not False:
            c, b, a = found
            # a·x² + b·x + c = π/2·y² + d
            yield {"a": a, "b": b, "c": c, "r": sp.sqrt(2 * a / sp.pi), "d": sp.expand(c - b**2 / (4 * a)), "x": x}

    return when


def _fresnel_place(a: Term, b: Term, r: Term, x: Term) -> Term:
    return r * (x + b / (2 * a))


FRESNEL_SINE = rule(
    id="int.fresnel_sine",
    name="Fresnel integral",
    heads=(sp.sin,),
    when=_fresnel(sp.sin),
    left=lambda a, b, c, r, d, x: I(sin(a * x**2 + b * x + c), x),
    right=lambda a, b, r, d, x: (cos(d) * fresnels(_fresnel_place(a, b, r, x)) + sin(d) * fresnelc(_fresnel_place(a, b, r, x))) / r,
    shows=_not_elementary(),
    words="No elementary function has this derivative: sines and cosines of a square lead to the Fresnel integrals S and C, by definition.",
    holds=lambda a: positive(a),
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, x: -cos(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant.",
        ),
        Mistake(
            "inner-derivative-forgotten",
            lambda a, b, c, x: -cos(a * x**2 + b * x + c),
            "The inside is no multiple of the variable: its derivative does not stand as a factor.",
        ),
    ),
    source=f"{_DLMF}, eqs. 7.2.7, 7.2.8",
)
FRESNEL_COSINE = rule(
    id="int.fresnel_cosine",
    name="Fresnel integral",
    heads=(sp.cos,),
    when=_fresnel(sp.cos),
    left=lambda a, b, c, r, d, x: I(cos(a * x**2 + b * x + c), x),
    right=lambda a, b, r, d, x: (cos(d) * fresnelc(_fresnel_place(a, b, r, x)) - sin(d) * fresnels(_fresnel_place(a, b, r, x))) / r,
    shows=_not_elementary(),
    words="No elementary function has this derivative: sines and cosines of a square lead to the Fresnel integrals S and C, by definition.",
    holds=lambda a: positive(a),
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, x: sin(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant.",
        ),
        Mistake(
            "inner-derivative-forgotten",
            lambda a, b, c, x: sin(a * x**2 + b * x + c),
            "The inside is no multiple of the variable: its derivative does not stand as a factor.",
        ),
    ),
    source=f"{_DLMF}, eqs. 7.2.7, 7.2.8",
)


SPECIAL = (*WAVES_OVER_LINEAR, GAUSSIAN, GROWING_GAUSSIAN, FRESNEL_SINE, FRESNEL_COSINE)
