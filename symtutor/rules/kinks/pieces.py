"""Differentiation of functions given by pieces: each piece, and each place where two pieces meet."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.cases import by_cases, gaps, is_same, value_at
from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.goals.curves import Join, PiecewiseSlope
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import Term, quote

__all__ = ["PIECES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"

rule = partial(Rule, source=_SOURCE)
_UNBOUNDED = (sp.nan, sp.zoo, sp.oo, -sp.oo)


# ---- the pieces ---------------------------------------------------------------------------------
def _by_pieces(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    found = by_cases(expr, x)
    if found is None or not found.places:
        return ()
    bindings = {"f": expr, "terms": found.pieces, "values": found.values, "a": sp.Tuple(*found.places), "x": x}
    slopes = [piece if piece is sp.nan else context.value(D(piece, x)) for piece in found.pieces]
    if None in slopes:
        return ()
    for i, (place, value) in enumerate(zip(found.places, found.values, strict=True)):
        meeting = (*found.pieces[i : i + 2], *slopes[i : i + 2])
        is_plain = value is sp.nan or not any(value_at(part, x, place) is sp.nan for part in meeting)
        if not is_plain and context.value(Join(*meeting, x, place, value)) is None:
            return ()
    return (bindings,)


def _places(held: Term) -> tuple[sp.Expr, ...]:
    """Return the breaks that a leaf holds; the letter a of the general statement stands for one."""
    expr = held.args[0]
    return tuple(expr) if isinstance(expr, sp.Tuple) else (expr,)


def _pieces_and_joins(terms: tuple[Term, ...], values: tuple[Term, ...], a: Term, x: Term) -> Term:
    """Return the goal that needs the derivative of each piece and the slope at each break."""
    derivatives = [t if t.args[0] is sp.nan else D(t, x) for t in terms]
    joins = [
        quote(sp.nan)
        if sp.nan in (terms[i].args[0], terms[i + 1].args[0], value.args[0])
        else Join(terms[i], terms[i + 1], derivatives[i], derivatives[i + 1], x, place, value)
        for i, (place, value) in enumerate(zip(_places(a), values, strict=False))
    ]
    return PiecewiseSlope(
        Term(sp.Tuple, tuple(derivatives)), Term(sp.Tuple, tuple(joins)), Term(sp.Tuple, tuple(map(quote, _places(a)))), x
    )


def _on_intervals(terms: tuple[Term, ...], a: Term, x: Term) -> Term:
    """Return one term on each interval between the breaks."""
    breaks, letter = _places(a), x.args[0]
    pairs = []
    for i, term in enumerate(terms):
        low = [letter > breaks[i - 1]] if i else []
        high = [letter < breaks[i]] if i < len(breaks) else []
        pairs.append(Term(sp.Tuple, (term, quote(sp.And(*low, *high)))))
    return Term(sp.Piecewise, tuple(pairs))


PIECEWISE = rule(
    id="diff.piecewise",
    name="derivative piece by piece",
    goal=Derivative,
    heads=(sp.Piecewise,),
    when=_by_pieces,
    left=lambda f, terms, values, a, x: D(f, x),
    right=lambda terms, values, a, x: _pieces_and_joins(terms, values, a, x),
    words="Inside its interval each piece is differentiated as usual. Where two pieces meet, values and slopes from both sides must agree.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "last-piece-only",
            lambda terms, x: D(terms[-1], x),
            "Only one piece was differentiated: each piece has its own derivative on its own interval.",
        ),
        Mistake(
            "first-piece-only",
            lambda terms, x: D(terms[0], x),
            "Only one piece was differentiated: each piece has its own derivative on its own interval.",
        ),
        Mistake(
            "one-piece-kept",
            lambda terms, a, x: _on_intervals((terms[0], *[D(t, x) for t in terms[1:]]), a, x),
            "One piece was copied and not differentiated: each piece is differentiated.",
        ),
    ),
    samples={"values": (sp.Function("f")(sp.Symbol("a")),)},
)


# ---- pieces that meet where nobody can list -----------------------------------------------------
def _inside(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr, "terms": tuple(p for p, _ in expr.args), "x": x},)


def _with_conditions(f: Term, terms: tuple[Term, ...], x: Term) -> Term:
    """Return each piece's derivative under the condition of the piece."""
    pairs: tuple[sp.Tuple, ...] = f.args[0].args
    conditions = [c for _, c in pairs] if isinstance(f.args[0], sp.Piecewise) else [sp.Symbol("c_1"), sp.Symbol("c_2")]
    return Term(sp.Piecewise, tuple(Term(sp.Tuple, (D(t, x), quote(c))) for t, c in zip(terms, conditions, strict=True)))


