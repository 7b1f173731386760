"""How conditions and sets are printed: x > 0 or x < −1, x ∉ ℤ, (0, 1], {1, 2}."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.term import Term
from symtutor.textbook import opened
from symtutor.writing.marks.levels import ATOM, RELATION

__all__ = ["CONDITIONS"]


def _any(printer: Any, *conditions: Term) -> tuple[str, int]:
    return printer.marks["or"].join(printer.render(c) for c in conditions), RELATION


def _not(printer: Any, condition: Term) -> tuple[str, int]:
    inner = opened(condition)
    if inner.head is sp.Contains:
        element, members = inner.args
        return f"{printer.render(element)} {printer.marks['not in']} {printer.render(members)}", RELATION
    return printer.marks["not"] + printer.brackets(printer.render(inner)), RELATION


def _contains(printer: Any, element: Term, members: Term) -> tuple[str, int]:
    return f"{printer.render(element)} {printer.marks['in']} {printer.render(members)}", RELATION


def _finite(printer: Any, *elements: Term) -> tuple[str, int]:
    return printer.marks["{"] + ", ".join(printer.render(e) for e in elements) + printer.marks["}"], ATOM


def _interval(printer: Any, low: Term, high: Term, is_left_open: Term, is_right_open: Term) -> tuple[str, int]:
    left, right = (opened(side).head is sp.logic.boolalg.BooleanTrue for side in (is_left_open, is_right_open))
    return f"{'(' if left else '['}{printer.render(low)}, {printer.render(high)}{')' if right else ']'}", ATOM


def _named(name: str) -> Callable[..., tuple[str, int]]:
    return lambda printer: (printer.marks[name], ATOM)


CONDITIONS: dict[Any, Callable[..., tuple[str, int]]] = {
    sp.Or: _any,
    sp.Not: _not,
    sp.Contains: _contains,
    sp.FiniteSet: _finite,
    sp.Interval: _interval,
    type(sp.S.EmptySet): _named("empty"),
    type(sp.S.Integers): _named("integers"),
    type(sp.S.Reals): _named("reals"),
}
