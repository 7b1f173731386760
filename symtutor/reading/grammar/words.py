"""Questions in words around notation: "derivative of x^3 at x = 2", "integral of 1/x from 1 to 3", "limit of sin(x)/x as x -> 0"."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from symtutor.reading.grammar.calculus import approach, variable_here
from symtutor.reading.grammar.calls import CALLS, is_call
from symtutor.reading.grammar.differentials import is_pair
from symtutor.reading.grammar.pratt import LIST, Parse, Parser
from symtutor.term import ONE, At, DifferentialOf, Number, Quotient, Term, Variable, product, subterms

__all__ = ["PHRASES", "Said", "accept", "completed", "drop_fillers", "integrand_of", "posed", "said"]

_DERIVATIVE = frozenset({"derivative", "differentiate"})
_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_FILLERS = frozenset({"the", "of", "find", "compute", "calculate", "evaluate", "point", "value", "what", "is"})
_ARROWS = frozenset({"approaches", "tends", "goes"})
PHRASES = frozenset(
    {
        *_DERIVATIVE,
        *_ORDERS,
        *_FILLERS,
        *_ARROWS,
        "to",
        "for",
        "with",
        "respect",
        "wrt",
        "as",
        "at",
        "from",
        "between",
        "and",
        "where",
        "when",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in words after an expression, as written.

    Parameters
    ----------
    variables : tuple of Term
        After "for" or "with respect to".
    place : tuple of (Term or None, Term)
        After "at": names, where they were given, with values.
    bounds : tuple of Term
        After "from", two.
    approach : tuple
        After "as": the variable, what it tends to, and the side.
    """

    variables: tuple[Term, ...] = ()
    place: tuple[tuple[Term | None, Term], ...] = ()
    bounds: tuple[Term, ...] = ()
    approach: tuple[Term, Term, str] | tuple[()] = ()


def drop_fillers(parser: Parser) -> None:
    """Take out words that say nothing; "limit of" keeps its word, which tells it from lim x→0."""
    kept = [
        token
        for place, token in enumerate(parser.tokens)
        if not (token.kind == "word" and token.text in _FILLERS and not (place and parser.tokens[place - 1].kind in {"lim", "∫"}))
    ]
    for place, token in enumerate(kept):
        if token.kind == "word" and token.text in _ARROWS:
            kept[place] = token._replace(kind="->", text="->")
            if token.text != "approaches" and kept[place + 1].text == "to":
                del kept[place + 1]
    parser.tokens[:] = kept


def accept(parser: Parser, *texts: str) -> bool:
    """Go past a word if it stands here."""
    found = parser.token.kind == "word" and parser.token.text in texts
    parser.place += found
    return found


# ---- before the expression ----------------------------------------------------------------------
def posed(parser: Parser) -> Parse | None:
    """Return the reading of a derivative, integral or limit that is asked for in words, if one is."""
    first, second = parser.token, parser.ahead()
    if first.kind == "lim" and second.kind == "word":
        return _limit(parser)
    if first.kind == "sum" and first.text.isalpha() and _ends_in_a_range(parser):
        return _sum(parser)
    is_in_words = second.kind == "word" or not any(is_pair(parser, k) for k in range(len(parser.tokens) - 1))
    if first.kind == "∫" and first.text.isalpha() and is_in_words and not (first.text in CALLS and is_call(parser)):
        return _integral(parser)
    if first.kind == "word" and (first.text in _DERIVATIVE or (first.text in _ORDERS and second.text in _DERIVATIVE)):
        return _derivative(parser)
    return None


def _derivative(parser: Parser) -> Parse:
    """Read "second derivative of x^2 with respect to x at x = 1"."""
    start, order = parser.token.start, _ORDERS.get(parser.token.text, 1)
    parser.place += 2 if parser.token.text in _ORDERS else 1
    expr = yield parser.expression(LIST)
    found = yield said(parser)
    variables = found.variables or tuple(letter for letter, _ in found.place if letter is not None) or (_only_variable(parser, expr),)
    for variable in variables:
        expr = parser.node(sp.Derivative, (expr, variable, Term(Number, (sp.Integer(order),))), start)
    return completed(parser, expr, found)


def _only_variable(parser: Parser, expr: Term) -> Term:
    """Return the only variable of an expression."""
    free = sorted({leaf.args[0].name for leaf in subterms(expr) if leaf.head is Variable})
    if len(free) != 1:
        raise parser.error("the variable is not clear", "Write derivative of a x^2 with respect to x.")
    return Term(Variable, (sp.Symbol(free[0]),))


def _integral(parser: Parser) -> Parse:
    """Read "integral of x^2 from 0 to 1"."""
    start = parser.advance().start
    accept(parser, "of")
    parser.has_forms = True
    whole = yield parser.expression(LIST)
    found = yield said(parser)
    body, named = integrand_of(whole)
    variable = named or (found.variables[0] if found.variables else _only_variable(parser, body))
    return parser.node(sp.Integral, (body, variable, *found.bounds), start)


