"""Every mistake that a verdict can name stands in the book and is found by its id."""

import pytest

import symtutor as st
from symtutor.rules import BOOK

WRONG = (
    (st.differentiate("x^2 sin x"), "2x cos x"),
    (st.integrate("3x^2 - 4x"), "x^3 - 1.85x^2 - 0.195x"),
    (st.integrate("x^2", "x", (0, 1)), "-1/3"),
    (st.matrix_derivative("||A x - b||^2", "x"), "-2A'(A x - b)"),
    (st.matrix_derivative("tr(A X)", "X"), "A"),
    (st.gradient("x^2 + y^3"), "(2x, y^2)"),
    (st.potential("(2xy, x^2)"), "2x^2 y"),
)


@pytest.mark.parametrize(("solution", "answer"), WRONG, ids=[answer for _, answer in WRONG])
def test_the_mistake_of_a_verdict_stands_in_the_book(solution: st.Solution, answer: str) -> None:
    verdict = solution.check(answer)
    assert verdict.mistake is not None
    words = BOOK.mistake(verdict.mistake).words
    assert words.partition("{")[0] in verdict.explanation


def test_every_mistake_of_the_book_is_found_by_its_id() -> None:
    names = [f"{rule.id}/{mistake.id}" for rule in BOOK.rules for mistake in rule.mistakes] + [slip.id for slip in BOOK.slips]
    assert len(set(names)) == len(names)
    rules = BOOK.by_id
    assert all(BOOK.mistake(name).words for name in names[:20] + names[-20:])
    assert all(
        name.partition("/")[0] in rules or name.startswith(("matrix.answer/", "algebra.", "work.", "int.definite.", "optimize/"))
        for name in names
    )
    with pytest.raises(KeyError, match="no mistake"):
        BOOK.mistake("diff.product/of-nobody")
