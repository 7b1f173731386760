"""The kind of problem that asks whether a function is convex."""

from __future__ import annotations

from typing import Any

from symtutor.ask.inputs.inputs import Inputs
from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.errors import InputError
from symtutor.goals import convexity as goals
from symtutor.goals.core import Goal
from symtutor.kinds.conclusions import convex
from symtutor.kinds.kind import Case, Kind, drawn, judged_by
from symtutor.problem import Problem
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["KINDS"]

_SHAPES = ("affine", "neither", "concave", "convex")


def _read(answer: Any, _case: Case, _reader: Inputs) -> str:
    """Return the shape that an answer in words names."""
    words = str(answer).lower()
    if "not convex" in words and "not concave" in words:
        return "neither"
    shape = next((s for s in _SHAPES if s in words), None)
    if shape is None or f"not {shape}" in words:
        raise InputError(f"{answer!r} names no shape", 'Answer "convex", "concave", "affine" or "neither".')
    return shape


def _judge(_problem: Problem, solved: Solved, found: Any, _book: Book) -> Verdict:
    wanted = solved.value.shape
    if found == wanted or (wanted == "affine" and found in {"convex", "concave"}):
        return Verdict(Status.CORRECT, Proof("the same shape"), explanation="Correct.")
    told = "The function is neither convex nor concave." if wanted == "neither" else f"The function is {wanted}."
    return Verdict(Status.INCORRECT, Witness({}, found, wanted, ("", ""), 0), explanation=told)


KINDS: dict[type[Goal], Kind] = {
    goals.ConvexityOf: Kind(
        "Is {expr} convex or concave?",
        entries=lambda _goal: 4,
        read=_read,
        judge=judged_by(_judge),
        concluded=convex,
        picture=drawn("convexity"),
    ),
}
