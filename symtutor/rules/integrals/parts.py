"""Integration by parts: the factor that gets simpler is differentiated."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, depends, linear
from symtutor.goals.core import D, I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import NOT_A_SUM
from symtutor.rules.notation import cos, exp, sin
from symtutor.term import as_term

__all__ = ["PARTS"]

rule = partial(Rule, goal=Integral)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.1"
_INVERSE = (
    sp.log,
    sp.asin,
    sp.acos,
    sp.atan,
    sp.acot,
    sp.asec,
    sp.acsc,
    sp.asinh,
    sp.acosh,
    sp.atanh,
    sp.acoth,
    sp.asech,
    sp.acsch,
    sp.erf,
)
_SPECIAL = (sp.Si, sp.Ci, sp.Ei, sp.li, sp.Shi, sp.Chi, sp.fresnels, sp.fresnelc, sp.erfi, sp.erfc)
_WAVES = (sp.sin, sp.cos, sp.exp, sp.sinh, sp.cosh)
_EASY = (*_WAVES, sp.sec, sp.csc, sp.tan, sp.cot, sp.sech, sp.csch, sp.tanh, sp.coth)


def _splits(goal: Integral, _context: object) -> Iterator[Bindings]:
    """Yield f and g' by the rule of thumb: logarithms and inverse functions, then polynomials, then waves."""
    expr, x = goal.args
    factors = sp.Mul.make_args(expr)
    yield from _with_inverse(factors, x)
    yield from _with_polynomial(factors, x)
    yield from _with_wave(factors, x)


def _bindings(f: sp.Basic, dg: sp.Basic, x: sp.Basic) -> Bindings:
    return {"f": f, "dg": dg, "x": x}


def _with_inverse(factors: tuple[sp.Expr, ...], x: sp.Symbol) -> Iterator[Bindings]:
    """Differentiate a logarithm, an inverse function or a positive power of one."""
    for factor in factors:
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, (*_INVERSE, *_SPECIAL)) and n.is_Rational and n > 0 and depends(base, x):
            yield _bindings(factor, sp.Mul(*[a for a in factors if a is not factor]), x)


def _with_polynomial(factors: tuple[sp.Expr, ...], x: sp.Symbol) -> Iterator[Bindings]:
    """Differentiate the polynomial beside a wave, an exponential or the like."""
    above = [a for a in factors if coefficients(a, x) is not None]
    rest = [a for a in factors if a not in above]
    f, dg = sp.Mul(*above), sp.Mul(*rest)
    if not depends(f, x) or not rest:
        return
    if all(_is_easy(a, x) for a in rest) or (len(rest) == 1 and _is_power_of_linear(rest[0], x)):
        yield _bindings(f, dg, x)
    elif len(rest) > 1:
        waves = [a for a in rest if _is_easy(a, x)]
        below = [a for a in rest if a not in waves]
        if len(below) == 1 and waves and isinstance(below[0], sp.Pow):
            yield _bindings(sp.Mul(f, *waves), below[0], x)


def _is_power_of_linear(factor: sp.Basic, x: sp.Expr) -> bool:
    return isinstance(factor, sp.Pow) and bool(factor.exp.is_Rational) and linear(factor.base, x) is not None


def _is_easy(factor: sp.Basic, x: sp.Expr) -> bool:
    base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    if isinstance(factor, sp.Pow) and depends(factor.exp, x):
        return not depends(base, x) and linear(n, x) is not None
    return isinstance(base, _EASY) and linear(base.args[0], x) is not None and n.is_Integer


def _with_wave(factors: Any, x: Any) -> Iterator[Bindings]:
    """Split products of waves (the goal comes back), and a wave over a power of a linear denominator."""
    waves = [a for a in factors if _is_easy(a, x)]
    if len(waves) < len(factors):
        below = [a for a in factors if a not in waves]
        if len(below) == 1 and waves and _is_power_of_linear(below[0], x) and below[0].exp < 0 and below[0].exp != -1:
            yield _bindings(sp.Mul(*waves), below[0], x)
        powers = [a for a in factors if isinstance(a, sp.Pow) and a.base == x and a.exp.is_Integer and a.exp < -1]
        others = [a for a in factors if a not in powers]
        if len(powers) == 1 and others and all(isinstance(a, _WAVES) and coefficients(a.args[0], x) is not None for a in others):
            yield _bindings(sp.Mul(*others), powers[0], x)
        return
    if len(waves) == 2:
        one, other = waves
        if isinstance(one, sp.exp) or (isinstance(one, sp.Pow) and depends(one.exp, x)):
            one, other = other, one
        yield _bindings(one, other, x)
        yield _bindings(other, one, x)
    elif len(waves) == 1 and isinstance(waves[0], sp.Pow) and waves[0].exp.is_Integer and waves[0].exp == 3:
        base = waves[0].base
        if isinstance(base, sp.sec | sp.csc):
            yield _bindings(base, base**2, x)


