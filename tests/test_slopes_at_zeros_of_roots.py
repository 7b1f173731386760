"""Derivatives at points where their formula is 0/0: the function decides, not the formula."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st


@pytest.mark.parametrize(
    "f, wanted",
    [
        ("sqrt(x^4)", 0),
        ("3 sqrt(x^6)", 0),
        ("e^(sqrt(x^4))", 0),
        ("cbrt(x^3)", 1),
        ("x + sqrt(x^4 + x^6)", 1),
        ("sqrt(x^2)", sp.nan),
        ("sqrt(1 - cos x)", sp.nan),
    ],
)
def test_the_slope_where_a_root_vanishes(f: str, wanted: Any) -> None:
    found = st.differentiate(f, at=0)
    assert found.answer is wanted or found.answer == wanted
    assert found.report.status == "correct"
    assert found.check("does not exist" if wanted is sp.nan else wanted).status == "correct"
    assert found.check("7").status == "incorrect"


def test_gradients_and_tangents_where_a_root_vanishes() -> None:
    assert st.gradient("sqrt(u^4 + v^4)", at={"u": 0, "v": 0}).answer == sp.Matrix([0, 0])
    assert st.gradient("sqrt(max(0, x^2 - z^2))", at={"x": 0, "z": 1}).answer == sp.Matrix([0, 0])
    assert st.tangent("2 sqrt(x^4)", at=0).answer.rhs == 0
    assert st.differentiate("sqrt(x^4)", at=0, method="limit").answer == 0


def test_a_limit_that_comes_back_is_not_solved_for() -> None:
    assert all(not node.solved for node in st.limit("sqrt(x^4)/x", "x", 0).derivation.nodes())


def test_a_direction_at_the_zero_of_a_root_is_followed_along_the_line() -> None:
    found = st.directional_derivative("sqrt(x^4 + y^4)", (1, 1), at={"x": 0, "y": 0})
    assert (found.answer, found.report.status) == (0, "correct")
    assert st.directional_derivative("sqrt(x^2 + y^2)", (1, 1), at={"x": 0, "y": 0}).answer is sp.nan


def test_tangents_and_normals_pass_through_the_real_root() -> None:
    x, y = sp.symbols("x y")
    assert st.tangent("cbrt(x)", at=-1).answer == sp.Eq(y, x / 3 - sp.Rational(2, 3))
    assert st.normal_line("cbrt(x)", at=-8).answer == sp.Eq(y, -12 * x - 98)
