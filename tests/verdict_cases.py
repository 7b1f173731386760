"""The published table of verdict cases: what is judged, how, and what comes out.

Each row is left, right, options, status and the domain in words.  A row marked
``KNOWN_GAP`` ought to be decided and is not yet; none is wrong.
"""

from typing import Any

import sympy as sp

x, y, a, n = sp.symbols("x y a n")
f, g = sp.Function("f"), sp.Function("g")
R = sp.Rational
POSITIVE_A = {"domain": {a: sp.Interval.open(0, sp.oo)}}
UP_TO_CONSTANT = {"variable": x, "up_to_constant": True}
EVERYWHERE = "all real numbers"


def sigmoid(z: Any) -> Any:
    return 1 / (1 + sp.exp(-z))


PROVED = [
    # rational and algebraic
    ((x + 1) ** 2, x**2 + 2 * x + 1, {}, EVERYWHERE),
    ((x**2 - 1) / (x - 1), x + 1, {}, "x ≠ 1"),
    (1 / (x**2 - 1), (1 / (x - 1) - 1 / (x + 1)) / 2, {}, "x ≠ -1 and x ≠ 1"),
    (sp.sqrt(x**2), sp.Abs(x), {}, EVERYWHERE),
    (sp.sqrt(x - 2) * sp.sqrt(3 - x), sp.sqrt((x - 2) * (3 - x)), {}, "2 ≤ x ≤ 3"),
    (sp.sqrt(x + sp.sqrt(x)), x ** R(1, 4) * sp.sqrt(sp.sqrt(x) + 1), {}, "x ≥ 0"),
    (sp.sqrt(3 + 2 * sp.sqrt(2)), 1 + sp.sqrt(2), {}, EVERYWHERE),
    (1 / sp.sqrt(x), sp.sqrt(x) / x, {}, "x > 0"),
    (1 / (x * sp.sqrt(x**2 - 1)), 1 / (x**2 * sp.sqrt(1 - 1 / x**2)), {"domain": sp.Interval.open(1, sp.oo)}, "x > 1"),
    # exponentials, logarithms, powers
    (sp.tanh(x), 2 * sigmoid(2 * x) - 1, {}, EVERYWHERE),
    (sp.diff(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x)), {}, EVERYWHERE),
    (sp.log(1 + sp.exp(x)) - x, sp.log(1 + sp.exp(-x)), {}, EVERYWHERE),
    (sp.log(x**2), 2 * sp.log(sp.Abs(x)), {}, "x ≠ 0"),
    (sp.log(x), sp.log(sp.Abs(x)), {}, "x > 0"),
    (sp.log(x + sp.sqrt(x**2 + 1)), -sp.log(sp.sqrt(x**2 + 1) - x), {}, EVERYWHERE),
    (sp.asinh(x), sp.log(x + sp.sqrt(x**2 + 1)), {}, EVERYWHERE),
    (sp.cosh(x) ** 2 - sp.sinh(x) ** 2, sp.Integer(1), {}, EVERYWHERE),
    (x**n * x, x ** (n + 1), {}, "x > 0"),
    (2**x, sp.exp(x * sp.log(2)), {}, EVERYWHERE),
    (sp.log(2 + sp.sqrt(3)), -sp.log(2 - sp.sqrt(3)), {}, EVERYWHERE),
    (sp.expint(1, x), -sp.Ei(-x), {}, "x > 0"),
    # trigonometry
    (sp.sin(2 * x), 2 * sp.sin(x) * sp.cos(x), {}, EVERYWHERE),
    (sp.tan(x / 2), sp.sin(x) / (1 + sp.cos(x)), {}, "cos(x) + 1 ≠ 0 and cos(x/2) ≠ 0"),
    (sp.sec(x) ** 2, 1 + sp.tan(x) ** 2, {}, "cos(x) ≠ 0"),
    (sp.cos(sp.pi / 12), (sp.sqrt(6) + sp.sqrt(2)) / 4, {}, EVERYWHERE),
    (sp.sin(x + y), sp.sin(x) * sp.cos(y) + sp.cos(x) * sp.sin(y), {}, EVERYWHERE),
    (sp.sqrt(1 - sp.cos(x) ** 2), sp.Abs(sp.sin(x)), {}, EVERYWHERE),
    (sp.cos((a + x) ** 3), 1 - 2 * sp.sin((a + x) ** 3 / 2) ** 2, {}, EVERYWHERE),
    (sp.exp(1 / (x**2 - 1)), sp.exp((1 / (x - 1) - 1 / (x + 1)) / 2), {}, "x ≠ -1 and x ≠ 1"),
    # inverse functions
    (sp.asin(x) + sp.acos(x), sp.pi / 2, {}, "-1 ≤ x ≤ 1"),
    (sp.atan(x) + sp.atan(1 / x), sp.pi / 2 * sp.sign(x), {}, "x ≠ 0"),
    (sp.atan(x), sp.asin(x / sp.sqrt(1 + x**2)), {}, EVERYWHERE),
    (2 * sp.atan(sp.sqrt((1 - x) / (1 + x))), sp.acos(x), {}, "-1 < x ≤ 1"),
    (4 * sp.atan(R(1, 5)) - sp.atan(R(1, 239)), sp.pi / 4, {}, EVERYWHERE),
    (sp.atanh(x), sp.log((1 + x) / (1 - x)) / 2, {}, "-1 < x < 1"),
    (sp.atan(x), -sp.atan(1 / x), UP_TO_CONSTANT, "x ≠ 0"),
    (sp.atan(sp.tan(x)), x, UP_TO_CONSTANT, "cos(x) ≠ 0"),
    (sp.log(x), sp.log(3 * x), UP_TO_CONSTANT, "x > 0"),
    (sp.sin(x) ** 2, -sp.cos(2 * x) / 2, UP_TO_CONSTANT, EVERYWHERE),
    # kinks, jumps and cases
    (sp.Max(0, x), (x + sp.Abs(x)) / 2, {}, EVERYWHERE),
    (sp.Max(x, y) + sp.Min(x, y), x + y, {}, EVERYWHERE),
    (sp.Abs(x - 1) + sp.Abs(x + 1), sp.Integer(2), {"domain": sp.Interval(-1, 1)}, "-1 ≤ x ≤ 1"),
    (sp.Piecewise((x, x >= 0), (-x, True)), sp.Abs(x), {}, EVERYWHERE),
    (sp.Heaviside(x), (1 + sp.sign(x)) / 2, {}, EVERYWHERE),
    (x * sp.Abs(x) / 2, sp.Piecewise((x**2 / 2, x > 0), (-(x**2) / 2, True)), UP_TO_CONSTANT, EVERYWHERE),
    # opaque functions and complex numbers
    (sp.diff(f(x) * g(x), x), f(x) * sp.diff(g(x), x) + g(x) * sp.diff(f(x), x), {}, EVERYWHERE),
    (sp.erf(2 * (x + 1)), sp.erf(2 * x + 2), {}, EVERYWHERE),
    ((1 + sp.I) ** 2, 2 * sp.I, {}, EVERYWHERE),
]

