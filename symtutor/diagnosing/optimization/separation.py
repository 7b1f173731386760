"""Judging separating lines: margins, balance, the combination, slackness, and the scaling of the objective."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.diagnosing.optimization.told import right, same, sign, wrong_by
from symtutor.goals.optimization import kernel_value
from symtutor.problem import Problem
from symtutor.verdict import Verdict

__all__ = ["judge_separation"]

_ID = "optimize.support_vectors"


def judge_separation(problem: Problem, solved: Solved, found: Any, book: Book) -> Verdict:
    """Judge w and b, or multipliers, or both."""
    goal: Any = problem.goal
    best = solved.value
    w, b, alphas = found
    if best.status == "not separable":
        return wrong_by(book, f"{_ID}/not-separable", found, best.status)
    verdict = None
    if w:
        verdict = _judged_line(goal, best, w, b, book) if goal.args[2] is sp.oo else _judged_soft_line(goal, best, w, b, book)
    elif b is not None and not same(b, best.b):
        verdict = wrong_by(book, f"{_ID}/other-offset", b, best.b, offset=best.b)
    if verdict is None and alphas:
        verdict = _judged_alphas(goal, best, alphas, book)
    return right("Correct.", "the exact line") if verdict is None else verdict


def _margins(goal: Any, w: Any, b: Any) -> list[Any]:
    return [y * (sp.Add(*(c * v for c, v in zip(w, p, strict=True))) + b) for p, y in zip(goal.args[0], goal.args[1], strict=True)]


def _judged_line(goal: Any, best: Any, w: Any, b: Any, book: Book) -> Verdict | None:
    margins = _margins(goal, w, b)
    low = min(margins)
    which = margins.index(low) + 1
    if tuple(-v for v in w) == tuple(best.w) and -b == best.b:
        return wrong_by(book, f"{_ID}/sides-swapped", (w, b), (best.w, best.b))
    same_line = all(same(p * best.w[k], best.w[j] * q) for j, p in enumerate((*w, b)[:-1]) for k, q in enumerate(w)) and all(
        same(b * v, best.b * u) for u, v in zip(w, best.w, strict=True)
    )
    if same_line and low > 0 and low != 1:
        return wrong_by(book, f"{_ID}/not-scaled", low, 1, margin=low)
    if tuple(w) == tuple(best.w) and b != best.b:
        return wrong_by(book, f"{_ID}/other-offset", b, best.b, offset=best.b)
    if low < 1:
        told = f"has the margin {low} < 1." if low > 0 else "lies on the wrong side or on the line."
        return wrong_by(book, f"{_ID}/margin-violated", low, 1, which=which, told=told)
    if (tuple(w), b) == (tuple(best.w), best.b):
        return None
    size = sp.Add(*(c**2 for c in w))
    return wrong_by(book, f"{_ID}/not-the-widest", size, best.objective, scaled="‖w‖²", number=size, best=best.objective)


def _judged_soft_line(goal: Any, best: Any, w: Any, b: Any, book: Book) -> Verdict | None:
    """Return what is wrong with a line of a soft margin; none where its value is the least, since b need not be the only one."""
    bound = goal.args[2]
    slacks = [sp.Max(0, 1 - m) for m in _margins(goal, w, b)]
    value = sp.Add(*(c**2 for c in w)) / 2 + bound * sp.Add(*slacks)
    if same(value, best.objective):
        return None
    if tuple(-v for v in w) == tuple(best.w) and -b == best.b:
        return wrong_by(book, f"{_ID}/sides-swapped", (w, b), (best.w, best.b))
    return wrong_by(book, f"{_ID}/not-the-least", value, best.objective, number=value, best=best.objective)


def _judged_alphas(goal: Any, best: Any, alphas: Any, book: Book) -> Verdict | None:
    """Return what is wrong with multipliers, or that they are right; those of ‖w‖² are twice those of ½‖w‖²."""
    points, labels, bound, degree = goal.args
    count = len(points)
    if len(alphas) != count:
        return wrong_by(book, f"{_ID}/number-of-multipliers", len(alphas), count, wanted=count, number=len(alphas))
    for i, a in enumerate(alphas):
        if sign(a) == -1:
            return wrong_by(book, f"{_ID}/negative-multiplier", a, 0, which=i + 1, number=a)
        if bound is not sp.oo and sign(bound - a) == -1:
            return wrong_by(book, f"{_ID}/above-the-bound", a, bound, which=i + 1, number=a, bound=bound)
    balance = sp.Add(*(a * y for a, y in zip(alphas, labels, strict=True)))
    if not same(balance, 0):
        return wrong_by(book, f"{_ID}/unbalanced", balance, 0, number=balance)
    if tuple(alphas) == tuple(best.multipliers):
        return None
    if degree != 1:
        return _judged_images(goal, best, alphas, book)
    w = tuple(sp.Add(*(a * y * p[k] for a, y, p in zip(alphas, labels, points, strict=True))) for k in range(len(points[0])))
    is_half = bound is sp.oo and all(same(c, v) for c, v in zip(w, best.w, strict=True))
    is_whole = all(same(c, v if bound is not sp.oo else 2 * v) for c, v in zip(w, best.w, strict=True))
    if not is_half and not is_whole:
        return wrong_by(book, f"{_ID}/wrong-combination", w, best.w, combination=w)
    for i, (a, margin) in enumerate(zip(alphas, _margins(goal, best.w, best.b), strict=True)):
        loose = margin > 1 and sign(a) != 0
        slack = bound is not sp.oo and margin < 1 and a != bound
        if loose or slack:
            return wrong_by(book, f"{_ID}/slackness", a, 0, which=i + 1, margin=margin, number=a)
    if is_half and not is_whole:
        return right("Correct for the objective ½‖w‖²; for ‖w‖² the multipliers are twice these.", "the other scaling")
    return None


def _judged_images(goal: Any, best: Any, alphas: Any, book: Book) -> Verdict | None:
    """Judge multipliers of a kernel by slackness, with margins made of them: more than one choice may be right."""
    points, labels, bound, degree = goal.args
    for i, (p, y) in enumerate(zip(points, labels, strict=True)):
        products = [kernel_value(degree, p, q) for q in points]
        margin = y * (sp.Add(*(a * t * k for a, t, k in zip(alphas, labels, products, strict=True))) + best.b)
        a = alphas[i]
        gap = sign(margin - 1)
        fails = gap == -1 if a == 0 else gap == 1 if a == bound else gap != 0
        if fails:
            told = margin if margin.is_Rational else sp.N(margin, 10)
            return wrong_by(book, f"{_ID}/slackness", a, 0, which=i + 1, margin=told, number=a)
    return None
