"""Reading answers that name extrema: places with kinds, and perhaps values, as pairs, mappings or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from symtutor.ask.inputs.inputs import Inputs
from symtutor.goals.optimization import Extrema, StationaryPoints
from symtutor.kinds.in_brackets import parts_outside
from symtutor.kinds.kind import Case

__all__ = ["read_extrema", "read_points"]

_NONE = re.compile(r"\b(?:no|none|without)\b", re.IGNORECASE)
_KIND = re.compile(r"\b(global|absolute|local|maximum|minimum|maxima|minima|max|min|saddle|neither|inflections?)\b")
_LONG = {"max": "maximum", "min": "minimum", "maxima": "maximum", "minima": "minimum", "inflections": "inflection"}
_AROUND = re.compile(
    r"\b(?:global|absolute|local|relative|maximum|minimum|maxima|minima|max|min|saddle|neither|inflections?|points?|of|at|is|are|a|an|the|has|there)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(r"^\s*[a-zA-Z]\((?P<place>.*)\)\s*=(?P<height>.*)$", re.DOTALL)
_EMPTY = re.compile(r",\s*(?=\))|(?<=\()\s*,")  # what (1, minimum) leaves


def read_extrema(answer: Any, case: Case, reader: Inputs) -> tuple[tuple[Any, str, Any], ...]:
    """Return places in one variable with kinds ("any" where none is told) and values (None where none is told)."""
    if isinstance(answer, Extrema):
        return tuple((p.x, p.kind, p.value) for p in answer.points)
    if isinstance(answer, str):
        return tuple(_in_words(answer, case.goal.args[1], reader))
    found = []
    for thing in answer.items() if isinstance(answer, dict) else answer:
        if isinstance(thing, tuple | list) and len(thing) == 2:
            place, told = thing
            named = isinstance(told, str) and _KIND.search(told.lower()) is not None
            height = None if named else reader.expression(told, "a value")
            found.append((reader.expression(place, "a place"), str(told) if named else "any", height))
        else:
            found.append((reader.expression(thing, "a place"), "any", None))
    return tuple(found)


def _in_words(text: str, variable: Any, reader: Inputs) -> Iterator[tuple[Any, str, Any]]:
    """Yield the places of "minimum at x = 1, maximum at x = -1", of "x = 1 or x = -1", of "(1, -2)"; nothing for "no extremum"."""
    for place, kind, height in _clauses(text):
        value = _VALUE.match(place)
        pair = parts_outside(place[1:-1]) if place[:1] == "(" and place[-1:] == ")" else []
        if value is not None:
            yield reader.expression(value["place"], "a place"), kind, reader.expression(value["height"], "a value")
        elif len(pair) == 2:
            yield reader.expression(pair[0], "a place"), kind, reader.expression(pair[1], "a value")
        else:
            told = reader.expression(height, "a value") if height else None
            yield from ((v, kind, told) for v in reader.values(place, variable))


def read_points(answer: Any, _case: Case, reader: Inputs) -> tuple[tuple[tuple[Any, ...], str, Any], ...]:
    """Return points in several variables with kinds ("any" where none is told) and values (None where none is told)."""
    if isinstance(answer, StationaryPoints):
        return tuple((tuple(p.x), p.kind, p.value) for p in answer.points)
    if isinstance(answer, str):
        return tuple(
            (
                reader.vector(place.partition("=")[2] or place, "a point"),
                kind,
                reader.expression(height, "a value") if height else None,
            )
            for place, kind, height in _clauses(answer)
        )
    pairs = list(answer.items()) if isinstance(answer, dict) else [_pair(a) for a in answer]
    return tuple((reader.vector(place, "a point"), str(kind), None) for place, kind in pairs)


def _pair(thing: Any) -> tuple[Any, Any]:
    return (thing[0], thing[1]) if isinstance(thing, tuple | list) and len(thing) == 2 and isinstance(thing[1], str) else (thing, "any")


def _clauses(text: str) -> list[tuple[str, str, str]]:
    """Return the places that a text names, each with its kind and the value that is said before it, as in "minimum 2 at x = 1"."""
    if _NONE.search(text):
        return []
    bare = text.strip()
    if bare[:1] in "[{" and bare[-1:] in "]}":
        bare = bare[1:-1]
    found: list[tuple[str, str, str]] = []
    is_many = re.search(r"\bm(?:ax|in)ima\b", text.lower()) is not None
    for clause in parts_outside(bare):
        kind = " ".join(_LONG.get(w, w) for w in _KIND.findall(clause.lower()))
        before, at, after = clause.partition(" at ")
        height = _bare(before) if at and _bare(after) else ""
        place = _bare(after if height else clause)
        if re.search(r"[\w∞]", place):
            found.append((place, kind or (found[-1][1] if found and is_many else "any"), height))
        elif kind and found and found[-1][1] == "any":  # (1, minimum)
            found[-1] = (found[-1][0], kind, found[-1][2])
    return found


def _bare(clause: str) -> str:
    """Return what is left of a clause without the words around a number."""
    return _EMPTY.sub("", _AROUND.sub(" ", clause)).strip(" .:=")
