"""Taylor polynomials about a point that is missing from the domain of a formula although the function goes on smoothly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.core import TaylorPolynomial
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import ZERO, quote

__all__ = ["HOLE"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _without_hole(goal: TaylorPolynomial, _context: object) -> Iterable[Bindings]:
    """Find a function that is not defined at the point, but is when its fractions are simplified."""
    f, x, about, degree = goal.args
    if _is_defined(f, x, about):
        return ()
    simpler = _fractions_simplified(f, x)
    if simpler == f or not _is_defined(simpler, x, about):
        return ()
    return ({"f": f, "g": simpler, "x": x, "a": about, "n": degree},)


def _is_defined(f: sp.Basic, x: sp.Symbol, about: sp.Expr) -> bool:
    """Tell whether every part of an expression has a finite value at a point."""
    values = [part.xreplace({x: about}) for part in sp.preorder_traversal(f) if isinstance(part, sp.Expr)]
    return not any(value.has(sp.nan, sp.zoo) or value.is_finite is False for value in values)


def _fractions_simplified(f: Any, x: sp.Basic) -> sp.Basic:
    """Return an expression with each part that is a fraction of polynomials brought over one denominator, and common factors canceled."""
    if not f.has(x) or not f.args:
        return f
    if f.is_rational_function(x):
        return sp.cancel(sp.together(f))
    return f.func(*(_fractions_simplified(a, x) for a in f.args))


HOLE = Rule(
    id="taylor.hole",
    name="fractions simplified",
    goal=TaylorPolynomial,
    when=_without_hole,
    left=lambda f, g, x, a, n: TaylorPolynomial(f, x, a, n),
    right=lambda g, x, a, n: TaylorPolynomial(g, x, a, n),
    words="At {x} = {a} the formula is not defined, but the function has a limit there: simplify its fractions and cancel.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "not-defined",
            lambda: quote(sp.nan),
            "A single point that is missing does not matter: simplified, the formula is defined there and smooth.",
        ),
        Mistake("zero", lambda: ZERO, "That the formula cannot be evaluated at the point does not make it 0."),
    ),
    source=f"{_STEWART}, sec. 2.5 and 11.10",
)
