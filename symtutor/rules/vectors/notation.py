"""What the rules of several variables share: columns, partial derivatives, general statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.core import D, Goal
from symtutor.goals.vectors import Partial
from symtutor.rule import Bindings, Rule
from symtutor.term import Term, as_term

__all__ = ["VectorRule", "column", "differs", "matrix", "partial", "same_fields", "shape_shown", "tuple_of"]

_X, _Y, _T = sp.symbols("x y t")
_F, _G = sp.Function("f")(_X, _Y), sp.Function("g")(_X, _Y)
_MANY = 12  # variables up to which those that are held constant are listed
_OTHERS = sp.Symbol("others")
_OPAQUE: dict[str, Any] = {
    "f": _F,
    "whole": _F + sp.Function("g")(_Y),
    "components": (_F, _G),
    "variables": (_X, _Y),
    "field": tuple(sp.Function(name)(*sp.symbols("x y z")) for name in "PQR"),
    "space": sp.symbols("x y z"),
    "place": sp.S.Zero,
    "held": sp.Tuple(_Y),
    "point": sp.symbols("a b"),
    "direction": sp.ImmutableMatrix(sp.symbols("v1 v2")),
    "length": sp.Symbol("v"),
    "letters": (_X, _Y),
    "places": (sp.Function("x")(_T), sp.Function("y")(_T)),
    "along": (_X, _Y),
    "inner": (sp.Function("x")(_T), sp.Function("y")(_T)),
    "t": _T,
    "letter": sp.Symbol("z"),
    "increments": sp.symbols("dx dy"),
    "first": _F,
    "second": _G,
    "A": sp.MatrixSymbol("A", *sp.symbols("m n")),
    "X": sp.MatrixSymbol("X", *sp.symbols("m n")),
    "dX": sp.MatrixSymbol("dX", *sp.symbols("m n")),
    "G": sp.MatrixSymbol("G", *sp.symbols("m n")),
    "J": sp.MatrixSymbol("J", *sp.symbols("m n")),
    "matrix": sp.ImmutableMatrix(2, 2, sp.symbols("a b c d")),
}


class VectorRule(Rule):
    """A rule whose letters may stand for several variables or components."""

    __slots__ = ()

    def stand_ins(self) -> Mapping[str, Any]:
        """Return functions of x and y, vectors and matrices for the parameters of these names."""
        return {**Rule.stand_ins(self), **_OPAQUE}


def tuple_of(terms: Sequence[Any]) -> Term:
    """Return a tuple of terms."""
    return Term(sp.Tuple, tuple(as_term(t) for t in terms))


def matrix(rows: Sequence[Sequence[Any]]) -> Term:
    """Return a matrix of terms."""
    return Term(sp.ImmutableMatrix, (tuple_of([tuple_of(row) for row in rows]),))


def column(entries: Sequence[Any]) -> Term:
    """Return a column of terms."""
    return matrix([[entry] for entry in entries])


def partial(f: Term, variable: Term, variables: Sequence[Term]) -> Term:
    """Return the goal of a partial derivative; with one variable alone it is an ordinary derivative."""
    if len(variables) > _MANY:
        return Partial(f, variable, tuple_of([_OTHERS]))
    held = [v for v in variables if v != variable]
    return Partial(f, variable, tuple_of(held)) if held else D(f, variable)


def shape_shown(rows: int, columns: int) -> dict[str, sp.Expr]:
    """Return the shape of a matrix as `Rule.shows` tells it: 2 rows, 1 column."""
    return {f"{{}} row{'s' * (rows != 1)}": sp.Integer(rows), f"{{}} column{'s' * (columns != 1)}": sp.Integer(columns)}


def differs(a: sp.Expr, b: sp.Expr) -> bool:
    """Tell whether two expressions differ at a rational point, as far as numbers show; the check of the step is rigorous."""
    gap = sp.expand(a - b)
    if gap.is_number:
        return gap != 0 and abs(sp.N(gap, 30)) > 1e-20
    names = sorted(gap.free_symbols, key=str)
    for shift in range(1, 6):
        found = sp.N(gap.xreplace({s: sp.Rational(3 * k + 2 * shift, 2 * k + 7) for k, s in enumerate(names)}), 30)
        if found.is_number and found.is_finite and abs(found) > 1e-20:
            return True
    return False


def same_fields(*names: str) -> Callable[[Goal, Any], Iterable[Bindings]]:
    """Return a `when` that binds a goal's arguments by name; tuples become tuples of Python."""

    def when(goal: Goal, _context: object) -> Iterable[Bindings]:
        return ({n: tuple(a) if isinstance(a, sp.Tuple) else a for n, a in zip(names, goal.args, strict=True)},)

    return when
