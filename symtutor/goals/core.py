"""Goals: what is asked, as inert nodes that neither merge nor evaluate.

A goal is a `Term`, so it stands inside other mathematics: the product rule's
right side is ``D(f, x) * g + f * D(g, x)``.  A *closed* goal holds SymPy
values, and these are its identity; an *open* goal has a goal inside one of its
arguments, ``D(D(f, x), x)``, and is closed once that one is solved.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp

from symtutor.term import LEAVES, ONE, ZERO, At, Between, Quotient, Term, as_term, combine, fresh_symbol, subterms, value

__all__ = [
    "FIRST",
    "AbsoluteBound",
    "AlongSequences",
    "BothSides",
    "Canceled",
    "Collected",
    "D",
    "DefiniteIntegral",
    "Derivative",
    "DerivativeFromDefinition",
    "DerivativeFromDefinitionAt",
    "DifferenceQuotient",
    "Evaluated",
    "Expanded",
    "Finished",
    "Goal",
    "HigherDerivative",
    "I",
    "Integral",
    "Limit",
    "Restored",
    "RiemannSum",
    "Squeezed",
    "Summation",
    "TaylorPolynomial",
    "TaylorRemainder",
    "TaylorTerm",
    "Truncated",
    "along",
    "enclosed",
    "equal_chain",
    "from_both_sides",
    "inert",
    "is_open",
    "largest",
    "no_limit",
]


FIRST = object()  # a goal is written as its first argument


class Goal(Term):
    """A question; subclasses name its arguments, how it is written, and the facts about it that are not the usual ones.

    ``class Limit(Goal, fields="expr variable to direction", shown=sp.Limit, may_be_missing=True)`` is written as this head
    over its arguments; ``shown=FIRST`` as its first argument; others have a method ``_shown``.

    Parameters
    ----------
    *args : Expr, Tuple, int or Term
        The arguments.  A Term without goals inside is turned into its value.
    """

    __slots__ = ()
    fields: ClassVar[tuple[str, ...]] = ()
    head_shown: ClassVar[Any] = None
    rewrites: ClassVar[bool] = False  # the goal asks only for another form of what it shows
    may_be_rewritten: ClassVar[bool] = True  # any form of its answer will do
    has_constant: ClassVar[bool] = False  # the answer stands for all that differ from it by a constant
    names_derivatives: ClassVar[bool] = False  # derivatives on the way to it are named beside a line and not worked out
    is_table_entry: ClassVar[bool] = False  # where derivatives are named, this is one
    is_worth_a_block: ClassVar[bool] = False  # what several rules lead to is worked out once, before
    puts_numbers_in: ClassVar[bool] = False  # its line shows the numbers in the places of the letters
    is_added_up: ClassVar[bool] = False  # of several, each value is shown before they are taken together
    puts_letters_back: ClassVar[bool] = False  # it says what its argument says, in the letters of the problem
    collects: ClassVar[bool] = False  # it only orders what the chain in its argument comes to
    compares: ClassVar[bool] = False  # two values that are compared in the next line, which stands by itself
    may_be_missing: ClassVar[bool] = False  # nan says that there is none
    is_backward: ClassVar[bool] = False  # told from its last line back: one line for each adjoint

    def __init_subclass__(cls, *, fields: str = "", shown: Any = None, **facts: bool) -> None:
        super().__init_subclass__()
        if fields:
            cls.fields = tuple(fields.split())
        if shown is not None:
            cls.head_shown = shown
        for name, holds in facts.items():
            if not isinstance(getattr(Goal, name), bool):
                raise TypeError(f"{name} is no fact about goals")
            setattr(cls, name, holds)

    def __init__(self, *args: Any) -> None:
        if len(args) != len(self.fields):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self.fields)}: got {len(args)} arguments")
        object.__setattr__(self, "head", type(self))
        object.__setattr__(self, "args", tuple([_closed(a) for a in args]))
        object.__setattr__(self, "span", None)

    def premise(self) -> Term | None:
        """Return a statement on which the goal rests, where it is worked out in a block of its own that begins with it."""
        return None

    def grounds(self) -> tuple[Any, ...]:
        """Return from what that statement follows, in words and formulas."""
        return ()

    def shown(self) -> Term:
        """Return the goal in standard notation: a Term whose head is SymPy's class."""
        return self._shown(*map(as_term, self.args))

    @classmethod
    def showing(cls, *args: Term) -> Term:
        """Return how a goal of this kind is written over arguments that may hold anything."""
        return cls._shown(*args)

    @classmethod
    def _shown(cls, *args: Term) -> Term:
        return args[0] if cls.head_shown is FIRST else Term(cls.head_shown, args)

    def __str__(self) -> str:
        return str(inert(self))


