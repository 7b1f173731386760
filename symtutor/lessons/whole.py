"""The course as a whole: the list of its lessons, saved as a site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from symtutor.errors import InputError
from symtutor.lessons.view import LessonView
from symtutor.writing.document import Document, Paragraph
from symtutor.writing.formats.terminal import as_text

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["CourseView"]


class CourseView:
    """The course: the list of its lessons."""

    def __init__(self, lessons: tuple[LessonView, ...]) -> None:
        self.lessons = lessons

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return the list as plain text."""
        document = Document(("Lessons",), tuple(Paragraph((f"{view.content.number}. {view.title}",)) for view in self.lessons))
        return as_text(document, width=width, ascii_only=ascii_only)

    def save(self, path: str | Path) -> Path:
        """Write the course as a small site into a folder, and return its first page.

        Raises
        ------
        InputError
            If the path has the ending of a file, or nothing can be written there.
        """
        from symtutor.lessons.site import write_site  # noqa: PLC0415 (only those who write the site need the templates)

        if Path(path).suffix:
            raise InputError(
                f"the course is a folder of pages, and {path} is a file", "Name a folder, or a lesson: lesson(1).save('one.pdf')."
            )
        return write_site(self.lessons, Path(path))

    def plot(self) -> Picture:
        """Refuse: a list of lessons has no picture."""
        raise InputError("which lesson is to be drawn?", "Name it, as in lesson(1).plot().")

    def __str__(self) -> str:
        return self.text()

    __repr__ = __str__
