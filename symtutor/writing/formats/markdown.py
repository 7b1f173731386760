"""Documents as Markdown with LaTeX formulas, as notebooks show them."""

from __future__ import annotations

import io
from base64 import b64encode

from symtutor.writing.document import Bullets, Chain, Document, Figure, Folded, Heading, Listing, Part, Piece, Tabular
from symtutor.writing.formats.breaking import inline
from symtutor.writing.formats.latex import aligned

__all__ = ["as_markdown"]

_BAR = "\\vert "  # a bar inside a formula of a table would end its cell


def as_markdown(document: Document) -> str:
    """Return a document as Markdown; formulas stand between dollar signs."""
    title = [f"### {_sentence(document.title)}"] if document.title else []
    blocks = [*title, *map(_part, document.parts)]
    return "\n\n".join(blocks) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{'#' * (part.level + 2)} {_sentence(part.pieces)}"
    if isinstance(part, Chain):
        return f"$$\n{aligned(part)}\n$$"
    if isinstance(part, Bullets):
        return "\n".join(f"- {_sentence(point)}" for point in part.points)
    if isinstance(part, Tabular):
        rows = [map(_plain, part.heads), ["---"] * len(part.heads), *(map(_sentence, row) for row in part.entries)]
        return "\n".join(f"| {' | '.join(cell.replace('|', _BAR) for cell in row)} |" for row in rows)
    if isinstance(part, Listing):
        printed = f"\n\n```text\n{part.output.rstrip()}\n```" if part.output else ""
        return f"```python\n{part.code.rstrip()}\n```{printed}"
    if isinstance(part, Figure):
        return f"![Figure {part.number}]({_data_of(part)})\n\n*Figure {part.number}. {_plain(part.caption)}*"
    if isinstance(part, Folded):
        inside = "\n\n".join(map(_part, part.parts))
        return f"<details><summary>{_plain(part.title)}</summary>\n\n{inside}\n\n</details>"
    return (f"**{part.label}** " if part.label else "") + _sentence(part.pieces)


def _data_of(figure: Figure) -> str:
    """Return a picture as an address that holds it."""
    stream = io.BytesIO()
    figure.picture.savefig(stream, format="png", dpi=100)
    return f"data:image/png;base64,{b64encode(stream.getvalue()).decode()}"


def _sentence(pieces: tuple[Piece, ...]) -> str:
    return "".join(_plain(p) if isinstance(p, str) else f"${inline(p)}$" for p in pieces)


def _plain(text: str) -> str:
    """Return text in which no character starts Markdown or a formula."""
    return "".join("\\" + c if c in "\\*_$`#<" else c for c in text)
