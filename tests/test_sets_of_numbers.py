"""Sets as people write them: as answers, beside each other, and as domains; each door reads them alike."""

import pytest
import sympy as sp

import symtutor as st


@pytest.mark.parametrize(
    ("left", "right", "status"),
    [
        ("{1, 2}", "{2, 1}", "correct"),
        ("{1, 2, 2}", r"\{1, 2\}", "correct"),
        ("{1, 2}", "{1, 3}", "incorrect"),
        ("{sqrt(2)/2, 1}", "{1, 1/sqrt(2)}", "correct"),
        ("|x| < 1", "(-1, 1)", "correct"),
        ("|x| < 1", "[-1, 1)", "incorrect"),
        ("[0, 1]", "[0, 1)", "incorrect"),
        ("[1, 2] u [2, 3]", "[1, 3]", "correct"),
        (r"(1, 2) \cup (3, 4)", "1 < x < 2 or 3 < x < 4", "correct"),
        ("x != 0", r"R \ {0}", "correct"),
        ("x^2 < 0", "{}", "correct"),
        ("(1, 2)", "(2, 1)", "incorrect"),
    ],
)
def test_sets_are_compared_as_sets(left: str, right: str, status: str) -> None:
    assert st.equivalent(left, right).status == status
    assert st.equivalent(right, left).status == status


@pytest.mark.parametrize(
    ("problem", "answer", "status"),
    [
        ("solve x^2 < 4", "(-2, 2)", "correct"),
        ("solve x^2 < 4", "(-2, 2]", "incorrect"),
        ("solve x^2 <= 0", "0", "correct"),
        ("solve x^2 >= 0", "R", "correct"),
        ("solve x^2 >= 0", "all real x", "correct"),
        ("solve |x| < 0", "{}", "correct"),
        ("solve x^2 > 4", "(-oo, -2) ∪ (2, oo)", "correct"),
        ("solve x^2 > 4", r"R \ [-2, 2]", "correct"),
        ("minimize x subject to x >= 1, x <= 0", "infeasible", "correct"),
        ("minimize x subject to x >= 1, x <= 0", "no solution", "correct"),
        ("minimize x subject to x >= 1", "infeasible", "incorrect"),
        ("minimize x subject to x <= 1", "unbounded", "correct"),
        ("minimize x subject to x >= 1", "unbounded", "incorrect"),
        ("hessian of x^2 y", "[2y, 2x; 2x, 0]", "correct"),
        ("hessian of x^2 y", "[2y, 2x; 0, 2x]", "incorrect"),
    ],
)
def test_answers_are_read_as_sets_and_rows(problem: str, answer: str, status: str) -> None:
    assert st.check(problem, answer).status == status


@pytest.mark.parametrize("domain", ["x > 0", "(0, oo)", "x in (0, oo)", sp.Interval.open(0, sp.oo), {"x": "x > 0"}, {"x": "(0, oo)"}])
def test_a_domain_is_text_as_well(domain: object) -> None:
    assert st.equivalent("sqrt(x^2)", "x", domain=domain).explanation == "Correct."


def test_a_domain_in_text_speaks_of_several_letters() -> None:
    assert st.equivalent("sqrt(a^2 x^2)", "a x", domain="a > 0, x > 0").status == "correct"
    assert st.equivalent("sqrt(a^2 x^2)", "a x", domain="a > 0, x < 0").status == "incorrect"
    assert st.check("∫ dx/sqrt(a^2 - x^2)", "arcsin(x/a) + C", domain="a > 0").status == "correct"
    assert st.solve_equation("x^2 = 4", domain="x > 0").answer == (2,)


@pytest.mark.parametrize("domain", ["a x > 0", "x^", "blue", "(1, 0)"])
def test_a_domain_that_names_no_set_is_refused(domain: str) -> None:
    with pytest.raises(st.InputError):
        st.equivalent("sqrt(x^2)", "x", domain=domain)


@pytest.mark.parametrize("text", ["x = x", "1/(x-1) = 1/(x-1)", "a x + b = a x + b"])
def test_an_equation_that_is_always_true_is_told_so(text: str) -> None:
    with pytest.raises(st.InputError, match="wherever they are defined"):
        st.solve_equation(text)
