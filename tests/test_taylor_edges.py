"""Taylor polynomials about a hole of the formula, and remainders of functions with jumps and kinks."""

from __future__ import annotations

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.meanings.bounds import judge_remainder
from symtutor.goals.core import TaylorRemainder

x = sp.Symbol("x")


@pytest.mark.parametrize(
    ("f", "about", "degree", "polynomial"),
    [
        ("(1-((x+1/x)/2)^(-4))^(1/8)", 0, 6, "1 - 2*x**4 + 8*x**6"),
        ("1/(1+x^(-2))", 0, 4, "x**2 - x**4"),
        ("(2/x+3/x^2)/(1/x+1/x^2)", 0, 2, "3 - x + x**2"),
        ("e^(1/(1/x+1))", 0, 2, "1 + x - x**2/2"),
        ("1/(1/x - 1/x^3)", 0, 5, "-x**3 - x**5"),
        ("sqrt((x^2-1)/(x-1))", 1, 1, "sqrt(2) + sqrt(2)*(x - 1)/4"),
        ("sin(x)/x", 0, 4, "1 - x**2/6 + x**4/120"),
    ],
)
def test_a_hole_that_can_be_filled_is_filled(f: str, about: int, degree: int, polynomial: str) -> None:
    found = st.taylor(f, "x", about, degree)
    assert sp.expand(found.answer - sp.sympify(polynomial)) == 0
    assert found.report.status == "correct"


@pytest.mark.parametrize("f", ["1/x", "1/(1+1/x)+1/x", "|x|/x"])
def test_what_has_no_polynomial_is_refused(f: str) -> None:
    with pytest.raises(st.SymtutorError):
        st.taylor(f, degree=2)


@pytest.mark.parametrize("f", ["floor(x)", "|x-1|", "x + floor(x/2)", "max(x, x^2)", "sin(x) sign(x - 1)", "ceil(x/3)"])
def test_no_remainder_is_taken_over_a_jump_or_a_kink(f: str) -> None:
    with pytest.raises(st.InputError, match="changes on the interval"):
        st.taylor(f, "x", "1/2", 2, on=(-3, 5))


@pytest.mark.parametrize(("f", "bound"), [("floor(x)", "0"), ("|x|^3", "27/64"), ("e^|x|", "9*exp(3/4)/128")])
def test_where_the_formula_stays_one_the_remainder_is_bounded(f: str, bound: str) -> None:
    found = st.taylor(f, "x", "1/2", 1, on=("1/8", "3/4"))
    assert found.report.status == "correct"
    assert found.bound <= sp.sympify(bound)


def test_the_checker_refutes_a_bound_that_forgets_a_jump() -> None:
    verdict = judge_remainder(TaylorRemainder(sp.floor(x), x, sp.S.Half, 2, -3, 5), sp.S.Zero)
    assert verdict.status == "incorrect"
    assert judge_remainder(TaylorRemainder(sp.Abs(x), x, 1, 1, -1, 2), sp.S.Zero).status == "incorrect"
