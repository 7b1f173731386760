"""Goals of optimization, and the records that answer them.

A record is a SymPy object with named arguments, so that it can be encoded,
compared and given back in the caller's own symbols like any other value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.goals.optimization_records import (
    ActiveSet,
    Extrema,
    ExtremePoint,
    IsolatedRoot,
    Optimum,
    Piece,
    Points,
    Record,
    Roots,
    Separation,
    SignChart,
    StationaryPoints,
    enclosed,
)
from symtutor.term import Term, value

__all__ = [
    "RELATIONS",
    "ActiveSet",
    "Extrema",
    "ExtremaOf",
    "ExtremePoint",
    "IsolatedRoot",
    "MinimumOf",
    "Optimum",
    "Piece",
    "Points",
    "Record",
    "Roots",
    "Separation",
    "SeparationOf",
    "SignChart",
    "Solve",
    "SolveInequality",
    "SolveSystem",
    "StationaryOf",
    "StationaryPoints",
    "all_zero",
    "either",
    "enclosed",
    "extrema_of",
    "is_constant",
    "is_inside",
    "kernel_in_words",
    "kernel_value",
    "minimum_of",
    "points_of",
    "roots_in",
    "separation_of",
    "solving",
    "stationary_of",
]


RELATIONS = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}


# ---- operators: heads of Terms -------------------------------------------------------------------
def _order(number: sp.Expr) -> tuple[int, sp.Expr, str]:
    """Return the place of a solution: numbers by size, families such as π/6 + 2π·n by the member with n = 0."""
    if not isinstance(number, sp.Expr):
        return (1, sp.S.Zero, str(number))
    first = sp.N(number if number.is_number else number.xreplace(dict.fromkeys(number.free_symbols, sp.S.Zero)), 30)
    if not first.is_comparable:
        return (1, sp.S.Zero, str(number))
    return (0, first, "") if number.is_number else (1, first, str(number))


def either(variable: sp.Basic, *found: Any) -> Any:
    """Return all solutions of several equations in one variable, in order; of open equations, their alternatives."""
    if any(isinstance(part, sp.logic.boolalg.Boolean) for part in found):
        shown = [sp.Or(*(sp.Eq(variable, v) for v in p.values)) if isinstance(p, Roots) else p for p in found]
        return sp.Or(*shown)
    values = dict.fromkeys(v for part in found for v in (part.values if isinstance(part, Roots) else (part,)))
    kept: list[Any] = []
    for v in sorted(values, key=_order):
        if not kept or not _is_same(kept[-1], v):
            kept.append(v)
    return Roots(variable, *kept)


def _is_same(a: Any, b: Any) -> bool:
    if a == b:
        return True
    gap = a - b
    return bool(gap.is_number and abs(sp.N(gap, 30)) < sp.Float("1e-25") and gap.equals(0))


def roots_in(variable: sp.Symbol, domain: sp.Set, *found: sp.Expr) -> sp.Basic:
    """Return the solutions that lie in a domain, in order."""
    everything = either(variable, *found)
    if not isinstance(everything, Roots):
        return everything
    return Roots(variable, *(v for v in everything.values if is_inside(v, domain)))


def is_inside(number: Any, domain: Any) -> bool:
    """Tell whether a number lies in a set of intervals and points; one with letters is taken to."""
    if domain is sp.S.Reals or domain == sp.S.UniversalSet or number.free_symbols:
        return True
    if isinstance(domain, sp.Union):
        return any(is_inside(number, part) for part in domain.args)
    if isinstance(domain, sp.FiniteSet):
        return any(_is_same(number, point) for point in domain)
    if isinstance(domain, sp.Complement):
        return is_inside(number, domain.args[0]) and not is_inside(number, domain.args[1])
    if not isinstance(domain, sp.Interval):
        return bool(domain.contains(number) == sp.true)
    for end, is_open, way in ((domain.start, domain.left_open, 1), (domain.end, domain.right_open, -1)):
        if end in {sp.oo, -sp.oo}:
            continue
        if _is_same(number, end):
            if is_open:
                return False
        elif way * sp.N(number - end, 30) < 0:
            return False
    return True


def is_constant(extrema: Any) -> bool:
    """Tell whether extrema are those of a function with one value on all of its domain."""
    return bool(extrema.infimum == extrema.supremum and all(p.sign == 0 for p in extrema.slopes))


def solving(variable: sp.Symbol, candidates: sp.Basic, *values: sp.Expr) -> sp.Basic:
    """Return those of the candidates that solve an equation before it was squared; it is written as the candidates."""
    return either(variable, *values) if isinstance(candidates, Roots) else candidates


def all_zero(expressions: Any, _variables: object) -> Any:
    """Return that expressions are 0 together."""
    return sp.And(*(sp.Eq(e, 0) for e in expressions))


def points_of(variables: sp.Basic, *points: Any) -> Points:
    """Return points with their variables."""
    return Points(variables, *points)


def stationary_of(expr: Any, variables: Any) -> Any:
    """Return a name for the stationary points of an expression."""
    return sp.Function("stationary")(expr, *variables)


def separation_of(points: Any, *_others: Any) -> Any:
    """Return a name for the widest street between points."""
    return sp.Function("street")(*points)


def minimum_of(objective: sp.Expr, *_constraints: sp.Basic) -> Any:
    """Return a name for the least value of an objective under constraints."""
    return sp.Function("min")(objective)


def extrema_of(expr: Any, variable: Any) -> Any:
    """Return a name for the extrema of an expression."""
    return sp.Function("extrema")(expr, variable)


# ---- goals ---------------------------------------------------------------------------------------
class Solve(Goal, fields="left right variable domain"):
    """The values of a variable in a domain for which two sides are equal."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, args[:2])


