"""Texts of matrix calculus whose shapes do not fit: what they would have to be, one exchange or one transpose away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self, cast

import sympy as sp

from symtutor.errors import SymtutorError
from symtutor.reading.matrices.reader import meaning_of, parsed
from symtutor.reading.matrices.shapes import ShapesDoNotFit
from symtutor.term import Constant, Decimal, Number, Term

__all__ = ["IllShaped", "Repair", "repairs"]

_MOST = 400  # changes that are tried
_NUMBERS = frozenset({Number, Decimal, Constant})


@dataclass(frozen=True, slots=True)
class Repair:
    """A text with factors exchanged or transposed, so that its shapes fit.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        What it means then.
    is_exchange : bool
        Whether factors were exchanged; else some were transposed.
    places : tuple of str
        The factors as typed: the one that belongs first and the one after it, or those that were transposed.
    symbols : mapping of str to Symbol or MatrixSymbol
        The letters of the text.
    """

    expr: Any
    is_exchange: bool
    places: tuple[str, ...]
    symbols: Mapping[str, Any]

    @property
    def words(self) -> str:
        """Return one sentence on what was changed."""
        if self.is_exchange:
            return f"The factors stand in the wrong order: {self.places[0]} belongs before {self.places[1]}."
        one = len(self.places) == 1
        return f"{' and '.join(self.places)} {'has' if one else 'have'} to be transposed."


class IllShaped(sp.Symbol):
    """An answer that can be read and whose shapes do not fit: printed as it was typed, and wrong."""

    why: str
    repairs: tuple[Repair, ...]

    def __new__(cls, text: str, error: ShapesDoNotFit, found: tuple[Repair, ...]) -> Self:
        """Return an answer as a symbol, with what is wrong and what would fit."""
        made: Any = sp.Symbol.__xnew__(cls, text)
        made.why, made.repairs = str(error).splitlines()[0], found
        return cast("Self", made)


def repairs(text: str, shapes: Mapping[Any, Any], wanted: tuple[Any, Any] | None, *, by_entries: bool = False) -> Iterator[Repair]:
    """Yield what a text means with one exchange, or with one or two transposes, where the shapes fit then.

    Parameters
    ----------
    text : str
        What can be read.
    shapes : mapping
        See `read_matrix`.
    wanted : pair of sizes or None
        The shape of the whole; None for a number.
    by_entries : bool
        See `read_matrix`.

    Examples
    --------
    >>> shapes = {"X": ("m", "n"), "W": ("n", "p"), "Y": ("m", "p")}
    >>> next(repairs("(X W - Y) X^T", shapes, ("n", "p"))).words
    'The factors stand in the wrong order: X^T belongs before (X W - Y).'
    """
    term = parsed(text, shapes)[0]
    once = list(islice(_changed(term, text), _MOST))
    twice = [
        (changed, is_exchange, (*places, *more))
        for first, is_exchange, places in once
        if not is_exchange
        for changed, again, more in _changed(first, text)
        if not again and more[0] not in places
    ]
    for changed, is_exchange, places in islice((*once, *twice), _MOST):
        try:
            expr, symbols = meaning_of(changed, text, shapes, wanted, by_entries=by_entries)
        except SymtutorError:
            continue
        if (tuple(expr.shape) if isinstance(expr, sp.MatrixExpr) else None) == (None if wanted is None else tuple(map(sp.sympify, wanted))):
            yield Repair(expr, is_exchange, places, symbols)


def _changed(term: Term, text: str) -> Iterator[tuple[Term, bool, tuple[str, ...]]]:
    """Yield a term with two neighbours in a product exchanged, or with a part of a sum or product transposed."""
    args = term.args
    if term.head is sp.Mul:
        for k in range(len(args) - 1):
            if args[k].head not in _NUMBERS:
                first, then = _typed(args[k + 1], text), _typed(args[k], text)
                yield Term(sp.Mul, (*args[:k], args[k + 1], args[k], *args[k + 2 :]), term.span), True, (first, then)
    if term.head in {sp.Add, sp.Mul, sp.HadamardProduct}:
        for k, part in enumerate(args):
            if part.head not in _NUMBERS:
                turned = part.args[0] if part.head is sp.Transpose else Term(sp.Transpose, (part,), part.span)
                yield Term(term.head, (*args[:k], turned, *args[k + 1 :]), term.span), False, (_typed(part, text),)
    for k, part in enumerate(args):
        if isinstance(part, Term):
            for changed, is_exchange, places in _changed(part, text):
                yield Term(term.head, (*args[:k], changed, *args[k + 1 :]), term.span), is_exchange, places


def _typed(term: Term, text: str) -> str:
    start, end = term.span or (0, 0)
    return text[start:end].strip()
