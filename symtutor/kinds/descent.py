"""Kinds of problems about steps downhill."""

from __future__ import annotations

from typing import Any

from symtutor.ask.inputs.inputs import Inputs
from symtutor.diagnosing.optimization.descent import judge_descent
from symtutor.errors import InputError
from symtutor.goals import descent as goals
from symtutor.goals.core import Goal
from symtutor.kinds.conclusions import steps
from symtutor.kinds.kind import Case, Kind, drawn, judged_by
from symtutor.term import as_term
from symtutor.writing.document import Piece

__all__ = ["KINDS"]


def _place(thing: Any, variables: Any, reader: Inputs) -> tuple[Any, ...]:
    """Return a point: a mapping, coordinates, or a number for one variable."""
    if isinstance(thing, dict):
        point = reader.point(thing, tuple(variables))
        missing = [v for v in variables if v not in point]
        if missing:
            raise InputError(f"the point gives no value for {missing[0]}")
        return tuple(point[v] for v in variables)
    if len(variables) == 1 and not isinstance(thing, list | tuple):
        return (reader.expression(thing, "a point"),)
    return reader.vector(thing, "the point")


def _read_steps(answer: Any, case: Case, reader: Inputs) -> Any:
    """Return points: the last one, or several in a list, the start or the first step first."""
    variables = case.goal.args[1]
    several = isinstance(answer, list | tuple) and len(answer) > 0 and (len(variables) == 1 or isinstance(answer[0], list | tuple | dict))
    return tuple(_place(p, variables, reader) for p in (answer if several else [answer]))


def _descending(goal: Goal) -> tuple[Piece, ...]:
    """Return the question for steps downhill."""
    f, _variables, start, method, rate, inertia, count = goal.args
    place = as_term(start) if len(start) > 1 else as_term(start[0])
    by = "of Newton's method" if str(method) == "newton" else f"of gradient descent with rate {rate}"
    more = f" and momentum {inertia}" if inertia != 0 and str(method) != "newton" else ""
    return (f"Take {count} {'step' if count == 1 else 'steps'} {by}{more} on ", as_term(f), " from ", place)


KINDS: dict[type[Goal], Kind] = {
    goals.DescentOf: Kind(
        _descending,
        entries=lambda goal: 4 * int(goal.args[6]),
        read=_read_steps,
        judge=judged_by(judge_descent),
        concluded=steps,
        picture=drawn("descent"),
        beside={"points": lambda case: case.value.points},
    ),
}
