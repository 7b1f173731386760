"""Mathematics in plain text: Unicode by default, ASCII on request."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp

from symtutor.term import Constant, Number, Quote, Quotient, Term, Variable
from symtutor.textbook import opened
from symtutor.writing.marks.calculus import CALCULUS
from symtutor.writing.marks.levels import ATOM, POWER, PREFIX, PRODUCT
from symtutor.writing.marks.printer import MathPrinter, ends_bare, is_bare, stem_and_index

__all__ = ["ASCII", "GREEK", "UNICODE", "AsciiPrinter", "UnicodePrinter"]

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda lambda mu nu xi rho sigma tau phi chi psi omega upsilon nabla "
        "Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega".split(),
        "α β γ δ ε ζ η θ ι κ λ λ μ ν ξ ρ σ τ φ χ ψ ω υ ∇ Γ Δ Θ Λ Ξ Σ Φ Ψ Ω".split(),
        strict=True,
    )
)
_BARE_EXPONENTS = frozenset({Number, Variable, Constant})


_NEVER_FUNCTIONS = frozenset("tuvwxyz")  # x(x + 1) is a product to every reader


def _is_digit(exponent: Term) -> bool:
    return opened(exponent).head is Number and opened(exponent).args[0].is_Integer


class UnicodePrinter(MathPrinter):
    """Print Terms with Unicode marks: x², √x, ∫, →."""

    multiply = "·"
    minus = "−"
    less = " − "
    marks: ClassVar[dict[str, str]] = {
        "or": " or ",
        "not": "not ",
        "in": "∈",
        "not in": "∉",
        "{": "{",
        "}": "}",
        "empty": "∅",
        "no solution": "no solution",
        "union": "∪",
        "without": "∖",
        "ellipsis": "…",
        "no limit": "does not exist",
        "integers": "ℤ",
        "reals": "ℝ",
        "transpose": "ᵀ",
        "inverse": "⁻¹",
        "inverse transpose": "⁻ᵀ",
        "matrix product": "·",
        "hadamard": " ∘ ",
        "kronecker": " ⊗ ",
        "khatri_rao": " ∗ ",
        "leads to": " → ",
        "digamma": "ψ",
        "then": "",
        "dots": "⋯",
    }
    at_binds = 0
    series_signs: ClassVar[dict[str, str]] = {"sum": "Σ", "prod": "Π"}
    relations: ClassVar[dict[Any, str]] = {}
    _constants: ClassVar[dict[Any, str]] = {sp.E: "e", sp.pi: "π", sp.I: "i", sp.oo: "∞", sp.zoo: "undefined", sp.nan: "undefined"}

    def _joint(self, left: Term, right: Term, *, loose: bool) -> str:
        """Return a space between a number and a function's name: 2 sin x."""
        if left.head is Number and is_bare(right) and not loose:
            return " "
        return super()._joint(left, right, loose=loose)

    def _touches(self, left: Term, right: Term, *, loose: bool) -> bool:
        """Join sums in brackets, and a letter and a sum, without a dot: 6x(x − 5)(x + 1)²."""
        if super()._touches(left, right, loose=loose):
            return True
        before, after = (term.args[0] if term.head is sp.Pow and _is_digit(term.args[1]) else term for term in (left, right))
        is_letter = before.head is Variable and before.args[0].name in _NEVER_FUNCTIONS
        return after.head is sp.Add and (is_letter or before.head is sp.Add)

    def symbol(self, name: str) -> str:
        stem, index = stem_and_index(name)
        letter = GREEK.get(stem, stem)
        if not index:
            return letter
        return letter + (index.translate(_SUBSCRIPTS) if index.isdecimal() and index.isascii() else f"_{GREEK.get(index, index)}")

    def constant(self, expr: Any) -> str:
        return self._constants.get(expr, str(expr))

    def name(self, name: str) -> str:
        return self.symbol(name) if len(stem_and_index(name)[0]) == 1 else name

    def applied(self, name: str, args: list[str], *, simple: bool) -> str:
        if simple and args[0].startswith("|"):
            return name + args[0]
        return super().applied(name, args, simple=simple)

    def brackets(self, text: str) -> str:
        return f"({text})"

    def fraction(self, above: Term, below: Term) -> tuple[str, int]:
        numerator = opened(above)
        last = numerator
        while last.head is sp.Mul:
            last = opened(last.args[-1])
        is_open = (last.head in CALCULUS and self._printed(last)[1] == PREFIX) or ends_bare(numerator) or numerator.head is Quotient
        over = self.brackets(self.render(above)) if is_open else self._at_level(above, PRODUCT)
        return f"{over}/{self._at_level(below, POWER)}", PRODUCT

    def superscript(self, base: str, exponent: Term) -> str:
        number = exponent.args[0] if exponent.head in {Number, Quote} else None
        if isinstance(number, sp.Integer):
            return self.integer_power(base, int(number))
        text = self.render(exponent)
        return f"{base}^{text if opened(exponent).head in _BARE_EXPONENTS else self.brackets(text)}"

    def integer_power(self, base: str, exponent: int) -> str:
        """Return a power with an integer exponent."""
        return base + str(exponent).translate(_SUPERSCRIPTS)

    def root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        order = opened(degree)
        mark = {2: "√", 3: "∛", 4: "∜"}.get(int(order.args[0])) if order.head is Number else None
        if mark is None:
            return f"root({self.render(radicand)}, {self.render(degree)})", ATOM
        return mark + self._at_level(radicand, ATOM), POWER

    def bars(self, text: str) -> str:
        return f"|{text}|"

    def derivative(self, mark: str, variable: str, order: Term) -> str:
        if order.head is Number and order.args[0] == 1:
            return f"{mark}/{mark}{variable}"
        return f"{self.superscript(mark, order)}/{mark}{self.superscript(variable, order)}"

    def prime(self, text: str, order: int) -> str:
        return f"{text}{'_′″‴'[order]}" if 0 < order <= 3 else f"{text}^({order})"

    def integral(self, low: str | None, high: str | None) -> str:
        return "∫" if low is None else f"∫[{low}..{high}]"

    def series(self, mark: str, index: str, low: str, high: str) -> str:
        return f"{self.series_signs[mark]}[{index}={low}..{high}]"

    def sides(self, below: str, above: str) -> str:
        return f"{below} from below, {above} from above"

    def largest(self, low: str, high: str) -> str:
        return f"max[{low}..{high}]"

    def limit(self, variable: str, to: str, side: str) -> str:
        return f"lim {variable}→{to}{side.translate(str.maketrans('+-', '⁺⁻'))}"

    def at(self, text: str, places: list[tuple[str, str]]) -> str:
        return self.matrix_at(f"[{text}]", places)

    def matrix_at(self, text: str, places: list[tuple[str, str]]) -> str:
        return f"{text} at " + ", ".join(f"{name} = {place}" for name, place in places)

    def between(self, text: str, variable: str, low: str, high: str) -> str:
        return f"[{text}] from {variable} = {low} to {variable} = {high}"

    def matrix(self, rows: list[list[str]]) -> str:
        return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"

    def column(self, entries: list[str]) -> str:
        return self.brackets(", ".join(entries))

    def cases(self, rows: list[tuple[str, str]]) -> str:
        pieces = (f"{value} for {condition}" if condition != "True" else f"{value} otherwise" for value, condition in rows)
        return "{" + "; ".join(pieces) + "}"


