"""How special functions are printed: ψ(x) and its derivatives, falling factorials x(x − 1)⋯(x − n + 1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.term import Number, Term, value
from symtutor.textbook import opened
from symtutor.writing.marks.levels import ATOM, PRODUCT

__all__ = ["SPECIAL"]

Printed = tuple[str, int]


def _polygamma(printer: Any, order: Term, argument: Term) -> Printed:
    """Print the digamma function as ψ(x) and its derivatives with primes, where the format has the letter."""
    letter, number = printer.marks["digamma"], opened(order)
    if not letter or number.head is not Number:
        return printer._application(sp.polygamma, order, argument)
    times = int(number.args[0])
    name = printer.prime(letter, times) if times else letter
    return printer.applied(name, [printer.render(argument)], simple=False), ATOM


def _falling_factorial(printer: Any, base: Term, count: Term) -> Printed:
    """Print the product of a number, the number less 1, and so on, as a binomial series is written."""
    first, less, last = value(base), value(base) - 1, value(base) - value(count) + 1
    inside = printer.value(first) if first.is_Symbol else printer.brackets(printer.value(first))
    joint = printer.marks["then"]
    return joint.join(
        [inside, printer.brackets(printer.value(less)), printer.marks["dots"], printer.brackets(printer.value(last))]
    ), PRODUCT


def _unit_step(printer: Any, argument: Term, *at_zero: Term) -> Printed:
    """Print the unit step; its value at 0 is told only where it is not 1/2."""
    is_usual = all(value(place) == sp.Rational(1, 2) for place in at_zero)
    return printer._application(sp.Heaviside, argument, *(() if is_usual else at_zero))


SPECIAL: dict[Any, Callable[..., Printed]] = {
    sp.Heaviside: _unit_step,
    sp.polygamma: _polygamma,
    sp.FallingFactorial: _falling_factorial,
}
