"""Whether two sets of numbers are the same: intervals and their unions, and what satisfies inequalities in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.optimization.zeros.boxes import ends_of_parts
from symtutor.checking.optimization.zeros.membership import lies_in, sign_of_number
from symtutor.checking.optimization.zeros.zeros import has_no_other_zero
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["belongs", "is_set_of_numbers", "same_numbers"]

_JUMPS = (sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise, sp.frac, sp.sign)
_HOLDS: dict[type, frozenset[int]] = {
    sp.StrictGreaterThan: frozenset({1}),
    sp.GreaterThan: frozenset({0, 1}),
    sp.StrictLessThan: frozenset({-1}),
    sp.LessThan: frozenset({-1, 0}),
    sp.Equality: frozenset({0}),
    sp.Unequality: frozenset({-1, 1}),
}


def is_set_of_numbers(thing: Any) -> bool:
    """Tell whether something is a set, or a condition that a number satisfies or not."""
    return isinstance(thing, sp.Set | sp.logic.boolalg.Boolean) and not isinstance(thing, sp.Symbol)


def same_numbers(a: Any, b: Any, x: Any, domain: Any = sp.S.Reals) -> Verdict:
    """Judge whether the same real numbers lie in two sets, or satisfy two conditions.

    Parameters
    ----------
    a, b : Set or Boolean
        Intervals, finite sets, ℝ, ∅ and their unions; inequalities and equations joined by "and", "or" and "not".
    x : Symbol
        The letter of the conditions.
    domain : Set
        Where the numbers are taken from.

    Returns
    -------
    Verdict
        Refuted by a number that belongs to one of them only.  Proved by looking at every end and at one number in each
        stretch between them, in which no condition changes: its two sides are nowhere equal there, and nothing jumps.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(same_numbers(abs(x) < 1, sp.Interval.open(-1, 1), x))
    Correct.
    >>> print(same_numbers(abs(x) < 1, sp.Interval(-1, 1), x))
    Not the same set: x = −1 belongs to the second only.
    """
    places = _places((a, b, domain))
    if places is None:
        return _open("where the conditions begin and end to hold was not found")
    stretches = [sp.Interval.open(low, high) for low, high in pairwise([-sp.oo, *places, sp.oo])]
    unsure = None
    # a reader can compute with any number but a root that has no other name, so that one comes last
    for place in sorted((*places, *map(_inside, stretches)), key=lambda place: bool(place.has(sp.CRootOf))):
        if not lies_in(place, domain):
            continue
        found = [belongs(side, x, place) for side in (a, b)]
        if None in found:
            unsure = f"whether {x} = {place} belongs to both is not decided"
        elif found[0] != found[1]:
            which = "first" if found[0] else "second"
            told = f"Not the same set: {x} = {place} belongs to the {which} only."
            told_values = ("belongs", "does not belong") if found[0] else ("does not belong", "belongs")
            return Verdict(Status.INCORRECT, Witness({x: place}, *told_values, ("", ""), 0), explanation=told)
    conditions = set().union(*(_atoms(side) for side in (a, b)))
    for stretch in stretches:
        if lies_in(_inside(stretch), domain) and not all(_stays(condition, x, stretch) for condition in conditions):
            unsure = f"that nothing changes between {stretch.inf} and {stretch.sup} was not proved"
    if unsure is not None:
        return _open(unsure)
    return Verdict(
        Status.CORRECT, Proof("the ends compared, and one number in each stretch, in which no condition changes"), explanation="Correct."
    )


def _places(sides: Iterable[Any]) -> list[Any] | None:
    """Return every end in its order: those of sets, and those that SymPy sees of conditions; None where it sees none."""
    found: set[Any] = set()
    try:
        for side in sides:
            for part in _parts(side):
                found |= _ends_of_condition(part) if part.is_Relational else ends_of_parts(part)
        ordered = sorted(found, key=lambda place: sp.N(place, 30))
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        return None
    return None if any(sign_of_number(high - low) != 1 for low, high in pairwise(ordered)) else ordered


def _parts(side: Any) -> Iterator[Any]:
    """Yield a set, or the conditions of which a condition consists and those under which these have a meaning."""
    if isinstance(side, sp.Set):
        yield side
    for condition in _atoms(side):
        gap = condition.lhs - condition.rhs
        yield from (condition, *([] if gap.is_number else [sp.Eq(gap, 0)]), *_rooms(condition))


def _atoms(side: Any) -> set[Any]:
    """Return the equations and inequalities of which a condition consists."""
    return set() if isinstance(side, sp.Set) else side.atoms(sp.core.relational.Relational)


def _ends_of_condition(condition: Any) -> set[Any]:
    """Return where a condition begins or ends to hold, as SymPy solves it."""
    for letter, bound in ((condition.lhs, condition.rhs), (condition.rhs, condition.lhs)):
        if letter.is_Symbol and not bound.free_symbols:
            return {bound}
    return ends_of_parts(condition.as_set())


def _rooms(condition: Any) -> list[Any]:
    """Return the conditions under which both sides of an equation or inequality have a value."""
    both = sp.And(natural_domain(condition.lhs), natural_domain(condition.rhs))
    return [c for c in sp.And.make_args(both) if c != sp.true]


def _inside(stretch: Any) -> Any:
    """Return a short number inside an open interval."""
    low, high = stretch.inf, stretch.sup
    if low is -sp.oo:
        return sp.S.Zero if high is sp.oo else sp.floor(high) - 1
    if high is sp.oo:
        return sp.floor(low) + 1
    for parts in (1, 2, *(10**k for k in range(1, 30))):
        place = sp.Rational(sp.floor(low * parts) + 1, parts)
        if sign_of_number(high - place) == 1:
            return place
    return (low + high) / 2


def belongs(side: Any, x: Any, place: Any) -> bool | None:
    """Tell whether a number belongs to a side; None where it is not decided."""
    if isinstance(side, sp.Set):
        return lies_in(place, side)
    if side in {sp.true, sp.false}:
        return bool(side)
    if isinstance(side, sp.Not):
        inner = belongs(side.args[0], x, place)
        return None if inner is None else not inner
    if isinstance(side, sp.And | sp.Or):
        deciding = isinstance(side, sp.Or)
        found = {belongs(part, x, place) for part in side.args}
        return deciding if deciding in found else None if None in found else not deciding
    for condition in _rooms(side):
        held = _holds(condition, x, place) if condition.is_Relational else belongs(condition, x, place)
        if not held:
            return held
    return _holds(side, x, place)


def _holds(condition: Any, x: Any, place: Any) -> bool | None:
    sign = sign_of_number((condition.lhs - condition.rhs).xreplace({x: place}))
    return None if sign is None else sign in _HOLDS[type(condition)]


def _stays(condition: Any, x: Any, stretch: Any) -> bool:
    """Tell whether a condition is proved to hold everywhere in an open interval, or nowhere."""
    gap = condition.lhs - condition.rhs
    if gap.has(*_JUMPS):
        return False
    rooms = _rooms(condition)
    if not all(c.is_Relational for c in rooms):
        return False
    if not all(_is_nowhere_zero(c.lhs - c.rhs, x, stretch) for c in rooms):
        return False
    if not all(_holds(c, x, _inside(stretch)) for c in rooms):
        return True  # it has no value anywhere in the stretch
    return _is_nowhere_zero(gap, x, stretch)


def _is_nowhere_zero(gap: Any, x: Any, stretch: Any) -> bool:
    """Tell whether an expression is proved to have no zero in an open interval; at its ends it may have one."""
    if not gap.has(x):
        return True
    known = tuple(end for end in (stretch.inf, stretch.sup) if end.is_finite and sign_of_number(gap.xreplace({x: end})) == 0)
    where = sp.Interval(stretch.inf, stretch.sup, stretch.inf not in known, stretch.sup not in known)
    return has_no_other_zero(gap, x, where, known)


def _open(words: str) -> Verdict:
    return Verdict(Status.UNDECIDED, Agreement(0, 0, words), explanation=f"Not decided: {words}.")
