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
    assert "At x = 3/7 the answer is 0.8273, and 0.756 is right." in str(symtutor.check("d/dx sin^2 x", "cos^2 x"))
    close = str(symtutor.check("d/dx e^x", "e^x + 10^(-9)"))
    assert "1.535" in close
    assert "1.535063009" in close


def test_half_of_a_gradient_is_told_as_such() -> None:
    told = str(symtutor.matrix_derivative("||A x - b||^2", "x").check("A'(A x - b)"))
    assert told.startswith("Not the same. Your answer is half of the right one for every x.")
    assert "tried on numbers" not in told
