"""Lagrange conditions, the signs of multipliers, and claims about extrema under conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import expression_of, members
from symtutor.term import Term, Variable
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_claim", "judge_gradients", "judge_stationarity", "stated_sign"]

Judged = tuple[Finding, Context]
_GRID = tuple(sp.Rational(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (1, 3), (2, 3), (2, 1), (-1, 1), (3, 1)))
_TRIED = 600


def judge_gradients(part: Part, line: Line, context: Context, world: World) -> Judged | None:
    """Judge ∇f = λ∇g written as tuples; None where a statement is something else."""
    if part.term is None or part.term.head is not sp.Eq or len(part.term.args) != 2 or world.target.objective is None:
        return None
    sides = [_entries(side, part.text) for side in part.term.args]
    if any(side is None for side in sides) or len(sides[0] or ()) != len(sides[1] or ()):
        return None
    left, right = sides
    variables = _variables(world)
    assert left is not None and right is not None  # noqa: PT018 (told apart above)
    if left == variables:
        return None  # (x, y) = (1, 2) is a point
    if len(variables) != len(left):
        return Finding(part, Role.EQUATION, UNKNOWN), context
    equations = tuple((line.number, a - b) for a, b in zip(left, right, strict=True))
    objective = world.target.objective
    slopes = [sp.diff(objective, v) for v in variables]
    of_f = all(same_value(a, b, {}).status is Status.CORRECT for a, b in zip(left, slopes, strict=True))
    of_g = any(_are_multiples(right, [sp.diff(e, v) for v in variables]) for e in world.target.equations)
    truth = TRUE if of_f and of_g else wrong("the left side is not the gradient of the function") if not of_f and of_g else UNKNOWN
    link = Link(0, Relation.DIFFERENTIATED) if truth.status is Status.CORRECT else None
    return Finding(part, Role.EQUATION, truth, truth, link), context.having(equations=(*context.equations, *equations))


def _entries(side: Term, text: str) -> list[Any] | None:
    """Return the entries of a tuple, or of a letter times a tuple."""
    if side.head is sp.Tuple:
        return [expression_of(a, text) for a in side.args]
    tuples = [a for a in side.args if isinstance(a, Term) and a.head is sp.Tuple] if side.head is sp.Mul else []
    if len(tuples) != 1:
        return None
    factor = sp.Mul(*[expression_of(a, text) for a in side.args if a is not tuples[0]])
    return [factor * expression_of(a, text) for a in tuples[0].args]


def _variables(world: World) -> list[sp.Symbol]:
    found = set(world.target.objective.free_symbols)
    for equation in world.target.equations:
        found |= equation.free_symbols
    return sorted(found, key=str)


def _are_multiples(entries: Sequence[sp.Basic], slopes: Sequence[sp.Expr]) -> bool:
    """Tell whether entries are one factor times the slopes of a condition."""
    pairs = [(a, b) for a, b in zip(entries, slopes, strict=True) if b != 0]
    if not pairs or any(a != 0 for a, b in zip(entries, slopes, strict=True) if b == 0):
        return False
    return len({sp.cancel(a / b) for a, b in pairs}) == 1


# ---- multipliers with signs -------------------------------------------------------------------------
def judge_stationarity(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge a stationarity condition with multipliers beside the sign that is stated for them; None where it is something else."""
    target = world.target
    if target.objective is None or not target.conditions or target.wants not in {"minimum", "maximum"} or len(sides) != 2:
        return None
    values = [world.raw(side, part, context) for side in sides]
    equation = values[0] - values[1]
    multipliers = sorted(
        (s for s in equation.free_symbols - target.objective.free_symbols if s.name.startswith(("lambda", "mu", "nu"))), key=str
    )
    if not multipliers:
        return None
    sign = stated_sign(line, world)
    plain = equation.subs(dict.fromkeys(multipliers, 0))
    for variable in sorted(target.objective.free_symbols, key=str):
        slope = sp.diff(target.objective, variable)
        for orientation in (1, -1):
            if same_value(plain, orientation * slope, {}).status is not Status.CORRECT:
                continue
            found = [_sign_of(sp.diff(equation, m) * orientation, variable, world) for m in multipliers]
            if None in found or len(set(found)) != 1:
                return Finding(part, Role.EQUATION, UNKNOWN), context
            needed = -1 if target.wants == "maximum" else 1
            kept = context.having(equations=(*context.equations, (line.number, equation)))
            if sign is None:
                return Finding(part, Role.EQUATION, UNKNOWN), kept
            if (found[0] or 0) * sign == needed:
                return Finding(part, Role.EQUATION, TRUE, TRUE, Link(0, Relation.DIFFERENTIATED)), kept
            told = f"with multipliers {'≥' if sign > 0 else '≤'} 0 the sign before them has to be the other one for a {target.wants}"
            return Finding(part, Role.EQUATION, wrong(told)), kept
    return None


