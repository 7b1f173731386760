"""Asking for judgement: whether two expressions are the same, whether an answer is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp

from symtutor import reading
from symtutor.ask.public import public
from symtutor.checking.equivalence.equations import same_solutions
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.deadline import allowed
from symtutor.errors import InputError
from symtutor.inputs import Inputs
from symtutor.judgement import Judgement
from symtutor.problem import Problem
from symtutor.solution import Solution, solve
from symtutor.term import quote
from symtutor.verdict import TIME_WAS_OVER, Verdict

__all__ = ["check", "equivalent"]


@public
def equivalent(
    a: Any,
    b: Any,
    variable: Any = None,
    *,
    up_to_constant: bool = False,
    domain: Any = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,  # noqa: ARG001 (the limit is kept around the call)
) -> Verdict:
    """Judge whether two expressions are the same function where both are defined, or two equations have the same solutions.

    Parameters
    ----------
    a, b : str, Expr or Eq
        The expressions, or two equations.
    variable : str or Symbol, optional
        The variable that a constant may not depend on, and that a Set as `domain` speaks of.
    up_to_constant : bool
        Allow a constant difference on each interval, as between antiderivatives.
    domain : Set, pair of ends or mapping of Symbol to Set, optional
        Where the symbols live; others are real.

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
    >>> equivalent("y = x^2", "2y - 2x^2 = 0").status
    <Status.CORRECT: 'correct'>
    """
    inputs = Inputs(names, functions)
    left, right = inputs.pair(a, b)
    chosen = None if variable is None else inputs.symbol(variable)
    where = dict(inputs.domain)
    if isinstance(domain, Mapping):
        where.update({inputs.symbol(k): v for k, v in domain.items()})
    elif isinstance(domain, tuple) and len(domain) == 2:
        where[chosen or inputs.variable(sp.Tuple(left, right), what="equivalent")] = sp.Interval(*map(inputs.expression, domain))
    elif domain is not None and not isinstance(domain, sp.Set):
        raise InputError(
            f"domain={domain!r} is no set", "Pass a SymPy Set, two ends as in domain=(0, 1), or a mapping from letters to such."
        )
    elif domain is not None:
        ends = domain if isinstance(domain, sp.Set) else sp.Interval(*(inputs.expression(e, "an end of the domain") for e in domain))
        where[chosen or inputs.variable(sp.Tuple(left, right), what="equivalent")] = ends
    verdict = TIME_WAS_OVER
    with allowed():
        if isinstance(left, sp.Equality):
            verdict = same_solutions(left, right, domain=where or None)
        else:
            verdict = equivalence(left, right, variable=chosen, up_to_constant=up_to_constant, domain=where or None)
    return Judgement.of(verdict, ("Is this the same as ", quote(left), "?"), right, notes=tuple(inputs.notes))


@public
def check(problem: Any, answer: Any, *, names: Iterable[str] = (), functions: Iterable[str] = (), seconds: float | None = None) -> Verdict:
    """Judge an answer to a problem, and name the mistake where the book knows it.

    Parameters
    ----------
    problem : str, Solution or Problem
        Notation such as ``"d/dx x^2 sin x"``, or what was solved before.
    answer : str or Expr
        The answer to judge.

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
        asked = reading.read_question(problem, names=names, functions=functions)
        inputs.notes.extend(map(str, asked.notes))
        problem = reading.problem_of(asked)
    if not isinstance(problem, Problem):
        raise InputError(f"the problem is of type {type(problem).__name__}", "Pass notation such as 'd/dx x^2', or a Solution.")
    return solve(problem, inputs, seconds=seconds).check(answer)
