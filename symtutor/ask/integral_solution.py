"""Solutions of integrals: definite ones with a rigorous numeric value, antiderivatives told from running sums."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import sympy as sp

from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.equivalence.sameness import same
from symtutor.checking.equivalence.sentences import of_an_answer
from symtutor.checking.meanings.antiderivatives import judge_antiderivative, verdict_of_hidden_jump
from symtutor.checking.meanings.definite_integrals import estimated_value, judge_definite, numeric_value
from symtutor.diagnosing.mistakes import mistaken_at, name_mistake
from symtutor.diagnosing.running_sums import RUNNING_SUM, RUNNING_SUM_WORDS, step_of_running_sum
from symtutor.errors import InputError
from symtutor.goals.core import DefiniteIntegral
from symtutor.rules import BOOK
from symtutor.solution import Solution
from symtutor.verdict import Status, Verdict
from symtutor.writing.document import Document, Paragraph

if TYPE_CHECKING:
    from symtutor.checking.integrals.enclosure import EnclosedIntegral
    from symtutor.writing.pictures.picture import Picture

__all__ = ["AntiderivativeSolution", "IntegralSolution", "SumSolution", "of_integral"]


class _OfIntegral(Solution):
    """What both kinds share."""

    @classmethod
    def of(cls, solution: Solution) -> Self:
        """Return a solution as one of this kind."""
        parts = solution.problem, solution.derivation, solution.report, solution._inputs  # noqa: SLF001 (a facade over the same parts)
        return cls(*parts, solution.detail, solution.stuck)


class AntiderivativeSolution(_OfIntegral):
    """A solution of an indefinite integral; a running sum given as the answer is named."""

    def _judged(self, found: Any) -> Verdict:
        goal: Any = self.problem.goal
        if self.stuck:
            f, x = goal.args
            return of_an_answer(judge_antiderivative(f, x, found, self.problem.domain), up_to_constant=True)
        verdict = super()._judged(found)
        if verdict.status is Status.CORRECT and isinstance(found, sp.Expr):
            jump = verdict_of_hidden_jump(found, *goal.args)
            verdict = verdict if jump is None else jump
        step = None if verdict.status is not Status.INCORRECT or verdict.mistake else step_of_running_sum(goal.args[0], goal.args[1], found)
        if step is None:
            return verdict
        told = RUNNING_SUM_WORDS.format(step=step)
        return replace(verdict, mistake=RUNNING_SUM, explanation=f"{verdict.explanation} {told}")


class IntegralSolution(_OfIntegral):
    """A solution of a definite integral.

    Printed, it ends with a number and a bound on its error, found without the antiderivative.
    """

    @cached_property
    def numeric(self) -> EnclosedIntegral | None:
        """The integral as a float with a bound on the error; None where it is improper or holds letters."""
        goal: Any = self.problem.goal
        return numeric_value(*goal.args)

    def document(self, detail: str | None = None) -> Document:
        """Return the worked solution as headings, sentences and formulas, the numeric value before the last one."""
        found = super().document(detail)
        told = self._numerically()
        if told is None:
            return found
        line = Paragraph((told,))
        return replace(found, parts=(*found.parts[:-1], line, found.parts[-1]))

    def _numerically(self) -> str | None:
        """Return the sentence with the number; one without a bound only where nothing else is known."""
        if self.numeric is not None:
            return f"Numerically {self.numeric}, by Simpson's rule with a bound on its error."
        goal: Any = self.problem.goal
        about = estimated_value(*goal.args) if self.stuck else None
        number = None if about is None else f"{about:.11g}".replace("-", "−")
        return None if number is None else f"Numerically about {number}: two quadratures agree, and their error has no proved bound."

    def _judged(self, found: Any) -> Verdict:
        """Judge an answer; a slip with the limits is likelier than one in the antiderivative that leads to the same number."""
        if self.stuck:
            return of_an_answer(judge_definite(self.problem.goal, found, {}, self.problem.domain))  # type: ignore[arg-type]
        verdict = same(self.problem, found, self.derivation.value)
        if verdict.status is not Status.INCORRECT:
            return verdict
        places = [node for node in reversed(list(self.derivation.nodes())) if isinstance(node.goal, DefiniteIntegral)]
        for rule, mistake, value in mistaken_at(places, self.problem, self.derivation, BOOK):
            if value == found or is_proved_equal(value, found):
                return replace(verdict, mistake=f"{rule.id}/{mistake.id}", explanation=f"{verdict.explanation} {mistake.words}")
        return name_mistake(self.problem, self.derivation, found, verdict, BOOK)

    def plot(self, interval: tuple[Any, Any] | None = None) -> Picture:
        """Return a figure of the signed area."""
        from symtutor.writing.pictures.integrals import figure_of_integral  # noqa: PLC0415 (loads matplotlib)

        picture = figure_of_integral(self.problem.goal, self.derivation.value, interval)
        if picture is None:
            raise InputError("there is no picture of this integral", "Its limits must differ, and hold no letters but the variable.")
        return picture

    def json(self) -> str:
        """Return the solution as JSON; `Solution.from_json` gives it back."""
        text = super().json()
        if self.numeric is None:
            return text
        data = json.loads(text)
        data["numeric"] = {"value": self.numeric.value, "error": self.numeric.error}
        return json.dumps(data, ensure_ascii=False, indent=1)


def of_integral(solution: Solution) -> Solution:
    """Return the solution of an integral as one of its kind."""
    return IntegralSolution.of(solution) if isinstance(solution.problem.goal, DefiniteIntegral) else AntiderivativeSolution.of(solution)


class SumSolution(_OfIntegral):
    """A solution of a Riemann sum, or of a mean of such.

    `asked` holds the function, its variable, the limits, the number of cells and the kind.
    """

    asked: tuple[Any, ...] = ()

    def plot(self, interval: tuple[Any, Any] | None = None) -> Picture:  # noqa: ARG002 (the sum has its own interval)
        """Return a figure of the strips under the curve."""
        from symtutor.writing.pictures.integrals import riemann_figure  # noqa: PLC0415 (loads matplotlib)

        f, x, low, high, count, kind = self.asked
        if not count.is_Integer:
            raise InputError("there is no picture of a sum whose number of cells is a letter", "Give a whole number of cells.")
        return riemann_figure(f, x, (low, high), int(count), kind=kind)
