"""The book of rules: shelves that are loaded when they are asked, and rules found by what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from symtutor.goals.core import Goal
from symtutor.rule import Mistake, Rule, Slip

__all__ = ["Book", "Shelf"]


class Shelf:
    """Rules that are loaded when a goal of one of their kinds is first asked.

    Parameters
    ----------
    kinds : iterable of type of Goal
        What the rules answer.
    load : callable
        Returns the rules in order of priority.
    """

    def __init__(self, kinds: Iterable[type[Goal]], load: Callable[[], Iterable[Rule]]) -> None:
        self.kinds = frozenset(kinds)
        self._load = load

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, loaded on first use."""
        rules = tuple(self._load())
        strays = {rule.id for rule in rules if rule.goal not in self.kinds}
        if strays:
            raise ValueError(f"rules of a kind that their shelf does not name: {', '.join(sorted(strays))}")
        return rules


class Book:
    """All rules, in order of priority, found by the kind of goal and the class of its first argument.

    Parameters
    ----------
    shelves : iterable of Shelf
        Order is priority among the rules that answer one goal.
    slips : callable
        Gives the mistakes that no rule makes, in the order in which they are tried.
    """

    def __init__(self, shelves: Iterable[Shelf], slips: Callable[[], Iterable[Slip]] = tuple) -> None:
        self._shelves = tuple(shelves)
        self._load_slips = slips
        self._found: dict[tuple[Any, Any], tuple[Rule, ...]] = {}

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Book:
        """Return a book of these rules."""
        held = tuple(rules)
        if len({rule.id for rule in held}) != len(held):
            raise ValueError("two rules of a book have the same id")
        return cls([Shelf({rule.goal for rule in held}, lambda: held)])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the book; this loads all of them."""
        return tuple(rule for shelf in self._shelves for rule in shelf.rules)

    @property
    def by_id(self) -> dict[str, Rule]:
        """Every rule by its id; this loads all of them."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """Every mistake that no rule makes; this loads all of them."""
        return tuple(self._load_slips())

    def mistake(self, name: str) -> Mistake | Slip:
        """Return the mistake of a full id, such as ``diff.product/product-of-derivatives``, as a verdict names it.

        Raises
        ------
        KeyError
            If the book has none of this id.
        """
        slip = next((s for s in self.slips if s.id == name), None)
        if slip is not None:
            return slip
        rule, _, own = name.partition("/")
        found = next((m for m in self.by_id[rule].mistakes if m.id == own), None) if rule in self.by_id else None
        if found is None:
            raise KeyError(f"the book has no mistake {name!r}")
        return found

    def rules_for(self, goal: Goal) -> tuple[Rule, ...]:
        """Return the rules that may answer a goal, in order of priority."""
        key = (goal.head, type(goal.args[0]))
        found = self._found.get(key)
        if found is None:
            rules = (r for shelf in self._shelves if key[0] in shelf.kinds for r in shelf.rules)
            found = tuple(r for r in rules if r.goal is key[0] and (not r.heads or issubclass(key[1], r.heads)))
            self._found[key] = found
        return found

    def with_rules(self, *rules: Rule) -> Book:
        """Return a book in which each of these rules stands in the place of the one with its id, or else comes first."""
        new = {rule.id: rule for rule in rules}
        kinds = {rule.goal for rule in rules}
        shelves = []
        for shelf in self._shelves:
            if shelf.kinds & kinds:
                replaced = tuple(new.pop(r.id, r) for r in shelf.rules)
                shelves.append(Shelf(shelf.kinds, lambda replaced=replaced: replaced))  # type: ignore[misc]
            else:
                shelves.append(shelf)
        extra = tuple(new.values())
        return Book([Shelf({r.goal for r in extra}, lambda: extra), *shelves] if extra else shelves, self._load_slips)

    def typed_out(self) -> Book:
        """Return the book for formulas that were typed out: without the rules of functions that are written by name."""
        return Book(
            [Shelf(shelf.kinds, lambda shelf=shelf: (r for r in shelf.rules if r.by_name is None)) for shelf in self._shelves],  # type: ignore[misc]
            self._load_slips,
        )
