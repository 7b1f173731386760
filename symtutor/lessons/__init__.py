"""Lessons for readers: found, derived, checked and written when they are shown."""

from __future__ import annotations

from pathlib import Path

from symtutor.errors import InputError
from symtutor.lessons.loading import known_lessons, loaded
from symtutor.lessons.view import LessonView
from symtutor.lessons.whole import CourseView

__all__ = ["CourseView", "LessonView", "lesson"]


def lesson(number_or_name: int | str | Path | None = None) -> LessonView | CourseView:
    """Return a lesson of the course, or the course with the list of its lessons.

    Parameters
    ----------
    number_or_name : int, str or Path, optional
        Its number, a part of its title, or the path of a lesson's file such as "mine.py"; left out, the course.

    Raises
    ------
    InputError
        If there is no such lesson, or the file is none.

    Examples
    --------
    >>> lesson(1).title
    'Differential calculus'
    """
    if number_or_name is None:
        return CourseView(tuple(map(LessonView, known_lessons().values())))
    key = str(number_or_name).strip()
    if key.endswith(".py"):
        return LessonView(loaded(Path(key)))
    known = known_lessons()
    found = [
        entry for entry in known.values() if key == str(entry.number) or (not key.isdigit() and key and key.lower() in entry.title.lower())
    ]
    if len(found) != 1:
        listed = "; ".join(f"{entry.number}: {entry.title}" for entry in known.values())
        raise InputError(f"{number_or_name!r} names {len(found) or 'no'} lesson{'s' * (len(found) > 1)}", f"There are {listed}.")
    return LessonView(found[0])
