"""Answers are read as people write them, and judged where the function of the question is real."""

import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.verdict import Status

RIGHT = [
    *(
        ("gradient of x^2 y", answer)
        for answer in (
            "<2xy, x^2>",
            "∇f = (2xy, x^2)",
            r"\nabla f(x, y) = \langle 2xy, x^2 \rangle",
            "2xy i + x^2 j",
            "2xy î + x^2 ĵ",
            r"2xy\,\mathbf{i} + x^2\,\mathbf{j}",
            r"2xy\hat{\mathbf{i}} + x^2\hat{\mathbf{j}}",
            "x^2 e_2 + 2xy e_1",
            "(2xy, x^2)^T",
            r"[2xy, x^2]^{\top}",
        )
    ),
    ("gradient of x^2", "2x i"),
    *(("solve x^2 = 4", answer) for answer in ("x ∈ {2, -2}", r"x \in \{-2, 2\}", "x_1 = 2, x_2 = -2", "x1 = 2, x2 = -2", r"x = \pm 2")),
    *(
        ("d/dx |x|", answer)
        for answer in ("1 for x > 0, -1 for x < 0", "1 if x > 0; -1 if x < 0", r"1 \text{ for } x > 0, -1 \text{ for } x < 0")
    ),
    *(("d/dx relu(x)", answer) for answer in ("1 if x > 0 else 0", "1 for x > 0, 0 otherwise")),
    *(("d/dx ln x", answer) for answer in ("1/x, x > 0", "1/x for x > 0", r"\frac{1}{x}, \quad x > 0", "1/|x|")),
    ("d/dx x^2", "2x for all x"),
    ("∫ x^2 dx", "x^3/3 + constant"),
    *(("taylor polynomial of sin x of degree 3", f"x - x^3/6 + {rest}") for rest in ("O(x^5)", "...", "…", r"\cdots", "o(x^3)")),
    ("tangent line to x^2 at x = 3", "6x - 9"),
    ("gradient of ln x + ln y", "(1/x, 1/|y|)"),
    ("second derivative of ln x", "-1/(x |x|)"),
]
WRONG = [
    ("gradient of x^2 y", "2xy i - x^2 j"),
    ("gradient of x^2 y", "<x^2, 2xy>"),
    ("gradient of i^2 j", "2 i j + i^2"),  # letters of the question are no unit vectors
    ("solve x^2 = 4", "x_1 = 2, x_2 = 3"),
    ("solve x^2 = 4", "y_1 = 2, y_2 = -2"),
    ("d/dx |x|", "-1 for x > 0, 1 for x < 0"),
    ("d/dx ln|x|", "1/|x|"),
    ("d/dx ln x", "1/x + 1"),
    ("taylor polynomial of sin x of degree 3", "x + O(x^5)"),
    ("tangent line to x^2 at x = 3", "6x - 8"),
]


@pytest.mark.parametrize("question, answer", RIGHT)
def test_a_right_answer_is_right_as_it_is_written(question: str, answer: str) -> None:
    assert st.check(question, answer).status is Status.CORRECT


@pytest.mark.parametrize("question, answer", WRONG)
def test_a_wrong_answer_is_not_taken_for_right(question: str, answer: str) -> None:
    try:
        assert st.check(question, answer).status is Status.INCORRECT
    except InputError:
        assert "y_1" in answer


@pytest.mark.parametrize(
    "question, answer, where",
    [
        ("d/dx ln x", "1/x", "x > 0"),
        ("d/dx ln(-x)", "1/x", "x < 0"),
        ("d/dx ln(ln x)", "1/(x ln x)", "x > 1"),
        ("d/dx ln|x|", "1/x", "x ≠ 0"),
    ],
)
def test_a_derivative_is_told_where_its_function_is_real(question: str, answer: str, where: str) -> None:
    assert str(st.check(question, answer)) == f"Correct for {where}."


def test_one_value_with_its_condition_is_right_there() -> None:
    assert "Correct for x > 0 (" in str(st.check("d/dx |x|", "1 for x > 0"))
