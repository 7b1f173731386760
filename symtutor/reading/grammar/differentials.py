"""Differentials that stand by themselves: du = 2x dx, d(x^2), and the integrand 3x^2 dx."""

from __future__ import annotations

from symtutor.reading.grammar.calculus import variable_here
from symtutor.reading.grammar.groups import items
from symtutor.reading.grammar.pratt import Parse, Parser
from symtutor.reading.tokens import Note, Token
from symtutor.term import DifferentialOf

__all__ = ["form", "has_forms", "is_differential_letter", "is_form", "is_pair"]


def is_differential_letter(tokens: list[Token], place: int) -> bool:
    """Tell whether a d or ∂ stands at a place, right before a letter."""
    return tokens[place].kind == "∂" or (tokens[place].kind == "name" and tokens[place].text == "d" and tokens[place + 1].kind == "name")


def has_forms(parser: Parser) -> bool:
    """Tell whether dx in a text is a differential by itself: on both sides of an equation, or at the end of a single product."""
    tokens = parser.tokens
    pairs = [k for k in range(len(tokens) - 1) if is_pair(parser, k) or (k == 0 and [t.text for t in tokens[:2]] == ["d", "("])]
    sides = [k for k, token in enumerate(tokens) if token.kind == "="]
    if any(any(k < side for k in pairs) and any(k > side for k in pairs) for side in sides):
        return True
    if len(pairs) != 1 or sides or any(token.kind in {"∫", "sum", "lim"} for token in tokens):
        return False
    (pair,) = pairs
    before, first = tokens[pair - 1].kind if pair else "", tokens[pair]
    is_factor = before not in {"+", "-", "/", "^", "_", ",", "frac", "{"}
    is_last = tokens[pair + 2].kind in {"end", "/", "word"}
    is_apart = first.gap or before in {"", "number", ")", "}", "]", "|"}
    return is_factor and is_last and is_apart and (pair > 0 or tokens[pair + 2].kind == "/") and "d" not in parser.vocabulary.names


def is_pair(parser: Parser, place: int) -> bool:
    """Tell whether a d and the letter right after it stand at a place."""
    first, second = parser.tokens[place], parser.tokens[place + 1]
    return first.kind == "name" and first.text == "d" and second.kind == "name" and (parser.is_latex or not second.gap)


def is_form(parser: Parser) -> bool:
    """Tell whether a differential dx, or d(x^2), stands here by itself."""
    if not parser.has_forms:
        return False
    return is_pair(parser, parser.place) or (parser.token.text == "d" and parser.ahead().kind == "(" and not parser.ahead().gap)


def form(parser: Parser) -> Parse:
    """Read dx or d(x^2)."""
    token = parser.advance()
    parser.operators.append((token.start, parser.token.end))
    if parser.token.kind == "(":
        args = yield items(parser)
        return parser.node(DifferentialOf, args[:1], token.start)
    earlier = [
        t
        for k, t in enumerate(parser.tokens[: parser.place - 1])
        if t.kind == "name" and t.text == "d" and not is_pair(parser, k) and parser.tokens[k + 1].kind != "("
    ]
    if earlier:
        raise parser.error("d … dx is no product", "Write ∫ x^2 dx for an integral, d/dx x^2 for a derivative.", earlier[0])
    letter = variable_here(parser)
    name = parser.snippet(letter)
    if not any(t.kind == "=" for t in parser.tokens):
        parser.notes.append(
            Note(
                f"d{name} is read as a differential",
                (token.start, parser.tokens[parser.place - 1].end),
                (f"a differential d{name}", f"d {name}"),
            )
        )
    return parser.node(DifferentialOf, (letter,), token.start)
