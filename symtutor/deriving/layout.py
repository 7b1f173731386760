"""Layout: from a derivation tree to the lines that a textbook prints, and to the steps that anyone can check.

A block is a chain of equal states.  The state is the whole expression: a Term
in which each open goal is a `Hole`, and what a rule made of a goal is a
`Frame`, so that a frame without holes can be replaced by the node's value.
A goal inside another goal's argument is worked out in a block of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.renaming import Letters
from symtutor.deriving.state import Frame, Hole, fill, fill_all, has_hole, ready, shown, size, tidied
from symtutor.goals import Goal, inert
from symtutor.rule import Relation, Rule
from symtutor.term import LEAVES, At, Quote, Term, quote, subterms, value
from symtutor.textbook import opened
from symtutor.vector_goals import stacked, unequal

__all__ = ["DETAILS", "Block", "Line", "Reason", "Step", "laid_out", "steps"]

DETAILS = ("brief", "normal", "full")
_LONG = 40  # leaves of a state that no longer fits a line or two


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line follows: a rule and what its letters stand for here."""

    rule: Rule
    letters: Mapping[str, Any]
    bindings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: how it follows, what it says, and why."""

    relation: Relation | None
    term: Term
    reasons: tuple[Reason, ...] = ()
    lets: tuple[tuple[Any, Any], ...] = ()
    conditions: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A chain of lines; `node` is the goal it works out, or None for the problem itself."""

    node: Derivation | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule, as SymPy objects that can be checked without this package.

    Parameters
    ----------
    rule, name : str
        Id and name of the rule.
    relation : str
        "=", "⇒", "⇔", "≤" or "case".
    before, after : Basic
        The whole state, open goals as SymPy's unevaluated objects.
    lets : dict
        New letters with what they stand for.
    conditions : tuple of Boolean
        Under which the step holds.
    depth : int
        0 for a line of its own, 1 for one that is merged into another at the default level.
    """

    rule: str
    name: str
    relation: str
    before: Any
    after: Any
    lets: dict[Any, Any]
    conditions: tuple[Any, ...]
    depth: int


def laid_out(solved: Solved, detail: str = "normal") -> tuple[Block, ...]:
    """Return the blocks that a textbook would print.

    Parameters
    ----------
    solved : Solved
        The derivation of a problem.
    detail : str
        "brief" merges independent rules, "normal" merges minor rules and table look-ups, "full" prints every rule.
    """
    return _Layout(detail).blocks_of(solved)


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
        self._done: dict[int, Derivation] = {}

    def blocks_of(self, solved: Solved) -> tuple[Block, ...]:
        """Return all blocks, those that others build on first."""
        self._letters.avoid(solved.term)
        root = solved.premises[-1] if solved.premises else None
        is_solved_for = root is not None and root.solved and root.goal == solved.term
        state = Term(Hole, (root,)) if is_solved_for else self._holed(solved.term, iter(solved.premises))
        if root is not None and state.head is Hole and len(state.args) == 1:
            lines = self._chain(state, root)
            if type(root.goal).has_constant:
                lines = (*lines[:-1], self._with_constant(lines[-1]))
            self.blocks.append(Block(root, lines))
        else:
            self.blocks.append(Block(None, self._chain(Term(Frame, (solved, state)), None)))
        return tuple(self.blocks)

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
            if node.rule.id == "return":
                return quote(node.value)
            if any(isinstance(a, Term) and has_hole(a) for a in args):
                return self._pending(node, type(term).showing(*(a if isinstance(a, Term) else quote(a) for a in args)))
            return self._own_block(node) if node.solved else Term(Hole, (node,))
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._holed(a, nodes) if isinstance(a, Term) else a for a in term.args))

    def _pending(self, node: Derivation, pending: Term) -> Term:
        """Return a hole with goals inside its arguments; what is worth a block is worked out before."""
        pending = self._blocked(pending)
        return Term(Hole, (node, pending)) if has_hole(pending) else Term(Hole, (node,))

    def _blocked(self, term: Term) -> Term:
        """Replace holes that have a derivation worth a block by their values; goals that only rewrite stay in the chain."""
        if term.head is Hole:
            node = term.args[0]
            if type(node.goal).rewrites:
                return Term(Hole, (node, self._blocked(term.args[1]))) if len(term.args) > 1 else term
            if node.premises:
                return self._own_block(node, term)
            return term
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._blocked(a) if isinstance(a, Term) else a for a in term.args))

    def _own_block(self, node: Derivation, state: Term | None = None) -> Term:
        """Work a node out in a block of its own, once, and return its value."""
        if id(node) not in self._done:
            self._done[id(node)] = node
            lines = self._chain(state or Term(Hole, (node,)), node)
            self.blocks.append(Block(node, lines))
        return quote(node.value)

    def _expanded(self, node: Derivation) -> tuple[Derivation, Term]:
        """Return a node, its letters made unique, and the frame that its rule makes of it."""
        node = self._letters.unique(node)
        return node, Term(Frame, (node, tidied(self._holed(node.right(), iter(node.premises)))))

    # ---- chains ---------------------------------------------------------------------------------
    def _chain(self, state: Term, root: Derivation | None) -> tuple[Line, ...]:
        lines = [Line(None, shown(state))]
        merged = _Merged()
        while True:
            holes = ready(state)
            if not holes:
                break
            parts = self._parts(state, holes)
            if parts:
                self._work_apart(parts, merged)
                if _inside(state).head not in _BY_PARTS:
                    self._emit(lines, shown(state, {id(h): quote(h.value) for h in parts}), merged)
                state = fill_all(state, {id(h): Term(Frame, (h, quote(h.value))) for h in parts})
                self._emit(lines, state, merged)
                continue
            batch, is_line = self._batch(holes)
            if self.detail == "normal" and is_line and len(holes) > 1 and size(shown(state)) > _LONG:
                state = self._set_apart(state, batch, merged)
                continue
            for hole in batch:
                state = self._step(state, hole, merged, lines, is_line=is_line)
            if is_line:
                self._emit(lines, state, merged)
        self._emit(lines, state, merged)
        if root is not None and root.solved:
            lines.extend(self._solved_lines(root, lines[-1].term))
        return tuple(lines)

    def _solved_lines(self, node: Derivation, last: Term) -> Iterator[Line]:
        """Yield the lines that solve for a goal that came back, and note the step."""
        before, after = (Term(sp.Eq, (quote(node.name), side)) for side in (last, quote(node.value)))
        self.steps.append(Step("return", f"solved for {node.name}", str(Relation.IMPLIES), inert(before), inert(after), {}, (), 0))
        yield Line(Relation.IMPLIES, before)
        yield Line(Relation.IMPLIES, after)

    def _parts(self, state: Term, holes: list[Derivation]) -> list[Derivation]:
        """Return the holes that are worked out apart: entries of a matrix, sides of a relation, and matrices inside something else."""
        if state.head is Hole or self.detail == "brief":
            return []
        if _inside(state).head in _BY_PARTS or _given_letters(state):
            return holes
        return [h for h in holes if isinstance(h.value, sp.MatrixBase)]

    def _work_apart(self, parts: list[Derivation], merged: _Merged) -> None:
        """Work goals out in blocks of their own; what takes one line is only noted."""
        for hole in parts:
            if hole.premises:
                self._own_block(hole)
            else:
                merged.add(hole, ())
                self.steps.append(_single_step(hole))

    def _set_apart(self, state: Term, batch: list[Derivation], merged: _Merged) -> Term:
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
        if self.detail == "brief":
            return holes, True
        minor = [h for h in holes if h.rule.minor]
        if minor:
            return minor, False
        major = [h for h in holes if h.premises]
        return (major[:1], True) if major else (holes, True)

    def _step(self, state: Term, hole: Derivation, merged: _Merged, lines: list[Line], *, is_line: bool) -> Term:
        """Fill one hole, noting the reason and the step."""
        before = shown(state)
        node, frame = self._expanded(hole)
        if self.detail == "full" and not has_hole(frame) and node.premises == ():
            self._raw_line(lines, state, hole, node)
        state = fill(state, hole, frame)
        lets = self._letters.introduced(node) or _given_letters(frame) or _came_back(node)
        merged.add(node, lets)
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
            state = self._look_up_outer(state, frame, merged)
        return state

    def _look_up_outer(self, state: Term, frame: Term, merged: _Merged) -> Term:
        """Fill in the outer derivative of a chain rule when it is a table entry: one line for both."""
        for term in list(subterms(frame.args[1])):
            if term.head is At and term.args[0].head is Hole and not term.args[0].args[0].premises:
                inner = term.args[0].args[0]
                node, table = self._expanded(inner)
                state = fill(state, inner, table)
                inside = {term.args[1].args[0]: value(term.args[2])}
                merged.add(replace(node, conditions=tuple(c.xreplace(inside) for c in node.conditions)), ())
        return state

    def _raw_line(self, lines: list[Line], state: Term, hole: Derivation, node: Derivation) -> None:
        """Add a line with the rule's right side as it is written, before numbers are folded."""
        right = node.right()
        if right.head is not At and opened(right) != opened(quote(node.value)):
            lines.append(Line(Relation.EQUAL, shown(state, {id(hole): right}), (_reason(node),), (), node.conditions))

    def _emit(self, lines: list[Line], state: Term, merged: _Merged) -> None:
        """Add the line for a state, unless it says what the last one said."""
        term = shown(state)
        if term == lines[-1].term:
            return
        known = {id(r.rule) for r in lines[-1].reasons} if self.detail == "full" and not merged.lets else set()
        reasons = tuple(r for r in merged.reasons() if id(r.rule) not in known)
        both = {opened(term).head, opened(lines[-1].term).head} <= _STATEMENTS
        relation = Relation.IFF if both and merged.relation is Relation.EQUAL else merged.relation
        lines.append(Line(relation, term, reasons, tuple(merged.lets), tuple(merged.conditions)))
        merged.clear()


