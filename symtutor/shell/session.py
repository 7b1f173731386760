"""Practice in the shell: the learner's lines one after the other, judged as they come, with rules, hints and undo on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symtutor.errors import SymtutorError

__all__ = ["practise"]

_HELP = "Type the next line of your work, or: rule, hint, undo, show, quit."
_DEEPEST = 4


def practise(exercise: Any, ask: Callable[[str], str] = input, tell: Callable[[str], None] = print) -> bool:
    """Run a session on an exercise and return whether it was solved.

    Parameters
    ----------
    exercise : Exercise
        What is to be solved.
    ask : callable
        Returns what the learner types after a prompt; EOFError ends the session.
    tell : callable
        Shows a text.
    """
    lines: list[str] = []
    told = 0
    tell(f"{exercise}\n{_HELP}")
    while True:
        try:
            typed = ask(f"{len(lines) + 1}> ").strip()
        except EOFError:
            return False
        word = typed.lower()
        if word in {"quit", "exit", "q"}:
            return False
        if word == "show":
            tell(str(exercise.solution))
            return False
        if word in {"rule", "hint"}:
            told = 1 if word == "rule" else min(told + 1, _DEEPEST)
            tell(_hint(exercise, lines, told))
        elif word == "undo":
            tell(f"Taken back: {lines.pop()}" if lines else "There is no line to take back.")
        elif word in {"help", "?"}:
            tell(_HELP)
        elif typed:
            lines.append(typed)
            told = 0
            is_solved, text = _judged(exercise, lines)
            tell(text)
            if is_solved:
                return True


def _hint(exercise: Any, lines: list[str], level: int) -> str:
    """Return a hint from the learner's last line, or for the first one."""
    if lines and level <= 3:
        try:
            return str(exercise.check_work(lines).hint(level))
        except SymtutorError:
            pass
    return str(exercise.hint(level))


def _judged(exercise: Any, lines: list[str]) -> tuple[bool, str]:
    """Return whether the last line is the answer, and what is said about it."""
    try:
        if exercise.check(lines[-1].lstrip("= ")):
            return True, "Right: that is the answer."
    except SymtutorError:
        pass  # a line on the way is no answer
    try:
        found = exercise.check_work(lines)
    except SymtutorError as error:
        return False, str(error)
    last = found.lines[-1]
    if found.first_wrong == len(found.lines):
        return False, f"Not right. {last.explanation} Undo takes the line back."
    return False, "Right so far." if last.true else last.explanation or "Read; whether it is right is not decided."
