"""Whether two sets of numbers are the same is proved by the checker's own code, and refuted by a number of one of them."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as some

import symtutor as st
from symtutor.checking.optimization.sets_of_numbers import same_numbers
from symtutor.reading.sets import is_set_notation, read_set
from tests.strategies import tried

X = sp.Symbol("x")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("x > 1 or x < -1", "(-oo, -1) u (1, oo)"),
        ("]0, 1[", "x in (0, 1)"),
        (r"R\{0}", "(-oo, 0) ∪ (0, ∞)"),
        ("x^2 >= 0", "R"),
        ("sin x > 2", "{}"),
        ("ln x < 0", "(0, 1)"),
        ("sqrt(x) <= 2", "[0, 4]"),
        ("sqrt(x) > sqrt(x) - 1", "[0, oo)"),
        ("e^x > 2", "x > ln 2"),
        ("(x-1)^2 <= 0", "{1}"),
        ("x > y", "y < x"),
    ],
)
def test_the_same_numbers(a: str, b: str) -> None:
    assert str(st.equivalent(a, b).status) == str(st.equivalent(b, a).status) == "correct"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("[0, 1]", "[0, 1)", "x = 1 belongs to the first only"),
        ("x > 1", "x >= 1", "x = 1 belongs to the second only"),
        ("ln x < 0", "x < 1", "x = 0 belongs to the second only"),
        ("sqrt(x) > sqrt(x) - 1", "R", "x = −1 belongs to the second only"),
        ("x^5 - x - 1 > 0", "x > 1", "x = 11/10 belongs to the second only"),
        ("[0, 1)", "x", "a set, and not an expression"),
    ],
)
def test_a_number_that_belongs_to_one_only_is_told(a: str, b: str, told: str) -> None:
    verdict = st.equivalent(a, b)
    assert str(verdict.status) == "incorrect"
    assert told in str(verdict)


def test_a_condition_that_may_change_unseen_is_not_decided() -> None:
    assert str(same_numbers(sp.floor(X) > 0, X >= 1, X).status) == "undecided"
    assert str(same_numbers(sp.sin(X) > 0, X > 0, X).status) in {"undecided", "incorrect"}


ENDS = some.lists(some.integers(-6, 6), min_size=2, max_size=6, unique=True).map(sorted)
SIDES = some.sampled_from([(True, True), (True, False), (False, True), (False, False)])


@tried(10)
@given(ENDS, some.lists(SIDES, min_size=3, max_size=3))
def test_a_union_of_intervals_is_what_its_inequalities_say(ends: list[int], sides: list[tuple[bool, bool]]) -> None:
    pieces = [(low, high, *open_) for low, high, open_ in zip(ends[::2], ends[1::2], sides, strict=False)]
    text = " ∪ ".join(f"{'(' if a else '['}{low}, {high}{')' if b else ']'}" for low, high, a, b in pieces)
    conditions = sp.Or(*((sp.Gt if a else sp.Ge)(X, low) & (sp.Lt if b else sp.Le)(X, high) for low, high, a, b in pieces))
    found = read_set(text, sp.sympify)
    assert same_numbers(found, conditions, X).status.value == "correct"
    low, high, a, b = pieces[0]
    moved: Any = sp.Union(*(sp.Interval(*piece) for piece in pieces[1:]), sp.Interval(low, high + sp.Rational(1, 3), a, b))
    assert same_numbers(moved, conditions, X).status.value == ("correct" if moved == found else "incorrect")


@pytest.mark.parametrize("text", ["(0, 1)", "[1, 2]", "x^2", "{x}^2", "f(x)", "|x|", r"\frac{1}{2}", "[[1, 2], [3, 4]]", "x or y"])
def test_other_notation_is_no_set(text: str) -> None:
    assert not is_set_notation(text)
