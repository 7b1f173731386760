"""Names: symbols, constants, and functions with or without brackets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.functions import FUNCTIONS, NamedFunction, Ones, Sigmoid
from symtutor.reading.grammar.calculus import at_derivative, derivative_operator, letter_not_in, variable_here
from symtutor.reading.grammar.differentials import form, has_forms, is_differential_letter, is_form
from symtutor.reading.grammar.groups import items
from symtutor.reading.grammar.pratt import ATOM, MULTIPLICATIVE, POWER, Parse, Parser, Read
from symtutor.reading.text.names import APPLIED, CONSTANTS, GREEK, OFTEN_APPLIED
from symtutor.reading.tokens import Token
from symtutor.term import ONE, At, Constant, Negation, Number, Term, Variable, product

__all__ = ["find_definition", "function", "name"]

_OF_MATRICES: dict[str, Any] = {"I": sp.Identity, "ones": Ones}
_CONSTANT_GREEK = frozenset({"pi"})
_OPENING = frozenset({"(", "["})
_GROUPED = frozenset({"(", "[", "|", "|(", "{", "⌊", "⌈"})
# Greek letters that are functions before a bracket, each with its sign, its name, and how to write the function and the product
_GREEK_FUNCTIONS: dict[str, tuple[Any, str, str, str]] = {
    "sigma": (Sigmoid, "σ", "logistic", "sigmoid"),
    "Gamma": (sp.gamma, "Γ", "gamma", "Gamma"),
    "gamma": (sp.gamma, "gamma", "gamma", "Gamma"),
    "psi": (sp.digamma, "ψ", "digamma", "digamma"),
}


# ---- symbols and constants ----------------------------------------------------------------------
def name(parser: Parser, power: int) -> Read:
    """Read a name: a derivative d/dx, the dx of an integral, a function, a constant or a symbol."""
    if parser.vocabulary.matrices:
        return _letter_of_matrices(parser)
    if at_derivative(parser):
        return derivative_operator(parser, power)
    if parser.differential():
        start = parser.advance().start
        parser.integrands[-1].variable = variable_here(parser)
        return parser.node(Number, (sp.S.One,), start)
    if is_form(parser):
        return form(parser)
    token = parser.advance()
    if token.kind == "∂":
        raise parser.error("∂ stands in quotients only", "Write ∂f/∂x, or ∂/∂x x^2 y.", token)
    primes = _primes(parser)
    index = parser.accept("subscript")
    primes += _primes(parser)
    full = token.text + ("_" + index.text if index else "")
    if _applies(parser, token.text, full, primes):
        return _application(parser, token, full, primes)
    if not index and not primes and full in CONSTANTS and full not in parser.bound and full not in parser.vocabulary.names:
        return parser.node(Constant, (CONSTANTS[full],), token.start)
    if parser.token.kind == "(" and not parser.token.gap and not primes:
        _note_product(parser, token, full)
    return parser.node(Variable, (sp.Symbol(full + "'" * primes),), token.start)


def _letter_of_matrices(parser: Parser) -> Read:
    """Read a letter of matrix calculus; I is the identity, ones a column, and σ(…) the logistic function."""
    token = parser.advance()
    index = parser.accept("subscript")
    full = token.text + ("_" + index.text if index else "")
    is_declared = full in parser.vocabulary.names
    if token.kind == "∂":
        raise parser.error("∂ stands in quotients only", "Ask matrix_derivative for a derivative.", token)
    if full == "sigma" and parser.token.kind == "(" and not is_declared:
        return _application(parser, token, full, 0)
    if full in _OF_MATRICES and not is_declared:
        return parser.node(_OF_MATRICES[full], (), token.start)
    if full in {"pi", "oo"} and not is_declared:
        return parser.node(Constant, (CONSTANTS[full],), token.start)
    return parser.node(Variable, (sp.Symbol(full),), token.start)


def find_definition(parser: Parser) -> None:
    """Note a letter as a function where the text defines it, as in s(t) = t^2, or has s'(t) in it, and see whether dx stands alone.

    A letter with a prime that also stands by itself is no function: in
    ``y' (1 + 2y) = 3`` the bracket is a factor.
    """
    tokens = parser.tokens
    parser.alone = {
        token.text
        for place, token in enumerate(tokens)
        if token.kind == "name"
        and tokens[place + 1].kind not in {"'", "(", "^"}
        and not (place and is_differential_letter(tokens, place - 1))
    }
    for place, token in enumerate(tokens[:-2]):
        after = tokens[place + 1].kind
        begins = place == 0 or tokens[place - 1].kind in {",", ";"}
        is_primed = after == "'" and tokens[place + 2].kind in {"'", "("} and token.text not in parser.alone
        if token.kind == "name" and (is_primed or (begins and after == "(" and _is_defined(tokens, place + 2))):
            parser.applied.add(token.text)
    parser.has_forms = has_forms(parser)


def _is_defined(tokens: list[Token], place: int) -> bool:
    """Tell whether variables, a closing bracket and an equals sign stand here."""
    while tokens[place].kind == "name" and tokens[place + 1].kind == ",":
        place += 2
    return [token.kind for token in tokens[place : place + 3]] == ["name", ")", "="]


def _primes(parser: Parser) -> int:
    """Return the number of primes here."""
    count = 0
    while parser.accept("'"):
        count += 1
    return count


def _applies(parser: Parser, letter: str, full: str, primes: int) -> bool:
    """Tell whether a name is a function that is applied here."""
    opener = parser.token
    is_declared = letter in parser.applied or full in parser.vocabulary.functions
    if not is_declared and letter in parser.alone and (primes or _holds(parser, letter)):
        return False
    is_function = letter in APPLIED or is_declared or (letter in _GREEK_FUNCTIONS and full == letter)
    is_function = is_function or (parser.is_latex and len(letter) > 1 and letter not in GREEK and letter not in CONSTANTS)
    is_function = (is_function or primes > 0) and letter not in parser.vocabulary.names and letter not in parser.bound
    if opener.kind == "^" and is_function and letter not in _GREEK_FUNCTIONS:
        return _power_before_bracket(parser)
    if opener.kind != "(":
        return False
    is_often = letter in OFTEN_APPLIED or (letter in GREEK and letter not in parser.bound and letter not in parser.vocabulary.names)
    return is_function or (is_often and letter not in _CONSTANT_GREEK and _is_list_of_names(parser, letter))


def _holds(parser: Parser, letter: str) -> bool:
    """Tell whether the bracket here holds a letter itself, which then is no function before it: h(√(x + h) − √x)."""
    level = 0
    for token in parser.tokens[parser.place :]:
        level += {"(": 1, ")": -1}.get(token.kind, 0)
        if token.kind == "name" and token.text == letter:
            return True
        if level <= 0:
            break
    return False


def _power_before_bracket(parser: Parser) -> bool:
    """Tell whether f^2(x) stands here: a simple power, then a bracket."""
    if parser.ahead().kind == "-":
        return parser.ahead(2).kind == "number" and parser.ahead(3).kind == "("
    exponent = parser.ahead()
    if exponent.kind in {"number", "name"}:
        return parser.ahead(2).kind == "("
    return exponent.kind in {"{", "("} and _after_group(parser, 1) == "("


def _after_group(parser: Parser, count: int) -> str:
    """Return the kind of the token after the group that begins `count` tokens ahead."""
    level, place = 0, parser.place + count
    while place < len(parser.tokens):
        level += {"{": 1, "(": 1, "}": -1, ")": -1}.get(parser.tokens[place].kind, 0)
        place += 1
        if level == 0:
            break
    return parser.tokens[place].kind if place < len(parser.tokens) else "end"


def _is_list_of_names(parser: Parser, letter: str) -> bool:
    """Tell whether the bracket here holds nothing but other names, as in p(x)."""
    place = parser.place + 1
    while parser.tokens[place].kind in {"name", "subscript", ","} and parser.tokens[place].text != letter:
        place += 1
    return parser.tokens[place].kind == ")"


def _note_product(parser: Parser, token: Token, full: str) -> None:
    """Tell that a letter before a bracket multiplies, where one variable in it might mean a function."""
    if parser.ahead().kind == "name" and parser.ahead(2).kind == ")" and parser.ahead().text != token.text:
        inside = parser.ahead().text
        parser.note(f"{full}({inside}) is read as {full}·{inside}", token.start, (f"{full}*{inside}", f"the function {full} of {inside}"))


def _application(parser: Parser, token: Token, full: str, primes: int) -> Parse:
    """Read the rest of f(x), f^2(x), f'(x) or f'(2)."""
    exponent, order = None, primes
    if parser.accept("^"):
        is_order = parser.token.kind == "(" or (parser.token.kind == "{" and parser.ahead().kind == "(")
        exponent = yield parser.expression(POWER - 1)
        if exponent.head is Negation:
            raise parser.error("an inverse function is not read", f"Write 1/{full}(x) for the reciprocal.", token)
        if is_order:
            order, exponent = exponent, None
    is_greek = full in _GREEK_FUNCTIONS and full not in parser.vocabulary.functions
    if (token.text in OFTEN_APPLIED or token.text in GREEK) and token.text not in parser.applied and not primes and not is_greek:
        parser.note(f"{full}(…) is read as the function {full}", token.start, (f"the function {full}", f"{full}*(…)"))
    args = yield items(parser)
    head: Any = sp.Function(full)
    if is_greek and len(args) == 1:
        head, sign, word, written = _GREEK_FUNCTIONS[full]
        parser.note(f"{sign}(…) is read as the {word} function", token.start, (f"{written}(…)", f"{full}*(…)"))
    applied = _derived(parser, head, args, order, token) if order else parser.node(head, args, token.start)
    return applied if exponent is None else parser.node(sp.Pow, (applied, exponent), token.start)


def _derived(parser: Parser, head: Any, args: tuple[Term, ...], order: Any, token: Token) -> Term:
    """Return the derivative of a function of one variable, at a point where the argument is no variable."""
    if len(args) != 1:
        raise parser.error("a prime needs a function of one variable", "Write ∂f/∂x for a partial derivative.", token)
    times = order if isinstance(order, Term) else Term(Number, (sp.Integer(order),))
    if args[0].head is Variable:
        return parser.node(sp.Derivative, (Term(head, args), args[0], times), token.start)
    letter = Term(Variable, (letter_not_in(args[0]),))
    return parser.node(At, (Term(sp.Derivative, (Term(head, (letter,)), letter, times)), letter, args[0]), token.start)


# ---- functions with a name ----------------------------------------------------------------------
def function(parser: Parser, _power: int) -> Parse:
    """Read a known function: sin x, sin^2 x, sin^-1 x, log_2 x, max(a, b)."""
    token = parser.advance()
    known = parser.vocabulary.known[token.text]
    if known.head is sp.log and parser.token.text == "Gamma" and parser.ahead().kind == "(" and not parser.token.gap:
        parser.advance()
        known = FUNCTIONS["loggamma"]  # lnΓ(x), as it is printed
    base = None
    if parser.token.kind == "_":
        if known.head is not sp.log or known.extra:
            raise parser.error(f"{token.text} takes no index")
        parser.advance()
        base = yield parser.expression(ATOM)
    primes = _primes(parser)
    exponent = None
    if parser.accept("^"):
        exponent = yield parser.expression(POWER - 1)
        if exponent.head is Negation and exponent.args[0] == ONE:
            known, exponent = _inverse(parser, known, token), None
    if known.head in {sp.Determinant, sp.Trace} and parser.token.kind != "(" and not parser.vocabulary.matrices:
        args: tuple[Term, ...] = ((yield parser.expression(MULTIPLICATIVE)),)
    else:
        args = yield _arguments(parser, token)
    _check_count(parser, known, args, token)
    if base is not None:
        args = (*args, base)
    args = (*args, *(Term(Number, (sp.Integer(extra),)) for extra in known.extra))
    applied = _derived(parser, known.head, args, primes, token) if primes else parser.node(known.head, args, token.start)
    if known.head is sp.log and parser.token.kind == "^" and parser.tokens[parser.place - 1].kind == ")":
        parser.note(
            f"the power is read as that of the logarithm: ({token.text}(…))^…",
            token.start,
            (f"({token.text}(…))^…", f"{token.text}((…)^…)"),
        )
    return applied if exponent is None else parser.node(sp.Pow, (applied, exponent), token.start)


def _inverse(parser: Parser, known: NamedFunction, token: Token) -> NamedFunction:
    """Return the inverse of a function whose exponent is -1."""
    if known.inverse is None:
        raise parser.error(f"{token.text}^-1 has no agreed meaning", f"Write 1/{token.text}(x) for the reciprocal.", token)
    return replace(known, head=known.inverse)


def _check_count(parser: Parser, known: NamedFunction, args: tuple[Term, ...], token: Token) -> None:
    """Refuse a wrong number of arguments."""
    if len(args) < known.least or (known.most and len(args) > known.most):
        wanted = {1: "one argument", 2: "two arguments"}[known.least if len(args) < known.least else known.most]
        raise parser.error(f"{token.text} takes {wanted}, not {len(args)}", token=token)


def _arguments(parser: Parser, token: Token) -> Parse:
    """Read the arguments of a function: a bracket, or the factors after its name."""
    if parser.token.kind in _OPENING:
        return (yield items(parser))
    signs = []
    while parser.token.kind == "-" and (parser.is_latex or not parser.ahead().gap):
        signs.append(parser.advance())
    if parser.token.kind not in parser.prefixes or parser.token.kind in {"-", "+"}:
        raise parser.error(f"{token.text} needs an argument", f"Write {token.text}(x).")
    start = parser.token.start
    factors: list[Term] = []
    while True:
        first = parser.token
        factors.append((yield parser.expression(MULTIPLICATIVE)))
        if not _absorbs(parser, factors, first):
            break
    argument = parser.node(product(factors).head, product(factors).args, start) if len(factors) > 1 else factors[0]
    for minus in reversed(signs):
        argument = parser.node(Negation, (argument,), minus.start)
    _note_extent(parser, token, argument, factors)
    return (argument,)


def _absorbs(parser: Parser, factors: list[Term], first: Token) -> bool:
    """Tell whether the next factor still belongs to a function without brackets.

    Numbers and letters do, as in sin 2πx; after numbers alone anything does,
    as in sin 2(x + 1); another function, a power of e, a derivative y' and a bracket do not.
    """
    token = parser.token
    if (
        parser.infix() is not parser.infixes["implicit"]
        or parser.differential()
        or token.kind == "number"
        or at_derivative(parser)
        or is_form(parser)
    ):
        return False
    if parser.vocabulary.matrices:
        return True
    if all(factor.head is Number or factor.args == (sp.pi,) for factor in factors):
        return first.kind not in _GROUPED
    return (
        token.kind == "name"
        and first.kind not in _GROUPED
        and not _is_applied_next(parser)
        and parser.ahead().kind != "'"
        and not (token.text == "e" and parser.ahead().kind == "^")
    )


def _is_applied_next(parser: Parser) -> bool:
    """Tell whether the name here is a function before its bracket."""
    letter = parser.token.text
    return parser.ahead().kind in {"(", "'"} and (
        letter in APPLIED or letter in OFTEN_APPLIED or letter in parser.applied or letter in parser.vocabulary.functions
    )


def _note_extent(parser: Parser, token: Token, argument: Term, factors: list[Term]) -> None:
    """Tell where the argument of a function without brackets ends, if it might have gone on."""
    after = parser.token
    inside = parser.snippet(argument)
    if after.kind == "/" and not parser.is_latex:
        rest = parser.upcoming(1)
        parser.note(
            f"{token.text} {inside}/{rest} is read as {token.text}({inside})/{rest}",
            token.start,
            (f"{token.text}({inside})/{rest}", f"{token.text}({inside}/{rest})"),
        )
    elif after.kind == "name" and after.text == "e" and parser.ahead().kind == "^" and factors[-1].head is not Number:
        parser.note(
            f"{token.text} {inside} e^… is read as {token.text}({inside})·e^…",
            token.start,
            (f"{token.text}({inside})*e^…", f"{token.text}({inside}*e^…)"),
        )
    elif after.kind == "*" and all(factor.head is Number for factor in factors):
        rest = parser.upcoming(1)
        parser.note(
            f"{token.text} {inside}*{rest} is read as {token.text}({inside})·{rest}",
            token.start,
            (f"{token.text}({inside})*{rest}", f"{token.text}({inside}*{rest})"),
        )
    elif len(factors) > 1 and not parser.is_latex and " " in inside:
        parser.note(
            f"{token.text} {inside} is read as {token.text}({inside})",
            token.start,
            (f"{token.text}({inside})", f"{token.text}({parser.snippet(factors[0])})*…"),
        )
