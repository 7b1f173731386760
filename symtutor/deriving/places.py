"""Where a letter gets its value: the line with the antiderivative in brackets, with the letter still in, with the numbers put in.

A rule's value hides them: once the last goal inside [F] from a to b is worked
out, the whole is a number.  A textbook prints what stands between.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sympy as sp

from symtutor.algorithms.numbers_put_in import numbers_in
from symtutor.derivation import Derivation
from symtutor.deriving.asked_of_nodes import has_steps, is_plain
from symtutor.deriving.states import Frame, Hole, ready
from symtutor.goals.core import Goal, Integral, Limit
from symtutor.term import LEAVES, At, Between, Negation, Quote, Term, quote, subterms, value
from symtutor.textbook import opened, written

__all__ = ["bracket_of", "brought_over", "closing", "differences", "letters_put_back", "opens_brackets"]


def closing(state: Term, batch: Collection[int]) -> list[Term]:
    """Return the places of a state that are finished once these holes are filled: [F] from a to b, and F(u) at u = g(x)."""
    found: list[Term] = []

    def look(term: Term) -> None:
        if term.head in LEAVES:
            return
        if term.head in {Between, At}:
            inside = ready(term.args[0])
            if inside and all(_is_integrated(hole) and id(hole) in batch for hole in inside) and not _is_deep(term.args[0]):
                found.append(term)
                return
        for arg in term.args[1:] if term.head in {Hole, Frame} else term.args:
            if isinstance(arg, Term):
                look(arg)

    look(state)
    return found


def _is_integrated(node: Derivation) -> bool:
    """Tell whether a goal is an antiderivative that a table gives."""
    return isinstance(node.goal, Integral) and not node.premises


def _is_deep(term: Term) -> bool:
    """Tell whether a hole stands inside the argument of another one, which would be left after this batch."""
    if term.head is Hole:
        return len(term.args) > 1
    return term.head not in LEAVES and any(isinstance(a, Term) and _is_deep(a) for a in term.args)


def bracket_of(node: Derivation) -> Term | None:
    """Return [F] from a to b for a rule that puts limits into an antiderivative which a block before has found, else None."""
    right = node.right()
    inside = right.args[0] if isinstance(right, Limit) else right
    if not isinstance(inside, Term) or inside.head is not Between or not isinstance(inside.args[0], Integral) or not node.premises:
        return None
    first = node.premises[0]
    if first.value.has(sp.Integral) or not (first.solved or (right is not inside and has_steps(first))):
        return None
    bracket = Term(Between, (quote(first.value), *inside.args[1:]))
    if right is inside:
        return bracket
    return Limit.showing(bracket, *(a if isinstance(a, Term) else quote(a) for a in right.args[1:]))


def opens_brackets(state: Term, before: Term) -> bool:
    """Tell whether a state has just got a bracket [∫ f(x) dx] from a to b that the next line fills, so that one line does for both."""
    holes = ready(state)
    brackets = [term for term in subterms(state) if term.head is Between and ready(term.args[0])]
    if any(_stands_beside(term.args[0], value(term.args[1])) for term in brackets):
        return False  # [x·ln x − ∫ 1 dx], of which a part is found
    inside = [hole for term in subterms(state) if term.head is Between for hole in ready(term.args[0])]
    old = {id(hole) for hole in ready(before)}
    return bool(inside) and all(
        id(h) not in old and isinstance(h.goal, Integral) and not has_steps(h) and any(h is other for other in inside) for h in holes
    )


def _stands_beside(term: Term, variable: Any) -> bool:
    """Tell whether a part of an antiderivative is found already, outside the holes of a state."""
    if term.head is Hole:
        return False
    if term.head is Quote:
        return bool(term.args[0].has(variable))
    parts = term.args[1:] if term.head is Frame else term.args
    return term.head not in LEAVES and any(isinstance(a, Term) and _stands_beside(a, variable) for a in parts)


def brought_over(name: Any, found: Term) -> Term | None:
    """Return 2I = F for I = F − I, or None where nothing is found but the goal itself."""
    whole = value(found)
    if not isinstance(whole, sp.Expr) or whole.has(sp.Integral):
        return None
    again = whole.coeff(name)
    rest = sp.expand(whole - again * name) if again.is_number else None
    if rest is None or rest.has(name) or again == 1:
        return None
    kept = [part for part in opened(found).args if not value(part).has(name)] if opened(found).head is sp.Add else []
    right = Term(sp.Add, tuple(kept)) if len(kept) > 1 and sp.Add(*map(value, kept)) == whole - again * name else quote(rest)
    return Term(sp.Eq, (quote((1 - again) * name), right))


def differences(term: Term) -> Term:
    """Return a term with [F] from a to b written as F(b) − F(a), with the numbers in their places."""
    if term.head is Between and not any(part.head is sp.Integral for part in subterms(term.args[0])):
        antiderivative, variable, low, high = (value(a) for a in term.args)
        if low.is_number and high.is_number and is_plain(antiderivative):
            kept = written(antiderivative) if term.args[0].head is Quote else opened(term.args[0])
            above, below = (numbers_in(kept, {variable: end}) for end in (high, low))
            return Term(sp.Add, (above, Term(Negation, (below,))))
        upper, lower = (antiderivative.xreplace({variable: end}) for end in (high, low))
        if len(sp.Add.make_args(upper - lower)) == len(sp.Add.make_args(upper)) + len(sp.Add.make_args(lower)):
            return quote(upper - lower)  # nothing is taken together
        if lower == 0 or upper == 0:
            return quote(upper - lower)
        return Term(sp.Add, (quote(upper), Term(Negation, (quote(lower),))))
    if term.head in LEAVES or isinstance(term, Goal):
        return term
    return Term(term.head, tuple(differences(a) if isinstance(a, Term) else a for a in term.args), term.span)


def letters_put_back(places: list[Term]) -> dict[str, sp.Function]:
    """Return the letters that are replaced at these places, with what they stand for."""
    return {str(value(place.args[1])): value(place.args[2]) for place in places if place.head is At and place.args[1].head is Quote}
