"""Documents as LaTeX: whole documents that compile, and aligned blocks for notebooks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from symtutor.writing.document import Bullets, Chain, Document, Figure, Folded, Heading, Listing, Paragraph, Part, Question, Row, Tabular
from symtutor.writing.folding import figures, unfolded
from symtutor.writing.formats.breaking import broken
from symtutor.writing.formats.latex_text import note_lines, sentence, sentence_width
from symtutor.writing.formats.latex_width import formula_width
from symtutor.writing.marks.latex_words import typed

__all__ = ["RELATIONS", "aligned", "as_latex", "figure_file"]

_PAGE = 38.5  # em: a line of the page without number and relation
_NOTEBOOK = 44.0
_TOO_WIDE = 1.05  # widths are rounded up
_GAP = 2.0
_NOTE_INDENT = 2.0
_INCHES = 8.4  # width of a picture that fills a line
_TOGETHER = 40  # lines of a program that stay on one page
_WITH_PICTURES = r"\usepackage{graphicx}" + "\n"
# What is wider than a part of the line is made as small as it has to be; TeX measures it.
_WITH_FITTED = r"""\usepackage{graphicx}
\newsavebox{\fittedbox}
\newcommand{\fitted}[2]{\sbox{\fittedbox}{#2}%
  \ifdim\wd\fittedbox>#1\linewidth\resizebox{#1\linewidth}{!}{\usebox{\fittedbox}}\else\usebox{\fittedbox}\fi}
"""

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
\setlength{\lineskiplimit}{2pt}
\setlength{\lineskip}{3pt}
\setcounter{secnumdepth}{0}
\clubpenalty=10000
\widowpenalty=10000
"""


def as_latex(document: Document) -> str:
    """Return a complete LaTeX document.

    Parameters
    ----------
    document : Document
        What to write; folded parts stand at its end.

    Notes
    -----
    Pictures are included from files named by `figure_file`, where these exist.
    """
    title = rf"\section{{\raggedright {sentence(document.title)}}}"
    parts = unfolded(document).parts
    texts = [_part(part) + (_STAY if _leads(parts[i : i + 3]) else "") for i, part in enumerate(parts)]
    # an empty line before formulas would be set as an empty line
    between = [
        "\n" if isinstance(part, Chain) and i and isinstance(parts[i - 1], Paragraph | Chain) else "\n\n" for i, part in enumerate(parts)
    ]
    body = title + "".join(f"{space}{text}" for space, text in zip(between, texts, strict=True)) + "\n\n\\end{document}"
    preamble = _PREAMBLE + (_WITH_PICTURES if figures(document) else "") + (_WITH_FITTED if r"\fitted" in body else "")
    return f"{preamble}\\begin{{document}}\n\n{body}\n"


def figure_file(number: int) -> str:
    """Return the name of the file of a picture, beside the document."""
    return f"figure-{number}.pdf"


_STAY = r"\nopagebreak"


def _leads(parts: tuple[Part, ...]) -> bool:
    """Tell whether the first of some parts belongs to the next one: a label by itself, a question or plan before lines of formulas."""
    if not isinstance(parts[0], Paragraph) or len(parts) == 1 or isinstance(parts[1], Heading):
        return False
    return not parts[0].pieces or any(isinstance(part, Chain) for part in parts[1:])


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return rf"\{'sub' * min(part.level - 1, 2)}section{{\raggedright {sentence(part.pieces)}}}"
    if isinstance(part, Chain):
        return "\\begin{alignat*}{2}\n" + _page_rows(part) + "\n\\end{alignat*}"
    if isinstance(part, Bullets):
        return _list(part)
    if isinstance(part, Tabular):
        return _table(part)
    if isinstance(part, Listing):
        printed = f"{_STAY}\n\nIt prints{_STAY}\n\n{_verbatim(part.output)}" if part.output else ""
        return _verbatim(part.code) + printed
    if isinstance(part, Figure):
        return _figure(part)
    if isinstance(part, Folded):  # none is left in an unfolded document
        return "\n\n".join(map(_part, part.parts))
    if isinstance(part, Question):
        return rf"{{\everymath{{\displaystyle}}{sentence(part.pieces)}\par}}\vfill"
    return (rf"\textbf{{{part.label}}} " if part.label else "") + sentence(part.pieces)


def _list(part: Bullets) -> str:
    """Return a list; its first two points and its last two stay on one page."""
    points = [rf"\item {'{}' * text.startswith('[')}{text}" for text in map(sentence, part.points)]
    for i in {1, len(points) - 1} - {0}:
        points[i : i + 1] = [_STAY + "\n" + text for text in points[i : i + 1]]
    return "\n".join([r"\begin{itemize}\raggedright", *points, r"\end{itemize}"])


def _figure(part: Figure) -> str:
    """Return a picture with its description, on one page."""
    width, _ = part.picture.get_size_inches()
    name = figure_file(part.number)
    shown = rf"\includegraphics[width={min(1.0, float(width) / _INCHES):.3g}\linewidth,height=0.35\textheight,keepaspectratio]{{{name}}}"
    caption = rf"\small \textbf{{Figure {part.number}.}} {sentence((part.caption,))}"
    return (
        "\\begin{center}\\begin{minipage}{\\linewidth}\\centering\n"
        rf"\IfFileExists{{{name}}}{{{shown}\\[0.5em]}}{{}}"
        f"\n\\parbox{{0.92\\linewidth}}{{\\raggedright {caption}}}\n\\end{{minipage}}\\end{{center}}"
    )


def _table(part: Tabular) -> str:
    rows = [[rf"\textbf{{{sentence((head,))}}}" for head in part.heads], *([sentence(cell) for cell in row] for row in part.entries)]
    lines = [" & ".join(row) + r" \\" for row in rows]
    table = "\n".join([rf"\begin{{tabular}}{{@{{}}{'l' * len(part.heads)}@{{}}}}", lines[0], r"\hline", *lines[1:], r"\end{tabular}"])
    columns = [max(map(sentence_width, column)) for column in zip(*part.entries, strict=True)]
    shown = table if sum(columns) + len(columns) <= _PAGE else rf"\fitted{{1}}{{{table}}}"
    return rf"{{\renewcommand{{\arraystretch}}{{1.35}}{shown}}}"


def _verbatim(text: str) -> str:
    """Return lines of a program in a typewriter's letters, an empty one as a small gap; a line longer than the page is broken."""
    lines = [typed(line).replace("  ", r"\ \ ") for line in re.sub(r"\n\n+", "\n\n", text.rstrip()).split("\n")]
    end = r"\\*" if len(lines) <= _TOGETHER else r"\\"
    joined = "".join(line + (f"{end}[0.5em]" if after == "" else end) + "\n" for line, after in pairwise(lines) if line)
    return f"{{\\small\\ttfamily\\frenchspacing\\raggedright\n{joined}{lines[-1]}\\par}}"


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
        if entry.is_beside and formula_width(parts[-2]) <= column:
            end = rf" &\qquad& {parts.pop()}"
        elif entry.is_beside:
            parts[-2:] = [rf"{parts[-2]} \qquad {parts[-1]}"]
        parts = [_shrunk(part) for part in parts]
        if notes:  # a box without width does not widen the column
            parts = [rf"\rlap{{$\displaystyle {part}$}}" if formula_width(part) > column else part for part in parts]
        parts[-1] += end
        number = rf"\text{{{entry.row.number}.}}\quad "
        lines.append(" \\\\*\n".join(f"{'' if i else number}& {part}" for i, part in enumerate(parts)))
    ends = [r" \\*" if i in {0, len(lines) - 2} else r" \\" for i in range(len(lines) - 1)]  # no line by itself at the foot of a page
    return "\n".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _shrunk(line: str) -> str:
    """Return a line that cannot be broken further and is wider than the page, as a wide matrix, as small as it has to be."""
    if formula_width(line) <= _TOO_WIDE * _PAGE:
        return line
    return rf"\fitted{{0.8}}{{$\displaystyle {line}$}}"


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
