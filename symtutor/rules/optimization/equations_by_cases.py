"""Equations with |·|, max and min among other terms: solved on each part of the domain, where these have one formula."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, rational_between
from symtutor.algorithms.optimization.one_variable import resolved
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Solve, either
from symtutor.rule import Bindings, Relation, Rule
from symtutor.term import Term, as_term

__all__ = ["BY_CASES"]

_ALGEBRA = "S. Axler, Algebra and Trigonometry, Wiley, 2012"
_MOST = 6


def _switches(expr: Any, x: Any) -> list[Any]:
    """Return what changes its sign where |·|, max or min change their formula."""
    found: list[Any] = []
    for node in expr.atoms(sp.Abs, sp.Max, sp.Min):
        if x in node.free_symbols:
            found += [node.args[0]] if isinstance(node, sp.Abs) else [a - b for a, b in combinations(node.args, 2)]
    return list(dict.fromkeys(found))


def _when(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = goal.args
    gap = left - right
    inner = _switches(gap, x)
    if not inner or gap.free_symbols != {x} or any(e.has(sp.Abs, sp.Max, sp.Min) for e in inner):
        return
    places: list[Any] = []
    for e in inner:
        found = context.value(Solve(e, sp.S.Zero, x, domain)) if e.has(x) else None
        if e.has(x) and (found is None or any(v.free_symbols for v in found.values)):
            return
        places += found.values if found is not None else ()
    if not places or len(places) > _MOST:
        return
    closed = [
        sp.Interval(p.start, p.end, p.left_open, p.right_open) for p in intervals_of(domain - sp.FiniteSet(*places)) if p.inf != p.sup
    ]
    parts = [sp.Interval(p.start, p.end, p.left_open and p.start not in places, p.right_open and p.end not in places) for p in closed]
    formulas = tuple(resolved(gap, x, rational_between(p.inf, p.sup)) for p in parts)
    yield {"left": left, "right": right, "x": x, "domain": domain, "parts": tuple(parts), "formulas": formulas}


CASES = Rule(
    id="solve.by_cases",
    name="a formula for each part of the domain",
    goal=Solve,
    relation=Relation.IFF,
    samples=None,
    when=_when,
    left=lambda left, right, x, domain, parts, formulas: Solve(left, right, x, domain),
    right=lambda x, parts, formulas: Term(
        either, (as_term(x), *(Solve(f, sp.S.Zero, x, part) for f, part in zip(_plain(formulas), _plain(parts), strict=True)))
    ),
    words="Where what stands between the bars keeps its sign, |u| is u or −u: each part of the domain has an equation without bars.",
    cost=4,
    commit=True,
    source=f"{_ALGEBRA}, sec. 0.4",
)


def _plain(things: Any) -> tuple[Any, ...]:
    return tuple(things.args[0]) if isinstance(things, Term) else tuple(things)


BY_CASES = (CASES,)
