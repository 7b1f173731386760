"""Tables of signs: where a function rises and bends, what its second derivatives say at each point, and where a product is positive."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, rational_between, sign_at
from symtutor.kinds.kind import Case
from symtutor.term import Term, apply_head, as_term
from symtutor.writing.document import Piece, Tabular

__all__ = ["of_extrema", "of_inequality", "of_stationary_points", "stretch"]

_MARKS: dict[int | None, str] = {1: "+", -1: "−", 0: "0", None: ""}
_RISES: dict[int | None, str] = {1: "increases", -1: "decreases", 0: "is constant", None: ""}
_BENDS: dict[int | None, str] = {1: "bends upward", -1: "bends downward", 0: "is straight", None: ""}
_SWITCHES = (sp.Abs, sp.sign, sp.Max, sp.Min)


def stretch(x: Any, low: Any, high: Any) -> Term:
    """Return that a variable lies between two places, of which each may be infinite."""
    if low is -sp.oo:
        return as_term(sp.Contains(x, sp.S.Reals)) if high is sp.oo else apply_head(sp.Lt, x, high)
    if high is sp.oo:
        return apply_head(sp.Gt, x, low)
    return Term(sp.And, (apply_head(sp.Gt, x, low), apply_head(sp.Lt, x, high)))


def of_extrema(case: Case) -> tuple[Tabular, ...]:
    """Return the table of a function of one variable: every stretch and every point with the signs of f′ and f″ and what f does."""
    f, x, _domain = case.goal.args
    found = case.value
    marks = {*(p.x for p in found.points), *found.inflections}
    marks |= {end for piece in (*found.slopes, *found.bends) for end in (piece.low, piece.high)}
    places = sorted((m for m in marks if m not in {sp.oo, -sp.oo}), key=numeric)
    if not found.slopes or any(numeric(p) is None for p in places):
        return ()
    ends = (*((-sp.oo,) if any(p.low is -sp.oo for p in found.slopes) else ()), *places)
    ends = (*ends, *((sp.oo,) if any(p.high is sp.oo for p in found.slopes) else ()))
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    for low, high in pairwise(ends):
        if low is not -sp.oo:
            rows.extend(_at(case, f, x, low))
        slope, bend = _sign(found.slopes, low, high), _sign(found.bends, low, high)
        if slope is not None:
            told = ", ".join(w for w in (_RISES[slope], _BENDS[bend]) if w)
            rows.append(((stretch(x, low, high),), (_MARKS[slope],), (_MARKS[bend],), (told,)))
    if ends[-1] is not sp.oo:
        rows.extend(_at(case, f, x, ends[-1]))
    return (Tabular((x.name, "f′", "f″", "f"), tuple(rows)),)


def _sign(pieces: Iterable[Any], low: Any, high: Any) -> int | None:
    """Return the sign on the piece that holds a stretch, None where there is none or it is not known."""
    a, b = (numeric(e) if e not in {sp.oo, -sp.oo} else e for e in (low, high))
    for piece in pieces:
        start, end = (numeric(e) if e not in {sp.oo, -sp.oo} else e for e in (piece.low, piece.high))
        if start <= a and b <= end:
            return None if piece.sign is sp.nan else int(piece.sign)
    return None


def _at(case: Case, f: Any, x: Any, place: Any) -> Iterable[tuple[tuple[Piece, ...], ...]]:
    """Yield the line of a point of the domain."""
    point = next((p for p in case.value.points if p.x == place), None)
    if point is None and place not in case.value.inflections:
        return
    what: tuple[Piece, ...] = ("inflection",) if point is None else (point.kind, ", ", as_term(point.value))
    slope = bend = None
    if not f.has(*_SWITCHES):
        slope, bend = (sign_at(sp.diff(f, x, k), x, place) for k in (1, 2))
    elif point is not None and str(point.test) == "second derivative":
        slope = 0
    yield ((apply_head(sp.Eq, x, place),), (_MARKS[slope],), (_MARKS[bend],), what)


def of_inequality(case: Case) -> tuple[Tabular, ...]:
    """Return the signs of the factors of a rational difference of both sides, and of itself, between its zeros."""
    left, right, x, _domain, _relation = case.goal.args
    above, below = sp.fraction(sp.factor(sp.together(left - right)))
    factors = [f for part in (above, below) for f in sp.Mul.make_args(part) if f.has(x)]
    if len(factors) < 2:
        factors = []
    heads = (x.name, *(f"factor {k + 1}" for k in range(len(factors))), "left − right")
    top: tuple[tuple[Piece, ...], ...] = ((), *((as_term(f),) for f in factors), (as_term(left - right),))
    rows = [top]
    for piece in case.value.pieces:
        place = rational_between(piece.low, piece.high)
        signs = ((_MARKS[sign_at(f, x, place)],) for f in factors)
        rows.append(((stretch(x, piece.low, piece.high),), *signs, (_MARKS[int(piece.sign)],)))
    return (Tabular(heads, tuple(rows)),)


def of_stationary_points(case: Case) -> tuple[Tabular, ...]:
    """Return the second derivatives at each stationary point of a function of two variables, and what they say."""
    f, variables = case.goal.args
    if len(variables) != 2 or not case.value.points:
        return ()
    x, y = variables
    second = (sp.diff(f, x, x), sp.diff(f, y, y), sp.diff(f, x, y))
    rows = []
    for point in case.value.points:
        place = dict(zip(variables, point.x, strict=True))
        values = [sp.simplify(e.xreplace(place)) for e in second]
        if any(v.has(sp.nan, sp.zoo, sp.oo) for v in values):
            continue
        minor = sp.simplify(values[0] * values[1] - values[2] ** 2)
        rows.append(((as_term(point.x),), *((as_term(v),) for v in (*values, minor)), (point.kind,)))
    heads = (f"({x}, {y})", f"f_{x}{x}", f"f_{y}{y}", f"f_{x}{y}", "D", "")
    return (Tabular(heads, tuple(rows)),) if rows else ()
