"""Asking for gradients, Jacobians and what else functions of several variables have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import sympy as sp

from symtutor.checking.meaning import judge
from symtutor.errors import InputError
from symtutor.goals import Evaluated, Goal
from symtutor.inputs import Inputs
from symtutor.problem import Problem, Sameness
from symtutor.solution import Solution, solve
from symtutor.term import Term, quote
from symtutor.vector_goals import (
    Approximation,
    Curl,
    Determinant,
    DirectionalDerivative,
    DirectionalDerivativeAt,
    Divergence,
    Gradient,
    Hessian,
    Jacobian,
    Potential,
    TangentPlane,
    TangentToLevel,
    TotalDifferential,
    dot,
)
from symtutor.verdict import Proof, Status, Verdict

__all__ = [
    "approximation",
    "curl",
    "directional_derivative",
    "divergence",
    "gradient",
    "hessian",
    "jacobian",
    "jacobian_determinant",
    "potential",
    "tangent_plane",
    "total_differential",
]

_NODES_AN_ENTRY = 60  # goals that may be looked at for each entry of a matrix, besides the usual number
_SPACE = ("x", "y", "z")
NO_POTENTIAL = sp.Symbol("none")  # stands for the answer None


def gradient(
    f: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    r"""Derive the gradient of an expression: the column of its partial derivatives.

    Parameters
    ----------
    f : str or Expr
        The expression.
    variables : sequence of str or Symbol, optional
        The variables, in the order of the entries; left out, the free symbols sorted by name.
    at : mapping or tuple, optional
        Where to evaluate it: ``{"x": 2, "y": 3}``, or values in the order of the variables.
    seconds : float, optional
        Give up after this time.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

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
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    chosen = _variables(inputs, variables, expr)
    return _solved(Gradient(expr, chosen), chosen, at, inputs, seconds, detail)


