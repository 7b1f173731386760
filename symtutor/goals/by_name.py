"""Kinds of goals by name: every file of this folder that defines goals is looked through."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import symtutor.goals
from symtutor.errors import InputError
from symtutor.goals.core import Goal

__all__ = ["goal_named", "goals_by_name"]


@cache
def goals_by_name() -> dict[str, type[Goal]]:
    """Return the kinds of goals by name.

    Examples
    --------
    >>> sorted(goals_by_name())[:2]
    ['AbsoluteBound', 'Adjoint']
    """
    modules = (import_module(f"symtutor.goals.{found.name}") for found in iter_modules(symtutor.goals.__path__) if found.name != "by_name")
    held = (kind for module in modules for kind in vars(module).values())
    return {kind.__name__: kind for kind in held if isinstance(kind, type) and issubclass(kind, Goal) and kind is not Goal}


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
