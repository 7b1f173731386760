"""Sixty problems in several variables with answers worked out by hand, of every kind that the book knows."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.verdict import Status

x, y, z, t, u, v, r, s = sp.symbols("x y z t u v r s")


def partial(f: str, *variables: Any, **options: Any) -> Callable[[], st.Solution]:
    return lambda: st.differentiate(f, *variables, **options)


def asked(function: Callable[..., st.Solution], *args: Any, **options: Any) -> Callable[[], st.Solution]:
    return lambda: function(*args, **options)


PROBLEMS: tuple[tuple[Callable[[], st.Solution], str], ...] = (
    # partial derivatives
    (partial("x^4 y - 2x y^3", "x"), "4x^3 y - 2y^3"),
    (partial("x^4 y - 2x y^3", "y"), "x^4 - 6x y^2"),
    (partial("x/(x + y)", "x"), "y/(x + y)^2"),
    (partial("x/(x + y)", "y"), "-x/(x + y)^2"),
    (partial("arctan(y/x)", "x"), "-y/(x^2 + y^2)"),
    (partial("x^y", "x"), "y x^(y - 1)"),
    (partial("x^y", "y"), "x^y ln x"),
    (partial("ln(x^2 + y^2 + z^2)", "z"), "2z/(x^2 + y^2 + z^2)"),
    (partial("e^(x y) sin y", "x"), "y e^(x y) sin y"),
    (partial("sqrt(x^2 + y^2)", "y"), "y/sqrt(x^2 + y^2)"),
    (partial("x^3 y^2", "x", 2, "y"), "12x y"),
    (partial("sin(x y)", "x", "y"), "cos(x y) - x y sin(x y)"),
    (partial("e^(x + 2y + 3z)", "x", "y", "z"), "6e^(x + 2y + 3z)"),
    (partial("x^2 y + x y^2", "y", at={"x": 2, "y": -1}), "0"),
    (partial("ln(x + y)", "x", order=2), "-1/(x + y)^2"),
    # chain rule
    (partial("x^2 + y^2", "t", where={"x": "cos t", "y": "sin t"}), "0"),
    (partial("x y", "t", where={"x": "e^t", "y": "e^(-t)"}), "0"),
    (partial("x^2 y", "t", where={"x": "t^2", "y": "t^3"}), "7t^6"),
    (partial("x e^y", "t", where={"x": "t^2", "y": "1 - t"}), "e^(1 - t) (2t - t^2)"),
    (partial("x^2 - y^2", "r", where={"x": "r cos s", "y": "r sin s"}), "2r cos(2s)"),
    (partial("x^2 - y^2", "s", where={"x": "r cos s", "y": "r sin s"}), "-2r^2 sin(2s)"),
    (partial("x + t y", "t", where={"x": "t^2", "y": "t^3"}), "2t + 4t^3"),
    (partial("x y + y z + z x", "t", where={"x": "t", "y": "t^2", "z": "t^3"}), "3t^2 + 5t^4 + 4t^3"),
    (partial("ln(x + y)", "t", where={"x": "t^2", "y": "t"}, at={"t": 1}), "3/2"),
    # gradients
    (asked(st.gradient, "3x^2 y - y^3"), "(6x y, 3x^2 - 3y^2)"),
    (asked(st.gradient, "x e^y"), "(e^y, x e^y)"),
    (asked(st.gradient, "x y z", at=(1, 2, 3)), "(6, 3, 2)"),
    (asked(st.gradient, "sqrt(x^2 + y^2)", at=(3, 4)), "(3/5, 4/5)"),
    (asked(st.gradient, "ln(x y)"), "(1/x, 1/y)"),
    (asked(st.gradient, "1/(1 + e^(-x - y))", at=(0, 0)), "(1/4, 1/4)"),
    # directional derivatives
    (asked(st.directional_derivative, "x^2 - x y", (1, 1), at=(2, 1)), "1/sqrt(2)"),
    (asked(st.directional_derivative, "x y^2", (-3, 4), at=(1, 2)), "4/5"),
    (asked(st.directional_derivative, "x y z", (2, -1, 2), at=(1, 1, 1)), "1"),
    (asked(st.directional_derivative, "e^x cos y", (0, -2), at=(0, "pi/2")), "1"),
    (asked(st.directional_derivative, "x^2 + 3y", ("cos theta", "sin theta"), ("x", "y")), "2x cos theta + 3 sin theta"),
    # Jacobians and their determinants
    (asked(st.jacobian, "(x + y, x y)"), "[[1, 1], [y, x]]"),
    (asked(st.jacobian, "(x^2, x y, y^2)", ("x", "y")), "[[2x, 0], [y, x], [0, 2y]]"),
    (asked(st.jacobian, "(x y z)", ("x", "y", "z")), "[[y z, x z, x y]]"),
    (asked(st.jacobian, "(e^u cos v, e^u sin v)", at={"u": 0, "v": 0}), "[[1, 0], [0, 1]]"),
    (asked(st.jacobian_determinant, "(u^2 - v^2, 2u v)"), "4u^2 + 4v^2"),
    (asked(st.jacobian_determinant, "(u/v, u v)"), "2u/v"),
    (asked(st.jacobian_determinant, "(2r cos t, 3r sin t)", ("r", "t")), "6r"),
    (asked(st.jacobian_determinant, "(x + y, y + z, z + x)"), "2"),
    # Hessians
    (asked(st.hessian, "x^3 - 3x y + y^3"), "[[6x, -3], [-3, 6y]]"),
    (asked(st.hessian, "e^(x y)", at=(0, 0)), "[[0, 1], [1, 0]]"),
    (asked(st.hessian, "x^2 + y^2 + z^2 + x y z"), "[[2, z, y], [z, 2, x], [y, x, 2]]"),
    # fields
    (asked(st.divergence, "(x y, y z, z x)"), "x + y + z"),
    (asked(st.divergence, "(sin x, cos y)"), "cos x - sin y"),
    (asked(st.divergence, "(x^2, y^2, z^2)", at=(1, 2, 3)), "12"),
    (asked(st.curl, "(y z, x z, x y)"), "(0, 0, 0)"),
    (asked(st.curl, "(z^2, x^2, y^2)"), "(2y, 2z, 2x)"),
    (asked(st.curl, "(-y^3, x^3)"), "(0, 0, 3x^2 + 3y^2)"),
    (asked(st.potential, "(3x^2 y, x^3 + 2y)"), "x^3 y + y^2"),
    (asked(st.potential, "(y z, x z, x y + 2z)"), "x y z + z^2"),
    (asked(st.potential, "(cos x, e^y)"), "sin x + e^y"),
    # planes and approximations
    (asked(st.tangent_plane, "x^2 + 2y^2", at={"x": 1, "y": 1}), "z = 2x + 4y - 3"),
    (asked(st.tangent_plane, "x^2 + y^2 + z^2 = 14", at={"x": 1, "y": 2, "z": 3}), "x + 2y + 3z = 14"),
    (asked(st.tangent_plane, "x y = 6", at={"x": 2, "y": 3}), "3x + 2y = 12"),
    (asked(st.approximation, "sqrt(x y)", at=(1, 4)), "2 + (x - 1) + (y - 4)/4"),
    (asked(st.approximation, "cos x cos y", at=(0, 0), order=2), "1 - x^2/2 - y^2/2"),
    (asked(st.approximation, "ln(1 + x y)", at=(0, 0), order=2), "x y"),
    (asked(st.total_differential, "x^2 sin y"), "2x sin(y) dx + x^2 cos(y) dy"),
    (asked(st.total_differential, "x y z"), "y z dx + x z dy + x y dz"),
)


@pytest.mark.parametrize("ask, answer", PROBLEMS, ids=[f"{i}: {answer}" for i, (_, answer) in enumerate(PROBLEMS)])
def test_the_answer_is_the_one_worked_out_by_hand(ask: Callable[[], st.Solution], answer: str) -> None:
    found = ask()
    verdict = found.check(answer)
    assert verdict.status is Status.CORRECT, verdict
    assert found.report.status is Status.CORRECT
    assert found.explained
    assert found.latex().startswith("\\documentclass")


WITHOUT_POTENTIAL = ("(y^2, x)", "(x y, y z, z x)", "(e^y, e^x)", "(x, x)")


@pytest.mark.parametrize("field", WITHOUT_POTENTIAL)
def test_there_is_no_potential(field: str) -> None:
    assert st.potential(field).answer is None
