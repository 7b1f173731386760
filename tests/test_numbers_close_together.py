"""Zeros and places that differ by less than any number of digits shown are told apart: a proof uses no tolerance."""

from typing import Any

import pytest
import sympy as sp

from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.optimization.zeros.membership import are_apart, is_same_number
from symtutor.goals.optimization import IsolatedRoot, Roots, Solve
from symtutor.verdict import Status

X = sp.Symbol("x")
TINY = sp.Rational(1, 10**28)


@pytest.mark.parametrize(
    "gap",
    [
        sp.expand((X - 1) * (X - 1 - TINY)),
        sp.Abs(X - 1) * sp.Abs(X - 1 - TINY),
        sp.Abs(sp.expand((X - 1) * (X - 1 - TINY))),
    ],
)
def test_a_zero_beside_a_zero_is_missed(gap: Any) -> None:
    goal: Any = Solve(gap, sp.S.Zero, X, sp.S.Reals)
    assert judge(goal, Roots(X, sp.S.One)).status is not Status.CORRECT
    assert judge(goal, Roots(X, sp.S.One, 1 + TINY)).status is Status.CORRECT


def test_numbers_are_the_same_or_apart_by_proof() -> None:
    root: Any = sp.CRootOf(X**5 - X - 1, 0)
    fixed = IsolatedRoot(sp.cos(X) - X, X, sp.Rational(1, 2), sp.S.One)
    near = sp.Rational(str(sp.N(sp.sqrt(2), 40)))
    assert is_same_number(sp.sqrt(8), 2 * sp.sqrt(2))
    assert is_same_number(root**5, root + 1)
    assert are_apart(sp.sqrt(2), near)
    assert are_apart(fixed, sp.Rational(str(sp.N(fixed, 40))))
    assert not is_same_number(sp.sqrt(2), near)
    assert is_same_number(fixed, fixed)


def test_a_zero_beyond_an_end_is_no_missing_one() -> None:
    """3 − 2 ln x is 0 at e^(3/2), which lies beyond 4."""
    goal: Any = Solve(3 - 2 * sp.log(X), sp.S.Zero, X, sp.Interval(1, 4))
    assert judge(goal, Roots(X)).status is Status.CORRECT
    wider: Any = Solve(3 - 2 * sp.log(X), sp.S.Zero, X, sp.Interval(1, 5))
    assert judge(wider, Roots(X)).status is not Status.CORRECT
