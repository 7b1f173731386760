"""Judging problems under constraints: a value, a point, multipliers; each condition by its name."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.existence import conclusion
from symtutor.algorithms.optimization.optimum import optimum
from symtutor.algorithms.optimization.program import Program
from symtutor.book import Book
from symtutor.checking.optimization.constrained import conditions
from symtutor.checking.optimization.copositivity import is_nowhere_below
from symtutor.checking.optimization.zeros.signs import Undecided
from symtutor.derivation import Solved
from symtutor.diagnosing.optimization.existence import judge_existence, not_decided
from symtutor.diagnosing.optimization.told import right, same, wrong, wrong_by
from symtutor.problem import Problem
from symtutor.verdict import Agreement, Status, Verdict

__all__ = ["judge_constrained"]

_ID = "optimize.constrained"
_MOST_ORDERS = 5
_FOUND = ("minimum", "maximum")
_IN_WORDS = {"not attained": "without an optimum, its bound is not attained"}


def judge_constrained(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge a value, or a point with or without multipliers: feasibility, optimality, signs, slackness, stationarity."""
    try:
        return _judged(problem, solved, found, book)
    except Undecided as outcome:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, str(outcome)), explanation=f"Not decided: {outcome}.")


def _judged(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    goal: Any = problem.goal
    best = solved.value
    if isinstance(found, sp.Basic) and not isinstance(found, sp.Tuple):
        verdict = judge_existence(goal, best, found)
        return _judged_value(goal, best, found, book) if verdict is None else verdict
    place, lams, height = (*found, None)[:3]
    if place and len(place) != len(goal.args[3]):
        return wrong(f"The point has {len(place)} coordinates, and there are {len(goal.args[3])} variables.", place, goal.args[3])
    if any(c.is_infinite for c in place):
        return wrong_by(book, f"{_ID}/no-point", place, "", place=_as_written(place))
    is_known = best.status in _FOUND
    if not best.place and (is_known or best.status in {"infeasible", "unbounded", "not attained"}):
        return wrong_by(book, f"{_ID}/no-minimum", place, best.status, outcome=_IN_WORDS.get(best.status, best.status))
    place = place or tuple(best.place)
    if lams and len(lams) != len(goal.args[5]):
        wanted = len(goal.args[5])
        return wrong_by(book, f"{_ID}/number-of-multipliers", len(lams), wanted, wanted=wanted, number=len(lams))
    for name, which, number in conditions(goal, place, lams or (sp.S.Zero,) * len(goal.args[5])):
        if name in {"feasibility", "equation", "strictness"}:
            return _infeasible(goal, place, name, which, number, book)
    value = _at(goal, place)
    if height is not None and not same(value, height):
        return wrong_by(book, f"{_ID}/other-value", height, value, place=_as_written(place), value=value, claimed=height)
    if not is_known:
        return not_decided(goal, best, value)
    if not same(value, best.value):
        return _not_best(goal, best, place, value, book)
    if not lams:
        return right("Correct: the point satisfies every constraint, and no value is better.", "the value of the optimum")
    return _judged_multipliers(goal, place, lams, book)


def _as_written(place: Any) -> Any:
    """Return a point of one variable without brackets."""
    return place[0] if len(place) == 1 else place


def _at(goal: Any, place: Any) -> Any:
    return goal.args[0].xreplace(dict(zip(goal.args[3], place, strict=True)))


def _judged_value(goal: Any, best: Any, found: Any, book: Book) -> Verdict:
    if same(found, best.value):
        return right("Correct: this is the value.", "the same value")
    told = {"claimed": found, "value": best.value}
    if best.value not in {sp.oo, -sp.oo, sp.nan} and best.value != 0:
        if same(found**2, best.value):
            return wrong_by(book, f"{_ID}/root-of-the-value", found, best.value, **told)
        if goal.args[4] == -1 and same(-found, best.value):
            return wrong_by(book, f"{_ID}/minus-the-value", found, best.value, **told)
    words = f"The value is not {found}."
    case = next((c for c in best.cases if c.place and same(_at(goal, c.place), found)), None)
    if case is None:
        return wrong(words, found, best.value)
    if str(case.verdict) == "violated":
        which, number = case.evidence
        gap = goal.args[1][int(which) - 1]
        return wrong_by(book, f"{_ID}/constraint-ignored", found, best.value, gap=gap, number=number, wanted="at least 0")
    return _of_a_case(goal, best, case, found, words, book)


def _infeasible(goal: Any, place: Any, name: str, which: int, number: Any, book: Book) -> Verdict:
    f, inequalities, equations, variables, _sense, _order, strict = goal.args
    gap = {"feasibility": inequalities, "equation": equations, "strictness": strict}[name][which - 1]
    at = dict(zip(variables, place, strict=True))
    wanted = {"feasibility": "at least 0", "equation": "0", "strictness": "positive"}[name]
    mistake = {"feasibility": "infeasible", "equation": "off-the-curve", "strictness": "not-inside"}[name]
    if all(same(sp.diff(f, v).xreplace(at), 0) for v in variables):
        mistake = "constraint-ignored"
    return wrong_by(book, f"{_ID}/{mistake}", number, wanted, gap=gap, number=number, wanted=wanted)


def _not_best(goal: Any, best: Any, place: Any, value: Any, book: Book) -> Verdict:
    side = "smaller" if goal.args[4] == 1 else "larger"
    told = f"The point is feasible, with the value {value}; {best.value} is {side} and is taken too."
    case = next((c for c in best.cases if c.place and all(same(a, b) for a, b in zip(c.place, place, strict=True))), None)
    if case is not None:
        return _of_a_case(goal, best, case, value, told, book)
    if _is_worst(goal, value):
        return wrong_by(book, f"{_ID}/{_opposite(goal)}", value, best.value, told=told)
    failed = any(name == "stationarity" for name, _, _ in conditions(goal, place, (sp.S.Zero,) * len(goal.args[5])))
    if not failed:
        return wrong(told, value, best.value)
    return wrong_by(book, f"{_ID}/not-stationary", value, best.value, told=f"no multipliers make it so. {told}")


def _opposite(goal: Any) -> str:
    return "maximum-for-minimum" if goal.args[4] == 1 else "minimum-for-maximum"


def _of_a_case(goal: Any, best: Any, case: Any, value: Any, told: str, book: Book) -> Verdict:
    """Return what is wrong with taking the point of another case for the best."""
    word = "minimum" if goal.args[4] == 1 else "maximum"
    letters: dict[str, Any] = {"told": told, "word": word}
    if _is_worst(goal, value):
        mistake = _opposite(goal)
    elif str(case.verdict) == "negative multiplier":
        letters |= {"which": case.evidence[0], "number": case.evidence[1]}
        mistake = "all-taken-as-active" if len(case.active) == len(goal.args[1]) > 1 else "negative-multiplier"
    elif not case.active and any(best.multipliers):
        mistake = "boundary-forgotten"
    else:
        mistake = "not-the-best"
    return wrong_by(book, f"{_ID}/{mistake}", value, best.value, **letters)


def _is_worst(goal: Any, value: Any) -> bool:
    """Tell whether a value is proved to be the worst one instead of the best."""
    f, inequalities, equations, variables, sense, _order, strict = goal.args
    if strict:
        return False
    turned = Program(-sense * f, tuple(inequalities), tuple(equations), tuple(variables))
    if turned.quadratic is not None:
        return is_nowhere_below(turned.objective, -sense * value, inequalities, equations, tuple(variables))
    if conclusion(turned)[0] not in {"compact", "coercive"}:
        return False
    worst = optimum(f, inequalities, equations, variables, -sense, sp.Tuple())
    return worst.status in {"minimum", "maximum"} and same(worst.value, value)


def _judged_multipliers(goal: Any, place: Any, lams: Any, book: Book) -> Verdict:
    failed = list(conditions(goal, place, lams))
    if not failed:
        return right(
            "Correct: the point is feasible and stationary, the multipliers have the right signs, and slackness holds.", "all conditions"
        )

    def holds(others: Any) -> bool:
        return not list(conditions(goal, place, others))

    flipped = [-m for m in lams]
    if any(lams) and holds(flipped):
        return wrong_by(book, f"{_ID}/wrong-sign-of-lagrangian", tuple(lams), tuple(flipped))
    for factor, word in ((sp.Rational(1, 2), "twice"), (sp.Integer(2), "half")):
        scaled = tuple(factor * m for m in lams)
        if holds(scaled):
            return wrong_by(book, f"{_ID}/other-scaling", tuple(lams), scaled, word=word, factor=factor)
    if len(lams) <= _MOST_ORDERS:
        other = next((p for p in permutations(lams) if p != tuple(lams) and holds(p)), None)
        if other is not None:
            return wrong_by(book, f"{_ID}/multipliers-swapped", tuple(lams), other)
    name, which, number = min(failed, key=lambda c: ["sign", "slackness", "stationarity"].index(c[0]))
    if name == "stationarity":
        told = f"the derivative of L in {goal.args[3][which - 1]} is {number}."
        return wrong_by(book, f"{_ID}/not-stationary", number, 0, told=told)
    mistake = "negative-multiplier" if name == "sign" else "slackness"
    told = "With g ≥ 0 and a minimum the Lagrangian is L = f − Σ λ g, λ ≥ 0."
    return wrong_by(book, f"{_ID}/{mistake}", number, 0, which=which, number=number, told=told)
