"""Solutions as JSON with a version, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from symtutor.deriving.layout import Step
from symtutor.encoding import decode, encode
from symtutor.errors import InputError
from symtutor.problem import Problem, Sameness
from symtutor.verdict import Report

__all__ = ["read_solution", "solution_json"]

SCHEMA = "symtutor/solution"
VERSION = 1


def solution_json(problem: Problem, answer: Any, steps: Iterable[Step], report: Report, detail: str) -> str:
    """Return a solution as JSON text: the problem, the answer, the steps, what the check found."""
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
        "steps": [_step(step) for step in steps],
        "report": {
            "status": str(report.status),
            "findings": [
                {"rule": f.rule, "goal": encode(f.goal), "status": str(f.verdict.status), "evidence": str(f.verdict.evidence)}
                for f in report.findings
            ],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


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


def read_solution(text: str) -> tuple[Problem, Any, str]:
    """Return problem, answer and detail of a JSON text.

    Raises
    ------
    InputError
        If the text is no JSON, of another schema, or of a version that is not known.
    """
    try:
        data = json.loads(text)
    except (TypeError, ValueError) as error:
        raise InputError(f"this is no JSON: {error}") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"this JSON is no {SCHEMA}", "Pass what Solution.json() wrote.")
    if data.get("version") != VERSION:
        raise InputError(f"version {data.get('version')} of {SCHEMA} is unknown; this package reads version {VERSION}")
    try:
        told = data["problem"]
        problem = Problem(
            goal=decode(told["goal"]),
            sameness=Sameness[told["sameness"]],
            variable=decode(told["variable"]),
            domain={decode(s): decode(d) for s, d in told["domain"]},
            given={decode(k): decode(v) for k, v in told["given"]},
            curve=decode(told["curve"]),
        )
        return problem, decode(data["answer"]), str(data["detail"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"the solution in this JSON is damaged: {error}") from None
