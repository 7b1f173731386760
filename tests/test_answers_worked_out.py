"""An answer is worked out, and what is said of a wrong one is true: restated questions, values with i, letters that are no step."""

import pytest

import symtutor as st


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("∫ 2x dx", "∫ 2x dx"),
        ("∫ e^(x^2) dx", "∫ e^(x^2) dx"),
        ("∫[0..1] x dx", "∫[0..1] x dx"),
        ("d/dx x^2", "d/dx (x^2 + 1)"),
        ("lim x->0 sin(x)/x", "lim x->0 cos x"),
        ("gradient of x^2 y", "(d/dx (x^2 y), x^2)"),
    ],
)
def test_a_restated_question_is_no_answer(problem: str, answer: str) -> None:
    verdict = st.check(problem, answer)
    assert verdict.status == "incorrect"
    assert verdict.explanation.endswith("is still to be worked out.")


def test_what_is_still_open_is_a_line_of_work_all_the_same() -> None:
    work = st.check_work(["∫ 2x cos(x^2) dx", "u = x^2", "= ∫ cos u du"])
    assert work.first_wrong is None


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("x + i", "x", "at x = 1 the values are 1 + i and 1"),
        ("2i", "3i", "the values are 2i and 3i"),
        ("2x i", "2x", "the values are (6/7)i and 6/7"),
        ("1/2 - i", "1/2", "the values are 1/2 − i and 1/2"),
    ],
)
def test_complex_values_are_told_whole(a: str, b: str, told: str) -> None:
    verdict = st.equivalent(a, b)
    assert verdict.status == "incorrect"
    assert told in verdict.explanation


@pytest.mark.parametrize("answer", ["x^2 + C x", "x^2 + y x", "x^2 + n x"])
def test_a_letter_is_no_step_of_a_running_sum(answer: str) -> None:
    assert st.check("∫ 2x dx", answer).mistake is None


@pytest.mark.parametrize("answer", ["2", "does not exist"])
def test_that_no_value_exists_decides_nothing_unless_it_is_proved(answer: str) -> None:
    solution = st.differentiate("sqrt(x^4 + x^6)", order=2, at=0)  # = x²√(1 + x²) near 0, whose second derivative is 2
    assert solution.report.status == "undecided"
    assert solution.check(answer).status == "undecided"
