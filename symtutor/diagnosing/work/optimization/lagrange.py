"""Equations and points in work with Lagrange multipliers: compared with all stationary points under equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.optimization.critical import places_in
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_point", "judge_under_equations", "multipliers_in"]

Judged = tuple[Finding, Context]
_LARGEST, _MANY = 60, 4


def judge_under_equations(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge an equation by the stationary points of the objective under the equations of the problem; None where they are not known.

    It is right where it holds at all of them, and wrong where it holds at none, whichever sign or scale multipliers have:
    x = λ y comes from L = f − λ g/2.  All lines of a work have to agree on the scale.
    """
    target = world.target
    is_of_several = any(len(target.names.arguments(name)) > 1 for name in target.names.values)
    if target.objective is None or not (target.equations or is_of_several) or target.conditions or len(sides) != 2:
        return None
    raw = [world.raw(side, part, context) for side in sides]
    values = [world.expression(side, part, context) for side in sides]
    if not all(isinstance(v, sp.Expr) for v in (*raw, *values)):
        return None
    letters = target.objective.free_symbols.union(*(e.free_symbols for e in target.equations))
    if _is_definition(raw, letters):
        return _defined(part, raw, line, context, world)
    if _is_named(raw[0], values):
        return None
    gap = values[0] - values[1]
    is_place = isinstance(raw[0], sp.Symbol) and values[1].is_number
    if not target.equations and values[1] != 0 and not is_place and (raw[0] != values[0] or isinstance(raw[0], sp.Symbol)):
        return None
    variables = tuple(sorted(letters, key=str))
    others = sorted(gap.free_symbols - set(variables), key=str)
    if not gap.free_symbols or others != multipliers_in(gap) or len(others) > len(target.equations):
        return None
    verdicts = _by_scale(gap, others, variables, context, world)
    if verdicts is None:
        return None
    kept = context.having(equations=(*context.equations, (line.number, raw[0] - raw[1])))
    if any(all(s is Status.CORRECT for s in found) for found in verdicts):
        truth = Verdict(Status.CORRECT, Proof("all stationary points satisfy it"))
        return Finding(part, Role.EQUATION, truth, truth, Link(0, Relation.IMPLIED)), kept
    if all(s is Status.INCORRECT for found in verdicts for s in found) and not part.words and part.connective != "or":
        return Finding(part, Role.EQUATION, wrong("no stationary point under the conditions satisfies it")), kept
    if not others and not part.words and len(line.parts) == 1:
        lost = _lost_by_division(gap, _points(target.objective, tuple(target.equations), variables, 1), variables, context, world)
        if lost is not None:
            shown = ", ".join(f"{v} = {lost[v]}" for v in variables)
            return Finding(part, Role.EQUATION, wrong(f"divided by something that may be 0: {shown} is lost")), kept
    return None


def _is_named(left: Any, values: Sequence[Any]) -> bool:
    """Tell whether an equation gives the value of a quantity with a name."""
    is_usual = isinstance(left, sp.Symbol) and left.name in {"L", "f", "F", "V", "A", "S"}
    return is_usual or bool(left != values[0] and values[1] != 0)


def _is_definition(raw: Sequence[Any], variables: AbstractSet[Any]) -> bool:
    """Tell whether an equation says what a name stands for: f(x, y) = …, or g = … where g is no letter of the problem."""
    name = raw[0].func.__name__ if isinstance(raw[0], AppliedUndef) else getattr(raw[0], "name", "")
    is_called = isinstance(raw[0], AppliedUndef) and set(raw[0].args) <= variables
    is_new = isinstance(raw[0], sp.Symbol) and raw[0] not in variables and name in _FUNCTIONS
    return (is_called or is_new) and not raw[1].has(AppliedUndef) and bool(raw[1].free_symbols) and raw[1].free_symbols <= variables


_FUNCTIONS = frozenset("gh") | {f"{name}_{number}" for name in "gh" for number in range(1, 10)}


