"""Integrals as they are asked and answered: named functions, odd roots, conditions on letters, jumps, answers without a derivation."""

from typing import Any

import pytest
import sympy as sp
from sympy.abc import a, b, n, x

import symtutor as st
from symtutor.checking.integrals.jumps import jump_of
from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.meanings.definite_integrals import estimated_value
from symtutor.errors import InputError
from symtutor.goals.core import I
from symtutor.verdict import Status


# ---- what used to raise ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text, answer",
    [
        ("f(x) f'(x)", "f(x)^2/2"),
        ("f'(x)/f(x)", "ln|f(x)|"),
        ("f'(x)", "f(x)"),
        ("f'(x) e^(f(x))", "e^(f(x))"),
        ("x + f'(x)", "x^2/2 + f(x)"),
    ],
)
def test_a_named_function_beside_its_derivative(text: str, answer: str) -> None:
    found = st.integrate(text, "x", functions=["f"])
    assert found.answer == st.read(answer, functions=["f"]).doit()
    assert found.report.status == "correct"


def test_a_named_function_alone_stays_open() -> None:
    assert st.integrate("f(x)", "x", functions=["f"]).answer.has(sp.Integral)


def test_an_integral_is_the_question_itself() -> None:
    found = st.integrate("∫ x dx")
    assert found.answer == x**2 / 2
    assert found.notes
    assert st.integrate("∫[0..2] x dx").answer == 2
    with pytest.raises(InputError, match="holds an integral"):
        st.integrate("x + ∫ x dx", "x")


def test_the_logarithm_may_be_negative() -> None:
    assert st.integrate("|ln x|").answer == sp.sign(sp.log(x)) * (x * sp.log(x) - x + 1)


# ---- jumps ----------------------------------------------------------------------------------------
JUMPING = [
    (-sp.sqrt(sp.sin(x) ** 2) * sp.cos(x) / sp.sin(x), sp.sqrt(sp.sin(x) ** 2)),
    (2 * sp.atan(sp.tan(x / 2) / sp.sqrt(3)) / sp.sqrt(3), 1 / (2 + sp.cos(x))),
    (sp.atan(1 / x), -1 / (1 + x**2)),
    (-sp.cos(x) * sp.sign(sp.sin(x)), sp.Abs(sp.sin(x))),
]


@pytest.mark.parametrize("antiderivative, f", JUMPING)
def test_a_jump_refutes_an_antiderivative(antiderivative: sp.Expr, f: sp.Expr) -> None:
    assert jump_of(antiderivative, f, x) is not None
    assert judge(I(f, x), antiderivative).status is Status.INCORRECT


@pytest.mark.parametrize(
    "antiderivative, f",
    [
        (-1 / x, x**-2),
        (sp.tan(x), sp.cos(x) ** -2),
        (sp.log(sp.Abs(sp.tan(x / 2))), 1 / sp.sin(x)),
        (2 * sp.floor(x / sp.pi) - sp.sign(sp.sin(x)) * sp.cos(x), sp.Abs(sp.sin(x))),
        (1 / (1 + sp.exp(1 / x)), sp.exp(1 / x) / (x * (1 + sp.exp(1 / x))) ** 2),
    ],
)
def test_poles_and_joins_are_no_jumps(antiderivative: sp.Expr, f: sp.Expr) -> None:
    assert jump_of(antiderivative, f, x) is None


def test_the_root_of_a_square_has_no_hidden_jump() -> None:
    found = st.integrate("sqrt(sin^2 x)")
    assert found.answer == 2 * sp.floor(x / sp.pi) - sp.sign(sp.sin(x)) * sp.cos(x)
    assert st.integrate("sqrt(sin^2 x)", limits=(0, "2pi")).answer == 4
    assert st.integrate("x sqrt(sin^2 x)").answer.has(sp.Integral)  # what SymPy finds for it jumps


def test_no_line_with_limits_holds_a_jumping_antiderivative() -> None:
    shown = str(st.integrate("1/(2+cos x)", limits=(0, "2pi")))
    assert "tan(x/2)/3)/3] from" not in shown
    assert "without jumps" in shown


# ---- odd roots ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "f, low, high, answer",
    [
        ("x^(1/3)", -1, 1, 0),
        ("x^(-1/3)", -1, 1, 0),
        ("x^(-2/3)", -1, 1, 6),
        ("(x-1)^(1/3)", 0, 2, 0),
        ("1/(x-1)^(2/3)", 0, 2, 6),
        ("x^(1/3)", -8, 0, -12),
        ("sqrt(x)", -1, 1, sp.nan),
    ],
)
def test_odd_roots_of_negative_numbers_are_real(f: str, low: int, high: int, answer: sp.Basic | int) -> None:
    found = st.integrate(f, limits=(low, high))
    assert found.answer == answer or (answer is sp.nan and found.answer is sp.nan)
    assert found.report.status == "correct"


def test_a_right_answer_with_an_odd_root_is_right() -> None:
    assert st.check("∫_{-1}^{1} x^(1/3) dx", "0").status is Status.CORRECT
    assert st.check("∫_{-1}^{1} x^(1/3) dx", "3/2").status is Status.INCORRECT


