"""Asking for the solutions of equations and for extrema."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, rational_between, sign_at
from symtutor.ask.inputs.arguments import variables_of
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.lost_conditions import conditions_as_written, undefined_as_written
from symtutor.ask.inputs.real_points import must_be_real
from symtutor.ask.signatures.public import How, Options, begin, public
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.calculus.satisfying import holds_at
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.errors import InputError, NoRuleApplies, OutOfBudget, StepRefuted
from symtutor.goals.optimization import ExtremaOf, Solve, SolveInequality, StationaryOf
from symtutor.problem import Problem, Sameness
from symtutor.verdict import Status
from symtutor.views.solution import Solution, solve

__all__ = ["optimize", "solve_equation"]


@public
def solve_equation(
    equation: Any,
    x: Any = None,
    *,
    domain: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Solve an equation or an inequality for a variable, over the real numbers and with steps.

    Parameters
    ----------
    equation : str, Eq, Expr or inequality
        Two sides; an expression is to be 0.
    x : Symbol or str, optional
        The unknown, where there are several letters.
    domain : Set, (low, high) or text such as "x > 0", optional
        Where solutions are looked for; all real numbers for which both sides are defined when left out.

    Returns
    -------
    Solution
        Its ``.answer`` is a tuple of exact values in order; a letter n in one stands for every whole number.  Of an
        inequality it is the set of all solutions.

    Raises
    ------
    NoRuleApplies
        If the equation cannot be solved by the rules of the book.

    Examples
    --------
    >>> solve_equation("3x^2 = 4x").answer
    (0, 4/3)
    >>> solve_equation("ln x = 1").answer
    (E,)
    >>> solve_equation("x^2 - 3x + 2 < 0").answer
    Interval.open(1, 2)
    """
    inputs, how = begin(options)
    compared = inputs.inequality(equation)
    sides = inputs.sides(equation) if compared is None else compared[:2]
    both: Any = with_real_odd_roots(sp.Tuple(*sides), numbers_only=True)
    left, right = both
    gap = left - right
    if gap.has(sp.I):
        raise InputError("the equation holds the imaginary unit, and solutions are looked for among the real numbers", _NAME_I)
    if compared is None and gap == 0 and left.free_symbols:
        raise InputError(f"the two sides of {equation} are the same: it is true wherever they are defined", "Ask about another equation.")
    variable = inputs.variable(gap, x, "solve_equation")
    if variable not in gap.free_symbols:
        raise InputError(f"{variable} does not stand in the equation", "Name the unknown, as in solve_equation('a x = 1', 'x').")
    if compared is not None:
        where = domain_of(sp.Tuple(left, right), variable, domain, inputs)
        asked: Any = SolveInequality(left, right, variable, where, sp.Symbol(compared[2]))
        return solve(Problem(asked, Sameness.SET, domain=inputs.domain), inputs, **how)
    try:
        where = domain_of(sp.Tuple(left, right), variable, domain, inputs)
    except _GapsWithoutEnd as error:  # such as those of a tangent: the check puts every family of solutions in, so none lies in a gap
        try:
            found = solve(Problem(Solve(left, right, variable, error.around), Sameness.SET, domain=inputs.domain), inputs, **how)
        except (StepRefuted, NoRuleApplies):
            raise error from None
        if found.report.status is not Status.CORRECT:
            raise error from None
        return found
    return solve(Problem(Solve(left, right, variable, where), Sameness.SET, domain=inputs.domain), inputs, **how)


