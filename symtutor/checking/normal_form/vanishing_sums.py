"""Sums of logarithms and of angles that vanish because a product does not change anything.

Σ cᵢ log|fᵢ| = 0 follows from ∏ fᵢ^(2cᵢ) = 1.  Σ cᵢ αᵢ for angles αᵢ (asin, atan and
multiples of π) is a multiple of π when ∏ (cos αᵢ + i sin αᵢ)^cᵢ is real; which
multiple is settled by an enclosure on each interval, since a continuous function
with values in πℤ is constant there.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

import sympy as sp

from symtutor.checking.normal_form.conversion import ANGLES, Converter, Pair
from symtutor.checking.normal_form.polynomial import BITS, exponents
from symtutor.checking.normal_form.tower import Element
from symtutor.checking.normal_form.trace import Names

__all__ = ["vanishing_sums"]

MAX_POWER = 60


def vanishing_sums(converter: Converter, difference: Element) -> tuple[Any, ...] | None:
    """Return the sums that make a difference vanish as steps, or None.

    Returns
    -------
    tuple of steps
        ("product is 1", sum, factors) for logarithms, and
        ("multiple of π", sum) for angles, which holds where the sum is
        continuous and is to be confirmed on each interval.
    """
    groups: dict[int, dict[int, int]] = {}
    for m, c in difference.num.items():
        special = [(i, k) for i, k in exponents(m) if _is_special(converter, i)]
        if len(special) != 1 or special[0][1] != 1:
            return None
        index = special[0][0]
        groups.setdefault(m - (1 << (BITS * index)), {})[index] = c
    steps: list[Any] = []
    done: set[tuple[tuple[int, int], ...]] = set()
    for group in groups.values():
        for part in (_logarithms(converter, group), _angles(converter, group)):
            if not part:
                continue
            scale = gcd(*part.values()) * (1 if part[min(part)] > 0 else -1)
            combination = tuple((i, c // scale) for i, c in sorted(part.items()))
            if combination in done:
                continue
            done.add(combination)
            step = _step(converter, combination)
            if step is None:
                return None
            steps.append(step)
    return tuple(steps)


def _is_special(converter: Converter, index: int) -> bool:
    generator = converter.tower.generators[index]
    return generator.kind == "log" or (generator.kind == "opaque" and (generator.meaning == sp.pi or type(generator.meaning) in ANGLES))


def _logarithms(converter: Converter, group: dict[int, int]) -> dict[int, int]:
    return {i: c for i, c in group.items() if converter.tower.generators[i].kind == "log"}


def _angles(converter: Converter, group: dict[int, int]) -> dict[int, int]:
    return {i: c for i, c in group.items() if converter.tower.generators[i].kind == "opaque"}


def _step(converter: Converter, combination: tuple[tuple[int, int], ...]) -> Any:
    """Return the step that shows one combination to vanish, or None."""
    if sum(abs(c) for _, c in combination) > MAX_POWER:
        return None
    names = Names(converter)
    total = sp.Add(*(c * names.symbol(i) for i, c in combination))
    if converter.tower.generators[combination[0][0]].kind == "log":
        if not _product_is_one(converter, combination):
            return None
        factors = tuple((names.inside_of_log(i), sp.Integer(c)) for i, c in combination)
        return ("product is 1", total, factors)
    return ("multiple of π", total) if _is_multiple_of_pi(converter, combination) else None


def _product_is_one(converter: Converter, combination: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether ∏ fᵢ^(2cᵢ) = 1, comparing both sides of the fraction bar."""
    tower = converter.tower
    sides: dict[bool, list[Element]] = {True: [], False: []}
    for index, c in combination:
        sides[c > 0].append(tower.power(_inside(converter, index), 2 * abs(c)))
    top, bottom = (tower.mul(side) if side else tower.number(1) for side in (sides[True], sides[False]))
    return not tower.add([top, tower.negative(bottom)]).num


def _inside(converter: Converter, index: int) -> Element:
    """Return f, up to its sign, of a generator log|f|."""
    meaning: Any = converter.tower.generators[index].meaning
    if isinstance(meaning, frozenset):
        return Element(dict(meaning))
    kind, value = meaning
    if kind == "prime":
        return converter.tower.number(value)
    return Element({converter.tower.order.get(value, 1) << (BITS * value): 1})


def _direction(converter: Converter, angle: Any) -> Pair:
    """Return a complex number with this angle; its length does not matter, so atan needs no root."""
    if isinstance(angle, sp.atan):
        return converter.tower.number(1), converter.element(angle.args[0])
    return ANGLES[type(angle)](converter, angle)


def _is_multiple_of_pi(converter: Converter, combination: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a sum of angles is a multiple of π at each point: the sine of the sum is 0."""
    total: Pair | None = None
    for index, c in combination:
        angle: Any = converter.tower.generators[index].meaning
        if angle == sp.pi:
            pair = converter.at_share_of_pi(Fraction(c))
        else:
            pair = converter.multiple_of_known(_direction(converter, angle), Fraction(c))
        if pair is None:
            return False
        total = pair if total is None else converter.turn(total, pair)
    return total is not None and not total[1].num
