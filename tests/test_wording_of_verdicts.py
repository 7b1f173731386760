"""A verdict tells the mistake first, then numbers that a reader can take in, and a constant ratio in words."""

import re

import pytest
import sympy as sp

import symtutor

TOLD = {
    ("d/dx sin^2 x", "cos^2 x"): "Only the inside was differentiated",
    ("d/dx e^(x^2)", "x^2 e^(x^2 - 1)"): "The power rule is for a fixed exponent",
    ("d/dx x^2 sin x", "2x sin x"): "Only one factor was differentiated",
    ("d/dx x^2 sin x", "4x sin x + 2x^2 cos x"): "Your answer is twice the right one for every x.",
}


@pytest.mark.parametrize("pair", TOLD)
def test_the_mistake_comes_before_the_witness(pair: tuple[str, str]) -> None:
    told = str(symtutor.check(*pair))
    assert told.startswith(f"Not the same. {TOLD[pair]}")
    assert "is right." in told


def test_numbers_have_few_digits_where_these_tell_them_apart() -> None:
    assert "At x = 0 your answer is 1, and 0 is right." in str(symtutor.check("d/dx sin^2 x", "cos^2 x"))
    assert "At x = 1 your answer is 1.081, and 2.223 is right." in str(symtutor.check("d/dx x^2 sin x", "2x cos x"))
    close = str(symtutor.check("d/dx e^x", "e^x + 10^(-9)"))
    assert "at x = 0 your answer is 1.000000001, and 1 is right." in close


def test_half_of_a_gradient_is_told_as_such() -> None:
    told = str(symtutor.matrix_derivative("||A x - b||^2", "x").check("A'(A x - b)"))
    assert told.startswith("Not the same. Your answer is half of the right one for every x.")
    assert "tried on numbers" not in told


def test_the_place_of_a_mistake_is_told() -> None:
    told = str(symtutor.check("d/dx x^2 sin x", "2x cos x"))
    assert "(f·g)′ = f′·g + f·g′. Here f = x², g = sin x. At x = 1" in told
    assert "Here u = sin x." in str(symtutor.check("d/dx sin^2 x", "cos^2 x"))


def test_an_antiderivative_is_compared_by_its_derivative() -> None:
    told = str(symtutor.check("∫ x^3 dx", "3x^2"))
    assert told.startswith("Not the same up to a constant. That is the derivative: in the integral the exponent grows by one.")
    assert told.endswith("At x = 1 the derivative of your answer is 6, and 1 is right.")


def test_a_number_may_come_from_several_mistakes() -> None:
    told = str(symtutor.related_rates("x^2 + y^2 = 25", "y", {"x": 3}, at={"x": 3, "y": 4}).check("9/4"))
    assert told.startswith("Not the same. Perhaps this: ")


@pytest.mark.parametrize(("problem", "answer"), [("∫[0..pi] sin(n x) dx", "2/n"), ("∫[0..2pi] cos(k x) dx", "1")])
def test_a_value_that_is_0_is_told_as_0(problem: str, answer: str) -> None:
    told = str(symtutor.check(problem, answer))
    assert "and 0 is right" in told


VERDICTS = [
    *(("d/dx x^2", "oo"), ("d/dx ln(ln(ln x))", "1/(x ln x ln ln x)"), ("d/dx tan x", "1/cos(x)^2"), ("d/dx |x|", "1")),
    *(("d/dx sqrt(x^2-1)", "x/sqrt(x^2+1)"), ("d/dx x^2 sin x", "2x*sin(x)")),
    *(("∫ floor(x) dx", "x floor(x) + C"), ("∫ 1/x dx", "ln x + C"), ("minimize x^2 + y^2 subject to x + y >= 1", "(1, -2)")),
    *(("gradient of x^2 + y^3", "2x + 3y^2"), ("hessian of x^2 y", "2x"), ("solve x^2 = 4", "x = 2"), ("solve x^2 = -1", "x = 1")),
    *(("lim x->0 1/x", "oo"), ("lim n->oo (1+1/n)^n", "1"), ("∫[1..oo] 1/x dx", "1")),
    *(("d/dx a^x", "x a^(x-1)"), ("d/dx arctan(x^2)", "1/(1+x^4)"), ("gradient of sqrt(x y)", "(y, x)"), ("d/dx x^2", "(2x, 1)")),
]
PAIRS = [("sqrt(x)sqrt(y)", "sqrt(x y)"), ("x > 2", "x >= 2"), ("ln(x^2)", "2 ln x"), ("x/x", "1"), ("{1, 2}", "x"), ("n!", "Gamma(n+1)")]
_PYTHON = re.compile(r"\*\*|\*|sqrt\(|\boo\b|\b[A-Z][a-z]+[A-Z]\w*|\bNone\b|\bEq\(|(?<![\w)])-(?=[\w(])")


@pytest.mark.parametrize(("problem", "answer"), VERDICTS)
def test_no_sentence_of_a_verdict_holds_python(problem: str, answer: str) -> None:
    assert not _PYTHON.search(str(symtutor.check(problem, answer)))


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_sentence_of_a_comparison_holds_python(left: str, right: str) -> None:
    assert not _PYTHON.search(str(symtutor.equivalent(left, right)))


def test_an_answer_and_the_right_one_are_called_so() -> None:
    told = str(symtutor.check("∫ 1/x dx", "ln x + C"))
    assert "(your answer is defined for x > 0, the right one for x ≠ 0)" in told
    assert "Correct for cos x ≠ 0." in str(symtutor.check("d/dx tan x", "1/cos(x)^2"))


def test_a_letter_that_the_problem_does_not_hold_is_named() -> None:
    told = str(symtutor.check("d/dx x^2 sin x", "2x sin x + x^2 cos x + C"))
    assert told.endswith("your answer is 1, and 0 is right. C does not occur in the problem.")
    for problem, answer in (
        ("d/dx x^2 sin x", "2x cos x"),
        ("∫ x^3 dx", "3x^2 + C"),
        ("d/dx a x^2", "a x"),
        ("gradient of x^2 y", "(x, y)"),
    ):
        assert "occur" not in str(symtutor.check(problem, answer))


def test_a_matrix_that_was_asked_about_is_a_value_like_others() -> None:
    x, y = sp.symbols("x y")
    verdict = symtutor.equivalent(sp.Matrix([[x, y], [y, 1]]), sp.Matrix([[x, y], [y, 2]]))
    assert str(verdict) == "In entry (2, 2): not the same: the values are 1 and 2."


def test_a_comparison_has_no_answer_and_no_problem() -> None:
    assert str(symtutor.equivalent("2 ln x", "ln(x^2)")) == "Correct for x > 0 (the first is defined for x > 0, the second for x ≠ 0)."
    assert "problem" not in str(symtutor.equivalent("x", "x + D"))
