"""Potentials: functions with a given gradient, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.algorithms.places.singularities import places_lost
from symtutor.context import Context
from symtutor.goals.core import D, I
from symtutor.goals.vectors import FreeOf, Potential, unequal
from symtutor.rule import Bindings, Mistake, Relation
from symtutor.rules.vectors.notation import VectorRule, differs, partial, tuple_of
from symtutor.term import ZERO, Term, total

__all__ = ["POTENTIALS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _cross_pair(components: sp.Tuple, variables: sp.Tuple, context: Context) -> tuple[int, int] | None:
    """Return the first pair of components whose cross derivatives differ."""
    for i in range(len(variables)):
        for j in range(i + 1, len(variables)):
            cross = [context.value(D(components[i], variables[j])), context.value(D(components[j], variables[i]))]
            if None not in cross and differs(*cross):
                return i, j
    return None


def _conservative(*, in_order: bool) -> Callable[[Potential, Any], Iterable[Bindings]]:
    """Find the component to integrate first: the first one, or any other."""

    def when(goal: Potential, context: Context) -> Iterable[Bindings]:
        components, variables = goal.args
        if len(variables) < 2 or _cross_pair(components, variables, context) is not None:
            return
        for k in (0,) if in_order else range(1, len(variables)):
            found = context.value(I(components[k], variables[k]))
            lost = () if found is None else places_lost(found, components, variables)
            yield {"components": tuple(components), "variables": tuple(variables), "place": sp.Integer(k), "lost": lost}

    return when


def _first_integrated(components: Sequence[Term], variables: Sequence[Term], place: Term) -> Term:
    """Return the integral of one component and a potential of what the others lack, in the other variables."""
    k = int(place.args[0])
    found, x = I(components[k], variables[k]), variables[k]
    others = [(f, v) for i, (f, v) in enumerate(zip(components, variables, strict=True)) if i != k]
    rest = [FreeOf(f - D(found, v), tuple_of([x])) for f, v in others]
    return total([found, Potential(tuple_of(rest), tuple_of([v for _, v in others]))])


def _rule(rule_id: str, name: str, *, in_order: bool, cost: int) -> VectorRule:
    return VectorRule(
        id=rule_id,
        name=name,
        goal=Potential,
        when=_conservative(in_order=in_order),
        left=lambda components, variables, place, lost: Potential(components, variables),
        right=lambda components, variables, place, lost: _first_integrated(components, variables, place),
        holds=lambda components, variables, place, lost: lost,
        words="All cross derivatives agree, so on a region without holes there is a potential. Integrate one component in its variable; "
        "the constant of this integral may depend on the other variables: it is a potential of what the derivatives of the integral "
        "lack. A constant may be added.",
        why="The cross derivatives agree, so there is a potential: integrate one component, then find what the others add.",
        samples={"lost": ()},
        cost=cost,
        mistakes=(
            Mistake(
                "integrals-added",
                lambda components, variables: total([I(f, v) for f, v in zip(components, variables, strict=True)]),
                "The integrals of all components were added: a term that several of them contain counts once.",
            ),
            Mistake(
                "first-only",
                lambda components, variables, place: I(components[int(place.args[0])], variables[int(place.args[0])]),
                "Only one component was integrated: what its derivatives in the other variables lack is still to be added.",
            ),
            Mistake(
                "components-added",
                lambda components: total(list(components)),
                "The components were added: a potential is found by integrating them.",
            ),
        ),
        source=f"{_STEWART}, sec. 16.3",
    )


POTENTIAL = _rule("vector.potential", "potential: the first component integrated", in_order=True, cost=1)
POTENTIAL_OTHERWISE = _rule("vector.potential_otherwise", "potential: another component integrated first", in_order=False, cost=12)


def _one_variable(goal: Potential, _context: object) -> Iterable[Bindings]:
    components, variables = goal.args
    return ({"f": components[0], "x": variables[0]},) if len(variables) == 1 else ()


ONE_VARIABLE = VectorRule(
    id="vector.potential_of_one",
    name="potential in one variable",
    goal=Potential,
    when=_one_variable,
    left=lambda f, x: Potential(tuple_of([f]), tuple_of([x])),
    right=lambda f, x: I(f, x),
    words="With one variable a potential is an antiderivative.",
    samples={"f": sp.Function("f")(sp.Symbol("x"))},
    cost=0,
    commit=True,
    minor=True,
    source=f"{_STEWART}, sec. 16.3",
)


def _nothing(goal: Potential, _context: object) -> Iterable[Bindings]:
    components, variables = goal.args
    return ({"components": tuple(components), "variables": tuple(variables)},) if not any(components) else ()


NOTHING_LEFT = VectorRule(
    id="vector.potential_of_zero",
    name="nothing is left",
    goal=Potential,
    when=_nothing,
    left=lambda components, variables: Potential(components, variables),
    right=lambda components, variables: ZERO,
    words="The derivatives found so far are the components already, so nothing is to be added but a constant.",
    samples={"components": (sp.S.Zero, sp.S.Zero)},
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 16.3",
)


def _not_conservative(goal: Potential, context: Context) -> Iterable[Bindings]:
    components, variables = goal.args
    pair = _cross_pair(components, variables, context)
    if pair is None:
        return ()
    i, j = pair
    return (
        {
            "components": tuple(components),
            "variables": tuple(variables),
            "first": components[i],
            "u": variables[i],
            "second": components[j],
            "v": variables[j],
        },
    )


NO_POTENTIAL = VectorRule(
    id="vector.no_potential",
    name="cross derivatives differ: there is no potential",
    goal=Potential,
    when=_not_conservative,
    left=lambda components, variables, first, u, second, v: Potential(components, variables),
    right=lambda components, variables, first, u, second, v: Term(unequal, (partial(first, v, variables), partial(second, u, variables))),
    words="If there were a potential, its mixed second derivatives would agree by Clairaut's theorem. The derivative of {first} in {v} "
    "differs from the derivative of {second} in {u}, so there is none.",
    why="Where there is a potential, the cross derivatives agree: compare them first.",
    samples={"u": sp.Symbol("x"), "v": sp.Symbol("y")},
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 16.3",
)


def _without(goal: FreeOf, context: Context) -> Iterable[Bindings]:
    """Find a form in which the letters do not stand any more."""
    expr, letters = goal.args
    for rewrite in (lambda e: e, sp.expand, lambda e: sp.cancel(sp.together(e)), lambda e: sp.trigsimp(sp.expand(e))):
        found = rewrite(expr)
        if not any(context.depends(found, s) for s in letters):
            return ({"f": found, "expr": expr, "letters": letters},)
    return ()


FREE_OF = VectorRule(
    id="vector.free_of",
    name="terms cancel",
    goal=FreeOf,
    when=_without,
    left=lambda f, expr, letters: FreeOf(expr, letters),
    right=lambda f, expr, letters: f,
    words="The terms with {letters} cancel, as they must.",
    cost=0,
    commit=True,
    minor=True,
    source=f"{_STEWART}, sec. 16.3",
)

POTENTIALS = (NOTHING_LEFT, ONE_VARIABLE, NO_POTENTIAL, POTENTIAL, POTENTIAL_OTHERWISE, FREE_OF)