def hessian(
    f: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the Hessian of an expression: the matrix of its second partial derivatives.

    Parameters and errors are those of `gradient`.

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
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    chosen = _variables(inputs, variables, expr)
    return _solved(Hessian(expr, chosen), chosen, at, inputs, seconds, detail)


def jacobian(
    fs: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the Jacobian of several components in numerator layout: a row a component, a column a variable.

    Parameters
    ----------
    fs : str, sequence or Matrix
        The components, such as ``"(2xy, x^2 y)"``.
    variables, at, seconds, detail, names, functions
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
    inputs = Inputs(names, functions)
    components = _components(inputs, fs)
    chosen = _variables(inputs, variables, *components)
    return _solved(Jacobian(components, chosen), chosen, at, inputs, seconds, detail)


def jacobian_determinant(
    fs: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the determinant of a Jacobian: the factor by which a small area or volume is scaled.

    Parameters
    ----------
    fs : str, sequence or Matrix
        As many components as variables.
    variables, at, seconds, detail, names, functions
        See `gradient`.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> jacobian_determinant("(u + v, 2v)").answer
    2
    """
    inputs = Inputs(names, functions)
    components = _components(inputs, fs)
    chosen = _variables(inputs, variables, *components)
    if len(components) != len(chosen):
        raise InputError(
            f"a determinant needs a square matrix, and there are {len(components)} components of {len(chosen)} variables",
            "Name the variables.",
        )
    return _solved(Determinant(Jacobian(components, chosen)), chosen, at, inputs, seconds, detail)


def directional_derivative(
    f: Any,
    direction: Any,
    variables: Any = None,
    *,
    at: Any = None,
    unit: bool = True,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the rate of change of an expression in a direction.

    Parameters
    ----------
    f : str or Expr
        The expression.
    direction : str, sequence or Matrix
        The direction, one number a variable.
    variables, at, seconds, detail, names, functions
        See `gradient`.
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
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    entries = _components(inputs, direction, "the direction")
    chosen = _variables(inputs, variables, expr)
    if len(entries) != len(chosen):
        raise InputError(f"the direction has {len(entries)} numbers, and there are {len(chosen)} variables: {_listed(chosen)}")
    if all(entry == 0 for entry in entries):
        raise InputError("the direction is the zero vector, which points nowhere")
    column = sp.ImmutableMatrix([[entry] for entry in entries])
    if at is None:
        goal: Any = DirectionalDerivative(expr, chosen, column) if unit else Term(dot, (Gradient(expr, chosen), quote(column)))
        return _solved(goal, chosen, None, inputs, seconds, detail)
    point = _whole_point(inputs, at, chosen)
    if unit:
        goal = DirectionalDerivativeAt(expr, chosen, column, point)
    else:
        goal = Term(dot, (Evaluated(Gradient(expr, chosen), chosen, point), quote(column)))
    return _solved(goal, chosen, None, inputs, seconds, detail)


def divergence(
    field: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the divergence of a vector field.

    Parameters
    ----------
    field : str, sequence or Matrix
        As many components as variables.
    variables, at, seconds, detail, names, functions
        See `gradient`; the variables of a field default to x, y, z.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> divergence("(x y, y^2)").answer
    3*y
    """
    inputs = Inputs(names, functions)
    components, chosen = _field(inputs, field, variables)
    return _solved(Divergence(components, chosen), chosen, at, inputs, seconds, detail)


def curl(
    field: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the curl of a vector field in space; a field in the plane gets the third component 0.

    Parameters
    ----------
    field : str, sequence or Matrix
        Two or three components.
    variables, at, seconds, detail, names, functions
        See `gradient`; the variables of a field default to x, y, z.

    Returns
    -------
    Solution
        Its ``.answer`` is a Matrix of shape (3, 1).

    Examples
    --------
    >>> curl("(-y, x)").answer.T
    Matrix([[0, 0, 2]])
    """
    inputs = Inputs(names, functions)
    components, chosen = _field(inputs, field, variables)
    if len(components) == 2:
        third = next(sp.Symbol(n) for n in ("z", "w", "z_3") if sp.Symbol(n) not in chosen)
        components, chosen = (*components, sp.S.Zero), (*chosen, third)
    if len(components) != 3:
        raise InputError(f"a curl needs two or three components, and there are {len(components)}")
    return _solved(Curl(components, chosen), chosen, at, inputs, seconds, detail)


class _PotentialSolution(Solution):
    """A solution whose answer is None when there is no potential."""

    @cached_property
    def answer(self) -> Any:
        """The potential, without the constant that may be added; None when there is none."""
        found = self.derivation.value
        return None if isinstance(found, sp.Ne) else self._inputs.restored(found)

    def _read(self, answer: Any) -> Any:
        return NO_POTENTIAL if answer is None else super()._read(answer)

    def _judged(self, found: Any) -> Verdict:
        """Judge a potential by its gradient, so that a constant may be added."""
        exists = self.answer is not None
        if found == NO_POTENTIAL:
            told = "There is a potential." if exists else "Correct: there is no potential."
            return Verdict(Status.INCORRECT if exists else Status.CORRECT, Proof("cross derivatives"), explanation=told)
        goal: Any = self.problem.goal
        verdict = judge(goal, found, self.problem.domain)
        told = "Correct." if verdict else f"The gradient of the answer is not the field: {verdict.evidence}."
        return replace(verdict, explanation=told if exists else "There is no potential: cross derivatives differ.")


def potential(
    field: Any,
    variables: Any = None,
    *,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive a function whose gradient is a vector field, or show that there is none.

    Parameters
    ----------
    field : str, sequence or Matrix
        As many components as variables.
    variables, seconds, detail, names, functions
        See `gradient`; the variables of a field default to x, y, z.

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
    inputs = Inputs(names, functions)
    components, chosen = _field(inputs, field, variables)
    found = _solved(Potential(components, chosen), chosen, None, inputs, seconds, detail)
    return _PotentialSolution(found.problem, found.derivation, found.report, inputs, detail)


def tangent_plane(
    f: Any,
    *,
    at: Any,
    variables: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the tangent plane of a surface: of the graph z = f(x, y), or of an equation at a point that satisfies it.

    Parameters
    ----------
    f : str, Expr or Eq
        An expression, whose graph is meant, or an equation.
    at : mapping
        The point of contact, with all variables of an equation.
    variables, seconds, detail, names, functions
        See `gradient`.

    Returns
    -------
    Solution
        Its ``.answer`` is an Eq; for a graph its left side is z (w where z is a variable).

    Raises
    ------
    InputError
        If the point is not on the surface, or the gradient is 0 there.

    Examples
    --------
    >>> tangent_plane("x^2 + y^2", at={"x": 1, "y": 2}).answer
    Eq(z, 2*x + 4*y - 5)
    >>> tangent_plane("x y + y z + z x = 11", at={"x": 1, "y": 2, "z": 3}).answer
    Eq(5*x + 4*y + 3*z - 22, 0)
    """
    inputs = Inputs(names, functions)
    expr, is_level = inputs.surface(f)
    chosen = _variables(inputs, variables, expr, *([] if is_level else [sp.Tuple(*map(inputs.symbol, _keys(at)))]))
    point = _whole_point(inputs, at, chosen)
    if not is_level:
        letter = next(sp.Symbol(n) for n in ("z", "w", "z_0") if sp.Symbol(n) not in chosen)
        return _solved(TangentPlane(expr, chosen, point, letter), chosen, None, inputs, seconds, detail, Sameness.UP_TO_FACTOR)
    place = dict(zip(chosen, point, strict=True))
    off = sp.simplify(expr.subs(place))
    if off != 0:
        raise InputError(f"the point is not on the surface: the sides differ by {off} there", "Check at=.")
    if all(sp.diff(expr, v).subs(place) == 0 for v in chosen):
        raise InputError("the gradient is 0 at the point, so it determines no tangent plane there")
    return _solved(TangentToLevel(expr, chosen, point), chosen, None, inputs, seconds, detail, Sameness.UP_TO_FACTOR)


def approximation(
    f: Any,
    variables: Any = None,
    *,
    at: Any,
    order: int = 1,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the linear or quadratic approximation of an expression about a point.

    Parameters
    ----------
    f : str or Expr
        The expression.
    at : mapping or tuple
        The point.
    order : {1, 2}
        Linear, or quadratic with the second derivatives.
    variables, seconds, detail, names, functions
        See `gradient`.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> approximation("e^x y", at={"x": 0, "y": 1}).answer
    x + y
    """
    if order not in {1, 2}:
        raise InputError(f"order={order!r} is unknown", "Choose 1 (linear) or 2 (quadratic).")
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    chosen = _variables(inputs, variables, expr)
    return _solved(Approximation(expr, chosen, _whole_point(inputs, at, chosen), order), chosen, None, inputs, seconds, detail)


def total_differential(
    f: Any,
    variables: Any = None,
    *,
    at: Any = None,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Derive the total differential of an expression, with dx for the increment of x.

    Parameters and errors are those of `gradient`.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr in the variables and their increments.

    Examples
    --------
    >>> total_differential("x^2 y").answer
    2*dx*x*y + dy*x**2
    """
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    chosen = _variables(inputs, variables, expr)
    increments = tuple(sp.Symbol(f"d{v.name}") for v in chosen)
    return _solved(TotalDifferential(expr, chosen, increments), chosen, at, inputs, seconds, detail)


# ---- arguments -----------------------------------------------------------------------------------
def _solved(
    goal: Any,
    variables: tuple[Any, ...],
    at: Any,
    inputs: Inputs,
    seconds: float | None,
    detail: str,
    sameness: Sameness = Sameness.FUNCTION,
) -> Solution:
    """Return the solution of a goal, evaluated at a point if there is one."""
    entries = _size(goal)
    if at is not None:
        point = inputs.point(at, variables)
        goal = Evaluated(goal, tuple(point), tuple(point.values()))
    problem = Problem(goal, sameness, domain=inputs.domain)
    return solve(problem, inputs, seconds=seconds, detail=detail, more_nodes=_NODES_AN_ENTRY * entries)


def _size(goal: Any) -> int:
    """Return how many entries a goal asks for."""
    sizes = [len(a) for a in goal.args if isinstance(a, sp.Tuple)] if isinstance(goal, Goal) else [1]
    if isinstance(goal, Hessian | Jacobian):
        return sizes[0] * sizes[-1]
    return max(sizes, default=1)


def _components(inputs: Inputs, things: Any, what: str = "the components") -> tuple[Any, ...]:
    found = inputs.vector(things, what)
    if not found:
        raise InputError(f"{what} are empty")
    return found


def _variables(inputs: Inputs, variables: Any, *exprs: Any) -> tuple[Any, ...]:
    """Return the variables that were named, or the free symbols sorted by name."""
    if variables is None:
        free = set().union(*[e.free_symbols for e in exprs])
        if not free:
            raise InputError("there is no variable in the expression", 'Name them, as in variables=("x", "y").')
        return tuple(sorted(free, key=lambda s: s.name))
    if isinstance(variables, str):
        variables = variables.replace(",", " ").split()
    chosen = tuple(map(inputs.symbol, (variables,) if isinstance(variables, sp.Symbol) else variables))
    if not chosen:
        raise InputError("variables= is empty", 'Name them, as in variables=("x", "y").')
    if len(set(chosen)) != len(chosen):
        raise InputError(f"a variable is named twice: {_listed(chosen)}")
    return chosen


def _field(inputs: Inputs, things: Any, variables: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return components and as many variables."""
    components = _components(inputs, things)
    if variables is None:
        free = {s.name for c in components for s in c.free_symbols}
        if len(components) <= 3 and free <= set(_SPACE[: len(components)]):
            variables = _SPACE[: len(components)]
    chosen = _variables(inputs, variables, *components)
    if len(chosen) != len(components):
        raise InputError(
            f"a field has a component for each variable, and there are {len(components)} components of {len(chosen)} variables: "
            f"{_listed(chosen)}",
            'Name the variables, as in variables=("x", "y", "z").',
        )
    return components, chosen


def _whole_point(inputs: Inputs, at: Any, variables: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a value for each variable."""
    point = inputs.point(at, variables)
    missing = [v for v in variables if v not in point]
    if missing:
        raise InputError(f"the point gives no value for {_listed(missing)}", "Give one for every variable, as in at={'x': 1, 'y': 2}.")
    return tuple(point[v] for v in variables)


def _keys(at: Any) -> tuple[Any, ...]:
    return tuple(at) if hasattr(at, "keys") else ()


def _listed(symbols: Any) -> str:
    return ", ".join(s.name for s in symbols)
