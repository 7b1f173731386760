"""Limits for checking: by continuity where a function is continuous, else by values on the way to the point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, product
from typing import Any

import mpmath
import sympy as sp

from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.goals.core import Goal
from symtutor.verdict import Agreement, Status, Verdict, Witness

__all__ = ["agreement", "value_by_continuity"]

_DIGITS = 400  # a difference of order 20 may cancel
_NEAR = 20  # the last value is taken at 10^-20 from the point
_ON_THE_WAY = (6, 9, 12, _NEAR)
_FEW = 4  # fewer digits in common say nothing
_MUCH = 50  # values that settle, or grow, change by this factor from one place to the next
_SAMPLE = sp.Rational(137, 100)
_MOST_POINTS = 8
_OPEN = {sp.GreaterThan: sp.StrictGreaterThan, sp.LessThan: sp.StrictLessThan}


def value_by_continuity(goal: Goal) -> sp.Expr | None:
    """Return the value of an expression at the point of a limit if it is surely continuous there, else None.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.

    Examples
    --------
    >>> from sympy.abc import x
    >>> from symtutor.goals.core import Limit
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


def agreement(goal: Goal, claimed: sp.Basic, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Return how far values on the way to the point bear out a claimed limit: undecided, or incorrect where they settle elsewhere.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    claimed : Expr
        The limit: a value, oo, -oo, or nan where there is none.
    domain : mapping of Symbol to Set, optional
        Where parameters live; others are tried with values of both signs.

    Notes
    -----
    Odd roots of negative numbers are real here.  Where there are no real values, nothing is compared.

    Examples
    --------
    >>> from sympy.abc import a, x
    >>> from symtutor.goals.core import Limit
    >>> print(agreement(Limit(sp.atan(a * x), x, sp.oo, sp.Symbol("+-")), sp.pi / 2).evidence)
    at a = -137/100: -1.5707963 ≠ 1.5707963
    """
    expr, variable, to, direction = goal.args
    if claimed is sp.nan:
        return _undecided("that a limit does not exist is not tested by numbers")
    letters = sorted((expr.free_symbols | claimed.free_symbols | to.free_symbols) - {variable}, key=str)
    agreed: list[int] = []
    for point in _points(letters, domain or {}):
        try:
            at_point, end, wanted = (with_real_odd_roots(e).xreplace(point) for e in (expr, to, claimed))
        except (TypeError, ValueError):  # Max and Min compare their arguments, which may have no real value there
            continue
        for side in _sides(to, str(direction)):
            found = _compared(at_point, variable, end, side, wanted)
            if isinstance(found, str):
                return Verdict(Status.INCORRECT, Witness(point, found, _shown(wanted), ("", ""), _DIGITS))
            agreed.extend(() if found is None else (found,))
    if not agreed or min(agreed) < _FEW:
        return _undecided("values on the way to the limit do not come close enough to tell")
    if claimed.is_infinite:
        return _undecided("values on the way there grow without end")
    return Verdict(Status.UNDECIDED, Agreement(min(agreed), len(agreed), "values on the way to the limit"))


def _undecided(reason: str) -> Verdict:
    return Verdict(Status.UNDECIDED, Agreement(0, 0, reason))


def _points(letters: list[sp.Symbol], domain: Mapping[sp.Expr, sp.Interval]) -> Iterator[dict[sp.Symbol, sp.Expr]]:
    """Yield values for letters, of both signs where the domain has both."""
    choices = []
    for i, letter in enumerate(letters):
        values = (_SAMPLE + i, -_SAMPLE - i, 1 / (_SAMPLE + i))
        inside = [v for v in values if letter not in domain or domain[letter].contains(v) == sp.true]
        choices.append(inside or [_SAMPLE + i])
    for values in islice(product(*choices), _MOST_POINTS):
        yield dict(zip(letters, values, strict=True))


def _sides(to: sp.Expr, direction: str) -> list[int]:
    """Return the sides from which a point is approached: 1 from the right, −1 from the left."""
    if to.is_infinite:
        return [1]
    return [s for s in (1, -1) if direction in {"+-", "+" if s > 0 else "-"}]


def _near(to: sp.Expr, side: int, power: int) -> Any:
    """Return a place near a point, or far out."""
    if to.is_infinite:
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


def _compared(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, side: int, wanted: sp.Expr) -> int | str | None:
    """Return to how many digits values come to a claimed limit, where they settle if that is elsewhere, or None where they tell nothing."""
    try:
        function = sp.lambdify(x, expr, "mpmath")
    except (KeyError, TypeError, ValueError, NotImplementedError):  # a part that no printer knows, such as the point at infinity
        return None
    with mpmath.workdps(_DIGITS):
        values = [_value(function, _near(to, side, power)) for power in _ON_THE_WAY]
        if None in values:
            return None
        late, moves = values[-1], [abs(b - a) for a, b in pairwise(values)]
        grows = all(abs(b) > _MUCH * abs(a) and a * b > 0 for a, b in pairwise(values))
        settles = all(b <= a / _MUCH for a, b in pairwise(moves))
        if wanted.is_infinite:
            is_right = late * (1 if wanted is sp.oo else -1) > 0
            if grows and is_right:
                return _NEAR
            return _shown(sp.oo if late > 0 else -sp.oo) if grows else _shown(late) if settles else None
        target = mpmath.mpmathify(sp.N(wanted, _DIGITS))
        if grows:
            return _shown(sp.oo if late > 0 else -sp.oo)
        gap = abs(late - target)
        if settles and gap > _MUCH * moves[-1] + mpmath.mpf(10) ** -_FEW:
            return _shown(late)
        return _NEAR if gap == 0 else min(_NEAR, max(0, int(-mpmath.log10(gap))))


def _shown(number: Any) -> str:
    """Return a value to a few digits, or an infinite one."""
    if isinstance(number, sp.Basic) and number.is_infinite:
        return str(number)
    return str(mpmath.nstr(mpmath.mpmathify(sp.N(number, 30) if isinstance(number, sp.Basic) else number), 8))
