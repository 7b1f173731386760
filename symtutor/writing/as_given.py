"""A solution in the notation of the problem: sums in the order in which they were typed, σ where σ was typed, Taylor polynomials rising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.deriving.kept_order import Memory
from symtutor.functions import Sigmoid
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import Map, elementwise, is_matrix, times, trace, transposed
from symtutor.term import LEAVES, Constant, Negation, Norm, Quote, Quotient, Root, Term, Variable, product, quote, value
from symtutor.textbook import opened, written
from symtutor.writing.document import Chain, Document, Paragraph, Part, Piece

__all__ = ["Notation", "as_given", "without_sigma"]

_PLAIN = frozenset(
    {sp.Add, sp.Mul, sp.Pow, Negation, Quotient, Root, sp.sin, sp.cos, sp.tan, sp.exp, sp.log, sp.atan, sp.asin, sp.Abs, Sigmoid}
)

_OF_ENTRIES = frozenset({Map, elementwise})
_TRACES = frozenset({sp.Trace, trace})

Orders = Mapping[frozenset[Term], tuple[Term, ...]]
_MANY_TERMS = 8
_MANY_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Notation:
    """How a problem is written.

    Parameters
    ----------
    orders : mapping
        The terms of each sum that stands in another order than the usual one, with that order.
    has_sigma : bool
        Whether sigmoids are written by their name.
    has_norm : bool
        Whether rᵀ·r is written ‖r‖².
    rising : tuple of Expr, optional
        A variable and a point: sums of powers of the distance from it begin with the lowest one.
    """

    orders: Orders
    has_sigma: bool
    has_norm: bool = False
    rising: tuple[Any, Any] | None = None

    @classmethod
    def of(cls, typed: Iterable[Term], rising: tuple[sp.Expr, sp.Rational] | None = None, *, has_norm: bool = False) -> Notation:
        """Return the notation of what the caller typed, in its own order; derivatives of sums keep it too."""
        terms = tuple(typed)
        given = {key: order for term in terms for key, order in _orders(term).items()}
        following = {key: order for order in given.values() for key, order in _orders_of_derivatives(order)}
        orders = {**following, **given}  # a derivative in the usual order too: its lines follow a sum in another one
        if all(order == _usual(order) for order in orders.values()):
            orders = {}
        heads = {part.head for term in terms for part in _parts(term)}
        return cls(orders, Sigmoid in heads, has_norm or Norm in heads, rising)

    @property
    def is_usual(self) -> bool:
        """Whether everything is written as it always is."""
        return not self.orders and not self.has_sigma and not self.has_norm and self.rising is None

    def piece(self, found: Piece) -> Piece:
        """Return a text as it is, and a formula in this notation."""
        return found if isinstance(found, str) else self.formula(found)

    def formula(self, found: Term) -> Term:
        """Return a formula in this notation."""
        return _rewritten(opened(found), self)


def as_given(document: Document, notation: Notation) -> Document:
    """Return a document in the notation of its problem.

    Parameters
    ----------
    document : Document
        The worked solution.
    notation : Notation
        How the problem is written.
    """
    if notation.is_usual and not any(_is_of_entries(part.rows) for part in document.parts if isinstance(part, Chain)):
        return document

    memory = Memory()

    def part(found: Part) -> Part:
        if isinstance(found, Chain):
            memory.begin()
            rows = (
                replace(row, term=memory.ordered(notation.formula(row.term)), note=tuple(map(notation.piece, row.note)))
                for row in found.rows
            )
            return Chain(tuple(rows))
        if isinstance(found, Paragraph):
            pieces = map(notation.piece, found.pieces)
            return replace(found, pieces=tuple(p if isinstance(p, str) else memory.ordered(p) for p in pieces))
        return found

    return Document(tuple(map(notation.piece, document.title)), tuple(map(part, document.parts)))


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
            values = [value(without_sigma(arg)) for arg in part.args]
            total = sp.Add(*values)
            if isinstance(total, sp.Add) and set(total.args) == set(values) and len(total.args) == len(values):
                order = tuple(map(written, values))
                found[frozenset(order)] = order
    return found


def without_sigma(term: Term) -> Term:
    """Return a term with σ(u) written as 1/(1 + e^(−u)), which it stands for."""
    if term.head in LEAVES:
        return term
    args = tuple(without_sigma(a) if isinstance(a, Term) else a for a in term.args)
    return 1 / (1 + Term(sp.exp, (-args[0],))) if term.head is Sigmoid else Term(term.head, args)


def _orders_of_derivatives(order: tuple[Term, ...]) -> Iterator[tuple[frozenset[Term], tuple[Term, ...]]]:
    """Yield the sums of the derivatives of the terms of a sum, first and second, each in the order of the terms."""
    values = [value(term) for term in order]
    letters = sorted({s for v in values for s in v.free_symbols}, key=lambda s: s.name)
    if len(values) > _MANY_TERMS or len(letters) > _MANY_LETTERS:
        return
    first = [[sp.diff(v, letter) for v in values] for letter in letters]
    second = [[sp.diff(v, letter) for v in slopes] for slopes in first for letter in letters]
    for slopes in (*first, *second):
        kept = [v for v in slopes if v != 0]
        total = sp.Add(*kept)
        if len(kept) > 1 and isinstance(total, sp.Add) and set(total.args) == set(kept):
            written_ones = tuple(map(written, kept))
            yield frozenset(written_ones), written_ones


def _usual(order: tuple[Term, ...]) -> tuple[Any, ...]:
    return written(sp.Add(*map(value, order))).args


def _rewritten(term: Term, notation: Notation) -> Term:
    if isinstance(term, Goal) or term.head in LEAVES:
        return term
    if term.head in _OF_ENTRIES:
        notation = replace(notation, has_sigma=True)
    if notation.has_norm and (norm := _squared_norm(term)) is not None:
        return Term(sp.Pow, (norm, written(sp.Integer(2))))
    parts = [_opened(a, notation) if isinstance(a, Term) else a for a in term.args]
    args = tuple(_rewritten(a, notation) if isinstance(a, Term) and a.head is not Quote else a for a in parts)
    if term.head is Root and args[0].head is sp.Pow and args[0].args[0].head is Norm and args[1] == args[0].args[1]:
        return args[0].args[0]
    if term.head is sp.Add and frozenset(term.args) in notation.orders:
        order = notation.orders[frozenset(term.args)]
        args = tuple(args[term.args.index(each)] for each in order)
    elif term.head is sp.Add and notation.rising is not None:
        args = _rising(args, *notation.rising)
    below, power = (args[1].args if args[1].head is sp.Pow else (args[1], _ONE)) if term.head is Quotient else (None, _ONE)
    inside = None if below is None or not notation.has_sigma else _inside_sigmoid(below)
    if inside is not None:
        sigma = Term(Sigmoid, (inside,))
        sigma = sigma if power == _ONE else Term(sp.Pow, (sigma, power))
        above = () if args[0] == _ONE else args[0].args if args[0].head is sp.Mul else args[:1]
        first = next((i for i, factor in enumerate(above) if factor.head is sp.Add), len(above))  # σ(1 − σ)
        return product([*above[:first], sigma, *above[first:]])
    if notation.has_sigma and term.head is sp.Mul:
        return _over_sigmoids(args)
    return Term(term.head, args, term.span)


def _over_sigmoids(factors: tuple[Term, ...]) -> Term:
    """Return a product with y/σ(u) for y(1 + e^(−u))."""
    inside = {i: u for i, factor in enumerate(factors) if (u := _inside_sigmoid(factor)) is not None}
    if not inside:
        return Term(sp.Mul, factors)
    above = [factor for i, factor in enumerate(factors) if i not in inside]
    first = next((i for i, factor in enumerate(above) if isinstance(factor.head, type) and factor.head is sp.Derivative), len(above))
    below = [Term(Sigmoid, (u,)) for u in inside.values()]
    fraction = Term(Quotient, (product(above[:first]) if first else _ONE, product(below)))
    return product([fraction, *above[first:]])


def _opened(term: Term, notation: Notation) -> Term:
    """Return a quoted value as a Term where norms may stand in it."""
    return opened(term) if notation.has_norm and term.head is Quote else term


def _squared_norm(term: Term) -> Term | None:
    """Return ‖r‖ for the trace of rᵀ·r, ‖R‖_F for that of a matrix, or None of another term."""
    if term.head not in _TRACES:
        return None
    inner = value(term.args[0])
    factors = inner.args if isinstance(inner, sp.MatMul) else ()
    R = times(*factors[len(factors) // 2 :]) if factors and len(factors) % 2 == 0 and all(map(is_matrix, factors)) else None
    if R is None or transposed(R) != times(*factors[: len(factors) // 2]):
        return None
    return Term(Norm, (quote(R), *(() if R.shape[1] == 1 else (Term(Variable, (sp.Symbol("F"),)),))))


def _rising(terms: tuple[Term, ...], variable: sp.Basic, about: sp.Basic) -> tuple[Term, ...]:
    """Return the terms of a polynomial in the distance from a point with the lowest power first, others as they are."""
    if not all(part.head in _PLAIN | LEAVES for term in terms for part in _parts(term)):
        return terms
    powers = [_power_of_distance(value(term), variable, about) for term in terms]
    return terms if None in powers else tuple(term for _, term in sorted(zip(powers, terms, strict=True), key=lambda pair: pair[0]))


def _power_of_distance(expr: sp.Expr, variable: Any, about: Any) -> Any:
    """Return k for c·(x − a)^k with a whole number k, else None."""
    _, rest = expr.as_independent(variable, as_Add=False)
    if rest == variable - about:
        return sp.S.One
    if rest.is_Add and sp.expand(expr - expr.coeff(variable) * (variable - about)) == 0:
        return sp.S.One  # SymPy multiplies (x − 4)/4 out
    base, exponent = rest.as_base_exp()
    if rest == 1:
        return sp.S.Zero
    return exponent if base == variable - about and exponent.is_Integer and exponent > 0 else None


def _inside_sigmoid(below: Term) -> Term | None:
    """Return u for the denominator 1 + e^(−u)."""
    if below.head is not sp.Add or len(below.args) != 2 or _ONE not in below.args:
        return None
    other = next(a for a in below.args if a != _ONE)
    if other.head is not sp.Pow or other.args[0] != Term(Constant, (sp.E,)):
        return None
    return written(-value(other.args[1]))


_ONE = written(sp.S.One)
