"""Whether a point with multipliers certifies the optimum of a convex quadratic problem, in fractions and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from sympy.polys.polyutils import dict_from_expr

__all__ = ["is_certified"]

_Terms = list[tuple[tuple[int, ...], Fraction]]


def is_certified(goal: Any, place: Sequence[Any], lams: Sequence[Any]) -> bool:
    """Tell whether all conditions hold at a rational point, and the problem is convex: then no feasible point is better.

    Parameters
    ----------
    goal : MinimumOf
        The problem: a quadratic objective, linear constraints, rational numbers.
    place : sequence of Rational
        The point.
    lams : sequence of Rational
        A multiplier for each constraint, in the order in which they were given.
    """
    f, inequalities, equations, variables, way, order, _strict = goal.args
    sense = int(way)
    point = [_fraction(c) for c in place]
    objective = [(powers, sense * c) for powers, c in _terms(f, variables)]
    slopes = _slopes(objective, point)
    for k, m in zip(order, map(_fraction, lams), strict=True):
        terms = _terms(inequalities[int(k) - 1] if k > 0 else equations[-int(k) - 1], variables)
        if any(sum(powers) > 1 for powers, _ in terms):
            return False
        value = _value(terms, point)
        if (value != 0) if k < 0 else (value < 0 or m < 0 or (m != 0 and value != 0)):
            return False
        slopes = [s - m * c for s, c in zip(slopes, _slopes(terms, point), strict=True)]
    return not any(slopes) and _is_convex(objective, len(variables))


def _fraction(number: Any) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def _terms(expr: Any, variables: Any) -> _Terms:
    return [(powers, _fraction(c)) for powers, c in dict_from_expr(expr, gens=tuple(variables))[0].items() if c]


def _value(terms: _Terms, point: list[Fraction]) -> Fraction:
    total = Fraction(0)
    for powers, c in terms:
        product = c
        for p, x in zip(powers, point, strict=True):
            for _ in range(p):
                product *= x
        total += product
    return total


def _slopes(terms: _Terms, point: list[Fraction]) -> list[Fraction]:
    lowered = (
        [(tuple(p - (i == k) for i, p in enumerate(powers)), c * powers[k]) for powers, c in terms if powers[k]] for k in range(len(point))
    )
    return [_value(some, point) for some in lowered]


def _is_convex(terms: _Terms, size: int) -> bool:
    """Tell whether all principal minors of the Hessian of a quadratic are at least 0."""
    bend = [[Fraction(0)] * size for _ in range(size)]
    for powers, c in terms:
        if sum(powers) > 2:
            return False
        held = [k for k, p in enumerate(powers) for _ in range(p)]
        if len(held) == 2:
            bend[held[0]][held[1]] += c
            bend[held[1]][held[0]] += c
    used = [k for k in range(size) if any(bend[k])]
    return all(_minor(bend, chosen) >= 0 for n in range(1, len(used) + 1) for chosen in combinations(used, n))


def _minor(matrix: list[list[Fraction]], chosen: Sequence[int]) -> Fraction:
    """Return a principal minor by its first row."""
    return _expanded([[matrix[i][j] for j in chosen] for i in chosen])


def _expanded(rows: list[list[Fraction]]) -> Fraction:
    if len(rows) == 1:
        return rows[0][0]
    parts = ((-1) ** j * lead * _expanded([[*row[:j], *row[j + 1 :]] for row in rows[1:]]) for j, lead in enumerate(rows[0]) if lead)
    return sum(parts, Fraction(0))
