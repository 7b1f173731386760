"""From which earlier line a value follows, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsLimit, Sense, bare, nearby, put_in
from symtutor.diagnosing.work.verdicts import UNKNOWN
from symtutor.diagnosing.work.world import World
from symtutor.term import Quotient, Term
from symtutor.verdict import Status, Verdict
from symtutor.work import Chain, Context, Link, Relation

__all__ = ["linked"]

Linked = tuple[Link | None, Verdict]
_EARLIER = 6


def linked(value: sp.Expr, sense: Sense, chain: Chain, context: Context, world: World, *, is_first: bool = True) -> Linked:
    """Return from where a value follows, and the verdict on the step from the line before.

    The last member of the chain is asked first, then that with side equations put in, earlier values, the problem.
    """
    first: Verdict | None = None
    for candidate, expression, with_ in _candidates(chain, context):
        term = candidate.term if expression == candidate.expression else None
        relation, verdict = _step(expression, term, value, sense, context, world)
        first = verdict if first is None else first
        if verdict.status is Status.CORRECT:
            return Link(candidate.line, relation, with_), verdict
        if not is_first:
            break
    return None, UNKNOWN if first is None else first


def _candidates(chain: Chain, context: Context) -> Iterator[tuple[Chain, sp.Expr, tuple[int, ...]]]:
    """Yield what a value may follow from, each with the side lines that were put in."""
    yield chain, chain.expression, ()
    earlier = [c for c in reversed(context.values) if c is not chain and c.sense == chain.sense and c.line][:_EARLIER]
    for candidate in (chain, *earlier):
        for number, left, right in reversed(context.sides):
            changed = _replaced(candidate.expression, left, right)
            if changed is not None:
                yield candidate, changed, (number,)
    for candidate in earlier:
        yield candidate, candidate.expression, ()
    if chain.line and chain.reference is not None:
        yield Chain(0, chain.reference, chain.sense, chain.reference), chain.reference, ()


def _replaced(expression: sp.Expr, left: sp.Expr, right: sp.Expr) -> Any:
    """Return an expression with one side of an equation put in for the other, in a definite integral between its limits."""
    if expression.has(left) and left.free_symbols:
        return expression.xreplace({left: right})
    if isinstance(left, sp.Integral) and all(len(limits) == 1 for limits in left.limits):
        letter = left.limits[0][0]
        for integral in sorted(expression.atoms(sp.Integral), key=str):
            if integral.function == left.function and len(integral.limits[0]) == 3 and integral.limits[0][0] == letter:
                _, low, high = integral.limits[0]
                if right.has(sp.Integral):
                    return None
                return expression.xreplace({integral: right.subs(letter, high) - right.subs(letter, low)})
    return None


def _step(before: sp.Expr, term: Term | None, value: Any, sense: Sense, context: Context, world: World) -> tuple[Relation, Verdict]:
    """Return by what one value follows from another, and the verdict."""
    if isinstance(sense, AsLimit):
        letters = world.letters_of(context)
        a, b = bare(put_in(before, letters), sense), bare(put_in(value, letters), sense)
        if not a.has(sp.Limit) and not b.has(sp.Limit):
            near = same_value(a, b, nearby(sense))
            if near.status is Status.CORRECT:
                return Relation.EQUAL, near
            hospital = _by_hospital(a, term, b, sense)
            if hospital is not None:
                return Relation.DIFFERENTIATED, hospital
            there = a.subs(sense.variable, sense.to)
            if not b.has(sense.variable) and there.is_number and there.is_finite:
                put = same_value(there, b, {})
                if put.status is Status.CORRECT and world.same(before, value, sense, context):
                    return Relation.PUT_IN, put
        return Relation.LIMIT, world.same(before, value, sense, context)
    return Relation.EQUAL, world.same(before, value, sense, context)


def _by_hospital(a: Any, term: Term | None, b: sp.Basic, sense: AsLimit) -> Verdict | None:
    """Return that b is the quotient of the derivatives of a, where that is so."""
    x = sense.variable
    if term is not None and term.head is sp.Limit:
        term = term.args[0]
    pairs = [a.as_numer_denom()]
    if term is not None and term.head is Quotient:
        from symtutor.reading.work.lines import expression_of  # noqa: PLC0415 (only quotients of limits need it)

        top, bottom = (expression_of(side) for side in term.args)
        pairs.insert(0, (top, bottom))
    for top, bottom in pairs:
        if not bottom.has(x):
            continue
        found = same_value(sp.diff(top, x) / sp.diff(bottom, x), b, nearby(sense))
        if found.status is Status.CORRECT:
            return found
    return None
