"""Judging separating lines: every condition of the optimum put in, or the common point that forbids a line."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.optimization import Separation
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["judge_separation"]


def judge_separation(goal: Any, claimed: Any) -> Verdict:
    """Judge a separation by its conditions: for a convex problem they are enough."""
    points, labels, bound, degree = goal.args
    if not isinstance(claimed, Separation):
        return _wrong("the answer names no separation")
    lams = claimed.multipliers
    if len(lams) != len(points) or any(m < 0 for m in lams):
        return _wrong("a multiplier is negative or missing")
    balance = sum((m * y for m, y in zip(lams, labels, strict=True)), sp.S.Zero)
    if balance != 0:
        return _wrong(f"Σ λ y is {balance}")
    if claimed.status == "not separable":
        return _common_point(points, labels, lams)
    is_hard = bound is sp.oo
    half = sp.Rational(1, 2) if is_hard and degree == 1 else sp.S.One
    values = [_value(points, labels, lams, half, degree, p) + claimed.b for p in points]
    if degree == 1:
        w = [half * sum((m * y * p[k] for m, y, p in zip(lams, labels, points, strict=True)), sp.S.Zero) for k in range(len(points[0]))]
        if tuple(w) != tuple(claimed.w):
            return _wrong(f"w is not the combination of the points: that is {tuple(w)}")
    square = sum((half * m * y * (v - claimed.b) for m, y, v in zip(lams, labels, values, strict=True)), sp.S.Zero)
    total = sp.S.Zero
    for i, (m, y, v) in enumerate(zip(lams, labels, values, strict=True), 1):
        gap = y * v - 1
        if is_hard and gap < 0:
            return _wrong(f"point {i} has the margin {y * v}")
        if not is_hard and m > bound:
            return _wrong(f"multiplier {i} exceeds C")
        at_top = not is_hard and m == bound
        if (gap < 0 and not at_top) or (gap > 0 and m != 0):
            return _wrong(f"point {i}: its multiplier and its margin {y * v} do not fit")
        total += max(sp.S.Zero, -gap)
    height = square if is_hard and degree == 1 else square / 2 + (0 if is_hard else bound * total)
    if height != claimed.objective:
        return _wrong(f"the objective is {height}")
    return Verdict(Status.CORRECT, Proof("the conditions of a convex problem, put in exactly"))


def _value(points: sp.Tuple, labels: sp.Tuple, lams: tuple[sp.Basic, ...], half: sp.Expr, degree: sp.Expr, place: sp.Tuple) -> sp.Expr:
    terms = []
    for m, y, p in zip(lams, labels, points, strict=True):
        if m:
            product = sum((a * b for a, b in zip(p, place, strict=True)), sp.S.Zero)
            terms.append(half * m * y * (product if degree == 1 else (product + 1) ** degree))
    return sum(terms, sp.S.Zero)


def _common_point(points: Any, labels: Any, lams: Any) -> Verdict:
    sides = []
    for sign in (1, -1):
        chosen = [(m, p) for m, y, p in zip(lams, labels, points, strict=True) if y == sign]
        if sum((m for m, _ in chosen), sp.S.Zero) != 1:
            return _wrong("the weights of a side do not add to 1")
        sides.append(tuple(sum((m * p[k] for m, p in chosen), sp.S.Zero) for k in range(len(points[0]))))
    if sides[0] != sides[1]:
        return _wrong("the two sides do not meet in one point")
    return Verdict(Status.CORRECT, Proof("a common point of both hulls"))


def _wrong(words: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, words, "the claim", ("", ""), 0))
