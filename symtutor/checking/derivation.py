"""The check of a whole derivation: every node by the meaning of its goal."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.meanings.by_goal import Domain, judge
from symtutor.derivation import Derivation, Solved
from symtutor.errors import StepRefuted, sympy_errors
from symtutor.goals.core import Goal
from symtutor.runtime.deadline import allowed
from symtutor.verdict import TIME_WAS_OVER, Agreement, Finding, Report, Status, Verdict

__all__ = ["check_derivation"]

_SYMPY_ERRORS = sympy_errors()
_SHARE = 0.5  # of the time that is left, for one node


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
        One finding for each distinct goal.  A step that holds under conditions only, its own or
        those of steps below, is judged where these are true, and its verdict names them.

    Raises
    ------
    StepRefuted
        If a node is false: the error names rule, goal and witness.
    """
    start = time.perf_counter()
    findings: dict[Goal, Finding] = {}
    proved: dict[Any, Any] = {}
    conditions: dict[int, frozenset[sp.Basic]] = {}
    for node in solved.nodes():
        conditions[id(node)] = frozenset(node.conditions).union(*[conditions[id(p)] for p in node.premises])
        if node.goal in findings or node.returned:
            continue
        verdict = TIME_WAS_OVER
        with allowed(share=_SHARE):  # nothing is thrown away where the time is over: the report says what was not judged
            try:
                verdict = _judged(node, domain or {}, proved, conditions[id(node)])
            except _SYMPY_ERRORS as error:
                verdict = Verdict(Status.UNDECIDED, Agreement(0, 0, f"the check broke off: {type(error).__name__}"))
        if verdict.status is Status.INCORRECT:
            raise StepRefuted(node.rule.id, node.goal, verdict.evidence)
        if verdict.status is Status.CORRECT:
            proved[node.goal] = node.value
        findings[node.goal] = Finding(node.rule.id, node.goal, verdict)
    undecided = any(f.verdict.status is Status.UNDECIDED for f in findings.values())
    status = Status.UNDECIDED if undecided else Status.CORRECT
    return Report(status, tuple(findings.values()), time.perf_counter() - start)


def _judged(node: Derivation, domain: Domain, proved: dict[Any, Any], conditions: frozenset[Any]) -> Verdict:
    """Judge a node everywhere; where that fails and it has conditions, judge it where they are true."""
    ordered = sorted(conditions, key=sp.default_sort_key)
    verdict = judge(node.goal, node.value, domain, proved, ordered)
    if verdict.status is Status.CORRECT or not conditions:
        return verdict
    return replace(judge(node.goal, node.value, _narrowed(domain, ordered), proved, ordered), domain=sp.And(*ordered))


def _narrowed(domain: Domain, conditions: Iterable[Any]) -> Domain:
    """Return the part of a domain where conditions are true: exactly for those in one letter, for positive letters in the others.

    A condition that leaves out places nobody can list, such as sin x ≠ cos x, narrows nothing.
    """
    found = dict(domain)
    for condition in conditions:
        symbols = condition.free_symbols
        if len(symbols) == 1:
            (symbol,) = symbols
            try:
                region = condition.as_set()
            except NotImplementedError:
                continue
            if region.has(sp.ConditionSet, sp.ImageSet):
                continue
            found[symbol] = found[symbol].intersect(region) if symbol in found else region
        elif not isinstance(condition, sp.Ne):
            for symbol in symbols:
                found.setdefault(symbol, sp.Interval.open(0, sp.oo))
    return found
