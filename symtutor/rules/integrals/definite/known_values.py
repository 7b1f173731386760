"""Definite integrals that are known although their antiderivatives are not elementary: Dirichlet, Fresnel, Euler, Bose."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, linear, symbols
from symtutor.goals.core import DefiniteIntegral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import log, pi, sqrt
from symtutor.term import Term, as_term, function, quote

__all__ = ["STANDARD"]

rule = partial(Rule, goal=DefiniteIntegral, cost=2, commit=True)

_APOSTOL = "T. M. Apostol, Mathematical Analysis, 2nd ed., Addison-Wesley, 1974"
_DLMF = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov"
_WAVES = (sp.sin, sp.cos)


def _from_zero_to(end: sp.Expr, goal: DefiniteIntegral) -> bool:
    return bool(goal.args[2] == 0 and goal.args[3] == end)


def _dirichlet(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, *_ = goal.args
    wave = f * x
    shape = linear(wave.args[0], x) if isinstance(wave, sp.sin) else None
    if shape is not None and shape[1] == 0 and not symbols(shape[0]) and shape[0].is_positive and _from_zero_to(sp.oo, goal):
        yield {"k": shape[0], "x": x}


def _fresnel(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, *_ = goal.args
    found = coefficients(f.args[0], x)
    if found is not None and len(found) == 3 and found[0] == found[1] == 0 and not symbols(found[2]) and _from_zero_to(sp.oo, goal):
        k = found[2]
        if k.is_positive:
            yield {"wave": f.func, "k": k, "x": x}


def _log_sine(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, *_ = goal.args
    wave = f.args[0]
    if isinstance(wave, _WAVES) and wave.args[0] == x and _from_zero_to(sp.pi / 2, goal):
        yield {"wave": wave.func, "x": x}


def _bose(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, *_ = goal.args
    power = f * (sp.exp(x) - 1)
    base, n = power.as_base_exp()
    if base == x and n.is_Integer and n > 0 and _from_zero_to(sp.oo, goal):
        yield {"n": n, "x": x, "value": sp.factorial(n) * sp.zeta(n + 1)}


def _head(wave: Term) -> Any:
    """Return the constructor of sine or cosine that a binding holds."""
    return function(wave.args[0] if hasattr(wave, "head") else wave)


DIRICHLET = rule(
    id="int.dirichlet",
    name="Dirichlet's integral",
    heads=(sp.Mul,),
    when=_dirichlet,
    left=lambda k, x: DefiniteIntegral(function(sp.sin)(k * x) / x, x, 0, sp.oo),
    right=lambda: pi / 2,
    words="The waves of the sine, divided by {x}, add up to half of π, however fast they are; no elementary antiderivative shows it.",
    mistakes=(
        Mistake("diverges", lambda: quote(sp.oo), "The positive and the negative arcs shrink and alternate: the integral converges."),
        Mistake("whole-line", lambda: pi, "That is the integral over the whole line; half of it lies right of 0."),
    ),
    source=f"{_APOSTOL}, sec. 10.16",
)
FRESNEL = rule(
    id="int.fresnel_to_infinity",
    name="Fresnel's integral",
    heads=_WAVES,
    when=_fresnel,
    left=lambda wave, k, x: DefiniteIntegral(_head(wave)(k * x**2), x, 0, sp.oo),
    right=lambda k: sqrt(pi / (8 * k)),
    words="The waves get shorter and shorter, so the integral converges although the integrand does not tend to 0.",
    mistakes=(
        Mistake("gauss", lambda k: sqrt(pi / k) / 2, "That is the integral of the bell curve e^(−kx²)."),
        Mistake("none", lambda: quote(sp.nan), "The arcs get narrower and alternate: the integral converges."),
    ),
    source=f"{_DLMF}, sec. 7.2(iii)",
)
LOG_SINE = rule(
    id="int.log_sine",
    name="Euler's log-sine integral",
    heads=(sp.log,),
    when=_log_sine,
    left=lambda wave, x: DefiniteIntegral(log(_head(wave)(x)), x, 0, sp.pi / 2),
    right=lambda: -pi / 2 * log(as_term(2)),
    words="Sine and cosine have the same integral I here; the double angle gives 2I = I − (π/2)·ln 2.",
    mistakes=(
        Mistake("sign", lambda: pi / 2 * log(as_term(2)), "The logarithm of a number below 1 is negative."),
        Mistake("diverges", lambda: quote(-sp.oo), "The logarithm grows too slowly at 0: the integral converges."),
    ),
    source=f"{_DLMF}, eq. 4.26.3 and sec. 5.9; L. Euler, 1769",
)
BOSE = rule(
    id="int.bose",
    name="integral of Bose and Einstein",
    heads=(sp.Mul,),
    when=_bose,
    left=lambda n, x, value: DefiniteIntegral(x**n / (function(sp.exp)(x) - 1), x, 0, sp.oo),
    right=lambda value: value,
    words="Expand 1/(eˣ − 1) as e⁻ˣ + e⁻²ˣ + …: each term gives n!/kⁿ⁺¹, and together n!·ζ(n + 1).",
    mistakes=(
        Mistake(
            "first-term",
            lambda n: function(sp.factorial)(n),
            "That is the integral with e⁻ˣ alone; the further terms of the series add to it.",
        ),
    ),
    source=f"{_DLMF}, eq. 25.5.1",
)
STANDARD = (DIRICHLET, FRESNEL, LOG_SINE, BOSE)
