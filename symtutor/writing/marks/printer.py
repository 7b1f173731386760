"""How Terms are printed: the part that plain text and LaTeX share.

A printer decides about brackets by precedence and leaves the marks (fractions,
powers, names) to its subclass.  Heads that need a notation of their own stand
in one table, keyed by class; every other head is printed as a function.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar

import sympy as sp

from symtutor.functions import BARE, POWERED, PRINTED, Sigmoid
from symtutor.goals.core import Goal
from symtutor.term import Constant, Decimal, Negation, Number, Quote, Quotient, Root, Term, Variable
from symtutor.textbook import opened
from symtutor.writing.marks.arrays import ARRAYS, number_times_matrices
from symtutor.writing.marks.calculus import CALCULUS
from symtutor.writing.marks.conditions import CONDITIONS
from symtutor.writing.marks.levels import ATOM, POWER, PREFIX, PRODUCT, RELATION, SUM
from symtutor.writing.marks.optimization import OPTIMIZATION
from symtutor.writing.marks.special import SPECIAL

__all__ = ["MathPrinter", "ends_bare", "is_bare", "stem_and_index"]


class MathPrinter(ABC):
    """Print Terms; subclasses say how each mark looks."""

    multiply: ClassVar[str]
    minus: ClassVar[str]
    plus: ClassVar[str] = " + "  # between two terms
    less: ClassVar[str]  # the minus between two terms
    relations: ClassVar[dict[Any, str]]
    marks: ClassVar[dict[str, str]]  # of conditions and sets
    at_binds: ClassVar[int] = ATOM  # how tightly a formula at a place binds

    def __init__(self) -> None:
        self.render = lru_cache(maxsize=20_000)(self._render)

    def _render(self, term: Term) -> str:
        """Return a term as a string."""
        return self._printed(term)[0]

    def value(self, expr: Any) -> str:
        """Return a SymPy value as a string."""
        return str(self.render(Term(Quote, (expr,))))

    def _printed(self, term: Term) -> tuple[str, int]:
        """Return a term's string and how tightly it binds."""
        while isinstance(term, Goal):  # a goal may be written as another one
            term = term.shown()
        if term.head is Quote:
            term = opened(term)
        write = _NOTATION.get(term.head)
        if write is not None:
            return write(self, *term.args)
        return self._application(term.head, *term.args)

    def _at_level(self, term: Term, level: int) -> str:
        text, own = self._printed(term)
        return self.brackets(text) if own < level else text

    # ---- marks that subclasses make -------------------------------------------------------------
    @abstractmethod
    def symbol(self, name: str) -> str:
        """Return a letter, perhaps Greek, perhaps with an index."""

    @abstractmethod
    def constant(self, expr: Any) -> str:
        """Return e, π, i, ∞."""

    @abstractmethod
    def name(self, name: str) -> str:
        """Return the name of a function."""

    @abstractmethod
    def brackets(self, text: str) -> str:
        """Return a text in brackets."""

    @abstractmethod
    def fraction(self, above: Term, below: Term) -> tuple[str, int]:
        """Return a fraction, and how tightly it binds."""

    @abstractmethod
    def superscript(self, base: str, exponent: Term) -> str:
        """Return a power of a text that binds tightly already."""

    @abstractmethod
    def root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        """Return a radical, and how tightly it binds."""

    @abstractmethod
    def bars(self, text: str) -> str:
        """Return an absolute value."""

    def norm(self, text: str) -> str:
        """Return a norm."""
        return f"‖{text}‖"

    @abstractmethod
    def derivative(self, mark: str, variable: str, order: Term) -> str:
        """Return the operator d/dx of an order."""

    @abstractmethod
    def prime(self, text: str, order: int) -> str:
        """Return a function name with primes."""

    @abstractmethod
    def integral(self, low: str | None, high: str | None) -> str:
        """Return the integral sign, with limits or without."""

    def differential(self, variable: str) -> str:
        """Return dx."""
        return f"d{variable}"

    @abstractmethod
    def series(self, mark: str, index: str, low: str, high: str) -> str:
        """Return the sign of a sum or product over an index."""

    @abstractmethod
    def sides(self, below: str, above: str) -> str:
        """Return the limits from below and from above."""

    @abstractmethod
    def largest(self, low: str, high: str) -> str:
        """Return the operator max over an interval."""

    @abstractmethod
    def limit(self, variable: str, to: str, side: str) -> str:
        """Return the operator lim."""

    @abstractmethod
    def at(self, text: str, places: list[tuple[str, str]]) -> str:
        """Return a formula at values of its letters."""

    def matrix_at(self, text: str, places: list[tuple[str, str]]) -> str:
        """Return a matrix, which has its own brackets, at values of its letters."""
        return self.at(text, places)

    @abstractmethod
    def between(self, text: str, variable: str, low: str, high: str) -> str:
        """Return a formula between two limits."""

    @abstractmethod
    def matrix(self, rows: list[list[str]]) -> str:
        """Return rows of entries."""

    def column(self, entries: list[str]) -> str:
        """Return a column of entries."""
        return self.matrix([[entry] for entry in entries])

    @abstractmethod
    def cases(self, rows: list[tuple[str, str]]) -> str:
        """Return values with their conditions."""

    def applied(self, name: str, args: list[str], *, simple: bool) -> str:
        """Return a function with its arguments; a simple single argument needs no brackets."""
        if simple:
            return f"{name} {args[0]}"
        return name + self.brackets(", ".join(args))

    # ---- arithmetic -----------------------------------------------------------------------------
    def _number(self, number: sp.Basic) -> tuple[str, int]:
        return self.digits(str(number)), ATOM

    def digits(self, text: str) -> str:
        """Return a number; a subclass may break a long one."""
        return text

    def _decimal(self, _number: object, text: str) -> tuple[str, int]:
        return text, ATOM

    def _variable(self, symbol: Any) -> tuple[str, int]:
        return self.symbol(symbol.name), ATOM

    def _constant(self, expr: sp.Basic) -> tuple[str, int]:
        return self.constant(expr), ATOM

    def _sum(self, *args: Term) -> tuple[str, int]:
        if not args:  # the Taylor polynomial of 0
            return self._number(sp.S.Zero)
        first, *others = (opened(arg) if arg.head is Quote else arg for arg in args)  # a quoted −x is a difference
        text = self._at_level(first, SUM if first.head is Negation else PRODUCT)
        for arg in others:
            if arg.head is Negation:
                text += self.less + self._at_level(arg.args[0], PRODUCT)
            else:
                text += self.plus + self._at_level(arg, PRODUCT)
        return text, SUM

    def _negation(self, arg: Term) -> tuple[str, int]:
        return self.minus + self._at_level(arg, PRODUCT), SUM

    def _product(self, *args: Term) -> tuple[str, int]:
        terms = [opened(a) if a.head is Quote else a for a in args]
        whole = number_times_matrices(terms)
        if whole is not None:
            return self._printed(whole)
        text = ""
        for i, arg in enumerate(terms):
            factor, level = self._printed(arg)
            is_last = i == len(terms) - 1
            open_ended = level == PREFIX and not is_last and not (is_bare(arg) and is_bare(terms[i + 1]))
            loose = level < PRODUCT or open_ended or (level == PRODUCT and i > 0)
            factor = self.brackets(factor) if loose else factor
            if i == 0:
                text = factor
            else:
                text += self._joint(terms[i - 1], arg, loose=loose) + factor
        return text, PRODUCT

    juxtapose: ClassVar[str] = ""

    def _joint(self, left: Term, right: Term, *, loose: bool) -> str:
        """Return what stands between two factors."""
        return self.juxtapose if self._touches(left, right, loose=loose) else self.multiply

    def _touches(self, left: Term, right: Term, *, loose: bool) -> bool:
        """Tell whether a number stands before a letter, a power of a letter, a root or a bracket: 2x, 2(x + 1)."""
        if left.head is not Number:
            return False
        base = right.args[0] if right.head is sp.Pow else right
        return loose or base.head in {Variable, Constant, Root} or base.head is sp.Add

    def _quotient(self, above: Term, below: Term) -> tuple[str, int]:
        return self.fraction(above, below)

    def _power(self, base: Term, exponent: Term) -> tuple[str, int]:
        if base.head is Quote:
            base = opened(base)
        number = exponent.args[0] if exponent.head in {Number, Quote} else None
        if base.head in POWERED and isinstance(number, sp.Integer) and number > 1:
            power = Term(Number, (number,))
            return self._application(base.head, *base.args, mark=lambda name: self.superscript(name, power))
        return self.superscript(self._at_level(base, ATOM), exponent), POWER

    def _root(self, radicand: Term, degree: Term) -> tuple[str, int]:
        return self.root(radicand, degree)

    # ---- functions and relations ----------------------------------------------------------------
    def _application(self, head: Any, *args: Term, mark: Callable[[str], str] | None = None) -> tuple[str, int]:
        plain = head.__name__
        name = self.name(PRINTED.get(plain, plain))
        simple = len(args) == 1 and isinstance(head, type) and head in BARE and self._is_simple(args[0])
        text = self.applied(mark(name) if mark else name, [self.render(a) for a in args], simple=simple)
        return text, PREFIX if simple else ATOM

    def _is_simple(self, arg: Term) -> bool:
        """Tell whether an argument needs no brackets after a function's name: a letter, a number or bars."""
        arg = opened(arg) if arg.head is Quote else arg
        return arg.head in {Variable, Number, Constant, sp.Abs}

    def _absolute(self, arg: Term) -> tuple[str, int]:
        return self.bars(self.render(arg)), ATOM

    def _sigmoid(self, arg: Term) -> tuple[str, int]:
        return self.symbol("sigma") + self.brackets(self.render(arg)), ATOM

    def _natural_exponential(self, arg: Term) -> tuple[str, int]:
        return self._power(Term(Constant, (sp.E,)), arg)

    def _relation(self, left: Term, right: Term, sign: str) -> tuple[str, int]:
        return f"{self.render(left)} {sign} {self.render(right)}", RELATION

    def _tuple(self, *args: Term) -> tuple[str, int]:
        return self.brackets(", ".join(self.render(a) for a in args)), ATOM

    def _matrix(self, *rows: Term) -> tuple[str, int]:
        if len(rows) == 1 and len(rows[0].args) == 1:
            return self._printed(rows[0].args[0])  # the gradient in one variable is its derivative
        texts = [[self.render(a) for a in row.args] for row in rows]
        is_column = len(texts) > 1 and all(len(row) == 1 for row in texts)
        return self.column([row[0] for row in texts]) if is_column else self.matrix(texts), ATOM

    def _factorial(self, arg: Term) -> tuple[str, int]:
        return f"{self._at_level(arg, ATOM)}!", ATOM

    def _piecewise(self, *pieces: Term) -> tuple[str, int]:
        rows = [opened(p).args for p in pieces]
        return self.cases([(self.render(value), self._condition(condition)) for value, condition in rows]), ATOM

    def _condition(self, condition: Term) -> str:
        """Return a condition as it is printed; one that always holds is the text True."""
        condition = opened(condition)
        return "True" if condition.head is type(sp.true) else self.render(condition)

    conjunction: ClassVar[str] = " and "

    def _conjunction(self, *conditions: Term) -> tuple[str, int]:
        between = self._between_bounds([opened(c) for c in conditions])
        return between or self.conjunction.join(self.render(c) for c in conditions), RELATION

    def _between_bounds(self, conditions: list[Term]) -> str | None:
        """Return a < x ≤ b for x > a and x ≤ b."""
        below = [c for c in conditions if c.head in _FLIPPED]
        above = [c for c in conditions if c.head in _FLIPPED.values()]
        if len(conditions) != 2 or len(below) != 1 or len(above) != 1 or below[0].args[0] != above[0].args[0]:
            return None
        low, high = below[0], above[0]
        signs = [self.relations.get(head, _SIGNS[head]) for head in (_FLIPPED[low.head], high.head)]
        return f"{self.render(low.args[1])} {signs[0]} {self.render(low.args[0])} {signs[1]} {self.render(high.args[1])}"


