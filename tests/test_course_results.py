"""Every result of the course that the lessons retell: exact where it is exact, in the digits that rounding vouches for elsewhere."""

import re

import pytest
import sympy as sp

import symtutor as st
from symtutor.course import Claim, Judge, Listed, Say
from symtutor.lessons.loading import known_lessons
from tests.shown_lessons import text_of

RESULTS = {
    1: (  # W1, P1, T1, the quotients of the exponential, and the errors of tiny steps
        *("the slope 8, 7, 6.1, 6.01", "(f(3 + δ) − f(3))/δ = 6 + δ", "= 2x", "= δ", "0.00010000015", "= 3x² − 4x", "δ·(3x − 2) + δ²"),
        *("0.0031999901, at x = −10", "off by up to 0.014", "by up to 20, the whole derivative", "5·10⁻⁵", "x + h == x"),
    ),
    2: (  # W2, W3, P2, T2, P3
        *("4 pieces give 6.75, 20 give 8.55, 200 give 8.955", "= −2", "= 0 (odd integrand)", "x² + C", "exactly x² + x/10 − 101"),
        *("x³ − 2x² + C", "= 2000", "20041/10", "exactly x³ − 37x²/20 − 39x/200 + 24341/20", "first 34, and 2004.1 at the last point"),
        *("1216.987 to 1234 above x³ − 2x²", "the antiderivative is −1200", "x³ − 2x² + 1200"),
    ),
    3: (  # W4, P4, P5, W5, T3
        *("∇f = (2x, 3y²)", "(4, 27)", "z from −1000 to 1100", "from 1.34113 to 300.666", "8.4 degrees", "8.42696902 and 81.57303098"),
        *("(3.987419246, 27.002750276)", "27.2946881", "27.295568", "√745", "0.000883", "(2, 2)", "2√2", "2.0000707107", "359.9 degrees"),
        *("(−0.0034847336, 1.9966032561)", "176.8 degrees"),
    ),
    4: ("[[2y, 2x], [2x·y, x²]]", "−2x²·y", "p·σ(p·x + q·y)·(1 − σ(p·x + q·y))", "p·e^(−p·x − q·y)/(1 + e^(−p·x − q·y))²"),
    5: (  # W7, W8, T5 and the faults of the listing
        *("∂y/∂xᵢ = Σₖ ∂y/∂zₖ · ∂zₖ/∂xᵢ", "∂y/∂x = Jᵀ · ∂y/∂z", "dZ₃ = (A₃ − Y)/N", "stray factor 2", "a mean was taken"),
        *("a sum was taken", "as by clipping", "after 150 steps, accuracy 0.50", "after 2000 steps, accuracy 0.99"),
    ),
    6: ("x = 0", "4/3", "f(0) = 1", "f(4/3) = −5/27", "there is no global maximum", "−∞"),
    7: (  # W10, W11, T7
        *("(a, b, c) = (2/3, 2/3, −1)", "f(2/3, 2/3, −1) = 8/9", "margin = 3√2/4", "λ₁ = 8/9", "λ₂ = 4/9", "λ₃ = 4/9", "L = f − Σ λ g"),
        *("slack 4/3", "slack 8/3", "slack 2", "λ₅ = −28 < 0", "‖w‖² is 4489/5000"),
    ),
}


@pytest.mark.parametrize("number, shown", [(number, shown) for number, all_shown in RESULTS.items() for shown in all_shown])
def test_a_result_of_the_course_stands_in_its_lesson(number: int, shown: str) -> None:
    assert shown in " ".join(text_of(number).split())


def test_a_number_of_a_section_stands_once_in_the_course() -> None:
    """A reader who looks for the fourth question finds one; lessons on further topics follow those of the course."""
    named = [section.id for _, lesson in sorted(known_lessons().items()) for section in lesson.sections if section.id]
    assert len(set(named)) == len(named)
    assert [name for name in named if name.startswith("Q")] == [f"Q{n}" for n in range(1, 1 + sum(name.startswith("Q") for name in named))]


@pytest.mark.parametrize("number", sorted(known_lessons()))
def test_every_step_of_a_lesson_is_proved(number: int) -> None:
    checked = " ".join(text_of(number).split()).partition("Checked: ")[2]
    assert re.match(r"all \d+ steps of the derivations above were proved by independent code\.", checked)


def test_the_distance_of_a_point_to_a_line_is_derived() -> None:
    answer = st.minimize("(x-p)^2 + (y-q)^2", subject_to="a x + b y + c = 0", variables="x y").answer
    a, b, c, p, q = sp.symbols("a b c p q")
    assert st.equivalent(answer.value, (a * p + b * q + c) ** 2 / (a**2 + b**2))


def test_a_number_with_a_point_in_the_words_comes_from_a_computation() -> None:
    """Decimals typed into a sentence could be wrong; only the steps that a lesson chooses are typed."""
    for lesson in known_lessons().values():
        for section in lesson.sections:
            said = [item for item in section.items if isinstance(item, Say)]
            said += [point for item in section.items if isinstance(item, Listed) for point in item.points]
            for say in said:
                assert {*re.findall(r"\d+\.\d+", re.sub(r"\{[^{}]*\}", "", say.text))} <= {"0.1", "0.01", "0.02"}, say.text


def test_every_mistake_of_the_course_is_judged_in_its_lesson() -> None:
    """The 43 are numbered; what is judged there is refuted when the lesson is shown, for what is right is an error of the lesson."""
    found: dict[int, tuple[int, Say]] = {}
    for lesson in known_lessons().values():
        for section in lesson.sections:
            for point in (point for item in section.items if isinstance(item, Listed) for point in item.points):
                number = re.match(r"\((\d+)\) ", point.text)
                if number:
                    assert int(number[1]) not in found
                    found[int(number[1])] = lesson.number, point
    place = {**dict.fromkeys(range(1, 4), 1), **dict.fromkeys(range(4, 12), 2), **dict.fromkeys(range(12, 19), 3), 19: 4}
    place |= {**dict.fromkeys((20, 21, 22, *range(33, 44)), 5), **dict.fromkeys(range(23, 26), 6), **dict.fromkeys(range(26, 33), 7)}
    assert {number: where for number, (where, _) in found.items()} == place
    told_by_numbers = {32, 40, 42, 43}  # no equation and no answer is wrong there: a derivation or trainings tell it
    judged = {number for number, (_, point) in found.items() if any(isinstance(name, Judge | Claim) for name in point.names.values())}
    assert judged == set(place) - told_by_numbers


def test_a_question_is_answered_below_its_heading() -> None:
    for lesson in known_lessons().values():
        for section in lesson.sections:
            if section.title.endswith("?"):
                assert isinstance(section.items[0], Say), section.title
        assert lesson.sections[-1].title == "Summary"
