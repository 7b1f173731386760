"""Judging hand-solved optimization: each condition by its name, and the mistakes that people make with them."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.constrained import conditions
from symtutor.derivation import Solved
from symtutor.problem import Problem
from symtutor.rule import Book
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_constrained", "judge_extrema", "judge_separation", "judge_stationary"]

_CONVENTION = "with g ≥ 0 and a minimum the Lagrangian is L = f − Σ λ g, λ ≥ 0"


def _right(words: str, method: str) -> Verdict:
    return Verdict(Status.CORRECT, Proof(method), explanation=words)


def _wrong(words: str, found: Any, wanted: Any, mistake: str | None = None) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, str(found), str(wanted), ("", ""), 0), mistake=mistake, explanation=words)


def _same(a: Any, b: Any) -> bool:
    a, b = sp.sympify(a), sp.sympify(b)
    return bool(a == b or same_value(a, b, {}).status is Status.CORRECT)


def _sign(number: Any) -> int:
    found = sp.N(number, 40)
    return 0 if abs(found) < sp.Float("1e-30") else 1 if found > 0 else -1


# ---- extrema -------------------------------------------------------------------------------------
def judge_extrema(problem: Problem, solved: Solved, found: Any, _book: Book) -> Verdict:
    """Judge places with kinds: what is none, what has another kind, what is missing."""
    goal: Any = problem.goal
    f, x, _domain = goal.args
    points = solved.value.points
    for place, kind in found:
        point = next((p for p in points if _same(p.x, place)), None)
        if point is None:
            slope = sp.diff(f, x).xreplace({x: place})
            if any(_same(place, v) for v in solved.value.inflections):
                return _wrong(f"{x} = {place} is a place of inflection, no extremum.", place, "", "optimize/inflection-for-extremum")
            return _wrong(
                f"{x} = {place} is no critical point and no end: the slope there is {slope}.", slope, 0, "optimize/not-stationary"
            )
        verdict = _kind(point, str(kind), x)
        if verdict is not None:
            return verdict
    missing = [p for p in points if p.kind != "neither" and not any(_same(p.x, place) for place, _ in found)]
    if missing:
        return _missing(missing[0], x)
    return _right("Correct.", "the same points and kinds")


def _kind(point: Any, said: str, x: Any) -> Verdict | None:
    if said in {"", "any"}:
        return None
    wants_global = "global" in said or "absolute" in said
    name = next((k for k in ("maximum", "minimum", "saddle", "neither") if k in said), said)
    if name not in point.kind:
        swapped = {name, point.kind.removeprefix("local ")} == {"maximum", "minimum"}
        mistake = "optimize/maximum-and-minimum-swapped" if swapped else "optimize/stationary-is-not-extremum"
        return _wrong(f"At {x} = {point.x} there is {_article(point.kind)}, no {name}.", name, point.kind, mistake)
    if wants_global and point.scope != "global":
        return _wrong(
            f"The {name} at {x} = {point.x} is local: it is not the global one.", "global", "local", "optimize/local-called-global"
        )
    return None


def _article(kind: str) -> str:
    return "neither a maximum nor a minimum" if kind == "neither" else f"a {kind}"


def _missing(point: Any, x: Any) -> Verdict:
    test = str(point.test)
    if test == "end":
        return _wrong(f"The end {x} = {point.x} was forgotten: there is a {point.kind} there.", "", point.x, "optimize/end-forgotten")
    if test == "sides":
        return _wrong(
            f"{x} = {point.x} is missing: a {point.kind}, where the slope changes its sign.", "", point.x, "optimize/corner-forgotten"
        )
    return _wrong(f"The {point.kind} at {x} = {point.x} is missing.", "", point.x, "optimize/point-missing")


def judge_stationary(problem: Problem, solved: Solved, found: Any, _book: Book) -> Verdict:
    """Judge stationary points in several variables, each with its kind."""
    goal: Any = problem.goal
    f, variables = goal.args
    points = solved.value.points
    for place, kind in found:
        point = next((p for p in points if len(p.x) == len(place) and all(_same(a, b) for a, b in zip(p.x, place, strict=True))), None)
        if point is None:
            at = dict(zip(variables, place, strict=False))
            slopes = tuple(sp.diff(f, v).xreplace(at) for v in variables)
            return _wrong(f"{tuple(place)} is not stationary: the gradient there is {slopes}.", slopes, 0, "optimize/not-stationary")
        verdict = _kind(point, str(kind), sp.Tuple(*variables))
        if verdict is not None:
            return verdict
    if len(found) < len(points):
        left = next(p for p in points if not any(all(_same(a, b) for a, b in zip(p.x, place, strict=True)) for place, _ in found))
        return _wrong(f"The point {tuple(left.x)} is missing: {_article(left.kind)}.", "", left.x, "solve.system/solution-lost")
    return _right("Correct.", "the same points and kinds")


# ---- constraints ---------------------------------------------------------------------------------
def judge_constrained(problem: Problem, solved: Solved, found: Any, _book: Book) -> Verdict:
    """Judge a value, or a point with or without multipliers: feasibility, optimality, signs, slackness, stationarity."""
    goal: Any = problem.goal
    best = solved.value
    if isinstance(found, sp.Expr):
        if _same(found, best.value):
            return _right("Correct: this is the value.", "the same value")
        return _wrong(f"The value is not {found}.", found, best.value, _of_value(goal, best, found))
    place, lams = found
    if len(place) != len(goal.args[3]):
        return _wrong(f"The point has {len(place)} coordinates, and there are {len(goal.args[3])} variables.", place, goal.args[3])
    if not best.place:
        return _wrong(f"The problem is {best.status}: there is no such point.", place, best.status, "optimize.constrained/no-minimum")
    for name, which, number in conditions(goal, place, lams or (sp.S.Zero,) * len(goal.args[5])):
        if name in {"feasibility", "equation"}:
            return _infeasible(goal, place, name, which, number)
    f, _inequalities, _equations, variables, sense, _order = goal.args
    value = f.xreplace(dict(zip(variables, place, strict=True)))
    if not _same(value, best.value):
        return _not_best(goal, best, place, value, sense)
    if not lams:
        return _right("Correct: the point satisfies every constraint, and no value is better.", "the value of the optimum")
    return _judged_multipliers(goal, place, lams)


def _of_value(goal: Any, best: Any, found: Any) -> str | None:
    f, _g, _h, variables, sense, _order = goal.args
    for case in best.cases:
        if case.place and _same(f.xreplace(dict(zip(variables, case.place, strict=True))), found):
            return _mistake_of(case, best, sense)
    return None


def _mistake_of(case: Any, best: Any, _sense: Any) -> str:
    verdict = str(case.verdict)
    if verdict == "negative multiplier":
        return "optimize.constrained/negative-multiplier"
    if verdict == "violated":
        return "optimize.constrained/constraint-ignored"
    is_inside = not case.active and any(best.multipliers)
    return "optimize.constrained/boundary-forgotten" if is_inside else "optimize.constrained/not-the-best"


def _infeasible(goal: Any, place: Any, name: str, which: int, number: Any) -> Verdict:
    f, inequalities, equations, variables, _sense, _order = goal.args
    gap = (inequalities if name == "feasibility" else equations)[which - 1]
    at = dict(zip(variables, place, strict=True))
    is_free = all(_same(sp.diff(f, v).xreplace(at), 0) for v in variables)
    wanted = "at least 0" if name == "feasibility" else "0"
    why = " It is where the gradient of f alone is 0: the constraints were ignored." if is_free else ""
    mistake = (
        "optimize.constrained/constraint-ignored"
        if is_free
        else f"optimize.constrained/{'infeasible' if name == 'feasibility' else 'off-the-curve'}"
    )
    return _wrong(f"The point is not feasible: {gap} is {number} there and must be {wanted}.{why}", number, wanted, mistake)


def _not_best(goal: Any, best: Any, place: Any, value: Any, sense: Any) -> Verdict:
    word, other = ("minimum", "maximum") if sense == 1 else ("maximum", "minimum")
    side = "smaller" if sense == 1 else "larger"
    told = f"The point is feasible, with the value {value}; {best.value} is {side} and is taken too."
    case = next((c for c in best.cases if c.place and all(_same(a, b) for a, b in zip(c.place, place, strict=True))), None)
    if case is None:
        failed = next((c for c in conditions(goal, place, (sp.S.Zero,) * len(goal.args[5])) if c[0] == "stationarity"), None)
        why = " No multipliers make it stationary." if failed is not None else ""
        return _wrong(told + why, value, best.value, "optimize.constrained/not-stationary")
    mistake = _mistake_of(case, best, sense)
    if mistake.endswith("negative-multiplier"):
        which, lam = case.evidence
        everything = len(case.active) == len(goal.args[1])
        why = f" Taken as active, constraint {which} has the multiplier {lam} < 0: it must be let go."
        if everything:
            why += " λ ≥ 0 does not mean that every constraint is active."
            mistake = "optimize.constrained/all-taken-as-active"
        values = [goal.args[0].xreplace(dict(zip(goal.args[3], c.place, strict=True))) for c in best.cases if c.place]
        if all(_sign(sense * (value - v)) >= 0 for v in values):
            mistake, why = f"optimize.constrained/{other}-for-{word}", f" It is the {other}.{why}"
        return _wrong(told + why, value, best.value, mistake)
    if mistake.endswith("boundary-forgotten"):
        return _wrong(f"{told} The boundary was forgotten: the {word} lies on it.", value, best.value, mistake)
    values = [goal.args[0].xreplace(dict(zip(goal.args[3], c.place, strict=True))) for c in best.cases if str(c.verdict) == "KKT point"]
    if all(_sign(sense * (value - v)) >= 0 for v in values):
        return _wrong(f"{told} It is the {other}.", value, best.value, f"optimize.constrained/{other}-for-{word}")
    return _wrong(f"{told} It satisfies the conditions, and is not the best point that does.", value, best.value, mistake)


def _judged_multipliers(goal: Any, place: Any, lams: Any) -> Verdict:
    if len(lams) != len(goal.args[5]):
        return _wrong(f"There are {len(goal.args[5])} constraints and {len(lams)} multipliers.", len(lams), len(goal.args[5]))
    failed = list(conditions(goal, place, lams))
    if not failed:
        return _right(
            "Correct: the point is feasible and stationary, the multipliers have the right signs, and slackness holds.", "all conditions"
        )
    flipped = [-m for m in lams]
    if any(lams) and not list(conditions(goal, place, flipped)):
        told = f"The multipliers have the wrong sign: {_CONVENTION}. With a plus sign none with λ ≥ 0 exist."
        return _wrong(told, tuple(lams), tuple(flipped), "optimize.constrained/wrong-sign-of-lagrangian")
    halves = {sp.Rational(1, 2): "twice", sp.Integer(2): "half"}
    for factor, word in halves.items():
        if not list(conditions(goal, place, [factor * m for m in lams])):
            told = f"The multipliers belong to {word} the objective: take {factor} times these."
            return _wrong(told, tuple(lams), tuple(factor * m for m in lams), "optimize.constrained/other-scaling")
    name, which, number = min(failed, key=lambda c: ["sign", "slackness", "stationarity"].index(c[0]))
    words = {
        "sign": f"Multiplier {which} is {number} < 0: {_CONVENTION}.",
        "slackness": f"Slackness fails: λ g for constraint {which} is {number}; one of the two must be 0.",
        "stationarity": f"Stationarity fails: the derivative of L in {goal.args[3][which - 1]} is {number}.",
    }
    ids = {"sign": "negative-multiplier", "slackness": "slackness", "stationarity": "not-stationary"}
    return _wrong(words[name], number, 0, f"optimize.constrained/{ids[name]}")


# ---- separating lines ----------------------------------------------------------------------------
def judge_separation(problem: Problem, solved: Solved, found: Any, _book: Book) -> Verdict:
    """Judge w and b, or multipliers, or both: margins, balance, and the scaling of the objective."""
    goal: Any = problem.goal
    points, labels, bound, _degree = goal.args
    best = solved.value
    w, b, alphas = found
    if best.status == "not separable":
        return _wrong("No line separates these points.", found, best.status, "optimize.support_vectors/not-separable")
    if w:
        margins = [y * (sp.Add(*(c * v for c, v in zip(w, p, strict=True))) + b) for p, y in zip(points, labels, strict=True)]
        low = min(margins)
        same_line = any(best.w) and all(_same(w[0] * v, best.w[0] * u) for u, v in zip((*w, b), (*best.w, best.b), strict=True))
        if bound is sp.oo and (low < 1 or (same_line and low != 1)):
            i = margins.index(low)
            if low > 0 and low != 1 and same_line:
                return _wrong(
                    f"This is the right line in another scale: the least margin is {low}, and it must be 1.",
                    low,
                    1,
                    "optimize.support_vectors/not-scaled",
                )
            told = f"Point {i + 1} has the margin {low} < 1." if low > 0 else f"Point {i + 1} lies on the wrong side or on the line."
            return _wrong(told, low, 1, "optimize.support_vectors/margin-violated")
        if bound is sp.oo and (tuple(w), b) != (tuple(best.w), best.b):
            size = sp.Add(*(c**2 for c in w))
            told = f"Every margin is at least 1, and ‖w‖² is {size}; {best.objective} is less, with a wider street."
            return _wrong(told, size, best.objective, "optimize.support_vectors/not-the-widest")
    if alphas:
        verdict = _judged_alphas(points, labels, best, alphas)
        if verdict is not None:
            return verdict
    return _right("Correct.", "the exact line")


def _judged_alphas(points: Any, labels: Any, best: Any, alphas: Any) -> Verdict | None:
    if len(alphas) != len(points):
        return _wrong(f"There are {len(points)} points and {len(alphas)} multipliers.", len(alphas), len(points))
    if any(_sign(a) == -1 for a in alphas):
        i = next(i for i, a in enumerate(alphas) if _sign(a) == -1)
        return _wrong(f"Multiplier {i + 1} is negative: {alphas[i]}.", alphas[i], 0, "optimize.support_vectors/negative-multiplier")
    balance = sp.Add(*(a * y for a, y in zip(alphas, labels, strict=True)))
    if not _same(balance, 0):
        return _wrong(f"Σ α y is {balance}, and must be 0.", balance, 0, "optimize.support_vectors/unbalanced")
    if tuple(alphas) == tuple(best.multipliers):
        return None
    if tuple(2 * a for a in alphas) == tuple(best.multipliers):
        return _right("Correct for the objective ½‖w‖²; for ‖w‖² the multipliers are twice these.", "the other scaling")
    w = tuple(sp.Add(*(a * y * p[k] for a, y, p in zip(alphas, labels, points, strict=True))) for k in range(len(points[0])))
    return _wrong(
        f"With these multipliers Σ α y x is {w}: it is not the normal of the widest street.",
        w,
        best.w,
        "optimize.support_vectors/wrong-combination",
    )
