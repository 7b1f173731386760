"""The table of 1/(a + b·x²) and its powers."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import coefficients, depends, likely_positive, square_root
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import positive
from symtutor.rules.notation import absolute, atan, log

__all__ = ["QUADRATIC_POWERS", "QUADRATIC_TABLE"]

rule = partial(Rule, goal=Integral, heads=(sp.Pow,))

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.4"
_GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 8th ed., Academic Press, 2015, sec. 2.1"


def _one_over_square(goal: Integral) -> Any:
    """Return (a, b, n) for (a + b·x²)^(−n), else None."""
    f, x = goal.args
    found = coefficients(f.base, x) if not depends(f.exp, x) else None
    if found is None or len(found) != 3 or found[1] != 0 or found[0] == 0:
        return None
    return found[0], found[2], -f.exp


def _arctangent(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None and found[2] == 1:
        a, b, _ = found
        if likely_positive(a / b) is not False:
            # 1/(r·s)·arctan(s·x/r) with r² = a, s² = b: the signs of r and s do not matter
            flip = -1 if likely_positive(a) is False else 1
            yield {"a": a, "b": b, "r": square_root(flip * a), "s": square_root(flip * b), "sign": sp.Integer(flip), "x": goal.args[1]}


def _difference_of_squares(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None and found[2] == 1:
        a, b, _ = found
        if sp.sqrt(-a / b).is_Rational:
            return  # rational roots: partial fractions, as for every other denominator
        if likely_positive(a / b) is not True:
            flip = -1 if likely_positive(a) is False or likely_positive(b) is True else 1
            yield {"a": a, "b": b, "r": square_root(flip * a), "s": square_root(-flip * b), "sign": sp.Integer(flip), "x": goal.args[1]}


ARCTANGENT = rule(
    id="int.arctan",
    name="integral of 1/(x² + a²)",
    when=_arctangent,
    left=lambda a, b, r, s, sign, x: I(1 / (a + b * x**2), x),
    right=lambda r, s, sign, x: sign * atan(s * x / r) / (r * s),
    words="A square plus a positive number below: the integral is an arctangent.",
    shows=lambda bindings, _values: {"a": bindings["r"] / bindings["s"]},
    holds=lambda a, b: positive(a * b),
    commit=False,
    mistakes=(
        Mistake("logarithm", lambda a, b, x: log(absolute(a + b * x**2)), "There is no 2x above: this is an arctangent, not a logarithm."),
        Mistake("factor-lost", lambda r, s, x: atan(s * x / r), "The factor 1/a is missing: ∫ dx/(a² + x²) = arctan(x/a)/a."),
        Mistake("no-inner-factor", lambda r, s, x: atan(x) / (r * s), "The argument of the arctangent is x/a."),
    ),
    source=_STEWART,
)

DIFFERENCE_OF_SQUARES = rule(
    id="int.artanh",
    name="integral of 1/(x² − a²)",
    when=_difference_of_squares,
    left=lambda a, b, r, s, sign, x: I(1 / (a + b * x**2), x),
    right=lambda r, s, sign, x: log(absolute((s * x + sign * r) / (s * x - sign * r))) / (2 * r * s),
    words="A difference of squares below: two partial fractions that give one logarithm of a quotient.",
    shows=lambda bindings, _values: {"a": bindings["r"] / bindings["s"]},
    holds=lambda a, b: positive(-(a * b)),
    cost=2,
    mistakes=(
        Mistake(
            "arctangent",
            lambda r, s, x: atan(s * x / r) / (r * s),
            "With a minus it is a logarithm: the arctangent belongs to a sum of squares.",
        ),
        Mistake(
            "logarithm-of-the-denominator",
            lambda a, b, x: log(absolute(a + b * x**2)),
            "A logarithm of the whole denominator needs its derivative above: split into partial fractions.",
        ),
        Mistake(
            "inverted",
            lambda r, s, sign, x: log(absolute((s * x - sign * r) / (s * x + sign * r))) / (2 * r * s),
            "The quotient is upside down, which turns the sign.",
        ),
    ),
    source=_STEWART,
)


def _reduction(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None:
        a, b, n = found
        if n.is_Rational and n > 1:
            yield {"a": a, "b": b, "n": n, "x": goal.args[1]}


REDUCTION = rule(
    id="int.reduce_quadratic",
    name="reduction formula",
    when=_reduction,
    left=lambda a, b, n, x: I((a + b * x**2) ** (-n), x),
    right=lambda a, b, n, x: (
        x / (a + b * x**2) ** (n - 1) / (2 * a * (n - 1)) + (2 * n - 3) / (2 * a * (n - 1)) * I((a + b * x**2) ** (1 - n), x)
    ),
    why="A power of a quadratic below: lower the exponent by one, again and again, until the integral is known.",
    words="A power of a quadratic below: integration by parts lowers the exponent by one.",
    cost=3,
    mistakes=(
        Mistake(
            "power-rule",
            lambda a, b, n, x: (a + b * x**2) ** (1 - n) / (1 - n),
            "The power rule needs the derivative of the inside as a factor.",
        ),
    ),
    source=f"{_GRADSHTEYN.removesuffix('sec. 2.1')}eq. 2.103",
)


QUADRATIC_TABLE = (ARCTANGENT, DIFFERENCE_OF_SQUARES)
QUADRATIC_POWERS = (REDUCTION,)
