"""Differentiation of functions given by pieces: each piece, and each place where two pieces meet."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.curve_goals import Join, JoinedSlopes, JoinedValues, PiecewiseSlope
from symtutor.goals import D, Derivative, Evaluated
from symtutor.rule import Bindings, Mistake, Relation, Rule
from symtutor.term import Term, quote

__all__ = ["PIECES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.8"
_MOST_BREAKS = 12


# ---- what the pieces are ------------------------------------------------------------------------
def _intervals(expr: Any, x: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """Return the breaks in order and the piece on each interval between them; None if they cannot be told."""
    found: set[Any] = set()
    for _, condition in expr.args:
        for relation in condition.atoms(sp.core.relational.Relational):
            roots = _roots(relation, x)
            if roots is None:
                return None
            found |= roots
    if len(found) > _MOST_BREAKS or (len(found) > 1 and not all(b.is_number for b in found)):
        return None
    breaks = sorted(found, key=lambda b: b.evalf(30)) if len(found) > 1 else list(found)
    if not breaks:
        return None
    inside = [breaks[0] - 1, *((p + q) / 2 for p, q in pairwise(breaks)), breaks[-1] + 1]
    pieces = [_piece_at(expr, x, place) for place in inside]
    if None in pieces:
        return None
    return tuple(breaks), tuple(pieces)


def _roots(relation: Any, x: Any) -> set[Any] | None:
    """Return where the two sides of a relation are equal: linear or quadratic in the variable, else None."""
    gap = sp.expand(relation.lhs - relation.rhs)
    if not gap.is_polynomial(x) or isinstance(relation, sp.Eq | sp.Ne):
        return None
    polynomial = sp.Poly(gap, x)
    if polynomial.degree() == 1:
        return {-polynomial.coeff_monomial(1) / polynomial.coeff_monomial(x)}
    if polynomial.degree() == 2 and not polynomial.free_symbols - {x}:
        return {root for root in sp.roots(polynomial) if root.is_real}
    return None


def _piece_at(expr: Any, x: Any, place: Any) -> Any:
    """Return the piece that holds at a place, nan where none does, None if it cannot be told."""
    for piece, condition in expr.args:
        truth = condition.subs(x, place)
        if truth == sp.true:
            return piece
        if truth != sp.false:
            return None
    return sp.nan


def _by_pieces(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    intervals = _intervals(expr, x)
    if intervals is None or not all(_is_decided(p, q, x, b) for (b, p, q) in _meetings(*intervals)):
        return ()
    breaks, pieces = intervals
    return ({"f": expr, "terms": pieces, "a": breaks[0] if len(breaks) == 1 else sp.Tuple(*breaks), "x": x},)


def _meetings(breaks: tuple[Any, ...], pieces: tuple[Any, ...]) -> list[tuple[Any, Any, Any]]:
    """Return each break with the pieces below and above it."""
    return list(zip(breaks, pieces, pieces[1:], strict=False))


def _is_decided(below: Any, above: Any, x: Any, a: Any) -> bool:
    """Tell whether it can be decided that two pieces have the same value where they meet."""
    gap = _gap(below, above, x, a)
    return gap == 0 or gap is sp.nan or bool(gap.is_number)


def _gap(below: Any, above: Any, x: Any, a: Any) -> Any:
    """Return the jump from one piece to the next."""
    gap = sp.expand(above.xreplace({x: a}) - below.xreplace({x: a}))
    if gap.is_number and gap.is_finite and abs(gap.evalf(50)) < sp.Rational(1, 10**40):
        return sp.S.Zero
    return gap


def _list(held: Any) -> tuple[Any, ...]:
    """Return the breaks that a leaf holds, one or several."""
    expr = held.args[0]
    return expr.args if isinstance(expr, sp.Tuple) else (expr,)


def _pieces_and_joins(terms: Any, a: Any, x: Any) -> Term:
    """Return the goal that needs the derivative of each piece and the slope at each break."""
    derivatives = [t if t.args[0] is sp.nan else D(t, x) for t in terms]
    joins = [
        Join(terms[i], terms[i + 1], derivatives[i], derivatives[i + 1], x, place)
        if sp.nan not in (terms[i].args[0], terms[i + 1].args[0])
        else quote(sp.nan)
        for i, place in enumerate(_list(a))
    ]
    return PiecewiseSlope(Term(sp.Tuple, tuple(derivatives)), Term(sp.Tuple, tuple(joins)), Term(sp.Tuple, tuple(map(quote, _list(a)))), x)


def _on_intervals(terms: tuple[Any, ...], a: Any, x: Any) -> Term:
    """Return one term on each interval between the breaks."""
    breaks, letter = _list(a), x.args[0]
    pairs = []
    for i, term in enumerate(terms):
        low = [letter > breaks[i - 1]] if i else []
        high = [letter < breaks[i]] if i < len(breaks) else []
        pairs.append(Term(sp.Tuple, (term, quote(sp.And(*low, *high)))))
    return Term(sp.Piecewise, tuple(pairs))


PIECEWISE = Rule(
    id="diff.piecewise",
    name="derivative piece by piece",
    goal=Derivative,
    heads=(sp.Piecewise,),
    when=_by_pieces,
    left=lambda f, terms, a, x: D(f, x),
    right=lambda f, terms, a, x: _pieces_and_joins(terms, a, x),
    words="Inside its interval each piece is differentiated as usual. Where two pieces meet, values and slopes from both sides must agree.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "last-piece-only",
            lambda f, terms, a, x: D(terms[-1], x),
            "Only one piece was differentiated: each piece has its own derivative on its own interval.",
            "Piecewise((x**2, x < 1), (2*x - 1, True))",
        ),
        Mistake(
            "first-piece-only",
            lambda f, terms, a, x: D(terms[0], x),
            "Only one piece was differentiated: each piece has its own derivative on its own interval.",
            "Piecewise((x**2, x < 1), (2*x - 1, True))",
        ),
        Mistake(
            "one-piece-kept",
            lambda f, terms, a, x: _on_intervals((terms[0], *[D(t, x) for t in terms[1:]]), a, x),
            "One piece was copied and not differentiated: each piece is differentiated.",
            "Piecewise((x**2, x < 1), (2*x - 1, True))",
        ),
    ),
    source=_SOURCE,
)


def _inside(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr, "terms": tuple(p for p, _ in expr.args), "x": x},)


def _with_conditions(f: Any, terms: Any, x: Any) -> Term:
    """Return each piece's derivative under the condition of the piece."""
    pairs: tuple[Any, ...] = f.args[0].args
    conditions = [c for _, c in pairs] if isinstance(f.args[0], sp.Piecewise) else [sp.Symbol("c_1"), sp.Symbol("c_2")]
    return Term(sp.Piecewise, tuple(Term(sp.Tuple, (D(t, x), quote(c))) for t, c in zip(terms, conditions, strict=True)))


