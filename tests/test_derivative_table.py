"""The book agrees with the tables of the literature, and an entry that was tampered with is refuted."""

from typing import Any

import pytest
import sympy as sp

from symtutor.ask.differentiation import differentiate
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.verdict import Status
from tests.derivative_table import ENTRIES, TABLE

X = sp.Symbol("x")
IDS = [row[0] for row in ENTRIES]


def read(text: Any) -> Any:
    return sp.sympify(text)


@pytest.mark.parametrize("f, derivative, where, source", ENTRIES, ids=IDS)
def test_the_book_and_the_table_agree(f: Any, derivative: Any, where: Any, source: Any) -> None:
    solution = differentiate(read(f), X)
    assert solution.explained
    verdict = equivalence(solution.answer, read(derivative), domain={X: where})
    assert verdict.status is Status.CORRECT, (source, solution.answer, verdict)


@pytest.mark.parametrize("f, derivative, where, source", ENTRIES, ids=IDS)
def test_an_entry_is_a_right_answer_and_a_changed_one_is_not(f: Any, derivative: Any, where: Any, source: Any) -> None:
    x = sp.Symbol("x", positive=True) if where.inf >= 0 else X  # an entry for x > 0 is an answer for x > 0
    solution = differentiate(read(f).subs(X, x), x)
    right = read(derivative).subs(X, x)
    assert solution.check(right).status is Status.CORRECT, source
    for wrong in (right + sp.Rational(1, 1000), right * sp.Rational(1001, 1000) + sp.Rational(1, 7)):
        assert solution.check(wrong).status is Status.INCORRECT, source


def test_the_table_is_large_and_every_block_names_its_source() -> None:
    assert len(ENTRIES) >= 80
    assert len({f for f, *_ in ENTRIES}) == len(ENTRIES)
    assert all(any(c.isdigit() for c in source) for source in TABLE)
