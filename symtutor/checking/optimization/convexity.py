"""Judging that a function is convex, concave or neither."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.optimization.constrained import is_convex
from symtutor.checking.optimization.membership import sign_of_number
from symtutor.goals.convexity import Convexity
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_convexity"]


def judge_convexity(goal: Any, claimed: Any) -> Verdict:
    """Judge the shape of a function: by its second derivatives, or by the chords that are to refute it."""
    f, variables = goal.args
    names = tuple(variables)
    if not isinstance(claimed, Convexity):
        return _wrong("the answer names no shape")
    if claimed.shape == "neither":
        for pair, sense in ((claimed.above, 1), (claimed.below, -1)):
            if _gap(f, names, pair) != sense:
                return _wrong(f"the chord between {pair[0]} and {pair[1]} shows nothing")
        return Verdict(Status.CORRECT, Proof("values at two chords"))
    second = [differentiated(differentiated(f, u), v) for u in names for v in names]
    is_flat = all(sp.expand(c) == 0 for c in second)
    if claimed.shape == "affine":
        return Verdict(Status.CORRECT, Proof("every second derivative is 0")) if is_flat else _wrong("a second derivative is not 0")
    if is_convex(f if claimed.shape == "convex" else -f, names):
        return Verdict(Status.CORRECT, Proof("principal minors of the Hessian, or terms that are"))
    values = [tuple(map(sp.Integer, p)) for p in ((0,) * len(names), (1,) * len(names), (-1,) * len(names))]
    values += [tuple(sp.Integer(s * (i == k)) for i in range(len(names))) for k in range(len(names)) for s in (1, -1, 2)]
    refuting = 1 if claimed.shape == "convex" else -1
    if any(_gap(f, names, (a, b)) == refuting for a in values for b in values if a != b):
        return _wrong(f"a chord shows that the function is not {claimed.shape}")
    return Verdict(Status.UNDECIDED, Agreement(0, 0, f"that the function is {claimed.shape} was not proved"))


def _gap(f: Any, names: tuple[Any, ...], pair: Any) -> int | None:
    """Return the sign of the value in the middle of two points minus the average of the values there."""
    a, b = pair
    middle = tuple((p + q) / 2 for p, q in zip(a, b, strict=True))
    values = [sp.sympify(f.xreplace(dict(zip(names, p, strict=True)))) for p in (middle, a, b)]
    if not all(v.is_number and v.is_finite and v.is_real for v in values):
        return None
    return sign_of_number(sp.expand(values[0] - (values[1] + values[2]) / 2))


def _wrong(words: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, words, "the claim", ("", ""), 0))
