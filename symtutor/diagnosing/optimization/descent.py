"""Judging hand-made steps of gradient descent, momentum and Newton's method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.same_value import same_value
from symtutor.derivation import Solved
from symtutor.goals.core import Goal
from symtutor.problem import Problem
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_descent"]

_NEWTON = ("not-inverted", "gradient-step", "value-for-gradient")
_STEPS = ("uphill", "rate-forgotten", "old-gradient", "momentum-forgotten", "momentum-with-wrong-sign")


def judge_descent(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge the last point, or the points in order: the first that is wrong, and the slip that gives it."""
    goal: Any = problem.goal
    wanted = solved.value.points
    if len(found) == 1:
        pairs = [(len(wanted) - 1, found[0])]
    else:
        first = 0 if _same(found[0], wanted[0]) else 1
        pairs = [(first + i, p) for i, p in enumerate(found)]
    for k, place in pairs:
        if k >= len(wanted):
            return _wrong(f"There are {len(wanted) - 1} steps, and the answer has more.", place, "", None)
        if len(place) != len(goal.args[1]):
            return _wrong(f"The point has {len(place)} coordinates, and there are {len(goal.args[1])} variables.", place, wanted[k], None)
        if not _same(place, wanted[k]):
            name = next((n for n, p in _slips(goal, wanted, k) if _same(p, place)), None)
            at = next((i for i, p in enumerate(wanted) if i != k and _same(p, place)), None)
            why = (
                f" {book.mistake(f'optimize.descent/{name}').words}"
                if name
                else f" That is the point after {at} steps."
                if at is not None
                else ""
            )
            told = f"After {k} {'step' if k == 1 else 'steps'} the point is not {_shown(place)}.{why}"
            return _wrong(told, place, wanted[k], f"optimize.descent/{name}" if name else None)
    if len(found) > 1 and pairs[-1][0] < len(wanted) - 1:
        return _wrong(f"The points are right; {len(wanted) - 1} steps were asked for.", found[-1], wanted[-1], None)
    return Verdict(Status.CORRECT, Proof("the same points"), explanation="Correct.")


def _wrong(words: str, found: tuple[sp.Basic, ...], wanted: Any, mistake: str | None) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, str(found), str(wanted), ("", ""), 0), mistake=mistake, explanation=words)


def _shown(place: Sequence[Any]) -> str:
    return str(place[0]) if len(place) == 1 else str(tuple(place))


def _same(a: Sequence[sp.Basic], b: Sequence[sp.Basic]) -> bool:
    return len(a) == len(b) and all(p == q or same_value(p, q, {}).status is Status.CORRECT for p, q in zip(a, b, strict=True))


def _slips(goal: Goal, points: Sequence[tuple[sp.Expr, ...]], last: int) -> Iterator[tuple[str, tuple[sp.Expr, ...]]]:
    """Yield slips with the points that they give after some steps: made at every step, or at the last one alone."""
    f, variables, start, method, rate, inertia, _count = goal.args
    names = tuple(variables)
    gradient = [differentiated(f, v) for v in names]
    hessian = sp.Matrix([[differentiated(g, v) for v in names] for g in gradient])

    def slope(place: Sequence[Any]) -> list[Any]:
        return [sp.sympify(g).xreplace(dict(zip(names, place, strict=True))) for g in gradient]

    def moved(name: str, here: Sequence[Any], before: Sequence[sp.Rational]) -> list[sp.Expr]:
        at = dict(zip(names, here, strict=True))
        g = slope(start if name == "old-gradient" else here)
        if str(method) == "newton":
            if name == "value-for-gradient":
                return [-f.xreplace(at) / g[0]] if len(g) == 1 and g[0] != 0 else [sp.nan] * len(g)
            step = list(hessian.xreplace(at) * sp.Matrix(g)) if name == "not-inverted" else g
            return [-s for s in step]
        eta = {"uphill": -rate, "rate-forgotten": sp.S.One}.get(name, rate)
        beta = {"momentum-forgotten": sp.S.Zero, "momentum-with-wrong-sign": -inertia}.get(name, inertia)
        return [beta * b - eta * s for b, s in zip(before, g, strict=True)]

    for name in _NEWTON if str(method) == "newton" else _STEPS:
        for first in (0, last - 1):
            way = [tuple(p) for p in points[: first + 1]]
            for _ in range(first, last):
                before = [b - a for a, b in zip(way[-2], way[-1], strict=True)] if len(way) > 1 else [sp.S.Zero] * len(names)
                way.append(tuple(sp.expand(a + d) for a, d in zip(way[-1], moved(name, way[-1], before), strict=True)))
            yield name, way[-1]
