"""Problems under constraints: the course's, every kind of outcome, and random quadratic programmes against an enumeration."""

from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point
from symtutor.checking.meanings.by_goal import judge
from symtutor.verdict import Status

A, B, C, X, Y = sp.symbols("a b c x y")
COURSE = ["-c >= 1", "a + 2b + c >= 1", "2a + b + c >= 1"]


def test_the_problem_of_the_course() -> None:
    solution = symtutor.minimize("a^2 + b^2", subject_to=COURSE)
    answer = solution.answer
    assert answer.point == {A: sp.Rational(2, 3), B: sp.Rational(2, 3), C: -1}
    assert answer.value == sp.Rational(8, 9)
    assert answer.multipliers == (sp.Rational(8, 9), sp.Rational(4, 9), sp.Rational(4, 9))
    assert answer.dual - answer.value == 0
    assert len(answer.cases) == 8
    assert solution.report.status is Status.CORRECT
    assert "with all λ ≥ 0" in str(solution)


def test_a_feasible_stationary_active_set_dies_by_its_sign() -> None:
    """Of six points the set {1, 3, 5} gives (−2, 6, −1) with λ₅ = −28."""
    rows = [(0, 0, -1), (1, 2, 1), (2, 1, 1), (-1, -1, -1), (-3, -1, -1), (3, 3, 1)]
    constraints = [y * (A * p + B * q + C) >= 1 for p, q, y in rows]
    answer = symtutor.minimize(A**2 + B**2, subject_to=constraints).answer
    assert answer.multipliers == (sp.Rational(8, 9), sp.Rational(4, 9), sp.Rational(4, 9), 0, 0, 0)
    case = next(c for c in answer.cases if tuple(c.active) == (1, 3, 5))
    assert tuple(case.place) == (-2, 6, -1)
    assert str(case.verdict) == "negative multiplier"
    assert tuple(case.evidence) == (5, -28)


@pytest.mark.parametrize(
    ("ask", "f", "constraints", "status", "reason", "value"),
    [
        ("minimize", "x^2 + y^2", "x + 2y = 5", "minimum", "convex", 5),
        ("minimize", "(x-1)^2 + y^2", "y <= x^2 - 2", "minimum", "coercive", sp.Rational(11, 4) - 3 * sp.sqrt(3) / 2),
        ("maximize", "x y", ["x + y = 10", "x >= 0", "y >= 0"], "maximum", "compact", 25),
        ("maximize", "x + y", "x^2 + y^2 <= 1", "maximum", "convex", sp.sqrt(2)),
        ("minimize", "x^2 - y^2", "x^2 + y^2 <= 1", "minimum", "compact", -1),
        ("minimize", "x + y", "x - y >= 1", "unbounded", "unbounded", -sp.oo),
        ("minimize", "x + y", ["x >= 1", "x <= 0", "y >= 0"], "infeasible", "infeasible", sp.nan),
        ("minimize", "x^2 + x y + y^2", ["0 <= x", "x <= 1", "y >= 1"], "minimum", "convex", 1),
        ("maximize", "x y", "x + y = 10", "maximum", "convex", 25),
        ("minimize", "x", ["y >= 0", "x^3 - y >= 0", "x^2 + y^2 <= 1"], "minimum", "compact", 0),
        ("minimize", "5x - x y - 2y^2", "x + 3y <= 4", "unbounded", "unbounded", -sp.oo),
        ("maximize", "x y^2", "x + y = 3", "unbounded", "unbounded", sp.oo),
        ("minimize", "x^2 - y^2", "y >= x^2", "unbounded", "unbounded", -sp.oo),
    ],
)
def test_outcomes(ask: Any, f: Any, constraints: Any, status: Any, reason: Any, value: Any) -> None:
    solution = getattr(symtutor, ask)(f, subject_to=constraints)
    answer = solution.answer
    assert (answer.status, answer.reason) == (status, reason)
    assert answer.value == value or sp.simplify(answer.value - value) == 0
    assert solution.report.status is Status.CORRECT


