"""Quadratic functions on polyhedra: a least value is proved, a value above it is not, and one that falls for ever is told."""

from random import Random

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.optimization.copositivity import is_nowhere_below
from symtutor.verdict import Status
from tests.optimization_problems import bent_programme, least_bent_value, programme_in_letters

X, Y, Z = sp.symbols("x y z")


@pytest.mark.parametrize("seed", range(12))
def test_a_least_value_is_proved_and_one_above_it_is_not(seed: int) -> None:
    q, c, rows = bent_programme(Random(1000 + seed))
    f, constraints, names = programme_in_letters(q, c, rows)
    gaps = [g.lhs - g.rhs for g in constraints]
    value = least_bent_value(q, c, rows)
    if value == "unbounded":
        assert not is_nowhere_below(f, sp.Integer(-(10**9)), gaps, (), names)
    elif not isinstance(value, str):
        exact = sp.Rational(value.numerator, value.denominator)
        assert is_nowhere_below(f, exact, gaps, (), names)
        assert not is_nowhere_below(f, exact + sp.Rational(1, 10**9), gaps, (), names)


@pytest.mark.parametrize(
    ("f", "value", "inequalities", "equations", "expected"),
    [
        (X * Y, 0, [X, Y], [], True),
        (X * Y, 0, [X], [], False),
        (X**2 - 2 * X, -1, [], [], True),
        (X * Y, 0, [X + Y], [X - Y], True),
        (-X * Y, -25, [], [X + Y - 10], True),
        (X**3, 0, [X], [], False),  # not quadratic: nothing is said
        (X, 0, [X - Y**2], [], False),  # not linear: nothing is said
        (sp.sqrt(2) * X, 0, [X], [], False),  # not rational: nothing is said
    ],
)
def test_what_is_told_of_a_bound(f: sp.Expr, value: int, inequalities: list[sp.Expr], equations: list[sp.Expr], expected: bool) -> None:
    assert is_nowhere_below(f, sp.Integer(value), inequalities, equations, (X, Y)) is expected


@pytest.mark.parametrize(
    ("f", "constraints", "value"),
    [
        ("x*y", ["x >= 0", "y >= 0"], 0),
        ("x*y", ["x >= 0", "y >= 0", "x + y >= 1"], 0),
        ("x*y - y", ["x >= 0", "y >= 0"], -sp.oo),
        ("x*y - y", ["x >= 1", "y >= 0"], 0),
        ("-x^2/2 - 3x*y + 2x + y^2 + 3y", ["x + y <= 2", "x + 2y >= 0"], sp.Rational(-1, 20)),
        ("x*y + x*z - z", ["x >= 0", "y >= 0", "z >= 0", "x >= 1/2"], -sp.oo),
        ("x*y + x*z - z", ["x >= 1", "y >= 0", "z >= 0"], 0),
    ],
)
def test_products_on_unbounded_sets_are_decided(f: str, constraints: list[str], value: sp.Expr) -> None:
    solution = st.minimize(f, subject_to=constraints)
    assert solution.answer.value == value
    assert solution.report.status is Status.CORRECT
