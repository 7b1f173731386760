"""Taylor polynomials with a bound on their error."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from typing import Any

from symtutor.deriving.layout import Block, Step
from symtutor.encoding import decode, encode
from symtutor.errors import InputError
from symtutor.goals.core import TaylorPolynomial, TaylorRemainder
from symtutor.inputs import Inputs
from symtutor.problem import Problem
from symtutor.rules.limits.questions import sign_of_number
from symtutor.solution import Solution, solve
from symtutor.term import quote
from symtutor.verdict import Report, Status
from symtutor.writing.document import Document
from symtutor.writing.formats.json_guard import refuse_unless_mathematics

__all__ = ["TaylorSolution", "interval_of", "with_remainder"]


class TaylorSolution(Solution):
    """A Taylor polynomial and a bound on its error over an interval, each derived and checked.

    Its ``.answer`` is the polynomial, its ``.bound`` a number that the error
    nowhere exceeds on the interval, its ``.remainder`` the solution that finds it.

    Parameters
    ----------
    polynomial : Solution
        The solution that finds the polynomial.
    remainder : Solution
        The solution that bounds the remainder.
    """

    def __init__(self, polynomial: Solution, remainder: Solution) -> None:
        findings = tuple({f.goal: f for f in (*polynomial.report.findings, *remainder.report.findings)}.values())
        undecided = Status.UNDECIDED in {polynomial.report.status, remainder.report.status}
        seconds = polynomial.report.seconds + remainder.report.seconds
        report = Report(Status.UNDECIDED if undecided else Status.CORRECT, findings, seconds)
        super().__init__(polynomial.problem, polynomial.derivation, report, polynomial._inputs, polynomial.detail)  # noqa: SLF001 (of its own class)
        self.remainder = remainder

    @property
    def bound(self) -> Any:
        """The bound on the absolute error over the interval."""
        return self.remainder.answer

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every rule application, those of the polynomial first."""
        return (*super().steps, *self.remainder.steps)

    @property
    def explained(self) -> bool:
        """Whether every step of both is a rule of the book."""
        return super().explained and self.remainder.explained

    def json(self) -> str:
        """Return the solution as JSON, its interval included; `TaylorSolution.from_json` gives it back."""
        data = json.loads(super().json())
        data["interval"] = [encode(end) for end in self.remainder.problem.goal.args[4:6]]
        return json.dumps(data, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> TaylorSolution:
        """Return the solution that a JSON text holds, polynomial and bound: derived and checked again.

        Raises
        ------
        InputError
            If the text is no solution with an interval, or its answer is not what the problem gives.
        """
        polynomial = super().from_json(text)
        ends = json.loads(text).get("interval")
        if not isinstance(ends, list) or len(ends) != 2:
            raise InputError("this JSON holds no interval", "Read it with Solution.from_json.")
        for end in ends:
            refuse_unless_mathematics(end)
        return with_remainder(polynomial, *interval_of(tuple(decode(end) for end in ends), Inputs()))

    def blocks(self, detail: str | None = None) -> tuple[Block, ...]:
        """Return the printed lines as data, those of the polynomial first; what was derived there is not derived again."""
        first = super().blocks(detail)
        known = {str(block.lines[0].term) for block in first}
        return (*first, *(b for b in self.remainder.blocks(detail or self.detail) if str(b.lines[0].term) not in known))

    def document(self, detail: str | None = None) -> Document:
        """Return the worked solution as headings, sentences and formulas."""
        found = super().document(detail)
        _, variable, _, _, low, high = self.remainder.problem.goal.args
        asked = (", and bound its error for ", quote(variable), " from ", quote(low), " to ", quote(high))
        return replace(found, title=(*found.title, *asked))


def interval_of(on: Any, inputs: Inputs) -> tuple[Any, Any]:
    """Return the ends of an interval that a caller gave.

    Raises
    ------
    InputError
        If it is no pair of numbers, the smaller one first.
    """
    if not isinstance(on, tuple | list) or len(on) != 2:
        raise InputError(f"on={on!r} is no interval", "Give its two ends, as in on=(0, 1).")
    low, high = (inputs.expression(end, "the end of the interval") for end in on)
    if not all(end.is_number and end.is_finite for end in (low, high)) or sign_of_number(high - low) != 1:
        raise InputError(f"on=({low}, {high}) is no interval", "Give two numbers, the smaller one first, as in on=(0, 1).")
    return low, high


def with_remainder(polynomial: Solution, low: Any, high: Any, *, seconds: float | None = None) -> TaylorSolution:
    """Return the solution of a Taylor polynomial with a bound on its error, from the remainder of Lagrange.

    Parameters
    ----------
    polynomial : Solution
        The solution of a TaylorPolynomial.
    low, high : Expr
        The ends of the interval.
    seconds : float, optional
        How long the bound may take.

    Raises
    ------
    NoRuleApplies
        If no rule of the book bounds the next derivative there.
    """
    goal = polynomial.problem.goal
    if not isinstance(goal, TaylorPolynomial):
        raise InputError("only a Taylor polynomial has a remainder")
    problem = Problem(TaylorRemainder(*goal.args, low, high), domain=polynomial.problem.domain)
    return TaylorSolution(polynomial, solve(problem, polynomial._inputs, seconds=seconds, detail=polynomial.detail))  # noqa: SLF001 (of the class it extends)
