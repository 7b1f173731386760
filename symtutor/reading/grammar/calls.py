"""Calls as programs write them: Integral(x**2, (x, 0, 1)), diff(f, x, 2), Piecewise((a, c), (b, True)).

They are what SymPy prints, so that an answer can be pasted back, and what
people used to a computer algebra system type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.reading.grammar.groups import items
from symtutor.reading.grammar.pratt import Parse, Parser
from symtutor.term import ONE, At, Constant, Number, Quotient, Root, Term, Variable

__all__ = ["CALLS", "call", "is_call", "side"]

Arguments = tuple[Any, ...]


def is_call(parser: Parser) -> bool:
    """Tell whether a word such as ``limit`` stands before a bracket with several arguments."""
    if parser.ahead().kind != "(":
        return False
    level = 0
    for token in parser.tokens[parser.place + 1 :]:
        level += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.kind, 0)
        if level == 1 and token.kind == ",":
            return True
        if level == 0:
            break
    return False


def call(parser: Parser, _power: int) -> Parse:
    """Read a call."""
    token = parser.advance()
    if token.text in _OVER_INDEX:
        parser.bound.append("i")  # the index of a sum, and no imaginary unit
    args = yield items(parser)
    if token.text in _OVER_INDEX:
        parser.bound.pop()
    made = CALLS[token.text](args)
    if made is None:
        raise parser.error(f"the arguments of {token.text} do not go together", _USAGE.get(token.text, ""), token)
    head, parts = made
    return parser.node(head, parts, token.start)


def side(parser: Parser, _power: int) -> Term:
    """Read the side of a limit as SymPy prints it, dir='+'."""
    token = parser.advance()
    return parser.node(Constant, (sp.Symbol(token.text),), token.start)


_OVER_INDEX = frozenset({"Sum", "Product", "summation", "sum", "prod", "product"})
_USAGE = {
    "Integral": "Write Integral(x**2, x) or Integral(x**2, (x, 0, 1)).",
    "Derivative": "Write Derivative(x**2, x).",
    "Limit": "Write Limit(sin(x)/x, x, 0).",
    "Sum": "Write Sum(i**2, (i, 1, n)).",
    "Piecewise": "Write Piecewise((x, x > 0), (0, True)).",
}
_SIDES = {"+": "+", "-": "-", "+-": "+-"}
Made = tuple[Any, Arguments] | None


def _integral(args: Arguments) -> Made:
    """Return ∫ f dx for (f, x), (f, (x, a, b)) and (f, x, a, b)."""
    if len(args) == 2 and args[1].head is sp.Tuple:
        args = (args[0], *args[1].args)
    return (sp.Integral, args) if len(args) in {2, 4} and args[1].head is Variable else None


def _over_range(head: Any) -> Callable[[Arguments], Made]:
    """Return a reader of a sum or product over (i, a, b)."""

    def made(args: Arguments) -> Made:
        if len(args) == 2 and args[1].head is sp.Tuple:
            args = (args[0], *args[1].args)
        return (head, args) if len(args) == 4 and args[1].head is Variable else None

    return made


def _derivative(args: Arguments) -> Made:
    """Return a derivative for (f, x), (f, x, 2), (f, (x, 2)) and (f, x, y)."""
    body, *rest = args
    parts = [part for arg in rest for part in (arg.args if arg.head is sp.Tuple else (arg,))]
    orders: list[tuple[Term, Term]] = []
    for part in parts:
        if part.head is Number and orders:
            orders[-1] = (orders[-1][0], part)
        elif part.head is Variable:
            orders.append((part, ONE))
        else:
            return None
    if not orders:
        return None
    for variable, order in orders[:-1]:
        body = Term(sp.Derivative, (body, variable, order))
    return sp.Derivative, (body, *orders[-1])


def _limit(args: Arguments) -> Made:
    """Return a limit for (f, x, a), or with the side after it."""
    if len(args) not in {3, 4} or args[1].head is not Variable:
        return None
    side = str(args[3].args[0]) if len(args) == 4 else "+-"
    return sp.Limit, (*args[:3], _SIDES.get(side, "+-"))


def _piecewise(args: Arguments) -> Made:
    """Return a definition by cases for pairs of value and condition."""
    pairs = [arg if arg.head is sp.Tuple and len(arg.args) == 2 else None for arg in args]
    if not all(pairs):
        return None
    return sp.Piecewise, tuple(Term(sp.Tuple, (pair.args[0], _condition(pair.args[1])), pair.span) for pair in pairs if pair)


def _condition(term: Term) -> Term:
    """Return a condition, in which True stands for all the rest."""
    if term.head is Variable and str(term.args[0]) in {"True", "true"}:
        return Term(Constant, (sp.true,), term.span)
    return term


def _plain(head: Any, least: int, most: int) -> Callable[[Arguments], Made]:
    """Return a reader of a function that keeps its arguments."""
    return lambda args: (head, args) if least <= len(args) <= (most or len(args)) else None


def _substituted(args: Arguments) -> Made:
    """Return a value at a place for (f, x, a) and (f, (x, y), (a, b))."""
    return (At, args) if len(args) == 3 else None


def _matrix(args: Arguments) -> Made:
    """Return a matrix for [[1, 2], [3, 4]] and a column for [1, 2]."""
    if len(args) != 1:
        return None
    if args[0].head is sp.Matrix:
        return sp.Matrix, args[0].args
    entries = args[0].args if args[0].head is sp.Tuple else args
    return sp.Matrix, tuple(Term(sp.Tuple, (entry,), entry.span) for entry in entries)


CALLS: dict[str, Callable[[Arguments], Made]] = {
    **dict.fromkeys(("Integral", "integrate", "int", "integral"), _integral),
    **dict.fromkeys(("Derivative", "diff"), _derivative),
    **dict.fromkeys(("Limit", "limit", "lim"), _limit),
    **dict.fromkeys(("Sum", "summation", "sum"), _over_range(sp.Sum)),
    **dict.fromkeys(("Product", "product", "prod"), _over_range(sp.Product)),
    "Piecewise": _piecewise,
    "Subs": _substituted,
    "Matrix": _matrix,
    "Eq": _plain(sp.Eq, 2, 2),
    "Ne": _plain(sp.Ne, 2, 2),
    "And": _plain(sp.And, 2, 0),
    "Or": _plain(sp.Or, 2, 0),
    "Rational": _plain(Quotient, 2, 2),
    "real_root": _plain(Root, 2, 2),
    "Tuple": _plain(sp.Tuple, 1, 0),
}
