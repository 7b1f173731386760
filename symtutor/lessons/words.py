"""The words of a lesson, read into sections and items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from symtutor.course import Ask, Claim, Draw, End, Item, Judge, Listed, Measure, Program, Say, Section, Table, Task, ask, draw, lab
from symtutor.errors import InputError

__all__ = ["MATHEMATICS", "PLACE", "sections_of"]

PLACE = re.compile(r"\{(\w+)((?:\.\w+)*)(?::([^{}]*))?\}")  # {name.attribute:format}
MATHEMATICS = re.compile(r"\$([^$]+)\$")

_HEADING = re.compile(r"# (?:([A-Z]\d+)\. )?(.+)")
_BRACES = re.compile(r"\{[^{}]+\}")
_ALONE = re.compile(r"\{[^{}]+\}(?:\s+\{[^{}]+\})*")
_CALLED = re.compile(r"(\w{2,}) = (.+)")
_DEFINED = re.compile(r"(\w+) := (.+)")
_INDENT = "    "
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
    >>> (section,) = sections_of("# T1. A task" + chr(10) + "{d/dx x^2 ≠ x}", {})
    >>> section.items[0].ask.arguments, section.items[0].wrong
    (('d/dx x^2',), ('x',))
    """
    reader = _Reader({**names}, where)
    found: list[Section] = []
    for paragraph in re.split(r"\n[ \t]*\n|\n(?=# )", words.strip()):
        text = paragraph.strip("\n")
        heading = _HEADING.match(text)
        if heading:
            found.append(Section(heading[1] or "", heading[2].strip(), ()))
            text = text[heading.end() :].strip("\n")
        elif not found:
            raise InputError(f"{where}: words before the first heading", "Begin WORDS with a line such as '# How steep is it?'.")
        if text.strip():
            last = found[-1]
            items = reader.program(text) if _is_program(text) else reader.items(text, is_task=last.id.startswith("T"))
            found[-1] = Section(last.id, last.title, (*last.items, *items))
    return tuple(found)


def _is_program(text: str) -> bool:
    return all(line.startswith(_INDENT) for line in text.splitlines())


class _Reader:
    """Reads paragraphs in order; what one of them gives a name is known to those after it.

    Parameters
    ----------
    names : dict
        What the names stand for.
    where : str
        The file, for messages.
    """

    def __init__(self, names: dict[str, Any], where: str) -> None:
        self.names = names
        self.where = where

    def items(self, text: str, *, is_task: bool) -> Iterator[Item]:
        """Yield the items of a paragraph; in a task's section the first question is the reader's."""
        for is_shown, lines in groupby(_whole_lines(text), lambda line: bool(_ALONE.fullmatch(line.rstrip()))):
            block = "\n".join(lines).strip()
            if is_shown:
                shown = [self.shown(match[0], is_task=is_task and not match.start()) for match in _BRACES.finditer(block)]
                if is_task and shown and isinstance(shown[0], Task):
                    yield Task(shown[0].ask, shown[0].wrong, (*shown[0].then, *shown[1:]))
                else:
                    yield from shown
            elif block.startswith("- "):
                yield Listed(tuple(self.say(point) for point in re.split(r"(?:^|\n)- ", block)[1:]))
            elif block:
                yield self.say(block)

    def program(self, text: str) -> Iterator[Item]:
        """Yield the program of an indented paragraph: lines such as f := x^2 say which functions are written from mathematics."""
        lines = [line.removeprefix(_INDENT) for line in text.splitlines()]
        functions = {m[1]: self.names.get(m[2], m[2]) for m in map(_DEFINED.fullmatch, lines) if m}
        yield Program("\n".join(line for line in lines if not _DEFINED.fullmatch(line)), functions)

    def shown(self, braces: str, *, is_task: bool) -> Item:
        """Return what stands alone in braces."""
        match = PLACE.fullmatch(braces)
        if match is None:
            return self.said(braces[1:-1], is_task=is_task)
        item = self.named(match[1])
        if match[2] and isinstance(item, Ask):
            return Draw("picture", (item,)) if match[2] == ".picture" else End(item)
        if not isinstance(item, _SHOWN):
            raise InputError(f"{self.where}: {{{match[1]}}} stands alone and is {item!r}", "Write it into a sentence.")
        return item

    def say(self, text: str) -> Say:
        """Return a sentence; what its braces say in words or notation gets a name in it."""
        used: dict[str, Any] = {}

        def place(match: re.Match[str]) -> str:
            if PLACE.fullmatch(match[0]):
                return match[0]
            name = f"said_{len(used)}"
            used[name] = self.said(match[0][1:-1])
            return f"{{{name}}}"

        parts = re.split(r"(\$[^$]+\$)", " ".join(text.split()))
        line = "".join(part if part.startswith("$") else _BRACES.sub(place, part) for part in parts)
        known = [match[1] for match in PLACE.finditer(MATHEMATICS.sub("", line))]
        return Say(line, {name: used[name] if name in used else self.named(name) for name in known})

    def said(self, text: str, *, is_task: bool = False) -> Any:
        """Return what braces say that hold no single name: a question, wrong answers to it, a claim, a picture, a measurement."""
        called = _CALLED.fullmatch(text)
        said = called[2] if called else text
        if said.startswith(("lab.", "draw.")):
            item = self.called(said)
        elif " =? " in said:
            left, _, rest = said.partition(" =? ")
            item = Claim(self.known(left), *map(self.known, rest.split(" = ")))
        else:
            question, *wrong = said.split(" ≠ ")
            item = self.names[question] if question in self.names else ask(question)
            if called:
                self.names[called[1]] = item
            if wrong or is_task:
                answers = tuple(map(self.known, wrong))
                return Task(item, answers) if is_task else Judge(item, answers[0])
        if called:
            self.names[called[1]] = item
        return item

    def called(self, code: str) -> Any:
        """Return the measurement or picture of a call; the file that the words are from is Python, and was run to read them."""
        try:
            return eval(code, {"lab": lab, "draw": draw, **self.names})  # noqa: S307
        except Exception as error:
            raise InputError(f"{self.where}: {{{code}}} fails: {type(error).__name__}: {error}") from error

    def known(self, text: str) -> Any:
        """Return what a name stands for, or the text where it is none."""
        return self.names.get(text, text)

    def named(self, name: str) -> Any:
        """Return what a name stands for."""
        if name not in self.names:
            raise InputError(f"{self.where}: the words show {{{name}}}, and the file has no {name!r}")
        return self.names[name]


def _whole_lines(text: str) -> Iterator[str]:
    """Yield the lines; one whose braces are open goes on with the next one."""
    held = ""
    for line in text.splitlines():
        held = f"{held} {line.strip()}" if held else line
        if held.count("{") <= held.count("}"):
            yield held
            held = ""
    if held:
        yield held