def _ends_in_a_range(parser: Parser) -> bool:
    """Tell whether "from k = 1" is said after the terms of a sum, and not before them."""
    return any(token.kind == "word" and token.text == "from" for token in parser.tokens[parser.place + 2 :])


def _sum(parser: Parser) -> Parse:
    """Read "sum of 1/k^2 from k = 1 to infinity"."""
    start = parser.advance().start
    body = yield parser.expression(LIST)
    found = yield said(parser)
    if len(found.bounds) != 2 or len(found.variables) != 1:
        raise parser.error("a sum needs its index, where it begins and where it ends", "Write sum of 1/k^2 from k = 1 to infinity.")
    return parser.node(sp.Sum, (body, found.variables[0], *found.bounds), start)


def integrand_of(term: Term) -> tuple[Term, Term | None]:
    """Return the integrand and the variable of an expression that ends in a differential, else the expression and nothing."""
    if term.head is DifferentialOf and term.args[0].head is Variable:
        return ONE, term.args[0]
    if term.head is Quotient:
        above, variable = integrand_of(term.args[0])
        return Term(Quotient, (above, term.args[1]), term.span), variable
    if term.head is sp.Mul and term.args[-1].head is DifferentialOf and term.args[-1].args[0].head is Variable:
        return product(term.args[:-1]), term.args[-1].args[0]
    return term, None


def _limit(parser: Parser) -> Parse:
    """Read "limit of sin(x)/x as x -> 0"."""
    start = parser.advance().start
    parser.advance()
    body = yield parser.expression(LIST)
    found = yield said(parser)
    if not found.approach:
        raise parser.error("what the variable tends to is missing", "Write limit of sin(x)/x as x -> 0.")
    return parser.node(sp.Limit, (body, *found.approach), start)


# ---- after the expression -----------------------------------------------------------------------
def said(parser: Parser) -> Parse:
    """Read what follows in words: for x, with respect to x, at x = 1, from 0 to 1, as x -> 0."""
    variables: tuple[Term, ...] = ()
    place: tuple[tuple[Term | None, Term], ...] = ()
    bounds: tuple[Term, ...] = ()
    towards: tuple[Term, Term, str] | tuple[()] = ()
    while parser.token.kind in {"word", ","}:
        parser.accept(",")
        if accept(parser, "with", "for", "wrt"):
            accept(parser, "respect")
            accept(parser, "to")
            variables = _variables(parser)
        elif accept(parser, "at", "where", "when"):
            place = yield _place(parser)
        elif accept(parser, "from", "between"):
            low = yield parser.expression(LIST)
            if not accept(parser, "to", "and"):
                raise parser.error("'to' is expected between the limits", "Write integral of x^2 from 0 to 1.")
            high = yield parser.expression(LIST)
            letters = [end.args[0] for end in (low, high) if end.head is sp.Eq]
            variables = tuple(letters[:1]) or variables
            bounds = tuple(end.args[1] if end.head is sp.Eq else end for end in (low, high))
        elif accept(parser, "as"):
            towards = yield approach(parser)
        else:
            break
    return Said(variables, place, bounds, towards)


def _variables(parser: Parser) -> tuple[Term, ...]:
    """Read names between commas."""
    found = [variable_here(parser)]
    while parser.accept(",") or accept(parser, "and"):
        found.append(variable_here(parser))
    return tuple(found)


def _place(parser: Parser) -> Parse:
    """Read where something is taken: 2, x = 2, (1, 2), x = 1, y = 2."""
    found = [(yield parser.expression(LIST))]
    while parser.token.kind in {",", "and"} or (parser.token.kind == "word" and parser.token.text == "and"):
        parser.advance()
        found.append((yield parser.expression(LIST)))
    parts = found[0].args if len(found) == 1 and found[0].head is sp.Tuple else found
    return tuple((part.args[0], part.args[1]) if part.head is sp.Eq else (None, part) for part in parts)


def completed(parser: Parser, term: Term, found: Said) -> Term:
    """Return a derivative at the place that is said, or an integral between the limits; anything else as it is."""
    if term.head is sp.Integral and len(term.args) == 2 and found.bounds:
        return Term(sp.Integral, (*term.args, *found.bounds), term.span)
    if term.head is not sp.Derivative or not found.place:
        return term
    letters = [letter or (term.args[1] if len(found.place) == 1 else None) for letter, _ in found.place]
    if not all(letters):
        raise parser.error("which letter has which value is not clear", "Write at x = 1, y = 2.")
    values = [value for _, value in found.place]
    if len(values) == 1:
        return Term(At, (term, letters[0], values[0]), term.span)
    return Term(At, (term, Term(sp.Tuple, tuple(letters)), Term(sp.Tuple, tuple(values))), term.span)
