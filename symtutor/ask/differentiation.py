"""Asking for derivatives."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.goals import Canceled, Collected, D, DerivativeFromDefinition, Evaluated, Expanded, HigherDerivative
from symtutor.inputs import Inputs
from symtutor.problem import Problem
from symtutor.solution import Solution, solve
from symtutor.term import Term
from symtutor.textbook import VARIABLES
from symtutor.vector_goals import ChainDerivative, Partial

__all__ = ["difference_gap", "differentiate"]

_STEPS = ("h", "delta", "k", "s")
_LARGEST_ORDER = 100


def differentiate(
    f: Any,
    *variables: Any,
    order: int = 1,
    at: Any = None,
    where: Any = None,
    method: str = "rules",
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Differentiate an expression step by step.

    Parameters
    ----------
    f : str or Expr
        The expression; of an equation ``y = ...`` its right side.
    *variables : str, Symbol or int
        The variables, in order; a number after a variable repeats it, as in
        ``differentiate(f, "x", 2, "y")``.  Left out, the only free symbol.
    order : int, default 1
        How many times to differentiate in the one variable.
    at : mapping or number, optional
        Where to evaluate the derivative: ``{"x": 2}``, or a number where there is one variable.
    where : mapping, optional
        What letters of f stand for, as in ``where={"x": "cos t", "y": "sin t"}``: the chain rule through these.
    method : {"rules", "limit"}
        By the rules, or from the definition as the limit of the difference quotient.
    seconds : float, optional
        Give up after this time.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Raises
    ------
    ReadError, InputError
        If an argument cannot be understood.
    NoRuleApplies
        If a function has no derivative in the book.

    Examples
    --------
    >>> differentiate("x^3 - 2x^2 + 1").answer
    3*x**2 - 4*x
    >>> print(differentiate("x^2 sin x"))
    Differentiate x²·sin x with respect to x
    ========================================
    <BLANKLINE>
    1.     d/dx (x²·sin x)
    2.  =  (d/dx x²)·sin x + x²·d/dx sin x    (product rule: f = x², g = sin x)
    3.  =  x²·cos x + 2x·sin x                (power rule; derivative of sin)
    <BLANKLINE>
    Checked: 3 of 3 steps proved by independent code.
    """
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    if where is not None:
        return _through(expr, variables, order, at, where, inputs, seconds, detail)
    chosen = _variables(expr, variables, order, inputs)
    if method == "limit":
        goal: Term = _from_definition(expr, chosen)
    elif method == "rules":
        goal = _nested(expr, chosen)
    else:
        raise InputError(f"method={method!r} is unknown", "Choose 'rules' or 'limit'.")
    if at is not None:
        point = inputs.point(at, tuple(dict.fromkeys(chosen)))
        goal = Evaluated(goal, tuple(point), tuple(point.values()))
    return solve(Problem(goal, domain=inputs.domain), inputs, seconds=seconds, detail=detail)


def difference_gap(
    f: Any,
    x: Any = None,
    step: Any = "delta",
    *,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive how far a difference quotient is from the derivative: (f(x + δ) − f(x))/δ − f′(x), exactly.

    Parameters
    ----------
    f : str or Expr
        A polynomial in the variable.
    x : str or Symbol, optional
        The variable; left out, the only free symbol.
    step : str or Symbol
        The letter of the step.
    seconds, detail, names, functions
        See `differentiate`.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr that tends to 0 with the step.

    Examples
    --------
    >>> difference_gap("x^2").answer
    delta
    """
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    variable, delta = inputs.variable(expr, x), inputs.symbol(step)
    if delta == variable or delta in expr.free_symbols:
        raise InputError(f"the step cannot be called {delta}: the letter stands in the expression", 'Choose another, as in step="h".')
    numerator = expr.xreplace({variable: variable + delta}) - expr
    goal = Collected(Canceled(Expanded(numerator, delta), delta) - D(expr, variable), delta)
    return solve(Problem(goal, domain=inputs.domain), inputs, seconds=seconds, detail=detail)


def _variables(expr: Any, variables: tuple[Any, ...], order: Any, inputs: Inputs) -> list[sp.Symbol]:
    """Return the variables in the order of differentiation, each as often as it is used."""
    if isinstance(order, bool) or not isinstance(order, int) or order < 1:
        raise InputError(f"order={order!r} is no order of a derivative", "Give a whole number from 1.")
    chosen: list[sp.Symbol] = []
    for variable in variables:
        if isinstance(variable, int) and not isinstance(variable, bool):
            if not chosen or variable < 1:
                raise InputError(f"{variable} does not follow a variable that it could repeat", 'As in differentiate(f, "x", 2, "y").')
            _limited(variable)
            chosen.extend(chosen[-1:] * (variable - 1))
        else:
            chosen.append(inputs.symbol(variable))
    if not chosen:
        chosen = [inputs.variable(expr)]
    if order > 1:
        if len(set(chosen)) > 1:
            raise InputError("order= goes with one variable", 'For mixed derivatives write differentiate(f, "x", 2, "y").')
        _limited(order)
        chosen = chosen * order
    _limited(len(chosen))
    return chosen


def _limited(order: int) -> None:
    if order > _LARGEST_ORDER:
        raise InputError(f"a derivative of order {order} is too high; at most {_LARGEST_ORDER} are worked out")


def _nested(expr: Any, variables: list[sp.Symbol]) -> Term:
    """Return the goal of differentiating in each variable in turn; where there are others, they are held constant."""
    goal: Any = expr
    others = sorted((s for s in expr.free_symbols if s.name in VARIABLES), key=lambda s: s.name)
    for variable, group in groupby(variables):
        order = len(list(group))
        held = tuple(s for s in others if s != variable)
        if order > 1:
            goal = HigherDerivative(goal, variable, order)
        elif held:
            goal = Partial(goal, variable, held)
        else:
            goal = D(goal, variable)
    return goal


def _from_definition(expr: Any, variables: list[sp.Symbol]) -> Term:
    if len(variables) > 1:
        raise InputError("method='limit' works out first derivatives", "Leave out order= and further variables.")
    used = {s.name for s in expr.free_symbols} | {variables[0].name}
    step = next(name for name in (*_STEPS, *(f"h{n}" for n in range(1, len(used) + 2))) if name not in used)
    return DerivativeFromDefinition(expr, variables[0], sp.Symbol(step))


def _through(
    expr: Any, variables: tuple[Any, ...], order: int, at: Any, where: Any, inputs: Inputs, seconds: float | None, detail: str
) -> Solution:
    """Return the derivative of an expression in letters that stand for functions of the variables."""
    places = inputs.point(where, ())
    clash = {s for place in places.values() for s in place.free_symbols} & set(places)
    if clash:
        listed = ", ".join(sorted(s.name for s in clash))
        raise InputError(f"where= gives {listed} a meaning and uses it in another", "Use new letters on the right.")
    composed = expr.xreplace(places)
    chosen = _variables(composed, variables, order, inputs)
    if set(chosen) & set(places):
        raise InputError(f"{chosen[0]} stands for {places[chosen[0]]}: differentiate in a variable of that, or leave it out of where=")
    goal: Any = ChainDerivative(expr, tuple(places), tuple(places.values()), chosen[0])
    for variable in chosen[1:]:
        goal = D(goal, variable)
    if at is not None:
        point = inputs.point(at, tuple(dict.fromkeys(chosen)))
        goal = Evaluated(goal, tuple(point), tuple(point.values()))
    return solve(Problem(goal, domain=inputs.domain), inputs, seconds=seconds, detail=detail)