INSIDE_PIECES = Rule(
    id="diff.inside_pieces",
    name="derivative inside each piece",
    goal=Derivative,
    heads=(sp.Piecewise,),
    when=_inside,
    left=lambda f, terms, x: D(f, x),
    right=_with_conditions,
    words="Inside its interval each piece is differentiated as usual; nothing is said here about the ends, where two pieces meet.",
    cost=1,
    source=_SOURCE,
)


# ---- where two pieces meet ----------------------------------------------------------------------
def _meeting(goal: Join) -> Bindings:
    return dict(zip(("f", "g", "df", "dg", "x", "a"), goal.args, strict=True))


def _meets(goal: Join, _context: Any) -> Iterable[Bindings]:
    below, above, _, _, x, a = goal.args
    return (_meeting(goal),) if _gap(below, above, x, a) == 0 else ()


def _jumps(goal: Join, _context: Any) -> Iterable[Bindings]:
    return (_meeting(goal),)


CONTINUOUS_JOIN = Rule(
    id="join.continuous",
    name="slopes from both sides",
    goal=Join,
    when=_meets,
    left=lambda f, g, df, dg, x, a: Join(f, g, df, dg, x, a),
    right=lambda f, g, df, dg, x, a: JoinedSlopes(Evaluated(df, (x,), (a,)), Evaluated(dg, (x,), (a,))),
    words="At {x} = {a} both pieces have the same value, so the function is continuous there; compare the slopes from both sides.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    source=_SOURCE,
)

