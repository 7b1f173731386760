"""The public functions: each reads its arguments, derives, checks, and wraps the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from numbers import Integral as IntegralNumber
from typing import Any

import sympy as sp

from symtutor import reading
from symtutor.checking.equivalence import equivalence
from symtutor.errors import InputError
from symtutor.goals import D, DerivativeFromDefinition, Evaluated, HigherDerivative
from symtutor.inputs import Inputs
from symtutor.problem import Problem
from symtutor.solution import Solution, solve
from symtutor.term import Term
from symtutor.verdict import Verdict

__all__ = ["check", "differentiate", "equivalent", "read", "read_term"]

_STEPS = ("h", "delta", "k", "s")
_LARGEST_ORDER = 100


def differentiate(
    f: Any,
    *variables: Any,
    order: int = 1,
    at: Any = None,
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


def _variables(expr: Any, variables: tuple[Any, ...], order: Any, inputs: Inputs) -> list[sp.Symbol]:
    """Return the variables in the order of differentiation, each as often as it is used."""
    if isinstance(order, bool) or not isinstance(order, IntegralNumber) or order < 1:
        raise InputError(f"order={order!r} is no order of a derivative", "Give a whole number from 1.")
    chosen: list[sp.Symbol] = []
    for variable in variables:
        if isinstance(variable, IntegralNumber) and not isinstance(variable, bool):
            if not chosen or variable < 1:
                raise InputError(f"{variable} does not follow a variable that it could repeat", 'As in differentiate(f, "x", 2, "y").')
            chosen.extend(chosen[-1:] * (int(variable) - 1))
        else:
            chosen.append(inputs.symbol(variable))
    if not chosen:
        chosen = [inputs.variable(expr)]
    if order > 1:
        if len(set(chosen)) > 1:
            raise InputError("order= goes with one variable", 'For mixed derivatives write differentiate(f, "x", 2, "y").')
        chosen = chosen * int(order)
    if len(chosen) > _LARGEST_ORDER:
        raise InputError(f"a derivative of order {len(chosen)} is too high; at most {_LARGEST_ORDER} are worked out")
    return chosen


def _nested(expr: Any, variables: list[sp.Symbol]) -> Term:
    """Return the goal of differentiating in each variable in turn."""
    goal: Any = expr
    for variable, group in groupby(variables):
        order = len(list(group))
        goal = D(goal, variable) if order == 1 else HigherDerivative(goal, variable, order)
    return goal


def _from_definition(expr: Any, variables: list[sp.Symbol]) -> Term:
    if len(variables) > 1:
        raise InputError("method='limit' works out first derivatives", "Leave out order= and further variables.")
    used = {s.name for s in expr.free_symbols} | {variables[0].name}
    step = next(name for name in (*_STEPS, *(f"h{n}" for n in range(1, len(used) + 2))) if name not in used)
    return DerivativeFromDefinition(expr, variables[0], sp.Symbol(step))


def equivalent(
    a: Any,
    b: Any,
    variable: Any = None,
    *,
    up_to_constant: bool = False,
    domain: Any = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Verdict:
    """Judge whether two expressions are the same function where both are defined.

    Parameters
    ----------
    a, b : str or Expr
        The expressions.
    variable : str or Symbol, optional
        The variable that a constant may not depend on, and that a Set as `domain` speaks of.
    up_to_constant : bool
        Allow a constant difference on each interval, as between antiderivatives.
    domain : Set or mapping of Symbol to Set, optional
        Where the symbols live; others are real.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

    Returns
    -------
    Verdict
        "correct" with a proof, "incorrect" with an exact witness, or "undecided".

    Examples
    --------
    >>> equivalent("sin^2 x + cos^2 x", "1").status
    <Status.CORRECT: 'correct'>
    >>> equivalent("sqrt(x^2)", "x").status
    <Status.INCORRECT: 'incorrect'>
    """
    inputs = Inputs(names, functions)
    left, right = inputs.expression(a, "the first expression"), inputs.expression(b, "the second expression")
    chosen = None if variable is None else inputs.symbol(variable)
    where = dict(inputs.domain)
    if isinstance(domain, Mapping):
        where.update({inputs.symbol(k): v for k, v in domain.items()})
    elif domain is not None:
        where[chosen or inputs.variable(left + right, what="equivalent")] = domain
    return equivalence(left, right, variable=chosen, up_to_constant=up_to_constant, domain=where or None)


def check(problem: Any, answer: Any, *, names: Iterable[str] = (), functions: Iterable[str] = (), seconds: float | None = None) -> Verdict:
    """Judge an answer to a problem, and name the mistake where the book knows it.

    Parameters
    ----------
    problem : str, Solution or Problem
        Notation such as ``"d/dx x^2 sin x"``, or what was solved before.
    answer : str or Expr
        The answer to judge.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.
    seconds : float, optional
        Give up after this time.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> verdict = check("d/dx x^2 sin x", "2x cos x")
    >>> verdict.status, verdict.mistake
    (<Status.INCORRECT: 'incorrect'>, 'diff.product/product-of-derivatives')
    """
    if isinstance(problem, Solution):
        return problem.check(answer)
    inputs = Inputs(names, functions)
    if isinstance(problem, str):
        problem = reading.read_problem(problem, names=names, functions=functions)
    if not isinstance(problem, Problem):
        raise InputError(f"the problem is of type {type(problem).__name__}", "Pass notation such as 'd/dx x^2', or a Solution.")
    return solve(problem, inputs, seconds=seconds).check(answer)


def read(text: str, syntax: str = "auto", *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Any:
    """Read notation as a SymPy object; derivatives, integrals, limits, sums and equations stay unevaluated.

    Parameters
    ----------
    text : str
        Plain text or LaTeX.
    syntax : {"auto", "text", "latex"}
        Which notation it is.
    names, functions : iterable of str
        Symbols and functions of several letters.

    Returns
    -------
    Basic, matrix or tuple
        A tuple for a chain a = b = c.

    Examples
    --------
    >>> read("2x e^x")
    2*x*exp(x)
    >>> read(r"\\frac{d}{dx} x^2")
    Derivative(x**2, x)
    """
    return reading.read_expression(text, syntax=syntax, names=names, functions=functions)


def read_term(text: str, syntax: str = "auto", *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Term:
    """Read notation as a Term: in its own order, nothing evaluated.

    Parameters are those of `read`.

    Examples
    --------
    >>> from symtutor.term import value
    >>> value(read_term("2x + 3x"))
    5*x
    """
    return reading.read_term(text, syntax=syntax, names=names, functions=functions).term
