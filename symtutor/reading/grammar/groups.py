"""Brackets of all kinds: one Term, lists, matrices, absolute values, rounding."""

from __future__ import annotations

from itertools import pairwise

import sympy as sp

from symtutor.reading.grammar.pratt import CLOSERS, LIST, RELATION, Parse, Parser
from symtutor.term import Term

__all__ = ["bars", "brackets", "items", "rounding"]


def items(parser: Parser) -> Parse:
    """Read what stands in a bracket: Terms between commas, and the closing bracket."""
    parser.open()
    found = [(yield parser.expression(LIST))]
    while parser.token.kind in {",", ";"}:
        parser.advance()
        found.append((yield parser.expression(LIST)))
    parser.close()
    return tuple(found)


def brackets(parser: Parser, _power: int) -> Parse:
    """Read a bracket: one Term, a tuple, or in [[...], [...]] a matrix."""
    opener, start = parser.token, parser.token.start
    if parser.ahead().kind == CLOSERS[opener.kind]:
        raise parser.error(f"the bracket {opener.text!r} is empty")
    if opener.kind == "[" and (cuts := _row_ends(parser)):
        entries = yield items(parser)
        lines = [entries[low:high] for low, high in pairwise((0, *cuts, len(entries)))]
        if len({len(line) for line in lines}) > 1:
            raise parser.error("the rows of the matrix have different lengths", "Write [1, 2; 3, 4].", token=opener)
        return parser.node(sp.Matrix, tuple(Term(sp.Tuple, line) for line in lines), start)
    found = yield items(parser)
    rows = [_row(parser, part) for part in found] if opener.kind == "[" and not parser.is_latex else [()]
    if opener.kind == "[":
        parser.squares.add((start, parser.tokens[parser.place - 1].end))
    if all(row and len(row) == len(rows[0]) for row in rows):
        return parser.node(sp.Matrix, tuple(Term(sp.Tuple, row, part.span) for row, part in zip(rows, found, strict=True)), start)
    if len(found) > 1:
        return parser.node(sp.Tuple, found, start)
    return Term(found[0].head, found[0].args, (start, parser.tokens[parser.place - 1].end))


def _row_ends(parser: Parser) -> tuple[int, ...]:
    """Return after how many entries a row of a matrix ends, as in [1, 2; 3, 4]; nothing where no ";" stands beside a ","."""
    depth, entries, cuts = 0, 0, []
    for token in parser.tokens[parser.place :]:
        depth += (token.kind in CLOSERS) - (token.kind in CLOSERS.values())
        if depth == 0:
            break
        if depth == 1 and token.kind in {",", ";"}:
            entries += 1
            cuts += [entries] if token.kind == ";" else []
    return tuple(cuts) if len(cuts) < entries else ()


def _row(parser: Parser, term: Term) -> tuple[Term, ...]:
    """Return the entries of a list in square brackets, or nothing for another term."""
    if term.span not in parser.squares:
        return ()
    return term.args if term.head is sp.Tuple else (term,)


def bars(parser: Parser, _power: int) -> Parse:
    """Read an absolute value."""
    opener = parser.open()
    inside = yield parser.expression(RELATION)
    parser.close()
    return parser.node(sp.Abs, (inside,), opener.start)


def rounding(parser: Parser, _power: int) -> Parse:
    """Read ⌊x⌋ or ⌈x⌉."""
    opener = parser.open()
    inside = yield parser.expression(RELATION)
    parser.close()
    return parser.node(sp.floor if opener.kind == "⌊" else sp.ceiling, (inside,), opener.start)
