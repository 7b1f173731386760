"""Oscillation: squeezing between bounds with one limit, and two sequences of points with different limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.algorithms.asymptotics.squeeze import bounds_near
from symtutor.algorithms.places.divisors import nonzero
from symtutor.goals.core import AlongSequences, Limit, Squeezed
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import STEWART, assumed_for, assumed_in, bound_limit, limit_of, same_value, sides_of
from symtutor.term import quote

__all__ = ["OSCILLATION_RULES"]

rule = partial(Rule, cost=0, commit=True)


# ---- squeezing ----------------------------------------------------------------------------------
def _between(goal: Limit, context: Any) -> Iterable[Bindings]:
    """Find bounds with one common limit for an expression that has no expansion."""
    f, x, to, direction = goal.args
    if limit_of(f, x, to, direction) is not None:
        return ()
    bounds = bounds_near(f, x, to, sides_of(to, direction))
    if bounds is None or bounds[0] == bounds[1]:
        return ()
    lower, upper = (limit_of(b, x, to, direction, context) for b in bounds)
    if lower is None or lower is sp.nan or lower != upper:
        return ()
    return ({**bound_limit(goal), "lower": bounds[0], "upper": bounds[1]},)


def _common(goal: Squeezed, _context: object) -> Iterator[Bindings]:
    below, above, lower, expr, upper, x, to, direction = goal.args
    if same_value(below, above):
        yield {"below": below, "above": above, "lower": lower, "f": expr, "upper": upper, "x": x, "a": to, "direction": direction}


SQUEEZE = rule(
    id="limit.squeeze",
    name="squeeze theorem",
    goal=Limit,
    when=_between,
    left=lambda f, lower, upper, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, lower, upper, x, a, direction: Squeezed(
        Limit(lower, x, a, direction), Limit(upper, x, a, direction), lower, f, upper, x, a, direction
    ),
    words="{f} lies between {lower} and {upper}: if both bounds have the same limit, it has this limit too.",
    why="One factor oscillates and has no limit, so the product law does not apply; but it stays bounded: squeeze.",
    holds=lambda f, x, a, direction: assumed_in(partial(bounds_near, f, x, a, sides_of(a, direction))),
    cost=1,
    mistakes=(
        Mistake(
            "no-limit",
            lambda: quote(sp.nan),
            "The oscillation alone does not decide: the bounds close in on one value, so the limit exists.",
        ),
        Mistake("one", lambda: quote(sp.S.One), "sin(u)/u tends to 1 only where u tends to 0; here u grows beyond all bounds."),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 3",
)

SQUEEZED = rule(
    id="limit.squeezed",
    name="squeeze theorem",
    goal=Squeezed,
    when=_common,
    left=lambda below, above, lower, f, upper, x, a, direction: Squeezed(below, above, lower, f, upper, x, a, direction),
    right=lambda above: above,
    words="{f} lies between {lower} and {upper}, and so do the limits: both bounds tend to one value, and what lies between them too.",
    mistakes=(
        Mistake("one", lambda: quote(sp.S.One), "The limit is the common limit of the bounds, here not 1."),
        Mistake("none", lambda: quote(sp.nan), "The bounds have the same limit, so the limit exists."),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 3",
)

# ---- two sequences ------------------------------------------------------------------------------
_COUNTERS = sp.symbols("k m n j")
_TURNING = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
_PHASES = tuple(sp.pi * sp.Rational(*p) for p in ((0, 1), (1, 2), (3, 2), (1, 1), (1, 4)))


def _variants(f: sp.Function, x: sp.Expr, to: sp.Basic, side: int) -> Iterator[tuple[Any, Any]]:
    """Yield what an oscillating expression is along sequences of points, with the equation of the points."""
    k = next(letter for letter in _COUNTERS if letter not in f.free_symbols)
    alternating = [e for e in sp.preorder_traversal(f) if isinstance(e, sp.Pow) and e.base == -1 and e.has(x)]
    if len(set(alternating)) == 1:
        yield from ((sp.Eq(alternating[0], sign), f.xreplace({alternating[0]: sp.Integer(sign)})) for sign in (1, -1))
        return
    wild = [e for e in _waves(f, x) if (end := limit_value(e.args[0], x, to, side)) is not None and end.is_infinite]
    if wild and all(isinstance(e, sp.floor) for e in wild):
        yield from _stepped(f, wild, k)
    elif wild and not any(isinstance(e, sp.floor) for e in wild):
        yield from _turned(f, x, wild, k, lambda part: limit_value(part, x, to, side))


def _waves(f: Any, x: Any) -> tuple[Any, ...]:
    """Return the parts of an expression that oscillate or step where what they hold grows."""
    return tuple(dict.fromkeys(e for e in sp.preorder_traversal(f) if isinstance(e, (*_TURNING, sp.floor)) and e.has(x)))


def _turned(f: Any, x: Any, waves: list[Any], k: Any, limit_of_part: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
    """Yield an expression where an angle is the same but for full turns.

    All angles must be whole multiples of it, but for a shift that has a finite limit.
    """
    angles = sorted({e.args[0] for e in waves}, key=sp.default_sort_key)
    quotients = [sp.cancel(sp.diff(u, x) / sp.diff(angles[0], x)) for u in angles]
    shares = [q if q.is_Rational else limit_of_part(q) for q in quotients]
    if not all(r is not None and r.is_Rational and r != 0 for r in shares):
        return
    shifts = [sp.expand(u - r * angles[0]) for u, r in zip(angles, shares, strict=True)]
    ends = [limit_of_part(c) for c in shifts if c.has(x)]
    if any(end is None or end.is_infinite for end in ends):
        return
    common = sp.ilcm(1, *(r.q for r in shares))
    turned = {u: (r * common, c) for u, r, c in zip(angles, shares, shifts, strict=True)}
    for phase in _PHASES:
        values = {e: e.func(turned[e.args[0]][0] * phase + turned[e.args[0]][1]) for e in waves}
        if not any(v.is_finite is False for v in values.values()):
            yield _points(angles[0] / common, phase + 2 * sp.pi * k, x, k), _without_powers_of_zero(f.xreplace(values), limit_of_part)


def _without_powers_of_zero(variant: sp.Expr, limit_of_part: Callable[[Any], Any]) -> sp.Expr:
    """Return an expression with 0 for each power of 0 whose exponent stays positive or grows."""
    powers = [e for e in variant.atoms(sp.Pow) if e.base == 0]
    return variant.xreplace({e: sp.S.Zero for e in powers if limit_of_part(e) == 0})


def _points(angle: sp.Expr, turned: Any, x: Any, k: Any) -> Any:
    """Return the equation of the points at which an angle has a value: solved for the variable where it is a power of a distance."""
    c, rest = angle.as_independent(x, as_Add=False)
    base, exponent = rest.args if isinstance(rest, sp.Pow) else (rest, sp.S.One)
    to = sp.expand(x - base)
    if to.has(x) or not (exponent.is_Integer and c.is_positive):
        return sp.Eq(angle, turned)
    return sp.Eq(sp.Symbol(f"{x.name}_{k.name}"), to + (turned / c) ** (1 / exponent))


def _stepped(f: Any, waves: list[Any], k: Any) -> Iterator[tuple[Any, Any]]:
    """Yield an expression where the number that is rounded down is whole, and where it lies in the middle."""
    inner = waves[0].args[0]
    if len({e.args[0] for e in waves}) == 1:
        for share in (sp.S.Zero, sp.S.Half):
            yield sp.Eq(inner, k + share), f.xreplace(dict.fromkeys(waves, inner - share))


def _two_values(goal: Limit, _context: object) -> Iterable[Bindings]:
    """Find two sequences along which an oscillating expression has different limits."""
    f, x, to, direction = goal.args
    for side in sides_of(to, direction):
        if limit_value(f, x, to, side) is not None:
            continue
        found: list[tuple[sp.Rel, sp.Expr, sp.Expr]] = []
        for place, variant in _variants(f, x, to, side):
            there = limit_value(variant, x, to, side)
            if there is None:
                continue
            for where, other, elsewhere in found:
                if not same_value(there, elsewhere):
                    way = direction if to.is_infinite else sp.Symbol("+" if side > 0 else "-")
                    return ({**bound_limit(goal), "g": other, "p": where, "h": variant, "q": place, "side": way},)
            found.append((place, variant, there))
    return ()


def _distinct(goal: AlongSequences, _context: object) -> Iterable[Bindings]:
    first, second, points, others = goal.args
    return ({"first": first, "second": second, "p": points, "q": others},) if first != second else ()


OSCILLATION = rule(
    id="limit.oscillation",
    name="two sequences",
    goal=Limit,
    when=_two_values,
    holds=lambda f, side, x, a: assumed_for(x, a, side, *(e.args[0] for e in _waves(f, x))),
    left=lambda f, g, p, h, q, side, x, a, direction: Limit(f, x, a, direction),
    right=lambda g, p, h, q, side, x, a: AlongSequences(Limit(g, x, a, side), Limit(h, x, a, side), p, q),
    words="Again and again as {x} tends to {a} there are points with {p}, where {f} is {g}, and points with {q}, where it is {h}: "
    "compare the limits along both.",
    why="The function oscillates ever faster: follow it along two sequences of points.",
    mistakes=(
        Mistake(
            "zero",
            lambda: quote(sp.S.Zero),
            "The mean of an oscillation is not its limit: there are points as close as one likes with quite different values.",
        ),
        Mistake(
            "first-sequence",
            lambda h, side, x, a: Limit(h, x, a, side),
            "One sequence of points does not make a limit: along others the values differ.",
        ),
    ),
    source=f"{STEWART}, sec. 2.2, example 4",
)

SEQUENCES_DIFFER = rule(
    id="limit.sequences_differ",
    name="two sequences, two limits",
    goal=AlongSequences,
    when=_distinct,
    holds=lambda first, second: tuple(nonzero(first - second)) if first.is_finite is not False and second.is_finite is not False else (),
    left=lambda first, second, p, q: AlongSequences(first, second, p, q),
    right=lambda: quote(sp.nan),
    words="Along one sequence the values tend to {first}, along the other to {second}: there is no limit.",
    mistakes=(
        Mistake("first", lambda first: first, "A limit is the same along every sequence; here two differ."),
        Mistake("mean", lambda first, second: (first + second) / 2, "Two values have no compromise: the limit does not exist."),
    ),
    source=f"{STEWART}, sec. 2.2, example 4",
)

OSCILLATION_RULES = (SQUEEZE, SQUEEZED, OSCILLATION, SEQUENCES_DIFFER)
