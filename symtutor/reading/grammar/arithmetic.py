"""Numbers, brackets, sums, products, powers and relations."""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

from symtutor.reading.grammar.calculus import variable_here
from symtutor.reading.grammar.groups import items
from symtutor.reading.grammar.pratt import ADDITIVE, CLOSERS, MULTIPLICATIVE, POWER, PREFIX_MINUS, RELATION, Parse, Parser
from symtutor.reading.grammar.products import transposition
from symtutor.reading.tokens import Token
from symtutor.term import (
    ONE,
    Approximate,
    Constant,
    Decimal,
    MinusPlus,
    Negation,
    Number,
    PlusMinus,
    Quotient,
    Root,
    Term,
    Variable,
    product,
)

__all__ = [
    "choice",
    "conjugate",
    "digits",
    "factorial",
    "fraction",
    "multiplication",
    "number",
    "plus",
    "radical",
    "raising",
    "relation",
    "root",
    "sign",
    "summation",
]

_ROOTS = {"√": 2, "∛": 3, "∜": 4}
_RELATIONS: dict[str, Any] = {"=": sp.Eq, "!=": sp.Ne, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "≈": Approximate}
_SIGNED = {"-": Negation, "±": PlusMinus, "∓": MinusPlus}
_NEVER_TRANSPOSED = frozenset({Number, Decimal, Constant, Root})
_CLOSING = frozenset({*CLOSERS.values()} - {"|"})


def digits(text: str) -> tuple[Any, sp.Expr]:
    """Return the head and the exact value of a number as it was typed.

    Examples
    --------
    >>> digits("0.67")[1]
    67/100
    """
    mantissa, _, exponent = text.lower().partition("e")
    whole, point, decimals = mantissa.partition(".")
    if not point and not exponent:
        return Number, sp.Integer(whole)
    shift = int(exponent or 0) - len(decimals)
    scaled = sp.Integer(whole + decimals)
    return Decimal, scaled * sp.Integer(10) ** shift if shift >= 0 else sp.Rational(scaled, sp.Integer(10) ** -shift)


def number(parser: Parser, _power: int) -> Term:
    """Read a number."""
    token = parser.advance()
    head, exact = digits(token.text)
    return parser.node(head, (exact,) if head is Number else (exact, token.text), token.start)


def radical(parser: Parser, _power: int) -> Parse:
    """Read √ and what stands right after it."""
    token = parser.advance()
    radicand = yield parser.expression(POWER - 1)
    if radicand.head in {Number, Variable} and not parser.token.gap and parser.token.kind == "name" and not parser.is_latex:
        typed = parser.snippet(radicand)
        parser.note(
            f"√{typed}{parser.token.text} is read as √({typed})·{parser.token.text}",
            token.start,
            (f"sqrt({typed})*{parser.token.text}", f"sqrt({typed}*{parser.token.text})"),
        )
    return parser.node(Root, (radicand, Term(Number, (sp.Integer(_ROOTS[token.text]),))), token.start)


# ---- sums and products --------------------------------------------------------------------------
def sign(parser: Parser, power: int) -> Parse:
    """Read a minus, or ± or ∓, before an expression."""
    token = parser.advance()
    operand = yield parser.expression(max(power, PREFIX_MINUS))
    return parser.node(_SIGNED[token.kind], (operand,), token.start)


def plus(parser: Parser, power: int) -> Parse:
    """Read a plus before an expression, which changes nothing."""
    token = parser.advance()
    operand = yield parser.expression(max(power, PREFIX_MINUS))
    return Term(operand.head, operand.args, (token.start, parser.tokens[parser.place - 1].end))


def summation(parser: Parser, left: Term) -> Parse:
    """Read the further terms of a sum."""
    terms = [left]
    while parser.token.kind in {"+", *_SIGNED} and parser.infix() is not None:
        operator = parser.advance()
        operand = yield parser.expression(ADDITIVE)
        terms.append(parser.node(_SIGNED[operator.kind], (operand,), operator.start) if operator.kind in _SIGNED else operand)
    return parser.node(sp.Add, tuple(terms), _start(left))


def multiplication(parser: Parser, left: Term) -> Parse:
    """Read the further factors of a product, with or without signs between them."""
    start = _start(left)
    factors = [left]
    divided: Token | None = None
    while (infix := parser.infix()) is not None and infix.power == MULTIPLICATIVE:
        operator = parser.token
        if parser.differential():
            _take_differential(parser)
            continue
        if operator.kind in {"*", "/"}:
            parser.advance()
        else:
            _check_neighbours(parser, factors[-1])
            if divided is not None:
                _note_division(parser, divided, factors[0])
        operand = yield parser.expression(MULTIPLICATIVE)
        if operator.kind == "/":
            factors = [parser.node(Quotient, (_joined(parser, factors, start), operand), start)]
        else:
            factors.append(operand)
        divided = operator if operator.kind == "/" else None
    return _joined(parser, factors, start)


