"""How a function around the unknown is undone, in words: what was taken on both sides, how many values there are."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.rule import BY_THE_RULE, Bindings, OnTheWay
from symtutor.term import Term, as_term

__all__ = ["divided_first", "how_undone"]

_WORDS: dict[Any, str] = {
    sp.exp: "ln of both sides",
    sp.log: "e to the power of both sides",
    sp.sin: "two angles in each full turn have this sine",
    sp.cos: "two angles in each full turn have this cosine",
    sp.tan: "one angle in each half turn has this tangent",
    sp.Abs: "the inside is this number or minus it",
}


def _apart(bindings: Bindings) -> tuple[Any, Any]:
    """Return the number before the function on the left, and the function."""
    held, function = bindings["left"].as_independent(bindings["x"], as_Add=False)
    return held, function


def how_undone(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return what was done on both sides; nothing for a function of which the name says it."""
    _, function = _apart(bindings)
    if isinstance(function, sp.Pow) and function.exp.is_number:
        is_even = len(bindings["targets"]) > 1
        return {"{}": "both roots of the right side" if is_even else "root of both sides" if function.exp > 1 else "power of both sides"}
    if isinstance(function, sp.Pow):
        return {"{}": "ln of both sides"}
    words = _WORDS.get(type(function))
    return {} if words is None or not bindings["targets"] else {"{}": words}


def divided_first(bindings: Bindings) -> OnTheWay:
    """Return sin x = 1/2 for 2 sin x = 1."""
    held, function = _apart(bindings)
    if held == 1 or not held.is_number or held == 0:
        return OnTheWay()
    line = Term(sp.Eq, (as_term(function), as_term(bindings["right"] / held)))
    return OnTheWay((line,), (BY_THE_RULE,), f"divided by {held}" if held.is_Integer and held > 0 else "divided by the number before it")
