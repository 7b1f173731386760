"""The check of a whole derivation: every node by the meaning of its goal."""

from __future__ import annotations

import time
from typing import Any

from symtutor.checking.meaning import Domain, judge
from symtutor.derivation import Solved
from symtutor.errors import StepRefuted
from symtutor.verdict import Finding, Report, Status

__all__ = ["check_derivation"]


def check_derivation(solved: Solved, domain: Domain | None = None) -> Report:
    """Judge every node of a derivation by code that shares nothing with the rules.

    Parameters
    ----------
    solved : Solved
        What the search found.
    domain : mapping of Symbol to Set, optional
        Where symbols live.

    Returns
    -------
    Report
        One finding for each distinct goal.

    Raises
    ------
    StepRefuted
        If a node is false: the error names rule, goal and witness.
    """
    start = time.perf_counter()
    findings: dict[Any, Finding] = {}
    proved: dict[Any, Any] = {}
    for node in solved.nodes():
        if node.goal in findings or node.returned:
            continue
        verdict = judge(node.goal, node.value, domain, proved)
        if verdict.status is Status.INCORRECT:
            raise StepRefuted(node.rule.id, node.goal, verdict.evidence)
        if verdict.status is Status.CORRECT:
            proved[node.goal] = node.value
        findings[node.goal] = Finding(node.rule.id, node.goal, verdict)
    undecided = any(f.verdict.status is Status.UNDECIDED for f in findings.values())
    status = Status.UNDECIDED if undecided else Status.CORRECT
    return Report(status, tuple(findings.values()), time.perf_counter() - start)
