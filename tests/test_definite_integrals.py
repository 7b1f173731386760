"""Definite integrals: hostile ones, conditions on letters, names of mistakes, numbers beside the answers."""

import json
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.verdict import with_numbers
from symtutor.views.solution import Solution

OO, NONE = sp.oo, sp.nan
HOSTILE: list[tuple[str, str, str, Any]] = [
    ("1/x", "-1", "1", NONE),
    ("1/x^2", "-1", "1", OO),
    ("1/x", "0", "1", OO),
    ("1/x", "1", "oo", OO),
    ("1/x", "-1", "-1", 0),
    ("ln x", "0", "1", -1),
    ("ln x", "-1", "1", NONE),
    ("ln|x|", "-1", "1", -2),
    ("1/sqrt(x)", "0", "1", 2),
    ("1/sqrt(|x|)", "-1", "1", 4),
    ("tan x", "0", "pi", NONE),
    ("tan x", "0", "pi/4", "ln(2)/2"),
    ("sec(x)^2", "0", "pi", OO),
    ("sin x", "0", "oo", NONE),
    ("cos x", "-oo", "oo", NONE),
    ("e^(-x^2)", "-oo", "oo", "sqrt(pi)"),
    ("e^(-x^2)", "0", "oo", "sqrt(pi)/2"),
    ("|x|", "-1", "2", "5/2"),
    ("|x^2 - 1|", "-2", "2", 4),
    ("|sin x|", "0", "2pi", 4),
    ("|cos x|", "0", "100pi", 200),
    ("floor(x)", "0", "3", 3),
    ("x - floor(x)", "0", "5/2", "9/8"),
    ("floor(x^2)", "0", "2", "5 - sqrt(2) - sqrt(3)"),
    ("max(x, 1 - x)", "0", "1", "3/4"),
    ("max(0, x)", "-1", "1", "1/2"),
    ("sign(x)", "-1", "2", 1),
    ("x/|x|", "-1", "1", 0),
    ("x^2", "2", "0", "-8/3"),
    ("x^2", "3", "3", 0),
    ("1/(2 + cos x)", "0", "2pi", "2pi/sqrt(3)"),
    ("1/(1 + sin(x)^2)", "0", "2pi", "sqrt(2) pi"),
    ("1/(1 - cos x)", "0", "1", OO),
    ("sqrt(1 + cos x)", "0", "2pi", "4 sqrt(2)"),
    ("sqrt(x)", "-1", "1", NONE),
    ("sqrt(1 - x^2)", "0", "1", "pi/4"),
    ("sqrt(1 - x^2)", "0", "2", NONE),
    ("sqrt(2x - x^2)", "0", "1", "pi/4"),
    ("sqrt(4 - x^2)", "-2", "2", "2pi"),
    ("1/sqrt(1 - x^2)", "-1", "1", "pi"),
    ("1/(1 + x^2)", "-oo", "oo", "pi"),
    ("x/(1 + x^2)", "-oo", "oo", NONE),
    ("x", "-oo", "oo", NONE),
    ("1/(x ln x)", "2", "oo", OO),
    ("1/(x ln(x)^2)", "2", "oo", "1/ln(2)"),
    ("ln(x)/x", "0", "1", -OO),
    ("x ln x", "0", "1", "-1/4"),
    ("1/(x^2 - 1)", "0", "2", NONE),
    ("1/(x^2 - 1)", "2", "oo", "ln(3)/2"),
    ("1/(x^2 - 2x + 1)", "0", "3", OO),
    ("1/(1 + x^3)", "-2", "0", NONE),
    ("x e^(-x)", "0", "oo", 1),
    ("e^x", "-oo", "0", 1),
    ("e^x", "0", "oo", OO),
    ("e^(1/x)/x^2", "-1", "1", OO),
    ("asin x", "0", "1", "pi/2 - 1"),
    ("1/cosh(x)", "-oo", "oo", "pi"),
    ("1/(sqrt(x)(1 + x))", "0", "oo", "pi"),
    ("cos(3x + 1)^2", "0", "2pi", "pi"),
    ("x^3 cos x", "-2", "2", 0),
    ("tanh x", "-3", "3", 0),
    ("sin(x)^3", "-pi", "pi", 0),
    ("2 - |x|", "-2", "2", 4),
    ("1/(x^4 + 1)", "-oo", "oo", "pi/sqrt(2)"),
    ("sin(x)/x", "0", "oo", "pi/2"),
    ("sin(3x)/x", "0", "oo", "pi/2"),
    ("sin(x)/x", "-oo", "oo", "pi"),
    ("sin(x^2)", "0", "oo", "sqrt(pi/8)"),
    ("cos(2x^2)", "0", "oo", "sqrt(pi)/4"),
    ("ln(sin x)", "0", "pi/2", "-pi ln(2)/2"),
    ("ln(cos x)", "0", "pi/2", "-pi ln(2)/2"),
    ("x/(e^x - 1)", "0", "oo", "pi^2/6"),
    ("x^3/(e^x - 1)", "0", "oo", "pi^4/15"),
]