class AsciiPrinter(UnicodePrinter):
    """Print Terms with ASCII marks only; the result can be read back."""

    multiply = "*"
    minus = "-"
    less = " - "
    marks: ClassVar[dict[str, str]] = {
        **UnicodePrinter.marks,
        "in": "in",
        "not in": "not in",
        "empty": "{}",
        "union": "u",
        "without": "\\",
        "ellipsis": "...",
        "integers": "the integers",
        "reals": "the real numbers",
        "transpose": "^T",
        "inverse": "^(-1)",
        "inverse transpose": "^(-T)",
        "matrix product": "*",
        "hadamard": " o ",
        "kronecker": " kron ",
        "khatri_rao": " khatri_rao ",
        "leads to": " -> ",
        "digamma": "",
        "then": "*",
        "dots": "...",
    }
    series_signs: ClassVar[dict[str, str]] = {"sum": "sum", "prod": "prod"}
    relations: ClassVar[dict[Any, str]] = {sp.Ne: "!=", sp.Le: "<=", sp.Ge: ">="}
    _constants: ClassVar[dict[Any, str]] = {sp.E: "e", sp.pi: "pi", sp.I: "i", sp.oo: "oo", sp.zoo: "undefined", sp.nan: "undefined"}

    def _touches(self, left: Term, right: Term, *, loose: bool) -> bool:
        return MathPrinter._touches(self, left, right, loose=loose)

    def symbol(self, name: str) -> str:
        return name

    def name(self, name: str) -> str:
        return {"Γ": "gamma", "lnΓ": "loggamma"}.get(name, name)

    def integer_power(self, base: str, exponent: int) -> str:
        return f"{base}^{exponent}" if exponent >= 0 else f"{base}^({exponent})"

    def root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        order = opened(degree)
        name = {2: "sqrt", 3: "cbrt"}.get(int(order.args[0])) if order.head is Number else None
        if name is None:
            return f"root({self.render(radicand)}, {self.render(degree)})", ATOM
        return f"{name}({self.render(radicand)})", ATOM

    def derivative(self, mark: str, variable: str, order: Term) -> str:
        return super().derivative("d" if mark == "∂" else mark, variable, order)

    def norm(self, text: str) -> str:
        return f"||{text}||"

    def prime(self, text: str, order: int) -> str:
        return text + "'" * order

    def integral(self, low: str | None, high: str | None) -> str:
        return "int" if low is None else f"int[{low}..{high}]"

    def limit(self, variable: str, to: str, side: str) -> str:
        return f"lim {variable}->{to}{side}"


UNICODE = UnicodePrinter()
ASCII = AsciiPrinter()
