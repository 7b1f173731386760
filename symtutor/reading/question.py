"""Questions in words and notation: "gradient of x^2 + y^3", "minimize x^2 subject to x >= 1", "d/dx x^2"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sympy as sp

from symtutor.reading.elaborate import elaborate
from symtutor.reading.grammar.calculus import approach, variable_here
from symtutor.reading.grammar.pratt import LIST, Parse, Parser
from symtutor.reading.grammar.statements import sequence
from symtutor.reading.grammar.tables import notes_of, parse_with
from symtutor.reading.read import parser_of, vocabulary_of
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.reading.tokens import Note
from symtutor.term import ONE, Term, Variable, subterms

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
    "hessian": Kind.HESSIAN,
    "jacobian": Kind.JACOBIAN,
    "minimize": Kind.MINIMIZE,
    "minimise": Kind.MINIMIZE,
    "maximize": Kind.MAXIMIZE,
    "maximise": Kind.MAXIMIZE,
    "solve": Kind.SOLVE,
}
_DERIVATIVE = frozenset({"derivative", "differentiate"})
_FILLERS = frozenset({"the", "of", "find", "compute"})
_PHRASES = frozenset({*_KINDS, *_DERIVATIVE, *_FILLERS, "subject", "to", "for", "with", "respect", "as"})


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
    notes : tuple of Note
        Readings that were chosen where the notation allows another.
    """

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    values: tuple[Any, ...]
    constraints: tuple[Any, ...]
    variables: tuple[sp.Symbol, ...]
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
    parser, noted = parser_of(text, syntax, vocabulary_of(names, functions, _PHRASES), limits)
    _drop_fillers(parser)
    kind, terms, constraints, named = parse_with(parser, _question)
    values = tuple(elaborate(term, text=text, limits=limits) for term in terms)
    relations = tuple(elaborate(term, text=text, limits=limits) for term in constraints)
    free = {leaf.args[0] for term in (*terms, *constraints) for leaf in subterms(term) if leaf.head is Variable}
    variables = tuple(term.args[0] for term in named) or tuple(sorted(free, key=lambda symbol: symbol.name))
    return Question(text, kind, terms, values, relations, variables, notes_of(parser, noted))


def _drop_fillers(parser: Parser) -> None:
    """Take out words that say nothing; "limit of" keeps its word, which tells it from lim x→0."""
    kept = [
        token
        for place, token in enumerate(parser.tokens)
        if not (token.kind == "word" and token.text in _FILLERS and not (place and parser.tokens[place - 1].kind == "lim"))
    ]
    parser.tokens[:] = kept


def _question(parser: Parser) -> Parse:
    """Read a whole question: kind, expressions, constraints, variables."""
    if parser.token.kind == "lim" and parser.ahead().kind == "word":
        return (yield _limit_in_words(parser))
    if parser.token.kind != "word":
        term = yield parser.expression(LIST)
        return Kind.VALUE, (_whole_operand(parser, term),), (), ()
    word = parser.advance()
    if word.text in _DERIVATIVE:
        return (yield _derivative_in_words(parser, word.start))
    if word.text not in _KINDS:
        raise parser.error(f"a question cannot begin with {word.text!r}", "Write d/dx x^2, or gradient of x^2 + y^3.", word)
    terms = yield sequence(parser)
    if len(terms) == 1 and terms[0].head is sp.Tuple:
        terms = terms[0].args
    constraints: tuple[Term, ...] = ()
    if _accept_word(parser, "subject"):
        _accept_word(parser, "to")
        constraints = yield sequence(parser)
    return _KINDS[word.text], terms, constraints, _variables(parser)


def _accept_word(parser: Parser, text: str) -> bool:
    """Go past a word if it stands here."""
    found = parser.token.kind == "word" and parser.token.text == text
    parser.place += found
    return found


def _variables(parser: Parser) -> tuple[Term, ...]:
    """Read "for x, y" or "with respect to x, y"."""
    if _accept_word(parser, "with"):
        _accept_word(parser, "respect")
        _accept_word(parser, "to")
    elif not _accept_word(parser, "for"):
        return ()
    found = [variable_here(parser)]
    while parser.accept(","):
        found.append(variable_here(parser))
    return tuple(found)


def _derivative_in_words(parser: Parser, start: int) -> Parse:
    """Read "derivative of x^2 with respect to x"."""
    expr = yield parser.expression(LIST)
    variables = _variables(parser)
    if not variables:
        free = sorted({leaf.args[0].name for leaf in subterms(expr) if leaf.head is Variable})
        if len(free) != 1:
            raise parser.error("the variable is not clear", "Write derivative of a x^2 with respect to x.")
        variables = (Term(Variable, (sp.Symbol(free[0]),)),)
    for variable in variables:
        expr = parser.node(sp.Derivative, (expr, variable, ONE), start)
    return Kind.VALUE, (expr,), (), ()


def _limit_in_words(parser: Parser) -> Parse:
    """Read "limit of sin(x)/x as x -> 0"."""
    start = parser.advance().start
    parser.advance()
    body = yield parser.expression(LIST)
    if not _accept_word(parser, "as"):
        raise parser.error("what the variable tends to is missing", "Write limit of sin(x)/x as x -> 0.")
    variable, to, direction = yield approach(parser)
    return Kind.VALUE, (parser.node(sp.Limit, (body, variable, to, direction), start),), (), ()


def _whole_operand(parser: Parser, term: Term) -> Term:
    """Return a question d/dx a + b as the derivative of the sum, which is what is asked, and say so."""
    if term.head is not sp.Add or term.args[0].head not in {sp.Derivative, sp.Limit}:
        return term
    first, rest = term.args[0], term.args[1:]
    operator = parser.text[first.span[0] :] if first.span else ""
    if operator.startswith("(") or any(_asks(part) for part in rest) or _is_quotient_of_differentials(first):
        return term
    operand, *arguments = first.args
    parts = operand.args if operand.head is sp.Add and not parser.snippet(operand).startswith(("(", "[")) else (operand,)
    start = operand.span[0] if operand.span else 0
    whole = parser.node(sp.Add, (*parts, *rest), start)
    typed = parser.snippet(whole)
    parser.note(f"the question is read as that about all of {typed}", start, (f"… ({typed})", f"(… {parser.snippet(operand)}) + …"))
    return Term(first.head, (whole, *arguments), term.span)


def _asks(term: Term) -> bool:
    """Tell whether a derivative, integral or limit stands in a term."""
    return any(part.head in {sp.Derivative, sp.Integral, sp.Limit} for part in subterms(term))


def _is_quotient_of_differentials(term: Term) -> bool:
    """Tell whether a derivative was written as dy/dx, its function before its variable."""
    operand, variable = term.args[0], term.args[1]
    return bool(term.head is sp.Derivative and operand.span and variable.span and operand.span[0] < variable.span[0])
