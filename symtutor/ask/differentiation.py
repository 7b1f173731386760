"""Asking for derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, Unpack

import sympy as sp

from symtutor.algorithms.places.cases import has_switch
from symtutor.algorithms.places.kinks import at_place, has_kink
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.passed_on import as_matrix_calculus
from symtutor.ask.inputs.real_points import must_be_place, must_be_real_near_a_point
from symtutor.ask.signatures.public import How, Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.core import (
    Canceled,
    Collected,
    D,
    DerivativeFromDefinition,
    DerivativeFromDefinitionAt,
    Expanded,
    HigherDerivative,
)
from symtutor.goals.curves import Differential, Inserted, InverseSlope, LogarithmicDerivative
from symtutor.goals.vectors import ChainDerivative, Partial
from symtutor.problem import Problem
from symtutor.term import Term, fresh_symbol, sympified
from symtutor.textbook import held_beside
from symtutor.views.solution import Solution, solve

__all__ = ["difference_gap", "differential", "differentiate", "inverse_derivative"]

_STEPS = ("h", "delta", "k", "s")
_LARGEST_ORDER = 100
_WRITTEN_OUT = 3  # orders up to which a partial derivative is taken one by one
_TRIED = (*range(-20, 21), *(sp.Rational(p, q) for q in (2, 3, 4) for p in range(-20, 21)))


@public
def differentiate(
    f: Any,
    *variables: Any,
    order: Any = 1,
    at: Any = None,
    where: Any = None,
    given: Mapping[Any, Any] | None = None,
    method: str = "rules",
    **options: Unpack[Options],
) -> Solution:
    """Differentiate an expression step by step.

    Parameters
    ----------
    f : str or Expr
        The expression; of an equation ``y = ...`` its right side.
    *variables : str, Symbol or int
        The variables, in order; a number after a variable repeats it, as in
        ``differentiate(f, "x", 2, "y")``.  Left out, the only free symbol.
    order : int or str, default 1
        How many times to differentiate in the one variable; a letter, as in ``order="n"``, where there is a closed form.
    at : mapping or number, optional
        Where to evaluate the derivative: ``{"x": 2}``, or a number where there is one variable.
    where : mapping, optional
        What letters of f stand for, as in ``where={"x": "cos t", "y": "sin t"}``: the chain rule through these.
    given : mapping, optional
        Values of functions known by name, as in ``given={"f(2)": 3, "f'(2)": -1}``.
    method : {"rules", "limit", "log"}
        By the rules, from the definition as the limit of the difference quotient, or by taking logarithms first.

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
    Plan: A product of functions of x: differentiate one factor at a time.
    <BLANKLINE>
    1.     d/dx (x²·sin x)
    2.  =  (d/dx x²)·sin x + x²·d/dx sin x    (product rule: f = x², g = sin x)
    3.  =  2x·sin x + x²·cos x                (power rule; derivative of sin)
    <BLANKLINE>
    Answer: x²·cos x + 2x·sin x (in falling powers of x)
    <BLANKLINE>
    Checked: all 3 steps proved by independent code; a step is one use of a rule.
    """
    plain = at is None and where is None and not given and method == "rules" and order in (1, 2)
    if plain and (matrices := as_matrix_calculus(f, variables, options, order=order)) is not None:
        return matrices
    inputs, how = begin(options)
    asked = inputs.request(f, sp.Derivative)
    expr, variables, at = asked.expr, variables or asked.variables, asked.place if at is None else at
    if where is not None:
        return _through(expr, variables, order, at, where, inputs, how)
    if isinstance(order, str | sp.Symbol):
        return _of_symbolic_order(expr, variables, inputs.symbol(order), inputs, how)
    expr = _in_reals(expr)
    chosen = _variables(expr, variables, order, inputs)
    must_be_real_near_a_point([expr], chosen)
    if method == "limit" and at is None and has_switch(expr, chosen[0]):
        raise InputError(
            "the formula of this function changes from place to place, so its difference quotient has no single limit to work out",
            'Choose a point, as in method="limit", at=0, or leave out method= for the derivative by cases.',
        )
    if method not in _METHODS:
        raise InputError(f"method={method!r} is unknown", f"Choose one of {', '.join(_METHODS)}.")
    goal: Term = _METHODS[method](expr, chosen)
    if at is not None:
        point = inputs.point(at, tuple(dict.fromkeys(chosen)))
        must_be_place(point, {*expr.free_symbols, *chosen}, [expr])
        goal = _at_point(goal, point)
    values = _given(given, inputs) if given else {}
    if values:
        for _ in range(2):  # f′(g(1)) becomes f′(3) first, a number then
            goal = Inserted(goal, tuple(values), tuple(values.values()))
    return solve(Problem(goal, domain=inputs.domain, given=values), inputs, **how)


@public
def difference_gap(
    f: Any,
    x: Any = None,
    step: Any = "delta",
    **options: Unpack[Options],
) -> Solution:
    """Derive how far a difference quotient is from the derivative: (f(x + δ) − f(x))/δ − f′(x), exactly.

    Parameters
    ----------
    f : str or Expr
        A polynomial in the variable.
    step : str or Symbol
        The letter of the step.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr that tends to 0 with the step.

    Examples
    --------
    >>> difference_gap("x^2").answer
    delta
    """
    inputs, how = begin(options)
    expr = inputs.expression(f)
    variable, delta = inputs.variable(expr, x), inputs.symbol(step)
    if delta == variable or delta in expr.free_symbols:
        raise InputError(f"the step cannot be called {delta}: the letter stands in the expression", 'Choose another, as in step="h".')
    numerator = expr.xreplace({variable: variable + delta}) - expr
    goal = Collected(Canceled(Expanded(numerator, delta), delta) - D(expr, variable), delta)
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)


@public
def inverse_derivative(
    f: Any,
    at: Any,
    x: Any = None,
    *,
    point: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the derivative of the inverse of f at a value: 1/f′(a) where f(a) is that value.

    Parameters
    ----------
    f : str or Expr
        The function.
    at : number
        The value of f at which the inverse is differentiated.
    point : number, optional
        Where f takes the value; left out, simple numbers are tried, those that are not negative first.

    Raises
    ------
    InputError
        If f does not take the value at the point, no simple point was found, or the slope of f is 0 there.

    Examples
    --------
    >>> inverse_derivative("x^3 + x", 2).answer
    1/4
    """
    inputs, how = begin(options)
    expr = inputs.expression(f)
    variable = inputs.variable(expr, x, "inverse_derivative")
    value = inputs.expression(at, "at")
    tried = _TRIED if point is None else (inputs.expression(point, "the point"),)
    places = [p for p in map(sympified, tried) if sp.expand(expr.xreplace({variable: p}) - value) == 0]
    if not places:
        found = f"{variable} = {point}" if point is not None else "any simple number"
        raise InputError(f"the function does not take the value {value} at {found}", "Say where it does, as in point=pi/6.")
    place = next((p for p in places if p.is_nonnegative), places[0])
    others = ", ".join(str(p) for p in dict.fromkeys(places) if p != place)
    if others:
        inputs.notes.append(
            f"The value is also taken at {variable} = {others}; this is the inverse that leads to {place}, point= says another"
        )
    if sp.diff(expr, variable).xreplace({variable: place}) == 0:
        raise InputError(
            f"the slope of the function is 0 at {variable} = {place}: the inverse has a vertical tangent at {value}, and no derivative"
        )
    return solve(Problem(InverseSlope(expr, variable, value, place), domain=inputs.domain), inputs, **how)