def _off_the_joins(f: sp.Expr, x: sp.Symbol) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(sp.Ne(gap, 0) for gap in gaps(f) if gap.has(x)))


INSIDE_PIECES = rule(
    id="diff.inside_pieces",
    name="derivative inside each piece",
    goal=Derivative,
    heads=(sp.Piecewise,),
    when=_inside,
    left=lambda f, terms, x: D(f, x),
    right=_with_conditions,
    holds=lambda f, x: _off_the_joins(f, x),
    words="Inside its interval each piece is differentiated as usual. Where two pieces meet there is a derivative only if values and "
    "slopes from both sides agree; these places cannot be listed here, and they are left out.",
    cost=1,
    mistakes=(
        Mistake(
            "first-piece-only",
            lambda terms, x: D(terms[0], x),
            "Only one piece was differentiated: each piece has its own derivative where its condition holds.",
        ),
        Mistake(
            "last-piece-only",
            lambda terms, x: D(terms[-1], x),
            "Only one piece was differentiated: each piece has its own derivative where its condition holds.",
        ),
    ),
)


# ---- the whole ----------------------------------------------------------------------------------
def _whole(goal: PiecewiseSlope, _context: object) -> Iterable[Bindings]:
    derivatives, slopes, breaks, x = goal.args
    whole = _put_together(derivatives, slopes, breaks, x)
    return ({"terms": tuple(derivatives), "slopes": slopes, "a": breaks, "x": x, "whole": whole},)


def _put_together(derivatives: sp.Tuple, slopes: sp.Tuple, breaks: sp.Tuple, x: sp.Symbol) -> sp.Expr:
    """Return the derivative by pieces; a break belongs to the piece below it if there is a slope, and to none otherwise."""
    exists = [not slope.has(*_UNBOUNDED) for slope in slopes]
    if len(set(derivatives)) == 1:
        return _one_formula(derivatives[0], slopes, breaks, x)
    pairs = []
    for i, derivative in enumerate(derivatives):
        low = [x > breaks[i - 1]] if not all(exists[:i]) else []  # an earlier gap must not fall to a later piece
        if i < len(breaks):
            belongs = exists[i] and is_same(slopes[i], value_at(derivative, x, breaks[i]))
            pairs.append((derivative, sp.And(*low, x <= breaks[i] if belongs else x < breaks[i])))
            if exists[i] and not belongs:
                pairs.append((slopes[i], sp.Eq(x, breaks[i])))
        else:
            pairs.append((derivative, sp.And(*low)))
    return sp.Piecewise(*[(d, c) for d, c in pairs if d is not sp.nan])


def _one_formula(derivative: sp.Expr, slopes: sp.Tuple, breaks: sp.Tuple, x: sp.Expr) -> sp.Expr:
    """Return a formula that holds everywhere but for some of the breaks."""
    others = [(slope, place) for slope, place in zip(slopes, breaks, strict=True) if not is_same(slope, value_at(derivative, x, place))]
    if not others:
        return derivative
    pairs = [(slope, sp.Eq(x, place)) for slope, place in others if not slope.has(*_UNBOUNDED)]
    return sp.Piecewise((derivative, sp.And(*[sp.Ne(x, place) for _, place in others])), *pairs)


PUT_TOGETHER = rule(
    id="join.together",
    name="pieces put together",
    goal=PiecewiseSlope,
    when=_whole,
    left=lambda terms, slopes, a, x, whole: PiecewiseSlope(Term(sp.Tuple, tuple(terms)), slopes, a, x),
    right=lambda whole: whole,
    words="Each interval has the derivative of its piece; a point where the pieces do not fit is left out.",
    cost=0,
    commit=True,
)

PIECES = (PIECEWISE, INSIDE_PIECES, PUT_TOGETHER)
