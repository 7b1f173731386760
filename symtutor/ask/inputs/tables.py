"""Tables that are passed as files."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

from symtutor.errors import InputError

__all__ = ["rows_of_file"]

_DECIMAL = re.compile(r"(?<=\d),(?=\d)")


def rows_of_file(path: Path, advice: str, *, are_numbers: bool = False) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file that hold anything, each with the number of its line.

    Parameters
    ----------
    path : Path
        The file.
    advice : str
        What to pass instead, where it cannot be read.
    are_numbers : bool
        Whether semicolons in the first line separate the columns; a comma between digits is then that of a decimal.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", advice) from None
    is_split = are_numbers and ";" in text.partition("\n")[0]
    rows = csv.reader(StringIO(text, newline=""), delimiter=";" if is_split else ",")
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    return [(number, [_DECIMAL.sub(".", cell) for cell in row]) for number, row in numbered] if is_split else numbered
