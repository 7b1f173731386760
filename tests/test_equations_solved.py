"""Equations of every kind: all solutions, no others, and nothing undecided."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.optimization.zeros.zeros import judge_roots
from symtutor.goals.optimization import Roots, Solve
from symtutor.verdict import Status

X, N = sp.symbols("x n")
PI = sp.pi


@pytest.mark.parametrize(
    ("equation", "domain", "wanted"),
    [
        ("sin x + cos x = 0", None, (PI * N - PI / 4,)),
        ("cbrt(x) = -2", None, (-8,)),
        ("x^(2/3) = 4", None, (-8, 8)),
        ("x^(2/3) + x^(1/3) = 2", None, (-8, 1)),
        ("x^(3/2) = 8", None, (4,)),
        ("ln(x^2) = 0", None, (-1, 1)),
        ("sin x = 2", None, ()),
        ("x + ln x = 1", None, (1,)),
        ("2^x = x + 1", None, (0, 1)),
        ("sin x = 1/2", (0, 3), (PI / 6, 5 * PI / 6)),
    ],
)
def test_all_solutions_are_proved(equation: str, domain: Any, wanted: Any) -> None:
    solution = st.solve_equation(equation, domain=domain)
    assert len(solution.answer) == len(wanted)
    assert all(sp.simplify(a - b) == 0 for a, b in zip(solution.answer, wanted, strict=True))
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("equation", "domain", "digits"),
    [
        ("x = cos x", None, ("0.7390851332",)),
        ("x - sin x = 1/2", None, ("1.497300389",)),
        ("sin x = x/3", None, ("-2.278862660", "0", "2.278862660")),
        ("x sin x = 1", (0, 8), ("1.114157141", "2.772604708", "6.439117238")),
    ],
)
def test_zeros_of_sums_with_waves_are_isolated_and_proved_to_be_all(equation: str, domain: Any, digits: Any) -> None:
    solution = st.solve_equation(equation, domain=domain)
    assert [abs(sp.N(a, 15) - sp.Rational(d)) < 1e-8 for a, d in zip(solution.answer, digits, strict=True)] == [True] * len(digits)
    assert solution.report.status is Status.CORRECT


def test_a_rational_zero_between_others_that_have_no_formula_is_exact() -> None:
    assert st.solve_equation("x^2 = 2^x").answer[1:] == (2, 4)


@pytest.mark.parametrize("equation", ["x e^x = 1", "x + ln x = 0", "x^2 = 2^x", "x^2 = cos x", "e^x + x = 0"])
def test_that_no_solution_lies_far_away_is_proved(equation: str) -> None:
    assert st.solve_equation(equation).report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("gap", "where", "family"),
    [
        (sp.sin(X), sp.Interval(0, sp.oo), PI * N),
        (sp.sin(X) / X, sp.S.Reals - sp.FiniteSet(0), PI * N),
        (sp.sin(X), sp.S.Reals, PI * N / 2),
        (sp.sin(2 * X) / sp.cos(X), sp.S.Reals, PI * N / 2),
        (sp.sin(X), sp.S.Reals, 2 * PI * N),
        (sp.tan(X) - 1, sp.S.Reals, PI * N - PI / 4),
    ],
)
def test_a_family_with_members_that_are_no_solutions_or_without_some_is_not_proved(gap: Any, where: Any, family: Any) -> None:
    assert judge_roots(Solve(gap, sp.S.Zero, X, where), Roots(X, family), {}).status is not Status.CORRECT


@pytest.mark.parametrize("equation", ["sin x = 0", "cos x = 1/2"])
def test_families_are_not_given_on_a_half_line(equation: str) -> None:
    with pytest.raises(st.NoRuleApplies):
        st.solve_equation(equation, domain=sp.Interval(0, sp.oo))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|x| = x^2", (-1, 0, 1)),
        ("|x - 1| + |x + 2| = 5", (-3, 2)),
        ("x + |x| = 1", (sp.Rational(1, 2),)),
        ("|x^2 - 4| = x + 2", (-2, 1, 3)),
        ("|x - 1| = |2x + 1|", (-2, 0)),
        ("max(x, 1 - x) = x^2", (-sp.sqrt(5) / 2 - sp.Rational(1, 2), 1)),
        ("|x| + 1 = 0", ()),
    ],
)
def test_bars_among_other_terms_are_split(text: str, expected: tuple[sp.Expr, ...]) -> None:
    solution = st.solve_equation(text, "x")
    assert solution.answer == expected
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("problem", "answer", "status"),
    [
        ("solve sin x = 0", "0", "incorrect"),
        ("solve sin x = 0", "0, pi", "incorrect"),
        ("solve cos x = 1/2", "pi/3, -pi/3", "incorrect"),
        ("solve sin(2x) = 1", "pi/4", "incorrect"),
        ("solve sin x = 0", "k pi", "correct"),
        ("solve sin x = 0", "1", "incorrect"),
        ("solve tan x = 1", "pi/4 + 2k pi", "incorrect"),
        ("solve cos x = 1/2", "pi/3 + 2n pi", "incorrect"),
        ("solve tan t = -1", "3pi/4 + n pi", "correct"),
    ],
)
def test_a_member_of_a_family_that_is_not_in_a_finite_answer_refutes_it(problem: str, answer: str, status: str) -> None:
    verdict = st.check(problem, answer)
    assert verdict.status == status
    assert status == "correct" or verdict.explanation


def test_the_member_that_is_missing_is_named() -> None:
    verdict = st.check("solve sin x = 0", "0")
    assert str(verdict) == "Not all solutions: x = pi is one as well."


@pytest.mark.parametrize(
    ("equation", "wanted"),
    [
        ("tan x = 1", (PI * N + PI / 4,)),
        ("tan(2x) = -sqrt(3)", (PI * N / 2 - PI / 6,)),
        ("cot x = 1", (PI * N + PI / 4,)),
        ("sec x = 2", (2 * PI * N + PI / 3, 2 * PI * N - PI / 3)),
        ("1/sin x = 2", (2 * PI * N + 5 * PI / 6, 2 * PI * N + PI / 6)),
        ("tan^2 x = 3", (PI * N + PI / 3, PI * N - PI / 3)),
        ("1/cos x = 0", ()),
        ("tan x cos x = 0", (2 * PI * N, 2 * PI * N + PI)),
    ],
)
def test_a_domain_with_gaps_without_end_needs_no_bounds(equation: str, wanted: tuple[sp.Expr, ...]) -> None:
    solution = st.solve_equation(equation)
    assert set(solution.answer) == set(wanted)
    assert solution.report.status is Status.CORRECT


def test_solutions_that_may_not_be_all_ask_for_a_bounded_domain() -> None:
    with pytest.raises(st.InputError, match="infinitely many gaps"):
        st.solve_equation("tan x + x = 1")


@pytest.mark.parametrize(
    ("equation", "roots"),
    [
        ("4 pi r - 2/r^2 = 0", ((2 * sp.pi) ** sp.Rational(-1, 3),)),
        ("pi r^3 + 5 = 0", (-((5 / sp.pi) ** sp.Rational(1, 3)),)),
        ("pi r^4 + 1 = 0", ()),
    ],
)
def test_a_power_and_a_number_with_pi_are_solved_by_a_root(equation: str, roots: tuple[sp.Expr, ...]) -> None:
    solution = st.solve_equation(equation)
    assert len(solution.answer) == len(roots)
    assert all(sp.simplify(a - b) == 0 for a, b in zip(solution.answer, roots, strict=True))
    assert solution.report.status is Status.CORRECT


def test_solutions_are_real_numbers() -> None:
    assert st.solve_equation("x^2 = -1").answer == ()
    with pytest.raises(st.InputError, match="imaginary unit"):
        st.solve_equation("i x = 1")
    assert st.solve_equation("i x = 1", "x", names=("i",)).answer == (1 / sp.Symbol("i"),)


def test_logarithms_are_taken_together_before_they_are_undone() -> None:
    solution = st.solve_equation("ln x + ln(x-1) = ln 2")
    told = str(solution)
    assert "2.  ⇔  ln(x(x − 1)) = ln 2    (ln a + ln b = ln(a·b))\n" in told
    assert "3.  ⇔  x(x − 1) = 2           (e to the power of both sides)\n" in told
    assert solution.answer == (2,)
    for text in ("ln x + ln(x-1) = ln 2", "ln(x+1) - ln x = 1", "2 ln x = ln(x+6)", "ln(x+3) = ln(2x-1)"):
        assert st.solve_equation(text).report.status == "correct"
