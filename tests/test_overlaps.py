"""Two hundred worked solutions as one PDF and one page: no two boxes of text lie over each other."""

import html
import itertools
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

import symtutor as st
from symtutor.writing.document import Document, Heading, Part
from symtutor.writing.files import compile_latex
from symtutor.writing.formats.html import as_html
from symtutor.writing.formats.latex import as_latex
from tests.browser import NOTHING, boxes_of, needs_browser

needs_poppler = pytest.mark.skipif(which("pdflatex") is None or which("pdftotext") is None, reason="pdflatex or pdftotext is not installed")

_INNER = ["x^2 + 1", "3x - 2", "sin x", "e^(2x)", "ln x", "sqrt(x)", "x/(x + 1)", "1/x", "cos(3x)", "arctan x"]
_OUTER = ["x^3 ({})", "({})^5", "e^({})", "sin({})", "1/({})", "sqrt({} + 4)", "({})/(x^2 + 3)", "ln({} + 7)"]
_INTEGRALS = (
    "x^3 - 2x + 5|x e^x|x^2 e^(3x)|ln x|x ln x|x cos x|e^x sin x|sin(x)^3|cos(x)^2|tan x|1/(x^2 + 4)|1/(x^2 - 1)|x/(x^2 + 1)"
    "|(2x + 1)/(x^2 + x + 3)|1/(x (x + 1))|x sqrt(x + 1)|sqrt(9 - x^2)|1/sqrt(1 - x^2)|x^2/(x^2 + 1)|e^x/(1 + e^x)|sin(2x) cos x"
    "|(3x^2 + 2)^4 x|x/(x - 2)^2|arctan x|1/(1 + sqrt(x))|x^3/(x^2 - 4)|sec(x)^2|x sin(x^2)|ln(x)/x|1/(x^2 + 2x + 5)|x^5 + 1/x|a x^2 + b"
    "|2^x|(x + 1)^2/x|sinh x|e^(-x) x^2|cos(x) e^(sin x)|1/(x ln x)|sqrt(x) (x + 1)|x^2 sin x"
)
_LIMITS = (
    "(x^2 - 4)/(x - 2), 2|sin(3x)/x, 0|(1 - cos x)/x^2, 0|(e^x - 1)/x, 0|(3x^2 + 1)/(2x^2 - 5), oo|x e^(-x), oo|ln(x)/x, oo|x ln x, 0+"
    "|(sqrt(x + 4) - 2)/x, 0|(1 + 1/x)^x, oo|(x^3 - 1)/(x^2 - 1), 1|tan(x)/x, 0|(x - sin x)/x^3, 0|sqrt(x^2 + x) - x, oo|1/x - 1/sin x, 0"
    "|x^x, 0+|(2^x - 1)/x, 0|(5x + 2)/(x - 3), oo|(x + 1)/(x^2 + 1), oo|sin(x)^2/x, 0|1/(x - 1)^2, 1|arctan x, oo|(e^x - 1 - x)/x^2, 0"
    "|(ln(1 + x))/x, 0|x sin(1/x), 0|(x^2 + 3x)/(x), 0|cos(x)/(x + 1), 0|(x - 3)/(x^2 - 9), 3|e^(-x) x^3, oo|(4x^3 - x)/(2x^3 + 7), oo"
)
_HESSIANS = (
    "x^2 y + y^3|x^2 + x y + y^2|e^(x y)|ln(x^2 + y^2)|sin(x) cos(y)|x/y|x^3 y^2 - 4x|sqrt(x^2 + y^2)|e^x ln y|(x + 2y)^4|x y z"
    "|x^2/(1 + y^2)|e^(-x^2 - y^2)|x sin y + y sin x|1/(x + y)|x^4 + y^4 - 4x y|arctan(y/x)|x^2 y^2 z|ln(1 + e^(x + y))"
    "|(x - y)^2 + (y - 1)^2"
)
_MATRICES = (
    "||A x - b||^2, x; x^T A x, x; a^T X b, X; tr(A X), X; tr(X^T A X), X; ln det X, X; x^T x, x; ||x||, x; ||A x - b||^2 + λ ||x||^2, x"
    "; tr(X^-1 A), X; b^T A x + c, x; (a^T x)^2, x; x^T A x + b^T x, x; ||X||^2, X; ||Y - X W||^2, W; tr(A X B), X; det X, X"
    "; sum(exp(x)), x; tanh(W^T a + b), a; x^T A y, x; ||w||^2/2, w; tr(X X^T), X; a^T X^T X a, X; exp(a^T x), x; ln(1 + exp(w^T x)), w"
    "; ||x - y||^2, x"
    "; tr(X), X; 1/(1 + x^T x), x; a^T (x ∘ b), x; ||X a - b||^2, X"
)


