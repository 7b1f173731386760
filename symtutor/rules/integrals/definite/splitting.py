"""Definite integrals: what breaks, splits or cancels before anything is integrated."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.powers import with_real_odd_roots, without_roots_of_powers
from symtutor.algorithms.places.breaks import breaks, is_number, is_ordered, sign_changes
from symtutor.algorithms.places.sampling import is_real_inside, points_between
from symtutor.algorithms.structure import nodes
from symtutor.context import Context
from symtutor.goals.core import DefiniteIntegral, I
from symtutor.rule import Bindings, Mistake, Rule, unquoted
from symtutor.rules.integrals.absolute import half_angle_roots
from symtutor.rules.integrals.definite.areas import SHAPES
from symtutor.rules.integrals.definite.frullani import WAVES_OVER_POWERS
from symtutor.rules.integrals.definite.known_values import STANDARD
from symtutor.rules.integrals.definite.symmetry import EVEN, ODD, PERIOD
from symtutor.rules.integrals.table.entries import between, definite
from symtutor.term import ZERO, Term, quote, total

__all__ = ["DEFINITE_INTEGRALS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"

rule = partial(Rule, goal=DefiniteIntegral, source=f"{_STEWART}, sec. 5.2")
_FORMS = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling)


def _without_bars(f: object, g: Any, x: Any, a: Any, b: Any) -> Term:  # noqa: ARG001 (called with the letters of a rule)
    """Return an integral with what stands between bars in the place of absolute values."""
    return DefiniteIntegral(unquoted(g).replace(sp.Abs, lambda inside: inside), *map(unquoted, (x, a, b)))


def _empty(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == b:
        yield {"f": f, "x": x, "a": a}


def _swapped(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if is_number(a) and is_number(b) and not is_ordered(a, b) and a != b:
        yield {"f": f, "x": x, "a": a, "b": b}


def _not_real(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if is_ordered(a, b) and is_real_inside(f, x, a, b) is False:
        yield {"f": f, "x": x, "a": a, "b": b}


def _odd_roots(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    """Find odd roots of what is negative somewhere: principal values are not real there, the roots are."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or is_real_inside(f, x, a, b) is not False:
        return
    g = with_real_odd_roots(f, x)
    if g != f and is_real_inside(g, x, a, b) is not False:
        yield {"f": f, "g": g, "x": x, "a": a, "b": b}


