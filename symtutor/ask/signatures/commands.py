"""What is known of the public functions without importing them: their parameters and sentences, read from the source.

So ``--help`` and completion answer at once, and a function that is added has its command and its question in words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import symtutor
from symtutor.ask.signatures.parameters import SHARED, TAIL

__all__ = ["Command", "Parameter", "command_of", "commands"]

MISSING = object()  # the default of a parameter that must be given
_ENTRY = re.compile(r"^(\*{0,2}\w[\w*, ]*) : (.+)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a public function.

    Parameters
    ----------
    name : str
        Its name.
    default : object
        Its default, or `MISSING`.
    is_word : bool
        Whether it may be given by its place.
    is_many : bool
        Whether it takes all words that are left.
    kind, words : str
        Its type and its sentence in the docstring.
    """

    name: str
    default: Any
    is_word: bool
    is_many: bool
    kind: str
    words: str

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is MISSING

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a parameter such as ``{"left", "right"}``; empty where it has others."""
        found = re.match(r"\{(.*?)\}", self.kind)
        return tuple(part.strip().strip("\"'") for part in found.group(1).split(",")) if found else ()


@dataclass(frozen=True, slots=True)
class Command:
    """A public function as a command."""

    name: str
    summary: str
    doc: str
    returns: str
    parameters: tuple[Parameter, ...]


def commands() -> dict[str, Command]:
    """Return the command of every public function, by name."""
    names = [name for name, module in symtutor._MODULE_OF.items() if module.startswith("ask.") and name.islower()]  # noqa: SLF001 (of the same package)
    return {name: command_of(name) for name in sorted(names)}


@cache
def command_of(name: str) -> Command:
    """Return the command of one public function."""
    module = symtutor._MODULE_OF[name]  # noqa: SLF001 (of the same package)
    function = next(node for node in _tree(module).body if isinstance(node, ast.FunctionDef) and node.name == name)
    doc = ast.get_docstring(function) or ""
    returns = ast.unparse(function.returns) if function.returns else ""
    return Command(name, doc.partition("\n")[0], doc, returns, tuple(_parameters(function, _entries(doc))))


@cache
def _tree(module: str) -> ast.Module:
    spec = find_spec(f"symtutor.{module}")
    source = None
    if spec is not None and spec.loader is not None:
        get_source = getattr(spec.loader, "get_source", None)  # a loader of its own, such as that of pytest, may have none
        source = get_source(spec.name) if get_source else Path(str(spec.origin)).read_text(encoding="utf-8")
    return ast.parse(source or "")


def _parameters(function: ast.FunctionDef, entries: dict[str, tuple[str, str]]) -> Iterator[Parameter]:
    """Yield the parameters in order, those of ``**options`` at the end."""
    own = function.args
    placed = [*own.posonlyargs, *own.args]
    defaults: list[Any] = [MISSING] * (len(placed) - len(own.defaults)) + [_literal(d) for d in own.defaults]
    for arg, default in zip(placed, defaults, strict=True):
        yield _parameter(arg.arg, default, entries, is_word=True)
    if own.vararg is not None:
        yield _parameter(own.vararg.arg, (), entries, is_word=True, is_many=True)
    for arg, given in zip(own.kwonlyargs, own.kw_defaults, strict=True):
        yield _parameter(arg.arg, MISSING if given is None else _literal(given), entries)
    if own.kwarg is not None:
        for name, default in TAIL.items():
            yield _parameter(name, default, entries)


def _parameter(name: str, default: Any, entries: dict[str, tuple[str, str]], *, is_word: bool = False, is_many: bool = False) -> Parameter:
    return Parameter(name, default, is_word, is_many, *entries.get(name, SHARED.get(name, ("", ""))))


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _entries(doc: str) -> dict[str, tuple[str, str]]:
    """Return type and first sentence of the parameters in a docstring, by name."""
    found: dict[str, tuple[str, str]] = {}
    lines = doc.split("\n")
    start = lines.index("Parameters") + 2 if "Parameters" in lines else len(lines)
    for k in range(start, len(lines)):
        if lines[k].startswith("---"):
            break
        entry = _ENTRY.match(lines[k])
        if entry:
            words = []
            for line in lines[k + 1 :]:
                if not line.startswith("    "):
                    break
                words.append(line.strip())
            told = " ".join(words)
            for name in entry.group(1).split(","):
                found[name.strip(" *")] = entry.group(2), told
    return found
