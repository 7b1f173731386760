"""Problems under constraints that are led back to others: an increasing function of something, and parts without |·|, max and min."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of, tidy
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.rule import Bindings, Mistake, Procedure, Relation, Said, unquoted
from symtutor.term import Term, apply_head, as_term

__all__ = ["INCREASING", "PARTS"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, sec. 4.1.3"
_FOUND = ("minimum", "maximum")
_MOST = 3


def _record(variables: Any, place: Any, height: Any, lams: Any, sense: Any, outcome: str, why: str, ties: Any = ()) -> Optimum:
    return Optimum(variables, place, height, lams, sense, outcome, why, (), (), ties, sp.nan, (sp.Symbol("unknown"), ()))


# ---- an increasing function of something ---------------------------------------------------------
def _increasing(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, inequalities, equations, variables, sense, order, strict = goal.args
    inside = _inside(f, tuple(variables))
    if inside is None:
        return
    inner = MinimumOf(inside, inequalities, equations, variables, sense, order, strict)
    best = context.value(inner)
    if best is None:
        return
    is_found = best.status in _FOUND and (f.has(sp.exp) or sign_of(best.value) != -1)
    if not is_found and not (best.status == "unbounded" and sense == -1):
        return
    yield {"goal": goal, "f": f, "variables": variables, "sense": sense, "inner": inner}


def _inside(f: Any, variables: tuple[Any, ...]) -> Any:
    """Return h where f is a positive multiple of √h or e^h, plus a number; None for anything else."""
    _, rest = f.as_independent(*variables, as_Add=True)
    factor, core = rest.as_independent(*variables, as_Add=False)
    if sign_of(factor) != 1:
        return None
    if isinstance(core, sp.exp):
        return core.args[0]
    return core.base if isinstance(core, sp.Pow) and core.exp == sp.S.Half else None


def _carried(f: Any, variables: Any, sense: Any, best: Any) -> Optimum:
    """Return the optimum of an increasing function of what has a known optimum."""
    if best.status == "unbounded":
        return _record(variables, (), sp.oo, (), sense, "unbounded", "increasing")
    place = dict(zip(variables, best.place, strict=True))
    inside = _inside(f, tuple(variables))
    mark = sp.Dummy("u")
    rate = sp.diff(f.xreplace({inside: mark}), mark).xreplace({mark: best.value})
    lams = tuple(tidy(rate * m) for m in best.multipliers) if rate.is_finite else ()
    return _record(variables, best.place, tidy(f.xreplace(place)), lams, sense, best.status, "increasing", best.ties)


def _inner_value(_f: Any, variables: Any, sense: Any, best: Any) -> Optimum:
    """Return what is said by who gives the value of what stands inside for that of f."""
    return _record(variables, best.place, best.value, (), sense, best.status, "increasing", best.ties)


def _value_at(place: Iterable[Any], value: Any) -> Term:
    """Return what f is at a place."""
    return Term(sp.Eq, (Term(sp.Function("f"), tuple(map(as_term, place))), as_term(value)))


def _told_of_increasing(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f = bindings["f"]
    inside = _inside(f, tuple(bindings["variables"]))
    word = "smallest" if answer.sense == 1 else "largest"
    yield Said(apply_head(sp.Eq, sp.Symbol("h"), inside), (f"f increases with h, so f is {word} where h is",))
    if not answer.place:
        return
    yield Said(_value_at(answer.place, answer.value), (f"the {answer.status}",), Relation.IMPLIES)


INCREASING = Procedure(
    id="optimize.increasing",
    name="an increasing function of something simpler",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_increasing,
    left=lambda goal, f, variables, sense, inner: unquoted(goal),
    right=lambda goal, f, variables, sense, inner: Term(_carried, (*map(as_term, (f, variables, sense)), unquoted(inner))),
    told=_told_of_increasing,
    words="The root and the exponential increase, so they are least (greatest) where what stands inside is.",
    why="The outer function increases: look for the optimum of what stands inside it.",
    cost=1,
    commit=True,
    samples=None,
    mistakes=(
        Mistake(
            "value-of-the-inside",
            lambda goal, f, variables, sense, inner: Term(_inner_value, (*map(as_term, (f, variables, sense)), unquoted(inner))),
            "The best point is the same, but its value is that of f: the outer function must be applied again.",
        ),
    ),
    source=_BOYD,
)


# ---- parts without |·|, max and min --------------------------------------------------------------
def _innermost(exprs: Iterable[Any], variables: Any) -> list[Any]:
    """Return each |·|, max and min of the variables in which no other stands; those around it are left to the parts."""
    nodes = [n for e in exprs for n in sp.ordered(e.atoms(sp.Abs, sp.Max, sp.Min)) if n.has(*variables)]
    return [n for n in nodes if not any(a.has(sp.Abs, sp.Max, sp.Min) for a in n.args)]


def _switches(exprs: Iterable[Any], variables: Any) -> list[Any]:
    """Return what decides by its sign which formula |·|, max and min have."""
    found: list[Any] = []
    for node in _innermost(exprs, variables):
        found += [node.args[0]] if isinstance(node, sp.Abs) else [a - b for a, b in combinations(node.args, 2)]
    return list(dict.fromkeys(found))


def _resolved(expr: Any, signs: dict[Any, int], variables: Any) -> Any:
    """Return an expression on the part where each switch has its sign."""

    def formula(node: Any) -> Any:
        if isinstance(node, sp.Abs):
            return signs[node.args[0]] * node.args[0]
        way = 1 if isinstance(node, sp.Max) else -1
        best = node.args[0]
        for other in node.args[1:]:
            sign = signs[best - other] if best - other in signs else -signs[other - best]
            best = other if way * sign < 0 else best
        return best

    return expr.xreplace({n: formula(n) for n in _innermost([expr], variables)})


def _is_consistent(exprs: Iterable[Any], signs: dict[Any, int], variables: Any) -> bool:
    """Tell whether each max and min has an argument that by the signs is at least (at most) all others."""
    nodes = [n for n in _innermost(exprs, variables) if not isinstance(n, sp.Abs)]

    def wins(a: Any, b: Any, way: int) -> bool:
        return (signs[a - b] if a - b in signs else -signs[b - a]) == way

    return all(any(all(a == b or wins(a, b, 1 if isinstance(n, sp.Max) else -1) for b in n.args) for a in n.args) for n in nodes)


def _by_parts(goal: Goal, _context: Context) -> Iterable[Bindings]:
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    exprs = (f, *inequalities, *equations, *strict)
    switches = _switches(exprs, variables)
    if not switches or len(switches) > _MOST:
        return
    parts = []
    for signs in product((1, -1), repeat=len(switches)):
        chosen = dict(zip(switches, signs, strict=True))
        if not _is_consistent(exprs, chosen, variables):
            continue  # each point lies in the part of its own order
        held = [_resolved(g, chosen, variables) for g in inequalities] + [s * u for u, s in chosen.items()]
        level = [_resolved(h, chosen, variables) for h in equations]
        order = sp.Tuple(*range(1, len(held) + 1), *(-k for k in range(1, len(level) + 1)))
        inner = tuple(_resolved(s, chosen, variables) for s in strict)
        rows = (sp.Tuple(*held), sp.Tuple(*level), variables, sense, order, sp.Tuple(*inner))
        parts.append(MinimumOf(_resolved(f, chosen, variables), *rows))
    yield {"goal": goal, "f": f, "variables": variables, "sense": sense, "parts": tuple(parts)}


def _best_part(f: Any, variables: Any, sense: Any, *found: Any) -> Optimum:
    """Return the best optimum of the parts of a feasible set."""
    living = [v for v in found if v.status != "infeasible"]
    if not living:
        return _record(variables, (), sp.nan, (), sense, "infeasible", "parts")
    if any(v.status == "unbounded" for v in living):
        return _record(variables, (), -sense * sp.oo, (), sense, "unbounded", "parts")
    if any(v.status not in _FOUND for v in living):
        return _record(variables, (), sp.nan, (), sense, "no candidate", "parts")
    best = min(living, key=lambda v: numeric(sense * v.value))
    value = tidy(f.xreplace(dict(zip(variables, best.place, strict=True))))
    ties = dict.fromkeys(p for v in living if sign_of(v.value - best.value) == 0 for p in (v.place, *v.ties))
    return _record(variables, best.place, value, (), sense, best.status, "parts", tuple(ties))


def _first_part(f: Any, variables: Any, sense: Any, *found: Any) -> Optimum:
    """Return what is said by who looks at one part alone: the one with the worst optimum."""
    taken = [v for v in found if v.status in _FOUND]
    worst = max(taken, key=lambda v: numeric(sense * v.value)) if taken else found[0]
    return _best_part(f, variables, sense, worst)


def _told_of_parts(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    count = len(_switches((bindings["f"], *bindings["goal"].args[1], *bindings["goal"].args[2]), bindings["variables"]))
    for part, value in zip(bindings["parts"], values, strict=True):
        held = part.args[1][len(part.args[1]) - count :]
        where: list[Any] = [p for k, g in enumerate(held) for p in (", " if k else "on the part ", apply_head(sp.Ge, g, 0))]
        if value.place:
            yield Said(_value_at(value.place, value.value), (*where, f": its {value.status}"))
        else:
            yield Said(_value_at(part.args[3], part.args[0]), (*where, f": {value.status}"))
    if answer.place:
        yield Said(_value_at(answer.place, answer.value), (f"the {answer.status}: the best of all parts",), Relation.IMPLIES)


PARTS = Procedure(
    id="optimize.parts",
    name="the parts on which |·|, max and min have one formula",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_by_parts,
    left=lambda goal, f, variables, sense, parts: unquoted(goal),
    right=lambda goal, f, variables, sense, parts: Term(
        _best_part, (*map(as_term, (f, variables, sense)), *(unquoted(p) for p in _plain(parts)))
    ),
    told=_told_of_parts,
    words="Where what stands between the bars keeps its sign, |u| is u or −u: the best of the optima of these parts is the optimum.",
    why="Split the set where |·|, max or min change their formula; on each part there is a smooth problem, and the best of them counts.",
    cost=1,
    commit=True,
    samples=None,
    mistakes=(
        Mistake(
            "one-part",
            lambda goal, f, variables, sense, parts: Term(
                _first_part, (*map(as_term, (f, variables, sense)), *(unquoted(p) for p in _plain(parts)))
            ),
            "The optimum of one part is not yet that of the whole set: every part must be looked at, and the best of them counts.",
        ),
    ),
    source=_BOYD,
)


def _plain(things: Any) -> tuple[Any, ...]:
    return tuple(things.args[0]) if isinstance(things, Term) else tuple(things)
