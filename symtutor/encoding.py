"""SymPy objects and Terms as plain JSON values, and back, without running any text.

A SymPy object becomes ``[class name, argument, ...]``; only classes and
constants that SymPy itself exports, and names declared here, are ever built.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.functions.elementary.piecewise import ExprCondPair

from symtutor import term as terms
from symtutor.errors import InputError
from symtutor.goals.by_name import goal_named, nodes_by_name
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import nodes
from symtutor.term import Term

__all__ = ["NODES", "decode", "encode"]

_ATOMS = {
    "pi": sp.pi,
    "E": sp.E,
    "I": sp.I,
    "oo": sp.oo,
    "-oo": -sp.oo,
    "zoo": sp.zoo,
    "nan": sp.nan,
    "true": sp.true,
    "false": sp.false,
    "EulerGamma": sp.EulerGamma,
    "Catalan": sp.Catalan,
    "GoldenRatio": sp.GoldenRatio,
    "EmptySet": sp.S.EmptySet,
    "Reals": sp.S.Reals,
    "Integers": sp.S.Integers,
    "Naturals": sp.S.Naturals,
    "Naturals0": sp.S.Naturals0,
}
_NAMES = {atom: name for name, atom in _ATOMS.items()}
NODES = nodes_by_name() | {
    node.__name__: node
    for node in vars(nodes).values()
    if isinstance(node, type) and issubclass(node, sp.Expr) and node.__module__ == nodes.__name__
}
_MARKERS = {m.__name__: m for m in vars(terms).values() if isinstance(m, type) and issubclass(m, terms.Head)}


def encode(thing: Any) -> Any:
    """Return a JSON value for a SymPy object, a Term, a string, an int or a tuple of these.

    Examples
    --------
    >>> encode(sp.Symbol("x") ** 2)
    ['Pow', ['Symbol', 'x'], ['Integer', '2']]
    """
    if isinstance(thing, Goal):
        return ["Goal", type(thing).__name__, *(encode(a) for a in thing.args)]
    if isinstance(thing, Term):
        return ["Term", _head_name(thing.head), *(encode(a) for a in thing.args)]
    if thing is None or isinstance(thing, str):
        return thing
    if isinstance(thing, bool | int):
        return ["int", str(int(thing))]
    if isinstance(thing, tuple | list):
        return ["tuple", *(encode(a) for a in thing)]
    if isinstance(thing, sp.Basic) and thing in _NAMES:
        return [_NAMES[thing]]
    for kind, write in _WRITERS.items():
        if isinstance(thing, kind):
            return write(thing)
    return [type(thing).__name__, *(encode(a) for a in thing.args)]


_WRITERS: dict[Any, Callable[[Any], list[Any]]] = {
    sp.Symbol: lambda s: ["Symbol", s.name],
    sp.Integer: lambda n: ["Integer", str(n)],
    sp.Rational: lambda q: ["Rational", str(q.p), str(q.q)],
    sp.Float: lambda f: ["Float", str(f), str(f._prec)],  # noqa: SLF001 (SymPy has no public name for it)
    sp.MatrixSymbol: lambda m: [type(m).__name__, m.name, *(encode(size) for size in m.shape)],
    sp.MatrixBase: lambda m: ["Matrix", str(m.rows), str(m.cols), *(encode(a) for a in m.flat())],
    AppliedUndef: lambda f: ["Apply", f.func.__name__, *(encode(a) for a in f.args)],
}


def decode(data: Any) -> Any:
    """Return what `encode` was given.

    Raises
    ------
    InputError
        If the data names anything but mathematics; SymPy would run a text among its arguments as a program.
    """
    if data is None:
        return None
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise InputError(f"not an encoded expression: {str(data)[:60]}")
    name, rest = data[0], data[1:]
    if not rest and name in _ATOMS:
        return _ATOMS[name]
    if name in _LEAVES:
        return _LEAVES[name](*rest)
    if name == "Term":
        return Term(_head(rest[0]), tuple(a if isinstance(a, str) and rest[0] in _WITH_TEXT else decode(a) for a in rest[1:]))
    if name == "Goal":
        return goal_named(rest[0])(*(decode(a) for a in rest[1:]))
    if name == "tuple":
        return tuple(decode(a) for a in rest)
    if name == "Apply":
        return sp.Function(rest[0])(*(decode(a) for a in rest[1:]))
    if name == "Matrix":
        return sp.ImmutableMatrix(int(rest[0]), int(rest[1]), [decode(a) for a in rest[2:]])
    if name in {"MatrixSymbol", "Symmetric", "SumsToOne", "OneHot"}:
        return _head(name)(str(rest[0]), *(decode(a) for a in rest[1:]))
    args = [decode(a) for a in rest]
    if name in {"Add", "Mul", "Pow"}:
        return _rebuilt(_head(name), args)
    head = _head(name)
    return head(*args, evaluate=False) if isinstance(head, type) and issubclass(head, sp.core.relational.Relational) else head(*args)


_WITH_TEXT = frozenset({"Decimal", "Limit"})  # the digits as typed; the direction
_LEAVES = {
    "Symbol": sp.Symbol,
    "Integer": sp.Integer,
    "Rational": lambda p, q: sp.Rational(int(p), int(q)),
    "Float": lambda digits, precision: sp.Float(digits, precision=int(precision)),
    "int": int,
}


def _rebuilt(head: Any, args: list[Any]) -> sp.Expr:
    """Return an expression with just these arguments: SymPy might merge inert derivatives, or write the same radicals otherwise."""
    exact = head(*args, evaluate=False)
    if any(isinstance(a, sp.Basic) and a.has(sp.Derivative, sp.Integral, sp.Limit, sp.Subs) for a in args):
        return exact
    found = head(*args)
    return found if found == exact else exact


def _head_name(head: Any) -> str:
    if isinstance(head, UndefinedFunction):
        return f"Function:{head.__name__}"
    return str(head.__name__)


def _head(name: str) -> Any:
    """Return the class of this name: a marker of terms, a goal, a function by name, or a class that SymPy exports."""
    if name.startswith("Function:"):
        return sp.Function(name.removeprefix("Function:"))
    found = _MARKERS.get(name) or NODES.get(name) or getattr(sp, name, None)
    if isinstance(found, type) and (issubclass(found, sp.Basic) or found in _MARKERS.values()):
        return found
    if name in {"sqrt", "cbrt"}:
        return found
    if name == "ExprCondPair":  # a piece of a Piecewise, which SymPy does not export
        return ExprCondPair
    raise InputError(f"{name!r} is not a known kind of mathematics")
