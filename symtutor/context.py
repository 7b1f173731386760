"""What a rule may ask while it looks for its bindings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import BINDING
from symtutor.goals.core import Goal
from symtutor.term import fresh_symbol

__all__ = ["Context"]

_LETTERS = "uvwstpqrmn"


class Context:
    """Facts that the rules of one call share: dependence, fresh letters, domains, values of goals.

    Parameters
    ----------
    solve : callable
        Returns the value of a goal, or None; the same search and memo as the caller's.
    domain : mapping of Symbol to Set
        Where symbols live; others are real.
    given : mapping of Expr to Expr
        Values of named functions at points.
    """

    def __init__(self, solve: Callable[[Goal], Any], domain: Mapping[Any, Any], given: Mapping[Any, Any]) -> None:
        self.value = solve
        self.domain = domain
        self.given = given
        self._symbols: dict[Any, frozenset[Any]] = {}

    def symbols(self, expr: Any) -> frozenset[Any]:
        """Return the symbols in an expression; each subexpression is looked at once a call."""
        found = self._symbols.get(expr)
        if found is None:
            if isinstance(expr, sp.Symbol):
                found = frozenset((expr,))
            elif isinstance(expr, BINDING):
                found = frozenset(expr.free_symbols)
            else:
                found = frozenset().union(*[self.symbols(a) for a in expr.args]) if expr.args else frozenset()
            self._symbols[expr] = found
        return found

    def depends(self, expr: Any, variable: Any) -> bool:
        """Tell whether a symbol stands in an expression."""
        return variable in self.symbols(expr)

    def letter(self, *exprs: Any, choices: str = _LETTERS) -> sp.Symbol:
        """Return the first letter that stands in none of the expressions."""
        used = {s.name for expr in exprs for s in self.symbols(expr)}
        return fresh_symbol(used, choices)

    def holds(self, condition: Any) -> bool | None:
        """Return whether a condition is true on the domain, false on it, or neither (None)."""
        if condition in {sp.true, sp.false}:
            return bool(condition)
        symbols = condition.free_symbols
        if len(symbols) != 1:
            return None
        (symbol,) = symbols
        domain = self.domain.get(symbol)
        return None if domain is None or not condition.is_Relational else _holds_on(condition, domain)


@lru_cache(maxsize=1024)
def _holds_on(condition: Any, domain: sp.Set) -> bool | None:
    """Return whether a relation in one letter is true on a set, false on it, or neither; SymPy takes long to solve some."""
    truth = condition.as_set()
    if domain.is_subset(truth):
        return True
    return False if domain.intersect(truth).is_empty else None
