"""Hand work on problems of which only the answer, the function and its special places are known."""

import pytest

import symtutor as st
from symtutor import check_work
from symtutor.errors import InputError
from symtutor.reading.work.documents import lines_of
from symtutor.verdict import Status

RIGHT = [
    ("tangent line to x^2 at x = 2", ["f'(2) = 4", "y - 4 = 4(x-2)", "y = 4x - 4"]),
    ("taylor polynomial of sin x about 0 of degree 3", ["f'(0) = 1", "x - x^3/6"]),
    ("divergence of (x^2, y)", ["2x + 1"]),
    ("solve x^2-5x+6=0", ["(x-2)(x-3) = 0", "x = 2 or x = 3"]),
    ("extrema of x^3-3x", ["f' = 3x^2 - 3", "3x^2 - 3 = 0", "x = 1 or x = -1"]),
]
WRONG = [
    (2, "tangent line to x^2 at x = 2", ["f'(2) = 4", "y = 4x + 4"]),
    (1, "divergence of (x^2, y)", ["2x + y"]),
    (2, "solve x^2-5x+6=0", ["(x-2)(x-3) = 0", "x = -2 or x = -3"]),
    (1, "solve x^2-5x+6=0", ["(x+2)(x+3) = 0", "x = -2 or x = -3"]),
    (2, "extrema of x^3-3x", ["f' = 3x^2 - 3", "x = 3 or x = -3"]),
    (1, "extrema of x^3-3x", ["f' = 3x^2 + 3x"]),
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=[p for p, _ in RIGHT])
def test_right_work_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), found.explanation


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=[f"{n} {p} {ls[-1]}" for n, p, ls in WRONG])
def test_the_first_wrong_line_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)


def test_the_wrong_answer_has_its_name() -> None:
    assert check_work(["(x-2)(x-3) = 0", "x = -2 or x = -3"], "solve x^2-5x+6=0").mistake == "solve.linear/wrong-sign"


def test_lines_that_the_page_breaks_are_one() -> None:
    text = "1.     ∫ √(4 − x²) dx\n2.  =  4·∫ cos² t dt\n           (substitution: x = 2 sin t; let t =\n           arcsin(x/2))\n3.  =  2t"
    assert lines_of(text)[1] == "=  4·∫ cos² t dt    (substitution: x = 2 sin t; let t = arcsin(x/2))"


@pytest.mark.parametrize("integrand", ["sqrt(tan x)", "sin(ln x)", "sqrt(4-x^2)"])
def test_solutions_whose_lines_are_broken_read_back(integrand: str) -> None:
    solution = st.integrate(integrand)
    for text in (solution.text(), solution.latex(), solution.markdown()):
        assert check_work(text, solution).status is Status.CORRECT


def test_both_ways_of_a_substitution_are_one_meaning() -> None:
    problem = r"\int \sqrt{4-x^2}\,dx"
    right = [r"x=2\sin t,\ t=\arcsin(x/2)", r"\int 4\cos^2 t\,dt", r"2t+\sin 2t+C"]
    assert check_work(right, problem).status is Status.CORRECT
    assert check_work([r"x=2\sin t,\ t=2\arcsin x", *right[1:]], problem).first_wrong == 1


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match=r"none\.tex cannot be read"):
        st.check_work("none.tex")
