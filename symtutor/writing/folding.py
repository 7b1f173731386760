"""Folded parts in formats that cannot fold: they stand at the end, and their place says so."""

from __future__ import annotations

from collections.abc import Iterator

from symtutor.writing.document import Document, Figure, Folded, Heading, Paragraph, Part

__all__ = ["figures", "unfolded", "without_answers"]

_END = "Hints and answers"


def figures(document: Document) -> tuple[Figure, ...]:
    """Return the pictures of a document in order, those in folded parts too."""
    return tuple(_figures(document.parts))


def _figures(parts: tuple[Part, ...]) -> Iterator[Figure]:
    for part in parts:
        if isinstance(part, Figure):
            yield part
        elif isinstance(part, Folded):
            yield from _figures(part.parts)


def unfolded(document: Document) -> Document:
    """Return a document with its folded parts at the end, under the heading of the section from which they come."""
    parts: list[Part] = []
    end: list[Part] = []
    section: tuple[Part, ...] = ()
    for part in document.parts:
        if isinstance(part, Heading):
            section = (Heading(part.pieces, 3),)
        if isinstance(part, Folded):
            end += [*section, Paragraph((), f"{part.title}:"), *part.parts]
            section = ()
        else:
            parts.append(part)
    tail = [Heading((f"{_END}",)), *end] if end else []
    return Document(document.title, (*parts, *tail))


def without_answers(document: Document) -> Document:
    """Return a document without its folded parts: a worksheet."""
    return Document(document.title, tuple(part for part in document.parts if not isinstance(part, Folded)))
