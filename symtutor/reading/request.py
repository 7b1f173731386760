"""What the text of an argument asks besides the expression: "1/x from 1 to 3", "x^3 at 2", "d/dx x^4", "x^2 dx"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.reading.elaborate import elaborate
from symtutor.reading.grammar.words import integrand_of
from symtutor.reading.question import Kind, Question, read_question
from symtutor.reading.tokens import Note
from symtutor.term import At, Term, Variable, subterms

__all__ = ["Request", "read_request"]

_ALREADY = {
    sp.Derivative: "What is given is a derivative already: it is taken as the question itself",
    sp.Integral: "What is given is an integral already: it is taken as the question itself",
    sp.Limit: "What is given is a limit already: it is taken as the question itself",
}


@dataclass(frozen=True, slots=True)
class Request:
    """An expression, and what its text says about the question.

    Parameters
    ----------
    expr : Basic or tuple
        The expression itself.
    variables : tuple of Symbol
        In order, each as often as it is used.
    place : mapping of Symbol to Expr, or tuple of Expr
        Where a value is asked for, by name where the text has names.
    bounds : tuple of Expr
        None, or the two limits of an integral.
    approach : tuple
        Empty, or what the variable tends to and the side.
    notes : tuple of str
        How the text was read.
    typed : tuple of Term
        The expression in its own order and notation.
    """

    expr: Any
    variables: tuple[sp.Symbol, ...] = ()
    place: Any = None
    bounds: tuple[Any, ...] = ()
    approach: tuple[Any, ...] = ()
    notes: tuple[Note | str, ...] = ()
    typed: tuple[Term, ...] = ()


def read_request(text: str, head: Any, *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Request:
    """Read the text of an argument of a function that works out one kind of question.

    Parameters
    ----------
    text : str
        An expression, which may have words after it, or the whole question in notation or words.
    head : type
        ``Derivative``, ``Integral`` or ``Limit``: what the function works out.
    names, functions : iterable of str
        Symbols and functions of several letters.

    Raises
    ------
    ReadError
        With the place, what was expected and what to try.

    Examples
    --------
    >>> read_request("1/x from 1 to 3", sp.Integral).bounds
    (1, 3)
    >>> read_request("d/dx x^4", sp.Derivative).variables
    (x,)
    """
    question = read_question(text, names=names, functions=functions)
    if question.kind is not Kind.VALUE:
        return Request(question.values[0] if len(question.values) == 1 else sp.Tuple(*question.values), notes=question.notes)
    term, said = question.terms[0], question.said
    at: Any = None
    if term.head is At and term.args[0].head is head:
        term, letters, values = term.args
        names_of, values_of = ([part] if part.head is not sp.Tuple else list(part.args) for part in (letters, values))
        at = {name.args[0]: _value(question, value) for name, value in zip(names_of, values_of, strict=True)}
    elif said.place:
        listed = [(name, _value(question, value)) for name, value in said.place]
        at = {n.args[0]: v for n, v in listed if n} if all(n for n, _ in listed) else tuple(v for _, v in listed)
        at = at[0] if isinstance(at, tuple) and len(at) == 1 else at
        letters = sorted({leaf.args[0] for leaf in subterms(term) if leaf.head is Variable}, key=str)
        if isinstance(at, tuple) and len(at) == len(letters):
            at = dict(zip(letters, at, strict=True))
    if term.head is head and head in _ALREADY:
        return _taken(question, term, at)
    variables = tuple(name.args[0] for name in said.variables)
    if head is sp.Integral:
        term, letter = integrand_of(term)
        variables = (letter.args[0],) if letter is not None else variables
    bounds = tuple(_value(question, bound) for bound in said.bounds)
    approach: tuple[Any, ...] = ()
    if said.approach:
        letter, to, side = said.approach
        variables, approach = (letter.args[0],), (_value(question, to), side)
    return Request(_value(question, term), variables, at, bounds, approach, question.notes, (term,))


def _taken(question: Question, term: Term, at: Any) -> Request:
    """Return a question that is written in full."""
    notes: tuple[Note | str, ...] = (*question.notes, _ALREADY[term.head])
    body, *rest = term.args
    if term.head is sp.Derivative:
        variables: list[sp.Symbol] = []
        while True:
            times = rest[1].args[0]
            variables = [*variables, *[rest[0].args[0]] * int(times)] if times.is_Integer else variables
            if body.head is not sp.Derivative or not times.is_Integer:
                break
            body, *rest = body.args
        return Request(_value(question, body), tuple(reversed(variables)), at, notes=notes)
    variable = (rest[0].args[0],)
    if term.head is sp.Integral:
        return Request(_value(question, body), variable, at, tuple(_value(question, bound) for bound in rest[1:]), notes=notes)
    return Request(_value(question, body), variable, at, approach=(_value(question, rest[1]), rest[2]), notes=notes)


def _value(question: Question, term: Term) -> sp.Basic:
    return elaborate(term, text=question.text)
