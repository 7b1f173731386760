"""The words of a lesson, read into sections and items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from symtutor.course import Ask, Claim, Draw, End, Item, Judge, Listed, Measure, Program, Say, Section, Table, Task
from symtutor.errors import InputError

__all__ = ["MATHEMATICS", "PLACE", "sections_of"]

PLACE = re.compile(r"\{(\w+)((?:\.\w+)*)(?::([^{}]*))?\}")  # {name.attribute:format}
MATHEMATICS = re.compile(r"\$([^$]+)\$")

_HEADING = re.compile(r"# (?:([A-Z]\d+)\. )?(.+)")
_NAMES_ALONE = re.compile(r"\{\w+(?:\.picture|\.end)?\}(?:\s+\{\w+(?:\.picture|\.end)?\})*")
_SHOWN = (Ask, Measure, Draw, Judge, Claim, Task, Table, Program)


def sections_of(words: str, names: Mapping[str, Any], where: str = "the lesson") -> tuple[Section, ...]:
    """Return the sections of a lesson.

    Parameters
    ----------
    words : str
        See `symtutor.course`.
    names : mapping
        What the names in the words stand for.
    where : str
        The file, for messages.

    Raises
    ------
    InputError
        If a name is unknown, a shown thing is nothing to show, or words stand before the first heading.

    Examples
    --------
    >>> (section,) = sections_of("# A title" + chr(10) + "One sentence of {n} words.", {"n": 4})
    >>> section.title, section.items[0].names
    ('A title', {'n': 4})
    """
    found: list[Section] = []
    for paragraph in re.split(r"\n\s*\n|\n(?=# )|(?<=\n)(?=# )", words.strip()):
        text = paragraph.strip()
        heading = _HEADING.match(text)
        if heading:
            found.append(Section(heading[1] or "", heading[2].strip(), ()))
            text = text[heading.end() :].strip()
        elif not found:
            raise InputError(f"{where}: words before the first heading", "Begin WORDS with a line such as '# How steep is it?'.")
        if text:
            last = found[-1]
            found[-1] = Section(last.id, last.title, (*last.items, *_items(text, names, where)))
    return tuple(found)


def _items(text: str, names: Mapping[str, Any], where: str) -> Iterator[Item]:
    for is_shown, lines in groupby(text.splitlines(), lambda line: bool(_NAMES_ALONE.fullmatch(line.rstrip()))):
        block = "\n".join(lines).strip()
        if is_shown:
            yield from (_shown(match, names, where) for match in PLACE.finditer(block))
        elif block.startswith("- "):
            yield Listed(tuple(_say(point, names, where) for point in re.split(r"(?:^|\n)- ", block)[1:]))
        elif block:
            yield _say(block, names, where)


def _shown(match: re.Match[str], names: Mapping[str, Any], where: str) -> Item:
    item = _named(match[1], names, where)
    if match[2] and isinstance(item, Ask):
        return Draw("picture", (item,)) if match[2] == ".picture" else End(item)
    if not isinstance(item, _SHOWN):
        raise InputError(f"{where}: {{{match[1]}}} stands alone and is {item!r}", "Write it into a sentence.")
    return item


def _say(text: str, names: Mapping[str, Any], where: str) -> Say:
    line = " ".join(text.split())
    used = [match[1] for match in PLACE.finditer(MATHEMATICS.sub("", line))]
    return Say(line, {name: _named(name, names, where) for name in used})


def _named(name: str, names: Mapping[str, Any], where: str) -> Any:
    if name not in names:
        raise InputError(f"{where}: the words show {{{name}}}, and the file has no {name!r}")
    return names[name]
