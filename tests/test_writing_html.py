"""HTML: one valid page, formulas as MathML, readable without network or script, drawn by a browser."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.rules import BOOK
from symtutor.term import quote
from symtutor.writing.document import Chain, Document, Figure, Heading, Paragraph, Row
from symtutor.writing.formats.html import as_html
from symtutor.writing.pictures.picture import Picture
from tests.browser import needs_browser, opened
from tests.worked import WORKED

X = sp.Symbol("x")
VOID = {"meta", "link", "br", "img", "mspace", "mo", "path", "use", "rect"}


class Reader(HTMLParser):
    """Reads a page: its elements in order, and every element that does not close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        self.wrong.extend(self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("name", WORKED)
def test_every_element_is_closed_and_the_headings_are_in_order(name: str) -> None:
    read = Reader(as_html(WORKED[name]().document("full")))
    assert read.wrong == []
    assert read.all("html") == [{"lang": "en"}]
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert levels == [1, 2]


def test_the_page_needs_no_network_and_no_script() -> None:
    page = symtutor.differentiate("x^2 sin x").html()
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?!#)|@import|url\((?!["']?#)""", page)


def test_the_title_is_plain_text() -> None:
    page = as_html(WORKED["product"]().document())
    assert "<title>Differentiate x²·sin x with respect to x</title>" in page


def test_each_step_is_an_item_with_its_number() -> None:
    read = Reader(as_html(WORKED["second_derivative"]().document()))
    assert [attributes.get("start") for attributes in read.all("ol")] == [None, "4"]
    assert len(read.all("li")) == sum(len(p.rows) for p in WORKED["second_derivative"]().document().parts if isinstance(p, Chain))


def test_every_formula_is_also_text() -> None:
    read = Reader(as_html(WORKED["product"]().document()))
    assert "(d/dx x²)·sin x + x²·d/dx sin x" in [attributes.get("alttext") for attributes in read.all("math")]


def test_words_are_escaped() -> None:
    document = Document(("a < b & c",), (Heading(('"<script>"',)), Paragraph(("1 < 2 & <b>",))))
    read = Reader(as_html(document))
    assert read.wrong == []
    assert not {"b", "script"} & {tag for tag, _ in read.elements}
    assert "1 < 2 & <b>" in read.text


def test_names_of_symbols_are_escaped() -> None:
    hostile = sp.Symbol('<img src="x">')
    read = Reader(as_html(Document((quote(hostile),), (Chain((Row(1, "=", quote(hostile + X)),)),))))
    assert "img" not in {tag for tag, _ in read.elements}


def test_a_minus_before_a_term_is_a_sign() -> None:
    page = as_html(Document(("t",), (Paragraph((quote(sp.exp(-X)),)), Paragraph((quote(-X),)))))
    assert page.count('<mo form="prefix">&#x02212;</mo>') == 2


def test_a_name_is_kept_apart_from_its_argument() -> None:
    page = as_html(Document(("t",), (Paragraph((quote(X * sp.sin(X)),)),)))
    assert '<mi>x</mi><mspace width="0.167em" /><mi>sin</mi><mspace width="0.167em" /><mi>x</mi>' in page


def test_powers_in_words_are_raised() -> None:
    assert "derivative of <i>e</i><sup>x</sup>" in as_html(Document(("t",), (Paragraph(("derivative of e^x",)),)))


def test_pictures_carry_their_description_and_their_names_are_unique() -> None:
    first, second = Picture(alt="A first < picture."), Picture(alt="A second picture.")
    read = Reader(as_html(Document(("t",), (Figure(1, first), Figure(2, second)))))
    names = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(read.all("figure")) == len(read.all("svg")) == 2
    assert len(set(names)) == len(names)
    assert "A first < picture." in read.text


def test_a_problem_without_a_picture_makes_a_page_too() -> None:
    assert "<svg" not in symtutor.gradient("x y z").html()


def test_all_words_of_the_book_become_a_page() -> None:
    words = tuple(Paragraph((text,)) for rule in BOOK.rules for text in (rule.name, rule.words, *(m.words for m in rule.mistakes)))
    assert Reader(as_html(Document(("The book",), words))).wrong == []


@needs_browser
def test_a_browser_draws_the_steps_beside_each_other(browser: Any) -> None:
    measure = """() => {
      const boxes = s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect());
      const lefts = s => new Set(boxes(s).map(r => Math.round(r.left))).size;
      const edge = boxes('.formula')[0].left;
      return {left: lefts('.formula'), notes: lefts('.note'),
        beside: boxes('.note').every(r => r.left > edge), high: boxes('.formula math').every(r => r.height > 10),
        wide: document.documentElement.scrollWidth <= innerWidth};
    }"""
    with opened(browser, WORKED["product"]().html()) as (window, errors):
        assert window.evaluate(measure) == {"left": 1, "notes": 1, "beside": True, "high": True, "wide": True}
    assert errors == []
