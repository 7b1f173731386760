"""Asking for divergence, curl and potential of vector fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import sympy as sp

from symtutor.algorithms.places.singularities import places_lost
from symtutor.ask.arguments import field_of, solved
from symtutor.checking.meanings.by_goal import judge
from symtutor.diagnosing.mistakes import name_mistake
from symtutor.errors import InputError
from symtutor.goals.vectors import Curl, Divergence, Potential
from symtutor.inputs import Inputs, says_no_value
from symtutor.rules import BOOK
from symtutor.solution import Solution
from symtutor.term import quote
from symtutor.verdict import Agreement, Proof, Status, Verdict
from symtutor.writing.document import Document, Paragraph
from symtutor.writing.marks.text import UNICODE

__all__ = ["curl", "divergence", "potential"]

NO_POTENTIAL = sp.Symbol("none")  # stands for the answer None
_NO_POTENTIAL = ("no potential", "there is no potential", "there is none", "not conservative")
_RIGHTLY_NONE = "Correct: there is no potential."
_ON_PARTS = ("Equal cross derivatives give a potential only on a region without holes. This one holds on each part of the region ",)
_BY_ITSELF = (" by itself: on another part the constant may be another one.",)


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

    @property
    def _holds(self) -> Any:
        """Return the condition under which the answer is a potential where the field has values."""
        return sp.And(*(condition for node in self.derivation.nodes() if isinstance(node.goal, Potential) for condition in node.conditions))

    def document(self, detail: str | None = None) -> Document:
        """Return the worked solution, with a sentence about its region where the potential does not reach the whole domain of the field."""
        found = super().document(detail)
        if self._holds == sp.true:
            return found
        told = Paragraph((*_ON_PARTS, quote(self._holds), *_BY_ITSELF))
        *before, last = found.parts
        return replace(found, parts=(*before, told, last))

    def _read(self, answer: Any, reader: Inputs) -> Any:
        if answer is None or (isinstance(answer, str) and says_no_value(answer, _NO_POTENTIAL)):
            return NO_POTENTIAL
        return super()._read(answer, reader)

    def _judged(self, found: Any) -> Verdict:
        """Judge a potential by its gradient, so that a constant may be added."""
        exists = self.answer is not None
        if found == NO_POTENTIAL:
            return self._judged_none() if exists else Verdict(Status.CORRECT, Proof("cross derivatives"), explanation=_RIGHTLY_NONE)
        goal: Any = self.problem.goal
        verdict = judge(goal, found, self.problem.domain)
        if not exists:
            return replace(verdict, explanation="There is no potential: cross derivatives differ.")
        if verdict.status is Status.CORRECT:
            return _on_its_parts(verdict, sp.And(*places_lost(found, *goal.args)))
        if verdict.status is not Status.INCORRECT:
            return verdict
        named = replace(verdict, explanation=f"The gradient of the answer is not the field: {verdict.evidence}.")
        return name_mistake(self.problem, self.derivation, found, named, BOOK)

    def _judged_none(self) -> Verdict:
        """Judge the claim that there is no potential where there is one, at least on parts of the domain."""
        if self._holds == sp.true:
            return Verdict(Status.INCORRECT, Proof("cross derivatives"), explanation="There is a potential.")
        told = f"There is a potential for {UNICODE.value(self._holds)}, on each part by itself; whether one reaches around the place"
        return Verdict(
            Status.UNDECIDED,
            Agreement(0, 0, "cross derivatives decide on regions without holes only"),
            explanation=f"{told} where the field has no value is not decided by the cross derivatives.",
        )


def _on_its_parts(verdict: Verdict, holds: Any) -> Verdict:
    """Return a verdict that says on which parts a right answer is a potential."""
    if holds == sp.true:
        return replace(verdict, explanation="Correct.")
    told = f"Correct for {UNICODE.value(holds)}, on each part by itself."
    return replace(verdict, domain=sp.And(verdict.domain, holds), explanation=told)


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
