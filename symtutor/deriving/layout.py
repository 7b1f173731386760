"""Layout: from a derivation tree to the lines that a textbook prints, and to the steps that anyone can check.

A block is a chain of equal states.  The state is the whole expression: a Term
in which each open goal is a `Hole`, and what a rule made of a goal is a
`Frame`, so that a frame without holes can be replaced by the node's value.
A goal inside another goal's argument is worked out in a block of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.arranging.backward import gradient_blocks
from symtutor.deriving.arranging.reading_order import in_reading_order
from symtutor.deriving.asked_of_nodes import (
    BY_PARTS,
    came_back,
    given_letters,
    goal_and_value,
    has_no_value,
    has_steps,
    inside_frames,
    is_beside,
    is_named,
    parts_apart,
    repeated,
)
from symtutor.deriving.chain import Chain
from symtutor.deriving.kept_order import in_kept_order
from symtutor.deriving.on_the_way import in_words
from symtutor.deriving.places import brought_over, closing, opens_brackets
from symtutor.deriving.remarks import CAME_BACK, FOUND_ABOVE
from symtutor.deriving.renaming import Letters
from symtutor.deriving.states import Frame, Hole, fill, fill_all, has_hole, ready, shown, size, tidied
from symtutor.deriving.steps import Block, Line, Merged, Reason, Step, reason, single_step
from symtutor.goals.core import Goal, Limit, inert
from symtutor.rule import Procedure, Relation
from symtutor.term import LEAVES, At, Between, Term, quote, subterms, value
from symtutor.textbook import opened

__all__ = ["DETAILS", "Block", "Line", "Reason", "Step", "laid_out", "steps"]

DETAILS = ("brief", "normal", "full")
_LONG = 40  # leaves of a state that no longer fits a line or two


def laid_out(solved: Solved, detail: str = "normal") -> tuple[Block, ...]:
    """Return the blocks that a textbook would print.

    Parameters
    ----------
    solved : Solved
        The derivation of a problem.
    detail : str
        "brief" merges independent rules, "normal" merges minor rules and table look-ups, "full" prints every rule.
    """
    blocks = in_kept_order(_Layout("full" if detail == "full" else "normal").blocks_of(solved))
    return in_kept_order(in_reading_order(solved, blocks, detail))


def steps(solved: Solved) -> tuple[Step, ...]:
    """Return every rule application of a derivation, at the detailed level."""
    layout = _Layout("full")
    layout.blocks_of(solved)
    return tuple(layout.steps)


class _Layout:
    """One pass over a derivation: its blocks in order, the letters used so far, the steps taken."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        self.blocks: list[Block] = []
        self.steps: list[Step] = []
        self._letters = Letters()
        self._done: set[tuple[Goal, Any]] = set()
        self._repeated: frozenset[tuple[Goal, Any]] = frozenset()
        self._is_integration = False

    def blocks_of(self, solved: Solved) -> tuple[Block, ...]:
        """Return all blocks, those that others build on first."""
        self._letters.avoid(solved.term)
        self._repeated = repeated(solved)
        if not isinstance(solved.term, Goal) and solved.term.head is sp.Tuple:  # several questions, each in its own blocks
            for node in solved.premises:
                self._own_block(node)
                self.blocks[-1] = replace(self.blocks[-1], answers=True)
            return tuple(self.blocks)
        root = solved.premises[-1] if solved.premises else None
        self._is_integration = any(p.goal.names_derivatives for p in solved.premises)
        is_solved_for = root is not None and root.solved and root.goal == solved.term
        state = Term(Hole, (root,)) if is_solved_for else self._holed(solved.term, iter(solved.premises))
        if root is not None and root.goal.is_backward:
            self.blocks.extend(gradient_blocks(root, self.detail))
            self.steps.extend(single_step(node) for node in root.nodes())
        elif root is not None and state.head is Hole and isinstance(root.rule, Procedure):
            self._procedure(root)
        elif root is not None and state.head is Hole and len(state.args) == 1:
            lines = self._finished(self._chain(state, root), solved.finish)
            if type(root.goal).has_constant:
                lines = (*lines[:-1], self._with_constant(lines[-1]))
            self.blocks.append(Block(root, lines, answers=True))
        else:
            lines = self._finished(self._chain(Term(Frame, (solved, state)), None), solved.finish)
            self.blocks.append(Block(None, lines, answers=True))
        return tuple(self.blocks)

    def _procedure(self, node: Derivation) -> None:
        """Work out the premises of a procedure, each in a block of its own, then its conclusion."""
        for premise in node.premises:
            if isinstance(premise.rule, Procedure):
                if goal_and_value(premise) not in self._done:
                    self._done.add(goal_and_value(premise))
                    self._procedure(premise)
            elif premise.premises and not premise.goal.puts_numbers_in:
                self._own_block(premise)
            else:
                self.steps.append(single_step(premise))
        self.steps.append(single_step(node))
        said = node.rule.told(node.bindings, tuple(p.value for p in node.premises), node.value)  # type: ignore[attr-defined]
        lines = [Line(s.relation, s.term, (), (), (), tuple(s.note), s.aside) for s in said]
        lines[-1] = replace(lines[-1], conditions=node.conditions)
        self.blocks.append(Block(node, tuple(lines)))

    def _finished(self, lines: tuple[Line, ...], finish: Derivation | None) -> tuple[Line, ...]:
        """Return the lines of a block with those that write the answer in the form in which it is left."""
        if finish is None:
            return lines
        _first, *others = self._chain(Term(Hole, (finish,)), finish)
        return (*lines, *others)

    def _with_constant(self, line: Line) -> Line:
        """Return the last line of an antiderivative with + C."""
        constant = quote(self._letters.constant())
        if line.term.head is sp.Eq:
            left, right = line.term.args
            return replace(line, term=Term(sp.Eq, (left, opened(right) + constant)))
        return replace(line, term=opened(line.term) + constant)

    # ---- states ---------------------------------------------------------------------------------
    def _holed(self, term: Term, nodes: Iterator[Derivation]) -> Term:
        """Return a term with its goals replaced by holes for their derivations."""
        if isinstance(term, Goal):
            args = [self._holed(a, nodes) if isinstance(a, Term) else a for a in term.args]
            node = next(nodes)
            if node.came_back:
                return quote(node.value)
            if node.goal.premise() is not None:
                return self._premise_block(node, type(term).showing(*(a if isinstance(a, Term) else quote(a) for a in args)))
            if any(isinstance(a, Term) and has_hole(a) for a in args):
                pending = type(term).showing(*(a if isinstance(a, Term) else quote(a) for a in args))
                return Term(Hole, (node, pending)) if term.puts_letters_back or term.collects else self._pending(node, pending)
            return self._own_block(node) if node.solved else Term(Hole, (node,))
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._holed(a, nodes) if isinstance(a, Term) else a for a in term.args))

    def _pending(self, node: Derivation, pending: Term) -> Term:
        """Return a hole with goals inside its arguments; what is worth a block is worked out before."""
        pending = self._blocked(pending, in_a_limit=isinstance(node.goal, Limit))
        return Term(Hole, (node, pending)) if has_hole(pending) else Term(Hole, (node,))

    def _blocked(self, term: Term, *, in_a_limit: bool = False) -> Term:
        """Replace holes that have a derivation worth a block by their values; goals that only rewrite stay in the chain.

        So do the derivatives of l'Hôpital's rule that take one line.
        """
        if term.head is Hole:
            node = term.args[0]
            if self._is_looked_up(node) or (in_a_limit and node.goal.is_table_entry and not has_steps(node)):
                return term
            if type(node.goal).rewrites:
                return Term(Hole, (node, self._blocked(term.args[1]))) if len(term.args) > 1 else term
            if self.detail != "full" and node.goal.is_worth_a_block and node.rule.minor:
                for part in node.premises:  # what a minor rule leads to is worth a block, not the rule itself
                    self._blocked(Term(Hole, (part,)))
                return quote(node.value)
            return self._own_block(node, term) if node.premises else term
        if term.head in LEAVES:
            return term
        parts = (self._blocked(a, in_a_limit=in_a_limit) if isinstance(a, Term) else a for a in term.args)
        return Term(term.head, tuple(parts))

    def _own_block(self, node: Derivation, state: Term | None = None) -> Term:
        """Work a node out in a block of its own, once, and return its value."""
        if goal_and_value(node) not in self._done:
            self._done.add(goal_and_value(node))
            lines = self._chain(state or Term(Hole, (node,)), node)
            self.blocks.append(Block(node, lines))
        return quote(node.value)

    def _premise_block(self, node: Derivation, pending: Term) -> Term:
        """Work out, once, a block that begins with the statement on which its goal rests; what follows stands where the goal was."""
        premise = node.goal.premise()
        if premise is not None and goal_and_value(node) not in self._done:
            self._done.add(goal_and_value(node))
            first, *others, _last = self._chain(Term(Hole, (node, pending)), node)
            implied = replace(first, relation=Relation.IMPLIES, reasons=(reason(node),))
            self.blocks.append(Block(node, (Line(None, premise, said=node.goal.grounds()), implied, *others)))
        return quote(node.value)

    def _expanded(self, node: Derivation) -> tuple[Derivation, Term]:
        """Return a node, its letters made unique, and the frame that its rule makes of it."""
        node = self._letters.unique(node)
        return node, Term(Frame, (node, tidied(self._holed(node.right(), iter(node.premises)))))

    # ---- chains ---------------------------------------------------------------------------------
    def _chain(self, state: Term, root: Derivation | None) -> tuple[Line, ...]:
        chain = Chain(state, self.detail)
        merged = chain.merged
        while True:
            holes = ready(state)
            if not holes:
                break
            cited = next((h for h in holes if h is not root and self._is_cited(h)), None)
            if cited is not None:
                self._own_block(cited)
                state = self._cite(state, cited, merged)
                continue
            parts = parts_apart(state, holes)
            if parts:
                self._work_apart(parts, merged)
                if any(map(has_no_value, parts)):
                    merged.without_value(parts)
                elif inside_frames(state).head not in BY_PARTS:
                    chain.emit(shown(state, {id(h): quote(h.value) for h in parts}))
                state = fill_all(state, {id(h): Term(Frame, (h, quote(h.value))) for h in parts})
                chain.emit(state)
                continue
            batch, is_line = self._batch(holes)
            is_summed = all(h.goal.is_added_up and not h.premises for h in batch)
            if self.detail == "normal" and is_line and len(holes) > 1 and size(shown(state)) > _LONG and not is_summed:
                state = self._set_apart(state, batch, merged)
                continue
            closed = closing(state, {id(h) for h in batch}) if is_line else []
            if closed:
                chain.show_inside(state, batch)
            before = state
            state = self._filled(state, batch, chain, is_line=is_line)
            if closed:
                chain.show_places(before, batch, closed)
            chain.show_quotient(before, batch, state)
            chain.show_numbers(before, batch)
            state = self._join_first(state, chain)
            if is_line and not (self.detail == "normal" and opens_brackets(state, before)):
                chain.emit(state)
        chain.emit(state)
        if root is not None and root.solved:
            chain.lines.extend(self._solved_lines(root, chain.lines[-1].term))
        return tuple(chain.lines)

    def _filled(self, state: Term, batch: list[Derivation], chain: Chain, *, is_line: bool) -> Term:
        """Fill holes, after what stands between the sides of their rules where that makes a line."""
        led = chain.show_way(state, batch) if is_line else {}
        for hole in batch:
            state = self._step(state, hole, chain, is_line=is_line)
            if id(hole) in led:
                chain.merged.led_by(hole, led[id(hole)])
        return state

    def _solved_lines(self, node: Derivation, last: Term) -> Iterator[Line]:
        """Yield the lines that solve for a goal that came back, and note the step."""
        before, after = (Term(sp.Eq, (quote(node.name), side)) for side in (last, quote(node.value)))
        self.steps.append(Step(CAME_BACK.id, f"solved for {node.name}", str(Relation.IMPLIES), inert(before), inert(after), {}, (), 0))
        why = in_words(f"the integral came back: {node.name} brought to the left")
        yield Line(Relation.IMPLIES, brought_over(node.name, last) or before, (why,))
        yield Line(Relation.IMPLIES, after, (in_words(f"solved for {node.name}"),))

    def _join_first(self, state: Term, chain: Chain) -> Term:
        """Show an antiderivative without its jumps before limits are put in: with them the line would be false."""
        inside = [h for term in subterms(state) if term.head is Between for h in ready(term)]
        jumping = [h for h in inside if h.goal.puts_letters_back and not h.rule.minor and not h.premises]
        if not jumping:
            return state
        for hole in jumping:
            chain.merged.add(hole, ())
            self.steps.append(single_step(hole))
        chain.emit(shown(state, {id(h): quote(h.value) for h in jumping}))
        return fill_all(state, {id(h): Term(Frame, (h, quote(h.value))) for h in jumping})

    def _work_apart(self, parts: list[Derivation], merged: Merged) -> None:
        """Work goals out in blocks of their own; what takes one line is only noted."""
        for hole in parts:
            if hole.premises:
                self._own_block(hole)
            else:
                merged.add(hole, ())
                self.steps.append(single_step(hole))

    def _set_apart(self, state: Term, batch: list[Derivation], merged: Merged) -> Term:
        """Fill holes of a long state with their values; those that take several lines are worked out in blocks before."""
        for hole in batch:
            if hole.premises:
                self._own_block(hole)
            merged.add(hole, ())
            state = fill(state, hole, Term(Frame, (hole, quote(hole.value))))
        return state

    def _batch(self, holes: list[Derivation]) -> tuple[list[Derivation], bool]:
        """Return the holes to fill next, and whether that makes a line."""
        if self.detail == "full":
            return holes[:1], True
        minor = [h for h in holes if h.rule.minor]
        if minor:
            return minor, False
        major = [h for h in holes if h.premises]
        return ([h for h in major if is_beside(h, major[0])], True) if major else (holes, True)

    def _step(self, state: Term, hole: Derivation, chain: Chain, *, is_line: bool) -> Term:
        """Fill one hole, noting the reason and the step."""
        before, old = shown(state), ready(state)
        node, frame = self._expanded(hole)
        if self.detail == "full" and not has_hole(frame) and node.premises == ():
            chain.unfolded(state, hole, node)
        state = fill(state, hole, frame)
        lets = self._letters.introduced(node) or given_letters(frame) or came_back(node)
        chain.merged.add(node, lets)
        after = shown(state)
        self.steps.append(
            Step(
                node.rule.id,
                node.rule.name,
                str(node.rule.relation),
                inert(before),
                inert(after),
                dict(lets),
                node.conditions,
                0 if is_line and not node.rule.minor else 1,
            )
        )
        if self.detail == "normal" and not node.rule.minor:
            state = self._look_up(state, frame, chain.merged, {id(h) for h in old})
        return state

    def _look_up(self, state: Term, frame: Term, merged: Merged, old: set[int]) -> Term:
        """Fill in what a line of a textbook does not leave open: see each part."""
        state = self._look_up_outer(state, frame, merged)
        state = self._look_up_parts(state, frame, merged)
        for hole in ready(state):
            if id(hole) not in old:
                state = self._led_on(state, hole, frame.args[0], merged)
        return state

    def _look_up_outer(self, state: Term, frame: Term, merged: Merged) -> Term:
        """Fill in the outer derivative of a chain rule when it is a table entry: one line for both."""
        for term in list(subterms(frame.args[1])):
            if term.head is At and term.args[0].head is Hole and not term.args[0].args[0].premises:
                inner = term.args[0].args[0]
                if not inner.goal.is_table_entry:
                    continue
                node, table = self._expanded(inner)
                state = fill(state, inner, table)
                inside = {term.args[1].args[0]: value(term.args[2])}
                merged.add(replace(node, conditions=tuple(c.xreplace(inside) for c in node.conditions)), ())
        return state

    def _look_up_parts(self, state: Term, frame: Term, merged: Merged) -> Term:
        """Fill in f′ and g of an integration by parts: they are named beside the line."""
        for term in list(subterms(frame.args[1])):
            if term.head is Hole and len(term.args) == 2 and term.args[0].goal.is_worth_a_block:
                for hole in ready(term.args[1]):
                    state = fill(state, hole, Term(Frame, (hole, quote(hole.value))))
                    merged.add_conditions(hole)
        return state

    def _led_on(self, state: Term, hole: Derivation, parent: Derivation, merged: Merged) -> Term:
        """Pull a constant out of an integral; fill in the integral of 0, and g where a block before has found it."""
        if is_named(parent, hole) or (hole.goal.is_worth_a_block and (hole.goal.args[0] == 0 or goal_and_value(hole) in self._done)):
            return fill(state, hole, Term(Frame, (hole, quote(hole.value))))
        if hole.goal.is_worth_a_block and hole.rule.minor and len(hole.premises) == 1 and not self._is_cited(hole):
            node, frame = self._expanded(hole)
            merged.add(node, came_back(node))
            return fill(state, hole, frame)
        return state

    # ---- what is not opened ---------------------------------------------------------------------
    def _is_looked_up(self, node: Derivation) -> bool:
        """Tell whether a derivative stands inside an integration, where it is named and not worked out."""
        return self.detail != "full" and node.goal.is_table_entry and self._is_integration

    def _is_cited(self, hole: Derivation) -> bool:
        """Tell whether a goal has a block of its own, or is worth one since it comes again."""
        return goal_and_value(hole) in self._done or goal_and_value(hole) in self._repeated

    def _cite(self, state: Term, hole: Derivation, merged: Merged) -> Term:
        """Fill a hole with a value that another block has found."""
        before = shown(state)
        state = fill(state, hole, Term(Frame, (hole, quote(hole.value))))
        cited = replace(hole, rule=FOUND_ABOVE, bindings={}, premises=(), conditions=())
        merged.add(cited, ())
        self.steps.append(Step(FOUND_ABOVE.id, FOUND_ABOVE.name, str(FOUND_ABOVE.relation), inert(before), inert(shown(state)), {}, (), 1))
        return state