def stated_sign(line: Line, world: World) -> int | None:
    """Return the sign that a line, or the work, states for multipliers."""
    for other in (line, *world.work.lines):
        for part in other.parts:
            text = part.text.replace(" ", "")
            if text.lstrip("\\").startswith(("lambda", "mu", "λ", "μ", "nu")):
                if text.endswith(("ge0", "geq0", "≥0", ">=0")):
                    return 1
                if text.endswith(("le0", "leq0", "≤0", "<=0")):
                    return -1
    return None


def _sign_of(coefficient: sp.Expr, variable: sp.Symbol, world: World) -> int | None:
    """Return with which sign the slope of a condition g ≤ b stands before a multiplier."""
    for condition in world.target.conditions:
        if not isinstance(condition, sp.Le | sp.Lt | sp.Ge | sp.Gt):
            continue
        outer: sp.Expr = condition.lts - condition.gts  # ≤ 0
        slope = sp.diff(outer, variable)
        if slope != 0 and sp.cancel(coefficient / slope) in {1, -1}:
            return int(sp.cancel(coefficient / slope))
    return 0 if coefficient == 0 else None


# ---- claims -----------------------------------------------------------------------------------------
def judge_claim(part: Part, line: Line, context: Context, world: World) -> Judged | None:
    """Judge "the minimum is taken only at …" and "f(…) = … is the maximum" by feasible points; None where nothing is claimed."""
    said = " ".join(word for other in line.parts for word in other.words)
    kind = next((k for k, names in _CALLED.items() if names & set(said.split())), "")
    objective = world.target.objective
    if not kind or objective is None or part is not line.parts[0]:
        return None
    variables = sorted(objective.free_symbols, key=str)
    points = _points(line, len(variables))
    by_optimum = _judge_optimum(_values(line), points, variables, world) if kind == world.target.wants else None
    if by_optimum is not None:
        link = Link(0, Relation.IMPLIED) if by_optimum else None
        return Finding(part, Role.CONCLUSION, by_optimum, by_optimum, link), context
    if not points:
        return None
    if _is_local(said, world):
        return _local_claim(part, kind, points, variables, context, world)
    values = [objective.subs(dict(zip(variables, p, strict=True))) for p in points]
    sign = 1 if kind == "minimum" else -1
    for point in _feasible(world, variables):
        value = objective.subs(point)
        place = ", ".join(f"{v} = {point[v]}" for v in variables)
        if any((sign * (claimed - value)).is_positive for claimed in values):
            return Finding(
                part, Role.CONCLUSION, wrong(f"at {place} the value is {value}: that is {'less' if sign > 0 else 'more'}")
            ), context
        if "only" in said and value in values and tuple(point[v] for v in variables) not in points:
            return Finding(part, Role.CONCLUSION, wrong(f"at {place} the value is {value} too")), context
    return Finding(part, Role.CONCLUSION, UNKNOWN), context


_CALLED = {"minimum": {"minimum", "min", "minimal", "least", "smallest"}, "maximum": {"maximum", "max", "maximal", "greatest", "largest"}}
_NUMBER = re.compile(r"[-−]?\d+(?:/\d+|\.\d+)?")


def _values(line: Line) -> list[Any]:
    """Return the numbers that a line gives as the value of what is least or greatest."""
    found: list[Any] = []
    for part in line.parts:
        found.extend(sp.Rational(word.replace("−", "-")) for word in part.words if _NUMBER.fullmatch(word))
        relation, sides = (None, ()) if part.term is None else members(part.term)
        if not sides or (relation is not None and not _names_a_value(sides[0])):
            continue
        value = expression_of(sides[-1], part.text)
        if isinstance(value, sp.Expr) and value.is_number:
            found.append(value)
    return found


