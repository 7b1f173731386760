"""Examples of every rule of the book, as goals: the file beside this one has a line for each.

A line holds the id of a rule and a goal that it answers, as ``int.parts  Integral(x*exp(x), x)``.  Sizes of matrices follow
behind a bar, as ``matrix.trace  DifferentialOf(Trace(A*X), X) | A: m n, X: n m``.  What has no such text stands as JSON.
"""

import json
import pkgutil
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import sympy as sp
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

import symtutor.goals
from symtutor import matrix_algebra
from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.encoding import NODES, decode, encode
from symtutor.goals.core import Goal
from symtutor.problem import Problem
from symtutor.rules import BOOK

__all__ = ["EXAMPLES", "goal_of", "text_of"]

EXAMPLES = Path(__file__).with_name("rule_examples.txt")
_KINDS: dict[str, type[Goal]] = {
    name: kind
    for module in (import_module(f"symtutor.goals.{found.name}") for found in pkgutil.iter_modules(symtutor.goals.__path__))
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Goal) and name == kind.__name__
}
_EXACT = (*standard_transformations, rationalize)
_NAMES: dict[str, Any] = {name: getattr(sp, name) for name in ("Abs", "Max", "Min", "Ne", "Eq", "Piecewise", "Tuple", "Matrix")}
_LETTERS: dict[str, Any] = {letter: sp.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyzABCDFGHJKLMNOPQRSTUVWXYZ"}


@cache
def examples() -> dict[str, tuple[Goal, ...]]:
    """Return the goals of every rule, by its id."""
    found = defaultdict(list)
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        rule, text = line.split(maxsplit=1)
        found[rule].append(goal_of(text))
    return {rule: tuple(goals) for rule, goals in found.items()}


@cache
def derived(goal: Goal) -> Solved:
    """Return the derivation of a goal by the whole book, made once for all laws."""
    return derive(Problem(goal), BOOK)


def goal_of(text: str) -> Goal:
    """Return the goal that a text stands for."""
    if text.startswith("["):
        found: Goal = decode(json.loads(text))
        return found
    body, _, sizes = text.partition(" | ")
    shapes = {name: rest.split() for name, rest in (part.split(": ") for part in sizes.split(", "))} if sizes else {}
    letters = {
        name: matrix_algebra.Symmetric(name, _size(shape[0])) if shape[-1] == "symmetric" else sp.MatrixSymbol(name, *map(_size, shape))
        for name, shape in shapes.items()
    }
    kind, inside = re.fullmatch(r"(\w+)\((.*)\)", body).groups()  # type: ignore[union-attr]
    functions = {name: sp.Function(name) for name in re.findall(r"\b([fgF]|[xyz](?=\(t\)))\(", inside)}
    known = {**_LETTERS, **NODES, **vars(matrix_algebra), **_NAMES, **letters, **functions}
    args = parse_expr(f"Tuple({inside},)", local_dict=known, transformations=_EXACT)
    return _KINDS[kind](*args)


def _size(text: str) -> Any:
    return sp.Integer(text) if text.isdigit() else sp.Symbol(text)


def text_of(goal: Goal) -> str:
    """Return the text of a goal, or JSON where the text would be read as another."""
    symbols: set[Any] = set().union(*[a.atoms(sp.MatrixSymbol) for a in goal.args if isinstance(a, sp.Basic)])
    sizes = ", ".join(
        f"{s.name}: {s.shape[0]} {'symmetric' if isinstance(s, matrix_algebra.Symmetric) else s.shape[1]}"
        for s in sorted(symbols, key=lambda s: s.name)
    )
    text = f"{type(goal).__name__}({', '.join(_written(a) for a in goal.args)})" + (f" | {sizes}" if sizes else "")
    try:
        if goal_of(text) == goal:
            return text
    except Exception:  # noqa: BLE001 (whatever the text is, it is not that of the goal)
        pass
    return json.dumps(encode(goal))


def _written(argument: Any) -> str:
    if isinstance(argument, sp.Symbol) and not argument.name.isidentifier():
        return f'Symbol("{argument.name}")'
    return str(argument)
