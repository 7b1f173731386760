"""Lessons as the tests share them: derived, printed and drawn once a process."""

from functools import cache

import symtutor
from symtutor.lessons import LessonView
from symtutor.writing.pictures.picture import Picture

__all__ = ["pictures_of", "text_of", "view_of"]


@cache
def view_of(number: int) -> LessonView:
    found = symtutor.lesson(number)
    assert isinstance(found, LessonView)
    return found


@cache
def text_of(number: int) -> str:
    """Return the text of a lesson."""
    return str(view_of(number))


@cache
def pictures_of(number: int) -> tuple[Picture, ...]:
    return view_of(number).pictures()
