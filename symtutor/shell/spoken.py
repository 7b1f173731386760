"""What docstrings and errors say in Python, said as it is typed in a shell: calls, keywords, mappings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from symtutor.ask.signatures.commands import MISSING, Command, Parameter, command_of, commands
from symtutor.errors import SymtutorError

__all__ = ["example_of", "in_shell", "is_placed", "option", "told_in_shell", "words_of"]

_PLACED = frozenset({"x", "t", "y", "to", "n", "problem", "subject_to"})  # parameters with a default that may still be given by their place
_PAIRS = {"limits": ("--from {}", "--to {}"), "on": ("--on {}", "{}")}
_PLAIN = re.compile(r"[\w.,=/+-]+")
_START = re.compile(r"\b(?:symtutor\.|st\.)?(?P<name>[A-Za-z_]+)(?P<mark>[(=])|(?P<dict>\{)")
_OBJECTS = re.compile(r"MatrixSymbol|SymPy")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-Z])")
# What a command reads from a file has no example in Python that could be typed.
_FILES = {
    "check_work": '"∫ x e^x dx = x e^x - e^x + C"',
    "grade": 'answers.csv "d/dx x^2 sin x"',
    "svm": "points.csv",
}


def option(name: str) -> str:
    """Return the option of a parameter."""
    return f"--{name.replace('_', '-')}"


def is_placed(parameter: Parameter) -> bool:
    """Return whether a parameter is given by its place in the shell: it must be given, takes all the rest, or names a variable."""
    return parameter.is_many or (parameter.is_word and (parameter.default is MISSING or parameter.name in _PLACED))


def in_shell(text: str) -> str:
    """Return a text in which every piece of Python that can be typed in a shell is written as it is typed there."""
    said, done = [], 0
    for start in _START.finditer(text):
        if start.start() < done:
            continue
        found = _typed_from(text, start)
        if found is not None:
            words, end = found
            said += [text[done : start.start()], words]
            done = end
    return "".join([*said, text[done:]])


def told_in_shell(error: SymtutorError) -> str:
    """Return the message of an error with its advice as it is typed in a shell; what the reader wrote stays."""
    told = str(error)
    for part in (getattr(error, "message", ""), getattr(error, "hint", "")):
        if part:
            told = told.replace(part, in_shell(part))
    return told


def words_of(parameter: Parameter) -> str:
    """Return what a parameter means, without the sentences that speak of objects which only Python has."""
    kept = [part for part in _SENTENCE.split(parameter.words) if not _OBJECTS.search(part)]
    words = in_shell(" ".join(kept)).replace("`", "").removesuffix(".")
    return words[:1].lower() + words[1:]


def example_of(command: Command) -> str:
    """Return the first call in the examples of a docstring that can be typed in a shell, as it is typed there; or nothing."""
    if command.name in _FILES:
        return f"symtutor {command.name.replace('_', '-')} {_FILES[command.name]}"
    for line in command.doc.split("\n"):
        if not line.strip().startswith(">>> "):
            continue
        for node in _walked(line.strip().removeprefix(">>> ")):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == command.name:
                names = sum(isinstance(part, ast.Name) for part in ast.walk(node))  # its own, or those of objects made before
                words = _call(node)
                if words and names == 1:
                    return words
    return ""


def _walked(source: str) -> Iterator[ast.AST]:
    try:
        yield from ast.walk(ast.parse(source))
    except SyntaxError:
        return


def _typed_from(text: str, start: re.Match[str]) -> tuple[str, int] | None:
    """Return the words for the call, keyword or mapping that begins at a place, and where it ends."""
    name = start["name"]
    if start["mark"] == "(" and name in commands():
        for end in _ends(text, start.end(), ")"):
            node = _parsed(text[start.start("name") : end])
            if isinstance(node, ast.Call):
                words = _call(node)
                return (words, end) if words else None
    elif start["mark"] == "=" and name in _keywords():
        return _keyword(name, text, start.end())
    elif start["dict"]:
        return _value_at(text, start.start())
    return None


def _keyword(name: str, text: str, begin: int) -> tuple[str, int]:
    found = _value_at(text, begin, name)
    return (found[0], found[1]) if found else (option(name), begin)


def _value_at(text: str, begin: int, name: str = "") -> tuple[str, int] | None:
    """Return the value that stands at a place as it is typed, behind its option where it has a name."""
    opening = text[begin : begin + 1]
    closing = {"{": "}", "(": ")", "[": "]", '"': '"', "'": "'"}.get(opening)
    plain = re.compile(r"[\w/*-]+(?:\.\w+)*").match(text, begin)
    ends = _ends(text, begin + 1, closing) if closing else [plain.end()] if plain else []
    for end in ends:
        node = _parsed(text[begin:end])
        if node is not None:
            words = _options(name, node) if name else _plain_value(node)
            return (words, end) if words else None
    return None


def _ends(text: str, begin: int, closing: str) -> Iterator[int]:
    place = text.find(closing, begin)
    while place >= 0:
        yield place + 1
        place = text.find(closing, place + 1)


def _parsed(source: str) -> ast.expr | None:
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _keywords() -> frozenset[str]:
    return frozenset(p.name for command in commands().values() for p in command.parameters if len(p.name) > 1 or p.name == "C")


def _call(node: ast.Call) -> str:
    """Return a call as a line of the shell, or nothing where it holds what cannot be typed."""
    assert isinstance(node.func, ast.Name)
    command = command_of(node.func.id)
    parameters = list(command.parameters)
    words = ["symtutor", command.name.replace("_", "-")]
    for place, argument in enumerate(node.args):
        many = next((p for p in parameters[: place + 1] if p.is_many), None)
        parameter = many or parameters[place] if place < len(parameters) else many
        if parameter is None:
            return ""
        words.append(_plain_value(argument) if is_placed(parameter) else _options(parameter.name, argument))
    words += [_options(keyword.arg or "", keyword.value) for keyword in node.keywords]
    return " ".join(words) if all(words) else ""


def _options(name: str, node: ast.expr) -> str:
    """Return an option with its value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return option(name) if node.value else option(f"no_{name}")
    if name in _PAIRS and isinstance(node, ast.Tuple | ast.List) and len(node.elts) == len(_PAIRS[name]):
        parts = [_plain_value(part) for part in node.elts]
        return " ".join(shape.format(part) for shape, part in zip(_PAIRS[name], parts, strict=True)) if all(parts) else ""
    words = _plain_value(node)
    return f"{option(name)} {words}" if words else ""


def _plain_value(node: ast.expr) -> str:
    """Return a value as one word of the shell, or nothing where it cannot be typed."""
    words = _unquoted(node)
    return words if not words or _PLAIN.fullmatch(words) else f'"{words}"'


def _unquoted(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Dict):
        pairs = [(_unquoted(key) if key else "", _bracketed(value)) for key, value in zip(node.keys, node.values, strict=True)]
        return _listed([f"{key}={value}" for key, value in pairs]) if all(key and value for key, value in pairs) else ""
    if isinstance(node, ast.Tuple | ast.List):
        parts = [_unquoted(part) for part in node.elts]
        return _listed(parts) if all(parts) else ""
    if isinstance(node, ast.Name | ast.UnaryOp | ast.BinOp):
        return ast.unparse(node).replace(" ", "")
    return ""


def _bracketed(node: ast.expr) -> str:
    """Return a value in a list of names and values, where several numbers stand in brackets."""
    words = _unquoted(node)
    return f"({words})" if isinstance(node, ast.Tuple) else words


def _listed(parts: list[str]) -> str:
    return (", " if any(" " in part for part in parts) else ",").join(parts)
