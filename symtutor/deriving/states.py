"""States of a chain: Terms in which open goals are holes and finished rules are frames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import over_reals
from symtutor.derivation import Derivation
from symtutor.goals.core import Goal, no_limit
from symtutor.goals.vectors import Partial, partial_of
from symtutor.term import LEAVES, ONE, ZERO, At, Head, Negation, Quote, Quotient, Term, as_term, quote, value
from symtutor.textbook import opened, summands, written

__all__ = ["Frame", "Hole", "fill", "fill_all", "has_hole", "ready", "shown", "size", "tidied", "without_ones"]


class Hole(Head):
    """An open goal: ``(derivation,)``, or ``(derivation, pending)`` while goals stand inside its arguments."""


class Frame(Head):
    """What a rule made of a goal: ``(derivation, term)``."""


def has_hole(term: Term) -> bool:
    """Tell whether a goal of the state is still open."""
    if term.head is Hole:
        return True
    return term.head not in LEAVES and any(isinstance(a, Term) and has_hole(a) for a in term.args)


def ready(state: Term) -> list[Derivation]:
    """Return the holes that can be filled now, from left to right, each once."""
    found: dict[int, Derivation] = {}

    def look(term: Term) -> None:
        if term.head is Hole:
            if len(term.args) == 1:
                found.setdefault(id(term.args[0]), term.args[0])
            else:
                look(term.args[1])
        elif term.head not in LEAVES:
            for arg in term.args:
                if isinstance(arg, Term):
                    look(arg)

    look(state)
    return list(found.values())


def fill(term: Term, hole: Derivation, frame: Term) -> Term:
    """Return a state with every hole of a derivation filled; see `fill_all`."""
    return fill_all(term, {id(hole): frame})


def fill_all(term: Term, frames: Mapping[int, Term]) -> Term:
    """Return a state with the holes of derivations, named by their ids, filled; tidied on the way up.

    Numbers are folded, zeros and ones dropped, signs pulled out; parts without
    holes become values.  There is no algebra in it.
    """
    if term.head is Hole:
        if len(term.args) == 2:
            pending = fill_all(term.args[1], frames)
            return Term(Hole, (term.args[0], pending)) if has_hole(pending) else Term(Hole, (term.args[0],))
        frame = frames.get(id(term.args[0]))
        return term if frame is None else _closed(frame)
    if term.head is Frame:
        return _closed(Term(Frame, (term.args[0], fill_all(term.args[1], frames))))
    if term.head in LEAVES:
        return term
    return _tidied(Term(term.head, tuple(fill_all(a, frames) if isinstance(a, Term) else a for a in term.args)))


def _closed(frame: Term) -> Term:
    """Return a frame without holes as the value of its node; where that was solved for, as what it was solved from."""
    node, inside = frame.args
    if has_hole(inside):
        return frame
    if isinstance(node, Derivation) and (node.solved or (_keeps_its_form(inside) and value(inside) == node.value)):
        return inside
    is_missing = node.value is sp.nan and isinstance(node, Derivation) and node.goal.may_be_missing
    return Term(no_limit, (quote(node.value),)) if is_missing else _in_order(inside, node.value)


def _in_order(inside: Term, found: sp.Basic) -> Term:
    """Return a value with the terms of a sum where the rule has put them, if nothing is taken together: f′g + fg′."""
    if not isinstance(found, sp.Add):
        return quote(found)
    terms = [over_reals(value(part)) for part in _summed(inside)]
    kept = [t for t in terms if t != 0]
    if any(isinstance(t, sp.Add) for t in kept) and len(kept) > 1:
        return _with_brackets(_summed(inside), found)
    if tuple(kept) == summands(found) or len(kept) != len(found.args) or set(kept) != set(found.args):
        return quote(found)
    return Term(sp.Add, tuple(map(quote, kept)))


def _with_brackets(parts: list[Term], found: sp.Add) -> Term:
    """Return 2(x² + 3) − 2x(2x − 1) for a sum that SymPy stores with 2 multiplied out; its value where terms are taken together."""
    terms: list[Term] = []
    flat = 0
    for part in parts:
        whole, kept = over_reals(value(part)), _number_times_sum(part)
        inside = summands(whole) if isinstance(whole, sp.Add) else (whole,) if whole != 0 else ()
        flat += len(inside)
        terms.extend(map(quote, inside)) if kept is None else terms.append(kept)
    return Term(sp.Add, tuple(terms)) if flat == len(found.args) else quote(found)


def _number_times_sum(term: Term) -> Term | None:
    """Return 2(x² + 3) for a product of numbers and one sum, which SymPy would multiply out; None of any other term."""
    factors: list[Any] = [over_reals(value(factor)) for factor in _factors_inside(term)]
    number = sp.Mul(*[f for f in factors if f.is_Number])
    rest = [f for f in factors if not f.is_Number]
    if len(rest) != 1 or not isinstance(rest[0], sp.Add) or abs(number) in {0, 1} or not number.is_Rational:
        return None
    multiple = Term(sp.Mul, (written(abs(number)), quote(rest[0])))
    return multiple if number > 0 else Term(Negation, (multiple,))


def _factors_inside(term: Term) -> list[Term]:
    """Return the factors of a term of a sum, those of products in it included; a minus is a factor −1."""
    while term.head is Frame:
        term = term.args[1]
    if term.head is Negation:
        return [quote(sp.S.NegativeOne), *_factors_inside(term.args[0])]
    return [f for arg in term.args for f in _factors_inside(arg)] if term.head is sp.Mul else [term]


def _keeps_its_form(term: Term) -> bool:
    """Tell whether SymPy would write a term otherwise: a number before a bracket in a sum, a sum in its own order above a fraction bar."""
    while term.head is Frame:
        term = term.args[1]
    if term.head is Quotient:
        return term.args[0].head is sp.Add
    terms = [arg.args[0] if arg.head is Negation else arg for arg in term.args] if term.head is sp.Add else []
    return any(t.head is sp.Mul for t in terms)


def _summed(term: Term) -> list[Term]:
    """Return the terms of a sum in a frame, those of sums inside it included."""
    while term.head is Frame:
        term = term.args[1]
    if term.head is Negation:
        return [Term(Negation, (part,)) for part in _summed(term.args[0])]
    if term.head is sp.Add:
        return [part for arg in term.args for part in _summed(arg)]
    return [term]


def tidied(term: Term) -> Term:
    """Return a term with its parts tidied, as `fill` does on the way up."""
    if term.head in LEAVES or term.head is Hole:
        return term
    return _tidied(Term(term.head, tuple(tidied(a) if isinstance(a, Term) else a for a in term.args)))


def size(term: Term) -> int:
    """Return how many leaves a state has when it is printed."""
    if term.head is Quote:
        return _leaves(term.args[0])
    if term.head in LEAVES:
        return 1
    return sum(size(a) if isinstance(a, Term) else 1 for a in term.args)


def _leaves(expr: sp.Basic) -> int:
    return sum(_leaves(a) for a in expr.args) if expr.args else 1


def _tidied(term: Term) -> Term:
    if not has_hole(term):
        if term.head is Negation and isinstance(value(term.args[0]), sp.Add):
            return term  # − (a + b), as long as the line is not finished
        found = over_reals(value(term))
        if term.head is sp.Mul and (kept := _number_times_sum(term)) is not None:
            return kept
        if term.head is Quotient and _keeps_its_form(term) and value(term) == found:
            return term
        if term.head is At and (kept := _multiple_of_bracket(term, found)) is not None:
            return kept
        return _in_order(term, found) if term.head is sp.Add else quote(found)
    tidy = _TIDY.get(term.head)
    return term if tidy is None else tidy(term)


def _multiple_of_bracket(term: Term, found: Any) -> Term | None:
    """Return 2(x + 1) for 2u at u = x + 1, whose value would be multiplied out."""
    inside, letter, place = (value(arg) for arg in term.args)
    if not isinstance(found, sp.Add) or not isinstance(place, sp.Add) or not isinstance(letter, sp.Symbol):
        return None
    number = inside / letter
    return Term(sp.Mul, (quote(number), quote(place))) if number.is_Integer and number > 1 else None


def _number(term: Term) -> Any:
    """Return the number that a leaf holds, or None; that there is no value is no number."""
    held = term.args[0] if term.head in LEAVES else None
    return held if isinstance(held, sp.Number) and held is not sp.nan else None


def _tidied_sum(term: Term) -> Term:
    kept: list[Term] = []
    for arg in term.args:
        kept.extend(arg.args if arg.head is sp.Add else (arg,))
    kept = [a for a in kept if _number(a) != 0]
    return kept[0] if len(kept) == 1 else Term(sp.Add, tuple(kept))


def _tidied_product(term: Term) -> Term:
    coefficient: sp.Expr = sp.S.One
    kept: list[Term] = []
    for arg in term.args:
        number = _number(arg)
        inside = arg.args[0] if arg.head is Negation else arg
        if number is not None:
            coefficient *= number
        else:
            coefficient = -coefficient if arg.head is Negation else coefficient
            kept.extend(inside.args if inside.head is sp.Mul else (inside,))
    if coefficient == 0:
        return quote(sp.S.Zero)
    factors = kept if abs(coefficient) == 1 else [quote(abs(coefficient)), *kept]
    result = factors[0] if len(factors) == 1 else Term(sp.Mul, tuple(factors))
    return Term(Negation, (result,)) if coefficient < 0 else result


def _tidied_negation(term: Term) -> Term:
    (arg,) = term.args
    return arg.args[0] if arg.head is Negation else term


def _without_one(term: Term) -> Term:
    """Return what is over 1, or has the exponent 1."""
    return term.args[0] if _number(term.args[1]) == 1 else term


_TIDY = {
    sp.Add: _tidied_sum,
    sp.Mul: _tidied_product,
    Negation: _tidied_negation,
    Quotient: _without_one,
    sp.Pow: _without_one,
}


def without_ones(term: Term) -> Term:
    """Return what a rule's right side became without 1·u, u + 0, u/1 and u¹; other numbers stay: x^(2 + 1)/(2 + 1)."""
    if isinstance(term, Goal) or term.head in LEAVES:
        return opened(term)
    args = tuple(without_ones(a) if isinstance(a, Term) else a for a in opened(term).args)
    if term.head is sp.Mul:
        args = (ZERO,) if ZERO in args else tuple(a for a in args if a != ONE) or (ONE,)
    elif term.head is sp.Add:
        args = tuple(a for a in args if a != ZERO) or (ZERO,)
    elif term.head in {Quotient, sp.Pow} and args[1] == ONE:
        args = args[:1]
    elif term.head is sp.Pow and args[0] == ONE:
        args = (ONE,)
    return args[0] if len(args) == 1 and term.head in {sp.Mul, sp.Add, Quotient, sp.Pow} else Term(term.head, args)


