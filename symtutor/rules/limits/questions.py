"""What the rules of limits ask about an expression: its value near the point, its continuity, its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import is_real_near, limit_value, sign_near
from symtutor.algorithms.asymptotics.series import is_odd_root
from symtutor.algorithms.asymptotics.signs import Unknown, assuming, is_zero, sign_of
from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.term import Term, quote

__all__ = [
    "ABOVE",
    "BELOW",
    "BOTH",
    "CONTINUOUS",
    "STEWART",
    "above_and_below",
    "assumed_for",
    "assumed_in",
    "bound_limit",
    "continuous_value",
    "is_indeterminate",
    "limit_as_written",
    "limit_of",
    "parts_known",
    "positive_parameters",
    "rewriting",
    "same_value",
    "sides_of",
    "sign_of_number",
]

STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
BOTH, ABOVE, BELOW = sp.symbols("+- + -")


def sides_of(to: sp.Basic, direction: sp.Basic) -> tuple[int, ...]:
    """Return the sides from which a point is approached; infinity has one."""
    if to.is_infinite or direction == ABOVE:
        return (1,)
    return (-1,) if direction == BELOW else (1, -1)


def limit_of(f: sp.Basic, x: sp.Expr, to: sp.Basic, direction: sp.Basic, context: Any = None) -> Any:
    """Return a limit, nan when the sides differ, or None when it is not known.

    Parameters
    ----------
    f, x, to, direction
        As in the goal `Limit`.
    context : Context, optional
        Asked to derive the limit where no expansion tells it.
    """
    values = [sp.S.Zero if f == 0 else limit_value(f, x, to, s) for s in sides_of(to, direction)]
    if any(v is None for v in values):
        return None if context is None else context.value(Limit(f, x, to, direction))
    return values[0] if all(same_value(values[0], v) for v in values) else sp.nan


def same_value(a: Any, b: Any) -> bool:
    """Tell whether two limits are the same: infinite ones by their sign, finite ones exactly."""
    return a == b or (not (a.is_infinite or b.is_infinite) and is_zero(a - b))


def parts_known(parts: tuple[sp.Basic, ...], goal: Limit, context: Context) -> list[Any] | None:
    """Return the limits of all parts of an expression, or None when one is not known or does not exist.

    Parameters
    ----------
    parts : tuple of Expr
        Terms or factors of the goal's expression.
    goal : Limit
        Says where the variable tends to.
    context : Context
        Asked for what no expansion tells.
    """
    _f, x, to, direction = goal.args
    values = []
    for part in parts:
        found = limit_of(part, x, to, direction, context)
        if found is None or found is sp.nan:
            return None
        values.append(found)
    return values


def sign_of_number(number: sp.Basic) -> int | None:
    """Return the sign of a value, parameters counted as positive, or None."""
    try:
        return sign_of(number)
    except Unknown:
        return None


def assumed_in(*questions: Callable[[], Any]) -> tuple[Any, ...]:
    """Return the conditions on parameters on which the answers to questions rest, for each letter the strongest.

    Examples
    --------
    >>> a, x = sp.symbols("a x")
    >>> assumed_in(lambda: limit_of(sp.exp(-a * x), x, sp.oo, BOTH))
    (a > 0,)
    """
    with assuming() as noted:
        for question in questions:
            question()
    strongest: dict[Any, Any] = {}
    for condition in noted:
        known = strongest.get(condition.lhs)
        if known is None or isinstance(known, sp.Ne) or (not isinstance(condition, sp.Ne) and condition.rhs > known.rhs):
            strongest[condition.lhs] = condition
    return tuple(strongest.values())


def assumed_for(x: sp.Symbol, to: sp.Expr, direction: sp.Expr, *exprs: sp.Expr) -> tuple[Any, ...]:
    """Return the conditions on parameters on which the limits of expressions rest."""
    return assumed_in(*(partial(limit_of, e, x, to, direction) for e in exprs))


def positive_parameters(*exprs: Any) -> tuple[Any, ...]:
    """Return the conditions under which a conclusion from signs is true: each parameter is positive."""
    letters = {s for e in exprs for s in e.free_symbols}
    return tuple(sp.Gt(s, 0) for s in sorted(letters, key=lambda s: s.name))


def is_indeterminate(above: sp.Basic, below: sp.Basic) -> bool:
    """Tell whether two limits are those of 0/0 or ∞/∞."""
    if above is None or below is None or sp.nan in {above, below}:
        return False
    return bool((is_zero(above) and is_zero(below)) if above.is_finite is not False else below.is_infinite)


def above_and_below(f: sp.Expr) -> tuple[Any, Any]:
    """Return numerator and denominator as they stand: negative powers go below, nothing is multiplied out."""
    above, below = [], []
    for factor in sp.Mul.make_args(f):
        exponent = factor.args[1] if isinstance(factor, sp.Pow) else factor.args[0] if isinstance(factor, sp.exp) else sp.S.One
        if factor.is_Rational:
            top, bottom = factor.as_numer_denom()
            above.append(top)
            below.append(bottom)
        elif isinstance(factor, sp.Pow | sp.exp) and exponent.could_extract_minus_sign() and not isinstance(exponent, sp.Add):
            below.append(1 / factor)
        else:
            above.append(factor)
    return sp.Mul(*above), sp.Mul(*below)


# ---- continuity ---------------------------------------------------------------------------------
def _everywhere(_value: Any) -> bool:
    return True


def _not_zero(value: Any) -> bool:
    return not is_zero(value)


def _positive(value: sp.Expr) -> bool:
    return sign_of_number(value) == 1


def _nonzero_image(head: Any) -> Callable[[Any], bool]:
    return lambda value: not is_zero(head(value))


def _inside(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: sign_of_number(value - low) == 1 and sign_of_number(high - value) == 1


def _outside(value: Any) -> bool:
    return sign_of_number(sp.Abs(value) - 1) == 1


def _no_integer(value: Any) -> bool:
    return bool(value.is_number) and not is_zero(value - sp.floor(value))


CONTINUOUS: dict[Any, Callable[[Any], bool]] = {
    **dict.fromkeys((sp.exp, sp.sin, sp.cos, sp.atan, sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.asinh, sp.erf, sp.erfc, sp.Abs), _everywhere),
    **dict.fromkeys((sp.Max, sp.Min), _everywhere),
    **dict.fromkeys((sp.log, sp.gamma, sp.loggamma), _positive),
    **dict.fromkeys((sp.tan, sp.sec), _nonzero_image(sp.cos)),
    **dict.fromkeys((sp.cot, sp.csc), _nonzero_image(sp.sin)),
    **dict.fromkeys((sp.coth, sp.csch, sp.acsch, sp.acot, sp.sign, sp.Heaviside), _not_zero),
    **dict.fromkeys((sp.asin, sp.acos, sp.atanh), _inside(-1, 1)),
    **dict.fromkeys((sp.asec, sp.acsc, sp.acoth), _outside),
    sp.acosh: lambda value: sign_of_number(value - 1) == 1,
    sp.asech: _inside(0, 1),
    sp.factorial: lambda value: sign_of_number(value + 1) == 1,
    **dict.fromkeys((sp.floor, sp.ceiling, sp.frac), _no_integer),
}
_AT_ENDS = frozenset({sp.asin, sp.acos, sp.asec, sp.acsc, sp.acosh, sp.asech})


def continuous_value(f: Any, x: Any, to: Any, direction: Any) -> Any:
    """Return the value of an expression that is continuous at a finite point, from the sides that count; else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> continuous_value(sp.sqrt(x) + sp.tan(x), x, sp.S.Zero, ABOVE), continuous_value(1 / x, x, sp.S.Zero, ABOVE)
    (0, None)
    """
    if not f.has(x):
        return None if f.has(sp.zoo, sp.nan) else f
    if f == x:
        return to
    values = [continuous_value(a, x, to, direction) for a in f.args] if not isinstance(f, sp.Piecewise) else [None]
    if any(v is None or (not v.is_finite and v.is_finite is not None) for v in values):
        return None
    if isinstance(f, sp.Add | sp.Mul):
        return f.func(*values)
    if isinstance(f, sp.Pow):
        return _continuous_power(f, values, x, to, direction)
    if CONTINUOUS.get(type(f), lambda _value: False)(values[0]):
        return f.func(*values)
    is_real = type(f) in _AT_ENDS and all(is_real_near(f, x, to, s) for s in sides_of(to, direction))
    return f.func(*values) if is_real and is_zero(sp.Abs(values[0]) - 1) else None


def _continuous_power(f: Any, values: list[Any], x: Any, to: Any, direction: Any) -> Any:
    base, exponent = values
    if not f.exp.has(x) and exponent.is_Integer:
        return base**exponent if exponent > 0 or not is_zero(base) else None
    sign = sign_of_number(base)
    if sign == 1:
        return base**exponent
    if sign == 0 and not f.exp.has(x) and sign_of_number(exponent) == 1:
        return sp.S.Zero if is_odd_root(exponent) or all(sign_near(f.base, x, to, s) in {0, 1} for s in sides_of(to, direction)) else None
    return None


# ---- how rules of limits look -------------------------------------------------------------------
def bound_limit(goal: Limit) -> dict[str, sp.Expr]:
    """Return the bindings of a limit itself."""
    f, x, to, direction = goal.args
    return {"f": f, "x": x, "a": to, "direction": direction}


def limit_as_written(expr: Term, x: Any, to: Any, direction: Any) -> Term:
    """Return a limit whose expression stands as it is written, with factors that are not yet canceled."""
    return Term(sp.Limit, (expr, quote(x), quote(to), quote(direction)))


def rewriting(
    *,
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    find: Callable[[Limit, Any], Iterable[tuple[Any, Any]]],
    words: str,
    why: str = "",
    cost: int,
    source: str,
    mistakes: tuple[Mistake, ...],
    heads: tuple[Any, ...] = (),
    commit: bool = True,
    shows_by: bool = False,
    shows: Callable[[Bindings, tuple[Any, ...]], Mapping[str, Any]] | None = None,
    holds: Callable[..., tuple[Any, ...]] | None = None,
    on_the_way: Callable[[Bindings], OnTheWay] | None = None,
) -> Rule:
    """Return a rule lim f = lim g, where g is f written in another way near the point.

    Parameters
    ----------
    id, name, words, why, cost, source, mistakes, heads, commit, shows, holds, on_the_way
        See `Rule`.
    find : callable
        ``find(goal, context)`` yields g, and what the sentence mentions as ``{by}``.
    shows_by : bool
        Whether that also stands beside the line.
    """

    def when(goal: Limit, context: Context) -> Iterator[Bindings]:
        for g, by in find(goal, context):
            if g != goal.args[0]:
                yield {**bound_limit(goal), "g": g, "by": by}

    return Rule(
        id=id,
        name=name,
        goal=Limit,
        heads=heads,
        when=when,
        left=lambda f, g, by, x, a, direction: Limit(f, x, a, direction),
        right=lambda g, x, a, direction: Limit(g, x, a, direction),
        on_the_way=on_the_way,
        words=words,
        why=why,
        cost=cost,
        commit=commit,
        holds=holds,
        shows=(lambda bindings, _values: {"{}": bindings["by"]}) if shows_by else shows,
        mistakes=mistakes,
        source=source,
    )
