"""Equations with square roots: both sides squared, and each candidate tested."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.transformations import isolated_radical
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Solve, solving
from symtutor.rule import Bindings, Relation, Rule
from symtutor.term import Term, apply_head, as_term

__all__ = ["SQUARED"]


def _radical(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = goal.args
    found = isolated_radical(left - right, x)
    if found is None:
        return
    candidates = context.value(Solve(*found, x, domain))
    if candidates is None:
        return
    from symtutor.algorithms.equations.signs import sign_at  # noqa: PLC0415 (only such equations need it)

    signs = [sign_at(left - right, x, v) for v in candidates.values]
    if None in signs:
        return
    kept = tuple(v for v, sign in zip(candidates.values, signs, strict=True) if sign == 0)
    tested = {"values": kept, "lost": tuple(v for v in candidates.values if v not in kept)}
    yield {"left": left, "right": right, "x": x, "domain": domain, "squared": found[0], "other": found[1], **tested}


def _not_solutions(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the candidates that do not solve the equation that was squared."""
    lost = tuple(apply_head(sp.Eq, bindings["x"], v) for v in bindings["lost"])
    if not lost:
        return {}
    if len(lost) == 1:
        return {"{} does not solve the first equation": lost[0]}
    return {f"{', '.join(['{}'] * (len(lost) - 1))} and {{}} do not solve the first equation": lost}


SQUARED = Rule(
    goal=Solve,
    samples=None,
    id="solve.squared",
    name="both sides squared",
    relation=Relation.IMPLIES,
    when=_radical,
    left=lambda left, right, x, domain, squared, other, values, lost: Solve(left, right, x, domain),
    right=lambda x, domain, squared, other, values: Term(solving, (as_term(x), Solve(squared, other, x, domain), *map(as_term, values))),
    shows=_not_solutions,
    why="The unknown stands under a root: square both sides, and test what comes out.",
    words="Isolate the root and square both sides: that may add solutions, so each one is put into the equation.",
    cost=12,
    source="S. Axler, Algebra and Trigonometry, Wiley, 2012, sec. 2.3",
)
