"""Words as values of parameters: points, mappings, lists, pairs, numbers; on a command line, and in a question."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from symtutor.ask.signatures.commands import Parameter
from symtutor.errors import InputError
from symtutor.reading.text.outside_brackets import split_outside_brackets

__all__ = ["listed_names", "value_of"]

_NUMBER = re.compile(r"[+-]?\d+")


def value_of(parameter: Parameter, words: Any) -> Any:
    """Return the value of a parameter for what stands on the command line."""
    convert = _CONVERT.get(parameter.name)
    if convert is not None:
        return convert(words)
    if isinstance(words, str) and ("int" in parameter.kind or parameter.choices) and _NUMBER.fullmatch(words.strip()):
        return int(words)
    if parameter.name == "domain" and isinstance(words, str):
        return _interval(words)
    return words.strip() if isinstance(words, str) else words


def listed_names(text: str) -> tuple[str, ...]:
    """Return the names of a list such as ``x,y``."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _place(text: str) -> Any:
    """Return the mapping of x=2,y=3, or the text of a value or list of values."""
    return _mapping(text) if "=" in text else text.strip()


def _mapping(text: str) -> dict[str, str]:
    """Return the mapping of x=2,y=3; commas inside brackets do not separate."""
    found: dict[str, str] = {}
    for part in split_outside_brackets(text):
        name, equals, value = (side.strip() for side in part.partition("="))
        if not equals:
            raise InputError(
                f"the point {text} gives no value in {part.strip() or 'one of its places'!r}", 'Write it as in at={"x": 2, "y": 3}.'
            )
        if name in found:
            raise InputError(f"{text} gives two values for {name}", 'Name each letter once, as in at={"x": 2, "y": 3}.')
        found[name] = value
    return found


def _shapes(text: str) -> dict[str, Any]:
    """Return the shapes of A=(m,n),b=m,c=()."""
    return {name: _shape(value) for name, value in _mapping(text).items()}


def _shape(text: str) -> Any:
    if not text.startswith("("):
        return text
    return tuple(part.strip() for part in text.strip("()").split(",") if part.strip())


def _interval(text: str) -> str | tuple[str, ...]:
    """Return the two ends of 0,1 or [0, 1], or a condition such as x > 0."""
    if any(sign in text for sign in "<>≤≥"):
        return text.strip()
    ends = tuple(part.strip() for part in split_outside_brackets(text.strip().removeprefix("[").removesuffix("]")))
    if len(ends) != 2:
        raise InputError(f"{text} is no interval", 'Give its two ends, as in domain=(0, 1), or a condition, as in domain="x > 0".')
    return ends


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "variables": lambda text: text.split(","),
    "at": _place,
    "start": _place,
    "where": _mapping,
    "given": _mapping,
    "rates": _mapping,
    "shapes": _shapes,
    "names": listed_names,
    "functions": listed_names,
    "on": tuple,
    "limits": tuple,
    "subject_to": lambda text: [part.strip() for part in split_outside_brackets(text) if part.strip()],
}
