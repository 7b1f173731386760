"""Convex, concave, affine or neither: proved, refuted by chords, and judged."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.convexity import Convexity, ConvexityOf
from symtutor.verdict import Status


@pytest.mark.parametrize(
    ("f", "shape"),
    [
        ("x^2 + x y + y^2", "convex"),
        ("-x^2 - y^2 + x", "concave"),
        ("(x - y)^2", "convex"),
        ("2x - 3y", "affine"),
        ("x y", "neither"),
        ("x^3", "neither"),
        ("x^4", "convex"),
        ("e^x + y^4", "convex"),
        ("ln x", "concave"),
        ("x^2 - y^2", "neither"),
        # by composition
        ("e^(x + y)", "convex"),
        ("ln(e^x + e^y)", "convex"),
        ("ln(1 + e^(y - 3x)) + x^2/2", "convex"),
        ("sqrt(x^2 + y^2)", "convex"),
        ("sqrt(1 + x^2) - x", "convex"),
        ("x ln x", "convex"),
        ("e^(x^2)", "convex"),
        ("(x + y)^4", "convex"),
        ("max(x^2, 1 - x)", "convex"),
        ("|x - y| + x^2", "convex"),
        ("min(x, y)", "concave"),
        ("sqrt(x) - e^x", "concave"),
        ("-ln(x^2)", "neither"),
        ("x^2 y^2", "neither"),
        # by the bounds of sine and cosine, and by short chords where the bend is narrow
        ("x^2 + y^2 + sin x", "convex"),
        ("x^2 + y^2 + cos(x + y)", "convex"),
        ("x^2/4 + sin x", "neither"),
        ("x^4 + y^4 - x y", "neither"),
        ("e^x + sin x", "neither"),
        # roots of odd order have values for negative numbers
        ("x^(1/3)", "neither"),
        ("x^(2/3)", "neither"),
        ("|x|^(2/3)", "neither"),
        ("|x|^(3/2)", "convex"),
    ],
)
def test_the_shape_of_a_function_is_proved(f: str, shape: str) -> None:
    solution = st.convexity(f)
    assert solution.answer.shape == shape
    assert solution.report.status is Status.CORRECT
    assert solution.check(shape).status == "correct"
    assert st.Solution.from_json(solution.json()).check(shape).status == "correct"
    others = {"convex", "concave", "neither"} - {shape} if shape != "affine" else {"neither"}
    assert {solution.check(other).status for other in others} == {"incorrect"}


@pytest.mark.parametrize("shape", ["convex", "concave", "affine"])
def test_a_false_shape_is_refuted(shape: str) -> None:
    goal = st.convexity("x y").problem.goal
    assert judge(goal, Convexity(shape, (), ())).status is Status.INCORRECT


@pytest.mark.parametrize(
    "f", ["x^3", "ln x", "x^2 - y^2", "-e^x", "x^2 y^2", "1/x", "-ln(x^2)", "min(x, y)", "sqrt(x)", "x e^x", "|x| - x^2"]
)
def test_a_function_that_is_not_convex_is_not_proved_to_be(f: str) -> None:
    expr = st.read(f)
    goal = ConvexityOf(expr, sp.Tuple(*sorted(expr.free_symbols, key=str)))
    assert judge(goal, Convexity("convex", (), ())).status is not Status.CORRECT


def test_chords_that_show_nothing_are_refuted() -> None:
    goal = st.convexity("x^2").problem.goal
    pair = (sp.Tuple(0), sp.Tuple(1))
    assert judge(goal, Convexity("neither", pair, pair)).status is Status.INCORRECT


def test_the_chords_are_told() -> None:
    text = " ".join(str(st.convexity("x y")).split())
    assert "above its chord: f is not convex" in text
    assert "below its chord: f is not concave" in text
