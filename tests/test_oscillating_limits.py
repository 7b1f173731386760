"""Limits of bounded factors, of differences of oscillating terms, and of powers whose exponent is no fraction."""

from __future__ import annotations

import pytest
import sympy as sp

import symtutor as st
from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.checking.limits.proofs import proved_limit
from symtutor.goals.core import Limit

x, a = sp.symbols("x a")
NONE = "nan"

CLOSING_IN = (
    ("sin(x + 2/x) - sin(x)", "oo", "0"),
    ("cos(x - 3/x) - cos(x)", "oo", "0"),
    ("sin(sqrt(x+1)) - sin(sqrt(x))", "oo", "0"),
    ("cos(ln(x+1)) - cos(ln x)", "oo", "0"),
    ("sin(x+pi+1/x) + sin(x)", "oo", "0"),
    ("sin(x+1/x)^2 - sin(x)^2", "oo", "0"),
    ("e^(-x) (sin(x + 1/x) - sin x)", "oo", "0"),
    ("x*cos(1/(x-1)) - cos(1/(x-1))", "1", "0"),
    ("(x^2-4) sin(1/(x-2)) + x - 2", "2", "0"),
    ("x^2 sin(1/x) - x sin(1/x)", "0", "0"),
)
FOR_EVER = (
    ("x(sin(x + 2/x) - sin(x))", "oo"),
    ("cos(x)^(1/x)", "oo"),
    ("sin(x)^(1/x)", "oo"),
    ("(1+cos x)^(1/x)", "oo"),
    ("(1-sin(2x))^(3/x)", "oo"),
    ("sin(x + 1/x) + sin(x)", "oo"),
    ("(x+1) sin(1/x) - cos(1/x)", "0"),
)
POWERS = (
    ("x^pi", "oo", "oo"),
    ("x^(-sqrt(2))", "oo", "0"),
    ("(x^pi + 1)/(x^3 + 2)", "oo", "oo"),
    ("(2x^e + x)/(x^e + 1)", "oo", "2"),
    ("x/ln(x^(ln 2))", "oo", "oo"),
    ("8^(ln x/ln 2)/x^3", "oo", "1"),
    ("9^(ln x/ln 3)/(x^2 + x)", "oo", "1"),
    ("2^(ln x)/x", "oo", "0"),
    ("x^(ln 2)/2^(ln x)", "oo", "1"),
    ("((1+x)^pi - 1)/x", "0", "pi"),
    ("arcsech(x)", "0+", "oo"),
    ("arccsch(x)", "0-", "-oo"),
    ("x arcsech(x)", "0+", "0"),
)


def solved(f: str, to: str) -> st.Solution:
    way = to[-1] if to[-1] in "+-" else "+-"
    return st.limit(f, "x", to.rstrip("+-") or "0", way)


@pytest.mark.parametrize(("f", "to", "answer"), [*CLOSING_IN, *POWERS])
def test_the_limit_is_found_and_every_step_proved(f: str, to: str, answer: str) -> None:
    found = solved(f, to)
    assert found.answer == sp.sympify(answer)
    assert found.report.status == "correct"


@pytest.mark.parametrize(("f", "to"), FOR_EVER)
def test_two_sequences_show_that_there_is_no_limit(f: str, to: str) -> None:
    found = solved(f, to)
    assert found.answer is sp.nan
    assert found.report.status == "correct"
    assert "two sequences" in str(found)


def test_a_letter_in_an_exponent_counts_as_positive_and_is_told() -> None:
    found = st.limit("x^a ln x", "x", 0, "+")
    assert found.answer == 0
    assert "a > 0" in str(found)


@pytest.mark.parametrize(
    ("f", "wrong"),
    [("sin(x + 2/x) - sin(x)", "1"), ("x (sin(x + 2/x) - sin(x))", "0"), ("cos(x)^(1/x)", "1"), ("8^(ln x/ln 2)/x^3", "oo")],
)
def test_a_wrong_limit_is_refuted(f: str, wrong: str) -> None:
    assert st.check(f"lim x->oo {f}", wrong).status == "incorrect"


def test_the_proof_knows_that_angles_come_together_without_the_rules() -> None:
    goal = Limit(sp.sin(x + 1 / x) ** 3 - sp.sin(x) ** 3, x, sp.oo, sp.Symbol("+-"))
    found = proved_limit(goal)
    assert found is not None
    assert found.value == 0
    apart = proved_limit(Limit(sp.sin(2 * x) - sp.sin(x), x, sp.oo, sp.Symbol("+-")))
    assert apart is not None
    assert apart.value is sp.nan


def test_exponents_are_compared_exactly() -> None:
    near = sp.Rational(314159265358979323846, 10**20)
    assert limit_value(x**sp.pi / x**near, x, sp.oo) == sp.oo
    assert limit_value(x ** (sp.log(4) / sp.log(2)) / x**2, x, sp.oo) == 1
    assert limit_value(sp.exp(x ** sp.sqrt(2) - x**sp.pi), x, sp.oo) == 0
