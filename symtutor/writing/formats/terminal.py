"""Documents as plain text for a terminal: Unicode or ASCII, at most a given width."""

from __future__ import annotations

import re
import textwrap

from symtutor.term import Term
from symtutor.writing.document import Bullets, Chain, Document, Figure, Folded, Heading, Listing, Paragraph, Part, Piece, Tabular
from symtutor.writing.folding import unfolded
from symtutor.writing.formats.grids import ASCII_GRIDS, UNICODE_GRIDS, Piled, piled
from symtutor.writing.marks.characters import ascii_words
from symtutor.writing.marks.text import ASCII, GREEK, UNICODE, UnicodePrinter

__all__ = ["as_text"]

_INDENT = 2  # of the later lines of a formula
_GAP = 4  # between a formula and its note

_NAMES = {letter: name for name, letter in GREEK.items() if name != "lamda"}


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
    blocks = [_underlined(document.title, printer, width, "=")]
    blocks.extend(_part(part, printer, width) for part in unfolded(document).parts)
    return "\n\n".join(blocks)


def _part(part: Part, printer: UnicodePrinter, width: int) -> str:
    if isinstance(part, Heading):
        return _underlined(part.pieces, printer, width, "-")
    if isinstance(part, Chain):
        return _chain(part, printer, width)
    if isinstance(part, Bullets):
        return "\n".join(_item(_sentence(point, printer), width) for point in part.points)
    if isinstance(part, Tabular):
        return _table(part, printer)
    if isinstance(part, Listing):
        printed = f"\n\nIt prints\n\n{_indented(part.output)}" if part.output else ""
        return f"{_indented(part.code)}{printed}"
    if isinstance(part, Figure):
        return "\n".join(_wrapped(_sentence((f"[Figure {part.number}: {part.caption}]",), printer), width))
    if isinstance(part, Folded):  # none is left in an unfolded document
        return "\n\n".join(_part(inside, printer, width) for inside in part.parts)
    if part.label and len(part.pieces) == 1 and isinstance(part.pieces[0], Term):  # an answer
        piles = _formula(part.pieces[0], printer, width - len(part.label) - 1)
        if any(len(pile.lines) > 1 for pile in piles) or len(piles) == 1:
            return "\n".join(line.rstrip() for pile in _indented_piles(f"{part.label} ", piles) for line in pile.lines)
    return "\n".join(_wrapped(_sentence(_labelled(part), printer), width))


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip("\n"), "    ")


def _item(text: str, width: int) -> str:
    lines = _wrapped(text, width - 2)
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])])


def _table(part: Tabular, printer: UnicodePrinter) -> str:
    """Return a table with columns as wide as their widest entry."""
    rows = [[_sentence((head,), printer) for head in part.heads], *([_sentence(cell, printer) for cell in row] for row in part.entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(f"{cell:<{size}}" for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * size for size in widths), *lines[1:]])


def _labelled(part: Paragraph) -> tuple[Piece, ...]:
    return (f"{part.label} ", *part.pieces) if part.label else part.pieces


def _sentence(pieces: tuple[Piece, ...], printer: UnicodePrinter) -> str:
    text = "".join(p if isinstance(p, str) else printer.render(p) for p in pieces)
    return ascii_words(text, _NAMES) if printer is ASCII else text


def _underlined(pieces: tuple[Piece, ...], printer: UnicodePrinter, width: int, line: str) -> str:
    lines = _wrapped(_sentence(pieces, printer), width)
    return "\n".join([*lines, line * max(map(len, lines))])


def _wrapped(text: str, width: int) -> list[str]:
    """Return a sentence in lines of at most a width; a formula without a space is broken as formulas are."""
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [part for line in lines for part in _broken(line, width)]