@public
def differential(
    f: Any,
    x: Any = None,
    *,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the differential dy = f′(x) dx.

    Parameters
    ----------
    f : str or Expr
        The expression; of an equation ``y = ...`` its right side.
    at : mapping or number, optional
        Values for the variable and its change, as in ``{"x": 2, "dx": "1/10"}``; a number is the value of the variable.

    Examples
    --------
    >>> differential("x^3").answer
    3*dx*x**2
    >>> differential("x^3", at={"x": 2, "dx": "1/10"}).answer
    6/5
    """
    inputs, how = begin(options)
    inputs.names = (*inputs.names, "dx")
    expr = inputs.expression(f)
    variable = inputs.variable(expr, x, "differential")
    must_be_real_near_a_point([expr], [variable])
    goal: Any = Differential(expr, variable)
    if at is not None:
        point = inputs.point(at, (variable,))
        must_be_place(point, {*expr.free_symbols, variable, sp.Symbol(f"d{variable.name}")}, [expr])
        goal = at_place(goal, tuple(point), tuple(point.values()))
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)


def _variables(expr: Any, variables: tuple[Any, ...], order: Any, inputs: Inputs) -> list[sp.Symbol]:
    """Return the variables in the order of differentiation, each as often as it is used; a letter as order stays apart."""
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
    for variable, group in groupby(variables):
        order = len(list(group))
        held = tuple(held_beside(variable, expr.free_symbols))
        if held and order <= _WRITTEN_OUT:
            for _ in range(order):
                goal = Partial(goal, variable, held)
        elif order > 1:
            goal = HigherDerivative(goal, variable, order)
        else:
            goal = D(goal, variable)
    return goal


def _from_definition(expr: Any, variables: list[sp.Symbol]) -> Term:
    if len(variables) > 1:
        raise InputError("method='limit' works out first derivatives", "Leave out order= and further variables.")
    used = {s.name for s in expr.free_symbols} | {variables[0].name}
    return DerivativeFromDefinition(expr, variables[0], fresh_symbol(used, _STEPS))


def _by_logarithm(expr: Any, variables: list[sp.Symbol]) -> Term:
    if len(variables) > 1:
        raise InputError("method='log' works out first derivatives", "Leave out order= and further variables.")
    return LogarithmicDerivative(expr, variables[0])


_METHODS: dict[str, Callable[[Any, list[sp.Symbol]], Term]] = {"rules": _nested, "limit": _from_definition, "log": _by_logarithm}


def _of_symbolic_order(expr: Any, variables: tuple[Any, ...], order: sp.Symbol, inputs: Inputs, how: How) -> Solution:
    """Return the derivative of an order that is a letter."""
    free = expr.free_symbols - {order}
    if len(variables) > 1 or (not variables and len(free) > 1):
        raise InputError("a derivative of symbolic order needs one variable", 'Name it, as in differentiate("e^(a x)", "x", order="n").')
    variable = inputs.symbol(variables[0]) if variables else inputs.variable(sp.Tuple(*free))
    domain = {order: sp.S.Naturals0, **inputs.domain}
    return solve(Problem(HigherDerivative(expr, variable, order), domain=domain), inputs, **how)


def _in_reals(expr: Any) -> sp.Expr:
    """Return an expression whose symbols are real: SymPy's real_root(x, 3) is sign(x)·|x|^(1/3)."""
    parts = {part: part.args[0] for part in expr.atoms(sp.re)} | dict.fromkeys(expr.atoms(sp.im), sp.S.Zero)
    return expr.subs(parts) if parts else expr


def _at_point(goal: Term, point: dict[sp.Symbol, Any]) -> Term:
    """Return the goal of a derivative at a point; from the definition, that of the limit there."""
    expr, variable = goal.args[:2]
    if not isinstance(goal, DerivativeFromDefinition) or not (has_switch(expr, variable) or has_kink(expr, point)):
        return at_place(goal, tuple(point), tuple(point.values()))
    expr = expr.xreplace({v: place for v, place in point.items() if v != variable})
    return DerivativeFromDefinitionAt(expr, variable, goal.args[2], point[variable])


def _given(given: Mapping[Any, Any], inputs: Inputs) -> dict[Any, Any]:
    """Return the values that are given, derivatives at points before functions."""
    values = {inputs.expression(k, "what is given").doit(): inputs.expression(v, f"the value of {k}") for k, v in given.items()}
    return dict(sorted(values.items(), key=lambda pair: (not pair[0].has(sp.Derivative), str(pair[0]))))


def _through(expr: Any, variables: tuple[Any, ...], order: int, at: Any, where: Any, inputs: Inputs, how: How) -> Solution:
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
        must_be_place(point, {*composed.free_symbols, *chosen}, [composed])
        goal = at_place(goal, tuple(point), tuple(point.values()))
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)
