"""What a value divides by: the letters that must not be 0 for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.algorithms.structure import depends, linear, symbols
from symtutor.goals.core import Limit

__all__ = ["excluded_by", "excluded_in_the_limit", "nonzero"]


def excluded_by(value: sp.Expr, f: sp.Expr, x: sp.Symbol, given: Iterable[Any] = ()) -> tuple[sp.Rel, ...]:
    """Return the conditions on letters under which a value exists, beyond those under which an integrand in x does.

    Parameters
    ----------
    value, f : Expr
        The value and the integrand.
    x : Symbol
        The variable.
    given : iterable of Boolean
        Conditions that are known to hold.

    Examples
    --------
    >>> a, b, x = sp.symbols("a b x")
    >>> excluded_by(sp.sin(x * (a - b)) / (a - b), sp.cos(x * (a - b)), x)
    (Ne(a, b),)
    >>> excluded_by(sp.exp(a * x) / a, sp.exp(a * x), x), excluded_by(a * x, sp.S(a), x)
    ((Ne(a, 0),), ())
    """
    if not symbols(value) - {x}:
        return ()
    known = {*_implied(given), *_conditions(f, x)}
    return tuple(c for c in dict.fromkeys(_conditions(value, x)) if c not in known)


def _implied(given: Iterable[Any]) -> set[Any]:
    """Return conditions, and that the sides of strict ones differ."""
    found = set(given)
    for condition in tuple(found):
        if isinstance(condition, sp.StrictGreaterThan | sp.StrictLessThan):
            found.update(nonzero(condition.lhs - condition.rhs))
    return found


def excluded_in_the_limit(goal: Limit, value: Any, given: Iterable[Any] = ()) -> tuple[Any, ...]:
    """Return the conditions on letters under which the limits of divisors are not 0, and a factor of what has no limit is not.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    value : Expr
        What its limit was found to be.
    given : iterable of Boolean
        Conditions that are known to hold.

    Examples
    --------
    >>> b, c, x = sp.symbols("b c x")
    >>> excluded_in_the_limit(Limit(b * x / (c + x), x, 0, sp.Symbol("+-")), sp.S.Zero)
    (Ne(c, 0),)
    >>> excluded_in_the_limit(Limit((x - c) / x, x, c, sp.Symbol("+-")), sp.S.Zero)
    (Ne(c, 0),)
    >>> excluded_in_the_limit(Limit(b * sp.cos(x), x, sp.oo, sp.Symbol("+-")), sp.nan)
    (Ne(b, 0),)
    """
    f, x, to, direction = goal.args
    if not (symbols(f) | symbols(to)) - {x}:
        return ()
    found: list[Any] = []
    if value is sp.nan:
        found += nonzero(f.as_independent(x, as_Add=False)[0])
    side = -1 if str(direction) == "-" else 1
    divisors = {p.base for p in f.atoms(sp.Pow) if p.exp.could_extract_minus_sign() and depends(p.base, x)}
    for divisor in sorted(divisors, key=sp.default_sort_key):
        end = limit_value(divisor, x, to, side)
        if end is not None and end != 0 and end.is_finite is not False:
            found += nonzero(end)
    known = _implied(given)
    return tuple(c for c in dict.fromkeys(found) if c not in known)


def _conditions(expr: sp.Expr, x: sp.Symbol) -> Iterator[Any]:
    divisors = [p.base for p in expr.atoms(sp.Pow) if p.exp.could_extract_minus_sign() and symbols(p.base) and not depends(p.base, x)]
    for divisor in sorted(divisors, key=sp.default_sort_key):
        yield from nonzero(divisor)


def nonzero(divisor: Any) -> Iterator[Any]:
    """Yield the conditions under which a divisor is not 0, in the form that is easiest to read."""
    if not symbols(divisor) or _of_real_letters(divisor).is_nonzero:
        return
    factored = sp.factor(divisor) if isinstance(divisor, sp.Add) and divisor.is_polynomial() else divisor
    if isinstance(factored, sp.Mul):
        for factor in factored.args:
            yield from nonzero(factor)
    elif isinstance(factored, sp.Pow) and not symbols(factored.exp):
        yield from nonzero(factored.base)
    elif isinstance(factored, sp.Abs):
        yield from nonzero(factored.args[0])
    elif isinstance(factored, sp.log):
        yield sp.Ne(factored.args[0], 1)
    elif (inner := _beside_its_modulus(factored)) is not None:
        if _of_real_letters(inner).is_nonnegative:
            yield from nonzero(inner)
        else:
            yield sp.Lt(-inner, 0) if inner.could_extract_minus_sign() else sp.Gt(inner, 0)
    else:
        yield _solved(factored)


def _of_real_letters(expr: sp.Expr) -> sp.Expr:
    return expr.xreplace({s: sp.Symbol(s.name, real=True) for s in symbols(expr)})


def _beside_its_modulus(divisor: sp.Expr) -> sp.Expr | None:
    """Return u for a divisor u + |u|, which is 0 where u is not positive; |u| may stand as the root of u²."""
    whole: Any = divisor.primitive()[1]
    term: Any
    for term in sp.Add.make_args(whole):
        rest = whole - term
        is_root = isinstance(term, sp.Pow) and term.exp == sp.S.Half
        if rest and (is_root or isinstance(term, sp.Abs)) and sp.expand((term.base if is_root else term.args[0] ** 2) - rest**2) == 0:
            return rest
    return None


def _solved(divisor: sp.Basic) -> sp.Basic:
    """Return divisor ≠ 0 with a letter alone on the left where there is one with a number before it."""
    for letter in sorted(symbols(divisor), key=lambda s: s.name):
        shape = linear(divisor, letter)
        if shape is not None and not symbols(shape[0]):
            return sp.Ne(letter, -shape[1] / shape[0], evaluate=False)
    return sp.Ne(divisor, 0, evaluate=False)
