"""Limits that were not changed with a substitution, and factors of its differential."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symtutor.checking.values.senses import AsNumber, put_in
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.step import Step
from symtutor.diagnosing.work.world import World
from symtutor.work import Context

__all__ = ["bounds"]


def bounds(step: Step, context: Context, world: World) -> Iterator[Explanation]:
    """Yield that the limits were not changed with the substitution, or that a factor of the differential was lost."""
    asked = step.chain.expression
    if not isinstance(step.chain.sense, AsNumber) or not isinstance(asked, sp.Integral):
        return
    integrals = sorted(step.line.atoms(sp.Integral), key=str)
    if len(integrals) != 1 or len(integrals[0].limits[0]) != 3 or len(asked.limits[0]) != 3:
        return
    letter, low, high = integrals[0].limits[0]
    x, first, last = asked.limits[0]
    letters = world.letters_of(context)
    if letter == x or letter not in letters:
        return
    inner = put_in(letters[letter], letters)
    factor = step.line.subs(integrals[0], 1) if step.line.is_Mul or step.line == integrals[0] else None
    if factor is None:
        return
    new = factor * put_in(integrals[0].function, {letter: inner}) * sp.diff(inner, x)
    ratio = sp.simplify(new / asked.function) if (new / asked.function).count_ops() < 40 else None
    ends = (inner.subs(x, first), inner.subs(x, last))
    if ratio == 1 and (low, high) == (first, last) and ends != (low, high):
        limits = tuple(ends)
        yield explanation(
            "int.definite.substitution/limits-kept",
            factor * sp.Integral(integrals[0].function, (letter, *limits)),
            old=x,
            new=letter,
            low=limits[0],
            high=limits[1],
        )
    elif ratio is not None and ratio != 1 and (low, high) == ends:
        slope_of = sp.diff(inner, x)
        is_slope = any(sp.simplify(e).is_number for e in (ratio, ratio * slope_of, ratio / slope_of, ratio * inner))
        if not ratio.free_symbols or is_slope:
            yield explanation("work.differential")