_DRAWN = re.compile("[√\ue000-\uf8ff]+$")  # roots and pieces of brackets: the box of such a sign is larger than its ink


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


def _asked() -> Iterator[tuple[Callable[..., Any], tuple[str, ...]]]:
    for outer, inner in itertools.product(_OUTER, _INNER):
        yield st.differentiate, (outer.format(inner), "x")
    for f in _INTEGRALS.split("|"):
        yield st.integrate, (f, "x")
    for text in _LIMITS.split("|"):
        f, _, to = text.rpartition(", ")
        yield st.limit, (f, "x", to.rstrip("+"), *(("+",) if to.endswith("+") else ()))
    for f in _HESSIANS.split("|"):
        yield st.hessian, (f,)
    for text in _MATRICES.split("; "):
        f, _, x = text.rpartition(", ")
        yield st.matrix_derivative, (f, x)


def solutions() -> Document:
    """Return all solutions in one document, each under its own heading."""
    parts: list[Part] = []
    asked = list(_asked())
    assert len(asked) >= 200
    for number, (ask, arguments) in enumerate(asked, 1):
        document = ask(*arguments).document()
        parts += [Heading((f"{number}. ", *document.title)), *document.parts]
    return Document(("Worked solutions",), tuple(parts))


def overlapping(layout: str) -> list[str]:
    """Return the pairs of words of a page that lie over each other, of what pdftotext finds with -bbox."""
    found = []
    for page in layout.split("<page ")[1:]:
        words: list[tuple[float, float, float, float, str]] = []
        for left, top, right, bottom, text in _WORD.findall(page):
            if not _DRAWN.match(html.unescape(text)):
                words.append((float(left), float(top), float(right), float(bottom), html.unescape(text)))
        words.sort(key=lambda word: word[1])
        for i, (left, top, right, bottom, text) in enumerate(words):
            for other_left, other_top, other_right, other_bottom, other in words[i + 1 :]:
                if other_top > bottom:
                    break
                wide, high = min(right, other_right) - max(left, other_left), min(bottom, other_bottom) - other_top
                if wide > 1.5 and high > 0.5 * min(bottom - top, other_bottom - other_top):
                    found.append(f"{text} | {other}")
    return found


@needs_poppler
@needs_browser
def test_no_text_lies_over_another(browser: Any, tmp_path: Path) -> None:
    document, target = solutions(), tmp_path / "solutions.pdf"
    log = compile_latex(as_latex(document), target)
    assert [float(wide) for wide in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log) if float(wide) > 2] == []
    layout = subprocess.run(["pdftotext", "-bbox", str(target), "-"], capture_output=True, text=True, check=True).stdout
    assert layout.count("<word ") > 10_000
    assert overlapping(layout) == []
    page = as_html(document)
    for width in (390, 1200):
        found = boxes_of(browser, page, width)
        assert found == {name: NOTHING[name] for name in found}


def test_words_over_each_other_are_found() -> None:
    word = '<word xMin="{}" yMin="10" xMax="{}" yMax="20">{}</word>'
    assert overlapping("<page >" + word.format(0, 30, "left") + word.format(31, 60, "right")) == []
    assert overlapping("<page >" + word.format(0, 30, "left") + word.format(25, 60, "over")) == ["left | over"]
