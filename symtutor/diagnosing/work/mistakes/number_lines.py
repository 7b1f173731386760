"""Lines of numbers beside the numbers that the terms of the line before have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.diagnosing.work.known import known_value
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.step import Step, terms_of

__all__ = ["numbers"]

_NICE = 12


def numbers(step: Step) -> Iterator[Explanation]:
    """Yield what a line of numbers differs in from the terms of the line before: one sign, one factor, one term."""
    inside = step.term.args[0] if step.term.head is sp.Limit else step.term
    here = [step.read(t) for t in terms_of(inside)]
    there = _valuedterms_of(step.chain.expression)
    if there is None or not all(t.is_number for t in here):
        return
    left, right = list(here), list(there)
    for value_here in here:
        match = next((t for t in right if sp.simplify(t - value_here) == 0), None)
        if match is not None:
            left.remove(value_here)
            right.remove(match)
    whole = sp.Add(*there)
    if len(here) == 1 and sp.simplify(here[0] + whole) == 0:
        yield explanation("work.sign", whole, term=here[0])
    elif len(right) == 1 and not left and len(there) > 1:
        yield explanation("algebra.lost-term", whole)
    elif len(left) == len(right) == 1 and len(there) > 1 and left[0] != 0:
        ratio = sp.nsimplify(right[0] / left[0])
        if ratio == -1:
            yield explanation("work.sign", whole, term=left[0])
        elif ratio.is_Rational and abs(ratio.p) <= _NICE and ratio.q <= _NICE:
            yield explanation("work.factor", whole, term=left[0], ratio=ratio)
    elif len(here) == 1 and len(there) > 1 and any(sp.simplify(here[0] - whole + t) == 0 for t in there):
        yield explanation("algebra.lost-term", whole)


def _valuedterms_of(expression: Any) -> list[Any] | None:
    """Return the numbers that the terms of an expression have; the terms of an integrand count each."""
    found: list[Any] = []
    for term in sp.Add.make_args(expression):
        if term.is_number and not term.has(sp.Integral, sp.Limit):
            found.append(term)
        elif isinstance(term, sp.Integral) and len(term.limits) == 1 and len(term.limits[0]) == 3:
            values = [known_value(sp.Integral(part, term.limits[0])) for part in sp.Add.make_args(sp.expand(term.function))]
            if any(v is None or not v.is_finite for v in values):
                return None
            found.extend(values)
        elif isinstance(term, sp.Limit):
            value_there = known_value(term)
            if value_there is None or not value_there.is_finite:
                return None
            found.append(value_there)
        else:
            return None
    return found
