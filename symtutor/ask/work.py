"""Judging hand work: a whole derivation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.ask.inputs.posed_work import as_question, posed
from symtutor.ask.judging import check
from symtutor.ask.optimization.extrema import solve_equation
from symtutor.ask.signatures.public import public
from symtutor.ask.signatures.questions import asked_in_words
from symtutor.diagnosing.work.answers import Known
from symtutor.diagnosing.work.diagnose import diagnose
from symtutor.diagnosing.work.names import Names
from symtutor.diagnosing.work.targets import Target
from symtutor.errors import InputError, SymtutorError
from symtutor.goals import core as goals
from symtutor.goals import optimization, vectors
from symtutor.problem import Problem
from symtutor.reading.problem import problem_of
from symtutor.reading.question import read_question
from symtutor.reading.work.documents import lines_of
from symtutor.reading.work.lines import read_work
from symtutor.reading.work.statements import speaks_of_arrays
from symtutor.verdict import Agreement, Status, Verdict
from symtutor.views.judged_work import JudgedWork
from symtutor.views.solution import Solution, solve
from symtutor.work import Diagnosis

__all__ = ["check_work"]

_ENDINGS = (".tex", ".md", ".txt")


@public
def check_work(
    lines: str | Iterable[str],
    problem: Any = None,
    *,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,  # noqa: ARG001 (the limit is kept around the call)
) -> Diagnosis:
    """Judge a derivation line by line: whether each line is true for the problem, and follows from a line before.

    Parameters
    ----------
    lines : str or iterable of str
        Lines, a text that holds them (plain, Markdown, LaTeX), or the name of such a file.
    problem : str, optional
        What was asked; without it the first line is taken for the problem where it asks something.
    names, functions : iterable of str
        Symbols and functions of several letters.
    seconds : float, optional
        How long it may take; a line that was not judged by then is undecided.

    Returns
    -------
    Diagnosis

    Raises
    ------
    InputError
        If a file is named that cannot be read, or no line is mathematics.

    Examples
    --------
    >>> found = check_work(["2x cos x", "2 x cos(x) + 1"], "d/dx x^2 sin x")
    >>> found.first_wrong, [line.true for line in found.lines]
    (1, [False, False])
    """
    if isinstance(lines, str) and lines.endswith(_ENDINGS) and "\n" not in lines:
        lines = _content(Path(lines))
    texts = lines_of(lines)
    problem = as_question(problem) if isinstance(problem, str) else problem
    asked = _as_text(posed(texts) if problem is None else problem)
    work = read_work(asked, texts, tuple(names), tuple(functions))
    foreign = _foreign(asked if problem is None else problem, tuple(names), tuple(functions))
    best = cache(partial(_optimum, problem, tuple(names), tuple(functions)))
    if foreign is not None:
        return JudgedWork.of(diagnose(work, Target(is_foreign=True), foreign), asked)
    answer = None if asked is None or speaks_of_arrays([asked]) else Known(partial(_as_answer, asked, tuple(names), tuple(functions)))
    found = diagnose(work, solve=solve, optimum=best, answer=answer, solutions=_solutions)
    return JudgedWork.of(found, asked)


def _as_answer(problem: str, names: tuple[str, ...], functions: tuple[str, ...], text: str) -> Verdict:
    """Return the verdict on a text as the answer to a problem; undecided where the problem poses no question to the package."""
    try:
        return check(problem, text, names=names, functions=functions)
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "no answer"))


def _optimum(problem: Any, names: tuple[str, ...], functions: tuple[str, ...]) -> Any:
    """Return the optimum that a problem in words asks for, or None where there is none with a value."""
    try:
        posed = asked_in_words(problem, names=names, functions=functions) if isinstance(problem, str) else None
        best = getattr(posed, "answer", None)
        value = getattr(best, "value", None)
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return None
    return best if isinstance(value, sp.Expr) and value.is_number and value is not sp.nan and hasattr(best, "point") else None


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Pass the name of a file, or the lines themselves.") from None


def _foreign(problem: Any, names: tuple[str, ...], functions: tuple[str, ...]) -> Known | None:
    """Return what is known of a problem whose lines can be compared with nothing but the answer, else None."""
    if isinstance(problem, Problem):
        problem = solve(problem)
    if isinstance(problem, Solution):
        goal = problem.problem.goal
        return None if isinstance(goal, _COMPARED) and not _has_functions(goal) else _known(problem)
    if not isinstance(problem, str) or _IN_LINES.match(problem) or speaks_of_arrays([problem]):
        return None
    try:
        if _FIELD_AT.match(problem):
            return _known(solve(problem_of(read_question(problem, names=names, functions=functions))))
        posed = asked_in_words(problem, names=names, functions=functions)
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return None  # a problem in words that poses no question to the package
    return _known(posed) if isinstance(posed, Solution) else None


_FIELD_AT = re.compile(r"\s*(?:gradient|hessian|jacobian)\b.*\bat\b", re.IGNORECASE)
_IN_LINES = re.compile(r"\s*(?:minimi[sz]e|maximi[sz]e)\b")  # judged line by line, by the objective and its conditions


def _known(solution: Solution) -> Known:
    """Return what is known of the answer of a solution."""
    goal: Any = solution.problem.goal
    try:
        answer: Any = solution.answer
    except SymtutorError:
        answer = None
    if isinstance(goal, optimization.Solve | optimization.SolveInequality):
        return _of_solutions(solution, goal, answer)
    exprs = [a for a in goal.args if isinstance(a, sp.Expr)]
    variable = next((a for a in exprs[1:] if isinstance(a, sp.Symbol)), None)
    names = Names() if variable is None else Names({"f": exprs[0]}, {"f": (variable,)})
    places = tuple(p.x for p in answer.points) if isinstance(goal, optimization.ExtremaOf) and answer is not None else ()
    others = tuple(getattr(answer, "inflections", ())) if places else ()
    return Known(solution.check, variable, places, names, others)


def _of_solutions(solution: Solution, goal: Any, answer: Any) -> Known:
    """Return what is known of the solutions of an equation or inequality."""
    left, right, x, domain, *_ = goal.args
    places = tuple(a for a in answer if isinstance(a, sp.Expr)) if isinstance(answer, tuple) else ()
    wanted = sp.FiniteSet(*places) if isinstance(answer, tuple) else answer
    if not isinstance(wanted, sp.Set) or wanted.free_symbols:
        given = set().union(*(a.free_symbols for a in goal.args if isinstance(a, sp.Basic)))
        is_family = not set().union(*(place.free_symbols for place in places)) <= given
        return Known(solution.check, x, places, is_family=is_family, gap=left - right)
    return Known(solution.check, x, places, wanted=wanted, domain=domain, solutions=cache(partial(_solutions, x)))


def _solutions(x: sp.Symbol, relation: Any) -> Any:
    """Return the set of numbers that satisfy a relation, or None."""
    try:
        answer = solve_equation(relation, x).answer
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return None
    found = sp.FiniteSet(*answer) if isinstance(answer, tuple) else answer
    return found if isinstance(found, sp.Set) and not found.free_symbols else None


_COMPARED = (
    goals.Derivative,
    goals.HigherDerivative,
    goals.DerivativeFromDefinition,
    goals.Integral,
    goals.DefiniteIntegral,
    goals.Limit,
    vectors.Gradient,
    vectors.Hessian,
    vectors.Jacobian,
)


def _has_functions(goal: Any) -> bool:
    """Tell whether unknown functions or kinks stand in a goal, for which lines are not compared."""
    exprs = [a for a in goal.args if isinstance(a, sp.Basic)]
    return any(e.has(AppliedUndef, sp.Piecewise, sp.Min, sp.Max) for e in exprs)


_IN_WORDS = re.compile(
    r"\s*(?:(?:please|find|compute|evaluate|calculate|determine|work out|what is|the|following|(?:in)?definite)\s+)*"
    r"(integrate|integral|antiderivative|limit|differentiate|derivative)\s+(?!.*=)(.*)",
    re.IGNORECASE | re.DOTALL,
)


def _in_notation(problem: str) -> str:
    r"""Return a problem that asks in words for an integral, limit or derivative in notation; any other as it is.

    Examples
    --------
    >>> _in_notation("Find the integral of $x^2$ from 0 to 2"), _in_notation(r"\text{Evaluate } \int x\,dx")
    ('∫[0..2] x² dx', '\\text{Evaluate } \\int x\\,dx')
    """
    plain = re.sub(r"\\text\{([^{}]*)\}|\$", lambda m: m.group(1) or "", problem)
    asked = _IN_WORDS.match(plain)
    if asked is None:
        return problem
    try:
        goal = problem_of(read_question(f"{asked.group(1).lower()} {asked.group(2).rstrip(' .')}")).goal
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return problem
    return _shown(goal) if isinstance(goal, _COMPARED) else problem


def _shown(goal: goals.Goal) -> str:
    from symtutor.writing.marks.text import UNICODE  # noqa: PLC0415 (only a goal is printed)

    return UNICODE.render(goal.shown())


def _as_text(problem: Any) -> str | None:
    """Return the text of a problem: as typed, or as the goal of a solution is printed."""
    if isinstance(problem, str):
        return _in_notation(problem)
    if problem is None:
        return problem
    if isinstance(problem, Solution):
        problem = problem.problem
    if isinstance(problem, Problem) and isinstance(problem.goal, goals.Goal):
        return _shown(problem.goal)
    raise InputError(f"the problem is of type {type(problem).__name__}", "Pass notation such as 'd/dx x^2', or a Solution.")
