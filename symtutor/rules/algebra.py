"""Algebra: the same value in another form."""

from collections.abc import Iterable

import sympy as sp

from symtutor.goals.core import Collected
from symtutor.rule import Bindings, Mistake, Rule

__all__ = ["ALGEBRA"]


def _collect(goal: Collected, _context: object) -> Iterable[Bindings]:
    expr, letter = goal.args
    return ({"expr": expr, "letter": letter, "collected": sp.collect(sp.expand(expr), letter)},)


COLLECT = Rule(
    id="algebra.collect",
    name="collected in powers",
    goal=Collected,
    when=_collect,
    left=lambda expr, letter, collected: Collected(expr, letter),
    right=lambda collected: collected,
    words="Put together the terms that have the same power of {letter}.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "power-dropped",
            lambda letter, collected: collected / letter,
            "A factor of the collected letter was lost on the way: multiplying out again shows it.",
        ),
    ),
    source="I. M. Gelfand and A. Shen, Algebra, Birkhäuser, 1993, sec. 21",
)

ALGEBRA = (COLLECT,)
