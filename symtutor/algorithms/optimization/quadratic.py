"""Quadratic objectives under linear constraints as whole numbers: every case is a linear system.

Rows are scaled to whole numbers, and elimination divides each by the common
factor of its entries, so that no fraction is made on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import gcd, lcm
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point

__all__ = [
    "Quadratic",
    "Row",
    "Solutions",
    "Vector",
    "coefficients",
    "first_optimum",
    "is_semidefinite",
    "quadratic_of",
    "solutions",
    "subsets",
]

Vector = tuple[Fraction, ...]
Row = tuple[Vector, Fraction]  # coefficients and bound: a·x ≥ b, or a·x = b


@dataclass(frozen=True)
class Quadratic:
    """Minimize ½ x·Qx + c·x + d under rows a·x ≥ b and equations a·x = b, all rational."""

    bend: tuple[Vector, ...]
    slope: Vector
    start: Fraction
    rows: tuple[Row, ...]
    equations: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many variables there are."""
        return len(self.slope)

    def value(self, point: Sequence[Fraction]) -> Fraction:
        """Return the objective at a point."""
        bent = sum((point[i] * row[j] * point[j] for i, row in enumerate(self.bend) for j in range(self.size) if row[j]), Fraction(0))
        return bent / 2 + _dot(self.slope, point) + self.start

    def case(self, active: Sequence[int]) -> Solutions | None:
        """Return the points with multipliers that are stationary with these rows as equations; None where there are none."""
        held = [*(self.rows[i] for i in active), *self.equations]
        lines = [[*self.bend[k], *(-a[k] for a, _ in held), -self.slope[k]] for k in range(self.size)]
        blank = [Fraction(0)] * len(held)
        lines += [[*a, *blank, b] for a, b in held]
        return solutions(lines)

    def on_a_face(self, active: Sequence[int], found: Solutions) -> Vector | None:
        """Return one of many solutions of a case that is feasible with multipliers of the right sign, or None."""
        size = self.size
        wanted: list[Row] = []
        for i, (a, b) in enumerate(self.rows):
            if i not in active:
                wanted.append((tuple(_dot(a, way) for way in found.ways), b - _dot(a, found.point)))
        wanted += [(tuple(way[k] for way in found.ways), -found.point[k]) for k in range(size, size + len(active))]
        if any(bound > 0 and not any(a) for a, bound in wanted):
            return None
        steps = _on_a_line(wanted) if len(found.ways) == 1 else _steps(wanted, len(found.ways))
        if steps is None:
            return None
        moved = [*found.point]
        for step, way in zip(steps, found.ways, strict=True):
            moved = [p + step * w for p, w in zip(moved, way, strict=True)]
        return tuple(moved)

    def is_alone(self, place: Sequence[Fraction]) -> bool:
        """Tell whether the best point of a convex problem is the only one: f is level in no direction in which the rows stay."""
        zero, one = Fraction(0), Fraction(1)
        slope = tuple(_dot(row, place) + c for row, c in zip(self.bend, self.slope, strict=True))
        level = [(way, zero) for way in (*self.bend, slope, *(a for a, _ in self.equations))]
        held = [(a, zero) for a, b in self.rows if _dot(a, place) == b]
        axes = [tuple(sign * Fraction(int(i == k)) for i in range(self.size)) for k in range(self.size) for sign in (1, -1)]
        return all(isinstance(feasible_point([*level, *held, (axis, one)], len(level)), Infeasible) for axis in axes)

    def fails(self, active: Sequence[int], solution: Sequence[Fraction]) -> bool:
        """Tell whether a solution of a case has a negative multiplier or violates another row."""
        size = self.size
        return any(m < 0 for m in solution[size : size + len(active)]) or any(
            _dot(a, solution) < b for i, (a, b) in enumerate(self.rows) if i not in active
        )


@dataclass(frozen=True)
class Solutions:
    """The solutions of linear equations: a point, and the ways in which one can move from it."""

    point: Vector
    ways: tuple[Vector, ...]


def _on_a_line(wanted: list[Row]) -> list[Fraction] | None:
    """Return a number that satisfies inequalities in one unknown, or None where there is none."""
    low = max((b / a for (a,), b in wanted if a > 0), default=None)
    high = min((b / a for (a,), b in wanted if a < 0), default=None)
    if low is not None and high is not None and low > high:
        return None
    return [low if low is not None else high if high is not None else Fraction(0)]


def _steps(wanted: list[Row], size: int) -> list[Fraction] | None:
    found = feasible_point(wanted) if wanted else (sp.S.Zero,) * size
    return None if isinstance(found, Infeasible) else [Fraction(int(step.p), int(step.q)) for step in found]


