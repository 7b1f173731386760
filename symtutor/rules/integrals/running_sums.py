"""A running sum that was given as an antiderivative: its step is found, so that the mistake can be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal, Integral
from symtutor.rule import Slip

__all__ = ["SLIPS", "step_of_running_sum"]

_WORDS = (
    "That is the running sum of the function with step {step}: it rises by the step times the function at each step, so it is skewed "
    "against the antiderivative; only in the limit of small steps do they differ by a constant."
)


def step_of_running_sum(f: sp.Expr, x: sp.Symbol, answer: sp.Expr) -> sp.Expr | None:
    """Return the step δ with which an answer is a running sum of a polynomial, or None where it is none.

    Parameters
    ----------
    f : Expr
        The integrand.
    x : Symbol
        The variable.
    answer : Expr
        What was given as an antiderivative; a constant may be added.

    Returns
    -------
    Expr or None
        Positive where each value includes its own cell, S(x) − S(x − δ) = δ·f(x); negative where it does not.

    Notes
    -----
    By the formula of Euler and Maclaurin S = F + δ·f/2 + ..., so the second coefficient gives δ,
    and the difference equation decides.

    References
    ----------
    .. [1] R. L. Graham, D. E. Knuth and O. Patashnik, *Concrete Mathematics*, 2nd ed.,
       Addison-Wesley, 1994, sec. 9.5.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> step_of_running_sum(2 * x, x, x**2 + x / 10 - 101)
    1/10
    >>> step_of_running_sum(2 * x, x, x**2 + x**3)
    """
    if not isinstance(answer, sp.Expr) or not (f.is_polynomial(x) and answer.is_polynomial(x)) or not f.has(x):
        return None
    given, wanted = sp.Poly(answer, x), sp.Poly(f, x)
    if given.degree() != wanted.degree() + 1:
        return None
    second = given.coeff_monomial(x ** wanted.degree()) - wanted.coeff_monomial(x ** (wanted.degree() - 1)) / wanted.degree()
    step = sp.cancel(2 * second / wanted.LC())
    if step == 0 or sp.expand(answer - answer.subs(x, x - step) - step * f) != 0:
        return None
    return step


def _finds(goal: Goal, _value: object, found: sp.Expr, _same: Callable[[Any, Any], bool]) -> Mapping[str, sp.Expr] | None:
    f, x = goal.args
    step = step_of_running_sum(f, x, found)
    return {"step": step} if step is not None and step.free_symbols <= f.free_symbols else None  # any other letter is no step


SLIPS = (Slip(id="riemann.definition/running-sum", goals=(Integral,), words=_WORDS, finds=_finds),)
