"""Numbers in the places of letters, before they are worked out: (9 − 6)/(6 − 9), ln 2 − ln 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.term import LEAVES, ZERO, Constant, Negation, Quote, Quotient, Root, Term, quote, value
from symtutor.textbook import written

__all__ = ["numbers_in"]


def numbers_in(expr: Any, table: Mapping[Any, Any]) -> Term:
    """Return an expression with numbers in the places of letters: its sums, fractions and functions are kept, the rest is worked out.

    Parameters
    ----------
    expr : Expr, matrix or Term
        A Term keeps its own order.
    table : mapping
        From letters to what stands for them.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> found = numbers_in((x**2 - 2 * y) / (2 * x - y**2), {x: sp.Integer(3), y: sp.Integer(3)})
    >>> [value(term) for term in found.args[0].args], [value(term) for term in found.args[1].args]
    ([9, -6], [6, -9])
    """
    return _numbers_in(expr if isinstance(expr, Term) else written(expr), table)


_E = Term(Constant, (sp.E,))
_KEPT = frozenset({sp.Add, Quotient, Negation})
_SAID = frozenset({sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc, sp.log, sp.asin, sp.acos, sp.atan})  # ln 1, not 0


def _numbers_in(term: Term, table: Mapping[Any, Any]) -> Term:
    """Return a term with numbers in; what a reader works out in the head is worked out."""
    if term.head in {sp.Matrix, sp.Tuple}:
        return Term(term.head, tuple(_numbers_in(a, table) for a in term.args))
    found = quote(value(term).xreplace(table))
    if term.head in LEAVES:
        return found
    if term.head is sp.Pow and term.args[0] == _E and found.args[0] == 1:
        return Term(sp.Pow, (_E, ZERO))  # e^0, not 1
    if term.head in _SAID or (term.head in {Root, sp.Pow} and term.args[0].head is sp.Add):
        return Term(term.head, (_numbers_in(term.args[0], table), *term.args[1:]))
    if term.head is sp.Mul:
        return _product_with_numbers(term, table, found)
    if term.head not in _KEPT or (term.head is Quotient and found.args[0] == 0):
        return found
    args = tuple(_numbers_in(a, table) for a in term.args)
    if term.head is Negation and args[0].head is Quote:
        return found
    if term.head is Quotient and all(a.head is Quote for a in args):
        return found
    return Term(term.head, args)


def _product_with_numbers(term: Term, table: Mapping[Any, Any], found: Term) -> Term:
    """Return a product with numbers in: the numbers multiplied, before the functions and brackets that are kept."""
    args = [_numbers_in(a, table) for a in term.args]
    kept = [a for a in args if a.head is not Quote]
    number = sp.Mul(*(a.args[0] for a in args if a.head is Quote))
    if number == 0 or not kept:
        return found
    if number == 1:
        return kept[0] if len(kept) == 1 else Term(sp.Mul, tuple(kept))
    if number == -1:
        return Term(Negation, (kept[0] if len(kept) == 1 else Term(sp.Mul, tuple(kept)),))
    return Term(sp.Mul, (quote(number), *kept))
