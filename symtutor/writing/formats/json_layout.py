"""How JSON text is laid out: one line an expression, and parts that occur again written once."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

__all__ = ["compact_lines", "with_shared_parts"]

_SHORT = 4  # symbols and numbers of a part that is shorter than a citation of it


def compact_lines(data: Any, indent: str = "") -> str:
    """Return JSON text in which an encoded expression takes one line.

    Parameters
    ----------
    data : object
        Dicts, lists, texts and numbers; a list that begins with a text is an encoded expression.
    indent : str
        What stands before each line.

    Examples
    --------
    >>> print(compact_lines({"x": ["Pow", ["Symbol", "x"], ["Integer", "2"]], "n": []}))
    {
     "x": ["Pow", ["Symbol", "x"], ["Integer", "2"]],
     "n": []
    }
    """
    inner = indent + " "
    if isinstance(data, dict) and data:
        rows = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {compact_lines(held, inner)}" for key, held in data.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(data, list | tuple) and data and not isinstance(data[0], str):
        return "[\n" + ",\n".join(inner + compact_lines(held, inner) for held in data) + f"\n{indent}]"
    return json.dumps(data, ensure_ascii=False)


def with_shared_parts(steps: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return steps in which each part that occurs again is cited, and the list of these parts, each before those that cite it.

    Parameters
    ----------
    steps : list of dict
        Steps of a solution, their expressions encoded.
    """
    parts = _Parts()
    for step in steps:
        for key in ("before", "after"):
            parts.note(step[key])
    cited = [{**step, **{key: parts.cited(step[key]) for key in ("before", "after")}} for step in steps]
    return cited, parts.table


class _Parts:
    """The parts of encoded expressions, each known by a number."""

    def __init__(self) -> None:
        self.table: list[Any] = []
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._known: dict[int, int] = {}  # by the id of a list, which the steps keep alive
        self._sizes: dict[int, int] = {}
        self._uses: Counter[int] = Counter()
        self._places: dict[int, int] = {}

    def _number(self, data: list[Any]) -> int:
        number = self._known.get(id(data))
        if number is None:
            key = tuple(self._number(arg) if isinstance(arg, list) else arg for arg in data)
            number = self._numbers.setdefault(key, len(self._numbers))
            self._known[id(data)] = number
            self._sizes[number] = 1 + sum(self._sizes[self._number(arg)] for arg in data if isinstance(arg, list))
        return number

    def note(self, data: Any) -> None:
        """Count the parts of an expression; those of a part that was met before are in it already."""
        if not isinstance(data, list):
            return
        number = self._number(data)
        self._uses[number] += 1
        if self._uses[number] == 1:
            for arg in data:
                self.note(arg)

    def cited(self, data: Any) -> Any:
        """Return an expression with the parts that occur again as citations."""
        if not isinstance(data, list):
            return data
        number = self._number(data)
        is_shared = self._uses[number] > 1 and self._sizes[number] > _SHORT
        if is_shared and number in self._places:
            return ["shared", self._places[number]]
        written = [self.cited(arg) for arg in data]
        if not is_shared:
            return written
        self._places[number] = len(self.table)
        self.table.append(written)
        return ["shared", self._places[number]]