def stem_and_index(name: str) -> tuple[str, str]:
    """Return the letter of a name and its index, which stands after an underscore or is a number at the end.

    Examples
    --------
    >>> stem_and_index("w_12"), stem_and_index("x1"), stem_and_index("rate")
    (('w', '12'), ('x', '1'), ('rate', ''))
    """
    stem, _, index = name.partition("_")
    if stem and index:
        return stem, index
    stem = name.rstrip("0123456789")
    return (stem, name[len(stem) :]) if stem and not stem.endswith("_") else (name, "")


def is_bare(term: Term) -> bool:
    """Tell whether a factor is a function printed by its name, perhaps with a power: sin x, sin² x."""
    head = term.args[0].head if term.head is sp.Pow and term.args[0].head in POWERED else term.head
    return isinstance(head, type) and head in BARE


def ends_bare(term: Term) -> bool:
    """Tell whether a formula ends in a function whose argument has no brackets: sin x, 2 ln 3; not ln|x|.

    A slash after it could be taken into the argument: sin x/2.
    """
    last = opened(term)
    while last.head is sp.Mul:
        last = opened(last.args[-1])
    if not is_bare(last):
        return False
    inner = last.args[0] if last.head is sp.Pow else last
    return len(inner.args) == 1 and opened(inner.args[0]).head in {Variable, Number, Constant}


