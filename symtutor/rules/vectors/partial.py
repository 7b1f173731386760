"""Partial derivatives: one variable varies, the others are held constant."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.goals.core import D
from symtutor.goals.vectors import Partial
from symtutor.rule import Bindings, Mistake
from symtutor.rules.notation import at
from symtutor.rules.vectors.notation import VectorRule, tuple_of
from symtutor.term import Term, as_term, quote, total

__all__ = ["PARTIAL", "terms_by_symbol"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


@lru_cache(maxsize=512)
def terms_by_symbol(expr: sp.Expr) -> dict[sp.Basic, list[sp.Basic]]:
    """Return the terms of a sum in which each symbol stands."""
    found: dict[sp.Basic, list[sp.Basic]] = {}
    for term in sp.Add.make_args(expr):
        for symbol in term.free_symbols:
            found.setdefault(symbol, []).append(term)
    return found


def _partial(goal: Partial, _context: object) -> Iterable[Bindings]:
    """Set apart the terms of a sum in which the variable stands, where there are others."""
    whole, x, held = goal.args
    varying = terms_by_symbol(whole).get(x, ())
    is_part = 0 < len(varying) < len(sp.Add.make_args(whole))
    return ({"f": sp.Add(*varying) if is_part else whole, "whole": whole, "x": x, "held": held},)


def _held(bindings: Bindings, _values: tuple[sp.Expr, ...]) -> dict[str, Any]:
    held = bindings["held"]
    if len(held) == 1:
        return {"{} held constant": held[0]}
    return {f"{', '.join(['{}'] * (len(held) - 1))} and {{}} held constant": tuple(map(as_term, held))}


def _zeros(held: Any) -> Term:
    return tuple_of([0] * len(held.args[0]))


def _also_differentiated(f: Term, x: Term, held: Term) -> Term:
    """Return the derivative in the variable and after that in every held variable of the expression."""
    goal: Term = D(f, x)
    for v in held.args[0]:
        if f.args[0].has(v):
            goal = D(goal, v)
    return goal


def _without_factors(f: Term, x: Term, *, numbers: bool) -> Term:
    """Return the terms without their factors free of the variable: the numbers, or the letters."""
    terms = [sp.Mul(*[a for a in sp.Mul.make_args(t) if a.has(x.args[0]) or a.is_number is not numbers]) for t in _terms(f)]
    return quote(sp.Add(*terms))


def _terms(f: Term) -> tuple[Any, ...]:
    found: tuple[sp.Expr, ...] = sp.Add.make_args(f.args[0])
    return found


PARTIAL = VectorRule(
    id="vector.partial",
    name="partial derivative",
    goal=Partial,
    when=_partial,
    left=lambda f, whole, x, held: Partial(whole, x, held),
    right=lambda f, whole, x, held: D(f, x),
    words="Only {x} varies: the other variables {held} are held constant, which means they are treated as numbers and not left out. "
    "Terms without {x} have the derivative 0; factors without {x} stay.",
    shows=_held,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "held-as-zero",
            lambda f, x, held: at(D(f, x), held, _zeros(held)),
            "A variable that is held constant was treated as 0: it stays where it is a factor.",
        ),
        Mistake(
            "held-varied",
            lambda f, whole, x, held: D(f, x) + total([D(whole, v) for v in held.args[0]]),
            "The other variables were differentiated too: in a partial derivative they are held constant.",
        ),
        Mistake(
            "held-term-kept",
            lambda f, whole, x: D(f, x) + (whole - f),
            "A term without the variable was kept: it is a constant here, and its derivative is 0.",
        ),
        Mistake(
            "held-factor-lost",
            lambda f, x: D(_without_factors(f, x, numbers=False), x),
            "A factor was lost: a variable that is held constant stays as a factor, like a number.",
        ),
        Mistake(
            "held-differentiated",
            lambda f, x, held: _also_differentiated(f, x, held),
            "The factor that is held constant was differentiated as well: it stays as it is.",
        ),
        Mistake(
            "number-lost", lambda f, x: D(_without_factors(f, x, numbers=True), x), "The number in front was lost: a constant factor stays."
        ),
        Mistake(
            "other-variable",
            lambda whole, held: D(whole, held.args[0][0]),
            "That is the derivative in another variable, one that is held constant here.",
        ),
        Mistake(
            "not-differentiated",
            lambda f, whole, x: D(f, x) if f.args[0].has(sp.exp) else whole,  # an exponential stays for other reasons
            "The expression was copied: its derivative in this variable was not taken.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.3",
)
