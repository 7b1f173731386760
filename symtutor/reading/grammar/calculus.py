"""Derivatives, integrals and limits as they are written."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from symtutor.reading.grammar.pratt import ADDITIVE, ATOM, LIST, MULTIPLICATIVE, RELATION, Integrand, Parse, Parser
from symtutor.reading.tokens import Token
from symtutor.term import ONE, At, Number, Term, Variable, fresh_symbol, subterms

__all__ = ["approach", "at_derivative", "derivative_operator", "integral", "is_range", "letter_not_in", "limit", "variable_here"]

_LETTERS = ("x", "t", "u", "v", "w", "s", "y", "z")


def variable_here(parser: Parser) -> Term:
    """Read the name of a variable, with its index."""
    token = parser.expect("name", "the name of a variable is expected", "Write a single letter such as x.")
    index = parser.accept("subscript")
    return parser.node(Variable, (sp.Symbol(token.text + ("_" + index.text if index else "")),), token.start)


def letter_not_in(term: Term) -> sp.Symbol:
    """Return the first usual letter that a term does not use, as a symbol."""
    used = {str(leaf.args[0]) for leaf in subterms(term) if leaf.head is Variable}
    return fresh_symbol(used, _LETTERS)


# ---- derivatives --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Quotient:
    """Where the parts of d^2y/dx^2 stand: operand from `start` to `stop`, variables with their orders, the end."""

    start: int
    stop: int
    order: Token | None
    variables: tuple[tuple[int, Token | None], ...]
    end: int


def at_derivative(parser: Parser) -> bool:
    r"""Tell whether d/dx, dy/dx, ∂f/∂x or ``\frac{d}{dx}`` stands here."""
    return _derivative_here(parser) is not None


def _derivative_here(parser: Parser) -> _Quotient | None:
    """Return the parts of a quotient of differentials, if one stands here."""
    tokens, place = parser.tokens, parser.place
    in_braces = tokens[place].kind == "frac"
    place += 2 if in_braces else 0
    if (in_braces and tokens[place - 1].kind != "{") or not _is_d(tokens[place]):
        return None
    order, place = _order(tokens, place + 1)
    start = place
    place = _end_of_group(tokens, place) if in_braces else _end_of_operand(parser, place)
    stop = place
    if tokens[place].kind != ("}" if in_braces else "/"):
        return None
    place += 1
    opener = tokens[place].kind
    if in_braces and opener != "{":
        return None
    grouped = opener in {"{", "("}
    place += 1 if grouped else 0
    variables = []
    while _is_d(tokens[place]) and tokens[place + 1].kind == "name" and (parser.is_latex or not tokens[place + 1].gap):
        found = place + 1
        times, place = _order(tokens, found + (2 if tokens[found + 1].kind == "subscript" else 1))
        variables.append((found, times))
    if not variables or (grouped and tokens[place].kind != {"{": "}", "(": ")"}[opener]):
        return None
    return _Quotient(start, stop, order, tuple(variables), place + (1 if grouped else 0))


def _is_d(token: Token) -> bool:
    """Tell whether a token is the d of a differential."""
    return token.kind == "∂" or (token.kind == "name" and token.text == "d")


def _order(tokens: list[Token], place: int) -> tuple[Token | None, int]:
    """Return the order after a d, as in d^2, and where it ends."""
    if tokens[place].kind != "^":
        return None, place
    if tokens[place + 1].kind in {"number", "name"}:
        return tokens[place + 1], place + 2
    if tokens[place + 1].kind == "{" and tokens[place + 2].kind in {"number", "name"} and tokens[place + 3].kind == "}":
        return tokens[place + 2], place + 4
    return None, place


def _end_of_group(tokens: list[Token], place: int) -> int:
    """Return the place of the brace that closes the group around a place."""
    level = 0
    while tokens[place].kind != "end" and (level or tokens[place].kind != "}"):
        level += {"{": 1, "}": -1}.get(tokens[place].kind, 0)
        place += 1
    return place


def _end_of_operand(parser: Parser, place: int) -> int:
    """Return the place after the y, y_1 or f(x) between a d and a slash."""
    tokens = parser.tokens
    if tokens[place].kind == "name" and (parser.is_latex or not tokens[place].gap):
        place += 1
        while tokens[place].kind in {"subscript", "'"}:
            place += 1
    if tokens[place].kind != "(" or tokens[place].gap:
        return place
    level = 0
    while tokens[place].kind != "end":
        level += {"(": 1, ")": -1}.get(tokens[place].kind, 0)
        place += 1
        if level == 0:
            break
    return place


def derivative_operator(parser: Parser, _power: int) -> Parse:
    """Read a derivative and what it is applied to."""
    parts = _derivative_here(parser)
    if parts is None:  # pragma: no cover (asked before)
        raise parser.missing()
    start = parser.token.start
    _check_orders(parser, parts)
    parser.operators.append((start, parser.tokens[parts.end - 1].end))
    if parts.start < parts.stop:
        parser.place = parts.start
        saved, parser.integrands, parser.stop = (parser.integrands, parser.stop), [], parts.stop
        operand = yield parser.expression(RELATION)
        parser.integrands, parser.stop = saved
        if parser.place != parts.stop:
            raise parser.error("the quotient of differentials cannot be read")
        parser.place = parts.end
        if (
            operand.head is Variable
            and len(parts.variables) == 1
            and parser.token.kind == "("
            and (parser.is_latex or not parser.token.gap)
        ):
            return (yield _derivative_at_a_point(parser, operand, parts, start))
    else:
        parser.place = parts.end
        operand = yield _operand(parser, start)
    for position, times in reversed(parts.variables):
        operand = parser.node(sp.Derivative, (operand, _variable_at(parser, position), _times(times)), start)
    return operand


def _variable_at(parser: Parser, place: int) -> Term:
    """Return the variable that stands at another place."""
    here, parser.place = parser.place, place
    variable = variable_here(parser)
    parser.place = here
    return variable


def _derivative_at_a_point(parser: Parser, operand: Term, parts: _Quotient, start: int) -> Parse:
    """Read df/dx(x) and df/dx(2): the derivative of the function f, there."""
    (place, times), *_ = parts.variables
    variable, head = _variable_at(parser, place), sp.Function(str(operand.args[0]))
    parser.open()
    point = yield parser.expression(RELATION)
    parser.close()
    parser.note("the derivative is read as that of a function, at what stands in the bracket", start, ("at the point", "times the bracket"))
    derivative = parser.node(sp.Derivative, (Term(head, (variable,)), variable, _times(times)), start)
    return derivative if point == variable else parser.node(At, (derivative, variable, point), start)


def _operand(parser: Parser, start: int) -> Parse:
    """Read what d/dx is applied to: a bracket right after it, or the whole product."""
    if parser.token.kind not in parser.prefixes or parser.token.kind == "+":
        raise parser.error("d/dx needs an expression after it", "Write d/dx x^2, or dy/dx.")
    is_bracket = parser.token.kind in {"(", "["} and (parser.is_latex or not parser.token.gap)
    if not is_bracket:
        return (yield parser.expression(ADDITIVE))
    operand = yield parser.expression(MULTIPLICATIVE)
    infix = parser.infix()
    if infix is parser.infixes["implicit"]:
        inside = parser.snippet(operand)
        parser.note("the derivative is read as that of the bracket alone", start, (f"(d/dx {inside})*…", f"d/dx ({inside}*…)"))
    return operand


def _check_orders(parser: Parser, parts: _Quotient) -> None:
    """Refuse d^2/dx and the like."""
    above = parts.order.text if parts.order else "1"
    counts = [times.text if times else "1" for _, times in parts.variables]
    below = str(sum(map(int, counts))) if all(count.isdigit() for count in counts) else "".join(counts)
    if above != below:
        raise parser.error(f"the derivative has order {above} above and {below} below", "Write d^2/dx^2.")


def _times(token: Token | None) -> Term:
    """Return the order of a derivative as a Term."""
    if token is None:
        return ONE
    if token.kind == "number":
        return Term(Number, (sp.Integer(token.text),), (token.start, token.end))
    return Term(Variable, (sp.Symbol(token.text),), (token.start, token.end))


# ---- integrals ----------------------------------------------------------------------------------
def integral(parser: Parser, _power: int) -> Parse:
    """Read ∫ f dx, ∫[a..b] f dx or ∫_a^b f dx."""
    token = parser.advance()
    bounds = yield _bounds(parser)
    frame = Integrand(len(parser.opened))
    parser.integrands.append(frame)
    if parser.differential() and parser.ahead(2).kind != "/":
        body: Term = Term(Number, (sp.S.One,), (parser.token.start, parser.token.start))
    elif parser.token.kind in parser.prefixes:
        body = yield parser.expression(RELATION)
    else:
        raise parser.missing()
    if frame.variable is None:
        if not parser.differential():
            raise parser.error("the integral has no dx", "Write ∫ x^2 dx.", None if parser.token.kind != "end" else token)
        parser.advance()
        frame.variable = variable_here(parser)
    parser.integrands.pop()
    parser.operators.append((token.start, parser.tokens[parser.place - 1].end))
    return parser.node(sp.Integral, (body, frame.variable, *bounds), token.start)


def _bounds(parser: Parser) -> Parse:
    """Read the bounds of an integral: none, or two Terms."""
    if parser.token.kind == "[" and is_range(parser):
        parser.open()
        low = yield parser.expression(LIST)
        parser.advance()
        high = yield parser.expression(LIST)
        parser.close()
        return (low, high)
    found: dict[str, Term] = {}
    while parser.token.kind in {"_", "^"} and parser.token.kind not in found:
        kind = parser.advance().kind
        if parser.token.kind == "{" and parser.ahead().kind == "}":
            parser.place += 2
        else:
            found[kind] = yield parser.expression(ATOM)
    if len(found) == 1:
        raise parser.error("an integral has two bounds or none", "Write ∫_0^1 x dx.")
    return (found["_"], found["^"]) if found else ()


def is_range(parser: Parser) -> bool:
    """Tell whether the bracket here is a range such as [0..1] or [0, 1]."""
    level, place = 0, parser.place
    while parser.tokens[place].kind != "end":
        kind = parser.tokens[place].kind
        level += {"[": 1, "(": 1, "]": -1, ")": -1}.get(kind, 0)
        if level == 0:
            return False
        if level == 1 and kind in {"..", ","}:
            return True
        place += 1
    return False


# ---- limits ---------------------------------------------------------------------------------------
def limit(parser: Parser, _power: int) -> Parse:
    """Read lim x→0 f, lim_{x→0+} f."""
    token = parser.advance()
    if not parser.accept("_") and not _is_approach(parser):
        if parser.token.kind not in parser.prefixes:
            raise parser.missing()
        body = yield parser.expression(ADDITIVE)
        return parser.node(sp.Limit, (body,), token.start)
    variable, to, direction = yield approach(parser)
    if parser.token.kind not in parser.prefixes:
        raise parser.error("the limit needs an expression", "Write lim x->0 sin(x)/x.")
    body = yield parser.expression(ADDITIVE)
    return parser.node(sp.Limit, (body, variable, to, direction), token.start)


def _is_approach(parser: Parser) -> bool:
    """Tell whether x→0 stands here, perhaps in a bracket."""
    place = parser.place + (parser.token.kind in {"{", "("})
    place += parser.tokens[place].kind == "name"
    place += parser.tokens[place].kind == "subscript"
    return parser.tokens[place].kind == "->"


def approach(parser: Parser) -> Parse:
    """Read x→0+, in brackets or up to the next space: the variable, what it tends to, and the side."""
    saved = parser.tight, parser.target
    grouped = parser.token.kind in {"{", "("}
    if grouped:
        parser.open()
    variable = variable_here(parser)
    parser.expect("->", "an arrow is expected after the variable of a limit", "Write lim x->0 sin(x)/x.")
    parser.target = len(parser.opened)
    parser.tight = -1 if grouped else len(parser.opened)
    to = yield parser.expression(RELATION)
    direction = _direction(parser)
    if grouped:
        parser.close()
    parser.tight, parser.target = saved
    return variable, to, direction


def _direction(parser: Parser) -> str:
    """Read the side of a one-sided limit."""
    if not parser.is_direction():
        return "+-"
    parser.accept("^")
    grouped = parser.accept("{")
    sign = parser.advance().kind
    if grouped:
        parser.advance()
    return sign
