"""Limits for checking: by continuity where a function is continuous, else by values on the way to the point."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from symtutor.checking.domains import natural_domain
from symtutor.checking.slopes import JUMPING
from symtutor.goals import Goal
from symtutor.verdict import Agreement

__all__ = ["agreement", "value_by_continuity"]

_DIGITS = 80
_NEAR = 20  # values are taken at 10^-20 from the point
_OPEN = {sp.GreaterThan: sp.StrictGreaterThan, sp.LessThan: sp.StrictLessThan}


def value_by_continuity(goal: Goal) -> Any:
    """Return the value of an expression at the point of a limit if it is surely continuous there, else None.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.

    Examples
    --------
    >>> from sympy.abc import x
    >>> from symtutor.goals import Limit
    >>> value_by_continuity(Limit((x**2 - 1) / (x - 1), x, 1, sp.Symbol("+-")))
    2
    >>> value_by_continuity(Limit(sp.sin(x) / x, x, 0, sp.Symbol("+-")))
    """
    expr, variable, to, _direction = goal.args
    if variable not in expr.free_symbols:
        return expr
    if to.is_finite is False:
        return None
    if expr.is_rational_function(variable):
        expr = sp.cancel(expr)
    return expr.subs(variable, to) if _is_continuous_at(expr, variable, to) else None


def _is_continuous_at(expr: Any, variable: Any, to: Any) -> bool:
    """Tell whether an expression is surely continuous at a point: a polynomial, or defined all around it without jumps."""
    if expr.is_polynomial(variable):
        return True
    if expr.has(*JUMPING):
        return False
    condition = natural_domain(expr)
    if condition == sp.true:
        return True
    inside = {r: _OPEN[type(r)](r.lhs, r.rhs) for r in condition.atoms(sp.core.relational.Relational) if type(r) in _OPEN}
    return condition.xreplace(inside).subs(variable, to) == sp.true


def agreement(goal: Goal, claimed: Any) -> Agreement:
    """Return how far values on the way to the point bear out a claimed limit.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    claimed : Expr
        The limit: a value, oo, -oo, or nan where there is none.
    """
    expr, variable, to, direction = goal.args
    if claimed is sp.nan:
        return Agreement(0, 0, "that a limit does not exist is not tested by numbers")
    if (expr.free_symbols | claimed.free_symbols) - {variable}:
        return Agreement(0, 0, "letters without values stand in the limit")
    function = sp.lambdify(variable, expr, "mpmath")
    sides = _sides(to, str(direction))
    with mpmath.workdps(_DIGITS):
        if claimed in {sp.oo, -sp.oo}:
            grows = all(_grows(function, to, side, 1 if claimed is sp.oo else -1) for side in sides)
            return Agreement(0, 0, f"values on the way there {'grow without end' if grows else 'could not be compared'}")
        wanted = mpmath.mpmathify(sp.N(claimed, _DIGITS))
        digits = min(_digits_at(function, to, side, wanted) for side in sides)
    return Agreement(digits, len(sides), "values on the way to the limit")


def _sides(to: Any, direction: str) -> list[int]:
    """Return the sides from which a point is approached: 1 from the right, −1 from the left."""
    if to.is_finite is False:
        return [1]
    return [s for s in (1, -1) if direction in {"+-", "+" if s > 0 else "-"}]


def _near(to: Any, side: int, power: int) -> Any:
    """Return a place near a point, or far out."""
    if to.is_finite is False:
        return mpmath.mpf(10) ** power * (1 if to is sp.oo else -1)
    return mpmath.mpmathify(sp.N(to, _DIGITS)) + side * mpmath.mpf(10) ** -power


def _value(function: Any, place: Any) -> Any:
    """Return a real value, or None."""
    try:
        found = mpmath.mpmathify(function(place))
    except (ArithmeticError, TypeError, ValueError, NameError, AttributeError, mpmath.libmp.NoConvergence):
        return None
    is_real = mpmath.isfinite(found) and abs(mpmath.im(found)) <= mpmath.mpf(10) ** -_NEAR * (1 + abs(found))
    return mpmath.re(found) if is_real else None


def _grows(function: Any, to: Any, side: int, sign: int) -> bool:
    """Tell whether values have the sign of an infinite limit and grow on the way to it."""
    values = [_value(function, _near(to, side, power)) for power in (3, 6, 12)]
    return None not in values and 0 < sign * values[0] < sign * values[1] < sign * values[2]


def _digits_at(function: Any, to: Any, side: int, wanted: Any) -> int:
    """Return to how many digits a value near the point agrees with a claimed limit."""
    found = _value(function, _near(to, side, _NEAR))
    if found is None:
        return 0
    gap = abs(found - wanted)
    return _NEAR if gap == 0 else min(_NEAR, max(0, int(-mpmath.log10(gap))))
