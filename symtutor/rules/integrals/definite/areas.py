"""Definite integrals that are areas of plain shapes: half-discs, quarter-discs, triangles."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.breaks import is_ordered
from symtutor.algorithms.structure import coefficients, depends, linear, symbols
from symtutor.goals.core import DefiniteIntegral
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.notation import absolute, pi
from symtutor.term import Between, Term, quote, total

__all__ = ["SHAPES"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 5.2"

rule = partial(Rule, goal=DefiniteIntegral, cost=1, source=_STEWART)


def _disc(f: Any, x: Any) -> tuple[Any, Any] | None:
    """Return (centre, radius) of an integrand √(r² − (x − c)²)."""
    found = coefficients(f.base, x) if f.exp == sp.S.Half else None
    if found is None or len(found) != 3 or found[2] != -1 or symbols(found[0]) or symbols(found[1]):
        return None
    centre = found[1] / 2
    square = sp.expand(found[0] + centre**2)
    return (centre, sp.sqrt(square)) if square.is_positive else None


def _half_disc(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    found = _disc(f, x)
    if found is not None and sp.expand(a - found[0] + found[1]) == 0 and sp.expand(b - found[0] - found[1]) == 0:
        yield {"f": f, "x": x, "a": a, "b": b, "r": found[1]}


def _quarter_disc(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    found = _disc(f, x)
    if found is not None:
        centre, radius = found
        if (sp.expand(a - centre), sp.expand(b - centre)) in {(sp.S.Zero, radius), (-radius, sp.S.Zero)}:
            yield {"f": f, "x": x, "a": a, "b": b, "r": radius}


def _two_triangles(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find |m·x + k| with its corner between the limits, or at one of them."""
    f, x, a, b = goal.args
    shape = linear(f.args[0], x)
    if shape is None or not is_ordered(a, b) or not (a.is_finite and b.is_finite) or symbols(shape[0]) or symbols(shape[1]):
        return
    corner = -shape[1] / shape[0]
    if sp.N(corner - a) >= 0 and sp.N(b - corner) >= 0:
        yield {"m": shape[0], "k": shape[1], "x": x, "a": a, "b": b, "c": corner}


def _tent(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Find h − m·|x − c| from one end of its base to the other."""
    f, x, a, b = goal.args
    h = sp.Add(*[t for t in f.args if not depends(t, x)])
    slope, corner = (f - h).as_independent(x, as_Add=False)
    if not isinstance(corner, sp.Abs) or symbols(slope) or symbols(h) or not (h.is_positive and slope.is_negative):
        return
    shape = linear(corner.args[0], x)
    if shape is None or symbols(shape[0]) or symbols(shape[1]):
        return
    centre, half = -shape[1] / shape[0], -h / (slope * abs(shape[0]))
    if (sp.expand(a - centre + half), sp.expand(b - centre - half)) == (0, 0):
        yield {"f": f, "x": x, "a": a, "b": b, "h": h}


HALF_DISC = rule(
    id="int.half_disc",
    name="area of a half-disc",
    heads=(sp.Pow,),
    when=_half_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda r: pi * r**2 / 2,
    words="The graph is the upper half of a circle of radius {r}: the integral is the area of the half-disc.",
    why="The graph is part of a circle: the area is known from geometry.",
    mistakes=(
        Mistake("whole-disc", lambda r: pi * r**2, "Only the upper half lies between the graph and the axis."),
        Mistake("radius-squared", lambda r: pi * r**4 / 2, "The number under the root is already the square of the radius."),
    ),
)
QUARTER_DISC = rule(
    id="int.quarter_disc",
    name="area of a quarter-disc",
    heads=(sp.Pow,),
    when=_quarter_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda r: pi * r**2 / 4,
    words="The graph is a quarter of a circle of radius {r}: the integral is the area of the quarter-disc.",
    why="The graph is part of a circle: the area is known from geometry.",
    mistakes=(
        Mistake("half-disc", lambda r: pi * r**2 / 2, "From the centre to the edge it is a quarter, not half, of the disc."),
        Mistake("radius-squared", lambda r: pi * r**4 / 4, "The number under the root is already the square of the radius."),
    ),
)


def _split_at_the_corner(bindings: Bindings) -> OnTheWay:
    """Return the integral split where the inside is 0, without bars, then its antiderivatives and the numbers."""
    m, k, x, a, b, c = (bindings[key] for key in ("m", "k", "x", "a", "b", "c"))
    inner = m * x + k
    if any(part.free_symbols - {x} for part in (inner, a, b)):
        return OnTheWay()
    before, after = (-inner, inner) if m > 0 else (inner, -inner)
    parts = [(sp.expand(before), a, c), (sp.expand(after), c, b)]
    integrals = total([Term(sp.Integral, tuple(map(quote, (f, x, low, high)))) for f, low, high in parts])
    found = [(sp.integrate(f, x), low, high) for f, low, high in parts]
    brackets = total([Term(Between, tuple(map(quote, (antiderivative, x, low, high)))) for antiderivative, low, high in found])
    numbers = total([quote(antiderivative.xreplace({x: high}) - antiderivative.xreplace({x: low})) for antiderivative, low, high in found])
    reasons = ("power rule", "upper minus lower limit", "added")
    return OnTheWay((integrals, brackets, numbers), reasons, f"split at {x} = {c}, where the inside of the bars changes its sign")


def _triangles(m: Term, a: Term, b: Term, c: Term) -> Term:
    return absolute(m) * (c - a) ** 2 / 2 + absolute(m) * (b - c) ** 2 / 2


TWO_TRIANGLES = rule(
    id="int.two_triangles",
    on_the_way=_split_at_the_corner,
    name="area of the triangles at the corner",
    heads=(sp.Abs,),
    when=_two_triangles,
    left=lambda m, k, x, a, b, c: DefiniteIntegral(absolute(m * x + k), x, a, b),
    right=lambda m, a, b, c: _triangles(m, a, b, c),
    why="Inside the interval the bars change their meaning: split it there.",
    words="On both sides of the corner at {x} = {c} the graph and the axis form a triangle with legs of slope |{m}|.",
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda m, k, x, a, b: DefiniteIntegral(m * x + k, x, a, b),
            "Left of the corner the expression changes its sign: the bars cannot simply be dropped.",
        ),
        Mistake("one-triangle", lambda m, b, c: absolute(m) * (b - c) ** 2 / 2, "There is a triangle on each side of the corner."),
        Mistake(
            "subtracted",
            lambda m, a, b, c: absolute(m) * (b - c) ** 2 / 2 - absolute(m) * (c - a) ** 2 / 2,
            "Both triangles lie above the axis: their areas are added.",
        ),
    ),
)
TENT = rule(
    id="int.tent",
    name="area of a triangle",
    heads=(sp.Add,),
    when=_tent,
    left=lambda f, x, a, b, h: DefiniteIntegral(f, x, a, b),
    right=lambda a, b, h: (b - a) * h / 2,
    words="The graph and the axis form a triangle of height {h} over the base from {a} to {b}.",
    mistakes=(Mistake("rectangle", lambda a, b, h: (b - a) * h, "Half of base times height: it is a triangle, no rectangle."),),
)
SHAPES = (HALF_DISC, QUARTER_DISC, TWO_TRIANGLES, TENT)