def test_a_point_where_no_qualification_holds_is_not_lost() -> None:
    answer = symtutor.minimize("x", subject_to="y^2 = x^3").answer
    assert answer.point == {X: 0, Y: 0}
    assert answer.status == "candidate"


def test_a_function_with_a_pole_among_the_feasible_points_is_not_said_to_have_a_minimum() -> None:
    solution = symtutor.minimize("1/x", subject_to="x^2 + y^2 <= 1")
    assert (solution.answer.status, solution.answer.reason) == ("candidate", "unknown")
    assert solution.report.status is Status.UNDECIDED


@pytest.mark.parametrize(
    ("f", "constraints", "qualification"),
    [
        ("x^2 + y^2", "x + y >= 1", "linear"),
        ("x + y", "x^2 + y^2 <= 1", "Slater"),
        ("(x-1)^2 + y^2", "y <= x^2 - 2", "LICQ"),
        ("x", ["y >= 0", "x^3 - y >= 0", "x^2 + y^2 <= 1"], "none"),
    ],
)
def test_the_constraint_qualification_is_told(f: str, constraints: Any, qualification: str) -> None:
    solution = symtutor.minimize(f, subject_to=constraints)
    assert solution.answer.qualification == qualification
    words = {"linear": "linear constraints need no", "Slater": "Slater's condition", "LICQ": "(LICQ)", "none": "no qualification holds"}
    assert words[qualification] in " ".join(str(solution).split())


@pytest.mark.parametrize(("claim", "words"), [("linear", "not linear"), ("Slater", "not strict"), ("LICQ", "dependent")])
def test_a_false_qualification_is_refuted(claim: str, words: str) -> None:
    solution = symtutor.minimize("x", subject_to=["y >= 0", "x^3 - y >= 0", "x^2 + y^2 <= 1"])
    claimed = solution.derivation.value
    false = claimed.func(*claimed.args[:-1], sp.Tuple(sp.Symbol(claim), claimed.place))
    verdict = judge(solution.problem.goal, false)
    assert verdict.status is Status.INCORRECT
    assert words in str(verdict)


def test_the_dual_value_is_that_of_a_convex_lagrangian_and_a_false_one_is_refuted() -> None:
    solution = symtutor.minimize("x^2 + y^2", subject_to="x + 2y >= 5")
    claimed = solution.derivation.value
    assert claimed.dual == 5
    false = claimed.func(*claimed.args[:-2], sp.Integer(4), claimed.qualified)
    assert judge(solution.problem.goal, false).status is Status.INCORRECT
    assert symtutor.maximize("x y", subject_to="x + y = 10").answer.dual is sp.nan  # L = −xy − ν(x + y − 10) has no least value


def test_the_second_order_condition_is_on_the_tangent_space_only() -> None:
    """The full Hessian of L is indefinite at the minimum of (x−1)² + y² with y ≤ x² − 2."""
    solution = symtutor.minimize("(x-1)^2 + y^2", subject_to="y <= x^2 - 2")
    text = " ".join(str(solution).split())
    assert "d²/dt² L = 3/2 (along t·(−1/2, 1), the direction in which the active constraints stay 0: a local minimum)" in text
    assert "d²/dt² L = −3√3 − 3 (along t·(−√3/2 − 1/2, 1), the direction in which the active constraints stay 0: no local minimum)" in text
    shapes = {case.place[0]: str(case.evidence[0]) for case in solution.answer.cases if str(case.verdict) == "KKT point"}
    half, root = sp.S.Half, sp.sqrt(3) / 2
    assert shapes == {-1: "positive definite", half - root: "indefinite", half + root: "positive definite"}


@pytest.mark.parametrize("change", ["shape", "matrix", "directions"])
def test_a_false_second_order_condition_is_refuted(change: str) -> None:
    solution = symtutor.minimize("(x-1)^2 + y^2", subject_to="y <= x^2 - 2")
    claimed = solution.derivation.value
    case = claimed.cases[-1]
    shape, matrix, ways = case.evidence
    false = {
        "shape": (sp.Symbol("indefinite"), matrix, ways),
        "matrix": (shape, 2 * matrix, ways),
        "directions": (shape, matrix, ways + sp.ones(2, 1)),
    }[change]
    cases = sp.Tuple(*claimed.cases[:-1], case.func(*case.args[:-1], sp.Tuple(*false)))
    args = list(claimed.args)
    args[8] = cases
    assert judge(solution.problem.goal, claimed.func(*args)).status is Status.INCORRECT


