"""Equations in one function of the unknown: solved for that function, by a letter where it is not linear in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.transformations import kernel_of, trigonometric_kernel
from symtutor.algorithms.structure import linear
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Solve, either
from symtutor.rule import Bindings, Relation, Rule
from symtutor.term import Term, as_term

__all__ = ["SUBSTITUTED"]


def _kernel(goal: Goal, context: Context, *, is_linear: bool) -> Iterable[Bindings]:
    left, right, x, domain = goal.args
    if context.depends(right, x):
        return
    found = kernel_of(left - right, x) or trigonometric_kernel(left - right, x)
    if found is None:
        return
    kernel, letter, inside = found
    if (linear(sp.expand(inside), letter) is not None) is not is_linear:
        return
    values = context.value(Solve(inside, sp.S.Zero, letter, sp.S.Reals))
    if values is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "g": kernel, "u": letter, "inside": inside, "values": values.values}


def _not_linear(goal: Goal, context: Any) -> Iterable[Bindings]:
    return _kernel(goal, context, is_linear=False)


def _linear(goal: Goal, context: Any) -> Iterable[Bindings]:
    return _kernel(goal, context, is_linear=True)


KERNEL = Rule(
    id="solve.substitution",
    name="substitution",
    goal=Solve,
    relation=Relation.IFF,
    samples=None,
    when=_not_linear,
    left=lambda left, right, x, domain, g, u, inside, values: Solve(left, right, x, domain),
    right=lambda x, domain, g, values: Term(either, (as_term(x), *(as_term(Solve(g, v, x, domain)) for v in values))),
    why="The unknown stands in {g} only: call it {u}, solve for {u}, and go back.",
    words="With {u} for {g} the equation is {inside} = 0; solve it for {u}, then {g} = {u} for the unknown.",
    shows=lambda bindings, _values: {str(bindings["u"]): bindings["g"]},
    cost=4,
    commit=True,
    source="S. Axler, Algebra and Trigonometry, Wiley, 2012, sec. 5.3",
)
ISOLATED = replace(
    KERNEL,
    id="solve.isolated_part",
    name="solved for",
    when=_linear,
    why="The unknown stands in {g} only: bring everything else to the other side.",
    words="The equation is linear in {g}: bring the numbers to the other side and divide by the coefficient.",
    shows=lambda bindings, _values: {"{}": bindings["g"]},
)

SUBSTITUTED = (ISOLATED, KERNEL)