class SolveInequality(Goal, fields="left right variable domain relation"):
    """The places of a domain at which one side is less or greater than another; the relation is the symbol <, <=, > or >=."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(RELATIONS[str(value(args[4]))], args[:2])


class ExtremaOf(Goal, fields="expr variable domain"):
    """The extrema of an expression in one variable on a domain."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(extrema_of, args[:2])


class SolveSystem(Goal, fields="equations variables", shown=all_zero):
    """All real points at which expressions in several variables are 0."""


class StationaryOf(Goal, fields="expr variables", shown=stationary_of):
    """The stationary points of an expression in several variables, each with its kind."""


class MinimumOf(Goal, fields="objective inequalities equations variables sense order strict", shown=minimum_of):
    """The least value of an objective under g ≥ 0, h = 0 and strict s > 0; sense −1 asks for the greatest.

    The order has for each constraint as it was given its number among the inequalities, minus that among the equations, 0 for a strict one.
    """


class SeparationOf(Goal, fields="points labels bound degree", shown=separation_of):
    """The street of greatest width between points with labels 1 and −1; bound is C, or oo.

    The kernel is 1 for x·z, k for (x·z + 1)^k, and e^(−γ) for e^(−γ‖x − z‖²).
    """


def kernel_value(kernel: Any, p: Iterable[Any], q: Iterable[Any]) -> Any:
    """Return the kernel of two points, by the third argument of a separation that names it.

    Examples
    --------
    >>> kernel_value(sp.Integer(2), (1, 2), (1, 0)), kernel_value(sp.exp(-sp.Rational(1, 2)), (0, 0), (1, 1))
    (4, exp(-1))
    """
    pairs = list(zip(p, q, strict=True))
    if isinstance(kernel, sp.exp):
        return kernel ** sum(((a - b) ** 2 for a, b in pairs), sp.S.Zero)
    plain = sum((a * b for a, b in pairs), sp.S.Zero)
    return plain if kernel == 1 else (plain + 1) ** kernel


def kernel_in_words(kernel: Any) -> str:
    """Return how a kernel that is not x·z is written."""
    if isinstance(kernel, sp.exp):
        rate = -kernel.args[0]
        return f"e^(−{'' if rate == 1 else f'{rate}·'}‖x − z‖²)" if rate.is_Integer else f"e^(−({rate})·‖x − z‖²)"
    return f"(x·z + 1)^{kernel}"
