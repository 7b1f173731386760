"""LaTeX environments: matrices and definitions by cases."""

from __future__ import annotations

import sympy as sp

from symtutor.reading.grammar.pratt import LIST, RELATION, Parse, Parser
from symtutor.term import Constant, Term

__all__ = ["environment"]

_CONDITION_WORDS = frozenset({"if", "for", "when", "where"})
_OTHERWISE = frozenset({"otherwise", "else"})


def environment(parser: Parser, _power: int) -> Parse:
    """Read from begin to end of an environment."""
    return (yield _cases(parser) if parser.token.text == "cases" else _matrix(parser))


def _matrix(parser: Parser) -> Parse:
    """Read a matrix; with vertical bars it is a determinant."""
    token = parser.open()
    rows: list[Term] = []
    while parser.token.kind != "end environment":
        start = parser.token.start
        cells = [(yield parser.expression(RELATION))]
        while parser.accept("&"):
            cells.append((yield parser.expression(RELATION)))
        rows.append(parser.node(sp.Tuple, tuple(cells), start))
        if not parser.accept("\\\\"):
            break
    _end(parser, token.text)
    if not rows or len({len(row.args) for row in rows}) != 1:
        raise parser.error("the rows of a matrix have the same number of entries, at least one", token=token)
    matrix = parser.node(sp.Matrix, tuple(rows), token.start)
    return parser.node(sp.Determinant, (matrix,), token.start) if token.text == "vmatrix" else matrix


def _cases(parser: Parser) -> Parse:
    """Read a definition by cases."""
    token = parser.open()
    pairs: list[Term] = []
    while parser.token.kind != "end environment":
        start = parser.token.start
        expr = yield parser.expression(RELATION)
        parser.accept(",")
        parser.accept("&")
        condition = yield _condition(parser)
        parser.accept(",")
        pairs.append(parser.node(sp.Tuple, (expr, condition), start))
        if not parser.accept("\\\\"):
            break
    _end(parser, token.text)
    if not pairs:
        raise parser.error("there are no cases", token=token)
    return parser.node(sp.Piecewise, tuple(pairs), token.start)


def _condition(parser: Parser) -> Parse:
    """Read the condition of a case."""
    word = parser.accept("word")
    if word is not None and word.text in _OTHERWISE:
        return parser.node(Constant, (sp.true,), word.start)
    if word is not None and word.text not in _CONDITION_WORDS:
        raise parser.error(f"a condition is expected, not {word.text!r}", token=word)
    if parser.token.kind not in parser.prefixes:
        raise parser.error("a condition is expected", r"Write x & \text{if } x > 0 \\ 0 & \text{otherwise}.")
    return (yield parser.expression(LIST))


def _end(parser: Parser, name: str) -> None:
    """Go past the end of an environment."""
    token = parser.token
    if token.kind == "end environment" and token.text == name:
        parser.opened.pop()
        parser.advance()
        return
    opener = parser.opened[-1]
    found = "the end" if token.kind == "end" else repr(token.text)
    raise parser.error(rf"\end{{{name}}} is expected for the \begin at position {opener.start}; found {found}")