JUMP = Rule(
    id="join.jump",
    name="values from both sides",
    goal=Join,
    when=_jumps,
    left=lambda f, g, df, dg, x, a: Join(f, g, df, dg, x, a),
    right=lambda f, g, df, dg, x, a: JoinedValues(Evaluated(f, (x,), (a,)), Evaluated(g, (x,), (a,))),
    words="At {x} = {a} the pieces have different values: compare them before any slope.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    source=_SOURCE,
)


def _agree(goal: JoinedSlopes, _context: Any) -> Iterable[Bindings]:
    m, n = goal.args
    return ({"m": m, "n": n},) if m.is_finite is not False and m is not sp.nan and _gap(m, n, sp.Symbol("x"), sp.S.Zero) == 0 else ()


def _differ(goal: Any, _context: Any) -> Iterable[Bindings]:
    m, n = goal.args
    return ({"m": m, "n": n},)


SMOOTH = Rule(
    id="join.smooth",
    name="the slopes agree",
    goal=JoinedSlopes,
    when=_agree,
    left=lambda m, n: JoinedSlopes(m, n),
    right=lambda m, n: m,
    words="The slope is {m} from below and from above, so that is the derivative where the pieces meet.",
    cost=0,
    commit=True,
    source=_SOURCE,
)

KINK = Rule(
    id="join.kink",
    name="a kink: the slopes from below and from above differ",
    goal=JoinedSlopes,
    when=_differ,
    left=lambda m, n: JoinedSlopes(m, n),
    right=lambda m, n: quote(sp.nan),
    words="The slope is {m} from below and {n} from above: a kink, and no derivative where the pieces meet.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "from-above",
            lambda m, n: n,
            "The slopes from the two sides differ where the pieces meet, so there is no derivative at that point.",
            "Piecewise((-x, x < 0), (2*x, True))",
        ),
        Mistake(
            "mean",
            lambda m, n: (m + n) / 2,
            "The mean of two different slopes is no derivative: at a kink there is none.",
            "Piecewise((-x, x < 0), (2*x, True))",
        ),
    ),
    source=_SOURCE,
)

BROKEN = Rule(
    id="join.broken",
    name="a jump: the values from below and from above differ",
    goal=JoinedValues,
    when=_differ,
    left=lambda m, n: JoinedValues(m, n),
    right=lambda m, n: quote(sp.nan),
    words="The value is {m} from below and {n} from above: a jump, and no derivative where a function is not continuous.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    source=_SOURCE,
)


# ---- the whole ----------------------------------------------------------------------------------
def _whole(goal: PiecewiseSlope, _context: Any) -> Iterable[Bindings]:
    derivatives, slopes, breaks, x = goal.args
    return ({"terms": tuple(derivatives), "slopes": slopes, "a": breaks, "x": x, "whole": _put_together(derivatives, slopes, breaks, x)},)


def _put_together(derivatives: Any, slopes: Any, breaks: Any, x: Any) -> Any:
    """Return the derivative by pieces; a break belongs to the piece below it if there is a slope, and to none otherwise."""
    pairs = []
    for i, derivative in enumerate(derivatives):
        low = [x > breaks[i - 1]] if sp.nan in slopes[:i] else []  # an earlier gap must not fall to a later piece
        if i < len(breaks):
            high = [x < breaks[i] if slopes[i] is sp.nan else x <= breaks[i]]
            pairs.append((derivative, sp.And(*low, *high)))
        else:
            pairs.append((derivative, sp.And(*low)))
    return sp.Piecewise(*[(d, c) for d, c in pairs if d is not sp.nan])


PUT_TOGETHER = Rule(
    id="join.together",
    name="pieces put together",
    goal=PiecewiseSlope,
    when=_whole,
    left=lambda terms, slopes, a, x, whole: PiecewiseSlope(Term(sp.Tuple, tuple(terms)), slopes, a, x),
    right=lambda terms, slopes, a, x, whole: whole,
    words="Each interval has the derivative of its piece; a point where the pieces do not fit is left out.",
    cost=0,
    commit=True,
    source=_SOURCE,
)

PIECES = (PIECEWISE, INSIDE_PIECES, CONTINUOUS_JOIN, JUMP, SMOOTH, KINK, BROKEN, PUT_TOGETHER)
