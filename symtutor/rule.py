"""Rules: equations with words; and mistakes: wrong right sides of the same equations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import sympy as sp

from symtutor.goals import Goal
from symtutor.term import Term, quote

__all__ = ["Bindings", "Book", "Mistake", "Relation", "Rule", "opaque", "quoted"]

Bindings = Mapping[str, Any]


class Relation(Enum):
    """How a line follows from the one before it."""

    EQUAL = "="
    IMPLIES = "⇒"
    IFF = "⇔"
    AT_MOST = "≤"
    CASE = "case"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong right side that people write for a rule.

    Parameters
    ----------
    id : str
        Unique within the rule; the full id is ``rule.id/id``.
    right : callable
        The wrong right side over the same bindings.
    words : str
        What went wrong and what is right, in one or two sentences.
    example : str
        An expression in x on which the mistake shows.
    """

    id: str
    right: Callable[..., Term]
    words: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One entry of the book: an equation between a goal and what it leads to.

    Everything follows from ``left`` and ``right``: the premises are the goals
    in ``right``, the value is ``right`` with their values put back, the general
    statement is ``left = right`` over opaque functions.

    Parameters
    ----------
    id : str
        Such as ``diff.product``.
    name : str
        The name students know.
    goal : type of Goal
        The kind of goal it answers.
    when : callable
        ``when(goal, context)`` yields bindings, lazily; several may apply.
    left, right : callable
        Terms over the bindings: the equation.
    words : str
        One sentence for the reader; ``{f}`` is the binding f, as mathematics.
    heads : tuple of type
        Classes of the goal's first argument that the rule can answer; empty means any.
    relation : Relation
        How right follows from left.
    holds : callable, optional
        ``holds(**bindings)`` returns the conditions under which the equation is true.
    cost : int
        For the search: how much a textbook shuns the rule.
    commit : bool
        No other rule is tried for a goal to which this one applies.
    minor : bool
        Merged into the next line unless details are asked for.
    shows : callable, optional
        ``shows(bindings, values)`` returns the letters of the statement with what they stand for on this
        line, such as ``{"f": x**2, "g": sin(x)}``; `values` are those of the premises.
    mistakes : tuple of Mistake
        What people write instead.
    source : str
        Where the rule is stated.
    """

    id: str
    name: str
    goal: type[Goal]
    when: Callable[[Any, Any], Iterable[Bindings]]
    left: Callable[..., Term]
    right: Callable[..., Term]
    words: str
    heads: tuple[Any, ...] = ()
    relation: Relation = Relation.EQUAL
    holds: Callable[..., tuple[Any, ...]] | None = None
    cost: int = 1
    commit: bool = False
    minor: bool = False
    shows: Callable[[Bindings, tuple[Any, ...]], Mapping[str, Any]] | None = None
    mistakes: tuple[Mistake, ...] = ()
    source: str = ""
    parameters: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", tuple(inspect.signature(self.left).parameters))

    def statement(self) -> tuple[Term, Term]:
        """Return left and right over opaque functions: the rule as a textbook states it."""
        bindings = quoted({name: opaque(name) for name in self.parameters})
        return self.left(**bindings), self.right(**bindings)


class Book:
    """All rules, in order of priority, found by the kind of goal and the class of its first argument.

    Parameters
    ----------
    rules : iterable of Rule
        Order is priority among the rules that answer one goal.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_id = {rule.id: rule for rule in self.rules}
        if len(self.by_id) != len(self.rules):
            raise ValueError("two rules of a book have the same id")
        self._found: dict[tuple[Any, Any], tuple[Rule, ...]] = {}

    def rules_for(self, goal: Goal) -> tuple[Rule, ...]:
        """Return the rules that may answer a goal, in order of priority."""
        key = (goal.head, type(goal.args[0]))
        found = self._found.get(key)
        if found is None:
            found = tuple(r for r in self.rules if r.goal is key[0] and (not r.heads or issubclass(key[1], r.heads)))
            self._found[key] = found
        return found

    def with_rules(self, *rules: Rule) -> Book:
        """Return a book in which these rules come first; one with the id of an old rule replaces it."""
        ids = {rule.id for rule in rules}
        return Book((*rules, *(r for r in self.rules if r.id not in ids)))


def quoted(bindings: Bindings) -> dict[str, Any]:
    """Return bindings whose values are Terms, so that a right side is built and not evaluated."""
    return {name: tuple(map(quote, bound)) if isinstance(bound, tuple) else quote(bound) for name, bound in bindings.items()}


_X, _U, _H = sp.symbols("x u h")
_F, _G = sp.Function("f"), sp.Function("g")
_OPAQUE: dict[str, Any] = {
    "x": _X,
    "u": _U,
    "step": _H,
    "f": _F(_X),
    "g": _G(_X),
    "outer": _F(_U),
    "inner": _G(_X),
    "terms": (_F(_X), _G(_X)),
    "factors": (_F(_X), _G(_X)),
}


def opaque(name: str) -> Any:
    """Return what stands for a parameter in a general statement: f(x) for f, a constant for other letters."""
    return _OPAQUE.get(name) or sp.Symbol(name)
