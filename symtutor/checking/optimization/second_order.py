"""Judging second-order conditions: the directions along the active constraints, and the Hessian of L on them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.zeros.signs import Undecided

__all__ = ["false_second_order"]

_Sign = Callable[[Any], int]


def false_second_order(goal: Any, case: Any, sign: _Sign) -> str | None:
    """Return what is false in what is claimed of the Hessian of L at a point that satisfies the conditions; None where all holds.

    Parameters
    ----------
    goal : MinimumOf
        The problem.
    case : ActiveSet
        The point with its multipliers and its evidence: a shape, the matrix and the directions.
    sign : callable
        The sign of an exact number.
    """
    f, inequalities, equations, variables, sense, _order, _strict = goal.args
    shape, matrix, ways = str(case.evidence[0]), case.evidence[1], case.evidence[2]
    place = dict(zip(variables, case.place, strict=True))
    count = len(case.active)
    held = [(inequalities[int(i) - 1], m) for i, m in zip(case.active, case.lams, strict=False)]  # one may be given twice
    lagrangian = sense * f - sum((m * g for g, m in held), sp.S.Zero)
    lagrangian -= sum((m * h for m, h in zip(case.lams[count:], equations, strict=True)), sp.S.Zero)
    strict = [*(g for g, m in held if sign(m) == 1), *equations]
    rows = sp.Matrix(len(strict), len(variables), lambda i, j: sp.sympify(differentiated(strict[i], variables[j])).xreplace(place))
    if any(sign(sp.expand(e)) for e in rows * ways):
        return "a direction leaves an active constraint"
    below = {sp.fraction(sp.together(entry))[1] for entry in (*case.place, *ways)}
    if ways.cols != len(variables) - _rank(rows, sign, below) or _rank(ways, sign, below) != ways.cols:
        return "the directions are not all that stay in the active constraints"
    hessian = sp.Matrix(
        [[sp.sympify(differentiated(differentiated(lagrangian, u), v)).xreplace(place) for v in variables] for u in variables]
    )
    if any(sign(sp.expand(e)) for e in ways.T * hessian * ways - matrix):
        return "the matrix on these directions is another"
    minors = [
        sign(sp.expand(matrix.extract(list(c), list(c)).det(method="berkowitz")))
        for k in range(1, matrix.rows + 1)
        for c in combinations(range(matrix.rows), k)
    ]
    true = {
        "no direction": ways.cols == 0,
        "positive definite": ways.cols > 0 and all(m > 0 for m in minors),
        "positive semidefinite": ways.cols > 0 and all(m >= 0 for m in minors),
        "indefinite": any(m < 0 for m in minors) and _is_regular(inequalities, strict, place, rows, sign),
        "not definite": any(m < 0 for m in minors),
        "unknown": True,
    }
    return None if true.get(shape, False) else f"the matrix is not {shape}"


def _is_regular(inequalities: Any, strict: list[Any], place: dict[Any, Any], rows: Any, sign: _Sign) -> bool:
    """Tell whether every active constraint has a positive multiplier, and their gradients are independent."""
    return all(g in strict or sign(g.xreplace(place)) != 0 for g in inequalities) and _rank(rows, sign) == rows.rows


def _rank(matrix: Any, sign: _Sign, below: Collection[Any] = ()) -> int:
    """Return the rank, as the size of the largest minor that is not 0; `below` are the denominators of the point, which are not 0.

    With letters no single minor may be known, as a and b in the row (a, b): then the sum of their squares decides.
    """
    for size in range(min(matrix.shape), 0, -1):
        minors = [
            sp.expand(matrix.extract(list(i), list(j)).det(method="berkowitz"))
            for i in combinations(range(matrix.rows), size)
            for j in combinations(range(matrix.cols), size)
        ]
        try:
            if any(sign(minor) for minor in minors):
                return size
        except Undecided:
            squares = sp.cancel(sum(minor**2 for minor in minors))
            multiples = (sp.cancel(squares / d**k) for d in (sp.S.One, *sorted(below, key=sp.default_sort_key)) for k in (1, 2))
            if not any(m.is_Rational and m != 0 for m in multiples):
                raise
            return size
    return 0
