"""Asking for antiderivatives, definite integrals and Riemann sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.real_points import must_be_real
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.core import DefiniteIntegral, Integral, Limit
from symtutor.problem import Problem, Sameness
from symtutor.rules import BOOK
from symtutor.term import fresh_symbol
from symtutor.views.solution import Solution, solve

__all__ = ["integrate", "methods", "riemann_sum"]


@public
def integrate(
    f: Any,
    x: Any = None,
    limits: tuple[Any, ...] | None = None,
    method: str | None = None,
    **options: Unpack[Options],
) -> Solution:
    """Integrate an expression step by step.

    Parameters
    ----------
    f : str or Expr
        The integrand.
    limits : pair, optional
        The limits of a definite integral; ``oo`` is allowed.
    method : str, optional
        How the derivation has to begin, such as "parts"; `methods` lists what succeeds.

    Returns
    -------
    Solution
        Its ``.answer`` is an antiderivative without the constant, or the value of
        the definite integral.  Where no rule applies it holds the open Integral.  With limits
        it also has ``.numeric``, a float with a rigorous bound on its error, where one was found.

    Raises
    ------
    InputError
        If an argument makes no sense, or the method is unknown.
    NoRuleApplies
        If the method that was asked for does not succeed.

    Examples
    --------
    >>> integrate("2x").answer
    x**2
    >>> integrate("x e^x", method="parts").answer
    (x - 1)*exp(x)
    """
    inputs, how = begin(options)
    asked = inputs.request(f, sp.Integral, "the integrand")
    expr = asked.expr
    x = asked.variables[0] if x is None and asked.variables else x
    limits = asked.bounds or None if limits is None else limits
    if isinstance(expr, sp.Integral) and x is None and limits is None and len(expr.limits) == 1:
        inputs.notes.append("What is given is an integral already: it is taken as the question itself")
        expr, (x, *within) = expr.function, expr.limits[0]
        limits = (within[0], within[1]) if len(within) == 2 else None
    if expr.has(sp.Integral):
        raise InputError("the integrand holds an integral", "Integrate the inner one first, or give an integrand without ∫.")
    variable = inputs.variable(expr, x, "integrate")
    if limits is None:
        must_be_real([expr], [variable])
        problem = Problem(Integral(expr, variable), Sameness.UP_TO_CONSTANT, variable=variable, domain=inputs.domain)
    else:
        low, high = _pair(limits)
        ends = inputs.expression(low, "the lower limit"), inputs.expression(high, "the upper limit")
        problem = Problem(DefiniteIntegral(expr, variable, *ends), domain=inputs.domain)
    rules = () if method is None else _rules_of(method)
    return solve(problem, inputs, **how, method=rules)


@public
def methods(
    f: Any,
    x: Any = None,
    *,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,  # noqa: ARG001 (the limit is kept around the call)
) -> tuple[str, ...]:
    """Return the names of the methods that find an antiderivative.

    Parameters
    ----------
    f : str or Expr
        The integrand.
    names, functions : iterable of str
        Names of several letters that stand for symbols, and for functions, in text.

    Returns
    -------
    tuple of str
        Such as "substitution" or "parts": how a derivation may begin.  The book may need other
        rules to end it.

    Examples
    --------
    >>> methods("x sqrt(x + 1)")
    ('substitution', 'parts', 'root substitution')
    """
    from symtutor.deriving.methods import solved_by_methods  # noqa: PLC0415 (only this question needs every method)
    from symtutor.rules.integrals.order import METHODS  # noqa: PLC0415 (loads all rules of integration)

    inputs = Inputs(names, functions)
    expr = inputs.expression(f, "the integrand")
    variable = inputs.variable(expr, x, "methods")
    problem = Problem(Integral(expr, variable), Sameness.UP_TO_CONSTANT, variable=variable, domain=inputs.domain)
    return tuple(solved_by_methods(problem, BOOK, METHODS))


@public
def riemann_sum(
    f: Any,
    x: Any,
    a: Any,
    b: Any,
    n: Any = None,
    kind: str = "left",
    **options: Unpack[Options],
) -> Solution:
    """Find a Riemann sum exactly, step by step.

    Parameters
    ----------
    f : str or Expr
        The function: a polynomial, or made of exponentials, sines and cosines.
    x : str or Symbol
        The variable; where f has only one it may be left out, as in ``riemann_sum("x^2", 0, 1, 4)``.
    a, b : str or Expr
        The limits.
    n : int, str or Symbol
        The number of equal cells, or a letter for it; ``oo`` asks for the limit of the sums.
    kind : {"left", "right", "midpoint", "trapezoid", "simpson"}
        Where f is taken in each cell; the last two are means of the others, such as (left + right)/2.

    Returns
    -------
    Solution
        Its ``.answer`` is the sum as an Expr, in n where that is a letter.

    Raises
    ------
    InputError
        If the kind is unknown, or n is no number of cells.
    NoRuleApplies
        If the sum has no closed form that the book knows.

    Examples
    --------
    >>> riemann_sum("2x", "x", -10, 10, 200).answer
    -2
    >>> riemann_sum("x^2", "x", 0, 1, "n").answer
    1/3 - 1/(2*n) + 1/(6*n**2)
    >>> riemann_sum("x^2", "x", 0, 1, "oo").answer
    1/3
    """
    from symtutor.rules.integrals.definite.riemann_sums import KINDS, sum_of_kind  # noqa: PLC0415 (only sums need it)

    if kind not in KINDS:
        raise InputError(f"kind={kind!r} is unknown", f"Choose one of {', '.join(map(repr, KINDS))}.")
    inputs, how = begin(options)
    if n is None:
        x, a, b, n = None, x, a, b
    f_of_x = inputs.expression(f, "the function")
    variable = inputs.variable(f_of_x, x, "riemann_sum")
    must_be_real([f_of_x], [variable])
    ends = inputs.expression(a, "the lower limit"), inputs.expression(b, "the upper limit")
    count = inputs.expression(n, "the number of cells")
    if (count.is_number and not (count is sp.oo or (count.is_Integer and count > 0))) or variable in sp.Tuple(*ends, count).free_symbols:
        raise InputError(f"n={n} with limits {ends[0]} and {ends[1]} is no grid", f"Give a whole number or a letter beside {variable}.")
    if count is sp.oo:
        letter = fresh_symbol({str(s) for s in sp.Tuple(f_of_x, variable, *ends).free_symbols}, "nmNM")
        asked: Any = Limit(sum_of_kind(kind, f_of_x, variable, *ends, letter), letter, sp.oo, sp.Symbol("+-"))
    else:
        asked = sum_of_kind(kind, f_of_x, variable, *ends, count)
    domain = {**inputs.domain, **({count: sp.S.Naturals} if count.is_Symbol else {})}
    return solve(Problem(asked, domain=domain), inputs, **how)


def _rules_of(method: str) -> tuple[str, ...]:
    """Return the ids of the rules with which a derivation by a method begins."""
    from symtutor.rules.integrals.order import METHODS  # noqa: PLC0415 (loads all rules of integration)

    if method not in METHODS:
        raise InputError(f"method={method!r} is unknown", f"Choose one of {', '.join(map(repr, METHODS))}.")
    return METHODS[method]


def _pair(limits: Any) -> tuple[int, int]:
    if not isinstance(limits, tuple | list) or len(limits) != 2:
        raise InputError(f"limits={limits!r} is no pair", "Pass two values, as in limits=(0, 1).")
    return limits[0], limits[1]
