"""Asking for divergence, curl and potential of vector fields."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.arguments import field_of, solved
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.vectors import Curl, Divergence, Potential
from symtutor.views.solution import Solution

__all__ = ["curl", "divergence", "potential"]


@public
def divergence(
    field: Any,
    variables: Any = None,
    *,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the divergence of a vector field.

    Parameters
    ----------
    field : str, sequence or Matrix
        As many components as variables.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> divergence("(x y, y^2)").answer
    3*y
    """
    inputs, how = begin(options)
    components, chosen = field_of(inputs, field, variables)
    return solved(Divergence(components, chosen), chosen, at, inputs, how)


@public
def curl(
    field: Any,
    variables: Any = None,
    *,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the curl of a vector field in space; a field in the plane gets the third component 0.

    Parameters
    ----------
    field : str, sequence or Matrix
        Two or three components.

    Returns
    -------
    Solution
        Its ``.answer`` is a Matrix of shape (3, 1).

    Examples
    --------
    >>> curl("(-y, x)").answer.T
    Matrix([[0, 0, 2]])
    """
    inputs, how = begin(options)
    components, chosen = field_of(inputs, field, variables)
    if len(components) == 2:
        third = next(sp.Symbol(n) for n in ("z", "w", "z_3") if sp.Symbol(n) not in chosen)
        components, chosen = (*components, sp.S.Zero), (*chosen, third)
    if len(components) != 3:
        raise InputError(f"a curl needs two or three components, and there are {len(components)}")
    return solved(Curl(components, chosen), chosen, at, inputs, how)


@public
def potential(
    field: Any,
    variables: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive a function whose gradient is a vector field, or show that there is none.

    Parameters
    ----------
    field : str, sequence or Matrix
        As many components as variables.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr without the constant, or None.

    Notes
    -----
    Cross derivatives that agree make a potential on every region without holes;
    the answer is checked by its gradient, so it is one wherever it is defined.

    Examples
    --------
    >>> potential("(2xy, x^2)").answer
    x**2*y
    >>> potential("(-y, x)").answer is None
    True
    """
    inputs, how = begin(options)
    components, chosen = field_of(inputs, field, variables)
    return solved(Potential(components, chosen), chosen, None, inputs, how)