_BY_PARTS = frozenset({sp.ImmutableMatrix, stacked, unequal})
_STATEMENTS = frozenset({sp.Eq, sp.Ne, unequal})


def _given_letters(state: Term) -> tuple[tuple[Any, Any], ...]:
    """Return the letters of a problem that the last rule puts back, with what they stand for."""
    right = _inside(state)
    if right.head is not At or right.args[0].head in LEAVES or not all(a.head is Quote for a in right.args[1:]):
        return ()
    letters, places = (a.args[0] for a in right.args[1:])
    return tuple(zip(letters, places, strict=True)) if isinstance(letters, sp.Tuple) else ()


def _inside(state: Term) -> Term:
    """Return a state without the frames around it."""
    while state.head is Frame:
        state = state.args[1]
    return state


def _single_step(node: Derivation) -> Step:
    """Return the step of a goal that is worked out in one line, apart from all else."""
    return Step(node.rule.id, node.rule.name, str(node.rule.relation), inert(node.goal), inert(quote(node.value)), {}, node.conditions, 1)


class _Merged:
    """What has happened since the last line."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._nodes: list[Derivation] = []
        self.lets: list[tuple[Any, Any]] = []
        self.conditions: list[Any] = []
        self.relation = Relation.EQUAL

    def add(self, node: Derivation, lets: Any) -> None:
        self._nodes.append(node)
        self.lets.extend(pair for pair in lets if pair not in self.lets)
        self.conditions.extend(c for c in node.conditions if c not in self.conditions)
        if node.rule.relation is not Relation.EQUAL:
            self.relation = node.rule.relation

    def reasons(self) -> tuple[Reason, ...]:
        """Return one reason a rule; minor ones only when there is nothing else to say, and then those that led on."""
        told = [n for n in self._nodes if not n.rule.minor] or [n for n in self._nodes if n.premises] or self._nodes
        first: dict[str, Reason] = {}
        for node in told:
            first.setdefault(node.rule.id, _reason(node))
        return tuple(first.values())


def _reason(node: Derivation) -> Reason:
    letters = node.rule.shows(node.bindings, tuple(p.value for p in node.premises)) if node.rule.shows else {}
    return Reason(node.rule, letters, node.bindings)


def _came_back(node: Derivation) -> tuple[tuple[Any, Any], ...]:
    """Return the letters of goals that came back in a rule's right side, with these goals."""
    return tuple((p.value, inert(p.goal)) for p in node.premises if p.rule.id == "return")
