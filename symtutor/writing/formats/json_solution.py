"""Solutions as JSON with a version, and back.

Since version 2 a part that occurs more than once in the steps is written once,
in the list "shared", and cited as ``["shared", place in the list]``: the states
of a high derivative hold the same parts again and again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sympy as sp

from symtutor.deriving.layout import Step
from symtutor.encoding import decode, encode
from symtutor.errors import InputError
from symtutor.goals.core import inert
from symtutor.problem import Problem, Sameness
from symtutor.term import Term
from symtutor.verdict import Report, Verdict
from symtutor.writing.formats.json_guard import refuse_unless_mathematics
from symtutor.writing.formats.json_layout import compact_lines, with_shared_parts

__all__ = ["How", "read_solution", "solution_json", "verdict_json"]

SCHEMA = "symtutor/solution"
VERDICT_SCHEMA = "symtutor/verdict"
VERSION = 2
_READ = frozenset({1, VERSION})  # the problem and the answer are written in the same way in both


def solution_json(problem: Problem, answer: sp.Basic, steps: Iterable[Step], report: Report, detail: str, beside: Mapping[str, Any]) -> str:
    """Return a solution as JSON text: the problem, the answer, the steps, what the check found, and what else is known by name."""
    told, shared = with_shared_parts([_step(step) for step in steps])
    data = {
        "schema": SCHEMA,
        "version": VERSION,
        "problem": {
            "goal": encode(problem.goal),
            "sameness": problem.sameness.name,
            "variable": encode(problem.variable),
            "domain": [[encode(s), encode(d)] for s, d in sorted(problem.domain.items(), key=lambda pair: pair[0].name)],
            "given": [[encode(k), encode(v)] for k, v in problem.given.items()],
            "curve": encode(problem.curve),
        },
        "answer": encode(answer),
        "answer_text": str(answer),
        "detail": detail,
        "steps": told,
        "shared": shared,
        "report": {
            "status": str(report.status),
            "findings": [
                {"rule": f.rule, "goal": encode(f.goal), "status": str(f.verdict.status), "evidence": str(f.verdict.evidence)}
                for f in report.findings
            ],
        },
        **beside,
    }
    return compact_lines(data)


def verdict_json(verdict: Verdict, answer: Any) -> str:
    """Return a verdict as JSON text: the answer judged, the status, the evidence, the domain, the mistake."""
    data = {
        "schema": VERDICT_SCHEMA,
        "version": VERSION,
        "answer": {name: encode(value) for name, value in answer.items()} if isinstance(answer, Mapping) else encode(answer),
        "status": str(verdict.status),
        "explanation": verdict.explanation,
        "evidence": {"kind": type(verdict.evidence).__name__, "text": str(verdict.evidence)},
        "domain": str(verdict.domain),
        "mistake": verdict.mistake,
    }
    return compact_lines(data)


def _step(step: Step) -> dict[str, Any]:
    return {
        "rule": step.rule,
        "name": step.name,
        "relation": step.relation,
        "before": encode(step.before),
        "after": encode(step.after),
        "lets": [[encode(k), encode(v)] for k, v in step.lets.items()],
        "conditions": [str(c) for c in step.conditions],
        "depth": step.depth,
    }


@dataclass(frozen=True, slots=True)
class How:
    """How a problem was asked: the detail, the rules to begin with, the expressions as they were typed, how texts were read."""

    detail: str
    method: tuple[str, ...] = ()
    typed: tuple[Term, ...] = ()
    notes: tuple[str, ...] = ()


def read_solution(text: str | Path) -> tuple[Problem, Any, How]:
    """Return the problem and the answer of a JSON text or file, and how the problem was asked.

    Raises
    ------
    InputError
        If there is no such file, the text is no JSON, of another schema, or of a version that is not known.
    """
    found = _of_a_file(text)
    try:
        data = json.loads(found)
    except (TypeError, ValueError) as error:
        raise InputError(f"this is no JSON: {error}") from None
    except RecursionError:
        raise InputError("this JSON is nested too deeply") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"this JSON is no {SCHEMA}", "Pass what Solution.json() wrote.")
    if data.get("version") not in _READ:
        raise InputError(f"version {data.get('version')} of {SCHEMA} is unknown; this package reads up to version {VERSION}")
    try:
        told = data["problem"]
        problem = Problem(
            goal=_built(told["goal"]),
            sameness=Sameness[told["sameness"]],
            variable=_built(told["variable"]),
            domain={_built(s): _built(d) for s, d in told["domain"]},
            given={_built(k): _built(v) for k, v in told["given"]},
            curve=_built(told["curve"]),
        )
        _refuse_unless_whole(problem)
        method, typed, notes = (data.get(name, ()) for name in ("method", "typed", "notes"))
        return problem, _built(data["answer"]), How(str(data["detail"]), _texts(method), _terms(typed), _texts(notes))
    except InputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise InputError(f"the solution in this JSON is damaged: {type(error).__name__} {error}") from None


def _texts(data: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, data))


def _terms(data: Iterable[Any]) -> tuple[Term, ...]:
    """Return the expressions as they were typed."""
    terms = tuple(map(_built, data))
    if not all(isinstance(term, Term) for term in terms):
        raise InputError("the solution in this JSON is damaged: what was typed is no expression")
    return terms


def _refuse_unless_whole(problem: Problem) -> None:
    """Raise an error unless each part of a problem is of its kind."""
    letters = [*problem.domain, *([] if problem.variable is None else [problem.variable])]
    if not isinstance(problem.goal, Term) or not all(isinstance(letter, sp.Symbol) for letter in letters):
        raise InputError("the solution in this JSON is damaged: its problem asks nothing")
    if not all(isinstance(domain, sp.Set) for domain in problem.domain.values()):
        raise InputError("the solution in this JSON is damaged: a domain is no set")
    inert(problem.goal)  # a goal of the wrong shape has no form


def _built(data: Any) -> Any:
    """Return the mathematics that a JSON value holds, after a look at it."""
    refuse_unless_mathematics(data)
    return decode(data)


def _of_a_file(text: str | Path) -> str:
    """Return a text, or that of the file ending in .json which it names.

    Raises
    ------
    InputError
        If there is no such file.
    """
    if isinstance(text, str) and ("{" in text or not text.endswith(".json")):
        return text
    if not isinstance(text, str | Path):
        raise InputError("this is no JSON: neither text nor a path", "Pass what Solution.json() wrote, or the path of its file.")
    try:
        return Path(text).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{text} cannot be read: {error.strerror or error}", "Pass the text of a solution, or the path of its file."
        ) from None
