"""Slips whose answer is a function of another kind than the right one."""

import pytest

import symtutor as st


@pytest.mark.parametrize(
    ("problem", "answer", "mistake"),
    [
        ("d/dx 1/x", "ln x", "diff.power/integrated"),
        ("d/dt 5/t", "5 ln t", "diff.power/integrated"),
        ("d/dx x^3", "x^4/4", "diff.power/integrated"),
        ("d/dx tanh x", "1 - tanh x", "diff.tanh/first-power"),
    ],
)
def test_the_slip_is_named(problem: str, answer: str, mistake: str) -> None:
    assert st.check(problem, answer).mistake == mistake
