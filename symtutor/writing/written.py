"""What is written in every format from one document: solutions, judgements, marked work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from symtutor.recursion import deep_recursion
from symtutor.writing.document import Document

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["Written"]


class Written:
    """Something with a document, and pictures where it has some; formats are loaded when they are asked for."""

    __slots__ = ()

    def document(self) -> Document:
        """Return it as headings, sentences and formulas."""
        raise NotImplementedError

    def shown_pictures(self) -> tuple[Picture, ...]:
        """Return the pictures that its page shows."""
        return ()

    def text(self, *, width: int = 100, ascii_only: bool = False) -> str:
        """Return it as plain text."""
        from symtutor.writing.formats.terminal import as_text  # noqa: PLC0415 (see above)

        with deep_recursion():
            return as_text(self.document(), width=width, ascii_only=ascii_only)

    def latex(self) -> str:
        """Return it as a complete LaTeX document."""
        from symtutor.writing.formats.latex import as_latex  # noqa: PLC0415 (see above)

        with deep_recursion():
            return as_latex(self.document())

    def markdown(self) -> str:
        """Return it as Markdown with LaTeX formulas."""
        from symtutor.writing.formats.markdown import as_markdown  # noqa: PLC0415 (see above)

        with deep_recursion():
            return as_markdown(self.document())

    def html(self) -> str:
        """Return it as one self-contained HTML page, with a picture where it has one."""
        from symtutor.writing.formats.html import as_html  # noqa: PLC0415 (see above)

        pictures = self.shown_pictures()
        with deep_recursion():
            return as_html(self.document(), pictures)

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
