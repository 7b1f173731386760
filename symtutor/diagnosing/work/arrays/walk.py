"""One walk over Terms of arrays, for their shapes and for their values.

A number is an array of one row and one column.  What differs between shapes and
values are the operations, a subclass of `Walk`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.diagnosing.work.arrays.letters import free_indices, split_name
from symtutor.functions import Diagonal, Inverse, Ones, Softmax
from symtutor.term import (
    Angled,
    Constant,
    Decimal,
    DifferentialOf,
    Entry,
    Frobenius,
    Nabla,
    Negation,
    Norm,
    Number,
    Quotient,
    Root,
    Term,
    Variable,
    subterms,
)

__all__ = ["Meaning", "Misfit", "Named", "Unread", "Walk"]


class Misfit(Exception):  # noqa: N818 (a reason, caught where shapes are tried)
    """Why shapes do not fit together."""


class Unread(Exception):  # noqa: N818 (a reason, caught where a line is judged)
    """What has no meaning here."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: a term, with the indices or parameters it depends on."""

    term: Term
    indices: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """What is known about names, and how derivatives are laid out.

    Parameters
    ----------
    names : mapping of str to Named
        Definitions.
    indices : frozenset of str
        Letters that count.
    objective : str
        The name of what is differentiated, which stands for names that nothing defines.
    layout : int
        How derivatives are laid out: 0 with gradients as columns and Jacobians with a row for each component, 1 with gradients
        as rows, 2 with the transposed Jacobians.
    varying : frozenset of str
        Letters that change, where a differential is taken.
    """

    names: Mapping[str, Named] = field(default_factory=dict)
    indices: frozenset[str] = frozenset()
    objective: str = ""
    layout: int = 0
    varying: frozenset[str] = frozenset()


