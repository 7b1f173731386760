"""Identities with letters to be found, as in partial fractions, and the letters when they are found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsAntiderivative, AsNumber
from symtutor.checking.values.unknowns import found_unknowns
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import members
from symtutor.term import Term, Variable, subterms
from symtutor.verdict import Status
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["is_coefficient", "is_identity", "judge_case", "judge_coefficient", "judge_identity"]

Judged = tuple[Finding, Context]


def _letters(term: Term) -> set[sp.Symbol]:
    return {leaf.args[0] for leaf in subterms(term) if leaf.head is Variable}


def is_identity(sides: Sequence[Term], part: Part, context: Context, world: World) -> bool:
    """Tell whether an equation in the variable holds new letters on one side, none of them alone."""
    variable = world.target.variable
    if not isinstance(world.target.sense, AsAntiderivative | AsNumber) or len(sides) != 2 or variable is None:
        return False
    known = world.target.asked.free_symbols | set(context.definitions) | {variable}
    left, right = (_letters(side) for side in sides)
    new = (left | right) - known - {sp.Symbol("C")} if not {sp.Symbol("A"), sp.Symbol("B")} & (left | right) else (left | right) - known
    new = new - {sp.Symbol("I"), sp.Symbol("J")}  # the integral that came back
    variables = {variable, *context.definitions}
    if not new or (sides[0].head is Variable and sides[0].args[0] in new):
        return False
    from symtutor.reading.work.lines import expression_of  # noqa: PLC0415 (only such equations are read twice)

    values = [expression_of(side, part.text) for side in sides]
    if any(not isinstance(v, sp.Expr) or v.has(sp.Integral) for v in values):
        return False
    return bool((left | right) & variables)


def judge_identity(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an identity: its letters can be found, and its left side is that of the integrand up to a common factor."""
    left, right = (world.expression(side, part, context) for side in sides)
    known = world.target.asked.free_symbols | set(context.definitions) | {world.target.variable}
    unknowns = sorted((left.free_symbols | right.free_symbols) - known, key=str)
    variables = [v for v in (world.target.variable, *context.definitions) if v in left.free_symbols | right.free_symbols]
    solution = found_unknowns(left - right, unknowns, variables[:1])
    if solution is None:
        return Finding(part, Role.ANSATZ, UNKNOWN), context
    if not solution:
        return Finding(
            part, Role.ANSATZ, wrong("no choice of the letters makes the two sides equal for all values of the variable")
        ), context
    if _contradicts(left, right, context):
        return Finding(part, Role.ANSATZ, wrong("the letters would have other values than in the line before")), context
    context = context.having(unknowns={**context.unknowns, **solution}, sides=(*context.sides, (line.number, left, right)))
    return Finding(part, Role.ANSATZ, TRUE, TRUE, Link(line.number, Relation.GIVEN)), context


def _contradicts(left: Any, right: Any, context: Context) -> bool:
    """Tell whether an identity is an earlier one with its left side multiplied by the denominator, and its right side by something else."""
    letters = set(context.unknowns)
    for _, a, b in context.sides:
        if not (letters & b.free_symbols & right.free_symbols) or not (left.is_rational_function() and a.is_rational_function()):
            continue
        factor = sp.cancel(left / a) if a != 0 else sp.nan
        _, bottom = sp.fraction(sp.cancel(a))
        if factor.free_symbols and sp.cancel(factor / bottom).is_number and same_value(b * factor, right, {}).status is Status.INCORRECT:
            return True
    return False


def judge_case(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge a statement under a condition: with letters of an identity, as in "x = 1: 5 = 5A, A = 1", else nothing is said of it."""
    if is_coefficient(sides, context) and part is not line.parts[0]:
        return judge_coefficient(part, sides, line, context, world)
    at = _at_place(part, sides, line, context, world)
    if at is not None:
        return at
    is_condition = part is line.parts[0] and bool(context.unknowns)
    return Finding(part, Role.CASE, UNKNOWN, counts=not is_condition), context


def _at_place(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge "x = 1: u = 3" by what u stands for; None where a statement is something else."""
    place = line.parts.index(part)
    if place + 1 < len(line.parts) and line.parts[place + 1].connective == ":":
        return Finding(part, Role.CASE, UNKNOWN, counts=False), context
    before = line.parts[place - 1].term if place and part.connective == ":" else None
    relation, condition = (None, ()) if before is None else members(before)
    if relation is not sp.Eq or len(condition) != 2 or len(sides) != 2:
        return None
    letter, value, left, right = (world.raw(side, part, context) for side in (*condition, *sides))
    if left not in context.definitions:
        return None
    found = same_value(context.definitions[left].expression.subs(letter, value), right, {})
    truth = wrong(f"at {letter} = {value}, {left} is another number") if found.status is Status.INCORRECT else found
    return Finding(part, Role.DEFINITION, truth, truth, Link(line.number, Relation.PUT_IN) if truth else None), context


def is_coefficient(sides: Sequence[Term], context: Context) -> bool:
    """Tell whether an equation holds letters of an identity and nothing of the variable."""
    letters = set().union(*map(_letters, sides)) if sides else set()
    return bool(letters & set(context.unknowns)) and letters <= set(context.unknowns)


def judge_coefficient(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation for letters of an identity by what they have to be; the learner's value is what later lines put in."""
    values = [world.expression(side, part, context) for side in sides]
    letters = {k: v for k, v in context.unknowns.items() if v is not None}
    shown = [v.subs(letters, simultaneous=True) for v in values]
    verdicts = [same_value(a, b, {}) for a, b in itertools.pairwise(shown)]
    bad = next((v for v in verdicts if v.status is not Status.CORRECT), None)
    if bad is not None and bad.status is Status.INCORRECT and isinstance(values[0], sp.Symbol) and len(values) == 2:
        context = context.having(unknowns={**context.unknowns, values[0]: values[1]})
    truth = TRUE if bad is None else bad
    return Finding(part, Role.COEFFICIENTS, truth, truth, Link(line.number, Relation.IMPLIED) if bad is None else None), context
