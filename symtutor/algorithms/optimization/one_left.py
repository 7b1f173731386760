"""Problems in which linear equations leave one variable: what the others are, and where the variable may lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.open_sets import strict_optimum
from symtutor.algorithms.optimization.program import is_linear
from symtutor.goals.optimization import Optimum

__all__ = ["conditions_left", "halfline", "is_settled", "line_of", "optimum_of"]

_FOUND = ("minimum", "maximum", "infeasible", "unbounded", "not attained")


@lru_cache(maxsize=64)
def optimum_of(*problem: Any) -> Optimum:
    """Return the optimum by the conditions of Lagrange, Karush, Kuhn and Tucker; see `strict_optimum`."""
    return strict_optimum(*problem)


def is_settled(*problem: Any) -> bool:
    """Tell whether these conditions decide a problem."""
    return optimum_of(*problem).status in _FOUND


def line_of(equations: Sequence[Any], variables: Sequence[Any]) -> tuple[Any, dict[Any, Any]] | None:
    """Return the one variable that linear equations leave free, and every variable by it; None where not exactly one is left.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> line_of([x + y - 1], [x, y])
    (x, {x: x, y: 1 - x})
    """
    if not equations:
        return (variables[0], {variables[0]: variables[0]}) if len(variables) == 1 else None
    if not all(is_linear(h, variables) for h in equations):
        return None
    solved = sp.linsolve(list(equations), *reversed(variables))
    if solved is sp.S.EmptySet:
        return None
    (place,) = solved.args
    by_name = dict(zip(reversed(variables), place, strict=True))
    free = [v for v in variables if by_name[v] == v]
    return (free[0], {v: by_name[v] for v in variables}) if len(free) == 1 else None


def conditions_left(
    f: Any, inequalities: Sequence[Any], strict: Sequence[Any], line: Mapping[Any, Any]
) -> Iterator[tuple[Any, str]] | None:
    """Return what must be ≥ 0, > 0 or not 0 in the variable that is left, for the constraints and for f to have a value.

    None stands for functions of which the places without a value are not listed here.
    """
    if f.has(sp.tan, sp.cot, sp.sec, sp.csc, sp.gamma, sp.floor, sp.ceiling, sp.asin, sp.acos):
        return None
    return _conditions(f, inequalities, strict, line)


def _conditions(f: Any, inequalities: Sequence[Any], strict: Sequence[Any], line: Mapping[Any, Any]) -> Iterator[tuple[Any, str]]:
    for gaps, relation in ((inequalities, ">="), (strict, ">")):
        yield from ((sp.expand(g.xreplace(dict(line))), relation) for g in gaps)
    for node in sp.preorder_traversal(f):
        if isinstance(node, sp.log) and node.args[0].free_symbols:
            yield sp.expand(node.args[0].xreplace(dict(line))), ">"
        if isinstance(node, sp.Pow) and node.base.free_symbols and not node.base.has(sp.exp):
            base = sp.expand(node.base.xreplace(dict(line)))
            if node.exp.is_Integer:
                if node.exp < 0:
                    yield base, "!="
            elif not node.exp.is_Rational or node.exp.q % 2 == 0:
                yield base, ">=" if node.exp.is_positive else ">"
            elif node.exp < 0:
                yield base, "!="


def halfline(gap: Any, x: Any, relation: str) -> Any:
    """Return the set on which a linear expression has a sign; None for an expression that is not linear."""
    slope = sp.diff(gap, x)
    if slope.free_symbols:
        return None
    start = gap.xreplace({x: sp.S.Zero})
    sign = sign_of(slope)
    if sign == 0:
        height = sign_of(start)
        holds = {">=": height in {0, 1}, ">": height == 1, "!=": height != 0}[relation]
        return None if height is None else sp.S.Reals if holds else sp.S.EmptySet
    place = sp.simplify(-start / slope)
    if sign is None:
        return None
    if relation == "!=":
        return sp.Complement(sp.S.Reals, sp.FiniteSet(place))
    is_open = relation == ">"
    return sp.Interval(place, sp.oo, left_open=is_open) if sign == 1 else sp.Interval(-sp.oo, place, right_open=is_open)