PARTS_RULE = rule(
    id="int.parts",
    name="integration by parts",
    heads=NOT_A_SUM,
    when=_splits,
    left=lambda f, dg, x: I(f * dg, x),
    right=lambda f, dg, x: f * I(dg, x) - I(I(dg, x) * D(f, x), x),
    words="A product: integrate g′ = {dg}, differentiate f = {f}, and ∫ f·g′ = f·g − ∫ f′·g.",
    why="Integrate one factor and differentiate the other, so that what is left is easier or comes back.",
    shows=lambda bindings, values: {"f": bindings["f"], "g'": bindings["dg"], "f'": values[2], "g": values[0]} if values else {},
    cost=4,
    mistakes=(
        Mistake(
            "plus", lambda f, dg, x: f * I(dg, x) + I(I(dg, x) * D(f, x), x), "The second integral is subtracted: ∫ f·g′ = f·g − ∫ f′·g."
        ),
        Mistake("second-integral-forgotten", lambda f, dg, x: f * I(dg, x), "The second integral is missing: ∫ f·g′ = f·g − ∫ f′·g."),
        Mistake(
            "product-of-integrals",
            lambda f, dg, x: I(f, x) * I(dg, x),
            "The integral of a product is not the product of the integrals: ∫ f·g′ = f·g − ∫ f′·g.",
        ),
        Mistake(
            "not-integrated",
            lambda f, dg, x: f * dg - I(as_term(dg) * D(f, x), x),
            "g′ has to be integrated to g before it is put in: ∫ f·g′ = f·g − ∫ f′·g.",
        ),
        Mistake(
            "differentiated",
            lambda f, dg, x: D(as_term(f) * dg, x),
            "That is the derivative; the integral is the function whose derivative this is.",
        ),
    ),
    source=_STEWART,
)


def _damped_wave(head: Any) -> Any:
    """Return a finder of e^(p·x + q) times a sine or cosine, where parts would carry letters along twice."""

    def when(goal: Integral, _context: Any) -> Iterator[Bindings]:
        expr, x = goal.args
        if len(expr.args) != 2:
            return
        for growth, wave in (expr.args, expr.args[::-1]):
            if not (isinstance(growth, sp.exp) and isinstance(wave, head)):
                continue
            one, other = linear(growth.args[0], x), linear(wave.args[0], x)
            if one is not None and other is not None and not (one[0].is_Rational and other[0].is_Rational):
                yield {"p": one[0], "q": one[1], "a": other[0], "b": other[1], "x": x}

    return when


_WAVE_WORDS = "Integrating by parts twice brings the integral back; solved for it, this is the formula for an exponential times a wave."
EXPONENTIAL_SINE = rule(
    id="int.exp_sin",
    name="exponential times sine",
    heads=(sp.Mul,),
    when=_damped_wave(sp.sin),
    left=lambda p, q, a, b, x: I(exp(p * x + q) * sin(a * x + b), x),
    right=lambda p, q, a, b, x: exp(p * x + q) * (p * sin(a * x + b) - a * cos(a * x + b)) / (p**2 + a**2),
    words=_WAVE_WORDS,
    cost=5,
    mistakes=(
        Mistake(
            "sign",
            lambda p, q, a, b, x: exp(p * x + q) * (p * sin(a * x + b) + a * cos(a * x + b)) / (p**2 + a**2),
            "The cosine is subtracted: the integral of sine is minus cosine.",
        ),
        Mistake(
            "not-divided",
            lambda p, q, a, b, x: exp(p * x + q) * (p * sin(a * x + b) - a * cos(a * x + b)),
            "Solving for the integral divides by p² + a².",
        ),
    ),
    source=f"{_STEWART}, table of integrals, nos. 98 and 99",
)
EXPONENTIAL_COSINE = rule(
    id="int.exp_cos",
    name="exponential times cosine",
    heads=(sp.Mul,),
    when=_damped_wave(sp.cos),
    left=lambda p, q, a, b, x: I(exp(p * x + q) * cos(a * x + b), x),
    right=lambda p, q, a, b, x: exp(p * x + q) * (p * cos(a * x + b) + a * sin(a * x + b)) / (p**2 + a**2),
    words=_WAVE_WORDS,
    cost=5,
    mistakes=(
        Mistake(
            "sign",
            lambda p, q, a, b, x: exp(p * x + q) * (p * cos(a * x + b) - a * sin(a * x + b)) / (p**2 + a**2),
            "The sine is added: the integral of cosine is sine.",
        ),
        Mistake(
            "not-divided",
            lambda p, q, a, b, x: exp(p * x + q) * (p * cos(a * x + b) + a * sin(a * x + b)),
            "Solving for the integral divides by p² + a².",
        ),
    ),
    source=f"{_STEWART}, table of integrals, nos. 98 and 99",
)

PARTS = (EXPONENTIAL_SINE, EXPONENTIAL_COSINE, PARTS_RULE)
