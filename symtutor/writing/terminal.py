"""Documents as plain text for a terminal: Unicode or ASCII, at most a given width."""

from __future__ import annotations

import textwrap

from symtutor.writing.document import Chain, Document, Heading, Paragraph, Piece, Row
from symtutor.writing.text_math import ASCII, UNICODE, UnicodePrinter

__all__ = ["as_text"]

_ASCII_WORDS = str.maketrans(
    {"−": "-", "′": "'", "·": "*", "→": "->", "≤": "<=", "≠": "!=", "⇒": "=>", "⇔": "<=>", "×": "x", "…": "...", "²": "^2"}
)


def as_text(document: Document, *, width: int = 100, ascii_only: bool = False) -> str:
    """Return a document as text.

    Parameters
    ----------
    document : Document
        What to print.
    width : int
        Columns; formulas are broken at + and −, sentences at spaces.
    ascii_only : bool
        Use ASCII marks only.
    """
    printer = ASCII if ascii_only else UNICODE
    title = _sentence(document.title, printer)
    blocks = [title + "\n" + "=" * min(len(title), width)]
    for part in document.parts:
        if isinstance(part, Heading):
            heading = _sentence(part.pieces, printer)
            blocks.append(heading + "\n" + "-" * min(len(heading), width))
        elif isinstance(part, Paragraph):
            blocks.append("\n".join(textwrap.wrap(_sentence(part.pieces, printer), width, break_long_words=False)))
        else:
            blocks.append(_chain(part, printer, width))
    text = "\n\n".join(blocks)
    return _to_ascii(text) if ascii_only else text


def _to_ascii(text: str) -> str:
    return text.translate(_ASCII_WORDS).encode("ascii", "replace").decode()


def _sentence(pieces: tuple[Piece, ...], printer: UnicodePrinter) -> str:
    return "".join(p if isinstance(p, str) else printer.render(p) for p in pieces)


def _chain(chain: Chain, printer: UnicodePrinter, width: int) -> str:
    """Return rows with number, relation and formula; notes in a column of their own where they fit."""
    digits = len(str(chain.rows[-1].number)) + 1
    indent = digits + 5
    formulas = [_broken(printer.render(row.term), width - indent) for row in chain.rows]
    notes = [f"({note})" if (note := _sentence(row.note, printer)) else "" for row in chain.rows]
    column = max([indent + len(f[-1]) for f, n in zip(formulas, notes, strict=True) if n and _fits(f, n, indent, width)], default=0) + 4
    lines: list[str] = []
    for row, formula, note in zip(chain.rows, formulas, notes, strict=True):
        lines.extend(_row(row, formula, note, digits, column, width))
    return "\n".join(lines)


def _fits(formula: list[str], note: str, indent: int, width: int) -> bool:
    return indent + len(formula[-1]) + 4 + len(note) <= width


def _row(row: Row, formula: list[str], note: str, digits: int, column: int, width: int) -> list[str]:
    """Return the lines of one row."""
    indent = digits + 5
    head = f"{f'{row.number}.':<{digits}} {row.relation:>2}  "
    lines = [head + formula[0], *(" " * (indent + 2) + part for part in formula[1:])]
    if not note:
        return [line.rstrip() for line in lines]
    if _fits(formula, note, indent, width):
        start = max(column if column + len(note) <= width else width - len(note), len(lines[-1]) + 2)
        lines[-1] = f"{lines[-1]:<{start}}{note}"
    else:
        wrapped = textwrap.wrap(note, width - indent - 4, break_long_words=False)
        lines.extend(" " * (indent + 4) + part for part in wrapped)
    return lines


def _broken(formula: str, width: int) -> list[str]:
    """Return a formula in lines of at most a width, broken before + and −, as far out of brackets as possible."""
    lines: list[str] = []
    rest = formula
    while len(rest) > width:
        place = _break_place(rest, width)
        if place is None:
            break
        lines.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
        width_left = width - 2
        width = width_left if not lines[1:] else width
    return [*lines, rest]


def _break_place(text: str, width: int) -> int | None:
    """Return the best place to break a formula within a width: least nested, then rightmost."""
    depth = 0
    best: tuple[int, int] | None = None
    for i, char in enumerate(text[: width + 1]):
        depth += (char in "([{") - (char in ")]}")
        if char in "+−-=" and i > 10 and text[i - 1] == " " and text[i + 1 : i + 2] == " ":
            key = (-depth, i)
            best = max(best, key) if best else key
    return best[1] if best else None
