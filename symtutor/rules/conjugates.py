"""A fraction with the conjugate above and below, as a textbook writes it before anything is cancelled."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.term import Negation, Quotient, Term, product, quote

__all__ = ["with_conjugate"]


def with_conjugate(a: Any, b: Any, above: Any = sp.S.One, below: Any = sp.S.One, *, is_below: bool = False) -> tuple[Term, Term]:
    """Return (a + b)·above/below with a − b above and below: first as a product, then with the difference of the squares.

    Parameters
    ----------
    a, b : Expr
        The terms of the sum.
    above, below : Expr
        The other factors of the fraction.
    is_below : bool
        Whether the sum stands in the denominator.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> [term.head.__name__ for term in with_conjugate(sp.sqrt(x), -sp.S.One, below=x - 1)]
    ['Quotient', 'Quotient']
    """
    conjugate = quote(a - b)
    pair = [quote(a + b), conjugate]
    difference = [Term(sp.Add, (quote(sp.expand(a**2)), Term(Negation, (quote(sp.expand(b**2)),))))]
    others, under = ([] if part == 1 else [quote(part)] for part in (above, below))

    def fraction(inside: list[Term]) -> Term:
        if is_below:
            return Term(Quotient, (product([*others, conjugate]), product([*under, *inside])))
        return Term(Quotient, (product([*inside, *others]), product([*under, conjugate])))

    return fraction(pair), fraction(difference)
