"""Documents as LaTeX: whole documents that compile, and aligned blocks for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symtutor.writing.document import Chain, Document, Heading, Paragraph, Part, Row
from symtutor.writing.formats.breaking import broken
from symtutor.writing.formats.latex_text import note_lines, sentence
from symtutor.writing.formats.latex_width import formula_width

__all__ = ["RELATIONS", "aligned", "as_latex"]

_PAGE = 38.5  # em: a line of the page without number and relation
_NOTEBOOK = 44.0
_GAP = 2.0
_NOTE_INDENT = 2.0

RELATIONS = {"": r"\phantom{=}", "=": "=", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "≤": r"\leq", "case": r"\phantom{=}"}

_PREAMBLE = r"""\documentclass[11pt,a4paper,fleqn]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb}
\usepackage[margin=2.2cm]{geometry}
\usepackage{microtype}
\allowdisplaybreaks
\sloppy
\setlength{\mathindent}{0pt}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\setcounter{secnumdepth}{0}
"""


def as_latex(document: Document, figures: Iterable[str] = ()) -> str:
    """Return a complete LaTeX document.

    Parameters
    ----------
    document : Document
        What to write.
    figures : iterable of str
        Paths of pictures to include at the end.
    """
    pictures = list(figures)
    preamble = _PREAMBLE + (r"\usepackage{graphicx}" + "\n" if pictures else "")
    lines = [preamble + r"\begin{document}", rf"\section{{\raggedright {sentence(document.title)}}}"]
    lines.extend(_part(part) for part in document.parts)
    lines.extend(rf"\begin{{center}}\includegraphics[width=\linewidth]{{{path}}}\end{{center}}" for path in pictures)
    lines.append(r"\end{document}")
    return "\n\n".join(lines) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return rf"\{'section' if part.level == 1 else 'subsection'}{{\raggedright {sentence(part.pieces)}}}"
    if isinstance(part, Paragraph):
        return (rf"\textbf{{{part.label}}} " if part.label else "") + sentence(part.pieces)
    return "\\begin{alignat*}{2}\n" + _page_rows(part) + "\n\\end{alignat*}"


@dataclass(frozen=True, slots=True)
class _Set:
    """A row in lines: the formula's, the note's, and whether the note stands beside the formula's last line."""

    row: Row
    formula: tuple[str, ...]
    note: tuple[str, ...]
    is_beside: bool


def _set_rows(chain: Chain, width: float) -> list[_Set]:
    """Return rows broken to a width: a note stands beside its formula where there is room, else below it."""
    rows = []
    for row in chain.rows:
        formula = broken(row.term, width)
        used = formula_width(formula[-1]) + (_NOTE_INDENT if len(formula) > 1 else 0.0)
        note = ("(", *row.note, ")") if row.note else ()
        one_line = note_lines(note, 10_000.0) if note else ()
        is_beside = bool(note) and used + _GAP + formula_width(one_line[0]) <= width
        rows.append(_Set(row, formula, one_line if is_beside else note_lines(note, width - _NOTE_INDENT), is_beside))
    return rows


def _page_rows(chain: Chain) -> str:
    """Return the rows of a chain for a page: number, relation, formula, and the notes in a column."""
    rows = _set_rows(chain, _PAGE)
    notes = [formula_width(r.note[0]) for r in rows if r.is_beside]
    column = _PAGE - _GAP - max(notes, default=-_GAP)  # wider formulas must not push the notes off the page
    lines = []
    for entry in rows:
        parts = _parts(entry)
        end = ""
        if entry.is_beside and formula_width(entry.formula[-1]) <= column:
            end = rf" &\qquad& {parts.pop()}"
        elif entry.is_beside:
            parts[-2:] = [rf"{parts[-2]} \qquad {parts[-1]}"]
        if notes:  # a box without width does not widen the column
            parts = [rf"\rlap{{$\displaystyle {part}$}}" if formula_width(part) > column else part for part in parts]
        parts[-1] += end
        number = rf"\text{{{entry.row.number}.}}\quad "
        lines.append(" \\\\*\n".join(f"{'' if i else number}& {part}" for i, part in enumerate(parts)))
    return " \\\\\n".join(lines)


_NEXT = r"\phantom{=} \quad\ "  # where the second line of a formula begins


def _parts(entry: _Set) -> list[str]:
    """Return the lines of a row: those of the formula, then those of the note."""
    formula = [f"{RELATIONS[entry.row.relation]} {entry.formula[0]}", *(f"{_NEXT}{part}" for part in entry.formula[1:])]
    return [*formula, *(part if entry.is_beside else f"{_NEXT}{part}" for part in entry.note)]


def aligned(chain: Chain) -> str:
    """Return a chain as an aligned block for a notebook, without dollar signs.

    Notes
    -----
    It holds only commands that MathJax and KaTeX share; they know no line
    breaks, so each line is ours.
    """
    lines: list[str] = []
    for entry in _set_rows(chain, _NOTEBOOK):
        parts = _parts(entry)
        if entry.is_beside:
            parts[-2:] = [rf"{parts[-2]} \qquad {parts[-1]}"]
        number = rf"\text{{{entry.row.number}.}}\quad "
        lines.extend(f"{'' if i else number}& {part}" for i, part in enumerate(parts))
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"
