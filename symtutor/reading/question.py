"""Questions in words and notation: "gradient of x^2 + y^3", "minimize x^2 subject to x >= 1", "d/dx x^2"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sympy as sp

from symtutor.reading.elaborate import elaborate
from symtutor.reading.grammar import words
from symtutor.reading.grammar.pratt import LIST, Parse, Parser
from symtutor.reading.grammar.statements import sequence
from symtutor.reading.grammar.tables import notes_of, parse_with
from symtutor.reading.grammar.words import Said
from symtutor.reading.read import parser_of, vocabulary_of
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.reading.tokens import Note
from symtutor.term import Term, Variable, subterms

__all__ = ["Kind", "Question", "read_question"]


class Kind(Enum):
    """What is asked about the expressions of a question."""

    VALUE = "value"
    GRADIENT = "gradient"
    HESSIAN = "hessian"
    JACOBIAN = "jacobian"
    MINIMIZE = "minimize"
    MAXIMIZE = "maximize"
    SOLVE = "solve"


_KINDS = {
    "gradient": Kind.GRADIENT,
    "grad": Kind.GRADIENT,
    "hessian": Kind.HESSIAN,
    "jacobian": Kind.JACOBIAN,
    "minimize": Kind.MINIMIZE,
    "minimise": Kind.MINIMIZE,
    "maximize": Kind.MAXIMIZE,
    "maximise": Kind.MAXIMIZE,
    "solve": Kind.SOLVE,
}
_TENDS = r"(?:to|goes to|tends to|approaches)"
_AS_SPOKEN = (
    (re.compile(r"^(.*?)(?:∫|\bintegral\b)\s*from\s+(.+?)\s+to\s+(.+?)\s+of\s+", re.IGNORECASE), r"\1∫[\2..\3] "),
    (re.compile(rf"\blim(?:it)?\s+(?:as\s+)?([A-Za-z])\s+{_TENDS}\s+(\S+)\s+(?:of\s+)?", re.IGNORECASE), r"lim \1->\2 "),
)
_PHRASES = frozenset({*_KINDS, *words.PHRASES, "subject"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked.

    Parameters
    ----------
    text : str
        The text.
    kind : Kind
        What is asked; with VALUE the notation itself says it.
    terms : tuple of Term
        The expressions, as written.
    values : tuple of Basic
        The SymPy objects of the terms.
    constraints : tuple of Basic
        The relations after "subject to".
    variables : tuple of Symbol
        Those that were named after "for", else the free symbols by name.
    said : Said
        What was said in words after the expressions: variables, a place, limits.
    notes : tuple of Note
        Readings that were chosen where the notation allows another.
    """

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    values: tuple[Any, ...]
    constraints: tuple[Any, ...]
    variables: tuple[sp.Symbol, ...]
    said: Said
    notes: tuple[Note, ...]


def read_question(
    text: str,
    *,
    syntax: str = "auto",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Question:
    """Read a question in notation, or in words before notation.

    Parameters and errors are those of `read_term`.

    Returns
    -------
    Question

    Examples
    --------
    >>> question = read_question("minimize x^2 + y^2 subject to x + y = 1, x >= 0")
    >>> question.kind, question.values, question.constraints
    (<Kind.MINIMIZE: 'minimize'>, (x**2 + y**2,), (Eq(x + y, 1), x >= 0))
    """
    for phrase, notation in _AS_SPOKEN:
        text = phrase.sub(notation, text)
    parser, noted = parser_of(text, syntax, vocabulary_of(names, functions, _PHRASES), limits)
    words.drop_fillers(parser)
    kind, terms, constraints, said = parse_with(parser, _question)
    values = tuple(elaborate(term, text=text, limits=limits) for term in terms)
    relations = tuple(elaborate(term, text=text, limits=limits) for term in constraints)
    free = {leaf.args[0] for term in (*terms, *constraints) for leaf in subterms(term) if leaf.head is Variable}
    variables = tuple(term.args[0] for term in said.variables) or tuple(sorted(free, key=lambda symbol: symbol.name))
    return Question(text, kind, terms, values, relations, variables, said, notes_of(parser, noted))


def _question(parser: Parser) -> Parse:
    """Read a whole question: kind, expressions, constraints, and what is said after them."""
    posed = words.posed(parser)
    if posed is not None:
        term = yield posed
        return Kind.VALUE, (term,), (), Said()
    if parser.token.kind != "word":
        term = yield parser.expression(LIST)
        parts = [term]
        while parser.accept(","):
            parts.append((yield parser.expression(LIST)))
        if len(parts) > 1:
            return Kind.VALUE, (parser.node(sp.Tuple, tuple(parts), 0),), (), Said()
        said = yield words.said(parser)
        return Kind.VALUE, (words.completed(parser, _whole_operand(parser, term), said),), (), said
    word = parser.advance()
    if word.text not in _KINDS:
        raise parser.error(f"a question cannot begin with {word.text!r}", "Write d/dx x^2, or gradient of x^2 + y^3.", word)
    terms = yield sequence(parser)
    if len(terms) == 1 and terms[0].head is sp.Tuple:
        terms = terms[0].args
    constraints: tuple[Term, ...] = ()
    if words.accept(parser, "subject"):
        words.accept(parser, "to")
        constraints = yield sequence(parser)
    said = yield words.said(parser)
    return _KINDS[word.text], terms, constraints, said


def _whole_operand(parser: Parser, term: Term) -> Term:
    """Return a question d/dx a + b as the derivative of the sum, which is what is asked, and say so."""
    if term.head is not sp.Add or term.args[0].head not in {sp.Derivative, sp.Limit}:
        return term
    first, rest = term.args[0], term.args[1:]
    operator = parser.text[first.span[0] :] if first.span else ""
    if (
        operator.startswith("(")
        or _is_bracket(parser, first.args[0])
        or any(_asks(part) for part in rest)
        or _is_quotient_of_differentials(first)
    ):
        return term
    operand, *arguments = first.args
    parts = operand.args if operand.head is sp.Add and not parser.snippet(operand).startswith(("(", "[")) else (operand,)
    start = operand.span[0] if operand.span else 0
    whole = parser.node(sp.Add, (*parts, *rest), start)
    typed = parser.snippet(whole)
    parser.note(f"the question is read as that about all of {typed}", start, (f"… ({typed})", f"(… {parser.snippet(operand)}) + …"))
    return Term(first.head, (whole, *arguments), term.span)


def _is_bracket(parser: Parser, operand: Term) -> bool:
    """Tell whether an operand is one bracket from its beginning to its end: d/dx (x) + 1 ends there."""
    typed = parser.snippet(operand)
    if not parser.is_latex and operand.span and parser.text[operand.span[0] - 1 : operand.span[0]].isspace():
        return False  # d/dx (x^2) + 3x with a space is a question about all
    if not typed.startswith(("(", "[", r"\left")):
        return False
    level = 0
    for place, character in enumerate(typed):
        level += (character in "([{") - (character in ")]}")
        if level == 0 and character in ")]}":
            return not typed[place + 1 :].strip()
    return False


def _asks(term: Term) -> bool:
    """Tell whether a derivative, integral or limit stands in a term."""
    return any(part.head in {sp.Derivative, sp.Integral, sp.Limit} for part in subterms(term))


def _is_quotient_of_differentials(term: Term) -> bool:
    """Tell whether a derivative was written as dy/dx, its function before its variable."""
    operand, variable = term.args[0], term.args[1]
    return bool(term.head is sp.Derivative and operand.span and variable.span and operand.span[0] < variable.span[0])
