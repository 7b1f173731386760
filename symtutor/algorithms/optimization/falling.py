"""Whether a quadratic falls for ever on a polyhedron: decided exactly, with a point and a direction where it does.

It does where some direction d that never leaves has d·Qd < 0, or has d·Qd = 0
and a slope (Qx + c)·d < 0 at some feasible x; otherwise it takes a least value
[1]_.  Both are looked for among the stationary directions of each face.

References
----------
.. [1] B. C. Eaves, On quadratic programming, Management Science 17 (1971) 698-711.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import sympy as sp

from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point
from symtutor.algorithms.optimization.quadratic import Quadratic, Row, Vector, first_optimum, solutions, subsets

__all__ = ["falling_ray"]

_ZERO, _ONE = Fraction(0), Fraction(1)


def falling_ray(problem: Quadratic) -> tuple[Vector, Vector] | None:
    """Return a feasible point and a direction in which a quadratic without equations falls for ever; None where it has a least value.

    Examples
    --------
    >>> one, zero = Fraction(1), Fraction(0)
    >>> product, quadrant = ((zero, one), (one, zero)), (((one, zero), zero), ((zero, one), zero))
    >>> falling_ray(Quadratic(product, (zero, zero), zero, quadrant, ())) is None
    True
    >>> falling_ray(Quadratic(product, (zero, -one), zero, quadrant, ()))
    ((Fraction(0, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 1)))
    """
    start = _feasible(problem.rows, problem.size)
    if start is None:
        return None
    bend, way = _least_bend(problem)
    if bend < 0:
        return start, way
    for level in _level_ways(problem):
        slope = tuple(_dot(row, level) for row in problem.bend)
        along = _dot(problem.slope, level)
        linear = Quadratic(tuple(tuple(_ZERO for _ in row) for row in problem.bend), slope, along, problem.rows, ())
        best = first_optimum(linear)
        place = best[1] if best else _feasible([*problem.rows, (tuple(-v for v in slope), along + 1)], problem.size)
        if place is not None and _dot(slope, place) + along < 0:
            return tuple(place[: problem.size]), level
    return None


def _dot(a: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    return sum((p * q for p, q in zip(a, x, strict=False) if p), _ZERO)


def _feasible(rows: Sequence[Row], size: int) -> Vector | None:
    found = feasible_point(rows) if rows else (sp.S.Zero,) * size
    return None if isinstance(found, Infeasible) else tuple(Fraction(int(v.p), int(v.q)) for v in found)


def _least_bend(problem: Quadratic) -> tuple[Fraction, Vector]:
    """Return the least of ½ d·Qd over the directions that never leave, in a box, and where it is taken."""
    size = problem.size
    units = [tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)]
    sides = [(tuple(sign * v for v in unit), -_ONE) for unit in units for sign in (1, -1)]
    cone = Quadratic(problem.bend, (_ZERO,) * size, _ZERO, (*((a, _ZERO) for a, _ in problem.rows), *sides), ())
    best: tuple[Fraction, Vector] = (_ZERO, (_ZERO,) * size)
    for active in subsets(len(cone.rows), size):
        found = cone.case(active)
        if found is None:
            continue
        place = found.point if not found.ways else cone.on_a_face(active, found)
        if place is not None and not cone.fails(active, place):
            best = min(best, (cone.value(place), place[:size]))
    return best


def _level_ways(problem: Quadratic) -> Iterator[Vector]:
    """Yield the directions that never leave with d·Qd = 0, as far as all others are sums of them on one face."""
    size, none = problem.size, _ZERO
    for active in subsets(len(problem.rows), size):
        held = [problem.rows[i][0] for i in active]
        lines = [[*problem.bend[k], *(-a[k] for a in held), none] for k in range(size)]
        lines += [[*a, *(none for _ in held), none] for a in held]
        found = solutions(lines)
        if found is None or not found.ways:
            continue
        kept = [[_dot(a, way) for way in found.ways] for i, (a, _) in enumerate(problem.rows) if i not in active]
        kept += [[way[k] for way in found.ways] for k in range(size, size + len(held))]
        for ray in _rays(kept, len(found.ways)):
            way = tuple(sum((t * w[k] for t, w in zip(ray, found.ways, strict=True)), _ZERO) for k in range(size))
            if any(way):
                yield way


def _rays(rows: list[list[Fraction]], size: int) -> Iterator[Vector]:
    """Yield the lines, both ways, and the extreme rays of the cone on which all rows are at least 0."""
    blank = [[_ZERO] * (size + 1)]
    lines = solutions([[*row, _ZERO] for row in rows] or blank)
    assert lines is not None
    yield from (tuple(s * v for v in way) for way in lines.ways for s in (1, -1))
    rank = size - len(lines.ways)
    across = [[*way, _ZERO] for way in lines.ways]
    for some in combinations(rows, rank - 1) if rank else ():
        found = solutions([*across, *([*row, _ZERO] for row in some)] or blank)
        assert found is not None
        if len(found.ways) != 1:
            continue
        for sign in (1, -1):
            ray = tuple(sign * v for v in found.ways[0])
            if all(_dot(row, ray) >= 0 for row in rows):
                yield ray
