"""Integrals that are no elementary functions: logarithmic integral, dilogarithm, elliptic; and S(x)·e^g(x)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.exponential_form import exponential_part
from symtutor.algorithms.structure import depends, is_positive, likely_positive, linear, separated
from symtutor.context import Context
from symtutor.goals.core import D, I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import positive
from symtutor.rules.notation import absolute, exp, log, sin, sqrt
from symtutor.term import function, sympified

__all__ = ["SPECIAL_FURTHER"]

rule = partial(Rule, goal=Integral, heads=(sp.Pow,))

_DLMF = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov"
li, polylog = function(sp.li), function(sp.polylog)
elliptic_e, elliptic_f = function(sp.elliptic_e), function(sp.elliptic_f)


def _log_integral(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    if f.exp == -1 and isinstance(f.base, sp.log):
        found = linear(f.base.args[0], x)
        if found is not None:
            yield {"a": found[0], "b": found[1], "x": x}


LOG_INTEGRAL = rule(
    id="int.logarithmic_integral",
    name="logarithmic integral",
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


def _positive_dilogarithm(goal: Integral, context: Context) -> Iterator[Bindings]:
    return (v for v in _dilogarithm(goal, context) if likely_positive(v["A"]) is not False)


def _negative_dilogarithm(goal: Integral, context: Context) -> Iterator[Bindings]:
    return (v for v in _dilogarithm(goal, context) if likely_positive(v["A"]) is not True)


_SQUARE = Mistake(
    "square",
    lambda c, a, b, k, x: c / k * log(a * x + b) ** 2 / 2,
    "Below does not stand the inside of the logarithm: ∫ ln(1 + x)/x dx is no elementary function.",
)


DILOGARITHM = rule(
    id="int.dilogarithm",
    name="dilogarithm",
    heads=(sp.Mul,),
    when=_positive_dilogarithm,
    left=lambda c, a, b, k, d, A, x: I(c * log(a * x + b) / (k * x + d), x),
    right=lambda c, a, k, d, A, x: c / k * (log(A) * log(absolute(x + d / k)) - polylog(2, -a * (x + d / k) / A)),
    words="No elementary function has this derivative: the integral of ln(1 − u)/u is minus the dilogarithm Li₂(u), by definition.",
    holds=lambda A: positive(A),
    cost=4,
    mistakes=(_SQUARE,),
    source=f"{_DLMF}, eq. 25.12.2",
)
DILOGARITHM_NEGATIVE = rule(
    id="int.dilogarithm_negative",
    name="dilogarithm",
    heads=(sp.Mul,),
    when=_negative_dilogarithm,
    left=lambda c, a, b, k, d, A, x: I(c * log(a * x + b) / (k * x + d), x),
    right=lambda c, a, b, k, A, x: c / k * (log(a * x + b) * log(1 - (a * x + b) / A) + polylog(2, (a * x + b) / A)),
    words="Integration by parts leads to ln(1 − u)/u, whose integral is minus the dilogarithm Li₂(u), by definition.",
    holds=lambda A: positive(-A),
    cost=4,
    mistakes=(_SQUARE,),
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
        if found is not None and is_positive(p) and is_positive(-q / p) is True and sympified(1 + q / p) != 0:
            yield {"p": p, "q": q, "a": found[0], "b": found[1], "x": x}

    return when


_ROOT_ALONE = Mistake(
    "root-alone",
    lambda p, q, a, b, x: x * sqrt(p + q * sin(a * x + b) ** 2),
    "The root is no constant; this integral is no elementary function.",
)


ELLIPTIC_SECOND = rule(
    id="int.elliptic_second",
    name="elliptic integral of the second kind",
    when=_elliptic(sp.S.Half),
    left=lambda p, q, a, b, x: I(sqrt(p + q * sin(a * x + b) ** 2), x),
    right=lambda p, q, a, b, x: sqrt(p) / a * elliptic_e(a * x + b, -q / p),
    words="No elementary function has this derivative: it is the elliptic integral of the second kind, by definition.",
    cost=3,
    mistakes=(_ROOT_ALONE,),
    source=f"{_DLMF}, eq. 19.2.5",
)
ELLIPTIC_FIRST = rule(
    id="int.elliptic_first",
    name="elliptic integral of the first kind",
    when=_elliptic(-sp.S.Half),
    left=lambda p, q, a, b, x: I(1 / sqrt(p + q * sin(a * x + b) ** 2), x),
    right=lambda p, q, a, b, x: elliptic_f(a * x + b, -q / p) / (a * sqrt(p)),
    words="No elementary function has this derivative: it is the elliptic integral of the first kind, by definition.",
    cost=3,
    mistakes=(_ROOT_ALONE,),
    source=f"{_DLMF}, eq. 19.2.4",
)


def _exponential_form(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    exponentials = [a for a in sp.Mul.make_args(f) if isinstance(a, sp.exp) and depends(a, x)]
    if len(exponentials) == 1:
        g = exponentials[0].args[0]
        beside = sp.Mul(*[a for a in sp.Mul.make_args(f) if a is not exponentials[0]])
        found = exponential_part(beside, g, x)
        if found is not None:
            yield {"f": f, "S": found[0], "g": g, "rest": found[1], "x": x}


EXPONENTIAL_FORM = rule(
    id="int.exponential_form",
    name="undetermined coefficients",
    heads=(sp.Mul,),
    when=_exponential_form,
    left=lambda f, S, g, rest, x: I(f, x),
    right=lambda S, g, rest, x: S * exp(g) + I(rest * exp(g), x),
    words="Try S·e^g: its derivative is (S′ + g′·S)·e^g; comparing coefficients gives S = {S}, and {rest} is left to go with e^g.",
    cost=12,
    mistakes=(
        Mistake("product", lambda f, x: f * x, "The derivative of S·e^g has two terms: (S′ + g′·S)·e^g."),
        Mistake(
            "divided-by-inner-derivative",
            lambda f, g, x: f / D(g, x),
            "Dividing by the inner derivative works only when that is a constant: differentiate to see it.",
        ),
    ),
    source="R. H. Risch, The problem of integration in finite terms, Trans. Amer. Math. Soc. 139 (1969) 167-189",
)

SPECIAL_FURTHER = (EXPONENTIAL_FORM, LOG_INTEGRAL, DILOGARITHM, DILOGARITHM_NEGATIVE, ELLIPTIC_SECOND, ELLIPTIC_FIRST)
