"""From hand work to a diagnosis: every line judged in its context, the first wrong one, and whether the rest follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from symtutor.diagnosing.work.answers import Known, handed_in
from symtutor.diagnosing.work.arrays.world import ArrayWorld
from symtutor.diagnosing.work.judge import judge_line
from symtutor.diagnosing.work.mistakes.naming import Explanation, explained
from symtutor.diagnosing.work.targets import Target, target_of
from symtutor.diagnosing.work.world import World
from symtutor.problem import Problem
from symtutor.runtime.deadline import allowed
from symtutor.verdict import TIME_WAS_OVER, Status
from symtutor.work import Context, Diagnosis, Finding, LineStatus, MarkedLine, Relation, Role, Work

__all__ = ["diagnose"]


def diagnose(
    work: Work,
    target: Target | None = None,
    known: Known | None = None,
    *,
    solve: Callable[[Problem], Any] | None = None,
    optimum: Callable[[], Any] | None = None,
    answer: Known | None = None,
    solutions: Callable[[Any, Any], Any] | None = None,
) -> Diagnosis:
    """Return what is found about hand work.

    Parameters
    ----------
    work : Work
        The problem and the lines.
    target : Target, optional
        What is asked; read from the problem when left out.
    known : Known, optional
        What is known of the answer, where lines have no other meaning.
    solve : callable, optional
        Gives a problem's answer with the judge of others; names that need it stay unsaid without.
    optimum : callable, optional
        Gives the optimum that the problem asks for, with its value, point and multipliers, or None.
    answer : Known, optional
        Judges the last line as the answer, where nothing else is found about it.
    solutions : callable, optional
        Gives the set of values of a letter that satisfy a relation, or None.

    Examples
    --------
    >>> from symtutor.reading.work.lines import read_work
    >>> found = diagnose(read_work("d/dx x^2 sin x", ["2x sin x + x^2 cos x", "x(2 sin x + cos x)"]))
    >>> found.first_wrong
    2
    """
    target = target or target_of(work.problem, [line.text for line in work.lines])
    world = World(target, work, _array_worlds(work) if target.is_array else (), known, solve, optimum, solutions)
    context = Context()
    judged = []
    for line in work.lines:
        before = context
        findings = tuple(Finding(part, Role.VALUE, TIME_WAS_OVER) for part in line.parts)
        with allowed(share=_JUDGING):  # a line that takes too long is open, and those before keep what was found
            findings, context = judge_line(line, context, world)
        judged.append((line, before, findings))
    if answer is not None and judged and not _is_decided(judged[-1][2]):
        line, before, findings = judged[-1]
        with allowed(share=_JUDGING):
            judged[-1] = (line, before, handed_in(line, answer, target.wants) or findings)
    first = next((line.number for line, _, findings in judged if _is_wrong(findings)), None)
    lines = tuple(_marked(line.text, findings, line.number, first) for line, _, findings in judged)
    named: Explanation | None = None
    rivals: tuple[Explanation, ...] = ()
    if first is not None:
        _, before, findings = judged[first - 1]
        bad = next(f for f in findings if f.counts and f.true.status is Status.INCORRECT)
        with allowed(share=_JUDGING):
            named, rivals = explained(bad, before, world)
        if bad.true.mistake is not None:
            named = named or Explanation(bad.true.mistake, bad.true.explanation)
        if named is not None:
            wrong_line = replace(
                lines[first - 1], status=LineStatus.MISTAKE, mistake=named.id, explanation=named.words, expected=named.expected
            )
            lines = (*lines[: first - 1], wrong_line, *lines[first:])
    status = Status.INCORRECT if first else Status.CORRECT if _all_decided(lines) else Status.UNDECIDED
    follows = None if first is None or first == len(lines) else _rest_follows(lines[first:])
    return Diagnosis(
        status,
        lines,
        first,
        None if named is None else named.id,
        tuple(r.id for r in rivals if r.id is not None),
        follows,
        None if first is None else f"line {first}",
        _explained(lines, first),
    )


_JUDGING = 0.8  # of the time that is left


def _array_worlds(work: Work) -> tuple[ArrayWorld, ...]:
    """Return the work with arrays, and its variant without the last term where the lines speak of one."""
    whole = ArrayWorld(work)
    speaks = any("without" in part.words for line in work.lines for part in line.parts)
    shorter = whole.without_last() if speaks else None
    return (whole,) if shorter is None else (whole, shorter)


def _is_wrong(findings: tuple[Finding, ...]) -> bool:
    return any(f.true.status is Status.INCORRECT for f in findings if f.counts)


def _is_decided(findings: tuple[Finding, ...]) -> bool:
    counted = [f.true.status for f in findings if f.counts]
    return Status.INCORRECT in counted or (bool(counted) and all(s is Status.CORRECT for s in counted))


def _all_decided(lines: tuple[MarkedLine, ...]) -> bool:
    counted = [line for line in lines if any(f.counts for f in line.findings)]
    return bool(counted) and all(line.true for line in counted) and all(line.status is not LineStatus.UNREADABLE for line in lines)


def _rest_follows(lines: tuple[MarkedLine, ...]) -> bool | None:
    values = [line.follows for line in lines if any(f.counts for f in line.findings)]
    return None if not values or None in values else all(values)


def _marked(text: str, findings: tuple[Finding, ...], number: int, first: int | None) -> MarkedLine:
    """Return a line with its status and what is said about it."""
    counted = [f for f in findings if f.counts]
    if any(f.part.error for f in findings):
        return MarkedLine(text, LineStatus.UNREADABLE, findings, explanation=next(f.remark for f in findings if f.part.error))
    if not counted:
        return MarkedLine(text, LineStatus.REMARK, findings)
    remark = "; ".join(f.remark for f in findings if f.remark)
    if any(f.true.status is Status.INCORRECT for f in counted):
        follows = all(f.link is not None for f in counted) and first is not None and number > first
        bad = [f.true.explanation or str(f.true.evidence) for f in counted if f.true.status is Status.INCORRECT]
        told = "; ".join(dict.fromkeys(bad))
        return MarkedLine(text, LineStatus.FOLLOWS if follows else LineStatus.WRONG, findings, explanation=told)
    if all(f.true.status is Status.CORRECT for f in counted):
        by = {f.link.by for f in counted if f.link is not None}
        is_gap = by <= {Relation.LIMIT, Relation.VALUE} and bool(by)
        status = LineStatus.GAP if is_gap else LineStatus.SAME if by <= {Relation.EQUAL} else LineStatus.EXPECTED
        return MarkedLine(text, status, findings, explanation=remark)
    return MarkedLine(text, LineStatus.UNDECIDED, findings, explanation=remark)


def _is_posing(line: MarkedLine) -> bool:
    """Tell whether a line that is not judged claims nothing: words alone, a definition, the form of a limit, a beginning."""
    roles = {Role.DEFINITION, Role.ANSATZ, Role.FORM, Role.VALUE, Role.CONTINUED, Role.SIDE, Role.NAMED, Role.TASK}
    is_wordy = all(f.part.term is None and not re.search(r"\d", f.part.text + " ".join(f.part.words)) for f in line.findings)
    return is_wordy or all(f.role in roles for f in line.findings)


def _explained(lines: tuple[MarkedLine, ...], first: int | None) -> str:
    if first is None:
        open_lines = [str(n) for n, line in enumerate(lines, 1) if line.status in {LineStatus.UNDECIDED, LineStatus.UNREADABLE}]
        if not any(f.counts for line in lines for f in line.findings):
            return "Nothing in these lines could be compared with the problem."
        if open_lines:
            return f"No line is wrong; not decided: line {', '.join(open_lines)}."
        unjudged = [str(n) for n, line in enumerate(lines, 1) if line.status is LineStatus.REMARK and not _is_posing(line)]
        return "Every line is right." if not unjudged else f"Every line that was judged is right; not judged: line {', '.join(unjudged)}."
    return f"Line {first} is wrong: {lines[first - 1].explanation.removesuffix('.')}."
