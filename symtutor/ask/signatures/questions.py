"""Questions in words that name a public function: "tangent line to x^2 at x = 2", "curl of (-y, x)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import sympy as sp

from symtutor.ask.inputs.values import value_of
from symtutor.ask.signatures.commands import Command, commands
from symtutor.ask.signatures.parameters import CALLED, CLAUSES
from symtutor.errors import InputError

__all__ = ["asked_in_words"]

_OPENING = re.compile(r"(?:(?:please|find|compute|determine|derive|what is|what are|the|a|an) )*", re.IGNORECASE)
_SAID_BEFORE = r"\s*(?:,|of|for|from|if|when|where|with|given)\s+"
_OF_FUNCTION = re.compile(rf"\s*(?:find )?(?P<f>[a-zA-Z])'\((?P<x>[a-zA-Z])\){_SAID_BEFORE}(?P=f)\((?P=x)\)\s*=(?P<formula>[^=]+)$")
_OF_DEGREE = re.compile(r"^\s*of (?:degree|order) (\S+) (?:of|for) (.*)$", re.DOTALL)
_OF_EQUATION = re.compile(rf"\s*(?:find )?d(?P<y>[a-zA-Z])/d(?P<x>[a-zA-Z]){_SAID_BEFORE}(?P<left>[^=]+)=(?P<right>[^=]+)$")
# Questions that notation says better: the reading of questions knows them.
_READ_ELSEWHERE = frozenset(
    (
        *(
            "differentiate",
            "integrate",
            "limit",
            "gradient",
            "hessian",
            "jacobian",
            "check",
            "equivalent",
            "equivalent_many",
            "grade",
            "read",
            "read_term",
        ),
        *("methods", "check_work", "backpropagate"),
    )
)


def asked_in_words(text: str, *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Any:
    """Return the solution of a question that names a function in words, or None where it names none.

    Parameters
    ----------
    text : str
        Such as ``"divergence of (x y, y^2)"``.
    names, functions : iterable of str
        Symbols and functions of several letters that the text uses.

    Raises
    ------
    InputError
        If a part of the question is one that the function does not take, or something that it needs is missing.

    Examples
    --------
    >>> asked_in_words("the tangent line to x^2 at x = 2").answer
    Eq(y, 4*x - 4)
    >>> asked_in_words("directional derivative of x^2 y in the direction (3, 4) at (1, 2)").answer
    16/5
    >>> asked_in_words("d/dx x^2")
    """
    if (of_equation := _slope_of_equation(text, names, functions)) is not None:
        return of_equation
    opening = _OPENING.match(text)
    rest = text[opening.end() :] if opening else text
    called = {**{name.replace("_", " "): name for name in commands() if name not in _READ_ELSEWHERE}, **CALLED}
    phrase = next((p for p in sorted(called, key=len, reverse=True) if re.match(rf"{re.escape(p)}\b", rest, re.IGNORECASE)), None)
    if phrase is None or called[phrase] not in commands():
        return None
    command = commands()[called[phrase]]
    body, clauses = _parted(_OF_DEGREE.sub(r" of \2 of degree \1", rest[len(phrase) :]))
    subject = re.sub(r"^\s*(?:of|to|for|at)\s+", "", body).strip()
    given = {name: value_of(_parameter(command, name), words) for name, words in _named(command, clauses)}
    first = command.parameters[0].name
    missing = [p.name for p in command.parameters[1:] if p.is_required and p.name not in given]
    if not subject or missing:
        raise InputError(
            f"the {phrase} needs {', '.join(missing) or 'an expression'}", f"Ask it by {command.name}(...), or say it in the question."
        )
    function = getattr(import_module("symtutor"), command.name)
    takes = {p.name for p in command.parameters}
    options = {name: tuple(value) for name, value in (("names", names), ("functions", functions)) if name in takes}
    return function(**{first: subject}, **given, **options)


def _slope_of_equation(text: str, names: Iterable[str], functions: Iterable[str]) -> Any:
    """Return the solution of "dy/dx of x^2 + y^2 = 25" or "f'(x) for f(x) = x^3"; None for other questions."""
    from symtutor import differentiate, implicit  # noqa: PLC0415 (loaded when they are asked for)

    if (explicit := _OF_FUNCTION.match(text)) is not None:
        if re.search(rf"\b{explicit['f']}'*\(", explicit["formula"]):
            raise InputError(
                f"{explicit['f']} stands on both sides",
                "Ask for the slope of an equation in x and y: 'dy/dx of y = x y', or implicit(...).",
            )
        return differentiate(explicit["formula"], explicit["x"], names=names, functions=functions)
    if (found := _OF_EQUATION.match(text)) is None:
        return None
    if found["left"].strip() == found["y"]:
        solution = differentiate(found["right"], found["x"], names=names, functions=functions)
        if sp.Symbol(found["y"]) not in solution.problem.goal.args[0].free_symbols:
            return solution
    return implicit(f"{found['left']} = {found['right']}", found["y"], found["x"], names=names, functions=functions)


def _parted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what a question is about, and its clauses with the words that introduce them; brackets are kept whole."""
    found: list[tuple[int, int, str]] = []
    for phrase in sorted(CLAUSES, key=len, reverse=True):
        for match in re.finditer(rf"(?<= ){phrase}(?= )", text, re.IGNORECASE):
            inside = text[: match.start()]
            if inside.count("(") == inside.count(")") and not any(a <= match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), phrase))
    found = [f for f in sorted(found) if text[: f[0]].strip()]
    if not found:
        return text.strip(" ,?."), []
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    clauses = [(phrase, text[stop:end].strip(" ,?.")) for (_, stop, phrase), end in zip(found, ends, strict=True)]
    return text[: found[0][0]].strip(" ,?."), clauses


def _named(command: Command, clauses: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield the parameters that the clauses of a question give."""
    takes = {p.name for p in command.parameters}
    for phrase, words in clauses:
        name = next((n for n in CLAUSES[phrase] if n in takes), None)
        if name is None:
            raise InputError(f"{command.name} takes nothing after {phrase!r}", f"It takes {', '.join(sorted(takes))}.")
        yield name, words


def _parameter(command: Command, name: str) -> Any:
    return next(p for p in command.parameters if p.name == name)
