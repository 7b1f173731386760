"""Optima of convex quadratic problems with their certificate, found and checked before any step is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb
from typing import Any

from symtutor.algorithms.equations.linear_inequalities import rational
from symtutor.algorithms.optimization.quadratic import first_optimum, quadratic_of
from symtutor.checking.optimization.certificates import is_certified

__all__ = ["CertifiedOptimum", "certified_optimum"]

_MOST_CASES = 3_000


@dataclass(frozen=True)
class CertifiedOptimum:
    """The optimum of a convex quadratic problem: its point with the multipliers that prove it.

    Everything else that an `Optimum` has, such as ``cases``, is worked out when it is asked for.

    Parameters
    ----------
    variables : tuple of Symbol
        The variables, as the caller wrote them.
    place : tuple of Rational
        Their values at the optimum.
    value : Rational
        The objective there; the value of the dual problem is the same.
    multipliers : tuple of Rational
        One for each constraint, in the order given.
    status : str
        "minimum" or "maximum".
    """

    variables: tuple[Any, ...]
    place: tuple[Any, ...]
    value: Any
    multipliers: tuple[Any, ...]
    status: str
    _whole: Callable[[], Any] = field(repr=False, compare=False)

    @property
    def point(self) -> dict[Any, Any]:
        """The optimum as a mapping from variables to values."""
        return dict(zip(self.variables, self.place, strict=True))

    @property
    def dual(self) -> Any:
        """The value of the dual problem at the multipliers: the gap is 0."""
        return self.value

    @property
    def reason(self) -> str:
        """Why the value is global."""
        return "convex"

    def __getattr__(self, name: str) -> Any:
        """Return what the worked answer has."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._whole(), name)


def certified_optimum(goal: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """Return the point and the multipliers of a convex quadratic problem, checked; None for any other problem.

    Parameters
    ----------
    goal : MinimumOf
        The problem.
    """
    f, inequalities, equations, variables, sense, order, strict = goal.args
    problem = quadratic_of(sense * f, tuple(inequalities), tuple(equations), tuple(variables))
    if problem is None or strict or not order or comb(len(inequalities) + 1, min(len(inequalities), problem.size)) > _MOST_CASES:
        return None
    found = first_optimum(problem)
    if found is None:
        return None
    active, solution = found
    size = problem.size
    lams = dict(zip(active, solution[size:], strict=False))
    nus = solution[size + len(active) :]
    place = tuple(map(rational, solution[:size]))
    multipliers = tuple(rational(lams.get(int(k) - 1, Fraction(0)) if k > 0 else nus[-int(k) - 1]) for k in order)
    return (place, multipliers) if is_certified(goal, place, multipliers) else None
