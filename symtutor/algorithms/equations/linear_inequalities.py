"""Linear inequalities over the rationals: a point that satisfies them, or the combination that refutes them.

The first phase of the simplex method with Bland's rule, which never cycles: it
ends with a point, or with multipliers whose combination of the rows is 0 ≥ a
positive number (Farkas).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import sympy as sp

__all__ = ["Infeasible", "feasible_point", "rational"]


@dataclass(frozen=True)
class Infeasible:
    """Multipliers, nonnegative for inequalities, with which the rows add to 0 ≥ a positive number."""

    multipliers: tuple[Any, ...]


def feasible_point(rows: Sequence[tuple[Sequence[Any], Any]], equalities: int = 0) -> tuple[Any, ...] | Infeasible:
    """Return a rational point with coefficients · x ≥ bound for all rows, or the combination that shows there is none.

    Parameters
    ----------
    rows : sequence of (coefficients, bound)
        The first `equalities` of them hold with =.
    equalities : int
        How many rows are equations.

    Examples
    --------
    >>> one = sp.Integer(1)
    >>> feasible_point([((one,), one), ((-one,), one)])
    Infeasible(multipliers=(1, 1))
    >>> feasible_point([((one,), one), ((-one,), -2 * one)])
    (2,)
    """
    size = len(rows[0][0]) if rows else 0
    count = len(rows)
    table: list[list[int]] = []
    scales: list[Fraction] = []  # what each row was multiplied by, so that its entries are whole and its bound is not negative
    for i, (coefficients, bound) in enumerate(rows):
        plain = [_fraction(c) for c in (*coefficients, bound)]
        scale = Fraction(lcm(*(v.denominator for v in plain)) * (-1 if plain[-1] < 0 else 1))
        whole = [int(scale * v) for v in plain]
        slack = [(-1 if scale > 0 else 1) * int(i == k) for k in range(equalities, count)]
        artificial = [int(i == k) for k in range(count)]
        table.append([*whole[:-1], *(-v for v in whole[:-1]), *slack, *artificial, whole[-1]])
        scales.append(scale)
    width = 2 * size + (count - equalities)
    basis = [width + i for i in range(count)]
    costs = [-sum(row[j] for row in table) for j in range(width)] + [0] * count
    costs.append(-sum(row[-1] for row in table))
    divisor = 1  # all entries are whole multiples of one over this
    while True:
        entering = next((j for j in range(width) if costs[j] < 0), None)
        if entering is None:
            break
        ratios = [(Fraction(row[-1], row[entering]), basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        _, _, leaving = min(ratios)
        divisor = _pivot(table, costs, leaving, entering, divisor)
        basis[leaving] = entering
    if costs[-1] != 0:
        return Infeasible(tuple(rational(scale * (1 - Fraction(costs[width + i], divisor))) for i, scale in enumerate(scales)))
    values = [Fraction(0)] * (width + count)
    for i, j in enumerate(basis):
        values[j] = Fraction(table[i][-1], divisor)
    return tuple(rational(values[k] - values[size + k]) for k in range(size))


def _pivot(table: list[list[int]], costs: list[int], row: int, column: int, divisor: int) -> int:
    """Exchange a basis variable in whole numbers, as in elimination by Bareiss; return the new divisor."""
    head = table[row]
    lead = head[column]
    for other in (*(r for i, r in enumerate(table) if i != row), costs):
        factor = other[column]
        other[:] = [(lead * v - factor * w) // divisor for v, w in zip(other, head, strict=True)]
    return lead


def _fraction(number: sp.Rational) -> Fraction:
    if isinstance(number, Fraction):
        return number
    exact = sp.Rational(number)
    return Fraction(int(exact.p), int(exact.q))


def rational(number: Fraction) -> Any:
    """Return the SymPy number of a fraction."""
    return sp.Rational(number.numerator, number.denominator)