def _joined(parser: Parser, factors: list[Term], start: int) -> Term:
    """Return the product of factors with its span."""
    return factors[0] if len(factors) == 1 else Term(sp.Mul, product(factors).args, (start, _end(parser, factors[-1])))


def _end(parser: Parser, term: Term) -> int:
    """Return where a term ends."""
    return term.span[1] if term.span else parser.token.start


def _start(term: Term) -> int:
    """Return where a term begins."""
    return term.span[0] if term.span else 0


def _take_differential(parser: Parser) -> None:
    """Go past ``dx`` inside an integrand, as in ∫ x dx/(1 + x), and remember the variable."""
    parser.advance()
    parser.integrands[-1].variable = variable_here(parser)


def _check_neighbours(parser: Parser, left: Term) -> None:
    """Refuse a number after something that is not a bracket: 2 3 and x 3 have no agreed meaning."""
    before, token = parser.tokens[parser.place - 1], parser.token
    if token.kind == "frac" and before.kind == "number" and not token.gap and _is_fraction_of_numbers(parser):
        raise parser.error("a number before a fraction of numbers might be a mixed number", r"Write 2 \cdot \frac{1}{3}, or \frac{7}{3}.")
    if token.kind != "number" or before.kind in _CLOSING or before.kind in {"|", "!"}:
        return
    if parser.vocabulary.matrices and token.text == "1":
        is_row = before.text == "1" and parser.ahead().kind in {"^", "'"}
        if is_row or before.kind == "'" or (token.gap and before.kind != "number"):
            return  # 1 1ᵀ or Aᵀ 1, with a column of ones
    if (
        left.head is sp.Pow
        and (token.gap or parser.is_latex)
        and parser.ahead().kind in {"^", "name", "function", "(", "frac", "root", "√"}
    ):
        typed = f"{parser.snippet(left)}*{parser.upcoming()}"
        parser.note(f"{parser.snippet(left)} {token.text} is read as a product", token.start, (typed,))
        return  # 2^x 3^x: the exponent ends where the space is
    if before.kind != "number" and parser.is_latex:
        parser.note(
            f"{before.text}{token.text} is read as {before.text}·{token.text}",
            before.start,
            (f"{before.text}*{token.text}", f"{before.text}^{token.text}"),
        )
    else:
        raise parser.error(
            f"a number cannot follow {before.text!r} without a sign between them",
            f"Write {before.text}*{token.text} for a product, or {before.text}^{token.text} for a power.",
        )


def _is_fraction_of_numbers(parser: Parser) -> bool:
    r"""Tell whether a proper fraction such as ``\frac{1}{3}`` stands here."""
    inside = parser.tokens[parser.place + 1 : parser.place + 7]
    if [token.kind for token in inside] != ["{", "number", "}"] * 2:
        return False
    return digits(inside[1].text)[1] < digits(inside[4].text)[1]


def _note_division(parser: Parser, operator: Token, left: Term) -> None:
    """Tell how a/b c was read, unless the spacing says it."""
    above, below = left.args
    if parser.vocabulary.matrices and parser.token.kind == "name" and not parser.token.gap and below.head is Number:
        a, b, c = parser.snippet(above), parser.snippet(below), parser.token.text
        raise parser.error(f"{a}/{b}{c} might be ({a}/{b})·{c} or {a}/({b}{c})", f"Write {a}/({b} {c}), or ({a}/{b}) {c}.")
    if parser.token.gap and not operator.gap and not parser.is_latex:
        return
    a, b, c = parser.snippet(above), parser.snippet(below), parser.upcoming()
    parser.note(f"{a}/{b}{c} is read as ({a}/{b})·{c}", _start(left), (f"({a}/{b})*{c}", f"{a}/({b}*{c})"))


# ---- powers -------------------------------------------------------------------------------------
def raising(parser: Parser, base: Term) -> Parse:
    """Read the exponent of a power."""
    parser.advance()
    opener = parser.token
    if (base.head not in _NEVER_TRANSPOSED or (base == ONE and parser.vocabulary.matrices)) and (
        turned := transposition(parser)
    ) is not None:
        base = parser.node(sp.Pow, (base, Term(Number, (sp.S.NegativeOne,))), _start(base)) if turned == "inverse" else base
        return parser.node(sp.Transpose, (base,), _start(base))
    if base.head is Variable and parser.is_latex and _is_small_index(parser):
        typed = parser.snippet(base)
        raise parser.error(
            f"{typed}^{{(…)}} might be a power, an index or a derivative", f"Write {typed}^n, {typed}_n or a quotient of differentials."
        )
    exponent = yield parser.expression(POWER - 1)
    if opener.kind == "number" and parser.tokens[parser.place - 1] is opener:
        _note_exponent(parser, base, opener)
    return parser.node(sp.Pow, (base, exponent), _start(base))