def _closed(arg: sp.Basic | Term) -> sp.Basic | Term:
    """Return the value of an argument, or the argument itself while a goal stands inside it."""
    if isinstance(arg, Term):
        if arg.head in LEAVES:
            return arg.args[0]
        return arg if is_open(arg) else value(arg)
    if isinstance(arg, tuple):
        return sp.Tuple(*(_closed(a) for a in arg))
    return sp.Integer(arg) if isinstance(arg, int) else arg


def is_open(term: Term) -> bool:
    """Tell whether a goal stands inside a term (a goal stands inside itself)."""
    return any(isinstance(t, Goal) for t in subterms(term))


def inert(term: Term) -> sp.Basic:
    """Return a term as a SymPy object in which goals are SymPy's own unevaluated nodes.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> inert(2 * D(sp.sin(x), x))
    2*Derivative(sin(x), x)
    """
    if isinstance(term, Goal):
        return inert(term.shown())
    if term.head in LEAVES:
        return term.args[0]
    args = [inert(a) if isinstance(a, Term) else a for a in term.args]
    if term.head is At and (is_open(term.args[0]) or args[0].has(sp.Derivative, sp.Integral)):
        letters, values = (a if isinstance(a, sp.Tuple) else sp.Tuple(a) for a in args[1:])
        return sp.Subs(args[0], letters, values)
    if term.head is Between and args[0].has(sp.Integral):
        return sp.Subs(args[0], args[1], args[3]) - sp.Subs(args[0], args[1], args[2])
    return combine(term.head, args)


class Derivative(Goal, fields="expr variable", is_table_entry=True):
    """The derivative of an expression in a variable."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args, ONE))


class HigherDerivative(Goal, fields="expr variable order", shown=sp.Derivative):
    """The derivative of a given order, two or more."""


class DerivativeFromDefinition(Goal, fields="expr variable step"):
    """The derivative as the limit of its difference quotient with a step letter."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args[:2], ONE))


class Evaluated(Goal, fields="expr variables values", shown=At, puts_numbers_in=True):
    """An expression at a point: variables and values are tuples of equal length."""


class Limit(Goal, fields="expr variable to direction", shown=sp.Limit, may_be_missing=True):
    """The limit of an expression as a variable tends to a value; direction is the symbol +, - or +-."""


class Expanded(Goal, fields="numerator denominator", shown=Quotient, rewrites=True):
    """A fraction whose numerator is to be multiplied out."""


class Canceled(Goal, fields="expr variable", shown=FIRST, rewrites=True):
    """A fraction whose common factors in a variable are to be canceled."""


class Collected(Goal, fields="expr letter", shown=FIRST, rewrites=True, collects=True):
    """An expression to be written in powers of a letter."""


class Finished(Goal, fields="expr form", shown=FIRST, may_be_rewritten=False, rewrites=True):
    """An answer to be written in another form, in which it is left."""


class Integral(Goal, fields="expr variable", shown=sp.Integral, names_derivatives=True, is_worth_a_block=True, has_constant=True):
    """An antiderivative of an expression in a variable."""


class DefiniteIntegral(Goal, fields="expr variable low high", shown=sp.Integral, names_derivatives=True):
    """The integral of an expression from low to high."""


class Restored(Goal, fields="expr variable", shown=FIRST, puts_letters_back=True, rewrites=True):
    """An antiderivative in which a letter was put back, to be written in simple form and without hidden jumps."""


D = Derivative
I = Integral


class DerivativeFromDefinitionAt(Goal, fields="expr variable step point"):
    """The derivative at a point as the limit of the difference quotient there."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variable, _step, point = args
        return Term(At, (Derivative(expr, variable), variable, point))


class DifferenceQuotient(Goal, fields="expr variable step", rewrites=True):
    """The quotient (f(x + h) - f(x))/h, to be written so that its limit can be read off."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variable, step = (value(a) for a in args)
        return Term(Quotient, (as_term(expr.xreplace({variable: variable + step})) - as_term(expr), as_term(step)))


def from_both_sides(below: sp.Expr, above: sp.Expr) -> sp.Tuple:
    """Return the limits from below and from above, which are written so and not as a pair."""
    return sp.Tuple(below, above)


class BothSides(Goal, fields="below above", shown=from_both_sides, compares=True, may_be_missing=True):
    """The limits from below and from above: one value when they agree, none otherwise."""


