"""Documents as Jupyter notebooks: words and formulas in Markdown, programs in cells that run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from symtutor.writing.document import Document, Heading, Listing
from symtutor.writing.formats.markdown import as_markdown

__all__ = ["as_notebook"]


def as_notebook(document: Document) -> str:
    """Return a document as the JSON of a notebook (nbformat 4.5).

    Parameters
    ----------
    document : Document
        What to write; each section becomes a cell, and each program one with what it prints.

    Examples
    --------
    >>> found = json.loads(as_notebook(Document(("A title",), (Listing("print(1)", "1"),))))
    >>> [cell["cell_type"] for cell in found["cells"]]
    ['markdown', 'code']
    """
    cells = [{**cell, "id": f"cell-{number}", "metadata": {}} for number, cell in enumerate(_cells(document), 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1)


def _cells(document: Document) -> Iterator[dict[str, Any]]:
    """Yield the cells without their names: a section, or what stands of it between two programs, is one cell."""
    words: list[Any] = []
    title = document.title
    for part in (*document.parts, None):
        begins = isinstance(part, Heading) and part.level == 2
        if part is not None and not isinstance(part, Listing) and not begins:
            words.append(part)
            continue
        if words or title:
            yield {"cell_type": "markdown", "source": as_markdown(Document(title, tuple(words))).strip()}
        title, words = (), [part] if begins else []
        if isinstance(part, Listing):
            outputs = [{"output_type": "stream", "name": "stdout", "text": part.output}] if part.output else []
            yield {"cell_type": "code", "source": part.code.rstrip(), "execution_count": None, "outputs": outputs}
