"""The pages of the course: opened by a browser without a complaint, at the width of a desk and of a phone, light and dark."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.lessons.loading import known_lessons
from symtutor.lessons.site import write_site
from symtutor.writing.document import Bullets, Document, Figure, Folded, Heading, Listing, Paragraph, Tabular
from symtutor.writing.formats.html import anchor, as_html
from symtutor.writing.pictures.picture import Picture
from tests.browser import NOTHING, looked_at, needs_browser, opened
from tests.shown_lessons import view_of

NUMBERS = tuple(known_lessons())


@cache
def site() -> dict[str, str]:
    """Return the pages of the whole course by the names of their files, written once for all tests of a process."""
    with TemporaryDirectory() as folder:
        contents = write_site([view_of(number) for number in NUMBERS], Path(folder) / "site")
        return {path.name: path.read_text(encoding="utf-8") for path in contents.parent.iterdir()}


def page_of(number: int) -> str:
    return site()[f"{anchor(view_of(number).title)}.html"] if number else site()["index.html"]


@needs_browser
@pytest.mark.parametrize("number", [0, *NUMBERS])
def test_a_page_opens_without_a_complaint(number: int, browser: Any) -> None:
    """The contents are the page 0."""
    assert looked_at(browser, page_of(number)) == NOTHING


@needs_browser
def test_the_browser_finds_what_is_wrong(browser: Any) -> None:
    page = as_html(Document(("A page",), (Paragraph(("Some words",)),)))
    wrong = page.replace("</main>", '<img src="no.png"><p style="position:relative;top:-4em;color:#eee">Other words</p></main>')
    found = looked_at(browser, wrong.replace("Some words", f"<span style='white-space:nowrap'>{'wide ' * 300}</span>"))
    assert found["outside"] > 100
    assert {text.split(":")[0] for text in found["violations"]} >= {"image-alt", "color-contrast"}
    assert looked_at(browser, wrong)["overlapping"]
    for fault in (
        "<script>nothing.at = 1</script>",
        "<script>console.error('no')</script>",
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
    ):
        with opened(browser, page.replace("</main>", f"{fault}</main>")) as (_, errors):
            assert errors, fault


@needs_browser
@pytest.mark.parametrize("colour, seen", [("#333", 1), ("#ddd", 1), ("#777", 2)])
def test_colours_are_looked_at_in_the_light_and_in_the_dark(colour: str, seen: int, browser: Any) -> None:
    """The last one is too faint in both; many words of one look are told once."""
    words = f'<p style="color:{colour}">Some words</p>' * 20
    page = as_html(Document(("A page",), (Paragraph(("Other words",)),))).replace("</main>", f"{words}</main>")
    assert [text.split(" as ")[0] for text in looked_at(browser, page)["violations"]] == ["color-contrast: 1"] * seen


def test_the_site_links_its_pages_in_order() -> None:
    files = [f"{anchor(view_of(number).title)}.html" for number in NUMBERS]
    assert site().keys() == {"index.html", *files}
    for text in site().values():
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        for target in re.findall(r'<a [^>]*\bhref="([^"]+)"', text):
            name, _, place = target.partition("#")
            assert name in site() or not name, target
            assert place in ids or not place or name, target
            assert not place or not name or f'id="{place}"' in site()[name], target
        assert not re.search(r"https?://(?!www\.w3\.org)", text)
    for before, name, after in zip(("", *files), files, (*files[1:], ""), strict=False):
        links = [link for link in (("prev", before), ("next", after)) if link[1]]
        assert re.findall(r'<a rel="(\w+)" href="([^"]+)">', site()[name]) == links * 2  # above and below the lesson
        assert "<script" not in site()[name]


def test_the_search_knows_the_sections() -> None:
    assert "jacobian-of-a-vector-function.html#q11-rows-or-columns" in site()["index.html"]


def test_the_course_is_saved_as_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder of pages"):
        st.lesson().save(tmp_path / "course.pdf")


def test_a_column_without_a_head_has_no_empty_heading() -> None:
    page = as_html(Document(("t",), (Tabular(("", "slope"), ((("x",), ("1",)),)),)))
    assert "<tr><td></td>" in page
    assert '<th scope="col"></th>' not in page


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
