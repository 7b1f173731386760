"""Verdicts: what independent code found, with the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sympy as sp

__all__ = [
    "TIME_WAS_OVER",
    "Agreement",
    "Evidence",
    "Finding",
    "Proof",
    "Report",
    "Status",
    "Verdict",
    "Witness",
    "claim_open",
    "claim_proved",
    "claim_refuted",
    "with_numbers",
]


class Status(StrEnum):
    """The three answers a checker may give."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNDECIDED = "undecided"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_HYPHEN = re.compile(r"(?<![\w.)\]])-(?=[\d.])|(?<= )-(?= )")  # before a number, and not between two things that belong together
_POWER_OF_TEN = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+-])0*(\d+)\b")


def with_numbers(text: str) -> str:
    """Return a sentence with the minus of mathematics before its numbers, and powers of ten.

    Examples
    --------
    >>> with_numbers("at x = -1 at most 1e-12, [-1, 2], self-made")
    'at x = −1 at most 10⁻¹², [−1, 2], self-made'
    """
    return _HYPHEN.sub("−", _POWER_OF_TEN.sub(_power_of_ten, text))


def _power_of_ten(match: re.Match[str]) -> str:
    factor = "" if match[1] == "1" else f"{match[1]}·"
    return f"{factor}10{((match[2] if match[2] == '-' else '') + match[3]).translate(_RAISED)}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Why two expressions are the same.

    Parameters
    ----------
    method : str
        One phrase: "identical", "normal form", "equal derivatives and one equal value" ...
    steps : tuple
        The trace that a separate function re-checks; empty where the method says all.
    """

    method: str
    steps: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"proved: {self.method}"


@dataclass(frozen=True, slots=True)
class Witness:
    """An exact point at which two expressions differ.

    Parameters
    ----------
    point : mapping of Symbol to Rational
        Where; empty for constants.
    left, right : str
        The two values there, to the digits that show the difference.
    enclosure : tuple of str
        An interval that surely holds left − right and excludes 0.
    digits : int
        The working precision that was needed, in decimal digits.
    """

    point: Mapping[sp.Symbol, sp.Expr]
    left: str
    right: str
    enclosure: tuple[str, str]
    digits: int = 15

    def __str__(self) -> str:
        place = ", ".join(f"{name} = {number}" for name, number in self.point.items())
        return f"{'at ' + place + ': ' if place else ''}{self.left} ≠ {self.right}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Numbers agree, and no proof was found: not a verdict."""

    digits: int
    points: int
    reason: str = ""

    def __str__(self) -> str:
        why = f" ({self.reason})" if self.reason else ""
        if not self.points:
            return f"not decided{why}"
        return f"agrees to {self.digits} digits at {self.points} point{'s' if self.points != 1 else ''}, not proved{why}"


Evidence = Proof | Witness | Agreement


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """Whether an answer is correct.

    Parameters
    ----------
    status : Status
        "correct", "incorrect" or "undecided".
    evidence : Proof, Witness or Agreement
        What the status rests on.
    domain : Boolean
        The condition under which both sides are defined and were compared; true means everywhere.
    mistake : str, optional
        Id of the mistake of the book that leads to this answer.
    explanation : str
        One plain sentence.
    """

    status: Status
    evidence: Evidence
    domain: Any = sp.true
    mistake: str | None = None
    explanation: str = ""

    def __str__(self) -> str:
        return with_numbers(self.explanation or f"{self.status}: {self.evidence}")

    def __repr__(self) -> str:
        return f"<{self.status}{f', {self.mistake}' if self.mistake else ''}: {self}>"

    def __bool__(self) -> bool:
        return self.status is Status.CORRECT


TIME_WAS_OVER = Verdict(Status.UNDECIDED, Agreement(0, 0, "the time was over"), explanation="Not decided: the time was over.")


def claim_proved(words: str) -> Verdict:
    """Return the verdict on a claim that was proved, with the method."""
    return Verdict(Status.CORRECT, Proof(words))


def claim_refuted(words: str) -> Verdict:
    """Return the verdict on a claim that is false, with what contradicts it."""
    return Verdict(Status.INCORRECT, Witness({}, words, "the claim", ("", ""), 0))


def claim_open(words: str) -> Verdict:
    """Return the verdict on a claim that was neither proved nor refuted, with the reason."""
    return Verdict(Status.UNDECIDED, Agreement(0, 0, words))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one node of a derivation."""

    rule: str
    goal: Any
    verdict: Verdict


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The check of a whole derivation: one finding a node, and one for the whole."""

    status: Status
    findings: tuple[Finding, ...]
    seconds: float = field(default=0.0, compare=False)

    def count(self, status: Status) -> int:
        """Return how many findings have this status."""
        return sum(f.verdict.status is status for f in self.findings)

    def __repr__(self) -> str:
        return f"<{self.status}: {self}>"

    def __str__(self) -> str:
        proved, total = self.count(Status.CORRECT), len(self.findings)
        steps = "step" if total == 1 else "steps"
        share = f"{proved} of {total}" if proved < total else f"all {total}" if total > 1 else str(total)
        text = f"{share} {steps} proved by independent code"
        agreed = [f.verdict.evidence for f in self.findings if f.verdict.status is Status.UNDECIDED]
        if agreed:
            text += f"; {len(agreed)} undecided: " + "; ".join(sorted({str(e) for e in agreed}))
        return text
