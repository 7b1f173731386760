"""What the tests of integration share: reading problems, deriving, and differentiating back numerically."""

import mpmath
import sympy as sp
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.goals.core import DefiniteIntegral, I
from symtutor.problem import Problem
from symtutor.rules import BOOK

X = sp.Symbol("x")
POINTS = [
    mpmath.mpf(n) / 1009 for n in (53, 211, 397, 733, 941, 1301, 2411, 3607, 5303, 8011, -67, -241, -439, -829, -1373, -2719, -5011, -7207)
]
_EXACT = (*standard_transformations, rationalize)


def parsed(text: str) -> sp.Expr:
    """Return an expression with exact numbers."""
    found: sp.Expr = parse_expr(text, transformations=_EXACT)
    return found


def antiderivative(text: str, x: sp.Symbol = X, method: tuple[str, ...] = ()) -> Solved:
    """Return the derivation of an antiderivative."""
    return derive(Problem(I(parsed(text), x)), BOOK, method=method)


def definite(text: str, low: str, high: str, x: sp.Symbol = X) -> Solved:
    """Return the derivation of a definite integral."""
    return derive(Problem(DefiniteIntegral(parsed(text), x, parsed(low), parsed(high))), BOOK)


def rules_of(found: Solved) -> list[str]:
    """Return the ids of the rules in a derivation."""
    return [node.rule.id for node in found.nodes()]


def is_antiderivative(value: sp.Expr, f: sp.Expr, x: sp.Symbol = X, *, minimum: int = 2) -> bool:
    """Tell whether a value differentiates to f, and is real, at points on both sides of 0 where f is; letters are positive."""
    letters = sorted((value.free_symbols | f.free_symbols) - {x}, key=str)
    numbers = [mpmath.mpf("1.37") + mpmath.mpf("0.613") * i for i in range(len(letters))]
    outer, inner = (sp.lambdify([x, *letters], e, "mpmath") for e in (value, f))
    met = 0
    with mpmath.workdps(30):
        for at in POINTS:
            try:
                wanted = mpmath.mpc(inner(at, *numbers))
            except (ZeroDivisionError, ValueError):
                continue
            if abs(wanted.imag) > 1e-20 or not mpmath.isfinite(wanted):
                continue
            try:
                there = mpmath.mpc(outer(at, *numbers))
                slope = mpmath.diff(lambda t: outer(t, *numbers), at)
            except TypeError:  # a case asks for the sign of √x where x < 0: f is real there only as a product of two imaginary roots
                continue
            if abs(there.imag) > 1e-20 * (1 + abs(there)) or abs(slope - wanted) > 1e-9 * (1 + abs(wanted)):
                return False
            met += 1
    return met >= minimum
