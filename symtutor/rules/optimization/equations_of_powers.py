"""A power of the unknown and a number that are 0 together, where the coefficients are not rational: no factor is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.inverses import reached
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Solve
from symtutor.rule import Bindings, Mistake, Relation, Rule, unquoted
from symtutor.term import ZERO

__all__ = ["NUMBER_MOVED"]


def _two_terms(goal: Goal, context: Any) -> Iterable[Bindings]:
    """Bind a power and a number that add to 0 where a coefficient is not rational, so that no factor is found."""
    left, right, x, domain = goal.args
    number, power = sp.expand(left).as_independent(x, as_Add=True)
    if right != 0 or number == 0 or (number.is_Rational and power.as_coeff_Mul()[1].is_Pow):
        return
    if isinstance(power, sp.Add) or context.depends(number, x) or number.free_symbols or reached(power, -number, x, domain) is None:
        return
    if power.is_polynomial(x) and sp.degree(power, x) > 2:
        yield {"left": left, "x": x, "domain": domain, "power": power, "number": number}


NUMBER_MOVED = Rule(
    id="solve.number_moved",
    name="the number on the other side",
    goal=Solve,
    relation=Relation.IFF,
    samples=None,
    when=_two_terms,
    left=lambda left, x, domain, power, number: Solve(left, ZERO, x, domain),
    right=lambda x, domain, power, number: Solve(unquoted(power), -unquoted(number), x, domain),
    words="Subtract the number from both sides.",
    cost=1,
    minor=True,
    commit=True,
    mistakes=(
        Mistake(
            "sign-kept",
            lambda x, domain, power, number: Solve(unquoted(power), unquoted(number), x, domain),
            "A number that changes the side changes its sign.",
        ),
    ),
    source="S. Axler, Algebra and Trigonometry, Wiley, 2012, sec. 2.1",
)
