"""Every fault planted in a hand solution of optimization is found and has the name that the book gives it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.rules import BOOK
from symtutor.verdict import Status

COURSE = ["-c >= 1", "a + 2b + c >= 1", "2a + b + c >= 1"]
BEST = {"a": "2/3", "b": "2/3", "c": -1}
LINE = {"w": ["2/3", "2/3"], "b": -1}

PROBLEMS: dict[str, Callable[[], Any]] = {
    "course": lambda: st.minimize("a^2 + b^2", COURSE),
    "disc": lambda: st.minimize("x^2 - y^2", "x^2 + y^2 <= 1"),
    "line": lambda: st.minimize("x^2 + y^2", "x + y = 4"),
    "corner": lambda: st.minimize("x^2 + y^2", ["x >= 1", "y >= -1"]),
    "product": lambda: st.maximize("x*y", ["x + y = 10", "x >= 0", "y >= 0"]),
    "cubic": lambda: st.optimize("x^3 - 3x", domain=(-3, 2)),
    "log": lambda: st.optimize("ln x"),
    "kink": lambda: st.optimize("|x - 1| + x/2"),
    "flat": lambda: st.optimize("x^3"),
    "plane": lambda: st.optimize("x^4 + y^4 - 4x*y"),
    "street": lambda: st.svm([(0, 0), (1, 2), (2, 1)], [-1, 1, 1]),
    "soft": lambda: st.svm([(0, 0), (2, 2), (1, 1), (3, 3)], [-1, -1, 1, 1], C=1),
    "kernel": lambda: st.svm([(0, 0), (1, 1), (1, 0), (0, 1)], [-1, -1, 1, 1], kernel="polynomial 2"),
    "steps": lambda: st.descend("x^2 + 4y^2", start=(1, 1), rate="1/10", steps=2),
    "between": lambda: st.solve_equation("x^2 - 3x + 2 < 0"),
}

FAULTS = [
    ("course", (BEST, ["-8/9", "-4/9", "-4/9"]), "optimize.constrained/wrong-sign-of-lagrangian"),
    ("course", (BEST, ["4/9", "2/9", "2/9"]), "optimize.constrained/other-scaling"),
    ("course", (BEST, ["4/9", "8/9", "4/9"]), "optimize.constrained/multipliers-swapped"),
    ("course", (BEST, ["8/9", "4/9", 0]), "optimize.constrained/not-stationary"),
    ("course", (BEST, ["8/9", "4/9"]), "optimize.constrained/number-of-multipliers"),
    ("course", {"a": 0, "b": 0, "c": 0}, "optimize.constrained/constraint-ignored"),
    ("course", {"a": "1/3", "b": "1/3", "c": -1}, "optimize.constrained/infeasible"),
    ("course", {"a": 1, "b": 1, "c": -1}, "optimize.constrained/not-stationary"),
    ("course", "2sqrt(2)/3", "optimize.constrained/root-of-the-value"),
    ("course", "0", "optimize.constrained/constraint-ignored"),
    ("disc", [0, 0], "optimize.constrained/boundary-forgotten"),
    ("disc", [1, 0], "optimize.constrained/maximum-for-minimum"),
    ("disc", "1", "optimize.constrained/maximum-for-minimum"),
    ("line", [1, 1], "optimize.constrained/off-the-curve"),
    ("line", [0, 0], "optimize.constrained/constraint-ignored"),
    ("corner", [1, -1], "optimize.constrained/all-taken-as-active"),
    ("corner", ([1, 0], [2, 1]), "optimize.constrained/slackness"),
    ("product", [0, 10], "optimize.constrained/minimum-for-maximum"),
    ("product", "-25", "optimize.constrained/minus-the-value"),
    ("cubic", {-1: "maximum", 1: "minimum"}, "optimize/end-forgotten"),
    ("cubic", {-1: "minimum"}, "optimize/maximum-and-minimum-swapped"),
    ("cubic", {0: "neither"}, "optimize/inflection-for-extremum"),
    ("cubic", {1: "global minimum"}, "optimize/local-called-global"),
    ("cubic", "[2/3]", "optimize/not-stationary"),
    ("cubic", "(1, 2) minimum", "optimize/other-value"),
    ("log", "maximum at ∞", "optimize/without-value"),
    ("log", "maximum ∞", "optimize/without-value"),
    ("log", "minimum at -∞", "optimize/without-value"),
    ("log", "minimum at x = 0", "optimize/without-value"),
    ("log", "local maximum at x = oo", "optimize/without-value"),
    ("cubic", "local maximum at ∞", "optimize/without-value"),
    ("kink", "no extremum", "optimize/corner-forgotten"),
    ("flat", {0: "minimum"}, "optimize/stationary-is-not-extremum"),
    ("plane", "(0, 0) minimum, (1, 1) minimum, (-1, -1) minimum", "optimize/stationary-is-not-extremum"),
    ("plane", "maximum at ∞", "optimize/without-value"),
    ("plane", "(∞, 0) minimum", "optimize/without-value"),
    ("plane", "(1, 1, 1) minimum", "optimize/without-value"),
    ("plane", "[(0, 0), (1, 1)]", "solve.system/solution-lost"),
    ("street", {"alphas": ["8/9", "4/9", 0]}, "optimize.support_vectors/unbalanced"),
    ("street", {"alphas": ["8/9", "-4/9", "4/9"]}, "optimize.support_vectors/negative-multiplier"),
    ("street", {"alphas": [1, "1/2", "1/2"]}, "optimize.support_vectors/wrong-combination"),
    ("street", {"w": [2, 2], "b": -3}, "optimize.support_vectors/not-scaled"),
    ("street", {"w": ["2/3", "1/3"], "b": -1}, "optimize.support_vectors/margin-violated"),
    ("street", {"w": [1, 1], "b": -2}, "optimize.support_vectors/not-the-widest"),
    ("street", {"w": ["2/3", "2/3"], "b": "-4/3"}, "optimize.support_vectors/other-offset"),
    ("street", {"w": ["-2/3", "-2/3"], "b": 1}, "optimize.support_vectors/sides-swapped"),
    ("soft", {"w": [5, 5], "b": 0}, "optimize.support_vectors/not-the-least"),
    ("soft", {"alphas": [2, 2, 2, 2]}, "optimize.support_vectors/above-the-bound"),
    ("kernel", {"alphas": [1, 1, 1, 1]}, "optimize.support_vectors/slackness"),
    ("kernel", {"b": 7}, "optimize.support_vectors/other-offset"),
    ("steps", ["36/25", "81/25"], "optimize.descent/uphill"),
    ("between", "1 <= x <= 2", "solve.inequality/ends"),
]

RIGHT = [
    ("course", BEST),
    ("course", (BEST, ["8/9", "4/9", "4/9"])),
    ("course", "8/9"),
    ("disc", [0, -1]),
    ("line", "x = 2, y = 2"),
    ("line", "(x, y) = (2, 2)"),
    ("cubic", "f(-1) = 2 maximum, f(1) = -2 minimum, f(-3) = -18 minimum, f(2) = 2 maximum"),
    ("plane", "minima at (1, 1) and (-1, -1), saddle at (0, 0)"),
    ("street", LINE | {"alphas": ["8/9", "4/9", "4/9"]}),
    ("street", {"alphas": ["4/9", "2/9", "2/9"]}),
]


@cache
def asked(name: str) -> Any:
    return PROBLEMS[name]()


@pytest.mark.parametrize(("name", "answer", "mistake"), FAULTS)
def test_a_planted_fault_is_found_and_named(name: str, answer: Any, mistake: str) -> None:
    verdict = asked(name).check(answer)
    assert (verdict.status, verdict.mistake) == (Status.INCORRECT, mistake)
    assert BOOK.mistake(mistake).words
    assert verdict.explanation


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_what_is_right_is_not_called_wrong(name: str, answer: Any) -> None:
    assert asked(name).check(answer).status is Status.CORRECT


def test_other_multipliers_that_satisfy_the_conditions_are_right_too() -> None:
    square = st.svm([(0, 0), (0, 1), (1, 0), (1, 1)], [-1, -1, 1, 1])
    for alphas in ([4, 0, 4, 0], [2, 2, 2, 2], [0, 4, 0, 4], [1, 1, 1, 1]):
        assert square.check({"alphas": alphas}).status is Status.CORRECT


def test_the_largest_of_the_cases_is_called_the_maximum_only_where_there_is_one() -> None:
    verdict = st.minimize("x^2 + y^2", ["x >= 1", "y >= -1"]).check([1, -1])
    assert "maximum" not in str(verdict.explanation)


def test_what_is_not_judged_is_not_called_right() -> None:
    street = st.svm([(0, 0), (1, 2), (2, 1)], [-1, 1, 1])
    for answer in ({"support": [5]}, {"w": ("2/3", "2/3"), "bias": 7}, {}):
        with pytest.raises(InputError, match="is not judged here"):
            street.check(answer)


def test_a_critical_point_that_is_no_extremum_is_told() -> None:
    assert "neither a maximum nor a minimum" in str(st.optimize("x^3").check([0]))
    assert str(st.optimize("x^3 - 3x").check([1, -1])) == "Correct."