def test_infinitely_many_points_of_a_case_have_one_value() -> None:
    """Of a problem that is not convex too: the points of a face with a singular system are settled by one of them, or by none."""
    solution = symtutor.minimize("-x^2 - x", subject_to=["x >= -1", "x <= 1", "y >= 0", "y <= 1"])
    assert (solution.answer.status, solution.answer.value) == ("minimum", -2)
    assert solution.report.status is Status.CORRECT


def test_a_problem_without_constraints_is_proved() -> None:
    solution = symtutor.minimize("x^2/2 + 4x")
    assert solution.answer.value == -8
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize("index", [1, 2, 3, 7])
def test_a_changed_answer_is_refuted(index: int) -> None:
    solution = symtutor.minimize("a^2 + b^2", subject_to=COURSE)
    goal, claimed = solution.problem.goal, solution.derivation.value
    args = list(claimed.args)
    args[index] = {
        1: sp.Tuple(sp.Rational(1, 2), 1, -1),
        2: sp.Integer(1),
        3: sp.Tuple(*(-m for m in claimed.multipliers)),
        7: claimed.certificate,
    }[index]
    expected = Status.CORRECT if index == 7 else Status.INCORRECT
    assert judge(goal, claimed.func(*args)).status is expected


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Return the one solution of a linear system, None where there is not exactly one."""
    rows = [[*r, b] for r, b in zip(matrix, right, strict=True)]
    size = len(rows[0]) - 1
    for k in range(size):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        rows = [r if i == k else [v - r[k] * w for v, w in zip(r, rows[k], strict=True)] for i, r in enumerate(rows)]
    return None if any(r[-1] != 0 for r in rows[size:]) else [r[-1] for r in rows[:size]]


def enumerated(q: list[list[int]], c: list[int], rows: list[tuple[list[int], int]]) -> Any:
    """Return the least value of ½ x·Qx + c·x, Q positive definite, under a·x ≥ b: the best feasible minimum on any face."""
    size = len(c)
    best: Any = None
    for count in range(min(size, len(rows)) + 1):
        for face in combinations(rows, count):
            matrix = [[*map(Fraction, q[k]), *(Fraction(-a[k]) for a, _ in face)] for k in range(size)]
            matrix += [[*map(Fraction, a), *([Fraction(0)] * count)] for a, _ in face]
            found = solved(matrix, [*(Fraction(-v) for v in c), *(Fraction(b) for _, b in face)])
            if found is None:
                continue
            x = found[:size]
            if all(sum(p * v for p, v in zip(a, x, strict=True)) >= b for a, b in rows):
                value: Any = sum(x[i] * q[i][j] * x[j] for i in range(size) for j in range(size)) / 2 + sum(
                    p * v for p, v in zip(c, x, strict=True)
                )
                best = value if best is None or value < best else best
    return best


@pytest.mark.parametrize("seed", range(12))
def test_random_quadratic_programmes_agree_with_an_enumeration(seed: int) -> None:
    random = Random(seed)
    size = random.choice((1, 2, 3))
    root = [[random.randint(-2, 2) for _ in range(size)] for _ in range(size)]
    q = [[sum(root[k][i] * root[k][j] for k in range(size)) + (i == j) for j in range(size)] for i in range(size)]
    c = [random.randint(-4, 4) for _ in range(size)]
    rows = [([random.randint(-2, 2) for _ in range(size)], random.randint(-3, 3)) for _ in range(random.randint(1, 5))]
    rows = [(a, b) for a, b in rows if any(a)]
    letters = sp.symbols("x1:4")[:size]
    f = sum(sp.Rational(q[i][j], 2) * letters[i] * letters[j] for i in range(size) for j in range(size))
    f += sum(p * v for p, v in zip(c, letters, strict=True))
    constraints = [sp.Ge(sum(p * v for p, v in zip(a, letters, strict=True)), b, evaluate=False) for a, b in rows]
    solution = symtutor.minimize(f, subject_to=constraints, variables=letters)
    wanted = enumerated(q, c, rows)
    assert solution.report.status is Status.CORRECT
    if wanted is None:
        assert solution.answer.status == "infeasible"
    else:
        assert solution.answer.value == sp.Rational(wanted.numerator, wanted.denominator)


@pytest.mark.parametrize("seed", range(10))
def test_linear_inequalities_have_a_point_or_a_combination(seed: int) -> None:
    random = Random(seed)
    size = random.choice((1, 2, 3))
    rows = [(tuple(sp.Integer(random.randint(-3, 3)) for _ in range(size)), sp.Integer(random.randint(-3, 3))) for _ in range(6)]
    found = feasible_point(rows)
    if isinstance(found, Infeasible):
        assert all(m >= 0 for m in found.multipliers)
        assert all(sum(m * a[k] for m, (a, _) in zip(found.multipliers, rows, strict=True)) == 0 for k in range(size))
        assert sum(m * b for m, (_, b) in zip(found.multipliers, rows, strict=True)) > 0
    else:
        assert all(sum(p * v for p, v in zip(a, found, strict=True)) >= b for a, b in rows)


@pytest.mark.parametrize("constraint", ["x + 1", "2 <= 3"])
def test_what_is_no_constraint_is_said(constraint: Any) -> None:
    with pytest.raises(symtutor.SymtutorError):
        symtutor.minimize("x^2", subject_to=constraint)


@pytest.mark.parametrize(
    ("f", "constraints"),
    [
        ("x + y", ["x^2 + y^2 = 1", "x + y = 5"]),
        ("x^2", ["x^2 + y^2 <= -1"]),
        ("x^2 + y^2", ["x y >= 1", "x + y <= 1", "x >= 0"]),
        ("x", ["x^2 + y^2 + 1 = 0"]),
        ("x", ["y >= x^2", "y <= -1"]),
    ],
)
def test_curved_constraints_that_no_point_satisfies_are_proved_so(f: str, constraints: list[str]) -> None:
    solution = symtutor.minimize(f, subject_to=constraints)
    assert solution.answer.status == "infeasible"
    assert solution.report.status is Status.CORRECT
    assert "no point satisfies them all" in " ".join(str(solution).split())


def test_a_false_bound_of_a_constraint_is_refuted() -> None:
    solution = symtutor.minimize("x", subject_to=["x^2 + y^2 <= 1", "x >= 2"])
    claimed = solution.derivation.value
    number, best = claimed.certificate
    worse = best.func(*best.args[:2], best.value - 1, *best.args[3:])
    args = list(claimed.args)
    args[7] = sp.Tuple(number, worse)
    assert judge(solution.problem.goal, claimed.func(*args)).status is Status.INCORRECT


@pytest.mark.parametrize(
    ("ask", "f", "constraint", "value"),
    [
        ("maximize", "x^2 + y^2", "x^2 + y^2 <= 1", 1),
        ("minimize", "x^2 + y^2", "x^2 + y^2 >= 1", 1),
        ("minimize", "(x^2 + y^2 - 1)^2", "x^2 + y^2 <= 4", 0),
        ("minimize", "x^2 + y^2 + z^2", "x^2 + y^2 = 1", 1),
    ],
)
def test_a_curve_of_optima_is_settled_by_the_values_there(ask: str, f: str, constraint: str, value: int) -> None:
    solution = getattr(symtutor, ask)(f, subject_to=constraint)
    assert (solution.answer.status, solution.answer.value) == ("minimum" if ask == "minimize" else "maximum", value)
    assert solution.report.status is Status.CORRECT


def test_a_constraint_that_is_given_twice_has_two_multipliers() -> None:
    solution = symtutor.minimize("-x^2 - 3y", subject_to=["y <= 2", "x >= 0", "x <= 0", "y <= 2"])
    assert (solution.answer.value, solution.report.status) == (-6, Status.CORRECT)
