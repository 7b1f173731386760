"""Equations that follow from others: systems, conditions for extrema, equations solved for a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.implied import holds_at, implied
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN
from symtutor.diagnosing.work.world import World, is_open
from symtutor.term import Term
from symtutor.verdict import Status, Verdict
from symtutor.work import Chain, Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_equation"]

Judged = tuple[Finding, Context]


def judge_equation(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation by what its left side names, by the conditions for an extremum, by the equations before it."""
    raw = [world.raw(side, part, context) for side in sides]
    if any(not isinstance(v, sp.Expr) for v in raw):
        return Finding(part, Role.EQUATION, UNKNOWN), context
    values = [world.expression(side, part, context) for side in sides]
    finding, context = _judged(part, raw, values, line, context, world)
    if not (world.target.sense or world.target.equations or world.target.names.values or world.work.problem is None):
        finding = replace(finding, true=UNKNOWN if finding.true.status is Status.CORRECT else finding.true)  # a problem in words
    return finding, context


def _judged(part: Part, raw: Sequence[Any], values: Sequence[Any], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation whose sides are read."""
    false = _false_between_numbers(part, values, line, context, world)
    if false is not None:
        return false
    left = raw[0]
    named = _named(part, raw, values, line, context, world)
    if named is not None:
        return named
    right = values[-1]
    equation = values[0] - right
    known = _conditions(context, world)
    if isinstance(left, sp.Symbol) and right.is_number:
        return _number(part, left, right, line, context, world, known)
    return _follows(part, equation, left, line, context, known)


def _false_between_numbers(part: Part, values: Sequence[Any], line: Line, context: Context, world: World) -> Judged | None:
    """Judge 4 = 5, where nothing before it is wrong or restricted and no line draws a contradiction from it; else None."""
    is_claimed = not (part.words or context.has_wrong or part.connective in {"or", ":"} or world.work.problem is not None)
    if not is_claimed or not all(isinstance(v, sp.Expr) and v.is_number for v in values) or len({*values}) == 1:
        return None
    if any(_CONTRADICTS.search(other.text) for other in world.work.lines) or any(other.words for other in line.parts):
        return None
    truth = next((v for v in (same_value(values[0], other, {}) for other in values[1:]) if v.status is Status.INCORRECT), None)
    return None if truth is None else (Finding(part, Role.EQUATION, truth, truth), context)


_CONTRADICTS = re.compile(
    r"\b(?:no|not|never|contradict\w*|impossible|inconsistent|false|absurd|suppose|assume|case)\b|[≠∅↯]|\\(?:ne|emptyset)", re.IGNORECASE
)


def _named(part: Part, raw: Sequence[Any], values: Sequence[Any], line: Line, context: Context, world: World) -> Judged | None:
    """Judge a quantity with a name: new, named again, or a derivative of one; None where the left side is no name."""
    names = world.names_of(context)
    left, right = raw[0], values[-1]
    if isinstance(left, sp.Symbol) and left.name in context.names and (right.is_number or raw[-1].has(left)) and values[0].free_symbols:
        return None  # x = −2y, and later x = 2 or x = 4x
    if values[0] != left and isinstance(left, sp.Expr):  # f(x), A_x, dS/dx: the name stands for something
        truth = same_value(values[0], right, {})
        if (
            truth.status is Status.INCORRECT
            and world.target.equations
            and implied(values[0] - right, world.target.equations).status is Status.CORRECT
        ):
            truth = TRUE
        if truth.status is Status.INCORRECT and is_open(values[0], right):
            truth = UNKNOWN
        link = Link(0, Relation.EQUAL) if truth.status is Status.CORRECT else None
        chain = Chain(line.number, right, None, values[0])
        return Finding(part, Role.NAMED, truth, truth, link), context.having(chain=chain)
    if left.has(sp.log) and len(left.free_symbols) == 1 and not context.names and right.free_symbols:  # ln L = …
        return Finding(part, Role.NAMED, TRUE, TRUE, Link(line.number, Relation.GIVEN)), context.having(
            names={str(left): (line.number, right)}
        )
    is_new = isinstance(left, sp.Symbol) and left not in right.free_symbols and left.name not in names.values
    appears = any(left in e.free_symbols for _, e in context.equations) or any(left in e.free_symbols for e in world.target.equations)
    if (
        is_new
        and not appears
        and right.free_symbols
        and not right.is_number
        and len(right.free_symbols) >= 1
        and not _is_letter(left, context, world)
    ):
        return Finding(part, Role.NAMED, TRUE, TRUE, Link(line.number, Relation.GIVEN)), context.having(
            names={**context.names, left.name: (line.number, right)}
        )
    return None


def _is_letter(left: sp.Expr, context: Context, world: World) -> bool:
    """Tell whether a letter is a variable of quantities that were named, so that an equation for it is one of the system."""
    quantities = [value for _, value in context.names.values()] + list(world.target.names.values.values())
    return any(left in getattr(value, "free_symbols", set()) for value in quantities)


def _conditions(context: Context, world: World) -> list[tuple[int, sp.Expr]]:
    """Return what is 0: the problem's equations, earlier lines, and the derivatives of the quantity that is to be extremal."""
    found = [(0, e) for e in world.target.equations]
    found.extend((number, e) for number, e in context.equations if not e.has(AppliedUndef))
    letters = set().union(*(e.free_symbols for _, e in found)) if found else set()
    found.extend((n, sp.Symbol(s) - v) for s, (n, v) in context.names.items() if isinstance(v, sp.Expr) and sp.Symbol(s) in letters)
    for number, value in context.names.values():
        if isinstance(value, sp.Expr) and (world.target.wants in {"minimum", "maximum"} or not world.target.equations):
            found.extend((number, sp.diff(value, v)) for v in sorted(value.free_symbols, key=str) if len(value.free_symbols) <= 4)
    return found


def _number(part: Part, left: Any, right: Any, line: Line, context: Context, world: World, known: Sequence[tuple[int, Any]]) -> Judged:
    """Judge a letter with a number: the point of this line so far has to satisfy what is known."""
    point = {**_point_of(line, context, world), left: right}
    relevant = [
        e for _, e in known if e.free_symbols & set(point) and not any((letter - e).is_number or (letter + e).is_number for letter in point)
    ]  # x = 0 and x = 2 are two places
    verdict = holds_at(relevant, point) if relevant else UNKNOWN
    if verdict.status is Status.UNDECIDED and relevant:
        together = implied(left - right, [e for _, e in known])
        verdict = together if together.status is Status.CORRECT else UNKNOWN
    if verdict.status is Status.INCORRECT and (context.has_wrong or part.words):
        verdict = UNKNOWN  # the equations before it need not be right, or something is said of the place
    if verdict.status is Status.INCORRECT and _is_of_another_part(left, point, context, world):
        verdict = UNKNOWN
    link = Link(known[-1][0], Relation.IMPLIED) if verdict.status is Status.CORRECT else None
    context = context.having(equations=(*context.equations, (line.number, left - right)))
    return Finding(part, Role.ANSWER, verdict, verdict, link), context


def _is_of_another_part(left: sp.Symbol, point: Any, context: Context, world: World) -> bool:
    """Tell whether a number solves the equation just before, so that those before that may belong to f′ = 0 where this is f″ = 0."""
    if world.work.problem is not None and world.target.objective is None:
        return False
    own = [e for _, e in context.equations if e.free_symbols == {left} and not (left - e).is_number]
    return len(own) > 1 and holds_at(own[-1:], point).status is not Status.INCORRECT


def _point_of(line: Line, context: Context, world: World) -> dict[sp.Symbol, sp.Expr]:
    """Return the letters to which a line gives numbers."""
    point = {}
    for other in line.parts:
        if other.term is not None and other.term.head is sp.Eq and len(other.term.args) == 2:
            left, right = (world.raw(side, other, context) for side in other.term.args)
            if isinstance(left, sp.Symbol) and isinstance(right, sp.Expr) and right.is_number:
                point[left] = right
    return point


def _follows(part: Part, equation: sp.Expr, left: sp.Basic, line: Line, context: Context, known: Sequence[tuple[int, Any]]) -> Judged:
    """Judge an equation by the ones before it, the nearest first, then by all together."""
    kept = context.having(equations=(*context.equations, (line.number, equation)))
    for number, earlier in reversed(known):
        verdict = _same_equation(equation, earlier)
        if verdict.status is Status.CORRECT:
            return Finding(part, Role.EQUATION, verdict, verdict, Link(number, Relation.EQUIVALENT)), kept
    together = implied(equation, [e for _, e in known]) if known else UNKNOWN
    if together.status is Status.CORRECT:
        return Finding(part, Role.EQUATION, together, together, Link(known[-1][0], Relation.IMPLIED)), kept
    differentiated = _differentiated(equation, context)
    if differentiated is not None:
        return Finding(part, Role.EQUATION, TRUE, TRUE, differentiated), kept
    last = context.equations[-1] if context.equations else None
    if last is not None and isinstance(left, sp.Symbol) and _is_solved_from(left, equation, last[1]):
        verdict = implied(equation, [last[1]])
        others = [
            e for _, e in known if e.free_symbols & (equation.free_symbols - {left}) and implied(e, [last[1]]).status is not Status.CORRECT
        ]
        if verdict.status is Status.INCORRECT and not others:
            return Finding(part, Role.EQUATION, verdict, verdict), kept
    return Finding(part, Role.EQUATION, UNKNOWN), kept


def _same_equation(a: sp.Expr, b: sp.Expr) -> Verdict:
    """Judge whether two expressions are 0 together because they differ by a number or a factor without zeros."""
    if b == 0:
        return UNKNOWN
    ratio = (
        sp.cancel(a / b)
        if (a / b).is_rational_function(*(a.free_symbols | b.free_symbols))
        else sp.simplify(a / b)
        if a.count_ops() < 15
        else a / b
    )
    if ratio.is_number and ratio.is_finite and ratio != 0:
        return TRUE
    return UNKNOWN


def _is_solved_from(left: sp.Expr, equation: sp.Expr, earlier: sp.Expr) -> bool:
    """Tell whether an equation gives a letter that stands linearly in the line before, and nothing new."""
    slope = sp.diff(sp.fraction(sp.together(earlier))[0], left)
    return slope != 0 and not slope.has(left) and equation.free_symbols <= earlier.free_symbols


def _differentiated(equation: sp.Expr, context: Context) -> Link | None:
    """Return from which named quantity an equation follows: one of its derivatives is set to 0."""
    for number, value in reversed(list(context.names.values())):
        if isinstance(value, sp.Expr) and not isinstance(value, sp.Symbol):
            for letter in sorted(value.free_symbols & equation.free_symbols, key=str):
                if _same_equation(equation, sp.diff(value, letter)).status is Status.CORRECT:
                    return Link(number, Relation.DIFFERENTIATED)
    return None