def _names_a_value(side: Term) -> bool:
    """Tell whether the left side of an equation is the value at a point: f(1, 1), or f_min."""
    return getattr(side.head, "__name__", "") in {"f", "F"} or (
        side.head is Variable and side.args[0].name.rpartition("_")[2] in {"min", "max"}
    )


def _judge_optimum(values: Sequence[Any], points: Sequence[Any], variables: Sequence[Any], world: World) -> Verdict | None:
    """Judge the value and the place that are claimed for the optimum by the solution of the problem; None where neither is."""
    best = None if world.optimum is None or not (values or points) else world.optimum()
    if best is None:
        return None
    best = best.value
    wants, objective = world.target.wants, world.target.objective
    for value in values:
        if same_value(value, best, {}).status is Status.INCORRECT:
            return wrong(f"the {wants} is {best}, not {value}")
    for point in points:
        at = dict(zip(variables, point, strict=True))
        if not all(same_value(e.subs(at), sp.S.Zero, {}) for e in world.target.equations):
            return wrong(f"{_shown(point)} does not satisfy the condition")
        if not all(_holds(c, at) for c in world.target.conditions):
            return wrong(f"{_shown(point)} does not satisfy the conditions")
        if same_value(objective.subs(at), best, {}).status is Status.INCORRECT:
            return wrong(f"the value at {_shown(point)} is {objective.subs(at)}, and the {wants} is {best}")
    return Verdict(Status.CORRECT, Proof("by the solution of the problem"))


def _shown(point: Sequence[sp.Expr]) -> str:
    return f"({', '.join(map(str, point))})"


def _is_local(said: str, world: World) -> bool:
    """Tell whether a claim is about the neighbourhood of a point: nothing restricts the function, and nothing global is asked or said."""
    target = world.target
    is_global = re.search(r"global|absolute|least|greatest|smallest|largest|overall", said)
    return not (target.equations or target.conditions or target.wants or is_global) and len(target.objective.free_symbols) > 1


def _local_claim(part: Part, kind: str, points: Sequence[Any], variables: Sequence[Any], context: Context, world: World) -> Judged:
    """Judge "(1, 1) is a minimum" by the gradient and the second derivatives there."""
    objective = world.target.objective
    for point in points:
        at = dict(zip(variables, point, strict=True))
        slopes = [same_value(sp.diff(objective, v).subs(at), sp.S.Zero, {}).status for v in variables]
        if Status.INCORRECT in slopes:
            return Finding(part, Role.CONCLUSION, wrong(f"the gradient is not 0 at {point}")), context
        hessian = sp.hessian(objective, list(variables)).subs(at)
        is_right = hessian.is_positive_definite if kind == "minimum" else hessian.is_negative_definite
        if is_right:
            continue
        is_other = (hessian.is_negative_definite if kind == "minimum" else hessian.is_positive_definite) or hessian.is_indefinite
        if is_other:
            return Finding(part, Role.CONCLUSION, wrong(f"by the second derivatives there is no {kind} at {point}")), context
        return Finding(part, Role.CONCLUSION, UNKNOWN), context
    return Finding(part, Role.CONCLUSION, TRUE, TRUE, Link(0, Relation.IMPLIED)), context


def _points(line: Line, size: int) -> list[tuple[sp.Basic, ...]]:
    """Return the points that a line names: tuples, and the arguments of f(…)."""
    found = []
    for part in line.parts:
        if part.term is None:
            continue
        _, sides = members(part.term)
        for side in sides:
            is_call = getattr(side.head, "__name__", "") in {"f", "g", "F"}
            if (side.head is sp.Tuple or is_call) and len(side.args) == size:
                values = tuple(expression_of(a, part.text) for a in side.args)
                if all(isinstance(v, sp.Expr) and v.is_number for v in values):
                    found.append(values)
    return found


def _feasible(world: World, variables: Sequence[sp.Expr]) -> Iterator[Mapping[sp.Expr, sp.Rational]]:
    """Yield points with small coordinates that satisfy the conditions of the problem."""
    for values in islice(product(_GRID, repeat=len(variables)), _TRIED):
        point = dict(zip(variables, values, strict=True))
        if all(e.subs(point) == 0 for e in world.target.equations) and all(_holds(c, point) for c in world.target.conditions):
            yield point


def _holds(condition: Any, point: Mapping[Any, Any]) -> bool:
    return bool(condition.subs(point) == sp.true)