REFUTED = [
    (R(1, 2**99), R(1, 2**98), {}),
    (sp.sin(x), sp.sin(x) + R(1, 10**30), {}),
    (3 * x**2 - 4 * x, 3 * x**2 - 4 * x + R(1, 10**9), {}),
    (sp.sqrt(x**2), x, {}),
    (x**2, x**2 + R(1, 10**40) * x, {}),
    (sp.exp(sp.pi * sp.sqrt(163)), sp.Integer(262537412640768744), {}),
    (sp.atan(x) + sp.atan(1 / x), sp.pi / 2, {}),
    (2 * sp.atan(sp.tan(x / 2)), x, {}),
    (sp.sign(x) ** 2, sp.Integer(1), {}),
    (sp.Piecewise((x, x > 1), (0, True)), sp.Piecewise((x, x >= 1), (0, True)), {}),
    (sp.Abs(x - 1000), x - 1000, {}),
    (sp.sqrt(x - 1000) * sp.sqrt(1001 - x), sp.sqrt(x - 1000), {}),
    (1 / (x * sp.sqrt(x**2 - 1)), 1 / (x**2 * sp.sqrt(1 - 1 / x**2)), {}),
    (x ** R(2, 3), x ** R(2, 3) + sp.exp(-(x**2)) / 10**20, {}),
    (sp.log(x), sp.log(x) + x / 10**12, UP_TO_CONSTANT),
    (x + sp.Heaviside(x), x, UP_TO_CONSTANT),
    (sp.diff(f(x) * g(x), x), sp.diff(f(x), x) * sp.diff(g(x), x), {}),
    (R(67, 100), R(2, 3), {}),
    (sp.Float("0.67"), R(2, 3), {}),
    (sp.I, sp.Integer(1), {}),
    (sp.oo, sp.Integer(3), {}),
    (a * x, a * x + R(1, 10**15), POSITIVE_A),
    (x**n, x ** (n + R(1, 10**12)), {}),
    (sp.asin(sp.cosh(x)), sp.pi - sp.acos(sp.cosh(x)), {}),  # both are real at 0 only
]

NEVER_BOTH_REAL: list[tuple[Any, Any, dict[str, Any]]] = [
    (sp.log(x), sp.log(-x), {}),
    (sp.sqrt(x - 1), sp.sqrt(-x), {}),
    (sp.log(sp.sin(x) - 2), sp.log(2), {}),
]

KNOWN_GAP = [
    (sp.acos(sp.cos(x)), x, {"domain": sp.Interval(0, sp.pi)}),
    (sp.floor(x) + sp.floor(-x), -sp.sign(x - sp.floor(x)), {}),
]
