"""A place on a level stretch of a graph is an extremum, and naming one names the stretch."""

import pytest

import symtutor as st
from symtutor.verdict import Status


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("max(x, -x, 1)", "minimum at 1/2"),
        ("max(x, -x, 1)", "global minimum 1 at 1/2"),
        ("max(x, -x, 1)", "minimum at -1"),
        ("|x-1| + |x+1|", "minimum 2 at x = 0"),
        ("|x-1| + |x+1|", "minimum 2 at x = -1 and x = 1"),
        ("max(x, 0)", "minimum at -5"),
    ],
)
def test_a_place_on_a_level_stretch_is_an_extremum(function: str, answer: str) -> None:
    assert st.optimize(function).check(answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("function", "answer", "told"),
    [
        ("max(x, -x, 1)", "minimum 2 at 1/2", "At x = 1/2 the value is 1, not 2."),
        ("max(x, -x, 1)", "minimum at 2", "the slope there is 1"),
        ("max(x, -x, 1)", "maximum at 1/2", "x = −1 is missing"),
        ("max(x, -x, 1)", "global maximum at 1/2", "is local"),
        ("max(x, -x, 1)", "global maximum at 0", "is local"),
        ("|x-1| + |x+1|", "minimum 3 at x = 0", "At x = 0 the value is 2, not 3."),
        ("|x-1| + |x+1|", "minimum at 3", "the slope there is 2"),
        ("|x-1| + x/2", "minimum at 0", "the slope there is −1/2"),
        ("|x|", "inflection at 2", "is no place of inflection"),
    ],
)
def test_what_is_wrong_with_a_place_is_told_of_functions_with_kinks(function: str, answer: str, told: str) -> None:
    verdict = st.optimize(function).check(answer)
    assert verdict.status is Status.INCORRECT
    assert told in verdict.explanation
