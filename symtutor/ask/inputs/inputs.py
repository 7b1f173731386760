"""What people pass to the public functions, turned into SymPy objects without assumptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Integral as IntegralNumber
from numbers import Rational as RationalNumber
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.as_written import must_be_defined_at
from symtutor.checking.equivalence.declared import declared_domain
from symtutor.errors import InputError
from symtutor.functions import FORMULAS
from symtutor.reading.answers import by_cases, components, mathematics_of, must_have_points_for_decimals, says_no_value, values_of
from symtutor.reading.finite_sums import sums_written_out
from symtutor.reading.read import read_term
from symtutor.reading.request import Request, read_request
from symtutor.reading.sets import is_set_notation, read_set, sets_of_letters
from symtutor.term import Term, subterms

__all__ = ["Inputs"]

_NO_SOLUTION = ("no solution", "no solutions", "no real solution", "no real solutions", "none", "never", "empty set")
_POSITIVE = sp.Interval.open(0, sp.oo)
_NUMBER_OF_ROOT = re.compile(r"_?\d+$")  # x_1, x2
_DOMAINS = {
    "positive": _POSITIVE,
    "negative": sp.Interval.open(-sp.oo, 0),
    "nonnegative": sp.Interval(0, sp.oo),
    "nonpositive": sp.Interval(-sp.oo, 0),
    "integer": sp.S.Integers,
}


@dataclass
class Inputs:
    """One call's arguments on their way in: what they declared, and how to give symbols back as they came.

    Parameters
    ----------
    names, functions : iterable of str
        Symbols and functions of several letters that strings may use.
    known : frozenset of Symbol, optional
        The letters of the problem, where an answer is read: SymPy's E in it is e, unless it is one of them.
    """

    names: Iterable[str] = ()
    functions: Iterable[str] = ()
    notes: list[str] = field(default_factory=list)
    typed: list[Term] = field(default_factory=list)
    domain: dict[sp.Symbol, sp.Set] = field(default_factory=dict)
    originals: dict[sp.Symbol, sp.Symbol] = field(default_factory=dict)
    known: frozenset[sp.Symbol] | None = None
    _seen: set[sp.Symbol] = field(default_factory=set)

    def expression(self, thing: Any, what: str = "the expression") -> Any:
        """Return a SymPy expression for a string, number or SymPy expression; of an equation y = ..., its right side."""
        return self._scalar(self._basic(thing, what), thing, what)

    def pair(self, a: Any, b: Any) -> tuple[Any, Any]:
        """Return two things to compare: two equations, lists, sets or matrices as they are, else two expressions."""
        found = [self._collected(thing, what) for thing, what in ((a, "the first expression"), (b, "the second expression"))]
        if any(map(_is_of_numbers, found)):  # then (0, 1) is an interval, and 0 the set of one number
            found = [
                read if not _is_of_numbers(side) and isinstance(thing, str) and (read := self.set_of(thing)) is not None else side
                for side, thing in zip(found, (a, b), strict=True)
            ]
        if not any(isinstance(side, sp.Expr) for side in found):
            return found[0], found[1]
        wholes = (sp.MatrixBase, sp.Tuple, sp.Set)
        sides = [
            side if isinstance(side, wholes) else self._scalar(side, thing, "a side") for side, thing in zip(found, (a, b), strict=True)
        ]
        return sides[0], sides[1]

    def _collected(self, thing: Any, what: str) -> sp.Basic:
        if isinstance(thing, tuple | list):
            return sp.Tuple(*(self._collected(entry, what) for entry in thing))
        if isinstance(thing, set | frozenset):
            return sp.FiniteSet(*(self._collected(entry, what) for entry in thing))
        if isinstance(thing, str) and is_set_notation(thing) and (found := self.set_of(thing)) is not None:
            return found
        return self._basic(thing, what)

    def _scalar(self, found: Any, thing: Any, what: str) -> sp.Expr:
        """Return what was read if it is an expression with a value; of an equation y = ..., its right side."""
        if isinstance(found, sp.Equality) and isinstance(found.lhs, sp.Symbol | AppliedUndef) and found.rhs.free_symbols - {found.lhs}:
            found = found.rhs
        found = sums_written_out(found)
        if isinstance(found, sp.Tuple):
            must_have_points_for_decimals(thing)
        if not isinstance(found, sp.Expr):
            raise InputError(f"{what} is {_kind(found)}, and an expression was expected", "Write something like x^2 sin x.")
        primed = {s.name[:-1] for s in found.free_symbols if isinstance(s, sp.Symbol) and s.name.endswith("'")}
        letters = {s.name for s in found.free_symbols if isinstance(s, sp.Symbol)}
        if primed & letters and any(name.isupper() for name in letters):
            raise InputError(f"{what} has a transpose in it, and its letters are numbers here", "Ask matrix_derivative.")
        if found.has(sp.nan, sp.zoo):
            raise InputError(f"{what} has no value: {thing} divides by 0", "Check the denominator.")
        return found

    @property
    def is_typed_out(self) -> bool:
        """Whether a text was typed, and no function in it is one that stands for a formula, such as σ for 1/(1 + e^(−x))."""
        return bool(self.typed) and not any(part.head in FORMULAS for term in self.typed for part in subterms(term))

    def request(self, thing: Any, head: Any, what: str = "the expression") -> Request:
        """Return an expression and what its text asks besides, such as "x^3 at 2" or "d/dx x^4"."""
        if not isinstance(thing, str):
            return Request(self.expression(thing, what))
        found = read_request(thing, head, names=self.names, functions=self.functions)
        self.notes.extend(note for n in found.notes if (note := str(n)) not in self.notes)
        self.typed.extend(found.typed)
        return replace(found, expr=self._scalar(found.expr, thing, what))

    def vector(self, thing: Any, what: str = "the components") -> tuple[Any, ...]:
        """Return the entries of a list, of text such as ``(2xy, x^2 y)``, or of a matrix with one row or one column."""
        found = self._basic(thing, what) if isinstance(thing, str | sp.MatrixBase | sp.Tuple) else thing
        if isinstance(found, sp.MatrixBase):
            if 1 not in found.shape:
                raise InputError(f"{what} are a matrix of {found.rows} rows and {found.cols} columns, and a vector was expected")
            return tuple(found.flat())
        if isinstance(found, sp.Tuple | tuple | list):
            return tuple(self.expression(entry, what) for entry in found)
        return (self.expression(found, what),)

    def matrix(self, thing: Any, what: str = "the matrix") -> Any:
        """Return a matrix for a matrix, a list of rows, or text; a plain list becomes a column."""
        found = self._basic(thing, what) if isinstance(thing, str | sp.MatrixBase | sp.Tuple) else thing
        if isinstance(found, sp.MatrixBase):
            return sp.ImmutableMatrix(found)
        if not isinstance(found, sp.Tuple | tuple | list):
            return sp.ImmutableMatrix([[self.expression(found, what)]])
        rows = [self.vector(row, what) for row in found]
        if not rows or len({len(row) for row in rows}) != 1:
            raise InputError(f"the rows of {what} have different lengths", "Write rows of equal length, as in [[1, 2], [3, 4]].")
        return sp.ImmutableMatrix(rows)

    def answer(self, thing: Any, wanted: Any) -> Any:
        """Return an answer of the kind that is wanted: a matrix, an equation or an expression; a list for the last as it is."""
        if isinstance(wanted, sp.MatrixBase):
            found = self._basic(thing, "the answer") if isinstance(thing, str) else thing
            entries = components(found, wanted.rows, self.known or ()) if wanted.cols == 1 and isinstance(found, sp.Expr) else None
            return self.matrix(found, "the answer") if entries is None else sp.ImmutableMatrix(entries)
        if isinstance(wanted, sp.Equality):
            found = self._basic(thing, "the answer")
            if isinstance(found, sp.Expr) and isinstance(wanted.lhs, sp.Symbol) and wanted.lhs not in found.free_symbols:
                self.notes.append(f"the answer is read as {wanted.lhs} = …")
                return sp.Eq(wanted.lhs, found, evaluate=False)
            if not isinstance(found, sp.Equality):
                raise InputError(f"the answer is {_kind(found)}, and an equation was expected", "Write something like z = 2x + 3y.")
            return found
        if thing is sp.nan or (isinstance(thing, str) and says_no_value(thing)):
            return sp.nan
        if isinstance(thing, tuple | list):
            return sp.Tuple(*self.vector(thing, "the answer"))
        found = self._basic(thing, "the answer")
        if isinstance(found, sp.Tuple) and (under_conditions := by_cases(found)) is not None:
            return under_conditions
        if isinstance(found, sp.Tuple):
            must_have_points_for_decimals(thing)
        if isinstance(found, sp.Tuple | sp.MatrixBase):
            return sp.ImmutableMatrix(found) if isinstance(found, sp.MatrixBase) else found  # to be judged as wrong
        if isinstance(found, sp.Equality) and isinstance(found.lhs, sp.Derivative | sp.Integral | sp.Limit):
            found = found.rhs  # dy/dx = 2x
        return self._scalar(found, thing, "the answer")

    def surface(self, thing: Any) -> tuple[Any, bool]:
        """Return an expression, and whether it is to be 0 on the surface; otherwise the surface is its graph."""
        found = self._basic(thing, "the surface")
        if not isinstance(found, sp.Equality):
            return self.expression(found, "the surface"), False
        if isinstance(found.lhs, sp.Symbol) and found.lhs not in found.rhs.free_symbols:
            return found.rhs, False
        return found.lhs - found.rhs, True

    def sides(self, thing: Any) -> tuple[Any, Any]:
        """Return both sides of an equation; an expression by itself is to be 0."""
        found = self._basic(thing, "the equation")
        if isinstance(found, sp.Equality):
            return found.lhs, found.rhs
        if found in {sp.true, sp.false}:
            raise InputError(f"the equation {thing} has no unknown: it is {'always' if found else 'never'} true")
        return self.expression(found, "the equation"), sp.S.Zero

    def inequality(self, thing: Any) -> tuple[Any, Any, str] | None:
        """Return both sides of an inequality and its sign; None for anything else.

        Raises
        ------
        InputError
            If there are several at once.
        """
        found = self._basic(thing, "the equation")
        if isinstance(found, sp.And | sp.Or) and found.atoms(sp.Ge, sp.Gt, sp.Le, sp.Lt):
            raise InputError(f"{thing} are several inequalities", "Solve each, and take what their solutions have in common.")
        return (found.lhs, found.rhs, found.rel_op) if isinstance(found, sp.Ge | sp.Gt | sp.Le | sp.Lt) else None

    def solution_set(self, thing: Any, variable: sp.Symbol) -> sp.Set:
        """Return the set of an answer to an inequality: a set, "no solution", or inequalities joined by "and" and "or"."""
        found = sp.S.EmptySet if thing is None else self.set_of(thing, variable)
        if found is None:
            raise InputError(
                f"{thing!r} names no set of values of {variable}", f"Write 1 < {variable} < 2, (1, 2), or {variable} < 1 or {variable} > 2."
            )
        return found

    def set_of(self, thing: Any, variable: sp.Symbol | None = None) -> sp.Set | None:
        """Return a set of numbers for a set, its notation, or inequalities; None for anything else."""
        if isinstance(thing, sp.Set):
            return thing
        if isinstance(thing, str):
            return read_set(thing, lambda part: self._basic(part, "a set"), variable)
        return read_set("", lambda _: self._basic(thing, "a set"), variable)

    def declared(self, domain: Any, variable: sp.Symbol | None) -> dict[sp.Symbol, sp.Set]:
        """Return the domain of each letter: a mapping, the domain of the variable alone, or text such as ``x > 0 and a < 1``."""
        if isinstance(domain, str):
            named = sets_of_letters(domain, lambda part: self._basic(part, "the domain"))
            domain = named or (None if variable is None else self.set_of(domain, variable))
            if domain is None:
                raise InputError("the domain is no set of numbers", "Write x > 0, 0 < x <= 1, or [0, 1).")
        if isinstance(domain, Mapping):
            domain = {k: self.set_of(d, self.symbol(k)) if isinstance(d, str) else d for k, d in domain.items()}
        return declared_domain(domain, variable)

    def constraint(self, thing: Any) -> list[tuple[str, Any]]:
        """Return the parts of a constraint, each a relation =, >= or > and the expression that has it to 0."""
        found = self._basic(thing, "a constraint")
        if isinstance(found, sp.And | sp.Tuple):
            return [part for arg in found.args for part in self.constraint(arg)]
        if isinstance(found, sp.Equality):
            return [("=", found.lhs - found.rhs)]
        if isinstance(found, sp.Ge | sp.Le):
            return [(">=", found.gts - found.lts)]
        if isinstance(found, sp.Gt | sp.Lt):
            return [(">", found.gts - found.lts)]
        raise InputError(f"the constraint {thing} is {_kind(found)}, and a relation was expected", "Write x + y = 1 or x >= 0.")

    def values(self, thing: Any, variable: sp.Symbol) -> tuple[Any, ...]:
        """Return the values of a variable that an answer names: a list, a set, x = 1 or x = 2, x = ±1, "no solution"."""
        if thing is None or (isinstance(thing, str) and says_no_value(thing, _NO_SOLUTION)):
            return ()
        if isinstance(thing, str):
            thing = values_of(thing)
        if isinstance(thing, str) and "±" in thing:
            return (*self.values(thing.replace("±", "+"), variable), *self.values(thing.replace("±", "-"), variable))
        found = thing if isinstance(thing, tuple | list | set | frozenset) else self._basic(thing, "the answer")
        if found in (sp.false, sp.S.EmptySet):
            return ()
        parts: Any = (found,)
        if isinstance(found, sp.Or | sp.And | sp.Tuple | sp.FiniteSet):
            parts = found.args
        elif isinstance(found, tuple | list | set | frozenset):
            parts = found
        if isinstance(found, sp.FiniteSet | set | frozenset):
            parts = sorted(parts, key=str)
        return tuple(self._value_of(part, variable) for part in parts)

    def _value_of(self, part: Any, variable: sp.Symbol) -> sp.Expr:
        if isinstance(part, sp.Equality) and variable in (part.lhs, part.rhs):
            return part.rhs if part.lhs == variable else part.lhs
        if isinstance(part, sp.Equality) and isinstance(part.lhs, sp.Symbol) and _NUMBER_OF_ROOT.sub("", part.lhs.name) == variable.name:
            return part.rhs
        return self.expression(part, "a solution")

    def symbol(self, thing: Any) -> sp.Symbol:
        """Return a symbol for a name or a symbol."""
        if isinstance(thing, str) and not thing.strip():
            raise InputError("a variable has an empty name", 'Name it, as in differentiate("x^2", "x").')
        found = self._basic(thing, "the variable")
        if not isinstance(found, sp.Symbol):
            raise InputError(f"{thing!r} is no variable", 'A variable is a symbol or its name, as in differentiate("a x^2", "x").')
        return found

    def variable(self, expr: Any, thing: Any = None, what: str = "differentiate") -> sp.Symbol:
        """Return the variable that is meant: the one named, or the only one there is."""
        if thing is not None:
            return self.symbol(thing)
        free = sorted(expr.free_symbols, key=lambda s: s.name)
        if len(free) > 1:
            listed, shown = ", ".join(s.name for s in free), str(expr).replace("**", "^")
            raise InputError(
                f"there are several variables, {listed}: which one is meant?", f'Name it, as in {what}("{shown}", "{free[-1]}").'
            )
        return free[0] if free else sp.Symbol("x")

    def point(self, at: Any, variables: tuple[sp.Symbol, ...]) -> dict[sp.Symbol, Any]:
        """Return a mapping from symbols to values for a mapping, or for one value where there is one variable.

        Raises
        ------
        NotReal
            At a point at which what was typed so far has no value as it was written, such as x²/x at 0.
        """
        if not isinstance(at, Mapping):
            values = at if isinstance(at, tuple | list) else (at,)
            if len(values) != len(variables):
                listed = ", ".join(v.name for v in variables)
                raise InputError(f"at= gives {len(values)} value(s) for the variables {listed}", "Pass a mapping, as in at={x: 2}.")
            at = dict(zip(variables, values, strict=True))
        asked = tuple(self.typed) if self.known is None else ()
        point = {self.symbol(k): self.expression(v, f"the value of {k}") for k, v in at.items()}
        must_be_defined_at(point, asked)
        return point

    def restored(self, thing: Any) -> Any:
        """Return an answer with the caller's own symbols."""
        if isinstance(thing, tuple):
            return tuple(map(self.restored, thing))
        return thing.xreplace(self.originals) if self.originals and isinstance(thing, sp.Basic | sp.MatrixBase) else thing

    def _basic(self, thing: Any, what: str) -> sp.Basic:
        if isinstance(thing, str):
            thing = thing if self.known is None else mathematics_of(thing)
            reading = read_term(thing, names=self.names, functions=self.functions)
            self.notes.extend(note for n in reading.notes if (note := str(n)) not in self.notes)
            self.typed.append(reading.term)
            return self._in_known_letters(reading.expr)
        if isinstance(thing, bool) or thing is None:
            raise InputError(f"{what} is {thing}, and mathematics was expected", "Pass a string such as 'x^2', or a SymPy expression.")
        if isinstance(thing, sp.Basic | sp.MatrixBase):
            return self._plain(thing)
        if isinstance(thing, IntegralNumber | RationalNumber):
            return sp.Rational(thing.numerator, thing.denominator)
        if isinstance(thing, float):
            if thing != thing or thing in {float("inf"), float("-inf")}:  # noqa: PLR0124 (the test for nan)
                raise InputError(f"{what} is {thing}, and a finite number was expected")
            return sp.Rational(str(thing))
        raise InputError(f"{what} is of type {type(thing).__name__}, and mathematics was expected", "Pass a string or a SymPy expression.")

    def _in_known_letters(self, found: Any) -> sp.Basic:
        """Return an answer in the letters of its problem: e for E where SymPy prints it so, and x1 for x₁ where the problem has x1."""
        if self.known and isinstance(found, sp.Basic | sp.MatrixBase):
            letters = {s for s in found.free_symbols if isinstance(s, sp.Symbol)} - self.known
            printed = {s.name.replace("_", ""): s for s in letters if "_" in s.name}
            found = found.xreplace({printed[s.name]: s for s in self.known if s.name in printed})
        return self._with_e(found)

    def _with_e(self, found: Any) -> Any:
        """Return what was read with e for E where that is how SymPy prints it, in an answer to a problem without an E."""
        letter = sp.Symbol("E")
        if self.known is None or letter in self.known or "E" in self.names or not isinstance(found, sp.Basic | sp.MatrixBase):
            return found
        if letter not in found.free_symbols:
            return found
        self.notes.append("E is read as the number e")
        return found.xreplace({letter: sp.E})

    def _plain(self, thing: Any) -> Any:
        """Return an expression whose symbols carry no assumptions; what they carried becomes their domain."""
        names: dict[sp.Symbol, sp.Symbol] = {}
        for symbol in thing.free_symbols:
            plain = sp.Symbol(symbol.name)
            earlier = self.originals.get(plain, plain if plain in self._seen else symbol)
            if earlier != symbol:
                raise InputError(
                    f"there are two symbols named {symbol.name} with different assumptions",
                    f"Make it once, {symbol.name} = Symbol('{symbol.name}'), and use it throughout.",
                )
            self._seen.add(plain)
            if symbol != plain:
                names[symbol] = plain
                self.originals[plain] = symbol
                known = next((d for key, d in _DOMAINS.items() if getattr(symbol, f"is_{key}")), None)
                if known is not None:
                    self.domain[plain] = known
        thing = thing.xreplace(names) if names else thing
        floats = thing.atoms(sp.Float) if isinstance(thing, sp.Basic) else set()
        return thing.xreplace({f: sp.Rational(str(f)) for f in floats}) if floats else thing


def _is_of_numbers(thing: sp.Basic) -> bool:
    """Tell whether something is a set, or a condition that names one."""
    return isinstance(thing, sp.Set) or (isinstance(thing, sp.logic.boolalg.Boolean) and not isinstance(thing, sp.Equality | sp.Symbol))


def _kind(thing: Any) -> str:
    if isinstance(thing, sp.Equality):
        return "an equation"
    if isinstance(thing, sp.MatrixBase):
        return "a matrix"
    if isinstance(thing, sp.logic.boolalg.Boolean):
        return "an inequality"
    return "a list" if isinstance(thing, tuple | sp.Tuple) else f"a {type(thing).__name__}"
