"""Asking for divergence, curl and potential of vector fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import sympy as sp

from symtutor.ask.vector_arguments import field_of, solved
from symtutor.checking.meaning import judge
from symtutor.errors import InputError
from symtutor.inputs import Inputs
from symtutor.solution import Solution
from symtutor.vector_goals import Curl, Divergence, Potential
from symtutor.verdict import Proof, Status, Verdict

__all__ = ["curl", "divergence", "potential"]

NO_POTENTIAL = sp.Symbol("none")  # stands for the answer None


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
    components, chosen = field_of(inputs, field, variables)
    return solved(Divergence(components, chosen), chosen, at, inputs, seconds, detail)


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
    components, chosen = field_of(inputs, field, variables)
    if len(components) == 2:
        third = next(sp.Symbol(n) for n in ("z", "w", "z_3") if sp.Symbol(n) not in chosen)
        components, chosen = (*components, sp.S.Zero), (*chosen, third)
    if len(components) != 3:
        raise InputError(f"a curl needs two or three components, and there are {len(components)}")
    return solved(Curl(components, chosen), chosen, at, inputs, seconds, detail)


class _PotentialSolution(Solution):
    """A solution whose answer is None when there is no potential."""

    @cached_property
    def answer(self) -> Any:
        """The potential, without the constant that may be added; None when there is none."""
        found = self.derivation.value
        return None if isinstance(found, sp.Ne) else self._inputs.restored(found)

    def _read(self, answer: Any, reader: Inputs) -> Any:
        return NO_POTENTIAL if answer is None else super()._read(answer, reader)

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
    components, chosen = field_of(inputs, field, variables)
    found = solved(Potential(components, chosen), chosen, None, inputs, seconds, detail)
    return _PotentialSolution(found.problem, found.derivation, found.report, inputs, detail)
