"""Asking for exercises and worksheets."""

from __future__ import annotations

import operator
import random
from importlib import import_module
from typing import Any

import sympy as sp

from symtutor.errors import InputError, SymtutorError
from symtutor.exercises.difficulty import difficulty
from symtutor.exercises.families import TOPICS, Question
from symtutor.views.practicing import Exercise, Worksheet
from symtutor.views.solution import Solution

__all__ = ["practice", "worksheet"]

_LEVELS = (1, 2, 3)
_CHOICES = 3
_ATTEMPTS = 12


def practice(topic: str, level: int = 1, seed: int = 0) -> Exercise:
    """Make an exercise: a question whose worked solution is checked, with hints and wrong answers to choose from.

    Parameters
    ----------
    topic : str
        Such as "derivatives", "chain rule", "integrals", "limits", "gradients", "matrix calculus"; a wrong one lists all.
    level : {1, 2, 3}
        How hard it is, measured by the rules that the solution needs.
    seed : int, default 0
        Which exercise; the same seed gives the same one.

    Returns
    -------
    Exercise
        With ``.check(answer)``, ``.check_work(lines)``, ``.hint(level)``, ``.distractors``, ``.solution``, ``.save(path)``.

    Raises
    ------
    InputError
        If there is no such topic or level.

    Examples
    --------
    >>> exercise = practice("product rule", level=1, seed=3)
    >>> bool(exercise.check(exercise.answer))
    True
    """
    name = _topic(topic)
    level, seed = _whole(level, "level"), _whole(seed, "seed")
    if level not in _LEVELS:
        raise InputError(f"there is no level {level}", "Choose 1, 2 or 3.")
    rng = random.Random(f"{name} {level} {seed}")  # noqa: S311 (exercises are no secret)
    found: list[Solution] = []
    for _ in range(_ATTEMPTS):
        made = _posed(rng.choice(TOPICS[name])(rng, level))
        if made is not None:
            found.append(made)
        if len(found) == _CHOICES:
            break
    if not found:
        raise InputError(f"no exercise on {name} was found for seed {seed}", "Choose another seed.")
    ordered = sorted(found, key=lambda s: difficulty(s.case.solved))
    return Exercise(name, level, seed, ordered[(level - 1) * (len(ordered) - 1) // (len(_LEVELS) - 1)])


def _whole(number: object, what: str) -> int:
    """Return a whole number.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        found = operator.index(number)  # type: ignore[arg-type]
    except TypeError:
        raise InputError(f"{what}={number!r} is no whole number", "Give one, such as 1.") from None
    return int(found)


def worksheet(topic: str, level: int = 1, count: int = 6, seed: int = 0) -> Worksheet:
    """Make a worksheet: different exercises on a topic, with the solutions apart.

    Parameters
    ----------
    topic : str
        Such as "derivatives", "chain rule", "integrals", "limits"; a wrong one lists all.
    level : {1, 2, 3}
        How hard the exercises are.
    count : int, default 6
        How many exercises.
    seed : int, default 0
        Which worksheet.

    Returns
    -------
    Worksheet
        With ``.save("sheet.pdf")``, which writes sheet-solutions.pdf too, ``.moodle()`` and ``.stack()``.

    Raises
    ------
    InputError
        If there is no such topic or level, or so many exercises cannot be made.

    Examples
    --------
    >>> len(worksheet("gradients", count=2).exercises)
    2
    """
    count, seed = _whole(count, "count"), _whole(seed, "seed")
    if not 1 <= count <= 100:
        raise InputError(f"a worksheet of {count} exercises cannot be made", "Ask for 1 to 100.")
    found: dict[str, Exercise] = {}
    for number in range(10 * count):
        made = practice(topic, level, 1000 * seed + number)
        found.setdefault(str(made), made)
        if len(found) == count:
            break
    return Worksheet(f"{_topic(topic).capitalize()}, level {level}", tuple(found.values()))


def _topic(topic: Any) -> str:
    """Return the name of a topic, which may be shortened."""
    plain = str(topic).strip().lower()
    near = [name for name in TOPICS if name == plain] or [name for name in TOPICS if name.startswith(plain) or plain.startswith(name[:-1])]
    if not near or not plain:
        raise InputError(f"there is no topic {topic!r}", f"Choose one of {', '.join(TOPICS)}.")
    return near[0]


def _posed(question: Question) -> Solution | None:
    """Return the worked solution of a question; None where it is not solved with rules, or asks nothing."""
    function = getattr(import_module("symtutor"), question.function)
    try:
        solution: Solution = function(*question.arguments, **question.options)
    except SymtutorError:
        return None
    is_proved = solution.explained and bool(solution.report)
    answer = solution.answer
    is_open = isinstance(answer, sp.Basic) and answer.has(sp.nan, sp.zoo, sp.Integral)
    return solution if is_proved and not is_open else None
