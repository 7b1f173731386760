"""A verdict tells the mistake first, then numbers that a reader can take in, and a constant ratio in words."""

import pytest

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
