"""Public functions: the options that all of them take, and their docstrings completed from one table."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, TypedDict, TypeVar

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.signatures.parameters import SHARED, TAIL
from symtutor.errors import UnknownArgument
from symtutor.runtime.deadline import limited

__all__ = ["How", "Options", "begin", "public", "public_for_each"]


class Options(TypedDict, total=False):
    """The options that every function takes which derives something."""

    seconds: float | None
    detail: str
    names: Iterable[str]
    functions: Iterable[str]


class How(TypedDict):
    """How long deriving may take, and how much is printed."""

    seconds: float | None
    detail: str


_Function = TypeVar("_Function", bound=Callable[..., Any])
_TYPES = {"seconds": "float | None", "detail": "str", "names": "Iterable[str]", "functions": "Iterable[str]"}
_SECTION = re.compile(r"^ {4}(Returns|Yields|Raises|See Also|Notes|References|Examples)\n {4}-+$", re.MULTILINE)
_ENTRY = re.compile(r"^ {4}([\w*][\w*, ]*) : ", re.MULTILINE)


def begin(options: Options) -> tuple[Inputs, How]:
    """Return what reads the arguments of a call, and how its problem is to be solved.

    Raises
    ------
    TypeError
        If an option has an unknown name, as Python raises for any function.
    """
    unknown = next((name for name in options if name not in TAIL), None)
    if unknown is not None:
        near = get_close_matches(unknown, TAIL, 1)
        raise UnknownArgument(f"unexpected keyword argument {unknown!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    inputs = Inputs(options.get("names", ()), options.get("functions", ()))
    return inputs, How(seconds=options.get("seconds"), detail=options.get("detail", "normal"))


def public(function: _Function) -> _Function:
    """Give a public function its whole signature, and a docstring that names every parameter.

    ``**options`` becomes the keyword parameters of `Options`; parameters that the docstring
    leaves out are documented from `symtutor.ask.signatures.parameters.SHARED`.  One that takes ``seconds``
    keeps that limit.
    """
    kept = _parameters(function)
    return _told(limited(function) if any(p.name == "seconds" for p in kept) else function, function, kept)


def public_for_each(function: _Function) -> _Function:
    """Do the same for one that makes many judgements, each of which keeps the limit of ``seconds``."""
    return _told(function, function, _parameters(function))


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    own = inspect.signature(function)
    kept = [p for p in own.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    if len(kept) < len(own.parameters):
        kept += [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=d, annotation=_TYPES[n]) for n, d in TAIL.items()]
    return kept


def _told(call: Any, function: _Function, parameters: list[inspect.Parameter]) -> _Function:
    call.__signature__ = inspect.signature(function).replace(parameters=parameters)
    call.__doc__ = completed(function.__doc__ or "", [p.name for p in parameters])
    found: _Function = call
    return found


def completed(doc: str, names: Iterable[str]) -> str:
    """Return a docstring whose section of parameters has an entry for each of these names, as far as they are shared."""
    first = _SECTION.search(doc)
    end = first.start() if first else len(doc.rstrip())
    head, rest = doc[:end], doc[end:]
    documented = {name.strip(" *") for entry in _ENTRY.finditer(head) for name in entry.group(1).split(",")}
    missing = [name for name in names if name not in documented and name in SHARED]
    if not missing:
        return doc
    told = "".join(f"    {name} : {SHARED[name][0]}\n        {SHARED[name][1]}\n" for name in missing)
    if "    Parameters\n" not in head:
        head = f"{head.rstrip()}\n\n    Parameters\n    ----------\n"
    return f"{head.rstrip()}\n{told}\n{rest.lstrip(chr(10))}"
