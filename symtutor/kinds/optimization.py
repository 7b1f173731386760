"""Kinds of problems of optimization: equations, extrema."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.diagnosing.optimization.constrained import judge_constrained
from symtutor.diagnosing.optimization.extrema import judge_extrema, judge_stationary
from symtutor.diagnosing.optimization.separation import judge_separation
from symtutor.diagnosing.solution_sets import judge_inequality_answer, judge_solutions
from symtutor.errors import InputError
from symtutor.goals import optimization as goals
from symtutor.goals.core import Goal
from symtutor.kinds import conclusions
from symtutor.kinds.extrema_in_words import read_extrema, read_points
from symtutor.kinds.kind import Case, Kind, drawn, judged_by, not_judged
from symtutor.kinds.optimum_in_words import read_optimum_in_words
from symtutor.kinds.sign_tables import of_extrema, of_inequality, of_stationary_points
from symtutor.term import Term, apply_head, as_term
from symtutor.writing.document import Piece

__all__ = ["KINDS"]


def _read_solutions(answer: object, case: Case, reader: Inputs) -> goals.Roots:
    """Read the solutions of an equation: a list, a set, or x = 1 or x = 2."""
    variable = case.goal.args[2]
    return goals.Roots(variable, *reader.values(answer, variable))


def _values(case: Case) -> tuple[object, ...]:
    """Return the solutions of an equation as a plain tuple."""
    return tuple(case.value.values)


def _asked(goal: Goal) -> tuple[Piece, ...]:
    """Return the question with its constraints."""
    f, inequalities, equations, _variables, sense, order, strict = goal.args
    pieces: list[Piece] = ["Minimize " if sense == 1 else "Maximize ", as_term(f)]
    left = iter(strict)
    shown = [_usual(sp.Ge, inequalities[k - 1]) if k > 0 else _usual(sp.Eq, equations[-k - 1]) for k in map(int, order) if k]
    for k, number in enumerate(order):
        if number == 0:
            shown.insert(k, _usual(sp.Gt, next(left)))
    shown += [_usual(sp.Gt, g) for g in left]
    for k, constraint in enumerate(shown):
        pieces += [", " if k else " subject to ", constraint]
    return tuple(pieces)


def _usual(relation: Any, gap: Any) -> Term:
    """Return a constraint on what is ≥ 0, > 0 or 0 with its number on the right, and turned where every term on the left is negative."""
    number, rest = gap.as_independent(*gap.free_symbols, as_Add=True) if isinstance(gap, sp.Add) else (sp.S.Zero, gap)
    if all(t.could_extract_minus_sign() for t in sp.Add.make_args(rest)):
        return apply_head({sp.Ge: sp.Le, sp.Gt: sp.Lt}.get(relation, relation), -rest, number)
    return apply_head(relation, rest, -number)


def _which_inequality(goal: Goal) -> tuple[Piece, ...]:
    left, right, variable, _domain, relation = goal.args
    return "Solve ", apply_head(goals.RELATIONS[str(relation)], left, right), " for ", as_term(variable)


def _read_set(answer: object, case: Case, reader: Inputs) -> sp.Set:
    """Read the solutions of an inequality: a set, or inequalities joined by "and" and "or"."""
    return reader.solution_set(answer, case.goal.args[2])


def _street(goal: Goal) -> tuple[Piece, ...]:
    """Return the question for a separating line, with its points where they are few."""
    points, labels, bound, degree = goal.args
    few = len(points) <= _FEW
    shown: list[Piece] = []
    for k, (point, label) in enumerate(zip(points, labels, strict=True) if few else ()):
        shown += [", " if k else " ", as_term(point), " +" if label == 1 else " −"]
    margin = "hard margin" if bound is sp.oo else f"soft margin, C = {bound}"
    kernel = "" if degree == 1 else f", kernel {goals.kernel_in_words(degree)}"
    return (f"Separate {len(points)} points with a {margin}{kernel}", *([":", *shown] if few else []))


_FEW = 10


# ---- reading answers -----------------------------------------------------------------------------
def _read_optimum(answer: Any, case: Case, reader: Inputs) -> Any:
    """Return a value, or a point and multipliers: a mapping, a list of coordinates, or a pair of such and multipliers."""
    variables = case.goal.args[3]
    if hasattr(answer, "place") and hasattr(answer, "multipliers"):
        return (tuple(answer.place), tuple(answer.multipliers), answer.value)
    if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[0], dict | tuple | list):
        place, lams = answer
        return (_place(place, variables, reader), reader.vector(lams, "the multipliers"))
    if isinstance(answer, dict | list | tuple):
        return (_place(answer, variables, reader), ())
    if isinstance(answer, str):
        return read_optimum_in_words(answer, variables, case.goal.args[4], reader)
    return reader.expression(answer, "the answer")


def _place(thing: Any, variables: Any, reader: Inputs) -> tuple[Any, ...]:
    if isinstance(thing, dict):
        point = reader.point(thing, tuple(variables))
        missing = [v for v in variables if v not in point]
        if missing:
            raise InputError(f"the point gives no value for {missing[0]}")
        return tuple(point[v] for v in variables)
    return reader.vector(thing, "the point")


_OF_A_STREET = ("w", "b", "alphas", "multipliers", "lam")


def _read_street(answer: Any, case: Case, reader: Inputs) -> Any:
    """Return w, b and multipliers of a mapping with these keys, or of the left side of a line a x + b y + c = 0."""
    if isinstance(answer, dict):
        strange = next((str(k) for k in answer if k not in _OF_A_STREET), None)
        if strange is not None or not answer:
            raise InputError(f"{strange or 'nothing'} is not judged here", f"Answer with {', '.join(_OF_A_STREET)}, or with the line.")
        w = reader.vector(answer["w"], "w") if "w" in answer else ()
        b = reader.expression(answer["b"], "b") if "b" in answer else sp.S.Zero if w else None
        alphas = next((reader.vector(answer[k], "the multipliers") for k in ("alphas", "multipliers", "lam") if k in answer), ())
        return w, b, alphas
    if case.goal.args[3] != 1:
        raise InputError("with a kernel there is no line in the plane of the points", 'Answer {"alphas": [...], "b": ...}.')
    left, right = reader.sides(answer)
    gap = sp.expand(left - right)
    size = len(case.goal.args[0][0])
    letters = sp.symbols("x y") if size == 2 else sp.symbols(f"x_1:{size + 1}")
    w = tuple(gap.coeff(v) for v in letters)
    rest = sp.expand(gap - sum((c * v for c, v in zip(w, letters, strict=True)), sp.S.Zero))
    if rest.free_symbols:
        raise InputError(f"{gap} is no line in {', '.join(map(str, letters))}", "Write the left side of a x + b y + c = 0.")
    if right != 0 or (isinstance(answer, str) and "=" in answer):  # a line, which has no scale
        rows = zip(case.goal.args[0], case.goal.args[1], strict=True)
        low = min(y * (sum((c * v for c, v in zip(w, p, strict=True)), sp.S.Zero) + rest) for p, y in rows)
        if low.is_positive:
            return tuple(c / low for c in w), rest / low, ()
    return w, rest, ()


KINDS: dict[type[Goal], Kind] = {
    goals.Solve: Kind(
        "Solve {left} = {right} for {variable}",
        answer=_values,
        read=_read_solutions,
        judge=judged_by(judge_solutions),
        concluded=conclusions.families,
        picture=drawn("solutions"),
    ),
    goals.SolveInequality: Kind(
        _which_inequality,
        answer=lambda case: case.value.set,
        read=_read_set,
        judge=judged_by(judge_inequality_answer),
        remarks=of_inequality,
    ),
    goals.ExtremaOf: Kind(
        "Find the extrema of {expr} on the domain {domain}",
        entries=lambda _goal: 30,
        read=read_extrema,
        judge=judged_by(judge_extrema),
        concluded=conclusions.extrema,
        picture=drawn("extrema"),
        remarks=of_extrema,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda case: tuple(case.value.inflections)},
    ),
    goals.MinimumOf: Kind(
        _asked,
        entries=lambda goal: 3 * len(goal.args[1]) + 10,
        read=_read_optimum,
        judge=judged_by(judge_constrained),
        concluded=conclusions.optimum,
        picture=drawn("constrained"),
    ),
    goals.SeparationOf: Kind(
        _street,
        entries=lambda goal: 3 * len(goal.args[0]),
        read=_read_street,
        judge=judged_by(judge_separation),
        concluded=conclusions.street,
        picture=drawn("street"),
    ),
    goals.SolveSystem: Kind("Solve {equations} for {variables}", read=not_judged, entries=lambda _goal: 10),
    goals.StationaryOf: Kind(
        "Find the stationary points of {expr}",
        entries=lambda _goal: 20,
        read=read_points,
        judge=judged_by(judge_stationary),
        concluded=conclusions.stationary,
        picture=drawn("stationary"),
        remarks=of_stationary_points,
        beside={"points": lambda case: tuple(case.value.points), "inflections": lambda _case: ()},
    ),
}
