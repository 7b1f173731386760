"""Definite integrals: what breaks, splits or cancels before anything is integrated."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.breaks import breaks, is_number, is_ordered, sign_changes
from symtutor.algorithms.sampling import is_real_inside, points_between
from symtutor.algorithms.structure import coefficients, nodes, symbols
from symtutor.goals import DefiniteIntegral, I
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integration_entries import between, definite
from symtutor.term import ZERO, quote, total

__all__ = ["DEFINITE_INTEGRALS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_FROM_LEFT, _FROM_RIGHT = sp.Symbol("-"), sp.Symbol("+")


def _empty(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == b:
        yield {"f": f, "x": x, "a": a}


def _swapped(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if is_number(a) and is_number(b) and not is_ordered(a, b) and a != b:
        yield {"f": f, "x": x, "a": a, "b": b}


def _not_real(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if is_ordered(a, b) and is_real_inside(f, x, a, b) is False:
        yield {"f": f, "x": x, "a": a, "b": b}


def _pieces(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Split where |·|, sign, Max, Min or Piecewise switch; inside each part they are plain."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or not any(isinstance(n, sp.Abs | sp.sign | sp.Max | sp.Min | sp.Piecewise) for n in nodes(f, x)):
        return
    points = sign_changes(f, x, a, b)
    if points is None:
        return
    ends = [a, *(p for p in points if sp.N(p - a) > 0 and sp.N(b - p) > 0), b]
    parts = tuple(_plain(f, x, points_between(low, high)[2]) for low, high in pairwise(ends))
    yield {"f": f, "x": x, "ends": tuple(ends), "parts": parts}


def _continuous_pieces(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Split as `_pieces` does, when each part has an antiderivative that is continuous on it."""
    for bindings in _pieces(goal, context):
        x, ends = bindings["x"], bindings["ends"]
        if all(e.is_finite for e in ends) and all(
            (found := context.value(I(part, x))) is not None and breaks(found, x, low, high) == ()
            for part, (low, high) in zip(bindings["parts"], pairwise(ends), strict=True)
        ):
            yield bindings


def _plain(f: Any, x: Any, point: Any) -> Any:
    """Return an integrand as it is around a point: without |·|, sign, Max, Min, Piecewise."""
    table: dict[Any, Any] = {}
    node: Any
    for node in sorted(nodes(f, x), key=lambda n: n.count_ops()):
        if isinstance(node, sp.Abs):
            inside = node.args[0]
            table[node] = inside if sp.N(inside.xreplace({x: point})) > 0 else -inside
        elif isinstance(node, sp.sign):
            table[node] = sp.sign(sp.N(node.args[0].xreplace({x: point})))
        elif isinstance(node, sp.Max | sp.Min):
            pick = max if isinstance(node, sp.Max) else min
            table[node] = pick(node.args, key=lambda a: sp.N(a.xreplace({x: point})))
        elif isinstance(node, sp.Piecewise):
            pieces: Any = node.args
            table[node] = next((e for e, c in pieces if c.xreplace({x: point}) == sp.true), sp.nan)
    return f.xreplace(table)


