"""Derivations: trees of goals, each with the rule that answered it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from symtutor.goals.core import Goal
from symtutor.rule import Bindings, Remark, Rule, applied, quoted
from symtutor.term import Term

__all__ = ["Derivation", "Solved"]


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """A goal, the rule that answered it, and the derivations of the goals that it led to.

    Parameters
    ----------
    goal : Goal
        The closed goal.
    rule : Rule or Remark
        The entry of the book that was used; a remark where the goal came back or was found above.
    bindings : mapping
        What the rule's letters stand for here.
    premises : tuple of Derivation
        One for each goal in the rule's right side, innermost first.
    value : Basic
        The answer.
    conditions : tuple of Boolean
        Conditions that could not be decided, stated on the line.
    returned : frozenset of Goal
        Goals that came back inside this derivation and stand in `value` as letters.
    solved : bool
        Whether `value` was found by solving an equation for a goal that came back.
    name : Symbol, optional
        The letter given to the goal when it came back.
    cost : int
        The cost of all distinct goals below, this one included.
    """

    goal: Goal
    rule: Remark
    bindings: Bindings
    premises: tuple[Derivation, ...]
    value: Any
    conditions: tuple[Any, ...] = ()
    returned: frozenset[Goal] = field(default=frozenset())
    solved: bool = False
    name: Any = None
    cost: int = 0

    @property
    def came_back(self) -> bool:
        """Whether this is a goal being solved that came back: its value is the letter given to it."""
        return self.name is not None and not self.solved

    def right(self) -> Term:
        """Return the rule's right side for this node, goals inside."""
        return applied(self._equation().right, quoted(self.bindings))

    def left(self) -> Term:
        """Return the rule's left side for this node."""
        return self._equation().left(**quoted(self.bindings))

    def _equation(self) -> Rule:
        if not isinstance(self.rule, Rule):
            raise TypeError(f"{self.rule.name}: there is no equation")
        return self.rule

    def nodes(self) -> Iterator[Derivation]:
        """Yield each distinct node once, premises before conclusions."""
        seen: set[int] = set()
        stack: list[tuple[Derivation, bool]] = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((p, False) for p in reversed(node.premises))

    def __str__(self) -> str:
        return f"{self.goal} = {self.value}  [{self.rule.id}]"


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The answer to a whole problem: the term asked for and a derivation for each goal in it.

    Parameters
    ----------
    term : Term
        What was asked; goals may stand anywhere inside.
    premises : tuple of Derivation
        One for each goal of the term, innermost first.
    value : Basic
        The answer.
    finish : Derivation, optional
        The lines that write the last premise's value in the form in which the answer is left.
    """

    term: Term
    premises: tuple[Derivation, ...]
    value: Any
    finish: Derivation | None = None

    def nodes(self) -> Iterator[Derivation]:
        """Yield each distinct node of all derivations once, premises before conclusions."""
        seen: set[int] = set()
        for premise in (*self.premises, *([] if self.finish is None else [self.finish])):
            for node in premise.nodes():
                if id(node) not in seen:
                    seen.add(id(node))
                    yield node
