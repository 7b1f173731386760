"""Errors: each says where, what was expected, and what to try."""

import sys
from collections.abc import Sequence

__all__ = [
    "InputError",
    "NoRuleApplies",
    "OutOfBudget",
    "ReadError",
    "StepRefuted",
    "SymtutorError",
    "Unfinished",
    "UnknownArgument",
    "sympy_errors",
]

_SHOWN = 60


def sympy_errors() -> tuple[type[Exception], ...]:
    """Return what SymPy raises where it cannot compare, convert or evaluate.

    Its own class of errors about polynomials is no Python error, and is looked up only where SymPy is loaded.
    """
    of_polynomials = getattr(sys.modules.get("sympy.polys.polyerrors"), "BasePolynomialError", None)
    found = (ArithmeticError, AttributeError, LookupError, MemoryError, NotImplementedError, TypeError, ValueError)
    return found if of_polynomials is None else (*found, of_polynomials)


class SymtutorError(Exception):
    """Any error that symtutor raises on purpose."""


class UnknownArgument(SymtutorError, TypeError):  # noqa: N818 (it is a TypeError, as of any Python function)
    """A keyword that the function does not have."""


class InputError(SymtutorError, ValueError):
    """An argument of the wrong type or value.

    Parameters
    ----------
    message : str
        What was found and what was expected.
    hint : str
        What to try instead; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}\n{hint}" if hint else message)


class NotReal(InputError):  # noqa: N818 (like NoRuleApplies)
    """What is asked for does not exist among the real numbers."""


class ReadError(SymtutorError, ValueError):
    """Text that cannot be read as mathematics, with a caret under the place.

    Parameters
    ----------
    message : str
        What was found and what was expected.
    text : str
        The text being read.
    position : int
        Index into `text`, from 0.
    hint : str
        What to try instead; may be empty.
    """

    def __init__(self, message: str, text: str, position: int, hint: str = "") -> None:
        self.message = message
        self.text = text
        self.position = position
        self.hint = hint
        super().__init__("\n".join(part for part in (message, *_caret(text, position), hint) if part))


class NoRuleApplies(SymtutorError):  # noqa: N818 (a public name that reads as a sentence)
    """No rule of the book reaches the goal; `goals` are those it got stuck on."""

    def __init__(self, message: str, goals: Sequence[object] = ()) -> None:
        self.goals = tuple(goals)
        super().__init__(message)


class OutOfBudget(SymtutorError):  # noqa: N818 (a public name that reads as a sentence)
    """A limit of time, size or nodes was reached; the message names it and how to raise it."""


class StepRefuted(SymtutorError):  # noqa: N818 (a public name that reads as a sentence)
    """A step that independent code found to be false: a bug in a rule, shown to nobody as a result."""

    def __init__(self, rule: str, goal: object, witness: object) -> None:
        self.rule = rule
        self.goal = goal
        self.witness = witness
        super().__init__(f"the rule {rule} gave a false step at {goal}: {witness}")


class Unfinished(SymtutorError):  # noqa: N818 (a public name that reads as a sentence)
    """Something that cannot be worked out because of a gap in this package or in SymPy, told instead of an error of theirs."""

    def __init__(self, error: Exception) -> None:
        told = str(error).strip().splitlines()
        what = f"{type(error).__name__} {told[0][:100] if told else ''}".strip()
        super().__init__(f"this cannot be worked out: {what}\nWrite it in another way; the gap is in symtutor, not in what you asked.")


def _caret(text: str, position: int) -> tuple[str, str]:
    """Return the part of the text around the position and a line with a caret under it."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    column = min(position - start, len(line))
    if len(line) > _SHOWN:
        cut = max(0, column - _SHOWN // 2)
        line, column = line[cut : cut + _SHOWN], column - cut
        if cut:
            line, column = "…" + line, column + 1
    return ("  " + line, "  " + " " * column + "^")
