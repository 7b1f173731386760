"""Where lessons are found: in the package, in other installed packages, in a file of one's own."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from symtutor.course import Lesson
from symtutor.errors import InputError
from symtutor.lessons.words import sections_of

__all__ = ["GROUP", "known_lessons", "lesson_of", "loaded"]

GROUP = "symtutor.lessons"  # an entry point of this group names a module with NUMBER, TITLE and WORDS

_HERE = Path(__file__).parent.parent
_FOLDERS = (_HERE / "_lessons", _HERE.parent / "lessons")  # in a wheel, and in a checkout


@cache
def known_lessons() -> dict[int, Lesson]:
    """Return the lessons by number: those of this installation, then those that other packages bring."""
    folder = next((f for f in _FOLDERS if f.is_dir()), None)
    if folder is None:
        raise InputError("this installation has no lessons", "Install symtutor again: its lessons are part of it.")
    own = sorted(map(loaded, folder.glob("*.py")), key=lambda entry: entry.number)
    found = {entry.number: entry for entry in own}
    for entry in _brought():
        if entry.number in found:
            raise InputError(f"two lessons have the number {entry.number}: {found[entry.number].title!r} and {entry.title!r}")
        found[entry.number] = entry
    return found


def _brought() -> Iterator[Lesson]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        yield lesson_of(vars(point.load()), point.value)


def loaded(path: Path) -> Lesson:
    """Return the lesson of a file; the file is run as Python.

    Raises
    ------
    InputError
        If there is no such file, or it holds no lesson.
    """
    if not path.is_file():
        raise InputError(f"there is no file {path}", "Give the path of a lesson's file, or the number of a lesson.")
    return lesson_of(vars(_module(path)), str(path))


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"symtutor_lesson_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise InputError(f"the lesson {path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(f"{path}, line {error.lineno}: {error.msg}", "A lesson is a file of Python.") from None
    return module


def lesson_of(names: dict[str, Any], where: str) -> Lesson:
    """Return the lesson that a file's names make.

    Raises
    ------
    InputError
        If NUMBER, TITLE or WORDS is missing, or the words name what is not there.
    """
    missing = [name for name in ("NUMBER", "TITLE", "WORDS") if name not in names]
    if missing:
        raise InputError(f"{where} is no lesson: {' and '.join(missing)} missing", "It needs NUMBER = 8, TITLE = '…', WORDS = '''…'''.")
    return Lesson(names["NUMBER"], names["TITLE"], sections_of(names["WORDS"], names, where))
