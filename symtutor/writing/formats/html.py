"""Documents as one self-contained HTML page: MathML, a grid for the steps, pictures inside; no script, no network."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup

from symtutor.term import Term
from symtutor.writing.document import Document, Figure, Part, Piece, Typed
from symtutor.writing.formats.breaking import broken
from symtutor.writing.formats.latex_width import formula_width
from symtutor.writing.marks.characters import POWER, exponent, index
from symtutor.writing.marks.latex import LOOSE_ROWS
from symtutor.writing.marks.text import UNICODE

__all__ = ["anchor", "as_html", "rendered"]

_LINE = 37.0  # em
_NOTE = 15.0
_PHONE = 11.0  # a wider formula can be moved sideways on a phone
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


def as_html(document: Document) -> str:
    """Return a complete HTML page.

    Parameters
    ----------
    document : Document
        What to write.

    Notes
    -----
    Steps are items of ordered lists, laid out as a grid of number, relation,
    formula and reason; on a narrow screen the reason stands below.

    Examples
    --------
    >>> from symtutor.writing.document import Paragraph
    >>> page = as_html(Document(("A title",), (Paragraph(("x < 1",)),)))
    >>> page.splitlines()[1]
    '<html lang="en">'
    >>> "<p>x &lt; 1</p>" in page
    True
    """
    return rendered("page.html", document.title, document.parts)


def rendered(template: str, title: tuple[Piece, ...], parts: tuple[Part, ...], **more: Any) -> str:
    """Return a page of a template.

    Parameters
    ----------
    template : str
        Its file.
    title : tuple of str or Term
        The title.
    parts : tuple of Part
        What it shows.
    **more
        What else the template asks for.
    """
    return _templates().get_template(template).render(title=title, parts=parts, **more)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Return the templates with the filters that turn mathematics into MathML."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    found.filters |= {
        "anchor": lambda heading: anchor(_plain(heading.pieces)),
        "is_wide": lambda term: any(formula_width(line) > _PHONE for line in broken(term, _LINE)),
        "level": lambda heading: min(heading.level, 6) if heading.level > 1 else 2,  # the page has one h1, its title
        "lines": _lines,
        "note": lambda note: Markup(_sentence(("(", *note, ")"), _NOTE)),
        "plain": _plain,
        "relation": _RELATIONS.get,
        "sentence": lambda pieces: Markup(_sentence(pieces)),
        "shown": lambda parts: Markup("\n").join(map(_shown, parts)),
        "svg": lambda figure: Markup(_svg(figure)),
    }
    return found


def _shown(part: Part) -> Markup:
    """Return a part by the macro that has the name of its class."""
    macro = getattr(_templates().get_template("parts.html").module, type(part).__name__)
    return Markup(macro(part))


def anchor(text: str) -> str:
    """Return the name of a heading in addresses.

    Examples
    --------
    >>> anchor("W1. From the definition, then by the rule")
    'w1-from-the-definition-then-by-the-rule'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


def _lines(term: Term) -> list[Markup]:
    """Return a formula in lines; the first one carries the whole as text."""
    first, *more = broken(term, _LINE)
    return [Markup(_math(first, _plain((term,)))), *(Markup(_math(line)) for line in more)]


def _sentence(pieces: tuple[Piece, ...], width: float = _LINE) -> str:
    """Return text and formulas; punctuation stays at its formula, and a long formula is broken to a width in em."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Typed):
            texts.append(f"<code>{escape(piece, quote=False)}</code>")
        elif isinstance(piece, str):
            marks = _PUNCTUATION.match(piece) if texts and texts[-1].endswith("</math>") else None
            if marks:
                texts[-1] = f'<span class="kept">{texts[-1]}{marks.group()}</span>'
            texts.append(_words(piece[marks.end() if marks else 0 :]))
        else:
            texts.extend(_formulas(piece, width))
    return "".join(texts)


def _words(text: str) -> str:
    """Return plain text; e^x, xⁿ and f_xx in it get raised exponents and lowered indices."""
    return POWER.sub(_power, escape(text, quote=False))


def _power(match: re.Match[str]) -> str:
    mark, text = ("sup", exponent(match)) if exponent(match) else ("sub", index(match))
    return f"<i>{match['base']}</i><{mark}>{text}</{mark}>"


def _formulas(term: Term, width: float) -> list[str]:
    """Return a formula inside a sentence, in pieces between which the browser breaks a long one."""
    lines = broken(term, width)
    first = _in_sentence(lines[0], _plain((term,)))
    return [first, *(f" {_in_sentence(line)}" for line in lines[1:])]


def _in_sentence(latex: str, text: str = "") -> str:
    """Return a formula of a sentence; one wider than a phone can be moved sideways."""
    formula = _math(latex, text, is_display=False)
    if formula_width(latex) <= _PHONE:
        return formula
    return f'<span class="moved" tabindex="0" role="group" aria-label="formula">{formula}</span>'


def _plain(pieces: tuple[Piece, ...]) -> str:
    """Return text and formulas as plain text, for titles and for those who do not see formulas."""
    return "".join(p if isinstance(p, str) else UNICODE.render(p) for p in pieces)


@lru_cache(maxsize=4_000)
def _math(latex: str, text: str = "", *, is_display: bool = True) -> str:
    """Return LaTeX as a MathML element."""
    latex = latex.replace(LOOSE_ROWS, r" \\ ")  # rows of MathML have air
    while (lowered := _LOW_BRACKETS.sub(r"\1\2\3", latex)) != latex:  # brackets that may grow have wide sides in some fonts
        latex = lowered
    element = convert(_AFTER_NAME.sub(r"\1\\,", _BEFORE_NAME.sub(r"\\,\1", latex)))
    inside = _SIGN.sub(r'\1<mo form="prefix">&#x02212;', element[element.index(">") + 1 :])
    style = ' displaystyle="true"' if is_display else ""
    words = f' alttext="{escape(text)}"' if text else ""
    return f"<math{style}{words}>{inside}"


def _svg(figure: Figure) -> str:
    """Return a picture that its caption describes; the names inside it are made unique on the page."""
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>figure{figure.number}-", figure.picture.svg())
    svg = re.sub(r"\s*<(title|metadata)>.*?</\1>", "", svg, flags=re.DOTALL)
    return svg.replace('role="img"', f'role="img" aria-labelledby="caption-{figure.number}"', 1).strip()
