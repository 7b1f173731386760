"""The tables of the grammar, and reading tokens with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symtutor.errors import ReadError
from symtutor.reading.grammar import application, arithmetic, arrays, calculus, calls, groups, places, products, statements, sums
from symtutor.reading.grammar.pratt import (
    ADDITIVE,
    AND,
    CLOSERS,
    COLON,
    LINE,
    MULTIPLICATIVE,
    OR,
    PLACE,
    POSTFIX,
    POWER,
    RELATION,
    Infix,
    Parse,
    Parser,
    Read,
    drive,
)
from symtutor.reading.size_limits import Limits
from symtutor.reading.text.words import Vocabulary
from symtutor.reading.tokens import Note, Token
from symtutor.term import LEAVES, Term

__all__ = ["INFIXES", "PREFIXES", "notes_of", "parse", "parse_with", "parser_for"]


def _fraction_or_derivative(parser: Parser, power: int) -> Parse:
    r"""Read ``\frac``, which may be a derivative."""
    return calculus.derivative_operator(parser, power) if calculus.at_derivative(parser) else arithmetic.fraction(parser, power)


def _or_call(reader: Callable[[Parser, int], Read]) -> Callable[[Parser, int], Read]:
    """Return a reader of ∫, Σ, Π or lim, of which the word may also be called with arguments."""

    def read(parser: Parser, power: int) -> Read:
        is_called = parser.token.text in calls.CALLS and calls.is_call(parser)
        return calls.call(parser, power) if is_called else reader(parser, power)

    return read


PREFIXES: dict[str, Callable[[Parser, int], Read]] = {
    "number": arithmetic.number,
    "name": application.name,
    "function": application.function,
    "(": groups.brackets,
    "[": groups.brackets,
    "{": lambda parser, power: arrays.braces(parser) if arrays.is_by_cases(parser) else groups.brackets(parser, power),
    "|": groups.bars,
    "|(": groups.bars,
    "⌊": groups.rounding,
    "⌈": groups.rounding,
    "√": arithmetic.radical,
    "-": arithmetic.sign,
    "+": arithmetic.plus,
    "frac": _fraction_or_derivative,
    "root": arithmetic.root,
    "binom": arithmetic.choice,
    "conjugate": arithmetic.conjugate,
    "begin": arrays.environment,
    "∂": application.name,
    "call": calls.call,
    "side": calls.side,
    "∫": _or_call(calculus.integral),
    "sum": _or_call(sums.series),
    "prod": _or_call(sums.series),
    "lim": _or_call(calculus.limit),
    "±": arithmetic.sign,
    "∓": arithmetic.sign,
    "‖": places.norm,
    "⟨": places.angled,
    "nabla": places.nabla,
    **dict.fromkeys(("=", "<=", ">=", "≈", "=>", "<=>"), statements.left_out),
}

INFIXES: dict[str, Infix] = {
    **dict.fromkeys(("=>", "<=>"), Infix(LINE + 1, statements.inference)),
    "or": Infix(OR + 1, statements.either),
    "and": Infix(AND + 1, statements.both),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "≈"), Infix(RELATION, arithmetic.relation)),
    "at|": Infix(PLACE, places.at_bar),
    **dict.fromkeys(("+", "-", "±", "∓"), Infix(ADDITIVE, arithmetic.summation)),
    "_": Infix(POSTFIX, places.foot),
    "from": Infix(POSTFIX, places.from_to),
    **dict.fromkeys(("*", "/"), Infix(MULTIPLICATIVE, arithmetic.multiplication)),
    "implicit": Infix(MULTIPLICATIVE, arithmetic.multiplication),
    "^": Infix(POWER, arithmetic.raising),
    "!": Infix(POSTFIX, arithmetic.factorial),
    **dict.fromkeys(products.SIGNS, Infix(COLON, products.product_of_matrices)),
}
_OF_MATRICES = {**INFIXES, "'": Infix(POSTFIX, products.turned)}


def parser_for(text: str, tokens: list[Token], vocabulary: Vocabulary, limits: Limits, *, is_latex: bool) -> Parser:
    """Return a parser at the first token."""
    parser = Parser(text, tokens, vocabulary, limits, PREFIXES, _OF_MATRICES if vocabulary.matrices else INFIXES, is_latex)
    application.find_definition(parser)
    return parser


def parse(parser: Parser) -> Term:
    """Read all tokens as one Term; what stands between commas becomes a tuple.

    Raises
    ------
    ReadError
        Where the tokens are no expression.
    """
    term: Term = parse_with(parser, statements.whole)
    return term


def parse_with(parser: Parser, whole: Callable[[Parser], Parse]) -> Any:
    """Read all tokens with a grammar function for the whole text; what it returns holds Terms.

    Raises
    ------
    ReadError
        Where the tokens are no such text.
    """
    found = drive(whole(parser))
    token = parser.token
    if token.kind in CLOSERS.values() and token.kind != "|":
        raise parser.error(f"{token.text!r} closes no bracket")
    if token.kind != "end":
        raise parser.error(f"{token.text!r} is not expected here")
    for term in found if isinstance(found, tuple) else (found,):
        if isinstance(term, Term):
            _check_depth(parser, term)
    return found


def notes_of(parser: Parser, lexer_notes: list[Note]) -> tuple[Note, ...]:
    """Return the notes in the order of the text, without those about letters that turned out to be differentials."""
    kept = [note for note in lexer_notes if not any(_overlap(note.span, span) for span in parser.operators)]
    return tuple(sorted(kept + parser.notes, key=lambda note: (note.span, note.message)))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Tell whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def _check_depth(parser: Parser, term: Term) -> None:
    """Refuse a Term that is nested too deeply, such as a long row of divisions."""
    stack = [(term, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > parser.limits.depth:
            raise ReadError(f"the nesting is deeper than {parser.limits.depth}", parser.text, node.span[0] if node.span else 0)
        if node.head not in LEAVES:
            stack.extend((arg, depth + 1) for arg in node.args if isinstance(arg, Term))
