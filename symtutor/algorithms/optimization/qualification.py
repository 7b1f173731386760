"""Whether multipliers must exist at a minimum, and the points at which they need not.

Linear constraints need no qualification.  A convex problem with a point at
which every nonlinear constraint is strict satisfies Slater's.  Otherwise a
minimum has multipliers where the gradients of the active constraints are
independent; the points at which they are not are looked at by themselves.
More active constraints than there are variables need no look: if every
smaller choice is independent, their gradients either have a common side or
span all directions with nonnegative factors, and both give multipliers.
"""

from __future__ import annotations

from itertools import combinations
from itertools import product as pairs
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point
from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.equations.systems import PositiveDimension, real_solutions
from symtutor.algorithms.optimization.program import Program, is_linear, is_rational, violated

__all__ = ["independent_gradients", "irregular_points", "slater_point"]

_MOST_SETS = 40
_STEPS = (0, 1, -1, sp.Rational(1, 2), -sp.Rational(1, 2), 2, -2, 3, -3)


def slater_point(program: Program) -> tuple[Any, ...] | None:
    """Return a point at which every nonlinear inequality is strict and the linear constraints hold, or None where none was found.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> slater_point(Program(x + y, (1 - x**2 - y**2,), (), (x, y)))
    (0, 0)
    """
    curved = [g for g in program.inequalities if not is_linear(g, program.variables)]
    rows = program.rows()
    straight = [(r, is_linear(g, program.variables)) for r, g in zip(rows, (*program.equations, *program.inequalities), strict=True)]
    linear = [r for r, is_straight in straight if is_straight]
    if not all(map(is_rational, linear)):
        return None
    start = feasible_point(linear, len(program.equations)) if linear else (sp.S.Zero,) * len(program.variables)
    if isinstance(start, Infeasible):
        return None
    size = len(program.variables)
    moves = pairs(_STEPS, repeat=size) if size <= 3 else [(sp.S.Zero,) * size]
    for move in moves:
        point = tuple(sp.sympify(a + b) for a, b in zip(start, move, strict=True))
        place = dict(zip(program.variables, point, strict=True))
        if (
            all(sign_of(sp.sympify(g.xreplace(place))) == 1 for g in curved)
            and violated(program, place, ()) is None
            and all(sp.expand(h.xreplace(place)) == 0 for h in program.equations)
        ):
            return point
    return None


def independent_gradients(program: Program, place: dict[sp.Symbol, sp.Expr]) -> tuple[tuple[int, ...], bool | None]:
    """Return the active inequalities at a point, and whether their gradients and those of the equations are independent, if it is known."""
    active = tuple(i for i, g in enumerate(program.inequalities) if sign_of(sp.sympify(g.xreplace(place))) == 0)
    held = [*(program.inequalities[i] for i in active), *program.equations]
    if not held:
        return active, True
    rows = sp.Matrix([[sp.diff(g, v).xreplace(place) for v in program.variables] for g in held])
    columns = combinations(range(rows.cols), rows.rows)
    minors = (rows.extract(list(range(rows.rows)), list(c)).det(method="berkowitz") for c in columns)
    signs = [sign_of(sp.expand(m)) for m in minors]
    return active, True if {1, -1} & set(signs) else None if None in signs else False


def irregular_points(program: Program) -> tuple[list[tuple[tuple[int, ...], tuple[Any, ...]]], bool]:
    """Return feasible points at which gradients of active constraints are dependent, with these constraints, and whether these are all."""
    found: list[tuple[tuple[int, ...], tuple[sp.Rational, ...]]] = []
    is_all = True
    for active, rows in _suspects(program):
        if len(rows) > len(program.variables):
            continue
        if rows == ():
            is_all = False
            continue
        jacobian = sp.Matrix([[sp.diff(g, v) for v in program.variables] for g in rows])
        columns = combinations(range(len(program.variables)), len(rows))
        minors = [sp.expand(jacobian.extract(list(range(len(rows))), list(c)).det(method="berkowitz")) for c in columns]
        try:
            zeros = real_solutions([*rows, *(m for m in minors if m != 0)], list(program.variables))
        except PositiveDimension:
            zeros = None
        if zeros is None:
            is_all = False
            continue
        for z in zeros:
            place = dict(zip(program.variables, z, strict=True))
            lives = all(sign_of(sp.expand(h.xreplace(place))) == 0 for h in program.equations)
            if lives and violated(program, place, ()) is None and all(z != other for _, other in found):
                found.append((active, z))
    return found, is_all


def _suspects(program: Program) -> list[tuple[tuple[int, ...], tuple[sp.Expr, ...]]]:
    """Return sets of constraints, at least one of them nonlinear, with the numbers of the inequalities among them."""
    every = [*((i, g) for i, g in enumerate(program.inequalities)), *((-1, h) for h in program.equations)]
    if all(is_linear(g, program.variables) for _, g in every):
        return []
    chosen = [
        (tuple(i for i, _ in some if i >= 0), tuple(g for _, g in some))
        for size in range(1, len(program.variables) + 1)
        for some in combinations(every, size)
        if not all(is_linear(g, program.variables) for _, g in some)
    ]
    return chosen if len(chosen) <= _MOST_SETS else [*chosen[:_MOST_SETS], ((), ())]
