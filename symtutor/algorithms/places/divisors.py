"""What a value divides by: the letters that must not be 0 for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import depends, linear, symbols

__all__ = ["excluded_by"]


def excluded_by(value: Any, f: Any, x: Any, given: Iterable[Any] = ()) -> tuple[Any, ...]:
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
    known = {*given, *_conditions(f, x)}
    for condition in given:
        if isinstance(condition, sp.StrictGreaterThan | sp.StrictLessThan):
            known.update(_nonzero(condition.lhs - condition.rhs))
    return tuple(c for c in dict.fromkeys(_conditions(value, x)) if c not in known)


def _conditions(expr: Any, x: Any) -> Iterator[Any]:
    divisors = [p.base for p in expr.atoms(sp.Pow) if p.exp.could_extract_minus_sign() and symbols(p.base) and not depends(p.base, x)]
    for divisor in sorted(divisors, key=sp.default_sort_key):
        yield from _nonzero(divisor)


def _nonzero(divisor: Any) -> Iterator[Any]:
    """Yield the conditions under which a divisor is not 0, in the form that is easiest to read."""
    if not symbols(divisor) or divisor.xreplace({s: sp.Symbol(s.name, real=True) for s in symbols(divisor)}).is_nonzero:
        return
    factored = sp.factor(divisor) if isinstance(divisor, sp.Add) and divisor.is_polynomial() else divisor
    if isinstance(factored, sp.Mul):
        for factor in factored.args:
            yield from _nonzero(factor)
    elif isinstance(factored, sp.Pow) and not symbols(factored.exp):
        yield from _nonzero(factored.base)
    elif isinstance(factored, sp.Abs):
        yield from _nonzero(factored.args[0])
    elif isinstance(factored, sp.log):
        yield sp.Ne(factored.args[0], 1)
    else:
        yield _solved(factored)


def _solved(divisor: Any) -> Any:
    """Return divisor ≠ 0 with a letter alone on the left where there is one with a number before it."""
    for letter in sorted(symbols(divisor), key=lambda s: s.name):
        shape = linear(divisor, letter)
        if shape is not None and not symbols(shape[0]):
            return sp.Ne(letter, -shape[1] / shape[0], evaluate=False)
    return sp.Ne(divisor, 0, evaluate=False)
