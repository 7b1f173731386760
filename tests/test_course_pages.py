"""The pages of the course: opened by a browser without a complaint, at the width of a desk and of a phone, light and dark."""

import re
from pathlib import Path

import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.lessons.loading import known_lessons
from symtutor.lessons.site import write_site
from symtutor.writing.document import Bullets, Document, Figure, Folded, Heading, Listing, Paragraph, Tabular
from symtutor.writing.formats.html import as_html
from symtutor.writing.pictures.picture import Picture
from tests.browser import NOTHING, looked_at, needs_browser
from tests.shown_lessons import view_of

NUMBERS = tuple(known_lessons())


def page_of(number: int, folder: Path) -> str:
    """Return the page of a lesson as it stands in the site."""
    contents = write_site([view_of(number)], folder)
    return next(path for path in folder.glob("*.html") if path != contents).read_text(encoding="utf-8")


@needs_browser
@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_opens_without_a_complaint(number: int, tmp_path: Path) -> None:
    page = page_of(number, tmp_path / "site")
    assert looked_at(page, tmp_path) == NOTHING
    assert looked_at(page, tmp_path, 390, dark=True) == NOTHING


@needs_browser
def test_the_contents_open_without_a_complaint(tmp_path: Path) -> None:
    page = write_site([view_of(4)], tmp_path / "site").read_text(encoding="utf-8")
    assert looked_at(page, tmp_path) == NOTHING
    assert looked_at(page, tmp_path, 390, dark=True) == NOTHING


@needs_browser
def test_the_browser_finds_what_is_wrong(tmp_path: Path) -> None:
    page = as_html(Document(("A page",), (Paragraph(("Some words",)),)))
    wrong = page.replace("</main>", '<img src="no.png"><p style="position:relative;top:-4em;color:#eee">Other words</p></main>')
    found = looked_at(wrong.replace("Some words", f"<span style='white-space:nowrap'>{'wide ' * 300}</span>"), tmp_path)
    assert found["errors"]
    assert found["outside"] > 100
    assert {text.split(":")[0] for text in found["violations"]} >= {"image-alt", "color-contrast"}
    assert looked_at(wrong, tmp_path)["overlapping"]


def test_the_site_links_its_pages_in_order(tmp_path: Path) -> None:
    contents = write_site([view_of(4), view_of(6)], tmp_path / "site")
    files = {path.name for path in contents.parent.iterdir()}
    assert files == {"index.html", "jacobian-of-a-vector-function.html", "optimization.html"}
    for path in contents.parent.iterdir():
        text = path.read_text(encoding="utf-8")
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        for target in re.findall(r'href="([^"]+)"', text):
            name, _, place = target.partition("#")
            assert name in files or not name, target
            assert place in ids or not place or name, target
        assert not re.search(r"https?://(?!www\.w3\.org)", text)
    first = (contents.parent / "jacobian-of-a-vector-function.html").read_text(encoding="utf-8")
    assert '<a rel="next" href="optimization.html">' in first
    assert 'rel="prev"' not in first
    assert "<script" not in first


def test_the_search_knows_the_sections(tmp_path: Path) -> None:
    text = write_site([view_of(4)], tmp_path / "site").read_text(encoding="utf-8")
    assert "jacobian-of-a-vector-function.html#q7-rows-or-columns" in text


def test_the_course_is_saved_as_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder of pages"):
        st.lesson().save(tmp_path / "course.pdf")


def test_every_kind_of_part_is_a_part_of_the_page() -> None:
    parts = (
        Bullets((("a point",),)),
        Tabular(("x", "y"), ((("1",), ("2",)),)),
        Listing("print(1 < 2)", "True"),
        Figure(1, Picture(alt="A picture.")),
        Folded("Answer", (Paragraph(("forty-two",)), Heading(("Inside",), 3))),
    )
    page = as_html(Document(("t",), parts))
    for told in (
        "<li>a point</li>",
        '<th scope="col">x</th>',
        "<td>2</td>",
        "print(1 &lt; 2)",
        "<samp>True</samp>",
        "<summary>Answer</summary>",
    ):
        assert told in page
    assert '<figcaption id="caption-1"><b>Figure 1.</b> A picture.</figcaption>' in page
