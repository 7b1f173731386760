"""Names of slips between two equations, and of slips in l'Hôpital's rule."""

from __future__ import annotations

import pytest

from symtutor import check_work

OF_SOLVING = [
    (["2x + 4 = 10", "2x = 14"], "work.sign"),
    (["3x - 5 = x + 1", "3x + x = 1 + 5"], "work.sign"),
    (["3(x - 1) = 6", "3x - 1 = 6"], "algebra.factor-on-one-term"),
    (["2(x + 3) - (x - 1) = 4", "2x + 6 - x - 1 = 4"], "algebra.sign-over-brackets"),
    (["(x + 1)^2 = 9", "x^2 + 1 = 9"], "algebra.power-of-sum"),
    (["2x = 6", "x = 4"], None),
]
OF_CURVES = [
    (["3x^2 + 3y^2 y' = 6y + 6x y'", "y'(3y^2 + 6x) = 6y - 3x^2"], "work.sign"),
    (["3x^2 + 3y^2 = 6y + 6x y'"], "diff.chain/no-inner-derivative"),
    (["3x^2 + 3y^2 y' = 6y"], "diff.product/term-forgotten"),
]
OF_LIMITS = [
    ("lim x->0 sin(3x)/x", "= lim x->0 cos(3x)/1", "diff.chain/no-inner-derivative"),
    ("lim x->0 (1 - cos x)/x^2", "= lim x->0 -sin(x)/(2x)", "diff.cos/sign"),
    ("lim x->1 (x^2 - 1)/(x^2 + 1)", "= lim x->1 2x/(2x)", "limit.continuity/hopital"),
]


@pytest.mark.parametrize(("lines", "mistake"), OF_SOLVING, ids=lambda row: row[-1] if isinstance(row, list) else "")
def test_a_slip_between_two_equations(lines: list[str], mistake: str | None) -> None:
    found = check_work(lines)
    assert (found.first_wrong, found.mistake) == (2, mistake)


@pytest.mark.parametrize(("lines", "mistake"), OF_CURVES, ids=lambda row: row[-1] if isinstance(row, list) else "")
def test_a_slip_on_a_curve(lines: list[str], mistake: str) -> None:
    found = check_work(lines, "x^3 + y^3 = 6x y, y' = ?")
    assert (found.first_wrong, found.mistake) == (len(lines), mistake)


@pytest.mark.parametrize(("problem", "line", "mistake"), OF_LIMITS)
def test_a_slip_in_a_quotient_of_derivatives(problem: str, line: str, mistake: str) -> None:
    found = check_work([line], problem)
    assert (found.first_wrong, found.mistake) == (1, mistake)


def test_right_steps_between_equations_have_no_name() -> None:
    for lines in (["2x + 4 = 10", "x + 2 = 5", "x = 3"], ["3(x - 1) = 6", "x - 1 = 2"]):
        assert check_work(lines).mistake is None
