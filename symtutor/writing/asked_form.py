"""A right answer in another form than was asked for is told what is left to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.diagnosing.forms import lack_of_form
from symtutor.term import Term, as_term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.writing.marks.text import UNICODE

__all__ = ["in_asked_form", "unless_restated"]


def in_asked_form(verdict: Verdict, answer: Term, form: str | None) -> Verdict:
    """Return the verdict on an answer of which a form was asked: one with the right value in another form does not answer.

    Parameters
    ----------
    verdict : Verdict
        On its value.
    answer : Term
        As it was written.
    form : str, optional
        A name of `symtutor.diagnosing.forms.FORMS`.
    """
    lack = None if form is None or not verdict else lack_of_form(answer, form)
    if lack is None:
        return verdict
    told = lack.words.format(*map(UNICODE.render, lack.parts))
    where = verdict.explanation.removeprefix("Correct").removesuffix(".")
    name = f"a {form}" if form == "single fraction" else f"in {form}" if form == "partial fractions" else f"{form}"
    explanation = f"The value is right{where if where.startswith(' for') else ''}, but it is not {name}: {told}."
    return replace(verdict, status=Status.INCORRECT, evidence=Proof(f"not {name}: {told}"), explanation=explanation)


def unless_restated(verdict: Verdict, found: Any, value: Any) -> Verdict:
    """Return the verdict on an answer: one in which a derivative, integral or limit is still to be worked out answers nothing.

    Parameters
    ----------
    verdict : Verdict
        On its value.
    found, value : object
        The answer, and the right one, which may hold an integral that is not elementary.
    """
    left = _left(found)
    if verdict.status is Status.INCORRECT or not left or _left(value):
        return verdict
    told = f"{UNICODE.render(as_term(left[0]))} is still to be worked out"
    whole = f"The value is right, but {told}." if verdict else f"That is no answer yet: {told}."
    return replace(verdict, status=Status.INCORRECT, evidence=Proof(told), explanation=whole)


def _left(thing: Any) -> list[Any]:
    """Return what is not worked out; a derivative of an unknown function stands for itself."""
    if not isinstance(thing, sp.Basic | sp.MatrixBase):
        return []
    found = thing.atoms(sp.Derivative, sp.Integral, sp.Limit, sp.Sum, sp.Product)
    return sorted((part for part in found if not part.has(AppliedUndef)), key=str)
