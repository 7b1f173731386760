r"""Terms: mathematics as it is written, ordered and unevaluated.

SymPy sorts and evaluates; a textbook and a learner do not.  A `Term` keeps
order and form.  Its head is the SymPy class where there is one (``Add``,
``Mul``, ``Pow``, ``sin``, ``Eq`` ...); the heads that SymPy lacks are the
marker classes of this module.  Leaves are numbers, symbols, constants and
quotes: a `Quote` holds a SymPy value whose written form is chosen only when
it is printed.

Some heads have no value of their own, and a text with one of them can be read
as a Term alone: what stands in a line of work means something together with
the lines before it.

* `Blank` is what the line leaves out: the left side of ``= 37/3`` and ``⇒ x = 1``,
  the variable of ``[x^2]_0^1`` where the text does not name it.
* A limit of one argument has no variable (``\lim f``); a sum or product of one has
  no index (``\sum x``), of two an index without bounds, or a condition on it.
* `Implication`, `Equivalence` and `Approximate` hold the sides of ⇒, ⇔ and ≈;
  ``Or`` and ``And`` those of "or" and "and", also where one relation holds for
  several names (x, y ≥ 0).
* `PlusMinus` and `MinusPlus` are summands with ± and ∓; `DifferentialOf` is dx,
  `Nabla` ∇f or ∇f with respect to a letter, `Entry` a bracket with indices.
* `Lines` holds the lines of an ``align``, `Prose` formulas between `Words`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.heads import (
    LEAVES,
    Angled,
    Approximate,
    At,
    Between,
    Blank,
    Constant,
    Decimal,
    DifferentialOf,
    Entry,
    Equivalence,
    Frobenius,
    Head,
    Implication,
    Lines,
    MinusPlus,
    Nabla,
    Negation,
    Norm,
    Number,
    PlusMinus,
    Prose,
    Quote,
    Quotient,
    Root,
    Variable,
    Words,
)
from symtutor.runtime.sympy_mended import mend

__all__ = [
    "LEAVES",
    "ONE",
    "ZERO",
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
    "Term",
    "Variable",
    "Words",
    "apply_head",
    "as_term",
    "combine",
    "fresh_symbol",
    "function",
    "product",
    "quote",
    "subterms",
    "sympified",
    "total",
    "value",
]


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """One node of mathematics as written.

    Parameters
    ----------
    head : type or callable
        What the node is: a SymPy class or a marker of this module.
    args : tuple
        Terms, or for a leaf its payload.
    span : tuple of int, optional
        Start and end of the node in the text it was read from; two terms that
        differ only in their spans are equal.

    Examples
    --------
    >>> x = as_term(sp.Symbol("x"))
    >>> (2 * x + 3 * x).head is sp.Add
    True
    >>> value(2 * x + 3 * x)
    5*x
    """

    head: Any
    args: tuple[Any, ...]
    span: tuple[int, int] | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"{self.head.__name__}({', '.join(map(repr, self.args))})"

    def __add__(self, other: object) -> Term:
        return Term(sp.Add, (*_parts(self, sp.Add), as_term(other)))

    def __radd__(self, other: object) -> Term:
        return Term(sp.Add, (as_term(other), self))

    def __sub__(self, other: object) -> Term:
        return Term(sp.Add, (*_parts(self, sp.Add), Term(Negation, (as_term(other),))))

    def __rsub__(self, other: object) -> Term:
        return Term(sp.Add, (as_term(other), Term(Negation, (self,))))

    def __mul__(self, other: object) -> Term:
        return Term(sp.Mul, (*_parts(self, sp.Mul), as_term(other)))

    def __rmul__(self, other: object) -> Term:
        return Term(sp.Mul, (as_term(other), self))

    def __truediv__(self, other: object) -> Term:
        return Term(Quotient, (self, as_term(other)))

    def __rtruediv__(self, other: object) -> Term:
        return Term(Quotient, (as_term(other), self))

    def __pow__(self, other: object) -> Term:
        return Term(sp.Pow, (self, as_term(other)))

    def __rpow__(self, other: object) -> Term:
        return Term(sp.Pow, (as_term(other), self))

    def __neg__(self) -> Term:
        return Term(Negation, (self,))


def _parts(term: Term, head: Any) -> tuple[Any, ...]:
    """Return the arguments of a term with this head, else the term alone."""
    return term.args if term.head is head else (term,)


def quote(expr: Any) -> Term:
    """Return a leaf that holds a SymPy value; a matrix as one that cannot be changed, since Terms are compared and kept by their value."""
    return Term(Quote, (sp.ImmutableMatrix(expr) if isinstance(expr, sp.MatrixBase) and not isinstance(expr, sp.Basic) else expr,))


def as_term(thing: object) -> Term:
    """Return a Term for a Term, a SymPy value or an int.

    Raises
    ------
    TypeError
        For a float: a rule that says ``1/2*x`` has lost exactness already.
    """
    if isinstance(thing, Term):
        return thing
    if isinstance(thing, sp.Basic | sp.MatrixBase):
        return quote(thing)
    if isinstance(thing, int):
        return Term(Number, (sp.Integer(thing),))
    raise TypeError(f"a Term cannot hold {thing!r}: write a fraction as Rational(1, 2), or divide Terms")


def sympified(thing: Any) -> Any:
    """Return a SymPy object for a number or a SymPy object; never for text, which SymPy would run as a program.

    Raises
    ------
    InputError
        For text: only the readers of this package read text.
    """
    if isinstance(thing, str):
        raise InputError(f"mathematics was expected, and text was passed: {thing[:60]!r}", "Read it first, with symtutor.read.")
    return sp.sympify(thing)


ZERO = as_term(0)
ONE = as_term(1)


def total(terms: tuple[Any, ...] | list[Any]) -> Term:
    """Return the sum of terms in the order given; a single one stays alone."""
    return as_term(terms[0]) if len(terms) == 1 else Term(sp.Add, tuple(as_term(t) for t in terms))


def product(factors: tuple[Any, ...] | list[Any]) -> Term:
    """Return the product of terms in the order given; a single one stays alone."""
    return as_term(factors[0]) if len(factors) == 1 else Term(sp.Mul, tuple(as_term(t) for t in factors))


def apply_head(head: Any, *args: object) -> Term:
    """Return the application of a head to terms."""
    return Term(head, tuple(as_term(a) for a in args))


def function(head: Any) -> Callable[..., Term]:
    """Return a constructor of unevaluated applications of a SymPy function."""

    def build(*args: object) -> Term:
        return apply_head(head, *args)

    return build


def fresh_symbol(used: Collection[str], choices: Sequence[str]) -> sp.Symbol:
    """Return a symbol of the first name that is not used; when all are, the first name with a number.

    Examples
    --------
    >>> fresh_symbol({"u", "v"}, "uvw"), fresh_symbol({"u"}, "u")
    (w, u1)
    """
    numbered = (f"{choices[0]}{n}" for n in range(1, len(used) + 2))
    return sp.Symbol(next(name for name in (*choices, *numbered) if name not in used))


def subterms(term: Term) -> Iterator[Term]:
    """Yield a term and everything below it, outermost first."""
    stack = [term]
    while stack:
        node = stack.pop()
        yield node
        if node.head not in LEAVES:
            stack.extend(a for a in reversed(node.args) if isinstance(a, Term))


def value(term: Term) -> Any:
    """Return the SymPy value of a term without open goals.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> value(Term(Quotient, (as_term(x), as_term(2))))
    x/2
    """
    if term.head in LEAVES:
        return term.args[0]
    return combine(term.head, [value(a) if isinstance(a, Term) else a for a in term.args])


def combine(head: Any, args: list[Any]) -> sp.Basic:
    """Return the SymPy value of a head over values."""
    special = _COMBINE.get(head)
    return head(*args) if special is None else special(*args)


def _sum(*args: sp.Expr) -> Any:
    """Add; beside an infinite term those with letters, which are real numbers, do not count."""
    infinite = [a for a in args if a in _INFINITE]
    return sp.Add(*infinite) if infinite and all(isinstance(a, sp.Expr) for a in args) and sp.nan not in args else sp.Add(*args)


def _root(radicand: sp.Expr, degree: sp.Expr) -> sp.Expr:
    return sp.Pow(radicand, sp.Rational(1, degree) if degree.is_Integer else 1 / degree)


def _at(expr: sp.Basic, letters: Any, values: Any) -> Any:
    """Put values in place of letters; both may be tuples.  A derivative in a letter that gets a number stays open."""
    pairs = dict(zip(letters, values, strict=True)) if isinstance(letters, sp.Tuple) else {letters: values}
    if isinstance(expr, sp.Expr) and any(v in pairs and pairs[v].is_number for d in expr.atoms(sp.Derivative) for v in d.variables):
        return sp.Subs(expr, tuple(pairs), tuple(pairs.values()))
    if isinstance(expr, sp.Expr) and expr.has(sp.Integral, sp.Limit, sp.Sum, sp.Product):  # their letters are their own
        return expr.subs(pairs, simultaneous=True)
    return expr.xreplace(pairs)


def _between(antiderivative: sp.Expr, variable: sp.Basic, low: Any, high: Any) -> sp.Expr:
    return antiderivative.xreplace({variable: high}) - antiderivative.xreplace({variable: low})


def _tupled(place: tuple[sp.Expr, ...]) -> Any:
    return place[0] if len(place) == 1 else place


mend()

_INFINITE = (sp.oo, -sp.oo)
_COMBINE: dict[Any, Callable[..., Any]] = {
    sp.Add: _sum,
    Negation: lambda a: -a,
    Quotient: lambda a, b: a / b,
    Root: _root,
    At: _at,
    Between: _between,
    DifferentialOf: lambda letter: sp.Symbol(f"d{letter.name}"),
    # the letter and what follows it, its limits or its order, stand beside each other in a Term and in a tuple in SymPy
    sp.Derivative: lambda f, *place: sp.Derivative(f, _tupled(place)),
    sp.Integral: lambda f, *place: sp.Integral(f, _tupled(place)),
    sp.Sum: lambda f, *place: sp.Sum(f, _tupled(place)),
    sp.Product: lambda f, *place: sp.Product(f, _tupled(place)),
}