# ---- conditions on letters ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "f, conditions",
    [
        ("e^(a x)", {sp.Ne(a, 0)}),
        ("sin(a x)", {sp.Ne(a, 0)}),
        ("1/(a x + b)", {sp.Ne(a, 0)}),
        ("1/(a^2 + x^2)", {sp.Ne(a, 0)}),
        ("sin(a x) sin(b x)", {sp.Ne(a, b), sp.Ne(a, -b)}),
        ("e^(a x) sin(b x)", {sp.Ne(a**2 + b**2, 0)}),
        ("x^n", {sp.Ne(n, -1)}),
        ("a x", set()),
        ("e^x/a", set()),
    ],
)
def test_nothing_is_divided_by_without_a_word(f: str, conditions: set[sp.Basic]) -> None:
    found = st.integrate(f, "x")
    assert {c for node in found.derivation.nodes() for c in node.conditions} == conditions
    assert found.report.status == "correct"


def test_the_condition_of_an_antiderivative_is_told_with_limits() -> None:
    assert "for n ≠ 0" in str(st.integrate("cos(n x)", "x", limits=(0, "2pi")))
    assert "for a > 0" in str(st.integrate("e^(-a x)", "x", limits=(0, "oo")))


# ---- answers without a derivation -----------------------------------------------------------------
@pytest.mark.parametrize(
    "problem, answer, status",
    [
        ("∫ |sin x| dx", "-cos x sign(sin x)", Status.INCORRECT),
        ("∫ |sin x| dx", "2 floor(x/pi) - cos x sign(sin x)", Status.CORRECT),
        ("∫ e^(-|x|) dx", "sign(x)(1 - e^(-|x|))", Status.CORRECT),
        ("∫ e^(-|x|) dx", "-sign(x) e^(-|x|)", Status.INCORRECT),
        ("∫ x |sin x| dx", "sign(sin x)(sin x - x cos x)", Status.INCORRECT),
        ("∫ x^x dx", "x^x", Status.INCORRECT),
        ("∫[1..2] x^x dx", "2", Status.INCORRECT),
        ("∫[0..1] x^x dx", "1", Status.INCORRECT),
    ],
)
def test_an_answer_is_judged_although_nothing_is_derived(problem: str, answer: str, status: Status) -> None:
    assert st.check(problem, answer).status is status


# ---- a number where nothing else is known ---------------------------------------------------------
@pytest.mark.parametrize(
    "f, limits, number",
    [("x^x", (0, 1), "0.783430510"), ("e^(-x)/(1 + x^3)", (0, "oo"), "Numerically about 0."), ("x^x", (1, 2), "2.0504462")],
)
def test_an_open_definite_integral_has_its_number(f: str, limits: tuple[object, object], number: str) -> None:
    assert number in str(st.integrate(f, limits=limits))


def test_no_number_is_made_up_for_a_divergent_integral() -> None:
    assert estimated_value(1 / x, x, sp.S.Zero, sp.S.One) is None
    assert estimated_value(sp.sin(x), x, sp.S.Zero, sp.oo) is None


@pytest.mark.parametrize(
    ("text", "value_at_2"),  # of the antiderivative less its value at -2, worked by hand
    [
        ("e^(-|x|)", 2 - 2 * sp.exp(-2)),
        ("|x^3 - x|", 5),
        ("x sign(x - 1)", sp.Integer(3)),
        ("relu(x^2 - 1)", sp.Rational(8, 3)),
        ("heaviside(x - 1)", 1),
        ("max(x, x^2)", sp.Rational(16, 3) + sp.Rational(1, 6)),
        ("min(1, |x|)", 3),
        ("sqrt(|x|)", 8 * sp.sqrt(2) / 3),
    ],
)
def test_an_integrand_with_kinks_or_steps_is_integrated_by_cases_without_jumps(text: str, value_at_2: Any) -> None:
    solution = st.integrate(text)
    assert solution.report.status is Status.CORRECT
    whole = solution.answer
    assert sp.simplify(whole.subs(x, 2) - whole.subs(x, -2) - value_at_2) == 0


# ---- constants ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        *(("∫ 2x dx", f"x^2 + {constant}") for constant in ("K", "5 + C", "C^2", "c_1", "2C", "e^C")),
        ("∫ 2x dx", "x^2 - C"),
        ("∫ 1 dx", "x + C"),
        ("∫ dx/x", "ln(3|x|) + C"),
        ("∫ dx/x", "ln|3x| + C"),
    ],
)
def test_a_constant_may_have_any_letter_and_hide_in_any_form(problem: str, answer: str) -> None:
    judged = st.check(problem, answer)
    assert judged.status is Status.CORRECT
    assert "missing" not in str(judged)


@pytest.mark.parametrize(("problem", "answer"), [("∫ 1 dx", "500 + C"), ("∫ 1 dx", "C"), ("∫ 1 dx", "C x"), ("∫ 2x dx", "C (x^2 + 5)")])
def test_a_constant_does_not_stand_for_a_function(problem: str, answer: str) -> None:
    assert st.check(problem, answer).status is Status.INCORRECT
