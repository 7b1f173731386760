"""Claims in words about a function of one variable: where it increases, decreases and bends, and that it has no extremum."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, rational_between
from symtutor.checking.calculus.real_values import real_value
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.optimization.critical import kind_at, roots_of_slope
from symtutor.diagnosing.work.verdicts import FAILURES, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue, members
from symtutor.term import Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Link, Part, Relation, Role

__all__ = ["judge_everywhere", "judge_shape"]

Judged = tuple[Finding, Context]
_SHAPES = {"increasing": (1, 1), "increases": (1, 1), "decreasing": (1, -1), "decreases": (1, -1), "convex": (2, 1), "concave": (2, -1)}
_BENDS = {"up": (2, 1), "upward": (2, 1), "upwards": (2, 1), "down": (2, -1), "downward": (2, -1), "downwards": (2, -1)}
_FUNCTION = frozenset(
    "f y it the function graph is strictly everywhere always so then thus hence therefore and on for all real of has no not an a local "
    "global relative at any there are does have monotonically over interval where when means that this which since because as "
    "extremum extrema extreme extremes minimum maximum minima maxima value values".split()
)
_NONE = re.compile(r"\b(?:no|neither|without|not have)\b(?:.*?)\b(extremum|extrema|extreme|minimum|maximum|minima|maxima)")


def judge_shape(part: Part, context: Context, world: World) -> Judged | None:
    """Judge that a function increases, decreases or bends somewhere, or has no extremum; None where nothing such is said."""
    f, x = world.target.function, world.target.variable
    words = [word.strip(".,;") for word in part.words]
    if f is None or x is None or set(words) - _FUNCTION - set(_SHAPES) - set(_BENDS):
        return None
    if len({_SHAPES[w] for w in words if w in _SHAPES}) > 1:
        return None  # decreases, then increases: where each is so is not said
    shape = next((_SHAPES[w] for w in words if w in _SHAPES), None)
    if shape is not None and shape[0] == 2:
        shape = next((_BENDS[w] for w in words if w in _BENDS), shape)
    none = _NONE.search(" ".join(words))
    term = None if part.term is not None and part.term.head is Variable and part.term.args[0] != x else part.term  # f is increasing
    if term is None and none is not None and shape is None:
        truth = _without_extremum(none.group(1), f, x, world)
    elif shape is not None and "not" not in words and "no" not in words:
        where = None if term is None else _range_of(term, part, context, world)
        if term is not None and where is None:
            return None
        constant = _constant(f, x) if "strictly" in words else None
        truth = _shaped(f, x, shape, where, world) if constant is None else constant
    else:
        return None
    link = Link(0, Relation.IMPLIED) if truth else None
    return Finding(part, Role.CONCLUSION, truth, truth, link, counts=truth.status is not Status.UNDECIDED), context


def judge_everywhere(part: Part, context: Context, world: World) -> Judged | None:
    """Judge an inequality in the variable that is stated of all numbers; None where it holds for some, so that it is a condition."""
    f, x = world.target.function, world.target.variable
    if f is None or part.term is None or world.solutions is None or set(part.words) & {"for", "if", "when", "on", "where"}:
        return None
    head, sides = members(part.term)
    if head in {None, sp.Eq, sp.Ne} or len(sides) != 2 or sides[0] == Term(Variable, (x,)):
        return None
    try:
        values = [world.expression(side, part, context) for side in sides]
        if set().union(*(v.free_symbols for v in values)) != {x}:
            return None
        opposite = _sets(world, ~head(*values, evaluate=False), x)
    except (NoValue, *FAILURES):
        return None
    if opposite is not sp.S.EmptySet:
        return None
    truth = Verdict(Status.CORRECT, Proof("nowhere the other way"))
    return Finding(part, Role.NAMED, truth, truth, Link(0, Relation.EQUAL)), context


def _sets(world: World, relation: Any, x: Any) -> Any:
    return None if world.solutions is None else world.solutions(x, relation)


def _range_of(term: Term, part: Part, context: Context, world: World) -> Any:
    """Return the interval that a statement names, as x > 1 or (0, ∞), or None."""
    x = world.target.variable
    try:
        if term.head is sp.Tuple and len(term.args) == 2:
            low, high = (world.raw(a, part, context) for a in term.args)
            return sp.Interval.open(low, high) if low.is_number and high.is_number and low < high else None
        relations = term.args if term.head is sp.And else (term,)
        if any(not any(inner == Term(Variable, (x,)) for inner in subterms(r)) or members(r)[0] in {None, sp.Eq} for r in relations):
            return None
        sets = [members(r)[0](*(world.raw(side, part, context) for side in members(r)[1])).as_set() for r in relations]
    except (NoValue, *FAILURES):
        return None
    return sp.Intersection(*sets)


def _shaped(f: Any, x: Any, shape: tuple[int, int], where: Any, world: World) -> Verdict:
    """Return whether a derivative has nowhere the other sign on an interval, or on the whole domain."""
    order, sign = shape
    slope = sp.diff(f, x, order)
    against = sp.S.EmptySet if slope.is_number and sign * slope >= 0 else _sets(world, sp.Lt(sign * slope, 0, evaluate=False), x)
    if slope.is_number and sign * slope < 0:
        against = sp.S.Reals
    if against is None:
        return UNKNOWN
    domain = natural_domain(f)
    lives = sp.S.Reals if domain == sp.true else domain.as_set()
    inside = sp.Intersection(against, lives, sp.S.Reals if where is None else where)
    if inside is sp.S.EmptySet:
        over = lives if where is None else where
        is_interval = isinstance(over, sp.Interval) and over.is_subset(lives)  # over two intervals together a sign says nothing
        return Verdict(Status.CORRECT, Proof("by the sign of a derivative")) if is_interval or over is sp.S.Reals else UNKNOWN
    pieces = [p for p in intervals_of(inside) if isinstance(p, sp.Interval)]
    place = rational_between(pieces[0].inf, pieces[0].sup) if pieces else None
    if place is None:
        return UNKNOWN
    name = "derivative" if order == 1 else "second derivative"
    return wrong(f"the {name} at {x} = {place} is {real_value(slope, {x: place})}: {_OTHER[shape]} there")


_OTHER = {(1, 1): "f decreases", (1, -1): "f increases", (2, 1): "the graph bends downward", (2, -1): "the graph bends upward"}


def _constant(f: Any, x: Any) -> Verdict | None:
    """Return that a function is constant, or open where it may be so on an interval; None where it is so nowhere."""
    if f.has(sp.Abs, sp.Piecewise, sp.Max, sp.Min, sp.sign):
        return UNKNOWN
    return wrong(f"the derivative is 0 for all {x}: f is constant") if same_value(sp.diff(f, x), sp.S.Zero, {}) else None


def _without_extremum(called: str, f: Any, x: Any, world: World) -> Verdict:
    """Return whether a function on its whole domain has no local extremum, or none of a kind."""
    if world.target.conditions or (world.work.problem is not None and re.search(r"\[|interval|\bon\b", world.work.problem.text)):
        return UNKNOWN  # the ends count
    roots = roots_of_slope(sp.diff(f, x), x)
    if roots is None or f.has(sp.Abs, sp.Piecewise, sp.Max, sp.Min, sp.sign) or natural_domain(f) != sp.true:
        return UNKNOWN
    kinds = {root: kind for root in roots for kind in [kind_at(f, x, root)] if kind is not None}
    if len(kinds) < len(roots):
        return UNKNOWN
    found = next(((r, k) for r, k in kinds.items() if k != "neither" and (called.startswith("extrem") or k[:3] == called[:3])), None)
    if found is not None:
        return wrong(f"at {x} = {found[0]} there is a {found[1]}")
    return Verdict(Status.CORRECT, Proof("by the zeros of the derivative"))
