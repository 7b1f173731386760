"""Whether a quadratic function is nowhere below a value on a polyhedron.

A polyhedron without lines is the hull of its corners and of its extreme rays.
On it f − v is a quadratic form in nonnegative weights of these, and f ≥ v holds
on all of it exactly where that form is copositive [1]_.  A point needs at most
as many generators as there are variables and one more, so that small minors
decide [2]_.

References
----------
.. [1] I. M. Bomze, Copositive optimization, European Journal of Operational Research 216 (2012) 509-520.
.. [2] K. P. Hadeler, On copositive matrices, Linear Algebra and its Applications 49 (1983) 79-89.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from sympy.polys.polyerrors import PolynomialError
from sympy.polys.polyutils import dict_from_expr

__all__ = ["is_nowhere_below"]

_Row = list[Fraction]
_MOST = 40


def is_nowhere_below(objective: Any, value: Any, inequalities: Sequence[Any], equations: Sequence[Any], names: Sequence[Any]) -> bool:
    """Tell whether a rational quadratic function is proved to be at least a value under rational linear constraints.

    Parameters
    ----------
    objective : Expr
        The function.
    value : Rational
        What it is compared with.
    inequalities, equations : sequence of Expr
        What is at least 0, and what is 0.
    names : sequence of Symbol
        The variables.
    """
    forms = [_form(e, names) for e in (objective - value, *inequalities, *equations)]
    size = len(names)
    if any(form is None for form in forms):
        return False
    whole, *lines = [form for form in forms if form is not None]
    if any(entry for form in lines for row in form[1:] for entry in row[1:]):
        return False
    rows = [[form[0][0], *(2 * v for v in form[0][1:])] for form in lines]  # the constant, then the coefficients
    above, level = rows[: len(inequalities)], rows[len(inequalities) :]
    lines_inside = _kernel([row[1:] for row in rows], size)
    level += [[Fraction(0), *way] for way in lines_inside]  # what is orthogonal to the lines has corners
    found = _generators(above, level, size)
    found += [[Fraction(0), *(s * v for v in way)] for way in lines_inside for s in (1, -1)]
    if len(found) > _MOST:
        return False
    gram = [[_bilinear(whole, p, q) for q in found] for p in found]
    return _is_copositive(gram, min(len(found), size + 1))


def _form(expr: Any, names: Sequence[Any]) -> list[_Row] | None:
    """Return the symmetric matrix of a quadratic in 1 and the variables; None for what is none over the rationals."""
    try:
        terms = dict_from_expr(expr, gens=tuple(names))[0].items()
    except PolynomialError:
        return None
    matrix = [[Fraction(0)] * (len(names) + 1) for _ in range(len(names) + 1)]
    for powers, c in terms:
        held = [k + 1 for k, p in enumerate(powers) for _ in range(p)]
        if len(held) > 2 or not c.is_Rational:
            return None
        i, j = [*([0] * (2 - len(held))), *held]
        half = Fraction(int(c.p), int(c.q)) / 2
        matrix[i][j] += half
        matrix[j][i] += half
    return matrix


def _bilinear(form: list[_Row], p: _Row, q: _Row) -> Fraction:
    return sum((p[i] * v * q[j] for i, row in enumerate(form) if p[i] for j, v in enumerate(row) if v and q[j]), Fraction(0))


def _generators(above: list[_Row], level: list[_Row], size: int) -> list[_Row]:
    """Return corners, with 1 in front, and extreme rays, with 0 in front, of a polyhedron without lines."""
    found: list[_Row] = []
    fixed = len(_reduced([row[1:] for row in level]))
    for count, first in ((size - fixed, Fraction(1)), (size - fixed - 1, Fraction(0))):
        for some in combinations(above, count) if count >= 0 else ():
            held = [*level, *some]
            kernel = _kernel([row if first else row[1:] for row in held], size + bool(first))
            if len(kernel) != 1:
                continue
            (way,) = kernel
            if first and way[0] == 0:
                continue
            chosen = [[v / way[0] for v in way]] if first else [[Fraction(0), *way], [Fraction(0), *(-v for v in way)]]
            found += [p for p in chosen if p not in found and all(sum(a * b for a, b in zip(row, p, strict=True)) >= 0 for row in above)]
    return found


def _reduced(rows: list[_Row]) -> list[_Row]:
    """Return independent rows with the same span, each with a leading 1 that stands alone in its column."""
    found: list[_Row] = []
    leads: list[int] = []
    for row in rows:
        rest = row
        for lead, other in zip(leads, found, strict=True):
            if rest[lead]:
                rest = [v - rest[lead] * w for v, w in zip(rest, other, strict=True)]
        lead = next((k for k, v in enumerate(rest) if v), -1)
        if lead < 0:
            continue
        rest = [v / rest[lead] for v in rest]
        found = [[v - other[lead] * w for v, w in zip(other, rest, strict=True)] if other[lead] else other for other in found]
        found.append(rest)
        leads.append(lead)
    return found


def _kernel(rows: list[_Row], size: int) -> list[_Row]:
    """Return a basis of what all rows make 0."""
    kept = _reduced(rows)
    leads = [next(k for k, v in enumerate(row) if v) for row in kept]
    ways = []
    for free in (k for k in range(size) if k not in leads):
        way = [Fraction(int(k == free)) for k in range(size)]
        for row, lead in zip(kept, leads, strict=True):
            way[lead] = -row[free]
        ways.append(way)
    return ways


def _is_copositive(matrix: list[_Row], most: int) -> bool:
    """Tell whether every principal submatrix up to an order is copositive.

    One whose smaller ones are is not exactly where its determinant is negative and no entry of its adjugate is.
    """
    for order in range(1, most + 1):
        for chosen in combinations(range(len(matrix)), order):
            part = [[matrix[i][j] for j in chosen] for i in chosen]
            if _determinant(part) < 0 and all(v >= 0 for row in _adjugate(part) for v in row):
                return False
    return True


def _determinant(rows: list[_Row]) -> Fraction:
    if not rows:
        return Fraction(1)
    parts = ((-1) ** j * lead * _determinant([[*row[:j], *row[j + 1 :]] for row in rows[1:]]) for j, lead in enumerate(rows[0]) if lead)
    return sum(parts, Fraction(0))


def _adjugate(rows: list[_Row]) -> list[_Row]:
    size = range(len(rows))
    return [
        [(-1) ** (i + j) * _determinant([[*row[:i], *row[i + 1 :]] for k, row in enumerate(rows) if k != j]) for j in size] for i in size
    ]
