"""Kinds of goals by name: every file of this folder that defines goals is looked through."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import sympy as sp

import symtutor.goals
from symtutor.errors import InputError
from symtutor.goals.core import Goal

__all__ = ["goal_named", "goals_by_name", "nodes_by_name"]


def _defined() -> Iterator[tuple[str, type]]:
    """Yield the classes that the files of this folder define, with their names."""
    for found in iter_modules(symtutor.goals.__path__):
        if found.name != "by_name":
            module = import_module(f"symtutor.goals.{found.name}")
            held = ((name, kind) for name, kind in vars(module).items() if isinstance(kind, type))
            yield from ((kind.__name__, kind) for _, kind in held if kind.__module__ == module.__name__)


@cache
def goals_by_name() -> dict[str, type[Goal]]:
    """Return the kinds of goals by name.

    Examples
    --------
    >>> sorted(goals_by_name())[:2]
    ['AbsoluteBound', 'Adjoint']
    """
    return {name: kind for name, kind in _defined() if issubclass(kind, Goal) and kind is not Goal}


@cache
def nodes_by_name() -> dict[str, type]:
    """Return the kinds of mathematics by name that SymPy has not, and that stand in goals and in their values.

    Examples
    --------
    >>> nodes_by_name()["Roots"].__name__
    'Roots'
    """
    return {name: kind for name, kind in _defined() if issubclass(kind, sp.Basic)}


def goal_named(name: str) -> type[Goal]:
    """Return the kind of goal of a name.

    Raises
    ------
    InputError
        If there is none.
    """
    found = goals_by_name().get(name)
    if found is None:
        raise InputError(f"{name!r} is not a known kind of goal")
    return found