@pytest.mark.parametrize("f, low, high, wanted", HOSTILE, ids=[f"{f} {a} {b}" for f, a, b, _ in HOSTILE])
def test_hostile_integrals_are_answered_and_proved(f: str, low: str, high: str, wanted: Any) -> None:
    found = st.integrate(f, "x", (low, high))
    assert found.explained
    assert found.report.status == "correct", str(found.report)
    if isinstance(wanted, str):
        assert st.equivalent(found.answer, wanted), found.answer
    else:
        assert found.answer is wanted or found.answer == wanted


@pytest.mark.parametrize("f, low, high", [("x^x", "0", "1"), ("sin(1/x)", "0", "1"), ("x^x", "0", "a")])
def test_what_is_not_known_stays_open(f: str, low: str, high: str) -> None:
    found = st.integrate(f, "x", (low, high))
    assert found.answer.has(sp.Integral)
    assert not found.explained


A, B, N, P = sp.symbols("a b n p")
CONDITIONS: list[tuple[str, str, str, Any]] = [
    ("1/x", "a", "b", A * B > 0),
    ("1/x", "1", "b", B > 0),
    ("1/x^2", "a", "-1", A < 0),
    ("ln x", "1", "b", B > 0),
    ("1/(x - 3)", "0", "b", B < 3),
    ("x^p", "1", "b", B > 0),
    ("1/(x - a)", "0", "1", -A * (1 - A) > 0),
    ("tan x", "0", "b", sp.Lt(B, sp.pi / 2)),
    ("tan x", "0", "b", sp.Gt(B, -sp.pi / 2)),
    ("tan x", "-a", "a", sp.Lt(A, sp.pi / 2)),
    ("1/(4cos x + 3sin x)", "0", "b", sp.Abs(B) < sp.pi),
    ("1/(4cos x + 3sin x)", "0", "b", 12 * sp.sin(B) + 16 * sp.cos(B) > 0),
    ("1/(c + cos x)", "0", "pi", sp.Symbol("c") > 1),
    ("x^p", "0", "1", P > -1),
    ("x^(-p)", "1", "oo", P > 1),
    ("e^(-a x)", "0", "oo", A > 0),
    ("x e^(-a x)", "0", "oo", A > 0),
    ("e^(a x)", "-oo", "0", A > 0),
    ("1/(x^2 + a^2)", "0", "oo", A > 0),
]


@pytest.mark.parametrize(
    "f, low, high",
    [
        ("1/u", "-s", "s"),
        ("1/x^3", "-b", "b"),
        ("1/x^2", "-2 - a^2", "2 + a^2"),
        ("sec(x)^2", "a", "a + pi"),
        ("cot x", "-a", "a"),
        ("1/x^q", "0", "oo"),
        ("e^(-c x)", "-oo", "oo"),
        ("x^n", "-1", "1"),
    ],
)
def test_conditions_that_no_point_satisfies_are_never_shown(f: str, low: str, high: str) -> None:
    variable = "u" if "u" in f else "x"
    try:
        found = st.integrate(f, variable, (low, high)).answer
    except st.NoRuleApplies:
        return
    assert found.has(sp.Integral, sp.nan, sp.oo)


@pytest.mark.parametrize("f, low, high, condition", CONDITIONS)
def test_letters_have_their_conditions(f: str, low: str, high: str, condition: Any) -> None:
    found = st.integrate(f, "x", (low, high))
    assert condition in {c for node in found.derivation.nodes() for c in node.conditions}
    assert found.report.status == "correct", str(found.report)
    assert "for " in str(found)


@pytest.mark.parametrize("f", ["x^2", "e^(2x)", "sin x", "1/(x^2 + 1)", "atan(x)", "1/(1 + e^x)", "cos(x)/(2 + sin x)"])
def test_what_is_continuous_everywhere_needs_no_condition(f: str) -> None:
    found = st.integrate(f, "x", ("a", "b"))
    assert [node.conditions for node in found.derivation.nodes() if node.conditions] == []
    assert found.report.status == "correct"


