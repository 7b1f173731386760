"""Documents as Markdown with LaTeX formulas, as notebooks show them."""

from __future__ import annotations

from symtutor.writing.document import Chain, Document, Heading, Paragraph, Piece
from symtutor.writing.formats.breaking import inline
from symtutor.writing.formats.latex import aligned

__all__ = ["as_markdown"]


def as_markdown(document: Document) -> str:
    """Return a document as Markdown; formulas stand between dollar signs."""
    blocks = [f"### {_sentence(document.title)}"]
    for part in document.parts:
        if isinstance(part, Heading):
            blocks.append(f"{'#' * (part.level + 2)} {_sentence(part.pieces)}")
        elif isinstance(part, Paragraph):
            blocks.append((f"**{part.label}** " if part.label else "") + _sentence(part.pieces))
        elif isinstance(part, Chain):
            blocks.append(f"$$\n{aligned(part)}\n$$")
    return "\n\n".join(blocks) + "\n"


def _sentence(pieces: tuple[Piece, ...]) -> str:
    return "".join(_plain(p) if isinstance(p, str) else f"${inline(p)}$" for p in pieces)


def _plain(text: str) -> str:
    """Return text in which no character starts Markdown or a formula."""
    return "".join("\\" + c if c in "\\*_$`#<" else c for c in text)
