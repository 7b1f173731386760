"""Heads of terms that SymPy has no class for; what each stands for is told in `symtutor.term`."""

from __future__ import annotations

__all__ = [
    "LEAVES",
    "Angled",
    "Approximate",
    "At",
    "Between",
    "Blank",
    "Constant",
    "Decimal",
    "DifferentialOf",
    "Entry",
    "Equivalence",
    "Frobenius",
    "Head",
    "Implication",
    "Lines",
    "MinusPlus",
    "Nabla",
    "Negation",
    "Norm",
    "Number",
    "PlusMinus",
    "Prose",
    "Quote",
    "Quotient",
    "Root",
    "Variable",
    "Words",
]


class Head:
    """Marker of a head that SymPy has no class for; never instantiated."""


class Number(Head):
    """Leaf: an exact rational, ``args = (Rational,)``."""


class Decimal(Head):
    """Leaf: a decimal as it was typed, ``args = (Rational, text)``."""


class Variable(Head):
    """Leaf: a symbol, ``args = (Symbol,)``."""


class Constant(Head):
    """Leaf: e, π, i or ∞, ``args = (Expr,)``."""


class Quote(Head):
    """Leaf: a SymPy value without a written form yet, ``args = (Basic,)``."""


class Negation(Head):
    """A term with a minus before it, ``args = (term,)``."""


class Quotient(Head):
    """A fraction, ``args = (numerator, denominator)``."""


class Root(Head):
    """A radical, ``args = (radicand, degree)``; degree 2 is the square root."""


class At(Head):
    """A term with letters put back, ``args = (term, letters, values)``: the term at u = g(x)."""


class Between(Head):
    """An antiderivative taken between limits, ``args = (F, x, a, b)``: [F] from a to b."""


class Blank(Head):
    """Leaf: what a line of work leaves out because the text around it says it, ``args = (None,)``."""


class Words(Head):
    """Leaf: words between formulas, ``args = (text,)``."""


class Prose(Head):
    """Formulas and `Words` in the order of the text."""


class Lines(Head):
    """The lines of an aligned display."""


class Implication(Head):
    """Statements that follow from each other in turn, with ⇒ between them."""


class Equivalence(Head):
    """Statements that mean the same, with ⇔ between them."""


class Approximate(Head):
    """Sides with ≈ between them."""


class PlusMinus(Head):
    """A term with ± before it, ``args = (term,)``."""


class MinusPlus(Head):
    """A term with ∓ before it, ``args = (term,)``: its sign is opposite to that of ±."""


class DifferentialOf(Head):
    """The differential dx of a letter, ``args = (letter,)``; its value is the symbol ``dx``."""


class Nabla(Head):
    """∇f, ``args = (f,)``, or with the variables after it, ``(f, letters)``."""


class Entry(Head):
    """An entry of a bracket or matrix, ``args = (term, index, ...)``."""


class Norm(Head):
    """‖v‖, ``args = (term,)``, or with its kind after it: 1, 2, ∞ or F."""


class Angled(Head):
    """⟨a, b⟩: the components of a vector, or in matrix calculus an inner product."""


class Frobenius(Head):
    """A : B, the sum of the products of entries."""


LEAVES = frozenset({Number, Decimal, Variable, Constant, Quote, Blank, Words})
