"""Lines of worked solutions beside the lines that a very good text takes: ``python -m tests.benchmarks lengths``.

A solution with the lines of a book is within two of it; the short level is never longer than the ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable

import symtutor as st
from symtutor.views.solution import Solution

ALLOWED = 2

PROBLEMS: dict[str, tuple[int, Callable[[str], Solution]]] = {
    "d/dx (x²+1)e^(3x)": (5, lambda d: st.differentiate("(x^2+1) e^(3x)", detail=d)),
    "d/dx (x²−1)/(x²+1)": (5, lambda d: st.differentiate("(x^2-1)/(x^2+1)", detail=d)),
    "d/dx sin √(1+x²)": (4, lambda d: st.differentiate("sin(sqrt(1+x^2))", detail=d)),
    "d/dx x^(sin x)": (5, lambda d: st.differentiate("x^(sin x)", detail=d)),
    "d/dx (x+1)²√(x−1)/(x²+4)³": (6, lambda d: st.differentiate("(x+1)^2 sqrt(x-1)/(x^2+4)^3", detail=d)),
    "x³+y³=6xy at (3,3)": (6, lambda d: st.implicit("x^3+y^3=6x y", "y", "x", at=(3, 3), detail=d)),
    "d/dx arctan √x": (3, lambda d: st.differentiate("arctan(sqrt(x))", detail=d)),
    "√x from the definition": (6, lambda d: st.differentiate("sqrt(x)", method="limit", detail=d)),
    "1/x from the definition": (6, lambda d: st.differentiate("1/x", method="limit", detail=d)),
    "d/dx ln(x+√(x²+1))": (6, lambda d: st.differentiate("ln(x+sqrt(x^2+1))", detail=d)),
    "(√(x+4)−2)/x → 0": (5, lambda d: st.limit("(sqrt(x+4)-2)/x", "x", 0, detail=d)),
    "(1−cos x)/x²": (4, lambda d: st.limit("(1-cos x)/x^2", "x", 0, detail=d)),
    "(1+3/x)^x": (4, lambda d: st.limit("(1+3/x)^x", "x", "oo", detail=d)),
    "(3x²−2x+1)/(5x²+7)": (3, lambda d: st.limit("(3x^2-2x+1)/(5x^2+7)", "x", "oo", detail=d)),
    "|x|/x → 0": (5, lambda d: st.limit("|x|/x", "x", 0, detail=d)),
    "x² sin(1/x)": (4, lambda d: st.limit("x^2 sin(1/x)", "x", 0, detail=d)),
    "Taylor e^x with a bound": (8, lambda d: st.taylor("e^x", degree=3, on=(-1, 1), detail=d)),
    "Taylor ln x about 1": (5, lambda d: st.taylor("ln x", about=1, degree=3, detail=d)),
    "Taylor √(1+x) with a bound": (8, lambda d: st.taylor("sqrt(1+x)", degree=2, on=(0, "1/2"), detail=d)),
    "∫ x√(x+1)": (6, lambda d: st.integrate("x sqrt(x+1)", detail=d)),
    "∫ x²e^x": (5, lambda d: st.integrate("x^2 e^x", detail=d)),
    "∫ e^x cos x": (6, lambda d: st.integrate("e^x cos x", detail=d)),
    "∫ sin³x cos²x": (6, lambda d: st.integrate("sin^3 x cos^2 x", detail=d)),
    "∫ (3x+5)/(x²−x−6)": (6, lambda d: st.integrate("(3x+5)/(x^2-x-6)", detail=d)),
    "∫ √(4−x²)": (7, lambda d: st.integrate("sqrt(4-x^2)", detail=d)),
    "∫ 1/(x²+4x+13)": (4, lambda d: st.integrate("1/(x^2+4x+13)", detail=d)),
    "∫ 1/x² from 1 to ∞": (5, lambda d: st.integrate("1/x^2", limits=(1, "oo"), detail=d)),
    "∫ |x−2| from 0 to 3": (5, lambda d: st.integrate("|x-2|", limits=(0, 3), detail=d)),
    "∫ x/(x²+1)² from 0 to 1": (6, lambda d: st.integrate("x/(x^2+1)^2", limits=(0, 1), detail=d)),
    "∫ 1/(x²√(x²+9))": (7, lambda d: st.integrate("1/(x^2 sqrt(x^2+9))", detail=d)),
    "∫ sin²x from 0 to π": (5, lambda d: st.integrate("sin^2 x", limits=(0, "pi"), detail=d)),
    "∫ ln x from 0 to 1": (6, lambda d: st.integrate("ln x", limits=(0, 1), detail=d)),
    "∫ 1/x² from −1 to 1": (5, lambda d: st.integrate("1/x^2", limits=(-1, 1), detail=d)),
    "Riemann sum x², n cells": (6, lambda d: st.riemann_sum("x^2", "x", 0, 1, "n", detail=d)),
    "Riemann sum 2x, 200 cells": (5, lambda d: st.riemann_sum("2x", "x", -10, 10, 200, detail=d)),
    "∇ at (1, 0)": (5, lambda d: st.gradient("x^2 y+sin(x y)", at={"x": 1, "y": 0}, detail=d)),
    "directional derivative": (
        6,
        lambda d: st.directional_derivative("x^2 y^3-4y", (2, 5), at={"x": 2, "y": -1}, detail=d),
    ),
    "Jacobian": (4, lambda d: st.jacobian("(x^2 y, 5x+sin y)", detail=d)),
    "Hessian": (6, lambda d: st.hessian("x^3-2x y-y^6", detail=d)),
    "tangent plane": (6, lambda d: st.tangent("2x^2+y^2", at={"x": 1, "y": 1}, detail=d)),
    "dz/dt": (4, lambda d: st.differentiate("x^2 y+3x y^4", "t", where={"x": "sin(2t)", "y": "cos t"}, detail=d)),
    "potential": (6, lambda d: st.potential("(2x y+3, x^2-4y)", detail=d)),
    "xᵀAx": (4, lambda d: st.matrix_derivative("x' A x", "x", detail=d)),
    "‖Ax−b‖²": (4, lambda d: st.matrix_derivative("||A x - b||^2", "x", detail=d)),
    "ridge": (5, lambda d: st.matrix_derivative("||X w - y||^2 + lambda w' w", "w", detail=d)),
    "tr(AXB)": (4, lambda d: st.matrix_derivative("tr(A X B)", "X", detail=d)),
    "ln det X": (4, lambda d: st.matrix_derivative("ln det X", "X", detail=d)),
    "softmax of two": (7, lambda d: st.jacobian("(e^x/(e^x+e^y), e^y/(e^x+e^y))", detail=d)),
    "logistic loss": (6, lambda d: st.differentiate("-y ln(sigma(w x)) - (1-y) ln(1-sigma(w x))", "w", detail=d)),
    "related rates": (6, lambda d: st.related_rates("x^2+y^2=25", "y", {"x": 3}, at={"x": 3, "y": 4}, detail=d)),
    "tangent of a circle": (6, lambda d: st.tangent("x^2+y^2=25", at={"x": 3, "y": 4}, detail=d)),
    "tangent of x³−2x": (5, lambda d: st.tangent("x^3-2x", at=1, detail=d)),
    "normal of √x": (5, lambda d: st.normal_line("sqrt(x)", at=4, detail=d)),
}


def lines(solution: Solution) -> int:
    """Return how many lines a solution has."""
    return sum(len(block.lines) for block in solution.blocks())


def run() -> None:
    """Print the lines of each problem beside those of a text, at three levels of detail."""
    near = 0
    for name, (wanted, solve) in PROBLEMS.items():
        brief, normal, full = (lines(solve(detail)) for detail in ("brief", "normal", "full"))
        near += abs(normal - wanted) <= ALLOWED
        mark = "" if abs(normal - wanted) <= ALLOWED else "  <- far"
        longer = "  brief is longer" if brief > normal else ""
        print(f"{name:30} text {wanted:2}  brief {brief:2}  normal {normal:2}  full {full:2}{mark}{longer}")
    print(f"{near} of {len(PROBLEMS)} within {ALLOWED} lines of a very good text")