def shown(term: Term, instead: Mapping[int, Term] | None = None) -> Term:
    """Return a state as it is printed: holes in standard notation, frames left out.

    Parameters
    ----------
    term : Term
        The state.
    instead : mapping of int to Term, optional
        Terms to print for the holes of derivations with these ids.
    """
    if term.head is Hole:
        node = term.args[0]
        if len(term.args) == 2:
            return shown(term.args[1], instead) if node.goal.puts_letters_back else _shown_pending(term.args[1], instead)
        if instead and id(node) in instead:
            return instead[id(node)]
        return node.goal.shown()
    if term.head is Frame:
        return _still_partial(*term.args) or shown(term.args[1], instead)
    if term.head is Quote or term.head in LEAVES:
        return term
    if term.head is At and has_hole(term.args[0]):
        return shown(term.args[0], instead)
    if term.head is sp.Mul:
        return _product(_merged_values(_factors(term, instead)))
    args = [shown(as_term(a), instead) for a in term.args]
    if term.head is sp.Add:
        args = [part for a in args for part in _terms(a)]
    return Term(term.head, tuple(args)) if args else ONE


def _still_partial(node: Any, inside: Term) -> Term | None:
    """Return a partial derivative that was only read as one in a single variable with its mark ∂, until another rule is used."""
    if inside.head is not Hole or not isinstance(node, Derivation) or not isinstance(node.goal, Partial):
        return None
    whole, variable, held = node.goal.args
    expr = inside.args[0].goal.args[0]
    return Term(partial_of, (as_term(expr), as_term(variable))) if expr == whole or expr.has(*held) else None


