"""Brackets [F] from a to b after an integral over the same limits: F has to be an antiderivative, whatever numbers come out."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.slopes import slope
from symtutor.diagnosing.work.completing import completed
from symtutor.diagnosing.work.verdicts import wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import expression_of
from symtutor.term import Between, Blank, Negation, Quotient, Term, subterms
from symtutor.verdict import Status, Verdict
from symtutor.work import Chain, Context

__all__ = ["judge_bracket"]


def judge_bracket(term: Term, chain: Chain, context: Context, world: World) -> Verdict | None:
    """Return that the F of a bracket is no antiderivative of the integrand before it, or None where nothing is wrong with it.

    Parameters
    ----------
    term : Term
        A bracket, or a multiple of one.
    chain : Chain
        What stands before it.
    context, world : Context, World
        What is known.
    """
    integrals = chain.expression.atoms(sp.Integral) if isinstance(chain.expression, sp.Expr) else set()
    if len(integrals) != 1 or sum(1 for t in subterms(term) if t.head is Between) != 1:
        return None
    (integral,) = integrals
    factor = chain.expression / integral
    whole = completed(term, context, world.target)
    bracket = next(t for t in subterms(whole) if t.head is Between)
    opened = _opened(whole)
    if opened is None or factor.has(integral) or len(integral.limits) != 1 or len(integral.limits[0]) != 3 or bracket.args[1].head is Blank:
        return None
    limits = tuple(expression_of(a) for a in bracket.args[1:])
    if limits != tuple(integral.limits[0]):
        return None
    letter = limits[0]
    low, high = sorted(limits[1:]) if all(end.is_comparable for end in limits[1:]) else (-sp.oo, sp.oo)
    between = {letter: sp.Interval.open(low, high)}
    found: Any = same_value(slope(expression_of(opened), letter, {}), factor * integral.function, between)
    if found.status is not Status.INCORRECT:
        return None
    return wrong("what stands in the bracket is no antiderivative of the integrand")


def _opened(term: Term) -> Term | None:
    """Return a multiple of a bracket as the multiple of what stands in it; None where the bracket does not stand as a factor."""
    if term.head is Between:
        inside: Term = term.args[0]
        return inside
    if term.head in {sp.Mul, Negation, Quotient}:
        args = [_opened(a) if any(t.head is Between for t in subterms(a)) else a for a in term.args]
        is_below = term.head is Quotient and any(t.head is Between for t in subterms(term.args[1]))
        return None if None in args or is_below else Term(term.head, tuple(args), term.span)
    return None
