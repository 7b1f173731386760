"""Integrals that are no elementary functions: erf, Ei, li, Si, Ci, Fresnel, dilogarithm, elliptic."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.exponential_form import exponential_part
from symtutor.algorithms.structure import coefficients, depends, is_positive, linear, separated, square_root
from symtutor.goals import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import absolute, cos, cosh, erf, exp, log, pi, sin, sinh, sqrt
from symtutor.term import Term, function

__all__ = ["SPECIAL"]

_DLMF = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov"
ei, si, ci, li = function(sp.Ei), function(sp.Si), function(sp.Ci), function(sp.li)
shi, chi, erfi = function(sp.Shi), function(sp.Chi), function(sp.erfi)
fresnels, fresnelc = function(sp.fresnels), function(sp.fresnelc)
polylog = function(sp.polylog)
elliptic_e, elliptic_f = function(sp.elliptic_e), function(sp.elliptic_f)


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


def _over_linear(id: str, name: str, head: Any, write: Any, right: Any, words: str, source: str) -> Rule:  # noqa: A002 (the field of Rule)
    """Return the rule for c·wave(a·x + b)/(k·x + d), with the place y = a·(x + d/k) and the shift s = b − a·d/k."""
    return Rule(
        id=id,
        name=name,
        goal=Integral,
        heads=(sp.Mul,),
        when=_wave_over_linear(head),
        left=lambda c, a, b, k, d, x: I(c * write(a * x + b) / (k * x + d), x),
        right=lambda c, a, b, k, d, x: c / k * right(a * (x + d / k), b - a * d / k),
        words=words,
        cost=3,
        mistakes=(
            Mistake(
                "elementary",
                lambda c, a, b, k, d, x: c * write(a * x + b) * log(absolute(k * x + d)) / k,
                "The integral of a product is not the product of the integrals; this one is no elementary function.",
                f"{head.__name__}(x)/x",
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
    ),
    _over_linear(
        "int.sine_integral",
        "sine integral",
        sp.sin,
        sin,
        lambda y, s: cos(s) * si(y) + sin(s) * ci(absolute(y)),
        "No elementary function has this derivative: the integral of sin(u)/u is the sine integral Si(u), by definition.",
        f"{_DLMF}, eq. 6.2.9",
    ),
    _over_linear(
        "int.cosine_integral",
        "cosine integral",
        sp.cos,
        cos,
        lambda y, s: cos(s) * ci(absolute(y)) - sin(s) * si(y),
        "No elementary function has this derivative: the integral of cos(u)/u is the cosine integral Ci(|u|), by definition.",
        f"{_DLMF}, eq. 6.2.11",
    ),
    _over_linear(
        "int.hyperbolic_sine_integral",
        "hyperbolic sine integral",
        sp.sinh,
        sinh,
        lambda y, s: cosh(s) * shi(y) + sinh(s) * chi(absolute(y)),
        "No elementary function has this derivative: the integral of sinh(u)/u is Shi(u), by definition.",
        f"{_DLMF}, eq. 6.2.15",
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
        if is_positive(a) is not True:
            yield {"a": a, "b": b, "c": c, "s": square_root(-a), "x": x}


def _growing_gaussian(goal: Integral, _context: Any) -> Iterator[Bindings]:
    f, x = goal.args
    found = coefficients(f.args[0], x)
    if found is not None and len(found) == 3:
        c, b, a = found
        if is_positive(a) is not False:
            yield {"a": a, "b": b, "c": c, "s": square_root(a), "x": x}


GAUSSIAN = Rule(
    id="int.gaussian",
    name="Gaussian integral",
    goal=Integral,
    heads=(sp.exp,),
    when=_gaussian,
    left=lambda a, b, c, s, x: I(exp(a * x**2 + b * x + c), x),
    right=lambda a, b, c, s, x: sqrt(pi) / (2 * s) * exp(c - b**2 / (4 * a)) * erf(s * x - b / (2 * s)),
    words="No elementary function has this derivative: the integral of e^(−u²) is the error function, up to the factor √π/2.",
    holds=lambda a, b, c, s, x: (a < 0,),
    cost=2,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, s, x: exp(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant: differentiate to see it.",
            "exp(-x**2)",
        ),
    ),
    source=f"{_DLMF}, eq. 7.2.1",
)
GROWING_GAUSSIAN = Rule(
    id="int.growing_gaussian",
    name="imaginary error function",
    goal=Integral,
    heads=(sp.exp,),
    when=_growing_gaussian,
    left=lambda a, b, c, s, x: I(exp(a * x**2 + b * x + c), x),
    right=lambda a, b, c, s, x: sqrt(pi) / (2 * s) * exp(c - b**2 / (4 * a)) * erfi(s * x + b / (2 * s)),
    words="No elementary function has this derivative: the integral of e^(u²) is the real function erfi, up to the factor √π/2.",
    holds=lambda a, b, c, s, x: (a > 0,),
    cost=2,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, s, x: exp(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant: differentiate to see it.",
            "exp(x**2)",
        ),
    ),
    source=f"{_DLMF}, eq. 7.2.1",
)


def _fresnel(head: Any) -> Any:
    """Return a finder of sin or cos of a quadratic with a positive leading coefficient."""

    def when(goal: Integral, _context: Any) -> Iterator[Bindings]:
        f, x = goal.args
        found = coefficients(f.args[0], x)
        if isinstance(f, head) and found is not None and len(found) == 3 and is_positive(found[2]) is not False:
            c, b, a = found
            # a·x² + b·x + c = π/2·y² + d
            yield {"a": a, "b": b, "c": c, "r": sp.sqrt(2 * a / sp.pi), "d": sp.expand(c - b**2 / (4 * a)), "x": x}

    return when


def _fresnel_place(a: Any, b: Any, r: Any, x: Any) -> Term:
    return r * (x + b / (2 * a))


FRESNEL_SINE = Rule(
    id="int.fresnel_sine",
    name="Fresnel integral",
    goal=Integral,
    heads=(sp.sin,),
    when=_fresnel(sp.sin),
    left=lambda a, b, c, r, d, x: I(sin(a * x**2 + b * x + c), x),
    right=lambda a, b, c, r, d, x: (cos(d) * fresnels(_fresnel_place(a, b, r, x)) + sin(d) * fresnelc(_fresnel_place(a, b, r, x))) / r,
    words="No elementary function has this derivative: sines and cosines of a square lead to the Fresnel integrals S and C, by definition.",
    holds=lambda a, b, c, r, d, x: (a > 0,),
    cost=3,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, r, d, x: -cos(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant.",
            "sin(x**2)",
        ),
    ),
    source=f"{_DLMF}, eqs. 7.2.7, 7.2.8",
)
FRESNEL_COSINE = Rule(
    id="int.fresnel_cosine",
    name="Fresnel integral",
    goal=Integral,
    heads=(sp.cos,),
    when=_fresnel(sp.cos),
    left=lambda a, b, c, r, d, x: I(cos(a * x**2 + b * x + c), x),
    right=lambda a, b, c, r, d, x: (cos(d) * fresnelc(_fresnel_place(a, b, r, x)) - sin(d) * fresnels(_fresnel_place(a, b, r, x))) / r,
    words="No elementary function has this derivative: sines and cosines of a square lead to the Fresnel integrals S and C, by definition.",
    holds=lambda a, b, c, r, d, x: (a > 0,),
    cost=3,
    mistakes=(
        Mistake(
            "divided-by-inner-derivative",
            lambda a, b, c, r, d, x: sin(a * x**2 + b * x + c) / (2 * a * x + b),
            "Dividing by the inner derivative works only when that is a constant.",
            "cos(x**2)",
        ),
    ),
    source=f"{_DLMF}, eqs. 7.2.7, 7.2.8",
)


def _log_integral(goal: Integral, _context: Any) -> Iterator[Bindings]:
    f, x = goal.args
    if f.exp == -1 and isinstance(f.base, sp.log):
        found = linear(f.base.args[0], x)
        if found is not None:
            yield {"a": found[0], "b": found[1], "x": x}


LOG_INTEGRAL = Rule(
    id="int.logarithmic_integral",
    name="logarithmic integral",
    goal=Integral,
    heads=(sp.Pow,),
    when=_log_integral,
    left=lambda a, b, x: I(1 / log(a * x + b), x),
    right=lambda a, b, x: li(a * x + b) / a,
    words="No elementary function has this derivative: the integral of 1/ln u is the logarithmic integral li(u), by definition.",
    cost=2,
    mistakes=(
        Mistake(
            "logarithm-of-logarithm",
            lambda a, b, x: log(absolute(log(a * x + b))) / a,
            "The derivative of ln|ln x| is 1/(x·ln x): the factor 1/x is missing here.",
            "1/log(x)",
        ),
    ),
    source=f"{_DLMF}, eq. 6.2.8",
)


def _dilogarithm(goal: Integral, _context: Any) -> Iterator[Bindings]:
    """Find c·ln(a·x + b)/(k·x + d): with t = x + d/k the logarithm is that of A + a·t."""
    f, x = goal.args
    c, rest = separated(f, x)
    factors = sp.Mul.make_args(rest)
    if len(factors) != 2:
        return
    for wave, below in (factors, factors[::-1]):
        if not isinstance(wave, sp.log) or not (isinstance(below, sp.Pow) and below.exp == -1):
            continue
        inside, under = linear(wave.args[0], x), linear(below.base, x)
        if inside is None or under is None:
            continue
        (a, b), (k, d) = inside, under
        constant = sp.cancel(b - a * d / k)
        if constant != 0:
            yield {"c": c, "a": a, "b": b, "k": k, "d": d, "A": constant, "x": x}


def _positive_dilogarithm(goal: Integral, context: Any) -> Iterator[Bindings]:
    return (v for v in _dilogarithm(goal, context) if is_positive(v["A"]) is not False)


def _negative_dilogarithm(goal: Integral, context: Any) -> Iterator[Bindings]:
    return (v for v in _dilogarithm(goal, context) if is_positive(v["A"]) is not True)


_NO_POWER = Mistake(
    "square",
    lambda c, a, b, k, d, A, x: c / k * log(a * x + b) ** 2 / 2,
    "Below does not stand the inside of the logarithm: ∫ ln(1 + x)/x dx is no elementary function.",
    "log(x + 1)/x",
)
DILOGARITHM = Rule(
    id="int.dilogarithm",
    name="dilogarithm",
    goal=Integral,
    heads=(sp.Mul,),
    when=_positive_dilogarithm,
    left=lambda c, a, b, k, d, A, x: I(c * log(a * x + b) / (k * x + d), x),
    right=lambda c, a, b, k, d, A, x: c / k * (log(A) * log(absolute(x + d / k)) - polylog(2, -a * (x + d / k) / A)),
    words="No elementary function has this derivative: the integral of ln(1 − u)/u is minus the dilogarithm Li₂(u), by definition.",
    holds=lambda c, a, b, k, d, A, x: (A > 0,),
    cost=4,
    mistakes=(_NO_POWER,),
    source=f"{_DLMF}, eq. 25.12.2",
)
DILOGARITHM_NEGATIVE = Rule(
    id="int.dilogarithm_negative",
    name="dilogarithm",
    goal=Integral,
    heads=(sp.Mul,),
    when=_negative_dilogarithm,
    left=lambda c, a, b, k, d, A, x: I(c * log(a * x + b) / (k * x + d), x),
    right=lambda c, a, b, k, d, A, x: c / k * (log(a * x + b) * log(1 - (a * x + b) / A) + polylog(2, (a * x + b) / A)),
    words="Integration by parts leads to ln(1 − u)/u, whose integral is minus the dilogarithm Li₂(u), by definition.",
    holds=lambda c, a, b, k, d, A, x: (A < 0,),
    cost=4,
    mistakes=(_NO_POWER,),
    source=f"{_DLMF}, eq. 25.12.2",
)


def _elliptic(power: Any) -> Any:
    """Return a finder of (p + q·sin²(a·x + b))^power with p > 0."""

    def when(goal: Integral, _context: Any) -> Iterator[Bindings]:
        f, x = goal.args
        if f.exp != power or not isinstance(f.base, sp.Add):
            return
        p = sp.Add(*[t for t in f.base.args if not depends(t, x)])
        q, square = separated(sp.Add(*[t for t in f.base.args if depends(t, x)]), x)
        if not (isinstance(square, sp.Pow) and square.exp == 2 and isinstance(square.base, sp.sin)):
            return
        found = linear(square.base.args[0], x)
        if found is not None and is_positive(p) and is_positive(-q / p) is True and sp.sympify(1 + q / p) != 0:
            yield {"p": p, "q": q, "a": found[0], "b": found[1], "x": x}

    return when


_NOT_ELEMENTARY = Mistake(
    "root-alone",
    lambda p, q, a, b, x: x * sqrt(p + q * sin(a * x + b) ** 2),
    "The root is no constant; this integral is no elementary function.",
    "sqrt(1 - sin(x)**2/2)",
)
ELLIPTIC_SECOND = Rule(
    id="int.elliptic_second",
    name="elliptic integral of the second kind",
    goal=Integral,
    heads=(sp.Pow,),
    when=_elliptic(sp.S.Half),
    left=lambda p, q, a, b, x: I(sqrt(p + q * sin(a * x + b) ** 2), x),
    right=lambda p, q, a, b, x: sqrt(p) / a * elliptic_e(a * x + b, -q / p),
    words="No elementary function has this derivative: it is the elliptic integral of the second kind, by definition.",
    cost=3,
    mistakes=(_NOT_ELEMENTARY,),
    source=f"{_DLMF}, eq. 19.2.5",
)
ELLIPTIC_FIRST = Rule(
    id="int.elliptic_first",
    name="elliptic integral of the first kind",
    goal=Integral,
    heads=(sp.Pow,),
    when=_elliptic(-sp.S.Half),
    left=lambda p, q, a, b, x: I(1 / sqrt(p + q * sin(a * x + b) ** 2), x),
    right=lambda p, q, a, b, x: elliptic_f(a * x + b, -q / p) / (a * sqrt(p)),
    words="No elementary function has this derivative: it is the elliptic integral of the first kind, by definition.",
    cost=3,
    mistakes=(_NOT_ELEMENTARY,),
    source=f"{_DLMF}, eq. 19.2.4",
)

def _exponential_form(goal: Integral, _context: Any) -> Iterator[Bindings]:
    f, x = goal.args
    exponentials = [a for a in sp.Mul.make_args(f) if isinstance(a, sp.exp) and depends(a, x)]
    if len(exponentials) == 1:
        g = exponentials[0].args[0]
        found = exponential_part(f / exponentials[0], g, x)
        if found is not None:
            yield {"f": f, "S": found[0], "g": g, "rest": found[1], "x": x}


EXPONENTIAL_FORM = Rule(
    id="int.exponential_form",
    name="undetermined coefficients",
    goal=Integral,
    heads=(sp.Mul,),
    when=_exponential_form,
    left=lambda f, S, g, rest, x: I(f, x),
    right=lambda f, S, g, rest, x: S * exp(g) + I(rest * exp(g), x),
    words="Try S·e^g: its derivative is (S′ + g′·S)·e^g; comparing coefficients gives S = {S}, and {rest} is left to go with e^g.",
    cost=5,
    mistakes=(
        Mistake(
            "product", lambda f, S, g, rest, x: f * x, "The derivative of S·e^g has two terms: (S′ + g′·S)·e^g.", "(1 + 2*x**2)*exp(x**2)"
        ),
    ),
    source="R. H. Risch, The problem of integration in finite terms, Trans. Amer. Math. Soc. 139 (1969) 167-189",
)

SPECIAL = (
    EXPONENTIAL_FORM,
    *WAVES_OVER_LINEAR,
    GAUSSIAN,
    GROWING_GAUSSIAN,
    FRESNEL_SINE,
    FRESNEL_COSINE,
    LOG_INTEGRAL,
    DILOGARITHM,
    DILOGARITHM_NEGATIVE,
    ELLIPTIC_SECOND,
    ELLIPTIC_FIRST,
)
