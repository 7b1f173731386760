"""The public function: points, orders, methods, named functions, integrals with limits that vary."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.errors import InputError
from symtutor.verdict import Status

X, N, T = sp.symbols("x n t")
F, G = sp.symbols("f g", cls=sp.Function)


def solved(*args: Any, **options: Any) -> Any:
    solution = symtutor.differentiate(*args, **options)
    assert solution.explained
    assert solution.report.status is Status.CORRECT
    return solution


# ---- functions known by name --------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, answer",
    [
        ("f(x) g(x)", F(X).diff(X) * G(X) + F(X) * G(X).diff(X)),
        ("f(x)/g(x)", (F(X) / G(X)).diff(X)),
        ("f(x^2)", F(X**2).diff(X)),
        ("f(g(x))", F(G(X)).diff(X)),
        ("e^(f(x))", sp.exp(F(X)).diff(X)),
        ("f(x)^3", (F(X) ** 3).diff(X)),
        ("f(x, x^2)", F(X, X**2).diff(X)),
        ("x f'(x)", (X * F(X).diff(X)).diff(X)),
    ],
)
def test_functions_known_by_their_names(text: Any, answer: Any) -> None:
    assert sp.simplify((solved(text, "x").answer - answer).doit()) == 0


def test_values_that_are_given() -> None:
    product = {"f(2)": 3, "f'(2)": -1, "g(2)": 4, "g'(2)": 5}
    assert solved("f(x) g(x)", "x", at=2, given=product).answer == 11
    assert solved("f(x)/g(x)", "x", at=2, given=product).answer == sp.Rational(-19, 16)
    assert solved("f(g(x))", "x", at=1, given={"g(1)": 3, "g'(1)": 2, "f'(3)": -1}).answer == -2
    assert solved("x^2 f(x)", "x", at=2, given={"f(2)": 3, "f'(2)": -1}).answer == 8


def test_a_wrong_value_is_told() -> None:
    solution = solved("f(x) g(x)", "x", at=2, given={"f(2)": 3, "f'(2)": -1, "g(2)": 4, "g'(2)": 5})
    verdict = solution.check(-5)
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake == "diff.product/product-of-derivatives"


# ---- integrals ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "integrand, low, high, answer",
    [
        (sp.sin(T), 0, X, sp.sin(X)),
        (sp.sqrt(T) / (1 + T), 1, X**2, 2 * X * sp.Abs(X) / (1 + X**2)),
        (sp.cos(T), X, 1, -sp.cos(X)),
        (sp.exp(-(T**2)), X, X**3, 3 * X**2 * sp.exp(-(X**6)) - sp.exp(-(X**2))),
        (X**2 + sp.cos(T), 0, X, 3 * X**2 + sp.cos(X)),
        (X * T, 0, 1, sp.Integral(T, (T, 0, 1))),
        (sp.exp(-(T**2)), -sp.oo, X, sp.exp(-(X**2))),
    ],
    ids=str,
)
def test_integrals_with_limits_that_vary(integrand: Any, low: Any, high: Any, answer: Any) -> None:
    solution = symtutor.differentiate(sp.Integral(integrand, (T, low, high)), X)
    assert solution.explained
    assert solution.check(answer).status is Status.CORRECT


def test_the_derivative_of_an_antiderivative() -> None:
    assert solved(sp.Integral(sp.sin(X**2), X), X).answer == sp.sin(X**2)


# ---- order --------------------------------------------------------------------------------------
def test_high_orders_are_short_and_explained() -> None:
    for f, order, answer in (
        (sp.sin(X), 59, -sp.cos(X)),
        (sp.cos(2 * X), 100, 2**100 * sp.cos(2 * X)),
        (sp.exp(-3 * X), 99, (-3) ** 99 * sp.exp(-3 * X)),
        (X**100, 100, sp.factorial(100)),
        ((X**3 + 1) ** 20, 61, sp.S.Zero),
        (1 / X, 5, -120 / X**6),
        (sp.log(2 * X + 1), 6, -7680 / (2 * X + 1) ** 6),
        (2**X, 10, sp.log(2) ** 10 * 2**X),
        (sp.sinh(X), 51, sp.cosh(X)),
        (sp.sqrt(X), 4, -15 / (16 * X ** sp.Rational(7, 2))),
    ):
        solution = solved(f, X, order=order)
        assert len(solution.steps) <= 3, f
        assert sp.simplify(solution.answer - answer) == 0


@pytest.mark.parametrize("f", [X**2 * sp.exp(3 * X), X**3 * sp.sin(X), (X + 1) * sp.log(X), 3 * X**5 * sp.cos(2 * X) - X**12], ids=str)
def test_a_polynomial_times_a_simple_function(f: Any) -> None:
    solution = solved(f, X, order=7)
    assert sp.expand(solution.answer - f.diff(X, 7)) == 0


@pytest.mark.parametrize(
    "f, answer",
    [
        ("e^(a x)", "a^n e^(a x)"),
        ("sin x", "sin(x + n pi/2)"),
        ("2^x", "ln(2)^n*2^x"),
        ("3 e^(2x) + e^(-x)", "3*2^n e^(2x) + (-1)^n e^(-x)"),
    ],
)
def test_an_order_that_is_a_letter(f: Any, answer: Any) -> None:
    solution = solved(f, "x", order="n")
    assert solution.check(answer).status is Status.CORRECT
    assert solution.check(f"{answer} + 1").status is Status.INCORRECT


def test_closed_forms_of_symbolic_order_agree_with_repeated_differentiation() -> None:
    for f in (1 / X, X**7, sp.log(X), sp.log(3 * X + 2), sp.exp(5 * X), sp.cos(4 * X), (2 * X + 1) ** (-3)):
        closed = symtutor.differentiate(f, X, order="n").answer
        for order in (1, 2, 3, 6):
            assert sp.simplify(closed.subs(N, order).doit() - f.diff(X, order)) == 0, (f, order)


def test_a_high_order_that_needs_every_step_still_works() -> None:
    solution = solved(sp.tan(X), X, order=4)
    assert sp.simplify(solution.answer - sp.tan(X).diff(X, 4)) == 0


# ---- methods ------------------------------------------------------------------------------------
@pytest.mark.parametrize("f", ["x^2 e^x/(x + 1)", "x^x", "(x - 1)^3 (x + 2)^4", "sqrt(x) sin x", "x^(sin x)", "2^x x^2"])
def test_logarithmic_differentiation(f: Any) -> None:
    by_rules, by_log = symtutor.differentiate(f, "x"), solved(f, "x", method="log")
    assert by_rules.check(by_log.answer).status is Status.CORRECT
    assert "logarithm of both sides" in str(by_log)


@pytest.mark.parametrize(
    "options", [{"method": "magic"}, {"order": 0}, {"order": 101}, {"method": "log", "order": 2}, {"method": "limit", "order": 2}], ids=str
)
def test_options_that_make_no_sense_are_refused(options: Any) -> None:
    with pytest.raises(InputError):
        symtutor.differentiate("x^2", "x", **options)


def test_the_sigmoid_is_shown_by_itself() -> None:
    solution = solved("sigmoid(x)")
    s = 1 / (1 + sp.exp(-X))
    assert solution.answer == s * (1 - s)
    assert "derivative of the sigmoid" in str(solution)


def test_steps_hold_unevaluated_derivatives_of_sympy() -> None:
    first = solved("x^2 sin x").steps[0]
    assert first.before == sp.Derivative(X**2 * sp.sin(X), X)
    assert first.after.has(sp.Derivative)
