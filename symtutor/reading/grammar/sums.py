"""Sums and products over an index as they are written."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.reading.grammar.calculus import is_range, variable_here
from symtutor.reading.grammar.pratt import ADDITIVE, ATOM, CLOSERS, LIST, RELATION, Parse, Parser
from symtutor.reading.tokens import Token
from symtutor.term import Term, Variable, subterms

__all__ = ["series"]


def series(parser: Parser, _power: int) -> Parse:
    """Read a sum or product over an index; in a line of work the index, or its bounds, may be left out."""
    token = parser.advance()
    bounds = yield _range(parser)
    bound = [str(leaf.args[0]) for leaf in subterms(bounds[0]) if leaf.head is Variable] if bounds else []
    if parser.token.kind not in parser.prefixes:
        raise parser.error(f"{token.text} needs an expression after its bounds")
    parser.bound.extend(bound)
    body = yield parser.expression(ADDITIVE)
    del parser.bound[len(parser.bound) - len(bound) :]
    return parser.node(sp.Sum if token.kind == "sum" else sp.Product, (body, *bounds), token.start)


def _range(parser: Parser) -> Parse:
    """Read [i=1..n], i=1..n, from i=1 to n, or ``_{i=1}^n`` in either order: index and bounds, the index alone, or nothing."""
    if parser.token.kind == "[" and is_range(parser):
        parser.open()
        index = yield _index(parser)
        parser.expect("..", "'..' is expected between the bounds", "Write sum[i=1..n] i^2.")
        high = yield parser.expression(LIST)
        parser.close()
        return (*index, high)
    if _is_word(parser.token, "from") or (parser.token.kind == "name" and _is_open_range(parser)):
        return (yield _open_range(parser))
    found: dict[str, Any] = {}
    token = parser.token
    while parser.token.kind in {"_", "^"} and parser.token.kind not in found:
        kind = parser.advance().kind
        if kind == "^":
            found[kind] = yield parser.expression(ATOM)
        elif parser.token.kind in {"{", "("}:
            parser.open()
            found[kind] = yield _index(parser)
            parser.close()
        else:
            found[kind] = (variable_here(parser),)
    if "^" in found and len(found.get("_", ())) != 2:
        raise parser.error("a sum or product needs its index, where it begins and where it ends", "Write sum_{i=1}^n i^2.", token)
    return (*found.get("_", ()), *([found["^"]] if "^" in found else []))


def _is_word(token: Token, text: str) -> bool:
    return token.kind == "word" and token.text == text


def _is_open_range(parser: Parser) -> bool:
    """Tell whether i=1..n stands here without brackets."""
    level, place = 0, parser.place + 1
    place += parser.tokens[place].kind == "subscript"
    if parser.tokens[place].kind != "=":
        return False
    while parser.tokens[place].kind != "end" and level >= 0:
        kind = parser.tokens[place].kind
        if level == 0 and kind == "..":
            return True
        level += (kind in CLOSERS) - (kind in CLOSERS.values())
        place += 1
    return False


def _open_range(parser: Parser) -> Parse:
    """Read i=1..n or from i=1 to n, whose last number ends at the next space."""
    in_words = _is_word(parser.token, "from")
    parser.place += in_words
    index = variable_here(parser)
    parser.expect("=", "'=' is expected after the index", "Write sum[i=1..n] i^2.")
    low = yield parser.expression(LIST)
    if _is_word(parser.token, "to"):
        parser.advance()
    else:
        parser.expect("..", "'to' or '..' is expected between the bounds", "Write sum[i=1..n] i^2.")
    saved = parser.tight, parser.target
    parser.target = len(parser.opened)
    parser.tight = len(parser.opened)
    high = yield parser.expression(RELATION)
    parser.tight, parser.target = saved
    parser.accept(",")
    return index, low, high


def _index(parser: Parser) -> Parse:
    """Read ``i = 1`` as two Terms; an index alone, several or a condition on them as one."""
    first = parser.place
    indices = [variable_here(parser)]
    while parser.token.kind == "," and parser.ahead().kind == "name":
        parser.advance()
        indices.append(variable_here(parser))
    if len(indices) == 1 and parser.accept("="):
        low = yield parser.expression(LIST)
        return indices[0], low
    if parser.token.kind in CLOSERS.values():
        return (indices[0],) if len(indices) == 1 else (Term(sp.Tuple, tuple(indices), indices[0].span),)
    parser.place = first  # a condition such as i ≠ j, in which i is an index too
    names = [str(index.args[0]) for index in indices]
    parser.bound.extend(names)
    condition = yield parser.expression(LIST)
    del parser.bound[len(parser.bound) - len(names) :]
    if condition.head is Variable:
        raise parser.error("'=' is expected after the index", "Write sum_{i=1}^n i^2.")
    return (condition,)
