"""Letters of a worked solution: each means one thing, and none is the user's."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.derivation import Derivation
from symtutor.term import LEAVES, At, Term, fresh_symbol, subterms

__all__ = ["Letters"]

_LETTERS = "uvwstpqrmn"


class Letters:
    """The letters introduced so far, and what each stands for."""

    def __init__(self) -> None:
        self._meaning: dict[Any, Any] = {}
        self._taken: set[str] = set()

    def avoid(self, term: Term) -> None:
        """Never introduce a letter that stands in a term."""
        for part in subterms(term):
            for arg in part.args:
                if isinstance(arg, sp.Basic):
                    self._taken |= {s.name for s in arg.free_symbols if isinstance(s, sp.Symbol)}

    def constant(self) -> sp.Symbol:
        """Return the letter of the constant of integration."""
        return fresh_symbol(self._taken, ("C", "K", "C_0", "K_0"))

    def unique(self, node: Derivation) -> Derivation:
        """Return a node whose substitution letter is new here, or means what it meant before."""
        for letter, meaning in self._substitutions(node):
            known = self._meaning.get(letter)
            if known == meaning:
                continue
            below = _symbols_below(node)
            same = next((name for name, m in self._meaning.items() if m == meaning and name not in below), None)
            fresh = same or (letter if known is None and letter.name not in self._taken else self._fresh(below))
            self._meaning[fresh] = meaning
            if fresh != letter:
                node = _renamed(node, {letter: fresh}, {})
        return node

    def introduced(self, node: Derivation) -> tuple[tuple[sp.Symbol, sp.Expr], ...]:
        """Return the letters that a node brings in, with their meanings."""
        return tuple(self._substitutions(node))

    def _substitutions(self, node: Derivation) -> list[tuple[sp.Symbol, sp.Expr]]:
        """Return the letters that stand in a rule's right side for other expressions, with these."""
        found = []
        for part in subterms(node.right()):
            if part.head is At and part.args[0].head not in LEAVES and part.args[1].args and part.args[2].head in LEAVES:
                letter = part.args[1].args[0]
                if isinstance(letter, sp.Symbol) and letter not in _free_symbols(node.goal):
                    found.append((letter, part.args[2].args[0]))
        return found

    def _fresh(self, below: set[Any]) -> sp.Symbol:
        used = self._taken | {s.name for s in below} | {s.name for s in self._meaning}
        return fresh_symbol(used, _LETTERS)


def _symbols_below(node: Derivation) -> set[sp.Basic]:
    """Return the symbols of all goals below a node: a letter renamed to one of them would be captured."""
    return {s for premise in node.premises for part in premise.nodes() for s in _free_symbols(part.goal)}


def _free_symbols(goal: Any) -> set[sp.Basic]:
    return {s for a in goal.args if isinstance(a, sp.Basic) for s in a.free_symbols}


def _renamed(node: Derivation, names: dict[sp.Symbol, sp.Symbol], done: dict[int, Derivation]) -> Derivation:
    """Return a derivation with letters renamed all through."""
    if id(node) in done:
        return done[id(node)]

    def rename(thing: Any) -> Any:
        if isinstance(thing, tuple):
            return tuple(rename(t) for t in thing)
        return thing.xreplace(names) if isinstance(thing, sp.Basic) else thing

    result = Derivation(
        type(node.goal)(*(rename(a) for a in node.goal.args)),
        node.rule,
        {key: rename(bound) for key, bound in node.bindings.items()},
        tuple(_renamed(p, names, done) for p in node.premises),
        rename(node.value),
        rename(node.conditions),
        node.returned,
        node.solved,
        node.name,
        node.cost,
    )
    done[id(node)] = result
    return result
