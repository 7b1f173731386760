"""Mathematics in LaTeX, for amsmath."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import sympy as sp

from symtutor.functions import OPERATORS
from symtutor.term import Constant, Number, Quote, Quotient, Term
from symtutor.textbook import opened
from symtutor.writing.marks.latex_words import latex_parts
from symtutor.writing.marks.levels import ATOM, PRODUCT
from symtutor.writing.marks.printer import MathPrinter, is_bare, stem_and_index
from symtutor.writing.marks.text import GREEK

__all__ = ["LATEX", "LOOSE_ROWS", "LatexPrinter"]

_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau phi chi psi omega nabla upsilon "
    "Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega".split()
)
_NEXT_TO = re.compile(r"\(\w[+-]\w\)")  # an index such as (k+1)
_ASCII_GREEK = {"lamda": "lambda"} | {letter: name for name, letter in GREEK.items() if name != "lamda"}


LOOSE_ROWS = r" \\[0.6em] "  # between rows of a matrix that holds fractions


class LatexPrinter(MathPrinter):
    """Print Terms as LaTeX."""

    multiply = r" \cdot "
    minus = "-"
    less = " - "
    juxtapose = " "
    marks: ClassVar[dict[str, str]] = {
        "or": r"\text{ or }",
        "not": r"\text{not }",
        "in": r"\in",
        "not in": r"\notin",
        "{": r"\{",
        "}": r"\}",
        "empty": r"\emptyset",
        "no solution": r"\text{no solution}",
        "union": r"\cup",
        "without": r"\setminus",
        "ellipsis": r"\ldots",
        "no limit": r"\text{does not exist}",
        "integers": r"\mathbb{Z}",
        "reals": r"\mathbb{R}",
        "transpose": r"^{\top}",
        "inverse": "^{-1}",
        "inverse transpose": r"^{-\top}",
        "matrix product": r" \, ",
        "hadamard": r" \circ ",
        "kronecker": r" \otimes ",
        "khatri_rao": r" \ast ",
        "leads to": r" \to ",
        "digamma": r"\psi",
        "then": " ",
        "dots": r"\cdots",
    }
    relations: ClassVar[dict[Any, str]] = {sp.Ne: r"\neq", sp.Le: r"\leq", sp.Ge: r"\geq"}

    _constants: ClassVar[dict[Any, str]] = {
        sp.E: "e",
        sp.pi: r"\pi",
        sp.I: "i",
        sp.oo: r"\infty",
        sp.zoo: r"\text{undefined}",
        sp.nan: r"\text{undefined}",
    }

    def _touches(self, left: Term, right: Term, *, loose: bool) -> bool:
        """Put factors side by side, except a digit after a number, d/dx after a fraction, anything after ln 2."""
        if (left.head is Quotient and right.head is sp.Derivative) or self._is_open_to_the_right(left):
            return False
        first = right
        while first.head in {sp.Pow, sp.Mul}:
            first = first.args[0]
        return loose or first.head is not Number or left.head not in {Number, sp.Pow, Quotient}

    def _is_open_to_the_right(self, left: Term) -> bool:
        """Tell whether a factor would take in the next one: in ln 2 x the argument seems to be 2x."""
        applied = left.args[0] if left.head is sp.Pow else left
        return is_bare(left) and len(applied.args) == 1 and opened(applied.args[0]).head in {Number, Constant}

    def symbol(self, name: str) -> str:
        stem, index = stem_and_index(name)
        letter = self._letters(stem)
        if _NEXT_TO.fullmatch(index):
            return f"{letter}_{{{index[1:-1]}}}"
        return f"{letter}_{{{self._letters(index)}}}" if index else letter

    def _letters(self, name: str) -> str:
        """Return a letter, a number or a word in italics."""
        name = _ASCII_GREEK.get(name, name)
        if name == "nabla":  # what it acts on follows at once
            return r"\nabla "
        if name in _GREEK:
            return f"\\{name}"
        if name.isascii() and name.isalnum():
            return name if len(name) == 1 or name.isdecimal() else rf"\mathit{{{name}}}"
        return "".join(f"{{{part}}}" if is_math else rf"\text{{{part}}}" for part, is_math in latex_parts(name))

    def constant(self, expr: Any) -> str:
        return self._constants.get(expr, sp.latex(expr))

    def name(self, name: str) -> str:
        if name in OPERATORS:
            return f"\\{name}"
        if name == "Γ":
            return r"\Gamma"
        if name == "lnΓ":
            return r"\ln\Gamma"
        stem, index = stem_and_index(name)
        if len(stem) == 1:
            return self.symbol(name)
        if stem.isascii():
            word = rf"\operatorname{{{''.join(filter(str.isalnum, stem))}}}"
        else:  # ∇f
            word = "".join(f"{{{part}}}" if is_math else part for part, is_math in latex_parts(stem))
        return f"{word}_{{{index}}}" if index else word

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def fraction(self, above: Term, below: Term) -> tuple[str, int]:
        return rf"\frac{{{self.render(above)}}}{{{self.render(below)}}}", PRODUCT

    def superscript(self, base: str, exponent: Term) -> str:
        power = opened(exponent) if exponent.head is Quote else exponent
        if power.head is Quotient and all(a.head is Number for a in power.args):
            return f"{base}^{{{power.args[0].args[0]}/{power.args[1].args[0]}}}"
        return f"{base}^{{{self.render(exponent)}}}"

    def root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        order = opened(degree)
        index = "" if order.head is Number and order.args[0] == 2 else f"[{self.render(degree)}]"
        return rf"\sqrt{index}{{{self.render(radicand)}}}", ATOM

    def bars(self, text: str) -> str:
        return rf"\left|{text}\right|"

    def norm(self, text: str) -> str:
        return rf"\left\lVert {text} \right\rVert"

    def derivative(self, mark: str, variable: str, order: Term) -> str:
        sign = r"\partial" if mark == "∂" else r"\mathrm{d}"
        if order.head is Number and order.args[0] == 1:
            return rf"\frac{{{sign}}}{{{sign} {variable}}}"
        return rf"\frac{{{self.superscript(sign, order)}}}{{{sign} {self.superscript(variable, order)}}}"

    def prime(self, text: str, order: int) -> str:
        return text + "'" * order if order <= 3 else f"{text}^{{({order})}}"

    def integral(self, low: str | None, high: str | None) -> str:
        return r"\int" if low is None else rf"\int_{{{low}}}^{{{high}}}"

    def differential(self, variable: str) -> str:
        return rf"\,\mathrm{{d}}{variable}"

    def series(self, mark: str, index: str, low: str, high: str) -> str:
        return rf"\{mark}_{{{index} = {low}}}^{{{high}}}"

    def sides(self, below: str, above: str) -> str:
        return rf"{below}\text{{ from below, }}{above}\text{{ from above}}"

    def largest(self, low: str, high: str) -> str:
        return rf"\max_{{[{low},\,{high}]}}"

    def limit(self, variable: str, to: str, side: str) -> str:
        return rf"\lim_{{{variable} \to {to}{'^' + side if side else ''}}}"

    def at(self, text: str, places: list[tuple[str, str]]) -> str:
        where = ",\\,".join(f"{name} = {place}" for name, place in places)
        return rf"\left.{text}\right|_{{{where}}}"

    def between(self, text: str, variable: str, low: str, high: str) -> str:
        return rf"\left[{text}\right]_{{{variable} = {low}}}^{{{variable} = {high}}}"

    def matrix(self, rows: list[list[str]]) -> str:
        lines = [" & ".join(row) for row in rows]
        end = LOOSE_ROWS if any(r"\frac" in line for line in lines) else r" \\ "
        return r"\begin{pmatrix}" + end.join(lines) + r"\end{pmatrix}"

    conjunction = r" \text{ and } "

    def cases(self, rows: list[tuple[str, str]]) -> str:
        otherwise = r"\text{otherwise}"
        lines = (f"{value} & {condition if condition != 'True' else otherwise}" for value, condition in rows)
        return r"\begin{cases}" + r" \\ ".join(lines) + r"\end{cases}"


LATEX = LatexPrinter()
