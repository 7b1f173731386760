"""How solutions of equations and sets of places are printed: x = 0 or x = 4/3, (−∞, 0) ∪ (0, ∞)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.goals import optimization as goals
from symtutor.term import Term, as_term, value
from symtutor.textbook import opened
from symtutor.writing.marks.levels import ATOM, RELATION, SUM

__all__ = ["OPTIMIZATION"]

_DIGITS = 10


def _roots(printer: Any, variable: Term, *values: Term) -> tuple[str, int]:
    if not values:
        return printer.marks["no solution"], RELATION
    return printer.marks["or"].join(printer.render(Term(sp.Eq, (variable, v))) for v in values), RELATION


def _either(printer: Any, variable: Term, *parts: Term) -> tuple[str, int]:
    plain = [opened(p) for p in parts]
    kept = [p for p in plain if not (p.head is goals.Roots and len(p.args) == 1)]
    return (printer.marks["or"].join(printer.render(p) for p in kept), RELATION) if kept else _roots(printer, variable)


def _roots_in(printer: Any, variable: Term, _domain: Term, *values: Term) -> tuple[str, int]:
    return _roots(printer, variable, *values)


def _candidates(printer: Any, _variable: Term, candidates: Term, *_values: Term) -> tuple[str, int]:
    return printer.render(candidates), RELATION


def _points(printer: Any, variables: Term, *points: Term) -> tuple[str, int]:
    if not points:
        return printer.marks["no solution"], RELATION
    letters = printer.render(variables)
    return printer.marks["or"].join(f"{letters} = {printer.render(p)}" for p in points), RELATION


def _all_zero(printer: Any, expressions: Term, _variables: Term) -> tuple[str, int]:
    return ", ".join(f"{printer.render(e)} = 0" for e in opened(expressions).args), RELATION


def _union(printer: Any, *parts: Term) -> tuple[str, int]:
    return f" {printer.marks['union']} ".join(printer.render(p) for p in parts), SUM


def _without(printer: Any, whole: Term, points: Term) -> tuple[str, int]:
    return f"{printer.render(whole)} {printer.marks['without']} {printer.render(points)}", SUM


def _isolated(printer: Any, expr: Term, variable: Term, low: Term, high: Term) -> tuple[str, int]:
    """Print a zero that no formula gives by its first digits; what it is stands in the line that found it."""
    number = goals.IsolatedRoot(*(value(opened(a)) for a in (expr, variable, low, high)))
    return printer.render(_digits(number)) + printer.marks["ellipsis"], ATOM


def _root_of(printer: Any, polynomial: Term, index: Term) -> tuple[str, int]:
    number = sp.CRootOf(value(opened(polynomial)), int(value(opened(index))))
    return printer.render(_digits(number)) + printer.marks["ellipsis"], ATOM


def _digits(number: Any) -> Term:
    """Return the first digits of a number, as a term."""
    return as_term(sp.Float(number.evalf(_DIGITS + 5), _DIGITS))


OPTIMIZATION: dict[Any, Callable[..., tuple[str, int]]] = {
    goals.Roots: _roots,
    goals.either: _either,
    goals.roots_in: _roots_in,
    goals.solving: _candidates,
    goals.IsolatedRoot: _isolated,
    goals.Points: _points,
    goals.all_zero: _all_zero,
    sp.CRootOf: _root_of,
    sp.Union: _union,
    sp.Complement: _without,
}
