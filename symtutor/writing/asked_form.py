"""A right answer in another form than was asked for is told what is left to do."""

from __future__ import annotations

from dataclasses import replace

from symtutor.diagnosing.forms import lack_of_form
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.writing.marks.text import UNICODE

__all__ = ["in_asked_form"]


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
