"""The form in which an answer may be asked: what has it, what lacks it, and what every answer in it has."""

from collections.abc import Callable

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as some

import symtutor as st
from symtutor.diagnosing.forms import FORMS, lack_of_form
from symtutor.errors import InputError
from symtutor.reading.read import read_term
from symtutor.textbook import written
from symtutor.verdict import Status

x = sp.Symbol("x")

HAVE = {
    "factored": [
        "3(x-1)(x+1)",
        "x e^x (x+2)",
        "-(x+1)^2/x^3",
        "x^2 + 1",
        "(x - sqrt 2)(x + sqrt 2)",
        "7",
        "x/2 + 1",
        "sin(x^2 + x)",
        r"2\left(x+1\right)",
    ],
    "expanded": ["3x^2 - 3", "x^2/2 + x", "(x + 1)/2", "sin(2(x+1))", "2x e^(x+1) - 1", "x"],
    "simplified": [
        "2x",
        "1/2 x",
        "(x-1)(x+1)",
        "x^2 - 1",
        "2 sin x cos x",
        "sin x/cos x",
        "cos^2 x - sin^2 x",
        "1/x + 1/(x+1)",
        "2 sqrt 2",
        "1/sqrt 2",
    ],
    "single fraction": ["-(2x^2+2)/(x^2-1)^2", "x^2 + 1", "2 x/(x+1)", "3x^(-1)", "e^(1/x)/x", "-1/x"],
    "partial fractions": ["1/(x-1) - 1/(x+1)", "x + 2/(x-1)^2", "(x+1)/(x^2+1)", "x^2", "1/(x^2 - 2)"],
}
LACK = {
    "factored": ["3x^2 - 3", "2x + 4", "x(x^2 - 1)", "x^2 + 2x + 1", "1/x + 1", "(x^2-1)/x", "x^2 e^x + 2x e^x"],
    "expanded": ["3(x-1)(x+1)", "(x+1)^2", "x + x", "-(x+1)", "1 + 2(x - 3)", "x^2 + x + 3x^2"],
    "simplified": [
        "x + x",
        "x x",
        "2*3x",
        "4/6 x",
        "(x^2-1)/(x-1)",
        "sin^2 x + cos^2 x",
        "sqrt 8",
        "x*1",
        "x + 0",
        "(1/x)/(1/2)",
        "(x+1)^2 - x^2 - 2x",
        "e^x e^x",
    ],
    "single fraction": ["1/x + 1/(x+1)", "1 + 1/x", "(1 + 1/x)/x", "x^(-1) + 1", "(x/2 + 1)/(x - 1)"],
    "partial fractions": ["2/(x^2-1)", "x/(x-1)", "1/(x(x+1))", "x + 1/(x^2 - x)"],
}


@pytest.mark.parametrize(("form", "text"), [(f, t) for f, texts in HAVE.items() for t in texts])
def test_an_answer_that_has_a_form_is_let_pass(form: str, text: str) -> None:
    assert lack_of_form(read_term(text).term, form) is None


@pytest.mark.parametrize(("form", "text"), [(f, t) for f, texts in LACK.items() for t in texts])
def test_an_answer_that_lacks_a_form_is_told_the_part(form: str, text: str) -> None:
    lack = lack_of_form(read_term(text).term, form)
    assert lack is not None
    assert lack.words.count("{}") == len(lack.parts)


_MADE: dict[str, Callable[[sp.Expr], sp.Expr]] = {
    "factored": sp.factor,
    "expanded": sp.expand,
    "single fraction": sp.together,
    "partial fractions": lambda e: sp.apart(e, x),
}
_ROOTS = some.lists(some.integers(-4, 4), min_size=1, max_size=3)


@pytest.mark.parametrize("form", sorted(_MADE))
@settings(max_examples=25, deadline=None)
@given(top=_ROOTS, bottom=_ROOTS, scale=some.integers(1, 5))
def test_what_is_brought_into_a_form_has_it(form: str, top: list[int], bottom: list[int], scale: int) -> None:
    expr = scale * sp.Mul(*(x - r for r in top))
    if "fraction" in form:
        expr = sp.cancel(expr / sp.Mul(*(x - r for r in bottom)))
    assert lack_of_form(written(_MADE[form](expr)), form) is None


def test_a_value_in_another_form_does_not_answer() -> None:
    found = st.check("d/dx (x^3 - 3x)", "3x^2 - 3", form="factored")
    assert found.status is Status.INCORRECT
    assert str(found) == "The value is right, but it is not factored: 3x² − 3 can be factored further: 3(x − 1)(x + 1)."
    assert st.check("d/dx (x^3 - 3x)", "3(x-1)(x+1)", form="factored").status is Status.CORRECT
    assert st.differentiate("x^3 - 3x").check(3 * x**2 - 3, form="factored").status is Status.INCORRECT


def test_a_wrong_value_is_told_before_its_form() -> None:
    found = st.check("d/dx (x^3 - 3x)", "3x^2 + 3", form="factored")
    assert found.status is Status.INCORRECT
    assert "factored" not in str(found)


@pytest.mark.parametrize("form", FORMS)
def test_the_constant_of_an_antiderivative_hinders_no_form_but_products(form: str) -> None:
    assert st.check("∫ 2x dx", "x^2 + C", form=form).status is Status.CORRECT


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(InputError, match="factored, expanded"):
        st.check("d/dx x^2", "2x", form="pretty")
