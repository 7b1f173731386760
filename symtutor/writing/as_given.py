"""A solution in the notation of the problem: sums in the order in which they were typed, σ where σ was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.functions import Sigmoid
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import Map, elementwise
from symtutor.term import LEAVES, Constant, Negation, Quote, Quotient, Root, Term, value
from symtutor.textbook import opened, written
from symtutor.writing.document import Chain, Document, Paragraph, Part, Piece

__all__ = ["as_given"]

_PLAIN = frozenset({sp.Add, sp.Mul, sp.Pow, Negation, Quotient, Root, sp.sin, sp.cos, sp.tan, sp.exp, sp.log, sp.atan, sp.asin, sp.Abs})

_OF_ENTRIES = frozenset({Map, elementwise})

Orders = Mapping[frozenset[Term], tuple[Term, ...]]


def as_given(document: Document, typed: Iterable[Term]) -> Document:
    """Return a document in which sums stand as they were typed, and sigmoids by their name where they were.

    Parameters
    ----------
    document : Document
        The worked solution.
    typed : iterable of Term
        What the caller wrote, in its own order.
    """
    terms = tuple(typed)
    orders = {key: order for term in terms for key, order in _orders(term).items() if order != _usual(order)}
    has_sigma = any(part.head is Sigmoid for term in terms for part in _parts(term))
    if not orders and not has_sigma and not any(_is_of_entries(part.rows) for part in document.parts if isinstance(part, Chain)):
        return document

    def formula(found: Term) -> Term:
        return _rewritten(opened(found), orders, has_sigma=has_sigma)

    def piece(found: Piece) -> Piece:
        return found if isinstance(found, str) else formula(found)

    def part(found: Part) -> Part:
        if isinstance(found, Chain):
            rows = (replace(row, term=formula(row.term), note=tuple(map(piece, row.note))) for row in found.rows)
            return Chain(tuple(rows))
        return replace(found, pieces=tuple(map(piece, found.pieces))) if isinstance(found, Paragraph) else found

    return Document(tuple(map(piece, document.title)), tuple(map(part, document.parts)))


def _is_of_entries(rows: Iterable[Any]) -> bool:
    """Tell whether functions of the entries of matrices stand in lines: there 1/(1 + e^(−A)) is always called σ(A)."""
    return any(part.head in _OF_ENTRIES for row in rows for part in _parts(opened(row.term)))


def _parts(term: Term) -> Iterable[Term]:
    yield term
    if term.head not in LEAVES:
        for arg in term.args:
            if isinstance(arg, Term):
                yield from _parts(arg)


def _orders(term: Term) -> dict[frozenset[Term], tuple[Term, ...]]:
    """Return the sums in a term that keep their terms as values, each with its order."""
    found = {}
    for part in _parts(term):
        if part.head is sp.Add and all(inside.head in _PLAIN | LEAVES for inside in _parts(part)):
            values = [value(arg) for arg in part.args]
            total = sp.Add(*values)
            if isinstance(total, sp.Add) and set(total.args) == set(values) and len(total.args) == len(values):
                order = tuple(map(written, values))
                found[frozenset(order)] = order
    return found


def _usual(order: tuple[Term, ...]) -> tuple[Any, ...]:
    return written(sp.Add(*map(value, order))).args


def _rewritten(term: Term, orders: Orders, *, has_sigma: bool) -> Term:
    if isinstance(term, Goal) or term.head in LEAVES:
        return term
    has_sigma = has_sigma or term.head in _OF_ENTRIES
    args = tuple(_rewritten(a, orders, has_sigma=has_sigma) if isinstance(a, Term) and a.head is not Quote else a for a in term.args)
    if term.head is sp.Add and frozenset(term.args) in orders:
        order = orders[frozenset(term.args)]
        args = tuple(args[term.args.index(each)] for each in order)
    inside = _inside_sigmoid(args[1]) if has_sigma and term.head is Quotient else None
    if inside is not None:
        sigma = Term(Sigmoid, (inside,))
        return sigma if args[0] == _ONE else Term(sp.Mul, (*(args[0].args if args[0].head is sp.Mul else (args[0],)), sigma))
    return Term(term.head, args, term.span)


def _inside_sigmoid(below: Term) -> Term | None:
    """Return u for the denominator 1 + e^(−u)."""
    if below.head is not sp.Add or len(below.args) != 2 or _ONE not in below.args:
        return None
    other = next(a for a in below.args if a != _ONE)
    if other.head is not sp.Pow or other.args[0] != Term(Constant, (sp.E,)):
        return None
    return written(-value(other.args[1]))


_ONE = written(sp.S.One)
