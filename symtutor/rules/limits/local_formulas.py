"""Kinks and jumps: absolute values, floors and pieces near a point are one formula on each side of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import condition_near, limit_value, sign_near
from symtutor.algorithms.asymptotics.series import is_odd_root
from symtutor.algorithms.asymptotics.signs import Unknown
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake
from symtutor.rules.limits.questions import STEWART, assumed_in, rewriting, sides_of
from symtutor.term import apply_head, quote

__all__ = ["LOCAL_RULES", "local_form"]


# ---- the form of an expression on one side of a point --------------------------------------------
def _absolute(expr: Any, sign: int | None) -> Any:
    return expr if sign is None else sign * expr.args[0]


def _signum(expr: Any, sign: int | None) -> Any:
    return expr if sign is None else sp.Integer(sign)


def _step(expr: Any, sign: int | None) -> Any:
    return expr if not sign else sp.Integer(sign > 0)


_BY_SIGN: dict[Any, Callable[[Any, int | None], Any]] = {sp.Abs: _absolute, sp.sign: _signum, sp.Heaviside: _step}


def _whole(expr: Any, x: Any, to: Any, side: int) -> Any:
    """Return the integer that a floor or ceiling is near the point."""
    if to.is_infinite:
        return expr
    inner = expr.args[0]
    found = limit_value(expr.func(inner) if isinstance(expr, sp.floor) else -sp.floor(-inner), x, to, side)
    return found if found is not None and found.is_Integer else expr


def _extreme(expr: Any, x: Any, to: Any, side: int) -> Any:
    """Return the largest or smallest argument near the point."""
    best = expr.args[0]
    for other in expr.args[1:]:
        sign = sign_near(other - best, x, to, side)
        if sign is None:
            return expr
        if sign == (1 if isinstance(expr, sp.Max) else -1):
            best = other
    return best


def _piece(expr: Any, x: Any, to: Any, side: int) -> Any:
    for piece, condition in expr.args:
        try:
            if condition_near(condition, x, to, side):
                return piece
        except Unknown:
            return expr
    return sp.nan


def local_form(expr: Any, x: sp.Basic, to: sp.Basic, side: int) -> Any:
    """Return an expression without the absolute values, floors and pieces that are one formula on this side of the point.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> local_form(sp.Abs(x) / x, x, sp.S.Zero, -1), local_form(sp.floor(x), x, sp.Integer(2), -1)
    (-1, 1)
    """
    if not expr.has(x) or expr == x:
        return expr
    if isinstance(expr, sp.Piecewise):
        found = _piece(expr, x, to, side)
        return expr if found == expr else local_form(found, x, to, side)
    args = [local_form(a, x, to, side) for a in expr.args]
    if any(a.has(sp.zoo, sp.nan) for a in args):
        return sp.nan  # no value beside the point, whatever a power of it would be
    expr = expr.func(*args)
    if type(expr) in _BY_SIGN:
        return _BY_SIGN[type(expr)](expr, sign_near(expr.args[0], x, to, side))
    if isinstance(expr, sp.floor | sp.ceiling):
        return _whole(expr, x, to, side)
    if _is_root_of_square(expr):
        sign = sign_near(expr.base.base, x, to, side)
        return (sign * expr.base.base) ** (expr.base.exp * expr.exp) if sign else expr
    if isinstance(expr, sp.Pow) and is_odd_root(expr.exp) and sign_near(expr.base, x, to, side) == -1:
        return sp.S.NegativeOne**expr.exp.p * (-expr.base) ** expr.exp
    return _extreme(expr, x, to, side) if isinstance(expr, sp.Max | sp.Min) else expr


def _is_root_of_square(expr: sp.Basic) -> bool:
    """Tell whether an expression is a root of an even power, such as √(x⁴), which is a power of |x|."""
    return bool(
        isinstance(expr, sp.Pow)
        and expr.exp.is_Rational
        and not expr.exp.is_Integer
        and isinstance(expr.base, sp.Pow)
        and expr.base.exp.is_even
        and not isinstance(expr.base.base, sp.exp)
    )


_KINKS = (sp.Abs, sp.sign, sp.Heaviside, sp.floor, sp.ceiling, sp.Max, sp.Min, sp.Piecewise)


def _one_formula(goal: Limit, _context: object) -> Iterator[tuple[sp.Basic, sp.Basic]]:
    """Find the formula that an expression with kinks is near the point, the same on all sides that count."""
    f, x, to, direction = goal.args
    roots = [p for p in f.atoms(sp.Pow) if p.has(x) and (is_odd_root(p.exp) or _is_root_of_square(p))]
    if f.has(*_KINKS) or roots:
        forms = [local_form(f, x, to, s) for s in sides_of(to, direction)]
        if len(set(forms)) == 1 and forms[0] is not sp.nan:
            kinks = [e for e in sp.preorder_traversal(f) if (isinstance(e, _KINKS) and e.has(x)) or e in roots]
            yield forms[0], kinks[0] if kinks else f


def _formula_there(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return |x| = −x, the formula of what has a kink."""
    by, x, a = (bindings[key] for key in ("by", "x", "a"))
    forms = {local_form(by, x, a, side) for side in sides_of(a, bindings["direction"])}
    return {"{} there": apply_head(sp.Eq, by, forms.pop())} if len(forms) == 1 and by != bindings["f"] else {}


LOCAL_FORM = rewriting(
    id="limit.local_form",
    name="one formula near the point",
    find=_one_formula,
    words="Close to {a}, on the side that counts, {by} is given by one formula: {f} is {g} there.",
    cost=0,
    shows=_formula_there,
    holds=lambda f, g, by, x, a, direction: assumed_in(*(partial(local_form, f, x, a, s) for s in sides_of(a, direction))),
    source=f"{STEWART}, sec. 2.3",
    mistakes=(
        Mistake(
            "other-sign",
            lambda g, x, a, direction: Limit(-g, x, a, direction),
            "On this side of the point the other sign holds: |u| is −u where u is negative.",
        ),
        Mistake("zero", lambda: quote(sp.S.Zero), "The value at the point itself does not matter: look at the formula beside it."),
    ),
)


LOCAL_RULES = (LOCAL_FORM,)
