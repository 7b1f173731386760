"""The answer of a problem in one variable as a book orders it: in falling powers, where the terms have different ones.

The lines before it keep f′g + fg′, so that a reader finds each term again.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.term import LEAVES, Negation, Quotient, Root, Term, Variable, as_term, subterms, value
from symtutor.textbook_order import VARIABLES, is_negative
from symtutor.writing.as_given import without_sigma
from symtutor.writing.document import Document, Paragraph, Part

__all__ = ["in_falling_powers"]


def in_falling_powers(document: Document, variable: Any, typed: Container[frozenset[Term]] = ()) -> Document:
    """Return a document whose answer, if it is a sum of different powers of a variable, begins with the highest one.

    The line of the answer says so where the last line stands in another order.

    Parameters
    ----------
    document : Document
        The worked solution.
    variable : Symbol
        The letter of the problem.
    typed : container of frozenset
        The terms of each sum that keeps the order in which it was typed.
    """
    x = as_term(variable)

    def part(found: Part) -> Part:
        if not isinstance(found, Paragraph) or found.label != "Answer:" or len(found.pieces) != 1 or not isinstance(found.pieces[0], Term):
            return found
        before = found.pieces[0]
        term = before if frozenset(before.args) in typed else _falling(before, variable)
        return found if term == before else replace(found, pieces=(term, " (in falling powers of ", x, ")"))

    return Document(document.title, tuple(map(part, document.parts)))


def _falling(term: Term, variable: Any) -> Term:
    """Return a sum with the highest power first; as it is where a power is not known, or a minus would come to the front."""
    if term.head is not sp.Add:
        return term
    is_constant = [arg.head is Variable and arg.args[0] == _ADDED for arg in term.args]
    if any(part.head not in LEAVES and part.head not in _OWN and not _is_of_sympy(part.head) for part in subterms(without_sigma(term))):
        return term
    values = [value(without_sigma(arg)) for arg in term.args]
    others = {s.name for v in values for s in v.free_symbols if s.name in VARIABLES} - {variable.name}
    if others:
        return term
    powers = [sp.Integer(0) if constant else _power(v, variable) for v, constant in zip(values, is_constant, strict=True)]
    if None in powers:
        return term
    order = sorted(range(len(values)), key=lambda i: (is_constant[i], -powers[i]))
    if is_negative(values[order[0]]) and not is_negative(values[0]):
        return term
    return Term(sp.Add, tuple(term.args[i] for i in order), term.span)


def _is_of_sympy(head: Any) -> bool:
    return isinstance(head, type) and issubclass(head, sp.Expr)


_ADDED = sp.Symbol("C")
_OWN = frozenset({Negation, Quotient, Root})


def _power(term: Any, variable: Any) -> Any:
    """Return the power of the variable beside the functions of a term, counting (x + 1)² as two, or None where it has none."""
    total: Any = sp.S.Zero
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp() if not isinstance(factor, sp.exp) else (factor, sp.S.One)
        if not base.has(variable) or (isinstance(base, sp.Function) and exponent.is_Rational):
            continue  # 2^x and sin² x hold no power of x
        if base == variable and exponent.is_Rational:
            total += exponent
        elif exponent.is_Integer and exponent > 0 and base.is_polynomial(variable):
            total += exponent * sp.degree(base, variable)
        else:
            return None
    return total
