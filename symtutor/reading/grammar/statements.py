"""Statements and lines: what stands between formulas, and what a line of work leaves out."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.reading.grammar.pratt import AND, LINE, LIST, OR, Parse, Parser
from symtutor.term import Blank, Equivalence, Implication, Lines, Prose, Term, Variable, Words

__all__ = ["both", "either", "inference", "left_out", "lines", "sequence", "whole"]

_SIGNS = {"=>": Implication, "<=>": Equivalence}
_ORDERS = frozenset({sp.Lt, sp.Le, sp.Gt, sp.Ge, sp.Ne})
_RELATIONS = _ORDERS | {sp.Eq}


# ---- whole texts --------------------------------------------------------------------------------
def whole(parser: Parser) -> Parse:
    """Read a text: one expression, several between commas, lines, or formulas between words."""
    start = parser.token.start
    found = [(yield _line(parser))]
    while parser.accept("\\\\"):
        if parser.token.kind != "end":
            found.append((yield _line(parser)))
    return found[0] if len(found) == 1 else parser.node(Lines, tuple(found), start)


def _line(parser: Parser) -> Parse:
    """Read expressions between commas, with words before, between or after them."""
    start = parser.token.start
    parts: list[Term] = []
    while True:
        while (words := parser.accept("text")) is not None:
            parts.append(parser.node(Words, (words.text,), words.start))
        if parts and parser.token.kind in {"end", "\\\\", "end environment"}:
            break
        parts.append((yield _formulas(parser)))
        if parser.token.kind != "text":
            break
    return parts[0] if len(parts) == 1 else parser.node(Prose, tuple(parts), start)


def _formulas(parser: Parser) -> Parse:
    """Read expressions between commas as one Term."""
    found = yield sequence(parser)
    return found[0] if len(found) == 1 else parser.node(sp.Tuple, found, found[0].span[0])


def sequence(parser: Parser) -> Parse:
    """Read expressions between commas; in x, y ≥ 0 the inequality holds for every name before it."""
    found = [(yield parser.expression(LIST))]
    while parser.token.kind in {",", ";"} and parser.ahead().kind not in {"text", "end", "\\\\", "end environment"}:
        parser.advance()
        found.append((yield parser.expression(LIST)))
    if parser.token.kind in {",", ";"}:
        parser.advance()
    first = next((k for k, term in enumerate(found) if term.head is not Variable), len(found))
    if 0 < first < len(found) and found[first].head in _ORDERS and found[first].args[0].head is Variable:
        relation = found[first]
        shared = [Term(relation.head, (name, relation.args[1]), name.span) for name in found[:first]]
        found[: first + 1] = [parser.node(sp.And, (*shared, relation), found[0].span[0])]
    return tuple(found)


def lines(parser: Parser) -> Parse:
    """Read the lines of an aligned display."""
    token = parser.open()
    found: list[Term] = []
    while parser.token.kind != "end environment":
        if parser.accept("\\\\"):
            continue
        if parser.token.kind == "end":
            break
        found.append((yield _line(parser)))
        if parser.token.kind != "\\\\":
            break
    parser.close_environment(token.text)
    if not found:
        raise parser.error("there are no lines", token=token)
    return found[0] if len(found) == 1 else parser.node(Lines, tuple(found), token.start)


# ---- between statements -------------------------------------------------------------------------
def left_out(parser: Parser, _power: int) -> Term:
    """Return the blank before a sign with which a line begins: ``= 37/3``, ``⇒ x = 1``."""
    before = parser.tokens[parser.place - 1].kind if parser.place else ""
    if before not in {"", "\\\\", "begin", "text", "=>", "<=>"} or parser.ahead().kind == "end":
        raise parser.missing()
    return Term(Blank, (None,), (parser.token.start, parser.token.start))


def inference(parser: Parser, left: Term) -> Parse:
    """Read statements with ⇒ or ⇔ between them."""
    kind = parser.token.kind
    sides = [left]
    while parser.token.kind == kind:
        parser.advance()
        sides.append((yield parser.expression(LINE)))
    return parser.node(_SIGNS[kind], tuple(sides), left.span[0] if left.span else 0)


def either(parser: Parser, left: Term) -> Parse:
    """Read statements with "or" between them; in x = 1 or 2 the name holds for both."""
    return (yield _joined(parser, left, "or", sp.Or, OR))


def both(parser: Parser, left: Term) -> Parse:
    """Read statements with "and" between them."""
    return (yield _joined(parser, left, "and", sp.And, AND))


def _joined(parser: Parser, left: Term, kind: str, head: Any, power: int) -> Parse:
    sides = [left]
    while parser.token.kind == kind:
        parser.advance()
        side = yield parser.expression(power)
        if kind == "or" and left.head is sp.Eq and side.head not in _RELATIONS and side.head not in {sp.And, sp.Or}:
            side = Term(sp.Eq, (left.args[0], side), side.span)
        sides.append(side)
    flat = [part for side in sides for part in (side.args if side.head is head else (side,))]
    return parser.node(head, tuple(flat), left.span[0] if left.span else 0)
