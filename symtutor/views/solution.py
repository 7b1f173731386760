"""Solutions: a problem, its derivation and its check, with methods for the REPL and notebooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.checking.equivalence.as_written import as_written
from symtutor.checking.equivalence.declared import positive_letters
from symtutor.derivation import Solved
from symtutor.deriving.layout import DETAILS, Block, Step, laid_out, steps
from symtutor.diagnosing.closeness import tolerance_of
from symtutor.diagnosing.forms import form_named
from symtutor.encoding import encode
from symtutor.errors import InputError
from symtutor.goals.core import Goal, TaylorPolynomial
from symtutor.goals.networks import Backpropagation
from symtutor.kinds import Case, Kind, case_of, judged, kind_of, question
from symtutor.problem import Problem, Sameness
from symtutor.rules import BOOK
from symtutor.runtime.deadline import SECONDS, allowed, limited
from symtutor.runtime.recursion import deep_recursion
from symtutor.term import quote, subterms
from symtutor.textbook import written
from symtutor.verdict import TIME_WAS_OVER, Report, Status, Verdict, claim_open
from symtutor.views.judgement import Judgement
from symtutor.views.solving import derived, must_be_real_somewhere
from symtutor.writing.as_given import Notation, as_given
from symtutor.writing.asked_form import in_asked_form, unless_restated
from symtutor.writing.document import Document, Paragraph, worked_solution
from symtutor.writing.falling_powers import in_falling_powers
from symtutor.writing.formats.terminal import as_text
from symtutor.writing.hint import hint
from symtutor.writing.marks.text import UNICODE
from symtutor.writing.strategy import strategy
from symtutor.writing.written import Written

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["Solution", "solve"]


@limited
def solve(
    problem: Problem,
    inputs: Inputs | None = None,
    *,
    seconds: float | None = None,
    detail: str = "normal",
    method: tuple[str, ...] = (),
) -> Solution:
    """Return the checked solution of a problem.

    Parameters
    ----------
    problem : Problem
        What is asked.
    inputs : Inputs, optional
        How the caller's arguments were read.
    seconds : float, optional
        How long deriving may take, and writing the solution again.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    method : tuple of str
        Ids of the rules with which the derivation has to begin; any when left out.

    Raises
    ------
    NoRuleApplies, OutOfBudget
        See `Search.solve`; never for a kind of problem that may stay open, unless a method is asked for.
    StepRefuted
        If independent code found a step to be false.
    """
    if detail not in DETAILS:
        raise InputError(f"detail={detail!r} is unknown", f"Choose one of {', '.join(DETAILS)}.")
    given = inputs or Inputs()
    must_be_real_somewhere(given.typed)
    derivation, report, stuck = derived(problem, method, is_typed_out=given.is_typed_out)
    return Solution(problem, derivation, report, given, detail, stuck, method, seconds)


class Solution(Written):
    """A worked solution whose every step was checked by independent code.

    Printing it shows the steps; a notebook shows them as formulas.

    Parameters
    ----------
    problem : Problem
        What was asked.
    derivation : Solved
        The derivation of each of its goals.
    report : Report
        What the check found, node by node.
    inputs : Inputs
        How the arguments were read.
    detail : str
        How much is printed.
    stuck : tuple of Goal
        The goals that no rule reached; empty when the problem was solved.
    method : tuple of str
        Ids of the rules with which the derivation had to begin.
    seconds : float, optional
        How long it may take to write it in a format; then only the answer is written.
    """

    def __init__(
        self,
        problem: Problem,
        derivation: Solved,
        report: Report,
        inputs: Inputs,
        detail: str,
        stuck: tuple[Any, ...] = (),
        method: tuple[str, ...] = (),
        seconds: float | None = None,
    ) -> None:
        self.seconds = SECONDS if seconds is None else float(seconds)
        self.stuck = stuck
        self.method = method
        self.problem = problem
        self.derivation = derivation
        self.report = report
        self.detail = detail
        self._inputs = inputs

    @cached_property
    def case(self) -> Case:
        """The problem with its derivation, as its kind takes them."""
        return case_of(self.problem, self.derivation, is_open=bool(self.stuck))

    @property
    def kind(self) -> Kind:
        """The kind of problem: how it is asked, judged, drawn."""
        return kind_of(self.case.goal if isinstance(self.case.goal, Goal) else self.problem.goal)

    @cached_property
    def answer(self) -> Any:
        """The answer, in the caller's own symbols."""
        return self._inputs.restored(self.kind.answer(self.case))

    def __getattr__(self, name: str) -> Any:
        """Return what is found beside the answer of this kind of problem, such as ``numeric`` of an integral."""
        if name.startswith("_") or name in {"problem", "derivation", "stuck"}:  # not made yet, as in copying
            raise AttributeError(name)
        find = self.kind.beside.get(name)
        if find is not None:
            return find(self.case)
        for other in self.case.others:
            if kind_of(other.goal).beside_name == name:
                return self._inputs.restored(other.value)
        raise AttributeError(f"this solution has no {name!r}")

    def __dir__(self) -> list[str]:
        beside = (kind_of(other.goal).beside_name for other in self.case.others)
        return sorted({*super().__dir__(), *self.kind.beside, *beside})

    @cached_property
    @limited
    def steps(self) -> tuple[Step, ...]:
        """Every rule application, as SymPy objects that can be checked without this package."""
        with deep_recursion():
            return steps(self.derivation)

    @property
    def explained(self) -> bool:
        """Whether every step is a rule of the book; a black box is not."""
        return not self.stuck and not any(node.rule.is_black_box for node in self.derivation.nodes())

    @property
    def notes(self) -> tuple[str, ...]:
        """How a text was read where it could be read in two ways."""
        return tuple(self._inputs.notes)

    def blocks(self, detail: str | None = None) -> tuple[Block, ...]:
        """Return the printed lines as data."""
        with deep_recursion():
            chosen = detail or self.detail
            return (*laid_out(self.derivation, chosen), *self._verifications(chosen))

    def _verifications(self, detail: str) -> tuple[Block, ...]:
        """Differentiate with steps what a black box found."""
        if not any(node.rule.is_black_box for node in self.derivation.nodes()):
            return ()
        from symtutor.deriving.verifying import verifications

        return verifications(self.derivation, BOOK, detail)

    def document(self, detail: str | None = None) -> Document:
        """Return the worked solution as headings, sentences and formulas."""
        chosen = detail or self.detail
        asked, remarks = question(self.problem), self.kind.remarks(self.case)
        blocks = self.blocks(chosen)
        told = {
            "notes": self.notes,
            "plan": self._plan,
            "stuck": self.stuck,
            "remarks": remarks,
            "concluded": self.kind.concluded(self.case),
        }
        found = worked_solution(asked, blocks, self.report, detail=chosen, **told)
        noted = as_given(found, self._notation)
        return noted if self._notation.rising else in_falling_powers(noted, self._variable(), self._notation.orders)

    def text(self, *, width: int = 100, ascii_only: bool = False, detail: str | None = None) -> str:
        """Return the worked solution as plain text."""
        render = partial(as_text, width=width, ascii_only=ascii_only)
        return self._rendered(render, partial(self.document, detail))

    def summary(self) -> Document:
        """Return the question with its answer, and why the lines between are left out."""
        value, goal = self.case.value, self.case.goal
        constant = (" + C",) if isinstance(goal, Goal) and goal.has_constant else ()
        why = f"The lines are too long to be written in {self.seconds:g} seconds: .steps has them, and seconds= allows more time."
        found = self.report
        parts = (Paragraph((quote(value), *constant), "Answer:"), Paragraph((why,)), Paragraph((f"Checked: {found}.",)))
        return Document(question(self.problem), parts)

    def _seconds(self) -> float:
        return self.seconds

    def shown_pictures(self) -> tuple[Picture, ...]:
        """Return the picture of this kind of problem, if it has one."""
        try:
            return (self.plot(),)
        except InputError:
            return ()

    @limited
    def json(self) -> str:
        """Return the solution as JSON; `Solution.from_json` gives it back."""
        from symtutor.writing.formats.json_solution import solution_json

        how = {"method": self.method, "typed": list(map(encode, self._inputs.typed)), "notes": self.notes}
        beside = {**{name: value for name, value in how.items() if value}, **self.kind.data(self.case)}
        return solution_json(self.problem, self.derivation.value, self.steps, self.report, self.detail, beside)

    @classmethod
    @limited
    def from_json(cls, text: str | Path, *, seconds: float | None = None) -> Solution:
        """Return the solution that a JSON text or file holds: derived and checked again, and compared with the text.

        Parameters
        ----------
        text : str or Path
            The text, or the path of a file such as ``"solution.json"``.
        seconds : float, optional
            Give up after this time.

        Raises
        ------
        InputError
            If there is no such file, the text is no solution, or its answer is not what the problem gives.
        """
        from symtutor.writing.formats.json_solution import read_solution

        problem, answer, how = read_solution(text)
        inputs = Inputs(notes=list(how.notes), typed=list(how.typed))
        try:
            solution = solve(problem, inputs, detail=how.detail, method=how.method, seconds=seconds)
        except (AttributeError, LookupError, TypeError) as error:  # an argument of its goal is of the wrong kind
            raise InputError(f"the problem in this JSON is damaged: {type(error).__name__} {error}") from None
        if solution.derivation.value != answer:
            raise InputError(f"the file says {answer}, and the problem gives {solution.derivation.value}", "The file was changed.")
        return solution

    @limited
    def function(self) -> Callable[..., Any]:
        """Return the answer as a numpy function of its variables, sorted by name, which are also the names of its arguments."""
        from symtutor.lab.functions import function_of

        value = self.case.value
        matrices = {m for a in self.case.goal.args if isinstance(a, sp.Basic) for m in a.atoms(sp.MatrixSymbol)}
        fallback = () if value.free_symbols else (self._variable(),)
        return function_of(value, fallback, matrices)

    @limited
    def plot(self, interval: tuple[Any, Any] | None = None) -> Picture:
        """Return the picture of this kind of problem.

        Raises
        ------
        InputError
            If it has none, or holds letters beside its variables.
        """
        return self.kind.picture(self.case, interval)

    @limited
    def hint(self, level: int = 1, after: int = 0) -> str:
        """Return a hint: 1 says what kind of problem it is, 2 how the rule looks here, 3 the next line, 4 the one after it.

        Parameters
        ----------
        level : int, default 1
            How much is told; no level tells what a higher one does. Where the next line is a sum and the
            answer already, 3 says its first part alone and 4 the line.
        after : int, default 0
            The number of the printed line that was reached: the hint is for the one after it.
        """
        return _text(tuple(map(self._notation.piece, hint(self.blocks("normal"), level, self._plan, after))))

    @cached_property
    def _notation(self) -> Notation:
        """How the problem is written: its sums in their order, a Taylor polynomial in rising powers, the loss of a network as a norm."""
        goal = self.case.goal
        is_taylor = isinstance(goal, TaylorPolynomial)
        return Notation.of(
            self._inputs.typed, (goal.args[1], goal.args[2]) if is_taylor else None, has_norm=isinstance(goal, Backpropagation)
        )

    @cached_property
    def _plan(self) -> tuple[Any, ...]:
        """What kind of problem it is, and why the method was chosen."""
        return () if self.stuck else strategy(self.derivation)

    @limited
    def check(
        self,
        answer: Any,
        *,
        domain: Any = None,
        tolerance: Any = None,
        form: str | None = None,
        seconds: float | None = None,  # noqa: ARG002 (the limit is kept around the call)
    ) -> Judgement:
        """Return whether an answer is right: a proof, an exact witness with the mistake if it has a name, or undecided.

        Parameters
        ----------
        answer : str or Expr
            The answer to judge.
        domain : Set, pair of ends, text such as "x > 0", or mapping of Symbol to Set, optional
            Where the variable, or each letter, lives; others are real.
        tolerance : number, optional
            The largest difference of a number from the right one that is still right.
        form : {"factored", "expanded", "simplified", "single fraction", "partial fractions"}, optional
            The form in which it is asked; the right value in another form is refuted with what is left to do.
        seconds : float, optional
            How long it may take; then it is "undecided".
        """
        case = self.case
        if domain is not None:
            declared = Inputs(self._inputs.names, self._inputs.functions).declared(domain, self._variable())
            case = replace(case, problem=replace(case.problem, domain={**case.problem.domain, **declared}))
        within, asked = tolerance_of(tolerance), form_named(form)
        reader = Inputs((*self._inputs.names, *case.names), (*self._inputs.functions, *case.functions), known=_letters(self.problem.goal))
        found = self.kind.read(answer, case, reader)
        verdict = TIME_WAS_OVER
        with deep_recursion(), allowed():
            verdict = self._unless_unproved(judged(case, found, within))
            verdict = unless_restated(verdict, found, case.value)
            verdict = as_written(verdict, (*self._inputs.typed, *reader.typed), positive_letters(case.problem.domain), self._unknowns())
            if asked is not None:
                verdict = in_asked_form(verdict, reader.typed[0] if len(reader.typed) == 1 else written(found), asked)
        return Judgement.of(verdict, (*question(self.problem), "."), found, notes=(*self.notes, *reader.notes))

    def _unless_unproved(self, verdict: Verdict) -> Verdict:
        """Return a verdict, left open where it rests on this, that no value exists, and that was not proved."""
        if verdict.status is Status.UNDECIDED or self.case.value is not sp.nan or self.report.status is Status.CORRECT:
            return verdict
        return claim_open("that no value exists was not proved")

    def _unknowns(self) -> frozenset[sp.Symbol]:
        """Return the letters of which the answer gives values, as that to an equation does."""
        if self.problem.sameness is not Sameness.SET:
            return frozenset()
        kinds = (sp.Symbol, sp.Tuple)
        return frozenset(s for a in self.case.goal.args if isinstance(a, kinds) for s in sp.Tuple(*sp.flatten([a])) if s.is_Symbol)

    def _variable(self) -> sp.Symbol:
        goal = self.case.goal
        names = [a for a in goal.args if isinstance(a, sp.Symbol)]
        return names[0] if names else sp.Symbol("x")


def _letters(goal: Any) -> frozenset[sp.Symbol]:
    """Return the letters that stand in a goal."""
    held = [arg for node in subterms(goal) for arg in node.args if isinstance(arg, sp.Basic | sp.MatrixBase)]
    return frozenset(s for arg in held for s in (arg.free_symbols if not isinstance(arg, sp.Symbol) else {arg}) if isinstance(s, sp.Symbol))


def _text(pieces: tuple[Any, ...]) -> str:

    return "".join(p if isinstance(p, str) else UNICODE.render(p) for p in pieces)
