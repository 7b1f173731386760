"""What "the same answer" means for each kind of problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import in_one_form
from symtutor.checking.equivalence.collections import equal_sets, equal_up_to_factor
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.sentences import of_an_answer, of_an_antiderivative
from symtutor.checking.equivalence.simple_points import at_a_simple_point
from symtutor.errors import InputError
from symtutor.problem import Problem, Sameness
from symtutor.term import sympified
from symtutor.verdict import Proof, Status, Verdict

__all__ = ["same", "same_set", "same_up_to_factor"]


def same(problem: Problem, found: Any, wanted: Any) -> Verdict:
    """Judge an answer to a problem by the sameness that the problem asks for.

    Parameters
    ----------
    problem : Problem
        Says what counts as the same, over which domain, and on which curve.
    found, wanted : Expr, Matrix, relation, set or tuple
        The answer, and what is known to be right.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If the problem lacks the variable or the curve that its sameness needs.

    Examples
    --------
    >>> from symtutor.term import as_term
    >>> x, y = sp.symbols("x y")
    >>> circle = Problem(as_term(0), Sameness.MODULO_CURVE, curve=x**2 + y**2 - 1)
    >>> print(same(circle, -x / y, (y**2 - 1) / (x * y)))
    Correct on the curve.
    """
    return _BY_SAMENESS[problem.sameness](problem, found, wanted)


def _as_function(problem: Problem, found: Any, wanted: Any) -> Verdict:
    if found is sp.nan and wanted in _WITHOUT_VALUE:
        return Verdict(Status.CORRECT, Proof("there is no finite value"), explanation=_WITHOUT_VALUE[wanted])
    verdict = equivalence(found, wanted, variable=problem.variable, domain=problem.domain)
    return of_an_answer(at_a_simple_point(verdict, found, wanted, problem.domain))


_WITHOUT_VALUE = {
    sp.nan: "Correct: no value exists.",
    sp.zoo: "Correct: no value exists.",
    sp.oo: "Correct: there is no finite value; more exactly it is ∞.",
    -sp.oo: "Correct: there is no finite value; more exactly it is −∞.",
}


def _up_to_constant(problem: Problem, found: Any, wanted: Any) -> Verdict:
    verdict = equivalence(found, wanted, variable=problem.variable, up_to_constant=True, domain=problem.domain)
    given = frozenset(wanted.free_symbols | {problem.variable})
    if verdict.status is Status.INCORRECT and isinstance(found, sp.Expr):
        slope, wanted_slope = (in_one_form(differentiated(side, problem.variable)) for side in (found, wanted))
        verdict = at_a_simple_point(verdict, slope, wanted_slope, problem.domain)
    return of_an_antiderivative(verdict, found, problem.variable, given)


def _modulo_curve(problem: Problem, found: sp.Expr, wanted: sp.Expr) -> Verdict:
    """Judge on the points of a curve: equal outright, or by a numerator that the curve divides."""
    if problem.curve is None:
        raise InputError("a problem on a curve needs the curve", "set Problem.curve to the expression that is 0 on it")
    outright = equivalence(found, wanted, domain=problem.domain)
    if outright:
        return outright
    from symtutor.checking.equivalence.on_curves import judge_on_curve  # noqa: PLC0415 (only problems on curves need it)

    return judge_on_curve(sympified(found), sympified(wanted), sympified(problem.curve), problem.domain)


def _up_to_factor(problem: Problem, found: sp.Rel, wanted: sp.Rel) -> Verdict:
    return same_up_to_factor(found, wanted, domain=problem.domain)


def _as_set(problem: Problem, found: Any, wanted: Any) -> Verdict:
    return same_set(found, wanted, domain=problem.domain)


def same_up_to_factor(found: sp.Rel, wanted: sp.Rel, *, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Judge whether two equations describe the same line or plane; see `equal_up_to_factor`.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> print(same_up_to_factor(sp.Eq(2 * y, 4 * x - 2), sp.Eq(y, 2 * x - 1)))
    Correct.
    >>> same_up_to_factor(sp.Eq(y, 2 * x), sp.Eq(y, 2 * x - 1)).status
    <Status.INCORRECT: 'incorrect'>
    """
    return equal_up_to_factor(found, wanted, equivalence, domain)


def same_set(found: Any, wanted: Any, *, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Judge whether two collections have the same members, in any order; see `equal_sets`.

    Examples
    --------
    >>> print(same_set((1, -1), (-1, 1)))
    Correct.
    >>> print(same_set((1,), (-1, 1)))
    Not the same set: −1 is missing.
    """
    return equal_sets(found, wanted, equivalence, domain)


_BY_SAMENESS: dict[Sameness, Callable[[Problem, Any, Any], Verdict]] = {
    Sameness.FUNCTION: _as_function,
    Sameness.UP_TO_CONSTANT: _up_to_constant,
    Sameness.MODULO_CURVE: _modulo_curve,
    Sameness.UP_TO_FACTOR: _up_to_factor,
    Sameness.SET: _as_set,
}
