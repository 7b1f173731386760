"""Systems of equations and stationary points in several variables."""

from itertools import product
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import symtutor
from symtutor.algorithms.equations.systems import PositiveDimension, real_solutions
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.several_variables import signature
from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.optimization.zeros.systems import judge_stationary
from symtutor.goals.optimization import ExtremePoint, Points, SolveSystem, StationaryPoints
from symtutor.verdict import Status
from tests.strategies import tried

X, Y, Z = sp.symbols("x y z")


@pytest.mark.parametrize(
    ("f", "wanted"),
    [
        ("x^2 + x - 3xy + y^3 - 5", [((sp.Rational(1, 4), sp.Rational(1, 2)), "saddle"), ((1, 1), "local minimum")]),
        ("x^4 + y^4 - 4xy", [((-1, -1), "local minimum"), ((0, 0), "saddle"), ((1, 1), "local minimum")]),
        ("x^3 - 3x y^2", [((0, 0), "saddle")]),
        ("x^2 + y^4", [((0, 0), "local minimum")]),
        ("x^2 - y^3", [((0, 0), "saddle")]),
        ("sqrt(x^2 + y^2) + 1", [((0, 0), "local minimum")]),
        ("e^(-(x^2 + y^2 + 2x))", [((-1, 0), "local maximum")]),
        ("x^2 + y^2 + z^2 - xy", [((0, 0, 0), "local minimum")]),
    ],
)
def test_stationary_points_and_their_kinds(f: Any, wanted: Any) -> None:
    solution = symtutor.optimize(f)
    assert [(tuple(p.x), p.kind) for p in solution.points] == wanted
    assert solution.report.status is Status.CORRECT


def test_what_is_global_is_said_only_where_it_is_known() -> None:
    assert symtutor.optimize("x^4 + y^4 - 4xy").points[0].scope == "global"
    assert symtutor.optimize("x^3 + y^3 - 3xy").points[1].scope == "local"
    assert "not global: there are smaller values" in " ".join(str(symtutor.optimize("x^3 + y^3 - 3xy")).split())


def test_infinitely_many_stationary_points_are_said() -> None:
    with pytest.raises(symtutor.NoRuleApplies, match="infinitely many"):
        symtutor.optimize("x^2 y^2")


@pytest.mark.parametrize("points", [((-1, -1), (0, 0)), ((-1, -1), (0, 0), (1, 1), (1, -1)), ((0, 0), (1, 1), (2, 2))])
def test_a_lost_or_false_point_is_refuted(points: Any) -> None:
    goal = SolveSystem(sp.Tuple(X**3 - Y, Y**3 - X), sp.Tuple(X, Y))
    right = Points(sp.Tuple(X, Y), *(sp.Tuple(k, k) for k in (-1, 0, 1)))
    assert judge(goal, right).status is Status.CORRECT
    assert judge(goal, Points(sp.Tuple(X, Y), *(sp.Tuple(*p) for p in points))).status is Status.INCORRECT


COEFFICIENTS = st.lists(st.integers(-2, 2), min_size=12, max_size=12)


@given(COEFFICIENTS)
@tried(5)
def test_no_real_solution_is_lost(numbers: Any) -> None:
    """The number of solutions agrees with an independent count, and each is a solution."""
    monomials = [1, X, Y, X * Y, X**2, Y**2]
    equations = [sp.Add(*(c * m for c, m in zip(half, monomials, strict=True))) for half in (numbers[:6], numbers[6:])]
    try:
        found = real_solutions(equations, [X, Y])
    except PositiveDimension:
        return
    assert found is not None
    verdict = judge(SolveSystem(sp.Tuple(*equations), sp.Tuple(X, Y)), Points(sp.Tuple(X, Y), *(sp.Tuple(*p) for p in found)))
    assert verdict.status is not Status.INCORRECT


@pytest.mark.parametrize("rows", [[[1, 2], [2, 1]], [[2, 1], [1, 2]], [[0, 0], [0, -1]], [[1, 1], [1, 1]]])
def test_the_signature_counts_eigenvalues(rows: Any) -> None:
    matrix = sp.Matrix(rows)
    signs = [sp.sign(v) for v, k in matrix.eigenvals().items() for _ in range(k)]
    assert signature(matrix) == tuple(signs.count(s) for s in (1, -1, 0))


def test_convexity_is_proved_or_refuted_by_the_definition() -> None:
    for f in (X**2 + X * Y + Y**2, sp.exp(X) + Y**4, X * Y, -(X**2)):
        claim = is_convex(f, (X, Y))
        pairs = product(product((-2, 0, 1), repeat=2), repeat=2)
        values = [
            f.subs({X: a[0], Y: a[1]}) / 2
            + f.subs({X: b[0], Y: b[1]}) / 2
            - f.subs({X: sp.Rational(a[0] + b[0], 2), Y: sp.Rational(a[1] + b[1], 2)})
            for a, b in pairs
        ]
        assert claim is all(sp.N(v) >= 0 for v in values)


@pytest.mark.parametrize(
    ("f", "kind", "status"),
    [
        ("x^2 - y^4", "saddle", Status.CORRECT),
        ("x^2 - y^4", "local minimum", Status.INCORRECT),
        ("x^2 + y^4", "local minimum", Status.CORRECT),
        ("x^2 + y^4", "saddle", Status.INCORRECT),
        ("(y - x^2) (y - 2x^2)", "local minimum", Status.UNDECIDED),  # a minimum along every line, and none
        ("(y - x^2) (y - 2x^2)", "inconclusive", Status.CORRECT),
        ("x^3 - 3x y^2", "local maximum", Status.INCORRECT),
    ],
)
def test_the_kind_of_a_point_is_proved_and_not_only_tried(f: str, kind: str, status: Status) -> None:
    solution = symtutor.optimize(f)
    known = {node.goal: node.value for node in solution.derivation.nodes()}
    whole = solution.answer
    (point,) = whole.points
    forged = StationaryPoints((ExtremePoint(point.x, point.value, kind, "local", point.test),), whole.shape, whole.infimum, whole.supremum)
    assert judge_stationary(solution.problem.goal, forged, known, {}).status is status


def test_solutions_with_denominators_are_counted() -> None:
    solution = symtutor.optimize("x y + 1/x + 1/y")
    assert [tuple(p.x) for p in solution.points] == [(1, 1)]
    assert solution.report.status is Status.CORRECT
