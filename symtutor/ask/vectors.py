"""Asking for gradients, Hessians, Jacobians and directional derivatives."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.algorithms.places.kinks import at_place
from symtutor.ask.inputs.arguments import components_of, listed, solved, variables_of, whole_point
from symtutor.ask.inputs.passed_on import as_matrix_calculus
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.vectors import Determinant, DirectionalDerivative, DirectionalDerivativeAt, Gradient, Hessian, Jacobian, dot
from symtutor.term import Term, quote
from symtutor.views.solution import Solution

__all__ = ["directional_derivative", "gradient", "hessian", "jacobian", "jacobian_determinant"]


@public
def gradient(
    f: Any,
    variables: Any = None,
    *more: Any,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    r"""Derive the gradient of an expression: the column of its partial derivatives.

    Parameters
    ----------
    variables : sequence of str or Symbol, optional
        The variables, in the order of the entries; left out, the free symbols sorted by name.
    *more : str or Symbol
        Further variables, where they are named one by one: ``gradient(f, "x", "y")``.
    at : mapping or tuple, optional
        Where to evaluate it: ``{"x": 2, "y": 3}``, or values in the order of the variables.

    Returns
    -------
    Solution
        Its ``.answer`` is a Matrix of shape (n, 1).

    Raises
    ------
    ReadError, InputError
        If an argument cannot be understood.
    NoRuleApplies
        If a function has no derivative in the book.

    Examples
    --------
    >>> gradient("x^2 + y^3").answer
    Matrix([
    [   2*x],
    [3*y**2]])
    >>> gradient("x^2 + y^3", at={"x": 2, "y": 3}).answer.T
    Matrix([[4, 27]])
    """
    if (matrices := as_matrix_calculus(f, (variables, *more), options, layout="denominator")) is not None:
        return matrices
    inputs, how = begin(options)
    expr = inputs.expression(f)
    chosen = variables_of(inputs, (variables, *more) if more else variables, expr)
    return solved(Gradient(expr, chosen), chosen, at, inputs, how)


@public
def hessian(
    f: Any,
    variables: Any = None,
    *more: Any,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the Hessian of an expression: the matrix of its second partial derivatives.

    Returns
    -------
    Solution
        Its ``.answer`` is a Matrix of shape (n, n).

    Examples
    --------
    >>> hessian("x^2 y").answer
    Matrix([
    [2*y, 2*x],
    [2*x,   0]])
    """
    if (matrices := as_matrix_calculus(f, (variables, *more), options, order=2)) is not None:
        return matrices
    inputs, how = begin(options)
    expr = inputs.expression(f)
    chosen = variables_of(inputs, (variables, *more) if more else variables, expr)
    return solved(Hessian(expr, chosen), chosen, at, inputs, how)


@public
def jacobian(
    fs: Any,
    variables: Any = None,
    *more: Any,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the Jacobian of several components in numerator layout: a row a component, a column a variable.

    Parameters
    ----------
    fs : str, sequence or Matrix
        The components, such as ``"(2xy, x^2 y)"``.
    variables, *more, at, seconds, detail, names, functions
        See `gradient`.

    Returns
    -------
    Solution
        Its ``.answer`` is a Matrix of shape (m, n).

    Examples
    --------
    >>> jacobian("(2xy, x^2 y)").answer
    Matrix([
    [  2*y,  2*x],
    [2*x*y, x**2]])
    """
    if (matrices := as_matrix_calculus(fs, (variables, *more), options, layout="numerator")) is not None:
        return matrices
    inputs, how = begin(options)
    components = components_of(inputs, fs)
    chosen = variables_of(inputs, (variables, *more) if more else variables, *components)
    return solved(Jacobian(components, chosen), chosen, at, inputs, how)


@public
def jacobian_determinant(
    fs: Any,
    variables: Any = None,
    *,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the determinant of a Jacobian: the factor by which a small area or volume is scaled.

    Parameters
    ----------
    fs : str, sequence or Matrix
        As many components as variables.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> jacobian_determinant("(u + v, 2v)").answer
    2
    """
    inputs, how = begin(options)
    components = components_of(inputs, fs)
    chosen = variables_of(inputs, variables, *components)
    if len(components) != len(chosen):
        raise InputError(
            f"a determinant needs a square matrix, and there are {len(components)} components of {len(chosen)} variables",
            "Name the variables.",
        )
    return solved(Determinant(Jacobian(components, chosen)), chosen, at, inputs, how)


@public
def directional_derivative(
    f: Any,
    direction: Any,
    variables: Any = None,
    *,
    at: Any = None,
    unit: bool = True,
    **options: Unpack[Options],
) -> Solution:
    """Derive the rate of change of an expression in a direction.

    Parameters
    ----------
    direction : str, sequence or Matrix
        The direction, one number a variable.
    unit : bool, default True
        Divide the direction by its length, so that the rate is per unit of length.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> directional_derivative("x^2 y", (3, 4), at=(1, 2)).answer
    16/5
    """
    inputs, how = begin(options)
    expr = inputs.expression(f)
    entries = components_of(inputs, direction, "the direction")
    chosen = variables_of(inputs, variables, expr)
    if len(entries) != len(chosen):
        raise InputError(f"the direction has {len(entries)} numbers, and there are {len(chosen)} variables: {listed(chosen)}")
    if all(entry == 0 for entry in entries):
        raise InputError("the direction is the zero vector, which points nowhere")
    column = sp.ImmutableMatrix([[entry] for entry in entries])
    if at is None:
        goal: Any = DirectionalDerivative(expr, chosen, column) if unit else Term(dot, (Gradient(expr, chosen), quote(column)))
        return solved(goal, chosen, None, inputs, how)
    point = whole_point(inputs, at, chosen, expr)
    if unit:
        goal = DirectionalDerivativeAt(expr, chosen, column, point)
    else:
        goal = Term(dot, (at_place(Gradient(expr, chosen), chosen, point), quote(column)))
    return solved(goal, chosen, None, inputs, how)
