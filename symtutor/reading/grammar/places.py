"""Values at places and between limits, entries, norms and angle brackets: what a bracket carries at its foot."""

from __future__ import annotations

import sympy as sp

from symtutor.reading.grammar.groups import items
from symtutor.reading.grammar.pratt import ADDITIVE, ATOM, LIST, MULTIPLICATIVE, RELATION, Parse, Parser
from symtutor.term import Angled, At, Between, Blank, Entry, Nabla, Norm, Term, Variable, subterms

__all__ = ["angled", "at_bar", "foot", "from_to", "nabla", "norm"]

_BLANK = Term(Blank, (None,))


def at_bar(parser: Parser, left: Term) -> Parse:
    """Read the bar after an expression: F |_a^b between limits, f |_{x=a} at a place."""
    parser.advance()
    return (yield _evaluated(parser, left))


def foot(parser: Parser, left: Term) -> Parse:
    """Read what stands low after a bracket: limits, a place, or the indices of an entry."""
    if parser.tokens[parser.place - 1].text == "|":
        return (yield _evaluated(parser, left))
    return (yield _evaluated(parser, left, is_bracket=True))


def _evaluated(parser: Parser, left: Term, *, is_bracket: bool = False) -> Parse:
    """Read limits or a place, low and high in either order."""
    start = left.span[0] if left.span else 0
    found: dict[str, Term] = {}
    while parser.token.kind in {"_", "^"} and parser.token.kind not in found:
        kind = parser.advance().kind
        found[kind] = yield parser.expression(ATOM)
    if "_" not in found:
        raise parser.error("where the expression is taken is missing", "Write [x^2]_0^1, or 2x |_{x=1}.")
    if "^" in found:
        letter, low = _named(found["_"])
        other, high = _named(found["^"])
        named = letter if letter is not None else other
        return parser.node(Between, (left, named or _only_letter(left), low, high), start)
    places = found["_"].args if found["_"].head is sp.Tuple else (found["_"],)
    pairs = [_named(place) for place in places]
    if is_bracket and not any(letter is not None for letter, _ in pairs):
        return parser.node(Entry, (left, *places), start)
    if len(pairs) == 1:
        letter, place = pairs[0]
        return parser.node(At, (left, letter or _only_letter(left), place), start)
    letters = [letter for letter, _ in pairs]
    shown = Term(sp.Tuple, tuple(letters)) if all(letters) else _BLANK
    return parser.node(At, (left, shown, Term(sp.Tuple, tuple(place for _, place in pairs))), start)


def from_to(parser: Parser, left: Term) -> Parse:
    """Read a bracket with its limits or a place in words, as in [x²] from x = 0 to x = 1, [x²] at x = 2, y = 3."""
    start = left.span[0] if left.span else 0
    if parser.advance().text == "at":
        pairs = [_named((yield parser.expression(LIST)))]
        while parser.token.kind == "," and [parser.ahead(k).kind for k in (1, 2)] == ["name", "="]:
            parser.advance()
            pairs.append(_named((yield parser.expression(LIST))))
        names, values = ([pair[side] for pair in pairs] for side in (0, 1))
        one = len(pairs) == 1
        letters, places = (part[0] if one else Term(sp.Tuple, tuple(part)) for part in (names, values))
        return parser.node(At, (left, letters, places), start)
    letter, low = _named((yield parser.expression(LIST)))
    parser.expect("to", "'to' is expected between the limits", "Write [x^2] from x = 0 to x = 1.")
    other = None
    if parser.token.kind == "name" and parser.ahead().kind == "=":
        other = yield parser.expression(ATOM)
        parser.advance()
    high = yield _upper_limit(parser)
    return parser.node(Between, (left, letter or other or _only_letter(left), low, high), start)


def _upper_limit(parser: Parser) -> Parse:
    """Read the last limit of a bracket; a sum ends before a term that holds a bracket of its own: [F] from 0 to 1 + [G] from 1 to 2."""
    start = parser.token.start
    terms = [(yield parser.expression(ADDITIVE))]
    while parser.token.kind in {"+", "-"} and not _holds_bracket(parser):
        is_minus = parser.advance().kind == "-"
        term = yield parser.expression(ADDITIVE)
        terms.append(-term if is_minus else term)
    return terms[0] if len(terms) == 1 else parser.node(sp.Add, tuple(terms), start)


def _holds_bracket(parser: Parser) -> bool:
    """Tell whether a square bracket stands in the term after a plus or minus."""
    for token in parser.tokens[parser.place + 1 :]:
        if token.kind in {"+", "-", "end", "=", ","}:
            return False
        if token.kind == "[":
            return True
    return False


def _named(bound: Term) -> tuple[Term | None, Term]:
    """Return the letter and the value of x = a, or no letter."""
    if bound.head is sp.Eq and len(bound.args) == 2 and bound.args[0].head is Variable:
        return bound.args[0], bound.args[1]
    return None, bound


def _only_letter(term: Term) -> Term:
    """Return the only letter of a term, else a blank: the text around says which is meant."""
    letters = {leaf.args[0]: leaf for leaf in subterms(term) if leaf.head is Variable}
    return next(iter(letters.values())) if len(letters) == 1 else _BLANK


def norm(parser: Parser, _power: int) -> Parse:
    """Read ‖v‖ with its kind at its foot."""
    opener = parser.open()
    inside = yield parser.expression(RELATION)
    parser.close()
    kind: tuple[Term, ...] = ()
    if parser.accept("_"):
        kind = ((yield parser.expression(ATOM)),)
    return parser.node(Norm, (inside, *kind), opener.start)


def angled(parser: Parser, _power: int) -> Parse:
    """Read ⟨a, b⟩."""
    start = parser.token.start
    found = yield items(parser)
    return parser.node(Angled, found, start)


def nabla(parser: Parser, _power: int) -> Parse:
    """Read ∇f, or ∇_x f."""
    token = parser.advance()
    letters: tuple[Term, ...] = ()
    if parser.accept("_"):
        letters = ((yield parser.expression(ATOM)),)
    if parser.token.kind not in parser.prefixes or parser.token.kind in {"+", "-"}:
        raise parser.error("∇ needs to know the variables", 'Write "gradient of x^2 + y^3".', token)
    operand = yield parser.expression(MULTIPLICATIVE)
    return parser.node(Nabla, (operand, *letters), token.start)
