"""Judging separating lines: every condition of the optimum put in, or the common point that forbids a line."""

from __future__ import annotations

from math import gcd, lcm
from typing import Any

import sympy as sp

from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.optimization import Separation
from symtutor.verdict import Agreement, Proof, Status, Verdict, claim_refuted

__all__ = ["judge_separation"]


def judge_separation(goal: Any, claimed: Any) -> Verdict:
    """Judge a separation by its conditions: for a convex problem they are enough."""
    points, labels, bound, degree = goal.args
    if not isinstance(claimed, Separation):
        return claim_refuted("the answer names no separation")
    lams = claimed.multipliers
    if len(lams) != len(points) or any(_sign(m) == -1 for m in lams):
        return claim_refuted("a multiplier is negative or missing")
    balance = sum((m * y for m, y in zip(lams, labels, strict=True)), sp.S.Zero)
    if _sign(balance) != 0:
        return claim_refuted(f"Σ λ y is {balance}")
    if claimed.status == "not separable":
        return _common_point(points, labels, lams)
    is_hard = bound is sp.oo
    half = sp.Rational(1, 2) if is_hard and degree == 1 else sp.S.One
    values = [_value(points, labels, lams, half, degree, p) + claimed.b for p in points]
    if degree == 1:
        w = [half * sum((m * y * p[k] for m, y, p in zip(lams, labels, points, strict=True)), sp.S.Zero) for k in range(len(points[0]))]
        if tuple(w) != tuple(claimed.w):
            return claim_refuted(f"w is not the combination of the points: that is {tuple(w)}")
    square = sum((half * m * y * (v - claimed.b) for m, y, v in zip(lams, labels, values, strict=True)), sp.S.Zero)
    total: Any = sp.S.Zero
    for i, (m, y, v) in enumerate(zip(lams, labels, values, strict=True), 1):
        verdict = _fits(i, m, y * v, bound)
        if verdict is not None:
            return verdict
        total += 1 - y * v if _sign(y * v - 1) == -1 else 0
    height = square if is_hard and degree == 1 else square / 2 + (0 if is_hard else bound * total)
    if _sign(height - claimed.objective) != 0:
        return claim_refuted(f"the objective is {height}")
    return Verdict(Status.CORRECT, Proof("the conditions of a convex problem, put in exactly"))


def _fits(i: int, m: Any, margin: Any, bound: Any) -> Verdict | None:
    """Return what is wrong with a multiplier beside the margin of its point; None where they fit."""
    gap = _sign(margin - 1)
    if gap is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, f"whether point {i} lies on the edge was not decided"))
    if bound is sp.oo and gap < 0:
        return claim_refuted(f"point {i} has the margin {margin}")
    if bound is not sp.oo and _sign(bound - m) == -1:
        return claim_refuted(f"multiplier {i} exceeds C")
    if (gap < 0 and m != bound) or (gap > 0 and m != 0):
        return claim_refuted(f"point {i}: its multiplier and its margin {margin} do not fit")
    return None


def _value(points: sp.Tuple, labels: sp.Tuple, lams: tuple[sp.Basic, ...], half: sp.Expr, degree: sp.Expr, place: sp.Tuple) -> sp.Expr:
    terms = []
    for m, y, p in zip(lams, labels, points, strict=True):
        if m:
            terms.append(half * m * y * _kernel(degree, p, place))
    return sum(terms, sp.S.Zero)


def _kernel(degree: Any, p: sp.Tuple, q: sp.Tuple) -> Any:
    """Return the kernel of two points: x·z, its power (x·z + 1)^k, or e^(−γ) to the square of their distance."""
    if degree.is_Integer:
        product = sum((a * b for a, b in zip(p, q, strict=True)), sp.S.Zero)
        return product if degree == 1 else (product + 1) ** degree
    return degree ** sum((a * a - 2 * a * b + b * b for a, b in zip(p, q, strict=True)), sp.S.Zero)


def _sign(number: Any) -> int | None:
    """Return the sign of a rational number, or of a fraction in powers of e: polynomials in one of them, of which the others are powers."""
    if number.is_Rational:
        return int(sp.sign(number))
    powers = number.atoms(sp.exp)
    exponents = [p.args[0] for p in powers]
    if powers and all(e.is_Rational for e in exponents):
        below = lcm(*(int(e.q) for e in exponents))
        unit = sp.Rational(gcd(*(int(e * below) for e in exponents)), below)
        t = sp.Symbol("_t")
        inside = number.xreplace({p: t ** (-p.args[0] / unit) for p in powers})
        if not sp.QQ.frac_field(t).from_sympy(inside):
            return 0
    return sign_of_number(number)


def _common_point(points: Any, labels: Any, lams: Any) -> Verdict:
    sides = []
    for sign in (1, -1):
        chosen = [(m, p) for m, y, p in zip(lams, labels, points, strict=True) if y == sign]
        if sum((m for m, _ in chosen), sp.S.Zero) != 1:
            return claim_refuted("the weights of a side do not add to 1")
        sides.append(tuple(sum((m * p[k] for m, p in chosen), sp.S.Zero) for k in range(len(points[0]))))
    if sides[0] != sides[1]:
        return claim_refuted("the two sides do not meet in one point")
    return Verdict(Status.CORRECT, Proof("a common point of both hulls"))
