"""Inequalities in one unknown, by the signs between the zeros."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.inequalities import JUMPS, sign_chart
from symtutor.algorithms.equations.signs import rational_between
from symtutor.goals.core import Goal
from symtutor.goals.optimization import RELATIONS, Roots, Solve, SolveInequality
from symtutor.rule import Bindings, Procedure, Relation, Said, unquoted
from symtutor.term import Term, apply_head, as_term, quote

__all__ = ["INEQUALITIES"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _when(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain, relation = goal.args
    if (left - right).has(*JUMPS) or (left - right).free_symbols != {x}:
        return
    found = context.value(Solve(left - right, sp.S.Zero, x, domain))
    if found is None or any(v.free_symbols for v in found.values):
        return
    if sign_chart(left - right, x, domain, found.values, str(relation)) is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "relation": relation}


def _concluded(left: Any, right: Any, x: Any, domain: Any, relation: Any, roots: Any) -> Any:
    return sign_chart(left - right, x, domain, roots.values, str(relation))


def _right(left: Any, right: Any, x: Any, domain: Any, relation: Any) -> Term:
    gap = unquoted(left) - unquoted(right)
    parts = map(as_term, (left, right, x, domain, relation))
    return Term(_concluded, (*parts, Solve(gap, sp.S.Zero, x, domain)))


_SIGNS = {1: "> 0", -1: "< 0", 0: "= 0"}


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    left, right, x, domain, relation = (bindings[k] for k in ("left", "right", "x", "domain", "relation"))
    head = RELATIONS[str(relation)]
    gap = left - right
    if right != 0:
        yield Said(apply_head(head, gap, 0), ("brought to one side",))
    if domain not in {sp.S.Reals, sp.Interval(-sp.oo, sp.oo)}:
        yield Said(Term(sp.Contains, (as_term(x), as_term(domain))), ("where both sides are defined",))
    told = ("the sign can change only there and where the expression is not defined",)
    yield Said(as_term(Roots(x, *answer.zeros)), told if answer.zeros else ("no zero: the sign is the same on each stretch of the domain",))
    for piece in answer.pieces:
        inside = sp.Interval.open(piece.low, piece.high)
        yield Said(
            Term(sp.Contains, (as_term(x), as_term(inside))),
            (Term(sp.Eq, (quote(x), quote(rational_between(piece.low, piece.high)))), f" shows: {_SIGNS[int(piece.sign)]}"),
        )
    yield Said(Term(sp.Contains, (as_term(x), as_term(answer.set))), ("the stretches with the sign that is asked for",), Relation.IFF)


INEQUALITY = Procedure(
    id="solve.inequality",
    name="signs between the zeros",
    goal=SolveInequality,
    relation=Relation.IFF,
    when=_when,
    left=lambda left, right, x, domain, relation: SolveInequality(left, right, x, domain, relation),
    right=_right,
    told=_told,
    words="Between two neighbouring zeros, and up to a place where it is not defined, a continuous expression keeps its sign: one value in "
    "each stretch tells it.",
    why="An expression changes its sign only at a zero or where it is not defined: find these places, and look at one value between "
    "each two.",
    cost=1,
    commit=True,
    samples=None,
    source=f"{_STEWART}, app. A",
)

INEQUALITIES = (INEQUALITY,)
