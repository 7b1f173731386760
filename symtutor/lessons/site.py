"""The course as a small site: contents with a search, and a page for each lesson, to be read from a folder or a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from symtutor.errors import InputError
from symtutor.lessons.view import LessonView
from symtutor.writing.document import Bullets, Document, Figure, Folded, Heading, Paragraph, Part, Piece
from symtutor.writing.formats.html import anchor, rendered
from symtutor.writing.marks.text import UNICODE

__all__ = ["write_site"]

_TITLE = "Calculus for machine learning"
_ABOUT = (
    "Every derivation was checked step by step by independent code, every number comes from a computation, and every program runs. "
    "A title that begins with W is a worked example, with P a picture or a program, with T a task for you, with Q a question that "
    "readers ask."
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A lesson and its place in the site."""

    number: int
    title: str
    file: str
    document: Document

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(part for part in self.document.parts if isinstance(part, Heading) and part.level == 2)

    @property
    def sections(self) -> list[str]:
        return [_plain(heading.pieces) for heading in self.headings]


def write_site(lessons: Sequence[LessonView], folder: Path) -> Path:
    """Write the site and return its first page.

    Parameters
    ----------
    lessons : sequence of LessonView
        In reading order.
    folder : Path
        Where; it is made if it does not exist.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    pages = [_Page(v.content.number, v.title, f"{anchor(v.title)}.html", v.document()) for v in lessons]
    contents = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for i, page in enumerate(pages):
            around = {"before": pages[i - 1] if i else None, "after": pages[i + 1] if i + 1 < len(pages) else None}
            text = rendered("lesson.html", page.document.title, page.document.parts, headings=page.headings, **around)
            (folder / page.file).write_text(text, encoding="utf-8")
        entries = [entry for page in pages for entry in _entries(page)]
        contents.write_text(rendered("index.html", (_TITLE,), (), about=_ABOUT, lessons=pages, entries=entries), encoding="utf-8")
    except OSError as error:
        raise InputError(f"the course cannot be written to {folder}: {error.strerror or error}") from None
    return contents


def _entries(page: _Page) -> Iterator[dict[str, str]]:
    """Yield what the search looks through: the words of each section, in small letters."""
    found: list[tuple[Heading, list[str]]] = []
    for part in page.document.parts:
        if isinstance(part, Heading) and part.level == 2:
            found.append((part, [_plain(part.pieces)]))
        elif found:
            found[-1][1].extend(_words(part))
    for heading, words in found:
        title = _plain(heading.pieces)
        text = " ".join([page.title, *words]).lower()
        yield {"lesson": page.title, "title": title, "href": f"{page.file}#{anchor(title)}", "text": text}


def _words(part: Part) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield _plain(part.pieces)
    elif isinstance(part, Bullets):
        yield from map(_plain, part.points)
    elif isinstance(part, Figure):
        yield part.caption
    elif isinstance(part, Folded):
        for inside in part.parts:
            yield from _words(inside)


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else UNICODE.render(piece) for piece in pieces)