def enclosed(lower: Any, _middle: object, upper: Any) -> Any:
    """Return the bounds of what lies between them; it is written lower ≤ middle ≤ upper."""
    return sp.Tuple(lower, upper)


class Squeezed(Goal, fields="below above lower expr upper variable to direction"):
    """The limits of a lower and of an upper bound: what lies between has their common value.

    After the two limits come the bounds and the expression, and where its variable tends to.
    """

    @staticmethod
    def _shown(*args: Term) -> Term:
        below, above, _lower, expr, _upper, *way = args
        return Term(enclosed, (below, Term(sp.Limit, (expr, *way)), above))

    def premise(self) -> Term:
        """Return that the expression lies between its bounds."""
        return Term(enclosed, tuple(as_term(a) for a in self.args[2:5]))

    def grounds(self) -> tuple[Any, ...]:
        """Return from what the bounds follow, in words and formulas, where a single sine or cosine oscillates."""
        waves = [part for part in self.args[3].atoms(sp.sin, sp.cos) if not part.args[0].is_polynomial()]
        if len(waves) != 1:
            return ()
        return ("since ", Term(enclosed, (as_term(sp.S.NegativeOne), as_term(waves[0]), as_term(sp.S.One))))


def along(first: Any, _points: Any, second: Any, _others: Any) -> Any:
    """Return two limits, each with the points along which it is taken."""
    return sp.Tuple(first, second)


class AlongSequences(Goal, fields="first second points others", compares=True, may_be_missing=True):
    """The limits along two sequences of points, with their equations: two values mean that there is no limit."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        first, second, points, others = args
        return Term(along, (first, points, second, others))


def equal_chain(*sides: Any) -> Any:
    """Return the last of several equal things, which are written with the sign of equality between them."""
    return sides[-1]


def largest(expr: sp.Expr, _low: object, _high: object) -> sp.Expr:
    """Return the absolute value whose largest value on an interval is meant; it is written so."""
    return sp.Abs(expr)


def no_limit(value: sp.Expr) -> sp.Expr:
    """Return the value that stands for a limit which does not exist; it is written so."""
    return value


class TaylorPolynomial(Goal, fields="expr variable about degree", may_be_rewritten=False):
    """The Taylor polynomial of an expression about a point, up to a degree."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Function(f"T_{value(args[3])}"), args[:1])


class TaylorTerm(Goal, fields="derivative variable about power"):
    """One term of a Taylor polynomial: a derivative at the point over a factorial, times a power of the distance."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        derivative, variable, about, power = args
        order = value(power)
        if order == 0:
            return derivative
        distance = as_term(value(variable) - value(about))
        return derivative * distance if order == 1 else Term(Quotient, (derivative, Term(sp.factorial, (power,)))) * distance**power


class Truncated(Goal, fields="expr variable about degree", shown=FIRST, rewrites=True):
    """A polynomial without its powers of the distance from a point above a degree."""


class TaylorRemainder(Goal, fields="expr variable about degree low high", may_be_rewritten=False):
    """A bound on the absolute error of a Taylor polynomial on an interval, from the remainder of Lagrange."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Abs, (Term(sp.Function(f"R_{value(args[3])}"), args[:1]),))


class AbsoluteBound(Goal, fields="expr variable low high"):
    """A number that the absolute value of an expression does not exceed on an interval."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, _variable, low, high = args
        return Term(largest, (expr, low, high))


class RiemannSum(Goal, fields="expr variable low high count share"):
    """The Riemann sum of an expression with a number of equal cells, its points at a share (0 to 1) of each cell."""

    def step(self) -> Any:
        """Return the width of a cell."""
        return (self.args[3] - self.args[2]) / self.args[4]

    def term(self, index: Any) -> Any:
        """Return the integrand at the point of a cell, cells counted from 0."""
        expr, variable, low, _, _, share = self.args
        return expr.xreplace({variable: low + (index + share) * self.step()})

    def index(self) -> Any:
        """Return the letter that counts the cells: i, or the first one that is free."""
        used = {s.name for a in self.args if isinstance(a, sp.Basic) for s in a.free_symbols if isinstance(s, sp.Symbol)}
        return fresh_symbol(used, "ijkm")

    def shown(self) -> Term:
        """Return the sum as it is written: the width times the sum of the values."""
        index = self.index()
        values = Term(sp.Sum, tuple(as_term(a) for a in (self.term(index), index, 0, self.args[4] - 1)))
        return Term(sp.Mul, (as_term(self.step()), values))


class Summation(Goal, fields="term index last", is_added_up=True):
    """The sum of a term over an index from 0 to a last value."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Sum, (args[0], args[1], ZERO, args[2]))
