"""Extrema of a function of one variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.one_variable import findings, summary
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Extrema, ExtremaOf, Roots, is_constant, is_inside
from symtutor.rule import Bindings, Mistake, Procedure, Relation, Said, unquoted
from symtutor.term import At, Term, apply_head, as_term, quote

__all__ = ["EXTREMA"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _when(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, x, domain = goal.args
    found = findings(f, x, domain, context.value)
    if found is not None:
        yield {"f": f, "x": x, "domain": domain, "found": found}


def _concluded(x: sp.Expr, found: Any, *premises: sp.Basic) -> Any:
    """Return the summary, from the values of the premises."""
    count = len(found.derivatives) + len(found.equations)
    limits, values = premises[count:][: len(found.limits)], premises[count + len(found.limits) :]
    return summary(found, x, limits, values)


def _concluding(head: Any, x: Any, found: Any) -> Term:
    plain = unquoted(found)
    return Term(head, (as_term(x), quote(plain), *plain.derivatives, *plain.equations, *plain.limits, *plain.values))


def _without_ends(x: Any, found: Any, *premises: Any) -> Any:
    """Return what is said by who looks at the places inside alone."""
    whole = _concluded(x, found, *premises)
    inner = tuple(p for p in whole.points if str(p.test) != "end")
    return Extrema(inner, *(getattr(whole, name) for name in whole.fields[1:])) if inner else whole


# ---- how it is told ------------------------------------------------------------------------------
_SIGNS: dict[int | None, Any] = {1: sp.Gt, -1: sp.Lt, 0: sp.Eq}
_RISING: dict[int | None, str] = {1: "f increases", -1: "f decreases", 0: "f is constant"}
_BENDING: dict[int | None, str] = {1: "the graph bends upward", -1: "the graph bends downward", 0: "the graph is straight"}


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f, x, domain, found = (bindings[k] for k in ("f", "x", "domain", "found"))
    name = next(n for n in "fgF" if sp.Symbol(n) not in f.free_symbols)
    value = sp.Function(name)
    slope, bend = (_derivative(value, order) for order in (1, 2))
    yield Said(apply_head(sp.Eq, value(x), f), ("the function, for ", _belongs(x, domain)))
    if answer.period != 0:
        yield Said(apply_head(sp.Eq, value(x + answer.period), value(x)), ("periodic: one period tells all",))
    if not answer.slopes or is_constant(answer):
        yield from _of_one_value(value(x), slope(x), answer)
        return
    for formula in found.formulas:
        inside = [z for z in found.stationary if is_inside(z, formula.part)]
        yield Said(apply_head(sp.Eq, slope(x), formula.slope), (*_on(formula, found, x), *_level(x, inside, formula, name)))
    if found.corners:
        yield Said(as_term(Roots(x, *found.corners)), (f"{name}′ does not exist there",))
    for piece in answer.slopes:
        yield _signed(slope(x), piece, x, _RISING)
    for formula in found.formulas:
        if formula.bend == 0:
            continue  # the graph is straight, which is said of each stretch
        inside = [z for z in answer.inflections if is_inside(z, formula.part)]
        words = _where(x, inside, "the graph changes its bending") if found.are_turns_known else ("its zeros were not found",)
        yield Said(apply_head(sp.Eq, bend(x), formula.bend), (*_on(formula, found, x), *words))
    for piece in answer.bends:
        yield _signed(bend(x), piece, x, _BENDING)
    for end in answer.ends:
        place, direction, limit = end.args
        yield Said(
            Term(sp.Limit, (quote(value(x)), quote(x), quote(place), quote(direction)))
            if limit is sp.nan
            else apply_head(sp.Eq, sp.Limit(value(x), x, place, str(direction)), limit),
            ("there is no limit",) if limit is sp.nan else ("at the end of the domain",),
        )
    for point in answer.points:
        yield Said(
            apply_head(sp.Eq, value(point.x), point.value),
            (*_reason(point, found, bend, x, answer.slopes), *_scope(point, answer)),
            Relation.IMPLIES,
        )
    yield from _bounds(value(x), answer)


def _of_one_value(value: Any, slope: Any, answer: Any) -> Iterator[Said]:
    """Yield what is told of a function with one value: a constant one, or one on a single place."""
    if answer.slopes:
        yield Said(apply_head(sp.Eq, slope, 0), ("everywhere: f is constant",))
        words = "every place of the domain is a global minimum and a global maximum"
        yield Said(apply_head(sp.Eq, value, answer.infimum), (words,), Relation.IMPLIES)
        return
    for point in answer.points:
        single = len(answer.points) == 1
        words = "the only place of the domain: the global minimum and the global maximum" if single else "a place of the domain by itself"
        yield Said(
            apply_head(sp.Eq, value.func(point.x), point.value), (words, *(() if single else _scope(point, answer))), Relation.IMPLIES
        )


def _derivative(function: Any, order: int) -> Any:
    """Return what gives the derivative of a function by its name, at a letter or at a place."""

    def at(place: Any) -> Any:
        if isinstance(place, sp.Symbol):
            return sp.Derivative(function(place), (place, order))
        x = sp.Symbol("x")
        return Term(At, (quote(sp.Derivative(function(x), (x, order))), as_term(x), as_term(place)))

    return at


def _signed(derivative: Any, piece: Any, x: Any, words: dict[int | None, str]) -> Said:
    """Return the sign of a derivative between two places, and what it means for the graph."""
    sign = _int(piece.sign)
    if sign not in _SIGNS:
        return Said(_between(x, piece), ("the sign is not known",))
    return Said(apply_head(_SIGNS[sign], derivative, 0), ("for ", _between(x, piece), f": {words[sign]}"))


def _int(sign: Any) -> int | None:
    return None if sign is sp.nan else int(sign)


def _belongs(x: Any, domain: Any) -> Term:
    whole = sp.S.Reals if domain == sp.Interval(-sp.oo, sp.oo) else domain
    return Term(sp.Contains, (as_term(x), as_term(whole)))


def _on(formula: Any, found: Any, x: Any) -> tuple[Any, ...]:
    return ("for ", _belongs(x, formula.part), ": ") if len(found.formulas) > 1 else ()


def _level(x: Any, inside: Any, formula: Any, name: str) -> tuple[Any, ...]:
    """Return where the slope is 0."""
    return (f"{name} is constant",) if formula.slope == 0 else _where(x, inside, f"{name}′ = 0")


def _where(x: Any, places: Any, words: str) -> tuple[Any, ...]:
    if not places:
        return (f"{words} nowhere",)
    return (f"{words} at ", quote(Roots(x, *places)))


def _between(x: Any, piece: Any) -> Term:
    low, high = piece.low, piece.high
    if low is -sp.oo and high is sp.oo:
        return _belongs(x, sp.S.Reals)
    if low is -sp.oo:
        return apply_head(sp.Lt, x, high)
    if high is sp.oo:
        return apply_head(sp.Gt, x, low)
    return Term(sp.And, (apply_head(sp.Gt, x, low), apply_head(sp.Lt, x, high)))


def _reason(point: Any, found: Any, bend: Any, x: Any, slopes: Any) -> tuple[Any, ...]:
    test = str(point.test)
    kind = point.kind
    if test == "second derivative":
        formula = next(g for g in found.formulas if is_inside(point.x, g.part))
        number = sp.simplify(formula.bend.xreplace({x: point.x}))
        sign = ">" if kind == "local minimum" else "<"
        plain = number if number.is_Rational else quote(number)
        return (Term(sp.Eq, (as_term(bend(point.x)), as_term(plain))), f" {sign} 0: {kind}")
    if test == "end":
        return (f"end of the domain: {kind} there",) if kind != "neither" else ("end of the domain: neither",)
    if test == "isolated":
        return ("a point of the domain by itself",)
    if test == "constant":
        return ("the function is constant around it",)
    if kind == "neither":
        return ("the slope has the same sign on both sides: neither a maximum nor a minimum",)
    if 0 in {_int(p.sign) for p in slopes if point.x in {p.low, p.high}}:
        sides = ("falls", "rises") if kind == "local minimum" else ("rises", "falls")
        return (f"f is constant on one side, and on the other it {sides[0]} to the point or {sides[1]} from it: {kind}",)
    way = "from − to +" if kind == "local minimum" else "from + to −"
    return (f"the slope changes its sign {way}: {kind}",)


def _scope(point: Any, answer: Any) -> tuple[Any, ...]:
    if point.kind not in {"local maximum", "local minimum"}:
        return ()
    word = point.kind.split()[1]
    if point.scope == "global":
        return (f", the global {word}",)
    best = answer.supremum if word == "maximum" else answer.infimum
    if best is sp.nan:
        return ()
    size = "larger" if word == "maximum" else "smaller"
    return (f", not global: there are {size} values",)


def _bounds(value: Any, answer: Any) -> Iterator[Said]:
    """Yield what is known of the least upper and the greatest lower bound where these are no values."""
    for bound, kind, head, word in (
        (answer.supremum, "local maximum", sp.Lt, "maximum"),
        (answer.infimum, "local minimum", sp.Gt, "minimum"),
    ):
        if bound is sp.nan or any(p.value == bound or (p.kind == kind and p.scope == "global") for p in answer.points):
            continue
        if bound in {sp.oo, -sp.oo}:
            side = "above" if word == "maximum" else "below"
            yield Said(
                apply_head(sp.Eq, sp.Function("sup" if word == "maximum" else "inf")(value), bound),
                (f"unbounded {side}: there is no global {word}",),
                Relation.IMPLIES,
            )
        else:
            yield Said(
                apply_head(head, value, bound), (f"the bound is approached and never reached: there is no global {word}",), Relation.IMPLIES
            )


EXTREMA_OF = Procedure(
    id="optimize.one_variable",
    name="extrema from the derivative",
    goal=ExtremaOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda f, x, domain, found: ExtremaOf(f, x, domain),
    right=lambda f, x, domain, found: _concluding(_concluded, x, found),
    told=_told,
    words="A function takes its extrema where its derivative is 0 or does not exist, or at the ends of its domain. The sign of the "
    "derivative says where it rises and falls; values and limits at the ends say which extrema are global.",
    why="An extremum lies where the derivative is 0 or does not exist, or at an end of the domain.",
    cost=1,
    commit=True,
    samples=None,
    mistakes=(
        Mistake(
            "ends-left-out",
            lambda f, x, domain, found: _concluding(_without_ends, x, found),
            "The ends of the domain are places of extrema too, where the slope need not be 0.",
        ),
    ),
    source=f"{_STEWART}, sec. 4.1 and 4.3",
)

EXTREMA = (EXTREMA_OF,)
