"""The Lagrangian of a problem under conditions, and equations that hold at its solution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.optimization.lagrange import multipliers_in
from symtutor.diagnosing.work.optimization.optimum import stated_sign
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_at_solution", "judge_lagrangian"]

Judged = tuple[Finding, Context]


def judge_lagrangian(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge L = f − λ g: what stands at each multiplier is one of the conditions, with the sign that the stated one of λ asks for."""
    target = world.target
    if target.objective is None or not (target.equations or target.conditions) or len(sides) != 2:
        return None
    left, right = (world.raw(side, part, context) for side in sides)
    if (
        not isinstance(right, sp.Expr)
        or not isinstance(left, sp.Symbol | AppliedUndef)
        or str(left).partition("(")[0] not in {"L", "Lambda"}
    ):
        return None
    letters = multipliers_in(right)
    plain = sp.expand(right.subs(dict.fromkeys(letters, 0)))
    turned = -1 if sp.expand(plain + target.objective) == 0 else 1  # −f is minimized where f is maximized
    rest = sp.expand(right - turned * target.objective)
    slopes = [sp.diff(rest, m) for m in letters]
    if not letters or any(s.has(*letters) for s in slopes):
        return None
    kept = context.having(names={**context.names, "L": (line.number, right)})
    if sp.expand(rest - sum((m * s for m, s in zip(letters, slopes, strict=True)), sp.S.Zero)) != 0:
        return Finding(part, Role.NAMED, wrong("without the multipliers it is not the function that is to be extremal")), kept
    truths = [_of_condition(turned * slope, line, world) for slope in slopes]
    truth = next((t for t in truths if t.status is Status.INCORRECT), next((t for t in truths if t.status is not Status.CORRECT), TRUE))
    return Finding(part, Role.NAMED, truth, truth, Link(0, Relation.GIVEN) if truth else None), kept


def _of_condition(slope: Any, line: Line, world: World) -> Verdict:
    """Return whether what stands at a multiplier is a condition of the problem, with the right sign."""
    target = world.target
    if any(_are_proportional(slope, equation) for equation in target.equations):
        return TRUE
    outer = [c.lts - c.gts for c in target.conditions if isinstance(c, sp.Le | sp.Lt | sp.Ge | sp.Gt)]
    if len(outer) < len(target.conditions):
        return UNKNOWN
    found = next(((o, sign) for o in outer for sign in (1, -1) if sp.expand(slope - sign * o) == 0), None)
    if found is None:
        if any(_are_proportional(slope, o) for o in outer):
            return UNKNOWN
        return wrong(f"{slope} is not the left side of a condition")
    needed = found[1] * (-1 if target.wants == "maximum" else 1)
    stated = stated_sign(line, world)
    if stated is None:
        return TRUE if needed == 1 else UNKNOWN
    if stated == needed:
        return TRUE
    said = "≥" if stated > 0 else "≤"
    return wrong(f"with multipliers {said} 0 the sign before them has to be the other one for a {target.wants}")


def _are_proportional(a: Any, b: Any) -> bool:
    ratio = sp.cancel(a / b) if b != 0 else sp.nan
    return bool(ratio.is_number and ratio.is_finite and ratio != 0)


def judge_at_solution(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge an equation under inequalities that the solution of the problem satisfies; None where it does not: it may belong to a case."""
    target = world.target
    best = world.optimum() if target.objective is not None and target.conditions and world.optimum is not None else None
    if best is None or len(sides) != 2 or part.connective == ":":
        return None
    left, right = (world.raw(side, part, context) for side in sides)
    if not isinstance(left, sp.Expr) or not isinstance(right, sp.Expr):
        return None
    at = dict(best.point)
    letters = multipliers_in(left - right)
    if len(best.multipliers) == 1 and len(letters) == 1:
        at[letters[0]] = best.multipliers[0]
    gap = (left - right).subs(at)
    if not (left - right).free_symbols or gap.free_symbols or same_value(gap, sp.S.Zero, {}).status is not Status.CORRECT:
        return None
    truth = Verdict(Status.CORRECT, Proof("the solution of the problem satisfies it"))
    kept = context.having(equations=(*context.equations, (line.number, left - right)))
    return Finding(part, Role.EQUATION, truth, truth, Link(0, Relation.IMPLIED)), kept
