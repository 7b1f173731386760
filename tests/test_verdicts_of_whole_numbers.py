"""Verdicts on sums, binomials and powers of negative numbers, which have values at whole numbers."""

import pytest

import symtutor as st


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        (r"\sum_{k=1}^{3} t^k", "t + t^2 + t^3", "correct"),
        (r"\sum_{k=1}^{3} t^k", "t + t^2 + t^4", "incorrect"),
        (r"\sum_{k=1}^n k", "n(n+1)/2", "correct"),
        (r"\sum_{k=1}^n k", "n(n-1)/2", "incorrect"),
        (r"\sum_{k=1}^n k^2", "n(n+1)(2n+1)/6", "correct"),
        ("binomial(n, 2)", "n(n-1)/2", "correct"),
        ("binomial(n, 2)", "n(n+1)/2", "incorrect"),
        ("binomial(n, k)", "binomial(n, k+1)", "incorrect"),
        ("binomial(n, k)", "binomial(n, n-k)", "undecided"),
        ("(-3)^a", "(-3)^(a b)", "incorrect"),
        ("(-1)^(2n)", "1", "undecided"),
    ],
)
def test_whole_numbers(a: str, b: str, status: str) -> None:
    assert st.equivalent(a, b).status == status


def test_a_sum_is_told_for_which_numbers_its_formula_is_proved() -> None:
    assert str(st.equivalent(r"\sum_{k=1}^n k", "n(n+1)/2")) == "Correct for whole numbers n ≥ 1."
    assert "r ≠ 1" in str(st.equivalent(r"\sum_{k=0}^n r^k", "(1 - r^(n+1))/(1 - r)")).replace("r > 1", "r ≠ 1")
