"""Verdicts under the conditions on which the right answer rests: ∫ e^(−ax) from 0 to ∞ is 1/a for a > 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.implied import without_implied
from symtutor.checking.calculus.regions import merged
from symtutor.checking.calculus.satisfying import points_where
from symtutor.checking.equivalence.domains import condition_text
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.sameness import same
from symtutor.checking.limits.proofs import found_elsewhere
from symtutor.checking.meanings.by_goal import judge as judge_goal
from symtutor.derivation import Solved
from symtutor.errors import SymtutorError
from symtutor.goals.core import DefiniteIntegral, Goal, Integral, Limit, inert
from symtutor.problem import Problem
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["conditions_of", "for_positive_letters", "judged_under_conditions"]

_LETTERS = 3  # that are taken as positive together
_TRIED = 3  # points at which each condition fails
_DIGITS = 9  # to which a quadrature must agree
_RESTING = (Limit, DefiniteIntegral, Integral)
_ENDS: dict[Any, Callable[[Any], Any]] = {
    sp.StrictGreaterThan: lambda end: sp.Interval.open(end, sp.oo),
    sp.GreaterThan: lambda end: sp.Interval(end, sp.oo),
    sp.StrictLessThan: lambda end: sp.Interval.open(-sp.oo, end),
    sp.LessThan: lambda end: sp.Interval(-sp.oo, end),
}


def conditions_of(problem: Problem, solved: Solved) -> Any:
    """Return the conditions on the letters of a limit or an integral under which its value was found; true where there are none.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        Its derivation.
    """
    goal = problem.goal
    if not isinstance(goal, _RESTING):
        return sp.true
    letters = inert(goal).free_symbols - {goal.args[1]}
    stated = [c for node in solved.nodes() for c in node.conditions if c.free_symbols <= letters]
    return merged(sp.And(*stated, *(_between_steps(goal, solved.value) if isinstance(goal, Limit) else ())))


def _between_steps(goal: Goal, value: sp.Expr) -> list[Any]:
    """Return that the steps of a limit that is left with them do not lie at its point."""
    expr, variable, to, _ = goal.args
    if not isinstance(value, sp.Expr) or not to.free_symbols:
        return []
    at_point = {part.subs(variable, to) for part in expr.atoms(sp.floor, sp.ceiling, sp.sign) if part.has(variable)}
    parts = sorted(at_point & value.atoms(sp.floor, sp.ceiling, sp.sign), key=sp.default_sort_key)
    return [sp.Ne(p.args[0], 0) if isinstance(p, sp.sign) else sp.Ne(p, p.args[0]) for p in parts]


def judged_under_conditions(problem: Problem, solved: Solved, found: Any, judge: Callable[[Problem], Verdict]) -> Verdict:
    """Judge an answer where the conditions of the right one hold, and say so.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        Its derivation.
    found : Basic
        The answer.
    judge : callable
        The verdict on the answer to a problem with other domains.

    Returns
    -------
    Verdict
        Undecided where no place is known at which the conditions hold together.  An answer that is wrong
        there may be right elsewhere: for a limit that is looked for, where a step may lie at the point it is left open.
    """
    conditions = conditions_of(problem, solved)
    if conditions == sp.true:
        return judge(problem)
    if conditions == sp.false or not list(points_where(sp.And.make_args(conditions), conditions.free_symbols, problem.domain, count=1)):
        reason = f"no place is known at which {condition_text(conditions)} holds, on which the answer would rest"
        return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), explanation=f"Not decided: {reason}.")
    verdict = judge(replace(problem, domain={**problem.domain, **_as_sets(conditions, problem.domain)}))
    if verdict.status is Status.CORRECT:
        domain = without_implied(merged(sp.And(verdict.domain, conditions)))
        return replace(verdict, domain=domain, explanation=_for(verdict.explanation, domain))
    if verdict.status is not Status.INCORRECT:
        return verdict
    elsewhere = _right_elsewhere(problem, found, conditions)
    if elsewhere is not None:
        return elsewhere
    if conditions.has(sp.floor, sp.ceiling):
        reason = f"it is wrong for {condition_text(conditions)}, and elsewhere nothing is known"
        return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), explanation=f"Not decided: {reason}.")
    if for_positive_letters(problem, solved, found, verdict) is not verdict:
        return verdict
    for point in _elsewhere(conditions, problem):
        if _is_right_at(problem.goal, found, point):
            place = ", ".join(f"{letter} = {number}" for letter, number in point.items())
            told = f"Not decided: the answer is right at {place}; the solution here is for {condition_text(conditions)}."
            return Verdict(Status.UNDECIDED, Agreement(_DIGITS, 1, f"right at {place}"), explanation=told)
    return verdict


def for_positive_letters(problem: Problem, solved: Solved, found: sp.Basic, verdict: Verdict) -> Verdict:
    """Return the verdict on a wrong answer that says so where it would be right for positive letters, as those of tables are.

    Parameters
    ----------
    problem : Problem
        What was asked.
    solved : Solved
        Its derivation, whose conditions the sentence names as well.
    found : Expr
        The answer.
    verdict : Verdict
        What was found for all numbers.
    """
    goal, wanted = problem.goal, solved.value
    if (
        verdict.status is not Status.INCORRECT
        or not isinstance(goal, Goal)
        or not all(isinstance(e, sp.Expr) and not isinstance(e, sp.MatrixExpr) for e in (wanted, found))
    ):
        return verdict
    given = (goal.args[goal.fields.index("variable")],) if "variable" in goal.fields else goal.args[1:]
    variables = {s for a in given if isinstance(a, sp.Symbol | sp.Tuple) for s in a.free_symbols}
    letters = sorted((wanted.free_symbols & found.free_symbols) - variables - problem.domain.keys(), key=str)
    if not 0 < len(letters) <= _LETTERS:
        return verdict
    positive = dict.fromkeys(letters, sp.Interval.open(0, sp.oo))
    if not same(replace(problem, domain={**problem.domain, **positive}), found, wanted):
        return verdict
    told = " and ".join(f"{letter} > 0" for letter in letters)
    conditions = conditions_of(problem, solved).xreplace({sp.Abs(letter): letter for letter in letters})
    if conditions != sp.true:
        told = condition_text(_fewest(sp.And(*(letter > 0 for letter in letters), conditions)))
    return replace(verdict, mistake=None, explanation=f"{verdict.explanation} For {told} it is right.")


def _fewest(conditions: Any) -> Any:
    """Return conditions without those that fail at no point at which the others hold, the longest first."""
    kept = sorted(sp.And.make_args(conditions), key=lambda c: (-c.count_ops(), str(c)))
    for condition in tuple(kept):
        others = [c for c in kept if c != condition]
        if others and not points_where([*others, sp.Not(condition)], conditions.free_symbols, count=1):
            kept = others
    return sp.And(*kept)


def _as_sets(conditions: Any, domain: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the letters that conditions bound by numbers, each with its set."""
    found: dict[Any, Any] = {}
    for part in sp.And.make_args(conditions):
        if type(part) in _ENDS and part.lhs.is_Symbol and part.rhs.is_number:
            found[part.lhs] = found.get(part.lhs, domain.get(part.lhs, sp.S.Reals)).intersect(_ENDS[type(part)](part.rhs))
    return found