def _inner_breaks(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Split at the first place inside where the antiderivative breaks."""
    f, x, a, b = goal.args
    if not is_ordered(a, b):
        return
    antiderivative = context.value(I(f, x))
    points = None if antiderivative is None else breaks(antiderivative, x, a, b)
    if points is None:
        points = breaks(f, x, a, b)
    inside = [p for p in points or () if sp.N(p - a) > 0 and sp.N(b - p) > 0]
    if inside:
        yield {"f": f, "x": x, "a": a, "c": inside[0], "b": b}


def _odd(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == -b and is_ordered(a, b) and b.is_finite and sp.expand(f.xreplace({x: -x}) + f) == 0 and breaks(f, x, a, b) == ():
        yield {"f": f, "x": x, "a": b}


def _disc(goal: DefiniteIntegral, _context: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield (centre, radius) of an integrand √(r² − (x − c)²)."""
    f, x, *_ = goal.args
    found = coefficients(f.base, x) if isinstance(f, sp.Pow) and f.exp == sp.S.Half else None
    if found is not None and len(found) == 3 and found[2] == -1 and not symbols(found[0]) and not symbols(found[1]):
        centre = found[1] / 2
        square = sp.expand(found[0] + centre**2)
        if square.is_positive:
            yield centre, sp.sqrt(square), x


def _half_disc(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    for centre, radius, _ in _disc(goal, context):
        if sp.expand(a - centre + radius) == 0 and sp.expand(b - centre - radius) == 0:
            yield {"f": f, "x": x, "a": a, "b": b, "r": radius}


def _quarter_disc(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    for centre, radius, _ in _disc(goal, context):
        ends = (sp.expand(a - centre), sp.expand(b - centre))
        if ends in {(sp.S.Zero, radius), (-radius, sp.S.Zero)}:
            yield {"f": f, "x": x, "a": a, "b": b, "r": radius}


EMPTY = Rule(
    id="int.definite_empty",
    name="equal limits",
    goal=DefiniteIntegral,
    when=_empty,
    left=lambda f, x, a: DefiniteIntegral(f, x, a, a),
    right=lambda f, x, a: ZERO,
    words="From a point to itself there is nothing to add up.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 5.2",
)
NOT_REAL = Rule(
    id="int.definite_not_real",
    name="not real there",
    goal=DefiniteIntegral,
    when=_not_real,
    left=definite,
    right=lambda f, x, a, b: quote(sp.nan),
    words="Between {a} and {b} the integrand {f} is not real everywhere: there is no such integral.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 5.2",
)
PIECES = Rule(
    id="int.definite_pieces",
    name="split where the integrand changes its form",
    goal=DefiniteIntegral,
    when=_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda f, x, ends, parts: total([DefiniteIntegral(p, x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the expression between the bars changes its sign; on each part the integrand is plain.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x, ends, parts: DefiniteIntegral(parts[0], x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
            "Abs(x)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
PIECES_IN_ONE = Rule(
    id="int.definite_pieces_in_one",
    name="split where the integrand changes its form",
    goal=DefiniteIntegral,
    when=_continuous_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda f, x, ends, parts: total([between(I(p, x), x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the expression between the bars changes its sign; on each part the integrand is plain, and the "
    "fundamental theorem applies.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x, ends, parts: between(I(parts[0], x), x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
            "Abs(x)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
SPLIT = Rule(
    id="int.definite_split",
    name="split at the singular point",
    goal=DefiniteIntegral,
    when=_inner_breaks,
    left=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, c) + DefiniteIntegral(f, x, c, b),
    words="At {x} = {c}, inside the interval, there is a singular point: both parts must converge on their own.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "pole-ignored",
            lambda f, x, a, c, b: between(I(f, x), x, a, b),
            "The fundamental theorem needs a continuous antiderivative: there is a singular point inside the interval.",
            "1/x**2",
        ),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
ODD = Rule(
    id="int.definite_odd",
    name="odd integrand",
    goal=DefiniteIntegral,
    when=_odd,
    left=lambda f, x, a: DefiniteIntegral(f, x, -a, a),
    right=lambda f, x, a: ZERO,
    words="The integrand is odd and the interval symmetric: the two halves cancel.",
    cost=1,
    mistakes=(
        Mistake(
            "doubled",
            lambda f, x, a: 2 * DefiniteIntegral(f, x, 0, a),
            "Doubling one half is for even integrands: here the halves cancel.",
            "x**3",
        ),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
HALF_DISC = Rule(
    id="int.half_disc",
    name="area of a half-disc",
    goal=DefiniteIntegral,
    heads=(sp.Pow,),
    when=_half_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, r: quote(sp.pi) * r**2 / 2,
    words="The graph is the upper half of a circle of radius {r}: the integral is the area of the half-disc.",
    cost=1,
    mistakes=(
        Mistake(
            "whole-disc",
            lambda f, x, a, b, r: quote(sp.pi) * r**2,
            "Only the upper half lies between the graph and the axis.",
            "sqrt(4 - x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
QUARTER_DISC = Rule(
    id="int.quarter_disc",
    name="area of a quarter-disc",
    goal=DefiniteIntegral,
    heads=(sp.Pow,),
    when=_quarter_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, r: quote(sp.pi) * r**2 / 4,
    words="The graph is a quarter of a circle of radius {r}: the integral is the area of the quarter-disc.",
    cost=1,
    mistakes=(
        Mistake(
            "half-disc",
            lambda f, x, a, b, r: quote(sp.pi) * r**2 / 2,
            "From the centre to the edge it is a quarter, not half, of the disc.",
            "sqrt(4 - x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
SWAPPED = Rule(
    id="int.definite_swapped",
    name="limits exchanged",
    goal=DefiniteIntegral,
    when=_swapped,
    left=definite,
    right=lambda f, x, a, b: -DefiniteIntegral(f, x, b, a),
    words="Exchanging the limits turns the sign.",
    cost=1,
    mistakes=(Mistake("sign", lambda f, x, a, b: DefiniteIntegral(f, x, b, a), "Exchanging the limits turns the sign.", "x**2"),),
    source=f"{_STEWART}, sec. 5.2",
)

DEFINITE_INTEGRALS = (
    EMPTY,
    NOT_REAL,
    PIECES_IN_ONE,
    PIECES,
    ODD,
    HALF_DISC,
    QUARTER_DISC,
    SPLIT,
    SWAPPED,
)
