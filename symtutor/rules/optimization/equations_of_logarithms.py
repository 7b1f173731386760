"""Equations between sums of logarithms: taken together, each side is one logarithm, and their arguments are equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.goals.optimization import Solve
from symtutor.rule import BY_THE_RULE, Bindings, OnTheWay, Relation, Rule
from symtutor.term import Term
from symtutor.textbook import written

__all__ = ["LOGARITHMS"]


def _logarithms(goal: Goal, context: Any) -> Iterable[Bindings]:
    """Find whole multiples of logarithms, two or more of which hold the unknown, and numbers."""
    left, right, x, domain = goal.args
    number: Any = sp.S.Zero
    above: list[Any] = []
    below: list[Any] = []
    count = 0
    for term in sp.Add.make_args(left - right):
        if not context.depends(term, x):
            number -= term
            continue
        coefficient, function = term.as_coeff_Mul()
        if not isinstance(function, sp.log) or not coefficient.is_Integer:
            return
        count += 1
        (above if coefficient > 0 else below).append(function.args[0] ** abs(coefficient))
    if count < 2 or not above or number.free_symbols:
        return
    sides = {"product": sp.Mul(*above), "other": sp.exp(number) * sp.Mul(*below)}
    yield {"left": left, "right": right, "x": x, "domain": domain, **sides}


def _as_one(bindings: Bindings) -> OnTheWay:
    """Return ln(x(x − 1)) = ln 2 before x(x − 1) = 2."""
    if isinstance(bindings["left"], sp.log) and isinstance(bindings["right"], sp.log):
        return OnTheWay()  # ln(x + 3) = ln(2x − 1): one on each side already
    line = Term(sp.Eq, tuple(Term(sp.log, (written(bindings[side]),)) for side in ("product", "other")))
    return OnTheWay((line,), (BY_THE_RULE,), "ln a + ln b = ln(a·b)")


LOGARITHMS = Rule(
    goal=Solve,
    samples=None,
    id="solve.logarithms",
    name="e to the power of both sides",
    relation=Relation.IFF,
    when=_logarithms,
    left=lambda left, right, x, domain, product, other: Solve(left, right, x, domain),
    right=lambda product, other, x, domain: Solve(product, other, x, domain),
    on_the_way=_as_one,
    why="Logarithms of the unknown: take each side together as one logarithm, ln a + ln b = ln(a·b); then what stands in them is equal.",
    words="Take the logarithms on each side together, ln a + ln b = ln(a·b); where all of them are defined, equal logarithms have "
    "equal arguments.",
    cost=6,
    source="S. Axler, Algebra and Trigonometry, Wiley, 2012, sec. 3.3",
)
