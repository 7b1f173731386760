"""A chain of lines that is being written: a line for a state, with the reasons that were gathered since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sympy as sp

from symtutor.algorithms.numbers_put_in import numbers_in
from symtutor.derivation import Derivation
from symtutor.deriving.asked_of_nodes import STATEMENTS, inside_frames, is_plain, solutions
from symtutor.deriving.on_the_way import in_words, reasons_on_the_way, way_of
from symtutor.deriving.places import bracket_of, differences, letters_put_back
from symtutor.deriving.remarks import PUT_BACK, UPPER_MINUS_LOWER
from symtutor.deriving.states import Hole, ready, shown, without_ones
from symtutor.deriving.steps import Line, Merged, Reason, reason
from symtutor.goals.vectors import partial_of
from symtutor.rule import BY_THE_RULE, Relation
from symtutor.term import LEAVES, ONE, At, Between, Quotient, Term, quote, value
from symtutor.textbook import opened, written

__all__ = ["Chain"]


class Chain:
    """The lines of one block, in order.

    Parameters
    ----------
    state : Term
        What the first line shows.
    detail : str
        See `laid_out`.

    Attributes
    ----------
    merged : Merged
        The reasons, letters and conditions of what happened since the last line.
    """

    def __init__(self, state: Term, detail: str) -> None:
        self.lines = [Line(None, shown(state))]
        self.merged = Merged()
        self.detail = detail

    def emit(self, state: Term, *, is_shown: bool = False) -> None:
        """Add the line for a state, unless it says what the last one said; one that `is_shown` keeps its brackets."""
        term = state if is_shown else shown(state)
        if term == self.lines[-1].term or _as_read(term) == _as_read(self.lines[-1].term):
            return
        if (
            opened(term).head is not sp.Eq
            and (found := solutions(opened(term))) is not None
            and found == solutions(opened(self.lines[-1].term))
        ):
            self.lines[-1] = replace(self.lines[-1], term=term)  # the same solutions, in order
            self.merged.clear()
            return
        known = {id(r.rule) for r in self.lines[-1].reasons} if self.detail == "full" and not self.merged.lets else set()
        reasons = tuple(r for r in self.merged.reasons() if id(r.rule) not in known)
        both = {opened(term).head, opened(self.lines[-1].term).head} <= STATEMENTS
        relation = Relation.IFF if both and self.merged.relation is Relation.EQUAL else self.merged.relation
        self.lines.append(Line(relation, term, reasons, tuple(self.merged.lets), tuple(self.merged.conditions)))
        self.merged.clear()

    def unfolded(self, state: Term, hole: Derivation, node: Derivation) -> None:
        """Add a line with the rule's right side as it is written, before numbers are folded."""
        right = without_ones(node.right())
        if right.head is not At and opened(right) != opened(quote(node.value)):
            self.lines.append(Line(Relation.EQUAL, shown(state, {id(hole): right}), (reason(node),), (), node.conditions))

    def show_way(self, state: Term, batch: Sequence[Derivation]) -> dict[int, Reason | None]:
        """Show what stands between the sides of a rule, and return why its right side follows from the last of it."""
        led: dict[int, Reason | None] = {}
        for hole in batch if len(ready(state)) == 1 else ():  # beside other open goals it would hide the whole
            bracket = bracket_of(hole)
            if bracket is not None:
                led[id(hole)] = self._show_bracket(shown(state, {id(hole): bracket}), hole, is_number=bracket.head is Between)
                continue
            if hole.rule.on_the_way is None:
                continue
            way = way_of(hole)
            reasons = [reasons_on_the_way(why, hole) for why in (way.first or BY_THE_RULE, *way.reasons)]
            for term, why in zip(way.terms, reasons, strict=False):
                if why is not None:
                    self.merged.say(why)
                self.emit(shown(state, {id(hole): term}))
            if way.terms:
                led[id(hole)] = reasons[-1]
        return led

    def _show_bracket(self, inside: Term, hole: Derivation, *, is_number: bool) -> Reason | None:
        """Show [F] from a to b for an F that a block before has found, then the numbers in it, and return why the next line follows."""
        self.merged.say(reason(hole))
        self.emit(inside)
        if not (is_number and hole.value.is_number):
            return Reason(UPPER_MINUS_LOWER, {}, {})
        self.merged.say(Reason(UPPER_MINUS_LOWER, {}, {}))
        self.emit(differences(inside), is_shown=True)
        return None

    def show_inside(self, state: Term, batch: Sequence[Derivation]) -> None:
        """Show what was found inside [F] from a to b, or in a new letter, before the limits are put in or the letter is put back."""
        for hole in batch:
            self.merged.add(hole, ())
        self.emit(shown(state, {id(h): quote(h.value) for h in batch}))

    def show_places(self, state: Term, batch: Sequence[Derivation], closed: list[Term]) -> None:
        """Show upper minus lower limit; what follows only puts a letter back."""
        inside = shown(state, {id(h): quote(h.value) for h in batch})
        self.merged.clear()
        if any(place.head is Between for place in closed):
            self.merged.say(Reason(UPPER_MINUS_LOWER, {}, {}))
            self.emit(differences(inside), is_shown=True)
        letters = letters_put_back(closed)
        if letters:
            self.merged.say(Reason(PUT_BACK, letters, {}))

    def show_quotient(self, state: Term, batch: Sequence[Derivation], after: Term) -> None:
        """Show both derivatives of a quotient before it is simplified: (1/x)/(−1/x²), not −x at once."""
        if any(h.goal.is_table_entry for h in ready(after)) or not all(
            h.goal.is_table_entry and isinstance(h.value, sp.Expr) for h in batch
        ):
            return
        between = opened(shown(state, {id(h): quote(h.value) for h in batch}))
        if between.head is not sp.Limit or between.args[0].head is not Quotient or between == opened(shown(after)):
            return
        above, below = (value(part) for part in between.args[0].args)
        if below.free_symbols and any(part.free_symbols for part in map(_below, (above, below))):
            self.emit(Term(sp.Limit, (Term(Quotient, (quote(above), quote(below))), *between.args[1:])), is_shown=True)
            self.merged.say(in_words("simplified"))

    def show_numbers(self, state: Term, batch: Sequence[Derivation]) -> None:
        """Show the numbers in the places of the letters, where an expression is taken at a point."""
        written_out = {}
        is_last = not any(hole.premises or hole.rule.minor for hole in batch)
        for hole in batch:
            is_summed = hole.goal.is_added_up and not hole.premises and inside_frames(state) != Term(Hole, (hole,))
            if is_summed and (is_last or hole.value.is_number):
                written_out[id(hole)] = written(hole.value)
            if hole.goal.puts_numbers_in and not hole.premises and is_plain(hole.goal.args[0]):
                expr, letters, values = hole.goal.args
                is_alone = inside_frames(state).head is Hole
                written_out[id(hole)] = numbers_in(expr, dict(zip(letters, values, strict=True))) if is_alone else written(hole.value)
        is_told = len(written_out) > 1 or any(t.head not in LEAVES for t in written_out.values())
        if written_out and (is_told or is_last):
            self.emit(shown(state, written_out))


def _as_read(term: Term) -> Term:
    """Return a term in which a partial derivative is what a derivative with ∂ looks like."""
    found = opened(term)
    if found.head in LEAVES:
        return found
    args = tuple(_as_read(a) if isinstance(a, Term) else a for a in found.args)
    return Term(sp.Derivative, (*args, ONE)) if found.head is partial_of else Term(found.head, args)


def _below(expr: sp.Expr) -> sp.Expr:
    return sp.fraction(expr)[1]