def _defined(part: Part, raw: Sequence[Any], line: Line, context: Context, world: World) -> Judged:
    """Take a definition: right where it gives the objective or a condition a name, else nothing is claimed of the problem."""
    target = world.target
    name = raw[0].func.__name__ if isinstance(raw[0], AppliedUndef) else raw[0].name
    if name in target.names.values:
        truth = same_value(world.target.names.values[name], raw[1], {})
    else:
        meant = [target.objective, -target.objective, *(sign * e for e in target.equations for sign in (1, -1))]
        truth = TRUE if any(sp.expand(raw[1] - m).is_number for m in meant) else UNKNOWN
    kept = context if name in target.names.values else context.having(names={**context.names, name: (line.number, raw[1])})
    return Finding(part, Role.DEFINITION, truth, truth, Link(0, Relation.GIVEN) if truth else None, counts=bool(truth)), kept


def _by_scale(gap: Any, others: Sequence[Any], variables: tuple[Any, ...], context: Context, world: World) -> list[list[Status]] | None:
    """Return whether a difference vanishes at the stationary points, for each scale of multipliers; None where no points are known."""
    target = world.target
    earlier = [e for _, e in context.equations if multipliers_in(e)]
    _, lagrangian = context.names.get("L", (0, sp.S.Zero))  # as it was written down, with the sign and scale of its multipliers
    earlier += [slope for v in variables for slope in [sp.diff(lagrangian, v)] if multipliers_in(slope)]
    verdicts = []
    for scale in _SCALES if others else (sp.S.One,):
        points = _points(target.objective, tuple(target.equations), variables, scale)
        if not points:
            return None
        found = _at_points(gap, others, points, len(target.equations))
        statuses = [s for e in earlier if others for s in _at_points(e, multipliers_in(e), points, len(target.equations))]
        verdicts.append([Status.INCORRECT] if Status.INCORRECT in statuses else found)
    return verdicts


def _lost_by_division(gap: Any, points: Sequence[Mapping[Any, Any]], variables: Sequence[Any], context: Context, world: World) -> Any:
    """Return a stationary point that satisfies the equation before and not this one, a factor of it, and is never named; else None."""
    _, earlier = context.equations[-1] if context.equations else (0, sp.S.One)
    factor = sp.cancel(earlier / gap)
    if not factor.free_symbols or not factor.is_polynomial(*variables) or not factor.free_symbols <= set(variables):
        return None
    terms = [part.term for line in world.work.lines for part in line.parts if part.term is not None]
    for point in points:
        is_lost = all(same_value(e.subs(point), sp.S.Zero, {}).status is s for e, s in ((factor, Status.CORRECT), (gap, Status.INCORRECT)))
        is_named = any(point[v] in places_in(term, v) for v in factor.free_symbols for term in terms)
        if is_lost and not is_named:
            return point
    return None


def judge_point(part: Part, context: Context, world: World) -> Judged | None:
    """Judge (a, b) alone as a stationary point of the objective; None where a statement is something else."""
    target, term = world.target, part.term
    if target.objective is None or target.sense is not None or target.conditions or term is None or term.head is not sp.Tuple:
        return None
    variables = tuple(sorted({s for e in (target.objective, *target.equations) for s in e.free_symbols}, key=str))
    values = [world.raw(a, part, context) for a in term.args]
    if len(values) != len(variables) or len(variables) < _SEVERAL or not all(isinstance(v, sp.Expr) and v.is_number for v in values):
        return None
    points = _points(target.objective, tuple(target.equations), variables, 1)
    if not points or part.words:
        return None
    found = [all(same_value(p[v], value, {}).status is Status.CORRECT for v, value in zip(variables, values, strict=True)) for p in points]
    truth = Verdict(Status.CORRECT, Proof("a stationary point")) if any(found) else wrong("no stationary point")
    return Finding(part, Role.ANSWER, truth, truth, Link(0, Relation.IMPLIED) if any(found) else None), context


_SEVERAL = 2


_SCALES = tuple(sign * scale for scale in (sp.S.One, sp.Integer(2), sp.S.Half) for sign in (1, -1))


def multipliers_in(expr: Any) -> list[Any]:
    """Return the letters of multipliers in an expression, by name."""
    return sorted((s for s in expr.free_symbols if s.name.startswith(("lambda", "lamda", "mu", "nu"))), key=str)


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
