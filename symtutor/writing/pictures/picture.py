"""Pictures: matplotlib figures that a notebook shows by themselves and that carry a description in words.

This module imports matplotlib; those who draw import it inside their functions.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

__all__ = ["Picture"]

_WITHOUT_DATE: dict[str, dict[str, Any]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
_DESCRIPTION = {"png": "Description", "svg": "Description", "pdf": "Subject"}


class Picture(Figure):
    """A matplotlib figure with a description, independent of pyplot.

    Parameters
    ----------
    alt : str
        One sentence that says what is to be seen, for those who do not see it.
    size : tuple of float, default (6.4, 4.4)
        Width and height in inches.

    Notes
    -----
    A file written by `savefig` holds the description: in its metadata (png, svg,
    pdf), and an svg also as ``<title>``, where screen readers look.  The same
    picture gives the same bytes.

    Examples
    --------
    >>> picture = Picture(alt="An empty picture.")
    >>> picture.svg().splitlines()[0][:4]
    '<svg'
    >>> "<title>An empty picture.</title>" in picture.svg()
    True
    """

    def __init__(self, *, alt: str = "", size: tuple[float, float] = (6.4, 4.4)) -> None:
        super().__init__(figsize=size, layout="constrained")
        self.alt = alt

    def draw(self, renderer: RendererBase) -> None:
        """Draw on a renderer.

        Where a file is written, matplotlib draws twice: first for the layout alone, with nothing shown, then without a layout.
        """
        engine = self.get_layout_engine()
        if self.axes and isinstance(engine, ConstrainedLayoutEngine) and self.canvas.is_saving():
            engine.execute(self)  # the next drawing is without it
        else:
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the picture; the format follows the file's ending.

        Parameters
        ----------
        fname : str, path or binary file
            Where to write.
        **options
            As for matplotlib's ``Figure.savefig``.
        """
        to_stream = hasattr(fname, "write")
        kind = str(options.get("format") or ("png" if to_stream else Path(fname).suffix.removeprefix("."))).lower()
        described = {_DESCRIPTION[kind]: self.alt} if kind in _DESCRIPTION else {}
        options["metadata"] = {**_WITHOUT_DATE.get(kind, {}), **described, **(options.get("metadata") or {})} or None
        options.setdefault("dpi", 150)
        # text becomes paths, so no font is needed; the names inside an svg are random unless they are salted
        with mpl.rc_context({"svg.hashsalt": "symtutor", "svg.fonttype": "path"}):
            if kind != "svg":
                super().savefig(fname, **options)
                return
            stream = io.BytesIO()
            super().savefig(stream, **{**options, "format": "svg"})
        document = _titled(stream.getvalue().decode(), self.alt).encode()
        if to_stream:
            fname.write(document)
        else:
            Path(fname).write_bytes(document)

    def svg(self) -> str:
        """Return the picture as one ``<svg>`` element for a page, with its description as title."""
        stream = io.BytesIO()
        self.savefig(stream, format="svg")
        document = stream.getvalue().decode()
        return document[document.index("<svg") :]

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows."""
        stream = io.BytesIO()
        self.savefig(stream, format="png", dpi=110)
        return stream.getvalue()


def _titled(document: str, title: str) -> str:
    """Return an svg document with a title that screen readers find."""
    end = document.index(">", document.index("<svg"))
    return f'{document[:end]} role="img">\n <title>{escape(title)}</title>{document[end + 1 :]}'
