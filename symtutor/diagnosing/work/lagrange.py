"""Equations and points in work with Lagrange multipliers: compared with all stationary points under equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.verdicts import wrong
from symtutor.diagnosing.work.world import World
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_under_equations"]

Judged = tuple[Finding, Context]
_LARGEST, _MANY = 60, 4


def judge_under_equations(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge an equation by the stationary points of the objective under the equations of the problem; None where they are not known.

    It is right where it holds at all of them, and wrong where it holds at none, whichever sign multipliers have.
    """
    target = world.target
    is_of_several = any(len(target.names.arguments(name)) > 1 for name in target.names.values)
    if target.objective is None or not (target.equations or is_of_several) or target.conditions or len(sides) != 2:
        return None
    raw = [world.raw(side, part, context) for side in sides]
    values = [world.expression(side, part, context) for side in sides]
    if not all(isinstance(v, sp.Expr) for v in (*raw, *values)):
        return None
    if isinstance(raw[0], sp.Symbol) and raw[0].name in {"L", "f", "F", "V", "A", "S"}:
        return None  # a name
    if raw[0] != values[0] and values[1] != 0:
        return None  # a value of a quantity with a name
    gap = values[0] - values[1]
    is_place = isinstance(raw[0], sp.Symbol) and values[1].is_number
    if not target.equations and values[1] != 0 and not is_place:
        return None
    variables = tuple(sorted({s for e in (target.objective, *target.equations) for s in e.free_symbols}, key=str))
    others = sorted(gap.free_symbols - set(variables), key=str)
    if (
        not gap.free_symbols
        or any(not s.name.startswith(("lambda", "lamda", "mu", "nu")) for s in others)
        or len(others) > len(target.equations)
    ):
        return None
    verdicts = []
    for sign in (1, -1):
        points = _points(target.objective, tuple(target.equations), variables, sign)
        if not points:
            return None
        verdicts.append(_at_points(gap, others, points, len(target.equations)))
    kept = context.having(equations=(*context.equations, (line.number, raw[0] - raw[1])))
    if any(all(s is Status.CORRECT for s in found) for found in verdicts):
        truth = Verdict(Status.CORRECT, Proof("all stationary points satisfy it"))
        return Finding(part, Role.EQUATION, truth, truth, Link(0, Relation.IMPLIED)), kept
    if all(s is Status.INCORRECT for found in verdicts for s in found) and not part.words and part.connective != "or":
        return Finding(part, Role.EQUATION, wrong("no stationary point under the conditions satisfies it")), kept
    return None


def _at_points(gap: Any, others: Sequence[Any], points: Sequence[Mapping[Any, Any]], count: int) -> list[Status]:
    """Return whether a difference vanishes at each point; letters of multipliers stand for these in their order."""
    own: tuple[Any, ...] = sp.symbols(f"multiplier_1:{count + 1}") if count else ()
    renamed = gap.subs(dict(zip(others, own, strict=False)))
    return [same_value(renamed.subs(point), sp.S.Zero, {}).status for point in points]


@lru_cache(maxsize=64)
def _points(objective: Any, equations: tuple[Any, ...], variables: tuple[Any, ...], sign: int) -> tuple[dict[Any, Any], ...]:
    """Return all real stationary points with their multipliers; none where they are not found exactly."""
    multipliers: tuple[Any, ...] = sp.symbols(f"multiplier_1:{len(equations) + 1}") if equations else ()
    whole = objective - sign * sum((m * e for m, e in zip(multipliers, equations, strict=True)), sp.S.Zero)
    system = [sp.numer(sp.together(e)) for e in (*(sp.diff(whole, v) for v in variables), *equations)]
    is_small = len(variables) <= _MANY and sum(e.count_ops() for e in system) <= _LARGEST
    if not is_small or not all(e.is_polynomial(*variables, *multipliers) for e in system):
        return ()
    try:
        found = sp.solve(system, [*variables, *multipliers], dict=True)
    except (NotImplementedError, ValueError):
        return ()
    real = [s for s in found if all(v.is_real is not False for v in s.values())]
    if any(len(s) < len(variables) + len(multipliers) or any(v.free_symbols for v in s.values()) for s in real):
        return ()
    return tuple(real)