def _for(explanation: str, domain: Any) -> str:
    """Return the sentence of a right answer with its whole domain."""
    begin, _, rest = explanation.removesuffix(".").partition(" for ")
    _, comma, more = rest.partition(", up to")
    if not rest and ": " in begin:
        return f"{begin}, for {condition_text(domain)}."
    return f"{begin} for {condition_text(domain)}{comma}{more}."


def _as_condition(letter: Any, where: Any) -> Any:
    """Return an interval as a condition on a letter, without what always holds."""
    ends = ((sp.Gt if where.left_open else sp.Ge, where.start), (sp.Lt if where.right_open else sp.Le, where.end))
    return sp.And(*(relation(letter, end) for relation, end in ends if end.is_finite))


def _right_elsewhere(problem: Problem, found: Any, conditions: Any) -> Verdict | None:
    """Return the verdict on a limit that is right where one of the conditions of the known value is false."""
    goal: Any = problem.goal
    if not isinstance(goal, Limit) or not isinstance(found, sp.Expr):
        return None
    for other, where in found_elsewhere(goal, conditions, problem.domain):
        if found == other.value or (other.value.is_finite is not False and equivalence(found, other.value, domain=where)):
            domain = merged(sp.And(other.conditions, *(_as_condition(letter, s) for letter, s in where.items())))
            return Verdict(Status.CORRECT, other.proof, domain, explanation=f"Correct for {condition_text(domain)}.")
    return None


def _elsewhere(conditions: Any, problem: Problem) -> Iterator[dict[Any, Any]]:
    """Yield points at which one of the conditions fails: on its edge, such as k = 0 of k > 0, and beyond."""
    for condition in sp.And.make_args(conditions):
        if isinstance(condition, sp.core.relational.Relational):
            others = [c for c in sp.And.make_args(conditions) if c is not condition]
            yield from points_where([sp.Eq(condition.lhs, condition.rhs), *others], conditions.free_symbols, problem.domain, count=1)
        yield from points_where([sp.Not(condition)], conditions.free_symbols, problem.domain, count=_TRIED)


def _is_right_at(goal: Any, answer: Any, point: dict[Any, Any]) -> bool:
    here = type(goal)(*[a.xreplace(point) if isinstance(a, sp.Basic) else a for a in goal.args])
    try:
        found = judge_goal(here, answer.xreplace(point))
    except SymtutorError:
        return False
    if found.status is Status.UNDECIDED:
        return isinstance(found.evidence, Agreement) and found.evidence.points > 0 and found.evidence.digits >= _DIGITS
    return found.status is Status.CORRECT and isinstance(found.evidence, Proof)
