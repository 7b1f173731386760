"""Linear inequalities over the rationals: a point that satisfies them, or the combination that refutes them.

The first phase of the simplex method with Bland's rule, which never cycles: it
ends with a point, or with multipliers whose combination of the rows is 0 ≥ a
positive number (Farkas).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

__all__ = ["Infeasible", "feasible_point"]


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
    plain = [([_fraction(c) for c in coefficients], _fraction(bound)) for coefficients, bound in rows]
    signs = [-1 if bound < 0 else 1 for _, bound in plain]
    table: list[list[Fraction]] = []
    for i, ((coefficients, bound), sign) in enumerate(zip(plain, signs, strict=True)):
        slack = [Fraction(-sign if i == k else 0) for k in range(equalities, count)]
        artificial = [Fraction(int(i == k)) for k in range(count)]
        table.append([*(sign * c for c in coefficients), *(-sign * c for c in coefficients), *slack, *artificial, sign * bound])
    width = 2 * size + (count - equalities)
    basis = [width + i for i in range(count)]
    costs = [-sum((row[j] for row in table), Fraction(0)) for j in range(width)] + [Fraction(0)] * count
    costs.append(-sum((row[-1] for row in table), Fraction(0)))
    while True:
        entering = next((j for j in range(width) if costs[j] < 0), None)
        if entering is None:
            break
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        _, _, leaving = min(ratios)
        _pivot(table, costs, leaving, entering)
        basis[leaving] = entering
    if costs[-1] != 0:
        return Infeasible(tuple(_rational(sign * (1 - costs[width + i])) for i, sign in enumerate(signs)))
    values = [Fraction(0)] * (width + count)
    for i, j in enumerate(basis):
        values[j] = table[i][-1]
    return tuple(_rational(values[k] - values[size + k]) for k in range(size))


def _pivot(table: list[list[Fraction]], costs: list[Fraction], row: int, column: int) -> None:
    scale = table[row][column]
    table[row] = [v / scale for v in table[row]]
    for other in (*(r for i, r in enumerate(table) if i != row), costs):
        factor = other[column]
        if factor:
            other[:] = [v - factor * w for v, w in zip(other, table[row], strict=True)]


def _fraction(number: Any) -> Fraction:
    exact = sp.Rational(number)
    return Fraction(int(exact.p), int(exact.q))


def _rational(number: Fraction) -> Any:
    return sp.Rational(number.numerator, number.denominator)
