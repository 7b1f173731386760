"""Waves over powers of x from 0 to infinity: by parts down to 1/x, then the integrals of Dirichlet, Laplace and Frullani."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.algorithms.integrands.damped_waves import Wave, down_to_one_power, expression_of, waves_over_powers
from symtutor.goals.core import DefiniteIntegral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import ZERO, quote, total

__all__ = ["WAVES_OVER_POWERS"]

_APOSTOL = "T. M. Apostol, Mathematical Analysis, 2nd ed., Addison-Wesley, 1974"
_DLMF = "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov"

rule = partial(
    Rule,
    goal=DefiniteIntegral,
    heads=(sp.Mul, sp.Pow, sp.Add),
    cost=2,
    commit=True,
)


def _waves(goal: DefiniteIntegral) -> dict[Wave, Any] | None:
    f, x, low, high = goal.args
    return waves_over_powers(f, x) if low == 0 and high is sp.oo else None


def _converges(waves: dict[Wave, Any]) -> bool:
    """Tell whether waves over x cancel at 0 and none of them is constant."""
    level = sp.expand(sp.Add(*(c for wave, c in waves.items() if not wave.is_sine)))
    return level == 0 and not any(wave.decay == wave.speed == 0 for wave in waves)


def _by_parts(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find what integration by parts, as often as it takes, puts before an integral with 1/x."""
    f, x, *_ = goal.args
    waves = _waves(goal)
    if waves is None or all(wave.power == 1 for wave in waves):
        return
    before, left = down_to_one_power(waves, x)
    start = limit_value(before, x, sp.S.Zero, 1) if left and _converges(left) else None
    if start is not None and start.is_finite:
        yield {"f": f, "x": x, "before": before, "start": start, "g": expression_of(left, x)}


def _several(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find sines over x, each of which has an integral, beside what else is over x."""
    f, x, *_ = goal.args
    found = _waves(goal)
    if found is None or any(wave.power != 1 for wave in found) or not _converges(found):
        return
    sines = {wave: c for wave, c in found.items() if wave.is_sine}
    others = {wave: c for wave, c in found.items() if not wave.is_sine}
    parts = [({wave: sp.S.One}, c) for wave, c in sines.items()] + ([(others, sp.S.One)] if others else [])
    waves = [expression_of(part, x) for part, _ in parts]
    if waves != [f]:
        yield {"f": f, "x": x, "factors": tuple(c for _, c in parts), "parts": tuple(waves)}


def _frullani(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find exponentials and cosines over x that cancel at 0."""
    f, x, *_ = goal.args
    waves = _waves(goal)
    if waves and all(wave.power == 1 and not wave.is_sine for wave in waves) and _converges(waves):
        logs = [c * sp.log(wave.decay**2 + wave.speed**2) / 2 if wave.speed else c * sp.log(wave.decay) for wave, c in waves.items()]
        yield {"f": f, "x": x, "value": -sp.expand(sp.Add(*logs))}


def _damped_sine(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find one damped sine over x."""
    f, x, *_ = goal.args
    waves = _waves(goal)
    if waves and len(waves) == 1:
        ((wave, c),) = waves.items()
        if wave.power == 1 and wave.is_sine and c == 1 and wave.decay.is_positive:
            yield {"f": f, "x": x, "value": sp.atan(wave.speed / wave.decay)}


BY_PARTS = rule(
    id="int.waves_by_parts",
    name="by parts, down to 1/x",
    when=_by_parts,
    left=lambda f, before, start, g, x: DefiniteIntegral(f, x, 0, sp.oo),
    right=lambda g, start, x: -start + DefiniteIntegral(g, x, 0, sp.oo),
    words="Integrate by parts until only 1/{x} is left: before the integral stands {before}, which tends to 0 as {x} → ∞ "
    "and to {start} at 0.",
    mistakes=(
        Mistake("before-forgotten", lambda g, x: DefiniteIntegral(g, x, 0, sp.oo) + 1, "What stands before the integral counts at 0."),
        Mistake("sign", lambda g, start, x: -start - DefiniteIntegral(g, x, 0, sp.oo), "The new integral keeps its sign."),
    ),
    source=f"{_APOSTOL}, sec. 10.16",
)
SEVERAL = rule(
    id="int.waves_apart",
    name="one integral for each sine",
    when=_several,
    left=lambda f, factors, parts, x: DefiniteIntegral(f, x, 0, sp.oo),
    right=lambda factors, parts, x: total([c * DefiniteIntegral(g, x, 0, sp.oo) for c, g in zip(factors, parts, strict=True)]),
    words="A sine over {x} is integrable by itself; what else is over {x} cancels at 0 and stays together.",
    mistakes=(
        Mistake(
            "halves",
            lambda factors, parts, x: 2 * factors[0] * DefiniteIntegral(parts[0], x, 0, sp.oo),
            "The products of waves are sums of waves with the factor 1/2.",
        ),
    ),
    source=f"{_APOSTOL}, sec. 10.16",
)
FRULLANI = rule(
    id="int.frullani",
    name="Frullani's integral",
    when=_frullani,
    left=lambda f, value, x: DefiniteIntegral(f, x, 0, sp.oo),
    right=lambda value: value,
    words="The factors over {x} cancel at 0 and vanish at the other end: each e^(−b{x}) or cos(b{x}) with the factor c gives −c·ln b.",
    mistakes=(
        Mistake("sign", lambda value: -value, "The faster one falls first: look at which sign is left."),
        Mistake("diverges", lambda: quote(sp.oo), "Each term alone diverges at 0, but together they cancel there."),
        Mistake("zero", lambda: ZERO, "They cancel at 0 alone, not everywhere."),
    ),
    source=f"{_DLMF}, sec. 4.10(iii); H. Jeffreys and B. S. Jeffreys, Methods of Mathematical Physics, 3rd ed., 1956, sec. 12.16",
)
DAMPED_SINE = rule(
    id="int.damped_sine",
    name="damped Dirichlet integral",
    when=_damped_sine,
    left=lambda f, value, x: DefiniteIntegral(f, x, 0, sp.oo),
    right=lambda value: value,
    words="The slope of the integral in the damping is −∫ e^(−b{x}) sin(a{x}): the integral is the arctangent of speed over damping.",
    mistakes=(
        Mistake("undamped", lambda: quote(sp.pi / 2), "That is the integral without damping."),
        Mistake("upside-down", lambda value: quote(sp.pi / 2) - value, "The arctangent is that of speed over damping."),
    ),
    source=f"{_DLMF}, eq. 1.14.17",
)
WAVES_OVER_POWERS = (BY_PARTS, SEVERAL, FRULLANI, DAMPED_SINE)
