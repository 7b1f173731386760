"""Definite integrals by symmetry: odd and even integrands, and integrands that repeat themselves."""

from collections.abc import Iterator
from functools import partial, reduce

import sympy as sp

from symtutor.algorithms.places.breaks import breaks, is_ordered
from symtutor.algorithms.structure import depends, linear, nodes, symbols
from symtutor.goals.core import DefiniteIntegral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import ZERO

__all__ = ["EVEN", "ODD", "PERIOD"]

rule = partial(Rule, goal=DefiniteIntegral, cost=1)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _odd(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    """Find odd integrands that are continuous from −a to a; with a letter, everywhere."""
    f, x, a, b = goal.args
    if a != -b or not depends(f, x) or sp.expand(f.xreplace({x: -x}) + f) != 0:
        return
    low, high = (a, b) if is_ordered(a, b) else (-sp.oo, sp.oo) if symbols(b) else (b, a)
    is_infinite = b.is_infinite and not symbols(b)
    if not is_infinite and breaks(f, x, low, high) == ():
        yield {"f": f, "x": x, "a": b}


def _even(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    """Find even integrands; a finite interval with a singular point inside is split there first."""
    f, x, a, b = goal.args
    if a != -b or not is_ordered(a, b) or not depends(f, x) or sp.expand(f.xreplace({x: -x}) - f) != 0:
        return
    if b.is_infinite or not breaks(f, x, a, b):
        yield {"f": f, "x": x, "a": b}


def _periodic(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    """Find an integral over whole periods of an integrand made of sines, cosines and tangents."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or not (a.is_finite and b.is_finite):
        return
    period = _period(f, x)
    times = None if period is None else sp.nsimplify((b - a) / period)
    if times is not None and times.is_Integer and times > 0 and (times > 1 or a != 0):
        yield {"f": f, "x": x, "a": a, "b": b, "m": times, "period": period}


def _period(f: sp.Basic, x: sp.Expr) -> sp.Basic | None:
    """Return a period of an expression in which x stands in sines, cosines, tangents only; half of it if that is one, too."""
    waves = [node for node in nodes(f, x) if isinstance(node, sp.sin | sp.cos | sp.tan | sp.sec | sp.csc | sp.cot)]
    marks = {wave: sp.Symbol(f"_wave{i}") for i, wave in enumerate(waves)}
    shapes = [linear(wave.args[0], x) for wave in waves]
    if not waves or depends(f.xreplace(marks), x) or any(shape is None for shape in shapes):
        return None
    slopes = [abs(shape[0]) for shape in shapes if shape is not None]
    ratios = [sp.nsimplify(slope / slopes[0]) for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    whole = 2 * sp.pi / (slopes[0] * reduce(sp.gcd, ratios))
    half = whole / 2
    return half if sp.expand(sp.expand(f.xreplace({x: x + half})) - f) == 0 else whole


ODD = rule(
    id="int.definite_odd",
    name="odd integrand",
    when=_odd,
    left=lambda f, x, a: DefiniteIntegral(f, x, -a, a),
    right=lambda: ZERO,
    words="The integrand is odd, f(−{x}) = −f({x}), and the interval symmetric: the two halves cancel.",
    why="The integrand is odd and the interval symmetric: no antiderivative is needed.",
    mistakes=(
        Mistake(
            "doubled", lambda f, x, a: 2 * DefiniteIntegral(f, x, 0, a), "Doubling one half is for even integrands: here the halves cancel."
        ),
        Mistake("half", lambda f, x, a: DefiniteIntegral(f, x, 0, a), "That is the right half alone; the left one is its negative."),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
EVEN = rule(
    id="int.definite_even",
    name="even integrand",
    when=_even,
    left=lambda f, x, a: DefiniteIntegral(f, x, -a, a),
    right=lambda f, x, a: 2 * DefiniteIntegral(f, x, 0, a),
    words="The integrand is even, f(−{x}) = f({x}), and the interval symmetric: both halves are the same.",
    why="The integrand is even and the interval symmetric: half of it is enough.",
    mistakes=(
        Mistake("cancelled", lambda: ZERO, "The halves cancel for odd integrands; those of an even one are equal."),
        Mistake("not-doubled", lambda f, x, a: DefiniteIntegral(f, x, 0, a), "That is the right half alone: the left one is as large."),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
PERIOD = rule(
    id="int.definite_period",
    name="whole periods",
    when=_periodic,
    left=lambda f, x, a, b, m, period: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, m, period: m * DefiniteIntegral(f, x, 0, period),
    words="The integrand repeats itself after {period}: over every interval of that length its integral is the same.",
    mistakes=(
        Mistake(
            "one-period",
            lambda f, x, period: DefiniteIntegral(f, x, 0, period),
            "Count the periods between the limits: each adds the same.",
        ),
        Mistake("zero", lambda: ZERO, "Over a whole period only the sines and cosines themselves cancel, not what is built from them."),
    ),
    source="M. Spivak, Calculus, 4th ed., Publish or Perish, 2008, ch. 13, problems",
)
