"""Documents as LaTeX: whole documents that compile, and fragments for notebooks."""

from __future__ import annotations

from collections.abc import Iterable

from symtutor.term import Quotient, Term
from symtutor.writing.document import Chain, Document, Heading, Paragraph, Part, Piece, Row
from symtutor.writing.latex_math import LATEX, LatexPrinter
from symtutor.writing.mathematics import POWER, PRODUCT
from symtutor.writing.text_math import UNICODE

__all__ = ["aligned", "as_latex", "escaped", "sentence"]

_LINE = 62  # formulas that are longer as text do not fit a line with their number
_WITH_NOTE = 76

_ESCAPES = {
    **{c: f"\\{c}" for c in "#$%&_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "−": "$-$",
    "·": r"$\cdot$",
    "′": "$'$",
    "≠": r"$\neq$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "<": "$<$",
    ">": "$>$",
    "→": r"$\to$",
    "√": r"$\surd$",
    "∞": r"$\infty$",
    "…": r"\dots{}",
    "|": "$|$",
    "∛": r"$\sqrt[3]{\ }$",
    "∫": r"$\int$",
    "≈": r"$\approx$",
    "±": r"$\pm$",
    **{c: f"$\\{name}$" for c, name in zip("πσδελΓψ", ["pi", "sigma", "delta", "varepsilon", "lambda", "Gamma", "psi"], strict=True)},
    **{d: f"$^{{{n}}}$" for d, n in zip("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿˣ⁻", [*"0123456789", "n", "x", "-"], strict=True)},
    **{d: f"$_{{{n}}}$" for d, n in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)},
}

_PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb}
\usepackage[margin=2.2cm]{geometry}
\usepackage{microtype}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\setcounter{secnumdepth}{0}
"""


class _BreakablePrinter(LatexPrinter):
    """LaTeX that TeX may break inside brackets: brackets of one size, long fractions on one line."""

    def brackets(self, text: str) -> str:
        return f"({text})"

    def fraction(self, above: Term, below: Term) -> tuple[str, int]:
        if len(UNICODE.render(Term(Quotient, (above, below)))) <= _LINE:
            return super().fraction(above, below)
        return f"{self._at_level(above, PRODUCT)}/{self._at_level(below, POWER)}", PRODUCT


_BREAKABLE = _BreakablePrinter()


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
    lines = [preamble + r"\begin{document}", rf"\section{{{sentence(document.title)}}}"]
    lines.extend(_part(part) for part in document.parts)
    lines.extend(rf"\begin{{center}}\includegraphics[width=\linewidth]{{{path}}}\end{{center}}" for path in pictures)
    lines.append(r"\end{document}")
    return "\n\n".join(lines) + "\n"


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return rf"\{'section' if part.level == 1 else 'subsection'}{{{sentence(part.pieces)}}}"
    if isinstance(part, Paragraph):
        return sentence(part.pieces)
    return "\\begin{align*}\n" + _rows(part, is_page=True) + "\n\\end{align*}"


def aligned(chain: Chain) -> str:
    """Return a chain as an aligned block for a notebook, without dollar signs."""
    return "\\begin{aligned}\n" + _rows(chain, is_page=False) + "\n\\end{aligned}"


def _rows(chain: Chain, *, is_page: bool) -> str:
    return " \\\\\n".join(_row(row, is_page=is_page) for row in chain.rows)


def _row(row: Row, *, is_page: bool) -> str:
    relation = {"": "", "=": "=", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "≤": r"\leq", "case": ""}[row.relation]
    left = rf"\text{{{row.number}.}}\quad & {relation} " if is_page else f"& {relation} "
    length = len(UNICODE.render(row.term))
    note = rf"\text{{({sentence(row.note)})}}" if row.note else ""
    note_length = sum(len(p) if isinstance(p, str) else len(UNICODE.render(p)) for p in row.note)
    if is_page and length > _LINE:
        formula = rf"\parbox[t]{{0.86\linewidth}}{{\raggedright$\displaystyle {_BREAKABLE.render(row.term)}$}}"
    else:
        formula = LATEX.render(row.term)
    if not note:
        return left + formula
    if length + note_length <= _WITH_NOTE:
        return left + formula + r" \qquad " + note
    if is_page:
        note = rf"\parbox[t]{{0.8\linewidth}}{{\raggedright ({sentence(row.note)})}}"
    return f"{left}{formula} \\\\\n& \\qquad {note}"


def sentence(pieces: tuple[Piece, ...]) -> str:
    """Return text and formulas as LaTeX text."""
    return "".join(escaped(p) if isinstance(p, str) else f"${LATEX.render(p)}$" for p in pieces)


def escaped(text: str) -> str:
    """Return plain text with LaTeX's special characters escaped."""
    return "".join(_ESCAPES.get(c, c) for c in text)
