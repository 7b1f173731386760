"""Problems in which equations leave one variable: what the others are, and where the variable may lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.open_sets import strict_optimum
from symtutor.algorithms.optimization.program import is_linear
from symtutor.goals.optimization import Optimum

__all__ = ["Line", "conditions_left", "halfline", "is_settled", "lines_of", "optimum_of"]

_FOUND = ("minimum", "maximum", "infeasible", "unbounded", "not attained")
_MOST = 3  # ways to solve the equations that are tried


@lru_cache(maxsize=64)
def optimum_of(*problem: Any) -> Optimum:
    """Return the optimum by the conditions of Lagrange, Karush, Kuhn and Tucker; see `strict_optimum`."""
    return strict_optimum(*problem)


def is_settled(*problem: Any) -> bool:
    """Tell whether these conditions decide a problem."""
    return optimum_of(*problem).status in _FOUND


@dataclass(frozen=True)
class Line:
    """What equations say of every variable by the one that is left, and what must hold of that one for them to say it."""

    variable: Any
    values: Mapping[Any, Any]
    conditions: tuple[tuple[Any, str], ...] = ()  # what is ≥ 0, > 0 or not 0
    said: tuple[Any, ...] = ()  # the constraints that the conditions say already


def lines_of(
    f: Any, inequalities: Sequence[Any], equations: Sequence[Any], strict: Sequence[Any], variables: Sequence[Any]
) -> Iterator[Line]:
    """Yield every way found in which equations leave one variable: linear ones, and ones to be solved for a variable or a power of it.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> [line.values for line in lines_of(x, [], [x + y - 1], [], [x, y])]
    [{x: x, y: 1 - x}]
    >>> [(line.values[y], line.conditions) for line in lines_of(x, [], [x**2 * y - 32], [], [x, y])]
    [(32/x**2, ((x**2, '!='),))]
    """
    if not equations:
        if len(variables) == 1:
            yield Line(variables[0], {variables[0]: variables[0]})
        return
    if all(is_linear(h, variables) for h in equations):
        solved = sp.linsolve(list(equations), *reversed(variables))
        if solved is sp.S.EmptySet:
            return
        (place,) = solved.args
        by_name = dict(zip(reversed(variables), place, strict=True))
        free = [v for v in variables if by_name[v] == v]
        if len(free) == 1:
            yield Line(free[0], {v: by_name[v] for v in variables})
        return
    if len(equations) != len(variables) - 1:
        return
    known = _Signs.of(inequalities, strict, variables)
    yield from islice(_solved(f, tuple(equations), Line(None, {}), known, tuple(variables)), _MOST)


@dataclass(frozen=True)
class _Signs:
    """The constraints that say of a variable that it is positive, or not negative."""

    positive: Mapping[Any, Any]
    at_least: Mapping[Any, Any]

    @staticmethod
    def of(inequalities: Sequence[Any], strict: Sequence[Any], variables: Sequence[Any]) -> _Signs:
        starts = [
            (g, v, sign_of(v - g), s) for gaps, s in ((strict, 1), (inequalities, 0)) for g in gaps for v in variables if (g - v).is_number
        ]
        return _Signs(
            {v: g for g, v, start, is_strict in starts if start is not None and start + is_strict > 0 and start >= 0},
            {v: g for g, v, start, _ in starts if start is not None and start >= 0},
        )


def _solved(f: Any, rest: tuple[Any, ...], line: Line, known: _Signs, variables: tuple[Any, ...]) -> Iterator[Line]:
    """Yield the lines in which each equation in turn is solved for one variable, the simplest first."""
    if not rest:
        (x,) = (v for v in variables if v not in line.values)
        values = {v: line.values.get(v, v) for v in variables}
        needs = dict.fromkeys((sp.factor(e.xreplace(values)), relation) for e, relation in line.conditions)
        yield Line(x, values, tuple((e, relation) for e, relation in needs if e.free_symbols), line.said)
        return
    steps = [(k, s) for k, h in enumerate(rest) for v in reversed(variables) if v not in line.values for s in [_step(h, v, known)] if s]
    plain = [(k, s) for k, s in steps if s[1] == 1 or not any(n.has(s[0]) for n in f.atoms(sp.Function, sp.exp))]
    for k, (v, power, value, conditions) in sorted(plain, key=lambda step: _roughness(f, step[1])):
        put_in = {v: value}
        said = () if power == 1 else (known.at_least[v],) if known.at_least[v] == v else ()
        inner = Line(None, {u: e.xreplace(put_in) for u, e in line.values.items()} | put_in, line.conditions + conditions, line.said + said)
        others = tuple(h.xreplace(put_in) for i, h in enumerate(rest) if i != k)
        yield from _solved(f.xreplace(put_in), others, inner, known, variables)


def _roughness(f: Any, step: tuple[Any, ...]) -> tuple[bool, int]:
    """Return how little a substitution is wanted: those that bring roots come last, and those with more to be looked at later."""
    v, power, _value, conditions = step
    is_rooted = power > 1 and not (f.is_polynomial(v) and all(p % power == 0 for (p,) in sp.Poly(f, v).monoms()))
    return is_rooted, len(conditions)


def _step(equation: Any, v: Any, known: _Signs) -> tuple[Any, int, Any, tuple[tuple[Any, str], ...]] | None:
    """Return a variable, the power in which alone an equation has it, its value by the others, and what must hold of these."""
    top = sp.fraction(sp.together(equation))[0]
    if not top.has(v) or not top.is_polynomial(v):
        return None
    powers = dict(sp.Poly(top, v).terms())
    power = max(p for (p,) in powers)
    if not {p for (p,) in powers} <= {0, power} or (power > 1 and v not in known.at_least):
        return None
    slope, rest = powers[(power,)], powers.get((0,), sp.S.Zero)
    value = sp.cancel(-rest / slope) if not rest.atoms(sp.Pow, sp.exp, sp.log) or (rest / slope).is_rational_function() else -rest / slope
    if not _is_solvable(slope, rest, known):
        return None
    conditions: tuple[tuple[Any, str], ...] = () if _is_positive(slope, known) or _is_positive(-slope, known) else ((slope, "!="),)
    if power == 1:
        return v, power, value, conditions
    return v, power, _root_of(value, power), (*conditions, (value, ">" if v in known.positive else ">="))


def _root_of(value: Any, power: int) -> Any:
    """Return a root that is not negative: of c·uᵏ with an odd k it is a power of u, which is not negative where the root is real."""
    number, rest = value.as_coeff_Mul()
    base, exponent = rest.as_base_exp()
    if base.is_Symbol and number.is_positive and exponent.is_Integer and exponent % 2:
        return number ** sp.Rational(1, power) * base ** sp.Rational(exponent, power)
    return value ** sp.Rational(1, power)


def _is_positive(expr: Any, known: _Signs) -> bool:
    """Tell whether an expression is a sum of positive numbers times powers of positive variables."""
    if not expr.free_symbols <= set(known.positive):
        return False
    if not expr.free_symbols:
        return sign_of(expr) == 1
    return bool(expr.is_polynomial(*expr.free_symbols)) and all(sign_of(c) == 1 for c in sp.Poly(expr, *expr.free_symbols).coeffs())


def _is_solvable(slope: Any, rest: Any, known: _Signs) -> bool:
    """Tell whether slope·u + rest = 0 has no solution at which the slope is 0."""
    if _is_positive(slope, known) or _is_positive(-slope, known):
        return True
    if not rest.free_symbols:
        return sign_of(rest) in {1, -1}
    letters = slope.free_symbols | rest.free_symbols
    if len(letters) > 1 or not all(e.is_polynomial(*letters) for e in (slope, rest)):
        return False
    return bool(sp.Poly(slope, *letters).gcd(sp.Poly(rest, *letters)).degree() == 0)


def conditions_left(
    f: Any, inequalities: Sequence[Any], equations: Sequence[Any], strict: Sequence[Any], line: Line
) -> list[tuple[Any, str]] | None:
    """Return what must be ≥ 0, > 0 or not 0 in the variable that is left, for the constraints and for f to have a value.

    None stands for functions of which the places without a value are not listed here.
    """
    if any(e.has(*_WITH_GAPS) for e in (f, *inequalities, *equations, *strict)):
        return None
    held = [*((g, ">=") for g in inequalities if g not in line.said), *((s, ">") for s in strict if s not in line.said)]
    held += [need for e in (f, *equations) for need in _needed(e)]
    values = dict(line.values)
    return [
        *line.conditions,
        *(short for e, relation in held for short in _short(e.xreplace(values), relation, line.variable in strict and line.variable)),
    ]


_WITH_GAPS = (sp.tan, sp.cot, sp.sec, sp.csc, sp.gamma, sp.floor, sp.ceiling, sp.asin, sp.acos)


def _needed(f: Any) -> Iterator[tuple[Any, str]]:
    """Yield what must hold for an expression to have a value."""
    for node in sp.preorder_traversal(f):
        if isinstance(node, sp.log) and node.args[0].free_symbols:
            yield node.args[0], ">"
        if isinstance(node, sp.Pow) and node.base.free_symbols and not node.base.has(sp.exp):
            if node.exp.is_Integer:
                if node.exp < 0:
                    yield node.base, "!="
            elif not node.exp.is_Rational or node.exp.q % 2 == 0:
                yield node.base, ">=" if node.exp.is_positive else ">"
            elif node.exp < 0:
                yield node.base, "!="


def _short(gap: Any, relation: str, positive: Any) -> Iterator[tuple[Any, str]]:
    """Yield a condition on a quotient as one on a product of few factors, where its denominator is known not to be 0."""
    top, bottom = sp.fraction(sp.together(gap))
    if not bottom.free_symbols or not gap.is_rational_function() or relation == "!=":
        yield sp.expand(top) if relation == "!=" and bottom.free_symbols else sp.expand(gap), relation
        return
    factor, parts = sp.factor_list(bottom)
    odd = [p for p, k in parts if k % 2 and p != positive]
    top = sp.cancel(top / positive ** sp.Poly(top, positive).monoms()[-1][0]) if positive and top.is_polynomial(positive) else top
    yield sp.expand(sp.Mul(top, *odd) / factor), relation


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
