"""Signs between matrices: A ∘ B, A ⊗ B, A : B, and x'."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.reading.grammar.pratt import COLON, Parse, Parser
from symtutor.term import Frobenius, Term

__all__ = ["SIGNS", "product_of_matrices", "transposition", "turned"]

SIGNS: dict[str, Any] = {"∘": sp.HadamardProduct, "⊗": sp.KroneckerProduct, ":": Frobenius}


def product_of_matrices(parser: Parser, left: Term) -> Parse:
    """Read a product that is none of numbers; it binds less than the product of matrices."""
    while parser.token.kind in SIGNS:
        sign = parser.advance().kind
        right = yield parser.expression(COLON)
        left = parser.node(SIGNS[sign], (left, right), left.span[0] if left.span else 0)
    return left


def turned(parser: Parser, left: Term) -> Term:
    """Read the ' of a transpose."""
    parser.advance()
    return parser.node(sp.Transpose, (left,), left.span[0] if left.span else 0)


def transposition(parser: Parser) -> str | None:
    """Go past T or −T, alone or in braces, and tell which stood here; T is a letter where it also stands by itself."""
    grouped = parser.token.kind == "{" or (parser.vocabulary.matrices and parser.token.kind == "(")
    has_minus = parser.ahead(int(grouped)).kind == "-"
    place = grouped + has_minus
    letter = parser.ahead(place)
    if letter.kind != "name" or letter.text not in {"T", "top"} or (grouped and parser.ahead(place + 1).kind not in {"}", ")"}):
        return None
    if letter.text == "T" and (parser.ahead(place + 1).kind == "subscript" or _is_used_as_letter(parser, "T")):
        return None
    parser.place += place + 1 + grouped
    return "inverse" if has_minus else "turned"


def _is_used_as_letter(parser: Parser, name: str) -> bool:
    """Tell whether a name is declared, or stands somewhere that is no exponent by itself."""
    if name in parser.vocabulary.names:
        return True
    for place, token in enumerate(parser.tokens):
        if token.kind == "name" and token.text == name:
            before = [t.kind for t in parser.tokens[max(place - 3, 0) : place]]
            while before[-1:] and before[-1] in {"{", "(", "-"}:
                before.pop()
            if before[-1:] != ["^"]:
                return True
    return False
