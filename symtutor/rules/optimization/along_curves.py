"""Problems without an optimum: along a curve among the constraints the objective grows, or falls, beyond all bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.curves import LETTER, feasible_curves, seems_to_fall
from symtutor.algorithms.optimization.one_left import is_settled
from symtutor.context import Context
from symtutor.goals.core import Goal, Limit
from symtutor.goals.optimization import MinimumOf, Optimum
from symtutor.rule import Bindings, Procedure, Relation, Said, unquoted
from symtutor.term import Term, apply_head, as_term

__all__ = ["ALONG_CURVES"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, sec. 4.1.1"


def _when(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    exprs = (f, *inequalities, *equations, *strict)
    if any(e.has(sp.Abs, sp.Max, sp.Min) or e.free_symbols - set(variables) for e in exprs) or is_settled(*goal.args):
        return
    for curve in feasible_curves(tuple(inequalities), tuple(equations), tuple(strict), tuple(variables)):
        along = f.xreplace(dict(zip(variables, curve, strict=True)))
        if not seems_to_fall(sense * along):
            continue
        limit = Limit(along, LETTER, sp.oo, sp.Symbol("-"))
        if context.value(limit) == -sense * sp.oo:
            yield {"goal": goal, "curve": sp.Tuple(*curve), "limit": limit}
            return


def _concluded(variables: Any, sense: Any, curve: Any, _limit: Any) -> Optimum:
    return Optimum(
        variables, (), -sense * sp.oo, (), sense, "unbounded", "along a curve", (curve,), (), (), sp.nan, (sp.Symbol("unknown"), ())
    )


def _right(goal: Any, curve: Any, limit: Any) -> Term:
    variables, sense = unquoted(goal).args[3:5]
    return Term(_concluded, (as_term(variables), as_term(sense), as_term(curve), unquoted(limit)))


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    goal, curve = bindings["goal"], bindings["curve"]
    _f, inequalities, equations, variables, _sense, _order, strict = goal.args
    sides = (variables, curve) if len(curve) > 1 else (variables[0], curve[0])
    held = " and satisfies the constraints" if (*inequalities, *equations, *strict) else ""
    yield Said(apply_head(sp.Eq, *sides), (f"a curve that goes on for all t ≥ 0{held}",))
    word, side = ("minimum", "falls") if answer.sense == 1 else ("maximum", "grows")
    where = sp.Limit(sp.Function("f")(*curve), LETTER, sp.oo, "-")
    yield Said(apply_head(sp.Eq, where, answer.value), (f"f {side} beyond all bounds along it: there is no {word}",), Relation.IMPLIES)


ALONG_A_CURVE = Procedure(
    id="optimize.along_a_curve",
    name="a curve along which there is no bound",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda goal, curve, limit: unquoted(goal),
    right=_right,
    told=_told,
    words="Where f tends to −∞ (to ∞) along one curve that satisfies the constraints, it has no minimum (no maximum).",
    why="Look for a curve that satisfies the constraints and along which f has no bound.",
    cost=1,
    commit=True,
    samples=None,
    source=_BOYD,
)

ALONG_CURVES = (ALONG_A_CURVE,)
