"""The derivative of an expression in which antiderivatives stand unevaluated, letters of substitutions put in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated

__all__ = ["NoSlope", "on_branch", "slope"]


class NoSlope(Exception):  # noqa: N818 (a reason, caught where it is raised from)
    """Why an expression has no derivative that could be compared."""


def slope(expr: Any, variable: sp.Symbol, letters: Mapping[Any, Any]) -> Any:
    """Return the derivative of an expression with open integrals, each by its integrand times the inner derivative.

    Parameters
    ----------
    expr : Expr
        Sums, products and powers of integrals and functions.
    variable : Symbol
        In which to differentiate.
    letters : mapping of Symbol to Expr
        What stands for the letters of substitutions; other letters are constants.

    Raises
    ------
    NoSlope
        If an integral runs over a letter whose meaning is not known.

    Examples
    --------
    >>> from sympy.abc import u, x
    >>> slope(sp.exp(x) * x - sp.Integral(sp.exp(u), u), x, {u: x})
    x*exp(x)
    """
    integrals = sorted((i for i in expr.atoms(sp.Integral) if len(i.limits) == 1 and len(i.limits[0]) == 1), key=str)
    outer = [i for i in integrals if not any(i in other.function.atoms(sp.Integral) for other in integrals)]
    stand_ins: dict[Any, Any] = {}
    slopes: dict[Any, Any] = {}
    for number, integral in enumerate(outer):
        letter = integral.limits[0][0]
        inner = _meaning(letter, letters)
        if letter != variable and not inner.has(variable):
            raise NoSlope(f"what {letter} stands for is not said")
        stand_in = sp.Function(f"antiderivative_{number}")(variable)
        stand_ins[integral] = stand_in
        integrand = _put_in(integral.function, letters)
        slopes[sp.Derivative(stand_in, variable)] = integrand * (1 if letter == variable else differentiated(inner, variable))
    found = differentiated(_put_in(expr.xreplace(stand_ins), letters), variable)
    found = found.xreplace(slopes)
    back = {v: k for k, v in stand_ins.items()}
    remaining = found.atoms(sp.Function) & set(back)
    return found.xreplace({v: back[v] for v in remaining}) if remaining else found


def _meaning(letter: sp.Symbol, letters: Mapping[sp.Expr, sp.Basic]) -> Any:
    return _put_in(letters.get(letter, letter), letters)


def _put_in(expr: Any, letters: Mapping[sp.Expr, sp.Basic]) -> Any:
    for _ in range(len(letters) + 1):
        free = {k: v for k, v in letters.items() if expr.has(k) and v != k}
        if not free:
            return expr
        expr = expr.subs(free, simultaneous=True)
    return expr


def on_branch(expr: sp.Basic, domain: Mapping[sp.Symbol, sp.Set]) -> sp.Basic:
    """Return an expression whose roots of squares are taken on the branch of a substitution, where the roots are positive.

    Parameters
    ----------
    expr : Expr
        Such as sqrt(4 − 4 sin² t).
    domain : mapping of Symbol to Set
        Where the new letter runs; nothing is changed without it.

    Examples
    --------
    >>> from sympy.abc import t
    >>> on_branch(sp.sqrt(4 - 4 * sp.sin(t) ** 2), {t: sp.Interval.open(-sp.pi / 2, sp.pi / 2)})
    2*cos(t)
    """
    for letter, where in domain.items():
        roots = [p for p in expr.atoms(sp.Pow) if p.exp.is_Rational and p.exp.q == 2 and p.base.has(letter) and p.base.count_ops() < _SMALL]
        expr = expr.xreplace({p: root for p in roots if (root := _root(p, letter, where)) is not None})
    return expr


_SMALL = 30


def _root(power: sp.Pow, letter: sp.Symbol, where: sp.Set) -> Any:
    """Return a root of a constant times a square as the constant's root times what is squared, if that is positive; else None."""
    simplified = sp.factor_terms(sp.trigsimp(power.base))
    factor, rest = simplified.as_independent(letter)
    if not (isinstance(rest, sp.Pow) and rest.exp.is_Integer and rest.exp % 2 == 0) or sp.sympify(factor).is_negative:
        return None
    inside = rest.base ** (rest.exp / 2)
    if not _is_positive_on(inside, letter, where):
        return None
    return factor**power.exp * inside ** (2 * power.exp)


def _is_positive_on(expr: Any, letter: Any, where: sp.Set) -> bool:
    """Tell whether an expression is positive wherever a letter runs, by the signs of its factors there."""
    if expr.is_Number:
        return bool(expr > 0)
    if expr == letter or (isinstance(expr, sp.sinh | sp.tanh) and expr.args[0] == letter):
        return bool(where.inf >= 0)
    if expr.is_Mul or expr.is_Add:
        return all(_is_positive_on(a, letter, where) for a in expr.args)
    if expr.is_Pow and not isinstance(expr, sp.exp):
        return expr.exp.is_Rational and _is_positive_on(expr.base, letter, where)
    if isinstance(expr, sp.exp | sp.cosh):
        return True
    return any(isinstance(expr, functions) and expr.args[0] == letter and where.is_subset(span) for functions, span in _POSITIVE_ON)


_POSITIVE_ON: tuple[tuple[tuple[Any, ...], sp.Set], ...] = (
    ((sp.cos, sp.sec), sp.Interval(-sp.pi / 2, sp.pi / 2)),
    ((sp.sin, sp.csc), sp.Interval(0, sp.pi)),
    ((sp.tan, sp.cot), sp.Interval(0, sp.pi / 2)),
)
