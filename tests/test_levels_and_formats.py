"""No level of detail is longer than the next one, and every format says the same lines, for every kind of problem."""

import re
from functools import cache

import pytest

import symtutor as st
from symtutor.writing.document import Chain, Document, Paragraph, Row
from symtutor.writing.formats.html import as_html
from symtutor.writing.formats.latex import as_latex
from symtutor.writing.formats.markdown import as_markdown
from symtutor.writing.formats.terminal import as_text
from tests.test_kinds_of_problems import EXAMPLES, NAMES

SOLVED = [place for place, example in enumerate(EXAMPLES) if example.right is not None]
CASES = pytest.mark.parametrize("place", SOLVED, ids=[NAMES[place] for place in SOLVED])


def solution_of(place: int) -> st.Solution:
    return EXAMPLES[place].solution


@cache
def document_of(place: int) -> Document:
    return solution_of(place).document()


def rows(document: Document) -> list[Row]:
    return [row for part in document.parts if isinstance(part, Chain) for row in part.rows]


@CASES
def test_brief_is_never_longer_than_normal(place: int) -> None:
    assert len(rows(solution_of(place).document("brief"))) <= len(rows(document_of(place)))


@CASES
def test_every_format_says_the_same_lines_with_plan_and_answer(place: int) -> None:
    document = document_of(place)
    numbers = [str(row.number) for row in rows(document)]
    written = {
        r"^(\d+)\. ": (as_text(document, width=400), as_text(document, width=400, ascii_only=True)),
        r"\\text\{(\d+)\.\}": (as_latex(document), as_markdown(document)),
        r'class="number">(\d+)\.<': (as_html(document),),
    }
    for pattern, texts in written.items():
        for text in texts:
            assert re.findall(pattern, text, re.MULTILINE) == numbers
            for label in ("Answer:", "Plan:"):
                assert (label in text) is any(isinstance(part, Paragraph) and part.label == label for part in document.parts)


@CASES
def test_a_level_of_a_hint_begins_with_the_one_below_it_from_every_line(place: int) -> None:
    solution = solution_of(place)
    for after in (0, len(rows(document_of(place))) // 2):
        hints = [solution.hint(level, after=after) for level in (1, 2, 3)]
        assert hints[1].startswith(hints[0])
        assert hints[2].startswith(hints[1])
