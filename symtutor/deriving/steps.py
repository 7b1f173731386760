"""What layout makes: lines with their reasons, blocks of lines, and steps that anyone can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation
from symtutor.deriving.remarks import PART_DIVERGES
from symtutor.goals.core import Goal, equal_chain, inert
from symtutor.rule import Relation, Remark, Rule
from symtutor.term import Term, quote
from symtutor.textbook import opened

__all__ = ["Block", "Line", "Merged", "Reason", "Step", "distinct", "distinct_reasons", "equality", "in_one_line", "reason", "single_step"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line follows: a rule, or a remark where none was used, and what its letters stand for here."""

    rule: Remark
    letters: Mapping[str, Any]
    bindings: Mapping[str, Any]

    def answers(self, kind: type[Goal]) -> bool:
        """Tell whether it is a rule that answers goals of a kind."""
        return isinstance(self.rule, Rule) and self.rule.goal is kind


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: how it follows, what it says, and why; a procedure may add words and formulas."""

    relation: Relation | None
    term: Term
    reasons: tuple[Reason, ...] = ()
    lets: tuple[tuple[Any, Any], ...] = ()
    conditions: tuple[Any, ...] = ()
    said: tuple[Any, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A chain of lines; `node` is the goal it works out, or None for the problem itself.

    Its last line is an answer where `answers` is true; else others build on it.
    """

    node: Derivation | None
    lines: tuple[Line, ...]
    answers: bool = False


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


class Merged:
    """What has happened since the last line."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget it all: a line was printed."""
        self._nodes: list[Derivation] = []
        self._said: list[Reason] = []
        self.lets: list[tuple[Any, Any]] = []
        self.conditions: list[Any] = []
        self.relation = Relation.EQUAL

    def add(self, node: Derivation, lets: Any) -> None:
        """Note a rule that was applied, with the letters that it brings in."""
        self._nodes.append(node)
        self.lets.extend(pair for pair in lets if pair not in self.lets)
        self.conditions.extend(c for c in node.conditions if c not in self.conditions)
        if node.rule.relation is not Relation.EQUAL:
            self.relation = node.rule.relation

    def say(self, reason: Reason) -> None:
        """Note why a line follows that only writes out what another rule did."""
        self._said.append(reason)

    def without_value(self, parts: Iterable[Derivation]) -> None:
        """Say that a part diverges, and why where it has no block of its own."""
        self.clear()
        diverging = [part for part in parts if part.value in {sp.oo, -sp.oo, sp.nan}]
        if not any(part.premises for part in diverging):
            self._said.extend(map(reason, diverging[:1]))
        self._said.append(Reason(PART_DIVERGES, {}, {}))

    def led_by(self, node: Derivation, last: Reason | None) -> None:
        """Give another reason for what a rule did, or none, where the rule was named on a line before."""
        self._nodes = [n for n in self._nodes if n.rule is not node.rule]
        self._said.extend([] if last is None else [last])

    def add_conditions(self, node: Derivation) -> None:
        """Take over the conditions of a node and of all below, for a goal that is filled in without a word."""
        for below in node.nodes():
            self.conditions.extend(c for c in below.conditions if c not in self.conditions)

    def reasons(self) -> tuple[Reason, ...]:
        """Return one reason a rule, laws of derivatives first; other minor ones only when there is nothing else to say."""
        told = [n for n in self._nodes if not n.rule.minor]
        if not told and not self._said:
            told = [n for n in self._nodes if n.premises] or self._nodes
        linear = [n for n in self._nodes if n.rule.minor and n.goal.is_table_entry]
        if linear:  # term by term: the sum rule is as much of a reason as the rules for the terms
            laws = [n for n in linear if n.premises]
            entries = [n for n in self._nodes if (n in linear or not n.rule.minor) and n not in laws]
            if laws:
                entries = [n for n in entries if n.value != 1 or not n.rule.minor]  # not a word on d/dx x = 1
            told = [*laws, *sorted(entries, key=lambda n: n.rule.minor and n.value == 0)]
        first: dict[str, Reason] = {}
        for node in told:
            here = reason(node)
            before = first.setdefault(node.rule.id, here)
            if not before.letters.keys() & here.letters.keys():  # u = x² on one side, v = 3x on the other
                first[node.rule.id] = Reason(before.rule, {**before.letters, **here.letters}, before.bindings)
        return (*self._said, *first.values())


def reason(node: Derivation) -> Reason:
    """Return why a node's line follows: its rule, and what the letters stand for."""
    letters = node.rule.shows(node.bindings, tuple(p.value for p in node.premises)) if node.rule.shows else {}
    return Reason(node.rule, letters, node.bindings)


def single_step(node: Derivation) -> Step:
    """Return the step of a goal that is worked out in one line, apart from all else."""
    return Step(node.rule.id, node.rule.name, str(node.rule.relation), inert(node.goal), inert(quote(node.value)), {}, node.conditions, 1)


def distinct(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return items in order, each once."""
    return tuple(dict.fromkeys(items))


def distinct_reasons(blocks: Iterable[Block]) -> tuple[Reason, ...]:
    """Return why the lines of blocks follow, a rule once."""
    reasons: dict[str, Reason] = {}
    for why in (why for block in blocks for line in block.lines for why in line.reasons):
        reasons.setdefault(why.rule.id, why)
    return tuple(reasons.values())


def equality(*terms: Term) -> Term:
    """Return an equation, or a chain of equal terms in which each is said once."""
    sides: list[Term] = []
    for term in map(opened, terms):
        if not sides or term != sides[-1]:
            sides.append(term)
    return Term(sp.Eq, tuple(sides)) if len(sides) == 2 else Term(equal_chain, tuple(sides))


def in_one_line(term: Term, blocks: Iterable[Block]) -> Line:
    """Return one line for what blocks work out, with all that their lines say beside their formulas."""
    lines = [line for block in blocks for line in block.lines]
    return Line(
        None,
        term,
        distinct_reasons(blocks),
        distinct(pair for line in lines for pair in line.lets),
        distinct(condition for line in lines for condition in line.conditions),
    )