# ---- mistakes -------------------------------------------------------------------------------------
NAMED = [
    ("x e^(x^2)", "0", "2", "e^2/2 - 1/2", "int.definite_substitution/limits-kept"),
    ("x e^(x^2)", "0", "1", "e - 1", "int.definite_substitution/du-factor-lost"),
    ("x^2", "2", "0", "8/3", "int.fundamental_theorem/order"),
    ("1/sqrt(x)", "1", "0", "2", "int.definite_swapped/sign"),
    ("x^2", "1", "3", "26/3 + C", "int.fundamental_theorem/constant-kept"),
    ("x^2", "1", "3", "28/3", "int.fundamental_theorem/sum"),
    ("x^2", "1", "3", "-26/3", "int.fundamental_theorem/order"),
    ("e^x", "0", "1", "e", "int.fundamental_theorem/lower-forgotten"),
    ("e^x - 2", "0", "1", "4 ln 2 + e - 5", "int.fundamental_theorem/area"),
    ("1/x^2", "-1", "1", "-2", "int.definite_split/pole-ignored"),
    ("1/x", "-1", "1", "0", "int.definite_split/pole-ignored"),
    ("|x|", "-1", "2", "3/2", "int.two_triangles/bars-dropped"),
    ("x^3", "-1", "1", "1/2", "int.definite_odd/doubled"),
    ("sqrt(4 - x^2)", "-2", "2", "4pi", "int.half_disc/whole-disc"),
    ("sqrt(4 - x^2)", "0", "2", "2pi", "int.quarter_disc/half-disc"),
    ("|cos x|", "0", "100pi", "0", "int.definite_period/zero"),
    ("|cos x|", "0", "100pi", "2", "int.definite_period/one-period"),
    ("sqrt(1 + cos x)", "0", "2pi", "0", "int.definite_root_of_square/bars-forgotten"),
    ("e^(-x^2)", "-oo", "oo", "0", "int.definite_even/cancelled"),
    ("2 - |x|", "-2", "2", "8", "int.tent/rectangle"),
    ("x", "-oo", "oo", "0", "int.improper_both/symmetric-limit"),
]


@pytest.mark.parametrize("f, low, high, answer, mistake", NAMED)
def test_the_mistake_is_named(f: str, low: str, high: str, answer: str, mistake: str) -> None:
    verdict = st.integrate(f, "x", (low, high)).check(answer)
    assert verdict.status == "incorrect"
    assert verdict.mistake == mistake


# ---- numbers beside -------------------------------------------------------------------------------
NUMBERS = [("sqrt(1 - x^2)", "0", "1"), ("e^x sin x", "0", "pi"), ("|x|", "-1", "2"), ("floor(x)", "0", "3"), ("x^2", "2", "0")]


@pytest.mark.parametrize("f, low, high", NUMBERS)
def test_a_number_with_its_bound_stands_beside_the_answer(f: str, low: str, high: str) -> None:
    found: Any = st.integrate(f, "x", (low, high))
    assert abs(sp.N(found.answer, 30) - found.numeric.value) <= found.numeric.error
    assert found.numeric.error < 1e-8
    value, error = with_numbers(str(found.numeric)).split(" ± ")
    assert "e-" not in error
    assert f"Numerically {value} ± {error}" in str(found)
    assert rf"Numerically {value} $\pm$ {error.split('·')[0]}$\cdot$10".replace("−", "$-$") in found.latex()
    assert json.loads(found.json())["numeric"]["error"] == found.numeric.error
    assert Solution.from_json(found.json()).answer == found.answer


def test_an_open_integral_has_its_number_too() -> None:
    found: Any = st.integrate("x^x", "x", (1, 2))
    assert "Numerically 2.05044623453473" in str(found)
    assert "±" not in found.text(ascii_only=True)


@pytest.mark.parametrize("f, low, high", [("1/x", "0", "1"), ("e^(-x)", "0", "oo"), ("x^2", "0", "a"), ("sqrt(x)", "-1", "1")])
def test_no_number_where_there_is_none(f: str, low: str, high: str) -> None:
    found: Any = st.integrate(f, "x", (low, high))
    assert found.numeric is None
    assert "Numerically" not in str(found)


def test_the_limits_are_seen_in_their_places() -> None:
    text = st.integrate("4x^3 - 2x", limits=(-1, 2)).text()
    assert "=  [x⁴ − x²] from x = −1 to x = 2    (fundamental theorem of calculus; power rule)" in text
    assert "=  (16 − 4) − (1 − 1)" in text
    assert "=  tan(π/4) − tan 0" in st.integrate("sec^2 x", limits=(0, "pi/4")).text()
    assert "=  −cos π − (−cos 0)" in st.integrate("sin x", limits=(0, "pi")).text()
