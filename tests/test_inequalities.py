"""Inequalities in one unknown: their sets, what is claimed of them, and answers to them."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.by_goal import judge
from symtutor.verdict import Status

X = sp.Symbol("x")
OO = sp.oo
BELOW = sp.Interval.open(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2 - 3x + 2 < 0", BELOW),
        ("x^2 >= 4", sp.Union(sp.Interval(-OO, -2), sp.Interval(2, OO))),
        ("(x - 1)/(x + 2) <= 0", sp.Interval.Lopen(-2, 1)),
        ("x^3 > x", sp.Union(sp.Interval.open(-1, 0), sp.Interval.open(1, OO))),
        ("|x - 1| < 3", sp.Interval.open(-2, 4)),
        ("1/x < 1", sp.Union(sp.Interval.open(-OO, 0), sp.Interval.open(1, OO))),
        ("ln x < 1", sp.Interval.open(0, sp.E)),
        ("sqrt(4 - x^2) >= 0", sp.Interval(-2, 2)),
        ("sqrt(x) < x - 2", sp.Interval.open(4, OO)),
        ("(x - 1)^2 <= 0", sp.FiniteSet(1)),
        ("x^2 + 1 < 0", sp.S.EmptySet),
        ("x^2 + 1 > 0", sp.S.Reals),
        ("x^4 - 2x^2 <= 0", sp.Interval(-sp.sqrt(2), sp.sqrt(2))),
        ("x e^x > 0", sp.Interval.open(0, OO)),
    ],
)
def test_inequalities_are_solved_and_proved(text: str, expected: sp.Set) -> None:
    solution = st.solve_equation(text)
    assert solution.answer == expected
    assert solution.report.status is Status.CORRECT


def test_a_domain_is_kept() -> None:
    assert st.solve_equation("2 sin x > 1", domain=(0, 2 * sp.pi)).answer == sp.Interval.open(sp.pi / 6, 5 * sp.pi / 6)


def test_the_table_shows_the_sign_of_each_factor() -> None:
    text = str(st.solve_equation("(x - 1)/(x + 2) <= 0"))
    assert "−2 < x < 1  −         +         −" in text
    assert "x = −1/2 shows: < 0" in text


@pytest.mark.parametrize(
    ("false", "status"),
    [
        (sp.Interval.open(1, 2), Status.CORRECT),
        (sp.Interval(1, 2), Status.INCORRECT),
        (sp.Interval.open(0, 2), Status.INCORRECT),
        (sp.Interval.open(1, sp.Rational(3, 2)), Status.INCORRECT),
        (sp.S.EmptySet, Status.INCORRECT),
    ],
)
def test_a_false_set_is_refuted(false: sp.Set, status: Status) -> None:
    solution = st.solve_equation("x^2 - 3x + 2 < 0")
    claimed = solution.derivation.value
    assert judge(solution.problem.goal, claimed.func(false, *claimed.args[1:])).status is status


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        ("1 < x < 2", None),
        (BELOW, None),
        ("x > 1 and x < 2", None),
        ("1 <= x <= 2", "solve.inequality/ends"),
        ("1 <= x < 2", "solve.inequality/ends"),
        ("x < 1 or x > 2", "solve.inequality/wrong-side"),
        ("x < 2", ""),
        ("no solution", ""),
    ],
)
def test_answers_are_judged(answer: object, mistake: str | None) -> None:
    verdict = st.solve_equation("x^2 - 3x + 2 < 0").check(answer)
    assert verdict.status is (Status.CORRECT if mistake is None else Status.INCORRECT)
    assert (verdict.mistake or "") == (mistake or "")


@pytest.mark.parametrize("text", ["0 < x^2 < 4", "2 < 3"])
def test_what_is_not_one_inequality_is_refused_clearly(text: str) -> None:
    with pytest.raises(st.SymtutorError):
        st.solve_equation(text, "x")