_FLIPPED = {sp.Gt: sp.Lt, sp.Ge: sp.Le}
_SIGNS = {sp.Eq: "=", sp.Ne: "≠", sp.Lt: "<", sp.Le: "≤", sp.Gt: ">", sp.Ge: "≥"}


def _sign_writer(head: Any) -> Callable[..., tuple[str, int]]:
    return lambda printer, left, right: printer._relation(left, right, printer.relations.get(head, _SIGNS[head]))


_NOTATION: dict[Any, Callable[..., tuple[str, int]]] = {
    Number: MathPrinter._number,
    Decimal: MathPrinter._decimal,
    Variable: MathPrinter._variable,
    Constant: MathPrinter._constant,
    sp.Add: MathPrinter._sum,
    Negation: MathPrinter._negation,
    sp.Mul: MathPrinter._product,
    Quotient: MathPrinter._quotient,
    sp.Pow: MathPrinter._power,
    Root: MathPrinter._root,
    sp.exp: MathPrinter._natural_exponential,
    sp.Abs: MathPrinter._absolute,
    Sigmoid: MathPrinter._sigmoid,
    sp.Tuple: MathPrinter._tuple,
    sp.Matrix: MathPrinter._matrix,
    sp.Piecewise: MathPrinter._piecewise,
    **CONDITIONS,
    sp.factorial: MathPrinter._factorial,
    sp.And: MathPrinter._conjunction,
    **CALCULUS,
    **ARRAYS,
    **SPECIAL,
    **OPTIMIZATION,
    **{head: _sign_writer(head) for head in _SIGNS},
}
