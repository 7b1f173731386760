"""Letters for which an equation is an identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

__all__ = ["found_unknowns"]

_LARGEST = 12


def found_unknowns(difference: Any, unknowns: Sequence[Any], variables: Sequence[Any]) -> dict[Any, Any] | None:
    """Return the letters for which a difference vanishes for all values of the variables.

    Parameters
    ----------
    difference : Expr
        Left side minus right side; rational in the variables, the unknowns linear.
    unknowns, variables : sequence of Symbol
        What is to be found, and for all values of what.

    Returns
    -------
    dict or None
        Empty where there is no solution, None where the question is not linear; a letter that stays free has no entry.

    Examples
    --------
    >>> A, B, x = sp.symbols("A B x")
    >>> found_unknowns(1 - A * (1 - 2 * x) - B * (x - 1), [A, B], [x])
    {A: -1, B: -2}
    """
    if len(unknowns) > _LARGEST or not variables:
        return None
    numerator, _ = sp.fraction(sp.together(difference))
    try:
        polynomial = sp.Poly(numerator, *variables)
    except sp.PolynomialError:
        return None
    equations = polynomial.coeffs()
    if any(e.has(*variables) for e in equations):
        return None
    try:
        solved = sp.linsolve(equations, *unknowns)
    except (sp.PolynomialError, ValueError):
        return None
    found = next(iter(solved), None)
    if found is None:
        return {}
    return {letter: value for letter, value in zip(unknowns, found, strict=True) if not value.free_symbols & set(unknowns)}
