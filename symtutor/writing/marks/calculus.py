"""How the operators of calculus are printed: d/dx, ∫, Σ, lim, and values at places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.goals.core import along, enclosed, equal_chain, from_both_sides, largest, no_limit
from symtutor.goals.curves import along_curve, primed
from symtutor.term import At, Between, Number, Term, Variable, value
from symtutor.textbook import held_beside, opened
from symtutor.writing.marks.levels import ATOM, PREFIX, PRODUCT, RELATION

__all__ = ["CALCULUS", "at", "differentiated"]

Printed = tuple[str, int]
_MATRICES = frozenset({sp.Matrix, sp.ImmutableMatrix})


def _derivative(printer: Any, expr: Term, variable: Term, order: Term) -> Printed:
    inner = opened(expr)
    letter = opened(variable)
    if isinstance(inner.head, sp.core.function.UndefinedFunction) and inner.args == (letter,) and opened(order).head is Number:
        times = int(opened(order).args[0])
        name = printer.prime(printer.name(inner.head.__name__), times)
        return printer.applied(name, [printer.render(letter)], simple=False), ATOM
    letters = _letters(inner.args[2] if inner.head is At else inner)
    mark = "∂" if letter.head is Variable and held_beside(letter.args[0], letters) else "d"
    return differentiated(printer, mark, inner, variable, opened(order))


def differentiated(printer: Any, mark: str, expr: Term, variable: Term, order: Term) -> Printed:
    """Print a derivative with the operator d/dx or ∂/∂x before what is differentiated."""
    return f"{printer.derivative(mark, printer.render(variable), order)} {printer._at_level(expr, PREFIX)}", PREFIX


def _integral(printer: Any, expr: Term, variable: Term, *limits: Term) -> Printed:
    low, high = (printer.render(a) for a in limits) if limits else (None, None)
    text, level = printer._printed(expr)
    body = printer.brackets(text) if level < PRODUCT else text
    return f"{printer.integral(low, high)} {body} {printer.differential(printer.render(variable))}", PREFIX


def _limit(printer: Any, expr: Term, variable: Term, to: Term, direction: Term) -> Printed:
    side = "+-" if value(to).is_infinite else str(direction.args[0])
    operator = printer.limit(printer.render(variable), printer.render(to), "" if side == "+-" else side)
    return f"{operator} {printer._at_level(expr, PRODUCT)}", PREFIX


def at(printer: Any, expr: Term, letters: Term, values: Term) -> Printed:
    """Print a formula at values of its letters; the derivative of a function known by its name as f′(2)."""
    names, places = (list(a.args) if (a := opened(side)).head is sp.Tuple else [a] for side in (letters, values))
    if len(names) == 1 and (primed := _primed(printer, opened(expr), names[0])) is not None:
        return printer.applied(primed, [printer.render(places[0])], simple=False), ATOM
    pairs = [(printer.render(n), printer.render(p)) for n, p in zip(names, places, strict=True)]
    write = printer.matrix_at if opened(expr).head in _MATRICES else printer.at
    return write(printer.render(expr), pairs), printer.at_binds


def _primed(printer: Any, expr: Term, letter: Term) -> str | None:
    """Return f′ for the derivative of a function known by its name in its only letter: it is written f′(2) at a point."""
    if expr.head is not sp.Derivative or len(expr.args) != 3:
        return None
    inner, variable, order = map(opened, expr.args)
    is_named = isinstance(inner.head, sp.core.function.UndefinedFunction) and inner.args == (letter,) and variable == letter
    if not is_named or order.head is not Number:
        return None
    return printer.prime(printer.name(inner.head.__name__), int(order.args[0]))


def _between(printer: Any, expr: Term, variable: Term, low: Term, high: Term) -> Printed:
    return printer.between(*(printer.render(a) for a in (expr, variable, low, high))), ATOM


def _series(mark: str) -> Callable[..., Printed]:
    """Return the notation of a sum or product over an index."""

    def write(printer: Any, body: Term, index: Term, low: Term, high: Term) -> Printed:
        operator = printer.series(mark, *map(printer.render, (index, low, high)))
        return f"{operator} {printer._at_level(body, PRODUCT)}", PREFIX

    return write


def _letters(term: Term) -> set[sp.Symbol]:
    """Return the symbols that stand in an opened term."""
    if term.head is Variable:
        return {term.args[0]}
    if term.head is sp.Integral and len(term.args) > 2:  # without limits it is a function of its variable
        return set().union(*map(_letters, (term.args[0], *term.args[2:]))) - _letters(term.args[1])
    return set().union(*[_letters(a) for a in term.args if isinstance(a, Term)]) if term.args else set()


def _enclosed(printer: Any, lower: Term, middle: Term, upper: Term) -> Printed:
    sign = printer.relations.get(sp.Le, "≤")
    return f" {sign} ".join(map(printer.render, (lower, middle, upper))), RELATION


def _along(printer: Any, first: Term, points: Term, second: Term, others: Term) -> Printed:
    """Print limits along sequences, each after the equation of its points."""
    pairs = ((points, first), (others, second))
    return "; ".join(f"{printer.render(where)}: {printer._at_level(found, PREFIX)}" for where, found in pairs), RELATION


CALCULUS: dict[Any, Callable[..., Printed]] = {
    sp.Derivative: _derivative,
    sp.Integral: _integral,
    sp.Sum: _series("sum"),
    sp.Product: _series("prod"),
    sp.Limit: _limit,
    sp.Subs: at,
    At: at,
    Between: _between,
    enclosed: _enclosed,
    along: _along,
    from_both_sides: lambda printer, below, above: (printer.sides(printer.render(below), printer.render(above)), RELATION),
    equal_chain: lambda printer, *sides: (" = ".join(map(printer.render, sides)), RELATION),
    along_curve: lambda printer, expr, variable, order: differentiated(printer, "d", opened(expr), variable, opened(order)),
    primed: lambda printer, letter, order: (printer.prime(printer.render(letter), int(order.args[0])), ATOM),
    largest: lambda printer, expr, low, high: (
        f"{printer.largest(printer.render(low), printer.render(high))} {printer.bars(printer.render(expr))}",
        PREFIX,
    ),
    no_limit: lambda printer, _value: (printer.marks["no limit"], ATOM),
}