def _pieces(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Split where |·|, sign, Max, Min or Piecewise switch; inside each part they are plain."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or not any(isinstance(n, _FORMS) for n in nodes(f, x)):
        return
    points = sign_changes(f, x, a, b)
    if points is None:
        return
    ends = [a, *(p for p in points if sp.N(p - a) > 0 and sp.N(b - p) > 0), b]
    parts = tuple(_plain(f, x, points_between(low, high)[2]) for low, high in pairwise(ends))
    yield {"f": f, "x": x, "ends": tuple(ends), "parts": parts}


def _continuous_pieces(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    """Split as `_pieces` does, when each part has an antiderivative that is continuous on it."""
    for bindings in _pieces(goal, context):
        x, ends = bindings["x"], bindings["ends"]
        if all(e.is_finite for e in ends) and all(
            (found := context.value(I(part, x))) is not None and breaks(found, x, low, high) == ()
            for part, (low, high) in zip(bindings["parts"], pairwise(ends), strict=True)
        ):
            yield bindings


def _plain(f: sp.Basic, x: sp.Basic, point: Any) -> Any:
    """Return an integrand as it is around a point: without |·|, sign, Max, Min, Piecewise."""
    table: dict[sp.Basic, sp.Basic] = {}
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
        elif isinstance(node, sp.floor | sp.ceiling):
            table[node] = node.func(node.args[0].xreplace({x: point}))
        elif isinstance(node, sp.Piecewise):
            pieces: Any = node.args
            table[node] = next((e for e, c in pieces if c.xreplace({x: point}) == sp.true), sp.nan)
    return f.xreplace(table)


def _inner_breaks(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    """Split at the first place inside where the antiderivative breaks."""
    f, x, a, b = goal.args
    if not is_ordered(a, b):
        return
    antiderivative = context.value(I(f, x))
    found = (None if antiderivative is None else breaks(antiderivative, x, a, b)) or ()
    points = sorted({*found, *(breaks(f, x, a, b) or ())}, key=lambda p: sp.N(p, 20))
    inside = [p for p in points if sp.N(p - a) > 0 and sp.N(b - p) > 0]
    if inside:
        yield {"f": f, "x": x, "a": a, "c": inside[0], "b": b}


def _root_of_square(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if is_ordered(a, b):
        yield from ({"f": f, "g": g, "x": x, "a": a, "b": b} for g in half_angle_roots(f, x, context))


def _root_of_power(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    g = without_roots_of_powers(f, x) if is_ordered(a, b) else f
    if g != f and g.has(sp.Abs):
        yield {"f": f, "g": g, "x": x, "a": a, "b": b}


EMPTY = rule(
    id="int.definite_empty",
    name="equal limits",
    when=_empty,
    left=lambda f, x, a: DefiniteIntegral(f, x, a, a),
    right=lambda: ZERO,
    words="From a point to itself there is nothing to add up.",
    cost=0,
    commit=True,
)
ODD_ROOTS = rule(
    id="int.definite_odd_roots",
    name="odd roots of negative numbers are real",
    heads=(sp.Pow, sp.Mul, sp.Add, sp.Function),
    when=_odd_roots,
    left=lambda f, g, x, a, b: DefiniteIntegral(f, x, a, b),
    right=lambda g, x, a, b: DefiniteIntegral(g, x, a, b),
    words="An odd root of a negative number is real: the cube root of −8 is −2. So the root is that of the absolute value, with the "
    "sign of the base where the power is odd.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "sign-lost",
            lambda g, x, a, b: DefiniteIntegral(unquoted(g).replace(sp.sign, lambda _: sp.S.One), unquoted(x), unquoted(a), unquoted(b)),
            "An odd root of a negative number is negative: the area there counts with a minus.",
        ),
    ),
    source=f"{_STEWART}, appendix A",
)
NOT_REAL = rule(
    id="int.definite_not_real",
    name="not real there",
    when=_not_real,
    left=definite,
    right=lambda: quote(sp.nan),
    words="Between {a} and {b} the integrand {f} is not real everywhere: there is no such integral.",
    cost=0,
    commit=True,
)
PIECES = rule(
    id="int.definite_pieces",
    name="split where the integrand changes its form",
    when=_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda x, ends, parts: total([DefiniteIntegral(p, x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the integrand changes its form, such as the sign between bars; on each part it is plain.",
    why="The integrand changes its formula inside the interval: split it there.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda x, ends, parts: DefiniteIntegral(parts[0], x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
        ),
    ),
)
PIECES_IN_ONE = rule(
    id="int.definite_pieces_in_one",
    name="split where the integrand changes its form",
    when=_continuous_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda x, ends, parts: total([between(I(p, x), x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the integrand changes its form, such as the sign between bars; on each part it is plain, and the "
    "fundamental theorem applies.",
    why="The integrand changes its formula inside the interval: split it there.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda x, ends, parts: between(I(parts[0], x), x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
        ),
    ),
)
SPLIT = rule(
    id="int.definite_split",
    name="split at the singular point",
    when=_inner_breaks,
    left=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, c) + DefiniteIntegral(f, x, c, b),
    words="At {x} = {c}, inside the interval, there is a singular point: both parts must converge on their own.",
    why="At {x} = {c}, inside the interval, the integrand is not defined: split there; both parts must converge.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "pole-ignored",
            lambda f, x, a, b: between(I(f, x), x, a, b),
            "The fundamental theorem needs a continuous antiderivative: there is a singular point inside the interval.",
        ),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
ROOT_OF_SQUARE = rule(
    id="int.definite_root_of_square",
    name="half-angle formula under the root",
    heads=(sp.Pow, sp.Mul),
    when=_root_of_square,
    left=lambda f, g, x, a, b: DefiniteIntegral(f, x, a, b),
    right=lambda g, x, a, b: DefiniteIntegral(g, x, a, b),
    words="What stands under the root is twice the square of a cosine, so the root is an absolute value.",
    cost=2,
    mistakes=(
        Mistake(
            "bars-forgotten", _without_bars, "The root of a square is an absolute value: where the cosine is negative, the root is not."
        ),
    ),
    source=f"{_STEWART}, sec. 7.2",
)
ROOT_OF_POWER = rule(
    id="int.definite_root_of_power",
    name="the root of a square is an absolute value",
    heads=(sp.Pow, sp.Mul),
    when=_root_of_power,
    left=lambda f, g, x, a, b: DefiniteIntegral(f, x, a, b),
    right=lambda g, x, a, b: DefiniteIntegral(g, x, a, b),
    words="What stands under the root is a square, so the root is an absolute value.",
    cost=2,
    mistakes=(
        Mistake("bars-forgotten", _without_bars, "The root of a square is an absolute value: where the base is negative, the root is not."),
    ),
    source=f"{_STEWART}, appendix A",
)
SWAPPED = rule(
    id="int.definite_swapped",
    name="limits exchanged",
    when=_swapped,
    left=definite,
    right=lambda f, x, a, b: -DefiniteIntegral(f, x, b, a),
    words="Exchanging the limits turns the sign.",
    cost=1,
    mistakes=(Mistake("sign", lambda f, x, a, b: DefiniteIntegral(f, x, b, a), "Exchanging the limits turns the sign."),),
)

DEFINITE_INTEGRALS = (
    EMPTY,
    ODD_ROOTS,
    NOT_REAL,
    *SHAPES,
    *STANDARD,
    *WAVES_OVER_POWERS,
    ODD,
    PERIOD,
    PIECES_IN_ONE,
    PIECES,
    EVEN,
    SPLIT,
    SWAPPED,
    ROOT_OF_SQUARE,
    ROOT_OF_POWER,
)
