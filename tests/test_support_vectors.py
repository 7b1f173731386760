"""Support vector machines: the course's line, soft margins, kernels, and exactness at scale."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp

import symtutor
from symtutor.algorithms.optimization.separation import widest_street
from symtutor.checking.meanings.by_goal import judge
from symtutor.verdict import Status

POINTS = [(0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)]
LABELS = [-1, 1, 1, -1, -1, 1]
THIRD = sp.Rational(1, 3)


@pytest.mark.parametrize("count", [3, 6])
def test_the_line_of_the_course(count: int) -> None:
    solution = symtutor.svm(POINTS[:count], LABELS[:count])
    answer = solution.answer
    assert (answer.w, answer.b) == ((2 * THIRD, 2 * THIRD), -1)
    assert answer.multipliers[:3] == (sp.Rational(8, 9), sp.Rational(4, 9), sp.Rational(4, 9))
    assert set(answer.multipliers[3:]) <= {0}
    assert answer.support == (0, 1, 2)
    assert answer.objective == sp.Rational(8, 9)
    assert sp.simplify(answer.margin - 3 * sp.sqrt(2) / 4) == 0
    assert solution.report.status is Status.CORRECT


def test_further_points_have_slack() -> None:
    text = str(symtutor.svm(POINTS, LABELS))
    for slack in ("slack 4/3", "slack 8/3", "slack 2"):
        assert slack in " ".join(text.split())


def test_what_is_not_separable_is_proved() -> None:
    solution = symtutor.svm([(0, 0), (2, 2), (1, 1), (3, 0)], [-1, -1, 1, 1])
    assert solution.answer.status == "not separable"
    assert solution.report.status is Status.CORRECT
    assert "no line separates them" in str(solution)


def test_a_soft_margin_says_which_points_are_at_c() -> None:
    solution = symtutor.svm([(0, 0), (2, 2), (1, 1), (3, 0)], [-1, -1, 1, 1], C=1)
    assert solution.answer.multipliers[2] == 1
    assert solution.answer.objective == sp.Rational(22, 9)
    assert solution.report.status is Status.CORRECT
    assert "at C, its slack ξ is 2" in str(solution)


def test_exclusive_or_is_separated_by_a_quadratic_kernel() -> None:
    solution = symtutor.svm([(0, 0), (1, 1), (0, 1), (1, 0)], [-1, -1, 1, 1], kernel="polynomial 2")
    assert solution.answer.b == -1
    assert solution.report.status is Status.CORRECT


def test_three_points_on_a_line_have_exact_multipliers_with_a_gaussian_kernel() -> None:
    """By symmetry λ₁ = λ₃ = λ₂/2, and the two margins give λ₂ (3 − 4/e + 1/e⁴) = 4."""
    solution = symtutor.svm([(0,), (1,), (2,)], [-1, 1, -1], kernel="rbf 1")
    whole = 4 / (3 - 4 * sp.exp(-1) + sp.exp(-4))
    assert [sp.simplify(m - whole * k) for m, k in zip(solution.answer.multipliers, (sp.S.Half, 1, sp.S.Half), strict=True)] == [0, 0, 0]
    assert solution.report.status is Status.CORRECT


def test_a_gaussian_kernel_with_a_soft_margin_is_proved_and_told_in_digits() -> None:
    points = [(0, 0), (1, 2), (2, 1), (3, 3), (-1, 0), (0, -1)]
    solution = symtutor.svm(points, [-1, 1, 1, 1, -1, -1], kernel="rbf 1/4", C=1)
    assert solution.answer.multipliers[0] == 1
    assert abs(sp.N(solution.answer.multipliers[1]) - sp.Float("0.6397510328")) < 1e-9
    assert "λ₂ = 0.6397510328…" in str(solution)
    assert solution.report.status is Status.CORRECT
    assert solution.check({"alphas": (1, 1, 1, 1, 1, 1)}).mistake == "optimize.support_vectors/slackness"


@pytest.mark.parametrize("index", [1, 2, 3])
def test_a_changed_answer_with_a_gaussian_kernel_is_refuted(index: int) -> None:
    solution = symtutor.svm([(0,), (1,), (2,)], [-1, 1, -1], kernel="rbf 1/2")
    args = list(solution.derivation.value.args)
    args[index] = args[index] + sp.Rational(1, 10**9) if index != 2 else sp.Tuple(*(m * 2 for m in args[2]))
    assert judge(solution.problem.goal, solution.derivation.value.func(*args)).status is Status.INCORRECT


@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_a_changed_answer_is_refuted(index: int) -> None:
    solution = symtutor.svm(POINTS, LABELS)
    args = list(solution.derivation.value.args)
    args[index] = {0: sp.Tuple(1, 1), 1: sp.Integer(0), 2: sp.Tuple(*(-m for m in args[2])), 3: sp.Integer(1)}[index]
    claimed = solution.derivation.value.func(*args)
    assert judge(solution.problem.goal, claimed).status is Status.INCORRECT


@pytest.mark.parametrize("seed", range(15))
def test_random_streets_satisfy_every_condition_exactly(seed: int) -> None:
    random = Random(seed)
    size, count = random.choice((1, 2, 3)), random.choice((4, 9, 30))
    points: list[Any] = [tuple(random.randint(-6, 6) for _ in range(size)) for _ in range(count)]
    labels = [1 if p[0] > 0 else -1 for p in points] if seed % 2 else [random.choice((1, -1)) for _ in points]
    if len(set(labels)) < 2:
        labels[0] = -labels[0]
    solution = symtutor.svm(points, labels)
    assert solution.report.status is Status.CORRECT


def test_floats_are_the_rationals_that_they_store() -> None:
    generator = np.random.default_rng(1)
    points = generator.normal(size=(3_000, 2))
    labels = np.where(points[:, 0] > 0, 1, -1)
    points[:, 0] += labels
    answer = symtutor.svm(points, labels).answer
    w, b = ([Fraction(int(c.p), int(c.q)) for c in answer.w], Fraction(int(answer.b.p), int(answer.b.q)))
    margins = [int(y) * (sum(c * Fraction(float(x)) for c, x in zip(w, p, strict=True)) + b) for p, y in zip(points, labels, strict=True)]
    assert min(margins) == 1
    assert all(margins[i] == 1 for i in answer.support)
    assert sum(answer.shares[i] * int(labels[i]) for i in answer.support) == 0


def test_many_equal_points_do_no_harm() -> None:
    street = widest_street([(0, 0)] * 50 + [(1, 1)] * 50, [-1] * 50 + [1] * 50)
    assert street.w == (Fraction(1), Fraction(1))


@pytest.mark.parametrize(
    ("points", "labels", "options"),
    [
        ([(0, 0)], [1, 1], {}),
        ([(0, 0), (1, 1)], [1, 1], {}),
        ([(0, 0), (1, 1)], [1, -1], {"C": -1}),
        ([(0, 0), (1,)], [1, -1], {}),
        ([(0, 0), (1, 1)], [1, -1], {"kernel": "cubic"}),
        ([(0, 0), (1, 1)], [1, -1], {"kernel": "rbf -1"}),
        ([(0, 0), (0, 0)], [1, -1], {"kernel": "rbf 1"}),
        ([(0, float("nan")), (1, 1)], [1, -1], {}),
    ],
)
def test_bad_input_is_said(points: Any, labels: Any, options: Any) -> None:
    with pytest.raises(symtutor.SymtutorError):
        symtutor.svm(points, labels, **options)


def test_the_shortest_level_leaves_out_the_choices_that_fail() -> None:
    points, labels = ((0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)), (-1, 1, 1, -1, -1, 1)
    brief, normal = (str(symtutor.svm(points, labels, detail=detail)) for detail in ("brief", "normal"))
    assert "λ₅ = −28 at (−2, 6, −1)" in " ".join(normal.split())
    assert "contradict each other" in normal
    for gone in ("violated", "negative", "contradict"):
        assert gone not in brief
    for kept in ("satisfies all conditions", "a global minimum", "slack 8/3", "margin 3√2/4"):
        assert kept in brief
