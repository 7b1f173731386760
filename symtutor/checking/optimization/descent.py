"""Judging steps downhill: each point from the one before, and the bounds of the rate by definite matrices."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.descent import Descent
from symtutor.verdict import Agreement, Proof, Status, Verdict, claim_refuted

__all__ = ["judge_descent"]


def judge_descent(goal: Any, claimed: Any) -> Verdict:
    """Judge the points of an iteration, their values, and the convergence that is claimed."""
    f, variables, start, method, rate, inertia, count = goal.args
    if not isinstance(claimed, Descent):
        return claim_refuted("the answer names no steps")
    names = tuple(variables)
    if tuple(claimed.places[0]) != tuple(start):
        return claim_refuted("the first point is not the start")
    if len(claimed.places) > int(count) + 1 or len(claimed.places) != len(claimed.heights):
        return claim_refuted("there are not as many points as were asked for")
    gradient = [differentiated(f, v) for v in names]
    hessian = sp.Matrix([[differentiated(g, v) for v in names] for g in gradient])
    before = [sp.S.Zero] * len(names)
    for k, place in enumerate(claimed.places):
        at = dict(zip(names, place, strict=True))
        verdict = same_value(f.xreplace(at), claimed.heights[k], {})
        if verdict.status is not Status.CORRECT:
            return verdict
        if k + 1 == len(claimed.places):
            break
        step = [b - a for a, b in zip(place, claimed.places[k + 1], strict=True)]
        slopes = [sp.sympify(g).xreplace(at) for g in gradient]
        wanted = _balance(str(method), slopes, hessian.xreplace(at), step, before, rate, inertia)
        for gap in wanted:
            verdict = same_value(sp.S.Zero, sp.expand(gap), {})
            if verdict.status is not Status.CORRECT:
                return verdict
        before = step
    if len(claimed.places) <= int(count):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the steps that were taken are right; there are fewer than were asked for"))
    return _converges(hessian, names, str(method), rate, inertia, claimed)


def _balance(
    method: str, slopes: list[sp.Expr], matrix: Any, step: list[sp.Expr], before: list[Any], rate: sp.Expr, inertia: sp.Expr
) -> list[sp.Expr]:
    """Return what must be 0: H·step + ∇f for Newton's method, step + η ∇f − β·(step before) for descent."""
    if method == "newton":
        return [a + b for a, b in zip(matrix * sp.Matrix(step), slopes, strict=True)]
    return [d + rate * s - inertia * b for d, s, b in zip(step, slopes, before, strict=True)]


def _converges(hessian: Any, names: tuple[sp.Symbol, ...], method: str, rate: sp.Rational, inertia: sp.Rational, claimed: Any) -> Verdict:
    right = Verdict(Status.CORRECT, Proof("every step put in"))
    if claimed.factor is sp.nan and claimed.longest is sp.nan:
        return right
    if hessian.free_symbols & set(names) or not _is_definite(hessian, strictly=True):
        return claim_refuted("the function is not quadratic with a positive definite Hessian")
    one = sp.eye(hessian.rows)
    if method == "newton":
        return right if claimed.factor == 0 else claim_refuted("one step reaches the minimum")
    greatest = 2 * (1 + inertia) / claimed.longest  # it bounds the eigenvalues, and is one
    if not _is_definite(greatest * one - hessian) or sign_of_number(sp.expand((greatest * one - hessian).det(method="berkowitz"))) != 0:
        return claim_refuted(f"the greatest eigenvalue is not {greatest}")
    return right if _is_factor(hessian, rate, inertia, claimed.factor) else claim_refuted(f"the error does not shrink by {claimed.factor}")


def _is_factor(hessian: Any, rate: sp.Expr, inertia: sp.Expr, factor: sp.Expr) -> bool:
    """Tell whether a number is the greatest of |z| over the roots z of z² − (1 + β − η λ) z + β for all eigenvalues λ.

    For β = 0 this is the greatest |1 − η λ|.  All roots are at most r ≥ √β in size exactly where
    |1 + β − η λ| ≤ r + β/r, and one has the size r where equality holds or r = √β.
    """
    one = sp.eye(hessian.rows)
    if factor == 0:
        return bool(inertia == 0 and (one - rate * hessian).applyfunc(sp.expand).is_zero_matrix)
    if sign_of_number(sp.expand(factor**2 - inertia)) == -1:
        return False
    room = factor + inertia / factor
    ends = [(room - 1 - inertia) * one + rate * hessian, (room + 1 + inertia) * one - rate * hessian]
    if not all(_is_definite(m) for m in ends):
        return False
    at_bound = any(sign_of_number(sp.expand(m.det(method="berkowitz"))) == 0 for m in ends)
    return at_bound or sign_of_number(sp.expand(factor**2 - inertia)) == 0


def _is_definite(matrix: Any, *, strictly: bool = False) -> bool:
    """Tell by the principal minors whether a symmetric matrix is positive definite, or semidefinite."""
    sizes = range(1, matrix.rows + 1)
    if strictly:
        return all(sign_of_number(sp.expand(matrix[:k, :k].det(method="berkowitz"))) == 1 for k in sizes)
    minors = (matrix.extract(list(c), list(c)).det(method="berkowitz") for k in sizes for c in combinations(range(matrix.rows), k))
    return all(sign_of_number(sp.expand(m)) in {0, 1} for m in minors)
