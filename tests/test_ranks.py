"""An inverse that never exists is refused: a rank that shapes bound by a number, and a larger matrix."""

import pytest

import symtutor as st


@pytest.mark.parametrize(
    "f, variable",
    [
        ("ln det(u u^T)", "u"),
        ("tr((a u^T)^{-1})", "u"),
        ("a^T inv(x x^T + y y^T) b", "x"),
        ("det(ones x^T)", "x"),
        ("tr((A x x^T A^T)^(-1))", "A"),
    ],
)
def test_what_is_never_invertible_is_told(f: str, variable: str) -> None:
    with pytest.raises(st.InputError, match="rank is at most"):
        st.matrix_derivative(f, variable)


@pytest.mark.parametrize(
    "f, variable, shapes",
    [
        ("ln det(X^T X)", "X", None),
        ("tr(inv(x x^T + lambda I))", "x", None),
        ("a^T inv(X + u v^T) b", "X", None),
        ("ln det(u u^T)", "u", {"u": (1, 1)}),
        ("ln det(X X^T)", "X", {"X": (2, 3)}),
    ],
)
def test_what_may_be_invertible_is_answered(f: str, variable: str, shapes: dict[str, tuple[int, int]] | None) -> None:
    assert st.matrix_derivative(f, variable, shapes=shapes).report.status != "incorrect"


def test_numbers_of_rows_count_too() -> None:
    with pytest.raises(st.InputError, match="rank is at most 2, and it is 3 × 3"):
        st.matrix_derivative("ln det(X X^T)", "X", shapes={"X": (3, 2)})
