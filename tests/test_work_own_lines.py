"""What the package prints can be handed in: no line of a worked solution is called wrong, in any format."""

from collections.abc import Callable

import pytest

import symtutor as st
from symtutor import Solution, check_work
from symtutor.reading.work.documents import lines_of
from tests.test_kinds_of_problems import EXAMPLES, NAMES, Example

SOLVED: dict[str, Callable[[], Solution]] = {
    "∫ x e^x dx": lambda: st.integrate("x e^x"),
    "∫ e^x sin x dx": lambda: st.integrate("e^x sin x"),
    "∫ 2x cos(x^2) dx": lambda: st.integrate("2x cos(x^2)"),
    "∫ 1/(x^2-1) dx": lambda: st.integrate("1/(x^2-1)"),
    "∫ sqrt(4-x^2) dx": lambda: st.integrate("sqrt(4-x^2)"),
    "∫ tan x dx": lambda: st.integrate("tan x"),
    "∫ 1/(x^2+2x+5) dx": lambda: st.integrate("1/(x^2+2x+5)"),
    "∫ sqrt(x)/(1+x) dx": lambda: st.integrate("sqrt(x)/(1+x)"),
    "∫ x^3 e^(x^2) dx": lambda: st.integrate("x^3 e^(x^2)"),
    "∫[0..1] x e^(x^2) dx": lambda: st.integrate("x e^(x^2)", limits=(0, 1)),
    "∫[0..pi] x sin x dx": lambda: st.integrate("x sin x", limits=(0, "pi")),
    "∫[1..oo] 1/x^2 dx": lambda: st.integrate("1/x^2", limits=(1, "oo")),
    "∫[0..1] ln x dx": lambda: st.integrate("ln x", limits=(0, 1)),
    "d/dx x^2 sin x": lambda: st.differentiate("x^2 sin x"),
    "d/dx x^x": lambda: st.differentiate("x^x"),
    "d/dx ln(sin(x^2))": lambda: st.differentiate("ln(sin(x^2))"),
    "d/dx arctan(sqrt x)": lambda: st.differentiate("arctan(sqrt x)"),
    "d^2/dx^2 x^3 e^x": lambda: st.differentiate("x^3 e^x", order=2),
    "f(x)=x^2, f'(x)=?": lambda: st.differentiate("x^2", method="limit"),
    "lim x->0 (1-cos x)/x^2": lambda: st.limit("(1-cos x)/x^2", "x", 0),
    "lim x->oo (x^2+1)/(2x^2-x)": lambda: st.limit("(x^2+1)/(2x^2-x)", "x", "oo"),
    "lim x->0+ x ln x": lambda: st.limit("x ln x", "x", 0, "+"),
    "∫[-1..1] cbrt(x) dx": lambda: st.integrate("cbrt(x)", limits=(-1, 1)),
    "∫[0..2pi] sqrt(sin(x)^2) dx": lambda: st.integrate("sqrt(sin(x)^2)", limits=(0, "2pi")),
    "d/dx x |x|": lambda: st.differentiate("x|x|"),
    "lim x->0 1/x": lambda: st.limit("1/x", "x", 0),
    "gradient of x^2 y + y^3": lambda: st.gradient("x^2 y + y^3"),
    "hessian of x^2 y + y^3": lambda: st.hessian("x^2 y + y^3"),
    "jacobian of (2xy, x^2 y)": lambda: st.jacobian("(2xy, x^2 y)"),
}


@pytest.mark.parametrize("problem", SOLVED)
def test_no_printed_line_is_called_wrong(problem: str) -> None:
    solution = SOLVED[problem]()
    for text in (solution.text(), solution.latex(), solution.markdown()):
        found = check_work(text, problem)
        assert found.first_wrong is None, found.explanation
        assert any(line.true for line in found.lines)


OPTIMA: dict[str, Callable[[], Solution]] = {
    "least under an equation": lambda: st.minimize("x^2+y^2", subject_to="x+y=1"),
    "greatest under an equation": lambda: st.maximize("x y", subject_to="x+y=2"),
    "two candidates": lambda: st.minimize("x+y", subject_to="x^2+y^2=2"),
    "a case that is left out": lambda: st.minimize("x^2", subject_to="x>=1"),
    "both derivatives are set to 0": lambda: st.optimize("ln(x)/x"),
    "a formula for each part": lambda: st.optimize("|x|"),
    "the second derivative is never 0": lambda: st.optimize("x+1/x"),
    "a curve by a parameter": lambda: st.parametric("t^2", "t^3", "t"),
    "an alternative that never holds": lambda: st.solve_equation("|x-2|=x"),
    "limits from both sides": lambda: st.limit("|x|/x", "x", 0),
}


@pytest.mark.parametrize("name", OPTIMA)
def test_no_line_of_a_page_alone_is_called_wrong(name: str) -> None:
    solution = OPTIMA[name]()
    for text in (solution.text(), solution.latex(), solution.markdown()):
        found = check_work(text)
        assert found.first_wrong is None, found.explanation


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_no_kind_of_problem_prints_a_line_that_is_called_wrong(example: Example) -> None:
    solution = example.solution
    heading = solution.text().split("\n", maxsplit=1)[0]
    for text, problem in ((solution.text(), None), (solution.latex(), None), (solution.text(), heading)):
        found = check_work(text, problem)
        assert found.first_wrong is None, found.explanation


@pytest.mark.parametrize("written", ["latex", "markdown"])
def test_the_task_in_a_heading_is_a_line_as_in_plain_text(written: str) -> None:
    solution = st.implicit("x^2 + y^2 = 25", "y", "x", order=2)
    assert check_work(getattr(solution, written)()).problem == "d^{2}y/dx^{2} where x^{2} + y^{2} = 25".replace(
        "^{2}", "^{2}" if written == "latex" else "²", 2
    )
    assert lines_of("# Homework 3\n\nx = 2") == ("x = 2",)


def test_what_follows_a_line_that_is_not_understood_is_left_open() -> None:
    found = check_work(["∂/∂y (y e^x)", "= e^x", "T_1(y e^x)", "= x + y"])
    assert [line.true for line in found.lines] == [None, True, None, None]
    assert check_work(["∂/∂y (y e^x)", "= e^x", "= x e^x"]).first_wrong == 3


def test_an_equation_of_a_case_binds_no_later_line() -> None:
    lines = ["x^2 - k x = 0", "x = 0 (constraint 1 active)", "x = 5"]
    assert check_work(lines).first_wrong is None
