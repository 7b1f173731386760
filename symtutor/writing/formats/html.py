"""Documents as one self-contained HTML page: MathML, a grid for the steps, pictures inside; no script, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from latex2mathml.converter import convert

from symtutor.term import Term
from symtutor.writing.document import Chain, Document, Heading, Paragraph, Part, Piece, Row
from symtutor.writing.formats.breaking import broken
from symtutor.writing.formats.html_style import STYLE
from symtutor.writing.marks.characters import POWER, exponent
from symtutor.writing.marks.text import UNICODE

__all__ = ["as_html"]

_LINE = 37.0  # em
_NOTE = 15.0
_PUNCTUATION = re.compile(r"[.,;:)]+")
_RELATIONS = {"": "", "=": "=", "⇒": "⇒", "⇔": "⇔", "≤": "≤", "case": ""}

_NAME = r"\\(?:arc)?(?:sin|cos|tan|cot|sec|csc)h?(?![A-Za-z])|\\ln(?![A-Za-z])"
_BEFORE_NAME = re.compile(rf"(?<=[\w}})']) *({_NAME})")
_LOW_BRACKETS = re.compile(r"\\left([(\[])((?:(?!\\left|\\right|\\frac|\\sqrt|\\begin|\\int).)*)\\right([)\]])")
_SIGN = re.compile(
    r'(<mrow>|<mo>&#x(?:0003D|0002C|02260|02192);</mo>|form="prefix">[^<]*</mo>|<mo stretchy="false">&#x00028;</mo>)'
    r"<mo>&#x02212;"
)
_AFTER_NAME = re.compile(rf"((?:{_NAME})(?:\^\{{[^{{}}]*\}})?) *(?=[A-Za-z0-9]|\\(?!left|bigl|Bigl|cdot))")


def as_html(document: Document, pictures: Iterable[Any] = ()) -> str:
    """Return a complete HTML page.

    Parameters
    ----------
    document : Document
        What to write.
    pictures : iterable of Picture
        Drawn at the end; each has its description in it.

    Notes
    -----
    Steps are items of ordered lists, laid out as a grid of number, relation,
    formula and reason; on a narrow screen the reason stands below.

    Examples
    --------
    >>> page = as_html(Document(("A title",), (Paragraph(("x < 1",)),)))
    >>> page.splitlines()[1]
    '<html lang="en">'
    >>> "<p>x &lt; 1</p>" in page
    True
    """
    title = escape(_plain(document.title))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{_sentence(document.title)}</h1>",
        *(_part(part) for part in document.parts),
        *(_figure(picture, number) for number, picture in enumerate(pictures, 1)),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        level = min(part.level, 6) if part.level > 1 else 2  # the page has one h1, its title
        return f"<h{level}>{_sentence(part.pieces)}</h{level}>"
    if isinstance(part, Paragraph):
        label = f"<strong>{escape(part.label)}</strong> " if part.label else ""
        return f"<p>{label}{_sentence(part.pieces)}</p>"
    return _chain(part)


def _chain(chain: Chain) -> str:
    start = f' start="{chain.rows[0].number}"' if chain.rows[0].number != 1 else ""
    return f'<ol class="chain"{start}>\n' + "\n".join(map(_row, chain.rows)) + "\n</ol>"


def _row(row: Row) -> str:
    """Return a step: number, relation, the formula in lines, and why."""
    formula, *more = broken(row.term, _LINE)
    lines = [f"<div>{_math(formula, _plain((row.term,)))}</div>", *(f'<div class="more">{_math(line)}</div>' for line in more)]
    note = f'<div class="note">{_sentence(("(", *row.note, ")"), _NOTE)}</div>' if row.note else ""
    return (
        f'<li><div class="number">{row.number}.</div><div class="relation">{_RELATIONS[row.relation]}</div>'
        f'<div class="formula">{"".join(lines)}</div>{note}</li>'
    )


def _sentence(pieces: tuple[Piece, ...], width: float = _LINE) -> str:
    """Return text and formulas; punctuation stays at its formula, and a long formula is broken to a width in em."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            marks = _PUNCTUATION.match(piece) if texts and texts[-1].endswith("</math>") else None
            if marks:
                texts[-1] = f'<span class="kept">{texts[-1]}{marks.group()}</span>'
            texts.append(_words(piece[marks.end() if marks else 0 :]))
        else:
            texts.extend(_formulas(piece, width))
    return "".join(texts)


def _words(text: str) -> str:
    """Return plain text; e^x and xⁿ in it get raised exponents."""
    return POWER.sub(_power, escape(text, quote=False))


def _power(match: re.Match[str]) -> str:
    raised = exponent(match)
    return f"<i>{match['base']}</i><sup>{raised}</sup>" if raised else match.group()


def _formulas(term: Term, width: float) -> list[str]:
    """Return a formula inside a sentence, in pieces between which the browser breaks a long one."""
    lines = broken(term, width)
    first = _math(lines[0], _plain((term,)), is_display=False)
    return [first, *(f" {_math(line, is_display=False)}" for line in lines[1:])]


def _plain(pieces: tuple[Piece, ...]) -> str:
    """Return text and formulas as plain text, for titles and for those who do not see formulas."""
    return "".join(p if isinstance(p, str) else UNICODE.render(p) for p in pieces)


@lru_cache(maxsize=4_000)
def _math(latex: str, text: str = "", *, is_display: bool = True) -> str:
    """Return LaTeX as a MathML element."""
    while (lowered := _LOW_BRACKETS.sub(r"\1\2\3", latex)) != latex:  # brackets that may grow have wide sides in some fonts
        latex = lowered
    element = convert(_AFTER_NAME.sub(r"\1\\,", _BEFORE_NAME.sub(r"\\,\1", latex)))
    inside = _SIGN.sub(r'\1<mo form="prefix">&#x02212;', element[element.index(">") + 1 :])
    style = ' displaystyle="true"' if is_display else ""
    words = f' alttext="{escape(text)}"' if text else ""
    return f"<math{style}{words}>{inside}"


def _figure(picture: Any, number: int) -> str:
    """Return a picture; the names inside it are made unique on the page."""
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>figure{number}-", picture.svg())
    return f"<figure>\n{svg.strip()}\n</figure>"
