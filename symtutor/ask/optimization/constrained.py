"""Asking for the least and the greatest value of a function under constraints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.arguments import variables_of
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.lost_conditions import constraints_as_written
from symtutor.ask.inputs.real_points import must_be_real
from symtutor.ask.optimization.certified import CertifiedOptimum, certified_optimum
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.errors import InputError
from symtutor.goals.optimization import MinimumOf
from symtutor.problem import Problem, Sameness
from symtutor.views.answered import AnsweredFirst
from symtutor.views.solution import Solution, solve

__all__ = ["maximize", "minimize"]


@public
def minimize(
    f: Any,
    subject_to: Any = (),
    variables: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Find the least value of a function under equations and inequalities, exactly and with every case.

    Minimize f subject to g ≥ 0 and h = 0 with the Lagrangian L = f − Σ λ g − Σ ν h and λ ≥ 0.

    Parameters
    ----------
    f : str or Expr
        The objective.
    subject_to : str, relation or sequence of these
        Equations and inequalities, such as ``"x + y = 10"`` or ``x**2 + y**2 <= 1``; with <= the constraint g ≥ 0 is
        the right side minus the left.  A strict one, such as ``"x > 0"``, is never active: its multiplier is 0.
    variables : sequence, optional
        All letters of the objective and the constraints when left out.

    Returns
    -------
    Solution
        ``.answer`` has ``point`` (a mapping), ``value``, ``multipliers`` (in the order given), ``cases`` and ``status``.

    Examples
    --------
    >>> answer = minimize("x^2 + y^2", subject_to="x + 2y = 5").answer
    >>> answer.point, answer.value, answer.multipliers
    ({x: 1, y: 2}, 5, (2,))
    """
    return _asked(f, subject_to, variables, 1, options)


@public
def maximize(
    f: Any,
    subject_to: Any = (),
    variables: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Find the greatest value of a function under equations and inequalities, exactly and with every case.

    It is what `minimize` finds for −f; the multipliers are those of minimizing −f.

    Examples
    --------
    >>> maximize("x y", subject_to=["x + y = 10", "x >= 0", "y >= 0"]).answer.value
    25
    """
    return _asked(f, subject_to, variables, -1, options)


def _is_linear_with(expr: Any, variables: tuple[Any, ...]) -> bool:
    """Tell whether an equation is linear in the variables, whatever letters stand before them."""
    return all(not sp.diff(expr, v).has(*variables) for v in variables)


def _declared(variables: tuple[Any, ...], inputs: Inputs) -> Iterator[tuple[bool, Any]]:
    """Yield what must be positive (True) or not negative (False) for each variable to lie where it was declared."""
    for v in variables:
        where = inputs.domain.get(v, sp.S.Reals)
        if where == sp.S.Reals:
            continue
        if not isinstance(where, sp.Interval):
            raise InputError(f"{v} is declared to lie in {where}, which is no interval", "State constraints, such as x >= 1.")
        if where.start.is_finite:
            yield bool(where.left_open), v - where.start
        if where.end.is_finite:
            yield bool(where.right_open), where.end - v


def _defined_for(expr: Any, variables: tuple[Any, ...]) -> Iterator[Any]:
    """Yield what must be positive for a logarithm in the objective to have a value."""
    for part in sp.And.make_args(natural_domain(expr)):
        if isinstance(part, sp.Gt) and part.rhs == 0 and part.lhs.is_polynomial(*variables) and part.lhs.has(*variables):
            yield part.lhs


def _asked(f: Any, subject_to: Any, variables: Any, sense: int, options: Options) -> Solution:
    inputs, how = begin(options)
    expr = with_real_odd_roots(inputs.expression(f, "the objective"), numbers_only=True)
    inequalities: list[Any] = []
    equations: list[Any] = []
    strict: list[Any] = []
    order: list[sp.Basic] = []
    for constraint in [subject_to] if isinstance(subject_to, str | sp.Basic) and not isinstance(subject_to, sp.Tuple) else subject_to:
        for relation, gap in inputs.constraint(constraint):
            held = {"=": equations, ">=": inequalities, ">": strict}[relation]
            held.append(gap)
            order.append(sp.Integer({"=": -len(held), ">=": len(held), ">": 0}[relation]))
    is_constant = variables is None and not sp.Tuple(expr, *inequalities, *equations, *strict).free_symbols
    chosen = (sp.Symbol("x"),) if is_constant else variables_of(inputs, variables, expr, *inequalities, *equations, *strict)
    must_be_real([expr, *inequalities, *equations, *strict], chosen)
    for is_strict, gap in _declared(chosen, inputs):
        if gap not in (strict if is_strict else inequalities):
            (strict if is_strict else inequalities).append(gap)
            order.extend([] if is_strict else [sp.Integer(len(inequalities))])
    strict.extend(gap for gap in _defined_for(expr, chosen) if gap not in strict)
    more, more_strict = constraints_as_written(inputs, chosen, inequalities, equations, strict)
    order.extend(sp.Integer(len(inequalities) + k) for k in range(1, len(more) + 1))
    inequalities.extend(more)
    strict.extend(more_strict)
    for gap in (*inequalities, *equations, *strict):
        if not gap.free_symbols & set(chosen):
            raise InputError(f"the constraint on {gap} holds none of the variables")
    strange = set().union(*(e.free_symbols for e in (expr, *inequalities, *equations, *strict))) - set(chosen)
    if strange and (inequalities or strict or not all(_is_linear_with(h, chosen) for h in equations)):
        listed = ", ".join(sorted(s.name for s in strange))
        raise InputError(
            f"{listed} stands in the problem and is no variable", "Put numbers for parameters, or name it among the variables."
        )
    goal: Any = MinimumOf(
        expr, sp.Tuple(*inequalities), sp.Tuple(*equations), sp.Tuple(*chosen), sp.Integer(sense), sp.Tuple(*order), sp.Tuple(*strict)
    )

    @cache
    def worked() -> Solution:
        return solve(Problem(goal, Sameness.SET, domain=inputs.domain), inputs, **how)

    found = certified_optimum(goal)
    if found is None:
        return worked()
    place, multipliers = found
    letters = tuple(map(inputs.restored, chosen))
    value = expr.xreplace(dict(zip(chosen, place, strict=True)))
    status = "minimum" if sense == 1 else "maximum"
    return AnsweredFirst(CertifiedOptimum(letters, place, value, multipliers, status, lambda: worked().answer), worked)