def _dot(a: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    return sum((p * q for p, q in zip(a, x, strict=False) if p), Fraction(0))


# ---- reading -------------------------------------------------------------------------------------
@lru_cache(maxsize=1_000)
def coefficients(expr: Any, variables: tuple[Any, ...]) -> dict[tuple[Any, ...], Fraction] | None:
    """Return the rational coefficients of 1, x, x² and x y by these letters; None for anything else.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> coefficients(x**2 - x * y + 3, (x, y))
    {(): Fraction(3, 1), (x, x): Fraction(1, 1), (x, y): Fraction(-1, 1)}
    """
    return _collected(expr, variables) or _collected(sp.expand(expr), variables)


def _collected(expr: Any, variables: tuple[Any, ...]) -> dict[tuple[Any, ...], Fraction] | None:
    found: dict[tuple[Any, ...], Fraction] = {}
    for term in sp.Add.make_args(expr):
        number: Any
        number, core = term.as_coeff_Mul()
        letters = _letters(core, variables)
        if letters is None or not number.is_Rational:
            return None
        found[letters] = found.get(letters, Fraction(0)) + Fraction(int(number.p), int(number.q))
    return found


def _letters(core: Any, variables: tuple[Any, ...]) -> tuple[Any, ...] | None:
    if core == 1:
        return ()
    if core in variables:
        return (core,)
    if core.is_Pow and core.base in variables and core.exp == 2:
        return (core.base, core.base)
    if core.is_Mul and len(core.args) == 2 and all(v in variables for v in core.args):
        return tuple(sorted(core.args, key=variables.index))
    return None


@lru_cache(maxsize=200)
def quadratic_of(objective: Any, inequalities: tuple[Any, ...], equations: tuple[Any, ...], variables: tuple[Any, ...]) -> Quadratic | None:
    """Return a problem as a quadratic one under linear constraints; None where it is another."""
    read = coefficients(objective, variables)
    lines = [coefficients(g, variables) for g in (*inequalities, *equations)]
    if read is None or any(line is None or any(len(key) > 1 for key in line) for line in lines):
        return None
    zero = Fraction(0)

    def bend(u: Any, v: Any) -> Fraction:
        return 2 * read.get((u, u), zero) if u == v else read.get((u, v), read.get((v, u), zero))

    rows = [(tuple(line.get((v,), zero) for v in variables), -line.get((), zero)) for line in lines if line is not None]
    return Quadratic(
        tuple(tuple(bend(u, v) for v in variables) for u in variables),
        tuple(read.get((v,), zero) for v in variables),
        read.get((), zero),
        tuple(rows[: len(inequalities)]),
        tuple(rows[len(inequalities) :]),
    )


# ---- elimination ---------------------------------------------------------------------------------
def _whole(row: Iterable[Fraction]) -> list[int]:
    """Return the shortest row of whole numbers in the same direction."""
    entries = list(row)
    scale = lcm(*(v.denominator for v in entries))
    return _short([v.numerator * (scale // v.denominator) for v in entries])


def _short(row: list[int]) -> list[int]:
    common = gcd(*row)
    return row if common <= 1 else [v // common for v in row]


def solutions(lines: Iterable[Iterable[Fraction]]) -> Solutions | None:
    """Return all solutions of linear equations, each row with its right side last; None where there are none.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> solutions([[one, one, two]]).ways
    ((Fraction(-1, 1), Fraction(1, 1)),)
    """
    rows = [_whole(line) for line in lines]
    size = len(rows[0]) - 1
    pivots: list[int] = []
    for column in range(size):
        top = len(pivots)
        chosen = next((i for i in range(top, len(rows)) if rows[i][column]), None)
        if chosen is None:
            continue
        rows[top], rows[chosen] = rows[chosen], rows[top]
        head = rows[top]
        lead = head[column]
        for i, row in enumerate(rows):
            if i != top and row[column]:
                factor = row[column]
                rows[i] = _short([lead * v - factor * w for v, w in zip(row, head, strict=True)])
        pivots.append(column)
    if any(row[-1] for row in rows[len(pivots) :]):
        return None
    free = [k for k in range(size) if k not in pivots]
    point = [Fraction(0)] * size
    ways = [[Fraction(int(k == f)) for k in range(size)] for f in free]
    for row, column in zip(rows, pivots, strict=False):
        point[column] = Fraction(row[-1], row[column])
        for way, f in zip(ways, free, strict=True):
            way[column] = Fraction(-row[f], row[column])
    return Solutions(tuple(point), tuple(map(tuple, ways)))


def is_semidefinite(matrix: Sequence[Vector]) -> bool:
    """Tell whether a symmetric matrix has no negative eigenvalue: elimination meets no negative pivot.

    Examples
    --------
    >>> is_semidefinite(((Fraction(1), Fraction(2)), (Fraction(2), Fraction(4))))
    True
    """
    rows = [list(row) for row in matrix]
    while rows:
        lead, head = rows[0][0], rows[0]
        if lead < 0 or (lead == 0 and any(head)):
            return False
        rows = [[v - row[0] / lead * w for v, w in zip(row[1:], head[1:], strict=True)] if lead else row[1:] for row in rows[1:]]
    return True


# ---- the optimum ---------------------------------------------------------------------------------
def subsets(count: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield the active sets: the numbers of rows taken as equations, small ones first."""
    for size in range(most + 1):
        yield from combinations(range(count), size)


def first_optimum(problem: Quadratic) -> tuple[tuple[int, ...], Vector] | None:
    """Return the first active set of a convex problem with a point that satisfies every condition, and the point with its multipliers.

    None stands for a problem that is not convex, or has no minimum.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> first_optimum(quadratic_of(x**2, (x - 1,), (), (x,)))
    ((0,), (Fraction(1, 1), Fraction(2, 1)))
    """
    if not is_semidefinite(problem.bend):
        return None
    for active in subsets(len(problem.rows), len(problem.rows)):
        found = problem.case(active)
        if found is None:
            continue
        if found.ways:
            solution = problem.on_a_face(active, found)
            if solution is not None:
                return active, solution
        elif not problem.fails(active, found.point):
            return active, found.point
    return None
