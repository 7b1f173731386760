"""A derivative is taken where its function is real: elsewhere none is told, through every door."""

import dataclasses

import pytest
import sympy as sp

import symtutor as st

OUTSIDE = (
    lambda: st.differentiate("ln x", at=-1),
    lambda: st.differentiate("arcsin x", at=2),
    lambda: st.differentiate("ln(ln x)", at="1/2"),
    lambda: st.differentiate("ln(x^2 - 4)", at=0),
    lambda: st.differentiate("x^x", at=-2),
    lambda: st.taylor("ln x", "x", -1),
    lambda: st.gradient("sqrt(x y)", at={"x": -1, "y": 1}),
    lambda: st.hessian("ln(x) y", at={"x": -1, "y": 1}),
    lambda: st.jacobian(["ln x", "y"], at={"x": -1, "y": 1}),
    lambda: st.curl(["ln x", "y", "z"], at={"x": -1, "y": 0, "z": 0}),
    lambda: st.directional_derivative("sqrt(x) + y", (1, 0), at={"x": -1, "y": 0}),
    lambda: st.tangent_plane("sqrt(x) + y", at={"x": -1, "y": 0}),
    lambda: st.approximation("ln x + y", at={"x": -1, "y": 0}),
    lambda: st.total_differential("sqrt(x) + y", at={"x": -1, "y": 0}),
    lambda: st.parametric("ln t", "t", at=-1),
    lambda: st.tangent("ln x", at=-1),
    lambda: st.check("derivative of ln x at x=-1", "-1"),
)


@pytest.mark.parametrize("ask", OUTSIDE, ids=range(len(OUTSIDE)))
def test_no_derivative_outside_of_the_domain(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(st.InputError, match="is not real at"):
        ask()


@pytest.mark.parametrize("f", ["ln(-sqrt(x))", "ln(-x^2)", "sqrt(-x^2 - 1)", "ln(-|x|)"])
def test_a_function_that_is_real_nowhere_has_no_derivative_at_any_door(f: str) -> None:
    for ask in (lambda: st.differentiate(f), lambda: st.integrate(f), lambda: st.check(f"d/dx {f}", "2/x")):
        with pytest.raises(st.InputError, match="is real for no value of x"):
            ask()


@pytest.mark.parametrize(("across", "up"), [("t", "sqrt(-1-t^2)"), ("t", "ln(-t^2)"), ("ln(-t^2)", "t"), ("sqrt(t)", "ln(-1-t)")])
def test_a_curve_without_real_points_has_no_slope(across: str, up: str) -> None:
    with pytest.raises(st.InputError, match=r"real for no (common )?value of t"):
        st.parametric(across, up, "t")


@pytest.mark.parametrize("f", ["sqrt(-x^2)", "sqrt(x-1) + sqrt(1-x)", "arcsin(x^2+1)", "x sqrt(-x^4)"])
def test_a_function_that_is_real_at_a_single_point_has_no_derivative_at_any_door(f: str) -> None:
    for ask in (
        lambda: st.differentiate(f),
        lambda: st.check(f"d/dx {f}", "1"),
        lambda: st.parametric("x", f),
        lambda: st.tangent(f, at=0),
    ):
        with pytest.raises(st.InputError, match=r"real at x = [01] alone"):
            ask()


def test_who_says_that_there_is_none_is_right() -> None:
    judgement = st.check("derivative of ln x at x=-1", "does not exist")
    assert judgement.status == "correct"
    assert "is not real at x = -1" in judgement.latex()


@pytest.mark.parametrize(
    ("f", "at", "slope"),
    [("cbrt x", -8, "1/12"), ("x^(2/3)", -8, "-1/3"), ("ln|x|", -1, "-1"), ("ln(x^2 - 4)", 3, "6/5"), ("ln(-x)", -1, "-1")],
)
def test_what_is_real_has_its_derivative(f: str, at: int, slope: str) -> None:
    assert str(st.differentiate(f, at=at).answer) == slope


def test_a_rate_is_asked_where_the_equation_holds_and_fixes_it() -> None:
    with pytest.raises(st.InputError, match="not on the curve"):
        st.related_rates("x^2 + y^2 = 25", "y", {"x": 2}, at={"x": 1, "y": 1})
    with pytest.raises(st.InputError, match="does not fix the rate"):
        st.related_rates("x^2 + y^2 = 25", "y", {"x": 2}, at={"x": 5, "y": 0})
    assert str(st.related_rates("x^2 + y^2 = 25", "y", {"x": 2}, at={"x": 3, "y": 4}).answer) == "-3/2"


@pytest.mark.parametrize("equation", ["x^2 + y^2 = 0", "x^2 + x y + y^2 = 0", "(x-1)^2 + y^4 = 0", "x^4 + y^4 = 0", "x^2 + y^2 = 2x - 1"])
def test_single_points_are_no_curve(equation: str) -> None:
    with pytest.raises(st.InputError, match="only single points"):
        st.implicit(equation, "y", "x")


@pytest.mark.parametrize("equation", ["(x^2 + y^2 - 1)^2 = 0", "x^2 - 2x y + y^2 = 0", "y^2 = x^4", "x^2 y^2 = 1", "x^2 + y^2 = a"])
def test_a_curve_is_one_though_nothing_is_negative(equation: str) -> None:
    assert st.implicit(equation, "y", "x").report.status == "correct"


def test_a_problem_is_asked_at_a_real_point_through_every_door() -> None:
    problem = st.differentiate("ln x", at=2).problem
    goal = problem.goal
    outside = dataclasses.replace(problem, goal=type(goal)(goal.args[0], goal.args[1], (sp.Integer(-2),)))
    with pytest.raises(st.InputError, match="is not real at x = -2"):
        st.check(outside, "-1/2")
    assert st.check(outside, "does not exist").status == "correct"