def _chain(chain: Chain, printer: UnicodePrinter, width: int) -> str:
    """Return rows with number, relation and formula; notes in a column of their own where they fit."""
    relations = [ascii_words(row.relation, {}) if printer is ASCII else row.relation for row in chain.rows]
    digits = len(str(chain.rows[-1].number)) + 1
    marks = max(2, *map(len, relations))
    heads = [f"{f'{row.number}.':<{digits}} {relation:>{marks}}  " for row, relation in zip(chain.rows, relations, strict=True)]
    indent = len(heads[0])
    formulas = [_formula(row.term, printer, width - indent) for row in chain.rows]
    notes = [f"({_sentence(row.note, printer)})" if row.note else "" for row in chain.rows]
    ends = [indent + len(f[-1].lines[0]) + (_INDENT if len(f) > 1 else 0) for f in formulas]
    fits = [bool(note) and end + _GAP + len(note) <= width for end, note in zip(ends, notes, strict=True)]
    column = max((end for end, does_fit in zip(ends, fits, strict=True) if does_fit), default=0) + _GAP
    lines: list[str] = []
    for head, formula, note, does_fit in zip(heads, formulas, notes, fits, strict=True):
        *above, last = _indented_piles(head, formula)
        told = list(last.lines)
        if does_fit:
            start = max(column if column + len(note) <= width else width - len(note), len(told[last.base]) + 2)
            told[last.base] = f"{told[last.base]:<{start}}{note}"
        lines.extend(line for pile in above for line in pile.lines)
        lines.extend(told)
        if note and not does_fit:
            lines.extend(" " * (indent + _GAP) + part for part in _wrapped(note, width - indent - _GAP))
    return "\n".join(line.rstrip() for line in lines)


def _formula(term: Term, printer: UnicodePrinter, width: int) -> list[Piled]:
    """Return a formula as piles of lines, with matrices of several rows as matrices."""
    grids = ASCII_GRIDS if printer is ASCII else UNICODE_GRIDS
    return piled(grids.render(term), grids, width, _INDENT, _broken)


def _indented_piles(head: str, piles: list[Piled]) -> list[Piled]:
    """Return piles with what stands before the first one, and the others a little further to the right."""
    found = []
    for i, pile in enumerate(piles):
        start = " " * (len(head) + (_INDENT if i else 0))
        found.append(Piled(tuple((head if not i and at == pile.base else start) + line for at, line in enumerate(pile.lines)), pile.base))
    return found


def _broken(formula: str, width: int) -> list[str]:
    """Return a formula in lines of at most a width, as far as it has places to break."""
    lines: list[str] = []
    rest = formula
    while len(rest) > width:
        place = _break_place(rest, width)
        if place is None:
            break
        lines.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
        if len(lines) == 1:
            width -= _INDENT
    return [*lines, rest]


# how bad it is to break before a mark, in levels of brackets
_BREAKS = {
    **dict.fromkeys((" + ", " − ", " - ", " = "), 0.0),
    **dict.fromkeys(("·", "*"), 0.5),
    "/": 0.8,
    " ": 0.9,
}
_MARK = re.compile(r" [+−=-] |[·*/ ]|[([{]|[)\]}]")
_SIGNS = frozenset(("", "+", "−", "-", "="))  # no line holds a sign alone
_VALUED = re.compile(r"(?:\b(?:at|for|from|to|and|or|near)|,) \w+$")
_FEWEST = 0.3  # of a line must be filled before it is broken


def _belongs_together(text: str, mark: str, place: int) -> bool:
    """Tell whether no line may end here: after a sign alone, inside d/dx, or in "at x = 2", which would look like a new equality."""
    before = text[:place]
    return before in _SIGNS or (mark == "/" and before[-1] in "d∂") or (mark == " = " and _VALUED.search(before) is not None)


def _break_place(text: str, width: int) -> int | None:
    """Return where to break: outermost first, terms rather than factors, then as far right as fits."""
    depth = 0
    best: tuple[float, int] | None = None
    soonest: int | None = None
    for match in _MARK.finditer(text):
        mark = match.group()
        depth += (mark in "([{") - (mark in ")]}")
        if mark not in _BREAKS or _belongs_together(text, mark, match.start()):
            continue
        place = match.start()
        if place > width:
            return best[1] if best else place if soonest is None else soonest
        if place < _FEWEST * width:
            soonest = place
        else:
            key = (-depth - _BREAKS[mark], place)
            best = max(best, key) if best else key
    return best[1] if best else soonest
