"""What a line of work claims is judged, and what is not judged is not called right."""

from collections.abc import Callable

import numpy as np
import pytest

import symtutor as st
from symtutor import check_work
from symtutor.errors import InputError
from symtutor.verdict import Status

LEAST = "minimize x^2+y^2 subject to x+y=1"
MOST = "maximize x y subject to x^2+y^2=2"

CLAIMS = [
    (LEAST, ["x = y = 1/2", "minimum 1/2"], None),
    (LEAST, ["x = y = 1/2", "minimum 1/3"], 2),
    (LEAST, ["x = y = 1/3", "minimum 1/2"], 1),
    (LEAST, ["the minimum is 1/2 at (1/2,1/2)"], None),
    (LEAST, ["the minimum is 1/3 at (1/2,1/2)"], 1),
    (LEAST, ["the minimum is 1/2 at (1/3,1/2)"], 1),
    (LEAST, ["x = y = 1/2", "Therefore the minimum value is 1/2 at x = y = 1/2"], None),
    (LEAST, ["the minimum is f(1/2,1/2) = 1/2"], None),
    (MOST, ["maximum value 5"], 1),
    (MOST, ["maximum value 1 at (1,1)"], None),
    (MOST, ["maximum at (1,-1)"], 1),
]
ONE_SIDED = [
    ("lim x->0 x ln x", ["lim x->0+ ln x/(1/x)", "= lim x->0+ (1/x)/(-1/x^2)", "= lim x->0+ -x", "= 0"]),
    ("lim x->0 x ln x", ["lim x->0 ln x/(1/x)", "= lim x->0 (1/x)/(-1/x^2)", "= 0"]),
    ("lim x->1 sqrt(1-x)", ["= 0"]),
    ("lim x->0 x^x", ["= e^0", "= 1"]),
]


@pytest.mark.parametrize(("problem", "lines", "first"), CLAIMS, ids=range(len(CLAIMS)))
def test_the_least_value_and_its_place_are_judged(problem: str, lines: list[str], first: int | None) -> None:
    found = check_work(lines, problem)
    assert (found.first_wrong, found.status) == (first, Status.INCORRECT if first else Status.CORRECT), found.explanation


def test_what_is_not_judged_is_told() -> None:
    found = check_work(["2x + 1", "for x = 7 it looks fine to me"], "d/dx (x^2 + x)")
    assert "Every line is right" not in found.explanation


@pytest.mark.parametrize(("problem", "lines"), ONE_SIDED, ids=range(len(ONE_SIDED)))
def test_a_limit_is_taken_where_the_function_is_real(problem: str, lines: list[str]) -> None:
    assert check_work(lines, problem).status is Status.CORRECT


@pytest.mark.parametrize(("problem", "line"), [("lim x->0 x ln x", "= 1"), ("lim x->0 1/x", "= 0")])
def test_a_wrong_limit_from_one_side_stays_wrong(problem: str, line: str) -> None:
    assert check_work([line], problem).first_wrong == 1


def test_a_definition_that_is_not_used_again_is_no_claim() -> None:
    assert check_work(["u = sin x", "= sin^2 x/2 + C"], "∫ sin x cos x dx").status is Status.CORRECT


@pytest.mark.parametrize(
    ("problem", "lines"), [("lim x->2 (x^2-4)/(x-2)", ["= lim x->2 x+2", "= 4"]), ("lim x->0 sin(3x)/x", ["lim x->0 3cos(3x)/1", "= 3"])]
)
def test_putting_the_point_in_is_no_big_step(problem: str, lines: list[str]) -> None:
    assert "big step" not in str(check_work(lines, problem))


PROSE = "Let f(x)=x^3-3x. f'(x)=3x^2-3=0 so x=1 or x=-1. f''(1)=6>0 so x=1 is a {}. f''(-1)=-6 so x=-1 is a maximum."


def test_the_sentences_of_a_paragraph_are_judged_each() -> None:
    found = check_work(PROSE.format("minimum"))
    assert [line.true for line in found.lines] == [True, True, True, True]
    assert found.status is Status.CORRECT


def test_a_wrong_sentence_of_a_paragraph_is_found() -> None:
    found = check_work(PROSE.format("maximum"))
    assert found.first_wrong == 3
    assert "that is a minimum" in found.explanation


def test_all_that_is_wrong_in_a_line_is_told() -> None:
    found = check_work(["f(x)=x^3-3x", "f'(x) = 3x^2-3 = 0", "x = 1 or x = -1", "f''(-1) = -6 > 0 so x=-1 is a minimum"])
    assert "compare the other way" in found.explanation
    assert "that is a maximum" in found.explanation


def test_places_that_come_from_a_wrong_derivative_follow_from_it() -> None:
    found = check_work(["f(x) = x^2 e^x", "f'(x) = 2x e^x", " = 0 so x = 0"])
    assert [str(line.status) for line in found.lines[1:]] == ["mistake", "follows from a wrong line"]


GRADIENTS = [
    (["(2xy, x^2)"], None),
    (["∇f = (2xy, x^2)"], None),
    (["f_x = 2xy", "f_y = x^2", "∇f = (2xy, x^2)"], None),
    (["∂f/∂x = 2xy", "∂f/∂y = 2x^2", "∇f = (2xy, 2x^2)"], 2),
    (["(2xy, x)"], 1),
]


@pytest.mark.parametrize(("lines", "first"), GRADIENTS, ids=range(len(GRADIENTS)))
def test_a_gradient_and_its_entries_are_judged(lines: list[str], first: int | None) -> None:
    assert check_work(lines, "gradient of x^2 y").first_wrong == first


def test_a_wrong_line_without_a_name_shows_a_simple_point() -> None:
    assert "At x = 1 your answer is 4, and 3 is right" in check_work(["2x+1", "= x(2+2/x)"], "d/dx (x^2+x)").explanation


@pytest.mark.parametrize(
    "call",
    [
        lambda: st.practice("chain rule", 1, None),
        lambda: st.worksheet("chain rule", 1, float("nan")),
        lambda: st.grade(None, "d/dx x^2"),
        lambda: check_work(np.array(3)),
    ],
    ids=["seed", "count", "submissions", "lines"],
)
def test_bad_input_is_told(call: Callable[[], object]) -> None:
    with pytest.raises(InputError):
        call()


@pytest.mark.parametrize("line", ["at x = 1: 2", "= 2 at x = 1", "x = 1: 2", "at x = 1 it is 2", "y'(1) = 2"])
def test_a_value_at_a_place_is_no_claim_that_the_derivative_is_0_there(line: str) -> None:
    assert check_work(["d/dx x^2", "= 2x", line]).first_wrong is None


@pytest.mark.parametrize("line", ["at x = 1: 2", "at x = 1, = 2", "at x = 1, 2x = 2", "at x = -1: y' = -2"])
def test_a_value_at_a_place_is_that_of_the_line_before(line: str) -> None:
    assert check_work(["d/dx x^2", "= 2x", line]).first_wrong is None
    wrong = line.replace("= 2", "= 5").replace(": 2", ": 5").replace("= -2", "= 5")
    assert check_work(["d/dx x^2", "= 2x", wrong]).first_wrong == 3
