"""Goals: what is asked, as inert nodes that neither merge nor evaluate.

A goal is a `Term`, so it stands inside other mathematics: the product rule's
right side is ``D(f, x) * g + f * D(g, x)``.  A *closed* goal holds SymPy
values, and these are its identity; an *open* goal has a goal inside one of its
arguments, ``D(D(f, x), x)``, and is closed once that one is solved.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp

from symtutor.term import LEAVES, ONE, At, Quotient, Term, as_term, combine, subterms, value

__all__ = [
    "Canceled",
    "D",
    "DefiniteIntegral",
    "Derivative",
    "DerivativeFromDefinition",
    "Evaluated",
    "Expanded",
    "Goal",
    "HigherDerivative",
    "I",
    "Integral",
    "Limit",
    "inert",
    "is_open",
]


class Goal(Term):
    """A question; subclasses name its arguments and how it is written.

    Parameters
    ----------
    *args : Expr, Tuple, int or Term
        The arguments.  A Term without goals inside is turned into its value.
    """

    __slots__ = ()
    fields: ClassVar[tuple[str, ...]] = ()
    rewrites: ClassVar[bool] = False  # the goal asks only for another form of what it shows

    def __init__(self, *args: Any) -> None:
        if len(args) != len(self.fields):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self.fields)}: got {len(args)} arguments")
        object.__setattr__(self, "head", type(self))
        object.__setattr__(self, "args", tuple([_closed(a) for a in args]))
        object.__setattr__(self, "span", None)

    def shown(self) -> Term:
        """Return the goal in standard notation: a Term whose head is SymPy's class."""
        return self._shown(*map(as_term, self.args))

    @classmethod
    def showing(cls, *args: Term) -> Term:
        """Return how a goal of this kind is written over arguments that may hold anything."""
        return cls._shown(*args)

    @staticmethod
    def _shown(*args: Term) -> Term:
        raise NotImplementedError

    def __str__(self) -> str:
        return str(inert(self))


def _closed(arg: Any) -> Any:
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


def inert(term: Term) -> Any:
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
    if term.head is At and is_open(term.args[0]):
        letters, values = (a if isinstance(a, sp.Tuple) else sp.Tuple(a) for a in args[1:])
        return sp.Subs(args[0], letters, values)
    if term.head in _WITH_TUPLE:
        return term.head(args[0], tuple(args[1:]))
    return combine(term.head, args)


_WITH_TUPLE = frozenset({sp.Derivative, sp.Integral, sp.Sum, sp.Product})


class Derivative(Goal):
    """The derivative of an expression in a variable."""

    __slots__ = ()
    fields = ("expr", "variable")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args, ONE))


class HigherDerivative(Goal):
    """The derivative of a given order, two or more."""

    __slots__ = ()
    fields = ("expr", "variable", "order")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, args)


class DerivativeFromDefinition(Goal):
    """The derivative as the limit of its difference quotient with a step letter."""

    __slots__ = ()
    fields = ("expr", "variable", "step")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args[:2], ONE))


class Evaluated(Goal):
    """An expression at a point: variables and values are tuples of equal length."""

    __slots__ = ()
    fields = ("expr", "variables", "values")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(At, args)


class Limit(Goal):
    """The limit of an expression as a variable tends to a value; direction is the symbol +, - or +-."""

    __slots__ = ()
    fields = ("expr", "variable", "to", "direction")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Limit, args)


class Expanded(Goal):
    """A fraction whose numerator is to be multiplied out."""

    __slots__ = ()
    fields = ("numerator", "denominator")
    rewrites = True

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(Quotient, args)


class Canceled(Goal):
    """A fraction whose common factors in a variable are to be canceled."""

    __slots__ = ()
    fields = ("expr", "variable")
    rewrites = True

    @staticmethod
    def _shown(*args: Term) -> Term:
        return args[0]


class Integral(Goal):
    """An antiderivative of an expression in a variable."""

    __slots__ = ()
    fields = ("expr", "variable")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Integral, args)


class DefiniteIntegral(Goal):
    """The integral of an expression from low to high."""

    __slots__ = ()
    fields = ("expr", "variable", "low", "high")

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Integral, args)


D = Derivative
I = Integral