def _terms(term: Term) -> tuple[Any, ...]:
    """Return the terms of a sum, also of one that is a value."""
    if term.head is Negation:
        return tuple(_negated(part) for part in _terms(term.args[0]))
    if term.head is Quote and isinstance(term.args[0], sp.Add):
        term = written(term.args[0])
    return tuple(part for arg in term.args for part in _terms(as_term(arg))) if term.head is sp.Add else (term,)


def _negated(term: Term) -> Term:
    """Return a term of a sum with the other sign."""
    if term.head is Quote:
        return quote(-term.args[0])
    return term.args[0] if term.head is Negation else Term(Negation, (term,))


def _factors(term: Term, instead: Mapping[int, Term] | None) -> list[Term]:
    """Return the factors of a product as they are printed, those of products inside included; a minus is a factor −1."""
    while term.head is Frame or (term.head is At and has_hole(term.args[0])):
        term = term.args[1 if term.head is Frame else 0]
    if term.head is Negation:
        return [quote(sp.S.NegativeOne), *_factors(term.args[0], instead)]
    if term.head is sp.Mul:
        return [factor for arg in term.args for factor in _factors(as_term(arg), instead)]
    return [shown(term, instead)]


def _merged_values(factors: list[Term]) -> list[Term]:
    """Return factors in which neighbours that are values are multiplied: 2·(x + 1)·d/dx f has one factor before d/dx f."""
    merged: list[Term] = []
    for factor in factors:
        if merged and factor.head is Quote and merged[-1].head is Quote:
            merged[-1] = quote(merged[-1].args[0] * factor.args[0])
        else:
            merged.append(factor)
    return merged


def _product(factors: list[Term]) -> Term:
    """Return a product as it is written: the factors of values side by side, their signs before it."""
    is_negative = False
    kept: list[Term] = []
    for factor in factors:
        inside = written(factor.args[0]) if factor.head is Quote else factor
        if inside.head is Negation:
            is_negative = not is_negative
            (inside,) = inside.args
        kept.extend(inside.args if inside.head is sp.Mul else (inside,))
    kept = [f for f in kept if f != ONE] or [ONE]
    result = kept[0] if len(kept) == 1 else Term(sp.Mul, tuple(kept))
    return Term(Negation, (result,)) if is_negative else result


def _shown_pending(term: Term, instead: Mapping[int, Term] | None) -> Term:
    """Print a goal with goals inside; an `At` in it is part of the question, not a substitution."""
    if term.head is not At:
        return shown(term, instead)
    return Term(At, tuple(shown(a, instead) for a in term.args))
