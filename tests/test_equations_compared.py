"""Equations are compared by their solutions."""

import pytest

import symtutor as st


@pytest.mark.parametrize(
    "one, other",
    [
        ("u = v", "v = u"),
        ("3x + 9y - 2 = 0", "y = -1/3*x + 2/9"),
        ("y = x^2", "y - x^2 = 0"),
        ("x^3 = 27", "x = 3"),
        ("(t-1)^2 = 0", "t = 1"),
        ("(x-y)^2 = 0", "x = y"),
        ("y = sin(x)^2", "y = 1 - cos(x)^2"),
        ("x^2 + y^2 = 4", "y^2 = 4 - x^2"),
        ("dy/dx = 2x", "dy/dx = x + x"),
    ],
)
def test_equations_with_the_same_solutions_are_the_same(one: str, other: str) -> None:
    assert st.equivalent(one, other).status == "correct"
    assert st.equivalent(other, one).status == "correct"


@pytest.mark.parametrize(
    "one, other",
    [
        ("y = 2x", "y = 3x"),
        ("x^2 = 9", "x = 3"),
        ("x y = x", "y = 1"),
        ("x^2 = 2", "x^2 = 3"),
        ("x^2 = 2", "x^3 = 2"),
        ("a = b", "a = b + 1"),
    ],
)
def test_a_solution_of_one_alone_refutes(one: str, other: str) -> None:
    assert st.equivalent(one, other).status == "incorrect"
    assert st.equivalent(other, one).status == "incorrect"


def test_functions_of_two_names_are_not_the_same() -> None:
    assert st.equivalent("f(x) = x^2", "g(x) = x^2").status != "correct"
    assert st.equivalent("f(x) = x^2", "f(x) = x*x").status == "correct"


def test_the_right_side_stands_for_a_graph_beside_an_expression() -> None:
    assert st.equivalent("y = x^2", "x^2").status == "correct"
