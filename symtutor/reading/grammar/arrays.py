"""LaTeX environments: matrices and definitions by cases."""

from __future__ import annotations

import sympy as sp

from symtutor.reading.grammar import statements
from symtutor.reading.grammar.pratt import AND, LIST, RELATION, Parse, Parser
from symtutor.reading.latex.commands import DISPLAYS
from symtutor.term import Constant, Term

__all__ = ["braces", "environment", "is_by_cases"]

_CONDITION_WORDS = frozenset({"if", "for", "when", "where"})
_RELATIONS = frozenset({sp.Eq, sp.Ne, sp.Lt, sp.Le, sp.Gt, sp.Ge})
_OTHERWISE = frozenset({"otherwise", "else"})


def environment(parser: Parser, _power: int) -> Parse:
    """Read from begin to end of an environment."""
    name = parser.token.text
    if name in DISPLAYS:
        return (yield statements.lines(parser))
    return (yield _cases(parser) if name == "cases" else _matrix(parser))


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
    parser.close_environment(token.text)
    if not rows or len({len(row.args) for row in rows}) != 1:
        raise parser.error("the rows of a matrix have the same number of entries, at least one", token=token)
    matrix = parser.node(sp.Matrix, tuple(rows), token.start)
    return parser.node(sp.Determinant, (matrix,), token.start) if token.text == "vmatrix" else matrix


def _cases(parser: Parser) -> Parse:
    """Read a definition by cases, or the equations of a system."""
    token = parser.open()
    pairs: list[Term] = []
    equations: list[Term] = []
    while parser.token.kind != "end environment":
        start = parser.token.start
        expr = yield parser.expression(AND)
        parser.accept(",")
        if expr.head in _RELATIONS and parser.token.kind in {"\\\\", "end environment"}:
            equations.append(expr)
            if not parser.accept("\\\\"):
                break
            continue
        parser.accept("&")
        condition = yield _condition(parser)
        parser.accept(",")
        pairs.append(parser.node(sp.Tuple, (expr, condition), start))
        if not parser.accept("\\\\"):
            break
    parser.close_environment(token.text)
    if equations and not pairs:
        return parser.node(sp.Tuple, tuple(equations), token.start)
    if not pairs or equations:
        raise parser.error("there are no cases", token=token)
    return parser.node(sp.Piecewise, tuple(pairs), token.start)


def braces(parser: Parser) -> Parse:
    """Read a definition by cases as it is printed in a line: {0 for x < 0; x otherwise}."""
    token = parser.open()
    pairs: list[Term] = []
    while True:
        start = parser.token.start
        expr = yield parser.expression(AND)
        parser.accept(",")
        condition = yield _condition(parser)
        pairs.append(parser.node(sp.Tuple, (expr, condition), start))
        if parser.token.kind not in {";", ","}:
            break
        parser.advance()
    parser.close()
    return parser.node(sp.Piecewise, tuple(pairs), token.start)


def is_by_cases(parser: Parser) -> bool:
    """Tell whether the brace here holds cases: a word such as "for" stands in it."""
    level = 0
    for token in parser.tokens[parser.place :]:
        level += {"{": 1, "}": -1}.get(token.kind, 0)
        if level == 1 and token.kind == "word":
            return True
        if level == 0:
            break
    return False


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
