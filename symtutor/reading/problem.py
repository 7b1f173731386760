"""From a question to a Problem: goals that can be derived, and what counts as the same answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp

from symtutor.algorithms.places.kinks import at_place
from symtutor.errors import InputError, ReadError
from symtutor.goals import core as goals
from symtutor.goals import vectors as vector_goals
from symtutor.problem import Problem, Sameness
from symtutor.reading.answers import must_have_points_for_decimals
from symtutor.reading.elaborate import elaborate
from symtutor.reading.question import Kind, Question, read_question
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.term import LEAVES, At, Term, as_term

__all__ = ["NothingAsked", "problem_of", "problem_of_term", "read_problem"]


class NothingAsked(ReadError):  # noqa: N818 (a reason: the text is well formed)
    """An expression by itself, which holds neither a derivative, an integral nor a limit."""


def read_problem(
    text: str,
    *,
    syntax: str = "auto",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Problem:
    """Read a question as a Problem.

    Parameters and errors are those of `read_term`.

    Returns
    -------
    Problem
        Its goal has goals where the notation has derivatives, integrals and limits.

    Examples
    --------
    >>> problem = read_problem("∫ 2x dx")
    >>> print(problem.goal)
    Integral(2*x, x)
    >>> problem.sameness
    <Sameness.UP_TO_CONSTANT: 'the same up to a constant on each interval'>
    """
    return problem_of(read_question(text, syntax=syntax, names=names, functions=functions, limits=limits), limits)


def problem_of(question: Question, limits: Limits = DEFAULT_LIMITS) -> Problem:
    """Return the Problem of a question.

    Parameters
    ----------
    question : Question
        As read.
    limits : Limits
        Limits of size.

    Returns
    -------
    Problem

    Raises
    ------
    InputError
        If nothing is asked, or nothing that can be derived.
    """
    if question.kind is not Kind.VALUE:
        return Problem(_vector_goal(question))
    return problem_of_term(question.terms[0], question.text, limits)


def problem_of_term(term: Term, text: str, limits: Limits = DEFAULT_LIMITS) -> Problem:
    """Return the Problem that a term with derivatives, integrals and limits poses.

    Raises
    ------
    ReadError
        If nothing is asked.
    """
    if term.head in _RELATIONS:
        raise ReadError("an equation is no question", text, term.span[0] if term.span else 0, _OF_EQUATIONS)
    goal = _with_goals(term, text, limits)
    if goal.head is sp.Tuple and not all(goals.is_open(part) for part in goal.args):
        must_have_points_for_decimals(text)
        raise ReadError("a part of the list asks nothing", text, 0, "Ask one question, or write d/dx, ∫ or lim before each part.")
    if not goals.is_open(goal):
        raise NothingAsked("nothing is asked about the expression", text, 0, "Write d/dx before it, or ∫ … dx around it.")
    variable = next((part.args[1] for part in _integrals(goal)), None)
    return Problem(goal, Sameness.UP_TO_CONSTANT if variable is not None else Sameness.FUNCTION, variable=variable)


def _vector_goal(question: Question) -> Term:
    """Return the goal of a question about a field."""
    build = _VECTOR_GOALS.get(question.kind)
    if build is None:
        raise InputError(f"questions of the kind {question.kind.value!r} cannot be posed as text yet", "Call the function of this name.")
    if not all(isinstance(part, sp.Expr) for part in question.values) or question.constraints:
        raise InputError(f"the {question.kind.value} of an equation is not asked for", "Write gradient of x^2 + y^3.")
    if question.kind is not Kind.JACOBIAN and len(question.values) != 1:
        raise InputError(f"the {question.kind.value} is that of one expression", "Write jacobian of (2xy, x^2 y) for several.")
    if not question.variables:
        raise InputError(f"the {question.kind.value} needs a variable", "Write gradient of x^2 + y^3.")
    subject = question.values if question.kind is Kind.JACOBIAN else question.values[0]
    goal = build(subject, question.variables)
    place = [(name, elaborate(value, text=question.text)) for name, value in question.said.place]
    if not place:
        return goal
    names = [question.variables[k] if name is None else name.args[0] for k, (name, _) in enumerate(place[: len(question.variables)])]
    return at_place(goal, tuple(names), tuple(value for _, value in place[: len(names)]))


_VECTOR_GOALS: dict[Kind, Callable[..., Term]] = {
    Kind.GRADIENT: vector_goals.Gradient,
    Kind.HESSIAN: vector_goals.Hessian,
    Kind.JACOBIAN: vector_goals.Jacobian,
}
_OF_EQUATIONS = 'Write "solve x^2 = 4", "d/dx x^3" for a slope of y = x^3, or "dy/dx of x^2 + y^2 = 25".'
_RELATIONS = frozenset({sp.Eq, sp.Ne, sp.Lt, sp.Le, sp.Gt, sp.Ge, sp.And})


def _integrals(goal: Term) -> list[Term]:
    """Return the antiderivatives that a goal asks for, those inside a derivative or limit left out."""
    if isinstance(goal, goals.Goal):
        return [goal] if isinstance(goal, goals.Integral) else []
    if goal.head in LEAVES:
        return []
    return [found for arg in goal.args if isinstance(arg, Term) for found in _integrals(arg)]


def _with_goals(term: Term, text: str, limits: Limits) -> Term:
    """Return a term in which derivatives, integrals and limits are goals, and all else has its value."""
    if not any(isinstance(arg, Term) for arg in term.args):
        return as_term(elaborate(term, text=text, limits=limits))
    args = [_with_goals(arg, text, limits) if isinstance(arg, Term) else arg for arg in term.args]
    build = _GOALS.get(term.head)
    if build is not None:
        return build(*args)
    if any(isinstance(arg, Term) and goals.is_open(arg) for arg in args):
        return Term(term.head, tuple(args), term.span)
    return as_term(elaborate(term, text=text, limits=limits))


def _derivative(expr: Term, variable: Term, order: Term) -> Term:
    times = order.args[0]
    return goals.D(expr, variable) if times == 1 else goals.HigherDerivative(expr, variable, times)


def _integral(expr: Term, variable: Term, *bounds: Term) -> Term:
    return goals.DefiniteIntegral(expr, variable, *bounds) if bounds else goals.Integral(expr, variable)


def _limit(expr: Term, variable: Term, to: Term, direction: str) -> Term:
    return goals.Limit(expr, variable, to, sp.Symbol(direction))


def _at(expr: Term, letter: Term, point: Term) -> Term:
    letters, values = (side.args[0] if isinstance(side.args[0], sp.Tuple) else (side.args[0],) for side in (letter, point))
    return at_place(expr, tuple(letters), tuple(values))


_GOALS: dict[Any, Callable[..., Term]] = {sp.Derivative: _derivative, sp.Integral: _integral, sp.Limit: _limit, At: _at}