def _is_small_index(parser: Parser) -> bool:
    """Tell whether a name or number in brackets is all that is raised, as in x^{(i)}."""
    kinds = [parser.ahead(count).kind for count in range(5)]
    return kinds[:2] == ["{", "("] and kinds[2] in {"name", "number"} and kinds[3:] == [")", "}"]


def _note_exponent(parser: Parser, base: Term, exponent: Token) -> None:
    """Tell where the exponent in e^2x or x^1/2 ends."""
    token = parser.token
    typed, power = parser.snippet(base), exponent.text
    if parser.is_latex or token.gap:
        return
    if token.kind == "name" and base.head is Variable and token.text == typed:
        parser.note(
            f"{typed}^{power}{token.text} is read as ({typed}^{power})·{token.text}",
            _start(base),
            (f"{typed}^{power}*{token.text}", f"{typed}^({power}*{token.text})"),
        )
    if token.kind == "name" and typed == "e":
        parser.note(
            f"{typed}^{power}{token.text} is read as ({typed}^{power})·{token.text}",
            _start(base),
            (f"{typed}^{power}*{token.text}", f"{typed}^({power}*{token.text})"),
        )
    below = parser.ahead().text
    if token.kind == "/" and parser.ahead().kind == "number" and not parser.ahead().gap and _is_in_lowest_terms(power, below):
        parser.note(
            f"{typed}^{power}/{below} is read as ({typed}^{power})/{below}",
            _start(base),
            (f"({typed}^{power})/{below}", f"{typed}^({power}/{below})"),
        )


def _is_in_lowest_terms(above: str, below: str) -> bool:
    """Tell whether a typed fraction could be meant as an exponent; nobody means x^2/4 as one."""
    return above.isdecimal() and below.isdecimal() and math.gcd(int(above), int(below)) == 1


def factorial(parser: Parser, operand: Term) -> Term:
    """Read a factorial."""
    parser.advance()
    if operand.head is sp.factorial and parser.tokens[parser.place - 2].kind == "!":
        typed = parser.snippet(operand.args[0])
        parser.note(f"{typed}!! is read as ({typed}!)!", _start(operand), (f"({typed}!)!", "a double factorial"))
    return parser.node(sp.factorial, (operand,), _start(operand))


def root(parser: Parser, _power: int) -> Parse:
    r"""Read ``\sqrt{x}`` or ``\sqrt[3]{x}``."""
    token = parser.advance()
    degree: tuple[Term, ...] = (Term(Number, (sp.Integer(2),)),)
    if parser.token.kind == "[":
        degree = yield items(parser)
    radicand = yield argument(parser)
    return parser.node(Root, (radicand, degree[0]), token.start)


def conjugate(parser: Parser, _power: int) -> Parse:
    r"""Read ``\overline{z}``."""
    token = parser.advance()
    inside = yield argument(parser)
    return parser.node(sp.conjugate, (inside,), token.start)


def choice(parser: Parser, _power: int) -> Parse:
    r"""Read ``\binom{n}{k}``."""
    token = parser.advance()
    upper = yield argument(parser)
    lower = yield argument(parser)
    return parser.node(sp.binomial, (upper, lower), token.start)


def fraction(parser: Parser, _power: int) -> Parse:
    r"""Read ``\frac{a}{b}``."""
    token = parser.advance()
    above = yield argument(parser)
    below = yield argument(parser)
    return parser.node(Quotient, (above, below), token.start)


def argument(parser: Parser) -> Parse:
    r"""Read what a LaTeX command takes: a group, or a single character as in ``\frac12``."""
    token = parser.token
    if token.kind == "number" and len(token.text) > 1:
        parser.tokens[parser.place : parser.place + 1] = [
            token._replace(text=token.text[0], end=token.start + 1),
            token._replace(text=token.text[1:], start=token.start + 1, gap=False),
        ]
    prefix = parser.prefixes.get(parser.token.kind)
    if prefix is None or parser.token.kind in {"+", "-"}:
        raise parser.missing()
    return (yield prefix(parser, POWER))


# ---- relations ----------------------------------------------------------------------------------
def relation(parser: Parser, left: Term) -> Parse:
    """Read an equation or inequality, or a chain of them."""
    sides, signs = [left], []
    while parser.token.kind in _RELATIONS:
        signs.append(parser.advance().kind)
        sides.append((yield parser.expression(RELATION)))
    start = _start(left)
    if set(signs) == {"="} or len(signs) == 1:
        return parser.node(_RELATIONS[signs[0]], tuple(sides), start)
    pairs = [
        Term(_RELATIONS[operator], (a, b), (_start(a), _end(parser, b))) for operator, a, b in zip(signs, sides, sides[1:], strict=False)
    ]
    return parser.node(sp.And, tuple(pairs), start)
