"""Improper integrals between an end and a letter, integrals that diverge, and answers that a bound of the integral refutes."""

from __future__ import annotations

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.integrals.exponentials_over_powers import finite_part
from symtutor.checking.integrals.improper import improper_integral

b = sp.Symbol("b")

TO_A_LETTER = [
    ("e^(-3x)", "b", "oo", "exp(-3*b)/3", ""),
    ("x e^(-x)", "b", "oo", "(b + 1)*exp(-b)", ""),
    ("e^(2x)", "-oo", "b", "exp(2*b)/2", ""),
    ("1/(1+x^2)", "-oo", "b", "atan(b) + pi/2", ""),
    ("1/x^2", "b", "oo", "1/b", "b > 0"),
    ("1/(x^2-1)", "b", "oo", "log((b + 1)/(b - 1))/2", "b > 1"),
    ("ln x", "0", "b", "b*log(b) - b", "b > 0"),
    ("x ln x", "0", "b", "b**2*log(b)/2 - b**2/4", "b > 0"),
    ("1/sqrt(x)", "0", "b", "2*sqrt(b)", "b > 0"),
    ("1/sqrt(1-x)", "b", "1", "2*sqrt(1 - b)", "b < 1"),
    ("1/sqrt(1-x^2)", "b", "1", "pi/2 - asin(b)", "b < 1"),
    ("1/x", "b", "oo", "oo", "b > 0"),
]


@pytest.mark.parametrize(("f", "low", "high", "answer", "condition"), TO_A_LETTER)
def test_an_improper_integral_may_start_or_end_at_a_letter(f: str, low: str, high: str, answer: str, condition: str) -> None:
    found = st.integrate(f, "x", (low, high))
    wanted = sp.sympify(answer)
    assert found.answer == wanted or st.equivalent(found.answer, wanted, domain={b: sp.Interval.open(1, 2)} if "- 1" in answer else None)
    assert found.report.status == "correct"
    assert condition.replace("-", "−") in str(found)
    assert f"for {condition}" in str(found) or not condition


def test_an_answer_is_right_under_the_condition_on_its_letter() -> None:
    right = st.check("∫[b..oo] 1/x^2 dx", "1/b")
    assert right.status == "correct"
    assert right.domain == (b > 0)
    assert st.check("∫[b..oo] 1/x^2 dx", "2/b").status == "incorrect"
    assert st.check("∫[0..b] ln x dx", "b ln b").status == "incorrect"


DIVERGING = [
    ("cos(x)^2/(x^2*(x^2+4))", "0", "oo", "oo"),
    ("cos(x)/x^2", "0", "3", "oo"),
    ("e^x/x", "0", "1", "oo"),
    ("(2+sin x)/x", "1", "oo", "oo"),
    ("1/(x ln(1+x))", "2", "oo", "oo"),
    ("-e^x/(x sin x)", "0", "1", "-oo"),
    ("x sin(x)^2", "0", "oo", "oo"),
    ("1/ln x", "0", "2", "nan"),
]


@pytest.mark.parametrize(("f", "low", "high", "answer"), DIVERGING)
def test_an_integral_without_an_elementary_antiderivative_may_still_be_seen_to_diverge(f: str, low: str, high: str, answer: str) -> None:
    found = st.integrate(f, "x", (low, high))
    assert found.answer is sp.sympify(answer)
    assert found.report.status == "correct"


@pytest.mark.parametrize(("f", "low", "high"), [("sin(x)/x", "0", "oo"), ("cos(x)/sqrt(x)", "0", "1"), ("e^(-x)/sqrt(x)", "0", "oo")])
def test_what_converges_is_not_said_to_diverge(f: str, low: str, high: str) -> None:
    assert not st.integrate(f, "x", (low, high)).answer.has(sp.oo, sp.nan) or st.integrate(f, "x", (low, high)).answer.has(sp.Integral)
    assert st.check(f"∫[{low}..{high}] {f} dx", "oo").status != "correct"


@pytest.mark.parametrize(
    ("f", "low", "high", "answer"),
    [
        ("1/(3^(t/2)+1)", "0", "oo", "2*log(2)/log(3)"),
        ("1/(2^(3t)+1)", "0", "oo", "1/3"),
        ("e^(-t^2) e^(-4t)", "-oo", "oo", "sqrt(pi)*exp(4)"),
        ("min(e^t, e^(-t))", "-oo", "oo", "2"),
        ("max(t, 1/t)", "1/2", "3", "log(2) + 4"),
        ("min(2^t, 4^(-t))", "-1", "1", "1/(2*log(2)) + 3/(4*log(4))"),
    ],
)
def test_exponentials_are_solved_and_joined(f: str, low: str, high: str, answer: str) -> None:
    found = st.integrate(f, "t", (low, high))
    assert found.report.status == "correct"
    assert abs(float(found.answer - sp.sympify(answer))) < 1e-12