@public
def optimize(
    f: Any,
    variables: Any = None,
    domain: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Find the extrema of a function: its critical points and ends, each with its kind and whether it is global.

    Parameters
    ----------
    f : str or Expr
        The function.
    variables : Symbol, str or sequence, optional
        Its variables; all its letters when left out.
    domain : Set, (low, high) or text such as "x > 0", optional
        Where it is looked at: a closed interval for a pair, all places where it is defined when left out.

    Returns
    -------
    Solution
        ``.points`` are the critical points and end points, each with ``x``, ``value``, ``kind`` and ``scope``;
        ``.inflections`` the places where the graph changes its bending.

    Examples
    --------
    >>> [(p.x, p.value, p.kind, p.scope) for p in optimize("x^3 - 2x^2 + 1").points]
    [(0, 1, 'local maximum', 'local'), (4/3, -5/27, 'local minimum', 'local')]
    >>> optimize("x^2 - 4x", domain=(1, 4)).points[-1].scope
    'global'
    """
    inputs, how = begin(options)
    expr = with_real_odd_roots(inputs.expression(f, "the function"), numbers_only=True)
    several = (sp.Symbol("x"),) if variables is None and not expr.free_symbols else variables_of(inputs, variables, expr)
    must_be_real([expr], several)
    if len(several) > 1:
        return _several(expr, several, domain, inputs, how)
    (variable,) = several
    where = domain_of(expr, variable, domain, inputs)
    goal = ExtremaOf(expr, variable, where)
    try:
        return solve(Problem(goal, Sameness.SET, domain=inputs.domain), inputs, **how)
    except NoRuleApplies:
        raise NoRuleApplies(
            "the places where the slope is 0 were not found, or there are infinitely many; try a bounded domain, as in domain=(0, 5)",
            (goal,),
        ) from None


def _several(expr: Any, variables: tuple[Any, ...], domain: Any, inputs: Inputs, how: How) -> Solution:
    """Return the stationary points of a function of several variables."""
    if domain is not None:
        raise InputError("a domain in several variables is given by constraints", "Ask minimize(f, subject_to=...) and maximize.")
    goal = StationaryOf(expr, sp.Tuple(*variables))
    lost = [condition for condition in conditions_as_written(inputs) if condition.free_symbols & set(variables)]
    try:
        found = solve(Problem(goal, Sameness.SET, domain=inputs.domain), inputs, **how)
    except NoRuleApplies:
        raise NoRuleApplies(
            "the equations that set the gradient to 0 have infinitely many solutions, or none of the rules solves them", (goal,)
        ) from None
    for point in found.derivation.value.points:
        for condition in lost:
            if not holds_at(condition, dict(zip(variables, point.x, strict=True))):
                raise undefined_as_written(condition)
    return found


_NAME_I = "Name another letter for i, or declare it with names=('i',)."


class _GapsWithoutEnd(InputError):  # noqa: N818 (like NoRuleApplies)
    """A domain with gaps without end, such as that of the tangent; `around` is the set without these gaps."""

    def __init__(self, condition: sp.Basic, around: sp.Set) -> None:
        super().__init__(f"the domain {condition_text(condition)} has infinitely many gaps", "Give a bounded domain, as in domain=(0, 1).")
        self.around = around


# ---- domains -------------------------------------------------------------------------------------
def domain_of(expr: Any, x: Any, asked: Any, inputs: Inputs) -> Any:
    """Return the set of places that was asked for, without those at which an expression is not defined, as typed or as it was read."""
    lost = conditions_as_written(inputs)
    whole = inputs.domain.get(x, sp.S.Reals) if asked is None else _set_of(asked, x, inputs)
    found = whole
    for part in lost:
        found = found.intersect(_where_as_written(part, x, found))
    for part in sp.And.make_args(natural_domain(expr)):
        found = found.intersect(_where(part, x, found))
    if found is sp.S.EmptySet:
        raise InputError("there is no place in the domain at which the expression is defined")
    if isinstance(found, sp.Intersection | sp.ConditionSet):
        raise InputError(f"the domain {found} cannot be listed as intervals", "Give a bounded one, as in domain=(0, 5).")
    return found


def _set_of(asked: Any, x: sp.Symbol, inputs: Inputs) -> sp.Set:
    if isinstance(asked, sp.Set | str) and (found := inputs.set_of(asked, x)) is not None:
        return found
    if isinstance(asked, tuple | list) and len(asked) == 2:
        low, high = (end if end in {sp.oo, -sp.oo} else inputs.expression(end, "an end of the domain") for end in asked)
        if sp.N(high - low) < 0:
            raise InputError(f"the domain from {low} to {high} is empty", "Give the lower end first.")
        return sp.Interval(low, high)  # of equal ends the one point
    raise InputError(
        f"domain={asked!r} is no set", 'Give two ends, as in domain=(0, 1), a condition, as in domain="x > 0", or a SymPy set.'
    )


def _where_as_written(condition: Any, x: Any, whole: Any) -> sp.Set:
    """Return the set on which a condition is true that only the formula as it was typed has."""
    if x in condition.free_symbols and condition.free_symbols != {x}:
        raise undefined_as_written(condition)
    try:
        return _where(condition, x, whole)
    except _GapsWithoutEnd as error:
        raise InputError(error.message, error.hint) from None


def _where(condition: Any, x: Any, whole: Any) -> sp.Interval:
    """Return the set on which a condition is true."""
    if condition is sp.true:
        return sp.S.Reals
    if x not in condition.free_symbols or condition.free_symbols != {x}:
        return sp.S.Reals
    relation = condition
    gap = relation.lhs - relation.rhs if relation.is_Relational else None
    if gap is None or gap.is_polynomial(x):
        return condition.as_set()
    try:
        zeros = solve(Problem(Solve(gap, sp.S.Zero, x, whole if whole.is_Interval else sp.S.Reals), Sameness.SET)).derivation.value.values
    except (NoRuleApplies, OutOfBudget):
        raise InputError(f"where {condition} holds was not found, so the domain is not known", "Give a domain on which it holds.") from None
    if any(z.free_symbols for z in zeros):
        raise _GapsWithoutEnd(condition, whole)
    points = sp.FiniteSet(*zeros)
    if isinstance(relation, sp.Ne):
        return sp.S.Reals - points
    kept: Any = sp.S.EmptySet
    for part in intervals_of((whole if whole.is_Interval else sp.S.Reals) - points):
        sign = sign_at(gap, x, rational_between(part.inf, part.sup))
        if (sign == 1 and isinstance(relation, sp.Gt | sp.Ge)) or (sign == -1 and isinstance(relation, sp.Lt | sp.Le)):
            kept = kept | part
    return kept | points if isinstance(relation, sp.Ge | sp.Le) else kept - points
