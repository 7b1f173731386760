"""What is written in every format from one document: solutions, judgements, marked work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from symtutor.errors import OutOfBudget
from symtutor.runtime.deadline import SECONDS, allowed
from symtutor.runtime.recursion import deep_recursion
from symtutor.writing.document import Document, Figure
from symtutor.writing.folding import figures

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["Written"]


class Written:
    """Something with a document, and pictures where it has some; formats are loaded when they are asked for."""

    __slots__ = ()

    def document(self) -> Document:
        """Return it as headings, sentences and formulas."""
        raise NotImplementedError

    def summary(self) -> Document:
        """Return what is written where the time for the whole document is over.

        Raises
        ------
        OutOfBudget
            Where nothing shorter says anything.
        """
        raise OutOfBudget("the time for writing it is over")

    def _seconds(self) -> float:
        """Return how long writing it may take."""
        return SECONDS

    def _rendered(self, render: Callable[[Document], str], document: Callable[[], Document] | None = None) -> str:
        """Return the document in a format, or its summary where the time is over."""
        with deep_recursion():
            with allowed(self._seconds()):
                return render((document or self.document)())
            return render(self.summary())

    def shown_pictures(self) -> tuple[Picture, ...]:
        """Return the pictures that its page shows."""
        return ()

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return it as plain text."""
        from symtutor.writing.formats.terminal import as_text  # noqa: PLC0415 (see above)

        return self._rendered(lambda document: as_text(document, width=width, ascii_only=ascii_only))

    def latex(self) -> str:
        """Return it as a complete LaTeX document."""
        from symtutor.writing.formats.latex import as_latex  # noqa: PLC0415 (see above)

        return self._rendered(as_latex)

    def markdown(self) -> str:
        """Return it as Markdown with LaTeX formulas."""
        from symtutor.writing.formats.markdown import as_markdown  # noqa: PLC0415 (see above)

        return self._rendered(as_markdown)

    def html(self) -> str:
        """Return it as one self-contained HTML page, with a picture where it has one."""
        from symtutor.writing.formats.html import as_html  # noqa: PLC0415 (see above)

        return self._rendered(as_html, self.with_pictures)

    def with_pictures(self) -> Document:
        """Return the document with its pictures at the end."""
        found = self.document()
        count = len(figures(found))
        drawn = (Figure(count + number, picture) for number, picture in enumerate(self.shown_pictures(), 1))
        return Document(found.title, (*found.parts, *drawn))

    def compiled(self, target: Path) -> str:
        """Write it as PDF with its pictures as vector graphics, and return pdflatex's log.

        Raises
        ------
        InputError
            If there is no pdflatex, or it fails.
        """
        from symtutor.writing.files import compile_latex  # noqa: PLC0415 (see above)
        from symtutor.writing.formats.latex import as_latex  # noqa: PLC0415 (see above)

        return self._rendered(lambda document: compile_latex(as_latex(document), target, figures(document)), self.with_pictures)

    def save(self, path: str | Path) -> Path:
        """Write it to a file; the ending chooses: .tex .pdf .html .md .json .txt, and .png .svg for a picture.

        Raises
        ------
        InputError
            If the ending is unknown, or a PDF is asked for without pdflatex.
        """
        from symtutor.writing.files import save_document  # noqa: PLC0415 (see above)

        return save_document(path, self)

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()
