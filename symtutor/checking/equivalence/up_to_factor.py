"""Equations of lines and planes: the same where one is a multiple of the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.term import sympified
from symtutor.verdict import Status, Verdict

__all__ = ["Compare", "Domain", "equal_up_to_factor"]

Compare = Callable[..., Verdict]  # judges two expressions, over a domain= given by name
Domain = Mapping[Any, Any] | None


def equal_up_to_factor(found: sp.Basic, wanted: sp.Basic, compare: Compare, domain: Domain = None) -> Verdict:
    """Judge whether two equations describe the same line or plane: the sides' differences are proportional.

    Parameters
    ----------
    found, wanted : Eq or Expr
        Equations, or expressions that are set to 0.
    compare : callable
        Judges two expressions.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Verdict
        The factor must be a nonzero number.
    """
    left, right = _as_zero(found), _as_zero(wanted)
    factor = _ratio(left, right)
    if factor is None:
        return compare(left, right, domain=domain)
    verdict = compare(left, factor * right, domain=domain)
    if verdict.status is Status.INCORRECT:
        return Verdict(Status.INCORRECT, verdict.evidence, verdict.domain, None, f"Not the same line or plane: {_place(verdict)}.")
    return verdict


def _place(verdict: Verdict) -> str:
    point = getattr(verdict.evidence, "point", {})
    at = ", ".join(f"{k} = {v}" for k, v in point.items())
    return f"the two equations are not proportional, as at {at}" if at else "the two equations are not proportional"


def _as_zero(equation: Any) -> sp.Expr:
    """Return left − right of an equation, or an expression as it is."""
    equation = sympified(equation)
    return equation.lhs - equation.rhs if isinstance(equation, sp.core.relational.Relational) else equation


def _ratio(left: Any, right: Any) -> Any:
    """Return a number by which right must be multiplied to become left, from values at one exact point."""
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    for shift in range(8):
        point = {s: sp.Rational(3 * k + 2 * shift + 1, k + shift + 2) for k, s in enumerate(symbols)}
        top, bottom = left.subs(point), right.subs(point)
        if bottom.is_zero is False and top.is_zero is False and top.is_finite and bottom.is_finite:
            return sp.radsimp(top / bottom)
    return None