class Walk(ABC):
    """The meaning of a Term with indices at given places."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.env: dict[str, Any] = {}
        self.bound: dict[str, Any] = {}
        self.held: frozenset[str] = frozenset()
        self.in_total = 0

    # ---- operations -----------------------------------------------------------------------------
    @abstractmethod
    def number(self, value: Any) -> Any:
        """Return a number."""

    @abstractmethod
    def letter(self, base: str, indices: Sequence[str]) -> Any:
        """Return a letter, or the entry or row of it at indices."""

    @abstractmethod
    def add(self, a: Any, b: Any) -> Any:
        """Return a sum."""

    @abstractmethod
    def times(self, a: Any, b: Any) -> Any:
        """Return a product."""

    @abstractmethod
    def by_entry(self, a: Any, b: Any) -> Any:
        """Return the product entry by entry."""

    @abstractmethod
    def transpose(self, a: Any) -> Any:
        """Return the transpose."""

    @abstractmethod
    def map(self, head: Any, a: Any) -> Any:
        """Return a function of each entry."""

    @abstractmethod
    def power(self, a: Any, exponent: Any) -> Any:
        """Return a power."""

    @abstractmethod
    def trace(self, a: Any) -> Any:
        """Return the trace."""

    @abstractmethod
    def determinant(self, a: Any) -> Any:
        """Return the determinant."""

    @abstractmethod
    def total(self, a: Any) -> Any:
        """Return the sum of all entries."""

    @abstractmethod
    def diagonal(self, a: Any) -> Any:
        """Return the diagonal matrix of a column."""

    @abstractmethod
    def softmax(self, a: Any) -> Any:
        """Return the softmax of a column."""

    @abstractmethod
    def identity(self, term: Term) -> Any:
        """Return the identity that stands at a place."""

    @abstractmethod
    def ones(self, term: Term) -> Any:
        """Return the column of ones that stands at a place."""

    @abstractmethod
    def summed(self, body: Term, index: str, low: Term | None, high: Term | None) -> Any:
        """Return a sum over an index."""

    @abstractmethod
    def stacked(self, body: Term, indices: Sequence[str]) -> Any:
        """Return the array whose entries are a term at all places of its indices."""

    @abstractmethod
    def derivative(self, numerator: Term, letter: Term, order: int) -> Any:
        """Return a derivative."""

    @abstractmethod
    def differential(self, name: str) -> Any:
        """Return the differential of a letter, or of what a name stands for."""

    # ---- the walk -------------------------------------------------------------------------------
    def of(self, term: Term) -> Any:
        """Return the meaning of a term."""
        handler = _HANDLERS.get(term.head)
        if handler is not None:
            return handler(self, term)
        name = getattr(term.head, "__name__", "")
        if name in self.meaning.names or name in self.bound:
            return self.applied(name, term)
        if name in _BY_NAME and len(term.args) == 1:
            return _BY_NAME[name](self, term)
        if isinstance(term.head, type) and issubclass(term.head, AppliedUndef):
            raise Unread(name)
        if isinstance(term.head, type) and issubclass(term.head, sp.Function) and len(term.args) == 1:
            return self.map(term.head, self.of(term.args[0]))
        raise Unread(name)

    def variable(self, term: Term) -> Any:
        """Return what a name stands for."""
        name = str(term.args[0])
        if name == "I" and name not in self.meaning.names:
            return self.identity(term)
        if name.endswith("'") and name[0].isupper():
            return self.transpose(self.name(name[:-1]))
        return self.name(name)

    def name(self, name: str) -> Any:
        """Return what a name with indices stands for."""
        base, indices = split_name(name)
        if base in self.bound:
            return self.placed(self.bound[base], indices)
        known = None if base in self.held else self.meaning.names.get(base)
        if known is not None and (not indices or len(indices) == len(known.indices)):
            return self.defined(known, indices)
        if known is not None and not known.indices:
            return self.placed(self.defined(known, ()), indices)
        return self.letter(base, indices)

    @abstractmethod
    def placed(self, value: Any, indices: Sequence[str]) -> Any:
        """Return an entry of a value at indices, or the value."""

    def defined(self, known: Named, indices: Sequence[str]) -> Any:
        """Return the meaning of a definition at indices, or all of it."""
        if known.indices and not indices:
            return self.stacked(known.term, known.indices)
        inner = {own: self.at(index) for own, index in zip(known.indices, indices, strict=True)}
        before, self.env = self.env, {**self.env, **inner}
        try:
            return self.of(known.term)
        finally:
            self.env = before

    @abstractmethod
    def at(self, index: str) -> Any:
        """Return the place of an index."""

    def applied(self, name: str, term: Term) -> Any:
        """Return f(…) where f is known: of its own letters, or of others put in."""
        known = self.meaning.names[name]
        if name in self.held:
            return self.name(name)
        given = {
            own: self.of(arg)
            for own, arg in zip(known.parameters, term.args, strict=False)
            if not (arg.head is Variable and str(arg.args[0]) == own)
        }
        before, self.bound = self.bound, {**self.bound, **given}
        try:
            return self.of(known.term)
        finally:
            self.bound = before

    def product(self, term: Term) -> Any:
        """Return a product from left to right; Df(A)H is the change of f in the direction H."""
        args = term.args
        if len(args) == 3 and args[0].head is Variable and str(args[0].args[0]) == "D":
            name = getattr(args[1].head, "__name__", "")
            if name in self.meaning.names and self.meaning.names[name].parameters:
                return self.directional(name, args[2])
        found = self.of(args[0])
        for arg in args[1:]:
            found = self.times(found, self.of(arg))
        return found

    @abstractmethod
    def directional(self, name: str, direction: Term) -> Any:
        """Return the change of a function of one array in a direction."""

    def sum(self, term: Term) -> Any:
        """Return a sum of terms."""
        plain = [arg for arg in term.args if not _is_literal(arg)]
        literal = [arg for arg in term.args if _is_literal(arg)]
        parts = plain or literal
        found = self.of(parts[0])
        for arg in parts[1:]:
            found = self.add(found, self.of(arg))
        for arg in literal if plain else ():
            found = self.shifted(found, self.of(arg))
        return found

    @abstractmethod
    def shifted(self, a: Any, number: Any) -> Any:
        """Return a number added to every entry."""

    def quotient(self, term: Term) -> Any:
        """Return a fraction."""
        return self.times(self.of(term.args[0]), self.power(self.of(term.args[1]), -1))

    def raised(self, term: Term) -> Any:
        """Return a power."""
        base, exponent = term.args
        if base.head is Constant and base.args[0] is sp.E:
            return self.map(sp.exp, self.of(exponent))
        if base.head is Norm:
            return self.power(self.norm(base), _as_number(exponent))
        return self.power(self.of(base), _as_number(exponent))

    def norm(self, term: Term) -> Any:
        """Return a norm: the root of the sum of squares, or the sum of absolute values."""
        inner = self.of(term.args[0])
        kind = str(term.args[1].args[0]) if len(term.args) > 1 and term.args[1].args else "2"
        if kind == "1":
            return self.total(self.map(sp.Abs, inner))
        if kind not in {"2", "F"}:
            raise Unread("norm")
        return self.map(sp.sqrt, self.total(self.by_entry(inner, inner)))

    def sum_over(self, term: Term) -> Any:
        """Return Σ over an index, over several, or over all entries."""
        if len(term.args) == 1:
            self.in_total += 1
            try:
                return self.total(self.of(term.args[0]))
            finally:
                self.in_total -= 1
        index = term.args[1]
        letters = index.args if index.head is sp.Tuple else (index,)
        if not all(part.head is Variable for part in letters):
            raise Unread("sum")
        if len(letters) > 1:
            inner = Term(sp.Sum, (term.args[0], *letters[1:]))
            return self.summed(inner, str(letters[0].args[0]), None, None)
        low, high = (*term.args[2:4], None, None)[:2]
        return self.summed(term.args[0], str(letters[0].args[0]), low, high)

    def in_diagonal(self, term: Term) -> Any:
        """Return diag of a column, or of a term with one index that is free."""
        free = [i for i in free_indices(term.args[0], self.meaning.indices) if i not in self.env]
        if len(free) == 1:
            return self.diagonal(self.stacked(term.args[0], free))
        return self.diagonal(self.of(term.args[0]))

    def entry(self, term: Term) -> Any:
        """Return (a_ij)_ij: all entries."""
        indices = [str(leaf.args[0]) for arg in term.args[1:] for leaf in subterms(arg) if leaf.head is Variable]
        if all(i not in self.env for i in indices):
            return self.stacked(term.args[0], indices)
        raise Unread("entry")

    def gradient(self, term: Term) -> Any:
        """Return ∇f: by the letters named, or by the parameter of f."""
        inner, *letters = term.args
        if letters:
            return self.derivative(inner, letters[0], 1)
        core = inner.args[0] if inner.head is Nabla else inner
        name = str(core.args[0]) if core.head is Variable else getattr(core.head, "__name__", "")
        known = self.meaning.names.get(name)
        if known is None or len(known.parameters) != 1:
            raise Unread("gradient")
        letter = Term(Variable, (sp.Symbol(known.parameters[0]),))
        return self.derivative(core, letter, 2 if inner.head is Nabla else 1)


def _is_literal(term: Term) -> bool:
    return term.head is Number or (term.head is Negation and term.args[0].head is Number)


def _as_number(term: Term) -> sp.Expr:
    sign = -1 if term.head is Negation else 1
    inner = term.args[0] if term.head is Negation else term
    if inner.head is Quotient and all(a.head is Number for a in inner.args):
        return sign * inner.args[0].args[0] / inner.args[1].args[0]
    if inner.head is not Number:
        raise Unread("power")
    return sign * inner.args[0]


_HANDLERS: dict[Any, Any] = {
    **dict.fromkeys((Number, Decimal, Constant), lambda walk, term: walk.number(term.args[0])),
    Variable: Walk.variable,
    sp.Add: Walk.sum,
    sp.Mul: Walk.product,
    Negation: lambda walk, term: walk.times(walk.number(sp.S.NegativeOne), walk.of(term.args[0])),
    Quotient: Walk.quotient,
    sp.Pow: Walk.raised,
    Root: lambda walk, term: walk.map(sp.sqrt, walk.of(term.args[0])),
    sp.Transpose: lambda walk, term: walk.transpose(walk.of(term.args[0])),
    Inverse: lambda walk, term: walk.power(walk.of(term.args[0]), -1),
    sp.Trace: lambda walk, term: walk.trace(walk.of(term.args[0])),
    sp.Determinant: lambda walk, term: walk.determinant(walk.of(term.args[0])),
    Norm: Walk.norm,
    Angled: lambda walk, term: walk.total(walk.by_entry(walk.of(term.args[0]), walk.of(term.args[1]))),
    Frobenius: lambda walk, term: walk.total(walk.by_entry(walk.of(term.args[0]), walk.of(term.args[1]))),
    sp.HadamardProduct: lambda walk, term: walk.by_entry(walk.of(term.args[0]), walk.of(term.args[1])),
    sp.Sum: Walk.sum_over,
    Diagonal: Walk.in_diagonal,
    Softmax: lambda walk, term: walk.softmax(walk.of(term.args[0])),
    Ones: lambda walk, term: walk.ones(term),
    Entry: Walk.entry,
    Nabla: Walk.gradient,
    sp.Derivative: lambda walk, term: walk.derivative(term.args[0], term.args[1], int(term.args[2].args[0])),
    DifferentialOf: lambda walk, term: walk.differential(str(term.args[0].args[0])),
    sp.Identity: lambda walk, term: walk.identity(term),
}
_BY_NAME: dict[str, Any] = {
    "softmax": _HANDLERS[Softmax],
    "diag": Walk.in_diagonal,
    "tr": _HANDLERS[sp.Trace],
    "det": _HANDLERS[sp.Determinant],
}