def test_the_smaller_of_two_exponentials_has_one_antiderivative_without_a_jump() -> None:
    found = st.integrate("min(e^x, e^(-x))", "x")
    assert found.report.status == "correct"
    assert st.check("∫ min(e^x, e^(-x)) dx", str(found.answer)).status == "correct"


def test_a_wrong_number_is_refuted_by_the_value_that_was_proved() -> None:
    assert st.check("∫[0..oo] 1/(3^(t/2)+1) dt", "1/2").status == "incorrect"


@pytest.mark.parametrize(
    ("f", "high", "answer"),
    [("1/(sqrt(2)+cos x)", "2pi", "2*pi"), ("1/(sqrt(5)-2cos x)", "pi", "pi"), ("1/(sqrt(3)+sin x)", "2pi", "sqrt(2)*pi")],
)
def test_roots_in_an_answer_are_simplified(f: str, high: str, answer: str) -> None:
    found = st.integrate(f, "x", (0, high))
    assert found.answer == sp.sympify(answer)
    assert found.report.status == "correct"


_SINGULAR = [
    # integrand, limits, a value that is right, one that is wrong in its third digit
    ("log(sin(x))", (0, "pi"), "-pi*log(2)", "-2.17"),
    ("log(2*cos(x/2))", ("-pi", "pi"), "0", "-1/100"),
    ("log(x)/(1+x)", (0, 1), "-pi**2/12", "-0.82"),
    ("log(2-2*cos(x))", (0, "2*pi"), "0", "1/100"),
    ("1/sqrt(1-x**4)", (0, 1), "gamma(Rational(1,4))**2/(4*sqrt(2*pi))", "1.31"),
    ("x**x", (0, 1), None, "0.78"),
    ("sin(x)**3/x**3", (0, "oo"), "3*pi/8", "1.17"),
    ("exp(-x)*log(x)", (0, "oo"), "-EulerGamma", "-0.57"),
    ("sqrt(tan(x))", (0, "pi/2"), "pi/sqrt(2)", "2.21"),
    ("(exp(-x)-exp(-3*x))/x", (0, "oo"), "log(3)", "1.09"),
    ("exp(-x**2)", ("-oo", "oo"), "sqrt(pi)", "1.77"),
]


@pytest.mark.parametrize(("integrand", "ends", "right", "wrong"), _SINGULAR)
def test_a_bound_at_singular_and_infinite_ends_excludes_what_is_wrong(
    integrand: str, ends: tuple[object, object], right: str | None, wrong: str
) -> None:
    x = sp.Symbol("x")
    low, high = map(sp.sympify, ends)
    found = improper_integral(sp.sympify(integrand), x, low, high)
    assert found is not None
    assert found.excludes(sp.Rational(wrong))
    assert right is None or not found.excludes(sp.sympify(right))


@pytest.mark.parametrize("integrand", ["1/x", "1/(x*log(x))", "exp(1/x)", "1/sin(x)"])
def test_an_integral_that_diverges_has_no_bound(integrand: str) -> None:
    assert improper_integral(sp.sympify(integrand), sp.Symbol("x"), sp.S.Zero, sp.Rational(1, 2)) is None


def test_a_number_for_an_improper_integral_without_a_rule_is_refuted() -> None:
    verdict = st.check("∫[0..1] ln(x)/(1+x) dx", "-0.8")
    assert (verdict.status, "your answer is" in str(verdict)) == ("incorrect", True)


_WAVES = [
    ("sin(x)^2/x^2", "pi/2"),
    ("(1 - cos x)/x^2", "pi/2"),
    ("sin(x)^3/x^3", "3*pi/8"),
    ("sin(x)^4/x^4", "pi/3"),
    ("(sin x - x cos x)/x^3", "pi/4"),
    ("2 x^2 (sin(x)/x^3 - cos(x)/x^2)^2", "pi/3"),
    ("(e^(-2x) - e^(-5x))/x", "log(5/2)"),
    ("(cos(2x) - cos(5x))/x", "log(5/2)"),
    ("sin(x) sin(3x)/x", "log(2)/2"),
    ("e^(-2x) sin(3x)/x", "atan(3/2)"),
    ("(e^(-x) - 1 + x e^(-x))/x^2", "-1"),
    ("5 sin(3x)/x", "5*pi/2"),
]


@pytest.mark.parametrize(("integrand", "value"), _WAVES)
def test_waves_over_powers_are_integrated_to_infinity(integrand: str, value: str) -> None:
    found = st.integrate(integrand, "x", (0, "oo"))
    assert (sp.N(found.answer - sp.sympify(value), 30, chop=True), found.report.status) == (0, "correct")


@pytest.mark.parametrize("integrand", ["cos(x)/x", "(1 - cos x)/x", "(e^(-x) - 2e^(-3x))/x", "sin(x)^2/x"])
def test_waves_that_do_not_cancel_at_an_end_have_no_such_value(integrand: str) -> None:
    found = st.integrate(integrand, "x", (0, "oo"))
    assert found.answer.has(sp.Integral, sp.oo, sp.nan)
    assert finite_part(sp.sympify(str(st.read(integrand))), sp.Symbol("x")) is None
