"""What a Taylor polynomial is: the polynomial whose value and derivatives at the point are those of the function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.limits.proofs import proved_limit
from symtutor.goals import core as goals
from symtutor.goals.core import Goal, Limit
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["KINDS", "judge_near", "taylor_sides"]

KINDS = (goals.TaylorPolynomial, goals.TaylorTerm, goals.Truncated)


def taylor_sides(goal: Goal, claimed: Any) -> Iterator[tuple[sp.Basic, sp.Rational]]:
    """Yield pairs that are equal exactly if a claimed polynomial answers the goal.

    Parameters
    ----------
    goal : TaylorPolynomial, TaylorTerm or Truncated
        What was asked.
    claimed : Expr
        The polynomial.

    Examples
    --------
    >>> from sympy.abc import x
    >>> list(taylor_sides(goals.TaylorPolynomial(sp.exp(x), x, 0, 1), 1 + x))
    [(1, 1), (1, 1), (0, 0)]
    """
    expr, variable, about, degree = goal.args
    if isinstance(goal, goals.TaylorTerm):
        yield expr * (variable - about) ** degree / sp.factorial(degree), claimed
        return
    for _ in range(int(degree) + 1):
        yield expr.subs(variable, about), claimed.subs(variable, about)
        expr, claimed = differentiated(expr, variable), differentiated(claimed, variable)
    yield sp.S.Zero, sp.expand(claimed)


def judge_near(goal: Goal, claimed: sp.Expr, domain: Mapping[Any, Any]) -> Verdict:
    """Judge a Taylor polynomial about a point at which the function is not defined, but has a limit, by its error nearby.

    Parameters
    ----------
    goal : TaylorPolynomial, TaylorTerm or Truncated
        What was asked.
    claimed : Expr
        The polynomial.
    domain : mapping of Symbol to Set
        Where parameters live.

    Notes
    -----
    Among polynomials of degree n only the Taylor polynomial differs from the
    function by less than the n-th power of the distance.

    Examples
    --------
    >>> from sympy.abc import x
    >>> judge_near(goals.TaylorPolynomial(sp.sin(x) / x, x, 0, 2), 1 - x**2 / 6, {}).status
    <Status.CORRECT: 'correct'>
    """
    expr, variable, about, degree = goal.args
    undecided = Verdict(Status.UNDECIDED, Agreement(0, 0, "a derivative has no plain value at the point"))
    if isinstance(goal, goals.TaylorTerm) or not claimed.is_polynomial(variable):
        return undecided
    if sp.Poly(claimed, variable).degree() > degree:
        return Verdict(Status.INCORRECT, Witness({}, f"degree {sp.Poly(claimed, variable).degree()}", f"degree {degree}", ("", ""), 0))
    share = (expr - claimed) / (variable - about) ** degree
    found = proved_limit(Limit(share, variable, about, sp.Symbol("+-")), domain)
    if found is None:
        return undecided
    if found.value == 0:
        return Verdict(Status.CORRECT, Proof("error smaller than the last power of the distance"), found.conditions)
    return Verdict(Status.INCORRECT, Witness({}, f"error over the last power of the distance: {found.value}", "0", ("", ""), 0))
