"""Tables that are passed as files."""

from __future__ import annotations

import csv
from pathlib import Path

from symtutor.errors import InputError

__all__ = ["rows_of_file"]


def rows_of_file(path: Path, advice: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file that hold anything, each with the number of its line.

    Parameters
    ----------
    path : Path
        The file.
    advice : str
        What to pass instead, where it cannot be read.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [(number, row) for number, row in enumerate(csv.reader(lines), 1) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", advice) from None
